//! What several tests share: documents through the pipeline, records as JSON, labels by line.

#![allow(dead_code, unreachable_pub, clippy::print_stderr)]

pub mod help;
pub mod mirror;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use seedtool::ingest::{Document, Pipeline};
use serde_json::Value;

pub const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The record of a document as JSON.
pub fn record_of(path: &str, bytes: &[u8]) -> Value {
    record_with(&Pipeline::default(), path, bytes)
}

/// The record that a pipeline makes of a document, as JSON.
pub fn record_with(pipeline: &Pipeline, path: &str, bytes: &[u8]) -> Value {
    serde_json::from_str(&json_with(pipeline, path, bytes)).expect("a record is JSON")
}

/// The same as it is written, indented.
pub fn json_with(pipeline: &Pipeline, path: &str, bytes: &[u8]) -> String {
    let document = Document::file(path, bytes);
    let decoded = pipeline.decode(&document).unwrap_or_else(|error| panic!("{path}: {error}"));
    let record = pipeline.record(&document, &decoded);
    serde_json::to_string_pretty(&record).expect("a record is JSON")
}

/// The files of a folder of the repository, sorted, with an ending.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(Path::new(ROOT).join(folder))
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{folder} holds no *{ending}");
    files
}

/// The seeds: name and bytes.
pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let named = |path: PathBuf| (name(&path), fs::read(path).expect("a readable seed"));
    files("seeds", ".txt").into_iter().map(named).collect()
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name().expect("a file name").to_string_lossy().into_owned()
}

/// A folder beside the repository that holds shared material, or `None` with a line that says so.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(ROOT).join("../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: ../shared/{folder} is not there; the project's own fixtures are tested alone");
    None
}

/// Every file below a folder, sorted.
pub fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    found.sort();
    found
}

/// What a record says of each line, worded as in `tests/data/seeds/*.labels.tsv`; every claim on a line counts.
pub fn labels(record: &Value) -> BTreeMap<u64, Vec<String>> {
    let mut labels: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    let mut claim = |first: &Value, last: &Value, label: String| {
        let (first, last) = (first.as_u64().expect("a line"), last.as_u64().expect("a line"));
        (first..=last).for_each(|line| labels.entry(line).or_default().push(label.clone()));
    };
    if record["title_line"].is_u64() {
        claim(&record["title_line"], &record["title_line"], "title".into());
    }
    for section in array(&record["sections"]) {
        if section["heading"].is_string() {
            claim(&section["line"], &section["end_line"], format!("heading {}", section["level"]));
        }
        for block in array(&section["blocks"]) {
            let kind = block["kind"].as_str().expect("a kind");
            if kind != "list" {
                claim(&block["line"], &block["end_line"], kind.into());
            }
            for item in array(&block["items"]) {
                let order = if item["ordered"] == true { "ordered" } else { "bullet" };
                claim(&item["line"], &item["end_line"], format!("item {} {order}", item["depth"]));
            }
        }
    }
    for dropped in array(&record["dropped"]) {
        let kind = dropped["kind"].as_str().expect("a kind");
        claim(&dropped["line"], &dropped["line"], format!("dropped {kind}"));
    }
    labels
}

/// The elements of a JSON array.
pub fn array(value: &Value) -> &[Value] {
    value.as_array().expect("an array")
}

/// Every text of a record that is meant to be normalized.
pub fn texts(record: &Value) -> Vec<String> {
    let mut texts = vec![record["title"].clone()];
    for section in array(&record["sections"]) {
        texts.push(section["heading"].clone());
        for block in array(&section["blocks"]).iter().filter(|block| block["kind"] != "code") {
            texts.push(block["text"].clone());
            texts.extend(array(&block["items"]).iter().map(|item| item["text"].clone()));
            texts.extend(array(&block["rows"]).iter().flat_map(array).cloned());
        }
    }
    let has_code = |section: &Value| array(&section["blocks"]).iter().any(|block| block["kind"] == "code");
    if !array(&record["sections"]).iter().any(has_code) {
        texts.push(record["text"].clone());
    }
    texts.extend(array(&record["dropped"]).iter().map(|dropped| dropped["text"].clone()));
    texts.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}
