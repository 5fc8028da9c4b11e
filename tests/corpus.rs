//! Whole corpora from outside: what a walk takes and in which order, streams, threads, shards, outputs.

use std::fs;
use std::io::Write;
use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use serde_json::Value;
use tempfile::TempDir;

const TEXT: &str = "# عنوان\nفقرة أولى.\n- بند\n";

fn seedtool(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("seedtool").expect("a built binary");
    command.current_dir(folder);
    command
}

/// A folder with these files; folders are made as names need them.
fn tree(files: &[(&str, &[u8])]) -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, bytes).expect("a writable file");
    }
    root
}

fn records(stdout: &[u8]) -> Vec<Value> {
    let lines = stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("JSON")).collect()
}

/// The records of a run that goes well.
fn ingest(folder: &TempDir, arguments: &[&str]) -> Vec<Value> {
    let output =
        seedtool(folder.path()).arg("ingest").args(arguments).assert().success().get_output().clone();
    records(&output.stdout)
}

fn paths(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["source"]["path"].as_str().expect("a path")).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("memory")
}

fn json_line(id: usize) -> String {
    serde_json::json!({"id": format!("d{id}"), "text": TEXT, "url": "http://a/"}).to_string() + "\n"
}

#[test]
fn a_walk_is_in_the_order_of_path_bytes() {
    let text = TEXT.as_bytes();
    let names = ["a!.txt", "a.txt", "a/b.txt", "a/b/c.txt", "a0.txt", "b.txt", "ب/x.txt"];
    let folder = tree(&names.map(|name| (name, text)));
    let found = ingest(&folder, &["."]);
    assert_eq!(paths(&found), names.map(|name| format!("./{name}")));

    let named = ingest(&folder, &["a", "b.txt", "a!.txt", "a/b.txt", "a0.txt", "a.txt", "ب"]);
    assert_eq!(paths(&named), names, "roots are merged in the same order");
}

#[test]
fn one_file_counts_once_however_it_is_reached() {
    let folder = tree(&[("a/x.txt", TEXT.as_bytes()), ("a/b/y.txt", TEXT.as_bytes())]);
    for roots in [&["a", "a"][..], &["a/b", "a"], &["a", "./a", "a/../a"], &["a", "a/x.txt", "a/b/y.txt"]] {
        assert_eq!(ingest(&folder, roots).len(), 2, "{roots:?}");
    }
}

