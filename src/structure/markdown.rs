//! Markdown: blocks line by line, forgiving where people and models are careless.

use super::{Block, Kind, Options, Reason, Span};
use crate::error::Warning;
use crate::lines::Line;

/// The blocks of a Markdown document.
pub(super) fn recover<'a>(
    lines: &[Line<'a>],
    _options: &Options,
    _warnings: &mut Vec<Warning>,
) -> Vec<Block<'a>> {
    lines
        .iter()
        .filter(|line| !line.is_blank())
        .map(|line| Block {
            kind: Kind::Paragraph,
            span: Span::line(line.number),
            text: line.text.into(),
            inferred: false,
            reason: Reason::rule("paragraph"),
        })
        .collect()
}
