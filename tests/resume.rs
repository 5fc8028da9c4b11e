//! `--resume` from outside: whatever ended the run before and whatever has changed since, the output is that of a
//! run from the beginning.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

fn seedtool(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("seedtool").expect("a built binary");
    command.current_dir(folder);
    command
}

/// A line of JSON Lines; every 40th fails.
fn line(number: usize) -> String {
    if number % 40 == 11 {
        return "no JSON\n".to_owned();
    }
    let text = format!("# مقال {number}\n{}", "فقرة طويلة فيها كلمات كثيرة. ".repeat(20));
    serde_json::json!({ "id": number, "text": text }).to_string() + "\n"
}

/// Those of the first 400 lines that do not fail.
const LINES: u64 = 390;

/// A web archive of so many documents.
fn archive(documents: usize) -> String {
    let document = |number: usize| {
        let body = format!("عنوان {number}\n{}", "كلمة كلمة كلمة كلمة كلمة ".repeat(20));
        format!("WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n", body.len())
    };
    (0..documents).map(document).collect()
}

/// A folder `raw` with some of everything: documents, streams of several slices, what fails, what is skipped.
fn corpus() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    let raw = root.path().join("raw");
    for number in 0..70 {
        let folder = raw.join(format!("{}", number % 5));
        fs::create_dir_all(&folder).expect("a folder");
        let text = format!("# مقال {number}\n{}\n", "فقرة. ".repeat(number % 9));
        fs::write(folder.join(format!("{number}.txt")), text).expect("a file");
    }
    let lines: String = (0..400).map(line).collect();
    fs::write(raw.join("2.jsonl"), &lines).expect("a file");
    fs::write(raw.join("3.jsonl.zst"), zstd::encode_all(lines.as_bytes(), 1).expect("memory"))
        .expect("a file");
    fs::write(raw.join("4.wet"), archive(300)).expect("a file");
    fs::write(raw.join("4/binary.txt"), [0u8; 500]).expect("a file");
    fs::write(raw.join("4/cut.jsonl.gz"), b"\x1f\x8b\x08\x00").expect("a file");
    root
}

/// Changes a file in a way that shows however fast the test is.
fn change(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
    let later = SystemTime::now() + Duration::from_secs(10);
    fs::File::options().write(true).open(path).and_then(|file| file.set_modified(later)).expect("a time");
}

fn ingest(folder: &Path, arguments: &[&str]) -> assert_cmd::assert::Assert {
    seedtool(folder).args(["ingest", "-q", "--summary", "json", "raw"]).args(arguments).assert()
}

/// What stderr says was skipped because it was done before.
fn skipped(assert: &assert_cmd::assert::Assert) -> u64 {
    let stderr = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    let summary = stderr.lines().last().expect("a summary");
    let summary: serde_json::Value = serde_json::from_str(summary).expect("JSON");
    let count = |key: &str| summary[key].as_u64().expect("a count");
    assert_eq!(count("inputs"), count("records") + count("errors") + count("skipped"), "{summary}");
    count("skipped")
}

/// The lines of stderr but the summary.
fn problems(assert: &assert_cmd::assert::Assert) -> Vec<String> {
    let stderr = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    let mut lines: Vec<_> = stderr.lines().map(str::to_owned).collect();
    lines.pop();
    lines
}

/// That `output` is what a run from the beginning makes, and that nothing else is left of its making.
fn is_clean(folder: &Path, output: &str, arguments: &[&str]) {
    let clean = format!("clean-{output}");
    ingest(folder, &[&["-o", &clean], arguments].concat()).code(2);
    let read = |name: &str| fs::read(folder.join(name)).expect("an output");
    assert!(read(output) == read(&clean), "{output} {arguments:?}");
    for left in ["part", "part.manifest", "kept", "kept.manifest"] {
        assert!(!folder.join(format!("{output}.{left}")).exists(), "{output}.{left}");
    }
}

#[test]
fn what_has_not_changed_is_taken_over() {
    for name in ["out.jsonl", "out.jsonl.zst"] {
        let root = corpus();
        let folder = root.path();
        let run = |more: &[&str]| ingest(folder, &[&["-o", name, "--resume"], more].concat()).code(2);
        let first = run(&[]);
        assert_eq!(skipped(&first), 1, "the binary file");
        is_clean(folder, name, &[]);

        let written =
            || folder.join(name).metadata().and_then(|metadata| metadata.modified()).expect("a time");
        let before = written();
        let again = run(&["-j1"]);
        assert_eq!((skipped(&again), written()), (70 + 2 * LINES + 300 + 1, before), "nothing has changed");
        assert_eq!(problems(&again), problems(&first), "what fails is said again");

        change(&folder.join("raw/1/31.txt"), "# آخر\nنص آخر.\n");
        change(&folder.join("raw/0/a new one.txt"), "# جديد\nنص جديد.\n");
        fs::remove_file(folder.join("raw/3/33.txt")).expect("a file");
        fs::remove_file(folder.join("raw/4.wet")).expect("a file");
        fs::rename(folder.join("raw/2/37.txt"), folder.join("raw/2/renamed.txt")).expect("a file");
        let changed = run(&["-j3"]);
        assert_eq!(skipped(&changed), 70 + 2 * LINES + 1 - 3, "{name}");
        is_clean(folder, name, &[]);

        change(&folder.join("raw/2.jsonl"), &(150..350).map(line).collect::<String>());
        assert_eq!(skipped(&run(&[])), 70 + LINES + 1, "{name}");
        is_clean(folder, name, &[]);
    }
}