#[test]
fn a_walk_takes_known_endings_and_leaves_the_rest() {
    let text = TEXT.as_bytes();
    let folder = tree(&[
        ("a.MD", text),
        ("b.html", text),
        (".hidden.txt", text),
        (".hidden/c.txt", text),
        ("d.txt.gz", &gzip(text)),
        ("drafts/e.txt", text),
        ("f.txt.zst", &zstd(text)),
    ]);
    assert_eq!(paths(&ingest(&folder, &["."])), ["./a.MD", "./d.txt.gz", "./drafts/e.txt", "./f.txt.zst"]);
    assert_eq!(ingest(&folder, &["--hidden", "."]).len(), 6);
    assert_eq!(
        paths(&ingest(&folder, &[".", "--include", "*.html", "--include", "a.*"])),
        ["./a.MD", "./b.html"]
    );
    assert_eq!(ingest(&folder, &[".", "--exclude", "drafts", "--exclude", "*.gz"]).len(), 2);
    seedtool(folder.path()).args(["ingest", ".", "--include", "a{"]).assert().code(1);
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_passed_over() {
    use std::os::unix::fs::symlink;
    let folder = tree(&[("good.txt", TEXT.as_bytes()), ("sub/x.txt", TEXT.as_bytes())]);
    let at = |name: &str| folder.path().join(name);
    symlink("..", at("sub/up")).expect("a link");
    symlink("/dev/zero", at("zero.txt")).expect("a link");
    symlink("good.txt", at("link.txt")).expect("a link");
    std::process::Command::new("mkfifo").arg(at("fifo.txt")).status().expect("a FIFO");
    assert_eq!(paths(&ingest(&folder, &["."])), ["./good.txt", "./sub/x.txt"]);

    let followed = seedtool(folder.path()).args(["ingest", "-L", "."]).assert().code(2).get_output().clone();
    assert_eq!(paths(&records(&followed.stdout)), ["./good.txt", "./sub/x.txt"]);
    assert!(String::from_utf8_lossy(&followed.stderr).contains("leads back"));
    assert_eq!(ingest(&folder, &["link.txt"]).len(), 1, "a link that is named is followed");
}

#[test]
fn the_output_is_no_input() {
    let folder = tree(&[("a.txt", TEXT.as_bytes())]);
    for _ in 0..2 {
        seedtool(folder.path()).args(["ingest", ".", "-o", "out.jsonl"]).assert().success();
        let output = fs::read(folder.path().join("out.jsonl")).expect("the output");
        assert_eq!(records(&output).len(), 1);
    }
    fs::remove_file(folder.path().join("out.jsonl")).expect("an output");
    let script = format!("'{}' ingest . > out.jsonl", assert_cmd::cargo::cargo_bin("seedtool").display());
    Command::new("sh").args(["-c", &script]).current_dir(folder.path()).assert().success();
    let output = fs::read(folder.path().join("out.jsonl")).expect("the output");
    assert_eq!(records(&output).len(), 1);
}

#[test]
fn no_output_is_named_like_a_compression_that_is_not_written() {
    let folder = tree(&[("a.txt", "نص".as_bytes())]);
    for name in ["out.jsonl.bz2", "out.ZIP"] {
        let run = seedtool(folder.path()).args(["ingest", "a.txt", "-o", name]).assert();
        run.code(1).stderr(contains("name the file .jsonl, .jsonl.gz or .jsonl.zst"));
        assert!(!folder.path().join(name).exists());
    }
}

#[test]
fn json_lines_are_a_document_each() {
    let lines =
        [json_line(1), "\n".into(), "no\n".into(), json_line(4).trim_end().to_owned() + "\r\n"].concat();
    let folder = tree(&[("a.jsonl", lines.as_bytes())]);
    let output = seedtool(folder.path())
        .args(["ingest", "a.jsonl", "--carry", "url"])
        .assert()
        .code(2)
        .get_output()
        .clone();
    let records = records(&output.stdout);
    let source = |at: usize, key: &str| records[at]["source"][key].clone();
    assert_eq!((source(0, "record"), source(0, "id")), (1.into(), "d1".into()));
    assert_eq!((source(1, "record"), source(1, "id")), (4.into(), "d4".into()));
    assert_eq!(source(0, "bytes"), TEXT.len());
    assert_eq!(records[0]["id"], seedtool::record::content_id(TEXT.as_bytes()));
    assert_eq!(records[0]["carried"][0]["json"], "\"http://a/\"");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("a.jsonl:3: json: not a JSON object"), "{stderr}");
    assert!(stderr.contains("3 inputs: 2 records, 1 error"), "{stderr}");
}

#[test]
fn streams_are_read_through_every_compression() {
    let lines: Vec<_> = (0..5).map(json_line).collect();
    let (first, rest) = (lines[..2].concat(), lines[2..].concat());
    let members = [gzip(first.as_bytes()), gzip(rest.as_bytes())].concat();
    let frames = [zstd(first.as_bytes()), zstd(rest.as_bytes())].concat();
    let folder = tree(&[("a.jsonl.gz", &members), ("b.ndjson.zst", &frames), ("c.bin", &members)]);
    let ids = |records: &[Value]| -> Vec<_> {
        records.iter().map(|record| record["source"]["id"].clone()).collect()
    };
    let wanted: Vec<Value> = (0..5).map(|id| format!("d{id}").into()).collect();
    for arguments in [&["a.jsonl.gz"][..], &["b.ndjson.zst"], &["--from", "jsonl.gz", "c.bin"]] {
        assert_eq!(ids(&ingest(&folder, arguments)), wanted, "{arguments:?}");
    }
    let piped = seedtool(folder.path())
        .args(["ingest", "--from", "jsonl.gz", "-"])
        .write_stdin(members)
        .assert()
        .success()
        .get_output()
        .stdout
        .clone();
    assert_eq!(ids(&records(&piped)), wanted);
}

