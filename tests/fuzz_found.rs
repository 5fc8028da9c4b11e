//! What fuzzing found stays found: lines under `tests/data/fuzz/filter` that once were a defect.

mod common;

use assert_cmd::Command;

#[test]
fn lines_that_were_a_defect_are_none() {
    for path in common::files("tests/data/fuzz/filter", ".jsonl") {
        let bytes = std::fs::read(&path).expect("a fixture");
        let lines = bytes.iter().filter(|&&byte| byte == b'\n').count().max(1);
        let mut filter = Command::cargo_bin("seedtool").expect("a built binary");
        let run = filter.args(["filter", "-q"]).write_stdin(bytes).assert().success();
        let answers = String::from_utf8(run.get_output().stdout.clone()).expect("UTF-8");
        assert_eq!(answers.lines().count(), lines, "{}", path.display());
        assert!(!answers.contains("\"code\":\"internal\""), "{}: {answers}", path.display());
    }
}
