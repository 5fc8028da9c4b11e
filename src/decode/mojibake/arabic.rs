//! Arabic: text in an Arabic code page that was read as Western European (`ÇáÓáÇã`), found and read anew.
//!
//! No byte tells: the letters must. A segment (what stands between ASCII letters) is damage where the model of the
//! language finds it far cheaper as Arabic, and no dearer than Arabic is.

use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::{Encoding, ISO_8859_6, WINDOWS_1256};
use memchr::memchr;

use super::super::letters::BOUNDARY;
use super::super::model::{BIT, class, cost_between};
use super::page::WESTERN;

/// An Arabic code page: the characters of 0x80 to 0xFF.
struct Original {
    name: &'static str,
    chars: [char; 128],
}

static ORIGINALS: LazyLock<[Original; 2]> = LazyLock::new(|| [WINDOWS_1256, ISO_8859_6].map(Original::new));

/// Damage is this much cheaper as Arabic than as it stands,
const CERTAIN_GAIN: u64 = 40 * BIT;
/// has so many characters outside ASCII,
const CERTAIN_LENGTH: usize = 6;
/// and costs no more than this for each of them.
const DEAREST_ARABIC: u64 = 11 * BIT / 2;
/// Beside certain damage, this is enough.
const LIKELY_GAIN: u64 = 4 * BIT;
/// Where none is certain, a segment that is this much cheaper is suspicious.
const SUSPICIOUS_GAIN: u64 = 20 * BIT;

impl Original {
    fn new(encoding: &'static Encoding) -> Self {
        let chars = std::array::from_fn(|byte| {
            let byte = [byte as u8 + 0x80];
            let (text, _) = encoding.decode_without_bom_handling(&byte);
            text.chars().next().unwrap_or('\u{FFFD}')
        });
        Self { name: encoding.name(), chars }
    }

    /// What `c` was, if it was read as Western.
    fn char_of(&self, c: char) -> char {
        match WESTERN.byte(c) {
            Some(byte) if !c.is_ascii() => self.chars[usize::from(byte & 0x7F)],
            _ => c,
        }
    }
}

/// What stands between ASCII letters, with its price both ways.
struct Segment {
    range: Range<usize>,
    high: usize,
    gain: i64,
    cost: u64,
}

impl Segment {
    fn is_certain(&self) -> bool {
        self.gain >= CERTAIN_GAIN as i64
            && self.high >= CERTAIN_LENGTH
            && self.cost <= self.high as u64 * DEAREST_ARABIC
    }
}

/// The verdict on a text.
pub(super) enum Verdict {
    /// No sign of damage.
    Clean,
    /// Some sign of it.
    Suspicious,
    /// Damage, with what it was.
    Damaged {
        /// The name of the code page it was written in.
        name: &'static str,
        /// The repaired text.
        text: String,
        /// How many characters were repaired.
        characters: usize,
        /// Where in the damaged text the first stood.
        first: usize,
    },
}

/// Looks for damage and repairs it.
pub(super) fn judge(text: &str) -> Verdict {
    let priced = ORIGINALS.each_ref().map(|original| {
        let segments: Vec<_> = segments(text).map(|range| price(text, range, original)).collect();
        let certain = segments.iter().filter(|segment| segment.is_certain());
        (certain.map(|segment| segment.gain).sum::<i64>(), original, segments)
    });
    let suspicious =
        priced.iter().any(|(_, _, segments)| segments.iter().any(|s| s.gain >= SUSPICIOUS_GAIN as i64));
    match priced.into_iter().max_by_key(|&(gain, ..)| gain) {
        Some((1.., original, segments)) => repair(text, original, &segments),
        _ if suspicious => Verdict::Suspicious,
        _ => Verdict::Clean,
    }
}

/// Repairs what is certain and what is likely beside it; all of a text that is damaged nearly throughout.
fn repair(text: &str, original: &Original, segments: &[Segment]) -> Verdict {
    let likely = segments.iter().filter(|s| s.is_certain() || s.gain >= LIKELY_GAIN as i64);
    if is_throughout(text, segments) {
        let text: String = text.chars().map(|c| original.char_of(c)).collect();
        let characters = text.chars().filter(|c| !c.is_ascii()).count();
        let first = segments.first().map_or(0, |segment| segment.range.start);
        return Verdict::Damaged { name: original.name, text, characters, first };
    }
    let (mut out, mut copied, mut characters, mut first) = (String::with_capacity(text.len()), 0, 0, None);
    for segment in likely {
        out += &text[copied..segment.range.start];
        out.extend(text[segment.range.clone()].chars().map(|c| original.char_of(c)));
        copied = segment.range.end;
        characters += segment.high;
        first.get_or_insert(segment.range.start);
    }
    out += &text[copied..];
    Verdict::Damaged { name: original.name, text: out, characters, first: first.unwrap_or(0) }
}

/// Whether the whole text was read wrongly: all of it is of the page, half of it certain damage, nearly all likely.
fn is_throughout(text: &str, segments: &[Segment]) -> bool {
    let mut high = text.chars().filter(|c| !c.is_ascii());
    let all = high.clone().count();
    let certain: usize = segments.iter().filter(|s| s.is_certain()).map(|s| s.high).sum();
    let likely: usize = segments.iter().filter(|s| s.gain >= LIKELY_GAIN as i64).map(|s| s.high).sum();
    certain * 2 >= all && likely * 10 >= all * 9 && high.all(|c| WESTERN.byte(c).is_some())
}

/// The stretches without ASCII letters and line ends, all of the page, that hold one of U+00C0 to U+00FF.
fn segments(text: &str) -> impl Iterator<Item = Range<usize>> {
    let fits = |c: char| match c {
        '\n' | 'a'..='z' | 'A'..='Z' => false,
        '\0'..='\x7F' => true,
        _ => WESTERN.byte(c).is_some(),
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        // C3 is the lead byte of all Arabic letters on the page.
        let letter = at + memchr(0xC3, &text.as_bytes()[at..])?;
        let start = at + text[at..letter].trim_end_matches(fits).len();
        let end = letter + text[letter..].find(|c| !fits(c)).unwrap_or(text.len() - letter);
        at = end;
        Some(start..end)
    })
}

/// The price of a segment as it was, and how much dearer it is as it stands.
fn price(text: &str, range: Range<usize>, original: &Original) -> Segment {
    let border = |c: Option<char>| c.map_or(BOUNDARY, class);
    let before = border(text[..range.start].chars().next_back());
    let after = border(text[range.end..].chars().next());
    let segment = &text[range.clone()];
    let now = cost_between(before, segment.chars(), after);
    let then = cost_between(before, segment.chars().map(|c| original.char_of(c)), after);
    let high = segment.chars().filter(|c| !c.is_ascii()).count();
    Segment { range, high, gain: now as i64 - then as i64, cost: then }
}
