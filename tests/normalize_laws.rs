//! What every normalization owes to every text: the laws, Unicode's own tests, and a second opinion.
#![allow(missing_docs, clippy::print_stderr)]

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use seedtool::normalize::marks::{MARKS, SPACES};
use seedtool::normalize::{Fold, Normalizer, Profile, Step};
use unicode_normalization::UnicodeNormalization;

/// Characters that act on each other, and what stands between them.
const HOSTILE: &[char] = &[
    ' ',
    ' ',
    '\n',
    '\r',
    '\t',
    'a',
    'e',
    '1',
    '\u{A0}',
    '\u{A8}',
    '\u{AD}',
    '\u{B4}',
    '\u{301}',
    '\u{323}',
    '\u{338}',
    '<',
    'é',
    '\u{5B8}',
    '\u{61C}',
    '\u{622}',
    '\u{623}',
    '\u{626}',
    '\u{627}',
    '\u{627}',
    '\u{628}',
    '\u{640}',
    '\u{640}',
    '\u{647}',
    '\u{648}',
    '\u{649}',
    '\u{64A}',
    '\u{64E}',
    '\u{651}',
    '\u{653}',
    '\u{654}',
    '\u{654}',
    '\u{655}',
    '\u{65F}',
    '\u{661}',
    '\u{670}',
    '\u{671}',
    '\u{674}',
    '\u{675}',
    '\u{6C1}',
    '\u{6D2}',
    '\u{6D5}',
    '\u{6D6}',
    '\u{6E1}',
    '\u{6E5}',
    '\u{897}',
    '\u{8D3}',
    '\u{915}',
    '\u{93F}',
    '\u{1112}',
    '\u{1161}',
    '\u{11AB}',
    '\u{1680}',
    '\u{2003}',
    '\u{200B}',
    '\u{200C}',
    '\u{200D}',
    '\u{200F}',
    '\u{2028}',
    '\u{202A}',
    '\u{2060}',
    '\u{2067}',
    '\u{3000}',
    '\u{FC60}',
    '\u{FC63}',
    '\u{FDFA}',
    '\u{FE70}',
    '\u{FE71}',
    '\u{FE77}',
    '\u{FE7F}',
    '\u{FEF5}',
    '\u{FEFB}',
    '\u{FEFF}',
    '\u{10EFD}',
    '\u{1F468}',
];

/// Few enough of them for every string of up to four.
const SMALL: &[char] = &[
    '\u{627}', '\u{64A}', '\u{640}', '\u{653}', '\u{654}', '\u{655}', '\u{64E}', ' ', '\n', '\u{A0}',
    '\u{200F}', '\u{FE70}', '\u{FE71}', '\u{B4}', 'e', '\u{301}', '\u{1112}', '\u{1161}',
];

/// `standard`, and `standard` with each step kept or each fold.
static VARIANTS: LazyLock<Vec<(Normalizer, bool)>> = LazyLock::new(|| {
    let kept = Step::ALL.iter().map(|step| (vec![*step], vec![]));
    let folded = Fold::ALL.iter().map(|fold| (vec![], vec![*fold]));
    let plain = std::iter::once((vec![], vec![]));
    let make = |(keep, folds): (Vec<Step>, Vec<Fold>)| {
        (Normalizer::new(Profile::Standard, &keep, &folds).unwrap(), !keep.contains(&Step::Nfkc))
    };
    plain.chain(kept).chain(folded).map(make).collect()
});

fn nfd(text: &str) -> String {
    text.nfd().collect()
}

/// The laws of every variant of `standard`.
fn laws(text: &str, (normalizer, is_nfkc): &(Normalizer, bool)) {
    let out = normalizer.normalize(text);
    assert_eq!(normalizer.normalize(&out), out, "{text:?}: idempotent");
    assert!(matches!(normalizer.normalize(&out), Cow::Borrowed(_)), "{out:?}: clean text is borrowed");
    for form in [nfd(text), text.nfc().collect()] {
        assert_eq!(normalizer.normalize(&form), out, "{text:?}: NFC and NFD agree");
    }
    let form: String = if *is_nfkc { out.nfkc().collect() } else { out.nfc().collect() };
    assert_eq!(form, out, "{text:?}: normalization form");
    let by_line: String = text.split_inclusive('\n').map(|line| normalizer.normalize(line)).collect();
    assert_eq!(by_line, out, "{text:?}: lines do not see each other");
}

