//! `seedtool schema`: what a record may hold, as JSON Schema or as a loader takes it.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;

use seedtool::schema::{Loader, Shape};

use super::options::codes;

/// Print the JSON Schema of the record, or the schema that a loader takes
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  \
    seedtool schema > seedtool-1.json\n  \
    seedtool schema --for polars > seedtool_schema.py\n  \
    duckdb -c \"SELECT title FROM read_json('out.jsonl', format = 'newline_delimited', columns = $(seedtool schema --for duckdb))\"")]
pub(super) struct Args {
    /// The program that shall read the records, so that it need not guess their types
    #[arg(long = "for", value_name = "LOADER", value_parser = codes(Loader::ALL, Loader::as_str))]
    loader: Option<Loader>,

    /// Describe the error record instead, which stands where a record could not be made
    #[arg(long)]
    error: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let shape = if args.error { Shape::Error } else { Shape::Record };
    let schema = match args.loader {
        Some(loader) => loader.schema(shape),
        None => format!("{:#}\n", shape.json_schema()),
    };
    let mut out = io::stdout().lock();
    out.write_all(schema.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
