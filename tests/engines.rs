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

/// The parts of an array job are the whole, and one that is submitted again does nothing twice.
#[test]
fn the_parts_of_a_slurm_array_are_the_whole() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("in");
    fs::create_dir(&corpus).expect("a folder");
    for number in 0..40 {
        fs::write(corpus.join(format!("{number}.txt")), format!("# مقال {number}\nفقرة.\n")).expect("a file");
    }
    let seedtool = assert_cmd::cargo::cargo_bin("seedtool");
    let task = |number: usize| {
        let run = Command::new(format!("{}/examples/engines/slurm.sh", env!("CARGO_MANIFEST_DIR")))
            .args(["in", "out"])
            .current_dir(folder.path())
            .env("SEEDTOOL", &seedtool)
            .env("SLURM_ARRAY_TASK_ID", number.to_string())
            .env("SLURM_ARRAY_TASK_COUNT", "3")
            .assert()
            .success();
        String::from_utf8_lossy(&run.get_output().stderr).into_owned()
    };
    (1..=3).for_each(|number| drop(task(number)));
    assert!(task(2).contains(" 0 records"), "{}", task(2));

    let part = |number: usize| {
        let path = folder.path().join(format!("out/part-0000{number}-of-00003.jsonl.zst"));
        let bytes = zstd::decode_all(fs::File::open(path).expect("a part")).expect("zstd");
        String::from_utf8(bytes).expect("UTF-8")
    };
    let parts = (1..=3).map(part).collect::<String>();
    let whole =
        Command::new(&seedtool).args(["ingest", "-q", "in"]).current_dir(folder.path()).assert().success();
    let whole = String::from_utf8(whole.get_output().stdout.clone()).expect("UTF-8");
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&parts), sorted(&whole));
}
