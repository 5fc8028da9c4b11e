//! Markdown: outlines of fixtures, the laws of blocks, and CommonMark as the oracle.

#![allow(clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use seedtool::lines::{Line, lines};
use seedtool::structure::{self, Block, Format, Kind, Options};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/markdown");

/// Set this variable to write the outlines anew; read the difference before you commit it.
const BLESS: &str = "SEEDTOOL_BLESS";

fn blocks<'a>(lines: &[Line<'a>]) -> Vec<Block<'a>> {
    let options = Options { format: Some(Format::Markdown), ..Options::default() };
    structure::recover(lines, &options).blocks
}

fn label(kind: &Kind<'_>) -> String {
    match kind {
        Kind::Title(source) => format!("title ({source})"),
        Kind::Heading { level } => format!("heading {level}"),
        Kind::Paragraph => "paragraph".to_owned(),
        Kind::Item { depth, ordered, marker } => {
            format!("item {depth} {} {marker}", if *ordered { "ordered" } else { "bullet" })
        }
        Kind::Quote => "quote".to_owned(),
        Kind::Code => "code".to_owned(),
        Kind::Table(_) => "table".to_owned(),
        Kind::Dropped(kind) => format!("dropped {kind}"),
    }
}

/// One line a block: its lines, its label, its text.
fn outline(text: &str) -> String {
    let lines: Vec<_> = lines(text).collect();
    let mut out = String::new();
    for block in blocks(&lines) {
        let mut text = block.text.replace('\n', "⏎");
        if let Kind::Table(rows) = &block.kind {
            let rows: Vec<_> = rows.iter().map(|row| row.join(" ¦ ")).collect();
            text = rows.join("⏎");
        }
        let (first, last) = (block.span.first, block.span.last);
        let inferred = if block.inferred { " (inferred)" } else { "" };
        writeln!(out, "{first}–{last} {}{inferred}: {text}", label(&block.kind)).expect("a string takes all");
    }
    out
}

#[test]
fn every_fixture_has_its_outline() {
    let mut seen = 0;
    for entry in fs::read_dir(DATA).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        seen += 1;
        let given = outline(&fs::read_to_string(&path).expect("a fixture"));
        let expected = path.with_extension("outline");
        if std::env::var_os(BLESS).is_some() {
            fs::write(&expected, &given).expect("a writable outline");
        }
        let expected = fs::read_to_string(&expected).expect("an outline");
        assert_eq!(given, expected, "{}; {BLESS}=1 writes it anew", path.display());
    }
    assert!(seen > 0, "no fixtures in {DATA}");
}

/// Every non-blank line is in exactly one block, finds inside a line aside; blocks stand in order.
fn lines_are_covered(text: &str) -> Result<(), TestCaseError> {
    let lines: Vec<_> = lines(text).collect();
    let mut claims = BTreeMap::<usize, (usize, usize)>::new();
    let mut above = 0;
    for block in blocks(&lines) {
        let inline = matches!(&block.kind, Kind::Dropped(kind) if kind.is_inline());
        prop_assert!(inline || block.span.first > above, "{:?} overlaps in {text:?}", block);
        prop_assert!(block.span.first <= block.span.last && block.span.last <= lines.len(), "{:?}", block);
        if !inline {
            above = block.span.last;
        }
        for line in block.span.first..=block.span.last {
            let claim = claims.entry(line).or_default();
            if inline { claim.1 += 1 } else { claim.0 += 1 }
        }
    }
    for line in lines.iter().filter(|line| !line.is_blank()) {
        let claim = claims.get(&line.number).copied().unwrap_or_default();
        let right = claim.0 == 1 || claim.0 == 0 && claim.1 > 0;
        prop_assert!(right, "line {} is claimed {claim:?} times in {text:?}", line.number);
    }
    Ok(())
}

/// Lines made of the signs of Markdown and a few words.
fn documents() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec![
        "",
        " ",
        "  ",
        "    ",
        "\t",
        "\u{A0}",
        "# ",
        "##",
        "### ",
        "> ",
        ">",
        "- ",
        "-",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "١- ",
        "(٢) ",
        "• ",
        "```",
        "~~~",
        "---",
        "===",
        "***",
        "| ",
        " | ",
        "|---|",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "<script>",
        "<pre>",
        "[نص]: /url",
        "[^1]: ",
        "![صورة](a.png)",
        "[رابط](b)",
        "**",
        "`",
        "{#id}",
        "\\",
        ":::note ",
        "!!! note",
        "[!NOTE]",
        "[ ] ",
        "title: ",
        "export const x = {",
        "}",
        "&amp;",
        "<",
        "كلمة",
        "نص آخر.",
        "word",
        "\u{200F}",
        "\u{FEFF}",
    ]);
    let line = prop::collection::vec(sign, 0..6).prop_map(|parts| parts.concat());
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\n\n", "\r\n", "\r", "\u{2028}"]);
    prop::collection::vec((line, end), 0..24)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_line_is_in_one_block(text in documents()) {
        lines_are_covered(&text)?;
    }

    #[test]
    fn any_text_is_covered(text in "(?s).{0,200}") {
        lines_are_covered(&text)?;
    }
}

