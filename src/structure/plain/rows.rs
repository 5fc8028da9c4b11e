//! Rows: the lines of a table that is set with tabs, wide gaps or bars.

use std::borrow::Cow;

use super::tally;
use super::unit::Unit;
use crate::structure::{Block, Kind, Reason};

/// The rows that make a table at least.
const FEWEST: usize = 3;

const BAR: char = '|';

/// What parts the cells of a row, and how many cells there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    /// A tab; a cell may be empty.
    Tabs(usize),
    /// Spaces as wide.
    Gaps(usize),
    /// A bar: `مكة | 4:30 | 12:20`.
    Bars(usize),
}

impl Columns {
    /// What parts a unit, if anything does.
    #[inline]
    fn of(unit: &Unit<'_>) -> Option<Self> {
        let tally = &unit.shape.tally;
        // A single bar stands between a headline and the name of its site.
        if tally.gaps > 0 || tally.pipes > 1 { Self::between_cells(unit) } else { None }
    }

    fn between_cells(unit: &Unit<'_>) -> Option<Self> {
        if unit.marker.is_some() || unit.is_sure() || !matches!(unit.text, Cow::Borrowed(_)) {
            return None;
        }
        let columns = match (unit.text.matches(BAR).count(), unit.text.matches('\t').count()) {
            (2.., _) => Self::Bars(bare(&unit.text).matches(BAR).count() + 1),
            (_, tabs @ 1..) => Self::Tabs(tabs + 1),
            _ => Self::Gaps(usize::from(unit.shape.tally.gaps) + 1),
        };
        (columns.cells() > 1).then_some(columns)
    }

    fn cells(self) -> usize {
        let (Self::Tabs(cells) | Self::Gaps(cells) | Self::Bars(cells)) = self;
        cells
    }

    /// The words of its cells on the average at most: the two halves of a verse have more.
    fn most_words(self) -> usize {
        if self.cells() == 2 { 2 } else { 5 }
    }

    /// The cells of a row, without the white space around them.
    pub(super) fn split(self, text: &str) -> Vec<&str> {
        match self {
            Self::Bars(_) => bare(text).split(BAR).map(str::trim).collect(),
            Self::Tabs(_) => text.split('\t').map(str::trim).collect(),
            Self::Gaps(_) => tally::parted(text),
        }
    }
}

/// A row without the bars around it.
fn bare(text: &str) -> &str {
    let text = text.strip_prefix(BAR).unwrap_or(text);
    text.strip_suffix(BAR).unwrap_or(text)
}

/// Marks the rows of tables: lines one right below the other that are parted alike into few words.
pub(super) fn mark(units: &mut [Unit<'_>]) {
    let mut end = 0;
    while end < units.len() {
        let start = end;
        end += 1;
        let Some(columns) = Columns::of(&units[start]) else { continue };
        let rows = units[end..].iter().take_while(|unit| unit.gap == 0 && Columns::of(unit) == Some(columns));
        end += rows.count();
        let words: usize = units[start..end].iter().map(|unit| usize::from(unit.shape.words)).sum();
        let is_short = words <= columns.most_words() * columns.cells() * (end - start);
        // Who speaks stands before what is said.
        let speaks = || columns.cells() == 2 && units[start..end].iter().all(is_speech);
        if end - start >= FEWEST && is_short && !speaks() {
            units[start..end].iter_mut().for_each(|unit| unit.columns = Some(columns));
        }
    }
}

/// Whether the first cell ends in a colon.
fn is_speech(unit: &Unit<'_>) -> bool {
    tally::parted(&unit.text).first().is_some_and(|first| first.ends_with(':'))
}

/// Adds a row to the table right above it, where it goes on with one, or begins a table.
pub(super) fn add<'a>(
    blocks: &mut Vec<Block<'a>>,
    unit: &Unit<'a>,
    columns: Columns,
    goes_on: bool,
    reason: Reason,
) {
    // A row is one line.
    let Cow::Borrowed(text) = unit.text else { return };
    let cells: Vec<Cow<'a, str>> = columns.split(text).into_iter().map(Cow::Borrowed).collect();
    if goes_on
        && unit.gap == 0
        && let Some(Block { kind: Kind::Table(rows), span, .. }) = blocks.last_mut()
    {
        rows.push(cells);
        span.last = unit.span.last;
    } else {
        let kind = Kind::Table(vec![cells]);
        blocks.push(Block { kind, span: unit.span, text: "".into(), inferred: true, reason });
    }
}
