//! Table: rows of cells between pipes.

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
