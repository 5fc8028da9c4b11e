//! Source: where documents are read from.

#[cfg(feature = "parquet")]
pub mod parquet;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, ErrorCode};
use crate::walk::{STDIN, unreadable};

/// Reads a whole document of at most `limit` bytes into `buffer`, which is emptied first.
pub fn read(path: &Path, limit: u64, buffer: &mut Vec<u8>) -> Result<(), Error> {
    buffer.clear();
    if path == Path::new(STDIN) {
        return read_from(std::io::stdin().lock(), limit, buffer);
    }
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let metadata = file.metadata().map_err(|error| unreadable(&error))?;
    if metadata.is_dir() {
        return Err(Error::new(ErrorCode::Io, "a folder, not a file"));
    }
    buffer.reserve(usize::try_from(metadata.len().min(limit)).unwrap_or(0));
    read_from(file, limit, buffer)
}

fn read_from(reader: impl Read, limit: u64, buffer: &mut Vec<u8>) -> Result<(), Error> {
    reader.take(limit.saturating_add(1)).read_to_end(buffer).map_err(|error| unreadable(&error))?;
    if buffer.len() as u64 > limit {
        return Err(Error::new(
            ErrorCode::TooLarge,
            format!("larger than {limit} bytes; raise --max-document-bytes or split it"),
        ));
    }
    Ok(())
}
