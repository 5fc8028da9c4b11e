//! Markdown: blocks line by line, forgiving where people and models are careless.

mod attributes;
mod bold;
mod breaks;
mod closers;
mod container;
mod cursor;
mod definition;
mod dialect;
mod display;
mod doubled;
mod dressed;
mod edit;
mod entries;
mod flanking;
mod formula;
mod front_matter;
mod html;
mod inline;
mod item;
mod leaf;
mod letters;
mod lone;
mod marks;
mod markup;
mod opening;
mod page_header;
mod raw;
mod reader;
mod render;
mod sign;
pub(super) mod signs;
mod table;
mod target;
mod title;
mod unclosed;
mod wiki;
mod wrapper;

use std::borrow::Cow;

use super::{Block, Options};
use crate::ascii::AsciiSet;
use crate::error::{Warning, WarningCode};
use crate::letters::is_alphabetic;
use crate::lines::Line;
use reader::Reader;
use wrapper::Wrapper;

/// A line without its marker and its inline markup.
pub(super) fn without_markup(line: &str) -> String {
    let mut cursor = cursor::Cursor::of(&Line::of(1, line));
    if let Some(opening) = item::opening(&cursor) {
        cursor.consume(opening.width);
    }
    inline::plain(cursor.rest, &inline::Labels::default()).text.into_owned()
}

/// Whether a line holds links and no letter beside them.
pub(super) fn is_link(line: &Line<'_>) -> bool {
    const LINK: AsciiSet = AsciiSet::of("]");
    let mut rest = line.signs.meets(LINK).then_some(line.visible).filter(|text| text.contains("]("));
    while let Some((outside, inside)) = rest.and_then(|text| text.split_once('[')) {
        if outside.contains(is_alphabetic) {
            return false;
        }
        rest = inside.split_once("](").and_then(|(_, target)| Some(target.split_once(')')?.1));
    }
    rest.is_some_and(|rest| !rest.contains(is_alphabetic))
}

/// The blocks of a Markdown document.
pub(super) fn recover<'a>(
    lines: &[Line<'a>],
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Vec<Block<'a>> {
    let wrapper = Wrapper::of(lines);
    let lines = &lines[wrapper.map_or(0, |wrapper| wrapper.lines)..];
    let mut front = front_matter::read(lines);
    let body = &lines[front.as_ref().map_or(0, |front| front.lines)..];
    let body: Cow<'_, [Line<'a>]> = match front.as_mut().and_then(|front| front.text.take()) {
        None => body.into(),
        Some(text) => std::iter::once(text).chain(body.iter().copied()).collect(),
    };
    let mut reader = Reader::new(body.len(), breaks::detect(&body), sign::HeadingMarks::of(&body));
    reader.wrapper = wrapper.map(|wrapper| wrapper.fence);
    reader.read(&body);
    if let Some(line) = reader.too_deep {
        let message = format!("nesting deeper than {} levels was flattened", opening::MAX_NESTING);
        warnings.push(Warning::new(WarningCode::DeepNesting, message).at(line));
    }
    bold::promote(&mut reader.blocks, options.mode);
    entries::part(&mut reader.blocks);
    doubled::flatten(&mut reader.blocks, lines);
    let blocks = render::render(&reader.blocks, lines, &reader.labels);
    let mut blocks = title::assign(front, lines, blocks);
    if let Some(wrapper) = wrapper {
        blocks.insert(0, wrapper.block());
    }
    blocks
}
