//! Removed: what normalization took away, counted a block at a time.

use std::sync::LazyLock;

use unicode_normalization::char::decompose_compatible;

use super::class::{Class, Classes};
use super::marks;
use super::pipeline::{MADDA, TATWEEL};
use super::scan::on_blocks;
use crate::blocks::{self, Around, Look, Places, Shown, Vectors};
use crate::letters::Table;

/// How many characters of two kinds a normalization took away.
///
/// Counted in compatibility decomposition: U+FE77 (fatha, medial form) is a tatweel and a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// U+0640.
    pub tatweel: usize,
    /// Members of the mark set **M**, and U+0653 that composed with nothing.
    pub marks: usize,
}

impl std::ops::AddAssign for Removed {
    fn add_assign(&mut self, other: Self) {
        self.tatweel += other.tatweel;
        self.marks += other.marks;
    }
}

/// Common marks that go, whatever they stand on.
const GOING: [std::ops::RangeInclusive<char>; 3] =
    ['\u{64B}'..='\u{652}', '\u{656}'..='\u{65E}', '\u{670}'..='\u{670}'];

/// Marks that may join a letter.
const JOINING: std::ops::RangeInclusive<char> = '\u{653}'..='\u{655}';

/// Whether nothing is left of tatweel and common marks but what joins a letter, and آ stays as it is.
pub(super) fn clears(classes: &Classes) -> bool {
    let goes = |c| classes.of(c) == Class::Drop;
    goes(TATWEEL) && GOING.into_iter().flatten().all(goes) && classes.of('آ') == Class::Keep
}

/// What stands between the characters that two texts begin with alike and those that they end with alike: mostly little,
/// since most texts hardly change.
pub(super) fn between_equal_ends<'t>(one: &'t str, other: &'t str) -> (&'t str, &'t str) {
    let start = one.floor_char_boundary(equal(one.as_bytes(), other.as_bytes()));
    let (one, other) = (&one[start..], &other[start..]);
    let end = equal_at_end(one.as_bytes(), other.as_bytes());
    let end = one.len() - one.ceil_char_boundary(one.len() - end);
    (&one[..one.len() - end], &other[..other.len() - end])
}

/// Bytes that are compared at once.
const COMPARED: usize = size_of::<u128>();

/// How many bytes two texts begin with alike.
fn equal(one: &[u8], other: &[u8]) -> usize {
    let (ones, others) = (one.as_chunks().0, other.as_chunks().0);
    let unlike =
        ones.iter().zip(others).map(|(&one, &other)| u128::from_le_bytes(one) ^ u128::from_le_bytes(other));
    let mut start = 0;
    for unlike in unlike {
        if unlike != 0 {
            return start + unlike.trailing_zeros() as usize / 8;
        }
        start += COMPARED;
    }
    start + one[start..].iter().zip(&other[start..]).take_while(|(one, other)| one == other).count()
}

/// How many bytes they end with alike.
fn equal_at_end(one: &[u8], other: &[u8]) -> usize {
    let (ones, others) = (one.as_rchunks().1.iter().rev(), other.as_rchunks().1.iter().rev());
    let unlike = ones.zip(others).map(|(&one, &other)| u128::from_le_bytes(one) ^ u128::from_le_bytes(other));
    let mut end = 0;
    for unlike in unlike {
        if unlike != 0 {
            return end + unlike.leading_zeros() as usize / 8;
        }
        end += COMPARED;
    }
    let (one, other) = (one[..one.len() - end].iter().rev(), other[..other.len() - end].iter().rev());
    end + one.zip(other).take_while(|(one, other)| one == other).count()
}

/// What was taken away from a text of characters that join nothing, where such go ([`clears`]); `None` of others.
pub(super) fn cleared(before: &str) -> Option<Removed> {
    let clearing = Clearing { signs: &CLEARED, stays: false, gone: Removed::default() };
    let Clearing { stays, gone, .. } = on_blocks(Shown::of(before.as_bytes(), clearing));
    (!stays).then_some(gone)
}

