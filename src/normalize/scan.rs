//! Skimming: bytes that stay are copied, dropped Arabic characters are left out, in blocks of 64 bytes where AVX2 or
//! AVX-512 VBMI is.
//!
//! And [`Vectors`](crate::blocks::Vectors) of two kinds of processors, for all other work on blocks.
//!
//! The only file with `unsafe`. Its signatures are safe; [`Skimmer::skim_scalar`] is the twin of those with vectors, and
//! [`Bytewise`] that of all vectors.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
use std::sync::LazyLock;

use super::class::{Class, Classes};
use super::kernel::Kernel;
use crate::blocks::{Bytewise, Work};

/// A block of text, and how far a copy may read or write beyond what it is asked for.
const BLOCK: usize = 64;
pub(super) const REACH: usize = 2 * BLOCK;

/// What vectors there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Scalar,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512 with VBMI and VBMI2.
    #[cfg(target_arch = "x86_64")]
    Vbmi,
}

impl Level {
    /// The best that the processor has.
    #[cfg(target_arch = "x86_64")]
    #[inline]
    pub(super) fn best() -> Self {
        static BEST: LazyLock<Level> = LazyLock::new(|| {
            let has_avx2 = is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
                && is_x86_feature_detected!("lzcnt")
                && is_x86_feature_detected!("popcnt");
            let has_vbmi = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vbmi")
                && is_x86_feature_detected!("avx512vbmi2");
            match (has_avx2, has_vbmi) {
                (true, true) => Level::Vbmi,
                (true, false) => Level::Avx2,
                (false, _) => Level::Scalar,
            }
        });
        *BEST
    }

    /// The best that the processor has.
    #[cfg(not(target_arch = "x86_64"))]
    pub(super) fn best() -> Self {
        Self::Scalar
    }

    /// All that the processor has, the best first.
    #[cfg(test)]
    pub(super) fn all() -> Vec<Self> {
        #[cfg(target_arch = "x86_64")]
        match Self::best() {
            Self::Vbmi => return vec![Self::Vbmi, Self::Avx2, Self::Scalar],
            Self::Avx2 => return vec![Self::Avx2, Self::Scalar],
            Self::Scalar => {}
        }
        vec![Self::Scalar]
    }
}

/// Does a piece of work on blocks with the best vectors that the processor has. What comes of it is the same with all.
#[inline]
pub fn on_blocks<W: Work>(work: W) -> W::Output {
    match Level::best() {
        // SAFETY: the CPU has the features.
        #[cfg(target_arch = "x86_64")]
        Level::Vbmi => unsafe { vbmi::run(work) },
        // SAFETY: the CPU has the features.
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => unsafe { avx2::on_blocks(work) },
        Level::Scalar => work.run(Bytewise),
    }
}

/// Skims one text, stopping at every character that needs more than copying or dropping:
/// any that is not ASCII or of U+0600–06FF, any of these that is neither `Keep` nor `Drop`, a SPACE before white space
/// or the end, an LF before a SPACE, a `Drop` behind SPACE or LF.
pub(super) struct Skimmer<'a> {
    kernel: &'a Kernel,
    classes: &'a Classes,
    text: &'a str,
    /// The end of the text with room to read beyond it, and where in the text it begins.
    tail: [u8; 5 * BLOCK],
    tail_start: usize,
    /// The block that was classified last.
    block: Block,
}

/// The characters of a block that begin at `start` … `end`; bit 0 of the masks is `start`, lead bytes are set.
#[derive(Clone, Copy, Default)]
struct Block {
    start: usize,
    end: usize,
    stop: u64,
    drop: u64,
}

impl Block {
    /// What is left of the block from `at` on.
    fn from(self, at: usize) -> Self {
        let done = at.saturating_sub(self.start).min(BLOCK - 1);
        Self { start: at, end: self.end, stop: self.stop >> done, drop: self.drop >> done }
    }
}

impl<'a> Skimmer<'a> {
    pub(super) fn new(kernel: &'a Kernel, classes: &'a Classes, text: &'a str) -> Self {
        let tail_start = text.len().saturating_sub(REACH + 1);
        // What follows the text counts as a line end.
        let mut skimmer =
            Self { kernel, classes, text, tail: [b'\n'; 5 * BLOCK], tail_start, block: Block::default() };
        if kernel.level != Level::Scalar {
            let end = &text.as_bytes()[tail_start..];
            skimmer.tail[..end.len()].copy_from_slice(end);
        }
        skimmer
    }

