//! `seedtool check`: the work of `ingest` without its output, for CI.

use std::process::ExitCode;

use anyhow::Result;

use seedtool::corpus::{Input, Lines, Outcome};
use seedtool::sink::Sink;

use super::documents::{self, Job, Render, Written};
use super::message::Problem;
use super::options::{Inputs, Jobs, Reading, Saying};
use super::progress::Bar;
use super::streams;

/// Read documents as `ingest` does and list the problems: `PATH:LINE: code: message`
#[derive(clap::Args)]
#[command(
    after_help = "Example for CI, which fails where a document cannot be read:\n  seedtool check seeds/\n\nWhere a warning is a failure too:\n  seedtool check --strict corpus/"
)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// Let warnings fail the check (exit code 2), for corpora that shall stay without any
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    jobs: Jobs,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    saying: Saying,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let mut sink = Sink::stream(streams::stdout()?);
    let tally = Job {
        roots: &args.inputs.paths,
        options: &args.inputs.source(streams::stdout_file().into_iter().collect())?,
        pipeline: &args.reading.pipeline()?,
        lines: Lines::Numbered,
        jobs: args.jobs.count(),
        dedup: false,
        bar: Bar::new(&args.saying, true),
        resume: None,
    }
    .run(&Problems, &mut sink)?;
    sink.finish()?;
    documents::conclude(&tally, &args.saying, tally.errors > 0 || args.strict && tally.warnings > 0)
}

/// Problems on stdout: here they are the data.
struct Problems;

impl Render for Problems {
    fn render(&self, input: Input<'_>, outcome: &Outcome<'_>, written: &mut Written) {
        match outcome {
            Outcome::Record(record) => {
                for warning in &record.warnings {
                    written.line(&Problem::warning(input, warning));
                }
            }
            Outcome::Error(error, _) => written.line(&Problem::error(input, error)),
            Outcome::Skipped(_) => {}
        }
    }
}
