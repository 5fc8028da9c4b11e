//! Doubled: lists of which every marker stands twice, as converters leave them: `- - بند`, `1. 1. بند`.

use super::cursor::Cursor;
use super::item;
use super::raw::{Blocks, Raw, RawKind};
use crate::lines::Line;
use crate::structure::within;

/// Makes items of the first depth of those whose line opens two lists, where all items of a list are such.
pub(super) fn flatten(blocks: &mut Blocks<'_>, lines: &[Line<'_>]) {
    let is_list = |one: &Raw<'_>, other: &Raw<'_>| depth(one).is_some() && depth(other).is_some();
    for list in blocks.raws.chunk_by_mut(is_list) {
        let is_doubled =
            |raw: &Raw<'_>| depth(raw) == Some(1) && within(lines, raw.span).first().is_some_and(opens_two);
        if list.iter().all(is_doubled) {
            for raw in list {
                if let RawKind::Item { depth, .. } = &mut raw.kind {
                    *depth = 0;
                }
            }
        }
    }
}

/// The depth of an item.
fn depth(raw: &Raw<'_>) -> Option<u8> {
    if let RawKind::Item { depth, .. } = raw.kind { Some(depth) } else { None }
}

/// Whether a line opens two lists.
fn opens_two(line: &Line<'_>) -> bool {
    let mut cursor = Cursor::of(line);
    let first = item::opening(&cursor);
    first.is_some_and(|first| {
        cursor.consume(first.width);
        item::opening(&cursor).is_some_and(|second| second.common)
    })
}
