//! Corpus: batches of inputs → what became of each.

use std::any::Any;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use crate::decode::Decoded;
use crate::error::{Error, ErrorCode, Warning, WarningCode};
use crate::hash::{self, hash_beside};
use crate::ingest::{Document, Pipeline};
use crate::record::{ErrorRecord, Record, Source, content_id, id_of};
use crate::sink::manifest::{Part, Piece};
use crate::source::jsonl::Parsed;
use crate::source::{
    Batch, Contents, FileReader, LongLine, Options, Progress, Slice, SliceContent, Task, lines_of, wet,
};
use crate::structure::Structure;
use crate::walk::Found;

/// An input: a file, or one of the documents in it.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The file.
    pub path: &'a Path,
    /// Its 1-based line or number, where it is one of many in a file.
    pub record: Option<u64>,
    /// The size of the document.
    pub bytes: u64,
}

/// What became of an input.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// It is a record.
    Record(Box<Record<'a>>),
    /// It failed; the error record may stand in its place.
    Error(Error, Box<ErrorRecord<'a>>),
    /// It was passed over, for this reason.
    Skipped(&'static str),
}

/// What is done with each input.
pub trait Visitor {
    /// Takes what became of an input. A panic in here is taken for one of the document, which then comes again
    /// as an error.
    fn visit(&mut self, input: Input<'_>, outcome: Outcome<'_>);

    /// Sees a document and its structure before the record that is made of them is visited; for who shows both.
    fn see(&mut self, _: &Document<'_>, _: &Decoded<'_>, _: &Structure<'_>) {}

    /// Takes what an earlier run made of a piece, where the output is resumable.
    fn take_over(&mut self, _: &Piece, _: &[u8]) {}

    /// Sees that this part of a file ends here, where the output is resumable.
    fn end(&mut self, _: &Part) {}

    /// Says whether the others are wanted.
    fn go_on(&mut self) -> bool {
        true
    }
}

/// How lines of JSON Lines are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// By their number; blank lines are no inputs.
    #[default]
    Numbered,
    /// Not at all, so that nothing hangs on where an engine cuts its input: every line is an input.
    Alike,
}

/// Takes batches through the pipeline; each thread has its own.
pub struct Worker<'p> {
    pipeline: &'p Pipeline,
    options: &'p Options,
    lines: Lines,
    files: FileReader,
}

impl<'p> Worker<'p> {
    /// What is read is counted in `progress`.
    pub fn new(pipeline: &'p Pipeline, options: &'p Options, lines: Lines, progress: Arc<Progress>) -> Self {
        Self { pipeline, options, lines, files: FileReader::new(progress) }
    }

    /// Takes the inputs of a batch through the pipeline, in order.
    pub fn work(&mut self, batch: &Batch, visitor: &mut dyn Visitor) {
        let Self { pipeline, options, lines, ref mut files } = *self;
        let mut desk = Desk { pipeline, options, visitor };
        let mut tasks = &batch.tasks[..];
        while !tasks.is_empty() {
            let mut read = files.read(tasks.iter().filter_map(Task::file), options).into_iter();
            while let Some((task, behind)) = tasks.split_first() {
                match task {
                    Task::File(found, part) => match read.next() {
                        Some(read) => desk.file(found, read, part.as_ref()),
                        None => break,
                    },
                    Task::Failed(failed) => desk.fail(&failed.path, None, &[], failed.error.clone()),
                    Task::Done(piece, place) => desk.visitor.take_over(piece, &batch.bytes[place.clone()]),
                    Task::End(part) => desk.visitor.end(part),
                }
                if !desk.visitor.go_on() {
                    return;
                }
                tasks = behind;
            }
        }
        if let Some(slice) = &batch.slice {
            desk.slice(slice, &batch.bytes, lines);
        }
    }
}

/// Where a document meets pipeline and visitor.
struct Desk<'p, 'v> {
    pipeline: &'p Pipeline,
    options: &'p Options,
    visitor: &'v mut dyn Visitor,
}

impl Desk<'_, '_> {
    fn file(&mut self, found: &Found, read: Result<Contents<'_>, Error>, part: Option<&Part>) {
        match read {
            Ok(Contents { bytes, hash }) => {
                let document = Document { hash, ..Document::file(name(&found.path), bytes) };
                self.document(&found.path, &document, found.named);
            }
            Err(error) => self.fail(&found.path, None, &[], error),
        }
        if let Some(part) = part {
            self.visitor.end(part);
        }
    }

    fn slice(&mut self, slice: &Slice, bytes: &[u8], lines: Lines) {
        let Found { path, named } = &*slice.file;
        match &slice.content {
            SliceContent::Lines { first } => {
                let all = (*first..).zip(lines_of(bytes));
                let mut inputs =
                    all.filter(|(_, line)| lines == Lines::Alike || !line.trim_ascii().is_empty());
                loop {
                    let group: Vec<_> = inputs.by_ref().take(hash::LANES).collect();
                    if group.is_empty() {
                        break;
                    }
                    if !self.lines(path, &group, lines) {
                        return;
                    }
                }
            }
            SliceContent::LongLine(line) => {
                let number = (lines == Lines::Numbered).then_some(line.number);
                self.long_line(path, number, line);
            }
            SliceContent::Records(records) => {
                for record in records {
                    self.wet(path, *named, record, bytes);
                    if !self.visitor.go_on() {
                        return;
                    }
                }
            }
            SliceContent::Failed(error) => self.fail(path, None, &[], error.clone()),
        }
        if let Some(part) = &slice.part {
            self.visitor.end(part);
        }
        self.visitor.go_on();
    }

    /// Takes some lines, whose texts are hashed together. Says whether others are wanted.
    fn lines(&mut self, path: &Path, group: &[(u64, &[u8])], lines: Lines) -> bool {
        let parsed: Vec<_> = group.iter().map(|(_, line)| self.parse(line)).collect();
        let texts: Vec<_> = parsed
            .iter()
            .map(|parsed| parsed.as_ref().map_or(&[][..], |parsed| parsed.text.as_bytes()))
            .collect();
        for (((number, line), parsed), hash) in group.iter().zip(&parsed).zip(hash_beside(&texts)) {
            let number = (lines == Lines::Numbered).then_some(*number);
            match parsed {
                Ok(parsed) => {
                    let document = Document { hash, ..parsed.document(name(path), number) };
                    self.document(path, &document, true);
                }
                Err(error) => self.fail(path, number, line, error.clone()),
            }
            if !self.visitor.go_on() {
                return false;
            }
        }
        true
    }

    fn parse<'l>(&self, line: &'l [u8]) -> Result<Parsed<'l>, Error> {
        let Options { max_line_bytes, max_document_bytes: limit, fields, .. } = self.options;
        if line.len() as u64 > *max_line_bytes {
            return Err(too_long(line.len() as u64, *max_line_bytes));
        }
        let parsed = fields.parse(line)?;
        let size = parsed.text.len();
        if size as u64 > *limit {
            let message = format!("a text of {size} bytes, larger than {limit}; raise --max-document-bytes");
            return Err(Error::new(ErrorCode::TooLarge, message));
        }
        Ok(parsed)
    }

    fn long_line(&mut self, path: &Path, number: Option<u64>, line: &LongLine) {
        let size = usize::try_from(line.bytes).unwrap_or(usize::MAX);
        let source = Source { record: number, ..Source::unread(name(path), size) };
        let error = too_long(line.bytes, self.options.max_line_bytes);
        self.error(path, source, id_of(&line.hash), error);
    }

    fn wet(&mut self, path: &Path, named: bool, record: &wet::Record, bytes: &[u8]) {
        match record.body(bytes) {
            Ok(body) => {
                let document = Document {
                    record: Some(record.number),
                    id: record.id(bytes, &self.options.fields),
                    carried: record.carried(bytes, &self.options.fields),
                    ..Document::file(name(path), body)
                };
                self.document(path, &document, named);
            }
            Err(size) => {
                let message = format!("a record of {size} bytes; raise --max-document-bytes");
                self.fail(path, Some(record.number), &[], Error::new(ErrorCode::TooLarge, message));
            }
        }
    }

    /// Through the pipeline. What is no text is an error only where the user named it.
    fn document(&mut self, path: &Path, document: &Document<'_>, named: bool) {
        let input = Input { path, record: document.record, bytes: document.bytes().len() as u64 };
        let done = guarded(|| {
            let decoded = self.pipeline.decode(document)?;
            let structure = self.pipeline.structure_of(document.title.as_deref(), &decoded.text);
            self.visitor.see(document, &decoded, &structure);
            let mut record = self.pipeline.record_of(document, &decoded, structure);
            record.warnings.extend(lossy_path(path));
            self.visitor.visit(input, Outcome::Record(Box::new(record)));
            Ok(())
        });
        match done {
            Ok(()) => {}
            Err(error) if error.code == ErrorCode::Binary && !named => {
                self.visitor.visit(input, Outcome::Skipped(ErrorCode::Binary.as_str()));
            }
            Err(error) => self.error(path, document.source(), document.content_id(), error),
        }
    }

    /// An input that did not become a document.
    fn fail(&mut self, path: &Path, record: Option<u64>, bytes: &[u8], error: Error) {
        let source = Source { record, ..Source::unread(name(path), bytes.len()) };
        self.error(path, source, content_id(bytes), error);
    }

    fn error(&mut self, path: &Path, source: Source<'_>, id: String, error: Error) {
        let input = Input { path, record: source.record, bytes: source.bytes as u64 };
        let record = Box::new(ErrorRecord::new(id, source, &error));
        self.visitor.visit(input, Outcome::Error(error, record));
    }
}

