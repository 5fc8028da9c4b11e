//! Verse: the lines of poems and of talk, which look like headings and items.

use std::ops::Range;

use super::Seen;
use super::model::Label;
use super::shape::Ending;
use super::unit::Unit;
use super::verdict::Verdict;
use crate::ascii::AsciiSet;
use crate::letters::is_alphabetic;

/// Words of a line of verse at most.
const MOST_WORDS: u16 = 10;

/// Odds that make a heading among lines like its own.
const AMONG_LINES: f32 = 0.8;

/// Takes back the headings that look like lines of verse: those right below three lines of their kind, all open, and
/// those between two short lines of which neither ends a sentence or announces anything.
fn doubt_lines(units: &[Unit<'_>], seen: &Seen, inner: &[usize], verdicts: &mut [Verdict]) {
    let is_line = |unit: &Unit<'_>| {
        let shape = &unit.shape;
        // Links and labels stand under headings, too.
        let label = unit.twins > 0
            || shape.tally.dashes > 0
            || shape.opens_with_sign && shape.words > 1 && !shape.is_wordless
            || shape.tally.arabic < shape.tally.latin;
        unit.marker.is_none()
            && shape.words <= MOST_WORDS
            && !matches!(shape.ending, Ending::Stop | Ending::Colon)
            && !label
    };
    for &at in inner.iter().filter(|&&at| at > 0) {
        let by_model = verdicts[at].label == Label::Heading && verdicts[at].rule.is_none();
        if !by_model || seen.odds[at][Label::Heading as usize] >= AMONG_LINES {
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

/// Takes back the headings and items of a song or a poem.
pub(super) fn doubt(units: &[Unit<'_>], seen: &Seen, verdicts: &mut [Verdict]) {
    // Most documents have none to take back, and others few.
    let inner: Vec<usize> = (0..units.len()).filter(|&at| verdicts[at].is_inner()).collect();
    if !inner.is_empty() {
        doubt_lines(units, seen, &inner, verdicts);
        doubt_rhymes(units, &inner, verdicts);
        doubt_refrains(units, &inner, verdicts);
        doubt_halves(units, &inner, verdicts);
        doubt_quoted(units, &inner, verdicts);
        doubt_loud(units, verdicts);
    }
}

/// Words that announce a verse, folded.
const SAYING: [&str; 9] = ["قوله", "كقوله", "قول", "كقول", "انشد", "ينشد", "الشاعر", "شعرا", "اخر"];

/// Takes back the heading that is the second half of a verse: right above it stands the first, and above that somebody
/// speaks (وقال آخر:).
fn doubt_quoted(units: &[Unit<'_>], inner: &[usize], verdicts: &mut [Verdict]) {
    let is_half = |unit: &Unit<'_>| {
        unit.gap == 0 && unit.marker.is_none() && (3..=MOST_WORDS).contains(&unit.shape.words)
    };
    for &at in inner.iter().filter(|&&at| at > 1) {
        let by_model = verdicts[at].label == Label::Heading && verdicts[at].rule.is_none();
        let beside_text = verdicts[at - 1].label == Label::Paragraph;
        let above = &units[at - 2].shape;
        let mut last = above.key.words().rev().take(3);
        let mut speaks = || above.ending == Ending::Colon && last.any(|word| word.is_one_of(&SAYING));
        if by_model && beside_text && is_half(&units[at]) && is_half(&units[at - 1]) && speaks() {
            verdicts[at] =
                Verdict::rule(Label::Paragraph, "verse: the second half of what a colon announces");
        }
    }
}

/// Rows of at least so many lines of some kind, a heading or an item among them; `inner` are those that were one.
fn rows(
    units: &[Unit<'_>],
    inner: &[usize],
    verdicts: &[Verdict],
    fewest: usize,
    is_line: impl Fn(&Unit<'_>) -> bool,
) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut end = 0;
    for &at in inner {
        if at < end || !verdicts[at].is_inner() || !is_line(&units[at]) {
            continue;
        }
        let above = units[end..at].iter().rev().take_while(|unit| is_line(unit)).count();
        let below = units[at..].iter().take_while(|unit| is_line(unit)).count();
        end = at + below;
        rows.extend((above + below >= fewest).then_some(at - above..end));
    }
    rows
}

/// Takes back the headings and items that rhyme.
fn doubt_rhymes(units: &[Unit<'_>], inner: &[usize], verdicts: &mut [Verdict]) {
    for row in rows(units, inner, verdicts, FEWEST_LINES, |unit| unit.shape.words <= MOST_WORDS) {
        let verse = verse(&units[row.clone()]);
        for (verdict, _) in verdicts[row].iter_mut().zip(verse).filter(|&(_, verse)| verse) {
            if verdict.is_inner() {
                *verdict = Verdict::rule(Label::Paragraph, "verse: it rhymes with the lines around it");
            }
        }
    }
}

/// Fewer lines do not rhyme.
const FEWEST_LINES: usize = 3;

/// Takes back the headings and items that are lines of a song: of short lines in a row, a third and at least four
/// stand twice together with one beside them. No list says so much twice.
fn doubt_refrains(units: &[Unit<'_>], inner: &[usize], verdicts: &mut [Verdict]) {
    let is_line = |unit: &Unit<'_>| {
        let shape = &unit.shape;
        unit.marker.is_none()
            && shape.words <= MOST_WORDS
            && !matches!(shape.ending, Ending::Stop | Ending::Colon)
    };
    for Range { start, end } in rows(units, inner, verdicts, FEWEST_IN_REFRAIN, is_line) {
        let lines = end - start;
        let twin = |at: usize| units[at].twin;
        let together = |at: usize| (2..lines).contains(&twin(at)) && twin(at) == twin(at + 1);
        let in_refrain = |at: &usize| *at + 1 < end && together(*at) || *at > start && together(at - 1);
        let refrain = (start..end).filter(in_refrain).count();
        if refrain >= FEWEST_IN_REFRAIN && 3 * refrain >= lines {
            take_back(&mut verdicts[start..end], "verse: the lines have a refrain");
        }
    }
}

/// Takes back the headings and items that no rule made.
fn take_back(verdicts: &mut [Verdict], rule: &'static str) {
    for verdict in verdicts.iter_mut().filter(|verdict| verdict.rule.is_none() && verdict.is_inner()) {
        *verdict = Verdict::rule(Label::Paragraph, rule);
    }
}

/// Lines that make a refrain at least.
const FEWEST_IN_REFRAIN: usize = 4;

/// So many lines of two halves in a row are verse.
const FEWEST_HALVED: usize = 3;

/// Takes back the headings and items of verse in two halves, parted by a wide gap, by dots or by a star.
fn doubt_halves(units: &[Unit<'_>], inner: &[usize], verdicts: &mut [Verdict]) {
    let is_halved = |unit: &Unit<'_>| {
        let (shape, tally) = (&unit.shape, &unit.shape.tally);
        let dots = (1..=3).contains(&tally.dots) && shape.ending != Ending::Dots;
        let is_line = unit.marker.is_none() && (MOST_WORDS / 2..=2 * MOST_WORDS + 1).contains(&shape.words);
        let star = || unit.holds(STAR) && unit.text.matches(" * ").count() == 1;
        is_line && (tally.gaps == 1 || dots || star())
    };
    for row in rows(units, inner, verdicts, FEWEST_HALVED, is_halved) {
        take_back(&mut verdicts[row], "verse: each line is parted in two");
    }
}

/// What poets set between the halves of a verse.
const STAR: AsciiSet = AsciiSet::of("*");

/// Units of a text that is long enough to be loud, and the words that they have at most on the average.
const LOUD_UNITS: usize = 8;
const LOUD_WORDS: usize = 10;

/// Takes back the headings and items of a text of short lines of which a third exclaim or trail off: free verse, talk.
fn doubt_loud(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let loud = || units.iter().filter(|unit| is_loud(unit)).count();
    if units.len() < LOUD_UNITS || 3 * loud() < units.len() {
        return;
    }
    let words: usize = units.iter().map(|unit| usize::from(unit.shape.words)).sum();
    if words > LOUD_WORDS * units.len() {
        return;
    }
    for (verdict, unit) in verdicts.iter_mut().zip(units) {
        let by_model = unit.marker.is_none() && verdict.rule.is_none();
        if by_model && verdict.is_inner() {
            *verdict = Verdict::rule(Label::Paragraph, "verse or talk: the lines exclaim and trail off");
        }
    }
}

/// Whether a unit exclaims or trails off, as verse and talk do.
pub(super) fn is_loud(unit: &Unit<'_>) -> bool {
    matches!(unit.shape.ending, Ending::Dots | Ending::Exclamation)
}

/// The lines of verse among short ones in a row: three or more, each of which ends on the letters of the next or of the
/// one after that; where only every other one does, four.
fn verse(units: &[Unit<'_>]) -> Vec<bool> {
    let rhyme = |at: usize| {
        let unit = Some(&units[at]).filter(|unit| unit.marker.is_none() && unit.shape.words > 1)?;
        let tail = unit.shape.key.tail();
        let arabic = tail.chars().all(|c| !c.is_ascii() && is_alphabetic(c));
        (arabic && !INFLECTIONS.contains(&tail)).then_some(tail)
    };
    let tails: Vec<_> = (0..units.len()).map(rhyme).collect();
    // A line that stands twice is no rhyme of itself.
    let differ = |a: usize, b: usize| units[a].shape.key.hash() != units[b].shape.key.hash();
    let rhymes = |a: usize, b: usize| tails[a].is_some() && tails[a] == tails[b] && differ(a, b);
    let mut verse = vec![false; units.len()];
    for at in 2..units.len() {
        if rhymes(at - 2, at) && (rhymes(at - 1, at) || at > 2 && rhymes(at - 3, at - 1)) {
            verse[at - 2..=at].fill(true);
        }
    }
    // How many lines rhyme up to each, and where the first of them stands.
    let mut chains: Vec<(usize, usize)> = (0..units.len()).map(|at| (1, at)).collect();
    for at in 1..units.len() {
        let Some(step) = (1..=at.min(2)).find(|step| rhymes(at - step, at)) else { continue };
        let (lines, first) = chains[at - step];
        chains[at] = (lines + 1, first);
        match lines + 1 {
            0..4 => {}
            4 => verse[first..=at].fill(true),
            _ => verse[at - step..=at].fill(true),
        }
    }
    mark_half_verses(units, &mut verse);
    verse
}

/// Marks half-verses, each on a line: three in a row of those that close a verse end on one consonant, and all are of
/// nearly one length, as the metre has it.
fn mark_half_verses(units: &[Unit<'_>], verse: &mut [bool]) {
    let is_half = |at: usize| units[at].marker.is_none() && (3..=6).contains(&units[at].shape.words);
    let rhyme = |at: usize| {
        let last = units[at].shape.key.tail().chars().last()?;
        (!last.is_ascii() && is_alphabetic(last) && !INFLECTED.contains(&last)).then_some(last)
    };
    for at in (5..units.len()).filter(|&at| (at - 5..=at).all(is_half)) {
        let [one, other, last] = [at - 4, at - 2, at].map(rhyme);
        if last.is_some() && one == last && other == last {
            verse[at - 5..=at].fill(true);
        }
    }
}

/// Letters that words end on because of their form.
const INFLECTED: [char; 7] = ['ا', 'و', 'ي', 'ه', 'ت', 'ن', 'ك'];

/// Endings that items share because their words have one form.
const INFLECTIONS: [&str; 7] = ["ات", "ين", "ون", "يه", "ها", "هم", "نا"];
