//! WET: plain text out of a web archive → its records.
//!
//! A file is a series of records (WARC 1.0, ISO 28500): a version line, header fields, an empty line, as many
//! bytes as `Content-Length` says, and two line ends. Of these the "conversion" records are documents; what
//! describes the archive is passed over.

use std::ops::Range;

use super::SliceContent;
use super::jsonl::Fields;
use super::open::Opened;
use crate::error::{Error, ErrorCode};
use crate::record::Carried;

/// The header field that is a record's id unless another is wanted.
const ID: &str = "WARC-Record-ID";

/// Header fields beyond this are no archive's.
const MAX_HEADER_BYTES: usize = 1 << 20;

/// Bytes that are read at a time.
const CHUNK_BYTES: usize = 64 << 10;

/// A document of a WET file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// 1-based, among the documents of its file.
    pub number: u64,
    /// Where its header fields stand.
    header: Range<usize>,
    /// Where its text stands, or how large it would have been.
    body: Result<Range<usize>, u64>,
}

impl Record {
    /// The document's bytes, or how many they are, where that is too many. `bytes` is the batch's.
    pub fn body<'a>(&self, bytes: &'a [u8]) -> Result<&'a [u8], u64> {
        self.body.clone().map(|body| &bytes[body])
    }

    /// The document's id.
    pub fn id(&self, bytes: &[u8], fields: &Fields) -> Option<String> {
        field(&bytes[self.header.clone()], fields.id.as_deref().unwrap_or(ID))
    }

    /// The header fields that go into the record.
    pub fn carried(&self, bytes: &[u8], fields: &Fields) -> Vec<Carried> {
        let header = &bytes[self.header.clone()];
        let carried = fields.carry.iter().filter_map(|name| {
            let json = serde_json::Value::String(field(header, name)?).to_string();
            Some(Carried { field: name.clone(), json })
        });
        carried.collect()
    }
}

/// The value of a header field; names are told without regard to case.
fn field(header: &[u8], name: &str) -> Option<String> {
    header.split(|&byte| byte == b'\n').find_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        let (key, value) = (&line[..colon], &line[colon + 1..]);
        let value = || String::from_utf8_lossy(value.trim_ascii()).into_owned();
        key.trim_ascii().eq_ignore_ascii_case(name.as_bytes()).then(value)
    })
}

/// Reads records one after the other.
pub(super) struct Reader {
    input: Input,
    /// The largest document.
    limit: u64,
    documents: u64,
    /// What ended the reading, until it is told.
    failure: Option<Error>,
}

impl Reader {
    pub(super) fn new(opened: Opened<'static>, limit: u64) -> Self {
        let input = Input { opened, chunk: Vec::new(), at: 0 };
        Self { input, limit, documents: 0, failure: None }
    }

    /// The next records, about `size` bytes of them, put in `bytes`.
    pub(super) fn pull(&mut self, bytes: &mut Vec<u8>, size: usize) -> Option<SliceContent> {
        let mut records = Vec::new();
        while self.failure.is_none() && bytes.len() < size {
            match self.record(bytes) {
                Ok(Some(record)) => records.push(record),
                Ok(None) => break,
                Err(error) => self.failure = Some(error),
            }
        }
        if records.is_empty() {
            return self.failure.take().map(SliceContent::Failed);
        }
        Some(SliceContent::Records(records))
    }

    /// The next document.
    fn record(&mut self, bytes: &mut Vec<u8>) -> Result<Option<Record>, Error> {
        loop {
            let start = bytes.len();
            while bytes[start..].trim_ascii().is_empty() {
                bytes.truncate(start);
                if self.input.line(bytes)? == 0 {
                    return Ok(None);
                }
            }
            if !bytes[start..].starts_with(b"WARC/") {
                return Err(damaged("a record does not begin with its WARC version"));
            }
            let header = self.header(start, bytes)?;
            let length =
                field(&bytes[header.clone()], "Content-Length").and_then(|length| length.parse().ok());
            let length = length.ok_or_else(|| damaged("a record without its Content-Length"))?;
            if field(&bytes[header.clone()], "WARC-Type").as_deref() != Some("conversion") {
                self.input.take(length, None)?;
                bytes.truncate(start);
                continue;
            }
            self.documents += 1;
            let body = if length > self.limit {
                self.input.take(length, None)?;
                Err(length)
            } else {
                self.input.take(length, Some(bytes))?;
                Ok(header.end..bytes.len())
            };
            return Ok(Some(Record { number: self.documents, header, body }));
        }
    }

    /// Reads the header fields of the record that begins at `start`.
    fn header(&mut self, start: usize, bytes: &mut Vec<u8>) -> Result<Range<usize>, Error> {
        loop {
            let line = bytes.len();
            if self.input.line(bytes)? == 0 {
                return Err(damaged("the file ends inside a header"));
            }
            if bytes[line..].trim_ascii().is_empty() {
                return Ok(start..bytes.len());
            }
            if bytes.len() - start > MAX_HEADER_BYTES {
                return Err(damaged("a header that does not end"));
            }
        }
    }
}

/// A stream that can be read by line and by length.
struct Input {
    opened: Opened<'static>,
    chunk: Vec<u8>,
    at: usize,
}

impl Input {
    /// What was read and not yet taken; empty at the end.
    fn rest(&mut self) -> Result<&[u8], Error> {
        if self.at == self.chunk.len() {
            self.chunk.resize(CHUNK_BYTES, 0);
            let read = self.opened.read(&mut self.chunk);
            self.chunk.truncate(read.as_ref().map_or(0, |read| *read));
            self.at = 0;
            read?;
        }
        Ok(&self.chunk[self.at..])
    }

    /// Adds a line with its end to `bytes`; 0 at the end of the input.
    fn line(&mut self, bytes: &mut Vec<u8>) -> Result<usize, Error> {
        let start = bytes.len();
        loop {
            let rest = self.rest()?;
            let end = memchr::memchr(b'\n', rest);
            let length = end.map_or(rest.len(), |end| end + 1);
            bytes.extend_from_slice(&rest[..length]);
            self.at += length;
            if end.is_some() || length == 0 {
                return Ok(bytes.len() - start);
            }
            if bytes.len() - start > MAX_HEADER_BYTES {
                return Err(damaged("a header line that does not end"));
            }
        }
    }

    /// Moves `length` bytes on, into `bytes` if they are wanted.
    fn take(&mut self, mut length: u64, mut bytes: Option<&mut Vec<u8>>) -> Result<(), Error> {
        while length > 0 {
            let rest = self.rest()?;
            if rest.is_empty() {
                return Err(damaged("the file ends inside a record"));
            }
            let taken = rest.len().min(usize::try_from(length).unwrap_or(usize::MAX));
            if let Some(bytes) = &mut bytes {
                bytes.extend_from_slice(&rest[..taken]);
            }
            self.at += taken;
            length -= taken as u64;
        }
        Ok(())
    }
}

fn damaged(what: &str) -> Error {
    Error::new(ErrorCode::Archive, format!("{what}; the rest of the file is lost, fetch it again"))
}
