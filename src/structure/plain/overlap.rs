//! Overlap: the words that a unit shares with the prose around it.

use rustc_hash::FxHashSet;

use super::document::{Document, percent};
use super::features::{F, Vector, tens};
use super::shape::cut;
use super::unit::Unit;
use super::words::{self, Class};
use crate::structure::key::{Key, hash, long_enough, stem};

/// The stems of the prose that was compared last: neighbours look at the same.
#[derive(Default)]
pub(super) struct Prose {
    at: usize,
    stems: FxHashSet<u32>,
}

impl Prose {
    fn stems(&mut self, units: &[Unit<'_>], at: usize, document: &Document) -> &FxHashSet<u32> {
        if self.stems.is_empty() || self.at != at {
            self.at = at;
            self.stems.clear();
            match document.lead.iter().find(|(lead, _)| *lead == at) {
                Some((_, stems)) => self.stems.extend(stems),
                None => self.stems.extend(stems(units[at].rest())),
            }
        }
        &self.stems
    }
}

/// Units of more words are not compared with the prose.
const MOST_WORDS: u16 = 30;

/// Prose further below is not compared.
const NEAR: usize = 3;

/// Sets what a unit shares with the lead and with the next prose.
pub(super) fn overlaps(
    x: &mut Vector,
    units: &[Unit<'_>],
    at: usize,
    document: &Document,
    prose: &mut Prose,
) {
    let shape = &units[at].shape;
    if shape.words == 0 || shape.words > MOST_WORDS {
        return;
    }
    let own: Vec<u32> = content(&shape.key).collect();
    x[F::OverlapLead as usize] = shared(&own, |stem| document.lead_stems.contains(&stem));
    let next = document.next_prose[at] as usize;
    if next <= NEAR {
        let prose = prose.stems(units, at + next, document);
        x[F::OverlapNext as usize] = shared(&own, |stem| prose.contains(&stem));
    }
}

/// The tenths of a unit's content words that the lead has; −1 where there are none to compare.
pub(super) fn overlap(x: &Vector) -> i16 {
    x[F::OverlapLead as usize]
}

/// The share of stems that pass `test`, in percent; −1 where there are none.
fn shared(stems: &[u32], test: impl Fn(u32) -> bool) -> i16 {
    if stems.is_empty() {
        return -1;
    }
    tens(percent(stems.iter().filter(|&&stem| test(stem)).count(), stems.len()))
}

/// Bytes of a prose unit whose words are compared.
const COMPARED: usize = 320;

/// Hashes of the stems of a text's first words, those of two letters and fewer left out.
pub(super) fn stems(text: &str) -> Vec<u32> {
    content(&Key::of(cut(text, COMPARED))).collect()
}

/// Hashes of the stems of a key's content words.
fn content(key: &Key) -> impl Iterator<Item = u32> {
    const EMPTY: words::Classes = Class::Connective.bit() | Class::Preposition.bit() | Class::Pronoun.bit();
    key.words()
        .filter(|word| long_enough(word.text) && words::classes(*word) & EMPTY == 0)
        .map(|word| hash(stem(word.text).as_bytes()))
}
