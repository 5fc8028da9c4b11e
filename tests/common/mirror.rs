//! The record as a reader sees it who knows DESIGN alone: the same keys in the same order, and no others.
//!
//! Written by hand and apart from `src/record.rs`, so that a change there is seen here. A missing key that may
//! be null would be forgiven by serde; writing the mirror out again shows it.

#![allow(dead_code, unreachable_pub)]

use serde::{Deserialize, Serialize};

/// Declares structs that take every field they name and none besides.
macro_rules! mirror {
    ($($name:ident { $($field:ident: $type:ty,)* })*) => { $(
        #[derive(Debug, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $(pub $field: $type,)* }
    )* };
}

mirror! {
    Record {
        schema: String, id: String,
        title: Option<String>, title_line: Option<u64>, title_source: String,
        text: String,
        sections: Vec<Section>, dropped: Vec<Dropped>,
        source: Source, counts: Counts,
        warnings: Vec<Warning>, carried: Vec<Carried>, alignment: Vec<Aligned>,
    }
    Section {
        level: u8, heading: Option<String>, parent: Option<u64>,
        line: u64, end_line: u64, inferred: bool,
        blocks: Vec<Block>,
    }
    Block {
        kind: String, text: Option<String>, ordered: Option<bool>,
        items: Vec<Item>, rows: Vec<Vec<String>>,
        line: u64, end_line: u64, inferred: bool,
    }
    Item { depth: u8, ordered: bool, marker: String, text: String, line: u64, end_line: u64, }
    Dropped { line: u64, text: String, kind: String, reason: String, }
    Source {
        path: String, record: Option<u64>, id: Option<String>, bytes: u64,
        encoding: Option<String>, format: Option<String>, replacements: u64,
    }
    Counts {
        characters: u64, words: u64, sections: u64, paragraphs: u64, lists: u64, list_items: u64,
        tatweel_removed: u64, marks_removed: u64, arabic_letters: u64, letters: u64,
    }
    Warning { code: String, line: Option<u64>, message: String, }
    Carried { field: String, json: String, }
    Aligned { at: String, runs: Vec<[u64; 4]>, }
    ErrorRecord { schema: String, id: String, source: Source, error: Failure, }
    Failure { code: String, message: String, }
}
