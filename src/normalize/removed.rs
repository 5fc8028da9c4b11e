//! Removed: what normalization took away, counted many bytes at a time.

use std::sync::LazyLock;

use unicode_normalization::char::decompose_compatible;

use super::class::{Class, Classes};
use super::marks;
use super::pipeline::{MADDA, TATWEEL};
use super::scan::widest;
use crate::lanes::{Any, Around, Counts, Look, Passed, Shown};
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

/// Whether nothing is left of tatweel and common marks but what joins a letter, and آ stays as it is.
pub(super) fn clears(classes: &Classes) -> bool {
    let goes = |c| classes.of(c) == Class::Drop;
    let marks = ['\u{64B}'..='\u{652}', '\u{656}'..='\u{65E}', '\u{670}'..='\u{670}'];
    goes(TATWEEL) && marks.into_iter().flatten().all(goes) && classes.of('آ') == Class::Keep
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

/// What was taken away from a text of common characters that join nothing, where such go ([`clears`]); `None` of others.
pub(super) fn cleared(before: &str) -> Option<Removed> {
    let Clearing { stays, counts } =
        widest(Shown::of(before.as_bytes(), Clearing { stays: Any::NONE, counts: Counts::NONE }));
    let [tatweel, marks] = counts.sums();
    (!stays.any()).then_some(Removed { tatweel, marks })
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
    let [uncommon, tatweel, marks] = widest(Shown::of(text.as_bytes(), Census(Counts::NONE))).0.sums();
    if uncommon > 0 {
        return census_slowly(text);
    }
    Removed { tatweel, marks }
}

/// The census of what goes, and whether anything may stay.
struct Clearing {
    stays: Any,
    counts: Counts<2>,
}

impl Look for Clearing {
    const EDGE: u8 = 0;

    #[inline(always)]
    fn block(&mut self, _: usize, around: &Around) {
        let [stays, tatweel, marks] = Passed::all(|at| {
            let (a, b) = (around[at + 1], around[at + 2]);
            let joins = (a == 0xD9) & (b.wrapping_sub(0x93) < 3);
            [is_uncommon(a, b) | joins, is_tatweel(a, b), is_mark(a, b)]
        });
        self.stays.add(stays);
        self.counts.add([tatweel, marks]);
    }
}

/// The census of a text of common characters: how many are not, tatweel, and marks.
pub(super) struct Census(pub(super) Counts<3>);

impl Look for Census {
    const EDGE: u8 = 0;

    #[inline(always)]
    fn block(&mut self, _: usize, around: &Around) {
        self.0.add(Passed::all(|at| {
            let (a, b) = (around[at + 1], around[at + 2]);
            [is_uncommon(a, b), is_tatweel(a, b), is_common_mark(a, b)]
        }));
    }
}

#[inline(always)]
fn is_tatweel(lead: u8, next: u8) -> bool {
    (lead == 0xD9) & (next == 0x80)
}

/// Whether two bytes are one of U+064B–065E or U+0670, but no hamza.
#[inline(always)]
fn is_mark(lead: u8, next: u8) -> bool {
    let mark = (next.wrapping_sub(0x8B) < 0x9F - 0x8B) & (next != 0x94) & (next != 0x95);
    (lead == 0xD9) & (mark | (next == 0xB0))
}

/// Whether two bytes are a common mark, or آ, which has a madda.
#[inline(always)]
fn is_common_mark(lead: u8, next: u8) -> bool {
    is_mark(lead, next) | (lead == 0xD8) & (next == 0xA2)
}

/// Whether two bytes begin a character that may have a part of the two kinds, other than tatweel, آ and those of
/// U+064B–067F.
#[inline(always)]
fn is_uncommon(lead: u8, next: u8) -> bool {
    (lead == 0xD8) & (next.wrapping_sub(0x90) < 0x9B - 0x90) | (lead >= 0xDA) & (lead != 0xE2)
}

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
