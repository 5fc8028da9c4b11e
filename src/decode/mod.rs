//! Decode: bytes → text, with the name of the encoding and a count of what was malformed.

use std::borrow::Cow;

use crate::error::{Error, ErrorCode, Warning};

/// How bytes are to be decoded.
#[derive(Clone, Debug, Default)]
pub struct Options {}

/// A decoded document.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The text without a byte order mark; borrowed where the input was clean UTF-8.
    pub text: Cow<'a, str>,
    /// The encoding that was used, by its name in the Encoding Standard where it has one.
    pub encoding: &'static str,
    /// How many U+FFFD stand for malformed sequences.
    pub replacements: usize,
    /// What was noticed.
    pub warnings: Vec<Warning>,
}

/// Decodes a whole document.
pub fn decode<'a>(bytes: &'a [u8], _options: &Options) -> Result<Decoded<'a>, Error> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => {
            Ok(Decoded { text: text.into(), encoding: "UTF-8", replacements: 0, warnings: Vec::new() })
        }
        Err(_) => Err(Error::new(ErrorCode::Malformed, "not UTF-8")),
    }
}

/// Takes text that was decoded already, as JSON is; only damage by an earlier wrong decoding is looked for.
pub fn of_text<'a>(text: &'a str, _options: &Options) -> Result<Decoded<'a>, Error> {
    Ok(Decoded { text: text.into(), encoding: "UTF-8", replacements: 0, warnings: Vec::new() })
}
