//! The command line from outside: exit codes, clean stdout, messages with their place.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, is_empty, is_match};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn seedtool() -> Command {
    let mut command = Command::cargo_bin("seedtool").expect("a built binary");
    command.current_dir(ROOT);
    command
}

fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a writable file");
    }
    folder
}

fn records(stdout: &[u8]) -> Vec<serde_json::Value> {
    let lines = stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("one JSON record a line")).collect()
}

#[test]
fn ingest_writes_one_record_a_line_in_order_of_paths() {
    let output = seedtool().args(["ingest", "seeds/"]).assert().success().get_output().clone();
    let paths: Vec<_> =
        records(&output.stdout).iter().map(|record| record["source"]["path"].clone()).collect();
    assert_eq!(paths.len(), 5);
    assert!(paths.is_sorted_by_key(|path| path.to_string()));
    assert_eq!(paths[0], "seeds/000_b22c5ecf630c2b43.txt");
    assert!(String::from_utf8_lossy(&output.stderr).contains("5 inputs: 5 records"));
}

#[test]
fn ingest_gives_the_same_bytes_every_time_and_to_a_file() {
    let folder = folder_with(&[]);
    let target = folder.path().join("out.jsonl");
    let stdout = seedtool()
        .args(["ingest", "-q", "seeds/"])
        .assert()
        .success()
        .stderr(is_empty())
        .get_output()
        .stdout
        .clone();
    seedtool().args(["ingest", "-q", "seeds/", "-o"]).arg(&target).assert().success().stdout(is_empty());
    assert_eq!(fs::read(&target).expect("the output"), stdout);
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "no temporary file is left");
}

#[test]
fn standard_input_is_a_document() {
    let seed = fs::read(Path::new(ROOT).join("seeds/000_b22c5ecf630c2b43.txt")).expect("a seed");
    let output =
        seedtool().args(["ingest", "-"]).write_stdin(seed).assert().success().get_output().stdout.clone();
    let records = records(&output);
    assert_eq!(records[0]["source"]["path"], "-");
    assert_eq!(records[0]["title"], "أهم محاور لقاء بوتين وويتكوف");
}

#[test]
fn pretty_is_the_same_record() {
    let flat = seedtool().args(["ingest", "-q", "seeds/"]).assert().get_output().stdout.clone();
    let pretty = seedtool().args(["ingest", "-q", "--pretty", "seeds/"]).assert().get_output().stdout.clone();
    let pretty: Vec<serde_json::Value> = serde_json::Deserializer::from_slice(&pretty)
        .into_iter()
        .map(|record| record.expect("JSON"))
        .collect();
    assert_eq!(records(&flat), pretty);
}

#[test]
fn a_missing_path_is_reported_and_the_rest_goes_on() {
    let seed = "seeds/004_ace82421b291eaec.txt";
    let output = seedtool().args(["ingest", "nowhere.txt", seed]).assert().code(2).get_output().clone();
    assert_eq!(records(&output.stdout).len(), 1);
    assert!(String::from_utf8_lossy(&output.stderr).contains("nowhere.txt: io: no such file or folder"));
}

#[test]
fn nothing_found_is_a_usage_error_and_leaves_no_output() {
    let folder = folder_with(&[("picture.png", b"\x89PNG\r\n\x1a\n")]);
    let target = folder.path().join("out.jsonl");
    seedtool()
        .arg("ingest")
        .arg(folder.path())
        .arg("-o")
        .arg(&target)
        .assert()
        .code(1)
        .stderr(contains("nothing found"));
    assert!(!target.exists());
}

#[test]
fn usage_errors_exit_with_1() {
    for args in [
        &["ingest"][..],
        &["ingest", "--nonsense", "seeds"],
        &["nonsense"],
        &["ingest", "--format", "x", "seeds"],
    ] {
        seedtool().args(args).assert().code(1).stdout(is_empty()).stderr(contains("error"));
    }
}

#[test]
fn help_is_for_people_and_no_error() {
    for command in ["ingest", "check", "explain", "normalize"] {
        seedtool().args([command, "--help"]).assert().success().stdout(contains("Usage:")).stderr(is_empty());
    }
}

#[test]
fn the_version_names_that_of_unicode() {
    let version = is_match(r"^seedtool \d+\.\d+\.\d+ \(Unicode \d+\.\d+\.\d+\)\n$").expect("a pattern");
    seedtool().arg("--version").assert().success().stdout(version);
}

#[test]
fn an_empty_file_is_a_record_with_a_warning() {
    let folder = folder_with(&[("empty.txt", b""), ("blank.txt", b" \n\n")]);
    let output = seedtool().arg("ingest").arg(folder.path()).assert().success().get_output().stdout.clone();
    let records = records(&output);
    assert_eq!(records.len(), 2);
    for record in records {
        assert_eq!(record["warnings"][0]["code"], "empty");
        assert_eq!(record["text"], "");
    }
}

