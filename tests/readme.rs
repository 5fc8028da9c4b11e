//! README says what the code says: every code, step, profile, fold and command is described there and no other, what
//! it shows of a record is so, and the lines that it tells people to type work.

#![allow(clippy::print_stderr)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::help::commands;
use common::{ROOT, record_of, seeds};
use seedtool::error::{ErrorCode, WarningCode};
use seedtool::normalize::{Explanation, Fold, Normalizer, Profile, Step};
use seedtool::structure::{DropKind, Mode};
use serde_json::Value;
use tempfile::TempDir;

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The rows of the table whose head starts so: first cell without backticks → the others.
fn table(head: &str) -> BTreeMap<String, Vec<String>> {
    let readme = read("README.md");
    let mut rows = readme.lines().skip_while(|line| !line.starts_with(head));
    assert!(rows.next().is_some(), "README has no table {head}");
    let rows = rows.skip(1).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| -> Vec<String> {
        row.split(" | ").map(|cell| cell.trim_matches(['|', ' ']).to_owned()).collect()
    };
    rows.map(cells).map(|row| (row[0].trim_matches('`').to_owned(), row[1..].to_vec())).collect()
}

/// The fenced blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = read("README.md");
    let fenced = readme.split("\n```").skip(1).step_by(2);
    let of_language =
        fenced.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n').map(str::to_owned));
    of_language.collect()
}

/// The codes of an enum as its source documents them: code → words as README has them.
fn documented(file: &str, name: &str) -> BTreeMap<String, Vec<String>> {
    let source = read(file);
    let body = source.split(&format!(" {name} {{\n")).nth(1).and_then(|rest| rest.split("\n    }\n").next());
    let mut about = String::new();
    let mut codes = BTreeMap::new();
    for line in body.expect("an enum").lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("/// ") {
            about = words.trim_end_matches('.').to_owned();
        } else if let Some((_, code)) = line.split_once(" => ") {
            let old = codes.insert(code.trim_matches(['"', ',']).to_owned(), vec![uncapitalized(&about)]);
            assert_eq!(old, None);
        }
    }
    codes
}

/// Words as they stand in a table: `HTML` stays.
fn uncapitalized(words: &str) -> String {
    let is_name = words.chars().nth(1).is_some_and(char::is_uppercase);
    let first = words.chars().next().filter(|_| !is_name).map(|first| first.to_lowercase().to_string());
    first.map_or(words.to_owned(), |first| first + words.chars().skip(1).collect::<String>().as_str())
}

/// An example as README has it: what nobody can see by its code point, a run of spaces as one.
fn visible(text: &str) -> String {
    let show = |c: char| match c {
        '\u{200B}' | '\u{200F}' | '\u{A0}' => format!("⟨U+{:04X}⟩", u32::from(c)),
        c => c.to_string(),
    };
    let text: String = text.chars().map(show).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn tables_of_codes_say_what_the_source_says() {
    let errors = documented("src/error.rs", "ErrorCode");
    assert_eq!(errors.len(), ErrorCode::ALL.len());
    assert_eq!(table("| error |"), errors);
    let warnings = documented("src/error.rs", "WarningCode");
    assert_eq!(warnings.len(), WarningCode::ALL.len());
    assert_eq!(table("| warning "), warnings);
    let kinds = documented("src/structure/mod.rs", "DropKind");
    assert_eq!(kinds.len(), DropKind::ALL.len());
    assert_eq!(table("| kind | the line holds |"), kinds);
}

#[test]
fn tables_of_normalization_say_what_the_list_says() {
    let rows = |explained: Vec<(&str, Explanation)>| -> BTreeMap<String, Vec<String>> {
        let row = |(name, it): (&str, Explanation)| {
            (name.to_owned(), vec![it.about.to_owned(), visible(&format!("{} → {}", it.before, it.after))])
        };
        explained.into_iter().map(row).collect()
    };
    let steps = Step::ALL.iter().map(|step| (step.as_str(), step.explanation())).collect();
    assert_eq!(table("| step |"), rows(steps));
    let profiles = Profile::ALL.iter().map(|profile| (profile.as_str(), profile.explanation())).collect();
    assert_eq!(table("| profile | does |"), rows(profiles));
    let folds = Fold::ALL.iter().map(|fold| (fold.as_str(), fold.explanation())).collect();
    assert_eq!(table("| fold |"), rows(folds));
}

#[test]
fn tables_name_what_there_is() {
    let modes: Vec<_> = table("| mode |").into_keys().collect();
    let mut known: Vec<_> = Mode::ALL.iter().map(|mode| mode.as_str().to_owned()).collect();
    known.sort();
    assert_eq!(modes, known);
    let named = table("| command |").into_keys().collect::<Vec<_>>().join(" ");
    for command in commands() {
        assert!(named.contains(&format!("seedtool {command}")), "README has no row for {command}");
    }
}

/// The columns of seedtool and of the libraries that a profile reproduces; CAMeL Tools' is not that of the profile,
/// which takes tatweel away besides.
const COLUMNS: &[(usize, Profile)] =
    &[(0, Profile::Standard), (2, Profile::PyarabicDiacritics), (3, Profile::Pyarabic)];

#[test]
fn words_become_what_readme_says() {
    for (about, made) in table("| word with ") {
        let (_, word) = about.split_once(": ").expect("a word");
        let word = word.replace(" + U+200F U+200B", "\u{200F}\u{200B}");
        for &(column, profile) in COLUMNS {
            let normalizer = Normalizer::new(profile, &[], &[]).expect("a profile");
            let shown = if made[column] == "unchanged" { &word } else { &made[column] };
            assert_eq!(normalizer.normalize(&word), *shown, "{about} by {profile}");
        }
    }
}

/// What the shortened record shows that is not in the whole one: at the same place or, in an array, anywhere in it.
fn unlike(shown: &Value, whole: &Value, place: &str) -> Option<String> {
    let fits = match (shown, whole) {
        (Value::Object(shown), Value::Object(whole)) => {
            let unlike = |(key, value)| unlike(value, whole.get(key)?, &format!("{place}.{key}"));
            let missing = shown.keys().find(|key| !whole.contains_key(*key));
            return missing.map(|key| format!("{place}.{key}")).or_else(|| shown.iter().find_map(unlike));
        }
        (Value::Array(shown), Value::Array(whole)) => {
            let is_in = |shown| whole.iter().any(|whole| unlike(shown, whole, place).is_none());
            shown.iter().all(is_in)
        }
        (Value::String(shown), Value::String(whole)) if shown.ends_with('…') => {
            whole.starts_with(shown.trim_end_matches('…'))
        }
        _ => shown == whole,
    };
    (!fits).then(|| format!("{place}: {shown}"))
}

#[test]
fn the_record_of_readme_is_the_record() {
    let (name, bytes) = &seeds()[0];
    let shown: Value = serde_json::from_str(&blocks("json")[0]).expect("JSON");
    let record = record_of(&format!("seeds/{name}"), bytes);
    assert_eq!(unlike(&shown, &record, "record"), None);
    let mut other = record.clone();
    other["counts"]["words"] = 0.into();
    assert!(unlike(&shown, &other, "record").is_some_and(|place| place.starts_with("record.counts.words")));
}

/// Lines that are not run here, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    ("cargo ", "CI builds and tests"),
    ("pip install ", "tests/python.rs installs"),
    ("python3 benches/", "wants the peers"),
    ("seedtool ingest RAW/", "names what only the reader has"),
];

