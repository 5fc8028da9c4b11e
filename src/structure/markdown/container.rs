//! Container: block quotes, list items and asides, and how the lines below go on with them.

use super::cursor::Cursor;

/// A block that holds blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// `>`
    Quote,
    /// A list item.
    Item {
        /// Columns before its marker, from where its parent's content begins.
        indent: usize,
        /// Columns before its content, from there.
        content: usize,
        /// Whether the marker counts.
        ordered: bool,
    },
    /// A block whose content is indented by four columns (`!!! note`).
    Aside,
}

impl Container {
    /// Whether the line goes on with this container; if so, takes its sign away.
    pub(super) fn goes_on(self, cursor: &mut Cursor<'_>) -> bool {
        match self {
            Self::Quote => open_quote(cursor),
            Self::Item { content, .. } => continues_at(content, cursor),
            Self::Aside => continues_at(4, cursor),
        }
    }

    pub(super) fn is_item(self) -> bool {
        matches!(self, Self::Item { .. })
    }
}

fn continues_at(content: usize, cursor: &mut Cursor<'_>) -> bool {
    let inside = cursor.is_blank() || cursor.indent >= content;
    if inside {
        cursor.dedent(content);
    }
    inside
}

/// Takes a `>` and the space behind it away, if the line has one.
pub(super) fn open_quote(cursor: &mut Cursor<'_>) -> bool {
    let quoted = cursor.indent < 4 && cursor.rest.starts_with('>');
    if quoted {
        cursor.consume(1);
        cursor.dedent(1);
    }
    quoted
}
