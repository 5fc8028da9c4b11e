//! Document: what is measured once for all units, and what runs past each of them.

use super::features::{F, NAMES, Vector, force, tens, upto};
use super::shape::Ending;
use super::unit::Unit;
use crate::structure::lexicon::Force;
use crate::structure::marker::Class as Mark;

/// What is measured once for a document.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) first_prose: Option<usize>,
    /// The median words of prose.
    pub(super) median: i16,
    /// The features that are the same for all units.
    pub(super) shared: Vector,
    /// What runs past each unit.
    pub(super) passing: Vec<Passing>,
}

/// What runs past a unit: distances and counts of what stands before and behind it; `u32::MAX` where nothing does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passing {
    pub(super) next_prose: u32,
    pub(super) prose_above: u32,
    pub(super) head_above: u32,
    pub(super) colon_above: u32,
    pub(super) prose_before: u32,
    pub(super) cues_before: u32,
    /// Short open units in a row right behind it.
    pub(super) open_after: u16,
    /// Equal markers in a row right before and behind it.
    pub(super) same_before: u16,
    pub(super) same_after: u16,
    /// The run of units of one kind that it stands in.
    pub(super) run: Run,
    pub(super) series: Series,
}

/// A run of units of one kind: first and behind the last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a unit's series is like: its members, and the units from first to last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Series {
    pub(super) members: usize,
    pub(super) units: usize,
}

/// Whether two neighbours may be items of one list: marked alike, of one ending, and of nearly one length.
fn alike(a: &Unit<'_>, b: &Unit<'_>) -> bool {
    let length = |unit: &Unit<'_>| usize::from(unit.shape.words) + 3;
    let near = length(a) <= 3 * length(b) && length(b) <= 3 * length(a);
    near && a.marker.is_some() == b.marker.is_some()
        && a.shape.ending.is_closed() == b.shape.ending.is_closed()
        && (a.shape.ending == Ending::Colon) == (b.shape.ending == Ending::Colon)
}

