//! Shard: the part of the files that one of several independent runs takes.

use std::num::NonZeroU64;
use std::path::Path;
use std::str::FromStr;

use crate::error::{Error, ErrorCode};

/// Part `number` of `count`, by a hash of the path: the same files on every machine, whatever else is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// 1-based.
    number: NonZeroU64,
    count: NonZeroU64,
}

impl Shard {
    /// All parts of a whole, in order.
    pub fn all(count: NonZeroU64) -> impl Iterator<Item = Self> {
        (1..=count.get()).filter_map(NonZeroU64::new).map(move |number| Self { number, count })
    }

    /// Whether a file belongs to this part.
    pub fn holds(self, path: &Path) -> bool {
        let hash = blake3::hash(path.as_os_str().as_encoded_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        u64::from_le_bytes(first) % self.count == self.number.get() - 1
    }

    /// The name of this part's file: `part-00003-of-00008`.
    pub fn stem(self) -> String {
        format!("part-{:05}-of-{:05}", self.number, self.count)
    }
}

impl FromStr for Shard {
    type Err = Error;

    /// Reads `K/N`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let parts = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match parts {
            Some((number, count)) if number <= count => Ok(Self { number, count }),
            _ => {
                let message = "write K/N with 1 ≤ K ≤ N, e.g. 3/8 for the third of eight parts";
                Err(Error::new(ErrorCode::Unsupported, message))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_one_shard() {
        let count = NonZeroU64::new(7).expect("seven");
        for number in 0..1000 {
            let path = format!("corpus/{number}.txt");
            let holders = Shard::all(count).filter(|shard| shard.holds(Path::new(&path))).count();
            assert_eq!(holders, 1, "{path}");
        }
    }

    #[test]
    fn a_shard_is_one_of_as_many_as_there_are() {
        for wrong in ["", "1", "0/3", "4/3", "1/0", "-1/2", "a/b", "1/2/3"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
        assert_eq!("3/8".parse::<Shard>().map(Shard::stem), Ok("part-00003-of-00008".to_owned()));
    }
}
