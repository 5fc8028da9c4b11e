//! Batch: work for one thread at a time.

use std::ops::Range;
use std::sync::Arc;

use super::lines::LongLine;
use super::{BYTES_A_BATCH, wet};
use crate::error::Error;
use crate::sink::manifest::{Part, Piece};
use crate::walk::{Failed, Found};

/// Files in a batch: enough that handing them out costs nothing, few enough that nobody waits at the end.
const FILES_A_BATCH: usize = 64;

/// Buffers that one large document has blown up are given back above this size.
pub(super) const KEPT_BYTES: usize = 8 << 20;

/// Files, or a slice of one file's stream.
#[derive(Debug, Default)]
pub struct Batch {
    /// Files and what else is to be done in their order.
    pub tasks: Vec<Task>,
    /// A part of a file that holds many documents; it comes after the `tasks`.
    pub slice: Option<Slice>,
    /// What `slice` and `tasks` speak of.
    pub bytes: Vec<u8>,
}

/// What is to be done in a batch. Parts are given where the output is to be resumable.
#[derive(Debug)]
pub enum Task {
    /// A file that holds one document, yet to be read.
    File(Found, Option<Part>),
    /// A path that could not be walked.
    Failed(Failed),
    /// A piece that an earlier run did; its records are here in [`Batch::bytes`].
    Done(Box<Piece>, Range<usize>),
    /// The end of a file whose slices came before.
    End(Part),
}

impl Task {
    /// The file that is to be read.
    pub fn file(&self) -> Option<&Found> {
        match self {
            Self::File(found, _) => Some(found),
            _ => None,
        }
    }
}

/// A part of a file that holds many documents.
#[derive(Debug)]
pub struct Slice {
    /// The file.
    pub file: Arc<Found>,
    /// What stands in [`Batch::bytes`].
    pub content: SliceContent,
    /// Which part of the file it is, where the output is to be resumable.
    pub part: Option<Part>,
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

impl SliceContent {
    /// The number of the last line or record in here; `before` where there is none.
    pub(super) fn last(&self, bytes: &[u8], before: u64) -> u64 {
        match self {
            Self::Lines { first } => {
                let ends = memchr::memchr_iter(b'\n', bytes).count() as u64;
                first - 1 + ends + u64::from(!bytes.is_empty() && !bytes.ends_with(b"\n"))
            }
            Self::LongLine(line) => line.number,
            Self::Records(records) => records.last().map_or(before, |record| record.number),
            Self::Failed(_) => before,
        }
    }

    /// Leaves out lines and records that were done before, up to this number; `None` where nothing is left.
    pub(super) fn behind(mut self, done: u64, bytes: &mut Vec<u8>) -> Option<Self> {
        let keep = match &mut self {
            Self::Lines { first } => {
                let passed = done.saturating_sub(*first - 1);
                if let Some(passed) = passed.checked_sub(1) {
                    let end = memchr::memchr_iter(b'\n', bytes).nth(usize::try_from(passed).ok()?);
                    bytes.drain(..end.map_or(bytes.len(), |end| end + 1));
                    *first = done + 1;
                }
                !bytes.is_empty()
            }
            Self::LongLine(line) => line.number > done,
            Self::Records(records) => {
                records.retain(|record| record.number > done);
                !records.is_empty()
            }
            Self::Failed(_) => true,
        };
        keep.then_some(self)
    }
}

impl Batch {
    pub(super) fn clear(&mut self) {
        self.tasks.clear();
        self.slice = None;
        self.bytes.clear();
        if self.bytes.capacity() > KEPT_BYTES {
            self.bytes = Vec::new();
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.tasks.len() >= FILES_A_BATCH || self.bytes.len() >= BYTES_A_BATCH
    }
}
