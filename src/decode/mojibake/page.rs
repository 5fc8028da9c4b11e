//! Page: the code pages that text is wrongly read in, as a way back from their characters to bytes.

use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252, WINDOWS_1254, WINDOWS_1256};
use memchr::memchr3;

/// A single-byte encoding, read backwards.
pub(super) struct Page {
    /// Its name, for the warning.
    pub(super) name: &'static str,
    /// Whether its upper half is Arabic, so that damage and clean text use the same letters.
    pub(super) arabic: bool,
    /// With which bytes all characters begin, in UTF-8, that the page has for lead bytes of UTF-8, if they are few.
    leads: Option<[u8; 3]>,
    /// The byte of each character below U+2300, or 0.
    bytes: Box<Bytes>,
    /// The characters beyond, which are few.
    beyond: Vec<(char, u8)>,
}

type Bytes = [u8; 0x2300];

/// windows-1252, with what ISO-8859-1 and windows-1254 (Turkish) have instead: damage of the three kinds differs in
/// no byte that has two meanings.
pub(super) static WESTERN: LazyLock<Page> = LazyLock::new(|| {
    let mut page = Page::new("windows-1252", &[WINDOWS_1252, WINDOWS_1254]);
    (0x80..0xA0).for_each(|control| page.bytes[usize::from(control)] = control);
    Page { leads: Some([0xC3, 0xC4, 0xC5]), ..page }
});

/// Mac OS Roman.
pub(super) static MAC_ROMAN: LazyLock<Page> = LazyLock::new(|| Page::new("Mac OS Roman", &[MACINTOSH]));

/// windows-1256.
pub(super) static ARABIC: LazyLock<Page> =
    LazyLock::new(|| Page { arabic: true, ..Page::new("windows-1256", &[WINDOWS_1256]) });

impl Page {
    fn new(name: &'static str, encodings: &[&'static Encoding]) -> Self {
        let bytes = Box::new([0; size_of::<Bytes>()]);
        let mut page = Self { name, arabic: false, leads: None, bytes, beyond: Vec::new() };
        for (encoding, byte) in
            encodings.iter().flat_map(|encoding| (0x80..=0xFF).map(move |b| (encoding, b)))
        {
            let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
            for c in text.chars() {
                match page.bytes.get_mut(c as usize) {
                    Some(slot) => *slot = byte,
                    None => page.beyond.push((c, byte)),
                }
            }
        }
        page
    }

    /// Where the next character may stand that is a lead byte of UTF-8 on this page.
    pub(super) fn next_lead(&self, text: &[u8]) -> Option<usize> {
        match self.leads {
            Some([one, two, three]) => memchr3(one, two, three, text),
            None => text.iter().position(|byte| !byte.is_ascii()),
        }
    }

    /// The byte that was read as `c`, a character outside ASCII.
    pub(super) fn byte(&self, c: char) -> Option<u8> {
        match self.bytes.get(c as usize) {
            Some(&byte) => (byte != 0).then_some(byte),
            None => self.beyond.iter().find(|&&(other, _)| other == c).map(|&(_, byte)| byte),
        }
    }
}
