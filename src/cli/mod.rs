//! The command line: arguments, messages and exit codes.

mod check;
mod documents;
mod explain;
mod filter;
mod ingest;
mod message;
mod options;
mod progress;
mod signals;
mod tally;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use seedtool::sink::Unfinished;

/// Exit codes that people and CI rely on.
mod exit {
    /// Usage error, or nothing found.
    pub(super) const USAGE: u8 = 1;
    /// Finished, but some inputs failed; all others are complete.
    pub(super) const SOME_FAILED: u8 = 2;
    /// The output is not whole.
    pub(super) const BROKEN_OUTPUT: u8 = 3;
}

/// Turn raw Arabic documents into clean, structured JSON Lines.
#[derive(Parser)]
#[command(name = "seedtool", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 all good, 1 usage or nothing found, 2 some inputs failed (all others are complete), \
                        3 the output is not whole.\n\nStart with: seedtool ingest seeds/ | jq .title"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Ingest(ingest::Args),
    Check(check::Args),
    Filter(filter::Args),
    Explain(explain::Args),
}

/// Runs the command line.
pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    std::panic::set_hook(Box::new(message::say_defect));
    let unfinished = Unfinished::default();
    signals::watch(&unfinished);
    let result = match &cli.command {
        Command::Ingest(args) => ingest::run(args, &unfinished),
        Command::Check(args) => check::run(args),
        Command::Filter(args) => filter::run(args),
        Command::Explain(args) => explain::run(args),
    };
    result.unwrap_or_else(|error| failure(&error))
}

/// Help and version are no errors; all else is a usage error, for which clap would exit with 2.
fn usage(error: &clap::Error) -> ExitCode {
    let shown = error.print();
    match error.use_stderr() {
        true => ExitCode::from(exit::USAGE),
        false => shown.map_or_else(|error| output_failure(&error), |()| ExitCode::SUCCESS),
    }
}

/// Usage errors of our own carry no I/O error; an I/O error that comes this far is one of the output.
fn failure(error: &anyhow::Error) -> ExitCode {
    match error.downcast_ref::<io::Error>() {
        Some(error) => output_failure(error),
        None => {
            message::say(format_args!("seedtool: {error:#}"));
            ExitCode::from(exit::USAGE)
        }
    }
}

/// A reader that goes away has seen what it wanted; anything else leaves the output incomplete.
fn output_failure(error: &io::Error) -> ExitCode {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    message::say(format_args!("seedtool: the output is not whole: {error}"));
    ExitCode::from(exit::BROKEN_OUTPUT)
}
