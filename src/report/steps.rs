//! Steps: how many characters each step of normalization changes.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;

use crate::error::Error;
use crate::normalize::{Fold, Normalizer, Profile, Step};
use crate::structure::{Kind, Structure};

/// The normalizers that lead from the source to the normalized text, each with one step more than the one before.
#[derive(Clone, Debug)]
pub struct Steps {
    chain: Vec<(&'static str, Normalizer)>,
}

/// What the steps did to the texts of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many characters the texts had before.
    pub characters: u64,
    /// How many of them each step took away or replaced, in the order of [`Steps::names`].
    pub by_step: Vec<u64>,
}

/// What a step did to all documents.
#[derive(Clone, Debug, Serialize)]
pub struct Changed {
    /// The step.
    pub step: &'static str,
    /// How many characters it took away or replaced.
    pub characters: u64,
    /// The same as a share of all characters before normalization.
    pub share: f64,
}

/// The name of what `standard` does even with every step switched off: NFC.
const COMPOSITION: &str = "composition";

impl Steps {
    /// The steps of a profile less those in `keep`, then the folds, each in the order in which it runs.
    pub fn new(profile: Profile, keep: &[Step], folds: &[Fold]) -> Result<Self, Error> {
        let mut chain = Vec::new();
        if profile == Profile::Standard {
            let mut off: Vec<Step> = Step::ALL.to_vec();
            chain.push((COMPOSITION, Normalizer::new(profile, &off, &[])?));
            for &step in Step::ALL.iter().filter(|step| !keep.contains(step)) {
                off.retain(|&kept| kept != step);
                chain.push((step.as_str(), Normalizer::new(profile, &off, &[])?));
            }
        } else {
            chain.push((profile.as_str(), Normalizer::new(profile, &[], &[])?));
        }
        let mut on = Vec::new();
        for &fold in Fold::ALL.iter().filter(|fold| folds.contains(fold)) {
            on.push(fold);
            chain.push((fold.as_str(), Normalizer::new(profile, keep, &on)?));
        }
        Ok(Self { chain })
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.chain.iter().map(|(name, _)| *name)
    }

    /// What each step does to the texts of a document. Code is not normalized.
    pub fn changes(&self, structure: &Structure<'_>) -> Changes {
        let mut changes = Changes { characters: 0, by_step: vec![0; self.chain.len()] };
        for block in &structure.blocks {
            match &block.kind {
                Kind::Code => {}
                Kind::Table(rows) => rows.iter().flatten().for_each(|cell| self.add(cell, &mut changes)),
                _ => self.add(&block.text, &mut changes),
            }
        }
        changes
    }

    fn add(&self, text: &str, changes: &mut Changes) {
        changes.characters += text.chars().count() as u64;
        // What all steps together leave alone no step changes: none undoes another.
        if self.chain.last().is_none_or(|(_, all)| all.normalize(text) == text) {
            return;
        }
        let mut before = Cow::Borrowed(text);
        for ((_, normalizer), changed) in self.chain.iter().zip(&mut changes.by_step) {
            let after = normalizer.normalize(text);
            *changed += gone(&before, &after);
            before = after;
        }
    }
}

impl Changes {
    /// Adds what was done to another document.
    pub(super) fn add(&mut self, other: &Self) {
        self.characters += other.characters;
        self.by_step.resize(other.by_step.len(), 0);
        self.by_step.iter_mut().zip(&other.by_step).for_each(|(sum, changed)| *sum += changed);
    }

    /// The share that each of `steps` changed; none where there were no characters.
    pub(super) fn shares(&self, steps: &[&'static str]) -> Vec<Changed> {
        if self.characters == 0 {
            return Vec::new();
        }
        let changed = |(&step, &characters): (&&'static str, &u64)| {
            // Six digits are more than a share of characters has meaning.
            let share = (characters as f64 / self.characters as f64 * 1e6).round() / 1e6;
            Changed { step, characters, share }
        };
        steps.iter().zip(&self.by_step).map(changed).collect()
    }
}

/// How many characters of `before` are not in `after`. A step that deletes or substitutes is counted exactly;
/// no step only moves characters.
fn gone(before: &str, after: &str) -> u64 {
    if before == after {
        return 0;
    }
    // Pairs of equal characters need no counting, whichever pairs they are; most are met side by side, or with one
    // deleted character between them.
    let mut balance: HashMap<char, i64> = HashMap::new();
    let (mut before, mut after) = (before.chars().peekable(), after.chars().peekable());
    while let (Some(&old), Some(&new)) = (before.peek(), after.peek()) {
        before.next();
        if old != new {
            *balance.entry(old).or_default() += 1;
            if before.peek() == Some(&new) {
                continue;
            }
            *balance.entry(new).or_default() -= 1;
        }
        after.next();
    }
    before.for_each(|c| *balance.entry(c).or_default() += 1);
    after.for_each(|c| *balance.entry(c).or_default() -= 1);
    balance.values().filter(|&&left| left > 0).map(|left| left.unsigned_abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str) -> Vec<(&'static str, u64)> {
        let steps = Steps::new(Profile::Standard, &[], &[]).expect("standard");
        let mut changes = Changes { characters: 0, by_step: vec![0; steps.chain.len()] };
        steps.add(text, &mut changes);
        steps.names().zip(changes.by_step).filter(|(_, changed)| *changed > 0).collect()
    }

    #[test]
    fn each_change_counts_for_its_step() {
        assert_eq!(changed("كتاب"), []);
        assert_eq!(changed("كِتَابٌ"), [("diacritics", 3)]);
        assert_eq!(changed("كـتـاب \u{200F}ﻻ"), [("controls", 1), ("nfkc", 1), ("tatweel", 2)]);
        assert_eq!(changed(" أ  ب"), [("whitespace", 2)]);
        assert_eq!(changed("ا\u{654}"), [("composition", 2)]);
        assert_eq!(changed("ﷺ ﻻ كـ\u{64E}\u{64E}ن ﷲ"), [("nfkc", 3), ("diacritics", 2), ("tatweel", 1)]);
    }

    #[test]
    fn folds_follow_the_profile() {
        let steps = Steps::new(Profile::Lucene, &[], &[Fold::Alef]).expect("lucene");
        assert_eq!(steps.names().collect::<Vec<_>>(), ["lucene", "alef"]);
    }
}
