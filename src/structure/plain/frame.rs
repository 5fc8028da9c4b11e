//! Frame: signs on both sides of a line, by which authors set headings apart: `== التاريخ ==`, `*** تنبيه ***`.

use std::borrow::Cow;

use super::model::Label;
use super::shape::Ending;
use super::unit::Unit;
use super::verdict::Verdict;
use crate::letters::is_alphanumeric;
use crate::lines::is_invisible;

/// Words inside of a frame at most.
const MOST_WORDS: u16 = 12;

/// Signs that frame a line, three or more on each side; two equal signs are enough.
const SIGNS: [char; 12] = ['=', '*', '-', '–', '—', '~', '#', '+', ':', '.', '•', '★'];

/// What stands inside of a frame, and the signs before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Framed<'t> {
    pub(super) inner: &'t str,
    signs: &'t str,
}

impl<'t> Framed<'t> {
    /// A line in a frame: behind it stands the mirror image of what stands before it, and in between no such sign.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let rest = text.trim_start_matches(SIGNS);
        let signs = &text[..text.len() - rest.len()];
        let inner = rest.trim_end_matches(SIGNS);
        let behind = &rest[inner.len()..];
        // Dots alone leave something out.
        let frames = (signs.chars().nth(2).is_some() || signs == "==")
            && !signs.chars().all(|sign| sign == '.')
            && signs.chars().rev().eq(behind.chars());
        let inner = inner.trim_matches(is_invisible);
        (frames && inner.contains(is_alphanumeric) && !inner.contains(signs)).then_some(Self { inner, signs })
    }

    /// The level that equal signs tell in the markup of wikis: `==` 2, `===` 3.
    pub(super) fn level(self) -> Option<u8> {
        let is_wiki = (2..=6).contains(&self.signs.len()) && self.signs.bytes().all(|sign| sign == b'=');
        is_wiki.then_some(self.signs.len() as u8)
    }
}

/// The frame around a unit, if it can be one of a heading.
pub(super) fn of<'u>(unit: &'u Unit<'_>) -> Option<Framed<'u>> {
    let could_be = unit.marker.is_none() && unit.shape.opens_with_sign && unit.shape.words <= MOST_WORDS;
    if could_be { Framed::of(&unit.text) } else { None }
}

/// A heading without its frame, and without the links behind it by which readers of a wiki edit it: `نشأته [عدل]`.
pub(super) fn without(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => {
            let edited = text.strip_suffix(']').and_then(|text| text.rfind("[عدل")).filter(|&at| at > 0);
            let text = edited.map_or(text, |at| text[..at].trim_end());
            Framed::of(text).map_or(text, |framed| framed.inner).into()
        }
        joined => joined,
    }
}

/// Takes a line in a frame for a heading of the text below it. Several lines in such frames are verse, talk or messages,
/// but for the headings of wikis; and nothing that a colon announces is a heading.
pub(super) fn verdict(units: &[Unit<'_>], at: usize) -> Option<Verdict> {
    let framed = of(&units[at])?;
    let is_text = |unit: &Unit<'_>| !unit.shape.is_wordless && of(unit).is_none();
    let above = at.checked_sub(1).map(|above| &units[above]);
    let announced = above.is_some_and(|above| above.shape.ending == Ending::Colon);
    let heads = framed.level().is_some()
        || units.get(at + 1).is_some_and(is_text) && above.is_none_or(|above| of(above).is_none());
    (heads && !announced).then_some(Verdict::rule(Label::Heading, "the same signs on both sides"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_the_same_on_both_sides() {
        for (text, inner, level) in [
            ("== التاريخ ==", "التاريخ", Some(2)),
            ("===العصور القديمة===", "العصور القديمة", Some(3)),
            ("*** تنبيه ***", "تنبيه", None),
            (".:: الملحق ::.", "الملحق", None),
            ("--- س - ص ---", "س - ص", None),
        ] {
            let framed = Framed::of(text);
            assert_eq!(framed.map(|framed| (framed.inner, framed.level())), Some((inner, level)), "{text}");
        }
        for text in [
            "= التاريخ =",
            "== التاريخ",
            "... ثم مضى ...",
            "--- س --- ص ---",
            "-- س --",
            "*** ***",
            "== التاريخ ===",
        ] {
            assert_eq!(Framed::of(text), None, "{text}");
        }
    }
}
