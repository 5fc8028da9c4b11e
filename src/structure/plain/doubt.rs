//! Doubt: what reads like furniture and is text, by what else stands in the document.

use std::ops::Range;

use super::Seen;
use super::furniture::has_sign;
use super::heading;
use super::model::Label;
use super::shape::Ending;
use super::unit::Unit;
use super::verdict::{Verdict, best};
use super::words::Class;
use crate::structure::DropKind;
use crate::structure::lexicon::{Cue, Force};

/// Odds that make a heading of what was taken for furniture.
const HEADS: f32 = 0.15;

/// Takes back what nothing but its place makes furniture, where it stands among text alone; what heads that gets the label
/// of a `topic`.
pub(super) fn bare(
    units: &[Unit<'_>],
    seen: &Seen,
    verdicts: &mut [Verdict],
    inside: Range<usize>,
    topic: Label,
) {
    let mut at = inside.start;
    while at < inside.end {
        let start = at;
        while at < inside.end && verdicts[at].label == Label::Furniture {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let is_bare =
            |at: usize| verdicts[at].rule.is_none() && (!has_sign(&units[at]) || may_be_topic(units, at));
        let odds = |at: usize| seen.odds[at][Label::Heading as usize];
        if (start..at).all(is_bare) {
            for at in start..at {
                let of_text = |label| match label {
                    // Next to nothing speaks for it where next to nothing speaks for a paragraph.
                    Label::Heading => {
                        topic == Label::Heading && odds(at) >= HEADS && !heading::is_none(&units[at])
                    }
                    label => label == Label::Paragraph,
                };
                verdicts[at] = Verdict::model(best(&seen.odds[at], of_text));
            }
        }
    }
}

/// Whether a unit between two paragraphs opens with a word of bylines and names nobody: تحرير الأسعار, ترجمة الشعر.
fn may_be_topic(units: &[Unit<'_>], at: usize) -> bool {
    let is_prose = |at: usize| units.get(at).is_some_and(|unit| unit.shape.is_prose());
    let shape = &units[at].shape;
    let names = [Class::Name, Class::Role, Class::Place].iter().any(|&class| shape.count(class) > 0);
    units[at].cue.is_some_and(|cue| cue.kind == DropKind::Byline && cue.force == Force::Hint)
        && (2..=MOST_WORDS_OF_HEADING).contains(&shape.words)
        && shape.tally.colon + shape.tally.dashes + shape.tally.digits == 0
        && !names
        && is_prose(at.wrapping_sub(1))
        && is_prose(at + 1)
}

/// Words of such a heading at most.
const MOST_WORDS_OF_HEADING: u16 = 6;

/// A first line that opens a box of furniture, as those at the end of pages do, is what the article is about where no
/// other words of furniture stand in the document.
pub(super) fn first(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let is_box = |unit: &Unit<'_>| unit.cue.is_some_and(|cue| cue.force == Force::Head);
    let is_alone = units.len() > 1 && is_box(&units[0]) && !units[1..].iter().any(Unit::is_sure);
    if !is_alone || verdicts[0].label != Label::Furniture {
        return;
    }
    let dropped = |verdict: &&mut Verdict| verdict.label == Label::Furniture && verdict.rule.is_none();
    for verdict in verdicts.iter_mut().filter(dropped) {
        *verdict = Verdict::rule(Label::Paragraph, "words of furniture that nothing confirms");
    }
}

/// Words of furniture may be what an article is about: where nothing else is furniture, those right above a closed text
/// head it (المصدر and الاسم in a grammar, التعليقات in a manual), and get this label.
pub(super) fn topics(units: &[Unit<'_>], verdicts: &mut [Verdict], label: Label) {
    const MOST_WORDS_OF_TOPIC: u16 = 2;
    let names_topic = |unit: &Unit<'_>| {
        // The number of an episode is a fact of related articles alone.
        let of_page = |kind| {
            matches!(kind, DropKind::EndMark | DropKind::Copyright | DropKind::Masthead | DropKind::Ad)
        };
        // المصدر: سانا says whose the text is, and so does an agency; شارك الموضوع asks the reader for something.
        let asks = |cue: Cue| cue.kind == DropKind::Share && unit.shape.words > 1;
        unit.twins == 0
            && unit.shape.tally.colon == 0
            && unit.shape.count(Class::Place) == 0
            && !unit.cue.is_some_and(asks)
            && unit.cue.is_some_and(|cue| {
                !of_page(cue.kind) && (cue.force < Force::Fact || cue.kind == DropKind::Related)
            })
    };
    let is_topic = |verdicts: &[Verdict], at: usize| {
        let below = at + 1;
        let shape = &units[at].shape;
        at > 0
            && names_topic(&units[at])
            && units[at].marker.is_none()
            && shape.words <= MOST_WORDS_OF_TOPIC
            && shape.ending == Ending::Open
            && below < units.len()
            && verdicts[below].label == Label::Paragraph
            && (units[below].shape.is_prose() || units[below].shape.ending == Ending::Stop)
            && verdicts[at - 1].label != Label::Furniture
    };
    let is_furniture = |verdicts: &[Verdict], at: usize| {
        verdicts[at].label == Label::Furniture && !units[at].shape.is_wordless && !units[at].is_page
    };
    if (0..units.len()).all(|at| !is_furniture(verdicts, at) || is_topic(verdicts, at)) {
        for at in 0..units.len() {
            if is_furniture(verdicts, at) {
                verdicts[at] = Verdict::rule(label, "words of furniture above their text");
            }
        }
    }
}
