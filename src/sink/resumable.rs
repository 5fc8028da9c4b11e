//! Resumable: an output that a later run can go on with, whatever ended the first.
//!
//! Beside `out.jsonl` there may be `out.jsonl.manifest`, what it was made of; `out.jsonl.part` and
//! `out.jsonl.part.manifest`, the same of an output that is not whole; and `out.jsonl.kept` with its manifest, what an
//! earlier run had done when it was ended, until all of it is taken over.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::atomic::target;
use super::manifest::{Head, Manifest};

/// The files of an output.
#[derive(Clone, Debug)]
pub struct Resumable {
    /// The output.
    pub output: Pair,
    /// What is being written.
    pub part: Pair,
    /// What an earlier run had done.
    pub kept: Pair,
}

/// Records and what they were made of.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The records.
    pub records: PathBuf,
    /// The manifest.
    pub manifest: PathBuf,
}

impl Pair {
    fn of(output: &Path, ending: &str) -> Self {
        let with = |ending: &str| {
            let mut name = OsString::from(output);
            name.push(ending);
            PathBuf::from(name)
        };
        Self { records: with(ending), manifest: with(&format!("{ending}.manifest")) }
    }

    fn rename(&self, to: &Self) -> io::Result<()> {
        fs::rename(&self.records, &to.records)?;
        fs::rename(&self.manifest, &to.manifest)
    }

    fn remove(&self) {
        // What is not there need not be removed, and what stays is only in the way of nobody.
        let _ = fs::remove_file(&self.records);
        let _ = fs::remove_file(&self.manifest);
    }

    /// Whether this was made with other options or by another version.
    fn is_other(&self, head: &Head) -> bool {
        let first =
            File::open(&self.manifest).and_then(|file| BufReader::new(file).lines().next().transpose());
        first.is_ok_and(|line| line.is_some_and(|line| line != head.line()))
    }

    /// How far the work had come.
    fn reach(&self) -> u64 {
        self.manifest.metadata().map_or(0, |metadata| metadata.len())
    }
}

/// An output that is begun.
#[derive(Debug)]
pub struct Begun {
    /// Where the records go.
    pub records: File,
    /// The manifest.
    pub manifest: Manifest,
    /// Whether something was there that was made with other options.
    pub other_options: bool,
}

impl Resumable {
    /// The files of this output.
    pub fn new(output: &Path) -> Self {
        let target = target(output);
        let [output, part, kept] = ["", ".part", ".kept"].map(|ending| Pair::of(&target, ending));
        Self { output, part, kept }
    }

    /// All files that may be there.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        [&self.output, &self.part, &self.kept].into_iter().flat_map(|pair| [&*pair.records, &*pair.manifest])
    }

    /// Begins the file for the records and the manifest, after what an earlier run has left is set aside; what
    /// was made with other options is of no use.
    ///
    /// # Errors
    ///
    /// `WouldBlock` where another run is writing the same output.
    pub fn begin(&self, head: &Head) -> io::Result<Begun> {
        // The earlier run was ended when the output had its name and the manifest had not.
        if !self.part.records.exists() && self.part.manifest.exists() {
            fs::rename(&self.part.manifest, &self.output.manifest)?;
        }
        let mut file = open(&self.part.records)?;
        let other = [&self.output, &self.part, &self.kept].map(|pair| pair.is_other(head));
        if other[2] {
            self.kept.remove();
        }
        let is_further = !other[1] && self.part.reach() > self.kept.reach();
        if is_further && file.metadata()?.len() > 0 {
            self.part.rename(&self.kept)?;
            file = open(&self.part.records)?;
        }
        file.set_len(0)?;
        let manifest = Manifest::create(self.part.manifest.clone(), head)?;
        Ok(Begun { records: file, manifest, other_options: other.contains(&true) })
    }

    /// Ends the manifest of an output that has its name.
    pub fn finish(&self, manifest: Manifest) -> io::Result<()> {
        manifest.finish(&self.output.records, &self.output.manifest)?;
        self.kept.remove();
        Ok(())
    }

    /// Removes an output that holds nothing.
    pub fn discard(&self) {
        self.part.remove();
    }
}

/// Opens a file to which nobody else writes.
fn open(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            Err(io::Error::new(io::ErrorKind::WouldBlock, "another run is writing it; wait for its end"))
        }
        // Some file systems have no locks.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}
