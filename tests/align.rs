//! `--align`: every normalized text can be shown where it stands in the document.

mod common;

use common::{array, record_with, seeds};
use seedtool::ingest::Pipeline;
use seedtool::normalize::Normalizer;
use serde_json::Value;

fn aligned(name: &str, text: &str) -> Value {
    record_with(&Pipeline { align: true, ..Pipeline::default() }, name, text.as_bytes())
}

/// Runs follow each other without a gap in the normalized text, never go back in the source, and each maps to
/// a part of the source that normalizes to its part of the text, unless it starts or ends in white space.
fn check(name: &str, document: &str) {
    let record = aligned(name, document);
    let normalizer = Normalizer::standard();
    let alignment = array(&record["alignment"]);
    assert!(!alignment.is_empty(), "{name}");
    for entry in alignment {
        let at = entry["at"].as_str().expect("a pointer");
        let text = record.pointer(&format!("/{at}")).and_then(Value::as_str).expect("a text of the record");
        let (mut normalized_end, mut source_end) = (0, 0);
        for run in array(&entry["runs"]) {
            let [normalized, source, length, source_length] =
                [0, 1, 2, 3].map(|column| run[column].as_u64().expect("an offset") as usize);
            assert_eq!(normalized, normalized_end, "{name} {at}");
            assert!(source >= source_end, "{name} {at}: {run}");
            (normalized_end, source_end) = (normalized + length, source + source_length);
            let (to, of) = (&text[normalized..normalized_end], &document[source..source_end]);
            if to.trim() == to && !to.is_empty() && !of.contains(['(', '*', '&']) {
                assert_eq!(normalizer.normalize(of), to, "{name} {at}: {run}");
            }
        }
        assert_eq!(normalized_end, text.len(), "{name} {at}: the runs cover the text");
    }
}

#[test]
fn every_text_of_the_seeds_leads_back_to_its_document() {
    for (name, bytes) in seeds() {
        check(&name, std::str::from_utf8(&bytes).expect("UTF-8"));
    }
}

#[test]
fn a_hit_is_shown_in_the_original() {
    let document = "# عـنوانٌ\n\nفقرةٌ **مُهِمَّة** فيها [رابطٌ](http://example.com/فقرة) وﷺ\nوسـطر ثانٍ &amp; أخير.\n\n- بنـد\n";
    check("inline", document);
    let record = aligned("inline", document);
    let find = |at: &str, hit: &str| {
        let text = record.pointer(&format!("/{at}")).and_then(Value::as_str).expect("a text");
        let from = text.find(hit).expect("a hit");
        let entry = array(&record["alignment"]).iter().find(|entry| entry["at"] == at).expect("an entry");
        let touched: Vec<[usize; 4]> = array(&entry["runs"])
            .iter()
            .map(|run| [0, 1, 2, 3].map(|column| run[column].as_u64().expect("an offset") as usize))
            .filter(|run| run[0] < from + hit.len() && from < run[0] + run[2])
            .collect();
        let (first, last) = (touched.first().expect("a run"), touched.last().expect("a run"));
        document[first[1]..last[1] + last[3]].to_owned()
    };
    assert!(find("title", "عنوان").contains("عـنوان"));
    assert!(find("sections/0/blocks/0/text", "مهمة").contains("مُهِمَّة"));
    assert!(find("sections/0/blocks/0/text", "رابط").contains("رابط"));
    assert!(find("sections/0/blocks/0/text", "وسطر").contains("وسـطر"));
    assert!(find("sections/0/blocks/1/items/0/text", "بند").contains("بنـد"));
}
