//! The figures: alike from documents and from their records, aligned for people, exact for tools.

mod common;

use std::fs;

use assert_cmd::Command;
use common::array;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

fn seedtool(folder: &TempDir, arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("seedtool").expect("the binary").current_dir(folder).args(arguments).assert()
}

fn json(folder: &TempDir, arguments: &[&str]) -> Value {
    let output = seedtool(folder, &[&["stats", "--json"], arguments].concat()).get_output().stdout.clone();
    serde_json::from_slice(&output).expect("JSON")
}

/// A few documents, two of them alike, one empty, one binary.
fn corpus() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write =
        |name: &str, content: &[u8]| fs::write(folder.path().join(name), content).expect("a document");
    fs::create_dir(folder.path().join("docs")).expect("a folder");
    write("docs/a.md", "# عـنوان\n\nفقرةٌ أُولى\u{A0}.\n\n- بند\n- بند ثانٍ\n".as_bytes());
    write("docs/b.md", "# عنوان\n\nفقرة أولى .\n\n* بند\n* بند ثان\n".as_bytes());
    write("docs/c.md", "# title\n\nonly English words stand in this document here\n".as_bytes());
    write("docs/d.txt", b"\n");
    write("docs/e.md", "## فصل\n\nنص.\n\n***\n\n***\n".as_bytes());
    write("records.jsonl", b"");
    let records = seedtool(&folder, &["ingest", "-q", "docs"]).success().get_output().stdout.clone();
    write("records.jsonl", &records);
    folder
}

#[test]
fn documents_and_their_records_give_the_same_figures() {
    let folder = corpus();
    let (mut of_documents, of_records) = (json(&folder, &["docs"]), json(&folder, &["records.jsonl"]));
    assert!(!array(&of_documents["normalization"]).is_empty());
    of_documents["normalization"] = Value::Array(Vec::new());
    assert_eq!(of_documents, of_records);
    let records = fs::read(folder.path().join("records.jsonl")).expect("records");
    let mut piped = Command::cargo_bin("seedtool").expect("the binary");
    let piped = piped.args(["stats", "--json", "-"]).write_stdin(records).assert().success();
    assert_eq!(serde_json::from_slice::<Value>(&piped.get_output().stdout).expect("JSON"), of_records);
}

#[test]
fn figures_are_what_the_records_say() {
    let folder = corpus();
    let figures = json(&folder, &["docs"]);
    let records = fs::read_to_string(folder.path().join("records.jsonl")).expect("records");
    let records: Vec<Value> = records.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let totals = &figures["totals"];
    assert_eq!(totals["records"], records.len());
    for name in
        ["characters", "words", "letters", "arabic_letters", "sections", "list_items", "tatweel_removed"]
    {
        let sum: u64 = records.iter().map(|record| record["counts"][name].as_u64().expect("a count")).sum();
        assert_eq!(totals[name], sum, "{name}");
    }
    assert_eq!(totals["duplicates"], 1);
    let steps = array(&figures["normalization"]);
    let step = |name: &str| steps.iter().find(|it| it["step"] == name).expect("a step")["characters"].clone();
    assert_eq!((step("tatweel"), step("diacritics"), step("nfkc")), (1.into(), 3.into(), 1.into()));
    let look = array(&figures["look_first"]);
    assert_eq!(look[0]["document"], "docs/d.txt", "what is empty comes first");
    let duplicates = look.iter().filter(|look| array(&look["concerns"]).contains(&"duplicate".into()));
    assert_eq!(duplicates.map(|look| &look["document"]).collect::<Vec<_>>(), ["docs/b.md"]);
    let classes = array(&figures["words"]["histogram"]);
    let counted: u64 = classes.iter().map(|class| class["documents"].as_u64().expect("a count")).sum();
    assert_eq!(counted, records.len() as u64);
}

