//! Heading: what no heading looks like, and which numbers make one, whatever the model thinks.

use super::bare_list;
use super::document::same_marker;
use super::level;
use super::model::Label;
use super::shape::Ending;
use super::unit::Unit;
use super::verdict::Verdict;
use super::words::Class;
use crate::ascii::AsciiSet;
use crate::structure::key::Word;
use crate::structure::marker::Class as Mark;

/// Whether a unit is no heading, by one of these signs (of 1,330 headings of labelled documents three have one):
///
/// - it opens with a dash or a dot;
/// - it stands four times or more: a link, a label;
/// - it is an address, a path or a call alone;
/// - it ends in a colon behind more than two words: it announces what follows; or in a comma;
/// - it is a question that goes on from another (وهل …؟);
/// - it calls on somebody (… يا صديقي!), or addresses and greets a letter's reader (سعادة المدير المحترم);
/// - it opens with a sign three times, as code and markup do (`===`), or is an equation;
/// - it is a clause that hangs on another (أن الوقت ثمين);
/// - it stands in parentheses: a remark, a direction to the stage; or in brackets with a figure: a reference;
/// - dots or a gap lead from it to a number: an entry of a table of contents;
/// - it is a number of three digits alone: that of a page;
/// - it tells what a table or figure shows: جدول 1: …
pub(super) fn is_none(unit: &Unit<'_>) -> bool {
    let (shape, text) = (&unit.shape, &*unit.text);
    let asks = shape.ending == Ending::Question;
    let dotted =
        unit.marker.is_some_and(|marker| matches!(marker.class, Mark::Bullet('-' | '–' | '•' | '·')));
    let address = shape.words == 1 && shape.tally.latin > 0 && text.contains(['/', '@', ':']);
    let announces = shape.ending == Ending::Colon && shape.words > 2 || shape.ending == Ending::Comma;
    let goes_on = asks && shape.first & Class::Question.bit() != 0 && unit.rest().starts_with('و');
    let calls = (asks || shape.ending == Ending::Exclamation)
        && shape.key.words().any(|word| word.bytes == "يا".as_bytes());
    let markup = matches!(text.as_bytes(), [a, b, c, ..] if a == b && b == c && a.is_ascii_punctuation());
    let encloses = |opener, closer| text.starts_with(opener) && text.ends_with(closer);
    let is_remark = (shape.tally.arabic > 1 || shape.words > 1) && encloses('(', ')');
    let aside = unit.marker.is_none() && (is_remark || shape.tally.digits > 0 && encloses('[', ']'));
    let repeated = unit.twins >= 3;
    let of_page = shape.tally.digits == 3 && shape.is_number() && shape.words == 1;
    dotted
        || repeated
        || address
        || announces
        || goes_on
        || calls
        || shape.tally.digits > 0 && unit.holds(EQUALS) && text.contains(" = ")
        || greets(unit)
        || markup
        || bare_list::hangs(unit)
        || aside
        || of_page
        || leads_to_page(unit)
        || names_figure(unit)
}

/// Whether a unit is the caption of a numbered table, figure or equation.
fn names_figure(unit: &Unit<'_>) -> bool {
    const NAMES: [&str; 8] = ["جدول", "الجدول", "شكل", "الشكل", "رسم", "معادله", "المعادله", "مخطط"];
    let mut words = unit.shape.key.words();
    words.next().is_some_and(|name| name.is_one_of(&NAMES)) && words.next().is_some_and(Word::is_number)
}

const EQUALS: AsciiSet = AsciiSet::of("=");

/// Whether a unit addresses or greets the reader of a letter.
fn greets(unit: &Unit<'_>) -> bool {
    const GREETINGS: [(&str, &str); 6] = [
        ("السلام", "عليكم"),
        ("سلام", "عليكم"),
        ("اما", "بعد"),
        ("عباد", "الله"),
        ("ايها", "الناس"),
        ("ايها", "المسلمون"),
    ];
    const HONOURS: [&str; 4] = ["المحترم", "المحترمه", "المحترمين", "الموقر"];
    let mut words = unit.shape.key.words();
    unit.shape.key.words().next_back().is_some_and(|last| last.is_one_of(&HONOURS))
        || matches!((words.next(), words.next()), (Some(first), Some(second))
            if GREETINGS.iter().any(|&(one, other)| first.is_one_of(&[one]) && second.is_one_of(&[other])))
}

/// Whether dots or a gap lead to a number at the end: `الفصل الأول: الفتح ........ ٩`.
fn leads_to_page(unit: &Unit<'_>) -> bool {
    const LEADER: u16 = 3;
    let (shape, tally) = (&unit.shape, &unit.shape.tally);
    // A year is part of a heading.
    let is_page = |word: Word<'_>| word.is_number() && word.bytes.len() < 4;
    (tally.dots >= LEADER || tally.gaps > 0) && shape.key.words().next_back().is_some_and(is_page)
}

/// Units of more words are no headings of a numbered section.
const MOST_WORDS: u16 = 15;

