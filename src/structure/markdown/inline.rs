//! Inline: emphasis, links, images, code spans, entities and raw HTML → what a reader sees.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashSet;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::dialect;
use super::flanking::Fenced;
use super::html::{self, Html};
use crate::ascii::AsciiSet;
use crate::lines::Line;
use crate::structure::DropKind;

/// The labels that link reference definitions and footnotes of a document define, folded.
#[derive(Debug, Default)]
pub(super) struct Labels(HashSet<String>);

impl Labels {
    pub(super) fn define(&mut self, label: &str) {
        self.0.insert(Self::fold(label));
    }

    fn has(&self, label: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&Self::fold(label))
    }

    /// CommonMark §6.3: case folded, white space collapsed.
    fn fold(label: &str) -> String {
        label
            .split_whitespace()
            .flat_map(|word| word.chars().chain([' ']))
            .flat_map(char::to_lowercase)
            .collect()
    }
}

/// A text without its inline markup.
#[derive(Debug, Default)]
pub(super) struct Plain<'a> {
    pub(super) text: Cow<'a, str>,
    /// What stood in the text and is no part of it.
    pub(super) asides: Vec<Aside>,
}

/// An image or a comment inside a text.
#[derive(Debug)]
pub(super) struct Aside {
    /// Offset in the source of the text.
    pub(super) at: usize,
    pub(super) kind: DropKind,
    pub(super) text: String,
}

impl Aside {
    /// One that says nothing yet.
    fn at(at: usize, kind: DropKind) -> Self {
        Self { at, kind, text: String::new() }
    }
}

/// Texts of more bytes are read in pieces, parted at spaces, so that the parser's tree stays small.
const PIECE: usize = 1 << 20;

/// The plain text of `source`, which holds no line end.
pub(super) fn plain<'a>(source: &'a str, labels: &Labels) -> Plain<'a> {
    if !holds_markup(source) {
        return Plain { text: source.into(), asides: Vec::new() };
    }
    let mut text = String::with_capacity(source.len());
    let mut asides = Vec::new();
    let mut start = 0;
    while start < source.len() {
        let end = piece_end(source, start);
        read(&source[start..end], start, labels, &mut text, &mut asides);
        start = end;
    }
    asides.sort_by_key(|aside| aside.at);
    Plain { text: text.trim().to_owned().into(), asides }
}

/// Signs that are markup alone.
const MARKUP: AsciiSet = AsciiSet::of("*_`[<&\\~{");

/// Signs that are markup in company, and that company.
const RARE: (AsciiSet, [&str; 3]) = (AsciiSet::of("=%^"), ["==", "%%", " ^"]);

/// Whether a sign stands in a line that may be markup.
pub(super) fn may_hold_markup(line: &Line<'_>) -> bool {
    line.signs.meets(MARKUP) || line.signs.meets(RARE.0)
}

fn holds_markup(text: &str) -> bool {
    text.bytes().any(|byte| MARKUP.has(byte)) || RARE.1.iter().any(|mark| text.contains(mark))
}

/// End of the piece that begins at `start`.
fn piece_end(source: &str, start: usize) -> usize {
    if source.len() - start <= PIECE {
        return source.len();
    }
    let most = source.floor_char_boundary(start + PIECE);
    source[start..most].rfind(' ').map_or(most, |space| start + space + 1)
}

/// Opens a heading of one line: whatever follows is inline.
const OPENING: &str = "# ";

/// Keeps the parser from taking a final `#` for the closing sequence of that heading.
const CLOSING: &str = " <!---->";

/// Texts of links that lead to the heading they stand in.
const PERMALINKS: [&str; 3] = ["¶", "#", "🔗"];

fn read(source: &str, base: usize, labels: &Labels, text: &mut String, asides: &mut Vec<Aside>) {
    let mut hidden = Vec::new();
    let common = dialect::common(source, &mut hidden);
    asides.extend(hidden.into_iter().map(|aside| Aside { at: base + aside.at, ..aside }));
    let fenced = Fenced::of(&common.text);
    let heading = [OPENING, fenced.text(), CLOSING].concat();
    let unfenced = |at: usize| fenced.place(at.saturating_sub(OPENING.len()));
    let place = |at: usize| base + common.place(unfenced(at));
    let push = |out: &mut String, part: &str, at: usize| {
        out.push_str(&common.restored(unfenced(at), fenced.bare(part)));
    };
    let closed = LazyCell::new(|| html::closed_names(&heading));
    let resolve = |link: BrokenLink<'_>| {
        labels.has(&link.reference).then(|| {
            let footnote = link.reference.starts_with('^');
            (CowStr::Borrowed(if footnote { FOOTNOTE } else { "" }), CowStr::Borrowed(""))
        })
    };
    let parser =
        Parser::new_with_broken_link_callback(&heading, Options::ENABLE_STRIKETHROUGH, Some(resolve));
    let mut image: Option<Aside> = None;
    let mut images = 0_usize;
    let mut footnotes = 0_usize;
    let mut link = None;
    let mut permalink = None;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. }) => {
                images += 1;
                let at = place(range.start);
                image.get_or_insert_with(|| Aside::at(at, DropKind::ImageAlt));
            }
            Event::End(TagEnd::Image) => {
                images = images.saturating_sub(1);
                if images == 0 {
                    asides.extend(image.take());
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) if &*dest_url == FOOTNOTE || footnotes > 0 => {
                footnotes += 1
            }
            Event::End(TagEnd::Link) if footnotes > 0 => footnotes -= 1,
            _ if footnotes > 0 => {}
            Event::Start(Tag::Link { dest_url, .. }) => {
                link = dest_url.contains('#').then_some(text.len());
            }
            Event::End(TagEnd::Link) => {
                let words = link.take().map(|start| start..text.len());
                permalink = words.filter(|words| PERMALINKS.contains(&text[words.clone()].trim()));
            }
            Event::Text(part) | Event::Code(part) => {
                push(image.as_mut().map_or(&mut *text, |image| &mut image.text), &part, range.start);
            }
            Event::InlineHtml(tag) if range.start < heading.len() - CLOSING.len() => match html::head(&tag) {
                Some(Html::Comment) => {
                    let comment = tag.strip_prefix("<!--").unwrap_or(&tag);
                    let comment = comment.strip_suffix("-->").unwrap_or(comment).trim();
                    let mut aside = Aside::at(place(range.start), DropKind::Comment);
                    push(&mut aside.text, comment, range.start);
                    asides.push(aside);
                }
                Some(Html::Tag(name)) if !html::is_element(name, &tag) && !closed.contains(name) => {
                    push(image.as_mut().map_or(&mut *text, |image| &mut image.text), &tag, range.start);
                }
                Some(Html::Tag(name)) if html::parts_words(name) => text.push(' '),
                _ => {}
            },
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    // It stands last, behind words.
    let last =
        permalink.filter(|mark| text[mark.end..].trim().is_empty() && !text[..mark.start].trim().is_empty());
    if let Some(mark) = last {
        text.truncate(mark.start);
    }
}

/// The destination that a reference to a footnote is given; no author can write it.
const FOOTNOTE: &str = "\0footnote";
