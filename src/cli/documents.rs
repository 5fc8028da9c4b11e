//! Documents: every input through the pipeline, one after the other, and a tally of what became of each.

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use seedtool::error::{Error, ErrorCode, Warning, WarningCode};
use seedtool::ingest::{Document, Pipeline};
use seedtool::record::Record;
use seedtool::source;
use seedtool::walk::{self, Failed, Found};

use super::options::{Inputs, Saying};
use super::tally::{self, Tally};
use super::{exit, message};

/// What a command does with each document.
pub(super) trait Visitor {
    /// A document became a record.
    fn record(&mut self, path: &Path, record: Record<'_>) -> io::Result<()>;

    /// An input failed; the rest goes on.
    fn error(&mut self, path: &Path, error: &Error) -> io::Result<()>;
}

/// Takes every input through the pipeline, in order. Fails only when the visitor's output does.
pub(super) fn each(inputs: &Inputs, pipeline: &Pipeline, visitor: &mut dyn Visitor) -> io::Result<Tally> {
    let mut tally = Tally::start();
    let mut buffer = Vec::new();
    for entry in walk::walk(&inputs.paths, inputs.walk()) {
        let result = match &entry {
            Ok(Found { path, .. }) => source::read(path, inputs.max_document_bytes, &mut buffer),
            Err(Failed { error, .. }) => Err(error.clone()),
        };
        let (path, named) = match &entry {
            Ok(Found { path, named }) => (path, *named),
            Err(Failed { path, .. }) => (path, true),
        };
        let document = Document::file(name(path), &buffer);
        let decoded = result.and_then(|()| pipeline.decode(&document));
        match decoded {
            Ok(decoded) => {
                let mut record = pipeline.record(&document, &decoded);
                record.warnings.extend(lossy_path(path));
                tally.records += 1;
                tally.bytes_in += buffer.len() as u64;
                tally.warnings += record.warnings.len() as u64;
                visitor.record(path, record)?;
            }
            Err(error) if error.code == ErrorCode::Binary && !named => tally.skip(ErrorCode::Binary.as_str()),
            Err(error) => {
                tally.errors += 1;
                visitor.error(path, &error)?;
            }
        }
    }
    Ok(tally)
}

/// The name of a path in a record: UTF-8, parts parted by `/`.
pub(super) fn name(path: &Path) -> Cow<'_, str> {
    let name = path.to_string_lossy();
    match std::path::MAIN_SEPARATOR {
        '/' => name,
        separator => name.replace(separator, "/").into(),
    }
}

fn lossy_path(path: &Path) -> Option<Warning> {
    let lossy = path.to_str().is_none();
    lossy.then(|| Warning::new(WarningCode::PathNotUtf8, "the path is not UTF-8 and is shown with U+FFFD"))
}

/// Says the summary and chooses the exit code.
pub(super) fn conclude(tally: &Tally, saying: &Saying, failed: bool) -> Result<ExitCode> {
    match saying.summary {
        tally::Format::Json => message::say(format_args!("{}", tally.json())),
        tally::Format::Text if saying.quiet => {}
        tally::Format::Text => message::say(format_args!("{tally}")),
    }
    if tally.inputs() == 0 {
        anyhow::bail!(
            "nothing found: no document under these paths (endings taken: {})",
            walk::ENDINGS.join(", ")
        );
    }
    Ok(ExitCode::from(if failed { exit::SOME_FAILED } else { 0 }))
}
