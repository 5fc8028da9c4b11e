//! Laws of decode over arbitrary bytes: nothing panics, and every replacement is counted.

use proptest::prelude::*;
use seedtool::decode::{Options, decode};

/// Pieces that lead into every branch: marks, cut and overlong sequences, surrogates, NUL, mojibake, legacy letters.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let pieces: &[&[u8]] = &[
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"\0",
        b"\xC0\x80",
        b"\xED\xA0\x80",
        b"\xE2\x80",
        b"\xC7\xE1\xD3\xE1\xC7\xE3 ",
        b"\x39\x06",
        b"\n",
        "كلمة ".as_bytes(),
        "ط³ظ„ط§ظ…".as_bytes(),
        "Ø³Ù„Ø§Ù".as_bytes(),
        "Ã˜Â³Ã™".as_bytes(),
        "ÇáÓáÇã ".as_bytes(),
        "ÿ≥ŸÑÿß".as_bytes(),
        "\u{FFFD}\u{85}\u{9D}".as_bytes(),
    ];
    prop_oneof![
        prop::sample::select(pieces.to_vec()).prop_map(<[u8]>::to_vec),
        prop::collection::vec(any::<u8>(), 0..8),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_text_or_an_error(pieces in prop::collection::vec(piece(), 0..24)) {
        let bytes = pieces.concat();
        let options = Options { repair: false, malformed_floor: usize::MAX, ..Options::default() };
        if let Ok(decoded) = decode(&bytes, &options) {
            let marks = decoded.text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
            prop_assert!(marks >= decoded.replacements);
            prop_assert_eq!(decoded.replacements > 0, decoded.warnings.iter().any(|warning| {
                matches!(warning.code.as_str(), "malformed" | "truncated")
            }));
        }
        let _ = decode(&bytes, &Options::default());
    }
}
