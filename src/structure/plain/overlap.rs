//! Overlap: the words that a headline shares with the text below it.

use rustc_hash::FxHashSet;

use super::document::percent;
use super::shape::cut;
use super::unit::Unit;
use super::words::{self, Class};
use crate::structure::key::{Key, hash, long_enough, stem};

/// The first units of prose, whose words are compared.
const UNITS: usize = 3;

/// Bytes of a unit whose words are compared.
const COMPARED: usize = 320;

/// Hashes of the stems of the text's beginning.
pub(super) struct Lead(FxHashSet<u32>);

impl Lead {
    pub(super) fn of(units: &[Unit<'_>]) -> Self {
        let prose = units.iter().filter(|unit| unit.shape.is_prose()).take(UNITS);
        Self(prose.flat_map(|unit| content(&Key::of(cut(unit.rest(), COMPARED)))).collect())
    }

    /// The tenths of a unit's content words that the lead has; −1 where there are none to compare.
    pub(super) fn shared(&self, unit: &Unit<'_>) -> i16 {
        let own = content(&unit.shape.key);
        if own.is_empty() {
            return -1;
        }
        percent(own.iter().filter(|stem| self.0.contains(stem)).count(), own.len()) / 10
    }
}

/// Hashes of the stems of a key's content words: those of two letters and fewer are left out.
fn content(key: &Key) -> Vec<u32> {
    const EMPTY: words::Classes = Class::Connective.bit() | Class::Preposition.bit() | Class::Pronoun.bit();
    key.words()
        .filter(|word| long_enough(word.bytes) && words::classes(*word) & EMPTY == 0)
        .map(|word| hash(stem(word.bytes)))
        .collect()
}
