//! `seedtool stats`: the figures of the report as tables on the terminal, or as JSON.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Result;
use unicode_width::UnicodeWidthStr;

use seedtool::report::distribution::{Class, Distribution};
use seedtool::report::look::Look;
use seedtool::report::summary::Failed;
use seedtool::report::{Named, Summary};

use super::documents;
use super::gather::Job;
use super::message::Plain;
use super::options::{Inputs, Jobs, Reading, Saying};

/// Show figures over documents, or over records that seedtool wrote
#[derive(clap::Args)]
#[command(
    after_help = "Records are read from .jsonl and .ndjson files, also as .gz and .zst, and from standard input (of Parquet the texts are read, as documents); how much each step of \
                        normalization changes is known only where the documents themselves are read.\n\nExamples:\n  \
                        seedtool stats seeds/\n  seedtool stats seeds.jsonl --json | jq .totals\n  \
                        seedtool ingest seeds/ | seedtool stats -"
)]
pub(super) struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// Write one JSON object for tools instead of tables for people
    #[arg(long, help_heading = "Output")]
    json: bool,

    #[command(flatten)]
    jobs: Jobs,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    saying: Saying,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let Args { inputs, json, jobs, reading, saying } = args;
    let pipeline = reading.pipeline()?;
    let gathered = Job::new(inputs, reading, &pipeline, jobs, 0, Vec::new())?.run(&inputs.paths, saying)?;
    if gathered.tally.found_any() {
        show(&gathered.figures.summary(), *json)?;
    }
    documents::conclude(&gathered.tally, saying, gathered.tally.errors > 0)
}

fn show(summary: &Summary, json: bool) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if json {
        serde_json::to_writer_pretty(&mut out, summary).map_err(io::Error::from)?;
        writeln!(out)?;
        return out.flush();
    }
    let mut tables = Tables { out, isolate: io::stdout().is_terminal() };
    tables.summary(summary)?;
    tables.out.flush()
}

/// Where the cells of a column stand.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    Left,
    Right,
}
use Column::{Left, Right};

struct Tables<W> {
    out: W,
    /// Whether Arabic is set apart, so that it does not move the columns beside it; only a terminal needs it.
    isolate: bool,
}

impl<W: Write> Tables<W> {
    fn summary(&mut self, summary: &Summary) -> io::Result<()> {
        let totals = &summary.totals;
        let letters = percent(totals.arabic_letters, totals.letters);
        self.pairs(
            "Documents",
            &[
                ("found", totals.documents, String::new()),
                ("records", totals.records, percent(totals.records, totals.documents)),
                ("errors", totals.errors, percent(totals.errors, totals.documents)),
                (
                    "with warnings",
                    totals.documents_with_warnings,
                    percent(totals.documents_with_warnings, totals.records),
                ),
                ("duplicates", totals.duplicates, percent(totals.duplicates, totals.records)),
            ],
        )?;
        self.pairs(
            "Text",
            &[
                ("bytes", totals.bytes, String::new()),
                ("characters", totals.characters, String::new()),
                ("words", totals.words, String::new()),
                ("letters", totals.letters, String::new()),
                ("Arabic letters", totals.arabic_letters, letters),
                ("sections", totals.sections, String::new()),
                ("paragraphs", totals.paragraphs, String::new()),
                ("lists", totals.lists, String::new()),
                ("list items", totals.list_items, String::new()),
                ("dropped lines", totals.dropped_lines, String::new()),
                ("replacements", totals.replacements, String::new()),
                ("tatweel removed", totals.tatweel_removed, String::new()),
                ("marks removed", totals.marks_removed, String::new()),
            ],
        )?;
        self.named("Formats", &summary.formats, totals.records)?;
        self.named("Encodings", &summary.encodings, totals.records)?;
        self.named("Titles", &summary.titles, totals.records)?;
        self.distribution("Words in a document", &summary.words)?;
        self.distribution("Sections in a document", &summary.sections)?;
        self.changes(summary)?;
        self.warnings(summary)?;
        self.named("Errors", &summary.errors, totals.documents)?;
        self.dropped(summary)?;
        self.look_first(summary)?;
        self.failures(summary)
    }

    fn pairs(&mut self, heading: &str, pairs: &[(&str, u64, String)]) -> io::Result<()> {
        let rows = pairs
            .iter()
            .map(|(name, value, share)| vec![(*name).to_owned(), value.to_string(), share.clone()]);
        self.table(heading, &[Left, Right, Right], rows.collect())
    }

    fn named(&mut self, heading: &str, named: &[Named], all: u64) -> io::Result<()> {
        let row = |it: &Named| {
            vec![Plain(&it.name).to_string(), it.documents.to_string(), percent(it.documents, all)]
        };
        self.table(heading, &[Left, Right, Right], named.iter().map(row).collect())
    }

