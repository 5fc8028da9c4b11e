//! Furniture in Markdown: text converted from pages carries `#` and `-` before menus and related lines too.

use super::lexicon::{Cue, Force, MOST_WORDS_OF_SMALL_PRINT};
use super::plain;
use super::{Block, DropKind, Kind, Mode, Options};
use crate::lines::Line;

/// Kinds of certain cues that a document needs to count as a page: articles about copyright, comments or menus
/// hold one or two of them.
const KINDS_OF_A_PAGE: usize = 4;

/// Drops what is not part of the article from the blocks of a page; documents that are no pages stay as they are.
///
/// The units are the blocks without their marks, looked at as plain text is; the author's marks still say what is the
/// title, and what is neither title nor furniture keeps its label.
pub(super) fn drop<'a>(blocks: Vec<Block<'a>>, lines: &[Line<'a>], options: &Options) -> Vec<Block<'a>> {
    if options.mode == Mode::Off {
        return blocks;
    }
    let looked_at: Vec<usize> = (0..blocks.len()).filter(|&at| is_text(&blocks[at].kind)).collect();
    let texts = || looked_at.iter().map(|&at| (blocks[at].span, &*blocks[at].text));
    // Most documents are none, which the blocks that may hold a cue tell without a measure.
    if !is_page(texts().filter(|(_, text)| !is_long(text)).filter_map(|(_, text)| plain::possible_cue(text)))
    {
        return blocks;
    }
    let units = plain::unmarked(texts());
    if !is_page(units.iter().filter_map(|unit| unit.cue)) {
        return blocks;
    }
    let title = looked_at.iter().position(|&at| matches!(blocks[at].kind, Kind::Title(_)));
    let drops = plain::drops(&units, title, options);
    let mut kinds = vec![None; blocks.len()];
    for (&at, drop) in looked_at.iter().zip(drops) {
        kinds[at] = drop;
    }
    let mut kept = Vec::with_capacity(blocks.len());
    for (block, drop) in blocks.into_iter().zip(kinds) {
        match drop {
            None => kept.push(block),
            Some((kind, reason)) if block.span.first == block.span.last => {
                kept.push(Block { kind: Kind::Dropped(kind), reason, inferred: true, ..block });
            }
            Some((kind, reason)) => {
                let kind = Kind::Dropped(kind);
                kept.extend(plain::furniture::dropped(lines, block.span, &kind, true, &reason));
            }
        }
    }
    kept
}

fn is_text(kind: &Kind<'_>) -> bool {
    matches!(kind, Kind::Title(_) | Kind::Heading { .. } | Kind::Paragraph | Kind::Item { .. })
}

/// Whether a text has surely more words than any with a cue; a word begins behind a space.
fn is_long(text: &str) -> bool {
    let starts = |pair: &&[u8]| pair[0] == b' ' && matches!(pair[1], b'0'..=b'z' | 0xD8 | 0xD9);
    text.as_bytes().windows(2).filter(starts).count() > MOST_WORDS_OF_SMALL_PRINT
}

/// Whether certain cues of several kinds are among the cues of a document.
fn is_page(cues: impl Iterator<Item = Cue>) -> bool {
    let mut seen = [false; DropKind::ALL.len()];
    for cue in cues.filter(|cue| cue.force >= Force::Sure) {
        seen[cue.kind as usize] = true;
    }
    seen.iter().filter(|&&seen| seen).count() >= KINDS_OF_A_PAGE
}
