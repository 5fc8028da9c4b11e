//! Letters: what the standard library knows of characters, without its search for those that texts are made of.

/// The same as [`char::is_alphabetic`].
#[inline]
pub fn is_alphabetic(c: char) -> bool {
    match c {
        'ء'..='\u{657}' | 'a'..='z' | 'A'..='Z' => true,
        '\0'..='@' | '«' | '»' | '\u{2000}'..='\u{206F}' => false,
        _ => c.is_alphabetic(),
    }
}

/// The same as [`char::is_numeric`].
#[inline]
pub fn is_numeric(c: char) -> bool {
    match c {
        '0'..='9' | '٠'..='٩' => true,
        '\0'..='\x7F' | 'ء'..='\u{657}' | '«' | '»' | '\u{2000}'..='\u{206F}' => false,
        _ => c.is_numeric(),
    }
}

/// The same as [`char::is_alphanumeric`].
#[inline]
pub fn is_alphanumeric(c: char) -> bool {
    match c {
        '0'..='9' | '٠'..='٩' => true,
        _ => is_alphabetic(c) || is_numeric(c),
    }
}

/// The letter that Arabic is written with, U+0621–063A or U+0641–064A, of which these are the bytes.
#[inline]
pub const fn arabic_letter(bytes: [u8; 2]) -> Option<char> {
    match bytes {
        [0xD8, 0xA1..=0xBA] | [0xD9, 0x81..=0x8A] => {
            char::from_u32(((bytes[0] & 0x1F) as u32) << 6 | (bytes[1] & 0x3F) as u32)
        }
        _ => None,
    }
}

/// What a function gives for each character of ASCII and of the Arabic block, looked up; others ask the function.
pub struct Table<T> {
    /// ASCII, then U+0600–06FF; filled up to a power of two.
    entries: [T; 512],
    other: fn(char) -> T,
}

impl<T: Copy> Table<T> {
    /// The table of `of`.
    pub fn new(of: fn(char) -> T) -> Self {
        let at =
            |index: u32| char::from_u32(if index < 0x80 { index } else { 0x600 + (index - 0x80) % 0x100 });
        Self { entries: std::array::from_fn(|index| of(at(index as u32).unwrap_or_default())), other: of }
    }

    /// What the function gives for a character.
    #[inline]
    pub fn of(&self, c: char) -> T {
        match c {
            '\0'..='\x7F' => self.entries[c as usize],
            '\u{600}'..='\u{6FF}' => self.entries[c as usize - 0x600 + 0x80],
            _ => (self.other)(c),
        }
    }

    /// What the function gives for the character at a place of a text.
    pub fn at(&self, text: &str, place: usize) -> T {
        self.of(text[place..].chars().next().unwrap_or_default())
    }

    /// Gives `each` what the function gives for each character of a text, one after the other.
    #[inline(always)]
    pub fn read(&self, text: &str, mut each: impl FnMut(T)) {
        let mut bytes = text.as_bytes();
        loop {
            match *bytes {
                [] => return,
                [ascii @ 0..0x80, ref rest @ ..] => {
                    bytes = rest;
                    each(self.entries[usize::from(ascii)]);
                }
                [lead @ 0xD8..=0xDB, trail, ref rest @ ..] => {
                    bytes = rest;
                    let low = usize::from(lead & 3) << 6 | usize::from(trail & 0x3F);
                    each(self.entries[0x80 + low]);
                }
                _ => {
                    let Some(c) = text[text.len() - bytes.len()..].chars().next() else { return };
                    bytes = &bytes[c.len_utf8()..];
                    each((self.other)(c));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_character_is_told_as_the_standard_library_tells_it() {
        for c in '\0'..=char::MAX {
            assert_eq!(super::is_alphabetic(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(super::is_numeric(c), c.is_numeric(), "{c:?}");
            assert_eq!(super::is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn two_bytes_are_the_letter_that_they_encode() {
        for c in '\u{80}'..='\u{7FF}' {
            let mut bytes = [0; 2];
            c.encode_utf8(&mut bytes);
            let is_letter = matches!(c, 'ء'..='غ' | 'ف'..='ي');
            assert_eq!(super::arabic_letter(bytes), is_letter.then_some(c), "{c:?}");
        }
    }

    #[test]
    fn a_table_gives_what_its_function_gives() {
        let text: String = ('\0'..='\u{FFFF}').collect();
        let table = super::Table::new(|c| u32::from(c) ^ 1);
        assert!(text.chars().all(|c| table.of(c) == u32::from(c) ^ 1));
        let mut chars = text.chars();
        table.read(&text, |given| assert_eq!(Some(given ^ 1), chars.next().map(u32::from)));
        assert_eq!(chars.next(), None);
    }
}
