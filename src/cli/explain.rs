//! `seedtool explain`: why each line of a document got its label.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use seedtool::ingest::Document;
use seedtool::lines::{Line, lines};
use seedtool::source;
use seedtool::structure::Options;
use seedtool::structure::explain::{Explanation, Finding, explain};

use super::exit;
use super::message::{self, Plain, Shown};
use super::options::Reading;

/// Show each line of a document with its label, score and reasons
#[derive(clap::Args)]
#[command(
    after_help = "Under each line stand the rule, the model's terms with their share in log-odds (+ speaks for the \
                        label), and what else the line might have been.\n\nExamples:\n  seedtool explain seeds/004_*.txt\n  \
                        seedtool explain --json article.txt | jq '.lines[] | select(.found[0].label == \"dropped\")'"
)]
pub(super) struct Args {
    /// The document; `-` is standard input
    #[arg(value_name = "FILE")]
    path: PathBuf,

    /// Write one JSON object for tools instead of lines for people
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let mut pipeline = args.reading.pipeline()?;
    pipeline.structure = Options { explain: true, ..pipeline.structure };
    let failed = |error| {
        message::say(format_args!("{}: {error}", Shown(&args.path)));
        Ok(ExitCode::from(exit::SOME_FAILED))
    };
    let bytes = match source::read(&args.path) {
        Ok(bytes) => bytes,
        Err(error) => return failed(error),
    };
    let document = Document::file("", &bytes);
    let decoded = match pipeline.decode(&document) {
        Ok(decoded) => decoded,
        Err(error) => return failed(error),
    };
    let lines: Vec<Line<'_>> = lines(&decoded.text).collect();
    let structure = pipeline.structure(&decoded);
    let explanation = explain(&lines, &structure);

    let mut out = BufWriter::new(io::stdout().lock());
    if args.json {
        serde_json::to_writer(&mut out, &explanation).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{} ({}), {}", structure.format, structure.format_reason, decoded.encoding)?;
        write_for_people(&mut out, &explanation, &Style::of_stdout())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// How many terms of a decision people are shown; `--json` has them all.
const TERMS_SHOWN: usize = 6;

/// Colours and isolates on a terminal, nothing in a pipe.
struct Style {
    colour: bool,
    isolate: bool,
}

impl Style {
    fn of_stdout() -> Self {
        let isolate = io::stdout().is_terminal();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { colour: isolate && wanted, isolate }
    }

    /// SGR codes around a label, by what it says.
    fn paint(&self, label: &str, words: &str) -> String {
        let code = match label {
            _ if !self.colour => return words.to_owned(),
            "title" => "1;35",
            "heading" => "1;36",
            "item" => "32",
            "dropped" => "31",
            "code" | "table" | "quote" => "33",
            "dim" => "2",
            _ => return words.to_owned(),
        };
        format!("\u{1b}[{code}m{words}\u{1b}[0m")
    }

    /// First-strong isolate (UAX #9), so that Arabic neither moves the columns nor is moved by them.
    fn isolate(&self, text: &str) -> String {
        let text = Plain(text.trim()).to_string();
        if self.isolate { format!("\u{2068}{text}\u{2069}") } else { text }
    }
}

/// A line of columns for each finding with the text at its end, and the reasons under it.
fn write_for_people(out: &mut impl Write, explanation: &Explanation<'_>, style: &Style) -> io::Result<()> {
    for line in &explanation.lines {
        let mut number = line.line.to_string();
        let mut text = style.isolate(line.text);
        for finding in &line.found {
            let label = style.paint(finding.label, &format!("{:<24}", label(finding)));
            let score = finding.score.map_or(String::new(), |score| format!("{score:.2}"));
            writeln!(out, "{number:>6}  {label} {score:>4}  {text}")?;
            writeln!(out, "{:>39}{}", "", style.paint("dim", &reasons(finding)))?;
            // What else is found on the same line stands under the first finding.
            number.clear();
            text.clear();
        }
    }
    Ok(())
}

/// `heading 2 (inferred)`, `dropped: masthead`, `item - depth 1`
fn label(finding: &Finding<'_>) -> String {
    let mut label = finding.label.to_owned();
    match (finding.kind, finding.level, finding.marker) {
        (Some(kind), ..) if finding.label == "dropped" => label.push_str(&format!(": {kind}")),
        (_, Some(depth), Some(marker)) => label.push_str(&format!(" {} depth {depth}", Plain(marker))),
        (_, Some(level), None) => label.push_str(&format!(" {level}")),
        _ => {}
    }
    if finding.inferred && finding.label != "dropped" {
        label.push_str(" (inferred)");
    }
    label
}

/// The rule, the strongest terms, and the label that came second.
fn reasons(finding: &Finding<'_>) -> String {
    let mut words = finding.rule.to_owned();
    let terms =
        finding.terms.iter().take(TERMS_SHOWN).map(|term| format!("{} {:+.2}", term.name, term.share));
    let terms: Vec<_> = terms.collect();
    if !terms.is_empty() {
        words.push_str(&format!(" · {}", terms.join(", ")));
    }
    if let Some(other) = &finding.runner_up {
        words.push_str(&format!(" · else {} {:.2}", other.label, other.score));
    }
    words
}
