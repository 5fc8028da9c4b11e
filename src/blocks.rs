//! Blocks: 64 bytes of a text at a time, the classes of their characters as masks of bits, and what they fold to.
//!
//! Rules about characters stand in functions of one character; here they become tables, which are looked up for all
//! bytes of a block at once with whatever the processor has for it ([`Vectors`]). Only the characters that Arabic text is
//! made of are looked up so: ASCII, and U+0600–067F with its letters, digits and marks. Others are *rare*, and are looked
//! at one by one.

/// Bytes that are looked at at once.
pub const BLOCK: usize = 64;

/// The bytes of a block, with the one before and the one behind.
pub type Around = [u8; BLOCK + 2];

/// The characters of half a table: those of ASCII, or of U+0600–067F by the last seven bits.
pub const HALF: usize = 128;

/// A table's two halves.
fn halves<T>(of: impl Fn(char) -> T) -> [[T; HALF]; 2] {
    [0, 0x600]
        .map(|first| std::array::from_fn(|nth| of(char::from_u32(first + nth as u32).expect("no surrogate"))))
}

/// `N` classes of characters, to any of which a character may belong.
#[derive(Clone, Debug)]
pub struct Classes<const N: usize> {
    /// For each character a bit for each class.
    pub bits: [[u8; HALF]; 2],
    /// For each class and half, by the low four bits of a character: a bit for each value of the three above them.
    pub columns: [[[u8; 16]; 2]; N],
}

impl<const N: usize> Classes<N> {
    /// The classes that `of` gives a bit each; eight at most.
    pub fn new(of: impl Fn(char) -> u8) -> Self {
        let bits = halves(of);
        let columns = std::array::from_fn(|class| {
            bits.map(|half| {
                std::array::from_fn(|low| {
                    (0..8).fold(0, |column, row| column | (half[row << 4 | low] >> class & 1) << row)
                })
            })
        });
        Self { bits, columns }
    }
}

/// A block by the classes of its characters: a bit for each byte, the first byte's is the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classified<const N: usize> {
    /// For each class the first bytes of its characters, if these are not rare.
    pub classes: [u64; N],
    /// Bytes inside of characters.
    pub inner: u64,
    /// First bytes of characters that are not in the table.
    pub rare: u64,
}

/// What takes the place of each byte of a common character. Bytes of rare ones become spaces.
#[derive(Clone, Debug)]
pub struct Folds {
    /// Of a character of ASCII, and of the first byte of another.
    pub first: [[u8; HALF]; 2],
    /// Of the second byte of a character of U+0600–067F.
    pub second: [u8; HALF],
}

impl Folds {
    /// The folds that `of` gives, for ASCII the first alone.
    pub fn new(of: impl Fn(char) -> [u8; 2]) -> Self {
        let both = halves(of);
        Self {
            first: both.map(|half| half.map(|[first, _]| first)),
            second: both[1].map(|[_, second]| second),
        }
    }
}

/// A block by itself.
pub type Block = [u8; BLOCK];

/// What a processor can do to all bytes of a block at once; every kind does the same.
pub trait Vectors: Copy {
    /// The block of a text that begins at `start`, with spaces where the text does not reach.
    fn at_edge(self, bytes: &[u8], start: usize) -> Around;

    /// Bytes that are too few for a block, with spaces behind them.
    fn filled(self, rest: &[u8]) -> Block;

    /// Looks up the classes of the characters of a block.
    fn classify<const N: usize>(self, classes: &Classes<N>, around: &Around) -> Classified<N>;

    /// The same of its characters of ASCII alone.
    fn ascii<const N: usize>(self, classes: &Classes<N>, block: &Block) -> [u64; N];

    /// The first bytes of its rare characters.
    fn rare(self, block: &Block) -> u64;

    /// Looks up what its bytes fold to.
    fn fold(self, folds: &Folds, around: &Around) -> Block;

    /// What stands in a table at the places that a block tells, all below its length.
    fn look_up(self, table: &[u8; HALF], places: &Block) -> Block;

    /// The bytes of a block that are `byte`.
    fn equal(self, block: &Block, byte: u8) -> u64;

    /// Closes up the bytes of a block that stay, and tells how many; what stands behind them means nothing.
    fn close_up(self, block: &Block, stays: u64) -> (Block, usize);
}

/// A piece of work on blocks, for any kind of vectors.
pub trait Work {
    /// What comes of it.
    type Output;

    /// Does it. To be marked `#[inline(always)]`, as all that it does to blocks.
    fn run(self, vectors: impl Vectors) -> Self::Output;
}

/// Who looks at a text block after block.
pub trait Look {
    /// Takes the block that begins at `start`; spaces stand before the text and behind it, as it were. To be marked
    /// `#[inline(always)]`.
    fn block(&mut self, vectors: impl Vectors, start: usize, around: &Around);
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

impl<L: Look> Work for Shown<'_, L> {
    type Output = L;

