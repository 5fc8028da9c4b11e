//! Verdict: from odds to labels, with the bars that each mode sets and the rules that hold between units.

use super::features::Vector;
use super::furniture;
use super::model::{Label, Odds};
use super::overlap;
use super::shape::Ending;
use super::unit::Unit;
use super::{Seen, Settled};
use crate::structure::Mode;
use crate::structure::lexicon::Force;
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

    const fn model(label: Label) -> Self {
        Self { label, rule: None }
    }
}

/// The odds that labels need.
struct Bars {
    heading: f32,
    /// An item without a marker: of a list that a colon or a heading opens, of another one, alone.
    items: [f32; 3],
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
        let bars = Self { heading: 0.4, items: [NEVER; 3], furniture: 0.45, bare_furniture: 0.6 };
        match mode {
            Mode::Off => Self { heading: NEVER, ..bars },
            Mode::Strict => Self { heading: 0.8, ..bars },
            Mode::Balanced if marked < 2 => Self { items: [0.35, 0.55, 0.9], ..bars },
            Mode::Balanced => bars,
        }
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

/// Odds that make a title anywhere.
const TITLE: f32 = 0.5;

/// The unit that is the title, if one is likely enough.
///
/// A page full of furniture hardly ever comes without its headline: there the line above the text that shares most
/// words with it, or stands twice, is taken even where the model sees a link. Elsewhere the first line below furniture
/// may be one.
pub(super) fn title(units: &[Unit<'_>], seen: &Seen) -> Option<usize> {
    let odds = |at: usize| seen.odds[at][Label::Title as usize];
    let could_be = |at: usize| {
        let sure = units[at].cue.is_some_and(|cue| cue.force >= Force::Sure);
        let line = units[at].span.first == units[at].span.last;
        line && seen.settled[at].is_none() && !sure && !units[at].shape.is_dateline()
    };
    let likeliest = (0..units.len())
        .filter(|&at| could_be(at) && odds(at) >= TITLE)
        .max_by(|&a, &b| odds(a).total_cmp(&odds(b)).then(b.cmp(&a)));
    if likeliest.is_some() {
        return likeliest;
    }
    // A long headline that stands twice is none of the text.
    let lead = units.iter().position(|unit| unit.shape.is_prose() && unit.twins == 0)?;
    let above = seen.odds.iter().take_while(|odds| odds[Label::Furniture as usize] >= 0.5).count();
    let end = if is_page(seen) { lead } else { lead.min(if above > 0 { above + 1 } else { 0 }) };
    (0..end)
        .filter(|&at| could_be(at) && (4..=28).contains(&units[at].shape.words))
        .map(|at| (at, headline_score(units, at, &seen.vectors[at], odds(at))))
        .filter(|&(_, score)| score >= HEADLINE)
        .max_by(|(a, one), (b, other)| one.total_cmp(other).then(a.cmp(b)))
        .map(|(at, _)| at)
}

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
fn headline_score(units: &[Unit<'_>], at: usize, x: &Vector, odds: f32) -> f32 {
    let unit = &units[at];
    let shared = f32::from(overlap::overlap(x));
    let twice = if (1..=3).contains(&unit.twin) { 3.0 } else { 0.0 };
    let shape = &unit.shape;
    let signs = shape.dots > 0 || shape.pipes > 0 || shape.colon > 0 || shape.ending == Ending::Question;
    let alone = unit.gap > 0 && units.get(at + 1).is_some_and(|next| next.gap > 0);
    shared + twice + f32::from(u8::from(alone)) + if signs { 2.0 } else { 0.0 } + 10.0 * odds
}

/// The label of every unit, the title given.
pub(super) fn decide(units: &[Unit<'_>], seen: &Seen, title: Option<usize>, mode: Mode) -> Vec<Verdict> {
    let bars = Bars::new(units, seen, mode);
    let mut verdicts: Vec<Verdict> = (0..units.len())
        .map(|at| match seen.settled[at] {
            _ if Some(at) == title => match seen.odds[at][Label::Title as usize] >= TITLE {
                true => Verdict::model(Label::Title),
                false => Verdict::rule(Label::Title, HEADLINE_RULE),
            },
            Some(Settled { label, rule }) => Verdict::rule(label, rule),
            None => by_marks(units, at)
                .filter(|_| seen.odds[at][Label::Furniture as usize] < FOR_SURE)
                .unwrap_or_else(|| verdict(&units[at], &seen.odds[at], &bars)),
        })
        .collect();
    doubt_items(units, seen, &bars, &mut verdicts);
    doubt_lines(units, seen, &mut verdicts);
    for (at, _) in verse(units).into_iter().enumerate().filter(|&(_, verse)| verse) {
        if matches!(verdicts[at].label, Label::Heading | Label::Item) {
            verdicts[at] = Verdict::rule(Label::Paragraph, "verse: it rhymes with the lines around it");
        }
    }
    furniture::between_units(units, &mut verdicts, title);
    doubt_last_heading(&mut verdicts);
    verdicts
}

/// The label of a unit that is not the title; items without a marker as likely as in the surest list.
fn verdict(unit: &Unit<'_>, odds: &Odds, bars: &Bars) -> Verdict {
    let class = unit.marker.map(|marker| marker.class);
    // A number or letter of a series marks an item, or a heading; no paragraph. A dash or a dot marks no heading.
    let numbered = unit.series != (0, 0) && matches!(class, Some(Class::Number { .. } | Class::Letter(_)));
    let plain = matches!(class, Some(Class::Bullet('-' | '–' | '•' | '·')));
    let furniture = if furniture::has_sign(unit) { bars.furniture } else { bars.bare_furniture };
    Verdict::model(best(odds, |label| match label {
        Label::Title => false,
        Label::Heading => !plain && odds[Label::Heading as usize] >= bars.heading,
        Label::Item => unit.marker.is_some() || odds[Label::Item as usize] >= bars.items[0],
        Label::Paragraph => !numbered,
        Label::Furniture => odds[Label::Furniture as usize] >= furniture,
    }))
}

/// Odds of furniture that no marks outweigh: boxes of headlines are marked, too.
const FOR_SURE: f32 = 0.7;

/// What the marks of a unit and of its neighbours make of it, by which rule, if one applies.
///
/// - Equal glyphs in a row mark items, and so does a glyph below a colon. The turns of an interview are marked one by
///   one, or in two ways.
/// - Two numbers or letters in a row of which one goes on from the other mark items.
/// - A number that stands alone marks a heading where it is short and open and unmarked text stands below it, an item
///   where glyphs stand below it or where it is a sentence of a series.
fn by_marks(units: &[Unit<'_>], at: usize) -> Option<Verdict> {
    let unit = &units[at];
    let class = |unit: &Unit<'_>| unit.marker.map(|marker| marker.class);
    let (above, below) = (at.checked_sub(1).map(|above| &units[above]), units.get(at + 1));
    let own = class(unit)?;
    if let Class::Bullet(_) = own {
        let row = above.and_then(class) == Some(own) || below.and_then(class) == Some(own);
        let opened = above.is_some_and(|above| above.shape.ending == Ending::Colon);
        return (row || opened)
            .then_some(Verdict::rule(Label::Item, "its marker stands in a row, or below a colon"));
    }
    if let Class::Ordinal(_) = own {
        return None;
    }
    if unit.series.0 == 1 || unit.series.1 == 1 {
        return Some(Verdict::rule(Label::Item, "its number goes on from its neighbour's"));
    }
    let (open, in_series) = (unit.shape.ending == Ending::Open, unit.series != (0, 0));
    match below.map(class) {
        Some(Some(Class::Bullet(_))) => Some(Verdict::rule(Label::Item, "a number above marked items")),
        Some(None) if open && unit.shape.words <= MOST_WORDS && (in_series || below?.shape.is_prose()) => {
            Some(Verdict::rule(Label::Heading, "a number above unmarked text"))
        }
        _ if in_series && !open => Some(Verdict::rule(Label::Item, "a sentence of a numbered series")),
        _ => None,
    }
}

/// Numbered units of more words are no headings.
const MOST_WORDS: u16 = 15;

/// Takes back the heading below which no text stands.
fn doubt_last_heading(verdicts: &mut [Verdict]) {
    let last = verdicts.iter_mut().rfind(|verdict| verdict.label != Label::Furniture);
    if let Some(verdict) = last.filter(|verdict| verdict.label == Label::Heading) {
        *verdict = Verdict::rule(Label::Paragraph, "no text below it");
    }
}

/// Odds that make a heading among lines like its own.
const AMONG_LINES: f32 = 0.8;

/// Takes back the headings that look like lines of verse: those right below three lines of their kind, all open, and
/// those between two short lines of which neither ends a sentence or announces anything.
fn doubt_lines(units: &[Unit<'_>], seen: &Seen, verdicts: &mut [Verdict]) {
    let is_line = |unit: &Unit<'_>| {
        unit.marker.is_none()
            && unit.shape.words <= 10
            && !matches!(unit.shape.ending, Ending::Stop | Ending::Colon)
    };
    for at in 1..units.len() {
        if verdicts[at].label != Label::Heading || seen.odds[at][Label::Heading as usize] >= AMONG_LINES {
            continue;
        }
        let open = |at: usize| {
            is_line(&units[at])
                && !units[at].shape.ending.is_closed()
                && verdicts[at].label == Label::Paragraph
        };
        let below_verse = at >= 3 && units[at].gap == units[at - 1].gap && (at - 3..at).all(open);
        let between = is_line(&units[at - 1]) && units.get(at + 1).is_some_and(is_line);
        if is_line(&units[at]) && (below_verse || between) {
            verdicts[at] = Verdict::model(Label::Paragraph);
        }
    }
}

/// The lines of verse: three or more short ones in a row, each of which ends on the letters of the next or of the one
/// after that.
fn verse(units: &[Unit<'_>]) -> Vec<bool> {
    let rhyme = |at: usize| {
        let unit =
            units.get(at).filter(|unit| unit.marker.is_none() && (2..=10).contains(&unit.shape.words))?;
        let tail = unit.shape.key.char_indices().rev().nth(1).map_or("", |(at, _)| &unit.shape.key[at..]);
        let arabic = tail.chars().all(|c| !c.is_ascii() && c.is_alphabetic());
        (arabic && !INFLECTIONS.contains(&tail)).then_some(tail)
    };
    let rhymes = |a: usize, b: usize| rhyme(a).is_some_and(|tail| rhyme(b) == Some(tail));
    let mut verse = vec![false; units.len()];
    for at in 2..units.len() {
        if rhymes(at - 2, at) && (rhymes(at - 1, at) || at > 2 && rhymes(at - 3, at - 1)) {
            verse[at - 2..=at].fill(true);
        }
    }
    verse
}

/// Endings that items share because their words have one form.
const INFLECTIONS: [&str; 7] = ["ات", "ين", "ون", "يه", "ها", "هم", "نا"];

/// A list of more items would hardly go without marks.
const LONG_LIST: usize = 40;

/// Odds that make a list of whole sentences that stand apart.
const SENTENCES: f32 = 0.7;

/// Words that sentences have on average where they are rather text than items.
const SENTENCE: usize = 12;

/// Whether units read like paragraphs below a heading: blank lines between them, long, and two in three closed.
fn are_sentences(units: &[Unit<'_>]) -> bool {
    let words: usize = units.iter().map(|unit| usize::from(unit.shape.words)).sum();
    let is_closed = |unit: &&Unit<'_>| matches!(unit.shape.ending, Ending::Stop | Ending::Colon);
    units.iter().skip(1).all(|unit| unit.gap > 0)
        && words >= SENTENCE * units.len()
        && 3 * units.iter().filter(is_closed).count() >= 2 * units.len()
}

/// Takes back the items without a marker that stand in no list which a colon or a heading opens, or alone.
fn doubt_items(units: &[Unit<'_>], seen: &Seen, bars: &Bars, verdicts: &mut [Verdict]) {
    let bare =
        |verdicts: &[Verdict], at: usize| verdicts[at].label == Label::Item && units[at].marker.is_none();
    let mut at = 0;
    while at < units.len() {
        let start = at;
        while at < units.len() && bare(verdicts, at) {
            at += 1;
        }
        let opened = start.checked_sub(1).is_some_and(|before| {
            units[before].shape.ending == Ending::Colon
                || matches!(verdicts[before].label, Label::Heading | Label::Title)
        });
        // Verse: a list does not begin below a line of its own kind that is none of it.
        let verse = start.checked_sub(1).is_some_and(|before| {
            let shape = &units[before].shape;
            verdicts[before].label == Label::Paragraph && shape.words <= 10 && shape.ending == Ending::Open
        });
        let bar = match at - start {
            0 => {
                at += 1;
                continue;
            }
            1 => bars.items[2],
            run if run > LONG_LIST => bars.items[2],
            _ if are_sentences(&units[start..at]) => bars.items[0].max(SENTENCES),
            _ if opened => bars.items[0],
            _ if verse => bars.items[2],
            _ => bars.items[1],
        };
        let odds = seen.odds[start..at].iter().map(|odds| odds[Label::Item as usize]);
        if odds.sum::<f32>() < bar * (at - start) as f32 {
            for (verdict, odds) in verdicts[start..at].iter_mut().zip(&seen.odds[start..at]) {
                let heading = odds[Label::Heading as usize] >= bars.heading;
                *verdict = Verdict::model(best(odds, |label| match label {
                    Label::Paragraph => true,
                    Label::Heading => heading,
                    _ => false,
                }));
            }
        }
    }
}
