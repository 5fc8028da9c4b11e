//! Options that several commands share: how documents are found, read and turned into records.

use std::path::PathBuf;

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use seedtool::decode;
use seedtool::ingest::Pipeline;
use seedtool::structure::{self, Format, Mode};
use seedtool::walk;

use super::tally;

/// Which documents.
#[derive(clap::Args)]
pub(super) struct Inputs {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,

    /// Follow symbolic links inside folders
    #[arg(short = 'L', long, help_heading = "Finding documents")]
    follow: bool,

    /// Take hidden files and folders too
    #[arg(long, help_heading = "Finding documents")]
    hidden: bool,

    /// Refuse documents larger than this
    #[arg(long, value_name = "BYTES", default_value_t = 256 << 20, help_heading = "Finding documents")]
    pub(super) max_document_bytes: u64,
}

impl Inputs {
    pub(super) fn walk(&self) -> walk::Options {
        walk::Options { follow_links: self.follow, hidden: self.hidden }
    }
}

/// How documents are turned into records.
#[derive(clap::Args)]
pub(super) struct Reading {
    /// The encoding, by a label of the Encoding Standard, or `auto`
    #[arg(long, value_name = "LABEL", default_value = "auto", help_heading = "Reading")]
    encoding: String,

    /// Take every document for this format instead of deciding for each
    #[arg(long, value_parser = codes(Format::ALL, Format::as_str), help_heading = "Reading")]
    format: Option<Format>,

    /// How much structure to infer where the author left no mark
    #[arg(long, value_parser = codes(Mode::ALL, Mode::as_str), default_value = "balanced", help_heading = "Reading")]
    structure: Mode,
}

impl Reading {
    pub(super) fn pipeline(&self) -> Result<Pipeline> {
        let structure = structure::Options { format: self.format, mode: self.structure, explain: false };
        Ok(Pipeline { decode: self.decode()?, structure, ..Pipeline::default() })
    }

    fn decode(&self) -> Result<decode::Options> {
        let _ = &self.encoding;
        Ok(decode::Options::default())
    }
}

/// What is said on stderr.
#[derive(clap::Args)]
pub(super) struct Saying {
    /// Say nothing on stderr but errors
    #[arg(short, long, help_heading = "Messages")]
    pub(super) quiet: bool,

    /// How to write the summary on stderr
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
