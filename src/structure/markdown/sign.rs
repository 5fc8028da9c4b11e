//! Sign: what the first characters of a line say about its block.

use super::breaks;
use crate::ascii::AsciiSet;
use crate::letters::{arabic_letter, is_alphabetic, is_alphanumeric};
use crate::lines::{Line, is_invisible};
use crate::structure::key::is_silent;

/// Whether a text may begin with a sign of a block: all but the markers of items and rules of tatweels are of ASCII.
pub(super) fn may_open(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii() || c == TATWEEL)
}

const TATWEEL: char = 'ـ';

/// Width in bytes of an ATX opening and the level, where `text` opens a heading. `tight` lets a single `#` stand
/// without a space behind it; more of them may always.
#[inline]
pub(super) fn atx(text: &str, tight: bool) -> Option<(usize, u8)> {
    if text.as_bytes().first() == Some(&b'#') { heading_level(text, tight) } else { None }
}

/// The same of a text that begins with such a mark.
fn heading_level(text: &str, tight: bool) -> Option<(usize, u8)> {
    let level = text.bytes().take_while(|&b| b == b'#').count();
    let next = text[level..].chars().next();
    let joined =
        || next.is_some_and(|c| is_alphanumeric(c) || "*_[«\"(`".contains(c)) && (level > 1 || tight);
    let opens = level <= 6 && (next.is_none_or(char::is_whitespace) || joined());
    opens.then_some((level, level as u8))
}

/// The text of an ATX heading, trimmed, without its closing sequence.
pub(super) fn without_closing(text: &str) -> &str {
    if !text.ends_with('#') {
        return text;
    }
    let bare = text.trim_end_matches('#');
    if bare.is_empty() || bare.ends_with([' ', '\t', '\u{A0}']) { bare.trim_end() } else { text }
}

/// The level that a setext underline gives to the paragraph before it.
pub(super) fn setext(text: &str) -> Option<u8> {
    match text.as_bytes().first()? {
        b'=' if text.bytes().all(|b| b == b'=') => Some(1),
        b'-' if text.bytes().all(|b| b == b'-') => Some(2),
        _ => None,
    }
}

/// `***`, `- - -`, `___`, and a stretch of tatweels.
#[inline]
pub(super) fn is_thematic_break(text: &str) -> bool {
    // Nearly all lines end otherwise.
    let may_be = matches!(text.as_bytes(), [.., b'*' | b'-' | b'_' | b' ' | b'\t'] | [.., 0xD9, 0x80]);
    may_be && holds_marks_alone(text)
}

/// Whether nothing but one mark stands in a text, three times at least, and blanks.
fn holds_marks_alone(text: &str) -> bool {
    let Some(mark @ ('*' | '-' | '_' | TATWEEL)) = text.chars().next() else { return false };
    let mut marks = 0;
    text.chars().all(|c| {
        marks += usize::from(c == mark);
        c == mark || c == ' ' || c == '\t'
    }) && marks >= 3
}

/// Whether nothing stands in a text that a reader would see, or nothing but tatweels and marks without a letter.
#[inline]
pub(super) fn says_nothing(text: &str) -> bool {
    // Nearly all texts open with a letter.
    let opens_with_letter =
        text.as_bytes().first_chunk().is_some_and(|&bytes| arabic_letter(bytes).is_some());
    !opens_with_letter && text.chars().all(|c| is_invisible(c) || is_silent(c))
}

/// A code fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    pub(super) mark: u8,
    pub(super) length: usize,
}

impl Fence {
    /// The fence that `text` opens, with its info string.
    #[inline]
    pub(super) fn open(text: &str) -> Option<(Self, &str)> {
        let mark = *text.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
        Self::of_marks(mark, text)
    }

    /// The same of a text that begins with this mark.
    fn of_marks(mark: u8, text: &str) -> Option<(Self, &str)> {
        let length = text.bytes().take_while(|&b| b == mark).count();
        let info = text[length..].trim();
        let opens = length >= 3 && !(mark == b'`' && info.contains('`'));
        opens.then_some((Self { mark, length }, info))
    }

    /// Whether `text` closes this fence.
    pub(super) fn is_closed_by(self, text: &str) -> bool {
        text.len() >= self.length && text.bytes().all(|b| b == self.mark)
    }
}

