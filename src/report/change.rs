//! Changes: which characters of a text normalization changes, letter by letter.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::lines::is_invisible;
use crate::normalize::Normalizer;

/// A letter with its marks, a space, … and what became of it.
pub(super) struct Change<'a> {
    /// In the source.
    pub(super) before: &'a str,
    /// In the normalized text.
    pub(super) after: String,
}

impl Change<'_> {
    /// Whether it is another.
    pub(super) fn is_one(&self) -> bool {
        self.before != self.after
    }
}

/// Cuts a text into letters with what belongs to them and normalizes each. Where a change reaches over more than
/// one letter, the whole text is one change.
pub(super) fn changes<'a>(normalizer: &Normalizer, text: &'a str) -> Vec<Change<'a>> {
    let whole = normalizer.normalize(text);
    if whole == text {
        return vec![Change { before: text, after: text.to_owned() }];
    }
    let clusters: Vec<_> = clusters(text).collect();
    let last = clusters.len();
    let parts = clusters.into_iter().enumerate().map(|(index, range)| {
        let before = &text[range];
        let outer = index == 0 || index + 1 == last;
        Change { before, after: after(normalizer, before, outer) }
    });
    let parts: Vec<_> = parts.collect();
    match parts.iter().map(|part| part.after.as_str()).collect::<String>() == whole {
        true => parts,
        false => vec![Change { before: text, after: whole.into_owned() }],
    }
}

/// Spaces vanish at the ends of a line and become one inside it.
fn after(normalizer: &Normalizer, before: &str, outer: bool) -> String {
    if outer || !before.starts_with(char::is_whitespace) {
        return normalizer.normalize(before).into_owned();
    }
    let within = normalizer.normalize(&format!("a{before}a")).into_owned();
    within.trim_matches('a').to_owned()
}

/// A run of white space, or a character with the marks, tatweel and invisible controls behind it.
fn clusters(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let follows = |c: char| match first.is_whitespace() {
            true => c.is_whitespace() || is_invisible(c),
            false => is_combining_mark(c) || c == 'ـ' || is_invisible(c) && !c.is_whitespace(),
        };
        let behind = &rest[first.len_utf8()..];
        let end = behind.find(|c| !follows(c)).map_or(rest.len(), |at| first.len_utf8() + at);
        let start = text.len() - rest.len();
        rest = &rest[end..];
        Some(start..start + end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str) -> Vec<(String, String)> {
        let changes = changes(&Normalizer::standard(), text);
        assert_eq!(changes.iter().map(|change| change.before).collect::<String>(), text);
        let changed = changes.into_iter().filter(Change::is_one);
        changed.map(|change| (change.before.to_owned(), change.after)).collect()
    }

    #[test]
    fn a_letter_is_changed_with_its_marks() {
        let pairs = [("كُ", "ك"), ("عـ", "ع"), ("\u{FEFB}", "لا")];
        assert_eq!(changed("كُتب معـا \u{FEFB}"), pairs.map(|(before, after)| (before.into(), after.into())));
        assert!(changed("كتب").is_empty());
    }

    #[test]
    fn spaces_and_controls_are_changes() {
        let own = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(changed("ا  ب\u{A0}ت "), [own("  ", " "), own("\u{A0}", " "), own(" ", "")]);
        assert_eq!(changed("اب\u{200F}ت"), [own("ب\u{200F}", "ب")]);
    }
}
