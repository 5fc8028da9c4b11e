//! Common: the key of a text of ASCII, the letters, digits and marks of Arabic, and common signs, many bytes at a time.
//!
//! Every byte is first folded where it stands, since nearly all characters fold to as many bytes; then what falls out is
//! closed up, if anything does, and words are found by the spaces between them.

use super::{Key, Place, hash_within};
use crate::lanes::{Any, Around, BLOCK, Look, Passed, Places, Shown, Wide, is_continuation, is_rare};
use crate::normalize::widest;

/// What stands for a byte that falls out: no common text holds it.
const NOTHING: u8 = 0;

/// Who looks at the blocks of a text beside the folding.
pub(in crate::structure) trait Beside {
    /// Takes the block that begins at `start`, and what its bytes fold to, each where it stands. To be marked
    /// `#[inline(always)]`.
    fn block(&mut self, start: usize, around: &Around, folded: &[u8; BLOCK]);
}

/// Nobody.
impl Beside for () {
    #[inline(always)]
    fn block(&mut self, _: usize, _: &Around, _: &[u8; BLOCK]) {}
}

/// Reads a text as [`Key::read_slowly`] does, and gives back who looked on; `None` where anything uncommon stands in it.
pub(super) fn read<B: Beside>(text: &str, key: &mut Key, beside: B) -> Option<B> {
    let room = text.len().next_multiple_of(BLOCK);
    empty(&mut key.bytes, room);
    key.bytes.resize(room, b' ');
    widest(Reading { text: text.as_bytes(), key, beside })
}

/// The reading of a text into whole blocks.
struct Reading<'t, B> {
    text: &'t [u8],
    key: &'t mut Key,
    beside: B,
}

impl<B: Beside> Wide for Reading<'_, B> {
    type Output = Option<B>;

    #[inline(always)]
    fn run(self) -> Option<B> {
        let Self { text, key: Key { bytes, places }, beside } = self;
        let folding = Folding { folded: bytes, uncommon: Any::NONE, nothing: Any::NONE, beside };
        let Folding { folded, uncommon, nothing, beside } = Shown::of(text, folding).run();
        if uncommon.any() {
            return None;
        }
        if nothing.any() {
            close_up(folded);
        }
        find_words(folded, places);
        Some(beside)
    }
}

struct Folding<'t, B> {
    folded: &'t mut [u8],
    uncommon: Any,
    nothing: Any,
    beside: B,
}

impl<B: Beside> Look for Folding<'_, B> {
    const EDGE: u8 = b' ';

    #[inline(always)]
    fn block(&mut self, start: usize, around: &Around) {
        self.uncommon.add(Passed::of(around, |_, b, c| is_uncommon(b, c)));
        // Only blocks that hold a rare byte, or follow one, hold what it leads.
        if Passed::of(around, |_, b, _| is_rare(b)).any() | is_rare(around[0]) {
            self.uncommon.add(Passed::of(around, |_, b, c| is_uncommon_beside_rare(b, c)));
        }
        let mut block = [0; BLOCK];
        for (at, folded) in block.iter_mut().enumerate() {
            *folded = fold(around[at], around[at + 1], around[at + 2]);
        }
        let [nothing] = Passed::all(|at| [block[at] == NOTHING]);
        self.nothing.add(nothing);
        self.beside.block(start, around, &block);
        self.folded[start..start + BLOCK].copy_from_slice(&block);
    }
}

/// Empties a list, and gives it room. What is thrown away need not be moved to where room is, as reserving would.
#[inline(always)]
fn empty<T>(list: &mut Vec<T>, room: usize) {
    list.clear();
    if list.capacity() < room {
        *list = Vec::with_capacity(room);
    }
}

/// Moves up what stands behind a byte that falls out; spaces fill the end.
#[inline(always)]
fn close_up(folded: &mut [u8]) {
    let mut length = 0;
    for start in (0..folded.len()).step_by(BLOCK) {
        let Some(&block) = folded[start..].first_chunk::<BLOCK>() else { break };
        let [stays] = Passed::all(|at| [block[at] != NOTHING]);
        let stays = stays.mask();
        if stays == u32::MAX {
            folded[length..length + BLOCK].copy_from_slice(&block);
            length += BLOCK;
        } else {
            for place in Places(stays) {
                folded[length] = block[place];
                length += 1;
            }
        }
    }
    folded[length..].fill(b' ');
}

/// Finds where the words of whole blocks stand.
#[inline(always)]
fn find_words(folded: &[u8], places: &mut Vec<Place>) {
    /// A word with the space behind it has nine bytes and more on the average.
    const USUAL: usize = 8;
    empty(places, folded.len() / USUAL);
    let place = |start: usize, end: usize| Place {
        start: start as u32,
        end: end as u32,
        hash: hash_within(folded, start, end),
    };
    let mut begun = None;
    let mut behind_space = 1;
    for (nth, block) in folded.as_chunks::<BLOCK>().0.iter().enumerate() {
        let [spaces] = Passed::all(|at| [block[at] == b' ']);
        let spaces = spaces.mask();
        // Words begin and end where a space meets none.
        let mut edges = Places(spaces ^ (spaces << 1 | behind_space)).map(|at| nth * BLOCK + at);
        while let Some(start) = begun.take().or_else(|| edges.next()) {
            let Some(end) = edges.next() else {
                begun = Some(start);
                break;
            };
            places.push(place(start, end));
        }
        behind_space = spaces >> (BLOCK - 1);
    }
    places.extend(begun.map(|start| place(start, folded.len())));
}

/// Whether a byte is, or begins, what only the slow way folds right, but for what a [rare](is_rare) byte leads.
#[inline(always)]
fn is_uncommon(b: u8, c: u8) -> bool {
    let letter_or_sign = (c >= 0xA0) | (c == 0x8C) | (c == 0x9B) | (c == 0x9F);
    (b == NOTHING) | (b == 0xD8) & !letter_or_sign | (b == 0xD9) & (c >= 0xAE) & (c != 0xB0)
}

/// Whether a rare byte, or the one behind it, is of a character that only the slow way folds right: any but NBSP « » and
/// U+2010–2027.
#[inline(always)]
fn is_uncommon_beside_rare(b: u8, c: u8) -> bool {
    let latin_sign = (c == 0xA0) | (c == 0xAB) | (c == 0xBB);
    let sign = (b == 0x80) & is_continuation(c) & (c.wrapping_sub(0x90) >= 0x18);
    (b == 0xC2) & !latin_sign | (b == 0xE2) & (c != 0x80) | is_rare(b) & (b != 0xC2) & (b != 0xE2) | sign
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
    let is_letter = (b == 0xD8) & (c >= 0xA0) | (b == 0xD9) & (c.wrapping_sub(0x81) < 10);
    let falls_out = (b == 0xD9) & is_silent_or_digit(c);
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
    } else if is_silent_or_digit(b) {
        NOTHING
    } else {
        b
    };
    let is_letter = (a == 0xD8) & (b >= 0xA0) | (a == 0xD9) & ((b <= 0x8A) | is_silent_or_digit(b));
    let letter = if a == 0xD8 { of_d8 } else { of_d9 };
    if is_letter { letter } else { b' ' }
}

/// Whether what stands behind D9 is tatweel, a mark of U+064B–065F or U+0670, or a digit.
#[inline(always)]
fn is_silent_or_digit(c: u8) -> bool {
    (c.wrapping_sub(0x8B) < 0xAA - 0x8B) | (c == 0xB0) | (c == 0x80)
}
