//! Plain text: titles, headings, lists and furniture without markup.
//!
//! The passes, in order: lines become units (hard-wrapped ones joined), units are measured, rules settle what is
//! certain, the model weighs the rest, one title is chosen, rules between units have the last word, and what comes of
//! it is laid out as blocks.

#![cfg_attr(not(feature = "train"), allow(unreachable_pub))]

mod bare_list;
mod dates;
mod document;
mod doubt;
mod drops;
mod extent;
mod features;
mod frame;
pub(super) mod furniture;
mod heading;
#[cfg(feature = "train")]
pub mod learn;
mod level;
mod list;
mod marks;
mod model;
mod neighbours;
mod overlap;
mod pages;
mod preamble;
mod rows;
mod shape;
mod table;
mod tally;
mod unit;
mod verdict;
mod verse;
mod weights;
mod words;
mod wrap;

use std::borrow::Cow;
use std::sync::LazyLock;

use self::document::Document;
use self::extent::Extent;
use self::features::{F, UNWEIGHED, Vector};
use self::model::{Label, Model, Odds};
use self::shape::Purpose;
use self::table::Table;
pub(super) use self::unit::{Unit, cued, is_long, possible_cue, unmarked};
use self::verdict::{Verdict, best, decide, title};
pub(super) use self::wrap::is_entry;
use super::{Alternative, Block, DropKind, Kind, Mode, Options, Reason, Span, Term, TitleSource, Weighed};
use crate::lines::Line;

/// The model that is part of the program.
const MODEL: Model<'static> = Model { trees: weights::TREES };

/// The same, laid out for speed.
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(&MODEL));

/// The blocks of a plain-text document.
pub(super) fn recover<'a>(lines: &[Line<'a>], options: &Options) -> Vec<Block<'a>> {
    recover_with(&MODEL, |vectors| TABLE.odds(vectors), lines, options)
}

/// The blocks of a plain-text document, as a given model sees it, whose odds are those that `weigh` gives.
fn recover_with<'a>(
    model: &Model<'_>,
    weigh: impl Fn(&[Vector]) -> Vec<Odds>,
    lines: &[Line<'a>],
    options: &Options,
) -> Vec<Block<'a>> {
    let mut units = unit::units(lines, Purpose::Labels);
    if options.mode == Mode::Off {
        units.iter_mut().for_each(|unit| unit.columns = None);
    }
    let seen = Seen::look(&units, weigh);
    let verdicts = decide(&units, &seen, title(&units, &seen), options.mode);
    let details = Details::of(&units, &verdicts);
    let mut blocks = Vec::with_capacity(units.len());
    let mut above = None;
    for (at, (unit, verdict)) in units.iter_mut().zip(&verdicts).enumerate() {
        let reason = seen.reason(model, at, verdict, options.explain);
        let by_model = verdict.rule.is_none();
        match details.kind(at, unit, verdict.label) {
            kind @ Kind::Dropped(_) => {
                blocks.extend(furniture::dropped(lines, unit.span, &kind, by_model, &reason))
            }
            kind => match unit.columns {
                Some(columns) => {
                    let goes_on = above == Some(columns);
                    above = Some(columns);
                    rows::add(&mut blocks, unit, columns, goes_on, reason);
                    continue;
                }
                None => blocks.push(block(unit, kind, by_model, reason)),
            },
        }
        above = None;
    }
    blocks
}

/// What the model thinks of every unit.
struct Seen {
    settled: Vec<Option<Settled>>,
    /// The features of those that are not settled.
    vectors: Vec<Vector>,
    odds: Vec<Odds>,
}

/// A label that needs no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Settled {
    label: Label,
    rule: &'static str,
}

