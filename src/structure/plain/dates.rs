//! Dates: lines that tell when something is, in schedules and chronicles, and are none of a page's head.

use super::unit::Unit;

/// Whether dates stand in the text too, two or more, so that the first of them may stand above it: a chronicle, a diary.
pub(super) fn heads_dates(units: &[Unit<'_>], text: usize) -> bool {
    let is_date = |unit: &&Unit<'_>| unit.shape.is_dateline() && unit.marker.is_none();
    units[text..].iter().filter(is_date).take(2).count() == 2
}

/// Whether a dated line is of a schedule: it says what is when, and so does one beside it; or it is the date above such
/// lines.
pub(super) fn is_scheduled(units: &[Unit<'_>], at: usize) -> bool {
    let says = |at: usize| units.get(at).is_some_and(|unit| unit.shape.tells_when());
    let follows = |at: usize| units.get(at).is_some_and(|unit| unit.gap == 0);
    let above = at > 0 && follows(at) && says(at - 1);
    let below = follows(at + 1) && says(at + 1);
    says(at) && (above || below) || below && follows(at + 2) && says(at + 2)
}
