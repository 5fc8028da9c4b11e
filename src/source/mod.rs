//! Source: roots → batches of documents to work on, in order, as streams.

mod ahead;
mod batch;
pub mod earlier;
mod folder;
pub mod jsonl;
mod lines;
mod open;
#[cfg(feature = "parquet")]
pub mod parquet;
mod shard;
pub mod wet;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use ahead::{Contents, FileReader, read};
pub use batch::{Batch, Slice, SliceContent, Task};
pub use earlier::Earlier;
pub use lines::{LongLine, lines_of};
pub use shard::Shard;

use crate::error::Error;
use crate::sink::manifest::Part;
use crate::walk::{self, Container, Failed, Found, Name, Walk, walk};
use batch::KEPT_BYTES;
use lines::LineBlocks;
use open::{Opened, open, open_parquet};

/// Bytes of a stream in a batch, more only where a single line is longer.
const BYTES_A_BATCH: usize = 256 << 10;

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

/// Finds documents and deals them out in batches. Files that hold one document are left to be read by whoever
/// works on the batch; those that hold many are read here, slice by slice.
pub struct Source {
    options: Options,
    walk: Walk,
    /// What was found but must wait for the next batch.
    next: Option<Next>,
    stream: Option<Stream>,
    /// What earlier runs did; `None` where nobody is to go on with this one.
    earlier: Option<Vec<Earlier>>,
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

/// A file to take, and the part of it that begins where all before is done.
struct Next {
    found: Found,
    part: Option<Part>,
}

/// A file that holds many documents, being read.
struct Stream {
    file: Arc<Found>,
    reader: Reader,
    /// The part to come.
    part: Option<Part>,
}

enum Reader {
    Lines(LineBlocks<Opened<'static>>),
    Wet(wet::Reader),
}

impl Source {
    /// Documents under `roots`.
    pub fn new(roots: &[PathBuf], options: Options, progress: Arc<Progress>) -> Self {
        let walk = walk(roots, options.walk.clone());
        Self { options, walk, next: None, stream: None, earlier: None, progress }
    }

    /// The same for an output that is to be resumable: what `earlier` runs did is taken over where the files
    /// have not changed, and every part of a file is named.
    pub fn resuming(self, earlier: Vec<Earlier>) -> Self {
        Self { earlier: Some(earlier), ..self }
    }

    /// Fills `batch` with what comes next; `false` when nothing is left.
    pub fn pull(&mut self, batch: &mut Batch) -> bool {
        batch.clear();
        while !batch.is_full() {
            if let Some(mut stream) = self.stream.take() {
                if let Some(slice) = stream.pull(&mut batch.bytes) {
                    let ended = matches!(slice.content, SliceContent::Failed(_));
                    batch.slice = Some(slice);
                    self.stream = (!ended).then_some(stream);
                    return true;
                }
                batch.tasks.extend(stream.part.map(|part| Task::End(part.last())));
            }
            match self.find() {
                None => return !batch.tasks.is_empty(),
                Some(Err(failed)) => {
                    let part = self.part(&failed.path, false);
                    batch.tasks.push(Task::Failed(failed));
                    batch.tasks.extend(part.map(|part| Task::End(part.last())));
                }
                Some(Ok(next)) => {
                    self.next = self.take(next, batch);
                    if self.next.is_some() {
                        return true;
                    }
                }
            }
        }
        true
    }

    /// Puts a file into the batch, or opens it; gives it back where the batch has no room for it.
    fn take(&mut self, mut next: Next, batch: &mut Batch) -> Option<Next> {
        while let Some(part) = &mut next.part
            && let Some(piece) = self.done(part, batch)
        {
            part.range.0 = piece.range.1;
            if piece.ends {
                let bytes = piece.stamp.map_or(0, |stamp| stamp.bytes);
                self.progress.bytes.fetch_add(bytes, Ordering::Relaxed);
                return None;
            }
            if batch.is_full() {
                return Some(next);
            }
        }
        let Next { found, part } = next;
        if self.options.name(&found.path).container == Container::Document {
            batch.tasks.push(Task::File(found, part.map(Part::last)));
        } else if !batch.tasks.is_empty() {
            return Some(Next { found, part });
        } else {
            match self.open(&found) {
                Ok(reader) => self.stream = Some(Stream { file: Arc::new(found), reader, part }),
                Err(error) => {
                    batch.tasks.push(Task::Failed(Failed { path: found.path, error }));
                    batch.tasks.extend(part.map(|part| Task::End(part.last())));
                }
            }
        }
        None
    }

    /// Takes over the piece of an earlier run that begins where `part` does.
    fn done(&mut self, part: &Part, batch: &mut Batch) -> Option<Part> {
        let start = batch.bytes.len();
        let earlier = self.earlier.iter_mut().flatten();
        let piece = earlier.filter_map(|earlier| earlier.piece(part, &mut batch.bytes)).next()?;
        let done = piece.part.clone();
        batch.tasks.push(Task::Done(Box::new(piece), start..batch.bytes.len()));
        Some(done)
    }

    fn find(&mut self) -> Option<Result<Next, Failed>> {
        if let Some(next) = self.next.take() {
            return Some(Ok(next));
        }
        loop {
            let found = self.walk.next()?;
            let path = match &found {
                Ok(found) => &found.path,
                Err(failed) => &failed.path,
            };
            if self.options.shard.is_none_or(|shard| shard.holds(path)) {
                self.progress.files.fetch_add(1, Ordering::Relaxed);
                return Some(found.map(|found| Next { part: self.part(&found.path, found.named), found }));
            }
            self.progress.elsewhere.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The beginning of a file, as it is before it is read, where that is to be known.
    fn part(&self, path: &Path, named: bool) -> Option<Part> {
        self.earlier.as_ref().map(|_| earlier::first_part(path, named))
    }

    fn open(&self, found: &Found) -> Result<Reader, Error> {
        let Name { container, compression } = self.options.name(&found.path);
        let opened = match container {
            Container::Parquet => open_parquet(found, &self.options.fields, Arc::clone(&self.progress))?,
            _ => open(found, compression, Arc::clone(&self.progress))?,
        };
        Ok(match container {
            Container::Wet => Reader::Wet(wet::Reader::new(opened, self.options.max_document_bytes)),
            _ => Reader::Lines(LineBlocks::new(opened, self.options.max_line_bytes, BYTES_A_BATCH)),
        })
    }
}

impl Stream {
    /// The next slice; its bytes are put in `bytes`, which must be empty.
    fn pull(&mut self, bytes: &mut Vec<u8>) -> Option<Slice> {
        loop {
            bytes.clear();
            let content = self.reader.pull(bytes)?;
            let Some(before) = self.part.as_ref().map(|part| part.range.0) else {
                return Some(Slice { file: Arc::clone(&self.file), content, part: None });
            };
            let Some(content) = content.behind(before, bytes) else { continue };
            let last = content.last(bytes, before);
            let ends = matches!(content, SliceContent::Failed(_));
            let part = self.part.clone().map(|part| Part { range: (before, last), ends, ..part });
            if let Some(part) = &mut self.part {
                part.range = (last, last);
            }
            return Some(Slice { file: Arc::clone(&self.file), content, part });
        }
    }
}

impl Reader {
    fn pull(&mut self, bytes: &mut Vec<u8>) -> Option<SliceContent> {
        match self {
            Self::Lines(blocks) => blocks.pull(bytes),
            Self::Wet(reader) => reader.pull(bytes, BYTES_A_BATCH),
        }
    }
}
