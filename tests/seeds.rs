//! The five seeds: golden records, labels line by line, and the same structure in every dress the documents
//! may wear.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{ROOT, array, json_with, labels, record_of, record_with, seeds};
use seedtool::decode::{self, Charset, Choice};
use seedtool::ingest::Pipeline;

/// Set this variable to write the golden records anew; read the difference before you commit it.
const BLESS: &str = "SEEDTOOL_BLESS";

#[test]
fn every_seed_gives_its_golden_record() {
    for (name, bytes) in seeds() {
        let shown = json_with(&Pipeline::default(), &format!("seeds/{name}"), &bytes) + "\n";
        let golden = Path::new(ROOT).join(format!("tests/data/seeds/{}.golden.json", &name[..3]));
        if std::env::var_os(BLESS).is_some() {
            fs::write(&golden, &shown).expect("a writable golden record");
        }
        let expected = fs::read_to_string(&golden).expect("a golden record");
        assert!(shown == expected, "{name} differs from {}; {BLESS}=1 writes it anew", golden.display());
    }
}

#[test]
fn every_line_of_every_seed_has_its_label() {
    for (name, bytes) in seeds() {
        assert_eq!(given(&bytes), expected(&name), "{name}");
    }
}

/// How a dress changes a document: its name, the change, and whether lines stand twice as far apart.
type Dress = (&'static str, fn(&str) -> String, bool);

const DRESSES: &[Dress] = &[
    ("a blank line between all blocks", |text| text.replace('\n', "\n\n"), true),
    ("CRLF", |text| text.replace('\n', "\r\n"), false),
    ("a byte order mark", |text| format!("\u{FEFF}{text}"), false),
    ("a final line end", |text| format!("{text}\n"), false),
    ("• for -", |text| text.replace("\n- ", "\n• "), false),
    ("* for -", |text| text.replace("\n- ", "\n* "), false),
    ("● without a space for -", |text| text.replace("\n- ", "\n●"), false),
    ("NBSP before every line", |text| each_line(text, |line| format!("\u{A0}{line}")), false),
    (
        "controls after every line",
        |text| each_line(text, |line| format!("{line}\u{200F}\u{202C}\u{FEFF}")),
        false,
    ),
    ("trailing spaces", |text| each_line(text, |line| format!("{line}  ")), false),
    ("kashida", kashida, false),
    ("vowels", vowels, false),
    ("kashida and vowels", |text| vowels(&kashida(text)), false),
];

#[test]
fn the_dress_does_not_change_the_structure() {
    for (name, bytes) in seeds() {
        let text = std::str::from_utf8(&bytes).expect("UTF-8");
        let plain = record_of(&name, &bytes);
        for (dress, change, spread) in DRESSES {
            let dressed = record_of(&name, change(text).as_bytes());
            let line = |line: u64| if *spread { 2 * line - 1 } else { line };
            let expected: BTreeMap<_, _> =
                expected(&name).into_iter().map(|(n, label)| (line(n), label)).collect();
            assert_eq!(labels(&dressed), expected, "{name} with {dress}");
            assert_eq!(dressed["text"], plain["text"], "{name} with {dress}");
        }
    }
}

#[test]
fn numbers_for_bullets_make_the_same_lists_ordered() {
    for (name, bytes) in seeds() {
        let text = std::str::from_utf8(&bytes).expect("UTF-8");
        for marks in [["١- ", "٢- ", "٣- "], ["1. ", "2. ", "3. "], ["۱) ", "۲) ", "۳) "]] {
            let ordered: BTreeMap<_, _> = expected(&name)
                .into_iter()
                .map(|(line, labels)| {
                    (line, labels.iter().map(|label| label.replace("bullet", "ordered")).collect())
                })
                .collect();
            assert_eq!(given(numbered(text, marks).as_bytes()), ordered, "{name} with {}", marks[0]);
        }
    }
}

#[test]
fn the_encoding_does_not_change_the_record() {
    let mut held = 0;
    for (name, bytes) in seeds() {
        let text = std::str::from_utf8(&bytes).expect("UTF-8");
        let original = record_of(&name, &bytes);
        for encoding in [encoding_rs::WINDOWS_1256, encoding_rs::ISO_8859_6] {
            let (encoded, _, unmappable) = encoding.encode(text);
            if unmappable {
                continue;
            }
            held += 1;
            let named = Choice::Named(Charset::for_label(encoding.name()).expect("a label"));
            for choice in [Choice::Auto, named] {
                let decode = decode::Options { encoding: choice, ..decode::Options::default() };
                let record = record_with(&Pipeline { decode, ..Pipeline::default() }, &name, &encoded);
                assert_eq!(record["source"]["encoding"], encoding.name(), "{name}");
                for key in ["title", "title_line", "text", "sections", "dropped", "counts", "warnings"] {
                    assert_eq!(record[key], original[key], "{name} in {}: {key}", encoding.name());
                }
            }
        }
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let record = record_of(&name, &utf16);
        assert_eq!(
            (&record["source"]["encoding"], &record["text"]),
            (&"UTF-16LE".into(), &original["text"]),
            "{name}"
        );
    }
    assert!(held > 0, "no seed can be held by any of the encodings");
}

#[test]
fn no_text_holds_a_vowel_or_a_bare_tatweel() {
    for (name, bytes) in seeds() {
        for text in common::texts(&record_of(&name, &bytes)) {
            assert!(!text.contains(|c| matches!(c, '\u{64B}'..='\u{652}' | '\u{640}')), "{name}: {text}");
        }
    }
}

#[test]
fn what_people_look_for_first_is_there() {
    let records: Vec<_> = seeds().iter().map(|(name, bytes)| record_of(name, bytes)).collect();
    let titles: Vec<_> = records.iter().map(|record| record["title"].is_string()).collect();
    assert_eq!(titles, [true, true, false, true, true]);

    let lists: Vec<_> = array(&records[0]["sections"])
        .iter()
        .flat_map(|section| array(&section["blocks"]))
        .filter(|block| block["kind"] == "list")
        .map(|list| array(&list["items"]).len())
        .collect();
    assert_eq!(lists, [3, 3, 3, 3]);

    let dropped = |seed: usize, text: &str| {
        array(&records[seed]["dropped"])
            .iter()
            .find(|line| line["text"] == text)
            .map(|line| line["kind"].clone())
    };
    assert_eq!(dropped(3, "أحمد صبري"), Some("masthead".into()));
    assert_eq!(dropped(4, "زهور الدم الحلقة 510"), Some("related".into()));
}

/// The labels that the program gives.
fn given(bytes: &[u8]) -> BTreeMap<u64, Vec<String>> {
    labels(&record_of("seed", bytes))
}

/// The labels that are right.
fn expected(seed: &str) -> BTreeMap<u64, Vec<String>> {
    let path = Path::new(ROOT).join(format!("tests/data/seeds/{}.labels.tsv", &seed[..3]));
    let table = fs::read_to_string(path).expect("a label file");
    let rows = table.lines().filter(|row| !row.starts_with('#'));
    rows.map(|row| {
        let (line, label) = row.split_once('\t').expect("line, label");
        (line.parse().expect("a line number"), vec![label.to_owned()])
    })
    .collect()
}

fn each_line(text: &str, change: impl FnMut(&str) -> String) -> String {
    text.split('\n').map(change).collect::<Vec<_>>().join("\n")
}

/// A tatweel between two letters of which the first joins on, every third time.
fn kashida(text: &str) -> String {
    let mut joined = 0;
    between_letters(text, |before, _| {
        joined += usize::from(!"اأإآءدذرزوؤةى".contains(before));
        (!"اأإآءدذرزوؤةى".contains(before) && joined % 3 == 0).then_some('\u{640}')
    })
}

/// A vowel on every second letter inside a word.
fn vowels(text: &str) -> String {
    let mut letters = 0;
    between_letters(text, |_, _| {
        letters += 1;
        (letters % 2 == 0).then_some(['\u{64E}', '\u{650}', '\u{64F}', '\u{652}'][letters / 2 % 4])
    })
}

fn between_letters(text: &str, mut insert: impl FnMut(char, char) -> Option<char>) -> String {
    let is_letter = |c: char| matches!(c, 'ء'..='غ' | 'ف'..='ي');
    let mut out = String::new();
    let mut before = ' ';
    for c in text.chars() {
        if is_letter(before) && is_letter(c) {
            out.extend(insert(before, c));
        }
        out.push(c);
        before = c;
    }
    out
}

/// The bullets of a text as the numbers of their lists.
fn numbered(text: &str, marks: [&str; 3]) -> String {
    let mut at = 0;
    each_line(text, |line| match line.strip_prefix("- ") {
        Some(rest) => {
            let mark = marks[at % 3];
            at += 1;
            format!("{mark}{rest}")
        }
        None => {
            at = 0;
            line.to_owned()
        }
    })
}
