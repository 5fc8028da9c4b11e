//! Plain text: titles, headings, lists and furniture without markup.
//!
//! The passes, in order: lines become units (hard-wrapped ones joined), units are measured, rules settle what is
//! certain, the model looks at the rest twice — the second time knowing what it thought of the neighbours —, one
//! title is chosen, and what is left is labelled and laid out as blocks.

#![cfg_attr(not(feature = "train"), allow(unreachable_pub))]

mod context;
mod features;
mod furniture;
#[cfg(feature = "train")]
pub mod learn;
mod list;
mod model;
mod shape;
mod unit;
mod weights;
mod words;
mod wrap;

use self::model::{Label, Model, Odds};
use self::unit::Unit;
use super::{Block, Kind, Mode, Options, Reason, Span, Term, TitleSource};
use crate::error::{Warning, WarningCode};
use crate::lines::Line;

/// The two looks of the model.
#[derive(Clone, Copy, Debug)]
pub struct Looks<'m> {
    /// Sees a unit, its neighbours and its document.
    pub first: Model<'m>,
    /// Sees also what the first thought of all of them.
    pub second: Model<'m>,
}

/// The model that is part of the program.
const LOOKS: Looks<'static> =
    Looks { first: Model { trees: weights::FIRST }, second: Model { trees: weights::SECOND } };

/// A unit of more words without a marker is a paragraph; the model is not asked.
const CERTAIN_PARAGRAPH: u16 = 40;

/// The blocks of a plain-text document.
pub(super) fn recover<'a>(
    lines: &[Line<'a>],
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Vec<Block<'a>> {
    recover_with(&LOOKS, lines, options, warnings)
}

/// The blocks of a plain-text document, as a given model sees it.
fn recover_with<'a>(
    looks: &Looks<'_>,
    lines: &[Line<'a>],
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Vec<Block<'a>> {
    let units = unit::units(lines);
    let seen = Seen::look(looks, &units);
    let verdicts = decide(&units, &seen, options.mode);
    if !verdicts.iter().any(|verdict| verdict.label == Label::Title) && !units.is_empty() {
        warnings.push(Warning::new(WarningCode::NoTitle, "no line could be taken for a title"));
    }
    let kinds = kinds(&units, &verdicts);
    let mut blocks = Vec::with_capacity(units.len());
    for (at, (unit, kind)) in units.into_iter().zip(kinds).enumerate() {
        let reason = seen.reason(looks, at, &verdicts[at], options.explain);
        blocks.push(block(unit, kind, verdicts[at].rule.is_none(), reason));
    }
    blocks
}

/// What the model thinks of every unit.
struct Seen {
    settled: Vec<Option<Settled>>,
    /// The vectors of the second look.
    vectors: Vec<[i16; context::WIDTH]>,
    odds: Vec<Odds>,
}

/// A label that needs no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Settled {
    label: Label,
    rule: &'static str,
}

/// What is certain of each unit by itself.
fn settle(units: &[Unit<'_>]) -> Vec<Option<Settled>> {
    units
        .iter()
        .map(|unit| {
            furniture::certain(unit).map(|rule| Settled { label: Label::Furniture, rule }).or_else(|| {
                (unit.shape.words > CERTAIN_PARAGRAPH && unit.marker.is_none() && unit.cue.is_none())
                    .then_some(Settled { label: Label::Paragraph, rule: "long text" })
            })
        })
        .collect()
}

impl Seen {
    fn look(looks: &Looks<'_>, units: &[Unit<'_>]) -> Self {
        let settled = settle(units);
        let first = features::vectors(units);
        let odds = odds(&settled, &first, &looks.first);
        let vectors = context::vectors(&first, &odds);
        let odds = self::odds(&settled, &vectors, &looks.second);
        Self { settled, vectors, odds }
    }

    fn reason(&self, looks: &Looks<'_>, at: usize, verdict: &Verdict, explain: bool) -> Reason {
        if let Some(rule) = verdict.rule {
            return Reason::rule(rule);
        }
        let odds = &self.odds[at];
        let mut reason =
            Reason { rule: "model".into(), score: Some(odds[verdict.label as usize]), ..Reason::default() };
        if explain {
            let other = best(odds, |label| label != verdict.label);
            reason.runner_up = Some((other.as_str().into(), odds[other as usize]));
            reason.terms = looks
                .second
                .shares(&self.vectors[at], verdict.label, other)
                .into_iter()
                .map(|(feature, share)| Term { name: name(feature).into(), share })
                .collect();
        }
        reason
    }
}

/// The name of a feature of the second look.
fn name(feature: usize) -> &'static str {
    features::NAMES.iter().chain(context::CONTEXT).nth(feature).copied().unwrap_or_default()
}

/// The odds of every unit that is not settled, by one look; a settled one is certain.
fn odds<const N: usize>(settled: &[Option<Settled>], vectors: &[[i16; N]], model: &Model<'_>) -> Vec<Odds> {
    let look = |(settled, x): (&Option<Settled>, &[i16; N])| match settled {
        Some(settled) => {
            let mut odds = Odds::default();
            odds[settled.label as usize] = 1.0;
            odds
        }
        None => model.odds(x),
    };
    settled.iter().zip(vectors).map(look).collect()
}

