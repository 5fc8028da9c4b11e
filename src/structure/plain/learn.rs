//! Learn: what the training of the model needs (feature `train`).

pub use super::Looks;
pub use super::context::CONTEXT;
pub use super::features::{NAMES, Vector};
pub use super::model::{Label, Model, Node, Odds};

use super::context;
use crate::lines::Line;
use crate::structure::{Block, Options};

/// A unit of a document as the first look sees it.
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

/// The features of the second look, given the odds that the first found.
pub fn second(samples: &[Sample], odds: &[Odds]) -> Vec<[i16; context::WIDTH]> {
    let first: Vec<Vector> = samples.iter().map(|sample| sample.vector).collect();
    context::vectors(&first, odds)
}

/// The blocks of a plain-text document as a given model sees it.
pub fn recover<'a>(looks: &Looks<'_>, lines: &[Line<'a>], options: &Options) -> Vec<Block<'a>> {
    super::recover_with(looks, lines, options, &mut Vec::new())
}
