//! `seedtool ingest`: documents → one JSON record a line.

use std::fs;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::ValueEnum;

use seedtool::corpus::{Input, Lines, Outcome};
use seedtool::ingest::Pipeline;
use seedtool::sink::{Manifest, Sink, Unfinished};
use seedtool::source::{self, Shard};
use seedtool::walk::{Container, Name};

use super::documents::{self, Job, Render, Written};
use super::message::{Problem, cannot_write};
use super::options::{Contents, Inputs, Jobs, Reading, Saying};
use super::progress::Bar;
use super::tally::Tally;

/// Turn documents into records: JSON Lines on stdout, one article a line
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  seedtool ingest seeds/ | jq -r .title\n  seedtool ingest seeds/ -o seeds.jsonl.zst\n  \
                  cat article.txt | seedtool ingest - --pretty\n  \
                  seedtool ingest wiki.jsonl.gz --carry url -o wiki.records.jsonl"
)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// Write to this file, which appears only when whole, so that nobody reads half a corpus; .gz and .zst
    /// are compressed, .parquet is Parquet where that is built in
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,

    /// Write the records of each shard to a file of its own in this folder, for loaders that read many at once:
    /// part-00001-of-00008.jsonl …
    #[arg(long, value_name = "DIR", conflicts_with = "output", help_heading = "Output")]
    out_dir: Option<PathBuf>,

    /// With --out-dir: how many shards, for as many files; with --shard K/N only the Kth of N is written
    #[arg(long, value_name = "N", requires = "out_dir", conflicts_with = "shard", help_heading = "Output")]
    shards: Option<NonZeroU64>,

    /// With --out-dir: how the names of the files end, for what they hold and how they are compressed
    #[arg(
        long,
        value_name = "ENDING",
        requires = "out_dir",
        default_value = "jsonl",
        help_heading = "Output"
    )]
    #[arg(value_parser = ["jsonl", "jsonl.gz", "jsonl.zst", "parquet"])]
    ending: String,

    /// Leave outputs as they are that were made with --resume of the same files and options, so that a job that
    /// runs again does only what is new
    ///
    /// What an output was made of stands beside it in FILE.manifest. A file counts as unchanged when its path, size
    /// and time of modification are. With --out-dir a job that was killed goes on with the first shard that was not
    /// finished.
    #[arg(long, help_heading = "Output")]
    resume: bool,

    /// Keep the first of several records with the same content, since copies teach nothing; the others are counted
    /// as skipped
    #[arg(long, value_enum, value_name = "HOW", help_heading = "Output")]
    dedup: Option<Dedup>,

    /// What becomes of inputs that fail, besides the message on stderr; `inline` where every input must have its
    /// line: an error record
    #[arg(long, value_enum, value_name = "HOW", default_value = "report", help_heading = "Output")]
    errors: Errors,

    /// Indent the JSON for reading by people; a record is then no longer one line
    #[arg(long, help_heading = "Output")]
    pretty: bool,

    #[command(flatten)]
    contents: Contents,

    #[command(flatten)]
    jobs: Jobs,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    saying: Saying,
}

/// When two records are one too many.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Dedup {
    /// The bytes of their documents are the same.
    Exact,
}

/// What becomes of inputs that fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Errors {
    /// Nothing more than the message.
    Report,
    /// An error record stands in place of the record.
    Inline,
}

pub(super) fn run(args: &Args, unfinished: &Unfinished) -> Result<ExitCode> {
    if args.resume && args.output.is_none() && args.out_dir.is_none() {
        bail!("--resume needs an output to go on with: give -o FILE or --out-dir DIR");
    }
    let pipeline = args.contents.pipeline(&args.reading)?;
    let run = Run { args, pipeline: &pipeline, unfinished };
    let tally = match &args.out_dir {
        Some(folder) => run.to_folder(folder)?,
        None => run.to_one(args.output.as_deref(), args.inputs.shard)?,
    };
    documents::conclude(&tally, &args.saying, tally.errors > 0)
}

struct Run<'a> {
    args: &'a Args,
    pipeline: &'a Pipeline,
    unfinished: &'a Unfinished,
}

