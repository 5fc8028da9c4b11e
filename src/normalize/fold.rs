//! Folds: the letters and signs that each makes equal.

use unicode_normalization::char::canonical_combining_class;

use super::marks::{self, Set};
use super::pipeline::{Map, TATWEEL};

pub(super) const QURANIC_SIGNS: Set = &[
    ('\u{6DD}', '\u{6DE}'),
    ('\u{6E5}', '\u{6E6}'),
    ('\u{6E9}', '\u{6E9}'),
    ('\u{8C9}', '\u{8C9}'),
    ('\u{8E2}', '\u{8E2}'),
];

/// Lucene's PersianNormalizer, and heh doachashmee and ae, which Kurdish, Uyghur and phone keyboards give for heh.
/// U+06CC is yeh in every position: inside a word it can be nothing else, at its end the text alone does not say.
pub(super) const PERSIAN: Map = &[
    ('\u{6A9}', "\u{643}"),
    ('\u{6BE}', "\u{647}"),
    ('\u{6C0}', "\u{647}\u{654}"),
    ('\u{6C1}', "\u{647}"),
    ('\u{6C2}', "\u{647}\u{654}"),
    ('\u{6CC}', "\u{64A}"),
    ('\u{6D2}', "\u{64A}"),
    ('\u{6D3}', "\u{626}"),
    ('\u{6D5}', "\u{647}"),
];

pub(super) const ALEF_MAKSURA: Map = &[('\u{649}', "\u{64A}")];

pub(super) const TEH_MARBUTA: Map = &[('\u{629}', "\u{647}")];

pub(super) const DIGITS_ASCII: Map = &[
    ('٠', "0"),
    ('١', "1"),
    ('٢', "2"),
    ('٣', "3"),
    ('٤', "4"),
    ('٥', "5"),
    ('٦', "6"),
    ('٧', "7"),
    ('٨', "8"),
    ('٩', "9"),
    ('۰', "0"),
    ('۱', "1"),
    ('۲', "2"),
    ('۳', "3"),
    ('۴', "4"),
    ('۵', "5"),
    ('۶', "6"),
    ('۷', "7"),
    ('۸', "8"),
    ('۹', "9"),
];

pub(super) const DIGITS_ARABIC: Map = &[
    ('0', "٠"),
    ('1', "١"),
    ('2', "٢"),
    ('3', "٣"),
    ('4', "٤"),
    ('5', "٥"),
    ('6', "٦"),
    ('7', "٧"),
    ('8', "٨"),
    ('9', "٩"),
    ('۰', "٠"),
    ('۱', "١"),
    ('۲', "٢"),
    ('۳', "٣"),
    ('۴', "٤"),
    ('۵', "٥"),
    ('۶', "٦"),
    ('۷', "٧"),
    ('۸', "٨"),
    ('۹', "٩"),
];

/// CAMeL's arclean, but the decimal separator stays one and no quotation mark becomes markup.
pub(super) const PUNCTUATION: Map = &[
    ('«', "\""),
    ('»', "\""),
    ('،', ","),
    ('؛', ";"),
    ('؟', "?"),
    ('٪', "%"),
    ('٫', "."),
    ('٬', ","),
    ('٭', "*"),
    ('۔', "."),
    ('\u{2010}', "-"),
    ('\u{2011}', "-"),
    ('\u{2012}', "-"),
    ('\u{2013}', "-"),
    ('\u{2014}', "-"),
    ('\u{2015}', "-"),
    ('\u{2018}', "'"),
    ('\u{2019}', "'"),
    ('\u{201A}', "'"),
    ('\u{201B}', "'"),
    ('\u{201C}', "\""),
    ('\u{201D}', "\""),
    ('\u{201E}', "\""),
    ('\u{201F}', "\""),
    ('\u{2022}', "*"),
    ('\u{2026}', "..."),
    ('\u{2039}', "'"),
    ('\u{203A}', "'"),
    ('\u{2212}', "-"),
    ('\u{FD3E}', ")"),
    ('\u{FD3F}', "("),
];

/// The combining sequences of a text: a character and all of ccc ≠ 0 that follow it.
fn sequences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        chars.next()?;
        let end = chars.find(|&(_, c)| canonical_combining_class(c) == 0).map_or(rest.len(), |(at, _)| at);
        let (sequence, after) = rest.split_at(end);
        rest = after;
        Some(sequence)
    })
}

/// Rewrites each combining sequence whose head and marks `rule` answers with another head, less the marks in `lost`.
fn rewrite(text: &str, lost: &[char], rule: impl Fn(char, &str) -> Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    for sequence in sequences(text) {
        let mut chars = sequence.chars();
        let Some(head) = chars.next() else { continue };
        match rule(head, chars.as_str()) {
            Some(to) => out.extend(std::iter::once(to).chain(chars.filter(|c| !lost.contains(c)))),
            None => out.push_str(sequence),
        }
    }
    out
}

/// An alef with hamza, madda or wasla, composed or not → bare alef; its other marks stay.
pub(super) fn alef(text: &str) -> String {
    let alef = |head, _: &str| matches!(head, 'آ' | 'أ' | 'إ' | 'ا' | 'ٱ').then_some('ا');
    rewrite(text, &['\u{653}', '\u{654}', '\u{655}'], alef)
}

/// Waw and yeh with hamza, and any seat (waw, yeh, alef maksura, tatweel) with an uncomposed one → hamza.
/// Alefs are [`alef`]'s business; a hamza on anything else (heh in Persian) stays.
pub(super) fn hamza(text: &str) -> String {
    const HAMZAS: [char; 2] = ['\u{654}', '\u{655}'];
    rewrite(text, &HAMZAS, |head, marks| match head {
        'ؤ' | 'ئ' => Some('ء'),
        TATWEEL | 'و' | 'ى' | 'ي' if marks.contains(HAMZAS) => Some('ء'),
        _ => None,
    })
}

/// Shortens runs of one Arabic letter; it may be fed a text in pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Elongation {
    letter: Option<char>,
    run: usize,
}

impl Elongation {
    /// The longest run that stays.
    pub(super) const LONGEST: usize = 2;

    /// Shortens the runs of `text` from `start` on.
    pub(super) fn shorten(&mut self, text: &mut String, start: usize) {
        let tail = text.split_off(start);
        text.extend(tail.chars().filter(|&c| self.keeps(c)));
    }

    /// Whether a character stays, given all that came before.
    pub(super) fn keeps(&mut self, c: char) -> bool {
        if self.letter == Some(c) {
            self.run += 1;
        } else {
            self.letter = marks::holds(marks::LETTERS, c).then_some(c);
            self.run = 1;
        }
        self.letter.is_none() || self.run <= Self::LONGEST
    }
}
