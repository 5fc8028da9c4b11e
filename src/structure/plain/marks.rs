//! Marks: what markers and numbers make of a unit for sure, whatever the model thinks.
//!
//! Of 2,300 lines with a glyph or a number in labelled documents these rules say otherwise than the author of ten.

use super::model::Label;
use super::shape::Ending;
use super::unit::Unit;
use super::verdict::Verdict;
use crate::structure::marker::Class;

/// What the marks of a unit and of its neighbours make of it, by which rule, if one applies.
///
/// - Equal glyphs in a row mark items, and so does a glyph below a colon. The turns of an interview are marked one by
///   one, or in two ways.
/// - Two numbers or letters in a row of which one goes on from the other mark items.
/// - A number that stands alone marks a heading where it is short and open and unmarked text stands below it, an item
///   where glyphs stand below it or where it is a sentence of a series. A question of a series heads its answer, and a
///   name before a colon its text.
pub(super) fn verdict(units: &[Unit<'_>], at: usize) -> Option<Verdict> {
    let unit = &units[at];
    let class = |unit: &Unit<'_>| unit.marker.map(|marker| marker.class);
    let (above, below) = (at.checked_sub(1).map(|above| &units[above]), units.get(at + 1));
    let own = class(unit)?;
    if let Class::Bullet(_) = own {
        let row = above.and_then(class) == Some(own) || below.and_then(class) == Some(own);
        let opened = above.is_some_and(|above| above.shape.ending == Ending::Colon);
        return (row || opened)
            .then_some(Verdict::rule(Label::Item, "its marker stands in a row, or below a colon"));
    }
    if let Class::Ordinal(_) = own {
        return None;
    }
    if unit.series.0 == 1 || unit.series.1 == 1 {
        return Some(Verdict::rule(Label::Item, "its number goes on from its neighbour's"));
    }
    let (open, in_series) = (unit.shape.ending == Ending::Open, unit.series != (0, 0));
    let asks = unit.shape.ending == Ending::Question && unit.shape.words <= MOST_WORDS;
    let names = unit.shape.ending == Ending::Colon && unit.shape.words <= MOST_WORDS_OF_NAME;
    let answers = |below: &Unit<'_>| below.shape.is_prose() || below.shape.ending == Ending::Stop;
    match below.map(class) {
        Some(Some(Class::Bullet(_))) => Some(Verdict::rule(Label::Item, "a number above marked items")),
        Some(None) if open && unit.shape.words <= MOST_WORDS && (in_series || below?.shape.is_prose()) => {
            Some(Verdict::rule(Label::Heading, "a number above unmarked text"))
        }
        Some(None) if in_series && asks && below.is_some_and(answers) => {
            Some(Verdict::rule(Label::Heading, "a numbered question above its answer"))
        }
        Some(None) if in_series && names && below?.shape.is_prose() => {
            Some(Verdict::rule(Label::Heading, "a number and a colon above their text"))
        }
        _ if in_series && !open => Some(Verdict::rule(Label::Item, "a sentence of a numbered series")),
        _ => None,
    }
}

/// Numbered units of more words are no headings.
const MOST_WORDS: u16 = 15;

/// Those before a colon of more words announce what follows.
const MOST_WORDS_OF_NAME: u16 = 4;
