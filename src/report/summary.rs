//! Summary: the figures sorted and ready to be shown; as JSON the output of `stats --json`.

use serde::Serialize;

use super::distribution::Distribution;
use super::look::Look;
use super::names::Named;
use super::repeated::DroppedLines;
use super::steps::Changed;
use super::totals::Totals;

/// Everything that is known of the documents together.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "said by their names and types")]
pub struct Summary {
    pub schema: &'static str,
    pub totals: Totals,
    pub titles: Vec<Named>,
    pub formats: Vec<Named>,
    pub encodings: Vec<Named>,
    pub warnings: Vec<Warned>,
    pub errors: Vec<Named>,
    pub concerns: Vec<Named>,
    pub words: Distribution,
    pub sections: Distribution,
    /// Empty where no source was at hand.
    pub normalization: Vec<Changed>,
    pub dropped: Vec<DroppedLines>,
    pub look_first: Vec<Look>,
    pub failures: Vec<Failed>,
}

/// The version of this JSON.
pub(super) const SCHEMA: &str = "seedtool/1-stats";

/// A warning with how often it was given.
#[derive(Clone, Debug, Serialize)]
pub struct Warned {
    /// The code.
    pub code: String,
    /// How many documents have it.
    pub documents: u64,
    /// How often it was given.
    pub findings: u64,
}

/// An input without a record.
#[derive(Clone, Debug, Serialize)]
pub struct Failed {
    /// Path, and line in a file of many.
    pub document: String,
    /// The code.
    pub code: String,
    /// In words.
    pub message: String,
}
