//! Document: what is measured once for all units, and what runs through them.

use rustc_hash::FxHashSet;

use super::features::{F, tens, upto};
use super::overlap::stems;
use super::shape::Ending;
use super::unit::Unit;
use crate::structure::lexicon::Force;
use crate::structure::marker::Class as Mark;

/// What is measured once for a document.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) first_prose: Option<usize>,
    pub(super) last_prose: usize,
    pub(super) indent: usize,
    pub(super) median: i16,
    /// The first prose units, and the stems of each.
    pub(super) lead: Vec<(usize, Vec<u32>)>,
    pub(super) lead_stems: FxHashSet<u32>,
    pub(super) shares: [(usize, i16); 15],
    pub(super) next_prose: Vec<u32>,
    pub(super) prose_above: Vec<u32>,
    pub(super) prose_before: Vec<u32>,
    pub(super) cues_before: Vec<u32>,
    pub(super) head_above: Vec<u32>,
    pub(super) colon_above: Vec<u32>,
    pub(super) short_before: Vec<u16>,
    pub(super) short_after: Vec<u16>,
    pub(super) open_before: Vec<u16>,
    pub(super) longest_open: u16,
    pub(super) open_after: Vec<u16>,
    pub(super) same_before: Vec<u16>,
    pub(super) same_after: Vec<u16>,
    /// The run of units of one kind that each unit stands in.
    pub(super) runs: Vec<Run>,
    pub(super) series: Vec<Series>,
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
fn alike_runs(units: &[Unit<'_>]) -> Vec<Run> {
    let mut runs = Vec::with_capacity(units.len());
    let mut start = 0;
    for end in 1..=units.len() {
        if end == units.len() || !alike(&units[end - 1], &units[end]) {
            runs.resize(end, Run { start, end });
            start = end;
        }
    }
    runs
}

/// The series of every unit.
fn series(units: &[Unit<'_>]) -> Vec<Series> {
    let mut series = vec![Series::default(); units.len()];
    for at in 0..units.len() {
        if units[at].series.0 != 0 || units[at].series.1 == 0 {
            continue;
        }
        // Where units between were looked through, a series may reach beyond the last.
        let next = |&at: &usize| {
            let step = units[at].series.1;
            (step > 0 && at + step < units.len()).then_some(at + step)
        };
        let members = || std::iter::successors(Some(at), next);
        let (mut count, mut last) = (0, at);
        for member in members() {
            count += 1;
            last = member;
        }
        for member in members() {
            series[member] = Series { members: count, units: last - at };
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

fn is_sure(unit: &Unit<'_>) -> bool {
    unit.cue.is_some_and(|cue| cue.force >= Force::Sure)
}

fn same_marker(a: &Unit<'_>, b: &Unit<'_>) -> bool {
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

/// For each unit, how many units in a row right before it pass `test`.
fn runs<'u, 'a: 'u>(units: impl Iterator<Item = &'u Unit<'a>>, test: impl Fn(&Unit<'_>) -> bool) -> Vec<u16> {
    let mut run = 0;
    units
        .map(|unit| {
            let before = run;
            run = if test(unit) { (run + 1).min(FAR as u16) } else { 0 };
            before
        })
        .collect()
}

/// For each unit, how many units lie since the last one that passes `test`, itself included; `u32::MAX` for none.
fn distances(units: &[Unit<'_>], test: impl Fn(&Unit<'_>) -> bool) -> Vec<u32> {
    let mut last = None;
    (0..units.len())
        .map(|at| {
            let distance = last.map_or(u32::MAX, |last| (at - last) as u32);
            if test(&units[at]) {
                last = Some(at);
            }
            distance
        })
        .collect()
}

/// For each unit, how many units before it pass `test`.
fn counts(units: &[Unit<'_>], test: impl Fn(&Unit<'_>) -> bool) -> Vec<u32> {
    units
        .iter()
        .scan(0, |count, unit| {
            let before = *count;
            *count += u32::from(test(unit));
            Some(before)
        })
        .collect()
}

fn reversed(mut list: Vec<u16>) -> Vec<u16> {
    list.reverse();
    list
}

fn equal_runs<'u, 'a: 'u>(units: impl Iterator<Item = &'u Unit<'a>>) -> Vec<u16> {
    let mut last: Option<&Unit<'_>> = None;
    let mut run = 0;
    units
        .map(|unit| {
            run = match last {
                Some(last) if same_marker(last, unit) => (run + 1).min(FAR as u16),
                _ => 0,
            };
            last = Some(unit);
            run
        })
        .collect()
}

impl Document {
    pub(super) fn of(units: &[Unit<'_>]) -> Self {
        let n = units.len();
        let prose: Vec<usize> = (0..n).filter(|&at| units[at].shape.is_prose()).collect();
        let mut lengths: Vec<u16> = prose.iter().map(|&at| units[at].shape.words).collect();
        lengths.sort_unstable();
        let share =
            |test: &dyn Fn(&Unit<'_>) -> bool| tens(percent(units.iter().filter(|u| test(u)).count(), n));
        let hits = |test: &dyn Fn(&Unit<'_>) -> bool| {
            (percent(units.iter().filter(|u| test(u)).count(), n) / 2).min(20)
        };
        let short = units.iter().filter(|unit| is_short(unit)).count();
        let closed = units.iter().filter(|unit| is_short(unit) && unit.shape.ending.is_closed()).count();
        let open = units.iter().filter(|unit| is_short_open(unit)).count();
        let heads = units
            .windows(2)
            .filter(|pair| is_short_open(&pair[0]) && pair[1].shape.words > SHORT && pair[1].marker.is_none())
            .count();
        let answered = units
            .windows(2)
            .filter(|pair| {
                pair[0].shape.ending == Ending::Question
                    && pair[0].shape.words <= SHORT
                    && pair[1].shape.ending != Ending::Question
                    && pair[1].shape.words > pair[0].shape.words
            })
            .count();
        let open_before = runs(units.iter(), is_short_open);
        let shares = [
            (F::Units as usize, n.max(1).ilog2() as i16),
            (F::ShareProse as usize, tens(percent(prose.len(), n))),
            (F::ShareShort as usize, share(&is_short_open)),
            (F::ShareClosed as usize, tens(percent(closed, short))),
            (F::ShareMarked as usize, share(&|unit| unit.marker.is_some())),
            (F::Marked as usize, upto(4, units.iter().filter(|unit| unit.marker.is_some()).count())),
            (F::ShareGap as usize, share(&|unit| unit.gap > 0)),
            (F::ShareLatin as usize, share(&|unit| unit.shape.latin > unit.shape.arabic)),
            (F::ShareCues as usize, hits(&is_sure)),
            (F::ShareHints as usize, hits(&|unit| unit.cue.is_some())),
            (F::ShareTwins as usize, share(&|unit| unit.twins > 0)),
            (F::ShareQuestions as usize, share(&|unit| unit.shape.ending == Ending::Question)),
            (F::ShareHeads as usize, tens(percent(heads, open))),
            (F::Answered as usize, upto(5, answered)),
            (F::ShareColons as usize, share(&|unit| unit.shape.ending == Ending::Colon)),
        ];
        let mut next_prose = vec![u32::MAX; n];
        let mut next = None;
        for at in (0..n).rev() {
            next_prose[at] = next.map_or(u32::MAX, |next: usize| (next - at) as u32);
            if units[at].shape.is_prose() {
                next = Some(at);
            }
        }
        let lead: Vec<_> = prose.iter().take(3).map(|&at| (at, stems(units[at].rest()))).collect();
        Self {
            first_prose: prose.first().copied(),
            last_prose: prose.last().copied().unwrap_or(0),
            indent: units.iter().map(|unit| unit.indent).min().unwrap_or(0),
            median: lengths
                .get(lengths.len() / 2)
                .map_or(20, |&words| (words - words % 8).clamp(8, 64) as i16),
            lead_stems: lead.iter().flat_map(|(_, stems)| stems.iter().copied()).collect(),
            lead,
            shares,
            next_prose,
            prose_above: distances(units, |unit| unit.shape.is_prose()),
            prose_before: counts(units, |unit| unit.shape.is_prose()),
            cues_before: counts(units, is_sure),
            head_above: distances(units, |unit| unit.cue.is_some_and(|cue| cue.force == Force::Head)),
            colon_above: distances(units, |unit| unit.shape.ending == Ending::Colon),
            short_before: runs(units.iter(), is_short),
            short_after: reversed(runs(units.iter().rev(), is_short)),
            open_after: reversed(runs(units.iter().rev(), is_short_open)),
            longest_open: open_before.iter().copied().max().unwrap_or(0),
            open_before,
            runs: alike_runs(units),
            series: series(units),
            same_before: equal_runs(units.iter()),
            same_after: reversed(equal_runs(units.iter().rev())),
        }
    }
}
