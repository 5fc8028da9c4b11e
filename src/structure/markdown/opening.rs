//! Opening: the containers and leaves that a line opens.

use super::breaks::{self, Breaks};
use super::container::{self, Container};
use super::cursor::Cursor;
use super::html::{self, Html};
use super::inline;
use super::item::{self, Opening};
use super::raw::{HTML_ELEMENT, RawKind};
use super::reader::{Leaf, Reader};
use super::sign::{self, Fence};
use super::table;
use crate::lines::{Line, is_blank};
use crate::structure::DropKind;
use crate::structure::marker::Delimiter;

/// Containers nested deeper are read as if they were of this depth.
pub(super) const MAX_NESTING: usize = 32;

const TEXT: Leaf = Leaf::Text { ended: false };
const COMMENT: RawKind<'static> = RawKind::Dropped(DropKind::Comment);

/// Elements whose content is not Markdown: name, closing tag, and what they are.
const RAW: [(&str, &str, RawKind<'static>); 3] =
    [("script", "</script", COMMENT), ("style", "</style", COMMENT), ("pre", "</pre", RawKind::Code)];

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
        loop {
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
                return Some(opened);
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
    fn awaits_text(&self, line: usize) -> bool {
        let start = self.blocks.pieces.len();
        self.open.as_ref().is_some_and(|open| open.span.first == line && open.start == start)
    }

    /// The marker at the cursor, where it may open an item.
    fn item(&self, cursor: &Cursor<'a>, continues: bool, opened: bool) -> Option<Opening<'a>> {
        if sign::is_thematic_break(cursor.rest) {
            return None;
        }
        let opening = item::opening(cursor)?;
        let continues = continues && !opened;
        // Behind another marker a glyph is part of the text: `- ✅ نص`.
        let second = opened && self.containers.last().is_some_and(|container| container.is_item());
        if second && !opening.common {
            return None;
        }
        let indented = cursor.indent < 4 || self.list_above || is_arabic(cursor.rest);
        let interrupts = continues && self.breaks == Breaks::Blank;
        let introduced = || self.last_text().is_some_and(|text| text.ends_with(':'));
        let fits = match opening.number {
            _ if opening.empty => !continues,
            None => opening.common || !interrupts || !item::is_dash(opening.raw) || introduced(),
            Some(number) if self.counts_on(number) => true,
            Some((value, _)) if opening.common => !interrupts || value == 1 || introduced(),
            Some(number) => item::is_counted_on(number, self.below),
        };
        (indented && fits).then_some(opening)
    }

    /// Whether a number goes on where the last one was.
    fn counts_on(&self, number: (u32, Delimiter)) -> bool {
        self.counted.is_some_and(|(value, delimiter)| (value + 1, delimiter) == number)
    }

    fn open_item(&mut self, line: usize, cursor: &mut Cursor<'a>, opening: Opening<'a>) {
        self.flush_above(line);
        let indent = cursor.indent;
        cursor.consume(opening.raw.len());
        let width = opening.raw.chars().count();
        // More than four spaces are not content of the item (CommonMark §5.2); here they stand for one.
        let space = if cursor.is_blank() || cursor.indent > 4 { 1 } else { cursor.indent };
        cursor.dedent(usize::MAX);
        let ordered = opening.number.is_some();
        if ordered {
            self.counted = opening.number;
        }
        let depth = self.containers.iter().filter(|container| container.is_item()).count();
        let kind = RawKind::Item { depth: depth.min(MAX_NESTING - 1) as u8, ordered, marker: opening.raw };
        self.enter(Container::Item { indent, content: indent + width + space, ordered }, line);
        self.start(
            TEXT,
            kind,
            line,
            if opening.common { "list marker" } else { "list marker of another kind" },
        );
    }

    /// Opens the leaf of a line, or goes on with the text above.
    pub(super) fn open_leaf(&mut self, line: &Line<'a>, cursor: &Cursor<'a>, continues: bool) {
        let number = line.number;
        if cursor.indent >= 4 && !continues && !self.in_html && self.is_code(cursor) {
            self.flush_above(number);
            self.start(Leaf::Indented, RawKind::Code, number, "indented code");
            return self.push_text(number, cursor.indent - 4, cursor.rest);
        }
        let text = cursor.rest;
        if let Some((width, level)) = sign::atx(text, self.tight_headings) {
            return self.heading(number, level, text, width);
        }
        if let Some((fence, info)) = Fence::open(text) {
            return self.fence(number, cursor, fence, info);
        }
        if sign::is_thematic_break(text) {
            self.flush_above(number);
            return self.blocks.line(RawKind::Dropped(DropKind::Separator), number, text, "thematic break");
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
                _ => continues && (self.breaks == Breaks::Blank || open.start == self.blocks.pieces.len()),
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
        let text = if item { item::without_task(cursor.rest) } else { cursor.rest };
        self.push_text(line, 0, text);
    }

    /// What text is where it stands.
    fn text_kind(&self) -> RawKind<'a> {
        if self.containers.contains(&Container::Quote) { RawKind::Quote } else { RawKind::Paragraph }
    }

    fn heading(&mut self, line: usize, level: u8, text: &'a str, width: usize) {
        self.flush_above(line);
        self.counted = None;
        let heading = inline::without_heading_id(sign::without_closing(text[width..].trim()));
        if is_blank(heading) {
            let kind = RawKind::Dropped(DropKind::Separator);
            return self.blocks.line(kind, line, text, "heading without text");
        }
        self.blocks.line(RawKind::Heading { level }, line, heading, "ATX heading");
    }

    fn fence(&mut self, line: usize, cursor: &Cursor<'a>, fence: Fence, info: &str) {
        let text = cursor.rest;
        self.flush_above(line);
        let separator = RawKind::Dropped(DropKind::Separator);
        let wraps = matches!(info, "markdown" | "md") && self.blocks.raws.is_empty();
        if wraps {
            self.wrapper = Some(fence);
            return self.blocks.line(separator, line, text, "fence around the document");
        }
        if !self.closers.fence(fence, self.below) {
            if self.wrapper.take().is_some() && info.is_empty() {
                return self.blocks.line(separator, line, text, "fence around the document");
            }
            let prose = self.below.iter().filter(|line| !line.is_blank()).take(20);
            if arabic_share(prose.map(|line| line.text)) {
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
            if level == 2 && is_sentence(above) {
                return false;
            }
            (open.kind, open.rule) = (RawKind::Heading { level }, "setext heading");
            open.span.last = line;
            self.counted = None;
            self.flush();
            return true;
        }
        let columns = table::delimiter_columns(cursor.rest);
        let single = pieces == open.start + 1;
        if above.contains('|') && columns == Some(table::cells(above).count()) && !(is_item && single) {
            self.split_table(line, cursor);
            return true;
        }
        false
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

    /// Definitions, footnotes, alerts, directives and lines for the generator of a site.
    fn markup(&mut self, line: usize, text: &'a str, continues: bool) -> bool {
        if let Some((label, rest)) = sign::definition(text) {
            if label.starts_with('^') && !rest.is_empty() {
                self.labels.define(label);
                self.start(TEXT, self.text_kind(), line, "footnote");
                self.push_text(line, 0, rest);
                return true;
            }
            let interrupts = continues && self.breaks == Breaks::Blank && !rest.contains("://");
            if !interrupts && sign::is_destination(rest) {
                self.flush_above(line);
                self.labels.define(label);
                self.blocks.line(
                    RawKind::Dropped(DropKind::Definition),
                    line,
                    text,
                    "link reference definition",
                );
                return true;
            }
        }
        if let Some(title) = sign::alert(text).filter(|_| self.containers.last() == Some(&Container::Quote)) {
            self.flush_above(line);
            let (kind, text) = if title.is_empty() { (COMMENT, text) } else { (RawKind::Quote, title) };
            self.blocks.line(kind, line, text, "alert");
            return true;
        }
        if let Some(title) = sign::directive(text) {
            self.flush_above(line);
            if title.is_empty() {
                self.blocks.line(COMMENT, line, text, "directive");
            } else {
                self.blocks.line(self.text_kind(), line, title, "title of an aside");
            }
            return true;
        }
        if sign::is_generator_line(text) {
            self.flush_above(line);
            let script = text.ends_with(['{', '(', '[', ',']);
            if script {
                self.start(Leaf::Script, COMMENT, line, "line for the site generator");
                self.push_text(line, 0, text);
            } else {
                self.blocks.line(COMMENT, line, text, "line for the site generator");
            }
            return true;
        }
        false
    }

    /// HTML at the head of the line; what text it holds is text.
    fn html(&mut self, line: usize, text: &'a str, continues: bool) -> bool {
        let Some(head) = html::head(text) else { return false };
        let (end, rule) = match head {
            Html::Comment => ("-->", "comment"),
            Html::Declaration(end) => (end, "HTML declaration"),
            Html::Tag(name) => return self.tag(line, text, name, continues),
        };
        match text.find(end).map(|at| &text[at + end.len()..]) {
            Some(rest) if !is_blank(rest) => return false,
            Some(_) => {
                self.flush_above(line);
                self.blocks.line(COMMENT, line, text, rule);
            }
            None if self.closers.markup(end, self.below) => {
                self.start(Leaf::Until(end), COMMENT, line, rule);
                self.push_text(line, 0, text);
            }
            None => {
                self.flush_above(line);
                self.blocks.line(COMMENT, line, text, rule);
            }
        }
        true
    }

    fn tag(&mut self, line: usize, text: &'a str, name: &str, continues: bool) -> bool {
        if let Some(&(_, end, kind)) =
            RAW.iter().find(|(raw, ..)| name.eq_ignore_ascii_case(raw) && !text.starts_with("</"))
        {
            self.start(Leaf::Until(end), kind, line, HTML_ELEMENT);
            self.push_text(line, 0, text);
            if text.to_ascii_lowercase().contains(end) {
                self.flush();
            }
            return true;
        }
        let block = html::is_block(name);
        if continues && !block && self.breaks == Breaks::Blank {
            return false;
        }
        self.in_html = true;
        match html::behind_tags(text) {
            Some("") => {
                self.flush_above(line);
                self.blocks.line(COMMENT, line, text, "HTML tag");
                true
            }
            Some(_) => self.tagged_text(line, text, name, block),
            None if self.closes_soon(">") => {
                // Text may follow the tag where it ends; the inline parser parts them.
                self.start(Leaf::Until(">"), self.text_kind(), line, "HTML tag");
                self.push_text(line, 0, text);
                true
            }
            None => false,
        }
    }

    /// A line of tags with text among them.
    fn tagged_text(&mut self, line: usize, text: &'a str, name: &str, block: bool) -> bool {
        if !block || self.awaits_text(line) {
            return false;
        }
        let level = name.strip_prefix(['h', 'H']).and_then(|digit| digit.parse().ok());
        let kind = match level {
            Some(level @ 1..=6) if text.ends_with('>') => RawKind::Heading { level },
            _ => self.text_kind(),
        };
        self.start(TEXT, kind, line, "text of an HTML element");
        self.push_text(line, 0, text);
        if text.ends_with('>') {
            self.flush();
        }
        true
    }

    /// Whether markup that opens here ends soon, before a blank line and not at the head of a line.
    fn closes_soon(&self, end: &str) -> bool {
        let below = self.below.iter().take(20).take_while(|line| !line.is_blank());
        below
            .map(|line| line.text.trim_start())
            .take_while(|text| !text.starts_with(end))
            .any(|text| text.contains(end))
    }

    /// Whether an indented run of lines is code: most of its letters are not Arabic.
    fn is_code(&self, cursor: &Cursor<'a>) -> bool {
        let run = self.below.iter().take(5).take_while(|line| line.text.starts_with(['\t', ' ']));
        !arabic_share(std::iter::once(cursor.rest).chain(run.map(|line| line.text)))
    }
}

/// Whether at least half of the letters are Arabic.
fn arabic_share<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let (mut arabic, mut letters) = (0_usize, 0_usize);
    for c in texts.flat_map(|text| text.chars().take(500)).filter(|c| c.is_alphabetic()) {
        letters += 1;
        arabic += usize::from(is_arabic_letter(c));
    }
    letters > 0 && arabic * 2 >= letters
}

fn is_arabic(text: &str) -> bool {
    arabic_share(std::iter::once(text))
}

fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' | '\u{FB50}'..='\u{FEFC}')
}

/// Whether a line reads as a whole sentence: long, with a full stop.
fn is_sentence(text: &str) -> bool {
    breaks::is_closed(text) && text.split_whitespace().nth(9).is_some()
}