impl Run<'_> {
    /// One shard after the other, each as if it were the only one.
    fn to_folder(&self, folder: &Path) -> Result<Tally> {
        let Args { inputs, shards, ending, .. } = self.args;
        fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
        let shards: Vec<_> = match inputs.shard {
            Some(shard) => vec![shard],
            None => Shard::all(shards.unwrap_or(NonZeroU64::MIN)).collect(),
        };
        let mut sum = Tally::start();
        for shard in shards {
            let path = folder.join(format!("{}.{ending}", shard.stem()));
            sum.add(&self.to_one(Some(&path), Some(shard))?);
        }
        Ok(sum)
    }

    /// All that is in a shard, or all there is, to a file or to stdout.
    fn to_one(&self, output: Option<&Path>, shard: Option<Shard>) -> Result<Tally> {
        let Args { inputs, jobs, saying, dedup, .. } = self.args;
        let manifest = output.map(|output| self.manifest(output, shard)).transpose()?.flatten();
        if let (Some(output), Some(manifest)) = (output, &manifest)
            && let Some(done) = manifest.of_same(output)
        {
            let mut tally = Tally::start();
            tally.skip("done before", done.inputs);
            tally.files.0 = 1;
            return Ok(tally);
        }
        let (mut sink, written) = match output {
            None => (Sink::stream(documents::stdout()?), documents::stdout_file()),
            Some(path) => {
                self.args.fits(path)?;
                let sink = Sink::file(path, self.unfinished).map_err(|error| cannot_write(path, &error))?;
                (sink, documents::identity(path.metadata().ok()))
            }
        };
        let options = source::Options { shard, ..inputs.source(written)? };
        let job = Job {
            roots: &inputs.paths,
            options: &options,
            pipeline: self.pipeline,
            lines: Lines::Numbered,
            jobs: jobs.count(),
            dedup: dedup.is_some(),
            bar: Bar::new(saying, output.is_none()),
        };
        let tally = job.run(self.args, &mut sink)?;
        if tally.found_any() {
            sink.finish()?;
            if let (Some(output), Some(manifest), 0) = (output, manifest, tally.unread) {
                manifest.write(output, tally.inputs(), self.unfinished)?;
            }
        }
        Ok(tally)
    }

    /// What an output is about to be made of, where that is to be known.
    fn manifest(&self, output: &Path, shard: Option<Shard>) -> Result<Option<Manifest>> {
        let Args { inputs, resume, pretty, dedup, errors, .. } = self.args;
        if !resume {
            return Ok(None);
        }
        let written = documents::identity(output.metadata().ok());
        let options = source::Options { shard, ..inputs.source(written)? };
        let Some(files) = source::fingerprint(&inputs.paths, &options) else { return Ok(None) };
        let source::Options { from, max_document_bytes, max_line_bytes, fields, .. } = options;
        let reading = (from, max_document_bytes, max_line_bytes, fields);
        let writing = (env!("CARGO_PKG_VERSION"), self.pipeline, pretty, dedup, errors);
        Ok(Some(Manifest::new(blake3::hash(format!("{reading:?} {writing:?}").as_bytes()), files)))
    }
}

impl Args {
    /// Fails where error records would have to stand in a file that has the schema of records.
    fn fits(&self, output: &Path) -> Result<()> {
        if self.errors == Errors::Inline && Name::of(output).container == Container::Parquet {
            anyhow::bail!(
                "Parquet has no place for error records; write JSON Lines or leave out --errors inline"
            );
        }
        Ok(())
    }
}

/// Records to the sink, problems to stderr.
impl Render for Args {
    fn render(&self, input: Input<'_>, outcome: &Outcome<'_>, written: &mut Written) {
        match outcome {
            Outcome::Record(record) => {
                written.json(record, self.pretty);
                for warning in record.warnings.iter().filter(|_| !self.saying.quiet) {
                    written.say(&Problem::warning(input, warning));
                }
            }
            Outcome::Error(error, record) => {
                if self.errors == Errors::Inline {
                    written.json(record, self.pretty);
                }
                written.say(&Problem::error(input, error));
            }
            Outcome::Skipped(_) => {}
        }
    }
}