/// The likeliest label among those that pass.
fn best(odds: &Odds, test: impl Fn(Label) -> bool) -> Label {
    Label::ALL
        .into_iter()
        .filter(|&label| test(label))
        .max_by(|&a, &b| odds[a as usize].total_cmp(&odds[b as usize]))
        .unwrap_or(Label::Paragraph)
}

/// The label a unit gets.
#[derive(Clone, Copy, Debug)]
struct Verdict {
    label: Label,
    /// The rule that decided, where the model did not.
    rule: Option<&'static str>,
}

/// Odds a title needs.
const TITLE: f32 = 0.5;

fn decide(units: &[Unit<'_>], seen: &Seen, mode: Mode) -> Vec<Verdict> {
    let title = (0..units.len())
        .filter(|&at| seen.settled[at].is_none() && seen.odds[at][Label::Title as usize] >= TITLE)
        .max_by(|&a, &b| seen.odds[a][0].total_cmp(&seen.odds[b][0]).then(b.cmp(&a)));
    let bars = Bars::new(units, seen, mode);
    let mut verdicts: Vec<Verdict> = (0..units.len())
        .map(|at| match seen.settled[at] {
            Some(Settled { label, rule }) => Verdict { label, rule: Some(rule) },
            None if Some(at) == title => Verdict { label: Label::Title, rule: None },
            None => verdict(&units[at], &seen.odds[at], &bars),
        })
        .collect();
    furniture::repeats(units, &mut verdicts, title);
    verdicts
}

/// The odds that a heading, and an item without a marker, need.
struct Bars {
    heading: f32,
    item: f32,
}

/// More than any odds.
const NEVER: f32 = 2.0;

impl Bars {
    /// An author who marks items marks them all.
    fn new(units: &[Unit<'_>], seen: &Seen, mode: Mode) -> Self {
        let marked = (0..units.len())
            .filter(|&at| units[at].marker.is_some() && seen.odds[at][Label::Item as usize] >= 0.5)
            .count();
        match mode {
            Mode::Off => Self { heading: NEVER, item: NEVER },
            Mode::Strict => Self { heading: 0.85, item: NEVER },
            Mode::Balanced => Self { heading: 0.5, item: if marked < 2 { 0.6 } else { NEVER } },
        }
    }
}

/// The label of a unit that is not the title.
fn verdict(unit: &Unit<'_>, odds: &Odds, bars: &Bars) -> Verdict {
    let allowed = |label: Label| match label {
        Label::Title => false,
        Label::Heading => odds[Label::Heading as usize] >= bars.heading,
        Label::Item => unit.marker.is_some() || odds[Label::Item as usize] >= bars.item,
        Label::Paragraph => true,
        Label::Furniture => odds[Label::Furniture as usize] >= 0.5,
    };
    Verdict { label: best(odds, allowed), rule: None }
}

/// The kinds of all units, with the depth of items and the kind of furniture.
fn kinds<'a>(units: &[Unit<'a>], verdicts: &[Verdict]) -> Vec<Kind<'a>> {
    let depths = list::depths(units, verdicts);
    let drops = furniture::kinds(units, verdicts);
    (0..units.len())
        .map(|at| match verdicts[at].label {
            Label::Title => Kind::Title(TitleSource::Inferred),
            Label::Heading => Kind::Heading { level: list::level(&units[at]) },
            Label::Item => Kind::Item {
                depth: depths[at],
                ordered: units[at].marker.is_some_and(|marker| list::is_ordered(marker.class)),
                marker: units[at].marker.map_or("", |marker| marker.raw).into(),
            },
            Label::Paragraph => Kind::Paragraph,
            Label::Furniture => Kind::Dropped(drops[at]),
        })
        .collect()
}

fn block<'a>(unit: Unit<'a>, kind: Kind<'a>, by_model: bool, reason: Reason) -> Block<'a> {
    let inferred = match kind {
        Kind::Item { .. } => unit.marker.is_none(),
        Kind::Paragraph => false,
        _ => by_model,
    };
    let text = match (&kind, unit.text) {
        (Kind::Item { .. }, std::borrow::Cow::Borrowed(text)) => text[unit.body..].into(),
        (Kind::Item { .. }, std::borrow::Cow::Owned(text)) => text[unit.body..].to_owned().into(),
        (_, text) => text,
    };
    Block { kind, span: Span { ..unit.span }, text, inferred, reason }
}

/// What training needs of a document: its units' spans, what is settled, and the vectors of the first look.
#[cfg(feature = "train")]
fn vectors(lines: &[Line<'_>]) -> Vec<(Span, Option<Settled>, features::Vector)> {
    let units = unit::units(lines);
    let settled = settle(&units);
    let vectors = features::vectors(&units);
    units.iter().zip(settled).zip(vectors).map(|((unit, settled), x)| (unit.span, settled, x)).collect()
}
