//! Opening: the containers that a line opens.

use super::breaks::Breaks;
use super::container::{self, Container};
use super::cursor::Cursor;
use super::item::{self, Count, Opening};
use super::letters::is_arabic;
use super::raw::RawKind;
use super::reader::{Leaf, Reader};
use super::sign;
use crate::ascii::AsciiSet;
use crate::lines::Line;
use crate::structure::{DropKind, marker};

/// Containers nested deeper are read as if they were of this depth.
pub(super) const MAX_NESTING: usize = 32;

/// Lines of a paragraph below which the next of a series is looked for, at most.
const MOST_LINES: usize = 40;

/// The leaf of text that goes on.
pub(super) const TEXT: Leaf = Leaf::Text { ended: false };

/// Whether a text may open a container, as its first bytes tell of nearly all: a quote, an item or an aside.
fn may_open(text: &str) -> bool {
    const OTHERS: AsciiSet = AsciiSet::of(">=!?");
    match text.as_bytes().first() {
        Some(&first) if first.is_ascii() => OTHERS.has(first) || marker::OPENERS.has(first),
        _ => !marker::opens_with_word(text),
    }
}

impl<'a> Reader<'a, '_> {
    /// Opens the containers that the line opens. Gives whether there was one, or `None` where nothing is left to
    /// read in the line.
    pub(super) fn open_containers(
        &mut self,
        line: &Line<'a>,
        cursor: &mut Cursor<'a>,
        continues: bool,
    ) -> Option<bool> {
        let mut opened = false;
        while may_open(cursor.rest) {
            let deep = self.containers.len() >= MAX_NESTING;
            if container::open_quote(cursor) {
                self.flush_above(line.number);
                self.enter(Container::Quote, line.number);
            } else if let Some(opening) =
                (!(deep && opened)).then(|| self.item(cursor, continues, opened)).flatten()
            {
                self.open_item(line.number, cursor, opening);
            } else if let Some(title) = sign::aside(cursor.rest) {
                self.start(TEXT, self.text_kind(), line.number, "title of an aside");
                if !title.is_empty() {
                    self.push_text(line.number, 0, title);
                }
                self.flush();
                self.enter(Container::Aside, line.number);
                return None;
            } else {
                break;
            }
            opened = true;
            if cursor.is_blank() {
                if self.open.is_none() {
                    let kind = RawKind::Dropped(DropKind::Separator);
                    self.blocks.line(kind, line.number, line.text, "empty quote line");
                }
                return None;
            }
        }
        Some(opened)
    }

    fn enter(&mut self, container: Container, line: usize) {
        if self.containers.len() < MAX_NESTING {
            self.containers.push(container);
        } else {
            self.too_deep.get_or_insert(line);
        }
    }

    /// Ends what stands above; an item that this line opened and that holds nothing yet is forgotten.
    pub(super) fn flush_above(&mut self, line: usize) {
        if self.awaits_text(line) {
            self.open = None;
        }
        self.flush();
    }

    /// Whether the open leaf is an item that this line opened, still without text.
    pub(super) fn awaits_text(&self, line: usize) -> bool {
        let start = self.blocks.pieces.len();
        self.open.as_ref().is_some_and(|open| open.span.first == line && open.start == start)
    }

    /// The marker at the cursor, where it may open an item.
    fn item(&self, cursor: &Cursor<'a>, continues: bool, opened: bool) -> Option<Opening<'a>> {
        if sign::is_thematic_break(cursor.rest) {
            return None;
        }
        let opening = item::opening(cursor).or_else(|| self.glued(cursor, opened))?;
        let continues = continues && !opened;
        // Behind another marker a glyph is part of the text: `- ✅ نص`.
        let second = opened && self.in_item();
        if second && !opening.common {
            return None;
        }
        let indented = cursor.indent < 4 || self.list_above || is_arabic(cursor.rest);
        let interrupts = continues && self.breaks == Breaks::Blank;
        let introduced = || self.last_text().is_some_and(|text| text.ends_with(':'));
        let fits = match opening.count {
            _ if opening.empty => !continues,
            None if opening.raw.is_ascii() => true,
            // A dash alone stands before the name of who said what is quoted.
            None if item::is_dash(opening.raw) => {
                introduced() || !interrupts && (self.list_above || item::goes_on(opening.raw, self.below))
            }
            // An emoji alone stresses its paragraph.
            None if item::is_emoji_marker(opening.raw) => {
                introduced()
                    || self.list_above
                    || self.marker_above().is_some_and(item::is_emoji_marker)
                    || item::is_emoji_below(opening.raw, self.below)
            }
            None => true,
            Some(count) if self.counted.leads_to(count) => true,
            Some(count @ Count::Number(..)) if opening.common => {
                !interrupts || count.is_first() || introduced()
            }
            Some(count @ Count::Ordinal(_)) => count.is_first() && self.is_continued(count, cursor.rest),
            // Below the text of an item a series may have one member.
            Some(count) if count.is_first() && continues && self.in_item() => true,
            // Letters count from alef on.
            Some(count @ Count::Letter(_)) if !count.is_first() => false,
            Some(count) => item::is_counted_on(count, self.below),
        };
        (indented && fits).then_some(opening)
    }

    /// Whether a series of ordinal words goes on below the paragraph that opens with this text.
    fn is_continued(&self, count: Count, text: &str) -> bool {
        let goes_on = |line: &&Line<'_>| {
            !line.is_blank() && !sign::opens_block(line.visible) && marker::parse(line.text).is_none()
        };
        let lines = match self.breaks {
            Breaks::Blank => self.below.iter().take(MOST_LINES).take_while(goes_on).count(),
            Breaks::Line => 0,
        };
        let last = lines.checked_sub(1).map_or(text, |last| self.below[last].visible);
        item::is_continued(count, last, &self.below[lines..])
    }

    /// The glyph right before a text at the cursor, where the line above or the next one opens likewise.
    fn glued(&self, cursor: &Cursor<'a>, opened: bool) -> Option<Opening<'a>> {
        let raw = item::glued(cursor.rest).filter(|_| !opened)?;
        let next = self.below.first().and_then(|line| item::glued(line.visible));
        (next == Some(raw) || self.in_row(raw)).then_some(Opening {
            raw,
            width: raw.len(),
            count: None,
            common: true,
            empty: false,
        })
    }

    /// Whether the item above has this marker.
    fn in_row(&self, raw: &str) -> bool {
        self.marker_above() == Some(raw)
    }

    /// The marker of the block above, where that is an item.
    fn marker_above(&self) -> Option<&'a str> {
        let items = || self.blocks.raws.last().map(|raw| &raw.kind);
        match self.open.as_ref().map(|open| &open.kind).or_else(items) {
            Some(&RawKind::Item { marker, .. }) => Some(marker),
            _ => None,
        }
    }

    /// Whether the innermost container is an item.
    fn in_item(&self) -> bool {
        self.containers.last().is_some_and(|container| container.is_item())
    }

    fn open_item(&mut self, line: usize, cursor: &mut Cursor<'a>, opening: Opening<'a>) {
        let indent = cursor.indent;
        cursor.consume(opening.width);
        let width = opening.raw.chars().count();
        // More than four spaces are not content of the item (CommonMark §5.2); here they stand for one.
        let space = if cursor.is_blank() || cursor.indent > 4 { 1 } else { cursor.indent };
        cursor.dedent(usize::MAX);
        let ordered = opening.count.is_some();
        let depth = self.containers.iter().filter(|container| container.is_item()).count();
        self.counted.add(depth, opening.count);
        let kind = RawKind::Item { depth: depth.min(MAX_NESTING - 1) as u8, ordered, marker: opening.raw };
        self.enter(Container::Item { indent, content: indent + width + space, ordered }, line);
        self.start(
            TEXT,
            kind,
            line,
            if opening.common { "list marker" } else { "list marker of another kind" },
        );
    }
}
