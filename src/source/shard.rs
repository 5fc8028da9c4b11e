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
    /// As many parts as their names have room for.
    pub const MOST: u64 = 99_999;

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

    /// The part whose file has this name.
    pub fn from_stem(stem: &str) -> Option<Self> {
        let (number, count) = stem.strip_prefix("part-")?.split_once("-of-")?;
        let shard = Self { number: number.parse().ok()?, count: count.parse().ok()? };
        (shard.stem() == stem).then_some(shard)
    }

    /// Whether two are parts of a whole of equally many.
    pub fn is_beside(self, other: Self) -> bool {
        self.count == other.count
    }
}

impl FromStr for Shard {
    type Err = Error;

    /// Reads `K/N`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let parsed = text
            .split_once('/')
            .and_then(|(k, n)| Some(Self { number: k.parse().ok()?, count: n.parse().ok()? }));
        match parsed {
            Some(shard) if shard.number <= shard.count && shard.count.get() <= Self::MOST => Ok(shard),
            _ => {
                let most = Self::MOST;
                let message =
                    format!("write K/N with 1 ≤ K ≤ N ≤ {most}, e.g. 3/8 for the third of eight parts");
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
        for wrong in ["", "1", "0/3", "4/3", "1/0", "-1/2", "a/b", "1/2/3", "1/100000"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
        assert_eq!("3/8".parse::<Shard>().map(Shard::stem), Ok("part-00003-of-00008".to_owned()));
    }

    #[test]
    fn a_shard_is_known_by_the_name_of_its_file() {
        for shard in Shard::all(NonZeroU64::new(12).expect("twelve")) {
            assert_eq!(Shard::from_stem(&shard.stem()), Some(shard));
        }
        for other in ["part-3-of-8", "part-00003", "part-00000-of-00008", "part-00001-of-00002x", "notes"] {
            assert_eq!(Shard::from_stem(other), None, "{other}");
        }
    }
}
