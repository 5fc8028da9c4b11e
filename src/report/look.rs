//! Look: the documents to look at first.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::concern::{self, Concern};
use super::facts::Facts;

/// How many are listed.
const LISTED: usize = 20;

/// A document to look at first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Look {
    /// The gravest first, then as they come.
    #[serde(skip)]
    rank: (Reverse<u32>, u64),
    /// Path, and line in a file of many.
    pub document: String,
    /// Content id.
    pub id: String,
    /// The title.
    pub title: Option<String>,
    /// Why.
    pub concerns: Vec<&'static str>,
}

/// The gravest of all documents so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Looks(BTreeSet<Look>);

impl Looks {
    /// Adds the document that stands at `order` among all, if there is anything to look at.
    pub(super) fn add(&mut self, facts: &Facts, order: u64, concerns: &[&'static Concern]) {
        let rank = (Reverse(concern::score(concerns)), order);
        let is_full = self.0.len() == LISTED;
        if concerns.is_empty() || is_full && self.0.last().is_some_and(|last| last.rank < rank) {
            return;
        }
        self.0.insert(Look {
            rank,
            document: facts.name(),
            id: facts.id.clone(),
            title: facts.title.clone(),
            concerns: concerns.iter().map(|concern| concern.name).collect(),
        });
        if is_full {
            self.0.pop_last();
        }
    }

    pub(super) fn ranked(&self) -> Vec<Look> {
        self.0.iter().cloned().collect()
    }
}
