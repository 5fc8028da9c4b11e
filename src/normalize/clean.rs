//! Clean: how far, from the start, a text needs no change. It only spares work: without it, all is skimmed.

use super::class::{Class, Classes};
use super::kernel::Kernel;
use super::scan::{Level, on_blocks};
use crate::blocks::{self, Around, BLOCK, Places, Vectors, Work};

/// The first place of a text at which something may need a change, or its end.
pub(super) fn clean(kernel: &Kernel, classes: &Classes, text: &str) -> usize {
    let opens = |c| c > ' ' && classes.of(c) == Class::Keep;
    match text.chars().next() {
        Some(c) if kernel.level != Level::Scalar && opens(c) => {
            on_blocks(Cleanness { kernel, classes, text })
        }
        _ => 0,
    }
}

/// A text that begins with a `Keep` that is no white space.
struct Cleanness<'a> {
    kernel: &'a Kernel,
    classes: &'a Classes,
    text: &'a str,
}

impl Work for Cleanness<'_> {
    type Output = usize;

    #[inline(always)]
    fn run(self, vectors: impl Vectors) -> usize {
        let bytes = self.text.as_bytes();
        // Behind the first byte no block but the last wants an edge.
        let mut start = 1;
        while let Some(around) = blocks::around(bytes, start) {
            if let Some(place) = self.place(vectors, start, around, !0) {
                return place;
            }
            start += BLOCK;
        }
        // What is left is the end of the last block there is, if its last byte needs no look at what follows.
        if let (Some(around), [.., b'!'..=u8::MAX]) = (bytes.last_chunk(), bytes) {
            return self.place(vectors, bytes.len() + 1 - around.len(), around, !0).unwrap_or(bytes.len());
        }
        let Some(left @ 1..) = bytes.len().checked_sub(start) else { return bytes.len() };
        let around = vectors.at_edge(bytes, start);
        let within = !0 >> (BLOCK - left);
        self.place(vectors, start, &around, within).unwrap_or(bytes.len())
    }
}

impl Cleanness<'_> {
    /// The first place in the block at `start` at which something may need a change, `within` some of its bytes.
    #[inline(always)]
    fn place(&self, vectors: impl Vectors, start: usize, around: &Around, within: u64) -> Option<usize> {
        let seen = vectors.classify(&self.kernel.signs, around);
        let [changes] = seen.classes;
        let [_, block @ .., next] = around;
        let spaces = vectors.equal(block, self.kernel.space);
        let before_doubtful = (spaces | changes) >> 1 | u64::from(*next <= b' ') << (BLOCK - 1);
        let doubtful = (changes | spaces & before_doubtful | seen.rare) & within;
        if doubtful == 0 {
            return None;
        }
        Places(doubtful).map(|place| start + place).find(|&at| !self.stays(at))
    }

    /// Whether the character at a place needs no change.
    #[inline(never)]
    fn stays(&self, at: usize) -> bool {
        match self.text.as_bytes()[at..] {
            [b' '] | [b' ', ..=b' ', ..] | [b'\n', b' ', ..] => false,
            [b' ', ..] => true,
            _ => self.text[at..].chars().next().is_some_and(|c| self.classes.of(c) == Class::Keep),
        }
    }
}
