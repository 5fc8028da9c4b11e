//! Leaf: the blocks of text, code and rows that a line opens.

use super::attributes;
use super::breaks::{self, Breaks};
use super::container::Container;
use super::cursor::Cursor;
use super::display;
use super::item;
use super::letters::mostly_arabic;
use super::lone;
use super::opening::TEXT;
use super::raw::RawKind;
use super::reader::{Leaf, Open, Reader};
use super::sign::{self, Fence};
use super::table;
use super::unclosed;
use super::wrapper::WRAPPER;
use crate::lines::Line;
use crate::structure::DropKind;

impl<'a> Reader<'a, '_> {
    /// Opens the leaf of a line, or goes on with the text above.
    pub(super) fn open_leaf(&mut self, line: &Line<'a>, cursor: &Cursor<'a>, continues: bool) {
        let number = line.number;
        if cursor.indent >= 4 && !continues && !self.in_html && self.is_code(cursor) {
            self.flush_above(number);
            self.start(Leaf::Indented, RawKind::Code, number, "indented code");
            return self.push_text(number, cursor.indent - 4, cursor.rest);
        }
        let text = cursor.rest;
        if !sign::may_open(text) {
            return self.text(number, cursor, continues);
        }
        if let Some((width, level)) = sign::atx(text, self.headings.tight) {
            return self.heading(number, level, text, width);
        }
        if let Some((fence, info)) = Fence::open(text) {
            return self.fence(number, cursor, fence, info);
        }
        if sign::is_thematic_break(text) {
            self.flush_above(number);
            return self.blocks.line(RawKind::Dropped(DropKind::Separator), number, text, "thematic break");
        }
        if let Some(end) = display::closer(text, self.below) {
            self.start(Leaf::Until(end), RawKind::Code, number, "formula");
            return self.push(number, cursor);
        }
        if self.markup(number, text, continues) || self.html(number, text, continues) {
            return;
        }
        self.text(number, cursor, continues);
    }

    /// Text without a sign of its own.
    fn text(&mut self, line: usize, cursor: &Cursor<'a>, continues: bool) {
        let level = self.containers.len();
        let goes_on = match &self.open {
            Some(open) if open.level == level && matches!(open.leaf, Leaf::Text { .. }) => match open.kind {
                // All paragraphs of an item are its text.
                RawKind::Item { .. } => true,
                _ => {
                    let lines = &self.blocks.pieces[open.start..];
                    continues
                        && self.breaks == Breaks::Blank
                        && !lone::begins(lines, cursor.rest, self.column)
                }
            },
            _ => false,
        };
        if !goes_on {
            let rule = if self.breaks == Breaks::Line { "line of compact Markdown" } else { "paragraph" };
            self.start(TEXT, self.text_kind(), line, rule);
        }
        let item = self.open.as_ref().is_some_and(|open| {
            open.start == self.blocks.pieces.len() && matches!(open.kind, RawKind::Item { .. })
        });
        let text = if item { item::without_box(cursor.rest) } else { cursor.rest };
        self.push_text(line, 0, text);
    }

    /// What text is where it stands.
    pub(super) fn text_kind(&self) -> RawKind<'a> {
        if self.containers.contains(&Container::Quote) { RawKind::Quote } else { RawKind::Paragraph }
    }

    fn heading(&mut self, line: usize, level: u8, text: &'a str, width: usize) {
        self.flush_above(line);
        self.counted.forget();
        let heading = attributes::without_heading_id(sign::without_closing(text[width..].trim_start()));
        if sign::says_nothing(heading) {
            let kind = RawKind::Dropped(DropKind::Separator);
            return self.blocks.line(kind, line, text, "heading without text");
        }
        self.blocks.line(RawKind::Heading { level }, line, heading, "ATX heading");
    }

    fn fence(&mut self, line: usize, cursor: &Cursor<'a>, fence: Fence, info: &str) {
        let text = cursor.rest;
        self.flush_above(line);
        let separator = RawKind::Dropped(DropKind::Separator);
        if !self.closers.fence(fence, self.below) {
            if self.wrapper.take().is_some() && info.is_empty() {
                return self.blocks.line(separator, line, text, WRAPPER);
            }
            if !unclosed::holds_code(info, self.below) {
                return self.blocks.line(separator, line, text, "fence that nothing closes");
            }
        }
        self.start(Leaf::Fenced { fence, indent: cursor.indent }, RawKind::Code, line, "fenced code");
    }

    /// A setext underline or the delimiter row of a table below the open text.
    pub(super) fn underlines(&mut self, line: usize, cursor: &Cursor<'a>) -> bool {
        let pieces = self.blocks.pieces.len();
        let Some(above) = self.last_text() else { return false };
        let Some(open) = &mut self.open else { return false };
        let is_item = matches!(open.kind, RawKind::Item { .. });
        if let Some(level) = sign::setext(cursor.rest).filter(|_| cursor.indent < 4 && !is_item) {
            // A rule below a sentence is a rule: nobody heads a section with a closed paragraph.
            let marks = self.headings;
            if level == 2
                && (is_sentence(above)
                    || marks.has_rule(cursor.rest)
                    || marks.atx && is_parted(above, cursor.rest))
            {
                return false;
            }
            (open.kind, open.rule) = (RawKind::Heading { level }, "setext heading");
            open.span.last = line;
            self.counted.forget();
            self.flush();
            return true;
        }
        let Some(columns) = table::delimiter_columns(cursor.rest) else { return false };
        let single = pieces == open.start + 1;
        let heads = !(is_item && single) && table::is_head(above, columns, self.below);
        if heads {
            self.split_table(line, cursor);
        }
        heads
    }

    /// The last line of the open text is the head of a table.
    fn split_table(&mut self, line: usize, cursor: &Cursor<'a>) {
        let Some(head) = self.blocks.pieces.pop() else { return };
        if let Some(open) = &mut self.open {
            if open.start == self.blocks.pieces.len() {
                self.open = None;
            } else {
                open.span.last = head.line - 1;
            }
        }
        self.start(Leaf::Table, RawKind::Table, head.line, "pipe table");
        self.push_text(head.line, 0, head.text);
        self.push(line, cursor);
    }

    /// Whether the open table goes on below a blank line: the delimiter row is its last, or each row stands apart.
    pub(super) fn is_parted_table(&self) -> bool {
        let Some(Open { leaf: Leaf::Table, start, .. }) = self.open else { return false };
        let rows = &self.blocks.pieces[start..];
        let [head, _, ..] = rows else { return false };
        let stands_apart = rows.len() == 2
            || rows.windows(2).next_back().is_some_and(|pair| pair[1].line > pair[0].line + 1);
        stands_apart && table::goes_on(head.text, self.below)
    }

    /// A row of the open table.
    pub(super) fn is_row(&mut self, line: usize, cursor: &Cursor<'a>, matched: usize) -> bool {
        let in_table =
            self.open.as_ref().is_some_and(|open| open.leaf == Leaf::Table && open.level == matched);
        let row = in_table && matched == self.containers.len() && cursor.rest.contains('|');
        if row {
            self.push(line, cursor);
        } else if in_table {
            self.flush();
        }
        row
    }

    /// Whether an indented run of lines is code: most of its letters are not Arabic.
    fn is_code(&self, cursor: &Cursor<'a>) -> bool {
        let run = self.below.iter().take(5).take_while(|line| line.text.starts_with(['\t', ' ']));
        !mostly_arabic(std::iter::once(cursor.rest).chain(run.map(|line| line.text)))
    }
}

/// Whether a line reads as a whole sentence: long, with a full stop.
fn is_sentence(text: &str) -> bool {
    breaks::is_closed(text) && text.split_whitespace().nth(9).is_some()
}

/// Whether a rule parts a line from what follows, where headings are marked otherwise: the line ends as a sentence. A
/// heading may ask or call; then a rule of more than three hyphens is drawn to underline it.
fn is_parted(text: &str, rule: &str) -> bool {
    breaks::is_statement(text)
        || rule.len() == "---".len() && matches!(breaks::ending(text), Some('!' | '?' | '؟'))
}
