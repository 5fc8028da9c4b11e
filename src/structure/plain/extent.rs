//! Extent: where the text of a document lies among what stands around it.

use std::ops::Range;

use super::shape::Ending;
use super::unit::Unit;
use crate::structure::DropKind;
use crate::structure::lexicon::Cue;

/// The text, from its first paragraph to its last; between them stand headings, lists and sometimes furniture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    first: usize,
    last: usize,
}

impl Extent {
    /// From the first unit that reads like prose to the last, if any does: a record, a programme or a poem has none.
    pub(super) fn of(units: &[Unit<'_>]) -> Option<Self> {
        let is_prose = |unit: &Unit<'_>| unit.shape.is_prose();
        let first = units.iter().position(is_prose)?;
        let last = units.iter().rposition(is_prose)?;
        Some(Self { first, last })
    }

    /// The same up to the last sentence that is too short for prose, as the steps of recipes are; a certain cue of
    /// furniture ends the text. Right below the text, be it behind an advertisement or a link, even fewer words close it.
    pub(super) fn with_sentences(self, units: &[Unit<'_>]) -> Self {
        let is_sentence = |at: &usize, fewest: u16| {
            let unit = &units[*at];
            unit.cue.is_none() && unit.shape.ending == Ending::Stop && unit.shape.words >= fewest
        };
        let is_between = |cue: Cue| cue.kind == DropKind::Ad || cue.kind == DropKind::Related && !cue.full;
        let goes_on =
            |at: &usize| is_sentence(at, FEWEST_WORDS_BELOW) || units[*at].cue.is_some_and(is_between);
        let below = self.last + 1..units.len();
        let right_below =
            below.clone().take_while(goes_on).filter(|at| is_sentence(at, FEWEST_WORDS_BELOW)).last();
        let further = below
            .take_while(|&at| !units[at].is_sure())
            .filter(|at| is_sentence(at, FEWEST_WORDS_AMONG))
            .last();
        Self { last: right_below.max(further).unwrap_or(self.last), ..self }
    }

    /// The units above the first paragraph.
    pub(super) fn above(self) -> Range<usize> {
        0..self.first
    }

    /// The units from the first paragraph on, without the last.
    pub(super) fn inside(self) -> Range<usize> {
        self.first..self.last
    }

    /// The units below the last paragraph.
    pub(super) fn below(self, units: &[Unit<'_>]) -> Range<usize> {
        self.last + 1..units.len()
    }
}

/// Words of a sentence that closes a text right below it at least,
const FEWEST_WORDS_BELOW: u16 = 3;

/// and of one among other lines.
const FEWEST_WORDS_AMONG: u16 = 5;

/// Units between two paragraphs of one text on a page at most.
const NEAR: usize = 4;

/// Where the text of a page begins: at the first paragraph that has another near it, or else at the first. A long
/// headline that stands twice is none of the text, and a paragraph alone far above the others is the news of the hour.
pub(super) fn lead(units: &[Unit<'_>]) -> Option<usize> {
    let is_text = |unit: &Unit<'_>| unit.shape.is_prose() && unit.twins == 0;
    let has_other = |at: &usize| units[at + 1..].iter().take(NEAR).any(is_text);
    let mut prose = (0..units.len()).filter(|&at| is_text(&units[at]));
    prose.clone().find(has_other).or_else(|| prose.next())
}
