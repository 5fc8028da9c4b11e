//! Common: the tally of a line of ASCII, the letters, digits and marks of Arabic, common signs, spaces and NBSP, counted a
//! block at a time while its key is folded.
//!
//! Words are counted by the spaces between them; at signs and wide spaces, which are few, the line is looked at closer.

use std::sync::LazyLock;

use super::{NO_BREAK_SPACE, SORTS, Sort, Tally, WIDE};
use crate::blocks::{Around, BLOCK, Classes, Places, Vectors, Work};
use crate::normalize::on_blocks;
use crate::structure::key::{Beside, Key};

/// What a line is made of as [`Tally::slowly`] counts it, if that is common, while its key is read; `None` where that
/// must be read slowly.
pub(super) fn read(text: &str, key: &mut Key) -> Option<Option<Tally>> {
    let counting = Counting {
        text,
        sets: &SETS,
        tally: Tally::default(),
        behind_space: 1,
        no_break_space: 0,
        is_odd: false,
    };
    let Counting { tally, is_odd, .. } = key.read_beside(text, counting)?;
    Some((!is_odd).then_some(tally))
}

/// The spaces of a text.
pub(in crate::structure::plain) fn spaces(text: &str) -> usize {
    on_blocks(Spaces(text.as_bytes()))
}

struct Spaces<'t>(&'t [u8]);

impl Work for Spaces<'_> {
    type Output = usize;

    #[inline(always)]
    fn run(self, vectors: impl Vectors) -> usize {
        let (blocks, rest) = self.0.as_chunks();
        let mut spaces = 0;
        for block in blocks {
            spaces += vectors.equal(block, b' ').count_ones() as usize;
        }
        let filled = vectors.equal(&vectors.filled(rest), b' ').count_ones() as usize;
        spaces + filled - (BLOCK - rest.len())
    }
}

/// Sorts that are counted alike; the last one is of lines that are counted slowly.
static SETS: LazyLock<Classes<7>> = LazyLock::new(|| {
    Classes::new(|c| match super::sort(c) {
        Sort::Arabic => 1 << 0,
        Sort::Latin => 1 << 1,
        Sort::Digit => 1 << 2,
        Sort::Space if c == ' ' => 1 << 3,
        Sort::Silent => 1 << 4,
        Sort::Letter | Sort::Space | Sort::NoBreakSpace | Sort::Tab => 1 << 6,
        _ => 1 << 5,
    })
});

struct Counting<'t> {
    text: &'t str,
    sets: &'t Classes<7>,
    tally: Tally,
    /// Whether the block before ended in a space: 1 or 0.
    behind_space: u64,
    /// Whether it ended in the first byte of a NBSP: 1 or 0.
    no_break_space: u64,
    /// Whether anything uncommon stands in the line.
    is_odd: bool,
}

impl Beside for Counting<'_> {
    #[inline(always)]
    fn block(&mut self, vectors: impl Vectors, start: usize, around: &Around) {
        let seen = vectors.classify(self.sets, around);
        let [arabic, latin, digits, mut space, silent, mut sign, odd] = seen.classes;
        // All bytes of spaces; those of a NBSP are two.
        let mut spaces = space | self.no_break_space;
        self.no_break_space = 0;
        for place in Places(seen.rare) {
            if around[place + 1..].starts_with(&[0xC2, 0xA0]) {
                space |= 1 << place;
                spaces |= 0b11 << place;
                self.no_break_space = (place / (BLOCK - 1)) as u64;
            } else {
                sign |= 1 << place;
            }
        }
        let behind_space = spaces << 1 | self.behind_space;
        self.behind_space = spaces >> (BLOCK - 1);
        let opens = behind_space & !spaces;
        // A word of marks is none.
        self.is_odd |= (opens & silent) | odd != 0;
        let inside = u64::MAX >> BLOCK.saturating_sub(self.text.len() - start);
        for place in Places(space & behind_space & inside) {
            self.tally.gaps += u16::from(makes_gap(self.text, start + place));
        }
        for place in Places(sign) {
            let up_to = opens & (u64::MAX >> (BLOCK - 1 - place));
            let words = self.tally.words + up_to.count_ones() as u16;
            self.is_odd |= !count_sign(&mut self.tally, self.text, start + place, words);
        }
        let count = |mask: u64| mask.count_ones() as u16;
        self.tally.words += count(opens);
        self.tally.characters += count(!(seen.inner | space | silent));
        self.tally.arabic += count(arabic);
        self.tally.latin += count(latin);
        self.tally.digits += count(digits);
    }
}

/// Whether the space at a place of the text is the second of those between two words that make a wide gap.
#[inline(never)]
fn makes_gap(text: &str, at: usize) -> bool {
    let is_space = |c| matches!(c, ' ' | '\u{A0}');
    let width = |c| if c == ' ' { 1 } else { NO_BREAK_SPACE };
    let (before, behind) = text.split_at(at);
    // Asked first, so that a long run of spaces is looked at once.
    let Some(word) =
        before.strip_suffix(is_space).filter(|word| !word.is_empty() && !word.ends_with(is_space))
    else {
        return false;
    };
    let next = behind.trim_start_matches(is_space);
    let spaces = &text[word.len()..text.len() - next.len()];
    !next.is_empty() && spaces.chars().map(width).sum::<u16>() >= WIDE
}

/// Counts the sign at a place of the text, in the word that `words` tells, and says whether it is a common one.
#[inline(never)]
fn count_sign(signs: &mut Tally, text: &str, at: usize, words: u16) -> bool {
    let sort = SORTS.at(text, at);
    let mut before = &text.as_bytes()[..at];
    while let [rest @ .., a, b] = before
        && is_silent(*a, *b)
    {
        before = rest;
    }
    let last = match before {
        [] | [.., b' '] | [.., 0xC2, 0xA0] => Sort::Space,
        [.., b'.'] => Sort::Stop,
        _ => Sort::Letter,
    };
    signs.add(sort, last, words);
    !matches!(sort, Sort::Silent | Sort::Space | Sort::NoBreakSpace | Sort::Letter)
}

/// Tatweel and the marks of U+064B–065F and U+0670.
fn is_silent(a: u8, b: u8) -> bool {
    (a == 0xD9) & ((b == 0x80) | (b.wrapping_sub(0x8B) < 0xA0 - 0x8B) | (b == 0xB0))
}