#[test]
fn what_stands_before_the_damage_is_read() {
    let lines: String = (0..2000).map(json_line).collect();
    let whole = gzip(lines.as_bytes());
    let folder = tree(&[("cut.jsonl.gz", &whole[..whole.len() - 9]), ("z.txt", TEXT.as_bytes())]);
    let output = seedtool(folder.path()).args(["ingest", "."]).assert().code(2).get_output().clone();
    let records = records(&output.stdout);
    assert!(records.len() > 1000, "{}", records.len());
    assert_eq!(records.last().expect("a record")["source"]["path"], "./z.txt", "the rest goes on");
    assert!(String::from_utf8_lossy(&output.stderr).contains("cut.jsonl.gz: archive: damaged or cut"));
}

#[test]
fn a_bomb_is_too_large() {
    let bomb = gzip(&vec![b'a'; 4 << 20]);
    let folder = tree(&[("bomb.txt.gz", &bomb)]);
    seedtool(folder.path())
        .args(["ingest", "--max-document-bytes", "1000000", "."])
        .assert()
        .code(2)
        .stdout(is_empty())
        .stderr(contains("bomb.txt.gz: too_large: "));
}

#[test]
fn a_text_in_a_line_is_refused_where_a_file_would_be() {
    let long = format!("{{\"text\":\"{}\"}}\n", "نص ".repeat(1000));
    let folder = tree(&[("a.jsonl", (long + &json_line(1)).as_bytes())]);
    let run = seedtool(folder.path()).args(["ingest", "--max-document-bytes", "1000", "."]).assert().code(2);
    let run = run.stderr(contains("a.jsonl:1: too_large: a text of 5000 bytes, larger than 1000"));
    assert_eq!(records(&run.get_output().stdout).len(), 1);
}

#[test]
fn a_web_archive_gives_its_texts() {
    let record = |kind: &str, id: &str, body: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://{id}/\r\nWARC-Record-ID: <urn:{id}>\r\n\
             Content-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    };
    let archive = [
        record("warcinfo", "info", "Software-Info: x"),
        record("conversion", "one", TEXT),
        record("conversion", "two", "نص بلا عنوان\r\n\r\nWARC/1.0 في النص"),
        record("metadata", "meta", "x"),
        record("conversion", "empty", ""),
    ];
    let plain = archive.concat();
    let members: Vec<u8> = archive.iter().flat_map(|record| gzip(record.as_bytes())).collect();
    let folder = tree(&[("a.warc.wet", plain.as_bytes()), ("b.warc.wet.gz", &members)]);
    for name in ["a.warc.wet", "b.warc.wet.gz"] {
        let records = ingest(&folder, &[name, "--carry", "WARC-Target-URI"]);
        let ids: Vec<_> = records.iter().map(|record| &record["source"]["id"]).collect();
        assert_eq!(ids, ["<urn:one>", "<urn:two>", "<urn:empty>"], "{name}");
        let numbers: Vec<_> = records.iter().map(|record| &record["source"]["record"]).collect();
        assert_eq!(numbers, [1, 2, 3]);
        assert_eq!(records[0]["title"], "عنوان");
        assert_eq!(records[0]["carried"][0]["json"], "\"http://one/\"");
        assert!(records[1]["text"].as_str().expect("a text").ends_with("WARC/1.0 في النص"));
    }
    let cut = tree(&[("cut.wet", &plain.as_bytes()[..plain.len() / 2])]);
    let output = seedtool(cut.path()).args(["ingest", "."]).assert().code(2).get_output().clone();
    assert_eq!(records(&output.stdout).len(), 1);
    assert!(String::from_utf8_lossy(&output.stderr).contains("cut.wet: archive: "));
}

