//! `seedtool filter`: JSON Lines in, JSON Lines out, one line out for each line in.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};

use seedtool::corpus::{Input, Lines, Outcome};
use seedtool::sink::Sink;
use seedtool::source::Options;
use seedtool::walk::{Container, Name, STDIN};

use super::documents::{Job, Render, Written};
use super::exit;
use super::message;
use super::options::{self, Contents, Jobs, Reading};
use super::streams;
use super::tally;

/// Turn JSON Lines on stdin into records on stdout, one line out for each line in: for Spark, Ray, GNU parallel
#[derive(clap::Args)]
#[command(
    after_help = "The contract: one line out for each line in, in order, whatever the line holds; what cannot be a record is \
                  an error record (\"schema\": \"seedtool/1-error\"), a blank line too. No line out hangs on where a line \
                  stands, so that the same lines give the same records however an engine cuts its input: source.path is \
                  \"-\", source.record null. What was read is answered before more is waited for. Exit code 0 at the \
                  end of the input; 3 when the output is not whole.\n\nExamples:\n  seedtool filter < in.jsonl > out.jsonl\n  \
                  parallel -k --pipepart --block 64M -a in.jsonl seedtool filter -j1 > out.jsonl\n  \
                  spark: rdd.pipe(\"seedtool filter\", checkCode=True)"
)]
pub(super) struct Args {
    #[command(flatten)]
    lines: options::Lines,

    #[command(flatten)]
    contents: Contents,

    #[command(flatten)]
    jobs: Jobs,

    #[command(flatten)]
    reading: Reading,

    /// Leave out the summary, for engines that take every line on stderr for a failure
    #[arg(short, long, help_heading = "Messages")]
    quiet: bool,

    /// How to write the summary on stderr: as JSON for engines that collect it, which is the default, or as text
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Messages")]
    summary: Option<tally::Format>,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let pipeline = args.contents.pipeline(&args.reading)?;
    if streams::stdin_file().is_some_and(|input| streams::stdout_file() == Some(input)) {
        bail!("standard input and standard output are one file; write to another");
    }
    let from = Some(Name { container: Container::JsonLines, ..Name::default() });
    let mut sink = Sink::stream(streams::stdout()?);
    let tally = Job {
        roots: &[PathBuf::from(STDIN)],
        options: &Options { from, ..args.lines.source() },
        pipeline: &pipeline,
        lines: Lines::Alike,
        jobs: args.jobs.count(),
        dedup: false,
        bar: None,
        resume: None,
    }
    .run(&LineForLine, &mut sink)?;
    sink.finish()?;
    match args.summary {
        None if args.quiet => {}
        None | Some(tally::Format::Json) => message::say(format_args!("{}", tally.json())),
        Some(tally::Format::Text) => message::say(format_args!("{tally}")),
    }
    if tally.unread > 0 {
        message::say(format_args!(
            "seedtool: the output is not whole: the input could not be read to its end"
        ));
        return Ok(ExitCode::from(exit::BROKEN_OUTPUT));
    }
    Ok(ExitCode::SUCCESS)
}

/// Records and error records alike.
struct LineForLine;

impl Render for LineForLine {
    fn render(&self, _: Input<'_>, outcome: &Outcome<'_>, written: &mut Written) {
        match outcome {
            Outcome::Record(record) => written.json(record, false),
            Outcome::Error(_, record) => written.json(record, false),
            Outcome::Skipped(_) => {}
        }
    }
}
