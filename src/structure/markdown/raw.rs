//! Raw: a block as its lines stand, inline markup not yet read.

use std::ops::Range;

use crate::structure::{DropKind, Span};

/// The rule of a block made of an HTML element; what it holds stands among tags.
pub(super) const HTML_ELEMENT: &str = "HTML element";

/// The rule of a heading that is only a bold line.
pub(super) const BOLD_LINE: &str = "bold line, as this document writes its headings";

/// What a raw block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawKind<'a> {
    Heading { level: u8 },
    Paragraph,
    Quote,
    Item { depth: u8, ordered: bool, marker: &'a str },
    Code,
    Table,
    Dropped(DropKind),
}

/// A block of lines.
#[derive(Clone, Debug)]
pub(super) struct Raw<'a> {
    pub(super) kind: RawKind<'a>,
    pub(super) span: Span,
    /// Its lines among all pieces.
    pub(super) pieces: Range<usize>,
    pub(super) rule: &'static str,
}

/// The part of a line that belongs to a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) line: usize,
    /// Columns of white space before the text, for code.
    pub(super) indent: usize,
    pub(super) text: &'a str,
}

/// The blocks of a document in the order they were read.
#[derive(Debug)]
pub(super) struct Blocks<'a> {
    pub(super) raws: Vec<Raw<'a>>,
    pub(super) pieces: Vec<Piece<'a>>,
}

impl<'a> Blocks<'a> {
    /// Adds a block of one line.
    pub(super) fn line(&mut self, kind: RawKind<'a>, line: usize, text: &'a str, rule: &'static str) {
        let start = self.pieces.len();
        self.pieces.push(Piece { line, indent: 0, text });
        self.block(kind, Span::line(line), start, rule);
    }

    /// Adds a block of all pieces from `start` on; markup below markup of the same kind goes on with it.
    pub(super) fn block(&mut self, kind: RawKind<'a>, span: Span, start: usize, rule: &'static str) {
        let pieces = start..self.pieces.len();
        match self.raws.last_mut() {
            Some(above)
                if matches!(kind, RawKind::Dropped(_))
                    && (above.kind, above.rule) == (kind, rule)
                    && above.span.last + 1 == span.first
                    && above.pieces.end == start =>
            {
                above.span.last = span.last;
                above.pieces.end = pieces.end;
            }
            _ => self.raws.push(Raw { kind, span, pieces, rule }),
        }
    }
}
