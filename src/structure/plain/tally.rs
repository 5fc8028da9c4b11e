//! Tally: what characters a line is made of.

mod common;

pub(super) use self::common::spaces;

use std::sync::LazyLock;

use crate::letters::{Table, is_alphanumeric};
use crate::lines::is_invisible;
use crate::structure::key::{Key, is_silent};

/// The count of a line's characters and words; silent characters (marks, tatweel, controls) do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Runs between white space.
    pub(super) words: u16,
    /// Visible characters.
    pub(super) characters: u16,
    pub(super) arabic: u16,
    pub(super) latin: u16,
    pub(super) digits: u16,
    /// Colons, dashes, stops and signs that close, quote or part nothing.
    pub(super) signs: u16,
    /// Where the first colon stands, in words up to it; 0 for none.
    pub(super) colon: u16,
    pub(super) pipes: u16,
    /// Dashes behind a space.
    pub(super) dashes: u16,
    /// Two dots or more in a row.
    pub(super) dots: u16,
    /// Wide gaps between words: three spaces or more, a TAB, a NBSP beside a space.
    pub(super) gaps: u16,
}

/// Spaces that make a wide gap,
const WIDE: u16 = 3;

/// and how many of them a NBSP is.
const NO_BREAK_SPACE: u16 = 2;

impl Tally {
    /// Counts a line, or the head of a long one, and folds it.
    pub(super) fn with_key(text: &str) -> (Self, Key) {
        let mut key = Key::default();
        let tally = common::read(text, &mut key).unwrap_or_else(|| {
            key.read_slowly(text);
            None
        });
        (tally.unwrap_or_else(|| Self::slowly(text)), key)
    }

    /// Whether its letters are Latin, none Arabic.
    pub(super) fn is_foreign(&self) -> bool {
        self.arabic == 0 && self.latin > 0
    }

    /// Character after character: the oracle of [`common`].
    fn slowly(text: &str) -> Self {
        let mut tally = Self::default();
        let mut in_word = false;
        let mut last = Sort::Space;
        let mut space = 0;
        SORTS.read(text, |sort| {
            match sort {
                // It does not part what stands around it.
                Sort::Silent => return,
                Sort::Space | Sort::NoBreakSpace | Sort::Tab => {
                    in_word = false;
                    space += width(sort).unwrap_or_default();
                    last = Sort::Space;
                    return;
                }
                _ => {}
            }
            tally.characters += 1;
            if !in_word {
                tally.gaps += u16::from(tally.words > 0 && space >= WIDE);
                tally.words += 1;
                in_word = true;
            }
            space = 0;
            match sort {
                Sort::Arabic => tally.arabic += 1,
                Sort::Latin => tally.latin += 1,
                Sort::Digit => tally.digits += 1,
                _ => {
                    let words = tally.words;
                    tally.add(sort, last, words);
                }
            }
            last = sort;
        });
        tally
    }

    /// Counts a character that is no letter; `last` stands before it, in the word that `words` tells.
    fn add(&mut self, sort: Sort, last: Sort, words: u16) {
        match sort {
            Sort::Colon if self.colon == 0 => self.colon = words,
            Sort::Dash if last == Sort::Space => self.dashes += 1,
            Sort::Stop if last == Sort::Stop => self.dots += 1,
            Sort::Ellipsis => self.dots += 1,
            Sort::Pipe => self.pipes += 1,
            Sort::Colon | Sort::Dash | Sort::Stop | Sort::EndSign | Sort::Sign => self.signs += 1,
            _ => {}
        }
    }
}

/// The spaces that a character of white space is as wide as; `None` for others.
fn width(sort: Sort) -> Option<u16> {
    match sort {
        Sort::Space => Some(1),
        Sort::NoBreakSpace => Some(NO_BREAK_SPACE),
        Sort::Tab => Some(WIDE),
        _ => None,
    }
}

/// What the wide gaps of a line part, without the gaps.
pub(super) fn parted(text: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    // Where the last visible character ends, if there was one, and how wide the white space behind it is.
    let (mut end, mut space) = (None, 0);
    for (at, c) in text.char_indices() {
        let sort = sort(c);
        if let Some(width) = width(sort) {
            space += width;
        } else if sort != Sort::Silent {
            if let Some(end) = end.filter(|_| space >= WIDE) {
                parts.push(&text[start..end]);
                start = at;
            }
            (end, space) = (Some(at + c.len_utf8()), 0);
        }
    }
    parts.push(&text[start..]);
    parts
}

/// What a character is to the measure of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Arabic,
    Latin,
    Digit,
    /// Any other letter or digit.
    Letter,
    Silent,
    Space,
    NoBreakSpace,
    Tab,
    Comma,
    Quote,
    Parenthesis,
    Colon,
    Pipe,
    Dash,
    Stop,
    Ellipsis,
    /// `؟` `?` `!`
    EndSign,
    /// Any other sign.
    Sign,
}

static SORTS: LazyLock<Table<Sort>> = LazyLock::new(|| Table::new(sort));

fn sort(c: char) -> Sort {
    match c {
        _ if is_silent(c) => Sort::Silent,
        '\t' => Sort::Tab,
        '\u{A0}' => Sort::NoBreakSpace,
        _ if is_invisible(c) => Sort::Space,
        'a'..='z' | 'A'..='Z' => Sort::Latin,
        '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' | '\u{FB50}'..='\u{FEFC}' => Sort::Arabic,
        '0'..='9' | '٠'..='٩' | '۰'..='۹' => Sort::Digit,
        '،' | ',' | '؛' | ';' => Sort::Comma,
        '"' | '“' | '”' | '«' | '»' => Sort::Quote,
        '(' | ')' | '[' | ']' => Sort::Parenthesis,
        ':' => Sort::Colon,
        '|' | '/' | '>' | '\\' => Sort::Pipe,
        '-' | '–' | '—' => Sort::Dash,
        '.' => Sort::Stop,
        '…' => Sort::Ellipsis,
        '؟' | '?' | '!' => Sort::EndSign,
        _ if is_alphanumeric(c) => Sort::Letter,
        _ => Sort::Sign,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hold(text: &str) {
        let (tally, key) = Tally::with_key(text);
        assert_eq!(tally, Tally::slowly(text), "{text:?}");
        assert_eq!(key, Key::of(text), "{text:?}");
        assert_eq!(parted(text).len(), usize::from(tally.gaps) + 1, "{text:?}");
        assert_eq!(spaces(text), text.matches(' ').count(), "{text:?}");
    }

    #[test]
    fn many_bytes_at_once_count_as_one_character_after_the_other() {
        for c in ('\u{1}'..='\u{2FFF}').chain('\u{F900}'..='\u{FFFF}') {
            for beside in ["", "نص", " ", "a", "ً", "٣", "٠", ".", "- ", "\u{A0}", "ـ"] {
                hold(&format!("{beside}{c}{beside}{c} {c}{c}نص يمتد إلى: ما وراء كتلة واحدة{c}{beside}"));
            }
        }
    }

    proptest! {
        #[test]
        fn any_line_counts_as_one_character_after_the_other(text in "[aZ1 \t\u{A0}نصئؤةَـ٣٠۴«».:–…،؟|/\\-]{0,120}") {
            hold(&text);
        }

        #[test]
        fn prose_counts_as_one_character_after_the_other(text in "([نصئؤةaًٍـ٠]{1,9}[ .:،–\u{A0}]){0,40}") {
            hold(&text);
        }
    }
}
