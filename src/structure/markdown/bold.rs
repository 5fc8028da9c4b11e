//! Bold: lines all in bold that head the text below them, where a document writes its headings so.

use super::raw::{BOLD_LINE, Blocks, Raw, RawKind};
use crate::letters::is_alphabetic;
use crate::structure::{Mode, Span};

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
    let heads: Vec<bool> = (0..blocks.raws.len()).map(|at| heads_text(blocks, at)).collect();
    if heads.iter().filter(|&&heads| heads).count() < HABIT {
        return;
    }
    let mut raws = Vec::with_capacity(2 * blocks.raws.len());
    for (raw, heads) in blocks.raws.drain(..).zip(heads) {
        if heads {
            let text = raw.pieces.start + 1..raw.pieces.end;
            let text = blocks.pieces.get(text.start).filter(|_| !text.is_empty()).map(|first| Raw {
                span: Span { first: first.line, last: raw.span.last },
                pieces: text,
                ..raw.clone()
            });
            let line = Span::line(raw.span.first);
            let pieces = raw.pieces.start..raw.pieces.start + 1;
            raws.push(Raw { kind: RawKind::Heading { level: 2 }, span: line, pieces, rule: BOLD_LINE });
            raws.extend(text);
        } else {
            raws.push(raw);
        }
    }
    blocks.raws = raws;
}

/// Whether a block is a bold line with text below it, or begins with one.
fn heads_text(blocks: &Blocks<'_>, at: usize) -> bool {
    let raw = &blocks.raws[at];
    let [first, more @ ..] = &blocks.pieces[raw.pieces.clone()] else { return false };
    if raw.kind != RawKind::Paragraph || !is_bold_line(first.text) {
        return false;
    }
    match more {
        [] => blocks.raws.get(at + 1).is_some_and(|below| {
            let text = !matches!(below.kind, RawKind::Heading { .. } | RawKind::Dropped(_));
            text && !is_bold(blocks, below)
        }),
        // What begins with a colon is a definition, as some Markdown has them.
        [next, ..] => !is_bold_line(next.text) && !next.text.starts_with(':'),
    }
}

fn is_bold(blocks: &Blocks<'_>, raw: &Raw<'_>) -> bool {
    let [piece] = &blocks.pieces[raw.pieces.clone()] else { return false };
    raw.kind == RawKind::Paragraph && is_bold_line(piece.text)
}

/// Whether a line is a few words all in bold.
pub(super) fn is_bold_line(text: &str) -> bool {
    let inner = MARKS.iter().find_map(|mark| {
        let inner = text.strip_prefix(mark)?;
        let inner = inner.strip_suffix(':').unwrap_or(inner).strip_suffix(mark)?;
        (!inner.contains(mark)).then_some(inner)
    });
    inner.is_some_and(|inner| {
        inner.contains(is_alphabetic)
            && !inner.ends_with(['.', '،', '؛', '…'])
            && inner.split_whitespace().nth(MOST_WORDS).is_none()
    })
}

/// Whether a line opens with a stressed name and what parts it from the text: `**الاسم:** أحمد`, `*س*: كم؟`, `**ج/** نعم`.
pub(super) fn opens_with_name(text: &str) -> bool {
    let mut marks = MARKS.iter().copied().chain(["*"]);
    marks.any(|mark| {
        let parts = text.strip_prefix(mark).and_then(|inner| inner.split_once(mark));
        parts.is_some_and(|(name, rest)| name.ends_with([':', '/', '-', '–']) || rest.starts_with([':', '/']))
    })
}

/// What stands around bold text.
const MARKS: [&str; 2] = ["**", "__"];
