//! Record: the wire format `seedtool/1` (JSON). Keys stand in the order of declaration, every key is always
//! present, and nothing here decides anything: it only says how an article is written down.

use std::borrow::Cow;

use serde::Serialize;

use crate::article::{self, Article, Content, Counts, Place};
use crate::decode::Decoded;
use crate::error::{Error, ErrorCode, Warning};
use crate::normalize::Removed;
use crate::structure::{DropKind, Format, TitleSource};

/// The version of the wire format, first key of every record.
pub const SCHEMA: &str = "seedtool/1";
/// The version of the wire format of an error record.
pub const ERROR_SCHEMA: &str = "seedtool/1-error";

/// One article.
#[derive(Clone, Debug, Serialize)]
pub struct Record<'a> {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Content id, see [`content_id`].
    pub id: String,
    /// The normalized title.
    pub title: Option<Cow<'a, str>>,
    /// Its 1-based line.
    pub title_line: Option<usize>,
    /// Where it comes from.
    pub title_source: TitleSource,
    /// The whole normalized article.
    pub text: String,
    /// Headings and what stands under them.
    pub sections: Vec<Section<'a>>,
    /// Lines that are not part of the article.
    pub dropped: Vec<Dropped<'a>>,
    /// Where the article comes from.
    pub source: Source<'a>,
    /// Figures over `text`.
    pub counts: RecordCounts,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
    /// Fields of the input that were asked for.
    pub carried: Vec<Carried>,
    /// Maps from normalized to source offsets, if asked for.
    pub alignment: Vec<Aligned>,
}

/// A heading and the blocks up to the next one.
#[derive(Clone, Debug, Serialize)]
pub struct Section<'a> {
    level: u8,
    heading: Option<Cow<'a, str>>,
    parent: Option<usize>,
    line: usize,
    end_line: usize,
    inferred: bool,
    blocks: Vec<Block<'a>>,
}

/// A paragraph, list, quote, piece of code or table.
#[derive(Clone, Debug, Serialize)]
pub struct Block<'a> {
    kind: &'static str,
    text: Option<Cow<'a, str>>,
    ordered: Option<bool>,
    items: Vec<Item<'a>>,
    rows: Vec<Vec<Cow<'a, str>>>,
    line: usize,
    end_line: usize,
    inferred: bool,
}

/// One item of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Item<'a> {
    depth: u8,
    ordered: bool,
    marker: Cow<'a, str>,
    text: Cow<'a, str>,
    line: usize,
    end_line: usize,
}

/// A line that is not part of the article.
#[derive(Clone, Debug, Serialize)]
pub struct Dropped<'a> {
    line: usize,
    text: Cow<'a, str>,
    kind: DropKind,
    reason: Cow<'static, str>,
}

/// Where an article comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Source<'a> {
    /// As typed or found, with `/` between the parts; `-` for standard input.
    pub path: Cow<'a, str>,
    /// 1-based line of JSON Lines.
    pub record: Option<u64>,
    /// The input's own id.
    pub id: Option<Cow<'a, str>>,
    /// Size of the decompressed document.
    pub bytes: usize,
    /// The encoding it was decoded from.
    pub encoding: Option<&'static str>,
    /// The format it was read as.
    pub format: Option<Format>,
    /// How many U+FFFD stand for malformed sequences.
    pub replacements: usize,
}

/// [`Counts`] and what normalization took away.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RecordCounts {
    characters: usize,
    words: usize,
    sections: usize,
    paragraphs: usize,
    lists: usize,
    list_items: usize,
    tatweel_removed: usize,
    marks_removed: usize,
    arabic_letters: usize,
    letters: usize,
}

/// A field of the input, as JSON in a string so that the record's types stay fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// Its name.
    pub field: String,
    /// Its value.
    pub json: String,
}

/// The map from one normalized text to its source.
#[derive(Clone, Debug, Serialize)]
pub struct Aligned {
    /// Where the text stands in the record, a JSON Pointer (RFC 6901) without its first `/`.
    pub at: String,
    /// Normalized offset, source offset, normalized length, source length; UTF-8 bytes, the source being the
    /// decoded document.
    pub runs: Vec<[usize; 4]>,
}

/// What stands in place of a record that could not be made.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorRecord<'a> {
    schema: &'static str,
    id: String,
    source: Source<'a>,
    error: Failure,
}

/// Why there is no record.
#[derive(Clone, Debug, Serialize)]
struct Failure {
    code: ErrorCode,
    message: String,
}

/// `b3-` and the first 32 hexadecimal digits of the BLAKE3 hash of `bytes`.
pub fn content_id(bytes: &[u8]) -> String {
    id_of(&blake3::hash(bytes))
}

/// The content id of bytes with this hash.
pub fn id_of(hash: &blake3::Hash) -> String {
    format!("b3-{}", &hash.to_hex()[..32])
}

