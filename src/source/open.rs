//! Open: a file or standard input as a stream of decompressed bytes.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use flate2::bufread::MultiGzDecoder;

use super::Progress;
use super::folder::Folder;
use super::jsonl::Fields;
use crate::error::{Error, ErrorCode};
use crate::walk::{Compression, Found, STDIN, unreadable};

/// A decompressed stream that tells a damaged archive from a disk that cannot be read.
pub(super) struct Opened<'p> {
    reader: Box<dyn Read + Send + 'p>,
    compressed: bool,
    /// The bytes of a regular file when it was opened, where they are known and not compressed: once so many are read, no
    /// further read is made to see the end.
    pub(super) size: Option<u64>,
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
pub(super) fn open_from<'p>(
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
