//! Parquet: records come back as they went in, and foreign files are read whatever their columns are made of.

#![cfg(feature = "parquet")]

mod common;

use std::fs::{self, File};
use std::io::{BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, DictionaryArray, Int64Array, LargeStringArray, RecordBatch,
    StringArray, StringViewArray, TimestampMillisecondArray,
};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::WriterProperties;
use seedtool::error::ErrorCode;
use seedtool::record::{Aligned, Carried};
use seedtool::schema::Shape;
use seedtool::sink::parquet::Writer;
use seedtool::source::Progress;
use seedtool::source::parquet::Reader;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Records of every shape: the seeds, every kind of block, an empty document, and the keys that options fill.
fn records() -> Vec<Value> {
    let mut records: Vec<_> =
        common::seeds().iter().map(|(name, bytes)| common::record_of(name, bytes)).collect();
    let everything = Path::new(common::ROOT).join("tests/data/schema/everything.md");
    records.push(common::record_of("everything.md", &fs::read(everything).expect("a fixture")));
    records.push(common::record_of("empty", b""));
    let mut filled = common::record_of("filled", "نـــص".as_bytes());
    filled["source"]["record"] = json!(7);
    filled["carried"] = json!([Carried { field: "url".into(), json: "\"x\"".into() }]);
    filled["alignment"] = json!([Aligned { at: "title".into(), runs: vec![[0, 13, 2, 2], [2, 21, 2, 2]] }]);
    records.push(filled);
    records
}

fn json_lines(records: &[Value]) -> Vec<u8> {
    records.iter().flat_map(|record| format!("{record}\n").into_bytes()).collect()
}

/// The Parquet file of JSON Lines that come in pieces.
fn written<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new()).expect("a writer");
    pieces.into_iter().for_each(|piece| writer.write_all(piece).expect("records that fit"));
    writer.finish().expect("a whole file")
}

fn file_with(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("in.parquet");
    fs::write(&path, bytes).expect("a writable file");
    (folder, path)
}

/// What the reader makes of a file.
fn read(bytes: &[u8], text: &str, others: &[&str]) -> Vec<Value> {
    let (_folder, path) = file_with(bytes);
    let progress = Arc::new(Progress::default());
    let reader = Reader::open(File::open(path).expect("a file"), text, others, Arc::clone(&progress));
    let lines = reader.unwrap_or_else(|error| panic!("{error}")).lines();
    let rows: Vec<_> = lines.map(|line| serde_json::from_str(&line.expect("a row")).expect("JSON")).collect();
    let told = progress.bytes.load(Ordering::Relaxed);
    assert_eq!(told, if rows.is_empty() { 0 } else { bytes.len() as u64 }, "how far the reading has come");
    rows
}

#[test]
fn records_come_back_as_they_went_in() {
    let records = records();
    let fields = Shape::Record.fields();
    let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(read(&written([&*json_lines(&records)]), "text", &names), records);
}

#[test]
fn the_file_has_the_schema_of_the_record() {
    let (_folder, path) = file_with(&written([&*json_lines(&records())]));
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(File::open(path).expect("a file")).expect("Parquet");
    assert_eq!(**builder.schema(), Shape::Record.arrow_schema());
}

#[test]
fn the_same_records_give_the_same_bytes_however_they_are_cut() {
    // More rows than a batch, so that a batch ends at a line wherever a write does.
    let lines = json_lines(&records()[5..]).repeat(400);
    let whole = written([&*lines]);
    for size in [1 << 10, 4099, 1 << 16] {
        assert!(written(lines.chunks(size)) == whole, "in pieces of {size} bytes");
    }
    assert_eq!(read(&whole, "text", &[]).len(), 1200);
}

#[test]
fn a_record_may_stand_on_many_lines() {
    let records = records();
    let pretty: String = records.iter().map(|record| format!("{record:#}\n")).collect();
    assert!(written([pretty.as_bytes()]) == written([&*json_lines(&records)]));
}

#[test]
fn no_records_are_a_file_too() {
    assert!(read(&written([]), "text", &[]).is_empty());
}

/// Lines that are no records, each with a word of what is wrong.
const UNFIT: &[(&str, &str)] = &[
    ("{\"schema\":\"seedtool/1-error\",\"error\":{}}\n", "error"),
    ("{\"schema\":\"seedtool/1\"}\n", "expected"),
    ("{\"schema\":1}\n", "string"),
];