/// The runs of neighbours that are alike.
fn alike_runs(units: &[&Unit<'_>]) -> Vec<Run> {
    let mut runs = Vec::with_capacity(units.len());
    let mut start = 0;
    for end in 1..=units.len() {
        if end == units.len() || !alike(units[end - 1], units[end]) {
            runs.resize(end, Run { start, end });
            start = end;
        }
    }
    runs
}

/// The series of every unit.
fn series(units: &[&Unit<'_>]) -> Vec<Series> {
    let mut series = vec![Series::default(); units.len()];
    if units.iter().all(|unit| unit.series.1 == 0) {
        return series;
    }
    // Where units between were looked through, a series may reach beyond the last.
    let next = |at: usize| {
        let step = units[at].series.1;
        (step > 0 && at + step < units.len()).then_some(at + step)
    };
    // How many members stand from each on, and where the last of them does.
    let mut tails = vec![(0, 0); units.len()];
    for at in (0..units.len()).rev() {
        tails[at] = next(at).map_or((1, at), |next| (tails[next].0 + 1, tails[next].1));
    }
    // The first member of the series of each; of several that run together, that of the nearest.
    let mut heads: Vec<Option<usize>> = vec![None; units.len()];
    for at in 0..units.len() {
        let is_head = units[at].series.0 == 0 && units[at].series.1 != 0;
        let head = if is_head { Some(at) } else { heads[at] };
        let Some(head) = head else { continue };
        let (members, last) = tails[head];
        series[at] = Series { members, units: last - head };
        if let Some(next) = next(at) {
            heads[next] = heads[next].max(Some(head));
        }
    }
    series
}

/// Farther than any distance that matters.
pub(super) const FAR: i16 = 99;

/// Words from which a unit is not short.
const SHORT: u16 = 14;

fn is_short(unit: &Unit<'_>) -> bool {
    unit.shape.words <= SHORT && unit.marker.is_none()
}

fn is_short_open(unit: &Unit<'_>) -> bool {
    is_short(unit) && !unit.shape.ending.is_closed()
}

/// Whether two units are marked alike.
pub(super) fn same_marker(a: &Unit<'_>, b: &Unit<'_>) -> bool {
    match (a.marker.map(|m| m.class), b.marker.map(|m| m.class)) {
        (Some(Mark::Bullet(a)), Some(Mark::Bullet(b))) => a == b,
        (Some(Mark::Number { delimiter: a, .. }), Some(Mark::Number { delimiter: b, .. })) => a == b,
        (Some(Mark::Letter(_)), Some(Mark::Letter(_))) => true,
        (Some(Mark::Ordinal(_)), Some(Mark::Ordinal(_))) => true,
        _ => false,
    }
}

pub(super) fn percent(part: usize, whole: usize) -> i16 {
    (100 * part).checked_div(whole).map_or(0, |share| share.min(999) as i16)
}

/// How many units back the last one of some kind stands.
fn since(last: Option<usize>, at: usize) -> u32 {
    last.map_or(u32::MAX, |last| (at - last) as u32)
}

/// One more in a row of what passes.
fn go_on(row: &mut u16, passes: bool) {
    *row = if passes { (*row + 1).min(FAR as u16) } else { 0 };
}

/// What runs past each unit, from above and from below, and the longest row of short open units.
fn passing(units: &[&Unit<'_>]) -> (Vec<Passing>, u16) {
    let (mut prose, mut head, mut colon) = (None, None, None);
    let (mut proses, mut cues, mut open, mut longest, mut same) = (0, 0, 0, 0, 0);
    let (runs, series) = (alike_runs(units), series(units));
    let mut passing: Vec<Passing> = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        go_on(&mut same, at > 0 && same_marker(units[at - 1], unit));
        longest = longest.max(open);
        passing.push(Passing {
            next_prose: u32::MAX,
            prose_above: since(prose, at),
            head_above: since(head, at),
            colon_above: since(colon, at),
            prose_before: proses,
            cues_before: cues,
            open_after: 0,
            same_before: same,
            same_after: 0,
            run: runs[at],
            series: series[at],
        });
        if unit.shape.is_prose() {
            (prose, proses) = (Some(at), proses + 1);
        }
        if unit.cue.is_some_and(|cue| cue.force == Force::Head) {
            head = Some(at);
        }
        if unit.shape.ending == Ending::Colon {
            colon = Some(at);
        }
        cues += u32::from(unit.is_sure());
        go_on(&mut open, is_short_open(unit));
    }
    (prose, open, same) = (None, 0, 0);
    for (at, unit) in units.iter().enumerate().rev() {
        go_on(&mut same, units.get(at + 1).is_some_and(|next| same_marker(unit, next)));
        let passing = &mut passing[at];
        passing.next_prose = prose.map_or(u32::MAX, |next| (next - at) as u32);
        (passing.open_after, passing.same_after) = (open, same);
        if unit.shape.is_prose() {
            prose = Some(at);
        }
        go_on(&mut open, is_short_open(unit));
    }
    (passing, longest)
}

impl Document {
    pub(super) fn of(units: &[&Unit<'_>]) -> Self {
        let all = units.len();
        let count = |test: &dyn Fn(&Unit<'_>) -> bool| units.iter().filter(|unit| test(unit)).count();
        let share = |count: usize| tens(percent(count, all));
        let hits = |count: usize| (percent(count, all) / 2).min(20);
        let mut lengths: Vec<u16> =
            units.iter().filter(|unit| unit.shape.is_prose()).map(|unit| unit.shape.words).collect();
        lengths.sort_unstable();
        let median =
            lengths.get(lengths.len() / 2).map_or(20, |&words| (words - words % 8).clamp(8, 64) as i16);
        let (short, open) = (count(&is_short), count(&is_short_open));
        let marked = count(&|unit| unit.marker.is_some());
        let (passing, longest_open) = passing(units);
        let mut shared = [0; NAMES.len()];
        for (feature, value) in [
            (F::Units, all.max(1).ilog2() as i16),
            (F::ShareProse, share(lengths.len())),
            (F::ShareShort, share(open)),
            (F::ShareClosed, tens(percent(short - open, short))),
            (F::ShareMarked, share(marked)),
            (F::Marked, upto(4, marked)),
            (F::ShareGap, share(count(&|unit| unit.gap > 0))),
            (F::ShareLatin, share(count(&|unit| unit.shape.tally.latin > unit.shape.tally.arabic))),
            (F::ShareCues, hits(count(&|unit| unit.is_sure()))),
            (F::ShareHints, hits(count(&|unit| force(Some(unit)) > 0))),
            (F::ShareTwins, share(count(&|unit| unit.twins > 0))),
            (F::ShareQuestions, share(count(&|unit| unit.shape.ending == Ending::Question))),
            (F::ShareHeads, tens(percent(heads(units), open))),
            (F::Answered, upto(5, answered(units))),
            (F::ShareColons, share(count(&|unit| unit.shape.ending == Ending::Colon))),
            (F::LongestShort, upto(12, longest_open.into())),
            (F::ProseLength, median),
        ] {
            shared[feature as usize] = value;
        }
        let first_prose = units.iter().position(|unit| unit.shape.is_prose());
        Self { first_prose, median, shared, passing }
    }
}

/// Short open units before long ones.
fn heads(units: &[&Unit<'_>]) -> usize {
    let is_head = |pair: &&[&Unit<'_>]| {
        is_short_open(pair[0]) && pair[1].shape.words > SHORT && pair[1].marker.is_none()
    };
    units.windows(2).filter(is_head).count()
}

/// Short questions before longer text.
fn answered(units: &[&Unit<'_>]) -> usize {
    let is_answered = |pair: &&[&Unit<'_>]| {
        let [question, answer] = [&pair[0].shape, &pair[1].shape];
        question.ending == Ending::Question
            && question.words <= SHORT
            && answer.ending != Ending::Question
            && answer.words > question.words
    };
    units.windows(2).filter(is_answered).count()
}