fn too_long(bytes: u64, limit: u64) -> Error {
    let message = format!("a line of {bytes} bytes, larger than {limit}; raise --max-line-bytes");
    Error::new(ErrorCode::TooLarge, message)
}

/// A defect in one document is an error of that document, not the end of the corpus.
fn guarded(work: impl FnOnce() -> Result<(), Error>) -> Result<(), Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let message = format!(
            "a defect of seedtool, {}; please report it with the document",
            panic_words(payload.as_ref())
        );
        Err(Error::new(ErrorCode::Internal, message))
    })
}

/// What a panic says.
pub fn panic_words(payload: &dyn Any) -> &str {
    let owned = payload.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("without words")
}

/// The name of a path in a record: UTF-8, parts parted by `/`.
pub fn name(path: &Path) -> Cow<'_, str> {
    let name = path.to_str().map_or_else(|| path.to_string_lossy(), Cow::Borrowed);
    match std::path::MAIN_SEPARATOR {
        '/' => name,
        separator => name.replace(separator, "/").into(),
    }
}

fn lossy_path(path: &Path) -> Option<Warning> {
    let lossy = path.to_str().is_none();
    lossy.then(|| Warning::new(WarningCode::PathNotUtf8, "the path is not UTF-8 and is shown with U+FFFD"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Fragile(Vec<String>);

    impl Visitor for Fragile {
        fn visit(&mut self, _: Input<'_>, outcome: Outcome<'_>) {
            match outcome {
                Outcome::Record(record) => {
                    assert!(!record.text.contains("خطر"), "met with danger");
                    self.0.push(record.text);
                }
                Outcome::Error(error, _) => self.0.push(error.to_string()),
                Outcome::Skipped(reason) => self.0.push(reason.to_owned()),
            }
        }
    }

    #[test]
    fn a_panic_is_an_error_of_its_document_alone() {
        let (pipeline, options) = (Pipeline::default(), Options::default());
        let mut seen = Fragile::default();
        let mut desk = Desk { pipeline: &pipeline, options: &options, visitor: &mut seen };
        for text in ["نص أول.", "خطر.", "نص ثان."] {
            desk.document(Path::new("a.txt"), &Document::file("a.txt", text.as_bytes()), true);
        }
        assert_eq!(seen.0.len(), 3);
        assert!(seen.0[1].starts_with("internal: a defect of seedtool, met with danger"), "{}", seen.0[1]);
        assert_eq!(seen.0[2], "نص ثان.");
    }
}