    /// Copies from `at` to the next stop, which it returns, or to the end of the text.
    pub(super) fn skim(&mut self, at: usize, out: &mut String) -> usize {
        assert!(self.text.is_char_boundary(at));
        match self.kernel.level {
            // SAFETY: the CPU has the features of the level; `at` is a character boundary.
            #[cfg(target_arch = "x86_64")]
            Level::Vbmi => unsafe { vbmi::skim(self, at, out) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => unsafe { avx2::skim(self, at, out) },
            Level::Scalar => self.skim_scalar(at, out),
        }
    }

    /// The portable path: runs of `Keep` are copied as wholes.
    fn skim_scalar(&self, mut at: usize, out: &mut String) -> usize {
        let bytes = self.text.as_bytes();
        loop {
            let rest = &self.text[at..];
            let stays = |&(offset, c): &(usize, char)| !self.keeps(at + offset, c);
            let end = at + rest.char_indices().find(stays).map_or(rest.len(), |(offset, _)| offset);
            out.push_str(&self.text[at..end]);
            at = end;
            let drop = |c: &char| matches!(c, '\u{600}'..='\u{6FF}') && self.classes.of(*c) == Class::Drop;
            match self.text[at..].chars().next().filter(drop) {
                Some(c) if at == 0 || !self.kernel.is_white(bytes[at - 1]) => at += c.len_utf8(),
                _ => return at,
            }
        }
    }

    fn keeps(&self, at: usize, c: char) -> bool {
        let next = self.text.as_bytes().get(at + 1).copied().unwrap_or(b'\n');
        if c.is_ascii() {
            let byte = c as u8;
            let stop =
                byte == self.kernel.space && next <= b' ' || byte == self.kernel.line_feed && next == b' ';
            return !stop && matches!(self.classes.of(c), Class::Keep | Class::Space);
        }
        matches!(c, '\u{600}'..='\u{6FF}') && self.classes.of(c) == Class::Keep
    }
}

/// What skimming does with a block of a text, where the CPU has the features.
#[cfg(target_arch = "x86_64")]
trait Skim: Copy {
    /// The masks of a block, or nothing when all of it stays as it is.
    ///
    /// # Safety
    /// 65 bytes can be read from `from`.
    unsafe fn masks(self, kernel: &Kernel, from: *const u8) -> Option<Block>;

    /// Copies `wanted` ≤ 64 bytes but for the two-byte characters whose lead bytes are set in `drop`; returns how many.
    ///
    /// # Safety
    /// `REACH` bytes can be read at `from`, and written at `to`.
    unsafe fn copy(self, from: *const u8, wanted: usize, drop: u64, to: *mut u8) -> usize;

    /// Copies a whole block.
    ///
    /// # Safety
    /// 64 bytes can be read at `from` and written at `to`.
    unsafe fn copy_block(self, from: *const u8, to: *mut u8);
}

#[cfg(target_arch = "x86_64")]
impl Skimmer<'_> {
    /// # Safety
    /// `at` is a character boundary of the text.
    #[inline(always)]
    unsafe fn skim_blocks(&mut self, vectors: impl Skim, mut at: usize, out: &mut String) -> usize {
        let len = self.text.len();
        // SAFETY: only whole characters of a `str` are appended; every other write is beyond `len`.
        let out = unsafe { out.as_mut_vec() };
        // No copy writes more than it reads, and none more than `REACH` beyond that.
        out.reserve(len - at + REACH);
        // SAFETY: within what was reserved.
        let start = unsafe { out.as_mut_ptr().add(out.len()) };
        let mut to = start;
        let mut block = self.block.from(at);
        loop {
            if at >= block.end {
                if at >= len {
                    break;
                }
                // SAFETY: see `source`.
                let mut next = unsafe { vectors.masks(self.kernel, self.source(at)) };
                while next.is_none() && at < self.tail_start {
                    // SAFETY: see `source`; `to` is as far behind the reserved end as `at` is behind the text's.
                    unsafe {
                        vectors.copy_block(self.source(at), to);
                        let whole = whole(self.text.as_bytes(), at);
                        (at, to) = (at + whole, to.add(whole));
                        next = vectors.masks(self.kernel, self.source(at));
                    }
                }
                block = place(self.kernel, self.text.as_bytes(), next.unwrap_or_default(), at);
            }
            let from = self.source(at);
            // A branch, so that the next block need not wait for the masks of this one.
            if block.stop != 0 {
                let wanted = (block.stop.trailing_zeros() as usize).min(block.end - at);
                // SAFETY: as above.
                to = unsafe { to.add(vectors.copy(from, wanted, block.drop, to)) };
                at += wanted;
                block = block.from(at);
                if at < block.end {
                    break;
                }
            } else {
                // SAFETY: as above.
                to = unsafe { to.add(vectors.copy(from, block.end - at, block.drop, to)) };
                at = block.end;
            }
        }
        self.block = block;
        // SAFETY: the bytes up to `to` were written.
        unsafe { out.set_len(out.len() + to.offset_from(start) as usize) };
        at
    }

    /// Where to read the text from `at`; `REACH` bytes may be read there.
    #[inline(always)]
    fn source(&self, at: usize) -> *const u8 {
        match at.checked_sub(self.tail_start) {
            Some(offset) => self.tail[offset..].as_ptr(),
            None => self.text.as_bytes()[at..].as_ptr(),
        }
    }
}

/// Bytes of a full block of a text at `at` without a character that it would cut.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn whole(text: &[u8], at: usize) -> usize {
    BLOCK - usize::from(text.get(at + BLOCK - 1).is_some_and(|&byte| byte >= 0xC0))
}

