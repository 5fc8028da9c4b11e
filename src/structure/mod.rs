//! Structure: lines → labelled blocks, each with the reason for its label.
//!
//! Every non-blank line of the document ends in exactly one block (a few inline finds, see
//! [`DropKind::is_inline`], share their line with the text they stood in).

pub mod entities;
pub mod explain;
mod format;
mod furniture;
mod heads;
mod key;
mod lexicon;
mod markdown;
pub mod marker;
mod plain;
mod topic;
mod vocabulary;
pub use format::{FormatReason, Mark};
#[cfg(feature = "train")]
pub use plain::learn;

use std::borrow::Cow;

use serde::Serialize;

use crate::error::{Warning, codes};
use crate::lines::Line;

/// How the structure is to be recovered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The format, or `None` to decide it from the document.
    pub format: Option<Format>,
    /// How much may be inferred where there are no marks.
    pub mode: Mode,
    /// Keep what was weighed for every decision ([`Reason::weighed`]); costs allocations, `explain` wants it.
    pub explain: bool,
}

codes! {
    /// The kind of markup in a document.
    Format {
        /// Markdown, read forgivingly.
        Markdown => "markdown",
        /// Text without markup.
        Plain => "plain",
    }
}

codes! {
    /// How much structure may be inferred where the author left no mark.
    #[derive(Default)]
    Mode {
        /// Only what is nearly certain: precision before recall.
        Strict => "strict",
        /// The best balance of both.
        #[default]
        Balanced => "balanced",
        /// Nothing: marks alone count.
        Off => "off",
    }
}

/// A document as labelled blocks, in document order.
#[derive(Clone, Debug)]
pub struct Structure<'a> {
    /// The format it was read as.
    pub format: Format,
    /// Why that format.
    pub format_reason: FormatReason,
    /// Disjoint spans of lines that cover every non-blank line.
    pub blocks: Vec<Block<'a>>,
    /// What a reader of the record should know.
    pub warnings: Vec<Warning>,
}

/// A run of lines with one label.
#[derive(Clone, Debug, PartialEq)]
pub struct Block<'a> {
    /// What the lines are.
    pub kind: Kind<'a>,
    /// Where they stand.
    pub span: Span,
    /// What a reader sees: marks, fences and inline markup gone, the lines of a hard-wrapped paragraph
    /// joined by a space; of code the lines as they are, parted by LF. Not yet normalized.
    pub text: Cow<'a, str>,
    /// Whether the label was inferred, not marked by the author.
    pub inferred: bool,
    /// Why this label.
    pub reason: Reason,
}

/// First and last line of a block, 1-based, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First line.
    pub first: usize,
    /// Last line.
    pub last: usize,
}

impl Span {
    /// The span of a single line.
    pub const fn line(number: usize) -> Self {
        Self { first: number, last: number }
    }
}

/// The label of a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// The title of the document; at most one block has it.
    Title(TitleSource),
    /// A heading.
    Heading {
        /// 1 to 6; an inferred heading is of level 2 unless its numbering says more.
        level: u8,
    },
    /// A paragraph.
    Paragraph,
    /// One item of a list. Neighbouring items make a list.
    Item {
        /// 0 for the outermost.
        depth: u8,
        /// Whether the marker counts.
        ordered: bool,
        /// The marker as it stands in the source; empty where the item has none.
        marker: Cow<'a, str>,
    },
    /// A block quote.
    Quote,
    /// Code, fenced or indented.
    Code,
    /// A table; the block's own text is empty.
    Table(Vec<Vec<Cow<'a, str>>>),
    /// What is not part of the article.
    Dropped(DropKind),
}

codes! {
    /// Where a title comes from.
    TitleSource {
        /// A heading mark of the author.
        Heading => "heading",
        /// The `title` of the front matter.
        FrontMatter => "front_matter",
        /// An unmarked line.
        Inferred => "inferred",
        /// A field beside the text (JSON Lines).
        Field => "field",
        /// There is none.
        None => "none",
    }
}

