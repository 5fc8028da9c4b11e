//! Article: labelled blocks → a title and a flat list of sections, in document order.

mod align;
mod count;
mod numbers;
mod origin;
mod render;

use std::borrow::Cow;

pub use align::Aligned;
pub use count::Counts;
pub use numbers::Numbers;
pub use render::Rendered;

use crate::normalize::{Normalizer, Removed};
use crate::structure::{self, DropKind, Kind, Span, Structure, TitleSource};

/// A document as a reader would see it, and what was left out of it.
#[derive(Clone, Debug, Default)]
pub struct Article<'a> {
    /// The title, if there is one.
    pub title: Option<Title<'a>>,
    /// Sections in document order; the first has no heading where text stands before the first one.
    pub sections: Vec<Section<'a>>,
    /// Lines that are not part of the article, in document order.
    pub dropped: Vec<Dropped<'a>>,
}

/// The title of an article.
#[derive(Clone, Debug)]
pub struct Title<'a> {
    /// Its words.
    pub text: Cow<'a, str>,
    /// Its line, where it stands in the document.
    pub line: Option<usize>,
    /// Where it comes from.
    pub source: TitleSource,
}

/// A heading and the blocks up to the next one.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// 0 for what stands before the first heading, else 1 to 6.
    pub level: u8,
    /// The heading; `None` at level 0.
    pub heading: Option<Cow<'a, str>>,
    /// Index of the enclosing section.
    pub parent: Option<usize>,
    /// The lines of the heading; of level 0 its first line.
    pub span: Span,
    /// Whether the heading was inferred.
    pub inferred: bool,
    /// What stands under the heading.
    pub blocks: Vec<Block<'a>>,
}

/// A block of a section.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// What it holds.
    pub content: Content<'a>,
    /// Its lines.
    pub span: Span,
    /// Whether its kind was inferred.
    pub inferred: bool,
}

