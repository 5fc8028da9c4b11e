//! Gather: figures over documents, or over what seedtool wrote of them, and a sample to show whole.
//!
//! All that takes time is done on several threads; where the documents come together again, in order, they are only
//! counted. So the figures are the same for any number of threads.

use std::io::{self, BufRead};
use std::mem;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::Result;

use seedtool::corpus::{self, Input, Lines, Outcome, Visitor};
use seedtool::decode::Decoded;
use seedtool::error::Error;
use seedtool::ingest::{Document, Pipeline};
use seedtool::ordered::{self, Turn};
use seedtool::report::facts::{self, Failure, Written};
use seedtool::report::steps::Changes;
use seedtool::report::view::View;
use seedtool::report::{Facts, Figures, Sample, Steps, concern};
use seedtool::source::{self, Batch, Progress, Slice, SliceContent, Source, lines_of};
use seedtool::structure::Structure;
use seedtool::walk::{Container, Identity, Name, STDIN};

use super::message::{self, Problem};
use super::options::{Inputs, Jobs, Reading, Saying};
use super::progress::Bar;
use super::streams;
use super::tally::Tally;

/// Results that hold more bytes of documents than this are handed on in parts.
const PART_BYTES: usize = 1 << 20;

/// How documents are gone through.
pub(super) struct Job<'a> {
    pipeline: &'a Pipeline,
    steps: Steps,
    options: source::Options,
    jobs: NonZeroUsize,
    /// How many documents are kept whole.
    sample: usize,
}

/// What is known of all documents.
pub(super) struct Gathered {
    pub(super) figures: Figures,
    /// `None` stands for a document that could not be laid out.
    pub(super) sample: Sample<Option<View>>,
    pub(super) tally: Tally,
    bar: Option<Bar>,
}

/// What became of the inputs of a batch.
#[derive(Default)]
struct Batched {
    entries: Vec<Entry>,
    /// The size of their documents.
    bytes: usize,
}

enum Entry {
    Document { facts: Box<Facts>, original: Option<Original> },
    Failed { failure: Failure, error: Option<Box<(PathBuf, Error)>> },
    Skipped(&'static str),
}

/// What a document is laid out from, should it be chosen.
struct Original {
    title: Option<String>,
    text: String,
}

impl<'a> Job<'a> {
    pub(super) fn new(
        inputs: &Inputs,
        reading: &Reading,
        pipeline: &'a Pipeline,
        jobs: &Jobs,
        sample: usize,
        mut outputs: Vec<Identity>,
    ) -> Result<Self> {
        outputs.extend(streams::stdout_file());
        let options = inputs.source(outputs)?;
        Ok(Self { pipeline, steps: reading.steps()?, options, jobs: jobs.count(), sample })
    }

    /// Takes every input, those on standard input first if they are records.
    pub(super) fn run(&self, roots: &[PathBuf], saying: &Saying) -> Result<Gathered> {
        let mut gathered = Gathered {
            figures: Figures::new(&self.steps),
            sample: Sample::new(self.sample),
            tally: Tally::start(),
            bar: Bar::new(saying, false),
        };
        let is_stdin = |root: &PathBuf| root == Path::new(STDIN);
        let mut roots = roots.to_vec();
        if self.options.from.is_none()
            && roots.iter().any(is_stdin)
            && facts::is_written(io::stdin().lock().fill_buf()?)
        {
            let lines = Name { container: Container::JsonLines, ..Name::default() };
            let options = source::Options { from: Some(lines), ..self.options.clone() };
            self.take(&[STDIN.into()], &options, &mut gathered)?;
            roots.retain(|root| !is_stdin(root));
        }
        self.take(&roots, &self.options, &mut gathered)?;
        gathered.bar = None;
        Ok(gathered)
    }

    fn take(&self, roots: &[PathBuf], options: &source::Options, gathered: &mut Gathered) -> Result<()> {
        let progress = Arc::new(Progress::default());
        if let Some(bar) = &mut gathered.bar {
            bar.watch(roots, options, &progress);
        }
        let mut source = Source::new(roots, options.clone(), Arc::clone(&progress));
        let worker = || {
            let mut worker =
                corpus::Worker::new(self.pipeline, options, Lines::Numbered, Arc::clone(&progress));
            move |batch: &mut Batch, turn: &mut Turn<'_, Batched>| match written_lines(batch) {
                Some((path, first)) => read_back(path, first, &batch.bytes, turn),
                None => worker.work(batch, &mut Desk { job: self, turn, seen: None }),
            }
        };
        let done = ordered::run(
            self.jobs,
            |batch| source.pull(batch),
            worker,
            |batched: &mut Batched| gathered.take(mem::take(batched), self.pipeline),
        );
        gathered.tally.files.0 += progress.files.load(Ordering::Relaxed);
        gathered.tally.files.1 += progress.elsewhere.load(Ordering::Relaxed);
        done
    }
}

