//! The pipeline of a profile: which passes run in which order, plainly, one after the other over the whole text.
//!
//! What the fast path falls back to, and the oracle that it must equal.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

use super::fold;
use super::marks::{self, MARKS, Set};
use super::profile::{Fold, Profile, Step};

/// Characters and what takes their place, ascending.
pub(super) type Map = &'static [(char, &'static str)];

pub(super) const TATWEEL: char = '\u{640}';
pub(super) const MADDA: char = '\u{653}';

/// Bidirectional and other invisible controls. ZWNJ and ZWJ are none of them: Persian words and emoji need them.
const CONTROLS: Set = &[
    ('\u{AD}', '\u{AD}'),
    ('\u{61C}', '\u{61C}'),
    ('\u{200B}', '\u{200B}'),
    ('\u{200E}', '\u{200F}'),
    ('\u{202A}', '\u{202E}'),
    ('\u{2066}', '\u{2069}'),
    ('\u{FEFF}', '\u{FEFF}'),
];

/// Isolated presentation forms of marks without the SPACE of their compatibility decomposition.
const ISOLATED_MARKS: Map = &[
    ('\u{FC5E}', "\u{64C}\u{651}"),
    ('\u{FC5F}', "\u{64D}\u{651}"),
    ('\u{FC60}', "\u{64E}\u{651}"),
    ('\u{FC61}', "\u{64F}\u{651}"),
    ('\u{FC62}', "\u{650}\u{651}"),
    ('\u{FC63}', "\u{651}\u{670}"),
    ('\u{FE70}', "\u{64B}"),
    ('\u{FE72}', "\u{64C}"),
    ('\u{FE74}', "\u{64D}"),
    ('\u{FE76}', "\u{64E}"),
    ('\u{FE78}', "\u{64F}"),
    ('\u{FE7A}', "\u{650}"),
    ('\u{FE7C}', "\u{651}"),
    ('\u{FE7E}', "\u{652}"),
];

/// What Lucene's ArabicNormalizer and PyArabic's searchtext delete: tatweel, fathatan … sukun.
const TATWEEL_AND_VOWELS: Set = &[(TATWEEL, TATWEEL), ('\u{64B}', '\u{652}')];

const LUCENE: Map = &[('آ', "ا"), ('أ', "ا"), ('إ', "ا"), ('ة', "ه"), ('ى', "ي")];

const LUCENE_PERSIAN_DELETED: Set = &[('\u{654}', '\u{654}')];

const LUCENE_PERSIAN: Map = &[
    ('\u{6A9}', "\u{643}"),
    ('\u{6C0}', "\u{647}"),
    ('\u{6C1}', "\u{647}"),
    ('\u{6CC}', "\u{64A}"),
    ('\u{6D2}', "\u{64A}"),
];

const CAMEL: Map = &[('\u{FDFC}', "ريال"), ('\u{FDFD}', "بسم الله الرحمن الرحيم")];

const CAMEL_DELETED: Set = &[(TATWEEL, TATWEEL), ('\u{64B}', '\u{652}'), ('\u{670}', '\u{670}')];

const PYARABIC: Map = &[
    ('آ', "ا"),
    ('أ', "ا"),
    ('ؤ', "ء"),
    ('إ', "ا"),
    ('ئ', "ء"),
    ('ة', "ه"),
    ('ى', "ا"),
    ('\u{654}', "ء"),
    ('\u{655}', "ء"),
    ('\u{670}', "ا"),
    ('ٱ', "ا"),
    ('\u{FEF5}', "لا"),
    ('\u{FEF7}', "لا"),
    ('\u{FEF9}', "لا"),
    ('\u{FEFB}', "لا"),
];

const PYARABIC_LIGATURES: Map = &[('\u{FEF5}', "لا"), ('\u{FEF7}', "لا"), ('\u{FEF9}', "لا"), ('\u{FEFB}', "لا")];

const PYARABIC_DELETED: Set = &[
    ('\u{610}', '\u{61A}'),
    (TATWEEL, TATWEEL),
    ('\u{64B}', '\u{65F}'),
    ('\u{670}', '\u{670}'),
    ('\u{6D6}', '\u{6DC}'),
    ('\u{6DF}', '\u{6E4}'),
    ('\u{6E7}', '\u{6E8}'),
    ('\u{6EA}', '\u{6ED}'),
];

/// One rewriting of a text.
#[derive(Clone, Copy, Debug)]
enum Pass {
    Delete(Set),
    Replace(Map),
    Nfkc,
    Nfc,
    /// Deletes tatweel that is no seat of a hamza.
    Tatweel,
    Rewrite(fn(&str) -> String),
}

/// The passes of a profile with its switches and folds.
#[derive(Clone, Debug)]
pub(super) struct Pipeline {
    passes: Vec<Pass>,
    /// Whether runs of a letter are shortened after all passes.
    pub(super) elongation: bool,
    /// Whether spaces are tidied at the very end.
    pub(super) whitespace: bool,
    /// Whether NFC mends what deleted marks kept apart: such a mark is as if it had never been there.
    pub(super) mends: bool,
}

