//! Laws that hold for every document: nothing lost, nothing twice, normalized once and for all, one format.

mod common;

use std::fs;

use common::{array, labels, record_of, shared, texts, walk};
use proptest::prelude::*;
use seedtool::lines::{Line, lines};
use seedtool::normalize::Normalizer;
use serde_json::Value;

/// Every non-blank line is in exactly one of title, heading, block and `dropped`; finds inside a line
/// (an image's words, a comment) may stand beside it.
fn nothing_lost_nothing_twice(name: &str, text: &str, record: &Value) {
    let labels = labels(record);
    // The record names the first line of a title alone; a setext title may have more, and an underline.
    let title = record["title"].as_str().unwrap_or_default();
    let first = record["title_line"].as_u64().map_or(usize::MAX, |line| line as usize);
    let run = lines(text).skip(first - 1).take_while(|line| !line.is_blank()).count();
    let is_of_title = |line: &Line<'_>| {
        let line_words = Normalizer::standard().normalize(line.text);
        let mut words = line_words.split(|c: char| !matches!(c, 'ء'..='ي')).filter(|word| !word.is_empty());
        let part = words.all(|word| title.contains(word));
        part && line.number > first && line.number - first < run
    };
    for line in lines(text).filter(|line| !line.is_blank()) {
        let claims = labels.get(&(line.number as u64)).map(Vec::as_slice).unwrap_or_default();
        let inline = |label: &&String| ["dropped image_alt", "dropped comment"].contains(&label.as_str());
        let (beside, whole): (Vec<_>, Vec<_>) = claims.iter().partition(inline);
        let right = whole.len() == 1 || whole.is_empty() && (!beside.is_empty() || is_of_title(&line));
        assert!(right, "{name}:{}: claimed by {claims:?}: {:?}", line.number, line.text);
    }
}

fn texts_are_normalized(name: &str, record: &Value) {
    let normalizer = Normalizer::standard();
    let texts = texts(record);
    for line in texts.iter().flat_map(|text| text.split(['\n', '\t'])) {
        let line = line.trim_matches(' ');
        assert_eq!(normalizer.normalize(line), line, "{name}");
    }
}

fn sections_are_a_tree(name: &str, record: &Value) {
    let sections = array(&record["sections"]);
    for (index, section) in sections.iter().enumerate() {
        let level = section["level"].as_u64().expect("a level");
        assert_eq!(section["heading"].is_null(), level == 0, "{name}: section {index}");
        assert!(level > 0 || index == 0, "{name}: only the first section may have no heading");
        if let Some(parent) = section["parent"].as_u64() {
            assert!((parent as usize) < index, "{name}: section {index} stands before its parent");
            assert!(sections[parent as usize]["level"].as_u64() < Some(level), "{name}: section {index}");
        }
    }
}

fn laws(name: &str, bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let record = record_of(name, bytes);
    nothing_lost_nothing_twice(name, text.trim_start_matches('\u{FEFF}'), &record);
    texts_are_normalized(name, &record);
    sections_are_a_tree(name, &record);
}

#[test]
fn laws_hold_on_the_seeds() {
    common::seeds().iter().for_each(|(name, bytes)| laws(name, bytes));
}

#[test]
fn laws_hold_on_real_documents() {
    for folder in ["corpus/structure", "corpus/news_labelled", "corpus/wild_labelled", "corpus/news"] {
        let Some(folder) = shared(folder) else { continue };
        let documents = walk(&folder).into_iter().filter(|path| {
            path.extension().is_some_and(|ending| ending == "txt" || ending == "md")
                && !path.ends_with("SOURCES.md")
        });
        // Every fourth is enough in a debug build; the others differ in nothing that the laws speak of.
        for path in documents.step_by(4) {
            laws(&path.to_string_lossy(), &fs::read(&path).expect("a readable document"));
        }
    }
}

/// Lines that structure recovery treats each in its own way.
const LINES: &[&str] = &[
    "",
    " ",
    "# عنوان",
    "##عنوان",
    "عنوان\n===",
    "- بند",
    "  - بند داخلي",
    "١- بند",
    "2) بند",
    "• بند",
    "> اقتباس",
    "> - بند",
    "```",
    "    شيفرة",
    "| أ | ب |",
    "|---|---|",
    "***",
    "---",
    "<!-- تعليق -->",
    "<!--",
    "-->",
    "<div>",
    "[أ]: http://a",
    "![صورة](a.png)",
    "نص ![صورة](a.png) نص",
    "رئيس التحرير",
    "أحمد صبري",
    "شاركها.",
    "© 2025 موقع. جميع الحقوق محفوظة.",
    "اقرأ أيضا: خبر آخر",
    "الخاتمة",
    "أولا: الهدف",
    "ثانيا: الوسيلة",
    "س: ما الخبر؟",
    "ج: لا شيء.",
    "أ- بند",
    "ب- بند",
    "510",
    "قال الوزير إن بلاده تعمل بجد على تنفيذ الاتفاقات التي تم التوصل إليها في الاجتماع الأخير مع نظرائه في المنطقة.",
    "\u{FEFF}",
    "\u{200F}نص\u{202C}",
    "title: \"عنوان\"",
    "+++",
    ".",
    "&quot;نص&quot;",
    "الرئيسية | من نحن | اتصل بنا",
    "[^1]: حاشية",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold_on_lines_in_any_order(picks in prop::collection::vec(0..LINES.len(), 0..24)) {
        let text: String = picks.iter().map(|&pick| format!("{}\n", LINES[pick])).collect();
        laws("made of lines", text.as_bytes());
    }

    #[test]
    fn laws_hold_on_any_text(text in "(\\PC|[\\n\\r\\t #*>`|\\-~\\[\\]()!<&_=+.:]|[\u{620}-\u{652}]){0,80}") {
        laws("any text", text.as_bytes());
    }
}
