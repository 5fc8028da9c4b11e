//! Overlap: the words that a headline shares with the text below it.

use super::document::percent;
use super::shape::cut;
use super::unit::Unit;
use super::words::{self, Class};
use crate::structure::key::{Key, Word, hash, long_enough, stem};

/// The first units of prose, whose words are compared.
const UNITS: usize = 3;

/// Bytes of a unit whose words are compared.
const COMPARED: usize = 320;

/// Hashes of the stems of the text's beginning: so few that a search among them is as fast as any table.
pub(super) struct Lead(Vec<u32>);

impl Lead {
    pub(super) fn of(units: &[Unit<'_>]) -> Self {
        let mut stems = Vec::new();
        let mut key = Key::default();
        for unit in units.iter().filter(|unit| unit.shape.is_prose()).take(UNITS) {
            key.read(cut(unit.rest(), COMPARED));
            stems.extend(key.words().filter_map(stem_of));
        }
        Self(stems)
    }

    /// The tenths of a unit's content words that the lead has; −1 where there are none to compare.
    pub(super) fn shared(&self, unit: &Unit<'_>) -> i16 {
        const EMPTY: words::Classes =
            Class::Connective.bit() | Class::Preposition.bit() | Class::Pronoun.bit();
        let content = unit.shape.key.words().filter(|word| words::classes(*word) & EMPTY == 0);
        let (mut all, mut shared) = (0, 0);
        for stem in content.filter_map(stem_of) {
            all += 1;
            shared += usize::from(self.0.contains(&stem));
        }
        if all == 0 { -1 } else { percent(shared, all) / 10 }
    }
}

/// The hash of a word's stem; words of two letters and fewer are not compared.
fn stem_of(word: Word<'_>) -> Option<u32> {
    long_enough(word.bytes).then(|| hash(stem(word.bytes)))
}
