//! Bare list: items without markers, which only their neighbours tell from paragraphs.

use super::Seen;
use super::model::Label;
use super::shape::Ending;
use super::unit::Unit;
use super::verdict::{Bars, Verdict, best, may_head};
use super::verse;
use super::words::{self, Class};
use crate::structure::lexicon::Force;

fn is_bare(unit: &Unit<'_>, verdict: Verdict) -> bool {
    verdict.label == Label::Item && unit.marker.is_none()
}

/// Whether any item has no marker.
pub(super) fn is_any(units: &[Unit<'_>], verdicts: &[Verdict]) -> bool {
    verdicts.iter().zip(units).any(|(verdict, unit)| is_bare(unit, *verdict))
}

/// Leaves the items as paragraphs, where none is to be inferred: what reads like an item is no heading either.
pub(super) fn forget(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    for (unit, verdict) in units.iter().zip(verdicts) {
        if is_bare(unit, *verdict) {
            *verdict = Verdict::model(Label::Paragraph);
        }
    }
}

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

/// Whether a quarter of the units, and at least two, stand twice among themselves or three times in the document: no
/// list says a thing again and again, as the links of a directory do.
fn repeats(units: &[Unit<'_>]) -> bool {
    let again = |unit: &&Unit<'_>| unit.twins >= 2 || (1..units.len()).contains(&unit.twin);
    let lines = units.iter().filter(again).count();
    lines >= 2 && 4 * lines >= units.len()
}

/// Whether at least half of the units exclaim or trail off.
fn exclaims(units: &[Unit<'_>]) -> bool {
    2 * units.iter().filter(|unit| verse::is_loud(unit)).count() >= units.len()
}

/// Takes back the items without a marker that stand in no list which a colon or a heading opens, or alone.
pub(super) fn doubt(units: &[Unit<'_>], seen: &Seen, bars: &Bars, verdicts: &mut [Verdict]) {
    let bare = |verdicts: &[Verdict], at: usize| is_bare(&units[at], verdicts[at]);
    let mut at = 0;
    while at < units.len() {
        let start = at;
        while at < units.len() && bare(verdicts, at) {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        // Below a title stand texts of any kind.
        let opened = start.checked_sub(1).is_some_and(|before| {
            verdicts[before].label != Label::Title && opens(&units[before], verdicts[before])
        });
        // Verse: a list does not begin below a line of its own kind that is none of it.
        let verse = start.checked_sub(1).is_some_and(|before| {
            let shape = &units[before].shape;
            verdicts[before].label == Label::Paragraph && shape.words <= 10 && shape.ending == Ending::Open
        });
        let is_prose = units[start..at].iter().all(|unit| unit.shape.is_prose());
        let bar = match at - start {
            1 => bars.items[2],
            run if run > LONG_LIST => bars.items[2],
            _ if repeats(&units[start..at]) || exclaims(&units[start..at]) => bars.items[2],
            _ if are_sentences(&units[start..at]) => bars.items[0].max(SENTENCES),
            _ if opened => bars.items[0],
            2 if is_prose => bars.items[2],
            _ if verse => bars.items[2],
            _ => bars.items[1],
        };
        let odds = seen.odds[start..at].iter().map(|odds| odds[Label::Item as usize]);
        if odds.sum::<f32>() < bar * (at - start) as f32 {
            for at in start..at {
                let odds = &seen.odds[at];
                let heading = may_head(&units[at], odds, seen.is_answered(at), bars);
                verdicts[at] = Verdict::model(best(odds, |label| match label {
                    Label::Paragraph => true,
                    Label::Heading => heading,
                    _ => false,
                }));
            }
        }
    }
}

/// Odds that make an item of a line like the items beside it,
const BESIDE_ITEMS: f32 = 0.1;

/// and of a whole sentence, which is rather text.
const SENTENCE_BESIDE_ITEMS: f32 = 0.3;

/// Completes the lists of which the model sees the middle: lines like the first item above it, up to what opens the
/// list, and like the last one below it, are items at lower odds.
pub(super) fn complete(units: &[Unit<'_>], seen: &Seen, verdicts: &mut [Verdict]) {
    let joins = |verdicts: &[Verdict], at: usize, item: usize| {
        let free = verdicts[at].label == Label::Paragraph
            && verdicts[at].rule.is_none()
            && units[at].marker.is_none();
        let shape = &units[at].shape;
        let is_sentence = shape.ending == Ending::Stop && usize::from(shape.words) >= SENTENCE;
        let bar = if is_sentence { SENTENCE_BESIDE_ITEMS } else { BESIDE_ITEMS };
        free && seen.odds[at][Label::Item as usize] >= bar && are_alike(&units[at], &units[item])
    };
    let mut at = 0;
    while at < units.len() {
        let first = at;
        while at < units.len() && is_bare(&units[at], verdicts[at]) {
            at += 1;
        }
        if at == first {
            at += 1;
            continue;
        }
        let mut top = first;
        // The gap of the line that follows the opener is its own.
        while top > 0
            && (top == first || units[top].gap == units[first].gap)
            && joins(verdicts, top - 1, first)
        {
            top -= 1;
        }
        if top.checked_sub(1).is_some_and(|opener| opens(&units[opener], verdicts[opener])) {
            verdicts[top..first].fill(Verdict::model(Label::Item));
        }
        while at < units.len() && units[at].gap == units[at - 1].gap && joins(verdicts, at, at - 1) {
            verdicts[at] = Verdict::model(Label::Item);
            at += 1;
        }
    }
}

/// Words of a line that is an item because the one above announces it.
const MOST_WORDS_OF_ANNOUNCED: u16 = 8;

/// Takes two or more short open lines right below `… الشروط التالية:` for items.
pub(super) fn announced(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let is_short = |unit: &Unit<'_>| {
        let shape = &unit.shape;
        unit.marker.is_none() && shape.ending == Ending::Open && shape.words <= MOST_WORDS_OF_ANNOUNCED
    };
    for first in 1..units.len() {
        if !announces(&units[first - 1]) {
            continue;
        }
        let is_item = |at: usize| {
            let opens_box = units[at].cue.is_some_and(|cue| cue.force >= Force::Head);
            let free = verdicts[at].rule.is_none() && verdicts[at].label != Label::Title && !opens_box;
            // A heading has its text below it.
            let heads = verdicts[at].label == Label::Heading && !units.get(at + 1).is_some_and(is_short);
            free && !heads && is_short(&units[at]) && (at == first || units[at].gap == units[first + 1].gap)
        };
        let end = (first..units.len()).find(|&at| !is_item(at)).unwrap_or(units.len());
        if end - first >= 2 {
            verdicts[first..end].fill(Verdict::rule(Label::Item, "a line above announces it"));
        }
    }
}

/// Takes two or more clauses in a row (أن يميز الطالب …) right below a line that ends no sentence for items: they hang on it.
pub(super) fn hanging(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let mut at = 1;
    while at < units.len() {
        let (first, opener) = (at, at - 1);
        while at < units.len() && hangs(&units[at]) && verdicts[at].rule.is_none() {
            at += 1;
        }
        if at == first {
            at += 1;
            continue;
        }
        let ends = matches!(units[opener].shape.ending, Ending::Stop | Ending::Exclamation | Ending::Dots);
        if at - first >= 2 && !ends {
            verdicts[first..at]
                .fill(Verdict::rule(Label::Item, "a clause that hangs on the line above the list"));
        }
    }
}

/// Whether a unit is a clause that is no sentence by itself: أن الوقت ثمين.
pub(super) fn hangs(unit: &Unit<'_>) -> bool {
    unit.marker.is_none() && unit.text.starts_with("أن ")
}

/// Words of the head of a group of items at most.
const MOST_WORDS_OF_HEAD: u16 = 4;

/// Takes the first line of each group for its heading, where blank lines part a list into groups of three lines and more
/// and where these lines alone are definite: الملابس above معطف ثقيل, قفازات, حذاء.
pub(super) fn head_groups(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let is_definite = |unit: &Unit<'_>| {
        unit.shape.key.words().next().is_some_and(|word| word.bytes.starts_with("ال".as_bytes()))
    };
    let mut end = 0;
    while end < units.len() {
        let start = end;
        while end < units.len() && is_bare(&units[end], verdicts[end]) {
            end += 1;
        }
        if end == start {
            end += 1;
            continue;
        }
        let heads: Vec<usize> = (start..end).filter(|&at| units[at].gap > 0).collect();
        let is_head = |at: usize| units[at].shape.words <= MOST_WORDS_OF_HEAD && is_definite(&units[at]);
        let groups = || heads.iter().zip(heads.iter().skip(1).copied().chain([end]));
        let are_groups = heads.len() > 1
            && heads[0] == start
            && groups().all(|(&head, end)| end - head > 2 && is_head(head));
        let others =
            (start..end).filter(|at| !heads.contains(at)).filter(|&at| is_definite(&units[at])).count();
        if are_groups && 4 * others <= end - start {
            for at in heads {
                verdicts[at] = Verdict::rule(Label::Heading, "the head of a group of items");
            }
        }
    }
}

/// Whether a line ends in a colon and says right before it that something follows.
fn announces(unit: &Unit<'_>) -> bool {
    let mut last = unit.shape.key.words().rev().take(3);
    unit.shape.ending == Ending::Colon && last.any(|word| words::classes(word) & Class::Announcing.bit() != 0)
}

/// Whether a unit opens the list right below it.
fn opens(unit: &Unit<'_>, verdict: Verdict) -> bool {
    unit.shape.ending == Ending::Colon || matches!(verdict.label, Label::Heading | Label::Title)
}

/// Whether two units end alike, and neither has three times the words of the other.
fn are_alike(one: &Unit<'_>, other: &Unit<'_>) -> bool {
    let near =
        |one: &Unit<'_>, other: &Unit<'_>| u32::from(one.shape.words) <= 3 * u32::from(other.shape.words) + 3;
    one.shape.ending == other.shape.ending && near(one, other) && near(other, one)
}

/// Odds that make a heading right below a list of lines like it,
const BELOW_LIST: f32 = 0.6;

/// and below one that a colon opens.
const BELOW_OPENED: f32 = 0.8;

/// Takes the heading that looks like the items without a marker right above it for the last of them.
pub(super) fn close(units: &[Unit<'_>], seen: &Seen, verdicts: &mut [Verdict]) {
    let item = |verdicts: &[Verdict], at: usize| is_bare(&units[at], verdicts[at]);
    let mut opener = None;
    for at in 0..units.len() {
        if at >= 2 {
            let (unit, above) = (&units[at], &units[at - 1]);
            let opened = opener.is_some_and(|opener: usize| units[opener].shape.ending == Ending::Colon);
            let doubtful = verdicts[at].label == Label::Heading
                && verdicts[at].rule.is_none()
                && seen.odds[at][Label::Heading as usize] < if opened { BELOW_OPENED } else { BELOW_LIST };
            let like = unit.gap == above.gap && unit.shape.ending == above.shape.ending;
            if doubtful && like && item(verdicts, at - 1) && item(verdicts, at - 2) {
                verdicts[at] = Verdict::model(Label::Item);
            }
        }
        if !item(verdicts, at) {
            opener = Some(at);
        }
    }
}
