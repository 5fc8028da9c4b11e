//! Any text comes out as the steps say one after the other, whole or in pieces, and no letter of it is lost.

#![no_main]

use std::borrow::Cow;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seedtool::normalize::marks::{MARKS, SPACES};
use seedtool::normalize::{Alignment, Fold, Normalizer, Profile, Step};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

const CONTROLS: &[(char, char)] = &[
    ('\u{AD}', '\u{AD}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{200B}', '\u{200B}'),
    ('\u{200E}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2066}', '\u{2069}'),
    ('\u{FEFF}', '\u{FEFF}'),
];

fn holds(set: &[(char, char)], c: char) -> bool {
    set.iter().any(|&(first, last)| (first..=last).contains(&c))
}

/// The profile `standard`, as slow and plain as can be: the oracle.
fn oracle(text: &str) -> String {
    let line = |line: &str| {
        let Some(line) = line.strip_suffix('\n') else { return tidy(&steps(line)) };
        let line = tidy(&steps(line));
        match line.strip_suffix('\r') {
            Some(line) => format!("{}\r\n", line.trim_end_matches(' ')),
            None => line + "\n",
        }
    };
    text.split_inclusive('\n').map(line).collect()
}

fn steps(line: &str) -> String {
    let isolated = |c: char| matches!(c, '\u{FC5E}'..='\u{FC63}' | '\u{FE70}'..='\u{FE7E}');
    let bare = |c: char| -> String {
        let decomposed = c.nfkd().collect::<String>();
        let bare = decomposed.strip_prefix(' ').filter(|_| isolated(c));
        bare.map_or_else(|| c.to_string(), str::to_owned)
    };
    let line: String = line.chars().filter(|&c| !holds(CONTROLS, c)).map(bare).collect();
    let line: String = line.nfkc().filter(|&c| !holds(MARKS, c)).collect();
    let line: Vec<char> = line.nfc().filter(|&c| c != '\u{653}').collect();
    let seat = |at: usize| {
        let mut marks = line[at + 1..].iter().take_while(|&&c| canonical_combining_class(c) != 0);
        marks.any(|&c| matches!(c, '\u{654}' | '\u{655}'))
    };
    let kept = line.iter().enumerate().filter(|&(at, &c)| c != '\u{640}' || seat(at));
    kept.map(|(_, &c)| c).nfc().collect()
}

fn tidy(line: &str) -> String {
    let words = line.split(|c| holds(SPACES, c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// What no step may take, in compatibility decomposition. Sorted, since canonical order changes when what
/// stood between two marks goes.
fn letters(text: &str) -> Vec<char> {
    let named = |c: char| {
        matches!(c, '\u{640}' | '\u{653}') || [MARKS, SPACES, CONTROLS].iter().any(|set| holds(set, c))
    };
    let mut letters: Vec<char> = text.nfkd().filter(|&c| !named(c)).collect();
    letters.sort_unstable();
    letters
}

/// Runs that tile both texts, in order.
fn tiles(alignment: &Alignment, normalized: &str, source: &str) {
    let (mut to, mut from) = (0, 0);
    for run in alignment.runs() {
        assert_eq!((run.normalized, run.source), (to, from), "{source:?}: a gap");
        (to, from) = (to + run.normalized_len, from + run.source_len);
        assert!(normalized.is_char_boundary(to) && source.is_char_boundary(from), "{source:?}");
    }
    assert_eq!((to, from), (normalized.len(), source.len()), "{source:?}: an end is missing");
}

/// Laws of every normalizer: idempotent, whole equals pieces, alignment tells of the same text.
fn laws(normalizer: &Normalizer, text: &str, cut: usize) -> String {
    let out = normalizer.normalize(text);
    assert!(
        matches!(normalizer.normalize(&out), Cow::Borrowed(again) if again == out),
        "{text:?}: idempotent"
    );
    let (aligned, alignment) = normalizer.align(text);
    assert_eq!(aligned, out, "{text:?}: align");
    tiles(&alignment, &out, text);
    let mut pieces = String::new();
    let mut stream = normalizer.stream();
    let (first, rest) = text.split_at(text.floor_char_boundary(cut));
    let taken = stream.push(first, &mut pieces);
    stream.finish(&[&first[taken..], rest].concat(), &mut pieces);
    assert_eq!(pieces, out, "{text:?}: cut at {cut}");
    out.into_owned()
}

/// `standard` with each step kept and with each fold, then every profile.
static VARIANTS: LazyLock<Vec<Normalizer>> = LazyLock::new(|| {
    let kept = Step::ALL.iter().map(|step| (Profile::Standard, vec![*step], vec![]));
    let folded = Fold::ALL.iter().map(|fold| (Profile::Standard, vec![], vec![*fold]));
    let profiles = Profile::ALL.iter().map(|profile| (*profile, vec![], vec![]));
    let all = kept.chain(folded).chain(profiles);
    all.map(|(profile, keep, folds)| Normalizer::new(profile, &keep, &folds).expect("a normalizer")).collect()
});

fuzz_target!(|given: (&str, u8, u8)| {
    let (text, cut, variant) = given;
    let cut = usize::from(cut).min(text.len());
    let standard = laws(&Normalizer::standard(), text, cut);
    assert_eq!(standard, oracle(text), "{text:?}: the oracle");
    assert_eq!(letters(&standard), letters(text), "{text:?}: a letter is lost");
    for form in [text.nfc().collect::<String>(), text.nfd().collect()] {
        assert_eq!(Normalizer::standard().normalize(&form), standard, "{text:?}: NFC and NFD agree");
    }
    let variant = usize::from(variant) % VARIANTS.len();
    let normalizer = &VARIANTS[variant];
    match variant < Step::ALL.len() + Fold::ALL.len() {
        true => drop(laws(normalizer, text, cut)),
        false => assert_eq!(normalizer.align(text).0, normalizer.normalize(text), "{text:?}: align"),
    }
});
