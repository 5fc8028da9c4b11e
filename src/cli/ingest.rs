//! `seedtool ingest`: documents → one JSON record a line.

use std::ffi::OsStr;
use std::fs;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use clap::builder::RangedU64ValueParser;

use seedtool::corpus::{Input, Lines, Outcome};
use seedtool::ingest::Pipeline;
use seedtool::sink::manifest::Head;
use seedtool::sink::resumable::{Begun, Pair, Resumable};
use seedtool::sink::{Sink, Unfinished};
use seedtool::source::earlier::{self, Lines as Manifested};
use seedtool::source::{self, Earlier, Shard};
use seedtool::walk::{Container, Identity, Name, STDIN};

use super::documents::{self, Job, Render, Written};
use super::message::{self, Problem, Shown, cannot_write};
use super::options::{Contents, Inputs, Jobs, Reading, Saying};
use super::overwrite;
use super::progress::Bar;
use super::streams;
use super::tally::Tally;

/// How the names of files of records end.
const ENDINGS: [&str; 4] = ["jsonl", "jsonl.gz", "jsonl.zst", "parquet"];

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
    /// are compressed, .parquet is Parquet where that is built in; `-` is stdout
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,

    /// Write the records of each shard to a file of its own in this folder, for loaders that read many at once:
    /// part-00001-of-00008.jsonl …
    #[arg(long, value_name = "DIR", conflicts_with = "output", help_heading = "Output")]
    out_dir: Option<PathBuf>,

    /// With --out-dir: how many shards, for as many files; with --shard K/N in its place only the Kth of N is written
    #[arg(long, value_name = "N", requires = "out_dir", conflicts_with = "shard", help_heading = "Output")]
    #[arg(value_parser = RangedU64ValueParser::<NonZeroU64>::new().range(1..=Shard::MOST))]
    shards: Option<NonZeroU64>,

    /// With --out-dir: how the names of the files end, for what they hold and how they are compressed
    #[arg(
        long,
        value_name = "ENDING",
        requires = "out_dir",
        default_value = "jsonl",
        help_heading = "Output"
    )]
    #[arg(value_parser = ENDINGS)]
    ending: String,

    /// Take over what earlier runs with --resume have done, for corpora that grow and jobs that are killed: only what is
    /// new or has changed is done
    ///
    /// What an output was made of stands beside it in FILE.manifest; the output is the same as of a run from the
    /// beginning. A file counts as unchanged when its path, size and time of modification are. A run that was killed
    /// leaves what it had done in FILE.part, and the next one goes on there. With other options, with --dedup and for
    /// Parquet an output is left as it is or made anew as a whole.
    #[arg(long, help_heading = "Output")]
    resume: bool,

    /// Keep the first of several records with the same content, since copies teach nothing; the others are counted
    /// as skipped. Of shards each is looked at by itself
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
    let output = args.output.as_deref().filter(|path| path.as_os_str() != STDIN);
    if args.resume && output.is_none() && args.out_dir.is_none() {
        bail!("--resume needs an output to go on with: give -o FILE or --out-dir DIR");
    }
    let pipeline = args.contents.pipeline(&args.reading)?;
    let run = Run { args, pipeline: &pipeline, unfinished };
    let tally = match &args.out_dir {
        Some(folder) => run.to_folder(folder)?,
        None => {
            output.map_or(Ok(()), |output| overwrite::spares_documents(output, &args.inputs.paths))?;
            run.to_one(output, args.inputs.shard)?
        }
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
        if let Some(own) = shards.first().filter(|_| !self.args.saying.quiet) {
            say_others(folder, *own, ending);
        }
        let path = |shard: Shard| folder.join(format!("{}.{ending}", shard.stem()));
        for shard in &shards {
            overwrite::spares_documents(&path(*shard), &inputs.paths)?;
        }
        let mut sum = Tally::start();
        for shard in shards {
            sum.add(&self.to_one(Some(&path(shard)), Some(shard))?);
        }
        Ok(sum)
    }

    /// All that is in a shard, or all there is, to a file or to stdout.
    fn to_one(&self, output: Option<&Path>, shard: Option<Shard>) -> Result<Tally> {
        let Some(path) = output else {
            let mut sink = Sink::stream(streams::stdout()?);
            let options = self.options(shard, streams::stdout_file().into_iter().collect())?;
            let tally = self.job(&options, true).run(self.args, &mut sink)?;
            sink.finish()?;
            return Ok(tally);
        };
        self.args.fits(path)?;
        if self.args.resume {
            if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
                bail!("{} is no regular file that --resume could go on with", Shown(path));
            }
            return self.to_resumable(path, shard);
        }
        let options = self.options(shard, streams::file(path.metadata().ok()).into_iter().collect())?;
        let mut sink = Sink::file(path, self.unfinished).map_err(|error| cannot_write(path, &error))?;
        let place = || Shown(path).to_string();
        let tally = self.job(&options, false).run(self.args, &mut sink).with_context(place)?;
        if self.is_done(&tally) {
            sink.finish().with_context(place)?;
        }
        Ok(tally)
    }

    /// The same to a file that a later run can go on with, taking over what earlier ones did.
    fn to_resumable(&self, output: &Path, shard: Option<Shard>) -> Result<Tally> {
        let files = Resumable::new(output);
        let identities = || files.files().filter_map(|path| streams::file(path.metadata().ok())).collect();
        let options = self.options(shard, identities())?;
        let head = self.head(&options);
        if let Some(tally) = self.leave(output, &files, &options, &head) {
            return Ok(tally);
        }
        let begun = files.begin(&head).map_err(|error| cannot_write(output, &error))?;
        if begun.other_options && !self.args.saying.quiet {
            let path = Shown(output);
            message::say(format_args!("{path}: begun with other options; it is made anew as a whole"));
        }
        let Begun { records, mut manifest, .. } = begun;
        let mut sink = Sink::resumable(records, files.part.records.clone(), output)
            .map_err(|error| cannot_write(output, &error))?;
        let earlier = self.earlier(output, &files, &head);
        let options = self.options(shard, identities())?;
        let job = Job { resume: Some((earlier, &mut manifest)), ..self.job(&options, false) };
        let place = || Shown(output).to_string();
        let tally = job.run(self.args, &mut sink).with_context(place)?;
        match self.is_done(&tally) {
            true => sink.finish().and_then(|()| files.finish(manifest)).with_context(place)?,
            false => files.discard(),
        }
        Ok(tally)
    }

    /// Whether an output gets its name. Where nothing could be read, that of an earlier day is worth more than none; of
    /// several shards all are to be there.
    fn is_done(&self, tally: &Tally) -> bool {
        tally.found_any() && (tally.read_any() || self.args.out_dir.is_some())
    }

    /// Leaves an output as it is that would come out the same.
    fn leave(
        &self,
        output: &Path,
        files: &Resumable,
        options: &source::Options,
        head: &Head,
    ) -> Option<Tally> {
        let lines = || Manifested::open(&files.output.manifest, head);
        let inputs = earlier::unchanged(&self.args.inputs.paths, options, output, lines()?)?;
        let mut tally = Tally::start();
        for failure in earlier::failures(lines()?) {
            message::say(format_args!("{}", failure.message));
            tally.fail(failure.code);
        }
        tally.skip(documents::DONE_BEFORE, inputs - tally.errors);
        tally.files.0 = 1;
        Some(tally)
    }

    /// What earlier runs did of an output, the last of them first. Parquet cannot be taken over in parts; and
    /// which of several equal records is the first hangs on all of them.
    fn earlier(&self, output: &Path, files: &Resumable, head: &Head) -> Vec<Earlier> {
        if Name::of(output).container == Container::Parquet || self.args.dedup.is_some() {
            return Vec::new();
        }
        let open = |pair: &Pair| {
            let lines = Manifested::open(&pair.manifest, head)?;
            Earlier::open(pair, output, lines).ok()
        };
        [&files.kept, &files.output].into_iter().filter_map(open).collect()
    }

    fn options(&self, shard: Option<Shard>, mut outputs: Vec<Identity>) -> Result<source::Options> {
        let folder = self.args.out_dir.as_ref().and_then(|folder| folder.metadata().ok());
        outputs.extend(folder.and_then(|folder| Identity::of(&folder)));
        Ok(source::Options { shard, ..self.args.inputs.source(outputs)? })
    }

    fn job<'j>(&'j self, options: &'j source::Options, to_stdout: bool) -> Job<'j> {
        let Args { inputs, jobs, saying, dedup, .. } = self.args;
        Job {
            roots: &inputs.paths,
            options,
            pipeline: self.pipeline,
            lines: Lines::Numbered,
            jobs: jobs.count(),
            dedup: dedup.is_some(),
            bar: Bar::new(saying, to_stdout),
            resume: None,
        }
    }

    /// All that decides what becomes of a document.
    fn head(&self, options: &source::Options) -> Head {
        let Args { pretty, dedup, errors, .. } = self.args;
        let source::Options { from, max_document_bytes, max_line_bytes, fields, .. } = options;
        let reading = (from, max_document_bytes, max_line_bytes, fields);
        let writing = (env!("CARGO_PKG_VERSION"), self.pipeline, pretty, dedup, errors);
        Head::new(blake3::hash(format!("{reading:?} {writing:?}").as_bytes()))
    }
}

/// Says how many files of other shards or another ending stand in a folder: a loader that reads all of them would
/// meet every document twice.
fn say_others(folder: &Path, own: Shard, ending: &str) {
    let is_other = |name: &OsStr| {
        let (stem, found) = name.to_str()?.split_once('.')?;
        let shard = Shard::from_stem(stem)?;
        Some(ENDINGS.contains(&found) && !(shard.is_beside(own) && found == ending))
    };
    let Ok(entries) = fs::read_dir(folder) else { return };
    let others = entries.flatten().filter(|entry| is_other(&entry.file_name()) == Some(true)).count();
    if others > 0 {
        let stand = if others == 1 { "file stands" } else { "files stand" };
        message::say(format_args!(
            "{}: {others} {stand} here of another number of shards or another ending; remove what is not wanted",
            Shown(folder)
        ));
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
