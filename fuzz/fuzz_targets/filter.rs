//! Any bytes as JSON Lines: one answer for each line, the same when the input is cut between lines.

#![no_main]

use libfuzzer_sys::fuzz_target;
use seedtool::corpus::{Input, Lines, Outcome, Visitor, Worker};
use seedtool::ingest::Pipeline;
use seedtool::source::{Batch, Options, Slice, SliceContent};
use seedtool::walk::Found;

#[derive(Default)]
struct Answers(Vec<String>);

impl Visitor for Answers {
    fn visit(&mut self, _: Input<'_>, outcome: Outcome<'_>) {
        let json = match outcome {
            Outcome::Record(record) => serde_json::to_string(&record),
            Outcome::Error(error, record) => {
                assert_ne!(error.code, seedtool::error::ErrorCode::Internal, "{error}");
                serde_json::to_string(&record)
            }
            Outcome::Skipped(reason) => panic!("skipped: {reason}"),
        };
        self.0.push(json.expect("an answer is JSON"));
    }
}

fn answers(bytes: &[u8]) -> Vec<String> {
    let (pipeline, options) = (Pipeline::default(), Options { max_line_bytes: 4096, ..Options::default() });
    let mut worker = Worker::new(&pipeline, &options, Lines::Alike, Default::default());
    let file = std::sync::Arc::new(Found { path: "-".into(), named: true });
    let slice = Some(Slice { file, content: SliceContent::Lines { first: 1 }, part: None });
    let mut answers = Answers::default();
    worker.work(&Batch { slice, bytes: bytes.to_vec(), ..Batch::default() }, &mut answers);
    answers.0
}

fuzz_target!(|bytes: &[u8]| {
    let together = answers(bytes);
    let lines: Vec<_> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
    assert_eq!(together.len(), lines.len(), "one line out for each line in");
    let apart: Vec<_> = lines.iter().flat_map(|line| answers(line)).collect();
    assert_eq!(together, apart, "no line hangs on where it stands");
    for answer in &together {
        assert!(!answer.contains(['\n', '\r']));
        serde_json::from_str::<serde_json::Value>(answer).expect("JSON");
    }
});
