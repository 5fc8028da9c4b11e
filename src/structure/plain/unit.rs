//! Unit: the line, or the joined lines of a hard-wrapped paragraph, that gets one label.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::pages;
use super::rows::{self, Columns};
use super::shape::{self, Ending, Purpose, Shape};
use super::words;
use super::wrap::Wrap;
use crate::ascii::AsciiSet;
use crate::lines::{Line, is_invisible};
use crate::structure::Span;
use crate::structure::key::Key;
use crate::structure::lexicon::{self, Cue};
use crate::structure::marker::{self, Class, LAST, Marker, Order};

/// A unit with all that is measured before its neighbours are looked at.
#[derive(Clone, Debug)]
pub(in crate::structure) struct Unit<'a> {
    pub(super) span: Span,
    /// The whole text without white space around it; the lines of a joined unit parted by a space.
    pub(super) text: Cow<'a, str>,
    /// The signs of ASCII in it.
    signs: AsciiSet,
    /// Where the text begins behind the marker; 0 without one.
    pub(super) body: usize,
    pub(super) marker: Option<Marker<'a>>,
    /// The measure of the text behind the marker.
    pub(super) shape: Shape,
    pub(in crate::structure) cue: Option<Cue>,
    /// Columns of white space before the text.
    pub(super) indent: usize,
    /// Blank lines before it.
    pub(super) gap: usize,
    /// How it is parted, where it is a row of a table.
    pub(super) columns: Option<Columns>,
    /// Whether it is the number of a page.
    pub(super) is_page: bool,
    /// Units from the one before in its numbered, lettered or ordinal series, and to the next; 0 for none.
    pub(super) series: (usize, usize),
    /// How many other units have its key, and how far the nearest of them stands; 0 for none.
    pub(super) twins: usize,
    pub(super) twin: usize,
    /// Whether an equal unit stands earlier.
    pub(super) again: bool,
}

/// Units further apart do not count in one series.
const SERIES_REACH: usize = 40;

/// Keys of more words are not compared: a paragraph is not furniture because it stands twice.
const MOST_WORDS_OF_TWINS: u16 = 30;

/// The units of a document: one a line, or one a paragraph where the document is hard-wrapped.
pub(super) fn units<'a>(lines: &[Line<'a>], purpose: Purpose) -> Vec<Unit<'a>> {
    let wrap = Wrap::of(lines);
    let mut units: Vec<Unit<'a>> = Vec::with_capacity(lines.len());
    let mut gap = 0;
    let mut last: Option<&Line<'_>> = None;
    for line in lines {
        if line.is_blank() {
            gap += 1;
            last = None;
            continue;
        }
        let joins = matches!((wrap, last), (Some(wrap), Some(last)) if wrap.joins(last, line));
        match units.last_mut() {
            Some(unit) if joins || last.is_some_and(|last| unit.hangs(last, line)) => unit.join(line),
            _ => units.push(Unit::open(line, gap)),
        }
        gap = 0;
        last = Some(line);
    }
    mark_glued(&mut units);
    for unit in &mut units {
        unit.measure(purpose);
    }
    link_series(&mut units, purpose);
    link_twins(&mut units);
    rows::mark(&mut units);
    pages::mark(&mut units);
    units
}

/// Marks the units whose glyph stands right before a letter, where others beside them open likewise.
fn mark_glued(units: &mut [Unit<'_>]) {
    let glyph = |unit: &Unit<'_>| match unit.text {
        Cow::Borrowed(text) if unit.marker.is_none() => marker::parse_glued(text).map(|marker| marker.class),
        _ => None,
    };
    let mut at = 0;
    while at < units.len() {
        let Some(first) = glyph(&units[at]) else {
            at += 1;
            continue;
        };
        let alike = |unit: &&Unit<'_>| glyph(unit) == Some(first);
        let end = at + units[at..].iter().take_while(alike).count();
        for unit in units[at..end].iter_mut().filter(|_| end - at > 1) {
            unit.mark();
        }
        at = end;
    }
}

/// Units of texts that were read already; they have no markers.
pub(in crate::structure) fn unmarked<'t>(texts: impl Iterator<Item = (Span, &'t str)>) -> Vec<Unit<'t>> {
    let mut last = 0;
    let mut units: Vec<Unit<'t>> = texts
        .map(|(span, text)| {
            let line = Line::of(span.first, text);
            let gap = span.first.saturating_sub(last + 1);
            last = span.last;
            let mut unit = Unit { span, marker: None, body: 0, ..Unit::open(&line, gap) };
            unit.measure(Purpose::Labels);
            unit
        })
        .collect();
    link_twins(&mut units);
    units
}

