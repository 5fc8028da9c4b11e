//! `seedtool report`: one page that shows a corpus at a glance, and documents beside what was made of them.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use seedtool::report::page;
use seedtool::sink::{AtomicFile, Unfinished};
use seedtool::walk::STDIN;

use super::documents;
use super::gather::Job;
use super::message::{self, Shown};
use super::options::{Inputs, Jobs, Reading, Saying};
use super::overwrite;
use super::streams;

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

    /// Write to this file, which appears only when whole, so that nobody looks at half a page; `-` is stdout
    #[arg(short, long, value_name = "FILE", default_value = "report.html", help_heading = "Output")]
    output: PathBuf,

    /// How many documents to show whole, so that the page of a large corpus stays small; all when there are no more
    #[arg(long, value_name = "N", default_value_t = 60, help_heading = "Output")]
    sample: usize,

    #[command(flatten)]
    jobs: Jobs,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    saying: Saying,
}

pub(super) fn run(args: &Args, unfinished: &Unfinished) -> Result<ExitCode> {
    let Args { inputs, output, sample, jobs, reading, saying } = args;
    let pipeline = reading.pipeline()?;
    overwrite::spares_documents(output, &inputs.paths)?;
    let outputs = streams::file(output.metadata().ok()).into_iter().collect();
    let gathered =
        Job::new(inputs, reading, &pipeline, jobs, *sample, outputs)?.run(&inputs.paths, saying)?;
    let (tally, summary) = (gathered.tally, gathered.figures.summary());
    if gathered.sample.seen() == 0 && summary.totals.records > 0 && *sample > 0 {
        bail!(
            "these are records, and a report shows documents beside them; name the documents, or use: seedtool stats"
        );
    }
    // Where nothing could be read, a page of an earlier day is worth more.
    if tally.records > 0 {
        let views: Vec<_> = gathered.sample.into_chosen().into_iter().flatten().collect();
        let inputs: Vec<_> = inputs.paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        write(output, unfinished, &|out| page::write(out, &inputs, &summary, &views))?;
        if !saying.quiet && output.to_str() != Some(STDIN) {
            let documents = if views.len() == 1 { "document" } else { "documents" };
            message::say(format_args!("{}: {} {documents} shown whole", Shown(output), views.len()));
        }
    } else if tally.found_any() && !saying.quiet {
        message::say(format_args!("{}: not written, since there is no record to show", Shown(output)));
    }
    documents::conclude(&tally, saying, tally.errors > 0)
}

/// Writes the page to stdout, or to a file that appears only when whole.
fn write(
    output: &Path,
    unfinished: &Unfinished,
    page: &dyn Fn(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    if output.to_str() == Some(STDIN) {
        let mut out = BufWriter::new(io::stdout().lock());
        return Ok(page(&mut out).and_then(|()| out.flush())?);
    }
    let file =
        AtomicFile::create(output, unfinished).map_err(|error| message::cannot_write(output, &error))?;
    let mut file = BufWriter::new(file);
    let written =
        page(&mut file).and_then(|()| file.into_inner().map_err(io::IntoInnerError::into_error)?.finish());
    written.with_context(|| Shown(output).to_string())
}
