//! Format: Markdown or plain text, decided for a whole document.

use std::fmt;

use super::Format;
use super::markdown::signs::{self, Sign};
use crate::lines::Line;

/// Why a document is of a format; shown as a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatReason {
    /// It was asked for.
    Asked,
    /// A mark that is enough alone.
    Mark(Mark),
    /// Two marks, from above.
    Marks(Mark, Mark),
    /// No more than this mark.
    LoneMark(Mark),
    /// There is none.
    NoMark,
}

/// Something that speaks for Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it is, in a few words.
    pub name: &'static str,
    /// Its 1-based line.
    pub line: usize,
}

impl fmt::Display for FormatReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("asked for"),
            Self::Mark(mark) => write!(f, "{mark}"),
            Self::Marks(above, mark) => write!(f, "{above} and {mark}"),
            Self::LoneMark(mark) => write!(f, "nothing but {mark} speaks for Markdown"),
            Self::NoMark => f.write_str("no mark of Markdown"),
        }
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in line {}", self.name, self.line)
    }
}

/// The format of a document and the reason for it.
///
/// 1. Front matter, an ATX heading, a closed fence that names a language or a delimiter row that begins with a bar make
///    it Markdown.
/// 2. So do two strong marks of other kinds or in other lines: a setext underline, any other closed fence or delimiter
///    row, an item with a box to tick, an inline link or image, bold text, `##عنوان`.
/// 3. Everything else is plain: `-` and `1.` open items there too, and `#وسم` is a hashtag.
pub(super) fn detect(lines: &[Line<'_>]) -> (Format, FormatReason) {
    let mut first = None;
    // Inside of a text a heading without a space may be a slip of who took the marks away; above all text it is a title.
    let opening = lines.iter().find(|line| !line.is_blank()).map(|line| line.number);
    let opens = |sign, line| sign == Sign::TightHeading && Some(line) == opening;
    for (sign, line) in signs::of(lines) {
        let mark = Mark { name: sign.name(), line };
        match first {
            _ if sign.is_decisive() || opens(sign, line) => {
                return (Format::Markdown, FormatReason::Mark(mark));
            }
            Some(above) => return (Format::Markdown, FormatReason::Marks(above, mark)),
            None => first = Some(mark),
        }
    }
    (Format::Plain, first.map_or(FormatReason::NoMark, FormatReason::LoneMark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lines;

    #[test]
    fn one_mark_of_several_lines_is_enough() {
        for (text, format) in [
            ("مقدمة:\n```bash\npip install x\n```\nخاتمة.", Format::Markdown),
            ("الأسعار:\n| المنتج | السعر |\n|---|---|\n| أرز | 10 |", Format::Markdown),
            ("- [x] تم\n- [ ] لم يتم", Format::Markdown),
            // open fences, ornaments, one link or box
            ("مقدمة:\n```bash\npip install x", Format::Plain),
            ("~~~~~~\nتنبيه\n~~~~~~\nنص.", Format::Plain),
            ("قال الشاعر\n```\nقفا نبك\n```\nثم قال", Format::Plain),
            ("الدولة | الإنتاج\n- | -\nمصر | 9", Format::Plain),
            ("- [x] تم\nنص.", Format::Plain),
            ("انظر [الموقع](https://example.org).", Format::Plain),
        ] {
            let lines: Vec<_> = lines(text).collect();
            assert_eq!(detect(&lines).0, format, "{text}");
        }
    }
}