impl Pipeline {
    /// The one place where the order of passes stands.
    pub(super) fn new(profile: Profile, keep: &[Step], folds: &[Fold]) -> Self {
        let on = |step| !keep.contains(&step);
        let folded = |fold| folds.contains(&fold);
        let standard = profile == Profile::Standard;
        let signs = folded(Fold::QuranicSigns).then_some(Pass::Delete(fold::QURANIC_SIGNS));

        let mut passes = Vec::new();
        match profile {
            Profile::Standard => {
                let diacritics = on(Step::Diacritics);
                passes.extend(on(Step::Controls).then_some(Pass::Delete(CONTROLS)));
                passes.extend(on(Step::IsolatedMarks).then_some(Pass::Replace(ISOLATED_MARKS)));
                passes.extend(on(Step::Nfkc).then_some(Pass::Nfkc));
                passes.extend(diacritics.then_some(Pass::Delete(MARKS)));
                passes.extend(signs);
                passes.push(Pass::Nfc);
                passes.extend((diacritics && on(Step::Madda)).then_some(Pass::Delete(&[(MADDA, MADDA)])));
                passes.extend(on(Step::Tatweel).then_some(Pass::Tatweel));
                passes.push(Pass::Nfc);
            }
            Profile::Nfkc => passes.push(Pass::Nfkc),
            Profile::None => {}
            Profile::Lucene => passes.extend([Pass::Delete(TATWEEL_AND_VOWELS), Pass::Replace(LUCENE)]),
            Profile::LucenePersian => passes.extend([
                Pass::Delete(TATWEEL_AND_VOWELS),
                Pass::Replace(LUCENE),
                Pass::Delete(LUCENE_PERSIAN_DELETED),
                Pass::Replace(LUCENE_PERSIAN),
            ]),
            Profile::Camel => passes.extend([Pass::Replace(CAMEL), Pass::Nfkc, Pass::Delete(CAMEL_DELETED)]),
            Profile::Pyarabic => passes.extend([Pass::Delete(TATWEEL_AND_VOWELS), Pass::Replace(PYARABIC)]),
            Profile::PyarabicDiacritics => {
                passes.extend([Pass::Replace(PYARABIC_LIGATURES), Pass::Delete(PYARABIC_DELETED)]);
            }
        }
        if !standard {
            passes.extend(signs);
        }
        let rules = [
            (Fold::Persian, Pass::Replace(fold::PERSIAN)),
            (Fold::Alef, Pass::Rewrite(fold::alef)),
            (Fold::Hamza, Pass::Rewrite(fold::hamza)),
            (Fold::AlefMaksura, Pass::Replace(fold::ALEF_MAKSURA)),
            (Fold::TehMarbuta, Pass::Replace(fold::TEH_MARBUTA)),
            (Fold::DigitsAscii, Pass::Replace(fold::DIGITS_ASCII)),
            (Fold::DigitsArabic, Pass::Replace(fold::DIGITS_ARABIC)),
            (Fold::Punctuation, Pass::Replace(fold::PUNCTUATION)),
        ];
        passes.extend(rules.iter().filter(|(fold, _)| folded(*fold)).map(|(_, pass)| *pass));
        if standard && rules.iter().any(|(fold, _)| folded(*fold)) {
            passes.push(Pass::Nfc);
        }
        Self {
            passes,
            elongation: folded(Fold::Elongation),
            whitespace: standard && on(Step::Whitespace),
            mends: standard,
        }
    }

    /// Whether every character goes its way without regard to its neighbours.
    pub(super) fn is_context_free(&self) -> bool {
        self.passes.iter().all(|pass| matches!(pass, Pass::Delete(_) | Pass::Replace(_)))
    }

    /// The part of the pipeline that sees nothing beyond a combining sequence: all but elongation and white space.
    pub(super) fn passes(&self, text: &str) -> String {
        self.passes.iter().fold(text.to_owned(), |text, pass| pass.apply(text))
    }
}

impl Pass {
    fn apply(self, mut text: String) -> String {
        match self {
            Self::Delete(set) => text.retain(|c| !marks::holds(set, c)),
            Self::Replace(map) => {
                let find = |c| map.binary_search_by_key(&c, |row| row.0).ok().map(|row| map[row].1);
                if text.chars().any(|c| find(c).is_some()) {
                    let mut one = [0; 4];
                    text = text.chars().fold(String::new(), |out, c| {
                        out + find(c).unwrap_or_else(|| c.encode_utf8(&mut one))
                    });
                }
            }
            // A quick check allocates nothing (UAX #15 §9).
            Self::Nfkc if is_nfkc_quick(text.chars()) == IsNormalized::Yes => {}
            Self::Nfkc => text = text.nfkc().collect(),
            Self::Nfc if is_nfc_quick(text.chars()) == IsNormalized::Yes => {}
            Self::Nfc => text = text.nfc().collect(),
            Self::Tatweel if text.contains(TATWEEL) => {
                let seat = |at: usize| bears_hamza(&text[at + TATWEEL.len_utf8()..]);
                text =
                    text.char_indices().filter(|&(at, c)| c != TATWEEL || seat(at)).map(|(_, c)| c).collect();
            }
            Self::Tatweel => {}
            Self::Rewrite(rule) => text = rule(&text),
        }
        text
    }
}

/// Whether the combining marks at the start of `rest` hold a hamza.
fn bears_hamza(rest: &str) -> bool {
    rest.chars()
        .take_while(|&c| canonical_combining_class(c) != 0)
        .any(|c| matches!(c, '\u{654}' | '\u{655}'))
}
