//! The tables of `normalize::marks`, made again from the Unicode Character Database.
//!
//! Run with `--nocapture` after an update of Unicode: a table that differs is printed as it should be.
#![allow(missing_docs, clippy::print_stderr)]

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, Script};
use icu_properties::script::ScriptWithExtensions;
use seedtool::normalize::{UNICODE_VERSION, marks};

/// Compares a table with the characters that belong into it. Characters that the database behind this test does not
/// know yet, being older than the tables, may be there all the same.
fn check(name: &str, table: &[(char, char)], belongs: impl Fn(char) -> bool) {
    let category = CodePointMapData::<GeneralCategory>::new();
    let holds = |c: char| table.iter().any(|&(first, last)| (first..=last).contains(&c));
    let is_right =
        |c: char| holds(c) == belongs(c) || holds(c) && category.get(c) == GeneralCategory::Unassigned;
    let wrong: Vec<char> = ('\0'..=char::MAX).filter(|&c| !is_right(c)).collect();
    if !wrong.is_empty() {
        let mut ranges: Vec<(char, char)> = Vec::new();
        for c in ('\0'..=char::MAX).filter(|&c| belongs(c)) {
            match ranges.last_mut() {
                Some((_, last)) if *last as u32 + 1 == c as u32 => *last = c,
                _ => ranges.push((c, c)),
            }
        }
        eprintln!("{name}: {ranges:#?}");
    }
    assert!(wrong.is_empty(), "{name} (Unicode {UNICODE_VERSION:?}): {:04X?}", wrong);
    assert!(
        table.is_sorted_by(|a, b| a.1 < b.0) && table.iter().all(|(first, last)| first <= last),
        "{name}"
    );
}

#[test]
fn marks_are_what_unicode_says() {
    let category = CodePointMapData::<GeneralCategory>::new();
    let script = ScriptWithExtensions::new();
    let letters_in_disguise = ['\u{653}', '\u{654}', '\u{655}', '\u{65F}', '\u{102E0}'];
    check("MARKS", marks::MARKS, |c| {
        category.get(c) == GeneralCategory::NonspacingMark
            && script.has_script(c, Script::Arabic)
            && !letters_in_disguise.contains(&c)
    });
    let count: u32 = marks::MARKS.iter().map(|&(first, last)| last as u32 - first as u32 + 1).sum();
    assert_eq!(count, 131, "the size of M in Unicode 18");
}

#[test]
fn letters_are_what_unicode_says() {
    let category = CodePointMapData::<GeneralCategory>::new();
    let script = CodePointMapData::<Script>::new();
    let belongs = |c| category.get(c) == GeneralCategory::OtherLetter && script.get(c) == Script::Arabic;
    // Blocks of presentation forms and mathematical symbols are taken as wholes: what is unassigned there is no letter.
    let holds = |c: char| marks::LETTERS.iter().any(|&(first, last)| (first..=last).contains(&c));
    let unassigned = |c| category.get(c) == GeneralCategory::Unassigned && holds(c);
    check("LETTERS", marks::LETTERS, |c| belongs(c) || unassigned(c));
}

#[test]
fn spaces_are_what_unicode_says() {
    let category = CodePointMapData::<GeneralCategory>::new();
    check("SPACES", marks::SPACES, |c| category.get(c) == GeneralCategory::SpaceSeparator);
}

#[test]
fn the_version_is_that_of_the_tables() {
    assert_eq!(
        UNICODE_VERSION.0, 18,
        "a new Unicode: run these tests with --nocapture and take over what they print"
    );
}
