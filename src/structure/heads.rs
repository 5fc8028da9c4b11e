//! Heads: the first letters of some words, which tell of nearly all texts, before a key is made, that they open with none.

use super::key::letter;

/// Bytes of a head: four letters of Arabic.
const HEAD: usize = 8;

/// Words of bits, many more than there are heads.
const KNOWN: usize = 128;

/// The heads of words, as they are folded.
pub(super) struct Heads {
    /// What the characters of U+0600–06FF fold to, if that is one letter of Arabic; 0 where not.
    letters: [u16; 256],
    /// A bit for each head, which others may share.
    known: [u64; KNOWN],
}

impl Heads {
    /// The heads of folded words.
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let letter = |low: usize| char::from_u32(0x600 + low as u32).and_then(letter);
        let letters = std::array::from_fn(|low| letter(low).map_or(0, |letter| letter as u16));
        let mut heads = Self { letters, known: [0; KNOWN] };
        for word in words {
            // Behind its last letter a text goes on with a space.
            let mut opening = [b' '; HEAD];
            opening.iter_mut().zip(word.bytes()).for_each(|(place, byte)| *place = byte);
            if let Some(head) = heads.head(opening) {
                let (at, bit) = Self::bit(head);
                heads.known[at] |= bit;
            }
        }
        heads
    }

    /// Whether a text may open with one of the words; what opens with anything but letters of Arabic may.
    #[inline]
    pub(super) fn may_open(&self, text: &str) -> bool {
        let head = text.as_bytes().first_chunk().and_then(|&opening| self.head(opening));
        head.is_none_or(|head| {
            let (at, bit) = Self::bit(head);
            self.known[at] & bit != 0
        })
    }

    /// The folded letters of a text's opening, or of as much of it as stands before a space, if there is nothing else.
    #[inline]
    fn head(&self, opening: [u8; HEAD]) -> Option<u64> {
        let mut head = 0;
        for &[lead, trail] in opening.as_chunks().0 {
            let letter = match lead {
                b' ' => break,
                0xD8..=0xDB => self.letters[usize::from(lead & 3) << 6 | usize::from(trail & 0x3F)],
                _ => 0,
            };
            if letter == 0 {
                return None;
            }
            head = head << u16::BITS | u64::from(letter);
        }
        (head != 0).then_some(head)
    }

    /// Where the bit of a head stands, and the bit.
    #[inline]
    fn bit(head: u64) -> (usize, u64) {
        // The golden ratio's fraction, made odd (Knuth, The Art of Computer Programming 3, 6.4).
        let hash = head.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48;
        (hash as usize / 64 % KNOWN, 1 << (hash % 64))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::structure::key::Key;

    const WORDS: [&str; 4] = ["تم", "شارك", "نصاه", "نصاهشا"];

    #[test]
    fn other_words_open_no_text() {
        let heads = Heads::of(WORDS.into_iter());
        for text in ["قال الوزير", "تمت كتابته", "نصف ساعة"] {
            assert!(!heads.may_open(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_text_that_opens_with_a_word_may(
            text in "[ ـ«a٣\u{200F}]{0,1}(تم|ت|شا|شارِ|شارك|نص|نصأة|ﺷ)[رمكشاأةَـ٣ :\u{A0}]{0,6}",
        ) {
            let key = Key::of(&text);
            let opens = key.word(0).is_some_and(|word| WORDS.contains(&word.text()));
            prop_assert!(!opens || Heads::of(WORDS.into_iter()).may_open(&text));
        }
    }
}
