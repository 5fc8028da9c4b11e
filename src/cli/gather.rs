//! Gather: figures over documents, or over what seedtool wrote of them, and a sample to show whole.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, anyhow, bail};

use seedtool::corpus::{Input, Lines, Outcome, Visitor, Worker, name};
use seedtool::decode::Decoded;
use seedtool::error::Error;
use seedtool::ingest::{Document, Pipeline};
use seedtool::record::Record;
use seedtool::report::facts::{self, Failure, Written};
use seedtool::report::view::View;
use seedtool::report::{Facts, Figures, Sample, Steps, concern};
use seedtool::source::{Batch, Options, Slice, SliceContent, Source, lines_of};
use seedtool::walk::STDIN;

use super::message::Shown;
use super::options::{Inputs, Reading};

/// Figures in the making. One thread works, so that documents come in their order.
pub(super) struct Gathering<'p> {
    pipeline: &'p Pipeline,
    steps: Steps,
    pub(super) figures: Figures,
    pub(super) sample: Sample<View>,
}

impl<'p> Gathering<'p> {
    /// Takes every input; `sample` of the documents are kept whole.
    pub(super) fn of(
        inputs: &Inputs,
        reading: &Reading,
        pipeline: &'p Pipeline,
        sample: usize,
    ) -> Result<Self> {
        let steps = reading.steps()?;
        let (figures, sample) = (Figures::new(&steps), Sample::new(sample));
        let mut gathering = Self { pipeline, steps, figures, sample };
        gathering.take(&inputs.paths, &inputs.source(Vec::new())?)?;
        if gathering.figures.documents() == 0 {
            bail!("nothing found: no document and no record under these paths");
        }
        Ok(gathering)
    }

    fn take(&mut self, roots: &[PathBuf], options: &Options) -> Result<()> {
        let mut roots = roots.to_vec();
        if options.from.is_none() && roots.iter().any(|root| root == Path::new(STDIN)) && self.take_stdin()? {
            roots.retain(|root| root != Path::new(STDIN));
        }
        let mut source = Source::new(&roots, options.clone(), Arc::default());
        let mut worker = Worker::new(self.pipeline, options, Lines::Numbered, Arc::default());
        let mut batch = Batch::default();
        while source.pull(&mut batch) {
            match written_lines(&batch) {
                Some((path, first)) => {
                    for (number, line) in (first..).zip(lines_of(&batch.bytes)) {
                        self.take_written(path, number, line)?;
                    }
                }
                None => worker.work(&batch, self),
            }
        }
        Ok(())
    }

    /// Records from standard input, if its first line is one; else everything is left there.
    fn take_stdin(&mut self) -> Result<bool> {
        let mut stdin = io::stdin().lock();
        if !facts::is_written(stdin.fill_buf()?) {
            return Ok(false);
        }
        for (number, line) in (1..).zip(stdin.split(b'\n')) {
            self.take_written(Path::new(STDIN), number, &line?)?;
        }
        Ok(true)
    }

    /// Records are taken all or not at all: figures over half a file would mislead.
    fn take_written(&mut self, path: &Path, number: u64, line: &[u8]) -> Result<()> {
        match facts::read(line) {
            Ok(Written::Record(facts)) => drop(self.figures.add(&facts)),
            Ok(Written::Failure(failure)) => self.figures.fail(&failure),
            Err(error) => return Err(anyhow!("{}:{number}: {error}", Shown(path))),
        }
        Ok(())
    }

    fn add(
        &mut self,
        document: &Document<'_>,
        decoded: &Decoded<'_>,
        record: &Record<'_>,
    ) -> Result<(), Error> {
        let mut facts = Facts::of(record)?;
        facts.changes = Some(self.steps.changes(&self.pipeline.structure_of(document, decoded)));
        let concerns = self.figures.add(&facts);
        self.sample.offer(concern::score(&concerns), &facts.id, || {
            View::new(self.pipeline, document, decoded, &facts, &concerns)
        });
        Ok(())
    }
}

impl Visitor for Gathering<'_> {
    fn see(
        &mut self,
        document: &Document<'_>,
        decoded: &Decoded<'_>,
        record: &Record<'_>,
    ) -> Result<(), Error> {
        self.add(document, decoded, record)
    }

    fn visit(&mut self, input: Input<'_>, outcome: Outcome<'_>) {
        if let Outcome::Error(error, _) = outcome {
            self.figures.fail(&Failure::new(&name(input.path), input.record, &error));
        }
    }
}

/// The file and the number of the first line, where a slice of JSON Lines was written by seedtool.
fn written_lines(batch: &Batch) -> Option<(&Path, u64)> {
    let Slice { file, content: SliceContent::Lines { first }, .. } = batch.slice.as_ref()? else {
        return None;
    };
    facts::is_written(&batch.bytes).then_some((&*file.path, *first))
}
