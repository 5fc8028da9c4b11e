//! Key: what two spellings of one line share; cues, repeats and word overlap are matched on it.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use crate::letters::is_alphanumeric;

/// The folded words of `text`, parted by single spaces.
///
/// Marks, tatweel and controls are gone; alef, yeh, kaf, heh and hamza seats are one letter each, teh marbuta is
/// heh; digits are ASCII, Latin letters lower case, presentation forms ordinary letters; punctuation parts words.
pub(super) fn key(text: &str) -> String {
    let folds = &**FOLDS;
    let mut key = Key { words: Vec::with_capacity(text.len() + 1), gap: false };
    for c in text.chars() {
        match folds.get(c as usize) {
            Some(Folded::Arabic(letter)) => key.put(letter),
            Some(Folded::Ascii(letter)) => key.put(letter),
            Some(Folded::Gap) => key.gap = true,
            Some(Folded::Nothing) => {}
            Some(Folded::Composed) | None => {
                std::iter::once(c).nfkc().flat_map(char::to_lowercase).for_each(|c| key.put_slowly(c));
            }
        }
    }
    String::from_utf8(key.words).expect("whole characters alone")
}

/// A key in the making.
struct Key {
    words: Vec<u8>,
    gap: bool,
}

impl Key {
    /// Adds a letter; a gap before it parts two words.
    #[inline(always)]
    fn put<const N: usize>(&mut self, letter: &[u8; N]) {
        if self.gap {
            self.gap = false;
            if !self.words.is_empty() {
                self.words.push(b' ');
            }
        }
        self.words.extend_from_slice(letter);
    }

    #[cold]
    fn put_slowly(&mut self, c: char) {
        match fold(c) {
            Fold::Nothing => {}
            Fold::Gap => self.gap = true,
            Fold::Letter(c) => {
                // The copyright sign is a word of its own: ©2025.
                self.gap |= c == '©';
                self.put(&[]);
                self.words.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                self.gap = c == '©';
            }
        }
    }
}

/// What a character up to the end of the Arabic block adds, ready to be copied.
#[derive(Clone, Copy)]
enum Folded {
    Nothing,
    Gap,
    Ascii([u8; 1]),
    Arabic([u8; 2]),
    /// What its compatibility composition adds, in lower case.
    Composed,
}

/// [`fold`] of the characters up to the end of the Arabic block.
static FOLDS: LazyLock<Box<[Folded]>> = LazyLock::new(|| {
    let folded = |c| match fold(c) {
        _ if ('\u{80}'..'\u{600}').contains(&c) => Folded::Composed,
        Fold::Nothing => Folded::Nothing,
        Fold::Gap => Folded::Gap,
        Fold::Letter(c) => {
            let mut bytes = [0; 2];
            match c.encode_utf8(&mut bytes).len() {
                1 => Folded::Ascii([bytes[0]]),
                _ => Folded::Arabic(bytes),
            }
        }
    };
    ('\0'..'\u{700}').map(folded).collect()
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

/// A word without its light prefixes and suffixes (وال بال لل … ها ات ون ين ية يا), for overlap of content words.
pub(super) fn stem(word: &str) -> &str {
    let bare = ["وال", "بال", "كال", "فال", "لل", "ال", "و", "ف", "ب", "ل"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix).filter(|rest| long_enough(rest)))
        .unwrap_or(word);
    ["ها", "ات", "ون", "ين", "يه", "يا", "هم", "ه", "ا", "ي"]
        .iter()
        .find_map(|suffix| bare.strip_suffix(suffix).filter(|rest| long_enough(rest)))
        .unwrap_or(bare)
}

/// Three letters, the length of a root.
fn long_enough(word: &str) -> bool {
    word.chars().nth(2).is_some()
}

#[cfg(test)]
mod tests {
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
    fn stems_meet() {
        for words in [["الروسية", "روسيا"], ["والمفاوضات", "مفاوضات"], ["للبيع", "البيع"]]
        {
            let [a, b] = words.map(key);
            assert_eq!(stem(&a), stem(&b));
        }
    }
}