#[test]
fn how_much_may_be_malformed_can_be_set() {
    let folder = folder_with(&[("a.txt", &b"\xD9\x83\xD9\x84\xD9\x85\xD8\xA9\xFF ".repeat(40))]);
    let ingest = |more: &[&str]| seedtool().arg("ingest").args(more).arg(folder.path()).assert();
    ingest(&[]).code(2);
    ingest(&["--max-malformed", "25"]).success();
    ingest(&["--max-malformed", "101"]).code(1);
}

#[test]
fn a_file_of_any_name_is_taken_when_named() {
    let folder = folder_with(&[("article.html.old", "خبر قصير".as_bytes())]);
    seedtool().arg("ingest").arg(folder.path()).assert().code(1);
    seedtool().arg("ingest").arg(folder.path().join("article.html.old")).assert().success();
}

#[test]
fn one_file_under_two_spellings_counts_once() {
    seedtool()
        .args(["check", "seeds", "./seeds", "seeds/../seeds/000_b22c5ecf630c2b43.txt"])
        .assert()
        .success()
        .stderr(contains("5 inputs: 5 records"));
}

#[test]
fn check_lists_problems_on_stdout_with_their_place() {
    seedtool()
        .args(["check", "seeds/"])
        .assert()
        .success()
        .stdout(is_match("(?m)^seeds/002_614592a3bdc4b9bf.txt: no_title: .+$").expect("a pattern"));
    seedtool().args(["check", "--strict", "seeds/"]).assert().code(2);
    seedtool()
        .args(["check", "--strict", "seeds/000_b22c5ecf630c2b43.txt"])
        .assert()
        .success()
        .stdout(is_empty());
}

#[test]
fn the_summary_can_be_json_even_when_quiet() {
    let output = seedtool()
        .args(["check", "-q", "--summary", "json", "seeds/"])
        .assert()
        .success()
        .get_output()
        .stderr
        .clone();
    let summary: serde_json::Value = serde_json::from_slice(&output).expect("one JSON object");
    assert_eq!(
        (&summary["inputs"], &summary["records"], &summary["errors"]),
        (&5.into(), &5.into(), &0.into())
    );
    assert_eq!(summary["bytes_in"], 23026);
}

#[test]
fn a_closed_pipe_is_success() {
    let script =
        format!("'{}' ingest -q seeds/ seeds/. | head -c 10 >/dev/null; exit ${{PIPESTATUS[0]}}", binary());
    Command::new("bash").args(["-c", &script]).current_dir(ROOT).assert().success().stderr(is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_output_that_is_not_whole() {
    let script = format!("'{}' ingest -q seeds/ > /dev/full", binary());
    Command::new("bash")
        .args(["-c", &script])
        .current_dir(ROOT)
        .assert()
        .code(3)
        .stderr(contains("not whole"));
}

#[test]
fn explain_shows_every_line_with_its_label() {
    let output = seedtool()
        .args(["explain", "seeds/004_ace82421b291eaec.txt"])
        .assert()
        .success()
        .get_output()
        .stdout
        .clone();
    let shown = String::from_utf8(output).expect("UTF-8");
    for part in ["plain", "duplicate_title", "related", "heading", "زهور الدم الحلقة 510", "توافق حول آليات"]
    {
        assert!(shown.contains(part), "{part} is missing from\n{shown}");
    }
}

#[test]
fn control_characters_in_a_name_never_reach_the_terminal() {
    let folder = folder_with(&[("a\u{1b}[31m\n.txt", b"")]);
    let output = seedtool().arg("check").arg(folder.path()).assert().success().get_output().stdout.clone();
    let shown = String::from_utf8(output).expect("UTF-8");
    assert!(shown.contains("a\\u{1b}[31m\\n.txt"), "{shown}");
}

/// Root can read everything, so that this test runs the binary as nobody where it is root itself.
#[cfg(unix)]
#[test]
fn an_unreadable_file_is_an_error_and_the_rest_goes_on() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder_with(&[("good.txt", "خبر قصير".as_bytes()), ("secret.txt", b"x")]);
    let mode = |name: &str, mode| {
        let path = if name.is_empty() { folder.path().to_owned() } else { folder.path().join(name) };
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    };
    mode("", 0o755);
    mode("good.txt", 0o644);
    mode("secret.txt", 0o000);

    // The binary may stand where nobody may not go.
    let copy = folder.path().join("seedtool");
    fs::copy(binary(), &copy).expect("a copy of the binary");
    mode("seedtool", 0o755);
    let mut command = if fs::read(folder.path().join("secret.txt")).is_ok() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(&copy);
        command
    } else {
        Command::new(&copy)
    };
    command
        .current_dir(folder.path())
        .args(["ingest", "."])
        .assert()
        .code(2)
        .stdout(contains("good.txt").and(contains("secret.txt").not()))
        .stderr(contains("secret.txt: io: permission denied").and(contains("2 inputs: 1 record, 1 error")));
}

fn binary() -> String {
    assert_cmd::cargo::cargo_bin("seedtool").to_string_lossy().into_owned()
}
