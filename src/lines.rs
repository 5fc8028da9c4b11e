//! Lines of a decoded text: numbered, borrowed, parted at every line end that Unicode knows.

use crate::ascii::AsciiSet;
use crate::lanes::{BLOCK, Passed, is_continuation};

/// One line without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// 1-based.
    pub number: usize,
    /// What stands before the line end.
    pub text: &'a str,
    /// The same without what is [invisible](is_invisible) at its ends.
    pub(crate) visible: &'a str,
    /// The ASCII characters in it but SPACE, letters and digits.
    pub(crate) signs: AsciiSet,
}

impl<'a> Line<'a> {
    /// A text as a line, though it may hold line ends.
    pub fn of(number: usize, text: &'a str) -> Self {
        Self::new(number, text, AsciiSet::of(text).both(SIGNS))
    }

    fn new(number: usize, text: &'a str, signs: AsciiSet) -> Self {
        Self { number, text, visible: text.trim_matches(is_invisible), signs }
    }

    /// Only white space, NBSP, BOM or invisible controls.
    pub fn is_blank(&self) -> bool {
        self.visible.is_empty()
    }

    /// What stands before the visible text.
    pub fn space(&self) -> &'a str {
        &self.text[..self.visible.as_ptr() as usize - self.text.as_ptr() as usize]
    }
}

/// Whether nothing in `text` is visible: white space of any kind, C0 and C1 controls, the invisible
/// format controls that normalization deletes, ZWNJ, ZWJ and WORD JOINER.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// White space, a control, or a format character without a shape of its own.
#[inline]
pub fn is_invisible(c: char) -> bool {
    match c {
        ' ' => true,
        '!'..='~' => false,
        '\u{0600}'..='\u{061B}' | '\u{061D}'..='\u{1FFF}' => c == '\u{1680}',
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => true,
        '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => true,
        _ => c.is_whitespace() || c.is_control(),
    }
}

/// Splits a text into lines at LF, CRLF, CR, VT, FF, U+0085, U+2028 and U+2029
/// (the mandatory breaks of UAX #14). A text that ends in a line end has no empty line after it.
pub fn lines(text: &str) -> Lines<'_> {
    Lines { text, at: 0, number: 0, telling: Telling { bytes: text.as_bytes(), next: 0, places: 0 } }
}

/// Iterator of [`lines`].
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Where the next line begins.
    at: usize,
    number: usize,
    telling: Telling<'a>,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let Self { text, at: start, .. } = *self;
        let bytes = text.as_bytes();
        if start == bytes.len() {
            return None;
        }
        let mut signs = AsciiSet::EMPTY;
        let (mut end, mut next) = (bytes.len(), bytes.len());
        for at in self.telling.by_ref() {
            // The LF of a CRLF is told once more.
            if at < start {
                continue;
            }
            let byte = bytes[at];
            if may_end_line(byte)
                && let Some(width) = line_end(&bytes[at..])
            {
                (end, next) = (at, at + width);
                break;
            }
            signs.insert(byte);
        }
        self.at = next;
        self.number += 1;
        Some(Line::new(self.number, &text[start..end], signs.both(SIGNS)))
    }
}

/// All that a line may hold as signs.
const SIGNS: AsciiSet = {
    let (mut signs, mut byte) = (AsciiSet::EMPTY, 0);
    while byte < 0x80 {
        if byte != b' ' && !byte.is_ascii_alphanumeric() {
            signs.insert(byte);
        }
        byte += 1;
    }
    signs
};

/// Whether a byte is, or leads, a line end.
fn may_end_line(byte: u8) -> bool {
    byte <= b'\r' || byte >= 0xC2
}

/// The bytes of the line end that stands here, if one does.
fn line_end(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\r', b'\n', ..] => Some(2),
        [b'\n' | b'\r' | 0x0B | 0x0C, ..] => Some(1),
        [0xC2, 0x85, ..] => Some(2),
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => Some(3),
        _ => None,
    }
}

/// Bytes whose places are looked for at once.
const WINDOW: usize = u64::BITS as usize;

