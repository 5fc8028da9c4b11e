//! Parquet out: a writer that takes records as JSON Lines and puts them down as Parquet, as a compressor would.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_json::ReaderBuilder;
use arrow_json::reader::Decoder;
use arrow_schema::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::schema::Shape;

/// Records that are turned into columns at a time: whichever of the two comes first. Both are told by the
/// lines alone, never by how they are cut into writes, so that the same records give the same file.
const BATCH_ROWS: usize = 1024;
const BATCH_BYTES: usize = 4 << 20;

/// The size of a row group, compressed. It bounds the memory, because a row group is held until it is whole.
const ROW_GROUP_BYTES: usize = 32 << 20;

/// Takes JSON Lines in the wire format of a record, and writes Parquet with the record's own nested schema.
pub struct Writer<W: Write + Send> {
    rows: Decoder,
    /// JSON bytes in `rows`.
    pending: usize,
    file: ArrowWriter<W>,
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file.
    pub fn new(out: W) -> io::Result<Self> {
        let schema = Arc::new(Shape::Record.arrow_schema());
        let reader = ReaderBuilder::new(Arc::clone(&schema)).with_batch_size(BATCH_ROWS);
        let rows = reader.with_strict_mode(true).build_decoder().map_err(arrow)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_bytes(Some(ROW_GROUP_BYTES))
            .build();
        let file = ArrowWriter::try_new(out, schema, Some(properties)).map_err(parquet)?;
        Ok(Self { rows, pending: 0, file })
    }

    /// Writes what is left and the footer, without which the file is none.
    pub fn finish(mut self) -> io::Result<W> {
        self.write_batch()?;
        self.file.flush().map_err(parquet)?;
        // Here and not in `into_inner`, which tells of a full disk in words alone.
        self.file.sync()?;
        self.file.into_inner().map_err(parquet)
    }

    /// Takes bytes of one line, the last of them with its line end.
    fn write_line(&mut self, bytes: &[u8]) -> io::Result<()> {
        let taken = self.rows.decode(bytes).map_err(arrow)?;
        debug_assert_eq!(taken, bytes.len(), "a full batch is written before another line comes");
        self.pending += taken;
        let whole = bytes.ends_with(b"\n") && !self.rows.has_partial_record();
        if whole && (self.rows.len() >= BATCH_ROWS || self.pending >= BATCH_BYTES) {
            self.write_batch()?;
        }
        Ok(())
    }

    fn write_batch(&mut self) -> io::Result<()> {
        self.pending = 0;
        match self.rows.flush().map_err(arrow)? {
            Some(batch) => self.file.write(&batch).map_err(parquet),
            None => Ok(()),
        }
    }
}

impl<W: Write + Send> Write for Writer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        bytes.split_inclusive(|&byte| byte == b'\n').try_for_each(|line| self.write_line(line))?;
        Ok(bytes.len())
    }

    /// Nothing goes out before its row group is whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The records are our own, so whatever is wrong with one is a defect.
fn arrow(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        error => io::Error::other(format!("a record does not fit its own schema: {error}")),
    }
}

/// A full disk is told by its own name.
fn parquet(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}