    #[inline(always)]
    fn run(self, vectors: impl Vectors) -> L {
        let Self { bytes, mut look } = self;
        let mut copy;
        for start in (0..bytes.len()).step_by(BLOCK) {
            let around = match around(bytes, start) {
                Some(around) => around,
                None => {
                    copy = vectors.at_edge(bytes, start);
                    &copy
                }
            };
            look.block(vectors, start, around);
        }
        look
    }
}

/// A block without what stands around it.
#[inline(always)]
pub fn inner(around: &Around) -> &Block {
    around[1..].first_chunk().expect("a block")
}

/// The block of a text that begins at `start`; `None` where it wants an edge, as only the first and the last do.
#[inline(always)]
pub fn around(bytes: &[u8], start: usize) -> Option<&Around> {
    bytes[start.checked_sub(1)?..].first_chunk()
}

/// [`Vectors::filled`] without any.
#[inline(never)]
pub fn filled(rest: &[u8]) -> Block {
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}

/// [`Vectors::at_edge`] without any.
#[inline(never)]
pub fn at_edge(bytes: &[u8], start: usize) -> Around {
    let mut around = [b' '; BLOCK + 2];
    let from = start.saturating_sub(1);
    let inner = &bytes[from..bytes.len().min(start + BLOCK + 1)];
    around[from + 1 - start..][..inner.len()].copy_from_slice(inner);
    around
}

/// The places of the bits that are set, in order.
#[derive(Clone, Copy, Debug)]
pub struct Places(pub u64);

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

/// No vectors at all: what every other kind is measured by.
#[derive(Clone, Copy, Debug)]
pub struct Bytewise;

/// The half of a table and the place in it of the character that a byte begins, if it is common.
fn place(byte: u8, next: u8) -> Option<(usize, usize)> {
    match byte {
        0..0x80 => Some((0, usize::from(byte))),
        0xD8 | 0xD9 => Some((1, usize::from((byte & 1) << 6 | next & 0x3F))),
        _ => None,
    }
}

impl Vectors for Bytewise {
    #[inline(always)]
    fn at_edge(self, bytes: &[u8], start: usize) -> Around {
        at_edge(bytes, start)
    }

    #[inline(always)]
    fn filled(self, rest: &[u8]) -> Block {
        filled(rest)
    }

    #[inline(always)]
    fn classify<const N: usize>(self, classes: &Classes<N>, around: &Around) -> Classified<N> {
        let mut all = Classified { classes: [0; N], inner: 0, rare: self.rare(inner(around)) };
        for at in 0..BLOCK {
            let (byte, next) = (around[at + 1], around[at + 2]);
            all.inner |= u64::from((0x80..0xC0).contains(&byte)) << at;
            let Some((half, place)) = place(byte, next) else { continue };
            for (nth, class) in all.classes.iter_mut().enumerate() {
                *class |= u64::from(classes.bits[half][place] >> nth & 1) << at;
            }
        }
        all
    }

    #[inline(always)]
    fn ascii<const N: usize>(self, classes: &Classes<N>, block: &Block) -> [u64; N] {
        let bits = block.map(|byte| classes.bits[0].get(usize::from(byte)).copied().unwrap_or_default());
        std::array::from_fn(|nth| mask(|at| bits[at] >> nth & 1 != 0))
    }

    #[inline(always)]
    fn rare(self, block: &Block) -> u64 {
        mask(|at| block[at] >= 0xC0 && place(block[at], 0).is_none())
    }

    #[inline(always)]
    fn fold(self, folds: &Folds, around: &Around) -> Block {
        std::array::from_fn(|at| {
            let [before, byte, next] = [around[at], around[at + 1], around[at + 2]];
            match place(byte, next) {
                Some((half, place)) => folds.first[half][place],
                None if byte < 0xC0 && before & 0xFE == 0xD8 => {
                    folds.second[usize::from((before & 1) << 6 | byte & 0x3F)]
                }
                None => b' ',
            }
        })
    }

    #[inline(always)]
    fn look_up(self, table: &[u8; HALF], places: &Block) -> Block {
        places.map(|place| table[usize::from(place) % HALF])
    }

    #[inline(always)]
    fn equal(self, block: &Block, byte: u8) -> u64 {
        mask(|at| block[at] == byte)
    }

    #[inline(always)]
    fn close_up(self, block: &Block, stays: u64) -> (Block, usize) {
        let mut closed = [0; BLOCK];
        for (closed, place) in closed.iter_mut().zip(Places(stays)) {
            *closed = block[place];
        }
        (closed, stays.count_ones() as usize)
    }
}

/// A bit for each byte of a block that passes a test.
#[inline(always)]
fn mask(passes: impl Fn(usize) -> bool) -> u64 {
    (0..BLOCK).fold(0, |mask, at| mask | u64::from(passes(at)) << at)
}