/// The cue that a text may hold: at least the one that a unit of it has.
pub(in crate::structure) fn possible_cue(text: &str) -> Option<Cue> {
    lexicon::find(&Key::of(cued(text)))
}

/// What of a text its cue is looked for in.
pub(in crate::structure) fn cued(text: &str) -> &str {
    shape::cued(text.trim_matches(is_invisible))
}

/// Whether a text is so long that its cue is looked for in its head alone.
pub(in crate::structure) fn is_long(text: &str) -> bool {
    text.trim_matches(is_invisible).len() > shape::LONG
}

impl<'a> Unit<'a> {
    fn open(line: &Line<'a>, gap: usize) -> Self {
        let text = line.visible;
        let marker = marker::parse(line.text);
        Self {
            span: Span::line(line.number),
            text: Cow::Borrowed(text),
            signs: line.signs,
            body: body(text, marker),
            marker,
            shape: Shape::default(),
            cue: None,
            indent: marker::columns(line.space()),
            gap,
            columns: None,
            is_page: false,
            series: (0, 0),
            twins: 0,
            twin: 0,
            again: false,
        }
    }

    /// Whether a line hangs from an item: it goes on below its open text, indented as that is. Below a number stands the
    /// text of a heading as often; there the words must tell.
    fn hangs(&self, last: &Line<'_>, line: &Line<'_>) -> bool {
        let Some(marker) = self.marker.filter(|_| !line.space().is_empty()) else { return false };
        let text = marker.indent + marker.raw.chars().count() + 1;
        let columns = marker::columns(line.space());
        let is_below = match marker.class {
            Class::Bullet(_) => (marker.indent + 2..=text + 1).contains(&columns),
            _ => columns == text && (line.visible.starts_with('و') || last.visible.ends_with('،')),
        };
        let ends = matches!(shape::ending(last.visible), Ending::Open | Ending::Comma);
        is_below && ends && marker::parse(line.text).is_none()
    }

    fn join(&mut self, line: &Line<'a>) {
        let text = self.text.to_mut();
        text.push(' ');
        text.push_str(line.visible);
        self.span.last = line.number;
        self.signs |= line.signs;
    }

    fn measure(&mut self, purpose: Purpose) {
        self.shape = Shape::of(&self.text[self.body..], self.signs, self.marker.is_some(), purpose);
        if usize::from(self.shape.words) <= lexicon::MOST_WORDS_OF_SMALL_PRINT && !self.shape.is_wordless {
            self.cue = lexicon::find(&self.shape.key);
        }
    }

    /// The text behind the marker.
    pub(super) fn rest(&self) -> &str {
        &self.text[self.body..]
    }

    /// Whether it may hold one of these signs.
    pub(super) fn holds(&self, signs: AsciiSet) -> bool {
        self.signs.meets(signs)
    }

    /// Whether it has a cue that is more than a hint.
    pub(super) fn is_sure(&self) -> bool {
        self.cue.is_some_and(Cue::is_certain)
    }

    pub(in crate::structure) fn words(&self) -> usize {
        self.shape.words.into()
    }

    /// Whether it ends as a sentence does.
    pub(in crate::structure) fn is_sentence(&self) -> bool {
        self.shape.ending.is_closed() || self.is_prose()
    }

    pub(in crate::structure) fn ends_with_colon(&self) -> bool {
        self.shape.ending == Ending::Colon
    }

    pub(in crate::structure) fn is_prose(&self) -> bool {
        self.shape.is_prose()
    }

    pub(in crate::structure) fn is_date(&self) -> bool {
        self.shape.is_date()
    }

    /// Whether it is nothing but the label of a note (ملاحظة:), which belongs to the text below it.
    pub(super) fn is_note(&self) -> bool {
        self.marker.is_none() && self.shape.words == 1 && self.shape.first & words::Class::Note.bit() != 0
    }

    /// Whether it is the invocation that stands above texts: بسم الله الرحمن الرحيم.
    #[inline]
    pub(super) fn is_invocation(&self) -> bool {
        const INVOCATION: [&str; 4] = ["بسم", "الله", "الرحمن", "الرحيم"];
        let words = self.shape.key.words().map(|word| word.bytes);
        self.shape.words == 4 && words.eq(INVOCATION.map(str::as_bytes))
    }

