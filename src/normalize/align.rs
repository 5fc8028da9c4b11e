//! Alignment: which part of the source each part of a normalized text comes from.

use std::borrow::Cow;
use std::ops::Range;

use super::class::{Class, parts};
use super::fast::Engine;
use super::fold::Elongation;

/// A stretch of the normalized text and the stretch of the source that it comes from, in UTF-8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Run {
    /// Offset in the normalized text.
    pub normalized: usize,
    /// Offset in the source.
    pub source: usize,
    /// Length in the normalized text; 0 where something vanished.
    pub normalized_len: usize,
    /// Length in the source.
    pub source_len: usize,
}

/// The map between a normalized text and its source.
///
/// Runs are in order, touch, and cover both texts. Each begins and ends at a whole combining sequence, so a letter
/// always comes with its marks. A run is either the same text on both sides, then its offsets correspond byte by
/// byte, or it has changed as a whole.
///
/// ```
/// use seedtool::normalize::Normalizer;
///
/// let source = "قال الـمُـعَـلِّـم نعم";
/// let (normalized, alignment) = Normalizer::standard().align(source);
/// let hit = normalized.find("المعلم").unwrap();
/// assert_eq!(&source[alignment.source(hit..hit + "المعلم".len())], "الـمُـعَـلِّـم");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    runs: Vec<Run>,
    /// For each run, whether its text is the same on both sides.
    same: Vec<bool>,
}

impl Alignment {
    /// The runs, in order.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The smallest part of the source that holds all that a part of the normalized text comes from.
    pub fn source(&self, normalized: Range<usize>) -> Range<usize> {
        self.look(normalized, |run| (run.normalized, run.normalized_len), |run| (run.source, run.source_len))
    }

    /// The smallest part of the normalized text that holds all that has become of a part of the source.
    pub fn normalized(&self, source: Range<usize>) -> Range<usize> {
        self.look(source, |run| (run.source, run.source_len), |run| (run.normalized, run.normalized_len))
    }

    /// The runs with offsets and lengths in characters (Unicode scalar values) instead of bytes, as Python counts.
    pub fn in_characters(&self, normalized: &str, source: &str) -> Vec<Run> {
        let count = |text: &str, at: usize, len: usize| text[at..at + len].chars().count();
        let mut next = Run { normalized: 0, source: 0, normalized_len: 0, source_len: 0 };
        let in_characters = |run: &Run| {
            next = Run {
                normalized: next.normalized + next.normalized_len,
                source: next.source + next.source_len,
                normalized_len: count(normalized, run.normalized, run.normalized_len),
                source_len: count(source, run.source, run.source_len),
            };
            next
        };
        self.runs.iter().map(in_characters).collect()
    }

    /// Offset and length of each run on the side that is asked about, and on the other.
    fn look(
        &self,
        range: Range<usize>,
        here: fn(&Run) -> (usize, usize),
        there: fn(&Run) -> (usize, usize),
    ) -> Range<usize> {
        let end_of = |(at, len): (usize, usize)| at + len;
        let first = self.runs.partition_point(|run| end_of(here(run)) <= range.start);
        let Some(run) = self.runs.get(first) else {
            let end = self.runs.last().map_or(0, |run| end_of(there(run)));
            return end..end;
        };
        let start = there(run).0 + if self.same[first] { range.start - here(run).0 } else { 0 };
        if range.is_empty() {
            return start..start;
        }
        let last = self.runs.partition_point(|run| here(run).0 < range.end) - 1;
        let run = &self.runs[last];
        let end = if self.same[last] { there(run).0 + range.end - here(run).0 } else { end_of(there(run)) };
        start..end.max(start)
    }

    fn push(&mut self, normalized_len: usize, source_len: usize, same: bool) {
        if let (Some(run), Some(true), true) = (self.runs.last_mut(), self.same.last(), same) {
            run.normalized_len += normalized_len;
            run.source_len += source_len;
            return;
        }
        let (normalized, source) = self
            .runs
            .last()
            .map_or((0, 0), |run| (run.normalized + run.normalized_len, run.source + run.source_len));
        self.runs.push(Run { normalized, source, normalized_len, source_len });
        self.same.push(same);
    }
}

/// The smallest part of a text that goes through the passes alone, and what becomes of it.
struct Piece<'a> {
    source: &'a str,
    text: Cow<'a, str>,
    /// Whether it must stay in one run with the piece before.
    glued: bool,
}

impl Piece<'_> {
    /// Nothing but white space, or nothing at all.
    fn is_blank(&self) -> bool {
        matches!(&*self.text, "" | " ")
    }
}

