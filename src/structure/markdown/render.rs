//! Render: raw blocks → blocks, with the inline markup read.

use std::borrow::Cow;

use super::html;
use super::inline::{self, Aside, Labels, Plain};
use super::raw::{BOLD_LINE, Blocks, HTML_ELEMENT, Piece, Raw, RawKind};
use super::sign;
use super::table;
use crate::lines::{Line, is_blank};
use crate::structure::{Block, DropKind, Kind, Reason, Span, within};

/// The blocks of a document.
pub(super) fn render<'a>(blocks: &Blocks<'a>, lines: &[Line<'a>], labels: &Labels) -> Vec<Block<'a>> {
    let mut out = Vec::with_capacity(blocks.raws.len());
    for (at, raw) in blocks.raws.iter().enumerate() {
        let lines = within(lines, raw.span);
        let pieces = &blocks.pieces[raw.pieces.clone()];
        let goes_on = blocks.raws.get(at + 1).is_some_and(|below| goes_on(raw, below));
        Renderer { raw, lines, pieces, goes_on, labels, out: &mut out }.render();
    }
    out
}

/// Whether text stands right below text: what the author wrote as lines of one paragraph.
fn goes_on(raw: &Raw<'_>, below: &Raw<'_>) -> bool {
    matches!(raw.kind, RawKind::Paragraph | RawKind::Quote)
        && raw.kind == below.kind
        && raw.span.last + 1 == below.span.first
}

struct Renderer<'r, 'a> {
    raw: &'r Raw<'a>,
    lines: &'r [Line<'a>],
    pieces: &'r [Piece<'a>],
    /// Whether the block below was of the same paragraph.
    goes_on: bool,
    labels: &'r Labels,
    out: &'r mut Vec<Block<'a>>,
}

