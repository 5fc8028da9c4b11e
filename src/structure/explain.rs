//! Explain: why each line of a document has its label.

use serde::Serialize;

use super::{Alternative, Kind, Reason, Structure, Term};
use crate::lines::Line;

/// A document with the reason for every label.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation<'a> {
    /// The format it was read as.
    pub format: super::Format,
    /// Why that format.
    pub format_reason: String,
    /// Every non-blank line, in order.
    pub lines: Vec<Explained<'a>>,
}

/// One line and what it was taken for.
#[derive(Clone, Debug, Serialize)]
pub struct Explained<'a> {
    /// 1-based.
    pub line: usize,
    /// The line as it stands in the document.
    pub text: &'a str,
    /// What was found on it: one finding, and behind it what stands inside the line (an image, a comment).
    pub found: Vec<Finding<'a>>,
}

/// A label and the reason for it.
#[derive(Clone, Debug, Serialize)]
pub struct Finding<'a> {
    /// `title`, `heading`, `paragraph`, `item`, `quote`, `code`, `table` or `dropped`.
    pub label: &'static str,
    /// The level of a heading, the depth of an item.
    pub level: Option<u8>,
    /// What a dropped line is, or where a title comes from.
    pub kind: Option<&'static str>,
    /// The marker of an item.
    pub marker: Option<&'a str>,
    /// Whether the label was inferred, not marked by the author.
    pub inferred: bool,
    /// The rule in a few words.
    pub rule: &'a str,
    /// The model's probability of the label, where a model decided.
    pub score: Option<f32>,
    /// The named terms of the decision, strongest first.
    pub terms: &'a [Term],
    /// What else it might have been.
    pub runner_up: Option<Alternative>,
}

/// Lays a structure beside the lines that it was recovered from.
pub fn explain<'a>(lines: &[Line<'a>], structure: &'a Structure<'_>) -> Explanation<'a> {
    let mut explained: Vec<_> = lines
        .iter()
        .map(|line| Explained { line: line.number, text: line.text, found: Vec::new() })
        .collect();
    for block in &structure.blocks {
        let first = block.span.first.max(1) - 1;
        let last = block.span.last.min(explained.len());
        for line in explained.get_mut(first..last).unwrap_or_default() {
            line.found.push(Finding::new(&block.kind, block.inferred, &block.reason));
        }
    }
    explained.retain(|line| !line.found.is_empty());
    Explanation {
        format: structure.format,
        format_reason: structure.format_reason.to_string(),
        lines: explained,
    }
}

impl<'a> Finding<'a> {
    fn new(kind: &'a Kind<'_>, inferred: bool, reason: &'a Reason) -> Self {
        let (level, marker) = match kind {
            Kind::Heading { level } => (Some(*level), None),
            Kind::Item { depth, marker, .. } => (Some(*depth), Some(marker.as_ref())),
            _ => (None, None),
        };
        let detail = match kind {
            Kind::Title(source) => Some(source.as_str()),
            Kind::Dropped(kind) => Some(kind.as_str()),
            _ => None,
        };
        Self {
            label: kind.label(),
            level,
            kind: detail,
            marker,
            inferred,
            rule: reason.rule,
            score: reason.score,
            terms: reason.weighed.as_ref().map_or(&[], |weighed| &weighed.terms),
            runner_up: reason.weighed.as_ref().map(|weighed| weighed.runner_up),
        }
    }
}

impl Kind<'_> {
    /// The name of the label, without its details.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Title(_) => "title",
            Self::Heading { .. } => "heading",
            Self::Paragraph => "paragraph",
            Self::Item { .. } => "item",
            Self::Quote => "quote",
            Self::Code => "code",
            Self::Table(_) => "table",
            Self::Dropped(_) => "dropped",
        }
    }
}
