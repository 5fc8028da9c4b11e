//! ASCII: sets of its characters.

use std::ops::BitOrAssign;

/// A set of ASCII characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsciiSet(u128);

impl AsciiSet {
    /// The set without a character.
    pub const EMPTY: Self = Self(0);

    /// The characters of a text; what is not ASCII does not count.
    pub const fn of(text: &str) -> Self {
        let (bytes, mut set, mut at) = (text.as_bytes(), Self::EMPTY, 0);
        while at < bytes.len() {
            set.insert(bytes[at]);
            at += 1;
        }
        set
    }

    /// Adds a character; a byte that is not ASCII adds nothing.
    pub const fn insert(&mut self, byte: u8) {
        if byte.is_ascii() {
            self.0 |= 1 << byte;
        }
    }

    /// Whether a character is in it; no byte that is not ASCII is.
    pub const fn has(self, byte: u8) -> bool {
        byte.is_ascii() && self.0 >> byte & 1 != 0
    }

    /// Whether a character is in both.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The characters that are in both.
    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOrAssign for AsciiSet {
    /// Adds the characters of another.
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
