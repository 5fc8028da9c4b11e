//! Entities: HTML character references left in plain text → the characters they stand for.

use std::borrow::Cow;

use memchr::memchr;

use super::Block;
use crate::ascii::AsciiSet;
use crate::error::{Warning, WarningCode};

/// What no reference is without.
pub(super) const OPENING: AsciiSet = AsciiSet::of("&");

/// Decodes the character references in every block of a plain text, whose structure is known by now.
pub(super) fn decode_blocks(blocks: &mut [Block<'_>]) -> Option<Warning> {
    let mut decoded = 0;
    let mut first = None;
    for block in blocks {
        if let Some((text, count)) = decode_entities(&block.text) {
            block.text = text.into();
            decoded += count;
            first.get_or_insert(block.span.first);
        }
    }
    let message = format!("HTML character references decoded: {decoded}");
    Some(Warning::new(WarningCode::EntitiesDecoded, message).at(first?))
}

/// Decodes the character references (`&quot;`, `&#1575;`, `&nbsp`) of one block of plain text, once, and counts
/// them; `None` where there are none.
///
/// The rules are those of HTML for attribute values, since a plain text may hold URLs: a reference without its `;`
/// counts only where no letter, digit or `=` follows, nor (beyond HTML) `_` or `-`. A line end written as a
/// reference becomes a space.
pub fn decode_entities(text: &str) -> Option<(String, usize)> {
    let mut at = memchr(b'&', text.as_bytes())?;
    let mut out = String::new();
    let mut count = 0;
    let mut copied = 0;
    while let Some(step) = memchr(b'&', &text.as_bytes()[at..]) {
        at += step;
        let reference = &text[at..at + length(&text[at..])];
        let after = text[at + reference.len()..].chars().next();
        match decode(reference, after) {
            Some(decoded) => {
                out += &text[copied..at];
                out.extend(decoded.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
                count += 1;
                at += reference.len();
                copied = at;
            }
            None => at += 1,
        }
    }
    out += &text[copied..];
    (count > 0).then_some((out, count))
}

/// The length of what is spelt like a reference at the start of `text`, which begins with `&`.
fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let sign = 1 + usize::from(bytes.get(1) == Some(&b'#'));
    let name = bytes[sign..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    sign + name + usize::from(name > 0 && bytes.get(sign + name) == Some(&b';'))
}

fn decode(reference: &str, after: Option<char>) -> Option<Cow<'_, str>> {
    if !reference.ends_with(';') && after.is_some_and(|c| matches!(c, '=' | '_' | '-')) {
        return None;
    }
    let decoded = htmlize::unescape_attribute(reference);
    (decoded != reference).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_once_and_counted() {
        let cases = [
            ("قال: &quot;نعم&quot;", "قال: \"نعم\"", 2),
            ("&#1575;&#x644;&#1604;&#1607;", "الله", 4),
            ("أ&nbsp;ب&nbspج", "أ\u{A0}ب\u{A0}ج", 2),
            ("&amp;quot;", "&quot;", 1),
            ("&laquo;كتاب&raquo; &hellip;", "«كتاب» …", 3),
            ("&#150; &#0; &#x110000;", "– \u{FFFD} \u{FFFD}", 3),
            ("سطر&#10;سطر", "سطر سطر", 1),
            ("&lt;p&gt; &copy 2020", "<p> © 2020", 3),
            ("&&amp;&", "&&&", 1),
        ];
        for (text, want, count) in cases {
            assert_eq!(decode_entities(text), Some((want.to_owned(), count)), "{text}");
        }
    }

    #[test]
    fn what_is_no_reference_stays() {
        let texts = [
            "AT&T و R&D;",
            "https://example.org/?a=1&copy=2&lt_x=3&para-b=4&notit=5",
            "&",
            "&#;",
            "&#x;",
            "&بسم;",
            "&nosuchname;",
            "& amp;",
        ];
        for text in texts {
            assert_eq!(decode_entities(text), None, "{text}");
        }
    }
}
