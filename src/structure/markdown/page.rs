//! Page: the furniture of a web page that a converter turned into Markdown.
//!
//! A converter puts `#` and `-` before menus and related headlines. In a document that carries the cues of several
//! parts of a page, blocks are therefore looked at once more as plain lines; what is furniture there is dropped.

use std::collections::{BTreeSet, HashMap};

use crate::lines::{Line, is_invisible};
use crate::structure::key::key;
use crate::structure::lexicon::{self, Force};
use crate::structure::{Block, DropKind, Kind, Options, Reason, Span, plain};

/// Cues of so many kinds make a document a page. An article in Markdown that has one of them means it.
const KINDS: usize = 3;

/// Bytes of the longest line that is matched for cues; all but copyright lines are much shorter.
const LONGEST_CUE: usize = 400;

/// Drops the furniture of a page, each line by itself; another document stays as it is.
pub(super) fn drop_furniture<'a>(
    blocks: Vec<Block<'a>>,
    lines: &[Line<'a>],
    options: &Options,
) -> Vec<Block<'a>> {
    if !is_page(&blocks) {
        return blocks;
    }
    let mut furniture = furniture(&blocks, options);
    let mut kept = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.into_iter().enumerate() {
        let Some((kind, reason)) = furniture.remove(&at) else {
            kept.push(block);
            continue;
        };
        if block.span.first == block.span.last {
            kept.push(Block { kind: Kind::Dropped(kind), reason, ..block });
            continue;
        }
        let first = lines.partition_point(|line| line.number < block.span.first);
        let inside = lines[first..].iter().take_while(|line| line.number <= block.span.last);
        kept.extend(inside.filter(|line| !line.is_blank()).map(|line| Block {
            kind: Kind::Dropped(kind),
            span: Span::line(line.number),
            text: line.text.trim_matches(is_invisible).into(),
            inferred: block.inferred,
            reason: reason.clone(),
        }));
    }
    kept
}

fn is_page(blocks: &[Block<'_>]) -> bool {
    let cues = blocks
        .iter()
        .filter(|block| is_line(block) && block.text.len() <= LONGEST_CUE)
        .filter_map(|block| lexicon::find(&key(&block.text)));
    let kinds: BTreeSet<&str> = cues
        .filter(|cue| cue.force >= Force::Sure)
        .map(|cue| cue.kind)
        .filter(|kind| !matches!(kind, DropKind::Source | DropKind::EndMark | DropKind::Ad))
        .map(DropKind::as_str)
        .collect();
    kinds.len() >= KINDS
}

/// Whether a block may be furniture.
fn is_line(block: &Block<'_>) -> bool {
    matches!(block.kind, Kind::Heading { .. } | Kind::Paragraph | Kind::Item { .. })
}

/// The blocks that are furniture as plain lines, by index.
fn furniture(blocks: &[Block<'_>], options: &Options) -> HashMap<usize, (DropKind, Reason)> {
    let seen = |block: &Block<'_>| is_line(block) || matches!(block.kind, Kind::Title(_));
    let lines: Vec<Line<'_>> = (0..blocks.len())
        .filter(|&at| seen(&blocks[at]))
        .map(|at| Line { number: at, text: &blocks[at].text })
        .collect();
    let mut found = HashMap::new();
    for block in plain::recover(&lines, options, &mut Vec::new()) {
        let Kind::Dropped(kind) = block.kind else { continue };
        let inside = (block.span.first..=block.span.last).filter(|&at| is_line(&blocks[at]));
        // The model weighs short lines; what reads as a sentence is only dropped by a rule.
        let inside = inside.filter(|&at| block.reason.score.is_none() || !is_sentence(&blocks[at]));
        found.extend(inside.map(|at| (at, (kind, block.reason.clone()))));
    }
    found
}

/// Whether a block reads as a sentence of the article: several words and a full stop.
fn is_sentence(block: &Block<'_>) -> bool {
    block.kind == Kind::Paragraph
        && block.text.trim_end().ends_with('.')
        && block.text.split_whitespace().nth(6).is_some()
}
