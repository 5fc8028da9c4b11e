//! Verdict: from odds to labels, with the bars that each mode sets and the rules that hold between units.

use super::bare_list;
use super::document::same_marker;
use super::doubt;
use super::extent;
use super::frame;
use super::furniture;
use super::heading;
use super::marks;
use super::model::{Label, Odds};
use super::overlap::{ALL_SHARED, Lead};
use super::shape::Ending;
use super::unit::Unit;
use super::verse;
use super::{Seen, Settled};
use crate::structure::Mode;
use crate::structure::marker::Class;

/// The label a unit gets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub(super) label: Label,
    /// The rule that decided, where the model did not.
    pub(super) rule: Option<&'static str>,
}

impl Verdict {
    pub(super) const fn rule(label: Label, rule: &'static str) -> Self {
        Self { label, rule: Some(rule) }
    }

    pub(super) const fn model(label: Label) -> Self {
        Self { label, rule: None }
    }

    /// Whether it makes a heading or an item.
    pub(super) fn is_inner(&self) -> bool {
        matches!(self.label, Label::Heading | Label::Item)
    }
}

/// The odds that labels need.
pub(super) struct Bars {
    heading: f32,
    /// An item without a marker: of a list that a colon or a heading opens, of another one, alone.
    pub(super) items: [f32; 3],
    furniture: f32,
    /// Furniture that nothing but its place tells.
    bare_furniture: f32,
}

/// More than any odds.
const NEVER: f32 = 2.0;

