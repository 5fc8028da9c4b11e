//! Surroundings that fail: what was whole stays whole, what is lost is said, and nothing hangs.

#![cfg(unix)]
#![allow(clippy::print_stderr)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use tempfile::TempDir;

const TEXT: &str = "# عنوان\nفقرة أولى.\n- بند\n";

fn binary() -> std::path::PathBuf {
    assert_cmd::cargo::cargo_bin("seedtool")
}

fn seedtool(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("seedtool").expect("a built binary");
    command.current_dir(folder).timeout(Duration::from_secs(60));
    command
}

/// A shell that knows the binary as `$S`.
fn shell(folder: &Path, script: &str) -> Command {
    let mut command = Command::new("sh");
    command.env("S", binary()).args(["-c", script]).current_dir(folder).timeout(Duration::from_secs(60));
    command
}

/// A folder `raw` of so many documents, some 2 KB each.
fn corpus(documents: usize) -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(root.path().join("raw")).expect("a folder");
    for number in 0..documents {
        let text = format!("# مقال {number}\n{}\n", "فقرة طويلة. ".repeat(100));
        fs::write(root.path().join(format!("raw/{number:03}.txt")), text).expect("a file");
    }
    root
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte == b'\n').count()
}

fn mkfifo(path: &Path) {
    assert!(std::process::Command::new("mkfifo").arg(path).status().expect("a FIFO").success());
}

/// The walk has found the files and waits for one that is named; then they turn into something else.
#[test]
fn a_file_that_turns_into_a_pipe_is_not_waited_for() {
    let root = corpus(2);
    let folder = root.path();
    fs::write(folder.join("raw/z.jsonl"), "{\"text\":\"نص\"}\n").expect("a file");
    mkfifo(&folder.join("gate.txt"));
    let child = std::process::Command::new(binary())
        .args(["ingest", "gate.txt", "raw", "-j1"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a running ingest");
    // Opens as soon as it is being read.
    let mut gate = fs::File::options().write(true).open(folder.join("gate.txt")).expect("a reader");
    for name in ["raw/001.txt", "raw/z.jsonl"] {
        fs::remove_file(folder.join(name)).expect("a file");
        mkfifo(&folder.join(name));
    }
    gate.write_all(TEXT.as_bytes()).expect("a reader");
    drop(gate);
    let output = child.wait_with_output().expect("an end");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), lines(&output.stdout)), (Some(2), 2), "{stderr}");
    for name in ["raw/001.txt", "raw/z.jsonl"] {
        assert!(stderr.contains(&format!("{name}: io: no regular file any more")), "{stderr}");
    }
    assert!(stderr.contains("4 inputs: 2 records, 2 errors"), "{stderr}");
}

#[test]
fn a_pipe_that_is_named_is_read() {
    let root = corpus(0);
    shell(root.path(), "mkfifo p.jsonl; (echo '{\"text\":\"نص\"}' > p.jsonl) & \"$S\" ingest p.jsonl")
        .assert()
        .success()
        .stdout(contains("p.jsonl"));
}

#[test]
fn frames_before_a_cut_one_are_read() {
    let frame = |from: usize| {
        let lines: String = (from..from + 40).map(|n| format!("{{\"text\":\"نص {n}\"}}\n")).collect();
        zstd::encode_all(lines.as_bytes(), 1).expect("memory")
    };
    let root = corpus(0);
    let frames = [frame(0), frame(40), frame(80)].concat();
    fs::write(root.path().join("raw/a.jsonl.zst"), &frames[..frames.len() - 20]).expect("a file");
    fs::write(root.path().join("raw/b.txt"), TEXT).expect("a file");
    let run = seedtool(root.path()).args(["ingest", "raw"]).assert().code(2);
    let run = run.stderr(contains("a.jsonl.zst: archive: damaged or cut"));
    assert!(lines(&run.get_output().stdout) > 80);
}

#[test]
fn a_line_that_is_cut_with_its_archive_stops_no_others() {
    let root = corpus(2);
    let line = format!("{{\"text\":\"{}\"}}\n", (0..500).map(|n| format!("نص {n} ")).collect::<String>());
    let mut archive = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    archive.write_all(line.as_bytes()).expect("memory");
    let archive = archive.finish().expect("memory");
    fs::write(root.path().join("raw/001.jsonl.gz"), &archive[..archive.len() / 2]).expect("a file");
    let run = seedtool(root.path()).args(["ingest", "raw"]).assert().code(2);
    run.stderr(contains("001.jsonl.gz: archive: damaged or cut").and(contains("2 records, 1 error")));
    seedtool(root.path()).args(["check", "raw"]).assert().code(2).stdout(contains("damaged or cut"));
}

