//! Any bytes are a record or an error, always the same, and a record is JSON on one line.

#![no_main]

use libfuzzer_sys::fuzz_target;
use seedtool::ingest::{Document, Pipeline};

fn record(bytes: &[u8]) -> Option<String> {
    let pipeline = Pipeline::default();
    let document = Document::file("fuzz", bytes);
    let decoded = pipeline.decode(&document).ok()?;
    let record = pipeline.record(&document, &decoded);
    Some(serde_json::to_string(&record).expect("a record is JSON"))
}

fuzz_target!(|bytes: &[u8]| {
    let json = record(bytes);
    assert_eq!(json, record(bytes), "the same bytes give the same record");
    if let Some(json) = json {
        assert!(!json.contains(['\n', '\r']), "a record is one line");
        serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
    }
});
