//! `seedtool explain`: why each line of a document got its label.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use seedtool::ingest::{Document, Pipeline};
use seedtool::lines::lines;
use seedtool::source;
use seedtool::structure::{Block, Kind, Options};

use super::options::Reading;

/// Show each line of a document with its label, score and reasons
#[derive(clap::Args)]
pub(super) struct Args {
    /// The document; `-` is standard input
    #[arg(value_name = "FILE")]
    path: PathBuf,

    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let mut pipeline = args.reading.pipeline()?;
    pipeline.structure = Options { explain: true, ..pipeline.structure };
    let mut bytes = Vec::new();
    source::read(&args.path, u64::MAX, &mut bytes)?;
    explain(&pipeline, &bytes, &mut BufWriter::new(io::stdout().lock()))?;
    Ok(ExitCode::SUCCESS)
}

fn explain(pipeline: &Pipeline, bytes: &[u8], out: &mut impl Write) -> Result<()> {
    let document = Document::file("", bytes);
    let decoded = pipeline.decode(&document)?;
    let structure = pipeline.structure(&decoded);
    writeln!(out, "{}: {}; {}", structure.format, structure.format_reason, decoded.encoding)?;
    for line in lines(&decoded.text).filter(|line| !line.is_blank()) {
        for block in structure.blocks.iter().filter(|b| (b.span.first..=b.span.last).contains(&line.number)) {
            writeln!(out, "{:>5}  {:<24} {}", line.number, label(block), block.reason.rule)?;
        }
        writeln!(out, "       {}", line.text.trim())?;
    }
    Ok(out.flush()?)
}

fn label(block: &Block<'_>) -> String {
    match &block.kind {
        Kind::Title(_) => "title".to_owned(),
        Kind::Heading { level } => format!("heading {level}"),
        Kind::Paragraph => "paragraph".to_owned(),
        Kind::Item { depth, .. } => format!("item, depth {depth}"),
        Kind::Quote => "quote".to_owned(),
        Kind::Code => "code".to_owned(),
        Kind::Table(_) => "table".to_owned(),
        Kind::Dropped(kind) => format!("dropped: {kind}"),
    }
}