#[test]
fn an_input_that_cannot_be_read_leaves_the_answers_of_filter_incomplete() {
    let root = corpus(1);
    shell(root.path(), "\"$S\" filter < raw").assert().code(3).stderr(contains("not whole"));
}

/// A line of 8 MB out of 8 KB is let go while it is read.
#[test]
fn a_bomb_of_a_line_is_an_error_of_its_line() {
    let root = corpus(0);
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    bomb.write_all(b"{\"text\":\"").expect("memory");
    (0..8).for_each(|_| bomb.write_all(&[b'a'; 1 << 20]).expect("memory"));
    bomb.write_all("\"}\n{\"text\":\"نص\"}\n".as_bytes()).expect("memory");
    fs::write(root.path().join("raw/a.jsonl.gz"), bomb.finish().expect("memory")).expect("a file");
    seedtool(root.path())
        .args(["ingest", "raw", "--max-line-bytes", "1000000"])
        .assert()
        .code(2)
        .stdout(contains("a.jsonl.gz").count(1))
        .stderr(contains("a.jsonl.gz:1: too_large: ").and(contains("2 inputs: 1 record, 1 error")));
}

#[test]
fn an_output_that_is_no_file_is_written_to_and_stays() {
    let root = corpus(3);
    let folder = root.path();
    shell(folder, "mkfifo pipe.jsonl; cat pipe.jsonl > copy & \"$S\" ingest -q raw -o pipe.jsonl && wait")
        .assert()
        .success();
    assert_eq!(lines(&fs::read(folder.join("copy")).expect("a copy")), 3);
    assert!(!folder.join("pipe.jsonl").is_file(), "the pipe is still one");
    let resumed = ["ingest", "raw", "-o", "pipe.jsonl", "--resume"];
    seedtool(folder).args(resumed).assert().code(1).stderr(contains("no regular file"));

    let device = folder.join("device.jsonl");
    symlink("/dev/null", &device).expect("a link");
    seedtool(folder).args(["ingest", "-q", "raw", "-o", "device.jsonl"]).assert().success();
    assert!(!Path::new("/dev/null").is_file());
    symlink("/dev/full", folder.join("full.jsonl")).expect("a link");
    seedtool(folder)
        .args(["ingest", "raw", "-o", "full.jsonl"])
        .assert()
        .code(3)
        .stderr(contains("not whole"));

    seedtool(folder)
        .args(["report", "raw", "-o", "full.jsonl"])
        .assert()
        .code(3)
        .stderr(contains("not whole"));
    seedtool(folder)
        .args(["ingest", "-q", "raw", "-o", "-"])
        .assert()
        .success()
        .stdout(contains("\n").count(3));
    assert!(!folder.join("-").exists());

    fs::create_dir(folder.join("elsewhere")).expect("a folder");
    fs::write(folder.join("elsewhere/real.jsonl"), "old\n").expect("a file");
    symlink("elsewhere/real.jsonl", folder.join("link.jsonl")).expect("a link");
    for more in [&[][..], &["--resume"]] {
        seedtool(folder).args(["ingest", "-q", "raw", "-o", "link.jsonl"]).args(more).assert().success();
        assert!(folder.join("link.jsonl").is_symlink());
        assert_eq!(lines(&fs::read(folder.join("elsewhere/real.jsonl")).expect("an output")), 3);
    }
    seedtool(folder)
        .args(["ingest", "raw", "-o", "elsewhere"])
        .assert()
        .code(1)
        .stderr(contains("elsewhere"));
}

#[test]
fn an_input_is_never_the_output() {
    let root = corpus(2);
    let folder = root.path();
    let own = "{\"text\":\"نص\"}\n";
    fs::write(folder.join("own.jsonl"), own).expect("a file");
    symlink("own.jsonl", folder.join("link.jsonl")).expect("a link");
    for arguments in [
        &["own.jsonl", "-o", "own.jsonl"][..],
        &["raw", "link.jsonl", "-o", "own.jsonl", "--resume"],
        &["./own.jsonl", "-o", "link.jsonl"],
        &["raw", "--out-dir", "raw"],
    ] {
        seedtool(folder)
            .arg("ingest")
            .args(arguments)
            .assert()
            .code(1)
            .stderr(contains("is an input and the output"));
    }
    let report = ["report", "own.jsonl", "-o", "own.jsonl"];
    seedtool(folder).args(report).assert().code(1).stderr(contains("is an input and the output"));
    shell(folder, "\"$S\" ingest own.jsonl >> own.jsonl").assert().code(1);
    assert_eq!(fs::read_to_string(folder.join("own.jsonl")).expect("a file"), own);
    assert_eq!(names(&folder.join("raw")), ["000.txt", "001.txt"]);
}