#[test]
fn columns_are_aligned_and_free_of_escapes_in_a_pipe() {
    let folder = corpus();
    let shown = seedtool(&folder, &["stats", "docs"]).success().stdout(contains("Look at these first"));
    let shown = String::from_utf8(shown.get_output().stdout.clone()).expect("UTF-8");
    assert!(!shown.contains(['\u{1B}', '\u{2068}']), "{shown}");
    let rows = shown.split("Documents\n").nth(1).and_then(|rows| rows.split("\n\n").next()).expect("rows");
    let ends: Vec<_> = rows.lines().skip(1).map(|row| row.rfind('%')).collect();
    assert!(ends.iter().all(|end| end.is_some() && *end == ends[0]), "{rows}");
}

#[test]
fn what_failed_is_told_and_counts() {
    let folder = corpus();
    let missing = seedtool(&folder, &["stats", "docs", "missing.md"]).code(2);
    missing.stdout(contains("Not read")).stdout(contains("missing.md"));
    seedtool(&folder, &["stats", "records"]).code(2).stdout(contains("no such file"));
    let records = seedtool(&folder, &["ingest", "-q", "docs"]).get_output().stdout.clone();
    let records = String::from_utf8(records).expect("UTF-8");
    let whole = records.lines().count();
    let cut = records + "{\"schema\":\"seedtool/1\",\"id\":";
    fs::write(folder.path().join("cut.jsonl"), cut).expect("a file");
    seedtool(&folder, &["stats", "cut.jsonl"])
        .code(2)
        .stderr(contains(format!("cut.jsonl:{}: json: not a whole", whole + 1)))
        .stderr(contains(format!("{whole} records, 1 error")));
}

#[test]
fn names_in_records_do_not_reach_the_terminal_raw() {
    let folder = corpus();
    let records = seedtool(&folder, &["ingest", "-q", "docs"]).get_output().stdout.clone();
    let records = String::from_utf8(records).expect("UTF-8").replace("\"UTF-8\"", "\"\\u001b[2J\"");
    fs::write(folder.path().join("odd.jsonl"), records).expect("a file");
    seedtool(&folder, &["stats", "odd.jsonl"]).success().stdout(contains("\\u{1b}[2J"));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = corpus();
    for number in 0..400 {
        let title =
            if number % 7 == 0 { String::new() } else { format!("# عـنوان {}\n\n", number % 50) };
        let content = format!("{title}فقرةٌ رقم {}.\n\n***\n", number % 90);
        fs::write(folder.path().join(format!("docs/{number:03}.md")), content).expect("a document");
    }
    let records = seedtool(&folder, &["ingest", "-q", "docs"]).success().get_output().stdout.clone();
    fs::write(folder.path().join("records.jsonl"), records).expect("records");
    for arguments in
        [&["stats", "--json", "docs", "records.jsonl"][..], &["report", "-o", "-", "--sample", "9", "docs"]]
    {
        let run = |jobs| {
            seedtool(&folder, &[arguments, &["-q", "-j", jobs]].concat())
                .success()
                .get_output()
                .stdout
                .clone()
        };
        let one = run("1");
        assert!(["2", "3", "8"].into_iter().all(|jobs| run(jobs) == one), "{arguments:?}");
    }
}

#[test]
fn compressed_records_and_documents_are_read_as_by_ingest() {
    let folder = corpus();
    let records = json(&folder, &["records.jsonl"]);
    for packed in ["packed.jsonl.gz", "packed.jsonl.zst"] {
        seedtool(&folder, &["ingest", "-q", "docs", "-o", packed]).success();
        assert_eq!(json(&folder, &[packed]), records, "{packed}");
    }
    let texts = "{\"text\":\"# عنوان\\n\\nفقرة.\"}\n{\"text\":1}\n";
    fs::write(folder.path().join("texts.jsonl"), texts).expect("documents");
    let shown = seedtool(&folder, &["stats", "--json", "texts.jsonl"]).code(2);
    let shown =
        shown.stderr(contains("texts.jsonl:2: json: ")).stderr(contains("2 inputs: 1 record, 1 error"));
    let figures: Value = serde_json::from_slice(&shown.get_output().stdout).expect("JSON");
    assert_eq!((&figures["totals"]["records"], &figures["totals"]["errors"]), (&1.into(), &1.into()));
}
