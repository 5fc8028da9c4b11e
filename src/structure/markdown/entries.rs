//! Entries: paragraphs whose lines are each of their own, in a document of which others are hard-wrapped.

use std::cell::LazyCell;
use std::ops::Deref;

use super::breaks::{self, NARROWEST, WRAPPED};
use super::raw::{Blocks, Piece, Raw, RawKind};
use crate::letters::{is_alphabetic, is_numeric};
use crate::structure::Span;
use crate::structure::plain::is_entry;

const ENTRY: &str = "a line of its own among its like";

/// So many entries in a row are told by their heads or ends alone.
const FEWEST: usize = 3;

/// Makes a paragraph of each line of the paragraphs whose lines are entries.
pub(super) fn part(blocks: &mut Blocks<'_>) {
    let is_long =
        |raw: &Raw<'_>| raw.pieces.len() > 1 && matches!(raw.kind, RawKind::Paragraph | RawKind::Quote);
    if !blocks.raws.iter().any(is_long) {
        return;
    }
    let width = LazyCell::new(|| widest(blocks));
    let are_parted = |raw: &Raw<'_>| is_long(raw) && are_entries(&blocks.pieces[raw.pieces.clone()], &width);
    let parted: Vec<bool> = blocks.raws.iter().map(are_parted).collect();
    if parted.contains(&true) {
        let raws = std::mem::take(&mut blocks.raws);
        for (raw, is_parted) in raws.into_iter().zip(parted) {
            if is_parted { by_line(blocks, &raw) } else { blocks.raws.push(raw) }
        }
    }
}

/// Adds a block for each line of a paragraph.
fn by_line<'a>(blocks: &mut Blocks<'a>, raw: &Raw<'a>) {
    for at in raw.pieces.clone() {
        let span = Span::line(blocks.pieces[at].line);
        blocks.raws.push(Raw { span, pieces: at..at + 1, rule: ENTRY, ..raw.clone() });
    }
}

/// Characters of the widest line of text.
fn widest(blocks: &Blocks<'_>) -> usize {
    let text = blocks.raws.iter().filter(|raw| matches!(raw.kind, RawKind::Paragraph | RawKind::Quote));
    let lines = text.flat_map(|raw| &blocks.pieces[raw.pieces.clone()]);
    lines.map(|piece| breaks::width(piece.text)).max().unwrap_or(0)
}

/// Whether all lines of a paragraph are of their own, in a document of this width; none is where markup runs over a line
/// end.
fn are_entries(lines: &[Piece<'_>], width: &impl Deref<Target = usize>) -> bool {
    (are_verse(lines, width) || are_sentences(lines, width) || are_headed(lines, width))
        && lines.iter().all(|line| is_whole(line.text))
}

/// Whether the lines are those of verse: some words each, all of like lengths and narrower than any column, where others
/// have twice the width.
fn are_verse(lines: &[Piece<'_>], width: &impl Deref<Target = usize>) -> bool {
    let is_line = |text: &str| {
        breaks::width(text) < NARROWEST
            && text.starts_with(is_alphabetic)
            && text.split_whitespace().nth(2).is_some()
            && !text.ends_with(['،', ',', ':'])
    };
    lines.iter().all(|line| is_line(line.text)) && {
        let lengths = || lines.iter().map(|line| breaks::width(line.text));
        let (shortest, longest) = (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0));
        2 * longest <= 3 * shortest && 2 * longest <= **width
    }
}

/// Whether each line is a sentence and leaves a third of the column free, or holds a year: a bibliography.
fn are_sentences(lines: &[Piece<'_>], width: &impl Deref<Target = usize>) -> bool {
    lines.iter().all(|line| breaks::is_closed(line.text))
        && (lines.iter().all(|line| has_year(line.text))
            || lines.len() >= FEWEST && is_within(lines, (**width).min(WRAPPED) * 2 / 3))
}

/// Whether each line opens with a name and a colon or with a number, or a wide gap parts it.
fn are_headed(lines: &[Piece<'_>], width: &impl Deref<Target = usize>) -> bool {
    let leaves_room = |pair: &&[Piece<'_>]| breaks::leaves_room(pair[0].text, pair[1].text, **width);
    let pairs = lines.len() - 1;
    lines.iter().all(|line| is_entry(line.text)) && (2 * lines.windows(2).filter(leaves_room).count() > pairs)
}

fn is_within(lines: &[Piece<'_>], limit: usize) -> bool {
    lines.iter().all(|line| breaks::width(line.text) <= limit)
}

/// Whether a text holds four digits in a row.
fn has_year(text: &str) -> bool {
    text.split(|c| !is_numeric(c)).any(|digits| digits.chars().count() == 4)
}

/// Whether a line is no part of something longer: of emphasis, code, a link, a tag, a definition (`: نص`).
fn is_whole(text: &str) -> bool {
    let count = |mark: &str| text.matches(mark).count();
    !text.starts_with([':', '{', '['])
        && ["*", "__", "~~", "`"].iter().all(|mark| count(mark) % 2 == 0)
        && [("[", "]"), ("<", ">")].iter().all(|(open, close)| count(open) == count(close))
}
