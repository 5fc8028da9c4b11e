//! Stem: what words of one root share, roughly.

use super::hash::{HASHED, padded};

/// Letters of a root.
const ROOT: usize = 3;

/// A word without its light prefixes and suffixes (وال بال لل ال و ف ب ل; ها ات ون ين ية يا), for overlap of content words;
/// none of a word that is shorter than a root. Of several the longest is taken that leaves a root.
///
/// Words hardly foretell each other, so all affixes are looked for at once, without a branch.
pub(in crate::structure) fn stem(word: &[u8]) -> Option<&[u8]> {
    let spare = letters(word).checked_sub(ROOT)?;
    let Some(&tail) = word.last_chunk() else { return Some(word) };
    let head = padded(&word[..word.len().min(HASHED)]) as u64;
    let (first, article) = (head as u16, (head >> 16) as u32 == AL);
    let front = longest(
        spare,
        is_any(first, [BA, FA, LAM, WAW]),
        is_any(head as u32, [AL, pair("لل")]),
        article & is_any(first, [BA, FA, KAF, WAW]),
    );
    let tail = u32::from_le_bytes(tail);
    let back =
        longest(spare - front, is_any((tail >> 16) as u16, [ALEF, HA, YA]), is_any(tail, SUFFIXES), false);
    Some(&word[2 * front..word.len() - 2 * back])
}

const ALEF: u16 = letter("ا");
const BA: u16 = letter("ب");
const FA: u16 = letter("ف");
const KAF: u16 = letter("ك");
const LAM: u16 = letter("ل");
const HA: u16 = letter("ه");
const WAW: u16 = letter("و");
const YA: u16 = letter("ي");

/// The article.
const AL: u32 = pair("ال");

/// Suffixes of two letters.
const SUFFIXES: [u32; 7] =
    [pair("ها"), pair("يا"), pair("ات"), pair("هم"), pair("ون"), pair("ين"), pair("يه")];

/// A letter of two bytes, as a number.
const fn letter(text: &str) -> u16 {
    match text.as_bytes() {
        [a, b] => u16::from_le_bytes([*a, *b]),
        _ => panic!("no letter of two bytes"),
    }
}

/// Two such letters.
const fn pair(text: &str) -> u32 {
    match text.as_bytes() {
        [a, b, c, d] => u32::from_le_bytes([*a, *b, *c, *d]),
        _ => panic!("no two letters of two bytes"),
    }
}

#[inline(always)]
fn is_any<T: Copy + PartialEq, const N: usize>(this: T, all: [T; N]) -> bool {
    all.into_iter().fold(false, |is_any, one| is_any | (one == this))
}

/// The letters of the longest affix among those of one, two and three that stand there, if so many can be spared.
#[inline(always)]
fn longest(spare: usize, one: bool, two: bool, three: bool) -> usize {
    let short = usize::from(one & (spare >= 1));
    let middle = if two & (spare >= 2) { 2 } else { short };
    if three & (spare >= 3) { 3 } else { middle }
}

/// The letters of a word: its bytes but those that go on with a character.
#[inline(always)]
fn letters(word: &[u8]) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const ONES: u64 = 0x0101_0101_0101_0101;
    let going_on = |half: u64| (half & !(half << 1) & HIGH) >> 7;
    let count = |part: &[u8]| {
        let bytes = padded(part);
        let sums = going_on(bytes as u64) + going_on((bytes >> 64) as u64);
        part.len() - (sums.wrapping_mul(ONES) >> 56) as usize
    };
    word.chunks(HASHED).map(count).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Key;
    use super::*;

    /// Affix after affix: the oracle of [`stem`], for words that are long enough.
    fn slowly(word: &[u8]) -> &[u8] {
        let bare = match word {
            [0xD8, 0xA7, ..] => behind(word, ["ال"]),
            [0xD8, 0xA8, ..] => behind(word, ["بال", "ب"]),
            [0xD9, 0x81, ..] => behind(word, ["فال", "ف"]),
            [0xD9, 0x83, ..] => behind(word, ["كال"]),
            [0xD9, 0x84, ..] => behind(word, ["لل", "ل"]),
            [0xD9, 0x88, ..] => behind(word, ["وال", "و"]),
            _ => word,
        };
        match bare {
            [.., 0xD8, 0xA7] => before(bare, ["ها", "يا", "ا"]),
            [.., 0xD8, 0xAA] => before(bare, ["ات"]),
            [.., 0xD9, 0x85] => before(bare, ["هم"]),
            [.., 0xD9, 0x86] => before(bare, ["ون", "ين"]),
            [.., 0xD9, 0x87] => before(bare, ["يه", "ه"]),
            [.., 0xD9, 0x8A] => before(bare, ["ي"]),
            _ => bare,
        }
    }

    /// A word without the first of some prefixes that leaves enough of it.
    fn behind<'w, const N: usize>(word: &'w [u8], prefixes: [&str; N]) -> &'w [u8] {
        let mut rests = prefixes.into_iter().filter_map(|prefix| word.strip_prefix(prefix.as_bytes()));
        rests.find(|rest| long_enough(rest)).unwrap_or(word)
    }

    /// A word without the first of some suffixes that leaves enough of it.
    fn before<'w, const N: usize>(word: &'w [u8], suffixes: [&str; N]) -> &'w [u8] {
        let mut rests = suffixes.into_iter().filter_map(|suffix| word.strip_suffix(suffix.as_bytes()));
        rests.find(|rest| long_enough(rest)).unwrap_or(word)
    }

    /// Three letters, the length of a root.
    fn long_enough(word: &[u8]) -> bool {
        // Two have eight bytes at the most, three have three at the least.
        word.len() > 8 || word.len() > 2 && word.iter().filter(|byte| byte.cast_signed() >= -0x40).count() > 2
    }

    proptest! {
        #[test]
        fn all_affixes_at_once_are_found_as_one_after_the_other(
            word in "(وال|بال|فال|كال|لل|ال|[وفبلكا]|)([ابتهمنيول]{0,9}|[اa1ꙮ𐎀]{0,4})(ها|يا|ات|هم|ون|ين|يه|[اهيتمن]|)",
        ) {
            let word = word.as_bytes();
            prop_assert_eq!(stem(word), long_enough(word).then(|| slowly(word)));
        }
    }

    #[test]
    fn stems_meet() {
        for words in [["الروسية", "روسيا"], ["والمفاوضات", "مفاوضات"], ["للبيع", "البيع"]]
        {
            let [a, b] = words.map(|word| Key::of(word).to_string());
            assert_eq!(stem(a.as_bytes()), stem(b.as_bytes()));
        }
    }
}
