//! Features: the named numbers of a unit, its neighbours and its document that the model weighs.

use super::document::{Document, FAR, percent};
use super::neighbours::neighbours;
use super::overlap::{Prose, overlaps};
use super::shape::{Opening, Shape};
use super::unit::Unit;
use super::words::Class;
use crate::structure::DropKind;
#[cfg(any(test, feature = "train"))]
use crate::structure::key::hash;
use crate::structure::marker::Class as Mark;

/// Declares the features: an index and a name each.
macro_rules! features {
    ($($feature:ident => $name:literal,)*) => {
        /// A feature's place in a [`Vector`].
        #[derive(Clone, Copy)]
        #[allow(clippy::enum_variant_names)]
        pub(super) enum F { $($feature,)* }

        /// The features' names, in the order of a [`Vector`].
        pub const NAMES: &[&str] = &[$($name,)*];
    };
}

features! {
    // the unit itself
    Words => "words",
    Characters => "characters",
    Ending => "ending: open 0, colon, comma, dots, question, exclamation, stop 6",
    WordLength => "characters per word",
    Digits => "share of digits",
    Latin => "share of Latin letters",
    Signs => "signs",
    Commas => "commas",
    Breaks => "sentence ends inside",
    Quotes => "quotation marks",
    Parentheses => "parentheses",
    Colon => "words up to an inner colon",
    Pipes => "bars and slashes",
    Dashes => "dashes inside",
    Names => "share of personal names",
    Places => "place names and agencies",
    Role => "opens with an office or profession",
    Dots => "two dots inside",
    OpensDigit => "opens with a digit",
    OpensLatin => "opens with a Latin letter: no 0, capital, small 2",
    OpensPictograph => "opens with a pictograph",
    OpensSign => "opens with a sign",
    OpensQuote => "opens with a quotation mark",
    ClosesQuote => "closes with a quotation mark",
    Address => "web or mail address",
    Gaps => "wide gaps inside",
    Connective => "opens with a connective",
    Saying => "opens with a verb of saying",
    Question => "opens with a question word",
    Section => "opens with a section word",
    Division => "opens with a name of a part",
    Ordinal => "opens with an ordinal",
    Pronoun => "opens with a pronoun",
    Preposition => "opens with a preposition",
    Note => "opens with a note label",
    Imperfect => "opens with an imperfect verb",
    Definite => "opens with a definite noun",
    Conjoined => "opens with و",
    Dated => "share of date words",
    Masdar => "opens with a verbal noun",
    Imperative => "opens with an imperative",
    Future => "opens with a verb of the future",
    Condition => "opens with a condition",
    Second => "second word makes a clause",
    Clauses => "words of a clause inside",
    Verbs => "finite verbs inside",
    Articles => "share of words with the article",
    // its marker
    Marker => "marker: none 0, spaced glyph, glyph, number, letter, ordinal 5",
    MarkerValue => "number of the marker",
    SeriesBefore => "units since the last of the series",
    SeriesAfter => "units to the next of the series",
    SameBefore => "equal markers in a row before",
    SameAfter => "equal markers in a row after",
    Indent => "indent beyond the document's",
    // what the lexicon says
    CueForce => "cue: none 0, hint, sure, head 3",
    CueMenu => "cue of a menu",
    CueRelated => "cue of related links",
    CuePeople => "cue of masthead or byline",
    CueCaption => "cue of a caption",
    CueDate => "cue of a dateline, or a date",
    CueShare => "cue of sharing or following",
    CueEnd => "cue of tags, comments or copyright",
    HeadAbove => "units since a cue that opens a box",
    SeriesMembers => "members of its series",
    SeriesGap => "units between the members of its series",
    // neighbours
    RunBefore => "units of its kind in a row before",
    RunAfter => "units of its kind in a row after",
    RunOpener => "ending of the unit before its run",
    RunOpenerWords => "words of the unit before its run",
    RunCloserWords => "words of the unit after its run",
    FormPeers => "near units that open with the same form",
    RunForms => "share of its run that opens with its form",
    ColonPeers => "near units with an inner colon or dash, too",
    PrevSentence => "previous unit has a clause",
    NextSentence => "next unit has a clause",
    PrevWords => "words of the previous unit",
    PrevEnding => "ending of the previous unit",
    PrevMarker => "marker of the previous unit",
    PrevCue => "cue of the previous unit",
    Prev2Words => "words of the unit before that",
    Prev2Ending => "ending of the unit before that",
    NextWords => "words of the next unit",
    NextEnding => "ending of the next unit",
    NextMarker => "marker of the next unit",
    NextCue => "cue of the next unit",
    NextFirst => "next unit opens with a connective or verb",
    Next2Words => "words of the unit after that",
    Next2Ending => "ending of the unit after that",
    Next2Marker => "marker of the unit after that",
    RatioPrev => "length to the previous unit's, percent",
    RatioNext => "length to the next unit's, percent",
    GapBefore => "blank lines before",
    GapAfter => "blank lines after",
    GapContrast => "blank lines before less after",
    ShortBefore => "short unmarked units in a row before",
    ShortAfter => "short unmarked units in a row after",
    OpenBefore => "short open units in a row before",
    OpenAfter => "short open units in a row after",
    SinceColon => "units since a line that ends in a colon",
    SameOpening => "neighbours with the same first word",
    SameEnding => "neighbours that end alike",
    SameLength => "neighbours of nearly the same length",
    SameRhyme => "neighbours with the same last letters",
    Twins => "equal units elsewhere",
    Twin => "units to the nearest equal one",
    Again => "equal unit stands earlier",
    OverlapNext => "words shared with the next prose, percent",
    OverlapLead => "words shared with the lead, percent",
    ToProse => "units to the next prose",
    SinceProse => "units since the last prose",
    BeforeFirst => "units to the first prose",
    AfterLast => "units since the last prose of the document",
    ToMedian => "length to the median of prose, percent",
    // its place
    Index => "units before it",
    Left => "units after it",
    Place => "place in the document, percent",
    ProseBefore => "prose units before it",
    CuesBefore => "sure cues before it",
    CuesAfter => "sure cues after it",
    // the document
    Units => "units of the document",
    ShareProse => "share of prose",
    ShareShort => "share of short open units",
    ShareClosed => "share of closed units among the short",
    ShareMarked => "share of marked units",
    Marked => "marked units of the document",
    ShareGap => "share of units behind a blank line",
    ShareLatin => "share of units mostly Latin",
    ShareCues => "sure cues per two hundred units",
    ShareHints => "hints per two hundred units",
    ShareTwins => "share of units that stand twice",
    ShareQuestions => "share of questions",
    ShareHeads => "share of short open units before long ones",
    Answered => "short questions before longer text",
    ShareColons => "share of lines that end in a colon",
    LongestShort => "longest run of short open units",
    ProseLength => "median words of prose",
}

