//! Kernel: what skimming knows of the classes of a profile, in the form that vectors look it up in.

use super::class::{Class, Classes};
use super::scan::Level;
use crate::blocks::{self, HALF};

/// What is not `Keep`.
pub(super) const SPECIAL: u8 = 1;

/// What is `Drop`.
pub(super) const DROP: u8 = 2;

/// What skimming needs to know of the classes.
#[derive(Clone, Debug)]
pub(super) struct Kernel {
    /// For U+0600–06FF, by the low nibble of the code point: one bit for each value of the next nibble, of all
    /// that are not `Keep` and of all that are `Drop`; values 0–7, then 8–15.
    pub(super) special: [[u8; 16]; 2],
    pub(super) drop: [[u8; 16]; 2],
    /// The same by the code point, U+0600–067F and the others: [`SPECIAL`] and [`DROP`].
    pub(super) bits: [[u8; HALF]; 2],
    /// For [`clean`](super::clean): what is neither `Keep` nor `Space`, and controls, unless spaces are left alone.
    pub(super) signs: blocks::Classes<1>,
    /// SPACE and LF, or a byte that no text holds where spaces are left alone.
    pub(super) space: u8,
    pub(super) line_feed: u8,
    /// With which vectors to skim.
    pub(super) level: Level,
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
        let bits = |c: char| match classes.of(c) {
            Class::Keep => 0,
            Class::Drop => SPECIAL | DROP,
            _ => SPECIAL,
        };
        let half =
            |first: char| std::array::from_fn(|at| char::from_u32(first as u32 + at as u32).map_or(0, bits));
        let is_plain = |c| matches!(classes.of(c), Class::Keep | Class::Space);
        let signs = |c| u8::from(!is_plain(c) || whitespace && c < ' ');
        Self {
            special: table(|class| class != Class::Keep),
            drop: table(|class| class == Class::Drop),
            bits: ['\u{600}', '\u{680}'].map(half),
            signs: blocks::Classes::new(signs),
            space: if whitespace { b' ' } else { u8::MAX },
            line_feed: if whitespace { b'\n' } else { u8::MAX },
            level: if ('\0'..='\u{7F}').all(is_plain) { Level::best() } else { Level::Scalar },
        }
    }

    /// The same kernel on each path that it may take here.
    #[cfg(test)]
    pub(super) fn paths(&self) -> Vec<Self> {
        let levels =
            Level::all().into_iter().filter(|level| self.level != Level::Scalar || *level == Level::Scalar);
        levels.map(|level| Self { level, ..self.clone() }).collect()
    }

    pub(super) fn is_white(&self, byte: u8) -> bool {
        byte == self.space || byte == self.line_feed
    }
}
