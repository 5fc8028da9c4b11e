//! Vocabulary: what is known of single words of a key, found by a hash that reading the key gives by the way.

use super::key::Word;

/// A table of words.
pub(super) struct Vocabulary<T> {
    /// A bit for the low bits of the hash of each word: most words are unknown, and these bits stay near the processor.
    known: Box<[u64; KNOWN]>,
    slots: Box<[Slot]>,
    /// All words, one right behind the other: close together they stay near the processor, too.
    words: Vec<u8>,
    entries: Vec<Entry<T>>,
}

/// Where a word stands among all, and what is known of it.
struct Entry<T> {
    start: u32,
    end: u32,
    known: T,
}

/// Where an entry stands: at the slot that the low bits of its hash say, or at the next one that is free. Small, so that the
/// table stays near the processor.
#[derive(Clone, Copy)]
struct Slot {
    /// The high bits of the hash.
    tag: u16,
    place: u16,
}

/// Numbers of 64 bits by which unknown words are told: ten bits and more for each word of the largest vocabulary.
const KNOWN: usize = 256;

/// The place of a slot that is free.
const NOWHERE: u16 = u16::MAX;

impl<T: Default> Vocabulary<T> {
    /// A table with room for so many words.
    pub(super) fn with_room(words: usize) -> Self {
        let free = Slot { tag: 0, place: NOWHERE };
        let slots = (2 * words).next_power_of_two();
        Self {
            known: Box::new([0; KNOWN]),
            slots: vec![free; slots].into(),
            words: Vec::new(),
            entries: Vec::with_capacity(words),
        }
    }

    /// What is known of a word, to be filled in.
    pub(super) fn entry(&mut self, text: &str) -> &mut T {
        let word = Word::of(text);
        let (slot, found) = self.find(word);
        let place = found.unwrap_or_else(|| {
            let place = self.entries.len();
            // With a free slot left, every search ends.
            assert!(2 * place < self.slots.len() && place < usize::from(NOWHERE), "more words than room");
            let start = self.words.len() as u32;
            self.words.extend_from_slice(word.bytes);
            self.entries.push(Entry { start, end: self.words.len() as u32, known: T::default() });
            self.slots[slot] = Slot { tag: tag(word), place: place as u16 };
            let (at, bit) = Self::bit(word.hash);
            self.known[at] |= bit;
            place
        });
        &mut self.entries[place].known
    }
}

impl<T> Vocabulary<T> {
    /// What is known of a word.
    #[inline]
    pub(super) fn get(&self, word: Word<'_>) -> Option<&T> {
        let (_, found) = if self.may_hold(word.hash) { self.find(word) } else { return None };
        found.map(|place| &self.entries[place].known)
    }

    /// What is known of all words.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|entry| &entry.known)
    }

    /// Whether a word of this hash may be known.
    #[inline]
    pub(super) fn may_hold(&self, hash: u32) -> bool {
        let (at, bit) = Self::bit(hash);
        self.known[at] & bit != 0
    }

    /// Where the bit of a hash stands among those of known words, and the bit.
    fn bit(hash: u32) -> (usize, u64) {
        (hash as usize / 64 % KNOWN, 1 << (hash % 64))
    }

    fn word(&self, entry: &Entry<T>) -> &[u8] {
        &self.words[entry.start as usize..entry.end as usize]
    }

    /// The slot of a word, and the place of its entry.
    #[inline]
    fn find(&self, word: Word<'_>) -> (usize, Option<usize>) {
        let mask = self.slots.len() - 1;
        let mut slot = word.hash as usize & mask;
        loop {
            let Slot { tag: other, place } = self.slots[slot];
            if place == NOWHERE {
                return (slot, None);
            }
            if other == tag(word) && self.word(&self.entries[usize::from(place)]) == word.bytes {
                return (slot, Some(usize::from(place)));
            }
            slot = (slot + 1) & mask;
        }
    }
}

fn tag(word: Word<'_>) -> u16 {
    (word.hash >> 16) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        let words: Vec<String> = (0..1000).map(|n| format!("كلمة{n}")).collect();
        let mut vocabulary: Vocabulary<usize> = Vocabulary::with_room(words.len());
        for (n, word) in words.iter().enumerate() {
            *vocabulary.entry(word) += n;
            *vocabulary.entry(word) += 1;
        }
        for (n, word) in words.iter().enumerate() {
            assert_eq!(vocabulary.get(Word::of(word)), Some(&(n + 1)));
            assert_eq!(vocabulary.get(Word::of(&format!("{word}0000"))), None);
        }
    }
}
