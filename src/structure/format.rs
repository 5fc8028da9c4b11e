//! Format: Markdown or plain text, decided for a whole document.

use std::borrow::Cow;

use super::Format;
use crate::lines::Line;

/// The format of a document and the reason for it.
pub(super) fn detect(lines: &[Line<'_>]) -> (Format, Cow<'static, str>) {
    match lines.iter().find(|line| line.text.starts_with("# ") || line.text.starts_with("## ")) {
        Some(line) => (Format::Markdown, format!("ATX heading in line {}", line.number).into()),
        None => (Format::Plain, "no ATX heading".into()),
    }
}
