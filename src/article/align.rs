//! Alignment of a whole article: every normalized text with its place in the document.

use std::borrow::Cow;

use super::origin::{Origin, offset_in};
use super::{Article, Place};
use crate::lines::{Line, lines};
use crate::normalize::{Normalizer, Removed, Run};
use crate::structure::Span;

/// The map from one normalized text to the decoded document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aligned {
    /// Which text.
    pub place: Place,
    /// Its runs, in order; offsets in UTF-8 bytes, those of the source from the start of the decoded document.
    pub runs: Vec<Run>,
}

impl<'a> Article<'a> {
    /// Normalizes as [`Article::normalize`] does, and maps every text to the document it was read from. A title
    /// that came from a field beside the text has no place in it.
    pub fn align(&mut self, normalizer: &Normalizer, document: &str) -> (Removed, Vec<Aligned>) {
        let lines: Vec<_> = lines(document).collect();
        let mut removed = Removed::default();
        let mut aligned = Vec::new();
        self.visit(|place, span, text| {
            let (normalized, alignment) = normalizer.align(text);
            if let Some((from, to)) = span.and_then(|span| extent(span, document, &lines)) {
                let origin = Origin::find(text, document, from, to);
                aligned.push(Aligned { place, runs: origin.compose(alignment.runs(), &normalized) });
            }
            removed += normalizer.removed(text, &normalized);
            *text = Cow::Owned(normalized);
        });
        (removed, aligned)
    }
}

/// Where lines begin and end in the document, in bytes.
fn extent(span: Span, document: &str, lines: &[Line<'_>]) -> Option<(usize, usize)> {
    let first = offset_in(lines.get(span.first.checked_sub(1)?)?.text, document)?;
    let last = lines.get(span.last.checked_sub(1)?)?.text;
    Some((first, offset_in(last, document)? + last.len()))
}
