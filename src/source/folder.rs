//! Folder: files that stand beside each other, opened from their folder instead of through the whole path.

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(unix)]
use memchr::memrchr;
#[cfg(unix)]
use rustix::fs::{Mode, OFlags, open, openat};

/// The folder of the file that was opened last; most files stand in the same.
#[derive(Default)]
pub(super) struct Folder {
    #[cfg(unix)]
    path: Vec<u8>,
    /// Opened for the second file in it: many folders hold one alone.
    #[cfg(unix)]
    open: Option<File>,
}

impl Folder {
    /// Opens a file that a walk found; a pipe without waiting for who writes to it (open(2): `O_NONBLOCK`).
    #[cfg(unix)]
    pub(super) fn open(&mut self, path: &Path) -> io::Result<File> {
        use std::os::unix::fs::OpenOptionsExt;

        // Whatever is wrong with the file or its folder, the whole path tells.
        self.open_beside(path).map_or_else(
            || File::options().read(true).custom_flags(OFlags::NONBLOCK.bits().cast_signed()).open(path),
            Ok,
        )
    }

    /// Opens a file that a walk found.
    #[cfg(not(unix))]
    pub(super) fn open(&mut self, path: &Path) -> io::Result<File> {
        File::open(path)
    }

    /// Opens a file beside the one before, if it stands there.
    #[cfg(unix)]
    fn open_beside(&mut self, path: &Path) -> Option<File> {
        use std::os::unix::ffi::OsStrExt;

        let path = path.as_os_str().as_bytes();
        let (folder, name) = path.split_at(memrchr(b'/', path)? + 1);
        if self.path != folder {
            self.path.clear();
            self.path.extend_from_slice(folder);
            self.open = None;
            return None;
        }
        if self.open.is_none() {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            self.open = Some(open(folder, flags, Mode::empty()).ok()?.into());
        }
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        openat(self.open.as_ref()?, name, flags, Mode::empty()).ok().map(File::from)
    }
}
