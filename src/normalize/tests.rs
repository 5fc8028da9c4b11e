//! The fast path equals the oracle, on both of its kernels.

use proptest::prelude::*;

use super::fast::{Before, Engine};
use super::fold::Elongation;
use super::marks::{SPACES, holds};
use super::pipeline::Pipeline;
use super::profile::{Fold, Profile, Step};

/// A whole text, line by line, through the pipeline. A CR that comes to stand before the LF belongs to the line end.
fn oracle(pipeline: &Pipeline, text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let Some(line) = line.strip_suffix('\n') else { return out + &oracle_line(pipeline, line) };
        let mut line = oracle_line(pipeline, line);
        if pipeline.whitespace && line.ends_with('\r') {
            line.pop();
            line.truncate(line.trim_end_matches(' ').len());
            line.push('\r');
        }
        out = out + &line + "\n";
    }
    out
}

/// A line without its LF.
fn oracle_line(pipeline: &Pipeline, line: &str) -> String {
    let mut line = pipeline.passes(line);
    if pipeline.elongation {
        let mut elongation = Elongation::default();
        line.retain(|c| elongation.keeps(c));
    }
    if pipeline.whitespace {
        let words = line.split(|c| holds(SPACES, c)).filter(|word| !word.is_empty());
        line = words.collect::<Vec<_>>().join(" ");
    }
    line
}

/// Both kernels of a pipeline.
fn engines(profile: Profile, keep: &[Step], folds: &[Fold]) -> [Engine; 2] {
    let engine = Engine::new(Pipeline::new(profile, keep, folds));
    let portable = Engine { kernel: engine.kernel.portable(), ..engine.clone() };
    [engine, portable]
}

/// Every profile, every step kept, every fold, and some together.
fn all() -> Vec<[Engine; 2]> {
    let digits = |fold: &Fold| !matches!(fold, Fold::DigitsArabic);
    let most: Vec<Fold> = Fold::ALL.iter().copied().filter(digits).collect();
    let mut all: Vec<_> = Profile::ALL.iter().map(|profile| engines(*profile, &[], &[])).collect();
    all.extend(Profile::ALL.iter().map(|profile| engines(*profile, &[], &most)));
    all.extend(Step::ALL.iter().map(|step| engines(Profile::Standard, &[*step], &[])));
    all.extend(Fold::ALL.iter().map(|fold| engines(Profile::Standard, &[], &[*fold])));
    all.push(engines(Profile::Standard, Step::ALL, &[]));
    all.push(engines(Profile::Standard, &[Step::Nfkc, Step::Diacritics], &[Fold::Hamza, Fold::Alef]));
    all
}

fn check(engines: &[Engine; 2], text: &str) {
    let want = oracle(&engines[0].pipeline, text);
    for engine in engines {
        let mut out = String::from("فا ");
        engine.run(text, Before::LineStart, &mut out);
        if engine.pipeline.elongation {
            let floor = "فا ".len();
            Elongation::default().shorten(&mut out, floor);
        }
        assert_eq!(&out["فا ".len()..], want, "{text:?}\n{:?}", engine.pipeline);
    }
}

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
    '\u{B4}',
    '\u{AD}',
    '\u{301}',
    '\u{323}',
    '\u{338}',
    '<',
    '«',
    'é',
    '\u{60C}',
    '\u{61C}',
    '\u{621}',
    '\u{622}',
    '\u{623}',
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
    '\u{675}',
    '\u{6C1}',
    '\u{6D2}',
    '\u{6D5}',
    '\u{6D6}',
    '\u{6DD}',
    '\u{6E1}',
    '\u{6E5}',
    '\u{6F1}',
    '\u{897}',
    '\u{8D3}',
    '\u{8E2}',
    '\u{915}',
    '\u{93F}',
    '\u{1112}',
    '\u{1161}',
    '\u{11AB}',
    '\u{1680}',
    '\u{2003}',
    '\u{200B}',
    '\u{200C}',
    '\u{200F}',
    '\u{2026}',
    '\u{2028}',
    '\u{2067}',
    '\u{3000}',
    '\u{3042}',
    '\u{3099}',
    '\u{AC00}',
    '\u{FB50}',
    '\u{FC60}',
    '\u{FDFA}',
    '\u{FE70}',
    '\u{FE71}',
    '\u{FE76}',
    '\u{FE77}',
    '\u{FEF5}',
    '\u{FEFB}',
    '\u{FEFF}',
    '\u{FF21}',
    '\u{10EFD}',
    '\u{1D400}',
    '\u{1F468}',
    '\u{1EE00}',
];

/// Few enough of them for every short string.
const SMALL: &[char] = &[
    '\u{627}', '\u{64A}', '\u{640}', '\u{653}', '\u{654}', '\u{64E}', ' ', '\n', '\r', '\u{A0}', '\u{200F}',
    '\u{FE71}', '\u{B4}', '\u{301}', 'e',
];

#[test]
fn every_short_string() {
    let [standard, rest @ ..] = &all()[..] else { panic!() };
    let mut texts = vec![String::new()];
    for length in 0..4 {
        let mut longer = Vec::new();
        for text in &texts {
            check(standard, text);
            check(standard, &format!("كتاب{text}كتاب"));
            if length < 3 {
                rest.iter().for_each(|engines| check(engines, text));
            }
            if text.chars().count() == length {
                longer.extend(SMALL.iter().map(|c| format!("{text}{c}")));
            }
        }
        texts = longer;
    }
    for text in &texts {
        check(standard, text);
    }
}

#[test]
fn every_character_in_several_contexts() {
    let all = all();
    let (standard, rest) = all.split_first().unwrap();
    let pad = "في البدء كانت الكلمةُ، والكلمة كانت عند من كتبها على ورق أصفر ".repeat(2);
    for c in ('\0'..=char::MAX).filter(|&c| {
        c < '\u{3400}'
            || (('\u{A000}'..'\u{20000}').contains(&c) && !('\u{AC10}'..'\u{D7A0}').contains(&c))
            || c as u32 % 251 == 0
    }) {
        for text in [
            format!("{c}"),
            format!("ا{c}ب"),
            format!("ا{c}\u{654}ب\u{64E}"),
            format!(" {c} a"),
            format!("{pad}ب\u{640}{c}\u{64E} {pad}"),
        ] {
            check(standard, &text);
        }
        if c < '\u{3100}' || ('\u{FB00}'..'\u{11000}').contains(&c) {
            rest.iter().for_each(|engines| check(engines, &format!("ا{c}ب")));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(chars in proptest::collection::vec(proptest::sample::select(HOSTILE), 0..12)) {
        let text = String::from_iter(chars);
        for engines in &all() {
            check(engines, &text);
        }
    }

    #[test]
    fn any_long_text(chars in proptest::collection::vec(prop_oneof![10 => proptest::sample::select(&['ا', 'ل', 'ع', 'ر', ' ', '\u{64E}', '\u{640}'][..]), 1 => proptest::sample::select(HOSTILE)], 0..400)) {
        let text = String::from_iter(chars);
        check(&engines(Profile::Standard, &[], &[]), &text);
    }
}
