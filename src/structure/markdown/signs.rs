//! Signs: the lines that speak for Markdown.

use memchr::{memchr, memchr_iter};

use super::cursor::Cursor;
use super::sign::{self, Fence};
use super::wrapper::Wrapper;
use super::{front_matter, table};
use crate::ascii::AsciiSet;
use crate::letters::{is_alphabetic, is_alphanumeric};
use crate::lines::Line;

/// What speaks for Markdown in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::structure) enum Sign {
    FrontMatter,
    Heading,
    /// `##عنوان`, the space forgotten.
    TightHeading,
    Underline,
    Fence,
    /// A fence that names the language of its code.
    NamedFence,
    /// The delimiter row of a table.
    Table,
    /// One that begins with a bar, as few other lines do.
    BarredTable,
    Task,
    Link,
    Bold,
}

impl Sign {
    /// Whether one is enough: it is a heading, or more than a line of it was seen that nobody writes for ornament.
    pub(in crate::structure) fn is_decisive(self) -> bool {
        matches!(self, Self::FrontMatter | Self::Heading | Self::NamedFence | Self::BarredTable)
    }

    pub(in crate::structure) fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front matter",
            Self::Heading => "ATX heading",
            Self::TightHeading => "ATX heading without a space",
            Self::Underline => "setext underline",
            Self::Fence => "code fence",
            Self::NamedFence => "code fence with a language",
            Self::Table | Self::BarredTable => "table",
            Self::Task => "item with a box to tick",
            Self::Link => "link",
            Self::Bold => "bold text",
        }
    }
}

/// The signs of a document with their lines, from above; one a line at most, none inside code.
pub(in crate::structure) fn of<'l>(lines: &'l [Line<'_>]) -> impl Iterator<Item = (Sign, usize)> + 'l {
    let wrapper = Wrapper::of(lines);
    let lines = &lines[wrapper.map_or(0, |wrapper| wrapper.lines)..];
    let front = front_matter::read(lines);
    let body = &lines[front.as_ref().map_or(0, |front| front.lines)..];
    let mut fence: Option<(Fence, Sign)> = None;
    let signs = body.iter().enumerate().filter_map(move |(at, line)| {
        if fence.is_none() && !may_be_sign(line) {
            return None;
        }
        let cursor = Cursor::of(line);
        if let Some((open, sign)) = fence {
            let closed = open.is_closed_by(cursor.rest);
            fence = if closed { None } else { fence };
            // A fence speaks only once it is closed.
            return closed.then_some((sign, line.number));
        }
        let is_name = |info: &str| info.starts_with(|c: char| c.is_ascii_alphabetic());
        fence = Fence::open(cursor.rest)
            .map(|(fence, info)| (fence, if is_name(info) { Sign::NamedFence } else { Sign::Fence }));
        if fence.is_some() || cursor.indent >= 4 {
            return None;
        }
        let above = at.checked_sub(1).map_or("", |above| body[above].visible);
        sign_of(cursor.rest, above).map(|sign| (sign, line.number))
    });
    front.map(|front| (Sign::FrontMatter, front.span.first)).into_iter().chain(signs)
}

/// Whether a line begins with what opens a sign, or holds what others cannot be without; most do not.
fn may_be_sign(line: &Line<'_>) -> bool {
    const OPENS: AsciiSet = AsciiSet::of("#=-`~|:");
    const INSIDE: AsciiSet = AsciiSet::of("]*");
    line.signs.meets(INSIDE) || line.visible.bytes().next().is_some_and(|first| OPENS.has(first))
}

fn sign_of(text: &str, above: &str) -> Option<Sign> {
    let heading = sign::atx(text, false).map(|(width, _)| &text[width..]);
    let heading = heading.filter(|heading| heading.contains(is_alphabetic));
    let underline =
        || sign::setext(text).is_some() && text.len() > 2 && above.contains(is_alphabetic) && !is_rule(above);
    match () {
        () if heading.is_some_and(|heading| heading.starts_with(char::is_whitespace)) => Some(Sign::Heading),
        () if heading.is_some() => Some(Sign::TightHeading),
        () if underline() => Some(Sign::Underline),
        () if table::delimiter_columns(text).is_some() && above.contains('|') => {
            Some(if text.starts_with('|') { Sign::BarredTable } else { Sign::Table })
        }
        () if has_task(text) => Some(Sign::Task),
        () if has_link(text) => Some(Sign::Link),
        () if has_bold(text) => Some(Sign::Bold),
        () => None,
    }
}

fn is_rule(text: &str) -> bool {
    sign::setext(text).is_some() || sign::is_thematic_break(text)
}

/// `- [x] text`
fn has_task(text: &str) -> bool {
    let behind = text.strip_prefix(['-', '*', '+']).and_then(|rest| rest.trim_start().strip_prefix('['));
    behind.and_then(|rest| rest.strip_prefix([' ', 'x', 'X'])).is_some_and(|rest| rest.starts_with("] "))
}

/// `[text](destination)`
fn has_link(text: &str) -> bool {
    /// Bytes of a destination at most.
    const LONGEST: usize = 2048;
    let bytes = text.as_bytes();
    let Some(open) = memchr(b'[', bytes) else { return false };
    memchr_iter(b']', bytes).filter(|&at| at > open && bytes.get(at + 1) == Some(&b'(')).any(|at| {
        let destination = &text[at + 2..text.floor_char_boundary(at + 2 + LONGEST)];
        let end = destination.find(|c: char| c == ')' || c.is_whitespace());
        end.is_some_and(|end| end > 0 && destination[end..].starts_with(')'))
    })
}

/// `**text**` with a letter or digit right inside.
fn has_bold(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !memchr_iter(b'*', bytes).any(|at| bytes.get(at + 1) == Some(&b'*')) {
        return false;
    }
    let mut parts = text.split("**").skip(1);
    std::iter::from_fn(|| Some((parts.next()?, parts.next()?))).any(|(inside, _)| {
        inside.starts_with(|c: char| is_alphanumeric(c) || "\"«(".contains(c))
            && !inside.ends_with(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_line_that_may_be_no_sign_is_one(text in r"[ \u{200F}]?([#=`~|:*\-]{1,4}|\[ن\]\(a\)|\*\*ن\*\*|---\|---|[ نa]){0,4}") {
            let line = Line::of(1, &text);
            let is_sign = sign_of(line.visible, "عنوان | آخر").is_some() || Fence::open(line.visible).is_some();
            prop_assert!(may_be_sign(&line) || !is_sign);
        }
    }
}
