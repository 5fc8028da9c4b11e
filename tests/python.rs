//! Python packaging: `pip install .` puts the command on PATH, `pip install ./python` gives the module. And the job in
//! Python that benches compare with.

#![allow(clippy::print_stderr)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use seedtool::schema::Shape;
use serde_json::Value;
use tempfile::TempDir;

/// Runs a program to its end; its standard output, or `None` where it cannot be run or fails.
fn run(program: impl AsRef<Path>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program.as_ref()).args(arguments).current_dir(common::ROOT).output().ok()?;
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        eprintln!("{} {}: {words}", program.as_ref().display(), arguments.join(" "));
        return None;
    }
    String::from_utf8(output.stdout).ok()
}

#[test]
fn the_job_that_is_measured_beside_seedtool_fills_every_field() {
    let Some(records) = run("python3", &["benches/whole/job.py", "seeds"]) else {
        eprintln!("skipped: python3 is not there");
        return;
    };
    let validator = jsonschema::validator_for(&Shape::Record.json_schema()).expect("a valid schema");
    let records: Vec<Value> = records.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(records.len(), common::seeds().len());
    for mut record in records {
        // Its hash is another one, and says so.
        let id = record["id"].as_str().expect("an id").replace("b2-", "b3-");
        record["id"] = id.into();
        let errors: Vec<String> = validator.iter_errors(&record).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0]);
    }
}

#[test]
#[ignore = "builds two wheels, which takes minutes; wants pip and a package index"]
fn the_wheels_work_in_a_fresh_environment() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().to_str().expect("UTF-8");
    let is_there = run("python3", &["-m", "venv", path]).is_some()
        && run(folder.path().join("bin/pip"), &["download", "-q", "--no-deps", "-d", path, "maturin"])
            .is_some();
    if !is_there {
        eprintln!("skipped: python3 with venv and pip, or a package index with maturin, is not there");
        return;
    }
    let pip =
        |what: &str| run(folder.path().join("bin/pip"), &["install", "-q", what]).expect("an installation");
    pip(".");
    let seedtool = folder.path().join("bin/seedtool");
    assert!(run(&seedtool, &["--version"]).expect("the command").starts_with("seedtool "));
    assert_eq!(run(&seedtool, &["ingest", "-q", "seeds"]).expect("records").lines().count(), 5);
    pip("./python");
    let python = folder.path().join("bin/python");
    run(&python, &["-m", "unittest", "discover", "-s", "python/tests"]).expect("the module's own tests");
}

#[test]
fn the_packages_have_one_version() {
    let version = |file: &str| {
        let toml = fs::read_to_string(Path::new(common::ROOT).join(file)).expect("a manifest");
        let version = toml.lines().find_map(|line| line.strip_prefix("version = ")).map(str::to_owned);
        version.expect("a version")
    };
    assert_eq!(version("python/Cargo.toml"), version("Cargo.toml"));
}