/// What some lines want besides bash, and how to see whether it is there.
const WANTED: &[(&str, &str)] = &[
    ("| jq ", "jq --version"),
    ("duckdb ", "duckdb --version"),
    ("import pandas", "python3 -c 'import pandas'"),
];

/// A folder with what a clone has of the data, and the command on its path.
struct Clone {
    folder: TempDir,
    path: std::ffi::OsString,
}

impl Clone {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::create_dir(folder.path().join("seeds")).expect("a folder");
        for (name, bytes) in seeds() {
            fs::write(folder.path().join("seeds").join(name), bytes).expect("a seed");
        }
        let binary = Path::new(env!("CARGO_BIN_EXE_seedtool")).parent().expect("a folder");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(binary.to_owned()).chain(std::env::split_paths(&path));
        Self { folder, path: std::env::join_paths(path).expect("a path") }
    }

    fn run(&self, line: &str) -> Output {
        let mut bash = Command::new("bash");
        bash.args(["-euo", "pipefail", "-c", line]).current_dir(&self.folder).env("PATH", &self.path);
        bash.output().expect("bash")
    }

    /// Whether a line can be run here; says why it cannot.
    fn can_run(&self, line: &str) -> bool {
        if ELSEWHERE.iter().any(|(start, _)| line.starts_with(start)) {
            return false;
        }
        let missing =
            WANTED.iter().find(|(part, probe)| line.contains(part) && !self.run(probe).status.success());
        if let Some((_, probe)) = missing {
            eprintln!("skipped: `{probe}` fails, so not run: {line}");
        }
        missing.is_none()
    }
}

#[test]
fn lines_for_the_shell_work() {
    let clone = Clone::new();
    let lines: Vec<String> =
        blocks("sh").iter().flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(lines.len() > 20);
    for line in lines.iter().filter(|line| clone.can_run(line)) {
        let output = clone.run(line);
        assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    }
    for (start, why) in ELSEWHERE {
        assert!(lines.iter().any(|line| line.starts_with(start)), "no line `{start}` any more ({why})");
    }
}

#[test]
fn what_the_console_shows_is_what_comes() {
    let clone = Clone::new();
    for block in blocks("console") {
        let (line, shown) =
            block.strip_prefix("$ ").and_then(|block| block.split_once('\n')).expect("a command");
        if clone.can_run(line) {
            assert_eq!(
                String::from_utf8_lossy(&clone.run(line).stdout).trim_end(),
                shown.trim_end(),
                "{line}"
            );
        }
    }
}

#[test]
fn files_that_readme_names_are_there() {
    let readme = read("README.md");
    let linked = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let linked: Vec<_> = linked.filter(|link| !link.starts_with("http")).collect();
    assert!(linked.contains(&"examples/report.png"));
    let picture = Path::new(ROOT).join("examples/report.png").metadata().expect("a picture");
    assert!(picture.len() < 200_000, "a picture that loads at once");
    let places = table("| file or folder |").into_keys().collect::<Vec<_>>().join(", ");
    let places: Vec<_> = places.split(", ").map(|place| place.trim_matches('`').to_owned()).collect();
    for path in linked.into_iter().map(str::to_owned).chain(places) {
        assert!(Path::new(ROOT).join(&path).exists(), "README names {path}");
    }
}

#[test]
fn the_test_command_is_the_one_that_ci_runs() {
    assert!(read(".ci/run").contains("cargo test"), "README tells people to run cargo test");
}
