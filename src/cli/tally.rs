//! Tally: what became of every input.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Instant;

use clap::ValueEnum;
use serde::Serialize;

use seedtool::error::ErrorCode;

/// How the summary is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One line for people.
    Text,
    /// One JSON object.
    Json,
}

/// Counts that add up: inputs = records + errors + skipped.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub(super) records: u64,
    pub(super) errors: u64,
    /// Of the errors, those that another run need not meet.
    pub(super) unread: u64,
    /// Passed over, by reason.
    pub(super) skipped: BTreeMap<&'static str, u64>,
    pub(super) warnings: u64,
    pub(super) bytes_in: u64,
    /// Files that were read, and files that belong to other shards.
    pub(super) files: (u64, u64),
    started: Instant,
}

#[derive(Serialize)]
struct Summary {
    inputs: u64,
    records: u64,
    errors: u64,
    skipped: u64,
    warnings: u64,
    bytes_in: u64,
    seconds: f64,
}

impl Tally {
    pub(super) fn start() -> Self {
        Self {
            records: 0,
            errors: 0,
            unread: 0,
            skipped: BTreeMap::new(),
            warnings: 0,
            bytes_in: 0,
            files: (0, 0),
            started: Instant::now(),
        }
    }

    /// Counts a record made of so many bytes, with so many warnings.
    pub(super) fn record(&mut self, bytes: u64, warnings: u64) {
        self.records += 1;
        self.bytes_in += bytes;
        self.warnings += warnings;
    }

    /// Adds another tally, of inputs after these.
    pub(super) fn add(&mut self, other: &Self) {
        let Self { records, errors, unread, skipped, warnings, bytes_in, files, started: _ } = other;
        self.records += records;
        self.errors += errors;
        self.unread += unread;
        self.warnings += warnings;
        self.bytes_in += bytes_in;
        self.files = (self.files.0 + files.0, self.files.1 + files.1);
        skipped.iter().for_each(|(reason, count)| self.skip(reason, *count));
    }

    /// Whether there was anything at all; a file without a document in it is something.
    pub(super) fn found_any(&self) -> bool {
        self.inputs() > 0 || self.files != (0, 0)
    }

    /// Whether anything could be read.
    pub(super) fn read_any(&self) -> bool {
        self.errors == 0 || self.inputs() > self.unread
    }

    /// Counts inputs that were passed over, by reason.
    pub(super) fn skip(&mut self, reason: &'static str, count: u64) {
        *self.skipped.entry(reason).or_default() += count;
    }

    /// Counts an input that failed.
    pub(super) fn fail(&mut self, code: ErrorCode) {
        self.errors += 1;
        self.unread += u64::from(code == ErrorCode::Io);
    }

    pub(super) fn skipped(&self) -> u64 {
        self.skipped.values().sum()
    }

    pub(super) fn inputs(&self) -> u64 {
        self.records + self.errors + self.skipped()
    }

    /// The summary as one JSON object.
    pub(super) fn json(&self) -> String {
        let Self { records, errors, warnings, bytes_in, .. } = *self;
        let seconds = (self.started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        let (inputs, skipped) = (self.inputs(), self.skipped());
        let summary = Summary { inputs, records, errors, skipped, warnings, bytes_in, seconds };
        serde_json::to_string(&summary).unwrap_or_default()
    }
}

/// `7 inputs: 5 records, 1 error, 1 skipped (binary)`
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |n: u64, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        write!(f, "{}: {}", count(self.inputs(), "input"), count(self.records, "record"))?;
        if self.errors > 0 {
            write!(f, ", {}", count(self.errors, "error"))?;
        }
        if self.skipped() > 0 {
            let reasons: Vec<_> = self.skipped.keys().copied().collect();
            write!(f, ", {} skipped ({})", self.skipped(), reasons.join(", "))?;
        }
        if self.warnings > 0 {
            write!(f, ", {}", count(self.warnings, "warning"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_adds_up_and_names_the_reasons() {
        let mut tally = Tally::start();
        (tally.records, tally.errors) = (5, 1);
        tally.skip("binary", 1);
        assert_eq!(tally.to_string(), "7 inputs: 5 records, 1 error, 1 skipped (binary)");
    }
}