/// Normalizes a text and tells where each part of it comes from.
pub(super) fn align(engine: &Engine, source: &str) -> (String, Alignment) {
    let mut pieces = pieces(engine, source);
    if engine.pipeline.elongation {
        shorten(&mut pieces);
    }
    if engine.pipeline.whitespace {
        tidy(&mut pieces);
    }
    let normalized = pieces.iter().map(|piece| &*piece.text).collect();
    let mut alignment = Alignment::default();
    for run in pieces.chunk_by(|_, next| next.glued) {
        let normalized_len = run.iter().map(|piece| piece.text.len()).sum();
        let source_len = run.iter().map(|piece| piece.source.len()).sum();
        alignment.push(normalized_len, source_len, run.iter().all(|piece| piece.text == piece.source));
    }
    (normalized, alignment)
}

/// Cuts a text before every character that begins a combining sequence, and sends each piece through the passes.
/// LF is a piece by itself; so is a space, which becomes SPACE where spaces are tidied.
fn pieces<'a>(engine: &Engine, source: &'a str) -> Vec<Piece<'a>> {
    let class = |c| engine.classes.of(c);
    let begins = |c| match class(c) {
        Class::Keep | Class::Swap => parts(c),
        Class::Space => true,
        Class::Drop | Class::Join => false,
    };
    let mut pieces = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let is_alone = first == '\n' || class(first) == Class::Space;
        let mut chars = rest.char_indices().skip(1);
        let end = chars.find(|&(_, c)| is_alone || begins(c)).map_or(rest.len(), |(at, _)| at);
        let (source, after) = rest.split_at(end);
        let text = match class(first) {
            Class::Space => Cow::Borrowed(" "),
            Class::Keep if source.len() == first.len_utf8() => Cow::Borrowed(source),
            _ => Cow::Owned(engine.pipeline.passes(source)),
        };
        let is_line_start = pieces.last().is_none_or(|piece: &Piece<'_>| piece.source == "\n");
        pieces.push(Piece { source, text, glued: !begins(first) && !is_line_start });
        rest = after;
    }
    pieces
}

/// Elongation over all pieces; those that share a shortened run stay together.
fn shorten(pieces: &mut [Piece<'_>]) {
    let mut elongation = Elongation::default();
    // The letter that was met last, and the piece in which its run began.
    let mut last = None;
    // Where pieces stand that are not looked at as parts of a shortened run yet.
    let mut next = 0;
    for at in 0..pieces.len() {
        let mut text = String::with_capacity(pieces[at].text.len());
        let mut first = at;
        for c in pieces[at].text.chars() {
            let begin = match last {
                Some((letter, begin)) if letter == c => begin,
                _ => at,
            };
            last = Some((c, begin));
            if elongation.keeps(c) {
                text.push(c);
            } else {
                first = first.min(begin);
            }
        }
        if text != pieces[at].text {
            pieces[at].text = Cow::Owned(text);
        }
        if first < at {
            let begin = next.max(first + 1);
            pieces[begin..=at].iter_mut().for_each(|piece| piece.glued = true);
            next = at + 1;
        }
    }
}

/// White space over all pieces: the first SPACE of a run stays, in its own piece, unless the line begins or ends there.
fn tidy(pieces: &mut [Piece<'_>]) {
    let mut at = 0;
    let mut is_line_start = true;
    while at < pieces.len() {
        // What elongation emptied belongs to the letter before.
        if pieces[at].text.is_empty() && pieces[at].glued {
            at += 1;
            continue;
        }
        let run = pieces[at..].iter().take_while(|piece| piece.is_blank()).count();
        let end = at + run;
        let ends = ends_line(pieces, end);
        let (blank, rest) = pieces[at..].split_at_mut(run);
        let mut spaced = is_line_start || ends;
        for (number, piece) in blank.iter_mut().enumerate() {
            // A run of white space becomes one SPACE as a whole.
            piece.glued |= number > 0;
            if piece.text == " " && std::mem::replace(&mut spaced, true) {
                piece.text = Cow::Borrowed("");
            }
        }
        let Some(next) = rest.first_mut() else { return };
        if next.text.starts_with(' ') {
            if is_line_start || !blank.is_empty() && spaced {
                next.text = Cow::Owned(next.text[1..].to_owned());
            } else {
                next.glued = true;
            }
        }
        is_line_start = next.text == "\n";
        at = end + 1;
    }
}

/// Whether a line end, or the end of the text, stands at a piece. A CR with nothing before the LF that stays belongs
/// to the line end, and both to one run.
fn ends_line(pieces: &mut [Piece<'_>], at: usize) -> bool {
    match pieces.get(at).map(|piece| &*piece.text) {
        None | Some("\n") => true,
        Some("\r") => {
            let blank = pieces[at + 1..].iter().take_while(|piece| piece.is_blank()).count();
            let line_feed = at + 1 + blank;
            let ends = pieces.get(line_feed).is_some_and(|piece| piece.text == "\n");
            if ends {
                pieces[at + 1..=line_feed].iter_mut().for_each(|piece| piece.glued = true);
            }
            ends
        }
        Some(_) => false,
    }
}
