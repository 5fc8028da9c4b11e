//! Common: the tally of a line of ASCII, the letters, digits and marks of Arabic, and common signs with single spaces
//! between its words, many bytes at a time.
//!
//! Letters, digits and spaces are counted as they pass; at signs, which are few, the line is looked at closer.

use super::{SORTS, Sort, Tally};
use crate::lanes::{Any, Around, BLOCK, Count, Look, Passed, Shown, Wide};
use crate::normalize::widest;

/// What a line is made of as [`Tally::slowly`] counts it; `None` where anything uncommon stands in it.
pub(super) fn tally(text: &str) -> Option<Tally> {
    widest(Line { text })
}

/// The line that is counted.
struct Line<'t> {
    text: &'t str,
}

impl Wide for Line<'_> {
    type Output = Option<Tally>;

    #[inline(always)]
    fn run(self) -> Option<Tally> {
        let Self { text } = self;
        let [visible, arabic, latin, digits, words] = [Count::NONE; 5];
        let (uncommon, signs, is_odd) = (Any::NONE, Tally::default(), false);
        let counting = Counting { text, uncommon, visible, arabic, latin, digits, words, signs, is_odd };
        let seen = Shown::of(text.as_bytes(), counting).run();
        if seen.uncommon.any() || seen.is_odd {
            return None;
        }
        let sum = |count: Count| count.sum() as u16;
        Some(Tally {
            words: sum(seen.words),
            characters: sum(seen.visible),
            arabic: sum(seen.arabic),
            latin: sum(seen.latin),
            digits: sum(seen.digits),
            ..seen.signs
        })
    }
}

struct Counting<'t> {
    text: &'t str,
    uncommon: Any,
    visible: Count,
    arabic: Count,
    latin: Count,
    digits: Count,
    /// Characters that begin a word.
    words: Count,
    /// What signs add.
    signs: Tally,
    /// Whether a sign turned out to be uncommon.
    is_odd: bool,
}

impl Look for Counting<'_> {
    // It is none of the characters that are counted; no text holds it.
    const EDGE: u8 = 0;

    #[inline(always)]
    fn block(&mut self, start: usize, around: &Around) {
        // One loop for all questions, since they share their answers.
        let mut found = [[0; BLOCK]; 7];
        for at in 0..BLOCK {
            let (before, a, b) = (around[at], around[at + 1], around[at + 2]);
            let behind_space = (before == b' ') | (before == 0);
            let (silent, space) = (is_silent(a, b), a == b' ');
            let answers = [
                is_uncommon(a, b) | behind_space & (silent | space),
                (a != 0) & !is_continuation(a) & !silent & !space,
                is_arabic(a, b),
                is_latin(a),
                is_digit(a, b),
                behind_space & (a != 0),
                is_sign(a, b),
            ];
            for (found, answer) in found.iter_mut().zip(answers) {
                found[at] = u8::from(answer);
            }
        }
        let [uncommon, visible, arabic, latin, digits, words, signs] = found.map(Passed::found);
        self.uncommon.add(uncommon);
        for place in signs.places() {
            self.sign(start, place, words);
        }
        self.visible.add(visible);
        self.arabic.add(arabic);
        self.latin.add(latin);
        self.digits.add(digits);
        self.words.add(words);
    }
}

impl Counting<'_> {
    /// Counts the sign at a place of the block that begins at `start`, whose `words` are not counted yet.
    #[inline(never)]
    fn sign(&mut self, start: usize, place: usize, words: Passed) {
        let at = start + place;
        let sort = SORTS.at(self.text, at);
        let before = &self.text.as_bytes()[..at];
        let last = match *before {
            [] | [.., b' '] => Sort::Space,
            [.., b'.'] => Sort::Stop,
            _ => Sort::Letter,
        };
        self.is_odd |= matches!(sort, Sort::Silent | Sort::Space | Sort::NoBreakSpace | Sort::Letter);
        // What stands before a mark is the last character, too.
        self.is_odd |= sort == Sort::Stop && matches!(*before, [.., a, b] if is_silent(a, b));
        let so_far = self.words;
        let up_to = words.mask() & (u32::MAX >> (BLOCK - 1 - place));
        self.signs.add(sort, last, || so_far.sum() as u16 + up_to.count_ones() as u16);
    }
}

/// Whether two bytes begin, or are inside of, a character that is none of those that are counted here.
#[inline(always)]
fn is_uncommon(a: u8, b: u8) -> bool {
    let control = (a < b' ') & (a != 0) | (a == 0x7F);
    let latin = (a == 0xC2) & (b != 0xAB) & (b != 0xBB) | (a.wrapping_sub(0xC3) < 0xD8 - 0xC3);
    let sign = (a == 0xD8) & (b < 0xA0) & (b != 0x8C) & (b != 0x9B) & (b != 0x9F);
    let late = (a == 0xDB) & (b >= 0x94) & (b.wrapping_sub(0xB0) >= 10);
    control | latin | sign | late | (a == 0xE2) & (b != 0x80) | (a >= 0xDC) & (a != 0xE2)
}

#[inline(always)]
fn is_continuation(a: u8) -> bool {
    a.cast_signed() < -0x40
}

/// Tatweel and the marks of U+064B–065F and U+0670.
#[inline(always)]
fn is_silent(a: u8, b: u8) -> bool {
    (a == 0xD9) & ((b == 0x80) | (b.wrapping_sub(0x8B) < 0xA0 - 0x8B) | (b == 0xB0))
}

/// Letters of U+0620–06D3.
#[inline(always)]
fn is_arabic(a: u8, b: u8) -> bool {
    let second = (b.wrapping_sub(0x81) < 0x8B - 0x81) | (b >= 0xAE) & (b != 0xB0);
    (a == 0xD8) & (b >= 0xA0) | (a == 0xD9) & second | (a == 0xDA) | (a == 0xDB) & (b < 0x94)
}

#[inline(always)]
fn is_latin(a: u8) -> bool {
    (a | 0x20).wrapping_sub(b'a') < 26
}

#[inline(always)]
fn is_digit(a: u8, b: u8) -> bool {
    (a.wrapping_sub(b'0') < 10)
        | (a == 0xD9) & (b.wrapping_sub(0xA0) < 10)
        | (a == 0xDB) & (b.wrapping_sub(0xB0) < 10)
}

/// Signs of ASCII, ، ؛ ؟ ٪ ٫ ٬ ٭ « » and those of U+2000–203F.
#[inline(always)]
fn is_sign(a: u8, b: u8) -> bool {
    let ascii = (a.wrapping_sub(b'!') < 0x7F - b'!') & !is_latin(a) & (a.wrapping_sub(b'0') >= 10);
    let arabic = (a == 0xD8) & (b < 0xA0) | (a == 0xD9) & (b.wrapping_sub(0xAA) < 4);
    ascii | arabic | (a == 0xC2) | (a == 0xE2)
}