/// Gives a classified block its place in a text: it ends with a whole character, and with the text.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn place(kernel: &Kernel, text: &[u8], block: Block, at: usize) -> Block {
    let end = (at + whole(text, at)).min(text.len());
    let behind_white = at > 0 && kernel.is_white(text[at - 1]);
    let stop = block.stop | block.drop & u64::from(behind_white);
    Block { start: at, end, stop, ..block }
}

/// Says that vectors, made only where the CPU has their features, do each thing by the function of its name.
#[cfg(target_arch = "x86_64")]
macro_rules! by_functions {
    ($vectors:ident) => {
        impl Vectors for $vectors {
            #[inline(always)]
            fn at_edge(self, bytes: &[u8], start: usize) -> Around {
                // SAFETY: the CPU has the features.
                unsafe { at_edge(bytes, start) }
            }

            #[inline(always)]
            fn filled(self, rest: &[u8]) -> blocks::Block {
                // SAFETY: the CPU has the features.
                unsafe { filled(rest) }
            }

            #[inline(always)]
            fn classify<const N: usize>(self, classes: &Classes<N>, around: &Around) -> Classified<N> {
                // SAFETY: the CPU has the features.
                unsafe { classify(classes, around) }
            }

            #[inline(always)]
            fn ascii<const N: usize>(self, classes: &Classes<N>, block: &blocks::Block) -> [u64; N] {
                // SAFETY: the CPU has the features.
                unsafe { ascii(classes, block) }
            }

            #[inline(always)]
            fn rare(self, block: &blocks::Block) -> u64 {
                // SAFETY: the CPU has the features.
                unsafe { rare(block) }
            }

            #[inline(always)]
            fn fold(self, folds: &Folds, around: &Around) -> blocks::Block {
                // SAFETY: the CPU has the features.
                unsafe { fold(folds, around) }
            }

            #[inline(always)]
            fn look_up(self, table: &[u8; HALF], places: &blocks::Block) -> blocks::Block {
                // SAFETY: the CPU has the features.
                unsafe { look_up(table, places) }
            }

            #[inline(always)]
            fn equal(self, block: &blocks::Block, byte: u8) -> u64 {
                // SAFETY: the CPU has the features.
                unsafe { equal(block, byte) }
            }

            #[inline(always)]
            fn close_up(self, block: &blocks::Block, stays: u64) -> (blocks::Block, usize) {
                // SAFETY: the CPU has the features.
                unsafe { close_up(block, stays) }
            }
        }

        impl Skim for $vectors {
            #[inline(always)]
            unsafe fn masks(self, kernel: &Kernel, from: *const u8) -> Option<super::Block> {
                // SAFETY: as the caller says; the CPU has the features.
                unsafe { masks(kernel, from) }
            }

            #[inline(always)]
            unsafe fn copy(self, from: *const u8, wanted: usize, drop: u64, to: *mut u8) -> usize {
                // SAFETY: as above.
                unsafe { copy(from, wanted, drop, to) }
            }

            #[inline(always)]
            unsafe fn copy_block(self, from: *const u8, to: *mut u8) {
                // SAFETY: as above.
                unsafe { copy_block(from, to) }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{BLOCK, Block, Kernel, Skim, Skimmer};
    use crate::blocks::{self, Around, Classes, Classified, Folds, HALF, Vectors, Work};
    use std::arch::x86_64::*;

    /// Dropped characters in a copy from which on it pays to compress instead of copying each run between them.
    const DENSE: u32 = 6;

    /// For each mask of dropped bytes in eight: the indices of those that stay.
    static SHUFFLES: [u64; 256] = shuffles();

    const fn shuffles() -> [u64; 256] {
        let mut table = [0; 256];
        let mut mask = 0;
        while mask < 256 {
            let (mut index, mut kept) = (0, 0);
            while index < 8 {
                if mask >> index & 1 == 0 {
                    table[mask] |= (index as u64) << (8 * kept);
                    kept += 1;
                }
                index += 1;
            }
            mask += 1;
        }
        table
    }

    /// # Safety
    /// The CPU has the features.
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) unsafe fn on_blocks<W: Work>(work: W) -> W::Output {
        work.run(Avx2(()))
    }

    /// Made only where the CPU has the features.
    #[derive(Clone, Copy)]
    struct Avx2(());

    by_functions! { Avx2 }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn at_edge(bytes: &[u8], start: usize) -> Around {
        blocks::at_edge(bytes, start)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn filled(rest: &[u8]) -> blocks::Block {
        blocks::filled(rest)
    }

    /// Half a block: its bytes, those before them and those behind them.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn half(around: &Around, half: usize) -> [__m256i; 3] {
        // SAFETY: within `around`, which has two bytes more than a block.
        [0, 1, 2].map(|nth| unsafe { _mm256_loadu_si256(around.as_ptr().add(half * BLOCK / 2 + nth).cast()) })
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn twice(bytes: &[u8; 16]) -> __m256i {
        // SAFETY: 16 bytes are read from an array of as many.
        _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
    }

    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn classify<const N: usize>(classes: &Classes<N>, around: &Around) -> Classified<N> {
        let none = _mm256_setzero_si256();
        let low = |bytes| _mm256_and_si256(bytes, splat(0x0F));
        let bits = twice(&ROWS);
        let of_half = |nth| {
            let [_, bytes, next] = half(around, nth);
            let arabic = leads(bytes);
            let row = _mm256_or_si256(
                _mm256_and_si256(_mm256_slli_epi16::<2>(bytes), splat(0x04)),
                _mm256_and_si256(_mm256_srli_epi16::<4>(next), splat(0x03)),
            );
            let rows = [
                _mm256_shuffle_epi8(bits, low(_mm256_srli_epi16::<4>(bytes))),
                _mm256_and_si256(_mm256_shuffle_epi8(bits, row), arabic),
            ];
            let places = [low(bytes), low(next)];
            let lead = _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, splat(0xC0)), bytes);
            let class = |columns: &[[u8; 16]; 2]| {
                let [ascii, arabic] = [0, 1].map(|half| {
                    _mm256_and_si256(_mm256_shuffle_epi8(twice(&columns[half]), places[half]), rows[half])
                });
                _mm256_cmpeq_epi8(_mm256_or_si256(ascii, arabic), none)
            };
            let inner = _mm256_cmpgt_epi8(splat(0xC0), bytes);
            (classes.columns.each_ref().map(class), inner, _mm256_andnot_si256(arabic, lead))
        };
        let (low, high) = (of_half(0), of_half(1));
        Classified {
            classes: std::array::from_fn(|nth| !ones([low.0[nth], high.0[nth]])),
            inner: ones([low.1, high.1]),
            rare: ones([low.2, high.2]),
        }
    }

    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn ascii<const N: usize>(classes: &Classes<N>, block: &blocks::Block) -> [u64; N] {
        let none = _mm256_setzero_si256();
        let low = |bytes| _mm256_and_si256(bytes, splat(0x0F));
        let halves = halves(block);
        let rows = halves.map(|bytes| _mm256_shuffle_epi8(twice(&ROWS), low(_mm256_srli_epi16::<4>(bytes))));
        classes.columns.each_ref().map(|[columns, _]| {
            !ones([0, 1].map(|nth| {
                let column = _mm256_shuffle_epi8(twice(columns), low(halves[nth]));
                _mm256_cmpeq_epi8(_mm256_and_si256(column, rows[nth]), none)
            }))
        })
    }

    /// A bit for each row of a table's half; bytes of neither half have none.
    const ROWS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];

    #[inline]
    #[target_feature(enable = "avx2")]
    fn halves(block: &blocks::Block) -> [__m256i; 2] {
        // SAFETY: within the block.
        [0, 1].map(|half| unsafe { _mm256_loadu_si256(block.as_ptr().add(half * BLOCK / 2).cast()) })
    }

    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn rare(block: &blocks::Block) -> u64 {
        ones(halves(block).map(|bytes| {
            let lead = _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, splat(0xC0)), bytes);
            _mm256_andnot_si256(leads(bytes), lead)
        }))
    }

    /// Where a byte leads a character of U+0600–067F.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn leads(bytes: __m256i) -> __m256i {
        _mm256_cmpeq_epi8(_mm256_and_si256(bytes, splat(0xFE)), splat(0xD8))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn fold(folds: &Folds, around: &Around) -> [u8; BLOCK] {
        let mut folded = [0; BLOCK];
        for nth in 0..2 {
            let [before, bytes, next] = half(around, nth);
            let (first, second) = (leads(bytes), leads(before));
            let second = _mm256_and_si256(second, _mm256_cmpgt_epi8(splat(0xC0), bytes));
            let found = [
                find(&folds.first[0], bytes, _mm256_cmpgt_epi8(_mm256_setzero_si256(), bytes)),
                find(&folds.first[1], index(bytes, next), _mm256_xor_si256(first, splat(0xFF))),
                find(&folds.second, index(before, bytes), _mm256_xor_si256(second, splat(0xFF))),
            ];
            let known =
                _mm256_or_si256(_mm256_or_si256(first, second), _mm256_cmpgt_epi8(bytes, splat(0xFF)));
            let found = _mm256_or_si256(_mm256_or_si256(found[0], found[1]), found[2]);
            let all = _mm256_blendv_epi8(splat(b' '), found, known);
            // SAFETY: half a block, within `folded`.
            unsafe { _mm256_storeu_si256(folded.as_mut_ptr().add(nth * BLOCK / 2).cast(), all) };
        }
        folded
    }

    /// Where in a table's half a character of two bytes is.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn index(lead: __m256i, trail: __m256i) -> __m256i {
        _mm256_or_si256(
            _mm256_and_si256(_mm256_slli_epi16::<6>(lead), splat(0x40)),
            _mm256_and_si256(trail, splat(0x3F)),
        )
    }

    /// What stands in a table's half at these places; 0 for those that are in `none`.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn find(table: &[u8; HALF], places: __m256i, none: __m256i) -> __m256i {
        let places = _mm256_or_si256(places, none);
        table.as_chunks().0.iter().enumerate().fold(_mm256_setzero_si256(), |found, (nth, row)| {
            // Places of other rows become such as a shuffle gives nothing for.
            let of_row = _mm256_sub_epi8(places, splat(16 * nth as u8));
            let of_row = _mm256_adds_epu8(of_row, splat(0x70));
            _mm256_or_si256(found, _mm256_shuffle_epi8(twice(row), of_row))
        })
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn look_up(table: &[u8; HALF], places: &blocks::Block) -> blocks::Block {
        let mut found = [0; BLOCK];
        for (nth, places) in halves(places).into_iter().enumerate() {
            let half = find(table, places, _mm256_setzero_si256());
            // SAFETY: half a block, within `found`.
            unsafe { _mm256_storeu_si256(found.as_mut_ptr().add(nth * BLOCK / 2).cast(), half) };
        }
        found
    }

    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn equal(block: &blocks::Block, byte: u8) -> u64 {
        ones(halves(block).map(|bytes| _mm256_cmpeq_epi8(bytes, splat(byte))))
    }

    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn close_up(block: &blocks::Block, stays: u64) -> (blocks::Block, usize) {
        let mut closed = [0; BLOCK];
        // SAFETY: both are as long as a block.
        let kept = unsafe { compress(block.as_ptr(), !stays, closed.as_mut_ptr()) };
        (closed, kept)
    }

    /// # Safety
    /// The CPU has the features, and `at` is a character boundary of the text.
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) unsafe fn skim(skimmer: &mut Skimmer<'_>, at: usize, out: &mut String) -> usize {
        // SAFETY: as the caller says.
        unsafe { skimmer.skim_blocks(Avx2(()), at, out) }
    }

    /// Half a block: its bytes, the byte behind each, and where it leads U+0600–06FF with the row and the column of
    /// the character in a table of the kernel.
    struct Half {
        bytes: __m256i,
        next: __m256i,
        arabic: __m256i,
        rows: [__m256i; 2],
        column: __m256i,
    }

    impl Half {
        /// # Safety
        /// 33 bytes can be read from `from`.
        #[inline]
        #[target_feature(enable = "avx2")]
        unsafe fn load(from: *const u8) -> Self {
            // SAFETY: as the caller says.
            let (bytes, next) =
                unsafe { (_mm256_loadu_si256(from.cast()), _mm256_loadu_si256(from.add(1).cast())) };
            // The code point is 11bbb, 00bb, from the lead byte and the trail byte: 01|10|bb of the row, cccc.
            let high = _mm256_and_si256(_mm256_slli_epi16::<2>(bytes), splat(0x0C));
            let low = _mm256_and_si256(_mm256_srli_epi16::<4>(next), splat(0x03));
            let row = _mm256_or_si256(high, low);
            let (first, second) = (i64::from_le_bytes([1, 2, 4, 8, 16, 32, 64, 128]), 0);
            let row_bits = |low, high| _mm256_shuffle_epi8(_mm256_setr_epi64x(low, high, low, high), row);
            Self {
                bytes,
                next,
                arabic: _mm256_cmpeq_epi8(_mm256_and_si256(bytes, splat(0xFC)), splat(0xD8)),
                rows: [row_bits(first, second), row_bits(second, first)],
                column: _mm256_and_si256(next, splat(0x0F)),
            }
        }

        /// Not zero where a lead byte's character is in the table.
        #[inline]
        #[target_feature(enable = "avx2")]
        fn find(&self, table: &[[u8; 16]; 2]) -> __m256i {
            let look = |half: usize| {
                // SAFETY: 16 bytes are read from an array of as many.
                let column = unsafe { _mm_loadu_si128(table[half].as_ptr().cast()) };
                _mm256_and_si256(
                    _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(column), self.column),
                    self.rows[half],
                )
            };
            _mm256_and_si256(_mm256_or_si256(look(0), look(1)), self.arabic)
        }

        /// Where a byte leads a character outside ASCII and U+0600–06FF.
        #[inline]
        #[target_feature(enable = "avx2")]
        fn foreign(&self) -> __m256i {
            let lead = _mm256_cmpeq_epi8(_mm256_max_epu8(self.bytes, splat(0xC0)), self.bytes);
            _mm256_andnot_si256(self.arabic, lead)
        }

        /// Where a SPACE or a control stands before another.
        #[inline]
        #[target_feature(enable = "avx2")]
        fn white(&self) -> __m256i {
            let larger = _mm256_max_epu8(self.bytes, self.next);
            _mm256_cmpeq_epi8(_mm256_max_epu8(larger, splat(b' ')), splat(b' '))
        }
    }

    /// The masks of a block, or nothing when all of it stays as it is.
    ///
    /// # Safety
    /// 65 bytes can be read from `from`.
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    unsafe fn masks(kernel: &Kernel, from: *const u8) -> Option<Block> {
        // SAFETY: as the caller says.
        let halves = unsafe { [Half::load(from), Half::load(from.add(BLOCK / 2))] };
        let [a, b] = &halves;
        let special = [a.find(&kernel.special), b.find(&kernel.special)];
        let foreign = [a.foreign(), b.foreign()];
        let white = [a.white(), b.white()];
        let any = |half: usize| _mm256_or_si256(_mm256_or_si256(special[half], foreign[half]), white[half]);
        let any = _mm256_or_si256(any(0), any(1));
        if _mm256_testz_si256(any, any) != 0 {
            return None;
        }
        let none = _mm256_setzero_si256();
        let is = |bytes, byte| _mm256_cmpeq_epi8(bytes, splat(byte));
        let masks = [0, 1].map(|half| {
            let Half { bytes, next, .. } = halves[half];
            let stays = _mm256_cmpeq_epi8(halves[half].find(&kernel.drop), none);
            let plain = _mm256_cmpeq_epi8(special[half], none);
            let (space, line_feed) = (is(bytes, kernel.space), is(bytes, kernel.line_feed));
            let white = _mm256_or_si256(
                _mm256_and_si256(space, white[half]),
                _mm256_and_si256(line_feed, is(next, b' ')),
            );
            let stop = _mm256_or_si256(_mm256_andnot_si256(plain, stays), foreign[half]);
            [stays, _mm256_or_si256(space, line_feed), _mm256_or_si256(stop, white)]
        });
        let [stays, white, stop] = [0, 1, 2].map(|mask| ones([masks[0][mask], masks[1][mask]]));
        Some(Block { stop: stop | !stays & white << 1, drop: !stays, ..Block::default() })
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn splat(byte: u8) -> __m256i {
        _mm256_set1_epi8(byte.cast_signed())
    }

    /// The bytes that are 0xFF, of bytes that are 0 or 0xFF.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn ones([low, high]: [__m256i; 2]) -> u64 {
        let bits = |half| u64::from(_mm256_movemask_epi8(half).cast_unsigned());
        bits(low) | bits(high) << 32
    }

    /// Copies `wanted` ≤ 64 bytes but for the two-byte characters whose lead bytes are set in `drop`; returns how many.
    ///
    /// # Safety
    /// `REACH` bytes can be read at `from`, and written at `to`.
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    unsafe fn copy(from: *const u8, wanted: usize, drop: u64, to: *mut u8) -> usize {
        // SAFETY: the caller grants 64 bytes beyond any of the first 64.
        unsafe { copy_block(from, to) };
        let drop = _bzhi_u64(drop, wanted as u32);
        if drop == 0 {
            return wanted;
        }
        if drop.count_ones() >= DENSE {
            // SAFETY: as above.
            return unsafe { compress(from, drop | drop << 1 | !_bzhi_u64(!0, wanted as u32), to) };
        }
        let mut left = drop;
        let mut dropped = 0;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            // SAFETY: as above; `at` is below 63, and what is written next lies before what was read.
            unsafe { copy_block(from.add(at + 2), to.add(at - dropped)) };
            dropped += 2;
            left = _blsr_u64(left);
        }
        wanted - dropped
    }

    /// # Safety
    /// 64 bytes can be read at `from` and written at `to`.
    #[inline]
    #[target_feature(enable = "avx2")]
    unsafe fn copy_block(from: *const u8, to: *mut u8) {
        let (from, to) = (from.cast::<__m256i>(), to.cast::<__m256i>());
        // SAFETY: as the caller says.
        unsafe {
            let (low, high) = (_mm256_loadu_si256(from), _mm256_loadu_si256(from.add(1)));
            _mm256_storeu_si256(to, low);
            _mm256_storeu_si256(to.add(1), high);
        }
    }

    /// Copies the bytes of a block that are not set in `gone`; returns how many.
    ///
    /// # Safety
    /// 64 bytes can be read at `from` and written at `to`.
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    unsafe fn compress(from: *const u8, gone: u64, to: *mut u8) -> usize {
        let mut written = 0;
        for (word, gone) in gone.to_le_bytes().into_iter().enumerate() {
            // SAFETY: `written` is at most the number of bytes read before.
            unsafe {
                let bytes = _mm_loadl_epi64(from.add(8 * word).cast());
                let order = _mm_loadl_epi64((&raw const SHUFFLES[usize::from(gone)]).cast());
                _mm_storel_epi64(to.add(written).cast(), _mm_shuffle_epi8(bytes, order));
            }
            written += gone.count_zeros() as usize;
        }
        written
    }
}

