//! Common: the key of a text of ASCII, the letters, digits and marks of Arabic, and common signs, many bytes at a time.
//!
//! Every byte is first folded where it stands, since nearly all characters fold to as many bytes; then what falls out is
//! passed over in copying.

use crate::lanes::{Any, Around, BLOCK, Look, Passed};
use crate::normalize::widest;

/// What stands for a byte that falls out: no common text holds it.
const NOTHING: u8 = 0;

/// The folded words of a text as [`super::key`] gives them; `None` where anything uncommon stands in it.
pub(super) fn key(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    let folding = Folding { folded: Vec::with_capacity(bytes.len() + BLOCK), uncommon: Any::NONE };
    let Folding { mut folded, uncommon } = widest(bytes, folding);
    folded.truncate(bytes.len());
    (!uncommon.any()).then(|| close_up(&folded))
}

struct Folding {
    folded: Vec<u8>,
    uncommon: Any,
}

impl Look for Folding {
    const EDGE: u8 = b' ';

    #[inline(always)]
    fn block(&mut self, _: usize, around: &Around) {
        self.uncommon.add(Passed::of(around, is_uncommon));
        let mut block = [0; BLOCK];
        for (at, folded) in block.iter_mut().enumerate() {
            *folded = fold(around[at], around[at + 1], around[at + 2]);
        }
        self.folded.extend_from_slice(&block);
    }
}

/// Copies folded bytes without those that fall out, with one space between words.
fn close_up(folded: &[u8]) -> Vec<u8> {
    let closing = Closing { folded, key: Vec::with_capacity(folded.len()), copied: 0 };
    let mut closing = widest(folded, closing);
    closing.append(folded.len());
    let mut key = closing.key;
    key.truncate(key.trim_ascii_end().len());
    key
}

struct Closing<'f> {
    folded: &'f [u8],
    key: Vec<u8>,
    copied: usize,
}

impl Look for Closing<'_> {
    // White space before a text falls out with what follows it.
    const EDGE: u8 = b' ';

    #[inline(always)]
    fn block(&mut self, start: usize, around: &Around) {
        for place in Passed::of(around, |a, b, _| (b == NOTHING) | (b == b' ') & (a == b' ')).places() {
            self.append(start + place);
        }
    }
}

impl Closing<'_> {
    /// Appends what stands before a byte that falls out. Its first space may meet another over what fell out before.
    #[inline(never)]
    fn append(&mut self, end: usize) {
        let Some(run) = self.folded.get(self.copied..end) else { return };
        let meets = run.first() == Some(&b' ') && self.key.last().is_none_or(|&last| last == b' ');
        self.key.extend_from_slice(&run[usize::from(meets)..]);
        self.copied = end + 1;
    }
}

/// Whether a byte is, or begins, what only the slow way folds right.
#[inline(always)]
fn is_uncommon(a: u8, b: u8, c: u8) -> bool {
    let letter_or_sign = (c >= 0xA0) | (c == 0x8C) | (c == 0x9B) | (c == 0x9F);
    let quote = (c == 0xAB) | (c == 0xBB);
    let sign = (a == 0x80) & is_continuation(b) & (b.wrapping_sub(0x90) >= 0x18);
    (b == NOTHING)
        | (b == 0xD8) & !letter_or_sign
        | (b == 0xD9) & ((c == 0x80) | (c >= 0xAE) & (c != 0xB0))
        | (b == 0xC2) & !quote
        | (b == 0xE2) & (c != 0x80)
        | (b >= 0xC3) & (b != 0xD8) & (b != 0xD9) & (b != 0xE2)
        | sign
}

#[inline(always)]
fn is_continuation(a: u8) -> bool {
    a.cast_signed() < -0x40
}

/// What a byte between two others folds to.
#[inline(always)]
fn fold(a: u8, b: u8, c: u8) -> u8 {
    if b < 0x80 {
        return ascii(b);
    }
    if is_continuation(b) { second(a, b) } else { first(b, c) }
}

#[inline(always)]
fn ascii(b: u8) -> u8 {
    let letter = (b | 0x20).wrapping_sub(b'a') < 26;
    let stays = letter | (b.wrapping_sub(b'0') < 10) | (b == b'@');
    let lower = if letter { b | 0x20 } else { b };
    if stays { lower } else { b' ' }
}

/// The lead byte of a character: ؤ ئ ة fold to letters of another row; digits lose it, marks fall out.
#[inline(always)]
fn first(b: u8, c: u8) -> u8 {
    let other_row = (c == 0xA4) | (c == 0xA6) | (c == 0xA9);
    let is_letter = (b == 0xD8) & (c >= 0xA0) | (b == 0xD9) & (c <= 0x8A);
    let falls_out = (b == 0xD9) & is_mark_or_digit(c);
    let letter = if (b == 0xD8) & other_row { 0xD9 } else { b };
    let sign = if falls_out { NOTHING } else { b' ' };
    if is_letter { letter } else { sign }
}

/// A byte behind a lead byte.
#[inline(always)]
fn second(a: u8, b: u8) -> u8 {
    let alef = (b == 0xA2) | (b == 0xA3) | (b == 0xA5);
    let of_d8 = if alef {
        0xA7
    } else if b == 0xA4 {
        0x88
    } else if b == 0xA6 {
        0x8A
    } else if b == 0xA9 {
        0x87
    } else {
        b
    };
    let digit = b.wrapping_sub(0xA0) < 10;
    let of_d9 = if b == 0x89 {
        0x8A
    } else if digit {
        b - 0xA0 + b'0'
    } else if is_mark_or_digit(b) {
        NOTHING
    } else {
        b
    };
    let is_letter = (a == 0xD8) & (b >= 0xA0) | (a == 0xD9) & ((b <= 0x8A) | is_mark_or_digit(b));
    let letter = if a == 0xD8 { of_d8 } else { of_d9 };
    if is_letter { letter } else { b' ' }
}

/// Whether what stands behind D9 is a mark of U+064B–065F or U+0670, or a digit.
#[inline(always)]
fn is_mark_or_digit(c: u8) -> bool {
    (c.wrapping_sub(0x8B) < 0xAA - 0x8B) | (c == 0xB0)
}
