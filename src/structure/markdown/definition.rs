//! Definition: link reference definitions, and the like heads of footnotes.

use crate::lines::is_blank;

/// The label of a link reference definition or of a footnote: `[label]: …`, and what follows it.
pub(super) fn head(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('[')?;
    // CommonMark allows 999 characters.
    let end = inner.char_indices().take(1000).scan(false, |escaped, (at, c)| {
        let plain = !*escaped;
        *escaped = plain && c == '\\';
        Some((at, if plain { c } else { ' ' }))
    });
    let (end, _) = end.into_iter().find(|&(_, c)| c == ']' || c == '[').filter(|&(_, c)| c == ']')?;
    let rest = inner[end + 1..].strip_prefix(':')?;
    let label = &inner[..end];
    label.contains(|c: char| !c.is_whitespace()).then_some((label, rest.trim()))
}

/// How many lines below the one that it begins in a link reference definition takes, where `rest` stands behind its colon:
/// the destination may stand in the next line, the title too, and that may go on (CommonMark §4.7). `None` where it is
/// no definition.
pub(super) fn lines_taken<'t>(rest: &'t str, mut below: impl Iterator<Item = &'t str>) -> Option<usize> {
    let (line, taken) = if rest.is_empty() { (below.next()?, 1) } else { (rest, 0) };
    // A word in a line of its own is none.
    if taken > 0 && !line.contains(['/', '.', '#', '<']) {
        return None;
    }
    let width = match line.strip_prefix('<').and_then(|inner| inner.find('>')) {
        Some(end) => end + "<>".len(),
        None => line.find(char::is_whitespace).unwrap_or(line.len()),
    };
    let behind = &line[width..];
    match behind.trim_start() {
        "" => {
            let title = below.next().and_then(|first| title_lines(first, below));
            Some(taken + title.map_or(0, |lines| 1 + lines))
        }
        title if title.len() < behind.len() => Some(taken + title_lines(title, below)?),
        _ => None,
    }
}

/// How many lines below its first the title of a definition takes.
fn title_lines<'t>(first: &'t str, below: impl Iterator<Item = &'t str>) -> Option<usize> {
    let close = match first.bytes().next()? {
        b'(' => ')',
        quote @ (b'"' | b'\'') => char::from(quote),
        _ => return None,
    };
    for (nth, line) in std::iter::once(&first[1..]).chain(below).enumerate() {
        let mut escaped = false;
        let end = line.find(|c| {
            let closes = c == close && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        if let Some(end) = end {
            return is_blank(&line[end + 1..]).then_some(nth);
        }
    }
    None
}
