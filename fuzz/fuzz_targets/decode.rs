//! Any bytes are text or an error, and every malformed sequence is one U+FFFD that is counted.

#![no_main]

use libfuzzer_sys::fuzz_target;
use seedtool::decode::{Options, decode, visual_order};

fuzz_target!(|bytes: &[u8]| {
    let options = Options { repair: false, malformed_floor: usize::MAX, ..Options::default() };
    if let Ok(decoded) = decode(bytes, &options) {
        let marks = decoded.text.matches('\u{FFFD}').count();
        assert!(marks >= decoded.replacements, "a replacement that is not in the text");
        if let Ok(text) = std::str::from_utf8(bytes)
            && decoded.encoding == "UTF-8"
        {
            let before = text.matches(['\u{FFFD}', '\0']).count();
            let own = text.matches('\0').count();
            assert_eq!((marks, decoded.replacements), (before, own), "only NUL is malformed in valid UTF-8");
        }
        let _ = visual_order(&decoded.text);
    }
    let _ = decode(bytes, &Options::default());
});