/// What a block holds.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// Running text.
    Paragraph(Cow<'a, str>),
    /// Items one after the other, of any depth.
    List(Vec<Item<'a>>),
    /// Quoted text.
    Quote(Cow<'a, str>),
    /// Code as it stands.
    Code(Cow<'a, str>),
    /// Rows of cells.
    Table(Vec<Vec<Cow<'a, str>>>),
}

/// One item of a list.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// 0 for the outermost.
    pub depth: u8,
    /// Whether the marker counts.
    pub ordered: bool,
    /// The marker as it stands in the source.
    pub marker: Cow<'a, str>,
    /// The words of the item.
    pub text: Cow<'a, str>,
    /// Its lines.
    pub span: Span,
}

/// A line that is not part of the article.
#[derive(Clone, Debug)]
pub struct Dropped<'a> {
    /// Its first line.
    pub line: usize,
    /// Its words.
    pub text: Cow<'a, str>,
    /// What it is.
    pub kind: DropKind,
    /// Why it was dropped.
    pub reason: &'static str,
}

/// Which text of an article a visitor sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The title.
    Title,
    /// The heading of a section.
    Heading {
        /// Index of the section.
        section: usize,
    },
    /// The text of a paragraph or a quote.
    Text {
        /// Index of the section.
        section: usize,
        /// Index of the block in its section.
        block: usize,
    },
    /// An item of a list.
    Item {
        /// Index of the section.
        section: usize,
        /// Index of the block in its section.
        block: usize,
        /// Index of the item in its list.
        item: usize,
    },
    /// A cell of a table.
    Cell {
        /// Index of the section.
        section: usize,
        /// Index of the block in its section.
        block: usize,
        /// Index of the row.
        row: usize,
        /// Index of the cell in its row.
        cell: usize,
    },
    /// A dropped line.
    Dropped {
        /// Index among the dropped lines.
        index: usize,
    },
}

/// Items that a list has room for at first.
const USUAL_ITEMS: usize = 4;

impl<'a> Article<'a> {
    /// Sorts the blocks of a structure into title, sections and dropped lines.
    /// With `keep_dropped` a dropped line becomes a paragraph where it stands.
    pub fn assemble(structure: Structure<'a>, keep_dropped: bool) -> Self {
        let is_inline =
            |block: &structure::Block<'_>| matches!(block.kind, Kind::Dropped(kind) if kind.is_inline());
        let (mut headings, mut dropped) = (0, 0);
        for block in &structure.blocks {
            headings += usize::from(is_heading(block));
            dropped += usize::from(matches!(block.kind, Kind::Dropped(_)));
        }
        let (sections, dropped) = (Vec::with_capacity(1 + headings), Vec::with_capacity(dropped));
        let mut article = Self { title: None, sections, dropped };
        let mut blocks = structure.blocks.into_iter();
        let mut above: Option<Span> = None;
        while let Some(block) = blocks.next() {
            // An image or a comment inside of a text stands in one of its lines.
            let inside = is_inline(&block)
                && above
                    .is_some_and(|above| above.first <= block.span.first && block.span.last <= above.last);
            above = if inside { above } else { Some(block.span) };
            article.push(block, keep_dropped && !inside, blocks.as_slice());
        }
        article
    }

    /// Takes a block; `rest` stands behind it.
    fn push(&mut self, block: structure::Block<'a>, keep_dropped: bool, rest: &[structure::Block<'_>]) {
        let structure::Block { kind, span, text, inferred, reason } = block;
        match kind {
            Kind::Title(source) => self.title = Some(Title { text, line: Some(span.first), source }),
            Kind::Heading { level } => self.open(level, text, span, inferred, rest),
            Kind::Dropped(kind) if !keep_dropped => {
                self.dropped.push(Dropped { line: span.first, text, kind, reason: reason.rule });
            }
            Kind::Paragraph | Kind::Dropped(_) => self.add(Content::Paragraph(text), span, inferred, rest),
            Kind::Quote => self.add(Content::Quote(text), span, inferred, rest),
            Kind::Code => self.add(Content::Code(text), span, inferred, rest),
            Kind::Table(rows) => self.add(Content::Table(rows), span, inferred, rest),
            Kind::Item { depth, ordered, marker } => {
                self.add_item(Item { depth, ordered, marker, text, span }, inferred, rest);
            }
        }
    }

    /// Opens a section under the nearest section of a lower level.
    fn open(
        &mut self,
        level: u8,
        heading: Cow<'a, str>,
        span: Span,
        inferred: bool,
        rest: &[structure::Block<'_>],
    ) {
        let mut parent = self.sections.len().checked_sub(1);
        while let Some(index) = parent {
            let above = &self.sections[index];
            if above.heading.is_some() && above.level < level {
                break;
            }
            // A section of the same or a higher level is passed over together with all that it encloses.
            parent = above.parent;
        }
        self.sections.push(Section {
            level,
            heading: Some(heading),
            parent,
            span,
            inferred,
            blocks: Vec::with_capacity(until_heading(rest)),
        });
    }

    #[inline]
    fn add(&mut self, content: Content<'a>, span: Span, inferred: bool, rest: &[structure::Block<'_>]) {
        if self.sections.is_empty() {
            let span = Span::line(span.first);
            let blocks = Vec::with_capacity(1 + until_heading(rest));
            self.sections.push(Section {
                level: 0,
                heading: None,
                parent: None,
                span,
                inferred: false,
                blocks,
            });
        }
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(Block { content, span, inferred });
        }
    }

    /// An item joins the list before it, or opens one.
    fn add_item(&mut self, item: Item<'a>, inferred: bool, rest: &[structure::Block<'_>]) {
        let last = self.sections.last_mut().and_then(|section| section.blocks.last_mut());
        match last {
            Some(Block { content: Content::List(items), span, inferred: marked })
                if continues(items, &item) =>
            {
                span.last = span.last.max(item.span.last);
                *marked |= inferred;
                items.push(item);
            }
            _ => {
                let span = item.span;
                let mut items = Vec::with_capacity(USUAL_ITEMS);
                items.push(item);
                self.add(Content::List(items), span, inferred, rest);
            }
        }
    }

    /// Normalizes every text but code, each once, and says what was taken away.
    pub fn normalize(&mut self, normalizer: &Normalizer) -> Removed {
        let mut removed = Removed::default();
        self.visit(|_, _, text| {
            if let Some((normalized, gone)) = normalizer.change(text) {
                removed += gone;
                *text = Cow::Owned(normalized);
            }
        });
        removed
    }

    /// Shows every text but code to `visitor` with the lines it was read from, in the order of the record.
    pub fn visit(&mut self, mut visitor: impl FnMut(Place, Option<Span>, &mut Cow<'a, str>)) {
        if let Some(title) = &mut self.title {
            visitor(Place::Title, title.line.map(Span::line), &mut title.text);
        }
        for (section, content) in self.sections.iter_mut().enumerate() {
            if let Some(heading) = &mut content.heading {
                visitor(Place::Heading { section }, Some(content.span), heading);
            }
            for (block, content) in content.blocks.iter_mut().enumerate() {
                let span = Some(content.span);
                match &mut content.content {
                    Content::Paragraph(text) | Content::Quote(text) => {
                        visitor(Place::Text { section, block }, span, text);
                    }
                    Content::Code(_) => {}
                    Content::List(items) => {
                        for (item, content) in items.iter_mut().enumerate() {
                            visitor(
                                Place::Item { section, block, item },
                                Some(content.span),
                                &mut content.text,
                            );
                        }
                    }
                    Content::Table(rows) => {
                        for (row, cells) in rows.iter_mut().enumerate() {
                            for (cell, text) in cells.iter_mut().enumerate() {
                                visitor(Place::Cell { section, block, row, cell }, span, text);
                            }
                        }
                    }
                }
            }
        }
        for (index, dropped) in self.dropped.iter_mut().enumerate() {
            visitor(Place::Dropped { index }, Some(Span::line(dropped.line)), &mut dropped.text);
        }
    }
}

fn is_heading(block: &structure::Block<'_>) -> bool {
    matches!(block.kind, Kind::Heading { .. })
}

/// How many blocks there are before the next heading.
fn until_heading(blocks: &[structure::Block<'_>]) -> usize {
    blocks.iter().take_while(|block| !is_heading(block)).count()
}

/// Whether an item belongs to the list before it: a new outermost item of the other kind opens a list
/// of its own (CommonMark §5.3: changing the kind of marker starts a new list).
fn continues(items: &[Item<'_>], item: &Item<'_>) -> bool {
    items.first().is_none_or(|first| item.depth > first.depth || item.ordered == first.ordered)
}