/// A line that only the generator of a site reads: an import of MDX, a directive, a template tag.
pub(super) fn is_generator_line(text: &str) -> bool {
    let wrapped = |open: &str, close: &str| {
        text.len() >= open.len() + close.len() && text.starts_with(open) && text.ends_with(close)
    };
    let import = text.strip_prefix("import ").is_some_and(|rest| {
        rest.ends_with(['\'', '"', ';']) && rest.contains(['\'', '"']) || rest.trim_end() == "{"
    });
    let export = text.strip_prefix("export ").is_some_and(|rest| {
        ["const ", "default ", "function ", "let ", "var ", "{"].iter().any(|word| rest.starts_with(word))
    });
    import
        || export
        || wrapped("{%", "%}")
        || wrapped("{{<", ">}}")
        || wrapped("{{%", "%}}")
        || wrapped("{/*", "*/}")
        || wrapped("{:", "}")
        || text.eq_ignore_ascii_case("[toc]")
        || text.eq_ignore_ascii_case("[[toc]]")
}

/// `:::note`, `:::`: a directive, and its title (`:::tip عنوان`, `:::note[عنوان]`).
pub(super) fn directive(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(":::")?.trim_start_matches(':').trim_start();
    let title = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let title = title.trim();
    Some(title.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(title))
}

/// `!!! note "title"`, `??? note`, `=== "tab"`: the head of an indented aside, and its title.
pub(super) fn aside(text: &str) -> Option<&str> {
    let tab = text.strip_prefix("=== ").map(str::trim_start).filter(|rest| rest.starts_with('"'));
    let rest = tab.or_else(|| {
        let rest = text.strip_prefix("!!! ").or_else(|| text.strip_prefix("??? "))?;
        rest.trim_start().starts_with(|c: char| c.is_ascii_alphabetic()).then_some(rest)
    });
    let rest = rest.or_else(|| text.strip_prefix("???+ "))?;
    Some(rest.split_once('"').and_then(|(_, title)| title.rsplit_once('"')).map_or("", |(title, _)| title))
}

/// `[!NOTE]`, `[!WARNING] عنوان`: the head of an alert inside a block quote; gives what follows the sign.
pub(super) fn alert(text: &str) -> Option<&str> {
    let (name, rest) = text.strip_prefix("[!")?.split_once(']')?;
    let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic());
    (named && !rest.starts_with(['(', '['])).then(|| rest.trim_start_matches(['-', '+']).trim())
}

/// Whether `text` opens a block that is no paragraph and no item.
pub(super) fn opens_block(text: &str) -> bool {
    atx(text, false).is_some()
        || Fence::open(text).is_some()
        || is_thematic_break(text)
        || text.starts_with('>')
}

/// How a document marks its headings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HeadingMarks {
    /// Whether there are ATX headings.
    pub(super) atx: bool,
    /// Whether one of them is without the space: `##عنوان`.
    pub(super) tight: bool,
    /// Whether one of them is of level 2.
    second: bool,
    /// Whether a heading is plainly underlined: by more than three signs, or by any `=` below the first line.
    underlined: bool,
}

impl HeadingMarks {
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        const MARKS: AsciiSet = AsciiSet::of("#=-");
        let mut marks = Self::default();
        let mut texts = 0;
        let mut above = "";
        for &Line { visible: text, signs, .. } in lines {
            if !signs.meets(MARKS) {
                // As nearly all lines.
            } else if let Some((width, level)) = atx(text, false) {
                marks.atx = true;
                marks.second |= level == 2;
                marks.tight |= text[width..].starts_with(is_alphanumeric);
            } else if let Some(level) = setext(text) {
                let is_plain = text.len() > RULE.len() || level == 1 && texts == 1;
                marks.underlined |= is_plain && above.contains(is_alphabetic) && !breaks::is_statement(above);
            }
            texts += usize::from(!text.is_empty());
            above = text;
        }
        marks
    }

    /// Whether three hyphens right below a text are a rule: the headings of level 2 are of the other kind, and none is
    /// plainly underlined.
    pub(super) fn has_rule(self, text: &str) -> bool {
        text == RULE && self.second && !self.underlined
    }
}

/// The rule that people draw.
const RULE: &str = "---";
