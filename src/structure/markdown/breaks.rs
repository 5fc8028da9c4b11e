//! Breaks: what parts paragraphs in a document, blank lines or every line end.

use super::container;
use super::cursor::Cursor;
use super::sign::{self, Fence};
use super::{definition, html, table};
use crate::lines::Line;
use crate::structure::marker;

/// What parts the paragraphs of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    /// Blank lines and marks, as in CommonMark: neighbouring lines are one hard-wrapped paragraph.
    Blank,
    /// Every line end: compact Markdown, as language models write it.
    Line,
}

/// How the text of a document is laid out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) breaks: Breaks,
    /// Characters of the column in which it is wrapped, where lines are full often enough.
    pub(super) column: Option<usize>,
}

/// What the lines of a document say about it.
#[derive(Default)]
struct Evidence {
    /// Text lines with a text line right below them; of them those that end like a sentence, and those so full that
    /// the next word had no room left.
    neighbours: usize,
    closed: usize,
    full: usize,
    /// Characters of the longest line.
    width: usize,
    /// Text lines parted by blank lines.
    parted: usize,
    /// Headings with a line right above or below them, items with a text line there; and the same with a blank line
    /// between.
    tight: usize,
    loose: usize,
}

/// A line that is longer was not wrapped by hand.
pub(super) const WRAPPED: usize = 120;

/// No text is wrapped in a column of fewer characters.
pub(super) const NARROWEST: usize = 40;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Text,
    Heading,
    Item,
    Other,
}

/// Tells how the paragraphs of `lines` (front matter left out) are parted.
pub(super) fn detect(lines: &[Line<'_>]) -> Layout {
    let Evidence { neighbours, closed, full, width, parted, tight, loose } = gather(lines);
    if neighbours == 0 {
        // Nothing to join; let what follows an item be its own paragraph.
        return Layout { breaks: Breaks::Blank, column: None };
    }
    let sentences = closed * 10 >= neighbours * 8;
    let wrapped = full * 10 >= neighbours * 6 && !sentences;
    let compact = match parted {
        0 => (tight > loose && (tight >= 2 || sentences) || neighbours >= 3 && sentences) && !wrapped,
        _ => neighbours >= 4 && neighbours >= parted * 3 && sentences && !wrapped,
    };
    let column = (width >= NARROWEST && full * 10 >= neighbours * 4).then_some(width);
    Layout { breaks: if compact { Breaks::Line } else { Breaks::Blank }, column }
}

/// Characters of a line; [`WRAPPED`] and one for any that is longer.
pub(super) fn width(text: &str) -> usize {
    if text.len() > 4 * WRAPPED { WRAPPED + 1 } else { text.chars().count().min(WRAPPED + 1) }
}

fn gather(lines: &[Line<'_>]) -> Evidence {
    let longest = |most: usize, text| if most > WRAPPED { most } else { most.max(width(text)) };
    let width = lines.iter().map(|line| line.text).fold(0, longest);
    let mut evidence = Evidence { width, ..Evidence::default() };
    let mut fence: Option<Fence> = None;
    let mut above: Option<(Class, &str)> = None;
    let mut blank = false;
    let mut quoted = false;
    for line in lines {
        let mut cursor = Cursor::of(line);
        // The lines of a quote are neighbours of each other only.
        let was_quoted = std::mem::replace(&mut quoted, container::open_quote(&mut cursor));
        if cursor.is_blank() {
            blank = true;
            continue;
        }
        if quoted != was_quoted {
            above = None;
        }
        let class = match fence {
            Some(open) => {
                if open.is_closed_by(cursor.rest) {
                    fence = None;
                }
                Class::Other
            }
            None => match Fence::open(cursor.rest) {
                Some((open, _)) => {
                    fence = Some(open);
                    Class::Other
                }
                None => classify(&cursor),
            },
        };
        if let Some((above, text)) = above {
            match (above, class) {
                (Class::Text, Class::Text) if blank => evidence.parted += 1,
                (Class::Text, Class::Text) => evidence.neighbour(text, cursor.rest),
                (Class::Heading, Class::Text | Class::Item)
                | (Class::Text | Class::Item, Class::Heading)
                | (Class::Item, Class::Text)
                | (Class::Text, Class::Item) => {
                    *(if blank { &mut evidence.loose } else { &mut evidence.tight }) += 1;
                }
                _ => {}
            }
        }
        above = Some((class, cursor.rest));
        blank = false;
    }
    evidence
}

impl Evidence {
    fn neighbour(&mut self, above: &str, below: &str) {
        self.neighbours += 1;
        self.closed += usize::from(is_closed(above));
        if self.width <= WRAPPED {
            self.full += usize::from(!leaves_room(above, below, self.width));
        }
    }
}

/// Whether the first word of `below` would have fitted on the line above, in a document of this width.
pub(super) fn leaves_room(above: &str, below: &str, width: usize) -> bool {
    let room = width.saturating_sub(above.chars().count());
    below.chars().take_while(|c| !c.is_whitespace()).count() < room
}

/// What a line is that opens no fence.
fn classify(cursor: &Cursor<'_>) -> Class {
    let text = cursor.rest;
    if cursor.indent < 4 && marker::opens_with_word(text) {
        return Class::Text;
    }
    if cursor.indent >= 4 || matches!(text.as_bytes(), [b'>' | b'|', ..]) {
        return Class::Other;
    }
    if sign::atx(text, false).is_some() {
        return Class::Heading;
    }
    if marker::parse(text).is_some() {
        return Class::Item;
    }
    if sign::may_open(text) && is_syntax(text) { Class::Other } else { Class::Text }
}

/// Whether a line is neither text nor a heading nor an item.
fn is_syntax(text: &str) -> bool {
    sign::is_thematic_break(text)
        || sign::setext(text).is_some()
        || html::head(text).is_some()
        || definition::head(text).is_some()
        || sign::alert(text).is_some()
        || sign::is_generator_line(text)
        || sign::directive(text).is_some()
        || sign::aside(text).is_some()
        || table::delimiter_columns(text).is_some()
}

/// Whether a line ends like a sentence, behind any closing marks.
pub(super) fn is_closed(text: &str) -> bool {
    ending(text).is_some_and(|c| matches!(c, '.' | '!' | '?' | '؟' | ':' | '؛' | '…' | '۔'))
}

/// Whether a line ends as no question, call or heading does.
pub(super) fn is_statement(text: &str) -> bool {
    matches!(ending(text), Some('.' | '؛' | '…' | '۔'))
}

/// The character that ends a line, behind it closing marks at most.
pub(super) fn ending(text: &str) -> Option<char> {
    text.chars().rev().find(|&c| !c.is_whitespace() && !"*_`\"'»”’)]}".contains(c))
}
