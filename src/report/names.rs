//! Names: how many documents have each of a few names, such as those of encodings.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

/// Names with how often each was seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(BTreeMap<String, u64>);

/// A name with how often it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The name.
    pub name: String,
    /// How many documents have it.
    pub documents: u64,
}

impl Names {
    pub(super) fn add(&mut self, name: &str) {
        match self.0.get_mut(name) {
            Some(seen) => *seen += 1,
            None => drop(self.0.insert(name.to_owned(), 1)),
        }
    }

    pub(super) fn get(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or(0)
    }

    /// The most frequent first, equals by name.
    pub(super) fn ranked(&self) -> Vec<Named> {
        let named = |(name, &documents): (&String, &u64)| Named { name: name.clone(), documents };
        let mut all: Vec<_> = self.0.iter().map(named).collect();
        // Stable: equals stay in the order of their names.
        all.sort_by_key(|named| Reverse(named.documents));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_come_first_and_equals_by_name() {
        let mut names = Names::default();
        ["b", "c", "a", "c"].into_iter().for_each(|name| names.add(name));
        let ranked = names.ranked();
        assert_eq!(ranked.iter().map(|named| &*named.name).collect::<Vec<_>>(), ["c", "a", "b"]);
        assert_eq!((names.get("c"), names.get("z")), (2, 0));
    }
}
