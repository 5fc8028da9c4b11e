//! A stream: a text that comes in pieces, normalized in constant memory as if it had come whole.

use super::Normalizer;
use super::class::Class;
use super::fast::Before;
use super::fold::Elongation;

/// A piece without any place to cut is cut anyway when it is longer. Only a combining sequence, or a run of
/// spaces and deleted characters before one, of more than this many bytes can notice.
const LONGEST_HELD: usize = 64 << 10;

/// The state between two pieces of a text.
#[derive(Clone, Debug)]
pub struct Stream<'a> {
    normalizer: &'a Normalizer,
    before: Before,
    elongation: Elongation,
}

impl<'a> Stream<'a> {
    pub(super) fn new(normalizer: &'a Normalizer) -> Self {
        Self { normalizer, before: Before::default(), elongation: Elongation::default() }
    }

    /// Appends to `out` what is certain of a piece, and returns how many of its bytes are done.
    /// The rest, a few bytes as a rule, is to be given again at the head of the next piece.
    pub fn push(&mut self, piece: &str, out: &mut String) -> usize {
        let done = self.cut(piece);
        self.run(&piece[..done], out);
        done
    }

    /// Appends the last piece. White space that is still held back ends the text: it goes.
    pub fn finish(mut self, piece: &str, out: &mut String) {
        self.run(piece, out);
    }

    fn run(&mut self, piece: &str, out: &mut String) {
        let floor = out.len();
        let engine = &self.normalizer.engine;
        self.before = engine.run(piece, self.before, out);
        if engine.pipeline.elongation {
            self.elongation.shorten(out, floor);
        }
    }

    /// The last place where a piece can be cut: behind an LF, or before a character that parts.
    fn cut(&self, piece: &str) -> usize {
        let classes = &self.normalizer.engine.classes;
        let place = |(at, c): (usize, char)| match c {
            '\n' => Some(at + 1),
            '\r' => None,
            _ => matches!(classes.of(c), Class::Keep | Class::Swap).then_some(at),
        };
        match piece.char_indices().rev().find_map(place) {
            Some(at) if at > 0 || piece.len() <= LONGEST_HELD => at,
            None if piece.len() <= LONGEST_HELD => 0,
            _ => piece.strip_suffix('\r').unwrap_or(piece).len(),
        }
    }
}
