//! Sink: records → JSON Lines, to a stream or to a file that appears only when whole.

#[cfg(feature = "parquet")]
pub mod parquet;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::NamedTempFile;

/// Where records go.
pub struct Sink {
    target: Target,
    pretty: bool,
}

enum Target {
    Stream(BufWriter<Box<dyn Write>>),
    File { writer: BufWriter<NamedTempFile>, path: PathBuf },
}

impl Sink {
    /// Writes to a stream as records come.
    pub fn stream(stream: impl Write + 'static, pretty: bool) -> Self {
        Self { target: Target::Stream(BufWriter::with_capacity(1 << 16, Box::new(stream))), pretty }
    }

    /// Writes to a temporary file beside `path`, which takes that name in [`Sink::finish`].
    pub fn file(path: &Path, pretty: bool) -> io::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new().prefix(".seedtool-").suffix(".part").tempfile_in(folder)?;
        let writer = BufWriter::with_capacity(1 << 16, file);
        Ok(Self { target: Target::File { writer, path: path.to_owned() }, pretty })
    }

    /// Writes one record and a line end.
    pub fn write(&mut self, record: &impl Serialize) -> io::Result<()> {
        let pretty = self.pretty;
        let mut writer = self.writer();
        match pretty {
            true => serde_json::to_writer_pretty(&mut writer, record)?,
            false => serde_json::to_writer(&mut writer, record)?,
        }
        writer.write_all(b"\n")
    }

    fn writer(&mut self) -> &mut dyn Write {
        match &mut self.target {
            Target::Stream(stream) => stream,
            Target::File { writer, .. } => writer,
        }
    }

    /// Flushes a stream; a file is made durable and gets its name.
    pub fn finish(self) -> io::Result<()> {
        match self.target {
            Target::Stream(mut stream) => stream.flush(),
            Target::File { writer, path } => {
                let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
                set_permissions(file.as_file(), &path)?;
                file.as_file().sync_all()?;
                file.persist(path).map_err(|error| error.error)?;
                Ok(())
            }
        }
    }
}

/// A temporary file is readable for its owner alone; the output has the rights of the file that it
/// replaces, or those a new file would have.
#[cfg(unix)]
fn set_permissions(file: &File, target: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = match target.metadata() {
        Ok(metadata) => metadata.permissions().mode(),
        Err(_) => 0o644,
    };
    file.set_permissions(PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn set_permissions(_file: &File, _target: &Path) -> io::Result<()> {
    Ok(())
}
