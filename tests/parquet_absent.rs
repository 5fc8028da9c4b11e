//! Without the feature `parquet`: such files are left alone in a walk, and whoever names one is told how to get it.

#![cfg(not(feature = "parquet"))]

use std::fs;

use assert_cmd::Command;
use predicates::str::contains;

#[test]
fn whoever_names_a_parquet_file_is_told_how_to_get_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("in.parquet"), "PAR1").expect("a writable file");
    fs::write(folder.path().join("in.txt"), "نص").expect("a writable file");
    let ingest = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("seedtool").expect("a built binary");
        command.current_dir(folder.path()).arg("ingest").args(arguments).assert()
    };
    let how = || contains("--features parquet");
    ingest(&["in.parquet"]).code(2).stderr(contains("unsupported")).stderr(how());
    ingest(&["in.txt", "-o", "out.parquet"]).code(1).stderr(how());
    assert!(!folder.path().join("out.parquet").exists());
    ingest(&["."]).success().stderr(contains("1 input: 1 record"));
}
