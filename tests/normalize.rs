//! Profiles, steps and folds against what the oracle and the real libraries answer.
#![allow(missing_docs, clippy::print_stderr)]

use std::path::{Path, PathBuf};

use seedtool::normalize::{Fold, Normalizer, Profile, Step};

/// A file of the shared facts, or `None` with a line that says so.
fn shared(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/normalization").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("{name}: not here, the project's own fixtures must do");
    }
    text
}

fn data(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/normalize").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of a table with a header line.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(1).map(|row| row.split('\t').collect())
}

fn text_of(code_points: &str) -> String {
    let hex = code_points.split_whitespace().filter(|hex| *hex != "(empty)");
    hex.map(|hex| char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap()).collect()
}

fn json(text: &str) -> String {
    serde_json::from_str(text).unwrap()
}

fn check(normalizer: &Normalizer, case: &str, input: &str, want: &str) {
    assert_eq!(normalizer.normalize(input), want, "{case}: {input:?}");
}

#[test]
fn subtleties() {
    let standard = Normalizer::standard();
    let untidied = Normalizer::new(Profile::Standard, &[Step::Controls, Step::Whitespace], &[]).unwrap();
    for table in [Some(data("subtleties.tsv")), shared("subtleties.tsv")].into_iter().flatten() {
        for row in rows(&table) {
            let [case, input, steps, want] = row[..] else { panic!("{row:?}") };
            check(&untidied, case, &text_of(input), &text_of(steps));
            check(&standard, case, &text_of(input), &text_of(want));
        }
    }
}

#[test]
fn profiles_answer_as_the_libraries_do() {
    for profile in Profile::ALL {
        let normalizer = Normalizer::new(*profile, &[], &[]).unwrap();
        let name = format!("{profile}.tsv");
        let Some(table) = shared(&format!("vectors/{name}")) else { continue };
        for row in rows(&table) {
            let [input, want, kind] = row[..] else { panic!("{row:?}") };
            check(&normalizer, &format!("{profile} {kind}"), &json(input), &json(want));
        }
    }
}

#[test]
fn a_few_of_them_stand_in_this_repository() {
    for row in rows(&data("profiles.tsv")) {
        let [profile, input, want] = row[..] else { panic!("{row:?}") };
        let normalizer = Normalizer::new(profile.parse().unwrap(), &[], &[]).unwrap();
        check(&normalizer, profile, &json(input), &json(want));
    }
}

#[test]
fn folds() {
    for table in [Some(data("folds.tsv")), shared("vectors/folds.tsv")].into_iter().flatten() {
        for row in rows(&table) {
            let [folds, profile, input, want] = row[..] else { panic!("{row:?}") };
            let folds: Vec<Fold> = folds.split(',').map(|fold| fold.parse().unwrap()).collect();
            let normalizer = Normalizer::new(profile.parse().unwrap(), &[], &folds).unwrap();
            check(&normalizer, &format!("{profile} {folds:?}"), &json(input), &json(want));
        }
    }
}

#[test]
fn every_name_is_explained_by_an_example_that_holds() {
    let standard = Normalizer::standard();
    for profile in Profile::ALL {
        let it = profile.explanation();
        check(&Normalizer::new(*profile, &[], &[]).unwrap(), profile.as_str(), it.before, it.after);
    }
    for step in Step::ALL {
        let it = step.explanation();
        check(&standard, step.as_str(), it.before, it.after);
        let without = Normalizer::new(Profile::Standard, &[*step], &[]).unwrap();
        assert_ne!(without.normalize(it.before), it.after, "the example does not need {step}");
    }
    for fold in Fold::ALL {
        let it = fold.explanation();
        check(
            &Normalizer::new(Profile::Standard, &[], &[*fold]).unwrap(),
            fold.as_str(),
            it.before,
            it.after,
        );
        check(&Normalizer::new(Profile::None, &[], &[*fold]).unwrap(), fold.as_str(), it.before, it.after);
    }
}

#[test]
fn names_are_read_back_and_others_are_refused_with_the_choice() {
    for step in Step::ALL {
        assert_eq!(step.as_str().parse(), Ok(*step));
    }
    let error = "tashkil".parse::<Fold>().unwrap_err().to_string();
    assert!(error.contains("no fold `tashkil`; choose from quranic-signs, persian"), "{error}");
    assert!(Normalizer::new(Profile::Lucene, &[Step::Nfkc], &[]).is_err());
    assert!(Normalizer::new(Profile::None, &[], &[Fold::DigitsArabic, Fold::DigitsAscii]).is_err());
}

#[test]
fn line_ends_stay_and_part_lines() {
    let standard = Normalizer::standard();
    check(&standard, "LF", " a \n\n b \nc", "a\n\nb\nc");
    check(&standard, "CRLF", " a \r\n \r\n b", "a\r\n\r\nb");
    check(&standard, "lone CR", "a \r b\r", "a \r b\r");
    check(&standard, "a mark alone on its line", "ا\n\u{654}", "ا\n\u{654}");
}

#[test]
fn what_was_removed_is_counted() {
    let standard = Normalizer::standard();
    for (before, tatweel, marks) in [
        ("", 0, 0),
        ("كتاب", 0, 0),
        ("كِتَـــابٌ", 3, 3),
        ("شيـٔا ـــ", 3, 0),
        ("ا\u{653}ل\u{653}م", 0, 1),
        ("\u{FE76}ب\u{FE77}ب\u{FC60}", 1, 4),
    ] {
        let removed = standard.removed(before, &standard.normalize(before));
        assert_eq!((removed.tatweel, removed.marks), (tatweel, marks), "{before:?}");
    }
}
