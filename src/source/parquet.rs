//! Parquet in: the rows of a file as JSON Lines, as a decompressor would give them.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use arrow_array::RecordBatch;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;

use super::Progress;
use crate::error::{Error, ErrorCode};

/// Rows decoded at a time. Their texts are views of the decompressed pages, not copies.
const BATCH_ROWS: usize = 256;

/// Bytes of JSON made at a time, more only where a single row is longer.
const BLOCK_BYTES: usize = 64 << 10;

/// One JSON object a row, of the wanted columns alone; row n is line n.
pub struct Reader {
    batches: ParquetRecordBatchReader,
    batch: Option<RecordBatch>,
    /// The next row of `batch`.
    row: usize,
    lines: Vec<u8>,
    /// How much of `lines` is read.
    read: usize,
    meter: Meter,
}

/// Tells how far the reading has come: columns that are not wanted are never read, so rows stand for bytes.
struct Meter {
    progress: Arc<Progress>,
    /// Of the file.
    bytes: u64,
    rows: u64,
    /// Rows read, and the bytes that they were told to be.
    read: u64,
    told: u64,
}

impl Meter {
    fn add(&mut self, rows: u64) {
        self.read += rows;
        let reached = u128::from(self.bytes) * u128::from(self.read) / u128::from(self.rows.max(1));
        let reached = u64::try_from(reached).unwrap_or(u64::MAX);
        self.progress.bytes.fetch_add(reached - self.told, Ordering::Relaxed);
        self.told = reached;
    }
}

impl Reader {
    /// Opens a file for some of its columns. `text` must be among them and hold strings; what else is not
    /// there is absent from the objects, as a field may be in JSON Lines.
    pub fn open(file: File, text: &str, others: &[&str], progress: Arc<Progress>) -> Result<Self, Error> {
        let bytes = file.metadata().map_or(0, |metadata| metadata.len());
        let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(damaged)?;
        let schema = metadata.schema();
        check_text(schema, text)?;
        let wanted = |field: &FieldRef| field.name() == text || others.contains(&field.name().as_str());
        let columns: Vec<_> = (0..schema.fields().len()).filter(|&i| wanted(&schema.fields()[i])).collect();

        let options = ArrowReaderOptions::new().with_schema(Arc::new(with_views(schema, text)));
        let metadata =
            ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options).map_err(damaged)?;
        let rows = u64::try_from(metadata.metadata().file_metadata().num_rows()).unwrap_or_default();
        let meter = Meter { progress, bytes, rows, read: 0, told: 0 };
        let mask = ProjectionMask::roots(metadata.parquet_schema(), columns);
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
        let batches = builder.with_projection(mask).with_batch_size(BATCH_ROWS).build().map_err(damaged)?;
        Ok(Self { batches, batch: None, row: 0, lines: Vec::new(), read: 0, meter })
    }

    /// Puts the next rows into `lines`, which stays empty at the end.
    fn next_lines(&mut self) -> io::Result<()> {
        self.lines.clear();
        self.read = 0;
        let batch = loop {
            match &self.batch {
                Some(batch) if self.row < batch.num_rows() => break batch,
                _ => match self.batches.next().transpose().map_err(invalid)? {
                    Some(batch) => {
                        self.meter.add(batch.num_rows() as u64);
                        (self.batch, self.row) = (Some(batch), 0);
                    }
                    None => return Ok(()),
                },
            }
        };
        // Row by row, because a dictionary page may hold one long text for a whole batch.
        while self.row < batch.num_rows() && self.lines.len() < BLOCK_BYTES {
            let row = batch.slice(self.row, 1);
            self.row += 1;
            let json = WriterBuilder::new().with_explicit_nulls(true);
            json.build::<_, LineDelimited>(&mut self.lines).write(&row).map_err(invalid)?;
        }
        Ok(())
    }
}

impl BufRead for Reader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read == self.lines.len() {
            self.next_lines()?;
        }
        Ok(&self.lines[self.read..])
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount;
    }
}

impl Read for Reader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

/// Fails unless a column of that name holds strings, or bytes that may be some.
fn check_text(schema: &Schema, text: &str) -> Result<(), Error> {
    let named = schema.fields().iter().find(|field| field.name() == text);
    let message = match named.map(|field| field.data_type()) {
        Some(kind) if is_text(kind) || is_bytes(kind) => return Ok(()),
        Some(kind) => format!("column `{text}` holds {kind}, not text; choose another with --text-field"),
        None => {
            let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
            format!("no column `{text}`; choose with --text-field among: {}", names.join(", "))
        }
    };
    Err(Error::new(ErrorCode::Unsupported, message))
}

/// The schema with strings as views. The text may be stored as bytes that nothing says are UTF-8.
fn with_views(schema: &Schema, text: &str) -> Schema {
    let view = |field: &FieldRef| {
        let kind = field.data_type();
        let as_view =
            matches!(kind, DataType::Utf8 | DataType::LargeUtf8) || field.name() == text && is_bytes(kind);
        match as_view {
            true => Arc::new(Field::new(field.name(), DataType::Utf8View, field.is_nullable())),
            false => Arc::clone(field),
        }
    };
    Schema::new(schema.fields().iter().map(view).collect::<Vec<_>>())
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => is_text(values),
        kind => matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
    }
}

fn is_bytes(kind: &DataType) -> bool {
    matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

/// What cannot be opened.
fn damaged(error: ParquetError) -> Error {
    Error::new(ErrorCode::Archive, format!("no readable Parquet: {error}; fetch it again"))
}

/// What turns out to be damaged while it is read.
fn invalid(error: ArrowError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("damaged Parquet: {error}; fetch it again"))
}