#[test]
fn large_and_deep_documents_are_read_in_one_pass() {
    let n = 20_000;
    for text in [
        "# عنوان\n".repeat(n),
        ">".repeat(n),
        ">".repeat(n) + "\n>" + &">".repeat(n),
        "> - ".repeat(n),
        "- ".repeat(n) + "نص",
        "[".repeat(n),
        "*a **b ".repeat(n),
        "{ ".repeat(n),
        "![".repeat(n),
        "<".repeat(n),
        "`a``b".repeat(n),
        "<!-- \n".repeat(n),
        "> ```x\n\n".repeat(n) + "```",
        "<b\n\n".repeat(n),
        "١- نص\n\n\n".repeat(n),
        "| ا | ب |\n|---|---|\n".to_owned() + &"| ![ج](د) | ه |\n".repeat(n),
        "سطر ![ج](د)\n".repeat(n),
        "نص ".repeat(n),
        "# ع\n\n<!--\n".to_owned() + &"ا\n".repeat(n) + "-->",
        "# ع\n\n<pre>\n".to_owned() + &"<a ".repeat(n),
        "](".repeat(n),
        "[".to_owned() + &"](".repeat(n),
        "ا".to_owned() + &"{a}ب".repeat(n) + &" ".repeat(20 * n) + "ا",
        "\u{202A}".repeat(n) + &"\u{2069}".repeat(n),
        "ق- ا\nك- ا\nل- ا\nم- ا\nن- ا\nه- ا\nو- ا\nي- ا\n".repeat(n / 8),
        "كلمة ".repeat(2 * n) + "\nنص قصير هنا",
    ] {
        lines_are_covered(&text).expect("every line in one block");
    }
    let deep: String = (0..200).map(|depth| "  ".repeat(depth) + "- نص\n").collect();
    lines_are_covered(&deep).expect("every line in one block");
}

/// A document reduced to what it is made of: headings, items, paragraphs, code, each with its letters and digits.
/// What has none (an empty heading, an image alone) is left out: it is no block of an article.
type Skeleton = Vec<(String, String)>;

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn ours(text: &str) -> Skeleton {
    let lines: Vec<_> = lines(text).collect();
    let kept = blocks(&lines).into_iter().filter_map(|block| {
        let label = match &block.kind {
            Kind::Title(_) => "heading 1".to_owned(),
            Kind::Heading { level } => format!("heading {level}"),
            Kind::Paragraph | Kind::Quote => "paragraph".to_owned(),
            Kind::Item { depth, ordered, .. } => format!("item {depth} {ordered}"),
            Kind::Code => "code".to_owned(),
            Kind::Table(_) => "table".to_owned(),
            Kind::Dropped(_) => return None,
        };
        Some((label, letters(&block.text)))
    });
    kept.filter(|(_, text)| !text.is_empty()).collect()
}

/// The same by pulldown-cmark; the paragraphs that follow each other in an item are its text.
fn theirs(text: &str) -> Skeleton {
    let mut skeleton = Skeleton::new();
    let mut ordered = Vec::new();
    // Whether text goes to the item that was opened last.
    let mut in_item = false;
    let mut image = 0;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::List(first)) => ordered.push(first.is_some()),
            Event::End(TagEnd::List(_)) => {
                ordered.pop();
                in_item = false;
            }
            Event::Start(Tag::Item) => {
                let is_ordered = ordered.last().copied().unwrap_or_default();
                skeleton.push((format!("item {} {is_ordered}", ordered.len() - 1), String::new()));
                in_item = true;
            }
            Event::End(TagEnd::Item) => in_item = false,
            Event::Start(Tag::BlockQuote(_)) | Event::End(TagEnd::BlockQuote(_)) => in_item = false,
            Event::Start(Tag::Heading { level, .. }) => {
                let level = HeadingLevel::try_from(level as usize).map_or(0, |level| level as usize);
                skeleton.push((format!("heading {level}"), String::new()));
                in_item = false;
            }
            Event::Start(Tag::CodeBlock(_)) => {
                skeleton.push(("code".to_owned(), String::new()));
                in_item = false;
            }
            Event::Start(Tag::Paragraph) if !in_item => {
                skeleton.push(("paragraph".to_owned(), String::new()))
            }
            Event::Start(Tag::Image { .. }) => image += 1,
            Event::End(TagEnd::Image) => image -= 1,
            Event::Text(part) | Event::Code(part) if image == 0 => match skeleton.last_mut() {
                Some((_, text)) => text.push_str(&letters(&part)),
                None => skeleton.push(("paragraph".to_owned(), letters(&part))),
            },
            _ => {}
        }
    }
    skeleton.retain(|(_, text)| !text.is_empty());
    skeleton
}

/// Deviations from CommonMark: number of the example in the specification, and the rule that explains it.
fn deviations() -> BTreeMap<u64, &'static str> {
    let table = include_str!("data/markdown/deviations.tsv");
    let rows = table.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
    rows.map(|(number, reason)| (number.parse().expect("a number"), reason)).collect()
}

#[test]
fn commonmark_examples_have_the_same_skeleton_but_for_stated_deviations() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/commonmark-0.31.2.json");
    let Ok(examples) = fs::read_to_string(&path) else {
        eprintln!("the examples of the CommonMark specification are not beside the repository; skipped");
        return;
    };
    let examples: Vec<serde_json::Value> = serde_json::from_str(&examples).expect("JSON");
    let stated = deviations();
    let mut wrong = String::new();
    for example in &examples {
        let number = example["example"].as_u64().expect("a number");
        let text = example["markdown"].as_str().expect("a text");
        let (ours, theirs) = (ours(text), theirs(text));
        match (ours == theirs, stated.get(&number)) {
            (true, Some(reason)) => writeln!(wrong, "{number} deviates no more: {reason}"),
            (false, None) => writeln!(wrong, "{number} {text:?}\n  ours   {ours:?}\n  theirs {theirs:?}"),
            _ => Ok(()),
        }
        .expect("a string takes all");
    }
    assert!(wrong.is_empty(), "{wrong}");
}
