//! Lines of a decoded text: numbered, borrowed, parted at every line end that Unicode knows.

use std::sync::LazyLock;

use crate::ascii::AsciiSet;
use crate::blocks::{BLOCK, Bytewise, Classes, Places, Vectors, Work};

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

    #[inline]
    fn new(number: usize, text: &'a str, signs: AsciiSet) -> Self {
        Self { number, text, visible: visible(text), signs }
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

/// A text without what is invisible at its ends.
#[inline]
pub(crate) fn visible(text: &str) -> &str {
    // Nearly all lines are empty, or begin and end with a letter or sign. U+061C is the one character of its row that is
    // invisible.
    let begins = match text.as_bytes() {
        [] | [b'!'..=b'~' | 0xD9, ..] => true,
        [0xD8, trail, ..] => *trail != 0x9C,
        _ => false,
    };
    let ends = match text.as_bytes() {
        [] | [.., b'!'..=b'~'] | [.., 0xD9, _] => true,
        [.., 0xD8, trail] => *trail != 0x9C,
        _ => false,
    };
    if begins && ends { text } else { text.trim_matches(is_invisible) }
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
        '!'..='~' | '\u{061D}'..='\u{167F}' => false,
        _ => is_invisible_beside_letters(c),
    }
}

/// The same of a character that is neither a space nor a letter, digit or sign of ASCII or Arabic.
#[inline(never)]
fn is_invisible_beside_letters(c: char) -> bool {
    match c {
        '\u{0600}'..='\u{061B}' | '\u{1681}'..='\u{1FFF}' => false,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => true,
        '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => true,
        _ => c.is_whitespace() || c.is_control(),
    }
}

/// Splits a text into lines at LF, CRLF, CR, VT, FF, U+0085, U+2028 and U+2029
/// (the mandatory breaks of UAX #14). A text that ends in a line end has no empty line after it.
pub fn lines(text: &str) -> Lines<'_> {
    Lines::with(text, Bytewise)
}

/// All [`lines`] of a text, for any kind of vectors.
pub struct Parting<'a>(pub &'a str);

impl<'a> Work for Parting<'a> {
    type Output = Vec<Line<'a>>;

    #[inline(always)]
    fn run(self, vectors: impl Vectors) -> Vec<Line<'a>> {
        /// A guess at the length of lines, for room to hold them.
        const BYTES_OF_A_LINE: usize = 128;
        let mut all = Vec::with_capacity(16 + self.0.len() / BYTES_OF_A_LINE);
        // Not `extend`, which would be compiled for the least of processors.
        for line in Lines::with(self.0, vectors) {
            all.push(line);
        }
        all
    }
}

/// Iterator of [`lines`].
#[derive(Clone, Debug)]
pub struct Lines<'a, V = Bytewise> {
    text: &'a str,
    /// Where the next line begins.
    at: usize,
    number: usize,
    telling: Telling<'a, V>,
}

impl<'a, V: Vectors> Lines<'a, V> {
    #[inline(always)]
    fn with(text: &'a str, vectors: V) -> Self {
        let telling =
            Telling { bytes: text.as_bytes(), vectors, signs: &TELLING, next: 0, places: Places(0) };
        Self { text, at: 0, number: 0, telling }
    }
}

impl<'a, V: Vectors> Iterator for Lines<'a, V> {
    type Item = Line<'a>;

    #[inline(always)]
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

/// The signs and controls of ASCII.
static TELLING: LazyLock<Classes<1>> =
    LazyLock::new(|| Classes::new(|c| u8::from(c.is_ascii() && c != ' ' && !c.is_ascii_alphanumeric())));

/// Iterator over the places of a text that may tell something of a line: the signs of ASCII, and rare characters.
#[derive(Clone, Debug)]
struct Telling<'a, V> {
    bytes: &'a [u8],
    vectors: V,
    signs: &'static Classes<1>,
    /// Where the block behind the one that is looked at begins.
    next: usize,
    /// What is left of that.
    places: Places,
}

impl<V: Vectors> Iterator for Telling<'_, V> {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        loop {
            if let Some(place) = self.places.next() {
                return Some(self.next - BLOCK + place);
            }
            if self.next >= self.bytes.len() {
                return None;
            }
            let filled;
            let block = match self.bytes[self.next..].first_chunk() {
                Some(block) => block,
                None => {
                    filled = self.vectors.filled(&self.bytes[self.next..]);
                    &filled
                }
            };
            let [signs] = self.vectors.ascii(self.signs, block);
            self.places = Places(signs | self.vectors.rare(block));
            self.next += BLOCK;
        }
    }
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
