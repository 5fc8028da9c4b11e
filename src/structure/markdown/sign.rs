//! Sign: what the first characters of a line say about its block.

use crate::letters::is_alphanumeric;
use crate::lines::is_blank;

/// Width in bytes of an ATX opening and the level, where `text` opens a heading. `tight` lets a single `#` stand
/// without a space behind it; more of them may always.
pub(super) fn atx(text: &str, tight: bool) -> Option<(usize, u8)> {
    let level = text.bytes().take_while(|&b| b == b'#').count();
    let next = text[level..].chars().next();
    let joined = next.is_some_and(|c| is_alphanumeric(c) || "*_[«\"(`".contains(c)) && (level > 1 || tight);
    let opens = (1..=6).contains(&level) && (joined || next.is_none_or(char::is_whitespace));
    opens.then_some((level, level as u8))
}

/// The text of an ATX heading without its closing sequence.
pub(super) fn without_closing(text: &str) -> &str {
    let bare = text.trim_end_matches('#');
    if bare.is_empty() || bare.ends_with([' ', '\t', '\u{A0}']) { bare.trim_end() } else { text }
}

/// The level that a setext underline gives to the paragraph before it.
pub(super) fn setext(text: &str) -> Option<u8> {
    match text.as_bytes().first()? {
        b'=' if text.bytes().all(|b| b == b'=') => Some(1),
        b'-' if text.bytes().all(|b| b == b'-') => Some(2),
        _ => None,
    }
}

/// `***`, `- - -`, `___`.
pub(super) fn is_thematic_break(text: &str) -> bool {
    let Some(mark @ (b'*' | b'-' | b'_')) = text.bytes().next() else { return false };
    let mut marks = 0;
    text.bytes().all(|b| {
        marks += usize::from(b == mark);
        b == mark || b == b' ' || b == b'\t'
    }) && marks >= 3
}

/// A code fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    pub(super) mark: u8,
    pub(super) length: usize,
}

impl Fence {
    /// The fence that `text` opens, with its info string.
    pub(super) fn open(text: &str) -> Option<(Self, &str)> {
        let mark = *text.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
        let length = text.bytes().take_while(|&b| b == mark).count();
        let info = text[length..].trim();
        let opens = length >= 3 && !(mark == b'`' && info.contains('`'));
        opens.then_some((Self { mark, length }, info))
    }

    /// Whether `text` closes this fence.
    pub(super) fn is_closed_by(self, text: &str) -> bool {
        text.len() >= self.length && text.bytes().all(|b| b == self.mark)
    }
}

/// The label of a link reference definition or of a footnote: `[label]: …`, and what follows it.
pub(super) fn definition(text: &str) -> Option<(&str, &str)> {
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
pub(super) fn definition_lines<'t>(rest: &'t str, mut below: impl Iterator<Item = &'t str>) -> Option<usize> {
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

/// A line that only the generator of a site reads: an import of MDX, a directive, a template tag.
pub(super) fn is_generator_line(text: &str) -> bool {
    let wrapped = |open: &str, close: &str| {
        text.len() >= open.len() + close.len() && text.starts_with(open) && text.ends_with(close)
    };
    let import = text.strip_prefix("import ").is_some_and(|rest| {
        rest.ends_with(['\'', '"', ';']) && rest.contains(['\'', '"']) || rest.trim_end() == "{"
    });
    let export = text.strip_prefix("export ").is_some_and(|rest| {
        ["const ", "default ", "function ", "let ", "var ", "{"].iter().any(|word| rest.starts_with(word))
    });
    import
        || export
        || wrapped("{%", "%}")
        || wrapped("{{<", ">}}")
        || wrapped("{{%", "%}}")
        || wrapped("{/*", "*/}")
        || wrapped("{:", "}")
        || text.eq_ignore_ascii_case("[toc]")
        || text.eq_ignore_ascii_case("[[toc]]")
}

/// `:::note`, `:::`: a directive, and its title (`:::tip عنوان`, `:::note[عنوان]`).
pub(super) fn directive(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(":::")?.trim_start_matches(':').trim_start();
    let title = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let title = title.trim();
    Some(title.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(title))
}

/// `!!! note "title"`, `??? note`, `=== "tab"`: the head of an indented aside, and its title.
pub(super) fn aside(text: &str) -> Option<&str> {
    let tab = text.strip_prefix("=== ").map(str::trim_start).filter(|rest| rest.starts_with('"'));
    let rest = tab.or_else(|| {
        let rest = text.strip_prefix("!!! ").or_else(|| text.strip_prefix("??? "))?;
        rest.trim_start().starts_with(|c: char| c.is_ascii_alphabetic()).then_some(rest)
    });
    let rest = rest.or_else(|| text.strip_prefix("???+ "))?;
    Some(rest.split_once('"').and_then(|(_, title)| title.rsplit_once('"')).map_or("", |(title, _)| title))
}

/// `[!NOTE]`, `[!WARNING] عنوان`: the head of an alert inside a block quote; gives what follows the sign.
pub(super) fn alert(text: &str) -> Option<&str> {
    let (name, rest) = text.strip_prefix("[!")?.split_once(']')?;
    let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic());
    (named && !rest.starts_with(['(', '['])).then(|| rest.trim_start_matches(['-', '+']).trim())
}

/// Whether `text` opens a block that is no paragraph and no item.
pub(super) fn opens_block(text: &str) -> bool {
    atx(text, false).is_some()
        || Fence::open(text).is_some()
        || is_thematic_break(text)
        || text.starts_with('>')
}

/// Whether one of the lines is a heading without the space: `##عنوان`.
pub(super) fn writes_tight_headings(lines: &[crate::lines::Line<'_>]) -> bool {
    lines.iter().any(|line| {
        let text = line.text.trim_start();
        atx(text, false).is_some_and(|(width, _)| text[width..].starts_with(is_alphanumeric))
    })
}
