//! Reader: lines → raw blocks, in one pass, with the containers and the one leaf that are open.

use super::breaks::{self, Breaks, Layout};
use super::closers::Closers;
use super::container::Container;
use super::cursor::Cursor;
use super::inline::Labels;
use super::item::{self, Count, Counted, Opening};
use super::raw::{Blocks, Piece, RawKind};
use super::sign::{self, Fence, HeadingMarks};
use crate::lines::Line;
use crate::structure::{DropKind, Span};

/// Reads the blocks of a document.
pub(super) struct Reader<'a, 'l> {
    /// The lines below the one that is read.
    pub(super) below: &'l [Line<'a>],
    pub(super) breaks: Breaks,
    /// The column in which the text is wrapped, if it is.
    pub(super) column: Option<usize>,
    /// How the document marks its headings: where it writes `##عنوان`, `#عنوان` is one too.
    pub(super) headings: HeadingMarks,
    pub(super) containers: Vec<Container>,
    pub(super) open: Option<Open<'a>>,
    /// The last numbers and letters that opened items since the last heading.
    pub(super) counted: Counted,
    pub(super) closers: Closers,
    /// Whether the line above stood in a list.
    pub(super) list_above: bool,
    /// Whether tags stand above, with no blank line since: indentation is of the HTML then.
    pub(super) in_html: bool,
    /// The fence around the whole document, if there is one (` ```markdown `).
    pub(super) wrapper: Option<Fence>,
    pub(super) blocks: Blocks<'a>,
    pub(super) labels: Labels,
    /// The first line that nests too deep.
    pub(super) too_deep: Option<usize>,
}

/// A leaf that the next line may go on with.
pub(super) struct Open<'a> {
    pub(super) leaf: Leaf,
    pub(super) kind: RawKind<'a>,
    /// How many containers it stands in.
    pub(super) level: usize,
    /// Its first piece.
    pub(super) start: usize,
    pub(super) span: Span,
    pub(super) rule: &'static str,
}

/// How lines go on with an open block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    /// Text: a paragraph, a quote, an item; `ended` by a blank line.
    Text { ended: bool },
    /// Fenced code whose content loses so many columns.
    Fenced { fence: Fence, indent: usize },
    /// Indented code.
    Indented,
    /// Rows.
    Table,
    /// Markup, up to and with the line that holds this text.
    Until(&'static str),
    /// Markup of so many lines more.
    Lines(usize),
    /// Script of MDX, up to and with a line that begins with a closing bracket, or a blank line.
    Script,
}

impl<'a, 'l> Reader<'a, 'l> {
    /// A reader of so many lines.
    pub(super) fn new(lines: usize, Layout { breaks, column }: Layout, headings: HeadingMarks) -> Self {
        Self {
            below: &[],
            breaks,
            column,
            headings,
            containers: Vec::new(),
            open: None,
            counted: Counted::default(),
            closers: Closers::default(),
            list_above: false,
            in_html: false,
            wrapper: None,
            blocks: Blocks { raws: Vec::with_capacity(lines), pieces: Vec::with_capacity(lines) },
            labels: Labels::default(),
            too_deep: None,
        }
    }

