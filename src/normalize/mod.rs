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
mod fast;
mod fold;
mod kernel;
pub mod marks;
mod pipeline;
mod profile;
mod scan;
mod stream;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock, OnceLock};

use unicode_normalization::char::decompose_compatible;

pub use align::{Alignment, Run};
pub use marks::UNICODE_VERSION;
pub use profile::{Explanation, Fold, Profile, Step};
pub use scan::{highest_bits, widest};
pub use stream::Stream;

use crate::error::{Error, ErrorCode};
use crate::lanes::{Any, Around, Counts, Look, Passed, Shown};
use crate::letters::Table;
use fast::{Before, Engine};
use fold::Elongation;
use pipeline::{MADDA, Pipeline, TATWEEL};

/// A profile with its switches and folds, ready to run.
#[derive(Clone, Debug)]
pub struct Normalizer {
    engine: Arc<Engine>,
}

/// How many characters of two kinds a normalization took away.
///
/// Counted in compatibility decomposition: U+FE77 (fatha, medial form) is a tatweel and a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// U+0640.
    pub tatweel: usize,
    /// Members of the mark set **M**, and U+0653 that composed with nothing.
    pub marks: usize,
}

impl std::ops::AddAssign for Removed {
    fn add_assign(&mut self, other: Self) {
        self.tatweel += other.tatweel;
        self.marks += other.marks;
    }
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
            return self.engine.whole(text);
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

    /// What normalization took away from `before` to make `after`.
    pub fn removed(&self, before: &str, after: &str) -> Removed {
        if before == after {
            return Removed::default();
        }
        let before = census(before);
        if before == Removed::default() {
            return before;
        }
        // Of what is normalized most has none left.
        let after = if holds_any(after) { census(after) } else { Removed::default() };
        Removed {
            tatweel: before.tatweel.saturating_sub(after.tatweel),
            marks: before.marks.saturating_sub(after.marks),
        }
    }
}

/// Whether a text may hold any of the two kinds.
fn holds_any(text: &str) -> bool {
    widest(Shown::of(text.as_bytes(), Search { found: Any::NONE })).found.any()
}

/// How many there are of the two kinds.
fn census(text: &str) -> Removed {
    let [uncommon, tatweel, marks] = widest(Shown::of(text.as_bytes(), Census(Counts::NONE))).0.sums();
    if uncommon > 0 {
        return census_slowly(text);
    }
    Removed { tatweel, marks }
}

/// The search for anything of the two kinds.
struct Search {
    found: Any,
}

impl Look for Search {
    const EDGE: u8 = 0;

    #[inline(always)]
    fn block(&mut self, _: usize, around: &Around) {
        let of_kind = |a, b| is_uncommon(a, b) | is_tatweel(a, b) | is_common_mark(a, b);
        self.found.add(Passed::of(around, |_, a, b| of_kind(a, b)));
    }
}

/// The census of a text of common characters: how many are not, tatweel, and marks.
struct Census(Counts<3>);

impl Look for Census {
    const EDGE: u8 = 0;

    #[inline(always)]
    fn block(&mut self, _: usize, around: &Around) {
        self.0.add(Passed::all(|at| {
            let (a, b) = (around[at + 1], around[at + 2]);
            [is_uncommon(a, b), is_tatweel(a, b), is_common_mark(a, b)]
        }));
    }
}

#[inline(always)]
fn is_tatweel(lead: u8, next: u8) -> bool {
    (lead == 0xD9) & (next == 0x80)
}

/// Whether two bytes are one of U+064B–065E or U+0670, but no hamza; or آ, which has a madda.
#[inline(always)]
fn is_common_mark(lead: u8, next: u8) -> bool {
    let mark = (next.wrapping_sub(0x8B) < 0x9F - 0x8B) & (next != 0x94) & (next != 0x95);
    (lead == 0xD9) & (mark | (next == 0xB0)) | (lead == 0xD8) & (next == 0xA2)
}

/// Whether two bytes begin a character that may have a part of the two kinds, other than tatweel, آ and those of
/// U+064B–067F.
#[inline(always)]
fn is_uncommon(lead: u8, next: u8) -> bool {
    (lead == 0xD8) & (next.wrapping_sub(0x90) < 0x9B - 0x90) | (lead >= 0xDA) & (lead != 0xE2)
}

fn census_slowly(text: &str) -> Removed {
    let mut found = Removed::default();
    PARTS.read(text, |parts| found += parts);
    found
}

/// What a character has of the two kinds.
static PARTS: LazyLock<Table<Removed>> = LazyLock::new(|| Table::new(parts));

fn parts(c: char) -> Removed {
    let mut found = Removed::default();
    decompose_compatible(c, |c| match c {
        TATWEEL => found.tatweel += 1,
        MADDA => found.marks += 1,
        _ if marks::holds(marks::MARKS, c) => found.marks += 1,
        _ => {}
    });
    found
}
