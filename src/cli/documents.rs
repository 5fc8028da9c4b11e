//! Documents: every input through the pipeline on several threads, and what became of each, in order.

use std::collections::HashSet;
use std::fmt::Display;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::Result;
use serde::Serialize;

use seedtool::corpus::{Input, Lines, Outcome, Visitor, Worker};
use seedtool::error::ErrorCode;
use seedtool::ingest::Pipeline;
use seedtool::json::Json;
use seedtool::ordered::{self, Turn};
use seedtool::sink::Sink;
use seedtool::sink::manifest::{Failure, Manifest, Part, Piece};
use seedtool::source::{Batch, Earlier, Options, Progress, Source};
use seedtool::walk::Name;

use super::options::Saying;
use super::progress::Bar;
use super::tally::{self, Tally};
use super::{exit, message};

/// What a command writes about an input. Lines for the sink go to `data`, lines for stderr to `messages`.
pub(super) trait Render: Sync {
    fn render(&self, input: Input<'_>, outcome: &Outcome<'_>, lines: &mut Written);
}

/// What was written about the inputs of a batch.
#[derive(Default)]
pub(super) struct Written {
    data: Vec<u8>,
    messages: Vec<u8>,
    entries: Vec<Entry>,
}

/// What became of one input, and how far what was written about it goes.
struct Entry {
    end: (usize, usize),
    became: Became,
    bytes: u64,
    warnings: u64,
}

enum Became {
    /// A record, with its content id where others may have the same.
    Record(Option<u128>),
    Error(ErrorCode),
    Skipped(&'static str),
    /// A piece that an earlier run did.
    Done(Box<Piece>),
    /// No input, but the end of this part of a file.
    End(Box<Part>),
}

/// Results that grow beyond this are handed on in parts.
const PART_BYTES: usize = 1 << 20;

/// How inputs are gone through.
pub(super) struct Job<'a> {
    pub(super) roots: &'a [PathBuf],
    pub(super) options: &'a Options,
    pub(super) pipeline: &'a Pipeline,
    pub(super) lines: Lines,
    pub(super) jobs: NonZeroUsize,
    /// Keep one of several records with the same content.
    pub(super) dedup: bool,
    /// How far it has come, for whoever is to see it.
    pub(super) bar: Option<Bar>,
    /// What earlier runs did, and where to note what this one does; for an output that is to be resumable.
    pub(super) resume: Option<(Vec<Earlier>, &'a mut Manifest)>,
}

impl Job<'_> {
    /// Takes every input through the pipeline, in order. Fails only when the output does.
    pub(super) fn run(mut self, render: &impl Render, sink: &mut Sink) -> io::Result<Tally> {
        let progress = Arc::new(Progress::default());
        let mut source = Source::new(self.roots, self.options.clone(), Arc::clone(&progress));
        if let Some(bar) = &mut self.bar {
            bar.watch(self.roots, self.options, &progress);
        }
        let mut manifest = None;
        if let Some((earlier, noted)) = self.resume {
            source = source.resuming(earlier);
            manifest = Some(noted);
        }
        let dedup = self.dedup;
        let seen = dedup.then(HashSet::new);
        let mut ledger = Ledger { tally: Tally::start(), seen, bar: self.bar, sink, manifest };
        let worker = || {
            let mut worker = Worker::new(self.pipeline, self.options, self.lines, Arc::clone(&progress));
            move |batch: &mut Batch, turn: &mut Turn<'_, Written>| {
                worker.work(batch, &mut Desk { render, turn, dedup });
            }
        };
        ordered::run(
            self.jobs,
            |batch| source.pull(batch),
            worker,
            |written: &mut Written| ledger.take(written),
        )?;
        let mut tally = ledger.tally;
        tally.files = (progress.files.load(Ordering::Relaxed), progress.elsewhere.load(Ordering::Relaxed));
        Ok(tally)
    }
}

/// Writes down what became of the inputs of a batch.
struct Desk<'d, 't, R> {
    render: &'d R,
    turn: &'d mut Turn<'t, Written>,
    dedup: bool,
}

impl<R> Desk<'_, '_, R> {
    /// Notes what became of what was just written.
    fn enter(&mut self, became: Became, bytes: u64, warnings: u64) {
        let written = &mut self.turn.result;
        let end = (written.data.len(), written.messages.len());
        written.entries.push(Entry { end, became, bytes, warnings });
    }
}

impl<R: Render> Visitor for Desk<'_, '_, R> {
    fn visit(&mut self, input: Input<'_>, outcome: Outcome<'_>) {
        let written = &mut self.turn.result;
        // What a document wrote before it panicked.
        let (data, messages) = written.entries.last().map_or((0, 0), |entry| entry.end);
        written.data.truncate(data);
        written.messages.truncate(messages);

        self.render.render(input, &outcome, written);
        let (became, warnings) = match &outcome {
            Outcome::Record(record) => {
                (Became::Record(self.dedup.then(|| number(&record.id))), record.warnings.len())
            }
            Outcome::Error(error, _) => (Became::Error(error.code), 0),
            Outcome::Skipped(reason) => (Became::Skipped(reason), 0),
        };
        self.enter(became, input.bytes, warnings as u64);
    }

    fn take_over(&mut self, piece: &Piece, records: &[u8]) {
        let written = &mut self.turn.result;
        written.data.extend_from_slice(records);
        piece.errors.iter().for_each(|failure| written.say(&failure.message));
        self.enter(Became::Done(Box::new(piece.clone())), 0, 0);
    }

    fn end(&mut self, part: &Part) {
        self.enter(Became::End(Box::new(part.clone())), 0, 0);
    }

