//! Earlier: what an earlier run made of files that have not changed since.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::open::{Opened, open};
use super::{Options, walk};
use crate::error::Error;
use crate::sink::manifest::{Failure, Head, Line, Part, Piece, Stamp};
use crate::sink::resumable::Pair;
use crate::walk::{Found, Name, STDIN};

/// Bytes that are read at a time.
const CHUNK_BYTES: u64 = 64 << 10;

/// The lines of a manifest behind its head, up to where it was cut.
#[derive(Debug)]
pub struct Lines {
    reader: BufReader<File>,
    line: Vec<u8>,
}

impl Lines {
    /// Opens a manifest that has this head, if it is there.
    pub fn open(path: &Path, head: &Head) -> Option<Self> {
        let mut lines = Self { reader: BufReader::new(File::open(path).ok()?), line: Vec::new() };
        (lines.next()? == Line::Head(head.clone())).then_some(lines)
    }
}

impl Iterator for Lines {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        self.line.clear();
        self.reader.read_until(b'\n', &mut self.line).ok()?;
        self.line.ends_with(b"\n").then(|| serde_json::from_slice(&self.line).ok())?
    }
}

/// How many inputs an output was made of, if that is what it would be made of again, from files under `roots`
/// that have not changed. `lines` are its manifest's. What failed then would fail again; it is counted and
/// handed to `failed`.
pub fn unchanged(roots: &[PathBuf], options: &Options, output: &Path, mut lines: Lines) -> Option<u64> {
    let mut inputs = 0;
    for found in walk(roots, options.walk.clone()) {
        let found = found.ok()?;
        if options.shard.is_some_and(|shard| !shard.holds(&found.path)) {
            continue;
        }
        let mut wanted = first_part(&found.path, found.named);
        while !wanted.ends {
            let Line::Piece(piece) = lines.next()? else { return None };
            wanted.ends = piece.part.ends;
            wanted.range.1 = piece.part.range.1;
            if piece.part != wanted || wanted.stamp.is_none() {
                return None;
            }
            wanted.range.0 = wanted.range.1;
            inputs += piece.inputs;
        }
    }
    let whole = Stamp::of(&output.metadata().ok()?).map(Line::End);
    (lines.next() == whole && whole.is_some()).then_some(inputs)
}

/// The beginning of a file as it is now.
pub(super) fn first_part(path: &Path, named: bool) -> Part {
    let metadata = path.metadata().ok().filter(|_| path.as_os_str() != STDIN);
    let stamp = metadata.and_then(|metadata| Stamp::of(&metadata));
    Part { path: path.into(), stamp, named, range: (0, 0), ends: false }
}

/// The inputs that failed when an output was made.
pub fn failures(lines: Lines) -> impl Iterator<Item = Failure> {
    lines.flat_map(|line| match line {
        Line::Piece(piece) => piece.errors,
        _ => Vec::new(),
    })
}

/// Pieces with their records, in order.
pub struct Earlier {
    lines: Lines,
    next: Option<Box<Piece>>,
    records: Opened<'static>,
    /// How far `records` are read.
    at: u64,
}

impl Earlier {
    /// What an earlier run wrote. `output` is the name that says how it is compressed.
    pub fn open(pair: &Pair, output: &Path, lines: Lines) -> Result<Self, Error> {
        let found = Found { path: pair.records.clone(), named: false };
        let records = open(&found, Name::of(output).compression, Arc::default())?;
        let mut earlier = Self { lines, next: None, records, at: 0 };
        earlier.advance();
        Ok(earlier)
    }

    /// The piece that begins where `part` does, of the same file, if that has not changed; its records are added
    /// to `bytes`. Parts must be asked for in the order of a walk.
    pub(super) fn piece(&mut self, part: &Part, bytes: &mut Vec<u8>) -> Option<Piece> {
        loop {
            let next = &self.next.as_ref()?.part;
            match (&next.path, next.range.0).cmp(&(&part.path, part.range.0)) {
                Ordering::Less => self.advance(),
                Ordering::Greater => return None,
                Ordering::Equal => break,
            }
        }
        let piece = self.next.take()?;
        self.advance();
        let start = bytes.len();
        let same = (piece.part.stamp, piece.part.named) == (part.stamp, part.named);
        if same && part.stamp.is_some() && self.read(&piece, bytes) {
            return Some(*piece);
        }
        bytes.truncate(start);
        None
    }

    fn advance(&mut self) {
        self.next = match self.lines.next() {
            Some(Line::Piece(piece)) => Some(piece),
            _ => None,
        };
    }

    /// Reads the records of a piece and says whether they are what they were.
    fn read(&mut self, piece: &Piece, bytes: &mut Vec<u8>) -> bool {
        let start = bytes.len();
        let found = self.skip_to(piece.at) && self.take(piece.size, |chunk| bytes.extend_from_slice(chunk));
        if !found {
            // They end here, or were cut.
            self.next = None;
        }
        found && blake3::hash(&bytes[start..]).to_hex().as_str() == piece.hash
    }

    fn skip_to(&mut self, at: u64) -> bool {
        at.checked_sub(self.at).is_some_and(|gap| self.take(gap, |_| {}))
    }

    fn take(&mut self, mut size: u64, mut to: impl FnMut(&[u8])) -> bool {
        let mut chunk = [0; CHUNK_BYTES as usize];
        while size > 0 {
            let room = size.min(CHUNK_BYTES) as usize;
            match self.records.read(&mut chunk[..room]) {
                Ok(read) if read > 0 => {
                    to(&chunk[..read]);
                    self.at += read as u64;
                    size -= read as u64;
                }
                _ => return false,
            }
        }
        true
    }
}
