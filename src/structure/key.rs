//! Key: what two spellings of one line share; cues, repeats and word overlap are matched on it.

mod common;
mod hash;
mod stem;

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

pub(super) use self::common::Beside;
pub(super) use self::hash::hash;
use self::hash::hash_within;
pub(super) use self::stem::stem;
use crate::letters::{Table, is_alphanumeric};

/// The folded words of a text.
///
/// Marks, tatweel and controls are gone; alef, yeh, kaf, heh and hamza seats are one letter each, teh marbuta is
/// heh; digits are ASCII, Latin letters lower case, presentation forms ordinary letters; punctuation parts words.
#[derive(Clone, Debug, Default)]
pub(super) struct Key {
    /// The words, in UTF-8, parted by spaces.
    bytes: Vec<u8>,
    places: Vec<Place>,
}

/// Where a word stands in the bytes of its key, and its [`hash`].
#[derive(Clone, Copy, Debug)]
struct Place {
    start: u32,
    end: u32,
    hash: u32,
}

impl Key {
    /// The key of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut key = Self::default();
        key.read(text);
        key
    }

    /// Becomes the key of a text, in the room there is.
    pub(super) fn read(&mut self, text: &str) {
        if self.read_beside(text, ()).is_none() {
            self.read_slowly(text);
        }
    }

    /// The same as [`Key::read`] with the blocks of the text shown to somebody else, too; `None` where anything uncommon
    /// stands in it, and the key must be read slowly.
    pub(super) fn read_beside<B: Beside>(&mut self, text: &str, beside: B) -> Option<B> {
        common::read(text, self, beside)
    }

    /// The same as [`Key::read`], character after character.
    pub(super) fn read_slowly(&mut self, text: &str) {
        folded_slowly(text, &mut self.bytes);
        self.places.clear();
        let mut start = 0;
        for word in self.bytes.split(|&byte| byte == b' ') {
            let end = start + word.len();
            if !word.is_empty() {
                self.places.push(Place { start: start as u32, end: end as u32, hash: hash(word) });
            }
            start = end + 1;
        }
    }

    /// Becomes the key of a text's opening, which has the first word if the text has any.
    pub(super) fn read_opening(&mut self, text: &str) {
        self.read(text.split(' ').next().unwrap_or(text));
        if self.is_empty() {
            self.read(text);
        }
    }

    /// The words in order.
    pub(super) fn words(&self) -> impl ExactSizeIterator<Item = Word<'_>> + DoubleEndedIterator {
        self.places.iter().map(|&place| self.at(place))
    }

    /// The word at a place.
    pub(super) fn word(&self, at: usize) -> Option<Word<'_>> {
        self.places.get(at).map(|&place| self.at(place))
    }

    fn at(&self, place: Place) -> Word<'_> {
        Word { bytes: &self.bytes[place.start as usize..place.end as usize], hash: place.hash }
    }

    /// The hashes of the words.
    pub(super) fn hashes(&self) -> impl Iterator<Item = u32> {
        self.places.iter().map(|place| place.hash)
    }

    /// Whether the text had no letter or digit.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A hash of all words.
    pub(super) fn hash(&self) -> u32 {
        self.places.iter().fold(0, |all, place| (all.rotate_left(5) ^ place.hash).wrapping_mul(0x9E37_79B1))
    }

    /// The last two characters of the last word, or one.
    pub(super) fn tail(&self) -> &str {
        let last = self.words().next_back().map_or("", Word::text);
        last.char_indices().rev().nth(1).map_or(last, |(at, _)| &last[at..])
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.words().eq(other.words())
    }
}

/// The words, parted by single spaces.
impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.words().enumerate().try_for_each(|(nth, word)| {
            let space = if nth > 0 { " " } else { "" };
            write!(f, "{space}{}", word.text())
        })
    }
}

/// Character after character: the oracle of [`common`].
fn folded_slowly(text: &str, bytes: &mut Vec<u8>) {
    // Room for every letter, unless some are composed, and for one that is copied whole.
    bytes.resize(text.len() + 3, 0);
    let mut length = 0;
    let mut gap = false;
    FOLDS.read(text, |folded| match folded {
        Folded::Letter { width, letter } => {
            bytes[length] = b' ';
            length += usize::from(gap & (length > 0));
            gap = false;
            bytes[length..length + 2].copy_from_slice(&letter);
            length += usize::from(width);
        }
        Folded::Gap => gap = true,
        Folded::Nothing => {}
        Folded::Composed(c) => (length, gap) = put_composed(c, bytes, length, gap),
    });
    bytes.truncate(length);
}

/// Adds what the compatibility composition of `c` adds, in lower case.
#[inline(never)]
fn put_composed(c: char, bytes: &mut Vec<u8>, mut length: usize, mut gap: bool) -> (usize, bool) {
    for c in std::iter::once(c).nfkc().flat_map(char::to_lowercase) {
        match fold(c) {
            Fold::Nothing => {}
            Fold::Gap => gap = true,
            Fold::Letter(c) => {
                bytes.resize(bytes.len() + 2 * c.len_utf8(), 0);
                // The copyright sign is a word of its own: ©2025.
                if (gap || c == '©') && length > 0 {
                    bytes[length] = b' ';
                    length += 1;
                }
                length += c.encode_utf8(&mut bytes[length..]).len();
                gap = c == '©';
            }
        }
    }
    (length, gap)
}

