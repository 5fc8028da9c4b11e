//! Vocabulary: what is known of single words of a key, found by a hash that reading the key gives by the way.

use super::key::Word;

/// A table of words.
pub(super) struct Vocabulary<T> {
    /// Hash and place of an entry, at the slot that its hash says or the next free one; [`FREE`] else.
    slots: Box<[(u32, u32)]>,
    entries: Vec<(Box<str>, T)>,
}

const FREE: (u32, u32) = (0, u32::MAX);

impl<T: Default> Vocabulary<T> {
    /// A table with room for so many words.
    pub(super) fn with_room(words: usize) -> Self {
        // One in four slots at the most is taken: a word that is none is nearly always told by the first look.
        Self { slots: vec![FREE; (4 * words).next_power_of_two()].into(), entries: Vec::with_capacity(words) }
    }

    /// What is known of a word, to be filled in.
    pub(super) fn entry(&mut self, word: &str) -> &mut T {
        let word = Word::of(word);
        let (slot, found) = self.find(word);
        let at = found.unwrap_or_else(|| {
            assert!(4 * self.entries.len() < self.slots.len(), "more words than room");
            self.entries.push((word.text.into(), T::default()));
            let at = self.entries.len() - 1;
            self.slots[slot] = (word.hash, at as u32);
            at
        });
        &mut self.entries[at].1
    }
}

impl<T> Vocabulary<T> {
    /// What is known of a word.
    #[inline]
    pub(super) fn get(&self, word: Word<'_>) -> Option<&T> {
        let (_, found) = self.find(word);
        found.map(|at| &self.entries[at].1)
    }

    /// The slot of a word, and the place of its entry.
    #[inline]
    fn find(&self, word: Word<'_>) -> (usize, Option<usize>) {
        let mask = self.slots.len() - 1;
        let mut slot = word.hash as usize & mask;
        loop {
            match self.slots[slot] {
                FREE => return (slot, None),
                (hash, at) if hash == word.hash && *self.entries[at as usize].0 == *word.text => {
                    return (slot, Some(at as usize));
                }
                _ => slot = (slot + 1) & mask,
            }
        }
    }
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
