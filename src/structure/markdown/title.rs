//! Title: the front matter's or the first heading of level 1.

use super::front_matter::FrontMatter;
use crate::lines::Line;
use crate::structure::key::Key;
use crate::structure::{Block, DropKind, Kind, Reason, Span, TitleSource};

/// The blocks of a document with its title among them, and the front matter before them.
///
/// 1. Without a title in the front matter, the first heading of level 1 is the title.
/// 2. Where that heading says the same as the front matter, the title is the front matter's and stands in the line of
///    the heading; the entry is the duplicate.
/// 3. Where the only heading of level 1 opens the article in other words, it is the title: the entry then names the
///    page (in a menu or a search engine), not the article.
/// 4. Otherwise the title is the front matter's, and headings of level 1 are headings.
pub(super) fn assign<'a>(
    front: Option<FrontMatter<'a>>,
    lines: &[Line<'a>],
    mut blocks: Vec<Block<'a>>,
) -> Vec<Block<'a>> {
    let entry = front.as_ref().and_then(|front| front.title.as_ref()).map(|(_, title)| Key::of(title));
    let is_top = |block: &Block<'_>| matches!(block.kind, Kind::Heading { level: 1 });
    let top = match &entry {
        None => blocks.iter().position(is_top),
        Some(entry) => blocks
            .iter()
            .position(|block| is_top(block) && Key::of(&block.text) == *entry)
            .or_else(|| opening_heading(&blocks)),
    };
    let is_same = |entry: &Key| top.is_some_and(|top| Key::of(&blocks[top].text) == *entry);
    let same = entry.as_ref().is_some_and(is_same);
    if let Some(top) = top {
        let block = &mut blocks[top];
        let (source, rule) = match same {
            true => (TitleSource::FrontMatter, "heading that says the title of the front matter"),
            false => (TitleSource::Heading, "first heading of level 1"),
        };
        (block.kind, block.reason) = (Kind::Title(source), Reason::rule(rule));
    }
    let head = match (front, top) {
        (None, _) => return blocks,
        (Some(front), None) => metadata(front, lines, Kind::Title(TitleSource::FrontMatter)),
        (Some(front), Some(_)) if same => metadata(front, lines, Kind::Dropped(DropKind::DuplicateTitle)),
        (Some(front), Some(_)) => metadata(front, lines, Kind::Dropped(DropKind::FrontMatter)),
    };
    blocks.splice(..0, head);
    blocks
}

/// The heading of level 1 that opens the article and is the only one.
fn opening_heading(blocks: &[Block<'_>]) -> Option<usize> {
    let first = blocks.iter().position(|block| !matches!(block.kind, Kind::Dropped(_)))?;
    let mut tops = (0..blocks.len()).filter(|&at| matches!(blocks[at].kind, Kind::Heading { level: 1 }));
    (tops.next() == Some(first) && tops.next().is_none()).then_some(first)
}

/// The front matter as blocks: what stands before its title, the title as `kind`, and the rest.
fn metadata<'a>(front: FrontMatter<'a>, lines: &[Line<'a>], kind: Kind<'a>) -> Vec<Block<'a>> {
    let block =
        |kind, span, text, rule| Block { kind, span, text, inferred: false, reason: Reason::rule(rule) };
    let dropped = |first: usize, last: usize| {
        let inside = lines.iter().filter(|line| (first..=last).contains(&line.number));
        let text: Vec<&str> = inside.map(|line| line.visible).collect();
        let kind = Kind::Dropped(DropKind::FrontMatter);
        (first <= last).then(|| block(kind, Span { first, last }, text.join(" ").into(), "front matter"))
    };
    let Span { first, last } = front.span;
    let parts = match front.title {
        Some((span, text)) if kind != Kind::Dropped(DropKind::FrontMatter) => [
            dropped(first, span.first - 1),
            Some(block(kind, span, text, "title of the front matter")),
            dropped(span.last + 1, last),
        ],
        _ => [dropped(first, last), None, None],
    };
    parts.into_iter().flatten().collect()
}
