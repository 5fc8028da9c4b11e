//! Lanes: tests of every byte of a text and its neighbours, many bytes at a time.
//!
//! The tests are plain functions of bytes; without a branch in them the compiler makes vector instructions of the loops,
//! as wide as normalization lets them be (`widest`). For that all that is called in a loop must become part of it, and
//! is marked so.

/// A piece of work that gains from wide vectors: it and all that it calls are compiled for those that the processor has.
pub trait Wide {
    /// What comes of it.
    type Output;

    /// Does it. To be marked `#[inline(always)]`.
    fn run(self) -> Self::Output;
}

/// Bytes that are looked at at once.
pub const BLOCK: usize = 32;

/// Bytes of a text that are copied at once.
const PART: usize = 6 * BLOCK;

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
        // A copy with an edge around it spares the loop the ends of the text.
        let mut copy = [L::EDGE; 1 + PART + BLOCK];
        let mut start = 0;
        while start < bytes.len() {
            let (from, end) = (start.saturating_sub(1), bytes.len().min(start + PART));
            let part = &bytes[from..bytes.len().min(end + 1)];
            let (_, room) = copy.split_at_mut(from + 1 - start);
            let (room, behind) = room.split_at_mut(part.len());
            room.copy_from_slice(part);
            if end == bytes.len() {
                behind[..BLOCK].fill(L::EDGE);
            }
            for place in (0..end - start).step_by(BLOCK) {
                if let Some(around) = copy[place..].first_chunk() {
                    look.block(start + place, around);
                }
            }
            start = end;
        }
        look
    }
}

/// For each byte of a block, whether it passes a test: 1 or 0.
#[derive(Clone, Copy)]
pub struct Passed([u8; BLOCK]);

impl Passed {
    /// What passes, as a test of many questions at once finds it: 1 or 0 for each byte.
    #[inline(always)]
    pub fn found(passed: [u8; BLOCK]) -> Self {
        Self(passed)
    }

    /// Tests every byte, which is the second argument, with the one before and the one behind.
    #[inline(always)]
    pub fn of(around: &Around, test: impl Fn(u8, u8, u8) -> bool) -> Self {
        let mut passed = [0; BLOCK];
        for (at, passed) in passed.iter_mut().enumerate() {
            *passed = u8::from(test(around[at], around[at + 1], around[at + 2]));
        }
        Self(passed)
    }

    /// Tests every byte by itself.
    #[inline(always)]
    pub fn each(block: &[u8; BLOCK], test: impl Fn(u8) -> bool) -> Self {
        let mut passed = [0; BLOCK];
        for (passed, &byte) in passed.iter_mut().zip(block) {
            *passed = u8::from(test(byte));
        }
        Self(passed)
    }

    /// The places of those that pass, in order.
    #[inline(always)]
    pub fn places(self) -> Places {
        Places(self.mask())
    }

    /// A bit for each byte, set where it passes; the first byte's is the lowest.
    #[inline(always)]
    pub fn mask(self) -> u32 {
        const WORD: usize = size_of::<u64>();
        // Moves the lowest bit of each byte into the highest byte of the product.
        const GATHER: u64 = 0x0102_0408_1020_4080;
        if self.0 == [0; BLOCK] {
            return 0;
        }
        // Seen through, the test and the products below become one tangle of shuffles three times as long.
        let passed = std::hint::black_box(self.0);
        let mut words = [0; BLOCK / WORD];
        for (word, bytes) in words.iter_mut().zip(passed.as_chunks::<WORD>().0) {
            *word = u64::from_le_bytes(*bytes);
        }
        let byte = |nth: usize| (words[nth].wrapping_mul(GATHER) >> 56) as u32;
        byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24
    }
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
        self.0.iter().fold(0, |any, &passed| any | passed) != 0
    }
}

/// A count of what passes, over any number of blocks.
#[derive(Clone, Copy)]
pub struct Count {
    /// By the byte's place in its block, not yet added up.
    lanes: [u8; BLOCK],
    blocks: u8,
    sum: usize,
}

impl Count {
    /// Nothing so far.
    pub const NONE: Self = Self { lanes: [0; BLOCK], blocks: 0, sum: 0 };

    /// Counts those of a block that pass.
    #[inline(always)]
    pub fn add(&mut self, passed: Passed) {
        for (lane, passed) in self.lanes.iter_mut().zip(passed.0) {
            *lane += passed;
        }
        self.blocks += 1;
        if self.blocks == u8::MAX {
            *self = Self { sum: self.sum(), ..Self::NONE };
        }
    }

    /// How many have passed.
    #[inline(never)]
    pub fn sum(&self) -> usize {
        // The compiler has an instruction for a sum of 32 bits, which it forgets where it may use wider vectors: by
        // itself this is not compiled for them.
        self.sum + self.lanes.iter().map(|&lane| u32::from(lane)).sum::<u32>() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Both {
        any: Any,
        count: Count,
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
            self.count.add(passed);
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
                Shown::of(&bytes, Both { any: Any::NONE, count: Count::NONE, places: Vec::new() }).run();
            assert_eq!(both.any.any(), !expected.is_empty());
            assert_eq!(both.count.sum(), expected.len());
            assert_eq!(both.places, expected);
        }
    }
}
