//! Wrapper: the fence around a whole document, as language models hand it over (` ```markdown `).

use super::sign::Fence;
use crate::lines::Line;
use crate::structure::{Block, DropKind, Kind, Reason, Span};

/// The rule of a line that holds such a fence.
pub(super) const WRAPPER: &str = "fence around the document";

/// The line that opens the fence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrapper<'a> {
    pub(super) fence: Fence,
    line: Line<'a>,
    /// How many lines of the document it takes, blank lines before it included.
    pub(super) lines: usize,
}

impl<'a> Wrapper<'a> {
    /// The fence that the first visible line opens around Markdown, where all of the document stands in it: the last
    /// visible line closes it, or none does.
    pub(super) fn of(lines: &[Line<'a>]) -> Option<Self> {
        let at = lines.iter().position(|line| !line.is_blank())?;
        let (fence, info) = Fence::open(lines[at].visible)?;
        let is_markdown = ["markdown", "md"].iter().any(|name| info.eq_ignore_ascii_case(name));
        let inside = &lines[at + 1..];
        let closes = |line: &Line<'_>| !line.is_blank() && fence.is_closed_by(line.visible);
        let holds_all =
            || inside.iter().rfind(|line| !line.is_blank()).is_none_or(closes) || !inside.iter().any(closes);
        (is_markdown && holds_all()).then_some(Self { fence, line: lines[at], lines: at + 1 })
    }

    /// The line as a block.
    pub(super) fn block(&self) -> Block<'a> {
        Block {
            kind: Kind::Dropped(DropKind::Separator),
            span: Span::line(self.line.number),
            text: self.line.visible.into(),
            inferred: false,
            reason: Reason::rule(WRAPPER),
        }
    }
}
