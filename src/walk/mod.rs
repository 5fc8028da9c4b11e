//! Walk: roots → paths of documents, in the order of their bytes, each file once.
//!
//! The order is kept while walking, folder by folder, so that a million files need the memory of the largest
//! folder's names and no more.

mod folder;
mod globs;
mod name;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::ffi::OsStr;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

pub use globs::Globs;
pub use name::{Compression, Container, Name};

use crate::error::{Error, ErrorCode};
use folder::Folder;

/// The name that stands for standard input.
pub const STDIN: &str = "-";

/// What a walk takes. A file that is named explicitly is taken whatever these say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Follow symbolic links inside the roots; a root that is one is always followed.
    pub follow_links: bool,
    /// Take hidden files and folders.
    pub hidden: bool,
    /// Take files of any name, not only those whose ending is known.
    pub any_name: bool,
    /// Take files that match, whatever their ending, and no others.
    pub include: Option<Globs>,
    /// Pass over files and folders that match.
    pub exclude: Option<Globs>,
    /// Pass over these files and folders: they are being written.
    pub outputs: Vec<Identity>,
}

/// A document to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Found {
    /// The path as typed, or the typed root and what stands below it.
    pub path: PathBuf,
    /// Whether the user named this very file.
    pub named: bool,
}

/// A path that could not be walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The path.
    pub path: PathBuf,
    /// Why.
    pub error: Error,
}

/// What tells a file from all others, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    file: u64,
}

impl Identity {
    /// Where the system has such a thing.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self { device: metadata.dev(), file: metadata.ino() })
    }

    /// Where the system has such a thing.
    #[cfg(not(unix))]
    pub fn of(_metadata: &Metadata) -> Option<Self> {
        None
    }
}

/// All documents under `roots`, in the order of path bytes, so that it is the same on every machine. What
/// cannot be walked stands in its place as a [`Failed`].
pub fn walk(roots: &[PathBuf], options: Options) -> Walk {
    let overlapping = overlapping(roots);
    let heads = roots.iter().enumerate().map(|(index, root)| {
        let doubtful = options.follow_links || overlapping[index];
        let from = From { index, doubtful };
        Reverse(Head { key: lower_bound(root), from, entry: Entry::Root(root.clone()) })
    });
    let several = roots.len() > 1;
    Walk { heads: heads.collect(), several, last: None, seen: HashSet::new(), options }
}

/// See [`walk`].
pub struct Walk {
    options: Options,
    /// The next entry of every root, the first in order on top.
    heads: BinaryHeap<Reverse<Head>>,
    several: bool,
    /// The path that came last, of several roots: what is named twice follows itself.
    last: Option<PathBuf>,
    /// Hashes of canonical paths, only of files that another root or a link may lead to as well.
    seen: HashSet<[u8; 16]>,
}

/// An entry of a root, and the rest of that root behind it.
struct Head {
    key: Vec<u8>,
    from: From,
    entry: Entry,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct From {
    index: usize,
    /// Another root may lead to the same files.
    doubtful: bool,
}

enum Entry {
    Root(PathBuf),
    Item(Result<Found, Failed>, Option<Box<Folder>>),
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.key, self.from).cmp(&(&other.key, other.from))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head {}

impl Iterator for Walk {
    type Item = Result<Found, Failed>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Reverse(Head { from, entry, .. }) = self.heads.pop()?;
            let (item, rest) = match entry {
                Entry::Root(root) => {
                    self.open(root, from);
                    continue;
                }
                Entry::Item(item, rest) => (item, rest),
            };
            if let Some(folder) = rest {
                self.advance(folder, from);
            }
            if self.is_first_sight(&item, from) {
                return Some(item);
            }
        }
    }
}

impl Walk {
    /// Looks what a root is, now that its turn has come.
    fn open(&mut self, root: PathBuf, from: From) {
        if root.as_os_str() == STDIN {
            return self.put(Ok(Found { path: root, named: true }), None, from);
        }
        match root.metadata() {
            Err(error) => {
                let error = unreadable(&error);
                self.put(Err(Failed { path: root, error }), None, from);
            }
            Ok(metadata) if metadata.is_dir() => self.advance(Box::new(Folder::new(root)), from),
            Ok(_) => self.put(Ok(Found { path: root, named: true }), None, from),
        }
    }

    fn advance(&mut self, mut folder: Box<Folder>, from: From) {
        if let Some(item) = folder.next(&self.options) {
            self.put(item, Some(folder), from);
        }
    }

    fn put(&mut self, item: Result<Found, Failed>, rest: Option<Box<Folder>>, from: From) {
        let path = match &item {
            Ok(found) => &found.path,
            Err(failed) => &failed.path,
        };
        // One root has nobody to be ordered against.
        let key = if self.several { path.as_os_str().as_encoded_bytes().to_vec() } else { Vec::new() };
        self.heads.push(Reverse(Head { key, from, entry: Entry::Item(item, rest) }));
    }

    /// One file under two spellings counts once, under the first in order.
    fn is_first_sight(&mut self, item: &Result<Found, Failed>, from: From) -> bool {
        let path = match item {
            Ok(found) => &found.path,
            Err(failed) => &failed.path,
        };
        if self.last.as_ref() == Some(path) {
            return false;
        }
        let fresh = !from.doubtful || item.is_err() || {
            let canonical = path.canonicalize();
            let bytes = canonical.as_ref().unwrap_or(path).as_os_str().as_encoded_bytes();
            let mut hash = [0; 16];
            hash.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
            self.seen.insert(hash)
        };
        if self.several {
            self.last = Some(path.clone());
        }
        fresh
    }
}

/// No path below a root is less than this.
fn lower_bound(root: &Path) -> Vec<u8> {
    let mut key = root.as_os_str().as_encoded_bytes().to_vec();
    if key != STDIN.as_bytes() && root.is_dir() && !key.ends_with(b"/") {
        key.push(b'/');
    }
    key
}

/// Which roots stand inside another one, or have one inside.
fn overlapping(roots: &[PathBuf]) -> Vec<bool> {
    let mut overlapping = vec![false; roots.len()];
    if roots.len() < 2 {
        return overlapping;
    }
    let mut canonical: Vec<_> = roots
        .iter()
        .enumerate()
        .filter_map(|(index, root)| Some((root.canonicalize().ok()?, index)))
        .collect();
    canonical.sort();
    // Paths are ordered by their parts, so that all that is inside a folder follows it.
    let mut outer: Option<&(PathBuf, usize)> = None;
    for inner in &canonical {
        match outer {
            Some(outer) if inner.0.starts_with(&outer.0) => {
                overlapping[outer.1] = true;
                overlapping[inner.1] = true;
            }
            _ => outer = Some(inner),
        }
    }
    overlapping
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// The words for a path that cannot be opened.
pub fn unreadable(error: &std::io::Error) -> Error {
    use std::io::ErrorKind::{IsADirectory, NotFound, PermissionDenied};
    let message = match error.kind() {
        NotFound => "no such file or folder; check the spelling".to_owned(),
        PermissionDenied => "permission denied; make it readable for this user".to_owned(),
        IsADirectory => "a folder, not a file".to_owned(),
        _ => error.to_string(),
    };
    Error::new(ErrorCode::Io, message)
}
