//! Common: the counts of a text, a block at a time; only rare characters are looked at one by one.

use super::{CLASSES, Class};
use crate::blocks::{Around, BLOCK, Classes, Look, Places, Shown, Vectors};
use crate::normalize::on_blocks;
use std::sync::LazyLock;

/// What a text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) characters: usize,
    pub(super) words: usize,
    pub(super) arabic: usize,
    pub(super) letters: usize,
}

impl Tally {
    /// Counts a text.
    pub(super) fn of(text: &str) -> Self {
        let counting =
            Counting { text, sets: &SETS, tally: Self::default(), inner: 0, opens: true, white: 0 };
        let Counting { mut tally, inner, .. } = on_blocks(Shown::of(text.as_bytes(), counting));
        tally.characters = text.len() - inner;
        tally
    }
}

/// Arabic letters, all letters, what makes a word, and white space.
static SETS: LazyLock<Classes<4>> = LazyLock::new(|| Classes::new(|c| sets(super::class(c))));

/// A bit for each set that a class belongs to.
fn sets(class: Class) -> u8 {
    match class {
        Class::Arabic => 0b0111,
        Class::Letter => 0b0110,
        Class::Digit => 0b0100,
        Class::Space => 0b1000,
        Class::Other => 0,
    }
}

struct Counting<'t> {
    text: &'t str,
    sets: &'t Classes<4>,
    tally: Tally,
    /// Bytes inside of characters.
    inner: usize,
    /// Whether a run between white space has begun, or is about to, that holds no letter or digit yet.
    opens: bool,
    /// The bytes of the next block that are of white space which began in the last one.
    white: u64,
}

impl Look for Counting<'_> {
    #[inline(always)]
    fn block(&mut self, vectors: impl Vectors, start: usize, around: &Around) {
        let seen = vectors.classify(self.sets, around);
        let [mut arabic, mut letters, mut word, mut white] = seen.classes;
        white |= std::mem::take(&mut self.white);
        for place in Places(seen.rare) {
            let class = CLASSES.at(self.text, start + place);
            let [of_arabic, of_letters, of_word, of_white] =
                [0, 1, 2, 3].map(|set| u64::from(sets(class) >> set & 1));
            arabic |= of_arabic << place;
            letters |= of_letters << place;
            word |= of_word << place;
            // All bytes of it are white space; of no other plane than the first are more than three.
            let bytes = if around[place + 1] < 0xE0 { 0b11 } else { 0b111 };
            let bytes = u128::from(of_white * bytes) << place;
            white |= bytes as u64;
            self.white |= (bytes >> BLOCK) as u64;
        }
        self.inner += seen.inner.count_ones() as usize;
        self.tally.arabic += arabic.count_ones() as usize;
        self.tally.letters += letters.count_ones() as usize;
        // A sum carries the opening of a run over all that is no word, to where a word or white space begins.
        let between = !(word | white);
        let opens = (white << 1 | u64::from(self.opens)) & !white;
        let (sum, goes_on) = (opens & between).overflowing_add(between);
        self.tally.words += ((opens | sum & !between) & word).count_ones() as usize;
        self.opens = goes_on | (white >> (BLOCK - 1) != 0);
    }
}