    fn go_on(&mut self) -> bool {
        self.turn.result.data.len() < PART_BYTES || self.turn.pour()
    }
}

/// The 128 bits of a content id.
fn number(id: &str) -> u128 {
    let digits = id.strip_prefix("b3-").unwrap_or(id);
    u128::from_str_radix(digits, 16).unwrap_or_default()
}

impl Written {
    /// Adds a line of JSON, or several that are indented.
    pub(super) fn json(&mut self, value: &(impl Json + Serialize), pretty: bool) {
        const WRITABLE: &str = "a record holds what JSON can, and memory takes what is written";
        match pretty {
            true => serde_json::to_writer_pretty(&mut self.data, value).expect(WRITABLE),
            false => value.write(&mut self.data),
        }
        self.data.push(b'\n');
    }

    /// Adds a line for people to the data.
    pub(super) fn line(&mut self, line: &impl Display) {
        write_line(&mut self.data, line);
    }

    /// Adds a line for stderr.
    pub(super) fn say(&mut self, line: &impl Display) {
        write_line(&mut self.messages, line);
    }

    /// Takes back what was written about records whose content was seen before.
    fn drop_duplicates(&mut self, seen: &mut HashSet<u128>) {
        let (mut start, mut kept) = ((0, 0), (0, 0));
        for entry in &mut self.entries {
            let end = entry.end;
            match &entry.became {
                Became::Record(Some(id)) if !seen.insert(*id) => {
                    (entry.became, entry.warnings) = (Became::Skipped("duplicate"), 0);
                }
                _ => {
                    self.data.copy_within(start.0..end.0, kept.0);
                    self.messages.copy_within(start.1..end.1, kept.1);
                    kept = (kept.0 + end.0 - start.0, kept.1 + end.1 - start.1);
                }
            }
            (start, entry.end) = (end, kept);
        }
        self.data.truncate(kept.0);
        self.messages.truncate(kept.1);
    }

    fn clear(&mut self) {
        let Self { data, messages, entries } = self;
        data.clear();
        data.shrink_to(2 * PART_BYTES);
        messages.clear();
        entries.clear();
    }
}

/// Where all that was written comes together, in order.
struct Ledger<'s> {
    tally: Tally,
    /// Content ids of the records so far.
    seen: Option<HashSet<u128>>,
    bar: Option<Bar>,
    sink: &'s mut Sink,
    /// What a later run is to know.
    manifest: Option<&'s mut Manifest>,
}

impl Ledger<'_> {
    /// Passes on what was written and leaves it empty.
    fn take(&mut self, written: &mut Written) -> io::Result<()> {
        if let Some(seen) = &mut self.seen {
            written.drop_duplicates(seen);
        }
        for Entry { became, bytes, warnings, .. } in &written.entries {
            match became {
                Became::Record(_) => self.tally.record(*bytes, *warnings),
                Became::Error(code) => self.tally.fail(*code),
                Became::Skipped(reason) => self.tally.skip(reason, 1),
                Became::Done(piece) => {
                    piece.errors.iter().for_each(|failure| self.tally.fail(failure.code));
                    self.tally.skip(DONE_BEFORE, piece.inputs - piece.errors.len() as u64);
                }
                Became::End(_) => {}
            }
        }
        // Where stderr is gone there is nobody to tell.
        let say = || drop(io::stderr().lock().write_all(&written.messages));
        match &self.bar {
            Some(bar) => bar.move_on(&self.tally, say),
            None => say(),
        }
        self.sink.write(&written.data)?;
        // After the records: a piece that is noted is there.
        if let Some(manifest) = &mut self.manifest {
            note(written, manifest)?;
        }
        written.clear();
        Ok(())
    }
}

/// Why an input is skipped that an earlier run did.
pub(super) const DONE_BEFORE: &str = "done before";

/// Notes what became of every piece.
fn note(written: &Written, manifest: &mut Manifest) -> io::Result<()> {
    let (mut noted, mut said) = (0, 0);
    for Entry { became, end: (data, messages), .. } in &written.entries {
        match became {
            Became::Record(_) | Became::Skipped(_) => manifest.count(1),
            Became::Error(code) => {
                let message = String::from_utf8_lossy(written.messages[said..*messages].trim_ascii_end());
                manifest.count(1);
                manifest.fail(Failure { code: *code, message: message.into_owned() });
            }
            Became::Done(piece) => {
                manifest.data(&written.data[noted..*data]);
                noted = *data;
                manifest.count(piece.inputs);
                piece.errors.iter().for_each(|failure| manifest.fail(failure.clone()));
                manifest.end(piece.part.clone())?;
            }
            Became::End(part) => {
                manifest.data(&written.data[noted..*data]);
                noted = *data;
                manifest.end(Part::clone(part))?;
            }
        }
        said = *messages;
    }
    manifest.data(&written.data[noted..]);
    manifest.flush()
}

fn write_line(bytes: &mut Vec<u8>, line: &impl Display) {
    // Memory takes whatever is written.
    let _ = writeln!(bytes, "{line}");
}

/// Says the summary and chooses the exit code.
pub(super) fn conclude(tally: &Tally, saying: &Saying, failed: bool) -> Result<ExitCode> {
    match saying.summary {
        tally::Format::Json => message::say(format_args!("{}", tally.json())),
        tally::Format::Text if saying.quiet => {}
        tally::Format::Text => message::say(format_args!("{tally}")),
    }
    if !tally.found_any() {
        anyhow::bail!("nothing found: no document under these paths (endings taken: {})", Name::endings());
    }
    Ok(ExitCode::from(if failed { exit::SOME_FAILED } else { 0 }))
}
