//! Gather: figures over documents, or over what seedtool wrote of them, and a sample to show whole.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use seedtool::corpus::name;
use seedtool::decode::Decoded;
use seedtool::error::{Error, ErrorCode};
use seedtool::ingest::{Document, Pipeline};
use seedtool::normalize::Profile;
use seedtool::report::facts::{self, Failure, Written};
use seedtool::report::view::View;
use seedtool::report::{Facts, Figures, Sample, Steps};
use seedtool::source::{FileReader, Options};
use seedtool::walk::{self, Failed, Found, STDIN};

use super::message::Shown;
use super::options::Inputs;

/// Figures in the making.
pub(super) struct Gathering<'p> {
    pipeline: &'p Pipeline,
    steps: Steps,
    pub(super) figures: Figures,
    pub(super) sample: Sample<View>,
    /// Passed over: binary files in a folder.
    pub(super) skipped: u64,
}

/// What seedtool wrote is read line by line, so that a large file needs no more memory than a small one.
const WRITTEN_ENDINGS: &[&str] = &["jsonl", "ndjson"];

impl<'p> Gathering<'p> {
    pub(super) fn new(pipeline: &'p Pipeline, sample: usize) -> Result<Self> {
        let steps = Steps::new(Profile::Standard, &[], &[])?;
        let (figures, sample) = (Figures::new(&steps), Sample::new(sample));
        Ok(Self { pipeline, steps, figures, sample, skipped: 0 })
    }

    /// Takes every input, in order.
    pub(super) fn take(&mut self, inputs: &Inputs) -> Result<()> {
        let options = inputs.source(Vec::new())?;
        let mut files = FileReader::new(Arc::default());
        for entry in walk::walk(&inputs.paths, options.walk.clone()) {
            match entry {
                Err(Failed { path, error }) => self.fail(&path, &error),
                Ok(Found { path, named }) if is_written(&path) => self.take_lines(&path, named, &options)?,
                Ok(Found { path, named }) => {
                    self.take_file(&path, named, files.read(&path, &options))?;
                }
            }
        }
        let totals = self.figures.summary().totals;
        if totals.documents == 0 {
            bail!("nothing found: no document and no record under these paths");
        }
        Ok(())
    }

    /// Records where the first line is one, else a document.
    fn take_lines(&mut self, path: &Path, named: bool, options: &Options) -> Result<()> {
        let reader: Box<dyn Read> = match path == Path::new(STDIN) {
            true => Box::new(io::stdin().lock()),
            false => match std::fs::File::open(path) {
                Ok(file) => Box::new(file),
                Err(error) => {
                    self.fail(path, &walk::unreadable(&error));
                    return Ok(());
                }
            },
        };
        let mut reader = BufReader::new(reader);
        if facts::is_written(reader.fill_buf()?) {
            return self.take_written(path, reader);
        }
        let mut bytes = Vec::new();
        let limit = options.max_document_bytes;
        let read = reader.take(limit + 1).read_to_end(&mut bytes).map_err(Error::from);
        let read = read.and_then(|_| match bytes.len() as u64 > limit {
            true => Err(Error::new(ErrorCode::TooLarge, format!("larger than {limit} bytes"))),
            false => Ok(&bytes[..]),
        });
        self.take_file(path, named, read)
    }

    fn take_written(&mut self, path: &Path, reader: impl BufRead) -> Result<()> {
        for (index, line) in reader.split(b'\n').enumerate() {
            let line = line.with_context(|| format!("{}", Shown(path)))?;
            match facts::read(&line) {
                Ok(Written::Record(facts)) => drop(self.figures.add(&facts)),
                Ok(Written::Failure(failure)) => self.figures.fail(&failure),
                Err(error) => bail!("{}:{}: {error}", Shown(path), index + 1),
            }
        }
        Ok(())
    }

    fn take_file(&mut self, path: &Path, named: bool, bytes: Result<&[u8], Error>) -> Result<()> {
        let taken = bytes.and_then(|bytes| {
            let document = Document::file(name(path), bytes);
            let decoded = self.pipeline.decode(&document)?;
            self.take_document(&document, &decoded)
        });
        match taken {
            Ok(()) => {}
            Err(error) if error.code == ErrorCode::Binary && !named => self.skipped += 1,
            Err(error) => self.fail(path, &error),
        }
        Ok(())
    }

    fn take_document(&mut self, document: &Document<'_>, decoded: &Decoded<'_>) -> Result<(), Error> {
        let record = self.pipeline.record(document, decoded);
        let mut facts = Facts::of(&record)?;
        facts.changes = Some(self.steps.changes(&self.pipeline.structure_of(document, decoded)));
        let concerns = self.figures.add(&facts);
        let gravity = seedtool::report::concern::score(&concerns);
        self.sample
            .offer(gravity, &facts.id, || View::new(self.pipeline, document, decoded, &facts, &concerns));
        Ok(())
    }

    fn fail(&mut self, path: &Path, error: &Error) {
        self.figures.fail(&Failure::new(&name(path), None, error));
    }
}

/// Whether a file may hold what seedtool wrote.
fn is_written(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    path == Path::new(STDIN)
        || ending.is_some_and(|ending| WRITTEN_ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}
