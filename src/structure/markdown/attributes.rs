//! Attributes: the lists in braces that Pandoc, Kramdown, MkDocs and Docusaurus put behind a mark: `{#id}`, `{: .class}`,
//! `{ .md-button }`, `[نص]{dir="rtl"}`.

/// Bytes of a list at most; a longer brace is text.
const LONGEST: usize = 200;

/// Bytes of the list that `text` begins with, where `before` stands before it: behind a link, a mark or at the end.
pub(super) fn length(before: &str, text: &str) -> Option<usize> {
    let close = text[..text.floor_char_boundary(LONGEST)].find('}')?;
    let (inner, behind) = (&text[1..close], &text[close + 1..]);
    let above = before.trim_end();
    let is_last = behind.trim_end().is_empty();
    let attached = is_last || above.ends_with([')', ']', '*', '_', '`', '>', ':', '}']);
    let has_values = inner.contains("=\"") && (before.ends_with(')') || is_last && above.is_empty());
    (attached && (is_list(inner) || has_values)).then_some(close + 1)
}

/// Bytes of the list that `text` begins with right behind a text in brackets.
pub(super) fn length_of_span(text: &str) -> Option<usize> {
    let inner = text[..text.floor_char_boundary(LONGEST)].strip_prefix('{')?;
    let inner = &inner[..inner.find('}')?];
    (is_list(inner) || inner.contains("=\"")).then_some(inner.len() + "{}".len())
}

/// Whether braces hold an attribute list: it begins with `#id`, `.class` or the colon of Kramdown.
fn is_list(inner: &str) -> bool {
    let name = |name: &str| name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    // Generators number their ids: `#2-الأهداف`.
    let id = |id: &str| name(id) || id.starts_with(char::is_numeric) && id.contains(char::is_alphabetic);
    let list = inner.strip_prefix(':').unwrap_or(inner).trim();
    (inner.starts_with(':') || list.starts_with(['#', '.']))
        && list.split_whitespace().next().is_some_and(|word| match word.split_once('=') {
            Some((key, _)) => name(key),
            None => word.strip_prefix('#').is_some_and(id) || word.strip_prefix('.').is_some_and(name),
        })
}

/// The quoted words of an attribute list that are for people: those of `title`, and any that are not ASCII.
pub(super) fn words_shown(list: &str) -> impl Iterator<Item = &str> {
    let mut parts = list.split('"');
    std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
        .filter(|(name, words)| name.ends_with("title=") || !words.is_ascii())
        .map(|(_, words)| words)
}

/// The id that a heading carries at its end (`{#id}`), taken away.
pub(super) fn without_heading_id(text: &str) -> &str {
    let Some(body) = text.strip_suffix('}') else { return text };
    match body.rfind('{') {
        Some(open) if is_list(&body[open + 1..]) => text[..open].trim_end(),
        // MDX writes the id as a comment: {/* id */}, and with a backslash: \{#id}.
        Some(open) if body[open..].starts_with("{/*") => text[..open].trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_with_numbers_are_taken_from_headings_and_numbers_are_not() {
        for id in ["{#1.-المقدمة}", "{#2-goals}", "{#التعريف-(أ)}", "{.unnumbered}"] {
            assert_eq!(without_heading_id(&format!("المقدمة {id}")), "المقدمة", "{id}");
        }
        for text in ["المسألة {#1}", "المجموعة {1، 2}", "النسبة {.5}"] {
            assert_eq!(without_heading_id(text), text);
        }
    }
}
