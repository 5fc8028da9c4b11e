//! Normalization of Arabic text: a profile with its switches and folds, applied line by line.
//!
//! The default profile `standard` runs these steps, in this order:
//!
//! 1. [`Controls`](Step::Controls) — invisible controls are deleted. First, since deleting one lets spaces, or a
//!    letter and its hamza, meet; run last it would break idempotence.
//! 2. [`IsolatedMarks`](Step::IsolatedMarks) — isolated forms of marks lose the SPACE that NFKC would put into a word.
//! 3. [`Nfkc`](Step::Nfkc).
//! 4. [`Diacritics`](Step::Diacritics) — the mark set **M** ([`marks::MARKS`]) is deleted: vowel marks are no letters,
//!    hamza and madda are.
//! 5. NFC, as what the marks kept apart composes now (ا ۡ ٔ → أ).
//! 6. [`Madda`](Step::Madda) — what is left of U+0653 is deleted.
//! 7. [`Tatweel`](Step::Tatweel) — U+0640 is deleted, but where it is the seat of a hamza (شيـٔا).
//! 8. NFC, then the [folds](Fold), if any.
//! 9. [`Whitespace`](Step::Whitespace) — runs of spaces become one SPACE, none stays at the ends of a line.
//!
//! Laws: idempotent; NFC- and NFD-encoded input give the same; no letter is lost; nothing outside the named sets
//! changes; lines do not see each other; clean text is borrowed.

mod align;
mod class;
mod clean;
mod fast;
mod fold;
mod kernel;
pub mod marks;
mod pipeline;
mod profile;
mod removed;
mod scan;
mod stream;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

pub use align::{Alignment, Run};
pub use marks::UNICODE_VERSION;
pub use profile::{Explanation, Fold, Profile, Step};
pub use removed::Removed;
pub use scan::on_blocks;
pub use stream::Stream;

use crate::error::{Error, ErrorCode};
use fast::{Before, Engine};
use fold::Elongation;
use pipeline::Pipeline;

/// A profile with its switches and folds, ready to run.
#[derive(Clone, Debug)]
pub struct Normalizer {
    engine: Arc<Engine>,
}

impl Default for Normalizer {
    fn default() -> Self {
        Self::standard()
    }
}

impl Normalizer {
    /// The profile `standard`.
    pub fn standard() -> Self {
        static ENGINE: OnceLock<Arc<Engine>> = OnceLock::new();
        let standard = || Arc::new(Engine::new(Pipeline::new(Profile::Standard, &[], &[])));
        Self { engine: ENGINE.get_or_init(standard).clone() }
    }

    /// A profile without the steps in `keep`, with folds on top; the order of `keep` and `folds` does not matter.
    ///
    /// # Errors
    /// `keep` with a profile other than `standard`; both folds of digits.
    pub fn new(profile: Profile, keep: &[Step], folds: &[Fold]) -> Result<Self, Error> {
        if profile != Profile::Standard && !keep.is_empty() {
            let message =
                format!("--keep works with profile standard only, not with {profile}; leave it out");
            return Err(Error::new(ErrorCode::Unsupported, message));
        }
        if [Fold::DigitsAscii, Fold::DigitsArabic].iter().all(|fold| folds.contains(fold)) {
            let message = "--fold digits-ascii and digits-arabic contradict each other; choose one";
            return Err(Error::new(ErrorCode::Unsupported, message));
        }
        if profile == Profile::Standard && keep.is_empty() && folds.is_empty() {
            return Ok(Self::standard());
        }
        Ok(Self { engine: Arc::new(Engine::new(Pipeline::new(profile, keep, folds))) })
    }

    /// Normalizes a text; what is clean already is borrowed.
    ///
    /// LF and CRLF end a line and stay; every step works within a line, so a text may be cut at any LF.
    pub fn normalize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !self.engine.pipeline.elongation {
            return self.engine.whole(text).0;
        }
        let mut out = String::new();
        self.normalize_into(text, &mut out);
        if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
    }

    /// Appends the normalized text to `out`.
    pub fn normalize_into(&self, text: &str, out: &mut String) {
        let floor = out.len();
        self.engine.run(text, Before::LineStart, out);
        if self.engine.pipeline.elongation {
            Elongation::default().shorten(out, floor);
        }
    }

    /// Normalizes a text and tells where each part of it comes from. Slower than [`Normalizer::normalize`].
    pub fn align(&self, text: &str) -> (String, Alignment) {
        align::align(&self.engine, text)
    }

    /// Normalizes a text that comes in pieces.
    pub fn stream(&self) -> Stream<'_> {
        Stream::new(self)
    }

    /// Normalizes a text that is not clean, and tells what was taken away; `None` of one that is.
    pub fn change(&self, text: &str) -> Option<(String, Removed)> {
        let (normalized, same) = match self.engine.pipeline.elongation {
            true => (self.normalize(text), 0),
            false => self.engine.whole(text),
        };
        let Cow::Owned(normalized) = normalized else { return None };
        let removed = self.removed(&text[same..], &normalized[same..]);
        Some((normalized, removed))
    }

    /// What normalization took away from `before` to make `after`.
    pub fn removed(&self, before: &str, after: &str) -> Removed {
        let (before, after) = removed::between_equal_ends(before, after);
        if before == after {
            return Removed::default();
        }
        let clears = self.engine.clears && before.len() > removed::FEW;
        let cleared = clears.then(|| removed::cleared(before)).flatten();
        cleared.unwrap_or_else(|| removed::difference(before, after))
    }
}