/// The file and the number of the first line, where a slice of JSON Lines was written by seedtool.
fn written_lines(batch: &Batch) -> Option<(&Path, u64)> {
    let Slice { file, content: SliceContent::Lines { first }, .. } = batch.slice.as_ref()? else {
        return None;
    };
    facts::is_written(&batch.bytes).then_some((&*file.path, *first))
}

fn read_back(path: &Path, first: u64, bytes: &[u8], turn: &mut Turn<'_, Batched>) {
    for (number, line) in (first..).zip(lines_of(bytes)).filter(|(_, line)| !line.trim_ascii().is_empty()) {
        turn.result.entries.push(match facts::read(line) {
            Ok(Written::Record(facts)) => Entry::Document { facts, original: None },
            Ok(Written::Failure(failure)) => Entry::Failed { failure, error: None },
            Err(error) => {
                let failure = Failure::new(&corpus::name(path), Some(number), &error);
                Entry::Failed { failure, error: Some(Box::new((path.to_owned(), error))) }
            }
        });
    }
}

/// Notes what became of the inputs of a batch.
struct Desk<'j, 't> {
    job: &'j Job<'j>,
    turn: &'j mut Turn<'t, Batched>,
    /// What was seen of the document whose record comes next.
    seen: Option<(Changes, Option<Original>)>,
}

impl Visitor for Desk<'_, '_> {
    fn see(&mut self, document: &Document<'_>, decoded: &Decoded<'_>, structure: &Structure<'_>) {
        let original = || Original { title: document.title.clone(), text: decoded.text.to_string() };
        self.seen = Some((self.job.steps.changes(structure), (self.job.sample > 0).then(original)));
    }

    fn visit(&mut self, input: Input<'_>, outcome: Outcome<'_>) {
        let (changes, original) = self.seen.take().unzip();
        let entry = match outcome {
            Outcome::Record(record) => {
                let facts = Box::new(Facts { changes, ..Facts::of(&record) });
                Entry::Document { facts, original: original.flatten() }
            }
            Outcome::Error(error, _) => {
                let failure = Failure::new(&corpus::name(input.path), input.record, &error);
                Entry::Failed { failure, error: Some(Box::new((input.path.to_owned(), error))) }
            }
            Outcome::Skipped(reason) => Entry::Skipped(reason),
        };
        self.turn.result.bytes += input.bytes as usize;
        self.turn.result.entries.push(entry);
    }

    fn go_on(&mut self) -> bool {
        self.turn.result.bytes < PART_BYTES || self.turn.pour()
    }
}

impl Gathered {
    fn take(&mut self, batched: Batched, pipeline: &Pipeline) -> Result<()> {
        for entry in batched.entries {
            match entry {
                Entry::Document { facts, original } => self.add(&facts, original, pipeline),
                Entry::Failed { failure, error } => self.fail(&failure, error.as_deref()),
                Entry::Skipped(reason) => self.tally.skip(reason, 1),
            }
        }
        self.say(|| ());
        Ok(())
    }

    fn add(&mut self, facts: &Facts, original: Option<Original>, pipeline: &Pipeline) {
        self.tally.record(facts.source.bytes, facts.warnings.len() as u64);
        let concerns = self.figures.add(facts);
        let Some(Original { title, text }) = original else { return };
        self.sample.offer(concern::score(&concerns), &facts.id, || {
            let view = || View::new(pipeline, title.as_deref(), &text, facts, &concerns);
            // A defect has been said by the hook; the others are shown all the same.
            catch_unwind(AssertUnwindSafe(view)).ok()
        });
    }

    fn fail(&mut self, failure: &Failure, error: Option<&(PathBuf, Error)>) {
        self.figures.fail(failure);
        let Some((path, error)) = error else {
            // It was said when the records were written.
            self.tally.errors += 1;
            return;
        };
        self.tally.fail(error.code);
        let input = Input { path, record: failure.source.record, bytes: 0 };
        self.say(|| message::say(format_args!("{}", Problem::error(input, error))));
    }

    /// Lets something be said beside the bar, and moves it on.
    fn say(&self, say: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.move_on(&self.tally, say),
            None => say(),
        }
    }
}
