//! Facts: what one record adds to the figures, read from the record's own wire format.
//!
//! A record at hand and one that was written to a file a year ago take the same way in, so that both count alike.

use std::borrow::Cow;

use serde::Deserialize;

use super::steps::Changes;
use crate::error::{Error, ErrorCode};
use crate::record::{ERROR_SCHEMA, Record, SCHEMA};

/// The parts of a record that figures are made of.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Facts {
    /// Content id.
    pub id: String,
    /// The title.
    pub title: Option<String>,
    /// Where the title comes from.
    pub title_source: String,
    /// The whole article, by which it is known again.
    pub text: Fingerprint,
    /// Lines that are not part of the article.
    pub dropped: Vec<Dropped>,
    /// Where the article comes from.
    pub source: Source,
    /// Figures over the text.
    pub counts: Counts,
    /// What was noticed.
    pub warnings: Vec<Warning>,
    /// What normalization did; `None` where the source is not at hand.
    #[serde(skip)]
    pub changes: Option<Changes>,
}

/// Eight bytes of the BLAKE3 hash of a text. Among ten million texts the odds that two different ones share them
/// are one in 370,000 (n² / 2⁶⁵).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "Cow<'_, str>")]
pub struct Fingerprint([u8; 8]);

impl From<Cow<'_, str>> for Fingerprint {
    fn from(text: Cow<'_, str>) -> Self {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&blake3::hash(text.as_bytes()).as_bytes()[..8]);
        Self(bytes)
    }
}

/// See [`crate::record::Dropped`].
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Dropped {
    /// Its words.
    pub text: String,
    /// What it is.
    pub kind: String,
}

/// See [`crate::record::Source`].
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Source {
    /// The path.
    pub path: String,
    /// 1-based line of JSON Lines.
    pub record: Option<u64>,
    /// Size of the document.
    pub bytes: u64,
    /// The encoding it was decoded from.
    pub encoding: Option<String>,
    /// The format it was read as.
    pub format: Option<String>,
    /// How many U+FFFD stand for malformed sequences.
    pub replacements: u64,
}

/// See [`crate::record::RecordCounts`].
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "the record's own names")]
pub struct Counts {
    pub characters: u64,
    pub words: u64,
    pub sections: u64,
    pub paragraphs: u64,
    pub lists: u64,
    pub list_items: u64,
    pub tatweel_removed: u64,
    pub marks_removed: u64,
    pub arabic_letters: u64,
    pub letters: u64,
}

/// See [`crate::error::Warning`].
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Warning {
    /// The code.
    pub code: String,
    /// 1-based line.
    pub line: Option<u64>,
    /// In words.
    pub message: String,
}

/// An input without a record.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Failure {
    /// Where it comes from.
    pub source: Source,
    /// Why there is no record.
    pub error: Cause,
}

/// See [`crate::error::Error`].
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Cause {
    /// The code.
    pub code: String,
    /// In words.
    pub message: String,
}

/// A line that seedtool wrote.
#[derive(Clone, Debug)]
pub enum Written {
    /// A record.
    Record(Box<Facts>),
    /// An error record.
    Failure(Failure),
}

impl Facts {
    /// The facts of a record.
    ///
    /// # Panics
    ///
    /// Where the record's own JSON cannot be read back, which is a defect.
    pub fn of(record: &Record<'_>) -> Self {
        let json = serde_json::to_vec(record).expect("a record has string keys alone");
        serde_json::from_slice(&json).expect("facts are parts of a record")
    }

    /// `path`, and the line where the document is one of many in a file.
    pub fn name(&self) -> String {
        name(&self.source)
    }
}

impl Failure {
    /// The failure of an input.
    pub fn new(path: &str, record: Option<u64>, error: &Error) -> Self {
        let source = Source { path: path.to_owned(), record, ..Source::default() };
        let cause = Cause { code: error.code.as_str().to_owned(), message: error.message.clone() };
        Self { source, error: cause }
    }

    /// As [`Facts::name`].
    pub fn name(&self) -> String {
        name(&self.source)
    }
}

fn name(source: &Source) -> String {
    match source.record {
        Some(record) => format!("{}:{record}", source.path),
        None => source.path.clone(),
    }
}

/// Whether a line of JSON Lines was written by seedtool: `schema` is the first key of all that it writes.
pub fn is_written(line: &[u8]) -> bool {
    let opening = |schema: &str| format!("{{\"schema\":\"{schema}\"");
    [SCHEMA, ERROR_SCHEMA].iter().any(|schema| line.starts_with(opening(schema).as_bytes()))
}

/// Reads a line back for which [`is_written`] holds.
pub fn read(line: &[u8]) -> Result<Written, Error> {
    let failed = line.starts_with(format!("{{\"schema\":\"{ERROR_SCHEMA}\"").as_bytes());
    let written = match failed {
        true => serde_json::from_slice(line).map(Written::Failure),
        false => serde_json::from_slice(line).map(|facts| Written::Record(Box::new(facts))),
    };
    written.map_err(|error| not_a_record(&error))
}

fn not_a_record(error: &serde_json::Error) -> Error {
    Error::new(ErrorCode::Json, format!("not a whole {SCHEMA} record: {error}"))
}
