//! Bold: lines all in bold that head the text below them, where a document writes its headings so.

use super::raw::{BOLD_LINE, Blocks, Raw, RawKind};
use crate::letters::is_alphabetic;
use crate::structure::Mode;

/// So many bold lines make a habit.
const HABIT: usize = 2;

/// A bold line of more words is text that is stressed.
const MOST_WORDS: usize = 12;

/// Makes headings of bold lines, unless the document has headings of its own below the first level.
pub(super) fn promote(blocks: &mut Blocks<'_>, mode: Mode) {
    let marked = |raw: &Raw<'_>| matches!(raw.kind, RawKind::Heading { level } if level > 1);
    if mode == Mode::Off || blocks.raws.iter().any(marked) {
        return;
    }
    let heads: Vec<usize> = (0..blocks.raws.len()).filter(|&at| heads_text(blocks, at)).collect();
    if heads.len() < HABIT {
        return;
    }
    for at in heads {
        let raw = &mut blocks.raws[at];
        (raw.kind, raw.rule) = (RawKind::Heading { level: 2 }, BOLD_LINE);
    }
}

/// Whether a block is a bold line with text below it.
fn heads_text(blocks: &Blocks<'_>, at: usize) -> bool {
    let below = blocks.raws.get(at + 1);
    let text = |raw: &Raw<'_>| !matches!(raw.kind, RawKind::Heading { .. } | RawKind::Dropped(_));
    is_bold(blocks, &blocks.raws[at]) && below.is_some_and(|below| text(below) && !is_bold(blocks, below))
}

fn is_bold(blocks: &Blocks<'_>, raw: &Raw<'_>) -> bool {
    let [piece] = &blocks.pieces[raw.pieces.clone()] else { return false };
    let inner = ["**", "__"].iter().find_map(|mark| {
        let inner = piece.text.strip_prefix(mark)?;
        let inner = inner.strip_suffix(':').unwrap_or(inner).strip_suffix(mark)?;
        (!inner.contains(mark)).then_some(inner)
    });
    raw.kind == RawKind::Paragraph
        && inner.is_some_and(|inner| {
            inner.contains(is_alphabetic)
                && !inner.ends_with(['.', '،', '؛', '…'])
                && inner.split_whitespace().nth(MOST_WORDS).is_none()
        })
}