/// A digest of the features' names: a table of weights is right for one list of features only.
#[cfg(any(test, feature = "train"))]
pub fn digest() -> u32 {
    hash(NAMES.join("\n").as_bytes())
}

/// The features that tell the place in the document.
#[cfg(feature = "train")]
pub const PLACE: std::ops::Range<usize> = F::Index as usize..F::Units as usize;

/// The features that tell the document.
#[cfg(feature = "train")]
pub const DOCUMENT: std::ops::Range<usize> = F::Units as usize..NAMES.len();

/// The features of one unit, in the order of [`NAMES`].
pub type Vector = [i16; NAMES.len()];

/// The kind of a unit's marker, in the order that its feature names.
pub(super) fn marker_class(unit: &Unit<'_>) -> i16 {
    match unit.marker.map(|marker| marker.class) {
        None => 0,
        Some(Mark::Bullet('-' | '–' | '—' | '−' | '*' | '+' | '·' | '»' | '›' | 'ـ')) => 1,
        Some(Mark::Bullet(_)) => 2,
        Some(Mark::Number { .. }) => 3,
        Some(Mark::Letter(_)) => 4,
        Some(Mark::Ordinal(_)) => 5,
    }
}

/// A percentage in tens: what stands finer tells a document, not its kind.
pub(super) fn tens(percent: i16) -> i16 {
    percent / 10
}

