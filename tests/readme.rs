//! README says what the code says: every code, step, profile and fold is described there, and no other.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use seedtool::error::{ErrorCode, WarningCode};
use seedtool::normalize::{Fold, Profile, Step};
use seedtool::structure::{DropKind, Mode};

/// The first column of the table whose head starts so, without backticks.
fn table(head: &str) -> BTreeSet<String> {
    let readme = fs::read_to_string(Path::new(common::ROOT).join("README.md")).expect("README.md");
    let mut rows = readme.lines().skip_while(|line| !line.starts_with(head));
    assert!(rows.next().is_some(), "README has no table {head}");
    let rows = rows.skip(1).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.split('|').nth(1).unwrap_or_default().trim().trim_matches('`').to_owned()).collect()
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> BTreeSet<String> {
    all.iter().map(|&code| name(code).to_owned()).collect()
}

#[test]
fn tables_name_what_there_is() {
    assert_eq!(table("| kind | the line holds |"), names(DropKind::ALL, DropKind::as_str));
    assert_eq!(table("| error |"), names(ErrorCode::ALL, ErrorCode::as_str));
    assert_eq!(table("| warning "), names(WarningCode::ALL, WarningCode::as_str));
    assert_eq!(table("| step |"), names(Step::ALL, Step::as_str));
    assert_eq!(table("| profile |"), names(Profile::ALL, Profile::as_str));
    assert_eq!(table("| fold |"), names(Fold::ALL, Fold::as_str));
    assert_eq!(table("| mode |"), names(Mode::ALL, Mode::as_str));
}

#[test]
fn the_test_command_is_the_one_that_ci_runs() {
    let script = fs::read_to_string(Path::new(common::ROOT).join(".ci/run")).expect(".ci/run");
    assert!(script.contains("cargo test"), "README tells people to run cargo test");
}
