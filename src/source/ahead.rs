//! Ahead: files that hold one document, some of them read ahead of the work on them.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::folder::Folder;
use super::open::open_from;
use super::{KEPT_BYTES, Options, Progress};
use crate::error::{Error, ErrorCode};
use crate::hash::{self, hash_beside};
use crate::walk::Found;

/// Bytes beyond which no further file is read ahead: what is read stays near the processor.
const BYTES_AHEAD: usize = 256 << 10;

/// Bytes that are asked for at once.
const READ_BYTES: usize = 64 << 10;

/// The most that a file gets at once by what it says of its size, which may be anything.
const ROOM_AT_ONCE: u64 = 1 << 30;

/// Reads files that hold one document, into a buffer that is used again.
pub struct FileReader {
    /// Initialized to its length, so that it need not be for every file.
    buffer: Vec<u8>,
    folder: Folder,
    progress: Arc<Progress>,
}

/// What was read of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents<'r> {
    /// Its bytes, decompressed.
    pub bytes: &'r [u8],
    /// Their BLAKE3 hash, where those of several files were taken at once.
    pub hash: Option<blake3::Hash>,
}

impl FileReader {
    /// What is read is counted in `progress`.
    pub fn new(progress: Arc<Progress>) -> Self {
        Self { buffer: Vec::new(), folder: Folder::default(), progress }
    }

    /// Reads the first of `files` and some of those behind it, in order: as many as are hashed side by side, unless
    /// they are large.
    pub fn read<'f>(
        &mut self,
        files: impl Iterator<Item = &'f Found>,
        options: &Options,
    ) -> Vec<Result<Contents<'_>, Error>> {
        if self.buffer.len() > KEPT_BYTES {
            self.buffer = Vec::new();
        }
        let mut places = Vec::with_capacity(hash::LANES);
        let mut end = 0;
        for found in files.take(hash::LANES) {
            let place = self.append(end, found, options);
            end = place.as_ref().map_or(end, |place| place.end);
            places.push(place);
            if end > BYTES_AHEAD {
                break;
            }
        }
        let bytes = |place: Range<usize>| &self.buffer[place];
        let read: Vec<_> = places.into_iter().map(|place| place.map(bytes)).collect();
        let documents: Vec<_> = read.iter().map(|read| read.as_ref().copied().unwrap_or_default()).collect();
        let contents = |(read, hash): (Result<_, _>, _)| read.map(|bytes| Contents { bytes, hash });
        read.into_iter().zip(hash_beside(&documents)).map(contents).collect()
    }

    /// Reads a file into the buffer from `start` on.
    fn append(&mut self, start: usize, found: &Found, options: &Options) -> Result<Range<usize>, Error> {
        let compression = options.name(&found.path).compression;
        let mut opened = open_from(&mut self.folder, found, compression, &*self.progress)?;
        let mut end = start;
        loop {
            if self.buffer.len() < end + READ_BYTES {
                // What is large gets its room at once, as far as it is wanted.
                let size = opened.size().min(options.max_document_bytes).min(ROOM_AT_ONCE) as usize;
                let room = (start + size + READ_BYTES).max(BYTES_AHEAD + 2 * READ_BYTES);
                self.buffer.resize(if room > end + READ_BYTES { room } else { 2 * end }, 0);
            }
            let read = opened.read(&mut self.buffer[end..])?;
            end += read;
            let (length, limit) = ((end - start) as u64, options.max_document_bytes);
            if length > limit {
                let message = format!("larger than {limit} bytes; raise --max-document-bytes or split it");
                return Err(Error::new(ErrorCode::TooLarge, message));
            }
            if read == 0 {
                return Ok(start..end);
            }
        }
    }
}

/// Reads a whole document of any size, decompressed.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let mut reader = FileReader::new(Arc::default());
    let options = Options { max_document_bytes: u64::MAX, ..Options::default() };
    let found = Found { path: path.to_owned(), named: true };
    let place = reader.append(0, &found, &options)?;
    reader.buffer.truncate(place.end);
    Ok(reader.buffer)
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::walk::unreadable;

    /// Reads a single file.
    fn one(reader: &mut FileReader, found: &Found) -> Result<Vec<u8>, Error> {
        let mut read = reader.read([found].into_iter(), &Options::default());
        read.pop().expect("what was read of the file").map(|contents| contents.bytes.to_vec())
    }

    #[test]
    fn files_are_read_ahead_in_order_until_they_are_many_or_large() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let sizes = [10, 0, 5000, 1025, 16 << 10, 17 << 10, 2000, 3000, 300 << 10, 7];
        let sizes: Vec<usize> = sizes.into_iter().chain(1500..1520).collect();
        let files: Vec<_> = (0..=sizes.len()).map(|at| folder.path().join(format!("{at}.txt"))).collect();
        let files: Vec<_> = files.into_iter().map(|path| Found { path, named: false }).collect();
        let bytes = |at: usize| (0..sizes[at]).map(|byte| (byte % 251 + at) as u8).collect::<Vec<_>>();
        for (at, found) in files[..sizes.len()].iter().enumerate() {
            std::fs::write(&found.path, bytes(at)).expect("a writable folder");
        }
        let mut reader = FileReader::new(Arc::default());
        let (mut groups, mut hashed, mut at) = (Vec::new(), 0, 0);
        while at < files.len() {
            let read = reader.read(files[at..].iter(), &Options::default());
            groups.push(read.len());
            for contents in read {
                match contents {
                    Ok(Contents { bytes: read, hash }) => {
                        assert!(read == bytes(at), "file {at}");
                        assert!(hash.is_none_or(|hash| hash == blake3::hash(read)), "file {at}");
                        hashed += usize::from(hash.is_some());
                    }
                    Err(error) => assert_eq!((at, error.code), (sizes.len(), ErrorCode::Io)),
                }
                at += 1;
            }
        }
        assert_eq!((&*groups, hashed), (&[9, 16, 6][..], 25));
    }

    #[test]
    fn a_file_of_any_size_is_read_to_its_end() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.txt");
        let mut reader = FileReader::new(Arc::default());
        for size in [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 300_000] {
            let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            std::fs::write(&path, &bytes).expect("a writable folder");
            for named in [false, true] {
                let found = Found { path: path.clone(), named };
                assert!(one(&mut reader, &found) == Ok(bytes.clone()), "{size} bytes, named: {named}");
            }
        }
    }

    #[test]
    fn files_of_folders_that_are_made_anew_are_found() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let mut reader = FileReader::new(Arc::default());
        let mut read = |path: &Path| one(&mut reader, &Found { path: path.to_owned(), named: false });
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
        let read = one(&mut reader, &found).expect("a readable file");
        assert!(read.starts_with(b"Name:") && read.ends_with(b"\n"));
    }
}