impl Bars {
    fn new(units: &[Unit<'_>], seen: &Seen, mode: Mode) -> Self {
        // An author who marks items marks them all.
        let marked = (0..units.len())
            .filter(|&at| units[at].marker.is_some() && seen.odds[at][Label::Item as usize] >= 0.5)
            .count();
        let bars = Self { heading: 0.35, items: [NEVER; 3], furniture: 0.45, bare_furniture: 0.6 };
        let items = if marked < 2 { [0.35, 0.55, 0.9] } else { bars.items };
        match mode {
            Mode::Off => Self { heading: NEVER, ..bars },
            Mode::Strict => Self { heading: 0.45, items, ..bars },
            Mode::Balanced => Self { items, ..bars },
        }
    }

    /// Whether items without a marker are inferred at all.
    fn infer_items(&self) -> bool {
        self.items[0] < NEVER
    }
}

/// The likeliest label among those that pass.
pub(super) fn best(odds: &Odds, test: impl Fn(Label) -> bool) -> Label {
    Label::ALL
        .into_iter()
        .filter(|&label| test(label))
        .max_by(|&a, &b| odds[a as usize].total_cmp(&odds[b as usize]))
        .unwrap_or(Label::Paragraph)
}

/// Odds that make a title anywhere,
const TITLE: f32 = 0.65;

/// of a whole sentence, which seldom is one,
const SENTENCE_TITLE: f32 = 0.8;

/// and of the first line, where a title stands if there is one.
const FIRST_TITLE: f32 = 0.55;

/// The unit that is the title, if one is likely enough.
///
/// A page full of furniture hardly ever comes without its headline: there the line above the text that shares most
/// words with it, or stands twice, is taken even where the model sees a link. Elsewhere the first line below furniture
/// may be one. Words with wide gaps between them are a menu, those with several bars or arrows the path to the page,
/// and what ends in a colon or a comma goes on below it.
pub(super) fn title(units: &[Unit<'_>], seen: &Seen) -> Option<usize> {
    let odds = |at: usize| seen.odds[at][Label::Title as usize];
    let could_be = |at: usize| {
        let line = units[at].span.first == units[at].span.last;
        let shape = &units[at].shape;
        // The first of a list, or of numbered headings, is one of them.
        let listed = units[at].series != (0, 0)
            || [at.checked_sub(1), Some(at + 1)]
                .into_iter()
                .flatten()
                .any(|beside| units.get(beside).is_some_and(|beside| same_marker(&units[at], beside)));
        let path = shape.tally.pipes >= 2;
        let goes_on = matches!(shape.ending, Ending::Colon | Ending::Comma);
        let number = shape.is_number() && shape.tally.digits != 4;
        let other = listed || path || goes_on || number || shape.is_dateline();
        line && seen.settled[at].is_none() && !units[at].is_sure() && !other
    };
    let likeliest = (0..units.len())
        .filter(|&at| odds(at) >= FIRST_TITLE)
        .filter(|&at| {
            let bar = match units[at].shape.ending {
                Ending::Stop => SENTENCE_TITLE,
                Ending::Open if at == 0 && names(&units[0]) => FIRST_TITLE,
                _ => TITLE,
            };
            odds(at) >= bar && could_be(at)
        })
        .max_by(|&a, &b| odds(a).total_cmp(&odds(b)).then(b.cmp(&a)));
    let is_page = is_page(seen);
    if likeliest.is_some() && !is_page {
        return likeliest;
    }
    let Some(lead) = extent::lead(units) else { return likeliest };
    let above = seen.odds.iter().take_while(|odds| odds[Label::Furniture as usize] >= 0.5).count();
    let end = if is_page { lead } else { lead.min(if above > 0 { above + 1 } else { 0 }) };
    let could_head = |at: &usize| {
        let shape = &units[*at].shape;
        (4..=MOST_WORDS).contains(&shape.words) && shape.tally.gaps == 0 && could_be(*at)
    };
    let lines: Vec<usize> = (0..end).filter(could_head).collect();
    headline(units, &lines, Lead::of(&units[lead..]), odds).or(likeliest)
}

/// The line that looks most like a headline, if one does enough. Of the text no more is read than settles that.
fn headline(
    units: &[Unit<'_>],
    lines: &[usize],
    mut lead: Lead<'_, '_>,
    odds: impl Fn(usize) -> f32,
) -> Option<usize> {
    let score = |at: usize, shared: i16| headline_score(units, at, shared, odds(at));
    loop {
        let scores = lines.iter().map(|&at| (at, score(at, lead.shared(&units[at]))));
        let (best, most) = scores.max_by(|(a, one), (b, other)| one.total_cmp(other).then(a.cmp(b)))?;
        let is_settled =
            most >= HEADLINE && lines.iter().all(|&at| at == best || score(at, ALL_SHARED) < most);
        if is_settled || !lead.read_on() {
            return Some(best).filter(|_| most >= HEADLINE);
        }
    }
}

/// Whether a first line may name what is below it: no label and its value, no row of several, no word alone that may be a
/// column of the paper.
fn names(unit: &Unit<'_>) -> bool {
    let shape = &unit.shape;
    shape.words > 1 && shape.tally.colon == 0 && shape.tally.gaps == 0 && !shape.address
}

/// The words of a headline at most.
const MOST_WORDS: u16 = 30;

/// The score a headline needs: nearly half of its words in the text, or fewer and a twin or a sign.
const HEADLINE: f32 = 4.5;

/// What speaks for a title that the model alone would not take for one.
const HEADLINE_RULE: &str = "a headline: it shares words with the text, stands twice or apart";

/// Whether at least a third of the units is furniture.
fn is_page(seen: &Seen) -> bool {
    let furniture = seen.odds.iter().filter(|odds| odds[Label::Furniture as usize] >= 0.5).count();
    furniture > 0 && 3 * furniture >= seen.odds.len()
}

/// How much a line above the text looks like its headline: a point for each tenth of its words that the text has,
/// three where it stands twice close by, two for the signs of headlines (`..` `|` `:` `؟`), one for blank lines around it, and the
/// model's odds.
fn headline_score(units: &[Unit<'_>], at: usize, shared: i16, odds: f32) -> f32 {
    let unit = &units[at];
    let twice = if (1..=3).contains(&unit.twin) { 3.0 } else { 0.0 };
    let shape = &unit.shape;
    let signs = shape.tally.dots > 0
        || shape.tally.pipes > 0
        || shape.tally.colon > 0
        || shape.ending == Ending::Question;
    let alone = unit.gap > 0 && units.get(at + 1).is_some_and(|next| next.gap > 0);
    f32::from(shared) + twice + f32::from(u8::from(alone)) + if signs { 2.0 } else { 0.0 } + 10.0 * odds
}

/// The label of every unit, the title given.
pub(super) fn decide(units: &[Unit<'_>], seen: &Seen, title: Option<usize>, mode: Mode) -> Vec<Verdict> {
    let bars = Bars::new(units, seen, mode);
    let mut verdicts: Vec<Verdict> = (0..units.len())
        .map(|at| match seen.settled[at] {
            _ if Some(at) == title => match seen.odds[at][Label::Title as usize] >= FIRST_TITLE {
                true => Verdict::model(Label::Title),
                false => Verdict::rule(Label::Title, HEADLINE_RULE),
            },
            Some(Settled { label, rule }) => Verdict::rule(label, rule),
            None => frame::verdict(units, at)
                .or_else(|| marks::verdict(units, at))
                .or_else(|| furniture::copyright(&units[at]))
                .filter(|verdict| mode != Mode::Off || verdict.label != Label::Heading)
                .filter(|_| seen.odds[at][Label::Furniture as usize] < FOR_SURE)
                .unwrap_or_else(|| verdict(&units[at], &seen.odds[at], seen.is_answered(at), &bars)),
        })
        .collect();
    if mode != Mode::Off {
        if verdicts.iter().any(|verdict| verdict.label == Label::Item) {
            heading::complete_series(units, &mut verdicts);
        }
        heading::number_sections(units, &mut verdicts);
        heading::number_parts(units, &mut verdicts);
        heading::number_ordinals(units, &mut verdicts);
        heading::doubt_contents(units, &mut verdicts);
    }
    if bare_list::is_any(units, &verdicts) {
        bare_list::doubt(units, seen, &bars, &mut verdicts);
    }
    verse::doubt(units, seen, &mut verdicts);
    if bars.infer_items() {
        bare_list::announced(units, &mut verdicts);
        bare_list::hanging(units, &mut verdicts);
    }
    if bare_list::is_any(units, &verdicts) {
        if bars.infer_items() {
            bare_list::complete(units, seen, &mut verdicts);
        }
        bare_list::close(units, seen, &mut verdicts);
        bare_list::head_groups(units, &mut verdicts);
    }
    heading::doubt_glued(units, &mut verdicts);
    heading::doubt_questions(units, &mut verdicts);
    let topic = if mode == Mode::Off { Label::Paragraph } else { Label::Heading };
    furniture::between_units(units, seen, &mut verdicts, title, topic);
    if title.is_none() {
        doubt::first(units, &mut verdicts);
    }
    doubt::topics(units, &mut verdicts, topic);
    heading::doubt_last(&mut verdicts);
    if mode == Mode::Strict {
        bare_list::forget(units, &mut verdicts);
    }
    verdicts
}

/// The label of a unit that is not the title; items without a marker as likely as in the surest list.
fn verdict(unit: &Unit<'_>, odds: &Odds, answered: bool, bars: &Bars) -> Verdict {
    // A number or letter of a series marks an item, or a heading; no paragraph.
    let numbered = unit.series != (0, 0)
        && unit.marker.is_some_and(|marker| matches!(marker.class, Class::Number { .. } | Class::Letter(_)));
    Verdict::model(best(odds, |label| match label {
        Label::Title => false,
        Label::Heading => may_head(unit, odds, answered, bars),
        Label::Item => unit.marker.is_some() || odds[Label::Item as usize] >= bars.items[0],
        Label::Paragraph => !numbered,
        Label::Furniture => {
            let odds = odds[Label::Furniture as usize];
            odds >= bars.bare_furniture || odds >= bars.furniture && furniture::has_sign(unit)
        }
    }))
}

/// Whether a unit is a heading where no other label is likelier.
pub(super) fn may_head(unit: &Unit<'_>, odds: &Odds, answered: bool, bars: &Bars) -> bool {
    odds[Label::Heading as usize] >= heading::bar(unit, answered, bars.heading) && !heading::is_none(unit)
}

/// Odds of furniture that no marks outweigh: boxes of headlines are marked, too.
const FOR_SURE: f32 = 0.7;
