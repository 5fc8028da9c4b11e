//! Options that several commands share: how documents are found, read and turned into records.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::thread;

use anyhow::{Result, anyhow, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use seedtool::decode::{self, Charset, Choice};
use seedtool::error::Error;
use seedtool::ingest::Pipeline;
use seedtool::report::Steps;
use seedtool::source::{self, Shard, jsonl};
use seedtool::structure::{self, Format, Mode};
use seedtool::walk::{self, Globs, Identity, Name, STDIN};

use super::message::Shown;
use super::normalize::Rules;
use super::size::Size;
use super::streams;
use super::tally;

/// Which documents.
#[derive(clap::Args)]
pub(super) struct Inputs {
    /// Files and folders; `-` is standard input
    ///
    /// Of a folder these are taken: .txt .text .md .markdown .mdx (a document each), .jsonl .ndjson (a document a
    /// line), .wet (web archives as plain text), each also compressed as .gz or .zst. A file that is named here is
    /// taken whatever its name.
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,

    /// Follow symbolic links inside folders; otherwise they are left alone, since they may lead out of the folder
    #[arg(short = 'L', long, help_heading = "Finding documents")]
    follow: bool,

    /// Take hidden files and folders too; otherwise they are passed over, since few of them are documents (.git)
    #[arg(long, help_heading = "Finding documents")]
    hidden: bool,

    /// In folders take only files that match, whatever their ending, where a part is wanted: `*.text`, `raw/*.md`
    #[arg(long, value_name = "GLOB", help_heading = "Finding documents")]
    include: Vec<String>,

    /// In folders pass over files and folders that match, where a part is not wanted: `drafts`, `README*`
    #[arg(long, value_name = "GLOB", help_heading = "Finding documents")]
    exclude: Vec<String>,

    /// Take part K of N of the files, each whole, for N machines that share the work: the parts are disjoint and make the
    /// whole
    #[arg(long, value_name = "K/N", value_parser = parsed::<Shard>, help_heading = "Finding documents")]
    pub(super) shard: Option<Shard>,

    /// Read every file as if its name ended so, for files whose names do not say it: `txt`, `jsonl`, `wet.gz` …
    #[arg(long, value_name = "ENDING", value_parser = parsed::<Name>, help_heading = "Finding documents")]
    from: Option<Name>,

    /// Refuse documents larger than this, decompressed, so that no archive can fill the memory
    #[arg(long, value_name = "BYTES", default_value_t = Size(256 << 20), help_heading = "Finding documents")]
    max_document_bytes: Size,

    #[command(flatten)]
    lines: Lines,
}

/// What stands in a line of JSON Lines.
#[derive(clap::Args)]
pub(super) struct Lines {
    /// The field that holds the text, where it is called otherwise
    #[arg(long, value_name = "FIELD", default_value = "text", help_heading = "JSON Lines")]
    text_field: String,

    /// The field that holds the title, where there is one: it goes before a title inside the text
    #[arg(long, value_name = "FIELD", default_value = "title", help_heading = "JSON Lines")]
    title_field: String,

    /// The field that holds the id, so that a record can be traced to its input (source.id); by default `id`, in
    /// WET files WARC-Record-ID
    #[arg(long, value_name = "FIELD", help_heading = "JSON Lines")]
    id_field: Option<String>,

    /// Carry these fields into the record as they are, for what must stay with the text, as its address; of WET
    /// files header fields, e.g. WARC-Target-URI
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',', help_heading = "JSON Lines")]
    carry: Vec<String>,

    /// Refuse lines longer than this, so that no broken file can fill the memory
    #[arg(long, value_name = "BYTES", default_value_t = Size(64 << 20), help_heading = "JSON Lines")]
    max_line_bytes: Size,
}

/// Reads an argument; what is wrong with one is said without a code.
fn parsed<T: FromStr<Err = Error>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: Error| error.message)
}

impl Inputs {
    /// How documents are found. `outputs` are files that are being written, and no inputs.
    pub(super) fn source(&self, outputs: Vec<Identity>) -> Result<source::Options> {
        let same = |path: &Path| {
            let identity = match path == Path::new(STDIN) {
                true => streams::stdin_file(),
                false => path.metadata().ok().and_then(|metadata| Identity::of(&metadata)),
            };
            identity.is_some_and(|identity| outputs.contains(&identity))
        };
        if let Some(path) = self.paths.iter().find(|path| same(path)) {
            bail!("{} is an input and the output; write to another file or folder", Shown(path));
        }
        let globs = |flag, patterns: &[String]| match patterns {
            [] => Ok(None),
            patterns => {
                Globs::new(patterns).map(Some).map_err(|error| anyhow!("--{flag}: {}", error.message))
            }
        };
        let walk = walk::Options {
            follow_links: self.follow,
            hidden: self.hidden,
            any_name: self.from.is_some(),
            include: globs("include", &self.include)?,
            exclude: globs("exclude", &self.exclude)?,
            outputs,
        };
        let Self { shard, from, max_document_bytes, .. } = *self;
        Ok(source::Options {
            walk,
            shard,
            from,
            max_document_bytes: max_document_bytes.0,
            ..self.lines.source()
        })
    }
}

