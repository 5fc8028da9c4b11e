//! Binary: inputs that are no text, and NUL in those that are.

use memchr::memchr2;

use crate::error::{Error, ErrorCode};

use super::charset::{Charset, Text};

/// What the first bytes of files that are no text look like, and what to call them.
const MAGIC: [(&[u8], &str); 27] = [
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive (or a document in one: DOCX, ODT, EPUB)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1F\x8B\x08", "gzip data"),
    (b"\x28\xB5\x2F\xFD", "Zstandard data"),
    (b"BZh", "bzip2 data"),
    (b"\xFD7zXZ\0", "XZ data"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Microsoft Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7FELF", "an ELF program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1\0\0", "an Arrow file"),
    (b"\x1A\x45\xDF\xA3", "a Matroska video"),
    (b"OggS\0", "Ogg media"),
    (b"ID3", "an MP3 file"),
    (b"fLaC", "FLAC audio"),
    (b"\0asm", "a WebAssembly program"),
    (b"!<arch>\n", "an ar archive"),
];

/// What kind of file without text `bytes` begin like; `clean` where they are valid UTF-8 without low controls.
pub(super) fn magic(bytes: &[u8], clean: bool) -> Option<&'static str> {
    let is_markup = matches!(bytes.first(), Some(b'%' | b'{'));
    if clean && !is_markup {
        return None;
    }
    let (magic, what) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    // The other marks of ASCII letters may begin a text, which has no low controls.
    (is_markup || !magic.is_ascii() || has_low_controls(bytes)).then_some(what)
}

/// The error for an input that is no text.
pub(super) fn error(what: &str) -> Error {
    Error::new(ErrorCode::Binary, format!("not text but {what}; extract its text first"))
}

/// Whether there is a NUL, or the 0x06 that is half of every Arabic letter in UTF-16.
pub(super) fn has_low_controls(bytes: &[u8]) -> bool {
    memchr2(0, 6, bytes).is_some()
}

/// Whether more than one byte in a hundred, and not just a few, are control characters that no text needs.
pub(super) fn is_control_ridden(bytes: &[u8]) -> bool {
    let controls =
        bytes.iter().filter(|byte| matches!(byte, 0..=8 | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F)).count();
    controls > 4 && controls * 100 > bytes.len()
}

/// NUL is no character of a text: like CommonMark (§2.3) we put U+FFFD in its place, and count it.
pub(super) fn replace_nul(text: Text, charset: Charset) -> Text {
    let Some(place) = memchr::memchr(0, text.text.as_bytes()) else { return text };
    let earlier = text.first.filter(|&(_, first)| first < place);
    Text {
        malformed: text.malformed + memchr::memchr_iter(0, text.text.as_bytes()).count(),
        first: earlier.or_else(|| Some((charset.length_of(&text.text[..place]), place))),
        text: text.text.replace('\0', "\u{FFFD}"),
        cut: text.cut,
    }
}
