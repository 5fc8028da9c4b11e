//! Lines: a stream → blocks of whole lines, without holding a line that is too long.

use super::SliceContent;
use super::open::Opened;
use crate::error::Error;

/// What a stream gives some bytes of at a time.
pub(super) trait Bytes {
    /// Reads some bytes; none at the end.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error>;

    /// Whether what was read so far should be worked on before more is waited for.
    fn is_interactive(&self) -> bool;
}

impl Bytes for Opened<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        Self::read(self, buffer)
    }

    fn is_interactive(&self) -> bool {
        self.interactive
    }
}

/// What is left of a line beyond the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongLine {
    /// 1-based.
    pub number: u64,
    /// Its length without line end.
    pub bytes: u64,
    /// The hash of its bytes without line end.
    pub hash: blake3::Hash,
}

pub(super) struct LineBlocks<R> {
    reader: R,
    /// The longest line.
    limit: u64,
    /// The usual size of a block.
    size: usize,
    /// The beginning of a line whose end was not read yet.
    begun: Vec<u8>,
    /// The number of the next line.
    number: u64,
    ended: bool,
    /// What ended the reading, until it is told.
    failure: Option<Error>,
}

impl<R: Bytes> LineBlocks<R> {
    pub(super) fn new(reader: R, limit: u64, size: usize) -> Self {
        Self { reader, limit, size, begun: Vec::new(), number: 1, ended: false, failure: None }
    }

    /// The next block, whose lines are put in `bytes`, which must be empty.
    pub(super) fn pull(&mut self, bytes: &mut Vec<u8>) -> Option<SliceContent> {
        bytes.append(&mut self.begun);
        // Where the last whole line ends.
        let mut whole = memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1);
        loop {
            let enough = self.reader.is_interactive() || bytes.len() >= self.size;
            if self.ended || whole > 0 && enough || self.is_too_long(bytes.len() - whole) {
                break;
            }
            let filled = bytes.len();
            let room = self.size.max(filled / 2);
            bytes.resize(filled + room, 0);
            let read = self.reader.read(&mut bytes[filled..]);
            match read {
                Ok(read) => {
                    self.ended = read == 0;
                    bytes.truncate(filled + read);
                    if let Some(end) = memchr::memrchr(b'\n', &bytes[filled..]) {
                        whole = filled + end + 1;
                    }
                }
                // The whole lines before it are good; the begun one is lost.
                Err(error) => {
                    self.ended = true;
                    bytes.truncate(whole);
                    self.failure = Some(error);
                }
            }
        }
        if !self.ended {
            self.begun.extend_from_slice(&bytes[whole..]);
            bytes.truncate(whole);
            if whole == 0 {
                return Some(self.skip_line(bytes));
            }
        }
        if bytes.is_empty() {
            return self.failure.take().map(SliceContent::Failed);
        }
        let first = self.number;
        self.number += memchr::memchr_iter(b'\n', bytes).count() as u64;
        Some(SliceContent::Lines { first })
    }

    fn is_too_long(&self, length: usize) -> bool {
        // A line end of two bytes does not count.
        length as u64 > self.limit.saturating_add(2)
    }

    /// Reads on to the end of a line that is too long; `bytes` holds its beginning, or it is in `begun`.
    fn skip_line(&mut self, bytes: &mut Vec<u8>) -> SliceContent {
        bytes.append(&mut self.begun);
        let mut line = Skipped::default();
        let mut chunk = std::mem::take(bytes);
        loop {
            if let Some(end) = memchr::memchr(b'\n', &chunk) {
                line.add(&chunk[..end]);
                self.begun.extend_from_slice(&chunk[end + 1..]);
                break;
            }
            line.add(&chunk);
            chunk.resize(self.size, 0);
            match self.reader.read(&mut chunk) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => chunk.truncate(read),
                Err(error) => return SliceContent::Failed(error),
            }
        }
        self.number += 1;
        SliceContent::LongLine(line.end(self.number - 1))
    }
}

/// A line that is hashed and let go. Its last CR may belong to the line end.
#[derive(Default)]
struct Skipped {
    hasher: blake3::Hasher,
    bytes: u64,
    carriage_return: bool,
}

impl Skipped {
    fn add(&mut self, part: &[u8]) {
        if part.is_empty() {
            return;
        }
        if std::mem::take(&mut self.carriage_return) {
            self.hasher.update(b"\r");
            self.bytes += 1;
        }
        let kept = part.strip_suffix(b"\r").unwrap_or(part);
        self.carriage_return = kept.len() < part.len();
        self.hasher.update(kept);
        self.bytes += kept.len() as u64;
    }

