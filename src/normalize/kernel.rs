//! Kernel: what skimming knows of the classes of a profile, in the form that vectors look it up in.

use super::class::{Class, Classes};
use super::scan::has_avx2;
use crate::blocks;

/// What skimming needs to know of the classes.
#[derive(Clone, Debug)]
pub(super) struct Kernel {
    /// For U+0600–06FF, by the low nibble of the code point: one bit for each value of the next nibble, of all
    /// that are not `Keep` and of all that are `Drop`; values 0–7, then 8–15.
    pub(super) special: [[u8; 16]; 2],
    pub(super) drop: [[u8; 16]; 2],
    /// For [`clean`](super::clean): what is neither `Keep` nor `Space`, and controls, unless spaces are left alone.
    pub(super) signs: blocks::Classes<1>,
    /// SPACE and LF, or a byte that no text holds where spaces are left alone.
    pub(super) space: u8,
    pub(super) line_feed: u8,
    /// Whether the AVX2 path may run.
    pub(super) simd: bool,
}

impl Kernel {
    pub(super) fn new(classes: &Classes, whitespace: bool) -> Self {
        let table = |is: fn(Class) -> bool| {
            let mut table = [[0; 16]; 2];
            for c in '\u{600}'..='\u{6FF}' {
                let (row, column) = (c as usize >> 4 & 15, c as usize & 15);
                table[row / 8][column] |= u8::from(is(classes.of(c))) << (row % 8);
            }
            table
        };
        let is_plain = |c| matches!(classes.of(c), Class::Keep | Class::Space);
        let signs = |c| u8::from(!is_plain(c) || whitespace && c < ' ');
        Self {
            special: table(|class| class != Class::Keep),
            drop: table(|class| class == Class::Drop),
            signs: blocks::Classes::new(signs),
            space: if whitespace { b' ' } else { u8::MAX },
            line_feed: if whitespace { b'\n' } else { u8::MAX },
            simd: has_avx2() && ('\0'..='\u{7F}').all(is_plain),
        }
    }

    /// The same kernel on the portable path.
    #[cfg(test)]
    pub(super) fn portable(&self) -> Self {
        Self { simd: false, ..self.clone() }
    }

    pub(super) fn is_white(&self, byte: u8) -> bool {
        byte == self.space || byte == self.line_feed
    }
}
