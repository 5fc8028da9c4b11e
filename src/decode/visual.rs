//! Visual: lines whose letters stand in visual order, as careless extraction from PDF leaves them.
//!
//! In a reversed Arabic line words begin with ة and ى, which end words, and end in لا, the article: the model of the
//! language finds such a line far cheaper when it is read backwards.

use std::sync::LazyLock;

use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::{Finder, FinderBuilder};
use memchr::{memchr, memchr_iter};
use unicode_normalization::UnicodeNormalization;

use super::model::{BIT, cost_of};
use crate::error::{Warning, WarningCode};
use crate::lines::{Line, lines};

/// A reversed line is this much cheaper backwards,
const CERTAIN_GAIN: u64 = 24 * BIT;
/// and this much for each of its letters.
const GAIN_PER_LETTER: u64 = BIT;

/// A warning with the first line that looks stored in visual order, if there is one.
pub fn visual_order(text: &str) -> Option<Warning> {
    if text.is_ascii() || !shows_sign(text) {
        return None;
    }
    let mut lines = lines(text);
    let first = lines.find(|line| shows_sign(line.text) && is_reversed(line))?.number;
    let more = lines.filter(is_reversed).count();
    let others = if more > 0 { format!(" (and {more} more lines)") } else { String::new() };
    let message = format!("the line looks stored in visual order{others}; extract the text in logical order");
    Some(Warning::new(WarningCode::VisualOrder, message).at(first))
}

/// Whether the text, or a word behind a space, begins with ة or ى, or there is the final form of some letter (U+FE80 to
/// U+FEFC): in a reversed text one word in ten does.
fn shows_sign(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.starts_with(['ة', 'ى'])
        || SIGNS.iter().any(|sign| sign.find(bytes).is_some())
        || memchr_iter(0xEF, bytes).any(|at| matches!(bytes[at + 1], 0xBA | 0xBB))
}

static SIGNS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [" ة", " ى"].map(|sign| FinderBuilder::new().build_forward_with_ranker(Arabic, sign)));

/// How frequent bytes are in Arabic text: the lead bytes of its letters stand everywhere, so a search goes by the rest.
struct Arabic;

impl HeuristicFrequencyRank for Arabic {
    fn rank(&self, byte: u8) -> u8 {
        if matches!(byte, 0xD8 | 0xD9) { u8::MAX } else { 0 }
    }
}

fn is_reversed(line: &Line<'_>) -> bool {
    if memchr(0xEF, line.text.as_bytes()).is_none() {
        return is_cheaper_backwards(line.text.chars(), line.text.chars().rev());
    }
    // Presentation forms stand for letters; a ligature is one shape, whose letters must be turned with the rest.
    let turned = line.text.chars().rev().flat_map(|c| std::iter::once(c).nfkc());
    is_cheaper_backwards(line.text.nfkc(), turned)
}

fn is_cheaper_backwards(letters: impl Iterator<Item = char>, turned: impl Iterator<Item = char>) -> bool {
    let mut count = 0;
    let as_is = cost_of(letters.inspect(|c| count += u64::from(matches!(c, 'ء'..='ي'))));
    as_is >= cost_of(turned) + CERTAIN_GAIN.max(count * GAIN_PER_LETTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "أعلنت الوزارة اليوم أن المدارس في العاصمة تفتح أبوابها\nوذكرت أن الخطة الجديدة تشمل المدن";

    fn turn(line: &str) -> String {
        line.chars().rev().collect()
    }

    #[test]
    fn reversed_lines_are_found() {
        let text = format!("عنوان\n{}\n{}\n", turn("الجامعة العربية المفتوحة في مدينة القاهرة"), TEXT);
        assert_eq!(visual_order(&text).and_then(|warning| warning.line), Some(2));
        let all: Vec<_> = TEXT.lines().map(turn).collect();
        let warning = visual_order(&all.join("\n")).expect("a warning");
        assert_eq!(warning.line, Some(1));
        assert!(warning.message.contains("1 more"), "{}", warning.message);
    }

    #[test]
    fn presentation_forms_in_visual_order_are_found() {
        // ﺔﻌﻣﺎﺠﻟا ﺔﯿﺑﺮﻌﻟا ﺔﺣﻮﺘﻔﻤﻟا: shapes as a PDF draws them, from the left.
        let line = "\u{FE94}\u{FEA3}\u{FEEE}\u{FE98}\u{FED4}\u{FEE4}\u{FEDF}\u{FE8D} \
                    \u{FE94}\u{FEF4}\u{FE91}\u{FEAE}\u{FECC}\u{FEDF}\u{FE8D} \
                    \u{FE94}\u{FECC}\u{FEE3}\u{FE8E}\u{FEA0}\u{FEDF}\u{FE8D}";
        assert!(visual_order(line).is_some());
        assert!(visual_order(&turn(line)).is_none());
    }

    #[test]
    fn text_in_logical_order_is_left_alone() {
        for text in [TEXT, "ة ة ة", "الحروف: ا ب ت ة ى ي", "ى\nة", "", "plain ة text ى with letters"]
        {
            assert_eq!(visual_order(text), None, "{text}");
        }
    }
}
