//! Detect: the legacy encoding of bytes that are no Unicode.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::charset::Charset;
use crate::error::Warning;

/// The encoding under which the input is most probable.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guess {
    pub(super) charset: Charset,
}

impl Guess {
    /// What a reader should know of a guess that is not sure.
    pub(super) fn warning(&self) -> Option<Warning> {
        None
    }
}

/// Guesses by the whole input.
pub(super) fn detect(bytes: &[u8]) -> Guess {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Guess { charset: Charset::standard(detector.guess(None, Utf8Detection::Deny)) }
}
