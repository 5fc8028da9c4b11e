//! The fast path equals the oracle, on both of its kernels; an alignment keeps its laws; pieces make no difference.

use std::sync::{Arc, OnceLock};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::class::parts;
use super::fast::{Before, Engine};
use super::fold::Elongation;
use super::marks::{SPACES, holds};
use super::pipeline::Pipeline;
use super::profile::{Fold, Profile, Step};
use super::removed::{Removed, census, census_slowly};
use super::{Normalizer, Run};

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

/// The engines of a pipeline, one for each path that its kernel may take; the best comes first.
fn engines(profile: Profile, keep: &[Step], folds: &[Fold]) -> Vec<Engine> {
    let engine = Engine::new(Pipeline::new(profile, keep, folds));
    engine.kernel.paths().into_iter().map(|kernel| Engine { kernel, ..engine.clone() }).collect()
}

/// Every profile, every step kept, every fold, and some together; `standard` comes first.
fn all() -> &'static [Vec<Engine>] {
    static ALL: OnceLock<Vec<Vec<Engine>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let most: Vec<Fold> = Fold::ALL.iter().copied().filter(|fold| *fold != Fold::DigitsArabic).collect();
        let mut all: Vec<_> = Profile::ALL.iter().map(|profile| engines(*profile, &[], &[])).collect();
        all.extend(Profile::ALL.iter().map(|profile| engines(*profile, &[], &most)));
        all.extend(Step::ALL.iter().map(|step| engines(Profile::Standard, &[*step], &[])));
        all.extend(Fold::ALL.iter().map(|fold| engines(Profile::Standard, &[], &[*fold])));
        all.push(engines(Profile::Standard, Step::ALL, &[]));
        all.push(engines(Profile::Standard, &[Step::Nfkc, Step::Diacritics], &[Fold::Hamza, Fold::Alef]));
        all
    })
}

