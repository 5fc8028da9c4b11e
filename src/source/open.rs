//! Open: a file or standard input as a stream of decompressed bytes.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use flate2::bufread::MultiGzDecoder;

use super::folder::Folder;
use super::jsonl::Fields;
use super::{KEPT_BYTES, Options, Progress};
use crate::error::{Error, ErrorCode};
use crate::walk::{Compression, Found, STDIN, unreadable};

/// A decompressed stream that tells a damaged archive from a disk that cannot be read.
pub(super) struct Opened<'p> {
    reader: Box<dyn Read + Send + 'p>,
    compressed: bool,
    /// The bytes of a regular file when it was opened, where they are known and not compressed: once so many are read, no
    /// further read is made to see the end.
    size: Option<u64>,
    /// Somebody may be waiting for an answer to what was sent so far.
    pub(super) interactive: bool,
}

impl Opened<'_> {
    /// Reads some bytes; none at the end.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        loop {
            match self.reader.read(buffer) {
                Ok(read) => return Ok(read),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if self.compressed && error.raw_os_error().is_none() => {
                    let message = format!("damaged or cut: {error}; fetch it again");
                    return Err(Error::new(ErrorCode::Archive, message));
                }
                Err(error) => return Err(unreadable(&error)),
            }
        }
    }
}

/// Counts what is read, as it stands on the disk.
struct Counted<R, P> {
    inner: R,
    progress: P,
}

impl<R: Read, P: Deref<Target = Progress>> Read for Counted<R, P> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.progress.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

pub(super) fn open<'p>(
    found: &Found,
    compression: Compression,
    progress: impl Deref<Target = Progress> + Send + 'p,
) -> Result<Opened<'p>, Error> {
    open_from(&mut Folder::default(), found, compression, progress)
}

/// The same from the folder of the file before.
fn open_from<'p>(
    folder: &mut Folder,
    found: &Found,
    compression: Compression,
    progress: impl Deref<Target = Progress> + Send + 'p,
) -> Result<Opened<'p>, Error> {
    let interactive = found.path.as_os_str() == STDIN;
    let (raw, size): (Box<dyn Read + Send + 'p>, _) = match interactive {
        true => (Box::new(Counted { inner: io::stdin(), progress }), None),
        false => {
            let (inner, size) = open_file(folder, found)?;
            (Box::new(Counted { inner, progress }), size)
        }
    };
    let reader: Box<dyn Read + Send + 'p> = match compression {
        Compression::None => raw,
        Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, raw))),
        Compression::Zstd => Box::new(zstd::Decoder::new(raw).map_err(|error| unreadable(&error))?),
    };
    let compressed = compression != Compression::None;
    Ok(Opened { reader, compressed, size: size.filter(|_| !compressed), interactive })
}

/// Opens a file. What a walk found was a regular file then; a pipe or a device that has taken its place since
/// must not be waited for. Gives the size, too, where a look at the file told it; some files that are made as they are
/// read say 0.
fn open_file(folder: &mut Folder, found: &Found) -> Result<(File, Option<u64>), Error> {
    let file = match found.named {
        true => File::open(&found.path),
        false => folder.open(&found.path),
    };
    let file = file.map_err(|error| unreadable(&error))?;
    if found.named {
        return Ok((file, None));
    }
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok((file, Some(metadata.len()).filter(|&size| size > 0))),
        _ => {
            let message = "no regular file any more; leave the folder alone and run again";
            Err(Error::new(ErrorCode::Io, message))
        }
    }
}

/// The rows of a Parquet file as JSON Lines.
#[cfg(feature = "parquet")]
pub(super) fn open_parquet(
    found: &Found,
    fields: &Fields,
    progress: Arc<Progress>,
) -> Result<Opened<'static>, Error> {
    if found.path.as_os_str() == STDIN {
        let message = "Parquet on standard input; its footer is read first, so name the file";
        return Err(Error::new(ErrorCode::Unsupported, message));
    }
    let (file, _) = open_file(&mut Folder::default(), found)?;
    let others: Vec<_> = fields.beside_text().collect();
    let reader = Box::new(super::parquet::Reader::open(file, &fields.text, &others, progress)?);
    Ok(Opened { reader, compressed: true, size: None, interactive: false })
}

