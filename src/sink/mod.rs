//! Sink: records → JSON Lines, to a stream or to a file that appears only when whole, compressed as its name
//! says.

mod atomic;
mod blocks;
pub mod manifest;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod resumable;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;

pub use atomic::{AtomicFile, Unfinished};

use blocks::Blocks;

use crate::walk::{Compression, Container, Name};

/// Levels that take a few times as long as the records themselves would be more than anyone waits for.
const GZIP_LEVEL: u32 = 6;
const ZSTD_LEVEL: i32 = 3;

/// Where records go. What is dropped before [`Sink::finish`] leaves no file.
pub struct Sink(Target);

enum Target {
    Stream(Box<dyn Write + Send>),
    Plain(AtomicFile),
    Gzip(Blocks<GzEncoder<AtomicFile>>),
    Zstd(Blocks<zstd::Encoder<'static, AtomicFile>>),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Writer<AtomicFile>>),
}

impl Sink {
    /// Writes to a stream as records come.
    pub fn stream(stream: impl Write + Send + 'static) -> Self {
        Self(Target::Stream(Box::new(stream)))
    }

    /// Writes to a temporary file beside `path`, which takes that name in [`Sink::finish`].
    pub fn file(path: &Path, unfinished: &Unfinished) -> io::Result<Self> {
        Self::to(AtomicFile::create(path, unfinished)?, path)
    }

    /// The same to `file`, which is called `part` until then and stays where it is when that never comes.
    pub fn resumable(file: File, part: PathBuf, path: &Path) -> io::Result<Self> {
        Self::to(AtomicFile::resumable(file, part, path), path)
    }

    /// Writes to a file in the format that `path` says.
    fn to(file: AtomicFile, path: &Path) -> io::Result<Self> {
        if let Some(ending) = foreign_compression(path) {
            let message = format!(
                "unsupported: no .{ending} is written; name the file .jsonl, .jsonl.gz or .jsonl.zst"
            );
            return Err(io::Error::new(io::ErrorKind::Unsupported, message));
        }
        let name = Name::of(path);
        if name.container == Container::Parquet {
            return parquet_file(file);
        }
        Ok(Self(match name.compression {
            Compression::None => Target::Plain(file),
            Compression::Gzip => {
                Target::Gzip(Blocks::new(GzEncoder::new(file, flate2::Compression::new(GZIP_LEVEL))))
            }
            Compression::Zstd => {
                let mut encoder = zstd::Encoder::new(file, ZSTD_LEVEL)?;
                encoder.include_checksum(true)?;
                Target::Zstd(Blocks::new(encoder))
            }
        }))
    }

    /// Writes whole lines; a stream has them at once.
    pub fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        match &mut self.0 {
            Target::Stream(stream) => stream.write_all(lines).and_then(|()| stream.flush()),
            Target::Plain(file) => file.write_all(lines),
            Target::Gzip(blocks) => blocks.write(lines),
            Target::Zstd(blocks) => blocks.write(lines),
            #[cfg(feature = "parquet")]
            Target::Parquet(writer) => writer.write_all(lines),
        }
    }

    /// Ends the stream; a file is made durable and gets its name.
    pub fn finish(self) -> io::Result<()> {
        match self.0 {
            Target::Stream(mut stream) => stream.flush(),
            Target::Plain(file) => file.finish(),
            Target::Gzip(blocks) => blocks.finish()?.finish()?.finish(),
            Target::Zstd(blocks) => blocks.finish()?.finish()?.finish(),
            #[cfg(feature = "parquet")]
            Target::Parquet(writer) => writer.finish()?.finish(),
        }
    }
}

/// The ending of a compression or archive that nobody would look for plain lines in.
fn foreign_compression(path: &Path) -> Option<&str> {
    const FOREIGN: [&str; 8] = ["7z", "br", "bz2", "lz4", "rar", "tgz", "xz", "zip"];
    let ending = path.extension()?.to_str()?;
    FOREIGN.iter().any(|foreign| foreign.eq_ignore_ascii_case(ending)).then_some(ending)
}

#[cfg(feature = "parquet")]
fn parquet_file(file: AtomicFile) -> io::Result<Sink> {
    Ok(Sink(Target::Parquet(Box::new(parquet::Writer::new(file)?))))
}

#[cfg(not(feature = "parquet"))]
fn parquet_file(_file: AtomicFile) -> io::Result<Sink> {
    let message = "unsupported: this build cannot write Parquet, build seedtool with --features parquet";
    Err(io::Error::new(io::ErrorKind::Unsupported, message))
}