/// A word of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word<'k> {
    /// As [`hash`] gives it; first, so that unequal words are soon told.
    pub(super) hash: u32,
    /// In UTF-8.
    pub(super) bytes: &'k [u8],
}

impl<'k> Word<'k> {
    /// A word by itself.
    pub(super) fn of(text: &'k str) -> Self {
        Self { bytes: text.as_bytes(), hash: hash(text.as_bytes()) }
    }

    /// Its letters.
    pub(super) fn text(self) -> &'k str {
        std::str::from_utf8(self.bytes).expect("whole letters alone")
    }

    /// Whether it is one of these folded words.
    pub(super) fn is_one_of(self, words: &[&str]) -> bool {
        words.iter().any(|word| word.as_bytes() == self.bytes)
    }

    /// Whether it is a number.
    pub(super) fn is_number(self) -> bool {
        self.bytes.iter().all(u8::is_ascii_digit)
    }
}

/// What a character adds, ready to be copied.
#[derive(Clone, Copy)]
enum Folded {
    Nothing,
    Gap,
    /// One or two bytes.
    Letter {
        width: u8,
        letter: [u8; 2],
    },
    /// What its compatibility composition adds, in lower case.
    Composed(char),
}

static FOLDS: LazyLock<Table<Folded>> = LazyLock::new(|| {
    Table::new(|c| match fold(c) {
        _ if !matches!(c, '\0'..='\x7F' | '\u{600}'..='\u{6FF}') => Folded::Composed(c),
        Fold::Nothing => Folded::Nothing,
        Fold::Gap => Folded::Gap,
        Fold::Letter(c) => {
            let mut letter = [0; 2];
            let width = c.encode_utf8(&mut letter).len() as u8;
            Folded::Letter { width, letter }
        }
    })
});

/// What a character adds to a key.
enum Fold {
    Nothing,
    Gap,
    Letter(char),
}

fn fold(c: char) -> Fold {
    Fold::Letter(match c {
        'a'..='z' | '0'..='9' | '©' | '@' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ې' | 'ئ' => 'ي',
        'ؤ' => 'و',
        'ک' => 'ك',
        'ة' | 'ہ' | 'ە' | 'ۀ' => 'ه',
        '\u{660}'..='\u{669}' => ascii_digit(c, '\u{660}'),
        '\u{6F0}'..='\u{6F9}' => ascii_digit(c, '\u{6F0}'),
        _ if is_silent(c) => return Fold::Nothing,
        _ if is_alphanumeric(c) => c,
        _ => return Fold::Gap,
    })
}

/// The letter of Arabic that a character folds to, if it does.
pub(super) fn letter(c: char) -> Option<char> {
    if let Fold::Letter(letter) = fold(c) { Some(letter).filter(|letter| !letter.is_ascii()) } else { None }
}

fn ascii_digit(c: char, zero: char) -> char {
    char::from(b'0' + (c as u32 - zero as u32) as u8)
}

/// Tatweel, marks over and under letters, and controls without width: they neither count nor part words.
pub(super) fn is_silent(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{610}'..='\u{61A}' | '\u{61C}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}'
        | '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{8D3}'..='\u{8FF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_line_share_a_key() {
        for (one, other) in [
            ("شارك", "شـــارك:"),
            ("اقرأ أيضاً", "إقرأ ايضا .."),
            ("© ٢٠٢٥", "\u{200F}©2025"),
            ("الحقوق محفوظة", "الحُقُوق  محفوظه"),
            ("Share", "SHARE"),
            ("ﺷﺎرك", "شارك"),
        ] {
            assert_eq!(Key::of(one), Key::of(other), "{one:?} {other:?}");
        }
        assert_ne!(Key::of("شارك"), Key::of("شارل"));
    }

    fn slowly(text: &str) -> Key {
        let mut key = Key::of("ما بقي");
        key.read_slowly(text);
        key
    }

    #[test]
    fn many_bytes_at_once_fold_as_one_character_after_the_other() {
        let around = |c: char| {
            ["", "نص", " ", "a", "ً", "٣"].map(|beside| {
                format!("{beside}{c}{beside}{c} {c}{c}نص يمتد إلى ما وراء كتلة واحدة{c}{beside}")
            })
        };
        for text in ('\0'..='\u{2FFF}').chain('\u{F900}'..='\u{FFFF}').flat_map(around) {
            assert_eq!(Key::of(&text), slowly(&text), "{text:?}");
        }
    }

    #[test]
    fn a_character_folds_alike_wherever_its_block_is_cut() {
        let signs = [
            '\u{85}', '\u{A0}', '«', 'é', 'پ', '\u{200C}', '–', '\u{2028}', '\u{202B}', '\u{2030}', 'ﷺ', '🙂',
        ];
        for c in signs {
            for before in 0..70 {
                let text = format!("{}{c}{}", "a".repeat(before), "نص".repeat(20));
                assert_eq!(Key::of(&text), slowly(&text), "{before} {c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_opening_of_a_text_has_its_first_word(text in "نص{0,40}[aنصأةَـ٣«(: \u{A0}\u{200F}ﺷ]{0,12}") {
            let (mut key, all) = (Key::of("ما بقي"), Key::of(&text));
            key.read_opening(&text);
            prop_assert_eq!(key.word(0), all.word(0));
        }

        #[test]
        fn any_text_folds_as_one_character_after_the_other(text in "[aZ1 \n،ئؤةىأإآٱكَـ٣«».:–…ی-]{0,120}") {
            prop_assert_eq!(Key::of(&text), slowly(&text));
        }
    }
}
