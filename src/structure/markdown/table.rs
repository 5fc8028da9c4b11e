//! Table: rows of cells between pipes.

use crate::lines::Line;

/// How many columns a delimiter row (`|---|:--:|`) has; `None` where `text` is none.
pub(super) fn delimiter_columns(text: &str) -> Option<usize> {
    let fits = text.bytes().all(|b| b"|-: \t".contains(&b)) && text.contains('|') && text.contains('-');
    let is_delimiter = |cell: &str| {
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
    };
    (fits && cells(text).all(is_delimiter)).then(|| cells(text).count())
}

/// Whether a delimiter row of so many columns stands below the head of a table: it has as many cells, or one less or
/// more where the next row is like the head.
pub(super) fn is_head(text: &str, columns: usize, below: &[Line<'_>]) -> bool {
    let cells = cells(text).count();
    let is_like = || below.iter().find(|line| !line.is_blank()).is_some_and(|row| is_row(row, cells));
    text.contains('|') && (columns == cells || columns.abs_diff(cells) == 1 && is_like())
}

/// Whether a blank line stands inside of a table with this head: the next row is like it, and heads no other table.
pub(super) fn goes_on(head: &str, below: &[Line<'_>]) -> bool {
    let mut below = below.iter().take(MOST_BLANK_LINES + 2).skip_while(|line| line.is_blank());
    below.next().is_some_and(|row| is_row(row, cells(head).count()))
        && below.next().is_none_or(|next| delimiter_columns(next.visible).is_none())
}

/// Blank lines inside of a table at most, below the first.
const MOST_BLANK_LINES: usize = 8;

/// Whether a line is a row of so many cells, with a pipe before the first.
fn is_row(line: &Line<'_>, columns: usize) -> bool {
    columns > 1 && line.visible.starts_with('|') && cells(line.visible).count() == columns
}

/// The cells of a row, raw and trimmed; `\|` parts none.
pub(super) fn cells(row: &str) -> Cells<'_> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    Cells { rest: Some(row) }
}

/// Iterator of [`cells`].
pub(super) struct Cells<'a> {
    rest: Option<&'a str>,
}

impl<'a> Iterator for Cells<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let mut escaped = false;
        let end = rest.bytes().position(|b| {
            let parts = b == b'|' && !escaped;
            escaped = b == b'\\' && !escaped;
            parts
        });
        let Some(end) = end else {
            self.rest = None;
            return Some(rest.trim());
        };
        // The pipe at the end of a row closes it.
        self.rest = Some(&rest[end + 1..]).filter(|tail| !tail.trim().is_empty());
        Some(rest[..end].trim())
    }
}
