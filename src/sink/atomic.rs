//! Atomic: a file that has its name only when it is whole.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::TempPath;

/// The files that are being written. Whoever ends the program in another way than by returning removes them.
#[derive(Clone, Debug, Default)]
pub struct Unfinished(Arc<Mutex<Vec<PathBuf>>>);

impl Unfinished {
    /// Removes the files, and does `last` before any other can be begun or given its name.
    pub fn remove(&self, last: impl FnOnce()) {
        self.with(|paths| {
            for path in paths.drain(..) {
                // What is gone already need not be removed; for what cannot be there is nobody to tell.
                let _ = fs::remove_file(path);
            }
            last();
        });
    }

    fn with<T>(&self, work: impl FnOnce(&mut Vec<PathBuf>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A file under a temporary name beside its own.
#[derive(Debug)]
pub struct AtomicFile {
    file: File,
    temporary: Temporary,
    path: PathBuf,
}

/// The name of a file until it is whole, and what becomes of the file if that is never.
#[derive(Debug)]
enum Temporary {
    /// It goes.
    Passing(TempPath, Unfinished),
    /// It stays, for a later run to go on with.
    Staying(PathBuf),
    /// There is none: a device or a pipe takes what is written at once.
    None,
}

impl AtomicFile {
    /// Begins a file; whatever has its name stays until [`AtomicFile::finish`]. A link is followed; a device or
    /// a pipe is written to as it is.
    pub fn create(path: &Path, unfinished: &Unfinished) -> io::Result<Self> {
        let path = &*target(path);
        if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            let file = File::options().write(true).open(path)?;
            return Ok(Self { file, temporary: Temporary::None, path: path.to_owned() });
        }
        let (file, temporary) = unfinished.with(|paths| {
            let mut builder = tempfile::Builder::new();
            builder.prefix(".seedtool-").suffix(".part");
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
            let file = builder.tempfile_in(folder(path))?;
            paths.push(file.path().to_owned());
            io::Result::Ok(file.into_parts())
        })?;
        let temporary = Temporary::Passing(temporary, unfinished.clone());
        Ok(Self { file, temporary, path: path.to_owned() })
    }

    /// Begins a file as [`AtomicFile::create`] does, in `file`, which is called `temporary` and stays there
    /// until it is whole.
    pub fn resumable(file: File, temporary: PathBuf, path: &Path) -> Self {
        Self { file, temporary: Temporary::Staying(temporary), path: target(path).into_owned() }
    }

    /// Makes the file durable and gives it its name.
    pub fn finish(self) -> io::Result<()> {
        let Self { file, temporary, path } = self;
        if !matches!(temporary, Temporary::None) {
            set_permissions(&file, &path)?;
            file.sync_all()?;
        }
        match temporary {
            Temporary::None => return Ok(()),
            Temporary::Staying(temporary) => fs::rename(temporary, &path)?,
            Temporary::Passing(temporary, unfinished) => unfinished.with(|paths| {
                paths.retain(|unfinished| unfinished != &*temporary);
                temporary.persist(&path).map_err(|error| error.error)
            })?,
        }
        sync_folder(&path)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The file that a name leads to: a link is not replaced by what it leads to.
pub(super) fn target(path: &Path) -> Cow<'_, Path> {
    let linked = path.is_symlink().then(|| path.canonicalize().ok()).flatten();
    linked.map_or(Cow::Borrowed(path), Cow::Owned)
}

/// The folder of a file.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A new output has the rights that the user's mask leaves to new files; another has those of the file that it replaces.
#[cfg(unix)]
fn set_permissions(file: &File, target: &Path) -> io::Result<()> {
    target.metadata().map_or(Ok(()), |replaced| file.set_permissions(replaced.permissions()))
}

#[cfg(not(unix))]
fn set_permissions(_file: &File, _target: &Path) -> io::Result<()> {
    Ok(())
}

/// The new name is durable when its folder is. Not every file system can do that; the file is whole all the
/// same.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    if let Ok(folder) = File::open(folder(path)) {
        let _ = folder.sync_all();
    }
    Ok(())
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}