/// What is certain of each unit without the model, below a preamble of so many units.
fn settle(units: &[Unit<'_>], preamble: usize) -> Vec<Option<Settled>> {
    let settled = |at: usize| {
        let unit = &units[at];
        let (label, rule) = if let Some(rule) = furniture::certain(units, at) {
            (Label::Furniture, rule)
        } else if unit.is_page {
            (Label::Furniture, "the number of a page")
        } else if at < preamble && !unit.is_invocation() {
            (Label::Furniture, "a date above the headline")
        } else if unit.columns.is_some() {
            (Label::Paragraph, "a row of a table")
        } else if unit.shape.is_speech {
            (Label::Paragraph, "question or answer")
        } else if unit.is_note() {
            (Label::Paragraph, "the label of a note")
        } else if unit.is_invocation() {
            (Label::Paragraph, "an invocation")
        } else if unit.shape.is_certain && unit.marker.is_none() && unit.cue.is_none() {
            (Label::Paragraph, "long text")
        } else {
            return None;
        };
        Some(Settled { label, rule })
    };
    (0..units.len()).map(settled).collect()
}

/// The features of every unit that is not settled; what is certainly furniture inside the text, or stands above the headline,
/// is looked through, so that it hides neither a heading's paragraph nor that the headline comes first.
fn measure(units: &[Unit<'_>], preamble: usize, settled: &[Option<Settled>]) -> Vec<Vector> {
    let text = Extent::of(units).map(Extent::inside).unwrap_or_default();
    let inside = |at: usize| {
        let is_furniture = || settled[at].is_some_and(|settled| settled.label == Label::Furniture);
        at < preamble || text.contains(&at) && is_furniture()
    };
    let (mut seen, mut open) = (Vec::with_capacity(units.len()), Vec::with_capacity(units.len()));
    for at in (0..units.len()).filter(|&at| !inside(at)) {
        open.extend(settled[at].is_none().then_some(seen.len()));
        seen.push(&units[at]);
    }
    if open.is_empty() {
        return Vec::new();
    }
    features::vectors(&seen, &open, &Document::of(&seen))
}

impl Seen {
    fn look(units: &[Unit<'_>], weigh: impl Fn(&[Vector]) -> Vec<Odds>) -> Self {
        let preamble = preamble::length(units);
        let settled = settle(units, preamble);
        let vectors = measure(units, preamble, &settled);
        let odds = odds(&settled, weigh(&vectors));
        Self { settled, vectors, odds }
    }

    /// The features of a unit; a settled one has none.
    fn vector(&self, at: usize) -> Option<&Vector> {
        let open = self.settled[..at].iter().filter(|settled| settled.is_none()).count();
        self.vectors.get(open).filter(|_| self.settled[at].is_none())
    }

    /// Whether a unit is weighed in a document of questions and answers.
    fn is_answered(&self, at: usize) -> bool {
        self.settled[at].is_none() && self.vectors.first().is_some_and(|x| x[F::Answered as usize] >= 3)
    }

    fn reason(&self, model: &Model<'_>, at: usize, verdict: &Verdict, explain: bool) -> Reason {
        if let Some(rule) = verdict.rule {
            return Reason::rule(rule);
        }
        let odds = &self.odds[at];
        let weighed = explain.then(|| {
            let other = best(odds, |label| label != verdict.label);
            let x = self.vector(at).unwrap_or(&UNWEIGHED);
            let shares = model.shares(x, verdict.label, other).into_iter();
            let terms =
                shares.map(|(feature, share)| Term { name: features::NAMES[feature], share }).collect();
            Box::new(Weighed {
                terms,
                runner_up: Alternative { label: other.as_str(), score: odds[other as usize] },
            })
        });
        Reason { rule: "its shape and place", score: Some(odds[verdict.label as usize]), weighed }
    }
}

/// The odds of every unit, those of the others given; a settled one is certain.
fn odds(settled: &[Option<Settled>], weighed: Vec<Odds>) -> Vec<Odds> {
    let mut weighed = weighed.into_iter();
    let certain = |label: Label| std::array::from_fn(|other| f32::from(u8::from(other == label as usize)));
    let look = |settled: &Option<Settled>| match settled {
        Some(settled) => certain(settled.label),
        None => weighed.next().unwrap_or_default(),
    };
    settled.iter().map(look).collect()
}

/// What is told of units beside their labels: the depth of items, the level of headings and the kind of furniture; nothing
/// of labels that no unit has.
struct Details {
    depths: Vec<u8>,
    levels: Vec<u8>,
    drops: Vec<DropKind>,
}

impl Details {
    fn of(units: &[Unit<'_>], verdicts: &[Verdict]) -> Self {
        let has = |label: Label| verdicts.iter().any(|verdict| verdict.label == label);
        Self {
            depths: if has(Label::Item) { list::depths(units, verdicts) } else { Vec::new() },
            levels: if has(Label::Heading) { level::levels(units, verdicts) } else { Vec::new() },
            drops: if has(Label::Furniture) { drops::kinds(units, verdicts) } else { Vec::new() },
        }
    }

    /// The kind of the unit at a place, by its label.
    fn kind<'a>(&self, at: usize, unit: &Unit<'a>, label: Label) -> Kind<'a> {
        match label {
            Label::Title => Kind::Title(TitleSource::Inferred),
            Label::Heading => Kind::Heading { level: self.levels[at] },
            Label::Item => Kind::Item {
                depth: self.depths[at],
                ordered: unit.marker.is_some_and(|marker| list::is_ordered(marker.class)),
                marker: unit.marker.map_or("", |marker| marker.raw).into(),
            },
            Label::Paragraph => Kind::Paragraph,
            Label::Furniture => Kind::Dropped(self.drops[at]),
        }
    }
}

/// The block of a unit, whose text it takes.
fn block<'a>(unit: &mut Unit<'a>, kind: Kind<'a>, by_model: bool, reason: Reason) -> Block<'a> {
    let inferred = match kind {
        Kind::Item { .. } => unit.marker.is_none(),
        Kind::Paragraph => false,
        Kind::Title(_) => true,
        _ => by_model,
    };
    let text = match (&kind, std::mem::take(&mut unit.text)) {
        (Kind::Item { .. }, Cow::Borrowed(text)) => text[unit.body..].into(),
        (Kind::Item { .. }, Cow::Owned(text)) => text[unit.body..].to_owned().into(),
        (Kind::Heading { .. } | Kind::Title(_), text) => frame::without(text),
        (_, text) => text,
    };
    Block { kind, span: Span { ..unit.span }, text, inferred, reason }
}

/// What of a page's units is furniture, and why, where the title is known.
pub(super) fn drops(
    units: &[Unit<'_>],
    title: Option<usize>,
    options: &Options,
) -> Vec<Option<(DropKind, Reason)>> {
    let seen = Seen::look(units, |vectors| TABLE.odds(vectors));
    let verdicts = decide(units, &seen, title, options.mode);
    let kinds = drops::kinds(units, &verdicts);
    (0..units.len())
        .map(|at| {
            let drop = verdicts[at].label == Label::Furniture;
            drop.then(|| (kinds[at], seen.reason(&MODEL, at, &verdicts[at], options.explain)))
        })
        .collect()
}

/// What training needs of a document: its units' spans, what is settled, and their vectors.
#[cfg(feature = "train")]
fn vectors(lines: &[Line<'_>]) -> Vec<(Span, Option<Settled>, Vector)> {
    let units = unit::units(lines, Purpose::Learning);
    let preamble = preamble::length(&units);
    let settled = settle(&units, preamble);
    let mut vectors = measure(&units, preamble, &settled).into_iter();
    let mut vector = |settled: Option<Settled>| settled.is_none().then(|| vectors.next()).flatten();
    let units = units.iter().zip(settled);
    units.map(|(unit, settled)| (unit.span, settled, vector(settled).unwrap_or(UNWEIGHED))).collect()
}
