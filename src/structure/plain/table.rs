//! Table: the trees of a model laid out for speed.
//!
//! Every tree is filled up to the same depth and asks all its questions, as many trees at once as a block has bytes; which
//! leaf each ends at is then a matter of masks (Asadi et al. 2014, VPred).

use super::features::Vector;
use super::model::{Label, Model, Node, Odds, odds_of};
use crate::blocks::{BLOCK, Block, HALF, Vectors, Work};
use crate::normalize::on_blocks;

/// Leaves of a tree that asks three questions in a row, the most that any asks, and of one that asks two.
const DEEP: usize = 8;
const FLAT: usize = 4;

/// Trees that stand side by side and speak for one label.
const ROW: usize = 8;

/// The least threshold. Features and thresholds are told as bytes, which begin here; none below or above makes a
/// difference.
const LEAST: i16 = -1;

/// What no feature is greater than.
const GREATEST: u8 = u8::MAX;

/// The scores of a unit by label, in as many parts as a row has trees.
type Scores = [[i16; ROW]; Label::ALL.len()];

/// A model, laid out.
pub(super) struct Table {
    deep: Vec<Group<DEEP>>,
    flat: Vec<Group<FLAT>>,
}

/// Trees that are walked together, in breadth-first order from place 1 on: below node `n` stand `2n` for yes and `2n + 1`
/// for no.
struct Group<const LEAVES: usize> {
    /// The features that are asked for.
    features: [Block; LEAVES],
    /// Yes, where a feature is at most this.
    thresholds: [Block; LEAVES],
    values: [[i16; BLOCK]; LEAVES],
    /// The label that each row of trees speaks for.
    labels: [Label; BLOCK / ROW],
}

impl Table {
    pub(super) fn new(model: &Model<'_>) -> Self {
        let most = |nodes: &&[Node]| nodes.iter().map(|node| i32::from(node.value).abs()).max().unwrap_or(0);
        for trees in model.trees {
            assert!(trees.iter().map(most).sum::<i32>() <= i32::from(i16::MAX), "scores too high for a lane");
        }
        Self {
            deep: groups(model, |nodes| depth(nodes, 0) > 2),
            flat: groups(model, |nodes| depth(nodes, 0) <= 2),
        }
    }

    /// The odds of each label for units of these features, the same as [`Model::odds`].
    pub(super) fn odds(&self, units: &[Vector]) -> Vec<Odds> {
        if units.is_empty() { Vec::new() } else { on_blocks(Weighing { table: self, units }) }
    }
}

/// The trees of a model that are so, in groups.
fn groups<const LEAVES: usize>(model: &Model<'_>, is_so: impl Fn(&[Node]) -> bool) -> Vec<Group<LEAVES>> {
    let of_label = |label: Label| {
        let trees: Vec<&[Node]> =
            model.trees[label as usize].iter().copied().filter(|nodes| is_so(nodes)).collect();
        trees.chunks(ROW).map(|row| (label, row.to_vec())).collect::<Vec<_>>()
    };
    let rows: Vec<_> = Label::ALL.into_iter().flat_map(of_label).collect();
    rows.chunks(BLOCK / ROW).map(Group::new).collect()
}

/// Questions between a node and the farthest leaf below it.
fn depth(nodes: &[Node], from: usize) -> usize {
    match nodes[from].feature {
        Node::LEAF => 0,
        _ => 1 + depth(nodes, from + 1).max(depth(nodes, from + usize::from(nodes[from].skip))),
    }
}

/// A feature or threshold as a byte.
#[inline(always)]
fn byte(number: i16) -> u8 {
    (number.clamp(LEAST, LEAST + i16::from(GREATEST)) - LEAST) as u8
}

/// The weighing of units.
struct Weighing<'w> {
    table: &'w Table,
    units: &'w [Vector],
}

impl Work for Weighing<'_> {
    type Output = Vec<Odds>;

    #[inline(always)]
    fn run(self, vectors: impl Vectors) -> Vec<Odds> {
        let mut odds = Vec::with_capacity(self.units.len());
        for unit in self.units {
            let mut features = [0; HALF];
            for (feature, &number) in features.iter_mut().zip(unit) {
                *feature = byte(number);
            }
            let mut scores: Scores = [[0; ROW]; Label::ALL.len()];
            for group in &self.table.deep {
                group.weigh(vectors, &features, &mut scores);
            }
            for group in &self.table.flat {
                group.weigh(vectors, &features, &mut scores);
            }
            odds.push(odds_of(scores.map(|row| row.into_iter().map(i32::from).sum())));
        }
        odds
    }
}