#[test]
fn what_is_no_record_is_refused() {
    for (line, word) in UNFIT {
        let mut writer = Writer::new(Vec::new()).expect("a writer");
        let error = writer.write_all(line.as_bytes()).and_then(|()| writer.finish().map(drop));
        let message = error.expect_err(line).to_string();
        assert!(message.contains(word), "{message}");
    }
    let mut writer = Writer::new(Vec::new()).expect("a writer");
    writer.write_all(b"{\"schema\":").expect("the line may go on");
    writer.finish().expect_err("half a line is left");
}

#[test]
fn a_full_disk_is_told_by_its_own_name() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut writer = Writer::new(Full).expect("nothing is written yet");
    writer.write_all(&json_lines(&records())).expect("nothing is written yet");
    let error = writer.finish().map(drop).expect_err("no space");
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull, "{error}");
}

/// A file as others write them: named columns, so many rows a row group.
fn foreign(columns: Vec<(&str, ArrayRef)>, compression: Compression, rows: usize) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(rows))
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("a batch");
    writer.close().expect("a footer");
    bytes
}

fn texts(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|n| format!("نص رقم {n}"))
}

#[test]
fn text_may_be_stored_in_any_way() {
    let words: Vec<_> = texts(3).collect();
    let columns: [ArrayRef; 5] = [
        Arc::new(StringArray::from_iter_values(&words)),
        Arc::new(LargeStringArray::from_iter_values(&words)),
        Arc::new(StringViewArray::from_iter_values(&words)),
        Arc::new(BinaryArray::from_iter_values(&words)),
        Arc::new(words.iter().map(String::as_str).collect::<DictionaryArray<Int32Type>>()),
    ];
    let compressions = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ];
    let expected: Vec<_> = words.iter().map(|word| json!({ "body": word })).collect();
    for column in &columns {
        for compression in compressions {
            let bytes = foreign(vec![("body", Arc::clone(column))], compression, 2);
            assert_eq!(read(&bytes, "body", &[]), expected, "{} {compression}", column.data_type());
        }
    }
}

#[test]
fn rows_keep_their_order_over_batches_and_row_groups() {
    let bytes = foreign(
        vec![("text", Arc::new(StringArray::from_iter_values(texts(1500))))],
        Compression::SNAPPY,
        700,
    );
    let expected: Vec<_> = texts(1500).map(|text| json!({ "text": text })).collect();
    assert_eq!(read(&bytes, "text", &[]), expected);
}

#[test]
fn other_columns_come_along_when_asked_for() {
    let bytes = foreign(
        vec![
            ("unread", Arc::new(BooleanArray::from(vec![true, false]))),
            ("text", Arc::new(StringArray::from(vec![Some("أول"), None]))),
            ("id", Arc::new(Int64Array::from(vec![Some(1), None]))),
            ("title", Arc::new(StringArray::from(vec![None, Some("عنوان \"ثان\"")]))),
            ("seen", Arc::new(TimestampMillisecondArray::from(vec![0, 1500]))),
        ],
        Compression::SNAPPY,
        10,
    );
    let expected = [
        json!({ "text": "أول", "id": 1, "title": null, "seen": "1970-01-01T00:00:00" }),
        json!({ "text": null, "id": null, "title": "عنوان \"ثان\"", "seen": "1970-01-01T00:00:01.500" }),
    ];
    assert_eq!(read(&bytes, "text", &["id", "title", "seen", "absent"]), expected);
}