/// Enough of everything for several batches.
fn mixed() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for number in 0..300 {
        let folder = root.path().join(format!("{}", number % 7));
        fs::create_dir_all(&folder).expect("a folder");
        let text = format!("# مقال {}\n{}\n", number % 250, "فقرة طويلة. ".repeat(number));
        fs::write(folder.join(format!("{number}.txt")), text).expect("a file");
    }
    let lines: String =
        (0..900).map(|id| if id % 50 == 7 { "bad\n".to_owned() } else { json_line(id) }).collect();
    fs::write(root.path().join("4.jsonl"), &lines).expect("a file");
    fs::write(root.path().join("5.jsonl.gz"), gzip(lines.as_bytes())).expect("a file");
    fs::write(root.path().join("6/binary.txt"), [0u8; 500]).expect("a file");
    root
}

#[test]
fn the_output_is_the_same_for_any_number_of_jobs() {
    let folder = mixed();
    let run = |jobs: &str| {
        let output =
            seedtool(folder.path()).args(["ingest", ".", jobs]).assert().code(2).get_output().clone();
        (output.stdout, String::from_utf8(output.stderr).expect("UTF-8"))
    };
    let one = run("-j1");
    assert!(one.1.ends_with("2101 inputs: 2064 records, 36 errors, 1 skipped (binary)\n"), "{}", one.1);
    for jobs in ["-j2", "-j7"] {
        assert!(one == run(jobs), "{jobs} differs");
    }
    seedtool(folder.path()).args(["ingest", ".", "-j0"]).assert().code(1);
}

#[test]
fn shards_make_the_whole() {
    let folder = mixed();
    let lines = |output: &[u8]| -> Vec<Vec<u8>> {
        let mut lines: Vec<_> = output.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
        lines.sort();
        lines
    };
    let run = |arguments: &[&str]| {
        let all = [&["ingest", "-q", ".", "--exclude", "*.jsonl*"][..], arguments].concat();
        seedtool(folder.path()).args(all).assert().success().get_output().stdout.clone()
    };
    let whole = run(&[]);
    let parts = ["1/3", "2/3", "3/3"].map(|shard| run(&["--shard", shard]));
    assert_eq!(lines(&parts.concat()), lines(&whole));
    run(&["--out-dir", "out", "--shards", "3", "--ending", "jsonl.gz"]);
    for (number, part) in parts.iter().enumerate() {
        let file = folder.path().join(format!("out/part-0000{}-of-00003.jsonl.gz", number + 1));
        let mut written = Vec::new();
        let file = fs::File::open(file).expect("a shard");
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(file), &mut written).expect("gzip");
        assert!(&written == part, "shard {}", number + 1);
    }
    for wrong in ["0/3", "4/3", "x", "1"] {
        seedtool(folder.path()).args(["ingest", ".", "--shard", wrong]).assert().code(1);
    }
}

#[test]
fn an_empty_shard_is_no_error() {
    let folder = tree(&[("a.txt", TEXT.as_bytes())]);
    let shards = ["1/2", "2/2"].map(|shard| ingest(&folder, &[".", "--shard", shard]).len());
    assert_eq!(shards.iter().sum::<usize>(), 1);
}

#[test]
fn outputs_hold_the_same_in_every_compression() {
    let folder = mixed();
    let stdout =
        seedtool(folder.path()).args(["ingest", "-q", "0"]).assert().success().get_output().stdout.clone();
    for name in ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"] {
        seedtool(folder.path()).args(["ingest", "-q", "0", "-o", name]).assert().success().stdout(is_empty());
    }
    let read = |name: &str| fs::read(folder.path().join(name)).expect("the output");
    assert!(read("out.jsonl") == stdout);
    let mut plain = Vec::new();
    let packed = read("out.jsonl.gz");
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&packed[..]), &mut plain).expect("gzip");
    assert!(plain == stdout);
    assert!(zstd::decode_all(&read("out.jsonl.zst")[..]).expect("zstd") == stdout);
}

