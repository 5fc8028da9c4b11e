//! Lone: lines that are paragraphs of their own, though no blank line parts them from their neighbours.

use super::bold;
use super::breaks;
use super::letters::is_arabic;
use super::raw::Piece;
use crate::lines::is_invisible;
use crate::structure::marker;

/// Whether the line `below` begins a paragraph of its own below the `lines` of another, in a document whose text is
/// wrapped in a column, if it is.
///
/// 1. Names in bold open a line each (`**الاسم:** …`), and so do numbers of clauses (`1.2 …`).
/// 2. A line all in bold stands alone, below the end of a sentence and above whatever follows; two of them are one text.
/// 3. So does a line that opens with an emoji.
///
/// Where text is wrapped, 2 and 3 hold behind a line that leaves room in the column alone: other lines open so by chance.
pub(super) fn begins(lines: &[Piece<'_>], below: &str, column: Option<usize>) -> bool {
    let ([first, ..], [.., last]) = (lines, lines) else { return false };
    let (head, above) = (first.text, last.text);
    if opens_with_letter(head) && opens_with_letter(below) {
        return false;
    }
    if bold::opens_with_name(head) && bold::opens_with_name(below) || are_clauses(head, below) {
        return true;
    }
    // Above what a program shows stands the name of its file.
    let is_bold = |text| bold::is_bold_line(text) && is_arabic(text);
    let (bold_above, bold_below) = (is_bold(above), is_bold(below));
    let is_stressed = bold_below && !bold_above && breaks::is_closed(above)
        || bold_above && !bold_below && lines.len() == 1;
    let has_emoji = || opens_with_emoji(above) || opens_with_emoji(below);
    let is_apart = match column {
        None => is_stressed || has_emoji(),
        Some(column) => {
            is_stressed && breaks::leaves_room(above, below, column)
                || has_emoji() && breaks::width(above) <= column * 3 / 4
        }
    };
    // What begins with a colon is a definition, as some Markdown has them.
    is_apart && !below.starts_with(':')
}

/// Whether a text opens with a letter of Arabic, as nearly all do: then none of the signs stands there.
fn opens_with_letter(text: &str) -> bool {
    matches!(text.as_bytes(), [0xD8, 0xA1..=0xBF, ..] | [0xD9, 0x81..=0x8A, ..])
}

/// Whether two texts open with the numbers of clauses (`1.2`, `3.1.4`) of which the second follows the first.
fn are_clauses(one: &str, other: &str) -> bool {
    matches!((clause(one), clause(other)), (Some(one), Some(other)) if one < other && other[0] - one[0] < 2)
}

/// The parts of the number of a clause that a text opens with, before its words.
fn clause(text: &str) -> Option<Vec<u32>> {
    let number = text.split(char::is_whitespace).next().filter(|number| number.contains('.'))?;
    let value = |part: &str| {
        let is_short = (1..=2).contains(&part.chars().count());
        part.chars().try_fold(0, |value, c| Some(10 * value + marker::digit(c)?.0)).filter(|_| is_short)
    };
    (number.len() < text.len()).then(|| number.split('.').map(value).collect())?
}

/// Whether a text opens with an emoji and holds more.
pub(super) fn opens_with_emoji(text: &str) -> bool {
    let mut behind =
        text.trim_start_matches(|c| is_emoji(c) || is_invisible(c) && !c.is_whitespace()).chars();
    text.starts_with(is_emoji) && behind.next().is_some_and(char::is_whitespace)
}

/// Whether a character is of the blocks of pictographs.
const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{231A}'..='\u{23FF}' | '\u{1F000}'..='\u{1FAFF}')
        || c == '\u{FE0F}'
}
