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
    /// A tab, or spaces as wide.
    Gaps(u16),
    /// A bar: `مكة | 4:30 | 12:20`.
    Bars(u16),
}

impl Columns {
    /// What parts a unit, if anything does. A single bar stands between a headline and the name of its site.
    fn of(unit: &Unit<'_>) -> Option<Self> {
        let tally = &unit.shape.tally;
        let is_line = matches!(unit.text, Cow::Borrowed(_));
        let is_row = is_line && unit.marker.is_none() && !unit.is_sure();
        match (tally.gaps, tally.pipes) {
            _ if !is_row => None,
            (1.., 0) => Some(Self::Gaps(tally.gaps + 1)),
            (0, 2..) if unit.text.matches(BAR).count() == usize::from(tally.pipes) => {
                Some(Self::Bars(tally.pipes + 1))
            }
            _ => None,
        }
    }

    fn cells(self) -> usize {
        let (Self::Gaps(cells) | Self::Bars(cells)) = self;
        cells.into()
    }

    /// The words of its cells on the average at most: the two halves of a verse have more.
    fn most_words(self) -> usize {
        if self.cells() == 2 { 2 } else { 5 }
    }

    /// The cells of a row, without the white space around them.
    pub(super) fn split(self, text: &str) -> Vec<&str> {
        match self {
            Self::Bars(_) => text.split(BAR).map(str::trim).collect(),
            Self::Gaps(_) => tally::parted(text),
        }
    }
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
        if end - start >= FEWEST && words <= columns.most_words() * columns.cells() * (end - start) {
            units[start..end].iter_mut().for_each(|unit| unit.columns = Some(columns));
        }
    }
}

/// Adds a row to the table right above it, or begins one.
pub(super) fn add<'a>(blocks: &mut Vec<Block<'a>>, unit: &Unit<'a>, columns: Columns, reason: Reason) {
    // A row is one line.
    let Cow::Borrowed(text) = unit.text else { return };
    let cells: Vec<Cow<'a, str>> = columns.split(text).into_iter().map(Cow::Borrowed).collect();
    let above = blocks.last_mut().filter(|above| above.span.last + 1 == unit.span.first);
    if let Some(Block { kind: Kind::Table(rows), span, .. }) = above
        && rows.first().is_some_and(|first| first.len() == cells.len())
    {
        rows.push(cells);
        span.last = unit.span.last;
    } else {
        let kind = Kind::Table(vec![cells]);
        blocks.push(Block { kind, span: unit.span, text: "".into(), inferred: true, reason });
    }
}
