//! Overwrite: what an output must not replace.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use flate2::read::MultiGzDecoder;

use seedtool::report::facts;
use seedtool::walk::{Compression, Container, Name};

use super::message::Shown;

/// What stands in the head of every page that `seedtool report` writes.
const PAGE: &[u8] = br#"<meta name="generator" content="seedtool "#;

/// Bytes at the head of a file that tell who wrote it.
const HEAD: u64 = 1 << 10;

/// Fails where an output would take the place of a file that seedtool did not write and that stands in one of the
/// folders that are read: most likely it is one of the documents.
pub(super) fn spares_documents(output: &Path, roots: &[PathBuf]) -> Result<()> {
    let is_file = output.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() > 0);
    if is_file && stands_in(output, roots) && !is_written(output) {
        bail!(
            "{} stands in a folder that is read, and seedtool did not write it; write to another file",
            Shown(output)
        );
    }
    Ok(())
}

fn stands_in(output: &Path, roots: &[PathBuf]) -> bool {
    let Ok(output) = output.canonicalize() else { return false };
    let mut folders = roots.iter().filter(|root| root.is_dir()).filter_map(|root| root.canonicalize().ok());
    folders.any(|folder| output.starts_with(folder))
}

/// Whether a file holds records or a page that seedtool wrote. Of Parquet that is not told from its head.
fn is_written(path: &Path) -> bool {
    let name = Name::of(path);
    let Ok(head) = head(path, name.compression) else { return false };
    name.container == Container::Parquet && head.starts_with(b"PAR1")
        || facts::is_written(&head)
        || facts::is_written(&compact(&head))
        || head.windows(PAGE.len()).any(|part| part == PAGE)
}

/// The same without the white space of records that are written for people.
fn compact(head: &[u8]) -> Vec<u8> {
    head.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
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
