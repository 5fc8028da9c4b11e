//! Completions and manual pages: every command is in them, and shells accept them.

#![allow(clippy::print_stderr)]

mod common;

use assert_cmd::Command;
use common::help::commands;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

fn seedtool(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("seedtool").expect("the binary").args(arguments).assert()
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = seedtool(&["completions", shell]).success();
        let script = String::from_utf8(script.get_output().stdout.clone()).expect("UTF-8");
        for command in commands() {
            assert!(script.contains(&command), "{shell} lacks {command}");
        }
    }
}

/// Shells, and how they are told to parse a script without running it. (Elvish knows `edit:` only where somebody types.)
const PARSERS: &[(&str, &[&str])] = &[("bash", &["-n"]), ("zsh", &["-n"]), ("fish", &["--no-execute"])];

#[test]
fn shells_parse_their_completions() {
    let folder = tempfile::TempDir::new().expect("a folder");
    for (shell, arguments) in PARSERS {
        if std::process::Command::new(shell).arg("--version").output().is_err() {
            eprintln!("skipped: {shell} is not there");
            continue;
        }
        let script = folder.path().join(shell);
        let written = seedtool(&["completions", shell]).success().get_output().stdout.clone();
        std::fs::write(&script, written).expect("a script");
        Command::new(shell).args(*arguments).arg(&script).assert().success().stderr("");
    }
}

#[test]
fn a_shell_that_is_not_known_gets_a_suggestion() {
    seedtool(&["completions", "bsh"]).code(1).stderr(contains("'bash'"));
}

#[test]
fn each_command_has_a_page_with_its_options() {
    for command in commands() {
        seedtool(&["man"]).success().stdout(contains(format!("seedtool\\-{command}")));
        seedtool(&["man", &command]).success().stdout(contains(format!("seedtool\\-{command}")));
    }
    seedtool(&["man"]).success().stdout(contains("seedtool\\-help").not().and(contains(".SH NOTES")));
    seedtool(&["man", "ingest"]).success().stdout(contains("\\-\\-max\\-document\\-bytes"));
    seedtool(&["man", "nope"]).code(1).stderr(contains("choose from ingest, check"));
}

#[test]
fn all_pages_are_written_to_a_folder() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let inner = folder.path().join("man1");
    seedtool(&["man", "--folder", inner.to_str().expect("UTF-8")]).success().stdout("");
    let written = std::fs::read_dir(&inner).expect("the folder").count();
    assert_eq!(written, commands().len() + 1);
}
