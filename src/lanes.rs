//! Lanes: tests of every byte of a text and its neighbours, many bytes at a time.
//!
//! The tests are plain functions of bytes; without a branch in them the compiler makes vector instructions of the loops,
//! as wide as normalization lets them be (`widest`). For that all that is called in a loop must become part of it, and
//! is marked so.

use wide::u8x16;

/// A piece of work that gains from wide vectors: it and all that it calls are compiled for those that the processor has.
pub trait Wide {
    /// What comes of it.
    type Output;

    /// Does it. To be marked `#[inline(always)]`.
    fn run(self) -> Self::Output;
}

/// Bytes that are looked at at once.
pub const BLOCK: usize = 32;

/// The bytes of a block, with the one before and the one behind.
pub type Around = [u8; BLOCK + 2];

/// Who looks at a text block after block.
pub trait Look {
    /// What stands before the text and behind it, as it were.
    const EDGE: u8;

    /// Takes the block that begins at `start`. To be marked `#[inline(always)]`.
    fn block(&mut self, start: usize, around: &Around);
}

/// Every block of a text, shown to who looks at it.
pub struct Shown<'t, L> {
    bytes: &'t [u8],
    look: L,
}

impl<'t, L: Look> Shown<'t, L> {
    /// A text and who is to look at it.
    pub fn of(bytes: &'t [u8], look: L) -> Self {
        Self { bytes, look }
    }
}

impl<L: Look> Wide for Shown<'_, L> {
    type Output = L;

    #[inline(always)]
    fn run(self) -> L {
        let Self { bytes, mut look } = self;
        let mut copy;
        for start in (0..bytes.len()).step_by(BLOCK) {
            // Only the first block and the last want an edge.
            let around = match start.checked_sub(1).and_then(|before| bytes[before..].first_chunk()) {
                Some(around) => around,
                None => {
                    copy = at_edge(bytes, start, L::EDGE);
                    &copy
                }
            };
            look.block(start, around);
        }
        look
    }
}

/// The block that begins at `start`, with the edge where the text does not reach.
#[inline(never)]
fn at_edge(bytes: &[u8], start: usize, edge: u8) -> Around {
    let mut around = [edge; BLOCK + 2];
    let from = start.saturating_sub(1);
    let inner = &bytes[from..bytes.len().min(start + BLOCK + 1)];
    around[from + 1 - start..][..inner.len()].copy_from_slice(inner);
    around
}

/// Whether a byte of UTF-8 is inside of a character.
#[inline(always)]
pub fn is_continuation(byte: u8) -> bool {
    byte.cast_signed() < -0x40
}

/// Whether a byte of UTF-8 leads a character of neither ASCII nor the two rows that hold the letters of Arabic.
#[inline(always)]
pub fn is_rare(byte: u8) -> bool {
    (byte >= 0xC0) & (byte != 0xD8) & (byte != 0xD9)
}

/// For each byte of a block, whether it passes a test: all bits set, or none.
#[derive(Clone, Copy)]
pub struct Passed([u8; BLOCK]);

impl Passed {
    /// Tests every byte, which is the second argument, with the one before and the one behind.
    #[inline(always)]
    pub fn of(around: &Around, test: impl Fn(u8, u8, u8) -> bool) -> Self {
        let [passed] = Self::all(|at| [test(around[at], around[at + 1], around[at + 2])]);
        passed
    }

    /// Asks several questions at every place of a block, in one loop, since they share their answers.
    #[inline(always)]
    pub fn all<const N: usize>(ask: impl Fn(usize) -> [bool; N]) -> [Self; N] {
        let mut passed = [[0; BLOCK]; N];
        for at in 0..BLOCK {
            for (passed, answer) in passed.iter_mut().zip(ask(at)) {
                passed[at] = bits(answer);
            }
        }
        passed.map(Self)
    }

    /// Whether any passes.
    #[inline(always)]
    pub fn any(self) -> bool {
        self.0.iter().fold(0, |any, &passed| any | passed) != 0
    }

    /// The places of those that pass, in order.
    #[inline(always)]
    pub fn places(self) -> Places {
        Places(self.mask())
    }

    /// A bit for each byte, set where it passes; the first byte's is the lowest.
    #[inline(always)]
    pub fn mask(self) -> u32 {
        let (halves, _) = self.0.as_chunks();
        let [low, high] = [halves[0], halves[1]].map(|half| u8x16::new(half).to_bitmask());
        low | high << (BLOCK / 2)
    }
}