/// Iterator over the places of a text that may tell something of a line: all but those of spaces, of what is common in
/// Arabic, and of most letters and digits of ASCII.
#[derive(Clone, Debug)]
struct Telling<'a> {
    bytes: &'a [u8],
    /// Where the window behind the one that is looked at begins.
    next: usize,
    /// A bit for each place of the window that is left.
    places: u64,
}

impl Iterator for Telling<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.places == 0 {
            let rest = self.bytes.get(self.next..).filter(|rest| !rest.is_empty())?;
            self.places = match rest.first_chunk() {
                Some(window) => telling(window),
                None => telling_at_end(rest),
            };
            self.next += WINDOW;
        }
        let place = self.places.trailing_zeros() as usize;
        self.places &= self.places - 1;
        Some(self.next - WINDOW + place)
    }
}

/// A bit for each place of a window that may tell something.
#[inline]
fn telling(window: &[u8; WINDOW]) -> u64 {
    let tells = |byte: u8| !(is_continuation(byte) | (byte == b' ') | (byte & 0xFE == 0xD8));
    let telling = mask(window, tells);
    // Three in a row are a word of ASCII, most likely.
    if telling & telling << 1 & telling << 2 == 0 {
        return telling;
    }
    telling & mask(window, |byte| ((byte | 0x20).wrapping_sub(b'a') >= 26) & (byte.wrapping_sub(b'0') >= 10))
}

#[inline(never)]
fn telling_at_end(rest: &[u8]) -> u64 {
    let mut window = [b' '; WINDOW];
    window[..rest.len()].copy_from_slice(rest);
    telling(&window)
}

/// A bit for each byte that passes.
#[inline(always)]
fn mask(window: &[u8; WINDOW], test: impl Fn(u8) -> bool) -> u64 {
    let (halves, _) = window.as_chunks::<BLOCK>();
    let [low, high] = [halves[0], halves[1]].map(|half| {
        let [passed] = Passed::all(|at| [test(half[at])]);
        u64::from(passed.mask())
    });
    low | high << BLOCK
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Character after character: the oracle of [`lines`].
    fn slowly(text: &str) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}']);
            let (line, behind) = rest.split_at(end.unwrap_or(rest.len()));
            lines.push(Line::of(lines.len() + 1, line));
            let end =
                if behind.starts_with("\r\n") { 2 } else { behind.chars().next().map_or(0, char::len_utf8) };
            rest = &behind[end..];
        }
        lines
    }

    proptest! {
        #[test]
        fn any_text_parts_as_one_character_after_the_other(
            text in "([نص \u{200C}«a1]{0,70}[!-/:-@\\[-`{-~\u{1}\u{7F}\u{A0}…aé]{0,4}(abc|1234|)(\n|\r\n|\r|\u{B}|\u{C}|\u{85}|\u{2028}|\u{2029}|)){0,9}",
        ) {
            prop_assert_eq!(lines(&text).collect::<Vec<_>>(), slowly(&text));
        }
    }

    fn texts(text: &str) -> Vec<&str> {
        lines(text).map(|line| line.text).collect()
    }

    #[test]
    fn every_line_end_parts() {
        let text = "a\nb\r\nc\rd\u{0B}e\u{0C}f\u{85}g\u{2028}h\u{2029}i";
        assert_eq!(texts(text), ["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
    }

    #[test]
    fn a_final_line_end_adds_no_line() {
        assert_eq!(texts("a\n"), ["a"]);
        assert_eq!(texts("a\n\n"), ["a", ""]);
        assert_eq!(texts("a\r\n\r\nb"), ["a", "", "b"]);
        assert!(texts("").is_empty());
        assert_eq!(texts("a\r"), ["a"]);
        assert_eq!(texts("\r\r\na"), ["", "", "a"]);
    }

    #[test]
    fn numbers_start_at_one_and_count_blank_lines() {
        let numbers: Vec<_> = lines("a\n\nb").map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 3]);
    }

    #[test]
    fn blank_is_what_nobody_sees() {
        for text in
            ["", " \t", "\u{A0}", "\u{FEFF}", "\u{200F}\u{202B} \u{202C}", "\u{200C}", "\u{3000}", "\u{1680}"]
        {
            assert!(is_blank(text), "{text:?}");
        }
        for text in [".", "ا", "\u{640}", "\u{64E}", "\u{FFFD}"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}