#[test]
fn a_page_inside_the_tree_is_no_input() {
    let root = corpus(2);
    let report = ["report", "raw", "-o", "raw/page.md"];
    for _ in 0..2 {
        seedtool(root.path()).args(report).assert().success().stderr(contains("2 documents shown whole"));
    }
}

#[test]
fn outputs_inside_the_tree_are_no_inputs() {
    let root = corpus(9);
    let folder = root.path();
    for arguments in [
        &["--out-dir", "raw/out", "--shards", "3"][..],
        &["--out-dir", "raw/out", "--shards", "3", "--resume"],
        &["--out-dir", "raw/out", "--shards", "2"],
        &["-o", "raw/all.jsonl", "--resume", "--from", "txt", "--exclude", "out"],
        &["-o", "raw/all.jsonl", "--resume", "--from", "txt", "--exclude", "out"],
    ] {
        let run = seedtool(folder).args(["ingest", "raw", "--exclude", "*.jsonl"]).args(arguments).assert();
        run.success().stderr(contains("9 inputs: "));
    }
    fs::remove_file(folder.join("raw/all.jsonl")).expect("an output");
    let run = seedtool(folder).args(["ingest", "raw", "--out-dir", "raw/out", "--shards", "3"]).assert();
    run.success().stderr(contains("9 inputs: 9 records"));
}

#[test]
fn files_of_other_shards_are_told() {
    let root = corpus(3);
    let run = |arguments: &[&str]| {
        let all = [&["ingest", "raw", "--out-dir", "parts"][..], arguments].concat();
        let run = seedtool(root.path()).args(all).assert().success();
        String::from_utf8_lossy(&run.get_output().stderr).into_owned()
    };
    for same in [["--shards", "2"], ["--shards", "2"], ["--shard", "1/2"]] {
        assert!(!run(&same).contains("remove"), "{same:?}");
    }
    assert!(run(&["--shards", "3"]).contains("parts: 2 files stand here of another number of shards"));
    fs::remove_file(root.path().join("parts/part-00001-of-00002.jsonl")).expect("a file");
    fs::remove_file(root.path().join("parts/part-00002-of-00002.jsonl")).expect("a file");
    assert!(run(&["--shards", "3", "--ending", "jsonl.gz"]).contains("parts: 3 files stand here"));
    assert!(!run(&["--shards", "3", "-q"]).contains("remove"));
}

/// With `--resume` what was written before the disk was full is not lost.
#[test]
fn a_disk_that_was_full_is_gone_on_with() {
    let root = corpus(200);
    let folder = root.path();
    let arguments = "ingest -q raw -j1 --resume --summary json -o out.jsonl";
    seedtool(folder).args(["ingest", "-q", "raw", "-o", "clean.jsonl"]).assert().success();
    let half = fs::metadata(folder.join("clean.jsonl")).expect("an output").len() / 512 / 2;
    // In blocks of 512 bytes (POSIX). A limit on the size of files fails as a full disk does, where the signal is ignored (setrlimit(2)).
    for block in ["--out-dir parts --shards 2", "-o other.jsonl"] {
        let script = format!("trap '' XFSZ; ulimit -f {}; \"$S\" ingest raw {block}", half / 3);
        let file = block.split(' ').nth(1).expect("an output");
        shell(folder, &script).assert().code(3).stderr(contains(format!("the output is not whole: {file}")));
    }
    assert!(names(folder).iter().all(|name| !name.starts_with(".seedtool") && name != "other.jsonl"));
    assert!(names(&folder.join("parts")).is_empty());

    let script = format!("trap '' XFSZ; ulimit -f {half}; \"$S\" {arguments}");
    shell(folder, &script).assert().code(3).stderr(contains("the output is not whole"));
    assert!(!folder.join("out.jsonl").exists());
    let run = seedtool(folder).args(arguments.split(' ')).assert().success();
    let stderr = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    let summary: serde_json::Value = serde_json::from_str(stderr.trim()).expect("a summary");
    assert!(summary["skipped"].as_u64() > Some(0), "{summary}");
    let read = |name: &str| fs::read(folder.join(name)).expect("an output");
    assert!(read("out.jsonl") == read("clean.jsonl"));

    fs::remove_file(folder.join("out.jsonl")).expect("an output");
    let script = format!("trap '' XFSZ; ulimit -f 1; \"$S\" {arguments}");
    shell(folder, &script).assert().code(3);
    seedtool(folder).args(arguments.split(' ')).assert().success();
    assert!(read("out.jsonl") == read("clean.jsonl"));
}