#[test]
fn a_file_that_cannot_serve_says_what_to_do() {
    let columns = || -> Vec<(&str, ArrayRef)> {
        vec![
            ("body", Arc::new(StringArray::from(vec!["نص"]))),
            ("count", Arc::new(Int64Array::from(vec![1]))),
        ]
    };
    let whole = foreign(columns(), Compression::SNAPPY, 1);
    let cut = &whole[..whole.len() - 1];
    let cases: [(&[u8], &str, ErrorCode, &str); 5] = [
        (
            &whole,
            "text",
            ErrorCode::Unsupported,
            "no column `text`; choose with --text-field among: body, count",
        ),
        (&whole, "count", ErrorCode::Unsupported, "column `count` holds Int64, not text"),
        (cut, "body", ErrorCode::Archive, "fetch it again"),
        (b"", "body", ErrorCode::Archive, "fetch it again"),
        ("نص لا غير".as_bytes(), "body", ErrorCode::Archive, "fetch it again"),
    ];
    for (bytes, text, code, words) in cases {
        let (_folder, path) = file_with(bytes);
        let error = Reader::open(File::open(path).expect("a file"), text, &[], Arc::default())
            .err()
            .expect("no reader");
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
}

#[test]
fn damage_inside_a_file_is_an_error_not_a_panic() {
    let column = Arc::new(StringArray::from_iter_values(texts(200)));
    let whole = foreign(vec![("text", column)], Compression::ZSTD(ZstdLevel::default()), 100);
    for at in (4..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0xFF;
        let (_folder, path) = file_with(&damaged);
        let opened = Reader::open(File::open(path).expect("a file"), "text", &[], Arc::default());
        let mut read = String::new();
        if let Ok(Err(error)) = opened.map(|mut reader| reader.read_to_string(&mut read)) {
            assert!(!error.to_string().is_empty());
        }
    }
}

/// `seedtool` in a folder.
fn seedtool(folder: &Path, arguments: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = assert_cmd::Command::cargo_bin("seedtool").expect("a built binary");
    command.current_dir(folder).args(arguments).assert()
}

#[test]
fn ingest_writes_the_records_of_json_lines() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let seeds = Path::new(common::ROOT).join("seeds");
    let seeds = seeds.to_str().expect("UTF-8");
    for jobs in ["1", "2"] {
        seedtool(folder.path(), &["ingest", "-q", "-j", jobs, seeds, "-o", &format!("{jobs}.parquet")])
            .success();
    }
    let read_file = |name: &str| fs::read(folder.path().join(name)).expect("a file");
    assert!(read_file("1.parquet") == read_file("2.parquet"), "the same bytes for every -j");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "no temporary file is left");

    let output = seedtool(folder.path(), &["ingest", "-q", seeds]).success();
    let lines = output.get_output().stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let records: Vec<Value> = lines.map(|line| serde_json::from_slice(line).expect("JSON")).collect();
    let fields = Shape::Record.fields();
    let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(read(&read_file("1.parquet"), "text", &names), records);
}

#[test]
fn rows_are_documents_as_lines_of_json_are() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let titles = [None, Some("عنوان"), Some(" ")];
    let bytes = foreign(
        vec![
            ("body", Arc::new(StringArray::from(vec![Some("# أ\n- ب"), Some("نـــص"), None]))),
            ("name", Arc::new(StringArray::from(titles.to_vec()))),
            ("number", Arc::new(Int64Array::from(vec![10, 11, 12]))),
            ("url", Arc::new(StringArray::from(vec![Some("https://example.org/\"أ\""), None, None]))),
        ],
        Compression::SNAPPY,
        2,
    );
    let rows = read(&bytes, "body", &["name", "number", "url"]);
    fs::write(folder.path().join("in.parquet"), &bytes).expect("a writable file");
    fs::write(folder.path().join("in.jsonl"), json_lines(&rows)).expect("a writable file");
    let ingest = |name: &str| {
        let mut arguments = vec!["ingest", "--errors", "inline", name];
        arguments.extend([
            "--text-field",
            "body",
            "--title-field",
            "name",
            "--id-field",
            "number",
            "--carry",
            "url",
        ]);
        let done = seedtool(folder.path(), &arguments).code(2);
        let (stdout, stderr) = (&done.get_output().stdout, &done.get_output().stderr);
        [stdout, stderr].map(|text| String::from_utf8_lossy(text).replace(name, "in"))
    };
    let [records, messages] = ingest("in.parquet");
    assert_eq!(records.lines().count(), 3, "{records}");
    assert!(messages.contains("3 inputs: 2 records, 1 error"), "{messages}");
    assert_eq!([records, messages], ingest("in.jsonl"));
}

/// Calls that cannot be served, the exit code, and a word of what to do instead.
const REFUSED: &[(&[&str], i32, &str)] = &[
    (&["ingest", "in.parquet"], 2, "--text-field"),
    (&["ingest", "--from", "parquet", "-"], 2, "name the file"),
    (&["ingest", "--errors", "inline", "in.parquet", "-o", "out.parquet"], 1, "JSON Lines"),
];

#[test]
fn what_cannot_be_served_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let column = Arc::new(StringArray::from(vec!["نص"]));
    let bytes = foreign(vec![("body", column)], Compression::SNAPPY, 1);
    fs::write(folder.path().join("in.parquet"), bytes).expect("a writable file");
    for (arguments, code, words) in REFUSED {
        let done = seedtool(folder.path(), arguments).code(*code);
        let message = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
        assert!(message.contains(words), "{arguments:?}: {message}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing was written");
}
