//! Neighbours: what the units around a unit tell of it.

use super::document::{Document, percent};
use super::features::{F, Vector, coarse, force, marker_class, tens, upto};
use super::shape::Shape;
use super::unit::Unit;
use super::words::Form;

/// Sets the features of the neighbours, and of the runs and series that a unit stands in.
pub(super) fn neighbours(x: &mut Vector, units: &[&Unit<'_>], at: usize, document: &Document) {
    let unit = units[at];
    let prev = at.checked_sub(1).map(|at| units[at]);
    let prev2 = at.checked_sub(2).map(|at| units[at]);
    let (next, next2) = (units.get(at + 1).copied(), units.get(at + 2).copied());
    let words = |unit: Option<&Unit<'_>>| unit.map_or(-1, |unit| coarse(unit.shape.words));
    let ending = |unit: Option<&Unit<'_>>| unit.map_or(-1, |unit| unit.shape.ending as i16);
    let marker = |unit: Option<&Unit<'_>>| unit.map_or(-1, marker_class);
    let length = |unit: Option<&Unit<'_>>| unit.map_or(0, |unit| usize::from(unit.shape.characters));
    let passing = &document.passing[at];
    let mut set = |feature: F, value: i16| x[feature as usize] = value;
    set(F::PrevWords, words(prev));
    set(F::PrevEnding, ending(prev));
    set(F::PrevMarker, marker(prev));
    set(F::PrevCue, force(prev));
    set(F::Prev2Words, words(prev2));
    set(F::Prev2Ending, ending(prev2));
    set(F::NextWords, words(next));
    set(F::NextEnding, ending(next));
    set(F::NextCue, force(next));
    set(F::Next2Words, words(next2));
    set(F::Next2Ending, ending(next2));
    set(F::Next2Marker, marker(next2));
    set(F::RatioPrev, tens(percent(unit.shape.characters.into(), length(prev)).min(300)));
    set(F::RatioNext, tens(percent(unit.shape.characters.into(), length(next)).min(300)));
    let after = next.map_or(0, |next| next.gap.min(3)) as i16;
    let before = unit.gap.min(3) as i16;
    set(F::GapBefore, before);
    set(F::GapAfter, after);
    set(F::GapContrast, before - after);
    set(F::OpenAfter, upto(9, passing.open_after.into()));
    set(F::SameBefore, upto(9, passing.same_before.into()));
    set(F::SameAfter, upto(9, passing.same_after.into()));
    let series = passing.series;
    set(
        F::SeriesGap,
        (2 * series.units).checked_div(series.members.saturating_sub(1)).map_or(0, |gap| upto(12, gap)),
    );
    let run = passing.run;
    set(F::RunBefore, upto(9, at - run.start));
    set(F::RunAfter, upto(9, run.end - 1 - at));
    let opener = run.start.checked_sub(1).map(|at| units[at]);
    set(F::RunOpener, ending(opener));
    set(F::RunOpenerWords, words(opener));
    set(F::RunCloserWords, words(units.get(run.end).copied()));
    let near = at.saturating_sub(2)..(at + 3).min(units.len());
    let form = unit.shape.form;
    let peers = || near.clone().filter(|&peer| peer != at && units[peer].shape.form == form).count() as i16;
    set(F::FormPeers, if form == Form::Other { -1 } else { peers() });
    let members = at.saturating_sub(8).max(run.start)..(at + 9).min(run.end);
    let same = || members.clone().filter(|&peer| units[peer].shape.form == form).count();
    set(
        F::RunForms,
        if members.len() < 2 || form == Form::Other {
            -1
        } else {
            tens(percent(same() - 1, members.len() - 1))
        },
    );
    set(F::SinceColon, upto(12, passing.colon_above as usize));
    set(F::Twins, upto(3, unit.twins));
    let alike = |test: &dyn Fn(&Shape, &Shape) -> bool| {
        [prev, next].into_iter().flatten().filter(|other| test(&unit.shape, &other.shape)).count() as i16
    };
    set(F::SameEnding, alike(&|a, b| a.ending == b.ending));
    let near = |a: &Shape, b: &Shape| 2 * u32::from(a.words) <= 3 * u32::from(b.words);
    set(F::SameLength, alike(&|a, b| near(a, b) && near(b, a)));
}