impl<const LEAVES: usize> Group<LEAVES> {
    fn new(rows: &[(Label, Vec<&[Node]>)]) -> Self {
        let mut group = Self {
            features: [[0; BLOCK]; LEAVES],
            thresholds: [[GREATEST; BLOCK]; LEAVES],
            values: [[0; BLOCK]; LEAVES],
            labels: [Label::Title; BLOCK / ROW],
        };
        for (nth, (label, trees)) in rows.iter().enumerate() {
            group.labels[nth] = *label;
            for (tree, nodes) in trees.iter().enumerate() {
                group.fill(ROW * nth + tree, 1, nodes, 0);
            }
        }
        group
    }

    /// Lays out what stands below node `from` of a tree at place `at`. Where a leaf stands above the last row, all below
    /// are like it.
    fn fill(&mut self, tree: usize, at: usize, nodes: &[Node], from: usize) {
        let node = &nodes[from];
        let is_leaf = node.feature == Node::LEAF;
        if let Some(leaf) = at.checked_sub(LEAVES) {
            assert!(is_leaf, "a tree of more than {LEAVES} leaves");
            self.values[leaf][tree] = node.value;
            return;
        }
        if !is_leaf {
            assert!(usize::from(node.feature) < HALF, "a feature too many");
            assert!(
                (LEAST..LEAST + i16::from(GREATEST)).contains(&node.threshold),
                "a threshold for no byte"
            );
            self.features[at][tree] = node.feature;
            self.thresholds[at][tree] = byte(node.threshold);
        }
        let below = if is_leaf { [from; 2] } else { [from + 1, from + usize::from(node.skip)] };
        for (side, from) in below.into_iter().enumerate() {
            self.fill(tree, 2 * at + side, nodes, from);
        }
    }

    /// What stands at the features that each question asks for.
    #[inline(always)]
    fn ask(&self, vectors: impl Vectors, features: &[u8; HALF]) -> [Block; LEAVES] {
        let mut asked = [[0; BLOCK]; LEAVES];
        for (asked, places) in asked.iter_mut().zip(&self.features).skip(1) {
            *asked = vectors.look_up(features, places);
        }
        asked
    }

    /// Adds the leaves that the trees end at to the scores of their labels.
    #[inline(always)]
    fn add(&self, leaves: &[i16; BLOCK], scores: &mut Scores) {
        // Rows of one label are summed up before its scores are touched, which wait for their last change.
        let mut sum = [0; ROW];
        for (nth, leaves) in leaves.as_chunks::<ROW>().0.iter().enumerate() {
            sum.iter_mut().zip(leaves).for_each(|(sum, leaf)| *sum += leaf);
            let label = self.labels[nth];
            if self.labels.get(nth + 1) != Some(&label) {
                scores[label as usize].iter_mut().zip(sum).for_each(|(score, sum)| *score += sum);
                sum = [0; ROW];
            }
        }
    }
}

impl Group<DEEP> {
    #[inline(always)]
    fn weigh(&self, vectors: impl Vectors, features: &[u8; HALF], scores: &mut Scores) {
        let asked = self.ask(vectors, features);
        let Self { thresholds, values: [a, b, c, d, e, f, g, h], .. } = self;
        let mut leaves = [0; BLOCK];
        for (at, leaf) in leaves.iter_mut().enumerate() {
            let choose = |question: usize, yes: i16, no: i16| {
                if asked[question][at] > thresholds[question][at] { no } else { yes }
            };
            let yes = choose(2, choose(4, a[at], b[at]), choose(5, c[at], d[at]));
            let no = choose(3, choose(6, e[at], f[at]), choose(7, g[at], h[at]));
            *leaf = choose(1, yes, no);
        }
        self.add(&leaves, scores);
    }
}

impl Group<FLAT> {
    #[inline(always)]
    fn weigh(&self, vectors: impl Vectors, features: &[u8; HALF], scores: &mut Scores) {
        let asked = self.ask(vectors, features);
        let Self { thresholds, values: [a, b, c, d], .. } = self;
        let mut leaves = [0; BLOCK];
        for (at, leaf) in leaves.iter_mut().enumerate() {
            let choose = |question: usize, yes: i16, no: i16| {
                if asked[question][at] > thresholds[question][at] { no } else { yes }
            };
            *leaf = choose(1, choose(2, a[at], b[at]), choose(3, c[at], d[at]));
        }
        self.add(&leaves, scores);
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