impl<'a> Record<'a> {
    /// Writes down a normalized article.
    pub fn new(
        id: String,
        source: Source<'a>,
        article: Article<'a>,
        removed: Removed,
        warnings: Vec<Warning>,
    ) -> Self {
        let text = article.text();
        let counts = RecordCounts::new(Counts::of(&article, &text), removed);
        let Article { title, sections, dropped } = article;
        let (title_line, title_source) = match &title {
            Some(title) => (title.line, title.source),
            None => (None, TitleSource::None),
        };
        Self {
            schema: SCHEMA,
            id,
            title: title.map(|title| title.text),
            title_line,
            title_source,
            text,
            sections: sections.into_iter().map(Section::from).collect(),
            dropped: dropped.into_iter().map(Dropped::from).collect(),
            source,
            counts,
            warnings,
            carried: Vec::new(),
            alignment: Vec::new(),
        }
    }
}

impl<'a> ErrorRecord<'a> {
    /// Writes down why `source`, whose bytes have the content id `id`, has no record.
    pub fn new(id: String, source: Source<'a>, error: &Error) -> Self {
        let Error { code, message, .. } = error.clone();
        Self { schema: ERROR_SCHEMA, id, source, error: Failure { code, message } }
    }
}

impl<'a> Source<'a> {
    /// A source of which nothing but its path and size is known.
    pub fn unread(path: impl Into<Cow<'a, str>>, bytes: usize) -> Self {
        let path = path.into();
        Self { path, record: None, id: None, bytes, encoding: None, format: None, replacements: 0 }
    }

    /// The same source once decoded and read.
    pub fn read(self, decoded: &Decoded<'_>, format: Format) -> Self {
        let Decoded { encoding, replacements, .. } = *decoded;
        Self { encoding: Some(encoding), format: Some(format), replacements, ..self }
    }
}

impl RecordCounts {
    fn new(counts: Counts, removed: Removed) -> Self {
        let Counts { characters, words, sections, paragraphs, lists, list_items, arabic_letters, letters } =
            counts;
        let Removed { tatweel: tatweel_removed, marks: marks_removed } = removed;
        Self {
            characters,
            words,
            sections,
            paragraphs,
            lists,
            list_items,
            tatweel_removed,
            marks_removed,
            arabic_letters,
            letters,
        }
    }
}

impl<'a> From<article::Section<'a>> for Section<'a> {
    fn from(section: article::Section<'a>) -> Self {
        let article::Section { level, heading, parent, span, inferred, blocks } = section;
        let blocks = blocks.into_iter().map(Block::from).collect();
        Self { level, heading, parent, line: span.first, end_line: span.last, inferred, blocks }
    }
}

impl<'a> From<article::Block<'a>> for Block<'a> {
    fn from(block: article::Block<'a>) -> Self {
        let article::Block { content, span, inferred } = block;
        let (line, end_line) = (span.first, span.last);
        let empty = |kind| Self {
            kind,
            text: None,
            ordered: None,
            items: Vec::new(),
            rows: Vec::new(),
            line,
            end_line,
            inferred,
        };
        match content {
            Content::Paragraph(text) => Self { text: Some(text), ..empty("paragraph") },
            Content::Quote(text) => Self { text: Some(text), ..empty("quote") },
            Content::Code(text) => Self { text: Some(text), ..empty("code") },
            Content::Table(rows) => Self { rows, ..empty("table") },
            Content::List(items) => Self {
                ordered: items.first().map(|item| item.ordered),
                items: items.into_iter().map(Item::from).collect(),
                ..empty("list")
            },
        }
    }
}

impl<'a> From<article::Item<'a>> for Item<'a> {
    fn from(item: article::Item<'a>) -> Self {
        let article::Item { depth, ordered, marker, text, span } = item;
        Self { depth, ordered, marker, text, line: span.first, end_line: span.last }
    }
}

impl<'a> From<article::Dropped<'a>> for Dropped<'a> {
    fn from(dropped: article::Dropped<'a>) -> Self {
        let article::Dropped { line, text, kind, reason } = dropped;
        Self { line, text, kind, reason }
    }
}

/// Where a text of an article stands in its record, see [`Aligned::at`].
pub fn pointer(place: Place) -> String {
    match place {
        Place::Title => "title".to_owned(),
        Place::Heading { section } => format!("sections/{section}/heading"),
        Place::Text { section, block } => format!("sections/{section}/blocks/{block}/text"),
        Place::Item { section, block, item } => {
            format!("sections/{section}/blocks/{block}/items/{item}/text")
        }
        Place::Cell { section, block, row, cell } => {
            format!("sections/{section}/blocks/{block}/rows/{row}/{cell}")
        }
        Place::Dropped { index } => format!("dropped/{index}/text"),
    }
}