    fn end(self, number: u64) -> LongLine {
        LongLine { number, bytes: self.bytes, hash: self.hasher.finalize() }
    }
}

/// The lines of a block, without their line ends.
pub fn lines_of(block: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = block;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let (line, behind) = rest.split_at(end);
        rest = behind;
        Some(without_end(line))
    })
}

/// A line without its line end: LF, CR LF, or a CR at the end of the input.
fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    /// Gives a text in pieces of a length.
    struct Pieces<'a>(&'a [u8], usize, bool);

    impl Bytes for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
            let length = self.1.min(self.0.len()).min(buffer.len());
            let (piece, rest) = self.0.split_at(length);
            buffer[..length].copy_from_slice(piece);
            self.0 = rest;
            Ok(length)
        }

        fn is_interactive(&self) -> bool {
            self.2
        }
    }

    /// The lines of a text as they come: number, and content or the length of what was too long.
    fn lines(text: &[u8], piece: usize, interactive: bool) -> Vec<(u64, Result<Vec<u8>, u64>)> {
        let mut blocks = LineBlocks::new(Pieces(text, piece, interactive), 12, 8);
        let (mut bytes, mut lines) = (Vec::new(), Vec::new());
        while let Some(content) = blocks.pull(&mut bytes) {
            match content {
                SliceContent::Lines { first } => {
                    for (number, line) in (first..).zip(lines_of(&bytes)) {
                        let fits = line.len() <= 12;
                        lines.push((number, if fits { Ok(line.to_vec()) } else { Err(line.len() as u64) }));
                    }
                }
                SliceContent::LongLine(line) => {
                    let start = text.split(|&byte| byte == b'\n').nth(line.number as usize - 1);
                    assert_eq!(line.hash, blake3::hash(without_end(start.expect("a line"))));
                    lines.push((line.number, Err(line.bytes)));
                }
                other => panic!("{other:?}"),
            }
            bytes.clear();
        }
        lines
    }

    /// Gives a text in pieces of a length, and fails behind it.
    struct Broken<'a>(Pieces<'a>);

    impl Bytes for Broken<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
            match self.0.read(buffer)? {
                0 => Err(Error::new(ErrorCode::Io, "a bad sector")),
                read => Ok(read),
            }
        }

        fn is_interactive(&self) -> bool {
            self.0.is_interactive()
        }
    }

    #[test]
    fn whole_lines_come_out_before_the_reading_fails() {
        let text = b"one\ntwo\nthree\nbegun, and longer than a line may be";
        for (length, piece) in (0..=text.len()).flat_map(|length| (1..12).map(move |piece| (length, piece))) {
            let read = &text[..length];
            let mut blocks = LineBlocks::new(Broken(Pieces(read, piece, false)), 12, 8);
            let (mut bytes, mut whole, mut failures) = (Vec::new(), Vec::new(), 0);
            while let Some(content) = blocks.pull(&mut bytes) {
                match content {
                    SliceContent::Lines { .. } => whole.extend_from_slice(&bytes),
                    SliceContent::Failed(_) => failures += 1,
                    other => panic!("{other:?}"),
                }
                bytes.clear();
                if failures > 0 {
                    break;
                }
            }
            let end = memchr::memrchr(b'\n', read).map_or(0, |end| end + 1);
            assert_eq!((&*whole, failures), (&read[..end], 1), "{length} bytes, {piece} at a time");
        }
    }

    #[test]
    fn lines_do_not_hang_on_how_they_are_read() {
        let text = b"one\ntwo\r\n\n123456789012\n123456789012\r\n1234567890123\n\
                     a line that is much too long to be held\r\n\rfour\nlast but long enough\nend\r";
        let wanted: Vec<_> = text.split(|&byte| byte == b'\n').map(without_end).collect();
        for piece in 1..80 {
            for interactive in [false, true] {
                let lines = lines(text, piece, interactive);
                assert_eq!(lines.len(), wanted.len());
                for ((number, line), (at, wanted)) in lines.iter().zip((1..).zip(&wanted)) {
                    assert_eq!(*number, at, "pieces of {piece}");
                    match line {
                        Ok(line) => assert_eq!(line, wanted),
                        Err(length) => assert!(*length == wanted.len() as u64 && *length > 12),
                    }
                }
            }
        }
    }
}