fn check(engines: &[Engine], text: &str) {
    let want = oracle(&engines[0].pipeline, text);
    for engine in engines {
        if !engine.pipeline.elongation {
            let (whole, same) = engine.whole(text);
            assert_eq!(whole, want, "{text:?}\n{:?}", engine.pipeline);
            assert_eq!(whole[..same], text[..same], "{text:?}\n{:?}", engine.pipeline);
        }
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

/// Vocalised text.
const VOCALISED: &[char] = &['ا', 'ل', 'ع', 'ر', ' ', '\u{64E}', '\u{640}', '\u{651}'];

/// Elongated text.
const ELONGATED: &[char] =
    &['ه', 'ه', 'ه', 'ه', 'ا', ' ', '\n', '\r', '\u{64E}', '\u{640}', '\u{654}', '\u{FEEB}', '\u{FDFA}'];

/// Few enough of them for every short string.
const SMALL: &[char] = &[
    '\u{627}', '\u{64A}', '\u{640}', '\u{653}', '\u{654}', '\u{64E}', ' ', '\n', '\r', '\u{A0}', '\u{200F}',
    '\u{FE71}', '\u{B4}', '\u{301}', 'e',
];

/// Every string over [`SMALL`] up to a length.
fn short_strings(longest: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut from = 0;
    for _ in 0..longest {
        let to = all.len();
        let longer: Vec<_> =
            all[from..to].iter().flat_map(|text| SMALL.iter().map(move |c| format!("{text}{c}"))).collect();
        all.extend(longer);
        from = to;
    }
    all
}

/// Strings of up to `longest` characters under `standard`, of one fewer under every pipeline.
fn check_short_strings(longest: usize) {
    let all = all();
    for text in short_strings(longest) {
        check(&all[0], &text);
        check(&all[0], &format!("كتاب{text}كتاب"));
    }
    for text in short_strings(longest - 1) {
        all.iter().for_each(|engines| check(engines, &text));
    }
}

#[test]
fn every_short_string() {
    check_short_strings(3);
}

#[test]
#[ignore = "takes a minute; run it after every change of the fast path"]
fn every_longer_string() {
    check_short_strings(5);
}

/// Characters alone and among others, beyond one block too.
fn check_characters(is_chosen: fn(char) -> bool) {
    let all = all();
    let pad = "في البدء كانت الكلمةُ، والكلمة كانت عند من كتبها على ورق أصفر ".repeat(2);
    for c in ('\0'..=char::MAX).filter(|&c| is_chosen(c)) {
        check(&all[0], &format!("ا{c}\u{654}ب\u{64E} {c} a"));
        check(&all[0], &format!("{pad}ب\u{640}{c}\u{64E} {pad}"));
        if matches!(c, '\0'..'\u{900}' | '\u{FE00}'..'\u{FF00}') {
            all.iter().for_each(|engines| check(engines, &format!("ا{c}ب")));
        }
    }
}

#[test]
fn characters_in_several_contexts() {
    check_characters(|c| match c as u32 {
        0..0x3100 | 0xFB00..0x1_0000 | 0x1_0E80..0x1_0F00 | 0x1_EE00..0x1_EF00 => true,
        code_point => code_point.is_multiple_of(61),
    });
}

#[test]
#[ignore = "takes a minute; run it after every change of the fast path"]
fn every_character_in_several_contexts() {
    check_characters(|_| true);
}

/// What every alignment owes.
fn check_alignment(engine: &Engine, source: &str) {
    let normalizer = Normalizer { engine: Arc::new(engine.clone()) };
    let (normalized, alignment) = normalizer.align(source);
    assert_eq!(normalized, normalizer.normalize(source), "{source:?} {:?}", engine.pipeline);
    let runs = alignment.runs();
    let sides = |run: &Run| {
        let normalized = &normalized[run.normalized..][..run.normalized_len];
        (normalized, &source[run.source..][..run.source_len])
    };
    let (mut from, mut to) = (0, 0);
    for run in runs {
        assert_eq!((run.source, run.normalized), (from, to), "{source:?}: runs touch");
        (from, to) = (from + run.source_len, to + run.normalized_len);
        let first = sides(run).1.chars().next().expect("no run is without a source");
        let is_line_start = run.source == 0 || source[..run.source].ends_with('\n');
        assert!(is_line_start || parts(first), "{source:?}: {run:?} begins within a combining sequence");
    }
    assert_eq!((from, to), (source.len(), normalized.len()), "{source:?}: runs cover all");
    let is_white = |text: &str| text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    for first in 0..runs.len() {
        for last in first..runs.len() {
            let [a, b] = [&runs[first], &runs[last]];
            let part = &source[a.source..b.source + b.source_len];
            let want = &normalized[a.normalized..b.normalized + b.normalized_len];
            if !is_white(part) && !is_white(want) {
                assert_eq!(normalizer.normalize(part), want, "{source:?}: {a:?}–{b:?} {:?}", engine.pipeline);
            }
        }
    }
    for run in runs {
        let [from, to] =
            [run.source..run.source + run.source_len, run.normalized..run.normalized + run.normalized_len];
        assert_eq!(alignment.normalized(from.clone()), to, "{source:?}");
        if !to.is_empty() {
            assert_eq!(alignment.source(to), from, "{source:?}");
        }
    }
}

#[test]
fn alignment_of_every_short_string() {
    let all = all();
    for text in short_strings(3) {
        check_alignment(&all[0][0], &text);
    }
    for text in short_strings(2) {
        all.iter().for_each(|engines| check_alignment(&engines[0], &text));
    }
}

#[test]
fn alignment_of_examples() {
    let rows = |source: &str| -> Vec<[usize; 4]> {
        let (_, alignment) = Normalizer::standard().align(source);
        alignment
            .runs()
            .iter()
            .map(|run| [run.normalized, run.source, run.normalized_len, run.source_len])
            .collect()
    };
    // An expansion before a removal: ﷺ is 18 letters and spaces.
    assert_eq!(
        rows("قال ﷺ كَتب"),
        [[0, 0, 7, 7], [7, 7, 33, 3], [40, 10, 1, 1], [41, 11, 2, 4], [43, 15, 4, 4]]
    );
    assert_eq!(
        rows("  مصر \n ا\u{654}ب"),
        [[0, 0, 0, 2], [0, 2, 6, 6], [6, 8, 0, 1], [6, 9, 1, 1], [7, 10, 0, 1], [7, 11, 2, 4], [9, 15, 2, 2]]
    );
    assert_eq!(rows("كتاب"), [[0, 0, 8, 8]]);
    assert_eq!(rows(""), [[0; 4]; 0]);
}

#[test]
fn characters_of_an_alignment() {
    let source = "كَتب ﷺ";
    let (normalized, alignment) = Normalizer::standard().align(source);
    let runs = alignment.in_characters(&normalized, source);
    let rows: Vec<_> =
        runs.iter().map(|run| [run.normalized, run.source, run.normalized_len, run.source_len]).collect();
    assert_eq!(rows, [[0, 0, 1, 2], [1, 2, 3, 3], [4, 5, 18, 1]]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(chars in vec(select(HOSTILE), 0..12), which in 0..all().len()) {
        let text = String::from_iter(chars);
        check(&all()[0], &text);
        check(&all()[which], &text);
        check_alignment(&all()[which][0], &text);
    }

    #[test]
    fn any_elongation(chars in vec(select(ELONGATED), 0..12), which in 0..all().len()) {
        let text = String::from_iter(chars);
        check(&all()[which], &text);
        check_alignment(&all()[which][0], &text);
    }

    #[test]
    fn any_long_text(chars in vec(prop_oneof![9 => select(VOCALISED), 1 => select(HOSTILE)], 0..300)) {
        check(&all()[0], &String::from_iter(chars));
    }

    #[test]
    fn any_pieces(chars in vec(select(HOSTILE), 0..16), cuts in vec(any::<prop::sample::Index>(), 0..4), which in 0..all().len()) {
        let normalizer = Normalizer { engine: Arc::new(all()[which][0].clone()) };
        let mut ends: Vec<_> = cuts.iter().map(|cut| cut.index(chars.len() + 1)).collect();
        ends.sort_unstable();
        let (mut stream, mut out, mut held, mut from) = (normalizer.stream(), String::new(), String::new(), 0);
        for end in ends {
            held.extend(&chars[from..end]);
            from = end;
            let done = stream.push(&held, &mut out);
            held.drain(..done);
        }
        held.extend(&chars[from..]);
        stream.finish(&held, &mut out);
        let text = String::from_iter(chars);
        prop_assert_eq!(out, normalizer.normalize(&text), "{:?}", text);
    }
}

#[test]
fn what_is_removed_is_counted_fast_as_slowly() {
    let mut all = String::new();
    for c in '\0'..=char::MAX {
        let text = format!("نص طويل {c} نص طويل");
        assert_eq!(census(&text), census_slowly(&text), "{c:?}");
        if c < '\u{660}' {
            all.push(c);
        }
    }
    assert_eq!(census(&all.repeat(9)), census_slowly(&all.repeat(9)));
}

proptest! {
    #[test]
    fn what_is_removed_is_the_difference_of_two_counts(
        text in "[اأآءىيو \u{64B}-\u{65F}\u{670}ـ\u{6D6}\u{610}aﻷﹷ\u{FDFA}\n]{0,60}",
        beside in select(vec!["", "نص", "نص طويل لا يتغير منه شيء"]),
        keep in proptest::sample::subsequence(Step::ALL.to_vec(), 0..=Step::ALL.len()),
        profile in select(Profile::ALL),
    ) {
        let text = [beside, &text, beside].concat();
        let keep = if profile == Profile::Standard { keep } else { Vec::new() };
        for folds in [&[][..], &[Fold::Alef, Fold::Hamza]] {
            let normalizer = Normalizer::new(profile, &keep, folds).expect("a profile");
            let after = normalizer.normalize(&text);
            let (before, left) = (census_slowly(&text), census_slowly(&after));
            let expected = Removed {
                tatweel: before.tatweel.saturating_sub(left.tatweel),
                marks: before.marks.saturating_sub(left.marks),
            };
            prop_assert_eq!(normalizer.removed(&text, &after), expected, "{:?} {:?}", profile, folds);
            let change = (after != text).then(|| (after.into_owned(), expected));
            prop_assert_eq!(normalizer.change(&text), change, "{:?} {:?}", profile, folds);
        }
    }
}
