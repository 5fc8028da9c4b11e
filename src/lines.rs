//! Lines of a decoded text: numbered, borrowed, parted at every line end that Unicode knows.

use memchr::{memchr, memchr2_iter, memchr3};

/// One line without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// 1-based.
    pub number: usize,
    /// What stands before the line end.
    pub text: &'a str,
}

impl Line<'_> {
    /// Only white space, NBSP, BOM or invisible controls.
    pub fn is_blank(&self) -> bool {
        is_blank(self.text)
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
    let line_feed = memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
    Lines { text, at: 0, number: 0, line_feed, only_line_feeds: !has_rare_line_end(text.as_bytes()) }
}

/// Iterator of [`lines`].
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// Where the next line begins.
    at: usize,
    number: usize,
    /// The first LF from `at` on, or the end: kept, since a text may have none for many lines.
    line_feed: usize,
    only_line_feeds: bool,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let Self { text, at, .. } = *self;
        let bytes = text.as_bytes();
        if at == bytes.len() {
            return None;
        }
        if self.line_feed < at {
            self.line_feed = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        }
        let (end, next) = match self.only_line_feeds {
            true => (self.line_feed, (self.line_feed + 1).min(bytes.len())),
            false => line_end(bytes, at, self.line_feed),
        };
        self.at = next;
        self.number += 1;
        Some(Line { number: self.number, text: &text[at..end] })
    }
}

/// Where the line from `at` on ends and where the next one begins.
fn line_end(bytes: &[u8], at: usize, line_feed: usize) -> (usize, usize) {
    let rare = (at..line_feed).find_map(|at| Some((at, rare_width(&bytes[at..])?)));
    match rare {
        Some((end, _)) if bytes[end..].starts_with(b"\r\n") => (end, end + 2),
        Some((end, width)) => (end, end + width),
        None => (line_feed, (line_feed + 1).min(bytes.len())),
    }
}

/// The bytes of a line end other than LF that stands here.
fn rare_width(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\r' | 0x0B | 0x0C, ..] => Some(1),
        [0xC2, 0x85, ..] => Some(2),
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => Some(3),
        _ => None,
    }
}

/// Whether any line end other than LF stands anywhere: most texts have none and need not be looked through.
fn has_rare_line_end(bytes: &[u8]) -> bool {
    memchr3(b'\r', 0x0B, 0x0C, bytes).is_some()
        || memchr2_iter(0xC2, 0xE2, bytes).any(|at| rare_width(&bytes[at..]).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

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
