//! Charset: an encoding that can be asked for by its label and used to decode bytes.

use encoding_rs::{DecoderResult, Encoding};

use super::tables::{CP720, MAC_ARABIC, SingleByte};

/// A character encoding: those of the Encoding Standard, UTF-32, cp720 and MacArabic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Standard(&'static Encoding),
    Utf32Le,
    Utf32Be,
    Cp720,
    MacArabic,
}

/// The labels that the Encoding Standard does not have, in lower case.
const LABELS: [(&str, Charset); 8] = [
    ("utf-32le", Charset::UTF_32LE),
    ("utf-32be", Charset::UTF_32BE),
    ("cp720", Charset::CP720),
    ("ibm720", Charset::CP720),
    ("dos-720", Charset::CP720),
    ("macarabic", Charset::MAC_ARABIC),
    ("mac-arabic", Charset::MAC_ARABIC),
    ("x-mac-arabic", Charset::MAC_ARABIC),
];

/// What decoding made of bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// The text, with U+FFFD for every malformed sequence.
    pub(super) text: String,
    /// How many malformed sequences there were.
    pub(super) malformed: usize,
    /// Where the first stood: its offset in the bytes and in the text.
    pub(super) first: Option<(usize, usize)>,
    /// Whether the last of them is a character that the end of the input cut.
    pub(super) cut: bool,
}

impl Text {
    fn replace(&mut self, at: usize) {
        self.first.get_or_insert((at, self.text.len()));
        self.text.push('\u{FFFD}');
        self.malformed += 1;
    }
}

impl Charset {
    /// UTF-8.
    pub const UTF_8: Self = Self::standard(encoding_rs::UTF_8);
    /// UTF-16, least significant byte first.
    pub const UTF_16LE: Self = Self::standard(encoding_rs::UTF_16LE);
    /// UTF-16, most significant byte first.
    pub const UTF_16BE: Self = Self::standard(encoding_rs::UTF_16BE);
    /// UTF-32, least significant byte first.
    pub const UTF_32LE: Self = Self(Kind::Utf32Le);
    /// UTF-32, most significant byte first.
    pub const UTF_32BE: Self = Self(Kind::Utf32Be);
    /// MS-DOS code page 720.
    pub const CP720: Self = Self(Kind::Cp720);
    /// Mac OS Arabic.
    pub const MAC_ARABIC: Self = Self(Kind::MacArabic);

    /// An encoding of the Encoding Standard.
    pub(super) const fn standard(encoding: &'static Encoding) -> Self {
        Self(Kind::Standard(encoding))
    }

    /// The encoding of a label: every label of the Encoding Standard (less those of its `replacement`
    /// encoding, which holds no text) and ours; case and white space around do not matter.
    pub fn for_label(label: &str) -> Option<Self> {
        let label = label.trim_matches([' ', '\t', '\n', '\r', '\u{C}']);
        let ours = LABELS.iter().find(|(name, _)| name.eq_ignore_ascii_case(label));
        ours.map(|&(_, charset)| charset)
            .or_else(|| Encoding::for_label_no_replacement(label.as_bytes()).map(Self::standard))
    }

    /// The name in the Encoding Standard, or `UTF-32LE`, `UTF-32BE`, `cp720`, `MacArabic`.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Standard(encoding) => encoding.name(),
            Kind::Utf32Le => "UTF-32LE",
            Kind::Utf32Be => "UTF-32BE",
            Kind::Cp720 => "cp720",
            Kind::MacArabic => "MacArabic",
        }
    }

    /// How many bytes well-formed `text` was in this encoding (but for the double-byte encodings, where each
    /// character counts as one).
    pub(super) fn length_of(self, text: &str) -> usize {
        match self.0 {
            Kind::Standard(encoding) if encoding == encoding_rs::UTF_8 => text.len(),
            _ if self == Self::UTF_16LE || self == Self::UTF_16BE => text.encode_utf16().count() * 2,
            Kind::Utf32Le | Kind::Utf32Be => text.chars().count() * 4,
            _ => text.chars().count(),
        }
    }

    /// Decodes all of `bytes`; a byte order mark is text like any other here.
    pub(super) fn decode(self, bytes: &[u8]) -> Text {
        match self.0 {
            Kind::Standard(encoding) => decode_standard(encoding, bytes),
            Kind::Utf32Le => decode_utf32(bytes, u32::from_le_bytes),
            Kind::Utf32Be => decode_utf32(bytes, u32::from_be_bytes),
            Kind::Cp720 => decode_table(&CP720, bytes),
            Kind::MacArabic => decode_table(&MAC_ARABIC, bytes),
        }
    }
}

/// Every malformed sequence is one U+FFFD, as the Encoding Standard's `decode` has it.
fn decode_standard(encoding: &'static Encoding, bytes: &[u8]) -> Text {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut out = Text { text: String::with_capacity(room.unwrap_or(bytes.len())), ..Text::default() };
    let mut read = 0;
    loop {
        let (result, more) =
            decoder.decode_to_string_without_replacement(&bytes[read..], &mut out.text, true);
        read += more;
        match result {
            DecoderResult::InputEmpty => return out,
            DecoderResult::OutputFull => out.text.reserve(bytes.len() - read + 16),
            DecoderResult::Malformed(length, after) => {
                let end = read - usize::from(after);
                let start = end.saturating_sub(usize::from(length));
                out.replace(start);
                out.cut = end == bytes.len() && is_cut(encoding, &bytes[start..]);
            }
        }
    }
}

/// Whether the malformed `tail` of an input is the beginning of a character.
fn is_cut(encoding: &'static Encoding, tail: &[u8]) -> bool {
    if encoding == encoding_rs::UTF_8 {
        return std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_none());
    }
    // In UTF-16 an odd byte, or a high surrogate without its other half, ends the input; a lead byte elsewhere.
    !encoding.is_single_byte()
}

fn decode_utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Text {
    let mut out = Text { text: String::with_capacity(bytes.len() / 2), ..Text::default() };
    let (units, rest) = bytes.as_chunks::<4>();
    for (number, &bytes) in units.iter().enumerate() {
        match char::from_u32(unit(bytes)) {
            Some(c) => out.text.push(c),
            None => out.replace(number * 4),
        }
    }
    if !rest.is_empty() {
        out.replace(bytes.len() - rest.len());
        out.cut = true;
    }
    out
}

fn decode_table(table: &SingleByte, bytes: &[u8]) -> Text {
    Text { text: bytes.iter().map(|&byte| table.char_of(byte)).collect(), ..Text::default() }
}
