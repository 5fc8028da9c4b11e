//! Completions and manual pages: every command is in them, and shells accept them.

use std::process::Stdio;

use assert_cmd::Command;
use predicates::str::contains;

fn seedtool(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("seedtool").expect("the binary").args(arguments).assert()
}

/// The commands as the help lists them.
fn commands() -> Vec<String> {
    let help = seedtool(&["--help"]).success();
    let help = String::from_utf8(help.get_output().stdout.clone()).expect("UTF-8");
    let list = help.split("Commands:\n").nth(1).expect("commands").lines();
    let names = list.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    names
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
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

#[test]
fn bash_parses_its_completions() {
    let script = seedtool(&["completions", "bash"]).success().get_output().stdout.clone();
    if std::process::Command::new("bash").arg("-c").arg(":").stdin(Stdio::null()).status().is_ok() {
        Command::new("bash").arg("-n").write_stdin(script).assert().success();
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
