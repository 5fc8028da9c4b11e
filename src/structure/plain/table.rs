//! Table: the trees of a model laid out so that all of them are asked at once.
//!
//! A tree is a set of leaves that can still be reached, one bit each. Whoever answers no to a question shuts the leaves
//! of its yes branch out; in the end the first leaf that is left is where a walk would have ended (QuickScorer, Lucchese
//! et al. 2015). What all questions about one feature shut out hangs on how many of their thresholds lie below its value,
//! and is known beforehand for [`WIDTH`] trees at a time: no branch hangs on the features.

use super::model::{Label, Model, Node, Odds, odds_of};

/// Trees whose leaves are shut out at once.
const WIDTH: usize = 64;

/// The most leaves of a tree: its set is a byte.
const LEAVES: usize = 8;

/// A model, laid out.
pub(super) struct Table {
    blocks: Vec<Block>,
}

/// Some of the trees of a label.
struct Block {
    label: Label,
    questions: Vec<Question>,
    /// The leaves that stay, by tree; those of a question one set after the other, for no threshold below the value, for
    /// one, and so on.
    stay: Vec<[u8; WIDTH]>,
    /// The values of the leaves, by tree.
    values: Vec<[i16; LEAVES]>,
}

/// All that is asked about one feature.
struct Question {
    feature: usize,
    thresholds: Vec<i16>,
    /// Where its sets begin.
    start: usize,
}

/// A node that asks: feature, threshold, and the leaves that stay where the answer is no.
type Asked = (u8, i16, u8);

impl Table {
    pub(super) fn new(model: &Model<'_>) -> Self {
        let blocks = Label::ALL.into_iter().flat_map(|label| {
            model.trees[label as usize].chunks(WIDTH).map(move |trees| Block::new(label, trees))
        });
        Self { blocks: blocks.collect() }
    }

    /// The odds of each label for a unit of these features, the same as [`Model::odds`].
    pub(super) fn odds(&self, x: &[i16]) -> Odds {
        let mut scores = [0; Label::ALL.len()];
        for block in &self.blocks {
            scores[block.label as usize] += block.score(x);
        }
        odds_of(scores)
    }
}

impl Block {
    fn new(label: Label, trees: &[&[Node]]) -> Self {
        let mut asked: Vec<(usize, Asked)> = Vec::new();
        let mut values = Vec::with_capacity(trees.len());
        for (tree, nodes) in trees.iter().enumerate() {
            let mut leaves = Vec::with_capacity(LEAVES);
            let mut own = Vec::new();
            read(nodes, 0, &mut leaves, &mut own);
            assert!(leaves.len() <= LEAVES, "a tree of {} leaves", leaves.len());
            asked.extend(own.into_iter().map(|asked| (tree, asked)));
            leaves.resize(LEAVES, 0);
            values.push(std::array::from_fn(|leaf| leaves[leaf]));
        }
        asked.sort_by_key(|&(_, (feature, threshold, _))| (feature, threshold));
        let mut block = Self { label, questions: Vec::new(), stay: Vec::new(), values };
        for of_feature in asked.chunk_by(|(_, one), (_, other)| one.0 == other.0) {
            block.ask(of_feature);
        }
        block
    }

    /// Adds all questions about one feature, which are in the order of their thresholds.
    fn ask(&mut self, asked: &[(usize, Asked)]) {
        let (_, (feature, ..)) = asked[0];
        let start = self.stay.len();
        let mut thresholds = Vec::new();
        let mut stay = [u8::MAX; WIDTH];
        for same in asked.chunk_by(|(_, one), (_, other)| one.1 == other.1) {
            self.stay.push(stay);
            thresholds.push(same[0].1.1);
            for &(tree, (.., leaves)) in same {
                stay[tree] &= leaves;
            }
        }
        self.stay.push(stay);
        self.questions.push(Question { feature: usize::from(feature), thresholds, start });
    }

    fn score(&self, x: &[i16]) -> i32 {
        let mut stay = [u8::MAX; WIDTH];
        for question in &self.questions {
            let value = x[question.feature];
            let below =
                question.thresholds.iter().map(|&threshold| usize::from(value > threshold)).sum::<usize>();
            let leaves = &self.stay[question.start + below];
            for (stay, leaves) in stay.iter_mut().zip(leaves) {
                *stay &= leaves;
            }
        }
        let values = self.values.iter().zip(stay);
        values.map(|(values, stay)| i32::from(values[stay.trailing_zeros() as usize % LEAVES])).sum()
    }
}

/// Reads the tree below a node: its leaves from yes to no, and what its nodes ask. Gives the leaves as a set.
fn read(nodes: &[Node], at: usize, leaves: &mut Vec<i16>, asked: &mut Vec<Asked>) -> u8 {
    let node = &nodes[at];
    if node.feature == Node::LEAF {
        leaves.push(node.value);
        return 1_u8.checked_shl(leaves.len() as u32 - 1).unwrap_or(0);
    }
    let yes = read(nodes, at + 1, leaves, asked);
    let no = read(nodes, at + usize::from(node.skip), leaves, asked);
    asked.push((node.feature, node.threshold, !yes));
    yes | no
}

#[cfg(test)]
mod tests {
    use super::super::MODEL;
    use super::super::features::NAMES;
    use super::*;

    #[test]
    fn all_trees_at_once_end_where_each_walk_ends() {
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
