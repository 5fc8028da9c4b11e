//! `seedtool normalize` from outside: bytes in, bytes out, messages and exit codes.
#![allow(missing_docs)]

use std::io::Write;
use std::process::Stdio;

use assert_cmd::Command;
use predicates::str::{contains, is_empty};
use seedtool::normalize::{Fold, Normalizer, Profile, Step};

fn normalize(arguments: &[&str], input: impl Into<Vec<u8>>) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("seedtool").expect("a built binary");
    command.arg("normalize").args(arguments).write_stdin(input).assert()
}

#[test]
fn line_ends_stay_as_they_are() {
    for (input, output) in [
        ("", ""),
        ("كِتَابٌ", "كتاب"),
        (" a \n\n b\n", "a\n\nb\n"),
        (" a \r\n\r\nb \r\n", "a\r\n\r\nb\r\n"),
        ("a\n \n", "a\n\n"),
    ] {
        normalize(&[], input).success().stdout(output).stderr(is_empty());
    }
}

#[test]
fn options_choose_the_rules() {
    normalize(&["--profile", "lucene"], "مَدْرَسَة").success().stdout("مدرسه");
    normalize(&["--fold", "alef,teh-marbuta"], "أُمَّة").success().stdout("امه");
    normalize(&["--keep", "diacritics", "--keep", "tatweel"], "بِـ").success().stdout("بِـ");
}

#[test]
fn contradictions_are_usage_errors_that_say_what_to_do() {
    normalize(&["--profile", "camel", "--keep", "nfkc"], "").code(1).stderr(contains("leave it out"));
    normalize(&["--fold", "digits-ascii,digits-arabic"], "").code(1).stderr(contains("choose one"));
    normalize(&["--fold", "tashkil"], "").code(1).stderr(contains("alef-maksura"));
}

#[test]
fn malformed_bytes_are_replaced_and_reported_with_their_place() {
    let input = b"a\nb\xFF\xD8\n \xE2\x80c\n\xD8";
    let output = "a\nb\u{FFFD}\u{FFFD}\n\u{FFFD}c\n\u{FFFD}";
    let places = [
        "-:2: malformed: FF at byte 3",
        "D8 at byte 4",
        "-:3: malformed: E2 80 at byte 7",
        "-:4: malformed: D8 at byte 11",
    ];
    for (arguments, code) in [(&[][..], 0), (&["--strict"][..], 2)] {
        let mut run = normalize(arguments, input).code(code).stdout(output);
        for place in places {
            run = run.stderr(contains(place));
        }
    }
    normalize(&[], vec![0xFF; 50]).success().stderr(contains("40 more sequences"));
}

#[test]
fn files_come_one_after_the_other_and_a_missing_one_is_news() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("one"), "أَ ").expect("a writable file");
    std::fs::write(path("two"), "\u{654}بِ").expect("a writable file");
    normalize(&[&path("one"), &path("none"), &path("two")], "")
        .code(2)
        .stdout("أ\u{654}ب")
        .stderr(contains("none: io:"));
}

/// Larger than several pieces, with and without line ends, cut anywhere.
#[test]
fn malformed_bytes_that_grow_among_marks_find_room() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("marks.txt");
    let marks = "\u{64E}".repeat(400_000);
    std::fs::write(&path, [b"a\xFF", marks.as_bytes(), b"\n"].concat()).expect("a writable folder");
    normalize(&[path.to_str().expect("UTF-8")], "").success().stdout("a\u{FFFD}\n");
}

#[test]
fn long_input_is_normalized_as_a_whole() {
    let line = "قالَ الـمُـعَـلِّـمُ:  «شيـٔا» ا\u{64E}\u{654} ﷺ e\u{640}\u{301}  هههه\u{A0}";
    let normalizer =
        Normalizer::new(Profile::Standard, &[Step::Controls], &[Fold::Elongation]).expect("it works");
    let options = ["--keep", "controls", "--fold", "elongation"];
    for text in [
        line.repeat(12_000),
        format!("{line}\n").repeat(12_000),
        " ".repeat(600_000),
        "ـ".repeat(300_001),
        "هـ".repeat(200_000),
    ] {
        normalize(&options, text.as_bytes()).success().stdout(normalizer.normalize(&text).into_owned());
    }
}

#[test]
fn a_pause_in_the_input_flushes_whole_lines() {
    use std::io::{BufRead, BufReader};
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("seedtool"))
        .arg("normalize")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a built binary");
    let (mut stdin, stdout) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
    let mut lines = BufReader::new(stdout).lines();
    for line in ["بِسْمِ", "ٱللَّهِ"] {
        writeln!(stdin, "{line}").expect("it reads");
        // Blocks for ever if the line is held back.
        let normalized = lines.next().expect("a line").expect("UTF-8");
        assert_eq!(normalized, Normalizer::standard().normalize(line));
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("seedtool"))
        .arg("normalize")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a built binary");
    drop(child.stdout.take());
    let _ = child.stdin.take().expect("piped").write_all(&b"a line\n".repeat(100_000));
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn the_list_explains_every_name() {
    let list = normalize(&["--list"], "").success().get_output().stdout.clone();
    let list = String::from_utf8(list).expect("UTF-8");
    let names = Profile::ALL.iter().map(|it| it.as_str()).chain(Step::ALL.iter().map(|it| it.as_str()));
    for name in names.chain(Fold::ALL.iter().map(|it| it.as_str())) {
        assert!(list.lines().any(|line| line.trim_start().starts_with(&format!("{name} "))), "{name}");
    }
    assert!(list.ends_with("Unicode 18.0.0\n"), "{list}");
}
