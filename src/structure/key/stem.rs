//! Stem: what words of one root share, roughly.

/// A word without its light prefixes and suffixes (وال بال لل ال و ف ب ل; ها ات ون ين ية يا), for overlap of content words.
pub(in crate::structure) fn stem(word: &[u8]) -> &[u8] {
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
#[inline(always)]
fn behind<'w, const N: usize>(word: &'w [u8], prefixes: [&str; N]) -> &'w [u8] {
    let mut rests = prefixes.into_iter().filter_map(|prefix| word.strip_prefix(prefix.as_bytes()));
    rests.find(|rest| long_enough(rest)).unwrap_or(word)
}

/// A word without the first of some suffixes that leaves enough of it.
#[inline(always)]
fn before<'w, const N: usize>(word: &'w [u8], suffixes: [&str; N]) -> &'w [u8] {
    let mut rests = suffixes.into_iter().filter_map(|suffix| word.strip_suffix(suffix.as_bytes()));
    rests.find(|rest| long_enough(rest)).unwrap_or(word)
}

/// Three letters, the length of a root.
#[inline]
pub(in crate::structure) fn long_enough(word: &[u8]) -> bool {
    // Two have eight bytes at the most, three have three at the least.
    word.len() > 8 || word.len() > 2 && word.iter().filter(|byte| byte.cast_signed() >= -0x40).count() > 2
}

#[cfg(test)]
mod tests {
    use super::super::Key;
    use super::*;

    #[test]
    fn stems_meet() {
        for words in [["الروسية", "روسيا"], ["والمفاوضات", "مفاوضات"], ["للبيع", "البيع"]]
        {
            let [a, b] = words.map(|word| Key::of(word).to_string());
            assert_eq!(stem(a.as_bytes()), stem(b.as_bytes()));
        }
    }
}
