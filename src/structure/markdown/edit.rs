//! Edit: a text in other words for the parser, with the way back to its source.

use std::borrow::Cow;
use std::ops::Range;

/// Stands in the text for what is kept; a noncharacter, so that no author writes it.
const STAND_IN: char = '\u{FDD0}';

/// What is to stand for a part of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum With {
    /// Other text, perhaps none.
    Text(&'static str),
    /// One character that is no markup; where it comes out of the parser, the part comes back as it was.
    Itself,
}

/// A change of one part of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) with: With,
}

impl Edit {
    /// Takes a part away.
    pub(super) fn cut(range: Range<usize>) -> Self {
        Self { range, with: With::Text("") }
    }

    /// Hides a part from the parser.
    pub(super) fn keep(range: Range<usize>) -> Self {
        Self { range, with: With::Itself }
    }

    /// Puts text between two characters.
    pub(super) fn insert(at: usize, text: &'static str) -> Self {
        Self { range: at..at, with: With::Text(text) }
    }
}

/// A source with its edits done.
#[derive(Debug)]
pub(super) struct Edited<'s> {
    pub(super) text: Cow<'s, str>,
    /// Where each edit ends, in the text and in the source.
    seams: Vec<(usize, usize)>,
    /// Where a character stands for another text, and that text.
    kept: Vec<(usize, &'s str)>,
}

impl<'s> Edited<'s> {
    /// Does the edits in the order of their places; one that begins inside of another is left out.
    pub(super) fn of(source: &'s str, mut edits: Vec<Edit>) -> Self {
        let mut edited = Self { text: source.into(), seams: Vec::new(), kept: Vec::new() };
        if edits.is_empty() {
            return edited;
        }
        if source.contains(STAND_IN) {
            edits.retain(|edit| edit.with != With::Itself);
        }
        edits.sort_by_key(|edit| edit.range.start);
        let mut text = String::with_capacity(source.len() + 8 * edits.len());
        let mut done = 0;
        for Edit { range, with } in edits {
            let Some(between) = source.get(done..range.start) else { continue };
            text.push_str(between);
            match with {
                With::Text(other) => text.push_str(other),
                With::Itself => {
                    edited.kept.push((text.len(), &source[range.clone()]));
                    text.push(STAND_IN);
                }
            }
            edited.seams.push((text.len(), range.end));
            done = range.end;
        }
        text.push_str(&source[done..]);
        edited.text = text.into();
        edited
    }

    /// The place in the source of a place in the text.
    pub(super) fn place(&self, at: usize) -> usize {
        let above = self.seams.partition_point(|&(end, _)| end <= at);
        let (end, source) = above.checked_sub(1).map_or((0, 0), |above| self.seams[above]);
        source + (at - end)
    }

    /// A part of the text from `at` on, with all that is kept back in it.
    pub(super) fn restored<'p>(&self, at: usize, part: Cow<'p, str>) -> Cow<'p, str> {
        if self.kept.is_empty() || !part.contains(STAND_IN) {
            return part;
        }
        let mut kept = self.kept[self.kept.partition_point(|&(place, _)| place < at)..].iter();
        let mut pieces = part.split(STAND_IN);
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            out.push_str(kept.next().map_or("", |&(_, text)| text));
            out.push_str(piece);
        }
        out.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_in_its_place() {
        let source = "أ$ب$ج[[د]]ه$و$";
        let find = |text| source.find(text).expect("it stands there");
        let edits = vec![
            Edit::keep(find("$و")..source.len()),
            Edit::keep(find("$ب")..find("ج")),
            Edit::cut(find("[[")..find("د")),
            Edit::cut(find("]]")..find("ه")),
        ];
        let edited = Edited::of(source, edits);
        assert_eq!(edited.text, "أ\u{FDD0}جده\u{FDD0}");
        let at = |text: &str| edited.text.find(text).expect("it stands there");
        assert_eq!(edited.place(at("ه")), find("ه"));
        assert_eq!(edited.restored(0, edited.text.as_ref().into()), "أ$ب$جده$و$");
        assert_eq!(edited.restored(at("ه"), edited.text[at("ه")..].into()), "ه$و$");
    }

    #[test]
    fn an_edit_inside_of_another_is_left_out() {
        let edited = Edited::of("abcd", vec![Edit::cut(1..2), Edit::cut(0..3)]);
        assert_eq!(edited.text, "d");
    }
}
