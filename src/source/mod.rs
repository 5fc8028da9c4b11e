//! Source: roots → batches of documents to work on, in order, as streams.

pub mod jsonl;
mod lines;
mod open;
#[cfg(feature = "parquet")]
pub mod parquet;
mod shard;
pub mod wet;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

pub use lines::{LongLine, lines_of};
pub use open::{FileReader, read};
pub use shard::Shard;

use crate::error::Error;
use crate::walk::{self, Container, Failed, Found, Name, Walk, walk};
use lines::LineBlocks;
use open::{Opened, open, open_parquet};

/// Files in a batch: enough that handing them out costs nothing, few enough that nobody waits at the end.
const FILES_A_BATCH: usize = 64;

/// Bytes of a stream in a batch, more only where a single line is longer.
const BYTES_A_BATCH: usize = 256 << 10;

/// Buffers that one large document has blown up are given back above this size.
const KEPT_BYTES: usize = 8 << 20;

/// Where documents come from and how they stand there.
#[derive(Clone, Debug)]
pub struct Options {
    /// What a walk takes.
    pub walk: walk::Options,
    /// How to read every file, whatever its name says.
    pub from: Option<Name>,
    /// Take a part of the files.
    pub shard: Option<Shard>,
    /// The largest document, decompressed.
    pub max_document_bytes: u64,
    /// The longest line of JSON Lines.
    pub max_line_bytes: u64,
    /// The fields of JSON Lines.
    pub fields: jsonl::Fields,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            walk: walk::Options::default(),
            from: None,
            shard: None,
            max_document_bytes: 256 << 20,
            max_line_bytes: 64 << 20,
            fields: jsonl::Fields::default(),
        }
    }
}

impl Options {
    /// How to read a file.
    pub fn name(&self, path: &Path) -> Name {
        let name = Name::of(path);
        self.from.map_or(name, |said| name.overridden(said))
    }
}

/// A hash of the paths, sizes and times of all files, which tells whether any has changed; `None` where that
/// cannot be known, as of standard input.
pub fn fingerprint(roots: &[PathBuf], options: &Options) -> Option<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    for found in walk(roots, options.walk.clone()).filter_map(Result::ok) {
        if options.shard.is_some_and(|shard| !shard.holds(&found.path)) {
            continue;
        }
        let metadata = found.path.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let path = found.path.as_os_str().as_encoded_bytes();
        hasher.update(&(path.len() as u64).to_le_bytes()).update(path);
        hasher.update(&metadata.len().to_le_bytes()).update(&modified.as_nanos().to_le_bytes());
    }
    Some(hasher.finalize())
}

/// Work for one thread at a time: files, or a slice of one file's stream.
#[derive(Debug, Default)]
pub struct Batch {
    /// Files that hold one document each, yet to be read, and what failed among them.
    pub files: Vec<Result<Found, Failed>>,
    /// A part of a file that holds many documents; then there are no `files`.
    pub slice: Option<Slice>,
    /// What `slice` speaks of.
    pub bytes: Vec<u8>,
}

/// A part of a file that holds many documents.
#[derive(Debug)]
pub struct Slice {
    /// The file.
    pub file: Arc<Found>,
    /// What stands in [`Batch::bytes`].
    pub content: SliceContent,
}

/// What a slice holds.
#[derive(Debug)]
pub enum SliceContent {
    /// Whole lines of JSON Lines; `first` is the 1-based number of the first.
    Lines {
        /// The number of the first line.
        first: u64,
    },
    /// A line beyond the limit, of which only this is left.
    LongLine(LongLine),
    /// Records of a WET file.
    Records(Vec<wet::Record>),
    /// The rest of the file cannot be read.
    Failed(Error),
}

impl Batch {
    fn clear(&mut self) {
        self.files.clear();
        self.slice = None;
        self.bytes.clear();
        if self.bytes.capacity() > KEPT_BYTES {
            self.bytes = Vec::new();
        }
    }
}

/// Finds documents and deals them out in batches. Files that hold one document are left to be read by whoever
/// works on the batch; those that hold many are read here, slice by slice.
pub struct Source {
    options: Options,
    walk: Walk,
    /// A file that was found but must begin a batch of its own.
    next: VecDeque<Result<Found, Failed>>,
    stream: Option<(Arc<Found>, Stream)>,
    progress: Arc<Progress>,
}

/// How far the reading has come, for whoever watches from another thread.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes read, as they stand on the disk.
    pub bytes: AtomicU64,
    /// Files found.
    pub files: AtomicU64,
    /// Files found that belong to other shards.
    pub elsewhere: AtomicU64,
}

enum Stream {
    Lines(LineBlocks<Opened>),
    Wet(wet::Reader),
}

impl Source {
    /// Documents under `roots`.
    pub fn new(roots: &[PathBuf], options: Options, progress: Arc<Progress>) -> Self {
        let walk = walk(roots, options.walk.clone());
        Self { options, walk, next: VecDeque::new(), stream: None, progress }
    }

    /// Fills `batch` with what comes next; `false` when nothing is left.
    pub fn pull(&mut self, batch: &mut Batch) -> bool {
        batch.clear();
        loop {
            if let Some((file, stream)) = &mut self.stream {
                if let Some(content) = stream.pull(&mut batch.bytes) {
                    let ended = matches!(content, SliceContent::Failed(_));
                    batch.slice = Some(Slice { file: Arc::clone(file), content });
                    if ended {
                        self.stream = None;
                    }
                    return true;
                }
                self.stream = None;
            }
            let Some(found) = self.find() else { return !batch.files.is_empty() };
            match found {
                Ok(found) if self.options.name(&found.path).container != Container::Document => {
                    if !batch.files.is_empty() {
                        self.next.push_back(Ok(found));
                        return true;
                    }
                    match self.open(&found) {
                        Ok(stream) => self.stream = Some((Arc::new(found), stream)),
                        Err(error) => batch.files.push(Err(Failed { path: found.path, error })),
                    }
                }
                found => batch.files.push(found),
            }
            if batch.files.len() == FILES_A_BATCH {
                return true;
            }
        }
    }

    fn find(&mut self) -> Option<Result<Found, Failed>> {
        if let Some(next) = self.next.pop_front() {
            return Some(next);
        }
        loop {
            let found = self.walk.next()?;
            let path = match &found {
                Ok(found) => &found.path,
                Err(failed) => &failed.path,
            };
            if self.options.shard.is_none_or(|shard| shard.holds(path)) {
                self.progress.files.fetch_add(1, Ordering::Relaxed);
                return Some(found);
            }
            self.progress.elsewhere.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn open(&self, found: &Found) -> Result<Stream, Error> {
        let Name { container, compression } = self.options.name(&found.path);
        let opened = match container {
            Container::Parquet => open_parquet(&found.path, &self.options.fields)?,
            _ => open(&found.path, compression, Arc::clone(&self.progress))?,
        };
        Ok(match container {
            Container::Wet => Stream::Wet(wet::Reader::new(opened, self.options.max_document_bytes)),
            _ => Stream::Lines(LineBlocks::new(opened, self.options.max_line_bytes, BYTES_A_BATCH)),
        })
    }
}

impl Stream {
    fn pull(&mut self, bytes: &mut Vec<u8>) -> Option<SliceContent> {
        match self {
            Self::Lines(blocks) => blocks.pull(bytes),
            Self::Wet(reader) => reader.pull(bytes, BYTES_A_BATCH),
        }
    }
}
