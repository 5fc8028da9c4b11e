//! Origin: from a text of the article back to the place in the document that it was read from.
//!
//! Most texts are slices of the document, and their origin is an offset. A hard-wrapped paragraph, or one with
//! inline markup, was put together: its words are looked up in order in the lines it came from, and what stands
//! between two words found (a line end, a link's target, a character reference) is one piece with no inner map.

use crate::normalize::Run;

/// Equal bytes, or two stretches that stand for each other as wholes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    text: usize,
    text_length: usize,
    source: usize,
    source_length: usize,
    /// Whether the bytes of both are the same.
    equal: bool,
}

/// The map from one text to its source, in UTF-8 bytes: pieces in order that cover the text.
#[derive(Clone, Debug)]
pub struct Origin {
    pieces: Vec<Piece>,
}

impl Origin {
    /// The origin of `text`, read from `document[from..to]`.
    pub fn find(text: &str, document: &str, from: usize, to: usize) -> Self {
        match offset_in(text, document) {
            Some(source) => {
                let length = text.len();
                let piece = Piece { text: 0, text_length: length, source, source_length: length, equal: true };
                Self { pieces: vec![piece] }
            }
            None => Self::look_up(text, document, from, to),
        }
    }

    fn look_up(text: &str, document: &str, from: usize, to: usize) -> Self {
        let mut origin = Self { pieces: Vec::new() };
        let mut source = from;
        for word in text.split_whitespace() {
            let Some(found) = document[source..to].find(word) else { continue };
            // The word is a slice of the text, so that the offset is always there.
            let Some(at) = offset_in(word, text) else { continue };
            origin.bridge(at, source + found, from);
            origin.push(at, source + found, word.len());
            source += found + word.len();
        }
        origin.bridge(text.len(), to, from);
        origin
    }

    /// Where the pieces so far end, in the text and in the source.
    fn end(&self, from: usize) -> (usize, usize) {
        self.pieces.last().map_or((0, from), |last| (last.text + last.text_length, last.source + last.source_length))
    }

    /// Covers what lies between the last piece and the next.
    fn bridge(&mut self, text_to: usize, source_to: usize, from: usize) {
        let (text, source) = self.end(from);
        let (text_length, source_length) = (text_to - text, source_to - source);
        if text_length > 0 {
            self.pieces.push(Piece { text, text_length, source, source_length, equal: false });
        }
    }

    /// Appends equal bytes; one space on both sides of a word joins it to the word before.
    fn push(&mut self, text: usize, source: usize, length: usize) {
        self.pieces.push(Piece { text, text_length: length, source, source_length: length, equal: true });
    }

    /// Carries runs from a normalized text to `text` on to the source. A run of equal bytes is cut where the
    /// pieces are; any other takes in every piece that it touches.
    pub fn compose(&self, runs: &[Run], normalized: &str, text: &str) -> Vec<[usize; 4]> {
        let mut out: Vec<[usize; 4]> = Vec::with_capacity(runs.len());
        for run in runs {
            let to = &normalized[run.normalized..run.normalized + run.normalized_len];
            let of = &text[run.source..run.source + run.source_len];
            if to == of {
                self.cut(run, &mut out);
            } else {
                let (source, end) = self.hull(run.source, run.source + run.source_len);
                append(&mut out, [run.normalized, source, run.normalized_len, end - source], false);
            }
        }
        out
    }

    /// An equal run, piece by piece.
    fn cut(&self, run: &Run, out: &mut Vec<[usize; 4]>) {
        let end = run.source + run.source_len;
        let first = self.pieces.partition_point(|piece| piece.text + piece.text_length <= run.source);
        for piece in self.pieces[first..].iter().take_while(|piece| piece.text < end) {
            let from = run.source.max(piece.text);
            let to = end.min(piece.text + piece.text_length);
            let normalized = run.normalized + (from - run.source);
            match piece.equal {
                true => append(out, [normalized, piece.source + (from - piece.text), to - from, to - from], true),
                false => append(out, [normalized, piece.source, to - from, piece.source_length], false),
            }
        }
    }

    /// The source of every piece that `from..to` touches.
    fn hull(&self, from: usize, to: usize) -> (usize, usize) {
        let place = |offset: usize, end: bool| {
            let touched = |piece: &Piece| match end {
                true => piece.text + piece.text_length < offset,
                false => piece.text + piece.text_length <= offset,
            };
            let index = self.pieces.partition_point(touched).min(self.pieces.len().saturating_sub(1));
            let Some(piece) = self.pieces.get(index) else { return 0 };
            match (piece.equal, end) {
                (true, _) => piece.source + offset.saturating_sub(piece.text).min(piece.source_length),
                (false, false) => piece.source,
                (false, true) => piece.source + piece.source_length,
            }
        };
        let start = place(from, false);
        (start, place(to, true).max(start))
    }
}
