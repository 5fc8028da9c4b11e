//! Common: the counts of a text of ASCII, common Arabic letters and common signs, many bytes at a time.

use crate::lanes::{Any, Around, BLOCK, Counts, Look, Passed, Shown, is_continuation, is_rare};
use crate::normalize::widest;

/// What such a text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) characters: usize,
    pub(super) words: usize,
    pub(super) arabic: usize,
    pub(super) others: usize,
}

impl Tally {
    /// Counts a text; `None` where anything uncommon stands in it.
    pub(super) fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let seen = widest(Shown::of(bytes, Counting::of(bytes)));
        if seen.uncommon.any() {
            return None;
        }
        let [inner, arabic, others] = seen.counts.sums();
        Some(Self { characters: bytes.len() - inner, words: seen.words, arabic, others })
    }
}

struct Counting<'t> {
    bytes: &'t [u8],
    uncommon: Any,
    /// Bytes inside of characters, Arabic letters, and other letters.
    counts: Counts<3>,
    words: usize,
    /// Whether the block before ended in white space: 1 or 0.
    behind_white: u32,
}

impl<'t> Counting<'t> {
    fn of(bytes: &'t [u8]) -> Self {
        Self { bytes, uncommon: Any::NONE, counts: Counts::NONE, words: 0, behind_white: 1 }
    }
}

impl Look for Counting<'_> {
    const EDGE: u8 = b' ';

    #[inline(always)]
    fn block(&mut self, start: usize, around: &Around) {
        let [rare, inner, arabic, others, word, white] = Passed::all(|at| {
            let (a, b) = (around[at + 1], around[at + 2]);
            let (arabic, other) = (is_arabic(a, b), is_other_letter(a, b));
            let word = arabic | other | is_digit(a, b);
            [is_rare(a), is_continuation(a), arabic, other, word, is_white(a)]
        });
        // Only blocks that hold a rare byte, or follow one, hold an uncommon character.
        if rare.any() | is_rare(around[0]) {
            self.uncommon.add(Passed::of(around, |_, a, b| is_uncommon(a, b)));
        }
        self.counts.add([inner, arabic, others]);
        let (word, white) = (word.mask(), white.mask());
        let opens = (white << 1 | self.behind_white) & !white;
        self.behind_white = white >> (BLOCK - 1);
        // A sum carries each sign that opens a run over all that is no word, to where a word or white space begins.
        let (signs, between) = (opens & !word, !(word | white));
        let (sum, beyond) = signs.overflowing_add(between);
        self.words += ((opens | sum & !between) & word).count_ones() as usize;
        if beyond {
            let last = start + signs.ilog2() as usize;
            self.words += usize::from(holds_word(&self.bytes[last..]));
        }
    }
}

/// Whether a run that opens with a sign or a mark holds a letter or digit.
#[inline(never)]
fn holds_word(run: &[u8]) -> bool {
    let pairs = run.iter().copied().zip(run[1..].iter().copied().chain([b' ']));
    pairs
        .take_while(|&(a, _)| !is_white(a))
        .any(|(a, b)| is_other_letter(a, b) | is_digit(a, b) | is_arabic(a, b))
}

/// Whether two bytes begin, or are inside of, a character that is none of ASCII, of U+0600–06D3, « », and U+2010–2027.
#[inline(always)]
fn is_uncommon(a: u8, b: u8) -> bool {
    let latin = (a == 0xC2) & (b != 0xAB) & (b != 0xBB) | (a.wrapping_sub(0xC3) < 0xD8 - 0xC3);
    let arabic = (a == 0xDB) & (b >= 0x94);
    let sign = (a == 0xE2) & (b != 0x80) | (a == 0x80) & is_continuation(b) & (b.wrapping_sub(0x90) >= 0x18);
    latin | arabic | sign | (a >= 0xDC) & (a != 0xE2)
}

/// Whether two bytes are a letter of U+0600–06D3.
#[inline(always)]
fn is_arabic(a: u8, b: u8) -> bool {
    let second = (b.wrapping_sub(0x81) < 0x8B - 0x81) | (b >= 0xAE) & (b != 0xB0);
    (a == 0xD8) & (b >= 0xA0) | (a == 0xD9) & second | (a == 0xDA) | (a == 0xDB)
}

/// Whether two bytes begin a letter of ASCII, or are a tatweel, which is a letter of no script.
#[inline(always)]
fn is_other_letter(a: u8, b: u8) -> bool {
    ((a | 0x20).wrapping_sub(b'a') < 26) | (a == 0xD9) & (b == 0x80)
}

#[inline(always)]
fn is_digit(a: u8, b: u8) -> bool {
    (a.wrapping_sub(b'0') < 10) | (a == 0xD9) & (b.wrapping_sub(0xA0) < 10)
}

#[inline(always)]
fn is_white(a: u8) -> bool {
    (a == b' ') | (a.wrapping_sub(b'\t') < 5)
}
