//! Streams: the standard streams without a buffer, and the files that they are.

use std::fs::{File, Metadata};
use std::io;

use seedtool::walk::Identity;

/// Standard input.
pub(super) fn stdin() -> io::Result<File> {
    duplicate(&io::stdin())
}

/// Standard output; what is written is written.
pub(super) fn stdout() -> io::Result<File> {
    duplicate(&io::stdout())
}

#[cfg(unix)]
fn duplicate(stream: &impl std::os::fd::AsFd) -> io::Result<File> {
    Ok(stream.as_fd().try_clone_to_owned()?.into())
}

#[cfg(windows)]
fn duplicate(stream: &impl std::os::windows::io::AsHandle) -> io::Result<File> {
    Ok(stream.as_handle().try_clone_to_owned()?.into())
}

/// The file that stdin is, if it is one.
pub(super) fn stdin_file() -> Option<Identity> {
    file(stdin().and_then(|stdin| stdin.metadata()).ok())
}

/// The file that stdout is, if it is one: it grows while it is read, so it is no input.
pub(super) fn stdout_file() -> Option<Identity> {
    file(stdout().and_then(|stdout| stdout.metadata()).ok())
}

/// A regular file, as a walk should know it.
pub(super) fn file(metadata: Option<Metadata>) -> Option<Identity> {
    metadata.filter(Metadata::is_file).and_then(|metadata| Identity::of(&metadata))
}
