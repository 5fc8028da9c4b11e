//! Unclosed: what a fence that nothing closes holds, code to the end or the text of the document.

use super::letters::{is_arabic, is_arabic_letter, mostly_arabic};
use crate::lines::Line;

/// Lines of prose say so soon.
const MOST_LINES: usize = 200;

/// Whether the lines below such a fence are code: where the fence names a language, none of them reads as prose;
/// elsewhere most letters are not Arabic.
pub(super) fn holds_code(info: &str, below: &[Line<'_>]) -> bool {
    let visible = || below.iter().map(|line| line.visible).filter(|text| !text.is_empty());
    let is_named = info.starts_with(|c: char| c.is_ascii_alphabetic())
        && !TEXTS.iter().any(|name| info.eq_ignore_ascii_case(name));
    !mostly_arabic(visible().take(20)) || is_named && !visible().take(MOST_LINES).any(is_prose)
}

/// Languages that hold text.
const TEXTS: [&str; 6] = ["text", "txt", "plaintext", "plain", "markdown", "md"];

/// Whether a line opens with Arabic, behind a marker or several number signs perhaps; one opens a comment.
fn is_prose(text: &str) -> bool {
    let text = if text.starts_with("##") { text.trim_start_matches('#') } else { text };
    let bare =
        text.trim_start_matches(|c: char| c.is_whitespace() || c.is_numeric() || "*->.)•«\"“([".contains(c));
    bare.starts_with(is_arabic_letter) && is_arabic(text)
}
