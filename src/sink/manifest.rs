//! Manifest: what an output was made of, piece by piece, in a file beside it, so that a later run need not make
//! the same again.
//!
//! It is written along with the output, as JSON Lines: a head, a line for each piece in the order of the output,
//! and an end once the output has its name. A piece is a file, or a part of one that holds many documents.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::error::ErrorCode;

/// The version of this format.
const SCHEMA: &str = "seedtool/2-manifest";

/// A line of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The first.
    Head(Head),
    /// What became of a piece.
    Piece(Box<Piece>),
    /// The last: the output is whole, and this is its own stamp.
    End(Stamp),
}

/// What all pieces have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    schema: String,
    /// A hash of all that decides what becomes of a document.
    options: String,
}

impl Head {
    /// For options that this hash stands for.
    pub fn new(options: blake3::Hash) -> Self {
        Self { schema: SCHEMA.to_owned(), options: options.to_hex().to_string() }
    }

    /// The first line of a manifest, without its line end.
    pub(super) fn line(&self) -> String {
        let Self { schema, options } = self;
        format!(r#"{{"head":{{"schema":"{schema}","options":"{options}"}}}}"#)
    }
}

/// What tells whether a file has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Its size in bytes.
    pub bytes: u64,
    /// The time of its last modification, in nanoseconds since 1970.
    pub modified: i64,
}

impl Stamp {
    /// Of a regular file whose time is known; nothing else can be told to be the same later.
    pub fn of(metadata: &Metadata) -> Option<Self> {
        let modified = metadata.modified().ok().filter(|_| metadata.is_file())?;
        let nanoseconds = match modified.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).ok()?,
            Err(before) => -i64::try_from(before.duration().as_nanos()).ok()?,
        };
        Some(Self { bytes: metadata.len(), modified: nanoseconds })
    }
}

/// A part of an input file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The file.
    pub path: PathBytes,
    /// The file before it was read; `None` where that cannot be known, as of standard input.
    pub stamp: Option<Stamp>,
    /// Whether the user named this very file.
    #[serde(default, skip_serializing_if = "is_default")]
    pub named: bool,
    /// How many of the file's lines or records stand before this part, and how many up to its end. Zero in a
    /// file that is one document.
    #[serde(default, skip_serializing_if = "is_default")]
    pub range: (u64, u64),
    /// Whether the file ends with this part.
    pub ends: bool,
}

impl Part {
    /// The same part, with which the file ends.
    pub fn last(self) -> Self {
        Self { ends: true, ..self }
    }
}

/// A path as its bytes, which need not be UTF-8; ordered as a walk is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Spelling", into = "Spelling")]
pub struct PathBytes(Vec<u8>);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Spelling {
    Text(String),
    Bytes(Vec<u8>),
}

impl From<Spelling> for PathBytes {
    fn from(spelling: Spelling) -> Self {
        match spelling {
            Spelling::Text(text) => Self(text.into_bytes()),
            Spelling::Bytes(bytes) => Self(bytes),
        }
    }
}

impl From<PathBytes> for Spelling {
    fn from(path: PathBytes) -> Self {
        String::from_utf8(path.0).map_or_else(|error| Self::Bytes(error.into_bytes()), Self::Text)
    }
}

impl From<&Path> for PathBytes {
    fn from(path: &Path) -> Self {
        Self(path.as_os_str().as_encoded_bytes().to_vec())
    }
}

/// A part of an input and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The part.
    #[serde(flatten)]
    pub part: Part,
    /// How many inputs it holds.
    pub inputs: u64,
    /// Those that failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Failure>,
    /// Where its records begin in the output, decompressed.
    pub at: u64,
    /// Their size.
    pub size: u64,
    /// The BLAKE3 hash of their bytes.
    pub hash: String,
}

/// An input that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Why.
    pub code: ErrorCode,
    /// The line that was said about it.
    pub message: String,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Writes a manifest along with its output.
#[derive(Debug)]
pub struct Manifest {
    file: BufWriter<File>,
    path: PathBuf,
    /// Where in the output the piece at hand begins, and its size so far.
    at: u64,
    size: u64,
    hasher: blake3::Hasher,
    inputs: u64,
    errors: Vec<Failure>,
}

impl Manifest {
    /// Begins a manifest.
    pub fn create(path: PathBuf, head: &Head) -> io::Result<Self> {
        let file = BufWriter::new(File::create(&path)?);
        let (hasher, errors) = (blake3::Hasher::new(), Vec::new());
        let mut manifest = Self { file, path, at: 0, size: 0, hasher, inputs: 0, errors };
        writeln!(manifest.file, "{}", head.line())?;
        Ok(manifest)
    }

    /// Counts inputs of the piece at hand.
    pub fn count(&mut self, inputs: u64) {
        self.inputs += inputs;
    }

    /// Notes an input of the piece at hand that failed, beside counting it.
    pub fn fail(&mut self, failure: Failure) {
        self.errors.push(failure);
    }

    /// Takes what goes to the output.
    pub fn data(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
    }

    /// Ends the piece at hand: it was this part of an input. What cannot be known again, and what could not be
    /// read and is to be tried again, is not noted.
    pub fn end(&mut self, part: Part) -> io::Result<()> {
        let (at, size) = (self.at, std::mem::take(&mut self.size));
        self.at += size;
        let hash = self.hasher.finalize().to_hex().to_string();
        self.hasher.reset();
        let (inputs, errors) = (std::mem::take(&mut self.inputs), std::mem::take(&mut self.errors));
        if part.stamp.is_none() || errors.iter().any(|failure| failure.code == ErrorCode::Io) {
            return Ok(());
        }
        self.write(&Line::Piece(Box::new(Piece { part, inputs, errors, at, size, hash })))
    }

    /// Puts down what was noted so far.
    pub fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }

    /// Ends the manifest of an output that has its name, and puts it beside it.
    pub fn finish(mut self, output: &Path, beside: &Path) -> io::Result<()> {
        if let Some(stamp) = Stamp::of(&output.metadata()?) {
            self.write(&Line::End(stamp))?;
        }
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        fs::rename(&self.path, beside)
    }

    fn write(&mut self, line: &Line) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, line)?;
        self.file.write_all(b"\n")
    }
}
