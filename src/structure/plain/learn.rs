//! Learn: what the training of the model needs (feature `train`).

pub use super::features::{DETAIL, DOCUMENT, NAMES, PLACE, Vector, digest};
pub use super::model::{Label, Model, Node};

use crate::lines::Line;
use crate::structure::{Block, Options};

/// A unit of a document as the model sees it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its first line.
    pub line: usize,
    /// Its label, where a rule settles it without the model.
    pub settled: Option<Label>,
    /// Its features.
    pub vector: Vector,
}

/// The units of a plain-text document.
pub fn samples(lines: &[Line<'_>]) -> Vec<Sample> {
    super::vectors(lines)
        .into_iter()
        .map(|(span, settled, vector)| Sample {
            line: span.first,
            settled: settled.map(|settled| settled.label),
            vector,
        })
        .collect()
}

/// The blocks of a plain-text document as a given model sees it.
pub fn recover<'a>(model: &Model<'_>, lines: &[Line<'a>], options: &Options) -> Vec<Block<'a>> {
    super::recover_with(model, |vectors| vectors.iter().map(|x| model.odds(x)).collect(), lines, options)
}
