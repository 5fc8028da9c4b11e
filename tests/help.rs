//! Help: every option says what it is for, every command shows how it is used, and errors name the likely fix.

mod common;

use assert_cmd::Command;
use common::help::{commands, help, options};
use predicates::str::contains;

fn seedtool(arguments: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("seedtool").expect("the binary").current_dir(common::ROOT).args(arguments).assert()
}

/// The words that join a reason to what it is the reason of.
const REASONS: &[&str] = &["so that", "since", "for ", "where ", "when ", "until ", "and stop"];

#[test]
fn every_option_says_what_it_is_for() {
    for command in commands() {
        for (option, words) in options(&command) {
            assert!(REASONS.iter().any(|reason| words.contains(reason)), "{command} {option}: {words}");
        }
    }
}

#[test]
fn every_command_shows_how_it_is_used() {
    for command in commands() {
        let help = help(&[&command]);
        let examples = help.split("Example").nth(1).unwrap_or_else(|| panic!("{command} has no example"));
        assert!(examples.contains(&format!("seedtool {command}")), "{command}: {examples}");
    }
}

/// What is typed, and what is said about it.
const MISTAKES: &[(&[&str], &str)] = &[
    (&["ingst", "seeds"], "a similar subcommand exists: 'ingest'"),
    (&["seeds"], "`seeds` is a path, not a command; did you mean: seedtool ingest seeds"),
    (&["ingest", "seeds", "--strukture", "off"], "'--structure'"),
    (&["ingest", "seeds", "--profile", "standrad"], "a similar value exists: 'standard'"),
    (&["ingest", "seeds", "--profile", "arabic"], "[possible values: standard, nfkc,"),
    (&["ingest", "seeds", "--fold", "alef,alf"], "a similar value exists: 'alef'"),
    (&["ingest", "seeds", "--encoding", "cp1256x"], "no encoding is called `cp1256x`"),
    (
        &["ingest", "seeds", "--max-document-bytes", "1MB"],
        "write a number of bytes, or one with K, M or G: 64M",
    ),
    (&["ingest", "seeds", "-j", "0"], "write a number from 1 to 1024"),
    (&["ingest", "seeds", "--shard", "3/2"], "write K/N with 1 ≤ K ≤ N"),
    (&["ingest", "seeds", "--include", "["], "--include: "),
    (&["ingest", "seeds", "-o", "no/such/folder.jsonl"], "there is no such folder; make it first\n"),
    (&["report", "seeds", "-o", "no/such/folder.html"], "there is no such folder; make it first\n"),
    (&["schema", "--for", "polar"], "a similar value exists: 'polars'"),
    (&["man", "foo"], "no command `foo`; choose from ingest, check"),
];

#[test]
fn errors_name_the_likely_fix() {
    for (typed, said) in MISTAKES {
        seedtool(typed).code(1).stdout("").stderr(contains(*said));
    }
    seedtool(&["explain", "seeds"]).code(2).stdout("").stderr(contains("seeds: io: a folder, not a file"));
}
