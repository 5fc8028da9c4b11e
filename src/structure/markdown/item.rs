//! Item: the marker of a list item, as CommonMark has it or as people write it.

use super::breaks;
use super::cursor::Cursor;
use super::dressed::{self, Dressed};
use super::letters::is_arabic_letter;
use super::sign;
use crate::letters::is_alphanumeric;
use crate::lines::Line;
use crate::structure::marker::{self, Class, Delimiter, LAST, Order};

/// A marker that may open an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening<'a> {
    pub(super) raw: &'a str,
    /// Bytes that it takes of the line; marks of stress may stand around it.
    pub(super) width: usize,
    /// What it counts, if it does.
    pub(super) count: Option<Count>,
    /// Whether CommonMark knows it.
    pub(super) common: bool,
    /// Whether nothing follows it in its line.
    pub(super) empty: bool,
}

/// What an ordered marker counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    Number(u32, Delimiter),
    /// A letter, alef bare: only those around it tell which one it is.
    Letter(char),
    /// An ordinal word by its rank.
    Ordinal(u8),
}

impl Count {
    fn of(class: Class) -> Option<Self> {
        match class {
            Class::Number { value, delimiter, .. } => Some(Self::Number(value, delimiter)),
            Class::Letter(letter) => Some(Self::Letter(letter)),
            Class::Ordinal(rank) => Some(Self::Ordinal(rank)),
            Class::Bullet(_) => None,
        }
    }

    /// Whether both may stand in one series.
    fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Number(_, one), Self::Number(_, other)) => one == other,
            (Self::Letter(_), Self::Letter(_)) | (Self::Ordinal(_), Self::Ordinal(_)) => true,
            _ => false,
        }
    }

    /// Whether a series begins with it.
    pub(super) fn is_first(self) -> bool {
        matches!(self, Self::Number(1, _) | Self::Letter('ا') | Self::Ordinal(1))
    }

    /// Whether a line goes on with its series.
    fn leads_to(self, line: &Line<'_>) -> bool {
        let next = marker::parse(line.text).map_or_else(
            || dressed::read(line.visible).map(|number| Self::Number(number.value, number.delimiter)),
            |marker| Self::of(marker.class),
        );
        next.is_some_and(|next| next.follows(self))
    }

    /// Whether it comes right behind another.
    fn follows(self, before: Self) -> bool {
        match (before, self) {
            (Self::Number(last, by), Self::Number(value, delimiter)) => {
                last.checked_add(1) == Some(value) && by == delimiter
            }
            (Self::Letter(last), Self::Letter(letter)) => [Order::Abjad, Order::Alphabetical]
                .into_iter()
                .any(|order| marker::follows(last, letter, order)),
            // Finally (أخيراً) ends prose as well, so that it is no second.
            (Self::Ordinal(last), Self::Ordinal(LAST)) => (2..LAST).contains(&last),
            (Self::Ordinal(last), Self::Ordinal(rank)) => last.checked_add(1) == Some(rank),
            _ => false,
        }
    }
}

/// The last counts of each kind at each depth of nesting: a list goes on behind the lists inside of it.
#[derive(Debug, Default)]
pub(super) struct Counted(Vec<(usize, Count)>);

impl Counted {
    /// Forgets all.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Adds what the item counts that opens at a depth, if it does; what was counted deeper is over.
    pub(super) fn add(&mut self, depth: usize, count: Option<Count>) {
        self.0.retain(|&(other, before)| {
            other < depth || other == depth && count.is_none_or(|count| !count.is_like(before))
        });
        self.0.extend(count.map(|count| (depth, count)));
    }

    /// Whether `count` comes right behind one of them.
    pub(super) fn leads_to(&self, count: Count) -> bool {
        self.0.iter().any(|&(_, before)| count.follows(before))
    }
}

/// More digits are a year or an amount; CommonMark allows nine.
const MOST_DIGITS: usize = 3;

/// The marker at the head of what is left of a line.
pub(super) fn opening<'a>(cursor: &Cursor<'a>) -> Option<Opening<'a>> {
    common(cursor.rest).or_else(|| uncommon(cursor.rest)).or_else(|| {
        let Dressed { raw, value, delimiter, width } = dressed::read(cursor.rest)?;
        let count = Some(Count::Number(value, delimiter));
        Some(Opening { raw, width, count, common: false, empty: false })
    })
}

/// Any other marker.
fn uncommon(text: &str) -> Option<Opening<'_>> {
    let marker = marker::parse(text)?;
    let count = Count::of(marker.class);
    // Neither word nor letter is to be lost with an item that holds nothing but another block.
    let opens = match count {
        Some(Count::Ordinal(_)) => !sign::opens_block(marker.rest) && marker::parse(marker.rest).is_none(),
        Some(Count::Letter(_)) => !sign::opens_block(marker.rest),
        _ => true,
    };
    let width = marker.raw.len();
    opens.then_some(Opening { raw: marker.raw, width, count, common: false, empty: false })
}

/// `-`, `+`, `*`, `1.`, `1)` with white space or nothing behind it (CommonMark §5.2).
fn common(text: &str) -> Option<Opening<'_>> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let delimiter = match (digits, text.as_bytes().get(digits)?) {
        (0, b'-' | b'+' | b'*') => None,
        (1..=MOST_DIGITS, b'.') => Some(Delimiter::Stop),
        (1..=MOST_DIGITS, b')') => Some(Delimiter::Parenthesis),
        _ => return None,
    };
    let (raw, rest) = text.split_at(digits + 1);
    let count = delimiter.and_then(|delimiter| Some(Count::Number(raw[..digits].parse().ok()?, delimiter)));
    (rest.is_empty() || marker::is_spaced(rest)).then_some(Opening {
        raw,
        width: raw.len(),
        count,
        common: true,
        empty: rest.is_empty(),
    })
}

