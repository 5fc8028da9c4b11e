//! `seedtool ingest`: documents → one JSON record a line.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use seedtool::error::Error;
use seedtool::record::Record;
use seedtool::sink::Sink;

use super::documents::{self, Visitor};
use super::message::{self, Problem};
use super::options::{Inputs, Reading, Saying};

/// Turn documents into records: JSON Lines on stdout, one article a line
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  seedtool ingest seeds/ | jq -r .title\n  seedtool ingest seeds/ -o seeds.jsonl\n  \
                        cat article.txt | seedtool ingest - --pretty"
)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// Write to this file, which appears only when whole, instead of stdout
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,

    /// Indent the JSON for reading
    #[arg(long, help_heading = "Output")]
    pretty: bool,

    /// Put dropped lines back as paragraphs where they stood
    #[arg(long, help_heading = "Output")]
    keep_dropped: bool,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    saying: Saying,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let pipeline = seedtool::ingest::Pipeline { keep_dropped: args.keep_dropped, ..args.reading.pipeline()? };
    let mut writer = Writer { sink: args.sink()?, quiet: args.saying.quiet };
    let tally = documents::each(&args.inputs, &pipeline, &mut writer)?;
    if tally.inputs() > 0 {
        writer.sink.finish()?;
    }
    documents::conclude(&tally, &args.saying, tally.errors > 0)
}

impl Args {
    fn sink(&self) -> Result<Sink> {
        match &self.output {
            None => Ok(Sink::stream(io::stdout().lock(), self.pretty)),
            Some(path) => Sink::file(path, self.pretty)
                .map_err(|error| anyhow::anyhow!("{error}"))
                .with_context(|| format!("cannot write {}", message::Shown(path))),
        }
    }
}

/// Records to the sink, problems to stderr.
struct Writer {
    sink: Sink,
    quiet: bool,
}

impl Visitor for Writer {
    fn record(&mut self, path: &Path, record: Record<'_>) -> io::Result<()> {
        if !self.quiet {
            for warning in &record.warnings {
                let problem =
                    Problem { path, line: warning.line, code: &warning.code, message: &warning.message };
                message::say(format_args!("{problem}"));
            }
        }
        self.sink.write(&record)
    }

    fn error(&mut self, path: &Path, error: &Error) -> io::Result<()> {
        let problem = Problem { path, line: error.line, code: &error.code, message: &error.message };
        message::say(format_args!("{problem}"));
        Ok(())
    }
}
