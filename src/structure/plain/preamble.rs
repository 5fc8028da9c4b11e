//! Preamble: the date or the invocation above a headline.

use super::shape::Ending;
use super::unit::Unit;

/// How many units stand above the headline and tell when, or in whose name, it was written.
pub(super) fn length(units: &[Unit<'_>]) -> usize {
    let is_date =
        |unit: &Unit<'_>| unit.shape.is_dateline() && !unit.shape.is_years() && unit.marker.is_none();
    let end = units.iter().take_while(|unit| is_date(unit) || unit.is_invocation()).count();
    let heads = |headline: &Unit<'_>, text: &Unit<'_>| {
        let shape = &headline.shape;
        !headline.is_sure()
            && headline.marker.is_none()
            && (2..=MOST_WORDS_OF_HEADLINE).contains(&shape.words)
            && matches!(shape.ending, Ending::Open | Ending::Question | Ending::Exclamation)
            && text.shape.is_prose()
    };
    match units.get(end..) {
        // Where more dates stand, each tells of what is below it.
        Some([headline, text, rest @ ..]) if heads(headline, text) && !rest.iter().any(is_date) => end,
        _ => 0,
    }
}

/// Words of a headline below a date at most.
const MOST_WORDS_OF_HEADLINE: u16 = 22;
