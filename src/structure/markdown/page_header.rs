//! Page header: what Jina Reader writes above the page that it has made Markdown of.
//!
//! ```text
//! Title: فوائد القراءة
//!
//! URL Source: https://example.com/page
//!
//! Markdown Content:
//! ```

use super::front_matter::FrontMatter;
use crate::lines::Line;
use crate::structure::Span;

const TITLE: &str = "Title:";
const SOURCE: &str = "URL Source:";
const CONTENT: &str = "Markdown Content:";

/// Lines of a header at most.
const MOST_LINES: usize = 16;

/// The header at the head of the document, whose first visible line is that of index `start`.
pub(super) fn read<'a>(lines: &[Line<'a>], start: usize) -> Option<FrontMatter<'a>> {
    let first = &lines[start];
    let title = first.visible.strip_prefix(TITLE)?.trim();
    let header = &lines[start..lines.len().min(start + MOST_LINES)];
    let length = header.iter().position(|line| line.visible.starts_with(CONTENT))?;
    let is_entry = |line: &Line<'_>| {
        let key = line.visible.split_once(": ").map(|(key, _)| key);
        line.is_blank() || key.is_some_and(|key| key.bytes().all(|b| b.is_ascii_alphabetic() || b == b' '))
    };
    let has_source = header[..length].iter().any(|line| line.visible.starts_with(SOURCE));
    if !has_source || !header[1..length].iter().all(is_entry) {
        return None;
    }
    let content = &header[length];
    let text = content.visible[CONTENT.len()..].trim_start();
    let text = (!text.is_empty()).then(|| Line::of(content.number, text));
    Some(FrontMatter {
        span: Span { first: first.number, last: content.number - usize::from(text.is_some()) },
        title: (!title.is_empty()).then(|| (Span::line(first.number), title.into())),
        lines: start + length + 1,
        text,
    })
}
