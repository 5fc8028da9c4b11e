//! `seedtool filter` from outside: one line out for each line in, the same for any cut of the input.

#![allow(clippy::print_stderr)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use assert_cmd::Command;
use predicates::str::{contains, is_empty};
use serde_json::Value;

/// Lines that break readers, and whether each is a record.
const LINES: &[(&[u8], bool)] = &[
    ("{\"id\":\"a\",\"text\":\"# عنوان\\nفقرة.\"}".as_bytes(), true),
    (b"", false),
    (b"  \t", false),
    (b"not json", false),
    (b"[]", false),
    (b"{\"id\":\"no text\"}", false),
    (b"{\"text\":5}", false),
    (b"{\"text\":\"cut", false),
    (b"{\"text\":\"\\ud800\"}", false),
    ("{\"text\":\"raw separators \u{85}\u{2028}\u{2029}\"}".as_bytes(), true),
    ("{\"text\":\"raw \u{c} and \u{1c} are no JSON\"}".as_bytes(), false),
    (b"{\"text\":\"a\"}\r{\"text\":\"b\"}", false),
    (b"{\"text\":\"\xD8\xFF\"}", false),
    (b"\xEF\xBB\xBF{\"text\":\"a mark\"}", true),
    (b"{\"text\":\"CRLF\"}\r", true),
    (b"{\"text\":\"\\u0000\"}", true),
];

fn filter() -> Command {
    let mut command = Command::cargo_bin("seedtool").expect("a built binary");
    command.arg("filter");
    command
}

