//! Letters: what the standard library knows of characters, without its search for those that texts are made of.

/// The same as [`char::is_alphabetic`].
#[inline]
pub fn is_alphabetic(c: char) -> bool {
    match c {
        'ء'..='\u{657}' | 'a'..='z' | 'A'..='Z' => true,
        '\0'..='@' => false,
        _ => c.is_alphabetic(),
    }
}

/// The same as [`char::is_alphanumeric`].
#[inline]
pub fn is_alphanumeric(c: char) -> bool {
    match c {
        '0'..='9' | '٠'..='٩' => true,
        _ => is_alphabetic(c) || (c > '\x7F' && c.is_numeric()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_character_is_told_as_the_standard_library_tells_it() {
        for c in '\0'..=char::MAX {
            assert_eq!(super::is_alphabetic(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(super::is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
