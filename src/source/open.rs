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
pub(super) struct Opened<'p, P = Arc<Progress>> {
    reader: Reader<'p, P>,
    /// Somebody may be waiting for an answer to what was sent so far.
    pub(super) interactive: bool,
}

/// What most files are read through needs no memory of its own.
enum Reader<'p, P> {
    Plain(Raw<P>),
    Decompressed(Box<dyn Read + Send + 'p>),
}

impl<P: Deref<Target = Progress>> Opened<'_, P> {
    /// The bytes of a file, as far as they can be known before they are read; else 0.
    pub(super) fn size(&self) -> u64 {
        match &self.reader {
            Reader::Plain(Raw { input: Input::File { file, .. }, .. }) => {
                file.metadata().map_or(0, |metadata| metadata.len())
            }
            _ => 0,
        }
    }

    /// Reads some bytes; none at the end.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        loop {
            let (read, compressed) = match &mut self.reader {
                Reader::Plain(raw) => (raw.read(buffer), false),
                Reader::Decompressed(reader) => (reader.read(buffer), true),
            };
            match read {
                Ok(read) => return Ok(read),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if compressed && error.raw_os_error().is_none() => {
                    let message = format!("damaged or cut: {error}; fetch it again");
                    return Err(Error::new(ErrorCode::Archive, message));
                }
                Err(error) => return Err(unreadable(&error)),
            }
        }
    }
}

/// What stands on the disk or comes in, counted as it is read.
struct Raw<P> {
    input: Input,
    progress: P,
}

enum Input {
    Stdin(io::Stdin),
    /// What is no file is found out when the first read gives nothing: a look at every file costs a tenth of reading it.
    File {
        file: File,
        proved: bool,
    },
}

impl<P: Deref<Target = Progress>> Read for Raw<P> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.input {
            Input::Stdin(stdin) => stdin.read(buffer)?,
            Input::File { file, proved } => match file.read(buffer) {
                read if *proved => read?,
                Ok(read) if read > 0 => {
                    *proved = true;
                    read
                }
                read => {
                    prove(file)?;
                    read?
                }
            },
        };
        self.progress.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// What a walk found was a regular file then; a pipe or a device that has taken its place since must not be waited for.
fn prove(file: &File) -> io::Result<()> {
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(()),
        _ => Err(io::Error::other("no regular file any more; leave the folder alone and run again")),
    }
}

pub(super) fn open<'p, P: Deref<Target = Progress> + Send + 'p>(
    found: &Found,
    compression: Compression,
    progress: P,
) -> Result<Opened<'p, P>, Error> {
    open_from(&mut Folder::default(), found, compression, progress)
}

/// The same from the folder of the file before.
pub(super) fn open_from<'p, P: Deref<Target = Progress> + Send + 'p>(
    folder: &mut Folder,
    found: &Found,
    compression: Compression,
    progress: P,
) -> Result<Opened<'p, P>, Error> {
    let interactive = found.path.as_os_str() == STDIN;
    let input = match interactive {
        true => Input::Stdin(io::stdin()),
        false => {
            let file = open_file(folder, found)?;
            // Whoever decompresses would take what is no file for damaged.
            if !found.named && compression != Compression::None {
                prove(&file).map_err(|error| unreadable(&error))?;
            }
            Input::File { file, proved: found.named }
        }
    };
    let raw = Raw { input, progress };
    let reader = match compression {
        Compression::None => Reader::Plain(raw),
        Compression::Gzip => {
            Reader::Decompressed(Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, raw))))
        }
        Compression::Zstd => {
            let decoder = zstd::Decoder::new(raw).map_err(|error| unreadable(&error))?;
            Reader::Decompressed(Box::new(decoder))
        }
    };
    Ok(Opened { reader, interactive })
}

/// Opens a file, without waiting where a walk found it.
fn open_file(folder: &mut Folder, found: &Found) -> Result<File, Error> {
    let file = match found.named {
        true => File::open(&found.path),
        false => folder.open(&found.path),
    };
    file.map_err(|error| unreadable(&error))
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
    let file = open_file(&mut Folder::default(), found)?;
    if !found.named {
        prove(&file).map_err(|error| unreadable(&error))?;
    }
    let others: Vec<_> = fields.beside_text().collect();
    let reader = Box::new(super::parquet::Reader::open(file, &fields.text, &others, progress)?);
    Ok(Opened { reader: Reader::Decompressed(reader), interactive: false })
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
