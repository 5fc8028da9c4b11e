//! Visual: lines whose letters stand in visual order, as careless extraction from PDF leaves them.
//!
//! In a reversed Arabic line words begin with ة and ى, which end words, and end in لا, the article: the model of the
//! language finds such a line far cheaper when it is read backwards.

use memchr::memmem;
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
    if !has_sign(text.as_bytes()) {
        return None;
    }
    let mut reversed = lines(text).filter(is_reversed);
    let first = reversed.next()?.number;
    let more = reversed.count();
    let others = if more > 0 { format!(" (and {more} more lines)") } else { String::new() };
    let message = format!("the line looks stored in visual order{others}; extract the text in logical order");
    Some(Warning::new(WarningCode::VisualOrder, message).at(first))
}

/// Whether some word begins with ة or ى, or with the final form of some letter (U+FE80 to U+FEFC): in a reversed text one
/// word in ten does. One search clears the texts that have none.
fn has_sign(bytes: &[u8]) -> bool {
    const SIGNS: [&[u8]; 4] = [" ة".as_bytes(), " ى".as_bytes(), &[0xEF, 0xBA], &[0xEF, 0xBB]];
    SIGNS.iter().any(|sign| memmem::find(bytes, sign).is_some())
        || ["\nة", "\nى"].iter().any(|sign| memmem::find(bytes, sign.as_bytes()).is_some())
        || bytes.starts_with("ة".as_bytes())
        || bytes.starts_with("ى".as_bytes())
}

fn is_reversed(line: &Line<'_>) -> bool {
    // Presentation forms stand for letters; a ligature is one shape, whose letters must be turned with the rest.
    let letters: String = line.text.nfkc().collect();
    let turned: String = line.text.chars().rev().flat_map(|c| std::iter::once(c).nfkc()).collect();
    let count = letters.chars().filter(|c| matches!(c, 'ء'..='ي')).count() as u64;
    let (as_is, backwards) = (cost_of(letters.chars()), cost_of(turned.chars()));
    as_is >= backwards + CERTAIN_GAIN.max(count * GAIN_PER_LETTER)
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
