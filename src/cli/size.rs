//! Size: a number of bytes as people write it.

use std::fmt;
use std::str::FromStr;

/// A number of bytes: digits, and perhaps `K`, `M` or `G` for 2¹⁰, 2²⁰ or 2³⁰ of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size(pub(super) u64);

const UNITS: &[(char, u32)] = &[('K', 10), ('M', 20), ('G', 30)];

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unit = UNITS.iter().find(|(letter, _)| text.to_ascii_uppercase().ends_with(*letter));
        let digits = unit.map_or(text, |_| &text[..text.len() - 1]);
        let bytes =
            digits.parse::<u64>().ok().and_then(|n| n.checked_mul(1 << unit.map_or(0, |unit| unit.1)));
        bytes.map(Self).ok_or_else(|| "write a number of bytes, or one with K, M or G: 64M".to_owned())
    }
}

/// In the largest unit that leaves no fraction.
impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fits = |(_, bits): &&(char, u32)| self.0 > 0 && self.0.is_multiple_of(1 << bits);
        match UNITS.iter().rfind(fits) {
            Some((letter, bits)) => write!(f, "{}{letter}", self.0 >> bits),
            None => write!(f, "{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_they_are_shown() {
        for (text, bytes) in [("0", 0), ("1000", 1000), ("3K", 3 << 10), ("64M", 64 << 20), ("2G", 2 << 30)] {
            assert_eq!(text.parse(), Ok(Size(bytes)));
            assert_eq!(Size(bytes).to_string(), text);
        }
        assert_eq!("1m".parse(), Ok(Size(1 << 20)));
        for wrong in ["", "M", "1MB", "-1", "1.5G", "20000000000G", "ألف"] {
            assert!(wrong.parse::<Size>().is_err(), "{wrong}");
        }
    }
}
