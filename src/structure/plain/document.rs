//! Document: what is measured once for all units, and what runs past each of them.

use super::features::{F, UNWEIGHED, Vector, tens, upto};
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
    let near = (length(a) <= 3 * length(b)) & (length(b) <= 3 * length(a));
    near & (a.marker.is_some() == b.marker.is_some())
        & (a.shape.ending.is_closed() == b.shape.ending.is_closed())
        & ((a.shape.ending == Ending::Colon) == (b.shape.ending == Ending::Colon))
}

/// Sets the series of every unit.
fn mark_series(units: &[&Unit<'_>], passing: &mut [Passing]) {
    if units.iter().all(|unit| unit.series.1 == 0) {
        return;
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
        passing[at].series = Series { members, units: last - head };
        if let Some(next) = next(at) {
            heads[next] = heads[next].max(Some(head));
        }
    }
}

/// Farther than any distance that matters.
pub(super) const FAR: i16 = 99;

/// Words from which a unit is not short.
const SHORT: u16 = 14;

fn is_short(unit: &Unit<'_>) -> bool {
    (unit.shape.words <= SHORT) & unit.marker.is_none()
}

fn is_short_open(unit: &Unit<'_>) -> bool {
    is_short(unit) & !unit.shape.ending.is_closed()
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
    let (mut proses, mut cues, mut open, mut longest, mut same, mut start) = (0, 0, 0, 0, 0, 0);
    let mut passing: Vec<Passing> = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        let above = at.checked_sub(1).map(|above| units[above]);
        go_on(&mut same, above.is_some_and(|above| same_marker(above, unit)));
        if above.is_some_and(|above| !alike(above, unit)) {
            start = at;
        }
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
            run: Run { start, end: at + 1 },
            series: Series::default(),
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
    let mut end = units.len();
    for (at, unit) in units.iter().enumerate().rev() {
        let below = passing.get(at + 1);
        go_on(&mut same, below.is_some_and(|below| below.same_before > 0));
        if below.is_some_and(|below| below.run.start > at) {
            end = at + 1;
        }
        let passing = &mut passing[at];
        passing.run.end = end;
        passing.next_prose = prose.map_or(u32::MAX, |next| (next - at) as u32);
        (passing.open_after, passing.same_after) = (open, same);
        if unit.shape.is_prose() {
            prose = Some(at);
        }
        go_on(&mut open, is_short_open(unit));
    }
    mark_series(units, &mut passing);
    (passing, longest)
}

/// How many units are of some kind.
#[derive(Default)]
struct Counts {
    short: usize,
    short_open: usize,
    marked: usize,
    behind_gap: usize,
    latin: usize,
    sure: usize,
    hints: usize,
    twins: usize,
    questions: usize,
    colons: usize,
    /// Short open units before long ones.
    heads: usize,
    /// Short questions before longer text.
    answered: usize,
}

impl Counts {
    fn of(units: &[&Unit<'_>]) -> Self {
        let mut counts = Self::default();
        for (at, unit) in units.iter().enumerate() {
            let (shape, short_open) = (&unit.shape, is_short_open(unit));
            let below = units.get(at + 1);
            for (count, is_one) in [
                (&mut counts.short, is_short(unit)),
                (&mut counts.short_open, short_open),
                (&mut counts.marked, unit.marker.is_some()),
                (&mut counts.behind_gap, unit.gap > 0),
                (&mut counts.latin, shape.tally.latin > shape.tally.arabic),
                (&mut counts.sure, unit.is_sure()),
                (&mut counts.hints, unit.cue.is_some()),
                (&mut counts.twins, unit.twins > 0),
                (&mut counts.questions, shape.ending == Ending::Question),
                (&mut counts.colons, shape.ending == Ending::Colon),
                (&mut counts.heads, short_open && below.is_some_and(|below| is_long(below))),
                (&mut counts.answered, below.is_some_and(|below| is_answered(unit, below))),
            ] {
                *count += usize::from(is_one);
            }
        }
        counts
    }
}

impl Document {
    pub(super) fn of(units: &[&Unit<'_>]) -> Self {
        let all = units.len();
        let share = |count: usize| tens(percent(count, all));
        let hits = |count: usize| (percent(count, all) / 2).min(20);
        let prose = Prose::of(units);
        let counts = Counts::of(units);
        let (passing, longest_open) = passing(units);
        let mut shared = UNWEIGHED;
        for (feature, value) in [
            (F::Units, all.max(1).ilog2() as i16),
            (F::ShareProse, share(prose.units)),
            (F::ShareShort, share(counts.short_open)),
            (F::ShareClosed, tens(percent(counts.short - counts.short_open, counts.short))),
            (F::ShareMarked, share(counts.marked)),
            (F::Marked, upto(4, counts.marked)),
            (F::ShareGap, share(counts.behind_gap)),
            (F::ShareLatin, share(counts.latin)),
            (F::ShareCues, hits(counts.sure)),
            (F::ShareHints, hits(counts.hints)),
            (F::ShareTwins, share(counts.twins)),
            (F::ShareQuestions, share(counts.questions)),
            (F::ShareHeads, tens(percent(counts.heads, counts.short_open))),
            (F::Answered, upto(5, counts.answered)),
            (F::ShareColons, share(counts.colons)),
            (F::LongestShort, upto(12, longest_open.into())),
            (F::ProseLength, prose.median),
        ] {
            shared[feature as usize] = value;
        }
        let first_prose = units.iter().position(|unit| unit.shape.is_prose());
        Self { first_prose, median: prose.median, shared, passing }
    }
}

/// How many units are prose, and the median of their words in steps of eight.
struct Prose {
    units: usize,
    median: i16,
}

impl Prose {
    fn of(units: &[&Unit<'_>]) -> Self {
        const STEP: u16 = 8;
        // By words in steps: from one to eight of them.
        let mut by_length = [0; 8];
        for unit in units {
            let step = (unit.shape.words / STEP).clamp(1, by_length.len() as u16);
            by_length[usize::from(step) - 1] += usize::from(unit.shape.is_prose());
        }
        let units = by_length.iter().sum();
        let mut up_to = 0;
        let middle = (STEP..).step_by(STEP.into()).zip(by_length).find(|&(_, count)| {
            up_to += count;
            up_to > units / 2
        });
        Self { units, median: middle.map_or(20, |(words, _)| words as i16) }
    }
}

/// Whether a unit is too long to stand under another that is short, and no item.
fn is_long(unit: &Unit<'_>) -> bool {
    (unit.shape.words > SHORT) & unit.marker.is_none()
}

/// Whether a unit is a short question, and the one below it longer text.
fn is_answered(unit: &Unit<'_>, below: &Unit<'_>) -> bool {
    let [question, answer] = [&unit.shape, &below.shape];
    (question.ending == Ending::Question)
        & (question.words <= SHORT)
        & (answer.ending != Ending::Question)
        & (answer.words > question.words)
}
