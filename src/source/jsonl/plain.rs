//! Plain: objects whose keys hold no escape, and strings whose escapes are of two characters, read many bytes at a time.
//!
//! What is right is told by serde_json's reading, which takes whatever is not read here.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::Found;
use crate::blocks::Places;
use crate::json::search;

/// Finds the wanted fields of an object whose keys hold no escape; `None` of whatever else, which takes a closer look.
pub(super) fn plain<'w, 'a>(line: &'a str, mut found: Found<'w, 'a>) -> Option<Found<'w, 'a>> {
    let mut rest = behind_space(behind_space(line).strip_prefix('{')?);
    loop {
        let (key, after) = quoted(rest)?;
        let key = &key[1..key.len() - 1];
        let (value, after) = value(behind_space(behind_space(after).strip_prefix(':')?))?;
        if key.contains('\\') {
            return None;
        }
        if found.is_wanted(key) {
            found.take(key, value);
        }
        let after = behind_space(after);
        match after.as_bytes().first()? {
            b',' => rest = behind_space(&after[1..]),
            b'}' => return behind_space(&after[1..]).is_empty().then_some(found),
            _ => return None,
        }
    }
}

fn behind_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
}

/// The value that a text begins with, and what follows.
fn value(text: &str) -> Option<(&str, &str)> {
    if text.starts_with('"') {
        return quoted(text);
    }
    let value: &RawValue = serde_json::Deserializer::from_str(text).into_iter().next()?.ok()?;
    Some(text.split_at(value.get().len()))
}

/// The string that a text begins with, with its quotation marks, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('"')?.as_bytes();
    let (mut end, mut next) = (None, 0);
    search(inner, |start, mask| {
        Places(mask).map(|place| start + place).all(|at| match inner[at] {
            // Behind a reverse solidus.
            _ if at < next => true,
            b'\\' => {
                let length = length_of_escape(&inner[at + 1..]);
                next = at + length.unwrap_or_default();
                length.is_some()
            }
            quotation_mark_or_control => {
                end = (quotation_mark_or_control == b'"').then_some(at);
                false
            }
        })
    });
    end.map(|end| text.split_at(end + 2))
}

/// The length of an escape, by what follows its reverse solidus; `None` of what is none.
fn length_of_escape(behind: &[u8]) -> Option<usize> {
    match behind.first()? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => behind.get(1..5)?.iter().all(u8::is_ascii_hexdigit).then_some(6),
        _ => None,
    }
}

/// What a string says whose escapes are of two characters; `None` for any other, which takes a closer look. Whatever it
/// holds that must be escaped is.
pub(super) fn unescaped(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    let bytes = inner.as_bytes();
    let mut text = String::new();
    let mut start = 0;
    let mut is_short = true;
    search(bytes, |first, mask| {
        is_short = Places(mask).map(|place| first + place).all(|at| {
            // Behind a reverse solidus.
            if at < start {
                return true;
            }
            let Some(c) = bytes.get(at + 1).and_then(|&sign| escaped(sign)) else { return false };
            if text.is_empty() {
                text.reserve_exact(inner.len());
            }
            text.push_str(&inner[start..at]);
            text.push(c);
            start = at + 2;
            true
        });
        is_short
    });
    if !is_short {
        return None;
    }
    if start == 0 {
        return Some(inner.into());
    }
    text.push_str(&inner[start..]);
    Some(text.into())
}

/// What an escape of two characters stands for.
fn escaped(sign: u8) -> Option<char> {
    Some(match sign {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'"' | b'\\' | b'/' => char::from(sign),
        _ => return None,
    })
}