    fn distribution(&mut self, heading: &str, distribution: &Distribution) -> io::Result<()> {
        let Distribution { min, median, p90, max, histogram } = distribution;
        let heading = format!("{heading}: least {min}, median {median}, 90 of 100 below {p90}, most {max}");
        let highest = histogram.iter().map(|class| class.documents).max().unwrap_or(0);
        let row =
            |class: &Class| vec![range(class), class.documents.to_string(), bar(class.documents, highest)];
        self.table(&heading, &[Right, Right, Left], histogram.iter().map(row).collect())
    }

    fn changes(&mut self, summary: &Summary) -> io::Result<()> {
        let rows = summary.normalization.iter().map(|changed| {
            let share = format!("{:.4} %", changed.share * 100.0);
            vec![changed.step.to_owned(), changed.characters.to_string(), share]
        });
        self.table("Characters changed by each step of normalization", &[Left, Right, Right], rows.collect())
    }

    fn warnings(&mut self, summary: &Summary) -> io::Result<()> {
        let rows = summary.warnings.iter().map(|warned| {
            let share = percent(warned.documents, summary.totals.records);
            vec![Plain(&warned.code).to_string(), warned.documents.to_string(), share]
        });
        self.table("Documents with a warning", &[Left, Right, Right], rows.collect())
    }

    /// Each kind with the lines of it that stand most often.
    fn dropped(&mut self, summary: &Summary) -> io::Result<()> {
        let mut rows = Vec::new();
        for kind in &summary.dropped {
            rows.push(vec![Plain(&kind.kind).to_string(), kind.lines.to_string(), String::new()]);
            let lines = kind.most_frequent.iter().take(3);
            rows.extend(
                lines.map(|line| vec![String::new(), format!("{}×", line.times), self.shown(&line.text)]),
            );
        }
        self.table("Dropped lines", &[Left, Right, Left], rows)
    }

    fn look_first(&mut self, summary: &Summary) -> io::Result<()> {
        let row = |look: &Look| {
            let title = look.title.as_deref().map_or(String::new(), |title| self.shown(title));
            vec![Plain(&look.document).to_string(), look.concerns.join(" "), title]
        };
        let rows: Vec<_> = summary.look_first.iter().map(row).collect();
        self.table("Look at these first", &[Left, Left, Left], rows)
    }

    fn failures(&mut self, summary: &Summary) -> io::Result<()> {
        let row = |failed: &Failed| {
            [&failed.document, &failed.code, &failed.message].map(|cell| Plain(cell).to_string()).to_vec()
        };
        self.table("Not read", &[Left, Left, Left], summary.failures.iter().map(row).collect())
    }

    /// Text of a document in one cell: harmless, cut, and set apart (FSI … PDI, UAX #9).
    fn shown(&self, text: &str) -> String {
        const CHARACTERS: usize = 60;
        let mut shown: String = Plain(text).to_string().chars().take(CHARACTERS).collect();
        if text.chars().count() > CHARACTERS {
            shown.push('…');
        }
        if self.isolate { format!("\u{2068}{shown}\u{2069}") } else { shown }
    }

    /// A heading and rows under it, if there are any; columns as wide as their widest cell on a terminal.
    fn table(&mut self, heading: &str, columns: &[Column], rows: Vec<Vec<String>>) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let widest = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
        let widths: Vec<_> = (0..columns.len()).map(widest).collect();
        writeln!(self.out, "{heading}")?;
        for row in &rows {
            let mut line = String::new();
            for ((cell, &width), &column) in row.iter().zip(&widths).zip(columns) {
                let gap = " ".repeat(width - cell.width());
                let cell = if column == Left { format!("{cell}{gap}") } else { format!("{gap}{cell}") };
                line.push_str("  ");
                line.push_str(&cell);
            }
            writeln!(self.out, "{}", line.trim_end())?;
        }
        writeln!(self.out)
    }
}

fn percent(part: u64, all: u64) -> String {
    if all == 0 { String::new() } else { format!("{:.1} %", part as f64 / all as f64 * 100.0) }
}

fn range(class: &Class) -> String {
    match class.to {
        Some(to) if to == class.from => to.to_string(),
        Some(to) => format!("{}–{to}", class.from),
        None => format!("{}+", class.from),
    }
}

/// A bar of at most 40 cells, in eighths of a cell.
fn bar(value: u64, highest: u64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (value as f64 / highest.max(1) as f64 * 320.0).round() as usize;
    let eighths = if value > 0 { eighths.max(1) } else { 0 };
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}
