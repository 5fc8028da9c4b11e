//! Dressed: numbers of items that Markdown or the direction of the text dresses otherwise: `**1.** نص`, `-1 نص`.

use crate::letters::{is_alphabetic, is_alphanumeric, is_numeric};
use crate::structure::marker::{self, Class, Delimiter};

/// A number at the head of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dressed<'a> {
    /// The number with what parts it from the text.
    pub(super) raw: &'a str,
    pub(super) value: u32,
    pub(super) delimiter: Delimiter,
    /// Bytes of all that stands before the text.
    pub(super) width: usize,
}

/// The number that opens a text.
pub(super) fn read(text: &str) -> Option<Dressed<'_>> {
    match text.as_bytes().first()? {
        b'*' => in_bold(text),
        b'-' => behind_hyphen(text),
        _ => None,
    }
}

/// `**1.** نص`: the number alone is in bold.
fn in_bold(text: &str) -> Option<Dressed<'_>> {
    let (raw, rest) = text.strip_prefix("**")?.split_once("**")?;
    let is_number = raw.chars().all(|c| is_numeric(c) || ".)(-–ـ".contains(c));
    if !is_number || !rest.starts_with(char::is_whitespace) || !rest.contains(is_alphanumeric) {
        return None;
    }
    let Class::Number { value, delimiter, .. } = marker::class(raw)? else { return None };
    Some(Dressed { raw, value, delimiter, width: text.len() - rest.len() })
}

/// `-1 نص`: the number of a line that was typed from right to left.
fn behind_hyphen(text: &str) -> Option<Dressed<'_>> {
    let digits = text.strip_prefix('-')?;
    let width = 1 + digits.find(|c| !is_numeric(c))?;
    let (raw, rest) = text.split_at(width);
    let word = rest.trim_start();
    let is_item = (2..=3).contains(&raw.chars().count())
        && word.len() < rest.len()
        && word.starts_with(|c: char| !c.is_ascii() && is_alphabetic(c));
    if !is_item {
        return None;
    }
    let value = raw.chars().skip(1).try_fold(0, |value, c| Some(10 * value + marker::digit(c)?.0))?;
    Some(Dressed { raw, value, delimiter: Delimiter::Dash, width })
}
