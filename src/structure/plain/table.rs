//! Table: the trees of a model laid out for speed.
//!
//! Every tree is filled up to the same depth, so that a walk has the same number of steps in all of them, and which branch
//! it takes is arithmetic: the processor walks several trees at once and has nothing to guess (Asadi et al. 2014, VPred).

use super::model::{Label, Model, Node, Odds, odds_of};

/// Questions between the root of a tree and any of its leaves.
const DEPTH: usize = 3;

const LEAVES: usize = 1 << DEPTH;

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

/// Features by every index that a tree can hold.
type Wide = [i16; u8::MAX as usize + 1];

impl Table {
    pub(super) fn new(model: &Model<'_>) -> Self {
        Self { trees: model.trees.map(|trees| trees.iter().map(|nodes| Tree::new(nodes)).collect()) }
    }

    /// The odds of each label for a unit of these features, the same as [`Model::odds`].
    pub(super) fn odds(&self, x: &[i16]) -> Odds {
        let mut wide: Wide = [0; u8::MAX as usize + 1];
        wide[..x.len()].copy_from_slice(x);
        odds_of(self.trees.each_ref().map(|trees| trees.iter().map(|tree| i32::from(tree.leaf(&wide))).sum()))
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

    #[inline(always)]
    fn leaf(&self, x: &Wide) -> i16 {
        let mut at = 1;
        for _ in 0..DEPTH {
            // The remainder changes nothing but spares a check.
            let Question { feature, threshold } = self.questions[at % LEAVES];
            at = 2 * at + usize::from(x[usize::from(feature)] > threshold);
        }
        self.values[at % LEAVES]
    }
}

#[cfg(test)]
mod tests {
    use super::super::MODEL;
    use super::super::features::NAMES;
    use super::*;

    #[test]
    fn every_walk_ends_at_the_leaf_of_its_tree() {
        let table = Table::new(&MODEL);
        let mut random = 1_u32;
        for round in 0..4000 {
            let mut next = || {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (random >> 16) as i16
            };
            let spread = [3, 14, 120, i16::MAX][round % 4];
            let x: Vec<i16> = (0..NAMES.len()).map(|_| next() % spread).collect();
            assert_eq!(table.odds(&x), MODEL.odds(&x), "{x:?}");
        }
    }
}
