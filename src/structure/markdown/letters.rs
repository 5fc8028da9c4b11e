//! Letters: whether text is written in Arabic.

use crate::letters::is_alphabetic;

/// Whether at least half of the letters are Arabic.
pub(super) fn mostly_arabic<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let (mut arabic, mut letters) = (0_usize, 0_usize);
    for c in texts.flat_map(|text| text.chars().take(500)).filter(|c| is_alphabetic(*c)) {
        letters += 1;
        arabic += usize::from(is_arabic_letter(c));
    }
    letters > 0 && arabic * 2 >= letters
}

/// Whether a text is.
pub(super) fn is_arabic(text: &str) -> bool {
    mostly_arabic(std::iter::once(text))
}

/// Whether a character is.
pub(super) fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' | '\u{FB50}'..='\u{FEFC}')
}
