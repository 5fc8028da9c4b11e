//! Who may use whom: a module uses modules of its own floor or a lower one, and only the edge knows the outside.

mod common;

use std::fs;
use std::path::Path;

/// The floors of the library, lowest first. A new module must be given its place here.
const FLOORS: &[&[&str]] = &[
    &["ascii", "blocks", "error", "hash", "letters", "lines", "ordered"],
    &["bidi", "decode", "walk", "normalize"],
    &["structure"],
    &["article"],
    &["json", "record"],
    &["ingest", "schema"],
    &["report", "sink", "source"],
    &["corpus"],
];

/// What only the edge (`cli`, `main`) may name.
const EDGE_ONLY: &[&str] = &["clap::", "anyhow", "std::env", "io::stdout", "stderr()", "process::exit"];

/// The library's sources with the module each belongs to.
fn library() -> Vec<(String, String, String)> {
    let root = Path::new(common::ROOT).join("src");
    let files = common::walk(&root);
    let sources = files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let named = sources.map(|path| {
        let inner = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        let module = inner.split(['/', '.']).next().expect("a name").to_owned();
        (inner, module, fs::read_to_string(path).expect("a source"))
    });
    named.filter(|(_, module, _)| !["cli", "main", "lib", "bin"].contains(&module.as_str())).collect()
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The modules of the crate that a source names.
fn used(source: &str) -> Vec<&str> {
    let behind = source.split("crate::").skip(1);
    behind.filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()).collect()
}

#[test]
fn every_module_has_a_floor() {
    for (file, module, _) in library() {
        assert!(floor(&module).is_some(), "src/{file}: give `{module}` its floor in tests/floors.rs");
    }
}

#[test]
fn lower_floors_never_use_higher_ones() {
    for (file, module, source) in library() {
        for used in used(&source) {
            let Some(theirs) = floor(used) else { continue };
            assert!(Some(theirs) <= floor(&module), "src/{file} uses `{used}`, which is above it");
        }
    }
}

#[test]
fn the_outside_is_known_to_the_edge_alone() {
    for (file, _, source) in library() {
        let tested = source.split("#[cfg(test)]").next().unwrap_or_default();
        for outside in EDGE_ONLY {
            assert!(!tested.contains(outside), "src/{file} names `{outside}`, which belongs to src/cli");
        }
    }
}

#[test]
fn a_use_is_seen() {
    assert_eq!(used("use crate::record::{A, B};\nlet x = crate::lines::lines(\"\");"), ["record", "lines"]);
}