#[test]
fn other_options_and_a_spoilt_output_are_made_anew() {
    let root = corpus();
    let folder = root.path();
    let output = folder.join("out.jsonl");
    ingest(folder, &["-o", "out.jsonl", "--resume"]).code(2);
    seedtool(folder)
        .args(["ingest", "raw", "-o", "out.jsonl", "--resume", "--keep", "tatweel"])
        .assert()
        .code(2)
        .stderr(contains("out.jsonl: begun with other options").and(contains("done before").not()));
    is_clean(folder, "out.jsonl", &["--keep", "tatweel"]);
    let clean = fs::read(&output).expect("an output");

    // Records that are not those that the manifest tells of are never taken over.
    let (middle, mut spoilt) = (clean.len() / 2, clean.clone());
    spoilt[middle] ^= 1;
    let is_mended = |at_least: u64| {
        let run = ingest(folder, &["-o", "out.jsonl", "--resume", "--keep", "tatweel"]).code(2);
        assert!(skipped(&run) >= at_least, "{} < {at_least}", skipped(&run));
        assert!(fs::read(&output).expect("an output") == clean);
    };
    fs::write(&output, &spoilt).expect("an output");
    is_mended(400);
    fs::write(&output, &clean[..middle]).expect("an output");
    is_mended(100);
    fs::remove_file(&output).expect("an output");
    is_mended(1);
    fs::write(folder.join("out.jsonl.manifest"), "nonsense\n").expect("a manifest");
    is_mended(1);
}

/// What a killed run has left is of use only to a run with the same options.
#[test]
fn the_leavings_of_other_options_are_in_nobodys_way() {
    let root = corpus();
    let folder = root.path();
    let set_aside = |name: &str| {
        for ending in ["", ".manifest"] {
            let from = folder.join(format!("out.jsonl{ending}"));
            fs::rename(from, folder.join(format!("out.jsonl.{name}{ending}"))).expect("an output");
        }
    };
    ingest(folder, &["-o", "out.jsonl", "--resume"]).code(2);
    set_aside("kept");
    let with_options = ["-o", "out.jsonl", "--resume", "--keep", "tatweel"];
    assert_eq!(skipped(&ingest(folder, &with_options).code(2)), 1);
    set_aside("part");
    ingest(folder, &["-o", "clean.jsonl", "--resume"]).code(2);
    fs::rename(folder.join("clean.jsonl"), folder.join("out.jsonl.kept")).expect("an output");
    fs::rename(folder.join("clean.jsonl.manifest"), folder.join("out.jsonl.kept.manifest"))
        .expect("a manifest");
    assert!(skipped(&ingest(folder, &with_options).code(2)) > 700);
    is_clean(folder, "out.jsonl", &["--keep", "tatweel"]);
}

#[test]
fn duplicates_hang_on_all_inputs() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let folder = root.path();
    fs::create_dir(folder.join("raw")).expect("a folder");
    for name in ["a", "b", "c"] {
        fs::write(folder.join(format!("raw/{name}.txt")), "# عنوان\nنص.\n").expect("a file");
    }
    let arguments = ["-o", "out.jsonl", "--resume", "--dedup", "exact"];
    ingest(folder, &arguments).success();
    assert_eq!(skipped(&ingest(folder, &arguments).success()), 3);
    fs::remove_file(folder.join("raw/a.txt")).expect("a file");
    ingest(folder, &arguments).success();
    let output = fs::read_to_string(folder.join("out.jsonl")).expect("an output");
    assert!(output.contains("raw/b.txt") && output.lines().count() == 1, "{output}");
}

/// Starts a run and kills it after a while; says whether it was still running.
#[cfg(unix)]
fn killed(folder: &Path, output: &str, signal: &str, after: Duration) -> bool {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("seedtool"))
        .args(["ingest", "-q", "raw", "-o", output, "--resume", "-j2"])
        .current_dir(folder)
        .stderr(Stdio::null())
        .spawn()
        .expect("a running ingest");
    std::thread::sleep(after);
    let running = child.try_wait().expect("a state").is_none();
    // Where it has ended already there is nobody to kill.
    std::process::Command::new("kill")
        .args(["-s", signal, &child.id().to_string()])
        .stderr(Stdio::null())
        .status()
        .expect("a signal");
    child.wait().expect("an end");
    running
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_again_and_again_ends_as_one_that_is_not() {
    for (name, signal) in [("out.jsonl", "KILL"), ("out.jsonl.gz", "TERM")] {
        let root = corpus();
        let folder = root.path();
        let start = Instant::now();
        ingest(folder, &["-o", "clean.jsonl", "-j2"]).code(2);
        let whole = start.elapsed();
        let mut kills = 0;
        for step in 1..7 {
            kills += u32::from(killed(folder, name, signal, whole * step / 9));
            // The tree goes on changing, too.
            change(&folder.join(format!("raw/{}/{step}.txt", step % 5)), &format!("# تغير {step}\nنص.\n"));
        }
        assert!(kills > 0, "it was killed while it ran");
        ingest(folder, &["-o", name, "--resume"]).code(2);
        is_clean(folder, name, &[]);
    }
}