#[test]
fn folders_that_cannot_be_written_are_said() {
    let root = corpus(1);
    let folder = root.path();
    for arguments in [
        &["-o", "absent/out.jsonl"][..],
        &["-o", "absent/out.jsonl", "--resume"],
        &["--out-dir", "raw/000.txt/out"],
        &["-o", "raw/000.txt/out.jsonl"],
    ] {
        let run = seedtool(folder).args(["ingest", "raw"]).args(arguments).assert();
        run.code(1).stdout(is_empty()).stderr(contains("cannot write "));
    }
    let locked = folder.join("locked");
    fs::create_dir(&locked).expect("a folder");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("permissions");
    if fs::write(locked.join("x"), "").is_ok() {
        return eprintln!("skipped: a folder without the right to write, as this user may write everywhere");
    }
    for more in [&[][..], &["--resume"]] {
        let run = seedtool(folder).args(["ingest", "raw", "-o", "locked/out.jsonl"]).args(more).assert();
        run.code(1).stderr(contains("cannot write locked/out.jsonl: Permission denied"));
    }
}

/// proc(5): reading the memory of a process at 0 is an I/O error.
#[test]
fn a_file_that_cannot_be_read_to_its_end_is_an_error() {
    let root = corpus(1);
    let folder = root.path();
    if fs::read("/proc/self/mem").map_err(|error| error.raw_os_error()) != Err(Some(5)) {
        return eprintln!("skipped: no file whose reading fails");
    }
    for name in ["bad.txt", "bad.jsonl", "bad.txt.gz", "bad.jsonl.zst", "bad.wet"] {
        let _ = fs::remove_file(folder.join("raw").join(name));
        symlink("/proc/self/mem", folder.join("raw").join(name)).expect("a link");
        let run = seedtool(folder).args(["ingest", "-L", "raw"]).assert().code(2);
        run.stderr(contains(format!("{name}: io: ")).and(contains("1 record")));
        fs::remove_file(folder.join("raw").join(name)).expect("a link");
    }
}

/// A name may neither move the cursor of a terminal nor reverse what stands beside it.
#[test]
fn names_reach_stderr_escaped() {
    let root = corpus(0);
    let folder = root.path();
    for name in
        ["a\nraw\u{1b}[2J.jsonl", "b\u{202e}txt.jsonl", "c\r\u{7f}\u{9b}.jsonl", "d\u{2067}\u{200f}.jsonl"]
    {
        fs::write(folder.join("raw").join(name), "no JSON\n").expect("a file");
    }
    for more in [&[][..], &["--resume", "-o", "out.jsonl"], &["--resume", "-o", "out.jsonl"]] {
        let run = seedtool(folder).args(["ingest", "raw"]).args(more).assert().code(2);
        let stderr = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert_eq!(stderr.lines().count(), 5, "{stderr:?}");
        let raw = |c: char| c != '\n' && c.is_control() || ('\u{200e}'..='\u{2069}').contains(&c) && c != '–';
        assert!(!stderr.contains(raw), "{stderr:?}");
    }
}

#[test]
fn few_file_handles_and_few_threads_are_enough() {
    let root = corpus(40);
    let clean = seedtool(root.path()).args(["ingest", "-q", "raw", "-j1"]).assert().success();
    let few = shell(root.path(), "ulimit -n 24; \"$S\" ingest -q raw -j8").assert().success();
    assert!(few.get_output().stdout == clean.get_output().stdout);
}

