//! `seedtool report`: one page that shows a corpus at a glance, and documents beside what was made of them.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};

use seedtool::report::page;
use seedtool::sink::{AtomicFile, Unfinished};
use seedtool::walk::STDIN;

use super::gather::Gathering;
use super::message::{self, Shown};
use super::options::{Inputs, Reading};

/// Write a self-contained HTML page: the corpus at a glance, any document beside its article
#[derive(clap::Args)]
#[command(
    after_help = "The page needs no network and no other file. It holds figures over all documents, and a sample of \
                        them whole: those to be looked at first and an even spread.\n\nExamples:\n  \
                        seedtool report seeds/ -o report.html\n  seedtool report corpus/ --sample 200 -o report.html"
)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// Write to this file, which appears only when whole; `-` is stdout
    #[arg(short, long, value_name = "FILE", default_value = "report.html", help_heading = "Output")]
    output: PathBuf,

    /// How many documents to show whole; all when there are no more than that
    #[arg(long, value_name = "N", default_value_t = 60, help_heading = "Output")]
    sample: usize,

    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(args: &Args, unfinished: &Unfinished) -> Result<ExitCode> {
    let pipeline = args.reading.pipeline()?;
    let gathering = Gathering::of(&args.inputs, &args.reading, &pipeline, args.sample)?;
    let summary = gathering.figures.summary();
    if gathering.sample.seen() == 0 && summary.totals.records > 0 {
        bail!(
            "these are records, and a report shows documents beside them; name the documents, or use: seedtool stats"
        );
    }
    let views = gathering.sample.into_chosen();
    let inputs: Vec<_> = args.inputs.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let write = |out: &mut dyn Write| page::write(out, &inputs, &summary, &views);
    match args.output.to_str() {
        Some(STDIN) => write(&mut BufWriter::new(io::stdout().lock()))?,
        _ => {
            let whole = || -> io::Result<()> {
                let mut file = BufWriter::new(AtomicFile::create(&args.output, unfinished)?);
                write(&mut file)?;
                file.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
            };
            whole().map_err(|error| anyhow!("cannot write {}: {error}", Shown(&args.output)))?;
            let documents = if views.len() == 1 { "document" } else { "documents" };
            message::say(format_args!("{}: {} {documents} shown whole", Shown(&args.output), views.len()));
        }
    }
    Ok(ExitCode::from(if summary.totals.errors > 0 { super::exit::SOME_FAILED } else { 0 }))
}