/// A run that waits for a FIFO in the middle has done what is before it.
#[cfg(unix)]
#[test]
fn what_was_done_before_the_kill_is_not_done_again() {
    let root = corpus();
    let folder = root.path();
    let fifo = folder.join("raw/4/zz.txt");
    std::process::Command::new("mkfifo").arg(&fifo).status().expect("a FIFO");
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("seedtool"))
        .args(["ingest", "-q", "raw", "raw/4/zz.txt", "-o", "out.jsonl", "--resume", "-j1"])
        .current_dir(folder)
        .stderr(Stdio::null())
        .spawn()
        .expect("a running ingest");
    let noted = || fs::read_to_string(folder.join("out.jsonl.part.manifest")).unwrap_or_default();
    while !noted().contains("4.wet") {
        assert!(child.try_wait().expect("a state").is_none(), "it waits for the FIFO");
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = seedtool(folder).args(["ingest", "raw", "-o", "out.jsonl", "--resume"]).assert().code(1);
    let said = String::from_utf8_lossy(&second.get_output().stderr).into_owned();
    assert!(said.contains("another run is writing it"), "{said}");
    child.kill().expect("a kill");
    child.wait().expect("an end");
    fs::remove_file(&fifo).expect("a FIFO");

    let resumed = ingest(folder, &["-o", "out.jsonl", "--resume"]).code(2);
    assert!(skipped(&resumed) > 700, "{}", skipped(&resumed));
    is_clean(folder, "out.jsonl", &[]);
}

/// Records of inputs that cannot be known again stand between those that are taken over.
#[test]
fn standard_input_and_what_cannot_be_read_are_tried_again() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let folder = root.path();
    fs::create_dir(folder.join("raw")).expect("a folder");
    for name in ["a", "b"] {
        fs::write(folder.join(format!("raw/{name}.txt")), format!("# عنوان {name}\nنص.\n")).expect("a file");
    }
    let run = |stdin: &str, arguments: &[&str]| {
        let all =
            ["ingest", "-q", "--summary", "json", "-", "absent.txt", "raw", "zz.txt", "--errors", "inline"];
        seedtool(folder).args(all).args(arguments).write_stdin(stdin).assert().code(2)
    };
    for (stdin, done) in [("أول", 0), ("آخر", 2), ("آخر", 2)] {
        assert_eq!(skipped(&run(stdin, &["-o", "out.jsonl", "--resume"])), done);
        run(stdin, &["-o", "clean.jsonl"]);
        let read = |name: &str| fs::read_to_string(folder.join(name)).expect("an output");
        assert_eq!(read("out.jsonl"), read("clean.jsonl"));
        assert_eq!(read("out.jsonl").lines().count(), 5);
    }
}

/// What has its name is whole, even if it was ended before its manifest had one.
#[test]
fn an_end_between_output_and_manifest_loses_nothing() {
    let root = corpus();
    let folder = root.path();
    ingest(folder, &["-o", "out.jsonl", "--resume"]).code(2);
    let at = |name: &str| folder.join(name);
    fs::rename(at("out.jsonl.manifest"), at("out.jsonl.part.manifest")).expect("a manifest");
    change(&at("raw/0/new.txt"), "# جديد\nنص.\n");
    assert!(skipped(&ingest(folder, &["-o", "out.jsonl", "--resume"]).code(2)) > 700);
    is_clean(folder, "out.jsonl", &[]);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_known_again() {
    use std::os::unix::ffi::OsStrExt;
    let root = tempfile::tempdir().expect("a temporary folder");
    let folder = root.path();
    fs::create_dir(folder.join("raw")).expect("a folder");
    for name in [&b"a\xff.txt"[..], b"b\n\x1b[31m.txt", "\u{202e}c.txt".as_bytes(), b"d\xff\xfe.txt"] {
        let path = folder.join("raw").join(std::ffi::OsStr::from_bytes(name));
        fs::write(path, "# عنوان\nنص.\n").expect("a file");
    }
    let run = || ingest(folder, &["-o", "out.jsonl", "--resume"]).success();
    run();
    fs::write(folder.join("raw/e.txt"), "# آخر\nنص.\n").expect("a file");
    assert_eq!(skipped(&run()), 4);
    let output = fs::read_to_string(folder.join("out.jsonl")).expect("text");
    assert_eq!(output.lines().count(), 5);
}
