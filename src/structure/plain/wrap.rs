//! Wrap: whether a document is hard-wrapped, and which lines of it belong together.

use super::shape::ending;
use crate::letters::is_numeric;
use crate::lines::{Line, is_invisible};
use crate::structure::key::is_silent;
use crate::structure::marker;

/// The narrowest and the widest column a hard-wrapped text is set in, in visible characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=130;

/// With fewer broken lines nothing can be told.
const FEWEST_BREAKS: usize = 4;

/// How a hard-wrapped document is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrap {
    width: usize,
    /// Whether white space opens its paragraphs, as in books.
    indents: bool,
}

impl Wrap {
    /// How a document is wrapped, or `None` where a line break is a block break.
    pub(super) fn of(lines: &[Line<'_>]) -> Option<Self> {
        width(lines).map(|width| Self { width, indents: indents(lines, width) })
    }

    /// Whether `next` goes on with the paragraph or item that `line` belongs to.
    pub(super) fn joins(self, line: &Line<'_>, next: &Line<'_>) -> bool {
        let opens = self.indents && is_deeper(next, line);
        is_full(line, next, self.width) && !opens && marker::parse(next.text).is_none()
    }
}

/// Columns that an indented line stands deeper than others at least.
const INDENT: usize = 2;

/// Whether one line stands deeper than another.
fn is_deeper(one: &Line<'_>, other: &Line<'_>) -> bool {
    marker::columns(one.space()) >= marker::columns(other.space()) + INDENT
}

/// Whether lines that stand deeper open paragraphs, rather than go on with what stands above them: below most of them
/// the text goes back to the margin. What is set in the middle does not fill its line.
fn indents(lines: &[Line<'_>], width: usize) -> bool {
    let (mut opening, mut hanging) = (0, 0);
    let mut below_marker = false;
    for pair in lines.windows(2) {
        let [line, next] = [&pair[0], &pair[1]];
        let is_marked = marker::parse(line.text).is_some();
        if !is_marked && !next.is_blank() && marker::columns(line.space()) >= INDENT {
            let opens = is_deeper(line, next) && is_full(line, next, width) && !below_marker;
            opening += usize::from(opens);
            hanging += usize::from(!opens);
        }
        below_marker = is_marked;
    }
    opening > 1 && opening > 2 * hanging
}

/// The column of a hard-wrapped document, or `None` where a line break is a block break.
///
/// In wrapped text a line breaks where the next word would not have fitted, and mostly within a sentence; verse has
/// lines of one length too, but leaves room for the next word. Lines that each are an entry of their own, as in verse of
/// two halves, in logs, tables and forms, are not broken at all, of whatever length.
fn width(lines: &[Line<'_>]) -> Option<usize> {
    let inked = || lines.iter().filter(|line| !line.is_blank());
    // No column is wider, in bytes either; one long line tells that lines are paragraphs.
    if inked().any(|line| line.text.len() > 4 * WIDTHS.end()) {
        return None;
    }
    let widest = inked().map(|line| visible(line.visible)).max()?;
    let inked = inked().count();
    if inked < FEWEST_BREAKS || !WIDTHS.contains(&widest) {
        return None;
    }
    let (mut all, mut full, mut open, mut entries) = (0, 0, 0, 0);
    for pair in lines.windows(2) {
        if pair.iter().any(Line::is_blank) || marker::parse(pair[1].text).is_some() {
            continue;
        }
        all += 1;
        if is_full(&pair[0], &pair[1], widest) {
            full += 1;
            open += usize::from(!ending(pair[0].text).is_closed());
            entries += usize::from(pair.iter().all(|line| is_entry(line.visible)));
        }
    }
    let broken = 10 * full >= 6 * all && 10 * open >= 6 * full && 2 * entries <= full;
    (full >= FEWEST_BREAKS && broken).then_some(widest)
}

/// Whether a line looks like an entry of its own: it opens with a figure or with the name of what follows a colon, or a wide
/// gap or a row of signs parts it.
pub(in crate::structure) fn is_entry(text: &str) -> bool {
    /// Words of a name at most.
    const NAME: usize = 4;
    let mut words = text.split_whitespace();
    text.starts_with(is_numeric)
        || [WIDE_GAP, "\t", "...", "***"].iter().any(|gap| text.contains(gap))
        || words.by_ref().take(NAME).any(|word| word.ends_with(':')) && words.next().is_some()
}

/// So many spaces part columns.
const WIDE_GAP: &str = "   ";

/// Whether the first word of `next` would not have fitted on `line`.
///
/// Editors break a little early for wide letters: a tenth of the column is allowed for.
fn is_full(line: &Line<'_>, next: &Line<'_>, width: usize) -> bool {
    let word = next.visible.split(char::is_whitespace).next().unwrap_or_default();
    visible(line.visible) + 1 + visible(word.trim_end_matches(is_invisible)) > width - width / 10
}

fn visible(text: &str) -> usize {
    text.chars().filter(|&c| !is_silent(c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lines;

    fn wrapped(text: &str, column: usize) -> String {
        let mut out = String::new();
        let mut used = 0;
        for word in text.split(' ') {
            let width = word.chars().count();
            if used > 0 && used + 1 + width > column {
                out.push('\n');
                used = 0;
            } else if used > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += width;
        }
        out
    }

    #[test]
    fn wrapped_prose_is_told_from_verse_and_from_lines() {
        let sentence = "وصل الوفد إلى المدينة صباح اليوم وعقد اجتماعا مطولا مع ممثلي الشركات المحلية لبحث سبل التعاون في مجالات الطاقة والنقل والتعليم العالي والبحث العلمي ";
        let prose = wrapped(sentence.repeat(4).trim(), 60);
        assert!(width(&lines(&prose).collect::<Vec<_>>()).is_some());
        let verse = "متحدي وناوي السنة\nافوز واتصدر بعد\nالعالمي هيبة وحضور\nما يوقف بوجهه احد\n".repeat(4);
        assert_eq!(width(&lines(&verse).collect::<Vec<_>>()), None);
        let paragraphs = format!("{}\n", sentence.repeat(4)).repeat(5);
        assert_eq!(width(&lines(&paragraphs).collect::<Vec<_>>()), None);
    }

    #[test]
    fn entries_of_one_length_are_not_broken_lines() {
        for entry in [
            "على قدر أهل العزم تأتي العزائم    وتأتي على قدر الكرام المكارم",
            "على قدر أهل العزم تأتي العزائم ... وتأتي على قدر الكرام المكارم",
            "12/5/2023، 9:14 م - أحمد: السلام عليكم ورحمة الله",
            "9:00 - 9:30 كلمة الافتتاح ثم عرض عن الخطة السنوية",
            "مكان الميلاد: مدينة حلب في شمال الجمهورية العربية",
        ] {
            let text = format!("{entry}\n").repeat(6);
            assert_eq!(width(&lines(&text).collect::<Vec<_>>()), None, "{entry}");
        }
    }

    #[test]
    fn deeper_lines_open_paragraphs_or_go_on_with_them() {
        for (text, opens) in [
            ("    وصل الوفد\nإلى المدينة\n    وعقد اجتماعا\nمع الشركات", true),
            ("وصل الوفد\n    إلى المدينة\n    صباح اليوم\nوعقد اجتماعا\n    مع الشركات\n    كلها", false),
            ("وصل الوفد\n    إلى المدينة\nوعقد اجتماعا", false),
            ("أولا: وصل الوفد\n    إلى المدينة\nثانيا: عقد اجتماعا\n    مع الشركات\nثالثا: عاد", false),
        ] {
            assert_eq!(indents(&lines(text).collect::<Vec<_>>(), 10), opens, "{text}");
        }
    }

    #[test]
    fn what_is_invisible_takes_no_room() {
        for (next, full) in [
            ("كلمات أخرى", false),
            ("كلمات\u{7F} أخرى", false),
            ("\u{200F}كلمات\u{200F} أخرى", false),
            ("كلماتي أخرى", true),
        ] {
            let text = format!("اثنا عشر حرف\n{next}");
            let lines: Vec<_> = lines(&text).collect();
            assert_eq!(is_full(&lines[0], &lines[1], 20), full, "{next:?}");
        }
    }
}