/// The glyph at the head of a text right before a letter, words in bold or the box of a task: `-نص`, `•**نص**`, `-[ ] نص`.
pub(super) fn glued(text: &str) -> Option<&str> {
    // No glyph begins with such a byte.
    if text.bytes().next().is_none_or(|byte| (0x80..0xE2).contains(&byte)) {
        return None;
    }
    marker::parse_glued(text).map(|marker| marker.raw).or_else(|| {
        let end = text.chars().next().filter(|&c| c == '-' || c >= '\u{2000}')?.len_utf8();
        let (raw, rest) = text.split_at(end);
        let is_bold =
            rest.strip_prefix("**").and_then(|inner| inner.split_once("**")).is_some_and(|(inside, _)| {
                inside.starts_with(is_alphanumeric) && !inside.ends_with(char::is_whitespace)
            });
        let is_glyph =
            (is_bold || task_box(rest).is_some()) && matches!(marker::class(raw), Some(Class::Bullet(_)));
        is_glyph.then_some(raw)
    })
}

/// How many non-blank lines ahead the next of a series is looked for.
const AHEAD: usize = 4;

/// Whether one of the next lines goes on counting where `count` is.
pub(super) fn is_counted_on(count: Count, below: &[Line<'_>]) -> bool {
    below.iter().filter(|line| !line.is_blank()).take(AHEAD).any(|line| count.leads_to(line))
}

/// The same for ordinal words, which long paragraphs may part.
const AHEAD_OF_ORDINAL: usize = 40;

/// Whether one of the next lines goes on with a series of ordinal words that begins in a paragraph with this last line,
/// before the next heading.
///
/// With paragraphs between them only sentences are items: a few open words above prose head it.
pub(super) fn is_continued(count: Count, last: &str, below: &[Line<'_>]) -> bool {
    let is_item = |line: &&Line<'_>| breaks::is_closed(last) || marker::parse(line.text).is_some();
    let below = below.iter().filter(|line| !line.is_blank()).take(AHEAD_OF_ORDINAL);
    let mut below = below.take_while(|line| sign::atx(line.visible, false).is_none()).take_while(is_item);
    below.any(|line| count.leads_to(line))
}

/// Whether a marker as it stands is an ordinal word.
pub(super) fn is_ordinal(raw: &str) -> bool {
    matches!(marker::class(raw), Some(Class::Ordinal(_)))
}

/// What stands behind the `[ ]` or `[x]` of a task: white space, or a letter of Arabic.
fn task_box(text: &str) -> Option<&str> {
    let rest = ["[ ]", "[x]", "[X]"].iter().find_map(|task| text.strip_prefix(task))?;
    rest.starts_with(|c: char| c.is_whitespace() || is_arabic_letter(c)).then_some(rest)
}

/// The text of an item without the box of a task, or the bullet that a converter has left behind the marker.
pub(super) fn without_box(text: &str) -> &str {
    if text.starts_with(is_arabic_letter) {
        return text;
    }
    let bullet =
        || text.strip_prefix(['•', '●', '·', '▪', '◦']).filter(|rest| rest.starts_with(char::is_whitespace));
    let rest = task_box(text).or_else(bullet).map(str::trim_start);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(text)
}

/// Whether a marker is a glyph that also stands inside sentences.
pub(super) fn is_dash(raw: &str) -> bool {
    raw.starts_with(['–', '—', '−', '·', '»', '›', 'ـ'])
}

/// Whether a marker is an emoji: of those that items and stressed paragraphs alike open with.
pub(super) fn is_emoji_marker(raw: &str) -> bool {
    raw.ends_with('\u{FE0F}') || raw.starts_with(['✅', '❌', '🔹', '🔸', '🔷', '🔶', '📌'])
}

/// Whether the next line at the margin opens with an emoji for a marker, or one of the next with the same.
pub(super) fn is_emoji_below<'l>(raw: &str, below: &'l [Line<'_>]) -> bool {
    let at_margin = |line: &&Line<'_>| !line.is_blank() && line.space().is_empty();
    let marker =
        |line: &'l Line<'_>| marker::parse(line.text.trim_start_matches(['>', ' '])).map(|marker| marker.raw);
    let lines = below.iter().take(MOST_LINES).take_while(|line| !line.visible.starts_with('#'));
    let mut markers = lines.filter(at_margin).take(MOST_LINES_BETWEEN).map(marker);
    let next = markers.next().flatten();
    next.is_some_and(is_emoji_marker) || markers.flatten().any(|other| other == raw)
}

/// Lines at the margin up to the next item that an emoji marks, at most.
const MOST_LINES_BETWEEN: usize = 3;

/// Lines of an item below which its like is looked for, at most.
const MOST_LINES: usize = 40;

/// Whether the next line opens with a marker, too.
pub(super) fn goes_on(raw: &str, below: &[Line<'_>]) -> bool {
    let next = below.iter().find(|line| !line.is_blank());
    next.and_then(|line| marker::parse(line.text.trim_start_matches(['>', ' '])))
        .is_some_and(|marker| marker.raw == raw)
}
