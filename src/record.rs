//! Record: the wire format `seedtool/1` (JSON). Keys stand in the order of declaration, every key is always
//! present, and nothing here decides anything: it only says how an article is written down.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::article::{self, Article, Content, Counts, Place, Rendered};
use crate::decode::Decoded;
use crate::error::{Error, ErrorCode, Warning, WarningCode, codes};
use crate::json::{self, Json};
use crate::normalize::{Removed, Run};
use crate::structure::{DropKind, Format, Span, TitleSource};

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

json::names! { TitleSource, DropKind, Format, ErrorCode, WarningCode }

// What makes up most of a record is written as it stands in an article, and what all blocks of a kind have in common as
// a whole: the same bytes as of [`Section`], [`Dropped`] and what they hold.

impl Json for Record<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { schema, id, title, title_line, title_source, text, sections, dropped, .. } = self;
        let Self { source, counts, warnings, carried, alignment, breaks, .. } = self;
        json::put!(out: r#"{"schema":"# schema, r#","id":"# id, r#","title":"# title);
        json::put!(out: r#","title_line":"# title_line, r#","title_source":"# title_source; r#","text":"#);
        // The texts of the sections make up this one: where it needs no escape but for what parts them, they need none.
        let plain = json::string(text, out) == *breaks;
        let sections = Part { of: &sections[..], plain };
        json::put!(out: r#","sections":"# sections, r#","dropped":"# dropped, r#","source":"# source);
        json::put!(out: r#","counts":"# counts, r#","warnings":"# warnings, r#","carried":"# carried);
        json::put!(out: r#","alignment":"# alignment; "}");
    }
}

/// A part of the sections, and whether its texts hold nothing that must be escaped.
struct Part<'a, T: ?Sized> {
    of: &'a T,
    plain: bool,
}

impl Json for Part<'_, Cow<'_, str>> {
    #[inline]
    fn write(&self, out: &mut Vec<u8>) {
        match self.plain {
            true => json::plain_string(self.of, out),
            false => self.of.write(out),
        }
    }
}

impl<T> Json for Part<'_, [T]>
where
    for<'a> Part<'a, T>: Json,
{
    fn write(&self, out: &mut Vec<u8>) {
        json::list(self.of, out, |of, out| Part { of, plain: self.plain }.write(out));
    }
}

impl<T> Json for Part<'_, Vec<T>>
where
    for<'a> Part<'a, T>: Json,
{
    fn write(&self, out: &mut Vec<u8>) {
        Part { of: &self.of[..], plain: self.plain }.write(out);
    }
}

impl Json for Part<'_, article::Section<'_>> {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { of: article::Section { level, heading, parent, span, inferred, blocks }, plain } = *self;
        let heading = heading.as_ref().map(|of| Part { of, plain });
        let blocks = Part { of: blocks, plain };
        json::put!(out: r#"{"level":"# level, r#","heading":"# heading, r#","parent":"# parent);
        place(out, *span, *inferred);
        json::put!(out: r#","blocks":"# blocks; "}");
    }
}

impl Json for Part<'_, article::Block<'_>> {
    fn write(&self, out: &mut Vec<u8>) {
        const NO_LIST: &str = r#","ordered":null,"items":[],"rows":[]"#;
        let Self { of: article::Block { content, span, inferred }, plain } = *self;
        match content {
            Content::Paragraph(of) | Content::Quote(of) | Content::Code(of) => {
                let text = Part { of, plain };
                match content {
                    Content::Quote(_) => json::put!(out: r#"{"kind":"quote","text":"# text),
                    Content::Code(_) => json::put!(out: r#"{"kind":"code","text":"# text),
                    _ => json::put!(out: r#"{"kind":"paragraph","text":"# text),
                }
                out.extend_from_slice(NO_LIST.as_bytes());
            }
            Content::Table(of) => {
                let rows = Part { of, plain };
                json::put!(out: r#"{"kind":"table","text":null,"ordered":null,"items":[],"rows":"# rows);
            }
            Content::List(of) => {
                let ordered = of.first().map(|item| item.ordered);
                let items = Part { of, plain };
                json::put!(out: r#"{"kind":"list","text":null,"ordered":"# ordered, r#","items":"# items; r#","rows":[]"#);
            }
        }
        place(out, *span, *inferred);
        out.push(b'}');
    }
}

impl Json for Part<'_, article::Item<'_>> {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { of: article::Item { depth, ordered, marker, text, span: Span { first, last } }, plain } =
            *self;
        let text = Part { of: text, plain };
        json::put!(out: r#"{"depth":"# depth, r#","ordered":"# ordered, r#","marker":"# marker);
        json::put!(out: r#","text":"# text, r#","line":"# first, r#","end_line":"# last; "}");
    }
}

impl Json for article::Dropped<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { line, text, kind, reason } = self;
        json::put!(out: r#"{"line":"# line, r#","text":"# text, r#","kind":"# kind, r#","reason":"# reason; "}");
    }
}

impl Json for Warning {
    fn write(&self, out: &mut Vec<u8>) {
        let Self { code, line, message } = self;
        json::put!(out: r#"{"code":"# code, r#","line":"# line, r#","message":"# message; "}");
    }
}

/// Appends the lines of a section or block, and whether it was inferred.
fn place(out: &mut Vec<u8>, Span { first, last }: Span, inferred: bool) {
    json::put!(out: r#","line":"# first, r#","end_line":"# last, r#","inferred":"# inferred);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn blocks(texts: &[String]) -> Vec<article::Block<'_>> {
        let text = |nth: usize| Cow::from(&*texts[nth % texts.len()]);
        let item = |nth| article::Item {
            depth: nth as u8,
            ordered: nth == 0,
            marker: text(nth),
            text: text(nth + 1),
            span: Span { first: nth, last: 10 * nth },
        };
        let contents = [
            Content::Paragraph(text(0)),
            Content::Quote(text(1)),
            Content::Code(text(2)),
            Content::List((0..texts.len()).map(item).collect()),
            Content::List(Vec::new()),
            Content::Table(vec![vec![text(0), text(1)], Vec::new()]),
            Content::Table(Vec::new()),
        ];
        let spans = (0..).map(|line| Span { first: 7 * line, last: 100 * line });
        let block =
            |(content, span): (_, Span)| article::Block { content, span, inferred: span.first % 2 == 0 };
        contents.into_iter().zip(spans).map(block).collect()
    }

    proptest! {
        #[test]
        fn a_record_is_written_as_serde_json_writes_it(
            texts in proptest::collection::vec(prop_oneof![r#"[a"\\\n\u{1}نص ]{0,80}"#, "[aنص ]{0,80}"], 1..4),
            title in proptest::option::of(".{0,9}"),
            line in proptest::option::of(0_usize..3),
        ) {
            let text = |nth: usize| Cow::from(&*texts[nth % texts.len()]);
            let sections = [None, Some(text(1))].into_iter().enumerate().map(|(nth, heading)| article::Section {
                level: nth as u8,
                heading,
                parent: nth.checked_sub(1),
                span: Span { first: 9, last: 99 },
                inferred: nth == 0,
                blocks: if nth == 0 { blocks(&texts) } else { Vec::new() },
            });
            let dropped = DropKind::ALL.iter().map(|&kind| article::Dropped { line: 1, text: text(2), kind, reason: "rule" });
            let article = Article {
                title: title.map(|title| article::Title { text: title.into(), line, source: TitleSource::Field }),
                sections: sections.collect(),
                dropped: dropped.collect(),
            };
            let warnings = WarningCode::ALL.iter().map(|&code| Warning { line, ..Warning::new(code, &*texts[0]) });
            let source = Source { record: line.map(|line| line as u64), ..Source::unread("a/b.txt", 1 << 40) };
            let mut record = Record::new(content_id(b""), source, article, Removed::default(), warnings.collect());
            record.carried.push(Carried { field: texts[0].clone(), json: "1".into() });
            record.alignment.push(Aligned { at: "title".into(), runs: vec![[0, 1, 10, 100], [1; 4]] });
            let mut written = Vec::new();
            record.write(&mut written);
            prop_assert_eq!(String::from_utf8(written).expect("UTF-8"), serde_json::to_string(&record).expect("a record"));
        }
    }

    #[test]
    fn an_error_record_is_written_as_serde_json_writes_it() {
        for &code in ErrorCode::ALL {
            let error = Error::new(code, "قطع \"; send it again");
            let record = ErrorRecord::new(content_id(b"{"), Source::unread("-", 12), &error);
            let mut written = Vec::new();
            record.write(&mut written);
            assert_eq!(
                String::from_utf8(written).expect("UTF-8"),
                serde_json::to_string(&record).expect("a record")
            );
        }
    }
}
