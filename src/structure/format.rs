//! Format: Markdown or plain text, decided for a whole document.

use std::borrow::Cow;

use super::Format;
use super::markdown::signs::{self, Sign};
use crate::lines::Line;

/// The format of a document and the reason for it.
///
/// 1. Front matter, an ATX heading, a closed fence that names a language or a delimiter row that begins with a bar make
///    it Markdown.
/// 2. So do two strong marks of other kinds or in other lines: a setext underline, any other closed fence or delimiter
///    row, an item with a box to tick, an inline link or image, bold text, `##عنوان`.
/// 3. Everything else is plain: `-` and `1.` open items there too, and `#وسم` is a hashtag.
pub(super) fn detect(lines: &[Line<'_>]) -> (Format, Cow<'static, str>) {
    let mut first: Option<(Sign, usize)> = None;
    // Inside of a text a heading without a space may be a slip of who took the marks away; above all text it is a title.
    let opening = lines.iter().find(|line| !line.is_blank()).map(|line| line.number);
    let opens = |sign, line| sign == Sign::TightHeading && Some(line) == opening;
    for (sign, line) in signs::of(lines) {
        let name = sign.name();
        match first {
            _ if sign.is_decisive() || opens(sign, line) => {
                return (Format::Markdown, [name, " in line ", &line.to_string()].concat().into());
            }
            Some((other, above)) => {
                let reason = format!("{} in line {above} and {name} in line {line}", other.name());
                return (Format::Markdown, reason.into());
            }
            None => first = Some((sign, line)),
        }
    }
    match first {
        Some((sign, line)) => {
            (Format::Plain, format!("nothing but {} in line {line} speaks for Markdown", sign.name()).into())
        }
        None => (Format::Plain, "no mark of Markdown".into()),
    }
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
