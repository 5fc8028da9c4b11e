//! Name: what the ending of a file's name says of its content.

use std::ffi::OsStr;
use std::path::{Path, is_separator};
use std::str::FromStr;

use crate::error::{Error, ErrorCode};

/// How documents stand in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Container {
    /// The file is one document.
    #[default]
    Document,
    /// A JSON object a line (jsonlines.org).
    JsonLines,
    /// Plain text out of a web archive ("conversion" records of WARC 1.0), as Common Crawl's WET files are.
    Wet,
    /// Apache Parquet, a document a row; only where the feature `parquet` is built in.
    Parquet,
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// Gzip (RFC 1952), one member or many.
    Gzip,
    /// Zstandard (RFC 8878), one frame or many.
    Zstd,
}

/// What a name says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// How documents stand in the file.
    pub container: Container,
    /// How it is compressed.
    pub compression: Compression,
}

/// The endings of files that a walk takes, in lower case; each also with one of [`COMPRESSED`] behind it.
const ENDINGS: &[(&str, Container)] = &[
    ("txt", Container::Document),
    ("text", Container::Document),
    ("md", Container::Document),
    ("markdown", Container::Document),
    ("mdx", Container::Document),
    ("jsonl", Container::JsonLines),
    ("ndjson", Container::JsonLines),
    ("wet", Container::Wet),
    ("parquet", Container::Parquet),
];

/// Whether a walk takes such files. Without the feature they are left alone, unless they are named.
fn is_served(container: Container) -> bool {
    container != Container::Parquet || cfg!(feature = "parquet")
}

const COMPRESSED: &[(&str, Compression)] = &[("gz", Compression::Gzip), ("zst", Compression::Zstd)];

impl Name {
    /// What the name of a file says; where it says nothing, that it is a document.
    pub fn of(path: &Path) -> Self {
        // What stands behind a name says nothing: `a.txt/.`
        let ends_with_name =
            path.as_os_str().as_encoded_bytes().last().is_some_and(u8::is_ascii_alphanumeric);
        let name = if ends_with_name { path.as_os_str() } else { path.file_name().unwrap_or_default() };
        let (container, compression) = parts(name);
        Self { container: container.unwrap_or_default(), compression }
    }

    /// What is to be believed when the user says how to read a file whose name says `self`. The compression
    /// is still told by the name unless the user names one.
    pub fn overridden(self, said: Self) -> Self {
        let compression = match said.compression {
            Compression::None => self.compression,
            compression => compression,
        };
        Self { compression, ..said }
    }

    /// Whether a walk takes a file of this name.
    pub(super) fn is_known(name: &OsStr) -> bool {
        parts(name).0.is_some_and(is_served)
    }

    /// The endings of files that a walk takes, for people.
    pub fn endings() -> String {
        let join = |endings: Vec<&str>| endings.join(", ");
        let plain = ENDINGS.iter().filter(|(_, container)| is_served(*container)).map(|(ending, _)| *ending);
        let compressed = COMPRESSED.iter().map(|(ending, _)| *ending);
        format!("{}; each also with {}", join(plain.collect()), join(compressed.collect()))
    }
}

impl FromStr for Name {
    type Err = Error;

    /// Reads an ending, without its first dot: `jsonl`, `jsonl.gz`.
    fn from_str(ending: &str) -> Result<Self, Error> {
        match parts(format!("name.{ending}").as_ref()) {
            (Some(container), compression) if !ending.contains('/') => Ok(Self { container, compression }),
            _ => {
                let message = format!("`{ending}` is no known ending; take one of {}", Self::endings());
                Err(Error::new(ErrorCode::Unsupported, message))
            }
        }
    }
}

/// What a name says, or a path that ends with one.
fn parts(name: &OsStr) -> (Option<Container>, Compression) {
    // Endings are ASCII, which stands for itself in the encoding of names.
    let name = name.as_encoded_bytes();
    let Some((stem, ending)) = parted(name) else { return (None, Compression::None) };
    match find(COMPRESSED, ending) {
        Some(compression) => (parted(stem).and_then(|(_, ending)| find(ENDINGS, ending)), compression),
        None => (find(ENDINGS, ending), Compression::None),
    }
}

/// What stands before the last dot of a name and what behind it; a name that begins with its only dot has no ending.
fn parted(name: &[u8]) -> Option<(&[u8], &[u8])> {
    let is_separator = |byte: u8| is_separator(char::from(byte));
    let dot = name.iter().rposition(|&byte| byte == b'.' || is_separator(byte))?;
    let (stem, ending) = (&name[..dot], &name[dot + 1..]);
    let has_ending = name[dot] == b'.' && stem.last().is_some_and(|&last| !is_separator(last));
    has_ending.then_some((stem, ending))
}

fn find<T: Copy>(table: &[(&str, T)], ending: &[u8]) -> Option<T> {
    let is_it = |known: &str| known.as_bytes().eq_ignore_ascii_case(ending);
    table.iter().find(|(known, _)| is_it(known)).map(|&(_, meaning)| meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_count_in_any_case_and_compressed() {
        use Compression::{Gzip, None, Zstd};
        use Container::{Document, JsonLines, Wet};
        for (name, container, compression) in [
            ("a.txt", Some(Document), None),
            ("A.TXT", Some(Document), None),
            ("a.md.gz", Some(Document), Gzip),
            ("a.ndjson.ZST", Some(JsonLines), Zstd),
            ("CC-MAIN-0.warc.wet.gz", Some(Wet), Gzip),
            ("a.gz", Option::None, Gzip),
            ("a.png", Option::None, None),
            ("a/b.txt", Some(Document), None),
            ("a.txt/b", Option::None, None),
            ("a/.txt", Option::None, None),
            ("txt", Option::None, None),
            (".txt", Option::None, None),
        ] {
            assert_eq!(parts(name.as_ref()), (container, compression), "{name}");
        }
    }

    #[test]
    fn what_the_user_says_overrides_the_name_but_not_its_compression() {
        let said: Name = "jsonl".parse().expect("an ending");
        let read = Name::of(Path::new("dump.txt.gz")).overridden(said);
        assert_eq!(read, Name { container: Container::JsonLines, compression: Compression::Gzip });
        assert!("png".parse::<Name>().is_err());
        assert!("a/.txt".parse::<Name>().is_err());
    }
}
