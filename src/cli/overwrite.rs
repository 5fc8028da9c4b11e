//! Overwrite: what an output must not replace.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use flate2::read::MultiGzDecoder;

use seedtool::report::facts;
use seedtool::walk::{Compression, Container, Name};

use super::message::Shown;

/// What stands in the head of every page that `seedtool report` writes.
const PAGE: &[u8] = br#"<meta name="generator" content="seedtool "#;

/// A column of records, which the footer of Parquet names.
const COLUMN: &[u8] = b"tatweel_removed";

/// Bytes at the head of a file that tell who wrote it,
const HEAD: u64 = 1 << 10;

/// and at the end of Parquet.
const TAIL: u64 = 1 << 18;

/// Fails where an output would take the place of a file that seedtool did not write and that stands in one of the
/// folders that are read: most likely it is one of the documents.
pub(super) fn spares_documents(output: &Path, roots: &[PathBuf]) -> Result<()> {
    let is_file = output.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() > 0);
    if is_file && stands_in(output, roots) && !may_be_replaced(output) {
        bail!(
            "{} stands in a folder that is read, and seedtool did not write it; write to another file",
            Shown(output)
        );
    }
    Ok(())
}

/// Whether a file stands in one of the folders, where links lead or as the path says: links may be followed.
fn stands_in(output: &Path, roots: &[PathBuf]) -> bool {
    let spellings = [Path::canonicalize, |path: &Path| std::path::absolute(path)];
    spellings.iter().any(|spell| {
        let folders = roots.iter().filter(|root| root.is_dir()).filter_map(|root| spell(root).ok());
        spell(output).is_ok_and(|output| folders.into_iter().any(|folder| output.starts_with(folder)))
    })
}

/// Whether a file is empty, or holds records or a page that seedtool wrote.
fn may_be_replaced(path: &Path) -> bool {
    let name = Name::of(path);
    if name.container == Container::Parquet {
        return tail(path).is_ok_and(|tail| tail.is_empty() || holds(&tail, COLUMN));
    }
    head(path, name.compression)
        .is_ok_and(|head| head.is_empty() || facts::is_written(&compact(&head)) || holds(&head, PAGE))
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The same without the white space of records that are written for people.
fn compact(head: &[u8]) -> Vec<u8> {
    head.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
}

fn tail(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let start = file.metadata()?.len().saturating_sub(TAIL);
    file.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    Ok(tail)
}

fn head(path: &Path, compression: Compression) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let mut head = Vec::new();
    match compression {
        Compression::None => file.take(HEAD).read_to_end(&mut head),
        Compression::Gzip => MultiGzDecoder::new(file).take(HEAD).read_to_end(&mut head),
        Compression::Zstd => zstd::Decoder::new(file)?.take(HEAD).read_to_end(&mut head),
    }?;
    Ok(head)
}
