//! Bidirectional controls (UAX #9): embeddings, overrides and isolates that a line opens and does not close.

use memchr::memchr_iter;

use crate::error::{Warning, WarningCode};
use crate::lines::{Line, lines};

/// A warning with the first line that leaves a control open, if there is one.
///
/// Such a control turns what is shown after it; the end of a paragraph closes all of them (UAX #9 X8), so
/// that each line is looked at alone.
pub fn unbalanced(text: &str) -> Option<Warning> {
    if !has_control(text.as_bytes()) {
        return None;
    }
    let mut open = lines(text).filter(leaves_open);
    let first = open.next()?.number;
    let more = open.count();
    let others = if more > 0 { format!(" (and {more} more lines)") } else { String::new() };
    let message = format!("a bidirectional control is opened and not closed{others}");
    Some(Warning::new(WarningCode::UnbalancedBidi, message).at(first))
}

/// Whether U+202A–202E or U+2066–2069 stands anywhere: E2 80 AA–AE, E2 81 A6–A9.
fn has_control(bytes: &[u8]) -> bool {
    memchr_iter(0xE2, bytes)
        .any(|at| matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xAA..=0xAE] | [0x81, 0xA6..=0xA9])))
}

#[derive(PartialEq)]
enum Open {
    Embedding,
    Isolate,
}

fn leaves_open(line: &Line<'_>) -> bool {
    let mut open = Vec::new();
    let mut isolates = 0;
    for c in line.text.chars() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push(Open::Embedding),
            '\u{2066}'..='\u{2068}' => {
                open.push(Open::Isolate);
                isolates += 1;
            }
            // PDF closes the last embedding, and none beyond an isolate.
            '\u{202C}' if open.last() == Some(&Open::Embedding) => {
                open.pop();
            }
            // PDI closes the last isolate and every embedding opened inside it.
            '\u{2069}' if isolates > 0 => {
                while open.pop() == Some(Open::Embedding) {}
                isolates -= 1;
            }
            _ => {}
        }
    }
    !open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stays_open_is_warned_of() {
        let cases = [
            ("نص", None),
            ("\u{202B}نص\u{202C}", None),
            ("\u{2067}نص \u{202A}a\u{2069}", None),
            ("نص\u{202C}\u{2069}", None),
            ("نص\n\u{202E}نص", Some(2)),
            ("\u{2067}نص\u{202C}", Some(1)),
            ("\u{202A}\u{2067}نص\u{2069}", Some(1)),
        ];
        for (text, line) in cases {
            assert_eq!(unbalanced(text).and_then(|warning| warning.line), line, "{text:?}");
        }
    }
}