    /// Reads all lines.
    pub(super) fn read(&mut self, lines: &'l [Line<'a>]) {
        for (at, line) in lines.iter().enumerate() {
            self.below = &lines[at + 1..];
            self.line(line);
        }
        self.flush();
    }

    fn line(&mut self, line: &Line<'a>) {
        self.list_above = self.in_list();
        let mut cursor = Cursor::of(line);
        let matched = self.go_on(&mut cursor);
        if self.holds(line, &cursor, matched) {
            return;
        }
        if cursor.is_blank() {
            return if line.is_blank() { self.blank(matched) } else { self.bare_mark(line, matched) };
        }
        let continues = self.continues(matched);
        if continues && self.underlines(line.number, &cursor) || self.is_row(line.number, &cursor, matched) {
            return;
        }
        if continues && cursor.indent >= 4 && !self.list_above && self.breaks == Breaks::Blank {
            return self.push(line.number, &cursor);
        }
        self.close(matched);
        if let Some(opened) = self.open_containers(line, &mut cursor, continues) {
            self.open_leaf(line, &cursor, continues && !opened);
        }
    }

    /// How many of the open containers the line goes on with; their signs are taken away.
    fn go_on(&mut self, cursor: &mut Cursor<'a>) -> usize {
        for at in 0..self.containers.len() {
            let container = self.containers[at];
            if !container.goes_on(cursor) {
                let Some(inside) = self.indented_into(container, cursor) else { return at };
                self.containers[at] = inside;
                cursor.dedent(usize::MAX);
            }
        }
        self.containers.len()
    }

    /// A line that is indented, though less than the content of the item above, still belongs to it where it goes on
    /// with its text, or where it opens a list of the other kind or one that counts anew; then the content begins there.
    fn indented_into(&self, container: Container, cursor: &Cursor<'a>) -> Option<Container> {
        let Container::Item { indent, ordered, .. } = container else { return None };
        if self.breaks_sentence(cursor) {
            return Some(container);
        }
        if cursor.indent <= indent || cursor.is_blank() {
            return None;
        }
        match item::opening(cursor) {
            Some(Opening { count, .. }) => {
                let other = count.is_some() != ordered || count.is_some_and(Count::is_first);
                let inside = Container::Item { indent, content: cursor.indent, ordered };
                (cursor.indent >= indent + 2 && other).then_some(inside)
            }
            None => {
                let goes_on = matches!(self.open, Some(Open { leaf: Leaf::Text { ended: false }, .. }));
                (goes_on && !sign::opens_block(cursor.rest)).then_some(container)
            }
        }
    }

    /// Whether a line goes on with a sentence that an ordinal word opens: such paragraphs are hard-wrapped like others,
    /// without indentation.
    fn breaks_sentence(&self, cursor: &Cursor<'a>) -> bool {
        let Some(Open { leaf: Leaf::Text { ended: false }, kind: RawKind::Item { marker, .. }, .. }) =
            self.open
        else {
            return false;
        };
        self.breaks == Breaks::Blank
            && item::is_ordinal(marker)
            && !self.last_text().is_some_and(breaks::is_closed)
            && !(cursor.is_blank() || sign::opens_block(cursor.rest) || item::opening(cursor).is_some())
    }

    /// Whether the line belongs to an open leaf that takes lines as they are.
    fn holds(&mut self, line: &Line<'a>, cursor: &Cursor<'a>, matched: usize) -> bool {
        let Some(open) = &mut self.open else { return false };
        if open.level > matched || (cursor.is_blank() && !line.is_blank()) {
            return false;
        }
        let (text, number) = (cursor.rest, line.number);
        let ends = match open.leaf {
            Leaf::Text { .. } | Leaf::Table => return false,
            Leaf::Indented if cursor.indent < 4 && !cursor.is_blank() => return false,
            Leaf::Script if line.is_blank() => return false,
            Leaf::Fenced { fence, .. } => fence.is_closed_by(text) && cursor.indent < 4,
            Leaf::Until(end) => text.to_ascii_lowercase().contains(end),
            Leaf::Lines(more) => {
                open.leaf = Leaf::Lines(more - 1);
                more == 1
            }
            Leaf::Script => text.starts_with(['}', ')', ']']) && cursor.indent == 0,
            Leaf::Indented => false,
        };
        let fence_ends = ends && matches!(open.leaf, Leaf::Fenced { .. });
        let taken = match open.leaf {
            Leaf::Fenced { indent, .. } => indent,
            Leaf::Indented => 4,
            _ => 0,
        };
        // A blank line at the end of indented code is none of its lines.
        if !(cursor.is_blank() && open.leaf == Leaf::Indented) {
            open.span.last = number;
        }
        if !fence_ends {
            let indent = cursor.indent.saturating_sub(taken);
            self.blocks.pieces.push(Piece { line: number, indent, text });
        }
        if ends {
            self.flush();
        }
        true
    }

    /// Whether text of this line may belong to the paragraph above: same containers, no blank line between.
    fn continues(&self, matched: usize) -> bool {
        matched == self.containers.len()
            && self
                .open
                .as_ref()
                .is_some_and(|open| open.level == matched && open.leaf == Leaf::Text { ended: false })
    }

    pub(super) fn in_list(&self) -> bool {
        self.containers.iter().any(|container| container.is_item())
    }

    fn blank(&mut self, matched: usize) {
        self.in_html = false;
        self.close(matched);
        if self.is_parted_table() {
            return;
        }
        match &mut self.open {
            Some(Open { leaf: Leaf::Text { ended }, kind: RawKind::Item { .. }, start, .. }) => {
                // CommonMark: an item begins with one blank line at most.
                if *start == self.blocks.pieces.len() {
                    self.flush();
                    self.containers.pop();
                } else {
                    *ended = true;
                }
            }
            _ => self.flush(),
        }
    }

    /// A line that holds nothing but the signs of its containers.
    fn bare_mark(&mut self, line: &Line<'a>, matched: usize) {
        self.blank(matched);
        let mut cursor = Cursor::of(line);
        self.go_on(&mut cursor);
        self.flush();
        self.blocks.line(RawKind::Dropped(DropKind::Separator), line.number, line.text, "empty quote line");
    }

    /// Closes the containers beyond the first `matched` and the leaf inside them.
    pub(super) fn close(&mut self, matched: usize) {
        if self.open.as_ref().is_some_and(|open| open.level > matched) {
            self.flush();
        }
        self.containers.truncate(matched);
    }

    /// Ends the open leaf and makes a block of it.
    pub(super) fn flush(&mut self) {
        let Some(open) = self.open.take() else { return };
        let pieces = &mut self.blocks.pieces;
        if open.leaf == Leaf::Indented {
            while pieces.len() > open.start && pieces.last().is_some_and(|piece| piece.text.is_empty()) {
                pieces.pop();
            }
        }
        let empty = pieces.len() == open.start;
        if let RawKind::Item { marker, .. } = open.kind
            && empty
        {
            pieces.push(Piece { line: open.span.first, indent: 0, text: marker });
        }
        let (kind, rule) = match open.kind {
            RawKind::Item { .. } if empty => (RawKind::Dropped(DropKind::Separator), "empty list item"),
            RawKind::Quote | RawKind::Paragraph if empty => {
                (RawKind::Dropped(DropKind::Comment), "sign of an alert")
            }
            kind => (kind, open.rule),
        };
        self.blocks.block(kind, open.span, open.start, rule);
    }

    /// Opens a leaf at a line; its pieces follow.
    pub(super) fn start(&mut self, leaf: Leaf, kind: RawKind<'a>, line: usize, rule: &'static str) {
        self.flush_above(line);
        let (level, start) = (self.containers.len(), self.blocks.pieces.len());
        self.open = Some(Open { leaf, kind, level, start, span: Span::line(line), rule });
    }

    /// Adds a line to the open leaf.
    pub(super) fn push(&mut self, line: usize, cursor: &Cursor<'a>) {
        self.push_text(line, cursor.indent, cursor.rest);
    }

    pub(super) fn push_text(&mut self, line: usize, indent: usize, text: &'a str) {
        if let Some(open) = &mut self.open {
            open.span.last = line;
            if let Leaf::Text { ended } = &mut open.leaf {
                *ended = false;
            }
            self.blocks.pieces.push(Piece { line, indent, text });
        }
    }

    /// The last line of the open leaf.
    pub(super) fn last_text(&self) -> Option<&'a str> {
        let open = self.open.as_ref()?;
        self.blocks.pieces.get(open.start..)?.last().map(|piece| piece.text)
    }
}
