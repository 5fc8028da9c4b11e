//! Plain: a look at valid UTF-8 that clears clean text of NUL, UTF-16 and mojibake.
//!
//! It searches for bytes that are rare in Arabic, at the speed of memory, and looks closer only where one stands.

use memchr::{memchr, memchr_iter, memchr3_iter};

/// In UTF-16 without a mark every Arabic letter has a 0x06; a text of it that has none so early has a NUL.
const HEAD: usize = 64;

/// Whether the bytes of a text show no NUL, no UTF-16, and none of the signs that all damage has some of:
///
/// 1. U+FFFD: EF BF BD, and nothing else of that row stands in text;
/// 2. a C1 control (C2 80 to C2 9F), but for NEL, which is a line end;
/// 3. ط or ظ (D8 B7, D8 B8) before a sign of Latin-1 (C2) and another letter from ء to ؿ (D8), as in `ط§ط`;
/// 4. one of U+00C0 to U+00FF (C3) right before another character outside ASCII, as in `Ø§` and `Çá`.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    memchr(6, &bytes[..bytes.len().min(HEAD)]).is_none()
        && if bytes.is_ascii() { memchr(0, bytes).is_none() } else { has_no_sign(bytes) }
}

fn has_no_sign(bytes: &[u8]) -> bool {
    memchr_iter(0xEF, bytes).all(|at| bytes.get(at + 1) != Some(&0xBF))
        && memchr3_iter(0, 0xC2, 0xC3, bytes).all(|at| !is_sign(bytes, at))
}

/// Whether NUL, or the C2 or C3 at `at`, is a sign of damage.
fn is_sign(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 2).copied().unwrap_or(b' ');
    match bytes[at..] {
        [0xC2, 0x85, ..] => false,
        [0xC2, 0x80..0xA0, ..] => true,
        [0xC2, ..] => next == 0xD8 && matches!(bytes[..at], [.., 0xD8, 0xB7 | 0xB8]),
        [0xC3, ..] => !next.is_ascii(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_seen_at_every_place() {
        for sign in ["\0", "\u{FFFD}", "\u{9D}", "Ø§", "Çá", "ط§ظ„", "ÿß", "Ã©"] {
            for before in 0..70 {
                let text = "a".repeat(before) + sign;
                assert!(!is_plain(text.as_bytes()), "{sign:?} after {before}");
                assert!(!is_plain((text + &"ن".repeat(70)).as_bytes()), "{sign:?} after {before}");
            }
        }
    }

    #[test]
    fn clean_text_has_none() {
        let clean = ["", "abc", "«خط» الحظ ٣ ﷺ", "l’été à Zürich", "a\u{85}b", "سطر\u{A0}«حفظ»\n"];
        for text in clean {
            assert!(is_plain(text.as_bytes()), "{text:?}");
            assert!(is_plain(text.repeat(200).as_bytes()), "{text:?}");
        }
    }
}