#[test]
fn duplicates_are_dropped_and_counted() {
    let folder = tree(&[
        ("a.txt", TEXT.as_bytes()),
        ("b.txt", TEXT.as_bytes()),
        ("c.txt", "آخر".as_bytes()),
        ("d.jsonl", json_line(1).as_bytes()),
    ]);
    for jobs in ["-j1", "-j4"] {
        seedtool(folder.path())
            .args(["ingest", ".", "--dedup", "exact", jobs])
            .assert()
            .success()
            .stdout(contains("a.txt").and(contains("c.txt")).and(contains("b.txt").not()))
            .stderr(contains("4 inputs: 2 records, 2 skipped (duplicate)"));
    }
}

#[test]
fn errors_stand_in_place_of_records_if_wanted() {
    let folder = tree(&[("a.jsonl", format!("no\n{}", json_line(1)).as_bytes()), ("b.txt.gz", b"no gzip")]);
    let output = seedtool(folder.path())
        .args(["ingest", ".", "--errors", "inline"])
        .assert()
        .code(2)
        .get_output()
        .stdout
        .clone();
    let records = records(&output);
    let errors: Vec<_> = records.iter().map(|record| record["error"]["code"].as_str()).collect();
    assert_eq!(errors, [Some("json"), None, Some("archive")]);
    assert_eq!(records[0]["source"]["record"], 1);
    assert_eq!(records[0]["id"], seedtool::record::content_id(b"no"));
}

#[test]
fn a_run_that_is_resumed_leaves_what_is_done() {
    let folder = mixed();
    let run = |said: &str| {
        let arguments = ["ingest", "0", "1", "2", "--out-dir", "out", "--shards", "4", "--resume"];
        seedtool(folder.path()).args(arguments).assert().success().stderr(contains(said));
    };
    let at = |name: &str| folder.path().join(name);
    let part = |number: usize| at(&format!("out/part-0000{number}-of-00004.jsonl"));
    let times = || [1, 2, 3, 4].map(|n| part(n).metadata().expect("a shard").modified().expect("a time"));
    run("129 inputs: 129 records");
    let first = times();
    run("129 inputs: 0 records, 129 skipped (done before)");
    assert_eq!(times(), first);

    // As after a kill: a shard is not there. And another has changed.
    fs::remove_file(part(2)).expect("a shard");
    fs::write(at("0/new.txt"), TEXT).expect("a file");
    run("130 inputs: ");
    let changed = times().iter().zip(&first).filter(|(now, then)| now != then).count();
    assert!((1..=2).contains(&changed), "{changed}");

    let arguments = ["ingest", "0", "1", "2", "--out-dir", "fresh", "--shards", "4"];
    seedtool(folder.path()).args(arguments).assert().success();
    for number in 1..=4 {
        let fresh = at(&format!("fresh/part-0000{number}-of-00004.jsonl"));
        assert!(fs::read(part(number)).expect("a shard") == fs::read(fresh).expect("a shard"), "{number}");
    }
    seedtool(folder.path()).args(["ingest", "0", "--resume"]).assert().code(1).stderr(contains("--out-dir"));
}

/// A signal ends the work with its code, and nothing is left behind.
#[cfg(unix)]
#[test]
fn a_signal_leaves_no_partial_file() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::process::Command::new("mkfifo").arg(folder.path().join("endless.txt")).status().expect("a FIFO");
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("seedtool"))
            .args(["ingest", "endless.txt", "-o", "out.jsonl"])
            .current_dir(folder.path())
            .spawn()
            .expect("a running ingest");
        // It waits for a writer of the FIFO; its partial file is there before.
        let files = || fs::read_dir(folder.path()).expect("a folder").count();
        while files() < 2 {
            std::thread::yield_now();
        }
        let kill = ["-s", signal, &child.id().to_string()].map(str::to_owned);
        std::process::Command::new("kill").args(kill).status().expect("a signal");
        assert_eq!(child.wait().expect("an end").code(), Some(code), "SIG{signal}");
        assert_eq!(files(), 1, "SIG{signal}");
    }
}