/// The rows of a Parquet file as JSON Lines.
#[cfg(not(feature = "parquet"))]
pub(super) fn open_parquet(
    _found: &Found,
    _fields: &Fields,
    _progress: Arc<Progress>,
) -> Result<Opened<'static>, Error> {
    let message = "Parquet; this build cannot read it, build seedtool with --features parquet";
    Err(Error::new(ErrorCode::Unsupported, message))
}

/// Reads files that hold one document, into a buffer that is used again.
pub struct FileReader {
    /// Initialized to its length, so that it need not be for every file.
    buffer: Vec<u8>,
    folder: Folder,
    progress: Arc<Progress>,
}

impl FileReader {
    /// What is read is counted in `progress`.
    pub fn new(progress: Arc<Progress>) -> Self {
        Self { buffer: Vec::new(), folder: Folder::default(), progress }
    }

    /// The bytes of a document, decompressed.
    pub fn read(&mut self, found: &Found, options: &Options) -> Result<&[u8], Error> {
        if self.buffer.len() > KEPT_BYTES {
            self.buffer = Vec::new();
        }
        let compression = options.name(&found.path).compression;
        let mut opened = open_from(&mut self.folder, found, compression, &*self.progress)?;
        let mut length = 0;
        loop {
            if length == self.buffer.len() {
                self.buffer.resize((2 * length).max(1 << 16), 0);
            }
            let read = opened.read(&mut self.buffer[length..])?;
            length += read;
            let limit = options.max_document_bytes;
            if length as u64 > limit {
                let message = format!("larger than {limit} bytes; raise --max-document-bytes or split it");
                return Err(Error::new(ErrorCode::TooLarge, message));
            }
            if read == 0 || opened.size == Some(length as u64) {
                return Ok(&self.buffer[..length]);
            }
        }
    }
}

/// Reads a whole document of any size, decompressed.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let mut reader = FileReader::new(Arc::default());
    let options = Options { max_document_bytes: u64::MAX, ..Options::default() };
    let found = Found { path: path.to_owned(), named: true };
    let length = reader.read(&found, &options)?.len();
    reader.buffer.truncate(length);
    Ok(reader.buffer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_any_size_is_read_to_its_end() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.txt");
        let mut reader = FileReader::new(Arc::default());
        for size in [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 300_000] {
            let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            std::fs::write(&path, &bytes).expect("a writable folder");
            for named in [false, true] {
                let read = reader.read(&Found { path: path.clone(), named }, &Options::default());
                assert!(read.expect("a readable file") == bytes, "{size} bytes, named: {named}");
            }
        }
    }

    #[test]
    fn files_of_folders_that_are_made_anew_are_found() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let mut reader = FileReader::new(Arc::default());
        let mut read = |path: &Path| {
            let found = Found { path: path.to_owned(), named: false };
            reader.read(&found, &Options::default()).map(<[u8]>::to_vec)
        };
        for round in ["one", "other"] {
            for folder in ["a", "b"].map(|folder| root.path().join(folder)) {
                std::fs::create_dir(&folder).expect("a writable folder");
                for name in [1, 2, 3].map(|file| format!("{round} {file}.txt")) {
                    std::fs::write(folder.join(&name), &name).expect("a writable folder");
                    assert_eq!(read(&folder.join(&name)), Ok(name.into_bytes()));
                }
                let missing = read(&folder.join("none.txt")).expect_err("no such file");
                assert_eq!(missing, unreadable(&io::ErrorKind::NotFound.into()));
                std::fs::remove_dir_all(&folder).expect("a writable folder");
            }
        }
    }

    /// Its size is said to be 0.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_is_made_as_it_is_read_is_read_to_its_end() {
        let mut reader = FileReader::new(Arc::default());
        let found = Found { path: "/proc/self/status".into(), named: false };
        let read = reader.read(&found, &Options::default()).expect("a readable file");
        assert!(read.starts_with(b"Name:") && read.ends_with(b"\n"));
    }
}
