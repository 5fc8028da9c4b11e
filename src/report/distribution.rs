//! Distribution: how a figure is spread over the documents, as quantiles and classes.

use std::collections::BTreeMap;

use serde::Serialize;

/// Edges of the classes of words: each class goes from its edge to the next, less one.
pub(super) const WORDS: &[u64] = &[
    0, 1, 20, 50, 100, 150, 200, 300, 400, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000,
    20_000, 50_000, 100_000,
];
/// Edges of the classes of sections.
pub(super) const SECTIONS: &[u64] = &[0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 21, 51];

/// Values with how many documents have each: of a large corpus far fewer than documents, so that quantiles can
/// be exact.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    seen: BTreeMap<u64, u64>,
    documents: u64,
}

/// A distribution.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "said by their names")]
pub struct Distribution {
    pub min: u64,
    pub median: u64,
    pub p90: u64,
    pub max: u64,
    pub histogram: Vec<Class>,
}

/// A class of a histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Class {
    /// The smallest value.
    pub from: u64,
    /// The largest; `None` in the open class.
    pub to: Option<u64>,
    /// How many documents have such a value.
    pub documents: u64,
}

impl Values {
    pub(super) fn add(&mut self, value: u64) {
        *self.seen.entry(value).or_default() += 1;
        self.documents += 1;
    }

    /// The quantiles, and the classes between `edges`.
    pub(super) fn distribution(&self, edges: &[u64]) -> Distribution {
        Distribution {
            min: self.quantile(0.0),
            median: self.quantile(0.5),
            p90: self.quantile(0.9),
            max: self.quantile(1.0),
            histogram: self.classes(edges),
        }
    }

    /// By nearest rank, so that it is a value that occurs; 0 where there are none.
    fn quantile(&self, share: f64) -> u64 {
        let rank = ((self.documents as f64 * share).ceil() as u64).max(1);
        let mut below = 0;
        let at = self.seen.iter().find(|&(_, documents)| {
            below += documents;
            below >= rank
        });
        at.map_or(0, |(&value, _)| value)
    }

    /// From the first class to the last that is not empty.
    fn classes(&self, edges: &[u64]) -> Vec<Class> {
        let class = |(index, &from): (usize, &u64)| {
            let to = edges.get(index + 1).map(|next| next - 1);
            let documents =
                self.seen.range(from..=to.unwrap_or(u64::MAX)).map(|(_, documents)| documents).sum();
            Class { from, to, documents }
        };
        let classes: Vec<_> = edges.iter().enumerate().map(class).collect();
        let filled = |class: &Class| class.documents > 0;
        let Some(start) = classes.iter().position(filled) else { return Vec::new() };
        let end = classes.iter().rposition(filled).unwrap_or(start);
        classes[start..=end].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distribution(values: impl IntoIterator<Item = u64>) -> Distribution {
        let mut seen = Values::default();
        values.into_iter().for_each(|value| seen.add(value));
        seen.distribution(WORDS)
    }

    #[test]
    fn every_value_is_in_one_class() {
        let distribution = distribution((0..3_000).map(|n| n * n % 150_001));
        assert_eq!(distribution.histogram.iter().map(|class| class.documents).sum::<u64>(), 3_000);
        assert!(distribution.histogram.windows(2).all(|pair| pair[0].to == Some(pair[1].from - 1)));
    }

    #[test]
    fn quantiles_are_values_that_occur() {
        let of = |values: &[u64]| {
            let Distribution { min, median, p90, max, .. } = distribution(values.iter().copied());
            [min, median, p90, max]
        };
        assert_eq!(of(&[]), [0; 4]);
        assert_eq!(of(&[7]), [7; 4]);
        assert_eq!(of(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), [1, 5, 9, 10]);
        assert_eq!(of(&[3, 3, 3, 3, 3, 3, 3, 3, 3, 50]), [3, 3, 3, 50]);
    }
}