#[inline(always)]
fn bits(is_set: bool) -> u8 {
    u8::from(is_set).wrapping_neg()
}

/// The places of the bits that are set, in order.
#[derive(Clone, Copy, Debug)]
pub struct Places(pub u32);

impl Iterator for Places {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        let place = self.0.trailing_zeros() as usize;
        if self.0 == 0 {
            return None;
        }
        self.0 &= self.0 - 1;
        Some(place)
    }
}

/// Whether anything passes, over any number of blocks.
#[derive(Clone, Copy)]
pub struct Any([u8; BLOCK]);

impl Any {
    /// Nothing so far.
    pub const NONE: Self = Self([0; BLOCK]);

    /// Adds what passes of a block.
    #[inline(always)]
    pub fn add(&mut self, passed: Passed) {
        for (any, passed) in self.0.iter_mut().zip(passed.0) {
            *any |= passed;
        }
    }

    /// Whether anything has passed.
    #[inline(always)]
    pub fn any(&self) -> bool {
        Passed(self.0).any()
    }
}

/// Counts of what passes, over any number of blocks.
#[derive(Clone, Copy)]
pub struct Counts<const N: usize> {
    /// By the byte's place in its block, not yet added up.
    lanes: [[u8; BLOCK]; N],
    blocks: u8,
    sums: [usize; N],
}

impl<const N: usize> Counts<N> {
    /// Nothing so far.
    pub const NONE: Self = Self { lanes: [[0; BLOCK]; N], blocks: 0, sums: [0; N] };

    /// Counts those of a block that pass.
    #[inline(always)]
    pub fn add(&mut self, passed: [Passed; N]) {
        for (lanes, passed) in self.lanes.iter_mut().zip(passed) {
            for (lane, passed) in lanes.iter_mut().zip(passed.0) {
                *lane = lane.wrapping_sub(passed);
            }
        }
        self.blocks += 1;
        if self.blocks == u8::MAX {
            *self = Self { sums: self.sums(), ..Self::NONE };
        }
    }

    /// How many have passed.
    #[inline(never)]
    pub fn sums(&self) -> [usize; N] {
        std::array::from_fn(|nth| self.sums[nth] + sum(&self.lanes[nth]))
    }
}

/// The sum of all lanes, eight bytes at a time: neighbours are added to halves of four numbers, and these by a product.
#[inline(always)]
fn sum(lanes: &[u8; BLOCK]) -> usize {
    const EVEN: u64 = 0x00FF_00FF_00FF_00FF;
    const ONES: u64 = 0x0001_0001_0001_0001;
    let words = lanes.as_chunks().0.iter().map(|&word| u64::from_le_bytes(word));
    let pairs: u64 = words.map(|word| (word & EVEN) + (word >> 8 & EVEN)).sum();
    (pairs.wrapping_mul(ONES) >> 48) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Both {
        any: Any,
        counts: Counts<2>,
        places: Vec<usize>,
    }

    fn test(a: u8, b: u8, c: u8) -> bool {
        b != 0 && (a ^ b ^ c).is_multiple_of(3)
    }

    impl Look for Both {
        const EDGE: u8 = 0;

        fn block(&mut self, start: usize, around: &Around) {
            let passed = Passed::of(around, test);
            self.any.add(passed);
            self.counts.add([passed, Passed::of(around, |_, _, _| true)]);
            self.places.extend(passed.places().map(|place| start + place));
        }
    }

    #[test]
    fn every_byte_is_tested_once_beside_its_neighbours() {
        for length in (0..200).chain([BLOCK * 256, BLOCK * 600 + 7]) {
            let bytes: Vec<u8> = (0..length).map(|at| (at * 7 % 251) as u8 + 1).collect();
            let neighbour = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(0);
            let passes = |&at: &usize| test(neighbour(at.checked_sub(1)), bytes[at], neighbour(Some(at + 1)));
            let expected: Vec<usize> = (0..length).filter(passes).collect();
            let both =
                Shown::of(&bytes, Both { any: Any::NONE, counts: Counts::NONE, places: Vec::new() }).run();
            assert_eq!(both.any.any(), !expected.is_empty());
            assert_eq!(both.counts.sums(), [expected.len(), bytes.len().next_multiple_of(BLOCK)]);
            assert_eq!(both.places, expected);
        }
    }
}
