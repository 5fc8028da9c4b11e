//! Ingest: one document through every stage, bytes → record. No I/O.

use std::borrow::Cow;

use crate::article::{Article, Title};
use crate::bidi;
use crate::decode::{self, Decoded};
use crate::error::{Error, Warning, WarningCode};
use crate::lines::Parting;
use crate::normalize::{Normalizer, on_blocks};
use crate::record::{Aligned, Carried, Record, Source, content_id, id_of};
use crate::structure::{self, DropKind, Kind, Reason, Structure, TitleSource};

/// The stages with their options; one serves any number of documents and threads.
#[derive(Clone, Debug, Default)]
pub struct Pipeline {
    /// How bytes become text.
    pub decode: decode::Options,
    /// How lines become blocks.
    pub structure: structure::Options,
    /// How each text is normalized.
    pub normalizer: Normalizer,
    /// Put dropped lines back as paragraphs.
    pub keep_dropped: bool,
    /// Map every normalized text to the document.
    pub align: bool,
}

/// One document as it came in.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// Its name in the record, with `/` between the parts; `-` for standard input.
    pub path: Cow<'a, str>,
    /// Its bytes, decompressed.
    pub content: Content<'a>,
    /// The BLAKE3 hash of its bytes, where it is known already.
    pub hash: Option<blake3::Hash>,
    /// Its 1-based line, where it is one of many in a file.
    pub record: Option<u64>,
    /// The input's own id.
    pub id: Option<String>,
    /// A title that stands beside the text.
    pub title: Option<String>,
    /// Other fields to carry into the record.
    pub carried: Vec<Carried>,
}

/// What a document holds.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// Bytes in an encoding yet to be found.
    Bytes(&'a [u8]),
    /// Text that was decoded already, as JSON is.
    Text(&'a str),
}

impl<'a> Document<'a> {
    /// A document that is a whole file.
    pub fn file(path: impl Into<Cow<'a, str>>, bytes: &'a [u8]) -> Self {
        Self::new(path, Content::Bytes(bytes))
    }

    /// A document that is text already.
    pub fn text(path: impl Into<Cow<'a, str>>, text: &'a str) -> Self {
        Self::new(path, Content::Text(text))
    }

    fn new(path: impl Into<Cow<'a, str>>, content: Content<'a>) -> Self {
        Self {
            path: path.into(),
            content,
            hash: None,
            record: None,
            id: None,
            title: None,
            carried: Vec::new(),
        }
    }

    /// The bytes that [`Self::content_id`] is taken over.
    pub fn bytes(&self) -> &'a [u8] {
        match self.content {
            Content::Bytes(bytes) => bytes,
            Content::Text(text) => text.as_bytes(),
        }
    }

    /// The id of its record.
    pub fn content_id(&self) -> String {
        self.hash.map_or_else(|| content_id(self.bytes()), |hash| id_of(&hash))
    }

    /// What is known of the source before it is read.
    pub fn source(&self) -> Source<'_> {
        let id = self.id.as_deref().map(Cow::Borrowed);
        Source { record: self.record, id, ..Source::unread(&*self.path, self.bytes().len()) }
    }
}

impl Pipeline {
    /// The first stage. Its result outlives the others, which borrow from it.
    pub fn decode<'a>(&self, document: &Document<'a>) -> Result<Decoded<'a>, Error> {
        match document.content {
            Content::Bytes(bytes) => decode::decode(bytes, &self.decode),
            Content::Text(text) => decode::of_text(text, &self.decode),
        }
    }

    /// The stages from lines to blocks.
    pub fn structure<'a>(&self, decoded: &'a Decoded<'_>) -> Structure<'a> {
        self.structure_of(None, &decoded.text)
    }

    /// The same of a decoded text, whose title gives way to one that stands beside it.
    pub fn structure_of<'a>(&self, title: Option<&str>, text: &'a str) -> Structure<'a> {
        let mut structure = structure::recover(&on_blocks(Parting(text)), &self.structure);
        if let Some(title) = title {
            yield_title(&mut structure, &self.normalizer, title);
        }
        structure
    }

    /// All stages after the first.
    pub fn record<'a>(&self, document: &'a Document<'_>, decoded: &'a Decoded<'_>) -> Record<'a> {
        self.record_of(document, decoded, self.structure_of(document.title.as_deref(), &decoded.text))
    }

    /// All stages after [`Self::structure_of`].
    pub fn record_of<'a>(
        &self,
        document: &'a Document<'_>,
        decoded: &'a Decoded<'_>,
        structure: Structure<'a>,
    ) -> Record<'a> {
        let source = document.source().read(decoded, structure.format);
        let mut warnings = decoded.warnings.clone();
        warnings.extend(bidi::unbalanced(&decoded.text));
        warnings.extend_from_slice(&structure.warnings);

        let mut article = Article::assemble(structure, self.keep_dropped);
        if let Some(title) = &document.title {
            article.title = Some(Title { text: title.into(), line: None, source: TitleSource::Field });
        }
        let (removed, aligned) = match self.align {
            true => article.align(&self.normalizer, &decoded.text),
            false => (article.normalize(&self.normalizer), Vec::new()),
        };
        warnings.extend(missing(&article));

        let mut record = Record::new(document.content_id(), source, article, removed, warnings);
        record.carried.clone_from(&document.carried);
        record.alignment = aligned.into_iter().map(Aligned::from).collect();
        record
    }
}

/// A title that stands beside the text is the title; the one in the text is then a repetition of it, or a heading.
fn yield_title(structure: &mut Structure<'_>, normalizer: &Normalizer, given: &str) {
    let own = structure.blocks.iter_mut().find(|block| matches!(block.kind, Kind::Title(_)));
    if let Some(own) = own {
        let same = normalizer.normalize(&own.text) == normalizer.normalize(given);
        own.kind = match same {
            true => Kind::Dropped(DropKind::DuplicateTitle),
            false => Kind::Heading { level: 1 },
        };
        own.reason = Reason::rule(if same {
            "equals the title field"
        } else {
            "a title of its own beside the title field"
        });
    }
}

/// What an article lacks.
fn missing(article: &Article<'_>) -> Option<Warning> {
    if article.title.is_none() && article.sections.is_empty() {
        return Some(Warning::new(WarningCode::Empty, "no text: nothing but white space or dropped lines"));
    }
    let untitled = article.title.is_none();
    untitled.then(|| Warning::new(WarningCode::NoTitle, "no line stands out as a title; title is null"))
}
