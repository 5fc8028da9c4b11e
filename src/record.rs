//! Record: the wire format `seedtool/1` (JSON). Keys stand in the order of declaration, every key is always
//! present, and nothing here decides anything: it only says how an article is written down.

mod write;

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::article::{self, Article, Content, Counts, Place, Rendered};
use crate::decode::Decoded;
use crate::error::{Error, ErrorCode, Warning, codes};
use crate::json;
use crate::normalize::{Removed, Run};
use crate::structure::{DropKind, Format, TitleSource};

/// The version of the wire format, first key of every record.
pub const SCHEMA: &str = "seedtool/1";
/// The version of the wire format of an error record.
pub const ERROR_SCHEMA: &str = "seedtool/1-error";

/// One article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Record<'a> {
    /// The version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// `b3-` and 32 hexadecimal digits of the BLAKE3 hash of the document's bytes.
    #[schemars(regex(pattern = "^b3-[0-9a-f]{32}$"))]
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
    #[serde(serialize_with = "sections")]
    #[schemars(with = "Vec<Section<'_>>")]
    sections: Vec<article::Section<'a>>,
    /// Lines that are not part of the article.
    #[serde(serialize_with = "dropped")]
    #[schemars(with = "Vec<Dropped<'_>>")]
    pub dropped: Vec<article::Dropped<'a>>,
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
    /// How many line feeds and tabs part the texts of the sections in `text`.
    #[serde(skip)]
    breaks: usize,
}

/// A heading and the blocks up to the next one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Section<'a> {
    /// Depth of the heading, 1 to 6; 0 is what stands before the first one.
    level: u8,
    /// The normalized heading; null at level 0.
    heading: Option<&'a str>,
    /// Index of the enclosing section in `sections`.
    parent: Option<usize>,
    /// 1-based line of the heading; at level 0 the first line.
    line: usize,
    /// The heading's last line.
    end_line: usize,
    /// Whether the heading had no mark of the author.
    inferred: bool,
    /// What stands under the heading, in order.
    blocks: Vec<Block<'a>>,
}

codes! {
    /// What a block is; it says which of its keys are filled.
    BlockKind {
        /// `text`.
        Paragraph => "paragraph",
        /// `items` and `ordered`.
        List => "list",
        /// `text`.
        Quote => "quote",
        /// `text`, not normalized.
        Code => "code",
        /// `rows` of cells.
        Table => "table",
    }
}

/// A paragraph, list, quote, piece of code or table.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Block<'a> {
    kind: BlockKind,
    /// The text of a paragraph, quote or piece of code.
    text: Option<&'a str>,
    /// Whether a list is numbered, by its first item.
    ordered: Option<bool>,
    /// The items of a list, nested ones after the item that holds them.
    items: Vec<Item<'a>>,
    /// The rows of a table, each a list of cells.
    rows: &'a [Vec<Cow<'a, str>>],
    /// 1-based first line.
    line: usize,
    /// Last line.
    end_line: usize,
    /// Whether it was found without a mark of the author.
    inferred: bool,
}

/// One item of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Item<'a> {
    /// How many items enclose it.
    depth: u8,
    /// Whether its marker is a number or letter.
    ordered: bool,
    /// The marker as it stands in the document.
    marker: &'a str,
    /// Its normalized text.
    text: &'a str,
    /// 1-based first line.
    line: usize,
    /// Last line.
    end_line: usize,
}

/// A line that is not part of the article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Dropped<'a> {
    /// Its 1-based number.
    line: usize,
    /// Its normalized text.
    text: &'a str,
    /// What it is instead.
    kind: DropKind,
    /// The rule or cue that told.
    reason: &'static str,
}

json::object! {
    /// Where an article comes from.
    #[derive(Clone, Debug, Serialize, JsonSchema)]
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
}

json::object! {
    /// Figures over the text of an article, and what normalization took away.
    #[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
    pub struct RecordCounts {
        /// Unicode scalar values.
        characters: usize,
        /// Runs between white space that hold a letter or digit.
        words: usize,
        /// Entries of `sections`.
        sections: usize,
        /// Blocks that are paragraphs.
        paragraphs: usize,
        /// Blocks that are lists.
        lists: usize,
        /// Items of all lists.
        list_items: usize,
        /// Tatweels that normalization took out of all texts of the record.
        tatweel_removed: usize,
        /// Vowel marks that normalization took out of all texts of the record.
        marks_removed: usize,
        /// Letters of the Arabic script.
        arabic_letters: usize,
        /// Letters of any script.
        letters: usize,
    }
}

json::object! {
    /// A field of the input, as JSON in a string so that the record's types stay fixed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
    pub struct Carried {
        /// Its name.
        pub field: String,
        /// Its value.
        pub json: String,
    }
}

