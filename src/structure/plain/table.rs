//! Table: the trees of a model laid out for speed.
//!
//! Every tree is filled up to the same depth and asks all its questions of many units at once, a unit in each lane of a
//! vector; which leaf a unit ends at is then a matter of masks (Asadi et al. 2014, VPred, turned by ninety degrees).

use super::features::{NAMES, Vector};
use super::model::{Label, Model, Node, Odds, odds_of};
use crate::lanes::Wide;
use crate::normalize::widest;

/// Questions between the root of a tree and any of its leaves.
const DEPTH: usize = 3;

const LEAVES: usize = 1 << DEPTH;

/// Units that are weighed together.
const UNITS: usize = 16;

/// A number of each unit.
type Lanes = [i16; UNITS];

/// Room for all features; that it is a power of two spares a check.
const ROOM: usize = NAMES.len().next_power_of_two();

type Features = [Lanes; ROOM];

/// A model, laid out.
pub(super) struct Table {
    trees: [Vec<Tree>; Label::ALL.len()],
}

/// A tree in breadth-first order from place 1 on: below node `n` stand `2n` for yes and `2n + 1` for no.
#[derive(Clone, Copy)]
struct Tree {
    questions: [Question; LEAVES],
    values: [i16; LEAVES],
}

/// Whether a feature is at most a threshold.
#[derive(Clone, Copy)]
struct Question {
    feature: u8,
    threshold: i16,
}

impl Table {
    pub(super) fn new(model: &Model<'_>) -> Self {
        let trees = model.trees.map(|trees| trees.iter().map(|nodes| Tree::new(nodes)).collect::<Vec<_>>());
        let most =
            |tree: &Tree| i32::from(tree.values.iter().map(|value| value.unsigned_abs()).max().unwrap_or(0));
        for trees in &trees {
            assert!(trees.iter().map(most).sum::<i32>() <= i32::from(i16::MAX), "scores too high for a lane");
        }
        Self { trees }
    }

    /// The odds of each label for units of these features, the same as [`Model::odds`].
    pub(super) fn odds(&self, units: &[&Vector]) -> Vec<Odds> {
        let mut odds = Vec::with_capacity(units.len());
        for units in units.chunks(UNITS) {
            let mut features: Features = [[0; UNITS]; ROOM];
            for (lane, x) in units.iter().enumerate() {
                for (feature, &value) in features.iter_mut().zip(x.iter()) {
                    feature[lane] = value;
                }
            }
            let scores = widest(Weighing { table: self, features: &features });
            odds.extend((0..units.len()).map(|lane| odds_of(scores.map(|score| score[lane].into()))));
        }
        odds
    }
}

/// The scores of units, by label.
struct Weighing<'w> {
    table: &'w Table,
    features: &'w Features,
}

impl Wide for Weighing<'_> {
    type Output = [Lanes; Label::ALL.len()];

    #[inline(always)]
    fn run(self) -> Self::Output {
        let mut scores = [[0; UNITS]; Label::ALL.len()];
        for (score, trees) in scores.iter_mut().zip(&self.table.trees) {
            for tree in trees {
                tree.add(self.features, score);
            }
        }
        scores
    }
}

impl Tree {
    fn new(nodes: &[Node]) -> Self {
        let any = Question { feature: 0, threshold: i16::MAX };
        let mut tree = Self { questions: [any; LEAVES], values: [0; LEAVES] };
        tree.fill(1, nodes, 0);
        tree
    }

    /// Lays out what stands below node `from` at place `at`. Where a leaf stands above the last row, all below are like it.
    fn fill(&mut self, at: usize, nodes: &[Node], from: usize) {
        let node = &nodes[from];
        let is_leaf = node.feature == Node::LEAF;
        if let Some(leaf) = at.checked_sub(LEAVES) {
            assert!(is_leaf, "a tree of more than {DEPTH} questions");
            self.values[leaf] = node.value;
            return;
        }
        if !is_leaf {
            self.questions[at] = Question { feature: node.feature, threshold: node.threshold };
        }
        let below = if is_leaf { [from; 2] } else { [from + 1, from + usize::from(node.skip)] };
        for (side, from) in below.into_iter().enumerate() {
            self.fill(2 * at + side, nodes, from);
        }
    }

    /// Adds the leaf that each unit ends at.
    #[inline(always)]
    fn add(&self, features: &Features, score: &mut Lanes) {
        let asked = self.questions.map(|question| &features[usize::from(question.feature) % ROOM]);
        let [a, b, c, d, e, f, g, h] = self.values;
        for (lane, score) in score.iter_mut().enumerate() {
            let choose = |question: usize, yes: i16, no: i16| {
                if asked[question][lane] > self.questions[question].threshold { no } else { yes }
            };
            let yes = choose(2, choose(4, a, b), choose(5, c, d));
            let no = choose(3, choose(6, e, f), choose(7, g, h));
            *score += choose(1, yes, no);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::MODEL;
    use super::*;

    #[test]
    fn every_walk_ends_at_the_leaf_of_its_tree() {
        let table = Table::new(&MODEL);
        let mut random = 1_u32;
        for round in 0..400 {
            let mut next = || {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (random >> 16) as i16
            };
            let spread = [3, 14, 120, i16::MAX][round % 4];
            let units: Vec<Vector> =
                (0..round % 40).map(|_| std::array::from_fn(|_| next() % spread)).collect();
            let expected: Vec<Odds> = units.iter().map(|x| MODEL.odds(x)).collect();
            assert_eq!(table.odds(&units.iter().collect::<Vec<_>>()), expected);
        }
    }
}
