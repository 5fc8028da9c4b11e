//! Furniture: what is not part of the article.

use std::ops::Range;

use super::Seen;
use super::dates;
use super::doubt;
use super::drops;
use super::extent::Extent;
use super::model::Label;
use super::shape::Ending;
use super::unit::Unit;
use super::verdict::Verdict;
use super::words::Class;
use crate::letters::is_alphabetic;
use crate::lines::Line;
use crate::structure::lexicon::{Cue, Force};
use crate::structure::{Block, DropKind, Kind, Reason, Span, within};

/// The rule by which a unit is furniture wherever it stands, if one applies.
pub(super) fn certain(units: &[Unit<'_>], at: usize) -> Option<&'static str> {
    let unit = &units[at];
    let above = at.checked_sub(1).map(|above| &units[above]);
    let office = |unit: &Unit<'_>| {
        unit.cue.is_some_and(|cue| cue.kind == DropKind::Masthead && cue.force == Force::Fact)
    };
    if unit.shape.is_wordless {
        return Some("no letter or digit");
    }
    let Some(cue) = unit.cue else {
        let name = (2..=5).contains(&unit.shape.words) && !unit.shape.ending.is_closed();
        return (name && above.is_some_and(office)).then_some("a name below an office");
    };
    match cue.kind {
        _ if cue.force == Force::Fact => Some("words that stand in furniture only"),
        DropKind::Menu if unit.shape.tally.pipes >= 2 && !unit.shape.ending.is_closed() => {
            Some("words of a menu in a row")
        }
        // Other links may stand below it.
        DropKind::Related
            if is_link(unit, cue) && units.get(at + 1).is_some_and(|below| below.shape.is_prose()) =>
        {
            Some("words that stand before a link")
        }
        DropKind::EndMark if cue.full => Some("words of an end mark"),
        _ => None,
    }
}

/// What the sign of copyright at its head makes of a unit: the credit of a picture, or small print.
pub(super) fn copyright(unit: &Unit<'_>) -> Option<Verdict> {
    let opens = unit.text.starts_with('©') && unit.cue.is_some_and(|cue| cue.kind == DropKind::Copyright);
    opens.then_some(Verdict::rule(Label::Furniture, "opens with the sign of copyright"))
}

/// Whether a unit names an article behind the words that offer one to read: `اقرأ أيضا: أسعار الذهب اليوم`.
fn is_link(unit: &Unit<'_>, cue: Cue) -> bool {
    cue.force == Force::Head && !cue.full && (1..=3).contains(&unit.shape.tally.colon)
}

/// Whether something on a unit itself speaks for furniture: a cue, a date, an address, foreign letters alone, gaps
/// as in a menu, a twin next to it.
pub(super) fn has_sign(unit: &Unit<'_>) -> bool {
    let shape = &unit.shape;
    unit.cue.is_some()
        || unit.twin == 1
        || shape.is_date()
        || shape.address
        || shape.tally.arabic == 0
        || shape.tally.gaps > 0
        || shape.tally.pipes > 1
}

/// Units of more words are text, even where they stand twice.
const MOST_WORDS: u16 = 30;

/// The rules between units: what is furniture by where it stands around the text and the title.
/// What heads a text gets the label of a `topic`.
pub(super) fn between_units(
    units: &[Unit<'_>],
    seen: &Seen,
    verdicts: &mut [Verdict],
    title: Option<usize>,
    topic: Label,
) {
    if let Some(text) = Extent::of(units).map(|text| text.with_sentences(units)) {
        above_the_text(units, verdicts, text.above(), title);
        // What stands above the title is inside of no text.
        let inside = text.inside().start.max(title.unwrap_or(0))..text.inside().end;
        inside_the_text(units, verdicts, inside.clone());
        doubt::bare(units, seen, verdicts, inside, topic);
        below_the_text(units, verdicts, text.below(units));
    } else {
        inside_the_text(units, verdicts, 0..units.len().saturating_sub(1));
    }
    if let Some(title) = title {
        around_the_title(units, verdicts, title);
    }
}

/// Above the text dates, menus and what stands for an image are none of the article.
fn above_the_text(units: &[Unit<'_>], verdicts: &mut [Verdict], above: Range<usize>, title: Option<usize>) {
    for at in above.clone().filter(|&at| Some(at) != title && units[at].marker.is_none()) {
        let shape = &units[at].shape;
        let rule = if shape.is_dateline() && !shape.is_years() && !dates::heads_dates(units, above.end) {
            "a date above the text"
        } else if is_menu(&units[at]) {
            "a few words far apart above the text"
        } else if at == 0 && stands_for_image(units, above.end) {
            "a few foreign words above all text"
        } else {
            continue;
        };
        // What a colon announces is text.
        let announced = at > 0 && units[at - 1].shape.ending == Ending::Colon;
        let is_furniture = verdicts[at].label == Label::Furniture;
        if !announced && !is_furniture && !is_row(units, at) && !dates::is_scheduled(units, at) {
            verdicts[at] = Verdict::rule(Label::Furniture, rule);
        }
    }
}

/// Inside the text a line that would stand in a menu is no menu where no other furniture stands beside it.
fn inside_the_text(units: &[Unit<'_>], verdicts: &mut [Verdict], inside: Range<usize>) {
    for at in inside.skip(1) {
        if verdicts[at].label != Label::Furniture {
            continue;
        }
        let is_menu = units[at].cue.is_some_and(|cue| cue.kind == DropKind::Menu && cue.force < Force::Fact);
        let beside = |at: usize| verdicts[at].label == Label::Furniture && units[at].marker.is_none();
        if is_menu && !beside(at - 1) && !beside(at + 1) {
            verdicts[at] = Verdict::rule(Label::Paragraph, "words of a menu, but no menu");
        }
    }
}

/// What stands right below an end mark in no more words is none of the text.
const MOST_WORDS_BELOW_END: u16 = 6;

/// Below the text addresses, words of furniture alone and the author's office are none of the article, nor is what
/// stands right below an end mark or among much furniture.
fn below_the_text(units: &[Unit<'_>], verdicts: &mut [Verdict], below: Range<usize>) {
    for at in below.clone() {
        let ended = units[at - 1].cue.is_some_and(|cue| cue.kind == DropKind::EndMark && cue.full);
        if ended && units[at].shape.words <= MOST_WORDS_BELOW_END {
            verdicts[at] = Verdict::rule(Label::Furniture, "right below an end mark");
        }
        if units[at].marker.is_none() && units[at].shape.words <= 3 && units[at].shape.account {
            verdicts[at] = Verdict::rule(Label::Furniture, "an address below the text");
        }
    }
    if is_mostly_furniture(units, verdicts, &below) {
        // What stands before the first of it may close the text.
        let among = below.clone().skip_while(|&at| verdicts[at].label != Label::Furniture);
        let kept: Vec<usize> = among.filter(|&at| verdicts[at].label != Label::Furniture).collect();
        for at in kept {
            verdicts[at] = Verdict::rule(Label::Furniture, "stands among furniture below the text");
        }
    }
    let signed =
        below.start - 1 + units[below.start - 1..].iter().take_while(|unit| !closes_letter(unit)).count();
    for at in below.filter(|&at| units[at].marker.is_none()) {
        // Those who sign are of the letter.
        if at > signed {
            if verdicts[at].rule.is_none() && verdicts[at].is_inner() {
                verdicts[at] = Verdict::rule(Label::Paragraph, "a signature");
            }
            continue;
        }
        let is_cue = units[at].is_sure() && units[at].cue.is_some_and(|cue| cue.full);
        if verdicts[at].rule.is_some() {
            continue;
        }
        if is_cue && verdicts[at].label == Label::Paragraph {
            verdicts[at] = Verdict::rule(Label::Furniture, "words of furniture alone below the text");
        } else if is_office(&units[at]) {
            verdicts[at] = Verdict::rule(Label::Furniture, "an office below the text");
        }
    }
}

/// What stands above the title is not of the article, and no paragraph right below the head of a box there; the title
/// once more is none, nor are captions that stand twice in a row before the text begins, nor a name or place between
/// both.
fn around_the_title(units: &[Unit<'_>], verdicts: &mut [Verdict], title: usize) {
    let is_prose = |at: &usize| units[*at].shape.is_prose();
    let boxed = |at: usize| at > 0 && units[at - 1].cue.is_some_and(|cue| cue.force == Force::Head);
    for (at, verdict) in verdicts[..title].iter_mut().enumerate() {
        let is_doubtful = boxed(at) || verdict.rule.is_none() && !is_prose(&at);
        if is_doubtful && verdict.label != Label::Furniture {
            *verdict = Verdict::rule(Label::Furniture, "stands above the title");
        }
    }
    // A long title that stands twice reads like prose itself.
    let is_text = |at: &usize| is_prose(at) && !says_the_same(&units[*at], &units[title]);
    let lead = (title + 1..units.len()).find(is_text).unwrap_or(units.len());
    for at in (0..lead).filter(|&at| at != title && says_the_same(&units[at], &units[title])) {
        verdicts[at] = Verdict::rule(Label::Furniture, drops::DUPLICATE);
    }
    // No offices: a second headline begins with one as often (وزير الصحة يعلن …).
    let signs = |at: &usize| {
        let unit = &units[*at];
        !is_row(units, *at) && (is_signature(unit) || is_name(unit) || is_byline(unit))
    };
    for at in (title + 1..lead).rev().take_while(signs).filter(|_| lead < units.len()) {
        verdicts[at] = Verdict::rule(Label::Furniture, "a name, place or agency between title and text");
    }
    for at in (title + 1..units.len().saturating_sub(1)).filter(|&at| units[at].twin == 1) {
        let (one, other) = (&units[at], &units[at + 1]);
        let twice = says_the_same(one, other) && one.shape.tally.signs == other.shape.tally.signs;
        // Inside the text only between two paragraphs: a refrain stands twice too.
        let placed =
            at + 1 < lead || (is_prose(&(at - 1)) && units.get(at + 2).is_some_and(|u| u.shape.is_prose()));
        if twice && placed && units[at].marker.is_none() && units[at].shape.words <= MOST_WORDS {
            for verdict in verdicts[at..=at + 1].iter_mut().filter(|verdict| verdict.rule.is_none()) {
                *verdict = Verdict::rule(Label::Furniture, "stands twice in a row");
            }
        }
    }
}

/// Whether two units have one key; long paragraphs have none.
fn says_the_same(one: &Unit<'_>, other: &Unit<'_>) -> bool {
    !one.shape.key.is_empty() && one.shape.key == other.shape.key
}

/// Whether a few words with wide gaps between them are all of a unit; lines of verse have more.
fn is_menu(unit: &Unit<'_>) -> bool {
    unit.shape.tally.gaps > 0 && unit.shape.words <= 6 && !unit.shape.ending.is_closed()
}

/// Whether a unit is a row of a table, or stands right above or below a line with gaps: both are of a form or of verse.
fn is_row(units: &[Unit<'_>], at: usize) -> bool {
    let has_gaps = |unit: &Unit<'_>| unit.shape.tally.gaps > 0 && unit.cue.is_none();
    let above = at > 0 && units[at].gap == 0 && has_gaps(&units[at - 1]);
    let below = units.get(at + 1).is_some_and(|below| below.gap == 0 && has_gaps(below));
    units[at].columns.is_some() || units[at].cue.is_none() && (above || below)
}

/// Whether the first unit is a few words of foreign letters, as stand in place of an image, on a page of Arabic text.
fn stands_for_image(units: &[Unit<'_>], lead: usize) -> bool {
    let shape = &units[0].shape;
    shape.tally.is_foreign()
        && shape.words <= 6
        && shape.ending == Ending::Open
        && is_arabic(&units[lead])
        && units.iter().any(Unit::is_sure)
}

/// Whether a text begins with Arabic letters rather than others.
fn is_arabic(unit: &Unit<'_>) -> bool {
    let letters = unit.rest().chars().filter(|&c| is_alphabetic(c)).take(20);
    letters.filter(|c| !c.is_ascii()).count() > 10
}

/// Whether a unit reads like `القاهرة – وكالات` or `حوار - فلان`: few words about a dash, a place, an agency or a byline
/// among them.
fn is_signature(unit: &Unit<'_>) -> bool {
    let shape = &unit.shape;
    let byline = unit.cue.is_some_and(|cue| cue.kind == DropKind::Byline);
    unit.marker.is_none()
        && shape.words <= 6
        && shape.tally.dashes > 0
        && shape.ending == Ending::Open
        && (byline || shape.count(Class::Place) > 0)
}

/// Words of a byline at most.
const MOST_WORDS_OF_BYLINE: u16 = 8;

/// Whether a unit opens with the words of a byline and names somebody: `بقلم: د. منى الشريف`, `كتب سامر علي`. كتب are books,
/// too, and ترجمة is an art.
fn is_byline(unit: &Unit<'_>) -> bool {
    let shape = &unit.shape;
    let opens = unit.cue.is_some_and(|cue| cue.kind == DropKind::Byline);
    let signs = shape.key.words().next().is_some_and(|first| first.is_one_of(&["بقلم"]));
    opens
        && unit.marker.is_none()
        && shape.ending == Ending::Open
        && (2..=MOST_WORDS_OF_BYLINE).contains(&shape.words)
        && (signs || shape.count(Class::Name) + shape.count(Class::Role) > 0)
}

/// Whether a unit is hardly more than a personal name: `محمد سلامة`, `عهود اليحيى*`.
fn is_name(unit: &Unit<'_>) -> bool {
    let shape = &unit.shape;
    let named = || shape.first & Class::Name.bit() != 0 && 2 * shape.count(Class::Name) >= shape.words.into();
    unit.marker.is_none()
        && (2..=4).contains(&shape.words)
        && shape.ending == Ending::Open
        && (unit.text.ends_with('*') || named())
}

/// Whether a unit closes a letter or the minutes of a meeting, so that signatures stand below it.
fn closes_letter(unit: &Unit<'_>) -> bool {
    const CLOSING: [&str; 6] = ["وتفضلوا", "تفضلوا", "واختتمت", "اختتمت", "ورفعت", "وحرر"];
    unit.shape.key.words().next().is_some_and(|word| word.is_one_of(&CLOSING))
}

/// Whether a unit says what the author is: `استشاري في طب المجتمع`, `د. عمر المحمود - عضو هيئة التدريس`.
pub(super) fn is_office(unit: &Unit<'_>) -> bool {
    unit.marker.is_none()
        && unit.shape.words <= 14
        && unit.shape.ending == Ending::Open
        && unit.shape.first & Class::Role.bit() != 0
}

/// Whether four in five of at least five units are furniture, certain cues among them.
fn is_mostly_furniture(units: &[Unit<'_>], verdicts: &[Verdict], below: &Range<usize>) -> bool {
    let dropped = below.clone().filter(|&at| verdicts[at].label == Label::Furniture).count();
    let cues = below.clone().filter(|&at| units[at].is_sure()).count();
    below.len() >= 5 && 5 * dropped >= 4 * below.len() && cues >= 2
}

/// The dropped lines of a unit, a block each, since each is reported by itself.
pub(in crate::structure) fn dropped<'a>(
    lines: &[Line<'a>],
    span: Span,
    kind: &Kind<'a>,
    inferred: bool,
    reason: &Reason,
) -> impl Iterator<Item = Block<'a>> {
    let block = move |line: &Line<'a>| Block {
        kind: kind.clone(),
        span: Span::line(line.number),
        text: line.visible.into(),
        inferred,
        reason: reason.clone(),
    };
    within(lines, span).iter().filter(|line| !line.is_blank()).map(block)
}