codes! {
    /// Why a line is not part of the article.
    DropKind {
        /// Names and offices of the publication's staff.
        Masthead => "masthead",
        /// Who wrote the article.
        Byline => "byline",
        /// When, or where, it was published.
        Dateline => "dateline",
        /// Words under a picture.
        Caption => "caption",
        /// Navigation of the site.
        Menu => "menu",
        /// Buttons for sharing.
        Share => "share",
        /// Calls to follow or subscribe.
        Follow => "follow",
        /// Links to other articles.
        Related => "related",
        /// Rights of the publisher.
        Copyright => "copyright",
        /// The source line.
        Source => "source",
        /// Keywords.
        Tags => "tags",
        /// Readers' comments and their forms.
        Comments => "comments",
        /// Advertising.
        Ad => "ad",
        /// Words in place of an image.
        ImageAlt => "image_alt",
        /// A sign that the article ends.
        EndMark => "end_mark",
        /// A thematic break, a lone stop or the number of a page.
        Separator => "separator",
        /// The metadata block at the head of a Markdown document.
        FrontMatter => "front_matter",
        /// A comment of the markup.
        Comment => "comment",
        /// A link reference definition.
        Definition => "definition",
        /// The title once more.
        DuplicateTitle => "duplicate_title",
        /// A line that stands twice.
        Duplicate => "duplicate",
    }
}

impl DropKind {
    /// Whether such a block may share its line with text: an image or a comment inside a paragraph.
    pub const fn is_inline(self) -> bool {
        matches!(self, Self::ImageAlt | Self::Comment)
    }
}

/// Why a block has its label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reason {
    /// The rule in a few words, for people.
    pub rule: &'static str,
    /// The model's probability of the label, where a model decided.
    pub score: Option<f32>,
    /// What the model weighed, where it decided ([`Options::explain`]).
    pub weighed: Option<Box<Weighed>>,
}

impl Reason {
    /// A decision by a rule.
    pub const fn rule(rule: &'static str) -> Self {
        Self { rule, score: None, weighed: None }
    }
}

/// What a model weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The named terms of the decision, strongest first.
    pub terms: Vec<Term>,
    /// What else it might have been.
    pub runner_up: Alternative,
}

/// One named share of a score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Term {
    /// The feature, as the training names it.
    pub name: &'static str,
    /// Its share of the score (log-odds); positive speaks for the label.
    pub share: f32,
}

/// The label that came second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Alternative {
    /// Its name.
    pub label: &'static str,
    /// The model's probability of it.
    pub score: f32,
}

/// Recovers the structure of a document.
pub fn recover<'a>(lines: &[Line<'a>], options: &Options) -> Structure<'a> {
    let (format, format_reason) = match options.format {
        Some(format) => (format, FormatReason::Asked),
        None => format::detect(lines),
    };
    let mut warnings = Vec::new();
    let blocks = match format {
        Format::Markdown => furniture::drop(markdown::recover(lines, options, &mut warnings), lines, options),
        Format::Plain => {
            let mut blocks = plain::recover(lines, options);
            if lines.iter().any(|line| line.signs.meets(entities::OPENING)) {
                warnings.extend(entities::decode_blocks(&mut blocks));
            }
            blocks
        }
    };
    let blocks = by_line(blocks, lines);
    Structure { format, format_reason, blocks, warnings }
}

/// The lines of a span.
fn within<'l, 'a>(lines: &'l [Line<'a>], span: Span) -> &'l [Line<'a>] {
    let before = lines.first().map_or(1, |line| line.number);
    &lines[span.first - before..span.last + 1 - before]
}

/// What is dropped is reported line by line, so that each can be found again and put back alone.
fn by_line<'a>(blocks: Vec<Block<'a>>, lines: &[Line<'a>]) -> Vec<Block<'a>> {
    let is_whole =
        |block: &Block<'_>| block.span.first == block.span.last || !matches!(block.kind, Kind::Dropped(_));
    if blocks.iter().all(is_whole) {
        return blocks;
    }
    let mut parted = Vec::with_capacity(2 * blocks.len());
    for block in blocks {
        if is_whole(&block) {
            parted.push(block);
            continue;
        }
        let Block { kind, span, inferred, reason, .. } = block;
        let visible = within(lines, span).iter().filter(|line| !line.is_blank());
        parted.extend(visible.map(|line| Block {
            kind: kind.clone(),
            span: Span::line(line.number),
            text: line.visible.into(),
            inferred,
            reason: reason.clone(),
        }));
    }
    parted
}
