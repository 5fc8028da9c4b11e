//! Key: what two spellings of one line share; cues, repeats and word overlap are matched on it.

mod common;

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use crate::letters::{Table, is_alphanumeric};

/// The folded words of `text`, parted by single spaces.
///
/// Marks, tatweel and controls are gone; alef, yeh, kaf, heh and hamza seats are one letter each, teh marbuta is
/// heh; digits are ASCII, Latin letters lower case, presentation forms ordinary letters; punctuation parts words.
pub(super) fn key(text: &str) -> String {
    let bytes = common::key(text).unwrap_or_else(|| key_slowly(text));
    // A copy costs less than the standard library's look at every letter.
    simdutf8::basic::from_utf8(&bytes).expect("whole letters alone").to_owned()
}

/// Character after character: the oracle of [`common`].
fn key_slowly(text: &str) -> Vec<u8> {
    // Room for every letter, unless some are composed, and for one that is copied whole.
    let mut bytes = vec![0; text.len() + 3];
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
        Folded::Composed(c) => (length, gap) = put_composed(c, &mut bytes, length, gap),
    });
    bytes.truncate(length);
    bytes
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
    pub(super) text: &'k str,
    /// As [`hash`] gives it.
    pub(super) hash: u32,
}

impl<'k> Word<'k> {
    /// A word by itself.
    pub(super) fn of(text: &'k str) -> Self {
        Self { text, hash: hash(text) }
    }
}

/// The words of a key.
pub(super) fn words(key: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = Some(key);
    std::iter::from_fn(move || {
        let key = rest?;
        // Words are short: a search that is made for long texts takes longer to begin.
        let (mut hash, mut end) = (SEED, key.len());
        for (at, byte) in key.bytes().enumerate() {
            if byte == b' ' {
                end = at;
                break;
            }
            hash = step(hash, byte);
        }
        rest = (end < key.len()).then(|| &key[end + 1..]);
        Some(Word { text: &key[..end], hash })
    })
}

/// FNV-1a: small, and the same on every machine.
pub(super) fn hash(text: &str) -> u32 {
    text.bytes().fold(SEED, step)
}

const SEED: u32 = 0x811c_9dc5;

const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
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

/// A word without its light prefixes and suffixes (وال بال لل ال و ف ب ل; ها ات ون ين ية يا), for overlap of content words.
pub(super) fn stem(word: &str) -> &str {
    let prefixes: &[&str] = match word.chars().next() {
        Some('و') => &["وال", "و"],
        Some('ب') => &["بال", "ب"],
        Some('ك') => &["كال"],
        Some('ف') => &["فال", "ف"],
        Some('ل') => &["لل", "ل"],
        Some('ا') => &["ال"],
        _ => &[],
    };
    let rest = |prefix: &&str| word.strip_prefix(*prefix).filter(|rest| long_enough(rest));
    let bare = prefixes.iter().find_map(rest).unwrap_or(word);
    let suffixes: &[&str] = match bare.chars().next_back() {
        Some('ا') => &["ها", "يا", "ا"],
        Some('ت') => &["ات"],
        Some('ن') => &["ون", "ين"],
        Some('ه') => &["يه", "ه"],
        Some('م') => &["هم"],
        Some('ي') => &["ي"],
        _ => &[],
    };
    let rest = |suffix: &&str| bare.strip_suffix(*suffix).filter(|rest| long_enough(rest));
    suffixes.iter().find_map(rest).unwrap_or(bare)
}

/// Three letters, the length of a root.
pub(super) fn long_enough(word: &str) -> bool {
    // Two have eight bytes at the most.
    word.len() > 8 || word.chars().nth(2).is_some()
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
            assert_eq!(key(one), key(other), "{one:?} {other:?}");
        }
        assert_ne!(key("شارك"), key("شارل"));
    }

    #[test]
    fn many_bytes_at_once_fold_as_one_character_after_the_other() {
        let around = |c: char| {
            ["", "نص", " ", "a", "ً", "٣"].map(|beside| {
                format!("{beside}{c}{beside}{c} {c}{c}نص يمتد إلى ما وراء كتلة واحدة{c}{beside}")
            })
        };
        for text in ('\0'..='\u{2FFF}').chain('\u{F900}'..='\u{FFFF}').flat_map(around) {
            assert_eq!(key(&text).as_bytes(), key_slowly(&text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_folds_as_one_character_after_the_other(text in "[aZ1 \n،ئؤةىأإآٱكَـ٣«».:–…ی-]{0,120}") {
            prop_assert_eq!(key(&text).into_bytes(), key_slowly(&text));
        }
    }

    #[test]
    fn stems_meet() {
        for words in [["الروسية", "روسيا"], ["والمفاوضات", "مفاوضات"], ["للبيع", "البيع"]]
        {
            let [a, b] = words.map(key);
            assert_eq!(stem(&a), stem(&b));
        }
    }
}
