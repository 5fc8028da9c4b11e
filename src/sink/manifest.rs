//! Manifest: what an output was made of, in a small file beside it, so that a later run can tell whether it
//! would come out the same.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{AtomicFile, Unfinished};

/// The version of this format.
const SCHEMA: &str = "seedtool/1-manifest";

/// What an output was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    schema: String,
    /// A hash of all that decides what becomes of a document.
    options: String,
    /// A hash of paths, sizes and times of all files.
    files: String,
    /// How many inputs there were.
    pub inputs: u64,
    /// The size of the output.
    bytes: u64,
}

impl Manifest {
    /// What is about to be made, of files and with options that these hashes stand for.
    pub fn new(options: blake3::Hash, files: blake3::Hash) -> Self {
        let hex = |hash: blake3::Hash| hash.to_hex().to_string();
        Self { schema: SCHEMA.to_owned(), options: hex(options), files: hex(files), inputs: 0, bytes: 0 }
    }

    /// What `output` was made of, if that is what is about to be made again and the output is still there.
    pub fn of_same(&self, output: &Path) -> Option<Self> {
        let found: Self = serde_json::from_slice(&fs::read(beside(output)).ok()?).ok()?;
        let wanted = Self { inputs: found.inputs, bytes: output.metadata().ok()?.len(), ..self.clone() };
        (found == wanted).then_some(found)
    }

    /// Puts the manifest beside an output that is whole, of so many inputs.
    pub fn write(self, output: &Path, inputs: u64, unfinished: &Unfinished) -> io::Result<()> {
        let manifest = Self { inputs, bytes: output.metadata()?.len(), ..self };
        let mut file = AtomicFile::create(&beside(output), unfinished)?;
        serde_json::to_writer(&mut file, &manifest)?;
        file.write_all(b"\n")?;
        file.finish()
    }
}

/// The name of an output's manifest: `out.jsonl.manifest`.
fn beside(output: &Path) -> PathBuf {
    let mut name = OsString::from(output);
    name.push(".manifest");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_good_for_the_same_files_options_and_output() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("out.jsonl");
        let hash = |text: &str| blake3::hash(text.as_bytes());
        let manifest = Manifest::new(hash("options"), hash("files"));
        assert_eq!(manifest.of_same(&output), None);

        fs::write(&output, "records").expect("an output");
        manifest.clone().write(&output, 7, &Unfinished::default()).expect("a manifest");
        assert_eq!(manifest.of_same(&output).map(|found| found.inputs), Some(7));
        assert_eq!(Manifest::new(hash("options"), hash("others")).of_same(&output), None);
        assert_eq!(Manifest::new(hash("others"), hash("files")).of_same(&output), None);
        fs::write(&output, "other records").expect("an output");
        assert_eq!(manifest.of_same(&output), None);
    }
}
