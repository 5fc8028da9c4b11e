//! Detect: the legacy encoding under which an input is most probable.
//!
//! Five encodings are priced by the model of Arabic and Western European text ([`super::model`]). The cheapest
//! is right where it is Arabic and as cheap as Arabic is; every other script is left to chardetng.

use std::sync::LazyLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::charset::Charset;
use super::letters::BOUNDARY;
use super::model::{BIT, Class, class, cost};
use crate::error::{Warning, WarningCode};

/// The priced encodings, with how many bits each costs beforehand, since documents in it are that much rarer. What
/// Arabic there is in old encodings is in windows-1256, nearly all of it; the DOS and Mac code pages were left with
/// their machines. The dearest costs no more than a letter does. Of two that cost the same the first is taken: MacArabic stands
/// behind ISO-8859-6, whose letters it shares. It has the signs of ASCII twice, and a space for either direction of
/// writing: some writers of it use the first set, some the second.
const CANDIDATES: [(Charset, Space, u64); 6] = [
    (Charset::standard(encoding_rs::WINDOWS_1252), Space::Ascii, 0),
    (Charset::standard(encoding_rs::WINDOWS_1256), Space::Ascii, 0),
    (Charset::standard(encoding_rs::ISO_8859_6), Space::Ascii, 2),
    (Charset::CP720, Space::Ascii, 4),
    (Charset::MAC_ARABIC, Space::Ascii, 4),
    (Charset::MAC_ARABIC, Space::RightToLeft, 4),
];

/// Which space parts the words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Ascii,
    RightToLeft,
}

/// Arabic costs three to five bits a character; what is dearer than this is something else.
const DEAREST_ARABIC: u64 = 6 * BIT;

/// So much more is granted to a text as a whole: a cut in a word, or a first rare letter, weighs much in a short one.
const GRANTED: u64 = 4 * BIT;

/// A runner-up that is less than 2^12 times less probable makes the guess uncertain.
const CLEAR_MARGIN: u64 = 12 * BIT;

/// The least number of characters outside ASCII that make chardetng's guess a sure one.
const CLEAR_COUNT: u64 = 8;

/// The encoding under which the input is most probable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    /// The encoding.
    pub(super) charset: Charset,
    /// Which other encoding is nearly as probable.
    runner_up: Option<Charset>,
    /// Whether there is too little text to be sure.
    short: bool,
}

impl Guess {
    /// What a reader should know of a guess that is not sure.
    pub(super) fn warning(self) -> Option<Warning> {
        let name = self.charset.name();
        let reason = match self.runner_up {
            Some(other) => format!("{} is nearly as likely", other.name()),
            None if self.short => "there is little text to tell it by".to_owned(),
            None => return None,
        };
        let message =
            format!("read as {name}, but {reason}; if that is wrong, name the encoding with --encoding");
        Some(Warning::new(WarningCode::EncodingUncertain, message))
    }
}

/// One candidate with every byte classified.
struct Candidate {
    charset: Charset,
    /// What it costs beforehand.
    prior: u64,
    chars: [char; 256],
    classes: [Class; 256],
}

static TABLES: LazyLock<[Candidate; CANDIDATES.len()]> =
    LazyLock::new(|| CANDIDATES.map(|(charset, space, bits)| Candidate::new(charset, space, bits * BIT)));

impl Candidate {
    fn new(charset: Charset, space: Space, prior: u64) -> Self {
        let chars = std::array::from_fn(|byte| {
            charset.decode(&[byte as u8]).text.chars().next().unwrap_or('\u{FFFD}')
        });
        let classes = std::array::from_fn(|byte| match (chars[byte], space) {
            (c, Space::Ascii) if byte >= 0x80 && c.is_ascii() => class('¤'),
            (' ', Space::RightToLeft) if byte >= 0x80 => BOUNDARY,
            (' ', Space::RightToLeft) => class('\u{A0}'),
            (c, Space::RightToLeft) if byte >= 0x80 && c.is_ascii() => class('«'),
            (c, _) => class(c),
        });
        Self { charset, prior, chars, classes }
    }

    fn cost(&self, bytes: &[u8]) -> u64 {
        let mut last = BOUNDARY;
        let mut sum = self.prior;
        for &byte in bytes {
            let next = self.classes[usize::from(byte)];
            sum += cost(last, next);
            last = next;
        }
        sum + cost(last, BOUNDARY)
    }

    /// Whether both make the same text, but for the kind of space, of bytes that are all among `used`.
    fn agrees(&self, other: &Self, used: &[bool; 256]) -> bool {
        let same = |a: char, b: char| a == b || a.is_whitespace() && b.is_whitespace();
        (0..256).all(|byte| !used[byte] || same(self.chars[byte], other.chars[byte]))
    }
}

/// Guesses by the whole input.
pub(super) fn detect(bytes: &[u8]) -> Guess {
    let mut used = [false; 256];
    for &byte in bytes {
        used[usize::from(byte)] = true;
    }
    let mut priced = TABLES.each_ref().map(|candidate| (candidate.cost(bytes), candidate));
    priced.sort_by_key(|&(cost, _)| cost);
    let (least, best) = priced[0];
    let count = bytes.iter().filter(|byte| !byte.is_ascii()).count() as u64;
    let is_arabic = best.charset != CANDIDATES[0].0 && least - best.prior <= GRANTED + count * DEAREST_ARABIC;
    // chardetng takes many times as long as the rest, and has no say over Arabic.
    let other = (!is_arabic).then(|| chardetng(bytes));
    if let Some(charset) = other.filter(|other| CANDIDATES.iter().all(|(charset, ..)| charset != other)) {
        return Guess { charset, runner_up: None, short: count < CLEAR_COUNT };
    }
    let rival = priced[1..].iter().find(|(_, rival)| !best.agrees(rival, &used));
    let runner_up = rival.filter(|(cost, _)| cost - least < CLEAR_MARGIN).map(|(_, rival)| rival.charset);
    Guess { charset: best.charset, runner_up, short: false }
}

fn chardetng(bytes: &[u8]) -> Charset {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Charset::standard(detector.guess(None, Utf8Detection::Deny))
}
