//! Plain text: the right label of every line of small documents of many genres, and rules that hold for all of them.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{ROOT, labels, record_of};
use seedtool::lines::lines;
use seedtool::structure::{Format, Kind, Mode, Options, recover};

/// The documents of `tests/data/plain`: name, text, labels by line.
fn documents() -> Vec<(String, String, BTreeMap<u64, Vec<String>>)> {
    let folder = Path::new(ROOT).join("tests/data/plain");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("the fixtures")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".txt")?.to_owned()))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let read =
                |ending| fs::read_to_string(folder.join(format!("{name}.{ending}"))).expect("a fixture");
            let row = |row: &str| {
                let (line, label) = row.split_once('\t').expect("line, label");
                (line.parse().expect("a line number"), vec![label.to_owned()])
            };
            let labels = read("labels.tsv").lines().map(row).collect();
            (name.clone(), read("txt"), labels)
        })
        .collect()
}

fn options(mode: Mode, explain: bool) -> Options {
    Options { format: Some(Format::Plain), mode, explain }
}

#[test]
fn every_line_has_its_label() {
    for (name, text, expected) in documents() {
        assert_eq!(labels(&record_of(&name, text.as_bytes())), expected, "{name}");
    }
}

#[test]
fn line_ends_and_marks_change_nothing() {
    for (name, text, expected) in documents() {
        for dressed in [text.replace('\n', "\r\n"), format!("\u{FEFF}{text}"), text.replace("لا", "لَا")]
        {
            assert_eq!(labels(&record_of(&name, dressed.as_bytes())), expected, "{name}");
        }
    }
}

#[test]
fn off_infers_no_structure() {
    for (name, text, _) in documents() {
        let lines: Vec<_> = lines(&text).collect();
        for block in recover(&lines, &options(Mode::Off, false)).blocks {
            let inferred = match &block.kind {
                Kind::Heading { .. } => true,
                Kind::Item { marker, .. } => marker.is_empty(),
                _ => false,
            };
            assert!(!inferred, "{name}:{}", block.span.first);
        }
    }
}

#[test]
fn strict_headings_are_among_the_balanced() {
    for (name, text, _) in documents() {
        let lines: Vec<_> = lines(&text).collect();
        let headings = |mode| -> Vec<usize> {
            let blocks = recover(&lines, &options(mode, false)).blocks;
            let is_heading = |kind: &Kind<'_>| matches!(kind, Kind::Heading { .. });
            blocks.iter().filter(|block| is_heading(&block.kind)).map(|block| block.span.first).collect()
        };
        let balanced = headings(Mode::Balanced);
        assert!(headings(Mode::Strict).iter().all(|line| balanced.contains(line)), "{name}");
    }
}

#[test]
fn a_record_without_prose_keeps_every_line() {
    let text = "سلمى الحربي\nالبريد الإلكتروني: salma@example.com\nالمؤهلات\nبكالوريوس اللغة العربية، 2012\n\
                الخبرات\nمعلمة لغة عربية، مدرسة النور، 2013 - 2018\nمحررة صحفية، دار الأفق، 2018 - 2022\n\
                اللغات\nالعربية\nالفرنسية\n";
    let lines: Vec<_> = lines(text).collect();
    for block in recover(&lines, &options(Mode::Balanced, false)).blocks {
        assert!(!matches!(block.kind, Kind::Dropped(_)), "{}", block.text);
    }
}

#[test]
fn a_second_headline_that_opens_with_an_office_is_kept() {
    let text = "أزمة الدواء تتفاقم\nوزير الصحة يعلن إجراءات جديدة\nأعلن وزير الصحة في مؤتمر صحفي عقده أمس حزمة من \
                الإجراءات لمواجهة نقص الأدوية في المستشفيات العامة، وقال إن المخزون يكفي ثلاثة أشهر.\n";
    let lines: Vec<_> = lines(text).collect();
    for block in recover(&lines, &options(Mode::Balanced, false)).blocks {
        assert!(!matches!(block.kind, Kind::Dropped(_)), "{}", block.text);
    }
}

#[test]
fn clauses_in_a_row_hang_on_the_line_above() {
    let prose =
        "أطلقت البلدية مبادرة لتشجيع السكان على المشي إلى أعمالهم، وتستمر المبادرة حتى نهاية العام الجاري.";
    for opener in ["ماذا تعلمت", "ماذا نريد؟", "الأهداف:", "لماذا"] {
        for clauses in [
            "أن نعيش\nأن نحب!",
            "أن نمشي.\nأن نقرأ كل يوم كتابا قبل النوم.",
            "أن نصبر\nأن نصبر\nأن نعمل، ولو قليلا",
        ] {
            let text = format!("مبادرة المدينة\n{prose}\n{opener}\n{clauses}\n{prose}\n");
            let lines: Vec<_> = lines(&text).collect();
            let blocks = recover(&lines, &options(Mode::Balanced, false)).blocks;
            let items = blocks.iter().filter(|block| matches!(block.kind, Kind::Item { .. }));
            assert_eq!(items.count(), clauses.lines().count(), "{text}");
        }
    }
}

#[test]
fn terms_say_what_made_a_label() {
    let (_, text, _) = documents().into_iter().find(|(name, ..)| name == "headings").expect("headings");
    let lines: Vec<_> = lines(&text).collect();
    let blocks = recover(&lines, &options(Mode::Balanced, true)).blocks;
    let reason =
        &blocks.iter().find(|block| matches!(block.kind, Kind::Heading { .. })).expect("a heading").reason;
    assert!(reason.score.is_some_and(|score| score >= 0.5));
    let terms = &reason.weighed.as_ref().expect("what was weighed").terms;
    assert!(terms.len() > 3 && terms.is_sorted_by(|a, b| a.share.abs() >= b.share.abs()));
    let without = recover(&lines, &options(Mode::Balanced, false)).blocks;
    assert!(without.iter().all(|block| block.reason.weighed.is_none()));
}
