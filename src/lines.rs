//! Lines of a decoded text: numbered, borrowed, parted at every line end that Unicode knows.

use memchr::memchr;

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
    Lines { rest: text, number: 0 }
}

/// Iterator of [`lines`].
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    rest: &'a str,
    number: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let (text, rest) = match line_end(self.rest.as_bytes()) {
            Some((at, width)) => (&self.rest[..at], &self.rest[at + width..]),
            None => (self.rest, ""),
        };
        self.rest = rest;
        self.number += 1;
        Some(Line { number: self.number, text })
    }
}

/// Offset and width in bytes of the first line end.
fn line_end(bytes: &[u8]) -> Option<(usize, usize)> {
    // Almost every line ends at LF, so what stands before the LF is looked through once for the rest.
    let end = memchr(b'\n', bytes).unwrap_or(bytes.len());
    if let Some(other) = rare_line_end(&bytes[..end]) {
        let (at, width) = other;
        let crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
        return Some((at, if crlf { 2 } else { width }));
    }
    (end < bytes.len()).then_some((end, 1))
}

/// The first line end other than LF, with its width in bytes.
fn rare_line_end(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\r' | 0x0B | 0x0C => return Some((at, 1)),
            0xC2 if bytes.get(at + 1) == Some(&0x85) => return Some((at, 2)),
            0xE2 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0xA8 | 0xA9)) => {
                return Some((at, 3));
            }
            _ => at += 1,
        }
    }
    None
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