/// A slip of the pen must not cost a document.
#[test]
fn an_output_takes_the_place_of_no_document_in_a_folder_that_is_read() {
    let root = corpus(3);
    let folder = root.path();
    let line = "{\"text\":\"مقال مهم\",\"id\":\"w1\"}\n";
    fs::write(folder.join("raw/wiki.jsonl"), line).expect("a document");
    for arguments in [
        &["ingest", "raw", "-o", "raw/wiki.jsonl"][..],
        &["ingest", "raw", "-o", "raw/wiki.jsonl", "--resume"],
        &["report", "raw", "-o", "raw/wiki.jsonl"],
    ] {
        let run = seedtool(folder).args(arguments).assert().code(1);
        run.stderr(contains("raw/wiki.jsonl stands in a folder that is read"));
    }
    assert_eq!(fs::read_to_string(folder.join("raw/wiki.jsonl")).expect("the document"), line);
    // Nor does one that a link leads to.
    fs::create_dir(folder.join("linked")).expect("a folder");
    symlink("../raw", folder.join("linked/raw")).expect("a link");
    let run = seedtool(folder).args(["ingest", "-L", "linked", "-o", "linked/raw/wiki.jsonl"]).assert();
    run.code(1).stderr(contains("stands in a folder that is read"));
    fs::remove_dir_all(folder.join("linked")).expect("a folder");
    // Compressed, nothing is some bytes.
    fs::write(
        folder.join("raw/nothing.jsonl.gz"),
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()).finish().expect("gzip"),
    )
    .expect("a file");
    seedtool(folder).args(["ingest", "raw/000.txt", "-o", "raw/nothing.jsonl.gz"]).assert().success();
    seedtool(folder).args(["ingest", "raw", "-o", "raw/nothing.jsonl.gz"]).assert().success();
    fs::remove_file(folder.join("raw/nothing.jsonl.gz")).expect("an output");
    // What seedtool wrote may be written again, and so may an empty file.
    for name in ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "pretty.jsonl", "page.html"] {
        let command = match name {
            "pretty.jsonl" => &["ingest", "--pretty"][..],
            "page.html" => &["report"],
            _ => &["ingest"],
        };
        fs::write(folder.join("raw").join(name), "").expect("an empty file");
        for _ in 0..2 {
            seedtool(folder).args(command).args(["raw", "-o", &format!("raw/{name}")]).assert().success();
        }
        fs::remove_file(folder.join("raw").join(name)).expect("an output");
    }
}

#[test]
fn an_output_stays_where_nothing_could_be_read() {
    let root = corpus(3);
    let folder = root.path();
    for output in ["out.jsonl", "out.jsonl.zst"] {
        for resume in [&[][..], &["--resume"]] {
            seedtool(folder).args(["ingest", "raw", "-o", output]).args(resume).assert().success();
            let whole = fs::read(folder.join(output)).expect("an output");
            let run = seedtool(folder).args(["ingest", "rwa", "-o", output]).args(resume).assert();
            run.code(2).stderr(contains("no such file or folder"));
            assert!(fs::read(folder.join(output)).expect("the output") == whole, "{output} {resume:?}");
        }
    }
    let run = seedtool(folder)
        .args(["ingest", "raw/000.txt", "rwa", "--out-dir", "parts", "--shards", "2"])
        .assert();
    run.code(2);
    assert_eq!(names(&folder.join("parts")).len(), 2, "all shards are there");
    // A document that is none is an answer.
    fs::write(folder.join("image.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").expect("an image");
    seedtool(folder).args(["ingest", "image.txt", "-o", "out.jsonl"]).assert().code(2);
    assert!(fs::read(folder.join("out.jsonl")).expect("the output").is_empty());
}

#[test]
fn an_output_has_the_rights_that_the_mask_leaves() {
    let root = corpus(2);
    let mode =
        |name: &str| fs::metadata(root.path().join(name)).expect("a file").permissions().mode() & 0o777;
    for (mask, rights) in [("077", 0o600), ("027", 0o640), ("002", 0o664)] {
        for (name, command) in [
            ("out.jsonl", "ingest raw"),
            ("out.jsonl.gz", "ingest raw"),
            ("page.html", "report raw"),
            ("again.jsonl", "ingest raw --resume"),
        ] {
            let name = format!("{mask}-{name}");
            shell(root.path(), &format!("umask {mask}; \"$S\" {command} -o {name}")).assert().success();
            assert_eq!(mode(&name), rights, "{name}");
        }
    }
    // What is replaced keeps its rights.
    shell(root.path(), "umask 002; \"$S\" ingest raw -o 077-out.jsonl").assert().success();
    assert_eq!(mode("077-out.jsonl"), 0o600);
}

#[test]
fn what_is_written_is_not_read_at_once() {
    let root = corpus(2);
    let folder = root.path();
    let line = "{\"text\":\"نص\"}\n";
    fs::write(folder.join("in.jsonl"), line).expect("a file");
    for (script, code) in [
        ("\"$S\" normalize in.jsonl >> in.jsonl", 2),
        ("\"$S\" normalize < in.jsonl >> in.jsonl", 2),
        ("\"$S\" filter < in.jsonl >> in.jsonl", 1),
        ("\"$S\" ingest - --from jsonl < in.jsonl -o in.jsonl", 1),
    ] {
        shell(folder, script)
            .assert()
            .code(code)
            .stderr(contains("one file").or(contains("an input and the output")));
        assert_eq!(fs::read_to_string(folder.join("in.jsonl")).expect("the file"), line, "{script}");
    }
}