/// A length, the longer the coarser: exact to 8, then as wide as prose needs.
pub(super) fn coarse(length: u16) -> i16 {
    const STEPS: [u16; 8] = [10, 12, 15, 20, 25, 32, 40, 60];
    if length <= 8 { length as i16 } else { 9 + STEPS.partition_point(|&step| step <= length) as i16 }
}

/// A count up to where it stops to matter.
pub(super) fn upto(most: usize, count: usize) -> i16 {
    count.min(most) as i16
}

/// The features of every unit that is wanted; zeros for others.
pub(super) fn vectors(units: &[Unit<'_>], wanted: impl Fn(usize) -> bool) -> Vec<Vector> {
    let document = Document::of(units);
    let mut prose = Prose::default();
    let mut vector = |at: usize| match wanted(at) {
        true => vector(units, at, &document, &mut prose),
        false => [0; NAMES.len()],
    };
    (0..units.len()).map(&mut vector).collect()
}

fn vector(units: &[Unit<'_>], at: usize, document: &Document, prose: &mut Prose) -> Vector {
    let mut x: Vector = [0; NAMES.len()];
    own(&mut x, &units[at], document);
    lexicon(&mut x, &units[at]);
    x[F::HeadAbove as usize] = upto(20, document.head_above[at] as usize);
    neighbours(&mut x, units, at, document);
    place(&mut x, units, at, document);
    overlaps(&mut x, units, at, document, prose);
    for (feature, value) in document.shares {
        x[feature] = value;
    }
    x[F::LongestShort as usize] = upto(12, document.longest_open.into());
    x[F::ProseLength as usize] = document.median;
    x
}

fn own(x: &mut Vector, unit: &Unit<'_>, document: &Document) {
    let Shape { words, characters, .. } = unit.shape;
    let shape = &unit.shape;
    let letters = usize::from(characters.min(480));
    let mut set = |feature: F, value: i16| x[feature as usize] = value;
    set(F::Words, coarse(words));
    set(F::Characters, coarse(characters / 6));
    set(F::Ending, shape.ending as i16);
    set(F::WordLength, (letters / usize::from(words.clamp(1, 80))).min(20) as i16);
    set(F::Digits, tens(percent(shape.digits.into(), letters)));
    set(F::Latin, tens(percent(shape.latin.into(), letters)));
    set(F::Signs, shape.signs.min(6) as i16);
    set(F::Commas, shape.commas.min(6) as i16);
    set(F::Breaks, shape.breaks.min(6) as i16);
    set(F::Quotes, shape.quotes.min(6) as i16);
    set(F::Parentheses, shape.parentheses.min(6) as i16);
    set(F::Colon, if shape.colon < words { shape.colon.min(9) as i16 } else { 0 });
    set(F::Pipes, shape.pipes.min(6) as i16);
    set(F::Dashes, shape.dashes.min(4) as i16);
    set(F::Names, tens(percent(shape.names.into(), words.into())));
    set(F::Places, shape.places.min(3) as i16);
    set(F::Dots, shape.dots.min(9) as i16);
    set(F::OpensDigit, shape.opens_with_digit.into());
    set(
        F::OpensLatin,
        match shape.opens_with {
            Opening::Capital => 1,
            Opening::Small => 2,
            _ => 0,
        },
    );
    set(F::OpensPictograph, (shape.opens_with == Opening::Pictograph).into());
    set(F::OpensSign, (shape.opens_with == Opening::Sign).into());
    set(F::OpensQuote, shape.opens_with_quote.into());
    set(F::ClosesQuote, shape.closes_with_quote.into());
    set(F::Address, shape.address.into());
    set(F::Gaps, shape.gaps.min(9) as i16);
    for (feature, class) in [
        (F::Connective, Class::Connective),
        (F::Saying, Class::Saying),
        (F::Question, Class::Question),
        (F::Section, Class::Section),
        (F::Division, Class::Division),
        (F::Ordinal, Class::Ordinal),
        (F::Pronoun, Class::Pronoun),
        (F::Preposition, Class::Preposition),
        (F::Note, Class::Note),
        (F::Role, Class::Role),
        (F::Imperative, Class::Imperative),
        (F::Condition, Class::Condition),
    ] {
        set(feature, i16::from(shape.first & class.bit() != 0));
    }
    set(F::Masdar, shape.masdar.into());
    set(F::Future, shape.future.into());
    set(F::Second, (shape.second & Class::Clause.bit() != 0).into());
    set(F::Clauses, shape.clauses.min(4) as i16);
    set(F::Verbs, shape.verbs.min(4) as i16);
    set(F::Articles, tens(percent(shape.articles.into(), shape.keyed.into())));
    set(F::Imperfect, shape.imperfect.into());
    set(F::Definite, shape.definite.into());
    set(F::Conjoined, shape.conjoined.into());
    set(F::Dated, tens(percent(shape.dated.into(), words.into())));
    set(F::Marker, marker_class(unit));
    if let Some(Mark::Number { value, .. }) = unit.marker.map(|marker| marker.class) {
        set(F::MarkerValue, value.min(12) as i16);
    }
    set(F::SeriesBefore, upto(12, unit.series.0));
    set(F::SeriesAfter, upto(12, unit.series.1));
    set(F::Indent, upto(12, unit.indent - document.indent));
    set(F::ToMedian, tens(percent(words.into(), document.median as usize).min(200)));
}

fn lexicon(x: &mut Vector, unit: &Unit<'_>) {
    let date = unit.shape.is_date();
    x[F::CueDate as usize] = i16::from(date);
    let Some(cue) = unit.cue else { return };
    let force = cue.force as i16 + 1;
    x[F::CueForce as usize] = force;
    let feature = match cue.kind {
        DropKind::Menu | DropKind::Ad => F::CueMenu,
        DropKind::Related => F::CueRelated,
        DropKind::Masthead | DropKind::Byline | DropKind::Source => F::CuePeople,
        DropKind::Caption | DropKind::ImageAlt => F::CueCaption,
        DropKind::Dateline => F::CueDate,
        DropKind::Share | DropKind::Follow => F::CueShare,
        _ => F::CueEnd,
    };
    x[feature as usize] += force;
}

fn place(x: &mut Vector, units: &[Unit<'_>], at: usize, document: &Document) {
    let mut set = |feature: F, value: i16| x[feature as usize] = value;
    set(F::Index, upto(12, at));
    set(F::Left, upto(12, units.len() - 1 - at));
    set(F::Place, tens(percent(at, units.len())));
    set(F::ToProse, upto(12, document.next_prose[at] as usize));
    let first = document.first_prose;
    set(F::BeforeFirst, first.map_or(FAR, |first| upto(20, first.saturating_sub(at))));
    set(F::AfterLast, first.map_or(FAR, |_| upto(20, at.saturating_sub(document.last_prose))));
    set(F::SinceProse, upto(12, document.prose_above[at] as usize));
    set(F::ProseBefore, upto(6, document.prose_before[at] as usize));
    set(F::CuesBefore, upto(6, document.cues_before[at] as usize));
    let cues = *document.cues_before.last().unwrap_or(&0) - document.cues_before[at];
    set(F::CuesAfter, upto(6, cues as usize));
}