/// What was taken away from one text to make another.
pub(super) fn difference(before: &str, after: &str) -> Removed {
    let before = census(before);
    if before == Removed::default() {
        return before;
    }
    let after = census(after);
    Removed {
        tatweel: before.tatweel.saturating_sub(after.tatweel),
        marks: before.marks.saturating_sub(after.marks),
    }
}

/// Bytes of a text that are too few to be worth a look at many at a time.
pub(super) const FEW: usize = 16;

/// How many there are of the two kinds.
pub(super) fn census(text: &str) -> Removed {
    if text.len() <= FEW {
        return census_slowly(text);
    }
    on_blocks(Shown::of(text.as_bytes(), Census { text, signs: &HELD, found: Removed::default() })).found
}

/// The census of what goes, and whether anything may stay.
struct Clearing<'a> {
    signs: &'a blocks::Classes<3>,
    stays: bool,
    gone: Removed,
}

/// Tatweel, marks that go, and what else holds any, but for آ, or may join a letter.
static CLEARED: LazyLock<blocks::Classes<3>> = LazyLock::new(|| {
    blocks::Classes::new(|c| match c {
        TATWEEL => 0b001,
        _ if GOING.iter().any(|marks| marks.contains(&c)) => 0b010,
        _ if JOINING.contains(&c) || c != 'آ' && parts(c) != Removed::default() => 0b100,
        _ => 0,
    })
});

impl Look for Clearing<'_> {
    #[inline(always)]
    fn block(&mut self, vectors: impl Vectors, _: usize, around: &Around) {
        let seen = vectors.classify(self.signs, around);
        let [tatweel, marks, stays] = seen.classes;
        self.gone.tatweel += tatweel.count_ones() as usize;
        self.gone.marks += marks.count_ones() as usize;
        self.stays |= stays != 0 || Places(seen.rare).any(|place| may_have_parts(around[place + 1]));
    }
}

/// The census of a text.
struct Census<'a> {
    text: &'a str,
    signs: &'a blocks::Classes<2>,
    found: Removed,
}

/// What has a part of either kind; no common character has two of one.
static HELD: LazyLock<blocks::Classes<2>> = LazyLock::new(|| {
    blocks::Classes::new(|c| {
        let Removed { tatweel, marks } = parts(c);
        u8::from(tatweel > 0) | u8::from(marks > 0) << 1
    })
});

impl Look for Census<'_> {
    #[inline(always)]
    fn block(&mut self, vectors: impl Vectors, start: usize, around: &Around) {
        let seen = vectors.classify(self.signs, around);
        let [tatweel, marks] = seen.classes.map(|class| class.count_ones() as usize);
        self.found += Removed { tatweel, marks };
        for place in Places(seen.rare).filter(|place| may_have_parts(around[place + 1])) {
            self.found += PARTS.at(self.text, start + place);
        }
    }
}

/// Whether a rare character that begins with this byte may have a part of the two kinds: neither Latin nor punctuation.
#[inline(always)]
fn may_have_parts(lead: u8) -> bool {
    (lead >= 0xDA) & (lead != 0xE2)
}

/// The census character by character.
pub(super) fn census_slowly(text: &str) -> Removed {
    let mut found = Removed::default();
    PARTS.read(text, |parts| found += parts);
    found
}

/// What a character has of the two kinds.
static PARTS: LazyLock<Table<Removed>> = LazyLock::new(|| Table::new(parts));

fn parts(c: char) -> Removed {
    let mut found = Removed::default();
    decompose_compatible(c, |c| match c {
        TATWEEL => found.tatweel += 1,
        MADDA => found.marks += 1,
        _ if marks::holds(marks::MARKS, c) => found.marks += 1,
        _ => {}
    });
    found
}