/// What alone may go: **M**, tatweel, madda, controls; the rest stays, in order, in compatibility decomposition.
fn letters_stay(text: &str) {
    let is_named = |c: char| {
        let named = [' ', '\u{640}', '\u{653}', '\u{AD}', '\u{61C}', '\u{FEFF}'];
        let within = |set: &[(char, char)]| set.iter().any(|&(first, last)| (first..=last).contains(&c));
        let controls = [
            ('\u{200B}', '\u{200B}'),
            ('\u{200E}', '\u{200F}'),
            ('\u{202A}', '\u{202E}'),
            ('\u{2066}', '\u{2069}'),
        ];
        named.contains(&c) || within(MARKS) || within(SPACES) || within(&controls)
    };
    // Sorted, since canonical order may change when what stood between two marks goes.
    let rest = |text: &str| {
        let mut rest: Vec<char> = text.nfkd().filter(|&c| !is_named(c)).collect();
        rest.sort_unstable();
        rest
    };
    assert_eq!(rest(&Normalizer::standard().normalize(text)), rest(text), "{text:?}: nothing else goes");
}

#[test]
fn every_short_string() {
    let mut texts = vec![String::new()];
    for _ in 0..3 {
        texts = texts.iter().flat_map(|text| SMALL.iter().map(move |c| format!("{text}{c}"))).collect();
        for text in &texts {
            laws(text, &VARIANTS[0]);
            letters_stay(text);
        }
    }
}

#[test]
fn every_character() {
    let mut buffer = [0; 4];
    for c in ('\0'..=char::MAX).filter(|&c| {
        c < '\u{3000}' || ('\u{F900}'..'\u{11000}').contains(&c) || (c as u32).is_multiple_of(41)
    }) {
        laws(c.encode_utf8(&mut buffer), &VARIANTS[0]);
        letters_stay(&format!("ب{c}ا"));
    }
}

#[test]
fn unicode_tests_its_own() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = [
        own.join("tests/data/normalize/nfkc.txt"),
        own.join("../shared/conformance/NormalizationTest-18.0.0.txt"),
    ];
    let nfkc = Normalizer::new(Profile::Nfkc, &[], &[]).unwrap();
    for path in paths {
        let Ok(table) = std::fs::read_to_string(&path) else {
            eprintln!("{}: not here, a few of its lines must do", path.display());
            continue;
        };
        let mut tested = BTreeSet::new();
        let rows = table.lines().filter(|row| !row.is_empty() && !row.starts_with(['#', '@']));
        for row in rows {
            let hex = |field: &str| -> String {
                field
                    .split(' ')
                    .map(|hex| char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap())
                    .collect()
            };
            let columns: Vec<String> = row.split(';').take(5).map(hex).collect();
            for column in &columns {
                assert_eq!(nfkc.normalize(column), columns[3], "{row}");
            }
            tested.extend(columns.into_iter().next());
        }
        assert!(tested.len() > 200, "{}: a table with no rows tests nothing", path.display());
    }
}

#[test]
fn a_second_opinion_on_every_character() {
    let nfkc = Normalizer::new(Profile::Nfkc, &[], &[]).unwrap();
    let icu = ComposingNormalizerBorrowed::new_nfkc();
    for c in '\0'..=char::MAX {
        let text = format!("ا{c}\u{654}");
        assert_eq!(nfkc.normalize(&text), icu.normalize(&text), "{text:?}");
    }
}

#[test]
fn clean_text_is_borrowed() {
    let standard = Normalizer::standard();
    let clean =
        "«أ إ آ ؤ ئ ء ة ى» – “é ö कि” می\u{200C}خواهم، 12 ٣٤ ۵۶؟ 👨\u{200D}👩\u{200D}👧\n\n\tb\r\nشيـٔا";
    for text in ["", clean, &format!("{clean}\n").repeat(20)] {
        assert!(matches!(standard.normalize(text), Cow::Borrowed(_)), "{text:?}");
    }
    let mut out = String::from("before ");
    standard.normalize_into(" بِ ", &mut out);
    assert_eq!(out, "before ب");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(chars in vec(select(HOSTILE), 0..10), which in any::<Index>()) {
        let text = String::from_iter(chars);
        laws(&text, &VARIANTS[0]);
        letters_stay(&text);
        laws(&text, which.get(&VARIANTS));
    }

    #[test]
    fn other_profiles_are_what_they_are(chars in vec(select(HOSTILE), 0..10)) {
        let text = String::from_iter(chars);
        let run = |profile| Normalizer::new(profile, &[], &[]).unwrap().normalize(&text).into_owned();
        prop_assert_eq!(run(Profile::None), text.clone());
        let icu = ComposingNormalizerBorrowed::new_nfkc().normalize(&text).into_owned();
        prop_assert_eq!(run(Profile::Nfkc), icu);
    }
}