/// Takes `5.3 السلوك في الملجأ` for a heading where the section before or after it is headed so, too.
pub(super) fn number_sections(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let section = |unit: &Unit<'_>| {
        let shape = &unit.shape;
        let could_be = shape.opens_with_digit
            && unit.marker.is_none()
            && (2..=MOST_WORDS).contains(&shape.words)
            && shape.ending == Ending::Open
            && !shape.is_date();
        if could_be { level::parts(&unit.text).filter(|&(parts, _)| parts <= 3) } else { None }
    };
    let sections: Vec<(usize, (u8, u32))> =
        (0..units.len()).filter_map(|at| Some((at, section(&units[at])?))).collect();
    for pair in sections.windows(2) {
        let [(_, (depth, number)), (_, next)] = [pair[0], pair[1]];
        if Some(next) == number.checked_add(1).map(|number| (depth, number)) {
            for (at, _) in pair {
                if verdicts[*at].rule.is_none() && verdicts[*at].label != Label::Title {
                    verdicts[*at] = Verdict::rule(Label::Heading, "the number of a section");
                }
            }
        }
    }
}

/// Takes a short open line of a series for a heading where the next or the last before it is one, and marked items
/// stand right below it.
pub(super) fn complete_series(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let places = 0..units.len().saturating_sub(1);
    // From both sides: a heading found makes its neighbours headings, too.
    for at in places.clone().chain(places.rev()) {
        let (unit, below) = (&units[at], &units[at + 1]);
        let (before, next) = unit.series;
        let heads = |distance: usize, other: Option<usize>| {
            distance > 1 && other.and_then(|at| verdicts.get(at)).is_some_and(|v| v.label == Label::Heading)
        };
        let is_one = verdicts[at].label == Label::Item
            && unit.shape.words <= MOST_WORDS
            && unit.shape.ending == Ending::Open
            && below.marker.is_some()
            && !same_marker(unit, below)
            && (heads(before, at.checked_sub(before)) || heads(next, at.checked_add(next)));
        if is_one {
            verdicts[at] = Verdict::rule(Label::Heading, "a number of a series of headings");
        }
    }
}

/// Whether a unit names the part with which texts open: المقدمة.
fn opens_text(unit: &Unit<'_>) -> bool {
    const OPENINGS: [&str; 6] = ["مقدمه", "المقدمه", "تمهيد", "التمهيد", "مدخل", "توطئه"];
    unit.shape.key.words().next().is_some_and(|first| first.is_one_of(&OPENINGS))
}

/// Takes back the headings that close a block: they stand right below short lines, or below the title, and a blank line
/// parts them from the text. Nor is such a line below the title an item.
pub(super) fn doubt_glued(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    for at in 1..units.len().saturating_sub(1) {
        let by_model = verdicts[at].is_inner() && verdicts[at].rule.is_none();
        if !by_model || units[at].gap > 0 || units[at + 1].gap == 0 || units[at].marker.is_some() {
            continue;
        }
        let above = &units[at - 1];
        let beside = match (verdicts[at - 1].label, verdicts[at].label) {
            (Label::Title, Label::Heading | Label::Item) => Some(Label::Paragraph),
            (Label::Item, Label::Heading) if above.marker.is_none() => Some(Label::Item),
            (Label::Paragraph, Label::Heading) if !above.shape.is_prose() => Some(Label::Paragraph),
            _ => None,
        };
        let opens = || level::is_part(&units[at].shape.key) || opens_text(&units[at]);
        if let Some(label) = beside.filter(|_| !opens()) {
            verdicts[at] = Verdict::rule(label, "the last line of a block");
        }
    }
}

/// Words of a part's name below its number.
const MOST_WORDS_OF_NAME: u16 = 6;

/// Takes `الباب الأول`, alone or before a colon and its name, for a heading, and so the name that stands below it.
pub(super) fn number_parts(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let is_open = |unit: &Unit<'_>| unit.marker.is_none() && unit.shape.ending == Ending::Open;
    let is_part = |unit: &Unit<'_>| {
        let shape = &unit.shape;
        let alone = shape.words <= 3 && (is_open(unit) || shape.ending == Ending::Colon);
        let named = shape.tally.colon == 2 && shape.words <= MOST_WORDS && is_open(unit);
        unit.marker.is_none() && (alone || named) && !leads_to_page(unit) && level::rank(&shape.key).is_some()
    };
    let kind = |at: usize| level::rank(&units[at].shape.key).map(|(kind, _)| kind);
    // Parts of one kind right below each other are a list of them.
    let is_listed = |at: usize, beside: usize| {
        beside < units.len()
            && units[at.max(beside)].gap == 0
            && is_part(&units[beside])
            && kind(at) == kind(beside)
    };
    for at in 0..units.len() {
        let listed = || is_listed(at, at + 1) || at > 0 && is_listed(at, at - 1);
        if !is_part(&units[at]) || verdicts[at].label == Label::Title || listed() {
            continue;
        }
        verdicts[at] = Verdict::rule(Label::Heading, "the number of a part");
        let [number, name, text, ..] = &units[at..] else { continue };
        let is_name = number.shape.words == 2
            && name.shape.words <= MOST_WORDS_OF_NAME
            && is_open(name)
            && !is_none(name)
            && !is_part(name)
            && (is_part(text) || text.shape.words > name.shape.words);
        if is_name && verdicts[at + 1].rule.is_none() {
            verdicts[at + 1] = Verdict::rule(Label::Heading, "the name below the number of a part");
        }
    }
}

