//! Configuration files: the names of the flags, errors with a place, and a print-out that can be given back.

mod common;

use std::fs;

use assert_cmd::Command;
use predicates::str::contains;
use tempfile::TempDir;

fn seedtool(folder: &TempDir) -> Command {
    let mut command = Command::cargo_bin("seedtool").expect("the binary");
    command.current_dir(folder);
    command
}

/// A folder with a document and a configuration.
fn with(config: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("a.md"), "# عـنوان\n\nفقرة.\n").expect("a document");
    fs::write(folder.path().join("seedtool.toml"), config).expect("a configuration");
    folder
}

fn printed(folder: &TempDir, arguments: &[&str]) -> String {
    let output = seedtool(folder).arg("ingest").args(arguments).arg("--print-config").assert().success();
    String::from_utf8(output.get_output().stdout.clone()).expect("UTF-8")
}

#[test]
fn what_is_printed_can_be_given_back() {
    for typed in [
        vec![],
        vec!["--structure", "strict", "--pretty"],
        vec!["--format", "plain", "-o", "a \"b\"\\.jsonl"],
    ] {
        let folder = with("");
        let first = printed(&folder, &typed);
        fs::write(folder.path().join("seedtool.toml"), &first).expect("a configuration");
        assert_eq!(printed(&folder, &["--config", "seedtool.toml"]), first, "{typed:?}");
    }
}

#[test]
fn options_come_from_the_file_and_flags_win() {
    let folder = with("structure = \"strict\"\npretty = true\nstrict = true # of check\n");
    let file = ["--config", "seedtool.toml"];
    let shown = printed(&folder, &file);
    assert!(shown.contains("\nstructure = \"strict\"\n") && shown.contains("\npretty = true\n"), "{shown}");
    let shown = printed(&folder, &[&file[..], &["--structure", "off"]].concat());
    assert!(shown.contains("\nstructure = \"off\"\n"), "{shown}");
    seedtool(&folder)
        .args(["ingest", "a.md"])
        .args(file)
        .assert()
        .success()
        .stdout(contains("\n  \"schema\""));
}

#[test]
fn a_file_is_taken_only_when_named() {
    let folder = with("nonsense = 1\n");
    seedtool(&folder).args(["ingest", "a.md"]).assert().success();
}

/// A configuration and what is said about it, after its place.
const WRONG: &[(&str, &str)] = &[
    ("strukture = \"off\"", ":1: no option `strukture`; did you mean `structure`?"),
    ("\nmax_document_bytes = 1", ":2: no option `max_document_bytes`; did you mean `max-document-bytes`?"),
    ("zzz = 1", ":1: no option `zzz`; `seedtool ingest --print-config` lists all"),
    ("pretty = 3", ":1: `pretty` is true or false"),
    ("# one\n\nstructure = \"srict\"", ":3: invalid value 'srict' for '--structure"),
    ("structure = [\"off\", \"strict\"]", ":1: the argument '--structure"),
    ("[ingest]\npretty = true", ":1: `ingest` cannot be a table"),
    ("pretty = [", ":1: unclosed array"),
];

#[test]
fn errors_name_the_place() {
    for (config, said) in WRONG {
        let folder = with(config);
        let command = seedtool(&folder).args(["ingest", "a.md", "--config", "seedtool.toml"]).assert();
        command.code(1).stdout("").stderr(contains(format!("seedtool.toml{said}")));
    }
}

#[test]
fn a_missing_file_is_named() {
    let folder = with("");
    let command = seedtool(&folder).args(["check", "a.md", "--config", "no.toml"]).assert();
    command.code(1).stderr(contains("no.toml: "));
}
