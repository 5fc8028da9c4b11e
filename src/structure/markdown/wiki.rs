//! Wiki: the links, embeds, highlights, comments and block ids of Obsidian and of wikis.

use std::ops::Range;

use super::letters::is_arabic_letter;
use crate::letters::{is_alphabetic, is_alphanumeric};

/// Bytes of a link, a highlight or a comment at most.
const LONGEST: usize = 500;

/// What `[[` at the head of a text opens: `[[هدف]]`, `[[هدف|نص]]`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// Where its words stand.
    pub(super) words: Range<usize>,
    /// Where it ends.
    pub(super) end: usize,
}

impl Link {
    /// The link that `text` begins with.
    pub(super) fn of(text: &str) -> Option<Self> {
        let inner = within(text, "[[", "]]")?;
        let end = inner.len() + "[[]]".len();
        let is_link = !inner.contains(['[', ']'])
            && inner.starts_with(|c| is_alphanumeric(c) || c == '#')
            && !inner.ends_with(char::is_whitespace)
            && inner.contains(is_alphabetic)
            // Brackets around the text of a common link.
            && !text[end..].starts_with(['(', '[', '{', ']', ':']);
        let target = inner.find('|').unwrap_or(inner.len());
        let words = match inner.rfind('|').map(|bar| bar + 1) {
            Some(shown) if !inner[shown..].trim().is_empty() => shown..inner.len(),
            _ => inner.len() - inner.trim_start_matches('#').len()..target,
        };
        is_link.then_some(Self { words: words.start + "[[".len()..words.end + "[[".len(), end })
    }
}

/// What an embed at the head of a text says, and where it ends: `![[غلاف.png]]`, `![[غلاف.png|غلاف الكتاب]]`.
pub(super) fn embed(text: &str) -> Option<(&str, usize)> {
    let inner = within(text, "![[", "]]")?;
    let mut parts = inner.split('|').map(str::trim);
    let target = parts.next().filter(|target| target.contains(is_alphabetic))?;
    // A number behind the bar is a width.
    let words = parts.next_back().filter(|words| words.contains(is_alphabetic)).unwrap_or(target);
    (!inner.contains(['[', ']'])).then_some((words, inner.len() + "![[]]".len()))
}

/// The words that `==` at the head of a text highlights; it does not where it compares.
pub(super) fn highlight<'t>(before: &str, text: &'t str) -> Option<&'t str> {
    let inner = within(text, "==", "==")?;
    let touches = |c: char| !c.is_whitespace();
    let behind = &text[inner.len() + "====".len()..];
    let is_highlight = !before.ends_with(is_alphanumeric)
        && inner.starts_with(touches)
        && inner.ends_with(touches)
        && inner.contains(is_arabic_letter)
        && !inner.contains('=')
        && !behind.starts_with(|c: char| c == '=' || c.is_ascii_alphanumeric());
    is_highlight.then_some(inner)
}

/// The comment between the `%%` that all of a text stands between.
pub(super) fn comment<'t>(before: &str, text: &'t str) -> Option<&'t str> {
    let inner = within(text, "%%", "%%")?;
    let behind = &text[inner.len() + "%%%%".len()..];
    let stands_alone = before.trim().is_empty() && behind.trim().is_empty();
    (stands_alone && !inner.trim().is_empty() && !inner.contains('%')).then_some(inner)
}

/// The id of a block at its end: `^a1b2c3`, `^block-2`. Words alone are as often the name of a key (`^shift`).
pub(super) fn block_id<'t>(before: &str, text: &'t str) -> Option<&'t str> {
    /// Bytes of an id at least.
    const SHORTEST: usize = 4;
    let id = text.trim_end();
    let is_id = id.len() > SHORTEST
        && id[1..].bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && id[1..].starts_with(|c: char| c != '-')
        && id.contains(is_alphabetic)
        && id.contains(|c: char| c.is_ascii_digit());
    (is_id && before.ends_with(char::is_whitespace) && before.contains(is_alphabetic)).then_some(id)
}

/// What stands between two marks, the first at the head of a text.
fn within<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let inner = text.strip_prefix(open)?;
    let end = inner[..inner.floor_char_boundary(LONGEST)].find(close)?;
    Some(&inner[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_show_their_words() {
        let words = |text: &'static str| Link::of(text).map(|link| &text[link.words]);
        assert_eq!(words("[[ابن رشد]]، ثم"), Some("ابن رشد"));
        assert_eq!(words("[[أبو حامد|الغزالي]] ثم"), Some("الغزالي"));
        assert_eq!(words("[[أبو حامد|]]"), Some("أبو حامد"));
        assert_eq!(words("[[#قسم]]"), Some("قسم"));
        for text in ["[[1]]", "[[1]](#a)", "[[نص]](a)", "[[:space:]]", "[[ -f a ]]", "[[1, 2], [3]]"] {
            assert_eq!(words(text), None, "{text}");
        }
        assert_eq!(embed("![[غلاف.png|100]] نص"), Some(("غلاف.png", "![[غلاف.png|100]]".len())));
    }

    #[test]
    fn marks_are_told_from_signs() {
        assert_eq!(highlight("", "==مهم== جدا"), Some("مهم"));
        for (before, text) in [("س", "==ص و ع==ل"), ("(", "==a=="), ("", "== نص =="), ("", "==نص===")]
        {
            assert_eq!(highlight(before, text), None, "{text}");
        }
        assert_eq!(comment("", "%% سر %%"), Some(" سر "));
        assert_eq!(comment("50 ", "%% و 60 %% أخرى"), None);
        assert_eq!(block_id("نص ", "^block-2"), Some("^block-2"));
        for (before, text) in [
            ("شكرا ", "^JM"),
            ("10 ", "^345"),
            ("", "^abcd"),
            ("نص", "^abcd"),
            ("نص ", "^abc1 ثم"),
            ("اضغط ", "^shift"),
        ] {
            assert_eq!(block_id(before, text), None, "{text}");
        }
    }
}
