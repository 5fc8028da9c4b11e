//! The loaders that are installed see the same records, by the schemas that they are given.

#![allow(clippy::print_stderr)]

use std::path::Path;
use std::process::Command;

/// The Python that has the loaders, if it is not the first on the path.
const PYTHON: &str = "SEEDTOOL_PYTHON";

#[test]
fn the_loaders_agree() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/loaders/compare.py");
    let python = std::env::var_os(PYTHON).unwrap_or_else(|| "python3".into());
    let seedtool = env!("CARGO_BIN_EXE_seedtool");
    let run = Command::new(&python).arg(script).args(["--documents", "120", "--seedtool", seedtool]).output();
    let Ok(output) = run else {
        eprintln!("skipped: {} is not there; {PYTHON} names another Python", python.to_string_lossy());
        return;
    };
    let (table, problems) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    table.lines().filter(|line| line.starts_with("skipped")).for_each(|line| eprintln!("{line}"));
    assert!(output.status.success(), "{table}{problems}");
    let measure =
        table.lines().find(|line| line.starts_with("json .jsonl")).expect("what Python itself sees");
    assert_eq!(measure.split_whitespace().nth(2), Some("120"), "{table}");
}