fn run(arguments: &[&str], input: impl Into<Vec<u8>>) -> Vec<Value> {
    let output = filter().args(arguments).write_stdin(input).assert().success().get_output().clone();
    assert!(!output.stdout.contains(&b'\r'), "no raw CR");
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(stdout.is_empty() || stdout.ends_with('\n'));
    let lines = stdout.strip_suffix('\n').into_iter().flat_map(|stdout| stdout.split('\n'));
    lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn every_line_is_answered_in_order() {
    let input: Vec<_> = LINES.iter().map(|(line, _)| *line).collect();
    let answers = run(&[], input.join(&b'\n'));
    assert_eq!(answers.len(), LINES.len());
    for ((line, is_record), answer) in LINES.iter().zip(&answers) {
        let schema = if *is_record { "seedtool/1" } else { "seedtool/1-error" };
        assert_eq!(answer["schema"], schema, "{}: {answer}", String::from_utf8_lossy(line));
        assert_eq!(answer["source"]["path"], "-");
        assert_eq!(answer["source"]["record"], Value::Null);
        if !is_record {
            assert_eq!(answer["error"]["code"], "json");
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            assert_eq!(answer["id"], seedtool::record::content_id(line));
            assert_eq!(answer["source"]["bytes"], line.len());
        }
    }
    assert_eq!((&answers[0]["source"]["id"], &answers[0]["title"]), (&"a".into(), &"عنوان".into()));
}

#[test]
fn no_line_hangs_on_where_the_input_is_cut() {
    let whole: Vec<_> = LINES.iter().map(|(line, _)| *line).collect();
    let together = run(&[], whole.join(&b'\n'));
    let apart: Vec<_> =
        LINES.iter().map(|(line, _)| run(&[], [line, &b"\n"[..]].concat())[0].clone()).collect();
    assert_eq!(together, apart);
}

#[test]
fn the_same_for_any_number_of_jobs() {
    let mut input = Vec::new();
    for number in 0..3000 {
        let (line, _) = LINES[number % LINES.len()];
        input.extend_from_slice(line);
        input.push(b'\n');
        let _ = writeln!(input, "{{\"id\":{number},\"text\":\"{}\"}}", "نص طويل. ".repeat(number % 90));
    }
    let one = filter().arg("-j1").write_stdin(input.clone()).assert().success().get_output().stdout.clone();
    assert_eq!(one.iter().filter(|&&byte| byte == b'\n').count(), 6000);
    for jobs in ["-j2", "-j7"] {
        let more =
            filter().arg(jobs).write_stdin(input.clone()).assert().success().get_output().stdout.clone();
        assert!(one == more, "{jobs} differs");
    }
}

#[test]
fn a_line_beyond_the_limit_is_an_error_record() {
    let long = format!("{{\"text\":\"{}\"}}", "ن".repeat(5000));
    let input = format!("{long}\r\n{{\"text\":\"a\"}}\n{long}");
    let answers = run(&["--max-line-bytes", "100"], input);
    assert_eq!(answers.len(), 3);
    for answer in [&answers[0], &answers[2]] {
        assert_eq!(answer["error"]["code"], "too_large");
        assert_eq!(answer["id"], seedtool::record::content_id(long.as_bytes()));
        assert_eq!(answer["source"]["bytes"], long.len());
    }
    assert_eq!(answers[1]["text"], "a");
}

#[test]
fn nothing_in_nothing_out() {
    filter().write_stdin("").assert().success().stdout(is_empty()).stderr(contains("\"inputs\":0"));
    filter().arg("-q").write_stdin("").assert().success().stderr(is_empty());
}

#[test]
fn counts_are_one_line_of_json_on_stderr() {
    let input: Vec<_> = LINES.iter().map(|(line, _)| *line).collect();
    let output = filter().write_stdin(input.join(&b'\n')).assert().success().get_output().stderr.clone();
    let counts: Value = serde_json::from_slice(&output).expect("one JSON object");
    let records = LINES.iter().filter(|(_, is_record)| *is_record).count();
    assert_eq!(counts["inputs"], LINES.len());
    assert_eq!(counts["records"], records);
    assert_eq!(counts["errors"], LINES.len() - records);
}

#[test]
fn fields_are_chosen_and_carried() {
    let line = r#"{"body":"نص.","name":"عنوان","key":12,"url":"http:\/\/a","n":[1, 2.50],"text":"not this"}"#;
    let arguments =
        ["--text-field", "body", "--title-field", "name", "--id-field", "key", "--carry", "n,url,absent"];
    let answers = run(&arguments, line);
    let record = &answers[0];
    assert_eq!(record["title"], "عنوان");
    assert_eq!(record["title_source"], "field");
    assert_eq!(record["source"]["id"], "12");
    assert_eq!(record["id"], seedtool::record::content_id("نص.".as_bytes()));
    let carried = serde_json::json!([
        {"field": "n", "json": "[1, 2.50]"}, {"field": "url", "json": "\"http:\\/\\/a\""}
    ]);
    assert_eq!(record["carried"], carried);
}

/// A worker that lives long is sent a line and waits for the answer before it sends the next.
#[test]
fn a_pause_in_the_input_flushes() {
    for jobs in ["-j1", "-j3"] {
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("seedtool"))
            .args(["filter", "-q", jobs])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a running filter");
        let mut input = child.stdin.take().expect("a pipe");
        let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
        for number in 0..3 {
            writeln!(input, "{{\"id\":{number},\"text\":\"نص\"}}").expect("a reader");
            let mut answer = String::new();
            answers.read_line(&mut answer).expect("an answer");
            assert!(answer.contains(&format!("\"id\":\"{number}\"")), "{answer}");
        }
        drop(input);
        assert!(child.wait().expect("an end").success());
    }
}

#[test]
fn every_file_of_the_json_test_suite_is_answered() {
    let Some(folder) = common::shared("conformance/json") else { return };
    for path in common::walk(&folder) {
        let bytes = fs::read(&path).expect("a readable file");
        let mut lines = bytes.split(|&byte| byte == b'\n').count();
        lines -= usize::from(bytes.is_empty() || bytes.ends_with(b"\n"));
        assert_eq!(run(&["-q"], bytes).len(), lines, "{}", path.display());
    }
}

#[test]
fn help_states_the_contract() {
    filter().arg("--help").assert().success().stdout(contains("one line out for each line in"));
}
