//! Normalization of Arabic text: named steps in a fixed order (DESIGN: profile `standard`).

use std::borrow::Cow;

/// A profile with its switches, ready to run.
#[derive(Clone, Debug, Default)]
pub struct Normalizer {}

/// How many characters of two kinds a normalization took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// U+0640.
    pub tatweel: usize,
    /// Members of the mark set **M**, and U+0653 that composed with nothing.
    pub marks: usize,
}

impl Normalizer {
    /// The profile `standard`.
    pub fn standard() -> Self {
        Self {}
    }

    /// Normalizes one text without line ends; what is clean already is borrowed.
    pub fn normalize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        text.into()
    }

    /// What normalization took away from `before` to make `after`.
    pub fn removed(&self, _before: &str, _after: &str) -> Removed {
        Removed::default()
    }
}
