//! Cursor: a place in a line, its indentation counted in columns.

use crate::letters::arabic_letter;
use crate::lines::{Line, is_invisible};

/// What is left of a line. Invisible controls and NBSP take no columns: they stand before marks by accident.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    /// From the first visible character on, without what is invisible at the end.
    pub(super) rest: &'a str,
    /// Columns of white space before `rest`.
    pub(super) indent: usize,
    /// Column of `rest` in the line; tab stops are every four.
    column: usize,
}

impl<'a> Cursor<'a> {
    #[inline]
    pub(super) fn of(line: &Line<'a>) -> Self {
        let column = columns(line.space(), 0);
        Self { rest: line.visible, indent: column, column }
    }

    fn measured(text: &'a str, start: usize) -> Self {
        let visible = match text.as_bytes() {
            // As nearly always.
            &[b' ', lead, trail, ..] if arabic_letter([lead, trail]).is_some() => 1,
            _ => text.find(|c| !is_invisible(c)).unwrap_or(text.len()),
        };
        let column = columns(&text[..visible], start);
        Self { rest: &text[visible..], indent: column - start, column }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes up to `columns` of the indentation away.
    pub(super) fn dedent(&mut self, columns: usize) {
        self.indent = self.indent.saturating_sub(columns);
    }

    /// Goes behind the first `bytes` of `rest` and measures the white space there.
    pub(super) fn consume(&mut self, bytes: usize) {
        let (taken, tail) = self.rest.split_at(bytes);
        *self = Self::measured(tail, self.column + taken.chars().count());
    }
}

/// The column behind white space that begins in column `start`.
fn columns(space: &str, start: usize) -> usize {
    space.chars().fold(start, |column, c| match c {
        ' ' => column + 1,
        '\t' => column / 4 * 4 + 4,
        _ => column,
    })
}