impl Lines {
    /// How lines are read.
    pub(super) fn source(&self) -> source::Options {
        let Self { text_field, title_field, id_field, carry, max_line_bytes } = self;
        let fields = jsonl::Fields {
            text: text_field.clone(),
            title: title_field.clone(),
            id: id_field.clone(),
            carry: carry.clone(),
        };
        source::Options { fields, max_line_bytes: max_line_bytes.0, ..source::Options::default() }
    }
}

/// How many threads.
#[derive(clap::Args)]
pub(super) struct Jobs {
    /// Work on N documents at a time, where cores are to be left to others; by default on as many as there are
    /// cores. The output is the same for every N
    #[arg(short = 'j', long = "jobs", value_name = "N", value_parser = jobs)]
    jobs: Option<NonZeroUsize>,
}

impl Jobs {
    pub(super) fn count(&self) -> NonZeroUsize {
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.jobs.unwrap_or_else(cores)
    }
}

/// No machine has more cores, and more threads than there are cores gain nothing.
const MOST_JOBS: usize = 1024;

fn jobs(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse()
        .ok()
        .filter(|jobs: &NonZeroUsize| jobs.get() <= MOST_JOBS)
        .ok_or("write a number from 1 to 1024")
}

fn percent(text: &str) -> Result<f64, &'static str> {
    text.parse().ok().filter(|percent| (0.0..=100.0).contains(percent)).ok_or("write a number from 0 to 100")
}

/// How documents are turned into records.
#[derive(clap::Args)]
pub(super) struct Reading {
    /// The encoding, where it is known: a label of the Encoding Standard; `auto` tells it by the bytes of each
    /// document
    #[arg(long, value_name = "LABEL", default_value = "auto", help_heading = "Reading")]
    encoding: String,

    /// Whether text that was damaged by a wrong decoding is repaired where that is beyond doubt; `off` for who
    /// wants to see the damage
    #[arg(long, value_parser = ["auto", "off"], default_value = "auto", help_heading = "Reading")]
    repair: String,

    /// How many characters in a hundred may be malformed before a document is an error and no record, for archives
    /// that are known to be damaged; sixteen are let pass in any
    #[arg(long, value_name = "PERCENT", value_parser = percent, default_value = "1", help_heading = "Reading")]
    max_malformed: f64,

    /// Take every document for this format instead of deciding for each, where the corpus is known
    #[arg(long, value_parser = codes(Format::ALL, Format::as_str), help_heading = "Reading")]
    format: Option<Format>,

    /// How much structure to infer where the author left no mark; `strict` where a false heading does more harm
    /// than a missing one, `off` where marks alone shall make headings and items
    #[arg(long, value_parser = codes(Mode::ALL, Mode::as_str), default_value = "balanced", help_heading = "Reading")]
    structure: Mode,

    #[command(flatten)]
    rules: Rules,
}

/// What goes into a record beside the article.
#[derive(clap::Args)]
pub(super) struct Contents {
    /// Put dropped lines back as paragraphs where they stood, for who would rather filter alone
    #[arg(long, help_heading = "Output")]
    keep_dropped: bool,

    /// Map every normalized text to the decoded document (`alignment`), so that a hit can be shown in the original
    #[arg(long, help_heading = "Output")]
    align: bool,
}

impl Contents {
    /// The pipeline of `reading` that makes such records.
    pub(super) fn pipeline(&self, reading: &Reading) -> Result<Pipeline> {
        let Self { keep_dropped, align } = *self;
        Ok(Pipeline { keep_dropped, align, ..reading.pipeline()? })
    }
}

impl Reading {
    pub(super) fn pipeline(&self) -> Result<Pipeline> {
        let structure = structure::Options { format: self.format, mode: self.structure, explain: false };
        let normalizer = self.rules.normalizer()?;
        Ok(Pipeline { decode: self.decode()?, structure, normalizer, ..Pipeline::default() })
    }

    /// The steps of the normalization one by one.
    pub(super) fn steps(&self) -> Result<Steps> {
        self.rules.steps()
    }

    fn decode(&self) -> Result<decode::Options> {
        let encoding = match &*self.encoding {
            "auto" => Choice::Auto,
            label => Choice::Named(Charset::for_label(label).ok_or_else(|| {
                anyhow!("no encoding is called `{label}`; take a label of https://encoding.spec.whatwg.org")
            })?),
        };
        let repair = self.repair == "auto";
        let malformed_share = self.max_malformed / 100.0;
        Ok(decode::Options { encoding, repair, malformed_share, ..decode::Options::default() })
    }
}

/// What is said on stderr.
#[derive(clap::Args)]
pub(super) struct Saying {
    /// Say nothing on stderr but errors, for scripts
    #[arg(short, long, help_heading = "Messages")]
    pub(super) quiet: bool,

    /// How to write the summary on stderr; `json` for scripts that read it
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT", help_heading = "Messages")]
    pub(super) summary: tally::Format,
}

/// Parses one of a library's codes and lists them all in the help.
pub(super) fn codes<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let names = PossibleValuesParser::new(all.iter().map(|&code| name(code)));
    names.map(move |given| all.iter().copied().find(|&code| name(code) == given).unwrap_or(all[0]))
}
