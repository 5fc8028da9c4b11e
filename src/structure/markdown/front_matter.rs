//! Front matter: the metadata block at the head of a document, YAML or TOML, or the header of a page.

use std::borrow::Cow;

use super::page_header;
use crate::lines::{Line, is_invisible};
use crate::structure::Span;

/// Where the front matter stands, and its title.
#[derive(Debug, PartialEq)]
pub(super) struct FrontMatter<'a> {
    pub(super) span: Span,
    /// The lines of the `title` entry and what it says.
    pub(super) title: Option<(Span, Cow<'a, str>)>,
    /// How many lines of the document it takes, blank lines before it included.
    pub(super) lines: usize,
    /// The text that stands in the last of them, behind the metadata.
    pub(super) text: Option<Line<'a>>,
}

/// A line that cannot be metadata within so many lines says that the rule above it was a thematic break.
const MOST_LINES: usize = 1000;

/// The front matter at the head of the document.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Option<FrontMatter<'a>> {
    let start = lines.iter().position(|line| !line.is_blank())?;
    let (closers, assign): (&[&str], char) = match lines[start].visible {
        "---" => (&["---", "..."], ':'),
        "+++" => (&["+++"], '='),
        _ => return page_header::read(lines, start),
    };
    let body = &lines[start + 1..];
    let length = body.iter().take(MOST_LINES).position(|line| closers.contains(&line.visible))?;
    let body = &body[..length];
    if !is_metadata(body, assign) {
        return None;
    }
    Some(FrontMatter {
        span: Span { first: lines[start].number, last: lines[start + 1 + length].number },
        title: title(body, assign),
        lines: start + length + 2,
        text: None,
    })
}

/// Whether every line is an entry, belongs to one or is a comment, and there is an entry at all.
fn is_metadata(body: &[Line<'_>], assign: char) -> bool {
    let mut entries = 0;
    let fits = body.iter().all(|line| {
        let text = line.text.trim_end();
        let continues = text.starts_with([' ', '\t', '-', '#', '[', ']', '}', '"', '\'']) || line.is_blank();
        let entry = entry(text, assign).is_some();
        entries += usize::from(entry);
        continues || entry
    });
    fits && entries > 0
}

/// Key and value of an entry at the margin.
fn entry(text: &str, assign: char) -> Option<(&str, &str)> {
    let text = text.trim_start_matches('\u{FEFF}');
    let (key, value) = text.split_once(assign)?;
    let key = key.trim_end().trim_matches('"');
    let named = !key.is_empty()
        && key.chars().count() <= 60
        && key.split(' ').count() <= 3
        && key.chars().all(|c| c.is_alphanumeric() || "_-.:/@ ".contains(c));
    // YAML wants white space behind the colon.
    let spaced = assign == '=' || value.is_empty() || value.starts_with([' ', '\t']);
    (named && spaced).then(|| (key, value.trim_matches(is_invisible)))
}

fn title<'a>(body: &[Line<'a>], assign: char) -> Option<(Span, Cow<'a, str>)> {
    let at = body.iter().position(|line| {
        entry(line.text.trim_end(), assign).is_some_and(|(key, _)| key.eq_ignore_ascii_case("title"))
    })?;
    let (_, value) = entry(body[at].text.trim_end(), assign)?;
    // A plain or folded scalar may go on in indented lines.
    let more =
        body[at + 1..].iter().take_while(|line| line.text.starts_with([' ', '\t']) && !line.is_blank());
    let more: Vec<&str> = if value.starts_with(['"', '\'']) && value.len() > 1 && value.ends_with(['"', '\''])
        || assign == '='
    {
        Vec::new()
    } else {
        more.map(|line| line.visible).collect()
    };
    let span = Span { first: body[at].number, last: body[at].number + more.len() };
    let scalar = if matches!(value, ">" | "|" | ">-" | "|-" | ">+" | "|+") { "" } else { value };
    let text = if more.is_empty() {
        unquoted(scalar)
    } else {
        let whole: Vec<&str> = std::iter::once(scalar).filter(|part| !part.is_empty()).chain(more).collect();
        unquoted(&whole.join(" ")).into_owned().into()
    };
    (!crate::lines::is_blank(&text)).then_some((span, text))
}

/// What a scalar says: quotation marks and escapes gone, a comment behind it cut.
fn unquoted(scalar: &str) -> Cow<'_, str> {
    if let Some(inner) = scalar.strip_prefix('\'') {
        let end = inner.rfind('\'').unwrap_or(inner.len());
        return match &inner[..end] {
            inner if inner.contains("''") => inner.replace("''", "'").into(),
            inner => inner.into(),
        };
    }
    if let Some(inner) = scalar.strip_prefix('"') {
        let end = inner.rfind('"').unwrap_or(inner.len());
        return match &inner[..end] {
            inner if inner.contains('\\') => unescaped(inner).into(),
            inner => inner.into(),
        };
    }
    let scalar = scalar.find(" #").map_or(scalar, |comment| &scalar[..comment]);
    if matches!(scalar, "null" | "~") { "".into() } else { scalar.trim_end().into() }
}

/// The escapes that a title may need: `\"`, `\\`, `\n`, `\t`, `\uXXXX`.
fn unescaped(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let hex = escape.strip_prefix('u').and_then(|hex| hex.get(..4));
        let scalar = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        let (c, width) = match (scalar, escape.chars().next()) {
            (Some(c), _) => (c, 5),
            (None, Some('n' | 't')) => (' ', 1),
            (None, Some(c)) => (c, c.len_utf8()),
            (None, None) => ('\\', 0),
        };
        out.push(c);
        rest = &escape[width..];
    }
    out.push_str(rest);
    out
}
