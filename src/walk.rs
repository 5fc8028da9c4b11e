//! Walk: roots → paths of documents, sorted by their bytes, each file once.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::error::{Error, ErrorCode};

/// The name that stands for standard input.
pub const STDIN: &str = "-";

/// The endings of files that a walk takes, in lower case. A file named explicitly needs none of them.
pub const ENDINGS: &[&str] = &["txt", "text", "md", "markdown", "mdx"];

/// What a walk takes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Follow symbolic links inside the roots; a root that is one is always followed.
    pub follow_links: bool,
    /// Take hidden files and folders.
    pub hidden: bool,
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
#[derive(Debug)]
pub struct Failed {
    /// The path.
    pub path: PathBuf,
    /// Why.
    pub error: Error,
}

/// All documents under `roots`, sorted by path bytes, so that the order is the same on every machine.
/// What cannot be walked stands in its place as a [`Failed`].
pub fn walk(roots: &[PathBuf], options: Options) -> Vec<Result<Found, Failed>> {
    let mut found: Vec<_> = roots.iter().flat_map(|root| walk_root(root, options)).collect();
    found.sort_by(|a, b| bytes(a).cmp(bytes(b)));
    let mut seen = HashSet::new();
    found.retain(|entry| match entry {
        // Two spellings of one file have one canonical path; only several roots or links make such.
        Ok(found) if roots.len() > 1 || options.follow_links => {
            seen.insert(found.path.canonicalize().unwrap_or_else(|_| found.path.clone()))
        }
        _ => true,
    });
    found
}

fn bytes(entry: &Result<Found, Failed>) -> &[u8] {
    let path = match entry {
        Ok(found) => &found.path,
        Err(failed) => &failed.path,
    };
    path.as_os_str().as_encoded_bytes()
}

fn walk_root(root: &Path, options: Options) -> Vec<Result<Found, Failed>> {
    if root == Path::new(STDIN) {
        return vec![Ok(Found { path: root.to_owned(), named: true })];
    }
    match root.metadata() {
        Err(error) => vec![Err(Failed { path: root.to_owned(), error: unreadable(&error) })],
        Ok(metadata) if metadata.is_dir() => walk_folder(root, options),
        Ok(_) => vec![Ok(Found { path: root.to_owned(), named: true })],
    }
}

fn walk_folder(root: &Path, options: Options) -> Vec<Result<Found, Failed>> {
    WalkDir::new(root)
        .follow_root_links(true)
        .follow_links(options.follow_links)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || options.hidden || !is_hidden(entry.file_name()))
        .filter_map(|entry| match entry {
            Ok(entry) => is_document(&entry).then(|| Ok(Found { path: entry.into_path(), named: false })),
            Err(error) => Some(Err(failed(root, &error))),
        })
        .collect()
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// A regular file with a known ending.
fn is_document(entry: &DirEntry) -> bool {
    entry.file_type().is_file() && has_known_ending(entry.path())
}

fn has_known_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

fn failed(root: &Path, error: &walkdir::Error) -> Failed {
    let path = error.path().unwrap_or(root).to_owned();
    let error = match error.io_error() {
        Some(error) => unreadable(error),
        None => Error::new(ErrorCode::Io, "a symbolic link leads back to a folder above it; not followed"),
    };
    Failed { path, error }
}

/// The words for a path that cannot be opened.
pub fn unreadable(error: &std::io::Error) -> Error {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    let message = match error.kind() {
        NotFound => "no such file or folder; check the spelling".to_owned(),
        PermissionDenied => "permission denied; make it readable for this user".to_owned(),
        _ => error.to_string(),
    };
    Error::new(ErrorCode::Io, message)
}
