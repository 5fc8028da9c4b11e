//! Engines that are installed give the records that one process gives.

#![cfg(unix)]
#![allow(clippy::print_stderr)]

use std::fs;

use assert_cmd::Command;

/// Spark and Ray take minutes to start: `examples/engines/check.sh` tests them, this what is quick.
#[test]
fn engines_give_the_same_records() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let input = folder.path().join("in.jsonl");
    let line = |number: usize| match number % 40 {
        0 => "\n".to_owned(),
        1 => "no JSON\r\n".to_owned(),
        2 => "{\"text\":\"raw \u{2028} \u{85}\"}\n".to_owned(),
        _ => {
            format!("{{\"id\":{number},\"text\":\"# مقال {number}\\n{}\"}}\n", "فقرة. ".repeat(number % 300))
        }
    };
    fs::write(&input, (0..1000).map(line).collect::<String>()).expect("an input");

    let root = env!("CARGO_MANIFEST_DIR");
    let run = Command::new(format!("{root}/examples/engines/check.sh"))
        .arg(assert_cmd::cargo::cargo_bin("seedtool"))
        .arg(&input)
        .arg("no-python")
        .assert()
        .success();
    let words = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
    words.lines().filter(|line| line.starts_with("skipped")).for_each(|line| eprintln!("{line}"));
    assert!(words.lines().any(|line| line == "same\tthreads"), "{words}");
}
