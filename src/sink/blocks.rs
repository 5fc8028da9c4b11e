//! Blocks: writes of one size, so that what a compressor makes of them hangs on the bytes alone and not on how
//! they were cut.

use std::io::{self, Write};

/// The size of a write.
const BLOCK_BYTES: usize = 64 << 10;

/// Gathers bytes for a compressor.
pub(super) struct Blocks<W> {
    inner: W,
    block: Vec<u8>,
}

impl<W: Write> Blocks<W> {
    pub(super) fn new(inner: W) -> Self {
        Self { inner, block: Vec::with_capacity(BLOCK_BYTES) }
    }

    pub(super) fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let room = bytes.len().min(BLOCK_BYTES - self.block.len());
            let (now, later) = bytes.split_at(room);
            self.block.extend_from_slice(now);
            if self.block.len() == BLOCK_BYTES {
                self.inner.write_all(&self.block)?;
                self.block.clear();
            }
            bytes = later;
        }
        Ok(())
    }

    /// Writes what is left.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.inner.write_all(&self.block)?;
        Ok(self.inner)
    }
}