#[cfg(target_arch = "x86_64")]
mod vbmi {
    use super::{Kernel, Skim, Skimmer};
    use crate::blocks::{self, Around, BLOCK, Block, Classes, Classified, Folds, HALF, Vectors, Work};
    use crate::normalize::kernel::{DROP, SPECIAL};
    use std::arch::x86_64::*;

    /// # Safety
    /// The CPU has the features.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) unsafe fn run<W: Work>(work: W) -> W::Output {
        work.run(Vbmi(()))
    }

    /// Made only where the CPU has the features.
    #[derive(Clone, Copy)]
    struct Vbmi(());

    by_functions! { Vbmi }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,bmi2")]
    fn at_edge(bytes: &[u8], start: usize) -> Around {
        let (before, rest) = bytes.split_at(start);
        let mut around = [b' '; BLOCK + 2];
        around[1..=BLOCK].copy_from_slice(&filled(rest));
        around[0] = before.last().copied().unwrap_or(b' ');
        around[BLOCK + 1] = rest.get(BLOCK).copied().unwrap_or(b' ');
        around
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    fn look_up(table: &[u8; HALF], places: &Block) -> Block {
        stored(find(table, u64::MAX, load(places)))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn equal(block: &Block, byte: u8) -> u64 {
        _mm512_cmpeq_epi8_mask(load(block), splat(byte))
    }

    /// A block, or one that begins a byte or two later.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn block(around: &Around, from: usize) -> __m512i {
        load(around[from..].first_chunk().expect("a block and two bytes"))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn load(bytes: &Block) -> __m512i {
        // SAFETY: 64 bytes are read from an array of as many.
        unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
    }

    /// The bytes of a block or fewer, with spaces behind them.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,bmi2")]
    fn filled(bytes: &[u8]) -> Block {
        let mask = _bzhi_u64(u64::MAX, bytes.len().min(BLOCK) as u32);
        // SAFETY: only bytes that are there are read.
        stored(unsafe { _mm512_mask_loadu_epi8(splat(b' '), mask, bytes.as_ptr().cast()) })
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn splat(byte: u8) -> __m512i {
        _mm512_set1_epi8(byte.cast_signed())
    }

    /// What stands in a table's half at the places that the low seven bits tell; 0 where `known` has no bit.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    fn find(table: &[u8; HALF], known: u64, places: __m512i) -> __m512i {
        let (parts, _) = table.as_chunks::<BLOCK>();
        _mm512_maskz_permutex2var_epi8(known, load(&parts[0]), places, load(&parts[1]))
    }

    /// Where in a table's half a character of two bytes is.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn place(lead: __m512i, trail: __m512i) -> __m512i {
        const CHOOSE: i32 = 0b1100_1010;
        _mm512_ternarylogic_epi64::<CHOOSE>(splat(0x40), _mm512_slli_epi16::<6>(lead), trail)
    }

    /// Where a byte leads a character of U+0600–067F.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn leads(bytes: __m512i) -> u64 {
        _mm512_cmpeq_epi8_mask(_mm512_and_si512(bytes, splat(0xFE)), splat(0xD8))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    fn ascii<const N: usize>(classes: &Classes<N>, block: &Block) -> [u64; N] {
        let bytes = load(block);
        let bits = find(&classes.bits[0], !_mm512_movepi8_mask(bytes), bytes);
        std::array::from_fn(|nth| _mm512_test_epi8_mask(bits, splat(1 << nth)))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn rare(block: &Block) -> u64 {
        let bytes = load(block);
        _mm512_cmpge_epu8_mask(bytes, splat(0xC0)) & !leads(bytes)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    fn classify<const N: usize>(classes: &Classes<N>, around: &Around) -> Classified<N> {
        let (bytes, next) = (block(around, 1), block(around, 2));
        let arabic = leads(bytes);
        let ascii = !_mm512_movepi8_mask(bytes);
        let bits = _mm512_or_si512(
            find(&classes.bits[0], ascii, bytes),
            find(&classes.bits[1], arabic, place(bytes, next)),
        );
        Classified {
            classes: std::array::from_fn(|nth| _mm512_test_epi8_mask(bits, splat(1 << nth))),
            inner: _mm512_cmplt_epi8_mask(bytes, splat(0xC0)),
            rare: rare(blocks::inner(around)),
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    fn fold(folds: &Folds, around: &Around) -> Block {
        let [before, bytes, next] = [0, 1, 2].map(|from| block(around, from));
        let (first, second) = (leads(bytes), leads(before) & _mm512_cmplt_epi8_mask(bytes, splat(0xC0)));
        let ascii = !_mm512_movepi8_mask(bytes);
        let found = _mm512_or_si512(
            find(&folds.first[0], ascii, bytes),
            _mm512_or_si512(
                find(&folds.first[1], first, place(bytes, next)),
                find(&folds.second, second, place(before, bytes)),
            ),
        );
        stored(_mm512_mask_mov_epi8(splat(b' '), ascii | first | second, found))
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2")]
    fn close_up(block: &Block, stays: u64) -> (Block, usize) {
        (stored(_mm512_maskz_compress_epi8(stays, load(block))), stays.count_ones() as usize)
    }

    /// # Safety
    /// The CPU has the features, and `at` is a character boundary of the text.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
    pub(super) unsafe fn skim(skimmer: &mut Skimmer<'_>, at: usize, out: &mut String) -> usize {
        // SAFETY: as the caller says.
        unsafe { skimmer.skim_blocks(Vbmi(()), at, out) }
    }

    /// The masks of a block, or nothing when all of it stays as it is.
    ///
    /// # Safety
    /// 65 bytes can be read from `from`.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn masks(kernel: &Kernel, from: *const u8) -> Option<super::Block> {
        // SAFETY: as the caller says.
        let (bytes, next) =
            unsafe { (_mm512_loadu_si512(from.cast()), _mm512_loadu_si512(from.add(1).cast())) };
        let lead = _mm512_and_si512(bytes, splat(0xFE));
        let arabic = [0xD8, 0xDA].map(|lead_of_half| _mm512_cmpeq_epi8_mask(lead, splat(lead_of_half)));
        let places = place(bytes, next);
        let found = [0, 1].map(|half| find(&kernel.bits[half], arabic[half], places));
        let found = _mm512_or_si512(found[0], found[1]);
        let special = _mm512_test_epi8_mask(found, splat(SPECIAL));
        let foreign = _mm512_cmpge_epu8_mask(bytes, splat(0xC0)) & !(arabic[0] | arabic[1]);
        let white = _mm512_cmple_epu8_mask(_mm512_max_epu8(bytes, next), splat(b' '));
        if special | foreign | white == 0 {
            return None;
        }
        let drop = _mm512_test_epi8_mask(found, splat(DROP));
        let [space, line_feed] =
            [kernel.space, kernel.line_feed].map(|byte| _mm512_cmpeq_epi8_mask(bytes, splat(byte)));
        let white = space & white | line_feed & _mm512_cmpeq_epi8_mask(next, splat(b' '));
        let stop = special & !drop | foreign | white | drop & (space | line_feed) << 1;
        Some(super::Block { stop, drop, ..super::Block::default() })
    }

    /// Copies `wanted` ≤ 64 bytes but for the two-byte characters whose lead bytes are set in `drop`; returns how many.
    ///
    /// # Safety
    /// 64 bytes can be read at `from` and written at `to`.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,bmi2,popcnt")]
    unsafe fn copy(from: *const u8, wanted: usize, drop: u64, to: *mut u8) -> usize {
        let stays = _bzhi_u64(!(drop | drop << 1), wanted as u32);
        // SAFETY: as the caller says.
        unsafe {
            let bytes = _mm512_loadu_si512(from.cast());
            _mm512_storeu_si512(to.cast(), _mm512_maskz_compress_epi8(stays, bytes));
        }
        stays.count_ones() as usize
    }

    /// # Safety
    /// 64 bytes can be read at `from` and written at `to`.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    unsafe fn copy_block(from: *const u8, to: *mut u8) {
        // SAFETY: as the caller says.
        unsafe { _mm512_storeu_si512(to.cast(), _mm512_loadu_si512(from.cast())) };
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn stored(bytes: __m512i) -> Block {
        let mut stored = [0; BLOCK];
        // SAFETY: 64 bytes are written to an array of as many.
        unsafe { _mm512_storeu_si512(stored.as_mut_ptr().cast(), bytes) };
        stored
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::blocks::{self, Around, Classes, Classified, Folds, Vectors};

    struct All<'t> {
        classes: &'t Classes<8>,
        folds: &'t Folds,
        around: &'t Around,
    }

    impl Work for All<'_> {
        type Output = (Classified<8>, [u64; 8], [blocks::Block; 3], Vec<Around>, u64, Vec<u8>);

        #[inline(always)]
        fn run(self, vectors: impl Vectors) -> Self::Output {
            let Self { classes, folds, around } = self;
            let block = blocks::inner(around);
            let classified = vectors.classify(classes, around);
            assert_eq!(vectors.rare(block), classified.rare);
            let (closed, kept) = vectors.close_up(block, !classified.inner);
            (
                classified,
                vectors.ascii(classes, block),
                [
                    vectors.fold(folds, around),
                    vectors.look_up(&folds.second, &block.map(|byte| byte % 128)),
                    vectors.filled(&around[2 + usize::from(around[0] % 64)..]),
                ],
                (0..around.len()).map(|start| vectors.at_edge(around, start)).collect(),
                vectors.equal(block, around[1]),
                closed[..kept].to_vec(),
            )
        }
    }

    proptest! {
        #[test]
        fn all_vectors_do_the_same(
            chars in vec(prop_oneof!["[ -~]", "[\u{600}-\u{67F}]", any::<char>().prop_map(String::from)], 0..40),
            bytes in vec(any::<u8>(), blocks::BLOCK + 2),
            salt in 1_u32..,
        ) {
            let bits = |c: char| u32::from(c).wrapping_mul(salt | 1).to_be_bytes();
            let classes = Classes::new(|c| bits(c)[0]);
            let folds = Folds::new(|c| [bits(c)[1], bits(c)[2]]);
            let text = [chars.concat().as_bytes(), &bytes].concat();
            for around in [text.first_chunk(), text.last_chunk()].into_iter().flatten() {
                let all = || All { classes: &classes, folds: &folds, around };
                let expected = all().run(Bytewise);
                prop_assert_eq!(&on_blocks(all()), &expected);
                #[cfg(target_arch = "x86_64")]
                if Level::all().contains(&Level::Avx2) {
                    // SAFETY: the CPU has the features.
                    prop_assert_eq!(&unsafe { avx2::on_blocks(all()) }, &expected);
                }
            }
        }
    }
}
