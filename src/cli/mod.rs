//! The command line: arguments, messages and exit codes.

mod check;
mod completions;
mod config;
mod documents;
mod explain;
mod filter;
mod gather;
mod ingest;
mod man;
mod message;
mod normalize;
mod options;
mod overwrite;
mod progress;
mod report;
mod schema;
mod signals;
mod size;
mod stats;
mod streams;
mod tally;

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use seedtool::normalize::UNICODE_VERSION;
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

/// The version of the program and that of Unicode, by whose tables it normalizes.
fn version() -> String {
    let (major, minor, update) = UNICODE_VERSION;
    format!("{} (Unicode {major}.{minor}.{update})", env!("CARGO_PKG_VERSION"))
}

/// Turn raw Arabic documents into clean, structured JSON Lines.
#[derive(Parser)]
#[command(name = "seedtool", version = version(), max_term_width = 100, arg_required_else_help = true)]
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
    Report(report::Args),
    Stats(stats::Args),
    Normalize(normalize::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the command line.
pub(crate) fn main() -> ExitCode {
    let definition = config::offer(Cli::command());
    let parsed = config::matches(&definition, std::env::args_os().collect());
    let matches = match parsed {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    if let Some(toml) = config::asked_for(&definition, &matches) {
        let shown = io::stdout().lock().write_all(toml.as_bytes());
        return shown.map_or_else(|error| output_failure(error.kind(), &error), |()| ExitCode::SUCCESS);
    }
    let cli = match Cli::from_arg_matches(&matches) {
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
        Command::Report(args) => report::run(args, &unfinished),
        Command::Stats(args) => stats::run(args),
        Command::Normalize(args) => normalize::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args, definition),
        Command::Man(args) => man::run(args, definition),
    };
    result.unwrap_or_else(|error| failure(&error))
}

/// Help and version are no errors; all else is a usage error, for which clap would exit with 2.
fn usage(error: &clap::Error) -> ExitCode {
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && Path::new(word).exists()
    {
        let path = message::Shown(Path::new(word));
        message::say(format_args!(
            "seedtool: `{path}` is a path, not a command; did you mean: seedtool ingest {path}"
        ));
        return ExitCode::from(exit::USAGE);
    }
    let shown = error.print();
    match error.use_stderr() {
        true => ExitCode::from(exit::USAGE),
        false => shown.map_or_else(|error| output_failure(error.kind(), &error), |()| ExitCode::SUCCESS),
    }
}

/// Usage errors of our own carry no I/O error; an I/O error that comes this far is one of the output.
fn failure(error: &anyhow::Error) -> ExitCode {
    match error.downcast_ref::<io::Error>() {
        Some(cause) => output_failure(cause.kind(), &format_args!("{error:#}")),
        None => {
            message::say(format_args!("seedtool: {error:#}"));
            ExitCode::from(exit::USAGE)
        }
    }
}

/// A reader that goes away has seen what it wanted; anything else leaves the output incomplete.
fn output_failure(kind: io::ErrorKind, words: &dyn Display) -> ExitCode {
    if kind == io::ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    message::say(format_args!("seedtool: the output is not whole: {words}"));
    ExitCode::from(exit::BROKEN_OUTPUT)
}
