//! Overlap: the words that a headline shares with the text below it.

use super::document::percent;
use super::shape::cut;
use super::unit::Unit;
use super::words::{self, Class};
use crate::structure::key::{Key, Word, hash, stem};

/// The first units of prose, whose words are compared.
const UNITS: usize = 3;

/// Bytes of a unit whose words are compared.
const COMPARED: usize = 320;

/// Less than any share: no words are there to be compared.
const NONE_SHARED: i16 = -1;

/// More than that no unit shares.
pub(super) const ALL_SHARED: i16 = 10;

/// The words of a text's beginning, as far as they were read.
pub(super) struct Lead<'u, 'a> {
    /// What is to be read.
    rest: &'u [Unit<'a>],
    /// How many units of prose were.
    read: usize,
    /// Hashes of the stems: so few that a search among them is as fast as any table.
    stems: Vec<u32>,
}

impl<'u, 'a> Lead<'u, 'a> {
    /// The beginning of a text, of which nothing was read.
    pub(super) fn of(units: &'u [Unit<'a>]) -> Self {
        Self { rest: units, read: 0, stems: Vec::new() }
    }

    /// Reads the next of the first units of prose, if one is left.
    pub(super) fn read_on(&mut self) -> bool {
        let next = self.rest.iter().position(|unit| unit.shape.is_prose()).filter(|_| self.read < UNITS);
        let Some(next) = next else { return false };
        let unit = &self.rest[next];
        (self.rest, self.read) = (&self.rest[next + 1..], self.read + 1);
        self.stems.reserve(COMPARED / 4);
        // Of short prose the whole key is known.
        if unit.rest().len() <= COMPARED && !unit.shape.key.is_empty() {
            self.stems.extend(unit.shape.key.words().filter_map(stem_of));
        } else {
            self.stems.extend(Key::of(cut(unit.rest(), COMPARED)).words().filter_map(stem_of));
        }
        true
    }

    /// The tenths of a unit's content words that were read, or [`NONE_SHARED`]. Behind more of the text there are no
    /// fewer.
    pub(super) fn shared(&self, unit: &Unit<'_>) -> i16 {
        const EMPTY: words::Classes =
            Class::Connective.bit() | Class::Preposition.bit() | Class::Pronoun.bit();
        if self.read == 0 {
            return NONE_SHARED;
        }
        let content = unit.shape.key.words().filter(|word| words::classes(*word) & EMPTY == 0);
        let (mut all, mut shared) = (0, 0);
        for stem in content.filter_map(stem_of) {
            all += 1;
            shared += usize::from(self.stems.contains(&stem));
        }
        if all == 0 { NONE_SHARED } else { percent(shared, all) / 10 }
    }
}

/// The hash of a word's stem; words of two letters and fewer are not compared.
fn stem_of(word: Word<'_>) -> Option<u32> {
    stem(word.bytes).map(hash)
}
