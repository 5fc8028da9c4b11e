//! `seedtool check`: the work of `ingest` without its output, for CI.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use seedtool::error::Error;
use seedtool::record::Record;

use super::documents::{self, Visitor};
use super::message::Problem;
use super::options::{Inputs, Reading, Saying};

/// Read documents as `ingest` does and list the problems: `PATH:LINE: code: message`
#[derive(clap::Args)]
#[command(after_help = "Example for CI:\n  seedtool check --strict seeds/")]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// Let warnings fail the check (exit code 2)
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    saying: Saying,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let mut list = List { out: BufWriter::new(io::stdout().lock()) };
    let tally = documents::each(&args.inputs, &args.reading.pipeline()?, &mut list)?;
    list.out.flush()?;
    documents::conclude(&tally, &args.saying, tally.errors > 0 || args.strict && tally.warnings > 0)
}

/// Problems on stdout: here they are the data.
struct List<W> {
    out: W,
}

impl<W: Write> Visitor for List<W> {
    fn record(&mut self, path: &Path, record: Record<'_>) -> io::Result<()> {
        record.warnings.iter().try_for_each(|warning| {
            let problem =
                Problem { path, line: warning.line, code: &warning.code, message: &warning.message };
            writeln!(self.out, "{problem}")
        })
    }

    fn error(&mut self, path: &Path, error: &Error) -> io::Result<()> {
        let problem = Problem { path, line: error.line, code: &error.code, message: &error.message };
        writeln!(self.out, "{problem}")
    }
}
