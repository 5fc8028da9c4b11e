//! Common: the key of a text of ASCII, the letters, digits and marks of Arabic, and common signs, a block at a time.
//!
//! Every byte is first folded where it stands, since nearly all characters fold to as many bytes; then what falls out is
//! closed up, if anything does, and words are found by the spaces between them.

use std::sync::LazyLock;

use super::{Fold, Key, Place, fold, hash_within};
use crate::blocks::{Around, BLOCK, Folds, Look, Places, Shown, Vectors, Work, inner};
use crate::normalize::on_blocks;

/// What stands for a byte that falls out: no common text holds it.
const NOTHING: u8 = 0;

/// Who looks at the blocks of a text beside the folding.
pub(in crate::structure) trait Beside {
    /// Takes the block that begins at `start`. To be marked
    /// `#[inline(always)]`.
    fn block(&mut self, vectors: impl Vectors, start: usize, around: &Around);
}

/// Nobody.
impl Beside for () {
    #[inline(always)]
    fn block(&mut self, _: impl Vectors, _: usize, _: &Around) {}
}

/// Reads a text as [`Key::read_slowly`] does, and gives back who looked on; `None` where anything uncommon stands in it.
pub(super) fn read<B: Beside>(text: &str, key: &mut Key, beside: B) -> Option<B> {
    let room = text.len().next_multiple_of(BLOCK);
    empty(&mut key.bytes, room);
    key.bytes.resize(room, b' ');
    on_blocks(Reading { text: text.as_bytes(), key, beside })
}

/// What stands for the bytes of a character.
static FOLDING: LazyLock<Folds> = LazyLock::new(|| {
    Folds::new(|c| match fold(c) {
        Fold::Nothing => [NOTHING; 2],
        Fold::Gap => [b' '; 2],
        Fold::Letter(letter) => {
            let mut bytes = [0; 2];
            match letter.encode_utf8(&mut bytes).len() {
                // The byte behind falls out of what had two.
                1 => [bytes[0], NOTHING],
                _ => bytes,
            }
        }
    })
});

/// The reading of a text into whole blocks.
struct Reading<'t, B> {
    text: &'t [u8],
    key: &'t mut Key,
    beside: B,
}

impl<B: Beside> Work for Reading<'_, B> {
    type Output = Option<B>;

    #[inline(always)]
    fn run(self, vectors: impl Vectors) -> Option<B> {
        let Self { text, key: Key { bytes, places }, beside } = self;
        let folding =
            Folding { text, folds: &FOLDING, folded: bytes, is_uncommon: false, nothing: 0, beside };
        let Folding { folded, is_uncommon, nothing, beside, .. } = Shown::of(text, folding).run(vectors);
        if is_uncommon {
            return None;
        }
        if nothing != 0 {
            close_up(vectors, folded);
        }
        find_words(vectors, folded, places);
        Some(beside)
    }
}

struct Folding<'t, B> {
    text: &'t [u8],
    folds: &'t Folds,
    folded: &'t mut [u8],
    is_uncommon: bool,
    /// Not zero if anything falls out.
    nothing: u64,
    beside: B,
}

impl<B: Beside> Look for Folding<'_, B> {
    #[inline(always)]
    fn block(&mut self, vectors: impl Vectors, start: usize, around: &Around) {
        let block = vectors.fold(self.folds, around);
        self.nothing |= vectors.equal(&block, NOTHING);
        self.folded[start..start + BLOCK].copy_from_slice(&block);
        for place in Places(vectors.rare(inner(around))) {
            self.is_uncommon |= !is_gap(&self.text[start + place..]);
        }
        self.beside.block(vectors, start, around);
    }
}

/// Whether the rare character that a text begins with parts words: NBSP « » and U+2010–2027. Of others only the slow way
/// knows.
#[inline]
fn is_gap(text: &[u8]) -> bool {
    matches!(text, [0xC2, 0xA0 | 0xAB | 0xBB, ..] | [0xE2, 0x80, 0x90..=0xA7, ..])
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
fn close_up(vectors: impl Vectors, folded: &mut [u8]) {
    let mut length = 0;
    for start in (0..folded.len()).step_by(BLOCK) {
        let Some(&block) = folded[start..].first_chunk::<BLOCK>() else { break };
        let (closed, kept) = vectors.close_up(&block, !vectors.equal(&block, NOTHING));
        folded[length..length + BLOCK].copy_from_slice(&closed);
        length += kept;
    }
    folded[length..].fill(b' ');
}

/// Finds where the words of whole blocks stand.
#[inline(always)]
fn find_words(vectors: impl Vectors, folded: &[u8], places: &mut Vec<Place>) {
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
        let spaces = vectors.equal(block, b' ');
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
