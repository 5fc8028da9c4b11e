//! Features: the named numbers of a unit, its neighbours and its document that the model weighs.

use super::document::{Document, FAR, percent};
use super::neighbours::neighbours;
use super::unit::Unit;
use super::words::Class;
#[cfg(any(test, feature = "train"))]
use crate::structure::key::hash;
use crate::structure::marker::Class as Mark;

/// Declares the features: an index and a name each.
macro_rules! features {
    ($($feature:ident => $name:literal,)*) => {
        /// A feature's place in a [`Vector`].
        #[derive(Clone, Copy, Debug)]
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
    Latin => "share of Latin letters",
    Signs => "signs",
    Connective => "opens with a connective",
    Question => "opens with a question word",
    Preposition => "opens with a preposition",
    Imperfect => "opens with an imperfect verb",
    Conjoined => "opens with و",
    Masdar => "opens with a verbal noun",
    Imperative => "opens with an imperative",
    // its marker
    Marker => "marker: none 0, spaced glyph, glyph, number, letter, ordinal 5",
    SameBefore => "equal markers in a row before",
    SameAfter => "equal markers in a row after",
    SeriesGap => "units between the members of its series",
    // what the lexicon says
    CueForce => "cue: none 0, hint, sure, head 3",
    HeadAbove => "units since a cue that opens a box",
    // neighbours
    RunBefore => "units of its kind in a row before",
    RunAfter => "units of its kind in a row after",
    RunOpener => "ending of the unit before its run",
    RunOpenerWords => "words of the unit before its run",
    RunCloserWords => "words of the unit after its run",
    FormPeers => "near units that open with the same form",
    RunForms => "share of its run that opens with its form",
    PrevWords => "words of the previous unit",
    PrevEnding => "ending of the previous unit",
    PrevMarker => "marker of the previous unit",
    PrevCue => "cue of the previous unit",
    Prev2Words => "words of the unit before that",
    Prev2Ending => "ending of the unit before that",
    NextWords => "words of the next unit",
    NextEnding => "ending of the next unit",
    NextCue => "cue of the next unit",
    Next2Words => "words of the unit after that",
    Next2Ending => "ending of the unit after that",
    Next2Marker => "marker of the unit after that",
    RatioPrev => "length to the previous unit's, percent",
    RatioNext => "length to the next unit's, percent",
    GapBefore => "blank lines before",
    GapAfter => "blank lines after",
    GapContrast => "blank lines before less after",
    OpenAfter => "short open units in a row after",
    SinceColon => "units since a line that ends in a colon",
    SameEnding => "neighbours that end alike",
    SameLength => "neighbours of nearly the same length",
    Twins => "equal units elsewhere",
    ToProse => "units to the next prose",
    SinceProse => "units since the last prose",
    BeforeFirst => "units to the first prose",
    ToMedian => "length to the median of prose, percent",
    // its place
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
pub const PLACE: std::ops::Range<usize> = F::Place as usize..F::Units as usize;

/// The features that tell the document.
#[cfg(feature = "train")]
pub const DOCUMENT: std::ops::Range<usize> = F::Units as usize..NAMES.len();

/// The features that tell of the units beyond the nearest, and exactly how much longer the nearest are.
#[cfg(feature = "train")]
pub const DETAIL: [usize; 7] = [
    F::RatioPrev as usize,
    F::RatioNext as usize,
    F::Prev2Words as usize,
    F::Prev2Ending as usize,
    F::Next2Words as usize,
    F::Next2Ending as usize,
    F::Next2Marker as usize,
];

/// The features of one unit, in the order of [`NAMES`].
pub type Vector = [i16; NAMES.len()];

/// The features of a unit that is not weighed.
pub(super) const UNWEIGHED: Vector = [0; NAMES.len()];

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
    const STEPS: [usize; 10] = [9, 10, 12, 15, 20, 25, 32, 40, 60, usize::MAX];
    const LONGEST: usize = 60;
    const COARSE: [i16; LONGEST + 1] = {
        let (mut coarse, mut length, mut step) = ([0; LONGEST + 1], 1, 0);
        while length <= LONGEST {
            step += (length >= STEPS[step]) as usize;
            let exact = if length < STEPS[0] { length } else { STEPS[0] - 1 };
            coarse[length] = (exact + step) as i16;
            length += 1;
        }
        coarse
    };
    COARSE[usize::from(length).min(LONGEST)]
}

/// A count up to where it stops to matter.
pub(super) fn upto(most: usize, count: usize) -> i16 {
    count.min(most) as i16
}

/// The features of the units at some places.
pub(super) fn vectors(units: &[&Unit<'_>], places: &[usize], document: &Document) -> Vec<Vector> {
    let mut vectors = vec![document.shared; places.len()];
    for (x, &at) in vectors.iter_mut().zip(places) {
        own(x, units[at], document);
        neighbours(x, units, at, document);
        place(x, units, at, document);
    }
    vectors
}

fn own(x: &mut Vector, unit: &Unit<'_>, document: &Document) {
    let shape = &unit.shape;
    let mut set = |feature: F, value: i16| x[feature as usize] = value;
    set(F::Words, coarse(shape.words));
    set(F::Characters, coarse(shape.characters / 6));
    set(F::Ending, shape.ending as i16);
    set(F::Latin, tens(percent(shape.tally.latin.into(), shape.characters.min(480).into())));
    set(F::Signs, shape.tally.signs.min(6) as i16);
    for (feature, class) in [
        (F::Connective, Class::Connective),
        (F::Question, Class::Question),
        (F::Preposition, Class::Preposition),
        (F::Imperative, Class::Imperative),
    ] {
        set(feature, i16::from(shape.first & class.bit() != 0));
    }
    set(F::Masdar, shape.masdar.into());
    set(F::Imperfect, shape.imperfect.into());
    set(F::Conjoined, shape.conjoined.into());
    set(F::Marker, marker_class(unit));
    set(F::CueForce, force(Some(unit)));
    set(F::ToMedian, tens(percent(shape.words.into(), document.median as usize).min(200)));
}

/// The force of a unit's cue; 0 for none.
pub(super) fn force(unit: Option<&Unit<'_>>) -> i16 {
    unit.and_then(|unit| unit.cue).map_or(0, |cue| cue.force as i16 + 1)
}

fn place(x: &mut Vector, units: &[&Unit<'_>], at: usize, document: &Document) {
    let passing = &document.passing[at];
    let mut set = |feature: F, value: i16| x[feature as usize] = value;
    set(F::HeadAbove, upto(20, passing.head_above as usize));
    set(F::Place, tens(percent(at, units.len())));
    set(F::ToProse, upto(12, passing.next_prose as usize));
    set(F::BeforeFirst, document.first_prose.map_or(FAR, |first| upto(20, first.saturating_sub(at))));
    set(F::SinceProse, upto(12, passing.prose_above as usize));
    set(F::ProseBefore, upto(6, passing.prose_before as usize));
    set(F::CuesBefore, upto(6, passing.cues_before as usize));
    let cues = document.passing.last().map_or(0, |last| last.cues_before) - passing.cues_before;
    set(F::CuesAfter, upto(6, cues as usize));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_exact_to_8_and_coarse_to_60() {
        for (length, expected) in [(0, 0), (7, 7), (8, 8), (9, 9), (10, 10), (11, 10), (12, 11), (14, 11)] {
            assert_eq!(coarse(length), expected, "{length}");
        }
        for (length, expected) in [(15, 12), (24, 13), (39, 15), (40, 16), (59, 16), (60, 17), (u16::MAX, 17)]
        {
            assert_eq!(coarse(length), expected, "{length}");
        }
    }
}