/// Entries that make a table of contents at least.
const FEWEST_ENTRIES: usize = 3;

/// Takes back the headings in a table of contents: lines one right below the other that end in numbers which never fall.
pub(super) fn doubt_contents(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let page = |unit: &Unit<'_>| {
        let is_line = unit.shape.tally.digits > 0
            && (2..=MOST_WORDS).contains(&unit.shape.words)
            && unit.shape.ending == Ending::Open
            && !unit.shape.is_date();
        let last = unit.shape.key.words().next_back().filter(|_| is_line)?;
        last.text().parse::<u16>().ok()
    };
    let goes_on = |above: &Unit<'_>, below: &Unit<'_>| {
        below.gap == 0 && matches!((page(above), page(below)), (Some(above), Some(below)) if above <= below)
    };
    let could_be = |(verdict, unit): (&Verdict, &Unit<'_>)| {
        verdict.label == Label::Heading && unit.shape.tally.digits > 0
    };
    if !verdicts.iter().zip(units).any(could_be) {
        return;
    }
    let mut start = 0;
    for entries in units.chunk_by(goes_on) {
        let end = start + entries.len();
        if entries.len() >= FEWEST_ENTRIES {
            for verdict in verdicts[start..end].iter_mut().filter(|verdict| verdict.label == Label::Heading) {
                *verdict = Verdict::rule(Label::Item, "an entry of a table of contents");
            }
        }
        start = end;
    }
}

/// Words of a line that is rather text than the name of an ordinal above it.
const LEAST_WORDS_OF_TEXT: u16 = 7;

/// Takes ordinals that have a line for themselves (أولاً:) for headings of the text or the list right below them, where
/// two or more stand so.
pub(super) fn number_ordinals(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let is_alone = |unit: &Unit<'_>| {
        let shape = &unit.shape;
        shape.first & Class::Ordinal.bit() != 0
            && unit.marker.is_none()
            && shape.key.words().len() == 1
            && matches!(shape.ending, Ending::Colon | Ending::Open)
    };
    let is_text = |unit: &Unit<'_>| unit.marker.is_some() || unit.shape.words >= LEAST_WORDS_OF_TEXT;
    let pairs = units.windows(2).enumerate().filter(|(_, pair)| is_alone(&pair[0]) && is_text(&pair[1]));
    let places: Vec<usize> = pairs.map(|(at, _)| at).collect();
    if places.len() < 2 {
        return;
    }
    for at in places {
        if verdicts[at].label != Label::Title {
            verdicts[at] = Verdict::rule(Label::Heading, "an ordinal above its text");
        }
    }
}

/// Takes back the questions that stand beside another in the text: nobody answers them one by one.
pub(super) fn doubt_questions(units: &[Unit<'_>], verdicts: &mut [Verdict]) {
    let asks = |at: usize| units[at].shape.ending == Ending::Question;
    for at in 0..units.len() {
        let beside = |other: usize| asks(other) && verdicts[other].label == Label::Paragraph;
        let in_a_row = || at.checked_sub(1).is_some_and(beside) || at + 1 < units.len() && beside(at + 1);
        if verdicts[at].label == Label::Heading && asks(at) && in_a_row() {
            verdicts[at] = Verdict::rule(Label::Paragraph, "one of several questions in a row");
        }
    }
}

/// Takes back the heading below which no text stands.
pub(super) fn doubt_last(verdicts: &mut [Verdict]) {
    let last = verdicts.iter_mut().rfind(|verdict| verdict.label != Label::Furniture);
    if let Some(verdict) = last.filter(|verdict| verdict.label == Label::Heading) {
        *verdict = Verdict::rule(Label::Paragraph, "no text below it");
    }
}

/// What of the odds that others need makes a heading of a question in a document of questions and answers,
const ANSWERED: f32 = 0.4;

/// the odds that make one of a date: it heads the entries of a diary, but more often tells when something is,
const DATE: f32 = 0.7;

/// and of an exclamation.
const EXCLAMATION: f32 = 0.6;

/// The odds that make a heading of a unit, when `bar` makes one of most; in a document of questions that are `answered`,
/// perhaps.
pub(super) fn bar(unit: &Unit<'_>, answered: bool, bar: f32) -> f32 {
    match unit.shape.ending == Ending::Question && answered {
        true => bar * ANSWERED,
        false if unit.shape.is_dateline() => bar.max(DATE),
        false if unit.shape.ending == Ending::Exclamation => bar.max(EXCLAMATION),
        false => bar,
    }
}
