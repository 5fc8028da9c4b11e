//! Page: the code pages that text is wrongly read in, as a way back from their characters to bytes.

use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252, WINDOWS_1254, WINDOWS_1256};
use memchr::memchr;

/// A single-byte encoding, read backwards.
pub(super) struct Page {
    /// Its name, for the warning.
    pub(super) name: &'static str,
    /// Whether its upper half is Arabic, so that damage and clean text use the same letters.
    pub(super) arabic: bool,
    /// With which byte all characters begin, in UTF-8, that the page has for lead bytes of UTF-8, if it is one.
    lead: Option<u8>,
    bytes: Box<Bytes>,
}

/// The byte of each character below U+2300, or 0.
type Bytes = [u8; 0x2300];

/// windows-1252, with what ISO-8859-1 and windows-1254 (Turkish) have instead: damage of the three kinds differs in
/// no byte that has two meanings.
pub(super) static WESTERN: LazyLock<Page> = LazyLock::new(|| {
    let mut bytes = inverse(&[WINDOWS_1252, WINDOWS_1254]);
    (0x80..0xA0).for_each(|control| bytes[usize::from(control)] = control);
    Page { name: "windows-1252", arabic: false, lead: Some(0xC3), bytes }
});

/// Mac OS Roman.
pub(super) static MAC_ROMAN: LazyLock<Page> =
    LazyLock::new(|| Page { name: "Mac OS Roman", arabic: false, lead: None, bytes: inverse(&[MACINTOSH]) });

/// windows-1256.
pub(super) static ARABIC: LazyLock<Page> = LazyLock::new(|| Page {
    name: "windows-1256",
    arabic: true,
    lead: None,
    bytes: inverse(&[WINDOWS_1256]),
});

fn inverse(encodings: &[&'static Encoding]) -> Box<Bytes> {
    let mut bytes = Box::new([0; size_of::<Bytes>()]);
    for (encoding, byte) in encodings.iter().flat_map(|encoding| (0x80..=0xFF).map(move |b| (encoding, b))) {
        let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
        if let Some(slot) = text.chars().next().and_then(|c| bytes.get_mut(c as usize)) {
            *slot = byte;
        }
    }
    bytes
}

impl Page {
    /// Where the next character may stand that is a lead byte of UTF-8 on this page.
    pub(super) fn next_lead(&self, text: &[u8]) -> Option<usize> {
        match self.lead {
            Some(lead) => memchr(lead, text),
            None => text.iter().position(|byte| !byte.is_ascii()),
        }
    }

    /// The byte that was read as `c`, a character outside ASCII.
    pub(super) fn byte(&self, c: char) -> Option<u8> {
        self.bytes.get(c as usize).copied().filter(|&byte| byte != 0)
    }
}