json::object! {
    /// The map from one normalized text to its source.
    #[derive(Clone, Debug, Serialize, JsonSchema)]
    pub struct Aligned {
        /// Where the text stands in the record: a JSON Pointer (RFC 6901) without its first `/`.
        pub at: String,
        /// Normalized offset, source offset, normalized length, source length; UTF-8 bytes, the source being the
        /// decoded document.
        pub runs: Vec<[usize; 4]>,
    }
}

json::object! {
    /// What stands in place of a record that could not be made.
    #[derive(Clone, Debug, Serialize, JsonSchema)]
    pub struct ErrorRecord<'a> {
        /// The version of this format.
        #[schemars(extend("const" = ERROR_SCHEMA))]
        schema: &'static str,
        /// `b3-` and 32 hexadecimal digits of the BLAKE3 hash of the input's bytes.
        #[schemars(regex(pattern = "^b3-[0-9a-f]{32}$"))]
        id: String,
        /// Where the input comes from.
        source: Source<'a>,
        /// Why there is no record.
        error: Failure,
    }
}

json::object! {
    /// Why there is no record.
    #[derive(Clone, Debug, Serialize, JsonSchema)]
    struct Failure {
        /// The kind of failure.
        code: ErrorCode,
        /// What happened and what to do.
        message: String,
    }
}

/// `b3-` and the first 32 hexadecimal digits of the BLAKE3 hash of `bytes`.
pub fn content_id(bytes: &[u8]) -> String {
    id_of(&blake3::hash(bytes))
}

/// The content id of bytes with this hash.
pub fn id_of(hash: &blake3::Hash) -> String {
    ["b3-", &hash.to_hex()[..32]].concat()
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
        let Rendered { text, breaks } = article.render();
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
            sections,
            dropped,
            source,
            counts,
            warnings,
            carried: Vec::new(),
            alignment: Vec::new(),
            breaks,
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

/// Sections as serde writes them.
fn sections<S: Serializer>(sections: &[article::Section<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(sections.iter().map(Section::from))
}

/// Dropped lines as serde writes them.
fn dropped<S: Serializer>(dropped: &[article::Dropped<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(dropped.iter().map(Dropped::from))
}

impl<'a> From<&'a article::Section<'_>> for Section<'a> {
    fn from(section: &'a article::Section<'_>) -> Self {
        let article::Section { level, heading, parent, span, inferred, blocks } = section;
        Self {
            level: *level,
            heading: heading.as_deref(),
            parent: *parent,
            line: span.first,
            end_line: span.last,
            inferred: *inferred,
            blocks: blocks.iter().map(Block::from).collect(),
        }
    }
}

impl<'a> From<&'a article::Block<'_>> for Block<'a> {
    fn from(block: &'a article::Block<'_>) -> Self {
        let article::Block { content, span, inferred } = block;
        let empty = |kind| Self {
            kind,
            text: None,
            ordered: None,
            items: Vec::new(),
            rows: &[],
            line: span.first,
            end_line: span.last,
            inferred: *inferred,
        };
        match content {
            Content::Paragraph(text) => Self { text: Some(text), ..empty(BlockKind::Paragraph) },
            Content::Quote(text) => Self { text: Some(text), ..empty(BlockKind::Quote) },
            Content::Code(text) => Self { text: Some(text), ..empty(BlockKind::Code) },
            Content::Table(rows) => Self { rows, ..empty(BlockKind::Table) },
            Content::List(items) => Self {
                ordered: items.first().map(|item| item.ordered),
                items: items.iter().map(Item::from).collect(),
                ..empty(BlockKind::List)
            },
        }
    }
}

impl<'a> From<&'a article::Item<'_>> for Item<'a> {
    fn from(item: &'a article::Item<'_>) -> Self {
        let article::Item { depth, ordered, marker, text, span } = item;
        Self { depth: *depth, ordered: *ordered, marker, text, line: span.first, end_line: span.last }
    }
}

impl<'a> From<&'a article::Dropped<'_>> for Dropped<'a> {
    fn from(dropped: &'a article::Dropped<'_>) -> Self {
        let article::Dropped { line, text, kind, reason } = dropped;
        Self { line: *line, text, kind: *kind, reason }
    }
}

impl From<article::Aligned> for Aligned {
    fn from(aligned: article::Aligned) -> Self {
        let row = |run: Run| [run.normalized, run.source, run.normalized_len, run.source_len];
        Self { at: pointer(aligned.place), runs: aligned.runs.into_iter().map(row).collect() }
    }
}

/// Where a text of an article stands in its record, see [`Aligned::at`].
fn pointer(place: Place) -> String {
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
