//! Folder: what stands below one root, in the order of path bytes.

use std::cmp::Ordering;
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::{Failed, Found, Identity, Name, Options, is_hidden, unreadable};
use crate::error::{Error, ErrorCode};

/// The folders from the root down to where the walk stands.
pub(super) struct Folder {
    /// The root, until it is read.
    root: Option<PathBuf>,
    open: Vec<Level>,
}

/// A folder and what is yet to come of it.
struct Level {
    /// Its path as what stands in it has it: with a separator behind it.
    prefix: OsString,
    /// Where links are followed: the folder itself, so that a loop is seen.
    canonical: Option<PathBuf>,
    /// In reverse order.
    entries: Vec<Entry>,
}

struct Entry {
    /// The first bytes of the paths that come of it, as one number, which tells the order of nearly all.
    head: u128,
    name: Box<OsStr>,
    kind: EntryKind,
}

enum EntryKind {
    File,
    Folder,
    Failed(Box<Error>),
}

impl Entry {
    fn new(name: Box<OsStr>, kind: EntryKind) -> Self {
        let mut head = [0; size_of::<u128>()];
        let bytes = name.as_encoded_bytes();
        let length = bytes.len().min(head.len());
        head[..length].copy_from_slice(&bytes[..length]);
        if let (EntryKind::Folder, Some(behind)) = (&kind, head.get_mut(length)) {
            *behind = b'/';
        }
        Self { head: u128::from_be_bytes(head), name, kind }
    }
}

impl Folder {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root: Some(root), open: Vec::new() }
    }

    /// The next document, or what stands in its place.
    pub(super) fn next(&mut self, options: &Options) -> Option<Result<Found, Failed>> {
        if let Some(root) = self.root.take()
            && let Err(failed) = self.enter(root, options)
        {
            return Some(Err(failed));
        }
        loop {
            let level = self.open.last_mut()?;
            let Some(Entry { name, kind, .. }) = level.entries.pop() else {
                self.open.pop();
                continue;
            };
            let mut path = OsString::with_capacity(level.prefix.len() + name.len());
            path.push(&level.prefix);
            path.push(name);
            let path = PathBuf::from(path);
            match kind {
                EntryKind::File => return Some(Ok(Found { path, named: false })),
                EntryKind::Failed(error) => return Some(Err(Failed { path, error: *error })),
                EntryKind::Folder => {
                    if let Err(failed) = self.enter(path, options) {
                        return Some(Err(failed));
                    }
                }
            }
        }
    }

    fn enter(&mut self, path: PathBuf, options: &Options) -> Result<(), Failed> {
        let failed = |error| Failed { path: path.clone(), error };
        let mut canonical = None;
        if options.follow_links {
            let own = path.canonicalize().map_err(|error| failed(unreadable(&error)))?;
            if self.open.iter().any(|level| level.canonical.as_ref() == Some(&own)) {
                let message = "a symbolic link leads back to a folder above it; not followed";
                return Err(failed(Error::new(ErrorCode::Io, message)));
            }
            canonical = Some(own);
        }
        let entries = read(&path, options).map_err(|error| failed(unreadable(&error)))?;
        let prefix = path.join("").into_os_string();
        self.open.push(Level { prefix, canonical, entries });
        Ok(())
    }
}

/// What is taken of a folder, the last first.
fn read(folder: &Path, options: &Options) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        entries.extend(look_at(&entry?, options));
    }
    entries.sort_unstable_by(|a, b| order(b, a));
    Ok(entries)
}

fn look_at(entry: &DirEntry, options: &Options) -> Option<Entry> {
    let name = entry.file_name();
    if is_hidden(&name) && !options.hidden {
        return None;
    }
    // The path is needed for few of a million files.
    let matches = |globs: &Option<super::Globs>| globs.as_ref().map(|globs| globs.matches(&entry.path()));
    let kind = match kind(entry, options.follow_links) {
        Ok(kind) if kind.is_dir() && is_output(entry, &options.outputs) => return None,
        Ok(kind) if kind.is_dir() => EntryKind::Folder,
        Ok(kind) if kind.is_file() => {
            let taken = match matches(&options.include) {
                Some(included) => included,
                None => options.any_name || Name::is_known(&name),
            };
            if !taken || is_output(entry, &options.outputs) {
                return None;
            }
            EntryKind::File
        }
        Ok(_) => return None,
        Err(error) => EntryKind::Failed(Box::new(unreadable(&error))),
    };
    if matches(&options.exclude) == Some(true) {
        return None;
    }
    Some(Entry::new(name.into_boxed_os_str(), kind))
}

fn kind(entry: &DirEntry, follow_links: bool) -> io::Result<FileType> {
    let kind = entry.file_type()?;
    match kind.is_symlink() && follow_links {
        true => Ok(fs::metadata(entry.path())?.file_type()),
        false => Ok(kind),
    }
}

/// Whether this is a file that is being written, or a folder of such.
fn is_output(entry: &DirEntry, outputs: &[Identity]) -> bool {
    if outputs.is_empty() || !may_be(entry, outputs) {
        return false;
    }
    let identity = fs::metadata(entry.path()).ok().and_then(|metadata| Identity::of(&metadata));
    identity.is_some_and(|identity| outputs.contains(&identity))
}

/// What the folder itself says of the file spares a look at it.
#[cfg(unix)]
fn may_be(entry: &DirEntry, outputs: &[Identity]) -> bool {
    use std::os::unix::fs::DirEntryExt;
    outputs.iter().any(|output| output.file == entry.ino())
        || entry.file_type().is_ok_and(|kind| kind.is_symlink())
}

#[cfg(not(unix))]
fn may_be(_entry: &DirEntry, _outputs: &[Identity]) -> bool {
    true
}

/// The order of the paths that come of two entries: those below a folder go on with a separator.
fn order(a: &Entry, b: &Entry) -> Ordering {
    let next = |entry: &Entry, at: usize| match entry.name.as_encoded_bytes().get(at) {
        None if matches!(entry.kind, EntryKind::Folder) => Some(b'/'),
        next => next.copied(),
    };
    let whole = || {
        let (x, y) = (a.name.as_encoded_bytes(), b.name.as_encoded_bytes());
        let common = x.len().min(y.len());
        x[..common].cmp(&y[..common]).then_with(|| next(a, common).cmp(&next(b, common)))
    };
    a.head.cmp(&b.head).then_with(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_ordered_as_the_paths_below_them() {
        let entry = |name: &str| match name.strip_suffix('/') {
            Some(folder) => Entry::new(OsStr::new(folder).into(), EntryKind::Folder),
            None => Entry::new(OsStr::new(name).into(), EntryKind::File),
        };
        for stem in ["a", "as-long-as-head", "longer than a head is by far"] {
            // `a/x` stands between `a!x` and `a0`, as `/` does between `!` and `0`.
            let endings = ["", "!x", ".md", "/", "0", "a", "b/", "ب"];
            let sorted = endings.map(|ending| entry(&format!("{stem}{ending}")));
            for pair in sorted.windows(2) {
                assert_eq!(
                    order(&pair[0], &pair[1]),
                    Ordering::Less,
                    "{:?} {:?}",
                    pair[0].name,
                    pair[1].name
                );
            }
        }
    }
}
