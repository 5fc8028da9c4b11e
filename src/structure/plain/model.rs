//! Model: boosted trees over named features, whose every decision can be read as a sum of shares.

/// What the model tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Label {
    /// The title of the document.
    Title,
    /// A heading.
    Heading,
    /// A list item.
    Item,
    /// A paragraph.
    Paragraph,
    /// What is not part of the article.
    Furniture,
}

impl Label {
    /// Every label, in the order of [`Odds`].
    pub const ALL: [Self; 5] = [Self::Title, Self::Heading, Self::Item, Self::Paragraph, Self::Furniture];

    /// The label's name, for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Item => "list item",
            Self::Paragraph => "paragraph",
            Self::Furniture => "furniture",
        }
    }
}

/// A probability for each label.
pub(super) type Odds = [f32; Label::ALL.len()];

/// A node of a tree in preorder: the yes branch comes next, the no branch `skip` nodes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// The feature that is asked for; [`Node::LEAF`] for none.
    pub feature: u8,
    /// Yes, when the feature is at most this.
    pub threshold: i16,
    /// Where the no branch stands.
    pub skip: u8,
    /// What the tree would add here, in thousandths of log-odds.
    pub value: i16,
}

impl Node {
    /// The feature of a node that asks nothing.
    pub const LEAF: u8 = u8::MAX;
}

/// A node that asks: the form of the weights table.
pub(super) const fn n(feature: u8, threshold: i16, skip: u8, value: i16) -> Node {
    Node { feature, threshold, skip, value }
}

/// A leaf: the form of the weights table.
pub(super) const fn l(value: i16) -> Node {
    Node { feature: Node::LEAF, threshold: 0, skip: 0, value }
}

/// Trees by the label they speak for.
#[derive(Clone, Copy, Debug)]
pub struct Model<'m> {
    /// For each label, its trees.
    pub trees: [&'m [&'m [Node]]; Label::ALL.len()],
}

/// Walks a tree down to its leaf.
fn path<'m>(tree: &'m [Node], x: &[i16]) -> impl Iterator<Item = &'m Node> {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let here = at?;
        let node = &tree[here];
        at = (node.feature != Node::LEAF).then(|| {
            let yes = x[usize::from(node.feature)] <= node.threshold;
            here + if yes { 1 } else { usize::from(node.skip) }
        });
        Some(node)
    })
}

/// The odds that scores in thousandths of log-odds amount to.
pub(super) fn odds_of(scores: [i32; Label::ALL.len()]) -> Odds {
    let scores = scores.map(|score| score as f32 / 1000.0);
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers = scores.map(|score| (score - most).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}

impl Model<'_> {
    /// The odds of each label for a unit of these features, tree by tree.
    #[cfg(any(test, feature = "train"))]
    pub(super) fn odds(&self, x: &[i16]) -> Odds {
        let leaf = |tree: &&[Node]| path(tree, x).last().map_or(0, |leaf| i32::from(leaf.value));
        odds_of(self.trees.map(|trees| trees.iter().map(leaf).sum()))
    }

    /// What each feature adds to the log-odds of `label` against `other`, strongest first.
    ///
    /// A step down a tree is credited to the feature it asked for (Saabas 2014, treeinterpreter).
    pub(super) fn shares(&self, x: &[i16], label: Label, other: Label) -> Vec<(usize, f32)> {
        let mut shares = vec![0; x.len()];
        for (label, sign) in [(label, 1), (other, -1)] {
            for tree in self.trees[label as usize] {
                let mut last: Option<&Node> = None;
                for node in path(tree, x) {
                    if let Some(last) = last {
                        shares[usize::from(last.feature)] += sign * i32::from(node.value - last.value);
                    }
                    last = Some(node);
                }
            }
        }
        let mut shares: Vec<(usize, f32)> = shares
            .into_iter()
            .enumerate()
            .filter(|&(_, share)| share != 0)
            .map(|(feature, share)| (feature, share as f32 / 1000.0))
            .collect();
        shares.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        shares
    }
}

#[cfg(test)]
mod tests {
    use super::super::{features, weights};
    use super::*;

    const SHORT: &[Node] = &[n(0, 6, 2, 100), l(900), l(-700)];
    const MODEL: Model<'_> = Model { trees: [&[], &[SHORT], &[], &[], &[]] };

    #[test]
    fn the_weights_are_of_these_features() {
        assert_eq!(weights::DIGEST, features::digest(), "train anew: examples/train-structure");
        let nodes = weights::TREES.iter().copied().flatten().copied().flatten();
        let asked = nodes.filter(|node| node.feature != Node::LEAF).map(|node| usize::from(node.feature));
        assert!(asked.max() < Some(features::NAMES.len()));
    }

    #[test]
    fn odds_are_a_distribution() {
        let odds = MODEL.odds(&[3]);
        assert!((odds.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(odds[Label::Heading as usize] > MODEL.odds(&[7])[Label::Heading as usize]);
    }

    #[test]
    fn shares_say_what_moved_the_score() {
        assert_eq!(MODEL.shares(&[3], Label::Heading, Label::Paragraph), [(0, 0.8)]);
        assert_eq!(MODEL.shares(&[7], Label::Heading, Label::Paragraph), [(0, -0.8)]);
    }
}
