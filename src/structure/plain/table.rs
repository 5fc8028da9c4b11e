//! Table: the trees of a model laid out for speed.
//!
//! Every tree is filled up to the same depth and asks all its questions of many units at once, a unit in each lane of a
//! vector; which leaf a unit ends at is then a matter of masks (Asadi et al. 2014, VPred, turned by ninety degrees).

use super::features::{NAMES, Vector};
use super::model::{Label, Model, Node, Odds, odds_of};
use crate::lanes::Wide;
use crate::normalize::widest;

/// Leaves of a tree that asks three questions in a row, the most that any asks, and of one that asks two.
const DEEP: usize = 8;
const FLAT: usize = 4;

/// Units that are weighed together.
const UNITS: usize = 16;

/// A number of each unit.
type Lanes = [i16; UNITS];

/// Room for all features; that it is a power of two spares a check.
const ROOM: usize = NAMES.len().next_power_of_two();

type Features = [Lanes; ROOM];

/// A model, laid out.
pub(super) struct Table {
    labels: [Trees; Label::ALL.len()],
}

/// The trees of a label.
struct Trees {
    deep: Vec<Tree<DEEP>>,
    flat: Vec<Tree<FLAT>>,
}

/// A tree in breadth-first order from place 1 on: below node `n` stand `2n` for yes and `2n + 1` for no.
#[derive(Clone, Copy)]
struct Tree<const LEAVES: usize> {
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
        Self { labels: model.trees.map(Trees::new) }
    }

    /// The odds of each label for units of these features, the same as [`Model::odds`].
    pub(super) fn odds(&self, units: &[Vector]) -> Vec<Odds> {
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
        for (score, trees) in scores.iter_mut().zip(&self.table.labels) {
            for tree in &trees.deep {
                tree.add(self.features, score);
            }
            for tree in &trees.flat {
                // Seen through, the compiler makes lanes of the trees instead of the units.
                std::hint::black_box(tree).add(self.features, score);
            }
        }
        scores
    }
}

impl Trees {
    fn new(trees: &[&[Node]]) -> Self {
        let most = |nodes: &&[Node]| nodes.iter().map(|node| i32::from(node.value).abs()).max().unwrap_or(0);
        assert!(trees.iter().map(most).sum::<i32>() <= i32::from(i16::MAX), "scores too high for a lane");
        let (flat, deep): (Vec<&[Node]>, Vec<&[Node]>) = trees.iter().partition(|nodes| depth(nodes, 0) <= 2);
        Self {
            deep: deep.into_iter().map(Tree::new).collect(),
            flat: flat.into_iter().map(Tree::new).collect(),
        }
    }
}

/// Questions between a node and the farthest leaf below it.
fn depth(nodes: &[Node], from: usize) -> usize {
    match nodes[from].feature {
        Node::LEAF => 0,
        _ => 1 + depth(nodes, from + 1).max(depth(nodes, from + usize::from(nodes[from].skip))),
    }
}

impl<const LEAVES: usize> Tree<LEAVES> {
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
            assert!(is_leaf, "a tree of more than {LEAVES} leaves");
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

    /// What of two answers each unit takes at a question.
    #[inline(always)]
    fn ask<'f>(&self, features: &'f Features) -> impl Fn(usize, usize, i16, i16) -> i16 + use<'f, LEAVES> {
        let questions = self.questions;
        let asked = questions.map(|question| &features[usize::from(question.feature) % ROOM]);
        move |lane, question, yes, no| {
            if asked[question][lane] > questions[question].threshold { no } else { yes }
        }
    }
}

impl Tree<DEEP> {
    /// Adds the leaf that each unit ends at.
    #[inline(always)]
    fn add(&self, features: &Features, score: &mut Lanes) {
        let choose = self.ask(features);
        let [a, b, c, d, e, f, g, h] = self.values;
        for (lane, score) in score.iter_mut().enumerate() {
            let yes = choose(lane, 2, choose(lane, 4, a, b), choose(lane, 5, c, d));
            let no = choose(lane, 3, choose(lane, 6, e, f), choose(lane, 7, g, h));
            *score += choose(lane, 1, yes, no);
        }
    }
}

impl Tree<FLAT> {
    /// Adds the leaf that each unit ends at.
    #[inline(always)]
    fn add(&self, features: &Features, score: &mut Lanes) {
        let choose = self.ask(features);
        let [a, b, c, d] = self.values;
        for (lane, score) in score.iter_mut().enumerate() {
            *score += choose(lane, 1, choose(lane, 2, a, b), choose(lane, 3, c, d));
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
            assert_eq!(table.odds(&units), expected);
        }
    }
}