impl<'a> Renderer<'_, 'a> {
    fn render(mut self) {
        let kind = match self.raw.kind {
            RawKind::Heading { level } => Kind::Heading { level },
            RawKind::Paragraph => Kind::Paragraph,
            RawKind::Quote => Kind::Quote,
            RawKind::Item { depth, ordered, marker } => Kind::Item { depth, ordered, marker: marker.into() },
            RawKind::Code => {
                let text = match self.code() {
                    code if self.raw.rule == HTML_ELEMENT => {
                        html::without_tags(&code).trim_matches('\n').to_owned().into()
                    }
                    code => code,
                };
                return self.block(Kind::Code, text);
            }
            RawKind::Table => return self.table(),
            RawKind::Dropped(kind) => {
                let text = joined(self.pieces);
                return self.block(Kind::Dropped(kind), text);
            }
        };
        self.text(kind);
    }

    fn block(&mut self, kind: Kind<'a>, text: Cow<'a, str>) {
        let inferred = self.raw.rule == BOLD_LINE && matches!(kind, Kind::Heading { .. });
        let reason = Reason::rule(self.raw.rule);
        self.out.push(Block { kind, span: self.raw.span, text, inferred, reason });
    }

    fn text(&mut self, kind: Kind<'a>) {
        let (text, asides) = self.plain();
        let says_nothing = sign::says_nothing(&text);
        if asides.is_empty() && !says_nothing {
            return self.block(kind, text);
        }
        let mut asides = asides.into_iter();
        if !says_nothing {
            self.block(kind, text);
        } else if let Some(Aside { kind, text, .. }) = asides.next() {
            self.block(Kind::Dropped(kind), text.into());
        } else {
            let kind = if is_blank(&text) { DropKind::Comment } else { DropKind::Separator };
            self.block(Kind::Dropped(kind), joined(self.pieces));
        }
        self.asides(asides);
    }

    /// Blocks for the images and comments inside a text; an image without words is none.
    fn asides(&mut self, asides: impl Iterator<Item = Aside>) {
        let mut pieces = self.pieces.iter();
        let mut line = self.raw.span.first;
        let mut end = 0;
        for aside in asides.filter(|aside| !is_blank(&aside.text)) {
            while end <= aside.at {
                let Some(piece) = pieces.next() else { break };
                (line, end) = (piece.line, end + piece.text.len() + 1);
            }
            let (kind, text) = (Kind::Dropped(aside.kind), aside.text.into());
            let reason = Reason::rule("inside a text");
            self.out.push(Block { kind, span: Span::line(line), text, inferred: false, reason });
        }
    }

    fn plain(&self) -> (Cow<'a, str>, Vec<Aside>) {
        match self.joined() {
            text if !self.lines.iter().any(inline::may_hold_markup) => (text, Vec::new()),
            Cow::Borrowed(text) => {
                let Plain { text, asides } = inline::plain(text, self.labels);
                (text, asides)
            }
            Cow::Owned(text) => {
                let Plain { text, asides } = inline::plain(&text, self.labels);
                (text.into_owned().into(), asides)
            }
        }
    }

    /// The lines of the text; a hard line break before the block below is gone, too.
    fn joined(&self) -> Cow<'a, str> {
        match (joined(self.pieces), self.goes_on) {
            (Cow::Borrowed(text), true) if breaks_line(text) => text[..text.len() - 1].into(),
            (Cow::Owned(mut text), true) if breaks_line(&text) => {
                text.pop();
                text.into()
            }
            (text, _) => text,
        }
    }

    fn code(&self) -> Cow<'a, str> {
        if let [Piece { indent: 0, text, .. }] = self.pieces {
            return (*text).into();
        }
        let mut code = String::new();
        for (at, piece) in self.pieces.iter().enumerate() {
            if at > 0 {
                code.push('\n');
            }
            code.extend(std::iter::repeat_n(' ', piece.indent));
            code.push_str(piece.text);
        }
        code.into()
    }

    /// The plain text of a cell; an escaped pipe is one in code spans, too (GFM §4.10).
    fn cell(&self, cell: &'a str) -> Plain<'a> {
        if !cell.contains(r"\|") {
            return inline::plain(cell, self.labels);
        }
        let cell = cell.replace(r"\|", "|");
        let Plain { text, asides } = inline::plain(&cell, self.labels);
        Plain { text: text.into_owned().into(), asides }
    }

    fn table(&mut self) {
        let mut rows = Vec::new();
        let mut asides = Vec::new();
        // The second line is the delimiter row.
        let mut start = 0;
        for (at, piece) in self.pieces.iter().enumerate() {
            if at != 1 {
                let cells = table::cells(piece.text).map(|cell| {
                    let Plain { text, asides: inside } = self.cell(cell);
                    asides.extend(inside.into_iter().map(|aside| Aside { at: start, ..aside }));
                    text
                });
                rows.push(cells.collect());
            }
            start += piece.text.len() + 1;
        }
        self.block(Kind::Table(rows), "".into());
        self.asides(asides.into_iter());
    }
}

/// The lines of a text joined by a space; the backslash of a hard line break is gone.
fn joined<'a>(pieces: &[Piece<'a>]) -> Cow<'a, str> {
    match pieces {
        [] => "".into(),
        [piece] => piece.text.into(),
        pieces => {
            let mut text = String::with_capacity(pieces.iter().map(|piece| piece.text.len() + 1).sum());
            for (at, piece) in pieces.iter().enumerate() {
                if at > 0 {
                    text.push(' ');
                }
                let broken = at + 1 < pieces.len() && breaks_line(piece.text);
                text.push_str(&piece.text[..piece.text.len() - usize::from(broken)]);
                // Offsets stay those of the pieces.
                text.extend(broken.then_some(' '));
            }
            text.into()
        }
    }
}

/// Whether the backslash of a hard line break ends a line.
fn breaks_line(text: &str) -> bool {
    let backslashes = text.len() - text.trim_end_matches('\\').len();
    backslashes % 2 == 1
}
