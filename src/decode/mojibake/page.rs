//! Page: the code pages that text is wrongly read in, as a way back from their characters to bytes.

use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252, WINDOWS_1254, WINDOWS_1256};

/// A single-byte encoding, read backwards.
pub(super) struct Page {
    /// Its name, for the warning.
    pub(super) name: &'static str,
    /// Whether its upper half is Arabic, so that damage and clean text use the same letters.
    pub(super) arabic: bool,
    /// The characters outside ASCII with their bytes, in order.
    bytes: Vec<(char, u8)>,
    /// Whether C1 controls stand for themselves, as in ISO-8859-1.
    controls: bool,
}

/// windows-1252, with what ISO-8859-1 and windows-1254 (Turkish) have instead: damage of the three kinds differs in
/// no byte that has two meanings.
pub(super) static WESTERN: LazyLock<Page> =
    LazyLock::new(|| Page::new("windows-1252", &[WINDOWS_1252, WINDOWS_1254], false, true));

/// Mac OS Roman.
pub(super) static MAC_ROMAN: LazyLock<Page> =
    LazyLock::new(|| Page::new("Mac OS Roman", &[MACINTOSH], false, false));

/// windows-1256.
pub(super) static ARABIC: LazyLock<Page> =
    LazyLock::new(|| Page::new("windows-1256", &[WINDOWS_1256], true, false));

impl Page {
    fn new(name: &'static str, encodings: &[&'static Encoding], arabic: bool, controls: bool) -> Self {
        let decode = |encoding: &'static Encoding, byte| {
            let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(byte));
            text.chars().next().map(|c| (c, *byte))
        };
        let high: Vec<u8> = (0x80..=0xFF).collect();
        let mut bytes: Vec<_> = encodings
            .iter()
            .flat_map(|encoding| high.iter().filter_map(|byte| decode(encoding, byte)))
            .collect();
        bytes.sort_unstable();
        bytes.dedup_by_key(|&mut (c, _)| c);
        Self { name, arabic, bytes, controls }
    }

    /// The byte that was read as `c`, a character outside ASCII.
    pub(super) fn byte(&self, c: char) -> Option<u8> {
        if self.controls && matches!(c, '\u{80}'..='\u{9F}') {
            return Some(c as u8);
        }
        let at = self.bytes.binary_search_by_key(&c, |&(c, _)| c).ok()?;
        Some(self.bytes[at].1)
    }
}
