//! Origin: from a text of an article back to the place in the document that it was read from.
//!
//! Most texts are slices of the document, and their origin is an offset. A hard-wrapped paragraph, or one with
//! inline markup, was put together: its words are looked up in order in the lines it came from, and what stands
//! between two words that were found (a line end, a link's target, a character reference) is one piece that has
//! no inner map.

use crate::normalize::Run;

/// How far behind a word the next one is looked for, in bytes: further than the target of a link is long.
const REACH: usize = 1024;

/// A stretch of the text and the stretch of the document that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    text: usize,
    text_length: usize,
    source: usize,
    source_length: usize,
    /// Whether both hold the same bytes; else they stand for each other as wholes.
    equal: bool,
}

/// The map from a text to the document, in UTF-8 bytes: pieces in order that cover the text.
#[derive(Clone, Debug)]
pub(super) struct Origin<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
}

impl<'t> Origin<'t> {
    /// The origin of `text`, which was read from `document[from..to]`.
    pub(super) fn find(text: &'t str, document: &str, from: usize, to: usize) -> Self {
        let mut origin = Self { text, pieces: Vec::new() };
        match offset_in(text, document) {
            Some(source) => origin.push(0, source, text.len()),
            None => origin.look_up(document, from, to),
        }
        origin
    }

    fn look_up(&mut self, document: &str, from: usize, to: usize) {
        let mut source = from;
        for word in self.text.split_whitespace() {
            let end = document.floor_char_boundary(to.min(source + word.len() + REACH));
            let (Some(found), Some(at)) = (document[source..end].find(word), offset_in(word, self.text))
            else {
                continue;
            };
            self.bridge(document, at, source + found, from);
            self.push(at, source + found, word.len());
            source += found + word.len();
        }
        self.bridge(document, self.text.len(), to, from);
    }

    /// Covers what lies between the last piece and the next.
    fn bridge(&mut self, document: &str, text_to: usize, source_to: usize, from: usize) {
        let (text, source) = self
            .pieces
            .last()
            .map_or((0, from), |last| (last.text + last.text_length, last.source + last.source_length));
        if text < text_to {
            let equal = self.text[text..text_to] == document[source..source_to];
            let (text_length, source_length) = (text_to - text, source_to - source);
            self.pieces.push(Piece { text, text_length, source, source_length, equal });
        }
    }

    fn push(&mut self, text: usize, source: usize, length: usize) {
        self.pieces.push(Piece { text, text_length: length, source, source_length: length, equal: true });
    }

    /// Carries runs from the normalized text to this one on to the document. A run of equal bytes is cut where
    /// the pieces are; any other takes in every piece that it touches.
    pub(super) fn compose(&self, runs: &[Run], normalized: &str) -> Vec<Run> {
        let mut out = Runs::default();
        for run in runs {
            let equal = normalized[run.normalized..][..run.normalized_len]
                == self.text[run.source..][..run.source_len];
            match equal {
                true => self.cut(run, &mut out),
                false => {
                    let (source, end) = self.hull(run.source, run.source + run.source_len);
                    out.append(Run { source, source_len: end - source, ..*run }, false);
                }
            }
        }
        out.runs
    }

    fn cut(&self, run: &Run, out: &mut Runs) {
        let end = run.source + run.source_len;
        let first = self.pieces.partition_point(|piece| piece.text + piece.text_length <= run.source);
        for piece in self.pieces[first..].iter().take_while(|piece| piece.text < end) {
            let from = run.source.max(piece.text);
            let length = end.min(piece.text + piece.text_length) - from;
            let (source, source_len) = match piece.equal {
                true => (piece.source + (from - piece.text), length),
                false => (piece.source, piece.source_length),
            };
            let normalized = run.normalized + (from - run.source);
            out.append(Run { normalized, source, normalized_len: length, source_len }, piece.equal);
        }
    }

    /// The part of the document that `from..to` of the text stands for, whole pieces where they have no inner map.
    fn hull(&self, from: usize, to: usize) -> (usize, usize) {
        let last = self.pieces.len().saturating_sub(1);
        let at = |offset: usize| self.pieces.partition_point(|p| p.text + p.text_length <= offset).min(last);
        let Some(first) = self.pieces.get(at(from)) else { return (0, 0) };
        let start = if first.equal { first.source + (from - first.text) } else { first.source };
        if to == from {
            return (start, start);
        }
        let end = self.pieces[at(to - 1)];
        let end = if end.equal { end.source + (to - end.text) } else { end.source + end.source_length };
        (start, end)
    }
}

/// Runs in order; neighbours that hold equal bytes on both sides are one.
#[derive(Default)]
struct Runs {
    runs: Vec<Run>,
    last_is_equal: bool,
}

impl Runs {
    fn append(&mut self, run: Run, equal: bool) {
        match self.runs.last_mut() {
            Some(last) if equal && self.last_is_equal && last.source + last.source_len == run.source => {
                last.normalized_len += run.normalized_len;
                last.source_len += run.source_len;
            }
            // Two runs may touch one piece that has no inner map: they are one.
            Some(last) if !equal && !self.last_is_equal && run.source < last.source + last.source_len => {
                last.normalized_len = run.normalized + run.normalized_len - last.normalized;
                last.source_len =
                    (run.source + run.source_len).max(last.source + last.source_len) - last.source;
            }
            _ => {
                self.runs.push(run);
                self.last_is_equal = equal;
            }
        }
    }
}

/// The offset of `part` in `whole`, where it is a slice of it.
pub(super) fn offset_in(part: &str, whole: &str) -> Option<usize> {
    let offset = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    (offset + part.len() <= whole.len()).then_some(offset)
}
