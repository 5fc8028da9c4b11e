//! Sample: a choice of documents in bounded memory that does not depend on chance.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Up to `size` things: half of the places go to the gravest, the rest to an even spread over all.
///
/// The spread takes the smallest content ids, which are as good as random and yet the same on every machine.
#[derive(Clone, Debug)]
pub struct Sample<T> {
    size: usize,
    seen: u64,
    kept: BTreeMap<u64, T>,
    gravest: BTreeSet<(Reverse<u32>, u64)>,
    spread: BTreeSet<(String, u64)>,
}

impl<T> Sample<T> {
    /// A sample of at most `size`.
    pub fn new(size: usize) -> Self {
        let (kept, gravest, spread) = Default::default();
        Self { size, seen: 0, kept, gravest, spread }
    }

    /// Offers a thing by its gravity and content id; `make` runs only if it enters.
    pub fn offer(&mut self, gravity: u32, id: &str, make: impl FnOnce() -> T) {
        let order = self.seen;
        self.seen += 1;
        self.spread.insert((id.to_owned(), order));
        let mut out = Vec::new();
        if self.spread.len() > self.size {
            out.extend(self.spread.pop_last().map(|(_, order)| order));
        }
        if gravity > 0 {
            self.gravest.insert((Reverse(gravity), order));
            if self.gravest.len() > self.size.div_ceil(2) {
                out.extend(self.gravest.pop_last().map(|(_, order)| order));
            }
        }
        let is_in = |sample: &Self, order| {
            sample.gravest.iter().any(|&(_, kept)| kept == order)
                || sample.spread.iter().any(|&(_, kept)| kept == order)
        };
        if is_in(self, order) {
            self.kept.insert(order, make());
        }
        for order in out {
            if !is_in(self, order) {
                self.kept.remove(&order);
            }
        }
    }

    /// How many were offered.
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// The choice, in the order in which it was offered.
    pub fn into_chosen(mut self) -> Vec<T> {
        let gravest = self.gravest.iter().map(|&(_, order)| order);
        let spread = self.spread.iter().map(|&(_, order)| order);
        let mut chosen = BTreeSet::new();
        for order in gravest.chain(spread) {
            if chosen.len() == self.size {
                break;
            }
            chosen.insert(order);
        }
        chosen.iter().filter_map(|order| self.kept.remove(order)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(size: usize, offered: &[(u32, &str)]) -> Vec<usize> {
        let mut sample = Sample::new(size);
        for (index, (gravity, id)) in offered.iter().enumerate() {
            sample.offer(*gravity, id, || index);
        }
        sample.into_chosen()
    }

    #[test]
    fn few_are_all_taken() {
        assert_eq!(choose(4, &[(0, "d"), (9, "c"), (8, "b"), (7, "a")]), [0, 1, 2, 3]);
        assert_eq!(choose(0, &[(1, "a")]), [0; 0]);
    }

    #[test]
    fn of_many_the_gravest_and_an_even_spread() {
        let offered = [(0, "x"), (1, "y"), (9, "z"), (0, "a"), (0, "b"), (5, "c"), (2, "w")];
        assert_eq!(choose(4, &offered), [2, 3, 4, 5]);
    }

    #[test]
    fn equal_ids_and_gravities_go_by_order() {
        assert_eq!(choose(2, &[(1, "a"), (1, "a"), (1, "a")]), [0, 1]);
    }
}
