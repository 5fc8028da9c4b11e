//! Inline: emphasis, links, images, code spans, entities and raw HTML → what a reader sees.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashSet;

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};

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

/// Texts of more bytes are read in pieces, parted at spaces, so that the parser's tree stays small.
const PIECE: usize = 1 << 20;

/// The plain text of `source`, which holds no line end.
pub(super) fn plain<'a>(source: &'a str, labels: &Labels) -> Plain<'a> {
    if !source.bytes().any(|byte| MARKUP.has(byte)) {
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

/// What no inline markup is without.
const MARKUP: AsciiSet = AsciiSet::of("*_`[<&\\~{");

/// Whether a sign stands in a line that may be markup.
pub(super) fn may_hold_markup(line: &Line<'_>) -> bool {
    line.signs.meets(MARKUP)
}

/// The boundary of a character at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// End of the piece that begins at `start`.
fn piece_end(source: &str, start: usize) -> usize {
    if source.len() - start <= PIECE {
        return source.len();
    }
    let most = floor(source, start + PIECE);
    source[start..most].rfind(' ').map_or(most, |space| start + space + 1)
}

/// Opens a heading of one line: whatever follows is inline.
const OPENING: &str = "# ";

/// Keeps the parser from taking a final `#` for the closing sequence of that heading.
const CLOSING: &str = " <!---->";

/// Texts of links that lead to the heading they stand in.
const PERMALINKS: [&str; 3] = ["¶", "#", "🔗"];

fn read(source: &str, base: usize, labels: &Labels, text: &mut String, asides: &mut Vec<Aside>) {
    let bare = without_attributes(source, |at, words| {
        asides.push(Aside { at: base + at, kind: DropKind::ImageAlt, text: words.to_owned() });
    });
    let fenced = Fenced::of(bare);
    let heading = [OPENING, &fenced.text, CLOSING].concat();
    let place = |at: usize| base + fenced.place(at.saturating_sub(OPENING.len()));
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
    let mut link = 0;
    let mut permalink = None;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. }) => {
                images += 1;
                let at = place(range.start);
                image.get_or_insert_with(|| Aside { at, kind: DropKind::ImageAlt, text: String::new() });
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
            Event::Start(Tag::Link { .. }) => link = text.len(),
            Event::End(TagEnd::Link) => {
                permalink = PERMALINKS.contains(&text[link..].trim()).then_some(link..text.len());
            }
            Event::Text(part) | Event::Code(part) => {
                image.as_mut().map_or(&mut *text, |image| &mut image.text).push_str(&fenced.bare(&part));
            }
            Event::InlineHtml(tag) if range.start < heading.len() - CLOSING.len() => match html::head(&tag) {
                Some(Html::Comment) => {
                    let comment = tag.strip_prefix("<!--").unwrap_or(&tag);
                    let comment = comment.strip_suffix("-->").unwrap_or(comment).trim().to_owned();
                    asides.push(Aside { at: place(range.start), kind: DropKind::Comment, text: comment });
                }
                Some(Html::Tag(name)) if !html::is_element(name, &tag) && !closed.contains(name) => {
                    image.as_mut().map_or(&mut *text, |image| &mut image.text).push_str(&fenced.bare(&tag));
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

/// `source` with the attribute lists of Kramdown, MkDocs and Docusaurus blanked: `{#id}`, `{: .class}`,
/// `{ .md-button }`, where they stand behind a link, a mark or at the end. Offsets stay as they are. Their tooltips are
/// told to `shown`.
fn without_attributes(source: &str, mut shown: impl FnMut(usize, &str)) -> Cow<'_, str> {
    if !source.contains('{') {
        return source.into();
    }
    let end = source.trim_end().len();
    let mut out: Option<String> = None;
    let mut done = 0;
    for (open, _) in source.match_indices('{') {
        if open < done {
            continue;
        }
        // An attribute list is short; a longer brace is text.
        let window = &source[open..floor(source, open + 200)];
        let Some(close) = window.find('}').map(|at| open + at + 1) else { continue };
        let before = source[..open].trim_end();
        let attached = before.ends_with([')', ']', '*', '_', '`', '>', ':', '}']) || close >= end;
        let inner = &source[open + 1..close - 1];
        if attached && (is_attributes(inner) || source[..open].ends_with(')') && inner.contains("=\"")) {
            for words in words_shown(inner) {
                shown(open, words);
            }
            let out = out.get_or_insert_default();
            out.push_str(&source[done..open]);
            out.extend(std::iter::repeat_n(' ', close - open));
            done = close;
        }
    }
    match out {
        Some(out) => (out + &source[done..]).into(),
        None => source.into(),
    }
}

/// Whether braces hold an attribute list: it begins with `#id`, `.class` or the colon of Kramdown.
fn is_attributes(inner: &str) -> bool {
    let name = |name: &str| name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let list = inner.strip_prefix(':').unwrap_or(inner).trim();
    (inner.starts_with(':') || list.starts_with(['#', '.']))
        && list.split_whitespace().next().is_some_and(|word| match word.split_once('=') {
            Some((key, _)) => name(key),
            None => word.strip_prefix(['#', '.']).is_some_and(name),
        })
}

/// The quoted words of an attribute list that are for people: those of `title`, and any that are not ASCII.
fn words_shown(inner: &str) -> impl Iterator<Item = &str> {
    let mut parts = inner.split('"');
    std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
        .filter(|(name, words)| name.ends_with("title=") || !words.is_ascii())
        .map(|(_, words)| words)
}

/// The id that a heading carries at its end (`{#id}`), taken away.
pub(super) fn without_heading_id(text: &str) -> &str {
    let Some(body) = text.strip_suffix('}') else { return text };
    match body.rfind('{') {
        Some(open) if is_attributes(&body[open + 1..]) => text[..open].trim_end(),
        // MDX writes the id as a comment: {/* id */}, and with a backslash: \{#id}.
        Some(open) if body[open..].starts_with("{/*") => text[..open].trim_end(),
        _ => text,
    }
}