    /// Takes a glyph right before a letter for its marker.
    fn mark(&mut self) {
        if let Cow::Borrowed(text) = self.text {
            let marker = marker::parse_glued(text).map(|marker| Marker { indent: self.indent, ..marker });
            (self.body, self.marker) = (body(text, marker), marker);
        }
    }

    /// Takes a marker that turned out to be none back into the text.
    fn unmark(&mut self, purpose: Purpose) {
        self.marker = None;
        self.body = 0;
        self.measure(purpose);
    }
}

/// Where the text behind a marker begins.
fn body(text: &str, marker: Option<Marker<'_>>) -> usize {
    marker.map_or(0, |marker| marker.rest.as_ptr() as usize - text.as_ptr() as usize)
}

/// Finds the series of ordered markers; a letter or an ordinal without one is no marker.
fn link_series(units: &mut [Unit<'_>], purpose: Purpose) {
    let mut seen: FxHashMap<(u8, u32), usize> = FxHashMap::default();
    for at in 0..units.len() {
        let Some(marker) = units[at].marker else { continue };
        for (sort, value) in places(marker.class) {
            if let Some(&before) = value.checked_sub(1).and_then(|before| seen.get(&(sort, before)))
                && at - before <= SERIES_REACH
            {
                if units[at].series.0 == 0 {
                    units[at].series.0 = at - before;
                }
                if units[before].series.1 == 0 {
                    units[before].series.1 = at - before;
                }
            }
            seen.insert((sort, value), at);
        }
        if marker.class == Class::Ordinal(LAST)
            && let Some(before) = (at.saturating_sub(SERIES_REACH)..at)
                .rev()
                .find(|&before| matches!(units[before].marker.map(|m| m.class), Some(Class::Ordinal(_))))
        {
            units[at].series.0 = at - before;
            units[before].series.1 = at - before;
        }
    }
    for unit in units {
        let bound = unit.marker.is_some_and(|m| matches!(m.class, Class::Letter(_) | Class::Ordinal(_)));
        if bound && unit.series == (0, 0) {
            unit.unmark(purpose);
        }
    }
}

/// Where a marker stands in the series it may belong to: which series, and its place there.
fn places(class: Class) -> impl Iterator<Item = (u8, u32)> {
    let places = match class {
        Class::Bullet(_) | Class::Ordinal(LAST) => [None, None],
        Class::Number { value, .. } => [Some((0, value)), None],
        Class::Ordinal(rank) => [Some((1, rank.into())), None],
        Class::Letter(letter) => [
            marker::rank(letter, Order::Abjad).map(|rank| (2, rank)),
            marker::rank(letter, Order::Alphabetical).map(|rank| (3, rank)),
        ],
    };
    places.into_iter().flatten()
}

/// Finds the units that stand twice or more.
fn link_twins(units: &mut [Unit<'_>]) {
    let compared = |unit: &Unit<'_>| unit.shape.words <= MOST_WORDS_OF_TWINS && !unit.shape.is_wordless;
    let places = (0..units.len()).filter(|&at| compared(&units[at]));
    if !may_repeat(places.clone().map(|at| units[at].shape.key.hash())) {
        return;
    }
    // The hash of each in the high half, its place in the low: numbers are soon sorted.
    let mut keys: Vec<u64> = Vec::with_capacity(units.len());
    keys.extend(places.map(|at| u64::from(units[at].shape.key.hash()) << 32 | at as u64));
    keys.sort_unstable();
    let place = |key: u64| key as u32 as usize;
    for twins in keys.chunk_by(|one, other| one >> 32 == other >> 32).filter(|twins| twins.len() > 1) {
        for (nth, &key) in twins.iter().enumerate() {
            let at = place(key);
            let before = nth.checked_sub(1).map(|nth| at - place(twins[nth]));
            let after = twins.get(nth + 1).map(|&next| place(next) - at);
            units[at].twins = twins.len() - 1;
            units[at].twin = before.into_iter().chain(after).min().unwrap_or(0);
            units[at].again = nth > 0;
        }
    }
}

/// Whether two hashes may be equal. In most documents none are, which bits tell sooner than sorting.
fn may_repeat(mut hashes: impl Iterator<Item = u32>) -> bool {
    let mut seen = [0_u64; 64];
    hashes.any(|hash| {
        let (word, bit) = (&mut seen[(hash >> 26) as usize], 1 << (hash >> 20 & 63));
        let again = *word & bit != 0;
        *word |= bit;
        again
    })
}
