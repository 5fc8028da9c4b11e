//! Raw Arabic documents → clean, structured records.
//!
//! # One document
//!
//! A [`Pipeline`](ingest::Pipeline) holds the options of all stages; one serves any number of documents and threads.
//!
//! ```
//! use seedtool::ingest::{Document, Pipeline};
//!
//! let pipeline = Pipeline::default();
//! let document = Document::file("article.md", "# عـنوان\n\nفقرةٌ أولى:\n- بند\nفقرة ثانية.".as_bytes());
//! let decoded = pipeline.decode(&document)?;
//! let record = pipeline.record(&document, &decoded);
//!
//! assert_eq!(record.title.as_deref(), Some("عنوان"));
//! assert_eq!(record.text, "عنوان\n\nفقرة أولى:\n\n- بند\n\nفقرة ثانية.");
//! let json = serde_json::to_string(&record)?;
//! # assert!(json.starts_with("{\"schema\":\"seedtool/1\",\"id\":\"b3-"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`decode`](ingest::Pipeline::decode) alone can fail, where the bytes are no text. All else that is noticed is a
//! [warning](error::WarningCode) in the record: every text is some document.
//!
//! # The stages
//!
//! A document goes through these, in this order; each is a module, and lower ones know nothing of higher ones:
//!
//! 1. [`walk`] finds documents and [`source`] reads them,
//! 2. [`decode`] makes text of bytes,
//! 3. [`lines`] parts it into lines,
//! 4. [`structure`] tells title, headings, lists, paragraphs and furniture, each with its reason,
//! 5. [`article`] makes sections of them,
//! 6. [`normalize`] cleans every text once,
//! 7. [`record`] writes the article down (the JSON format `seedtool/1`),
//! 8. [`sink`] puts records where they belong.
//!
//! [`ingest`] is stages 2 to 7 for one document, without I/O. Each serves alone as well.
//!
//! # Bytes to text
//!
//! The encoding is told by the whole document. What was seen on the way is in the warnings:
//!
//! ```
//! use seedtool::decode::{Options, decode};
//!
//! let old = b"\xE3\xD1\xCD\xC8\xC7 \xC8\xDF\xE3 \xDD\xED \xE3\xD5\xD1\xA1 \xE3\xCF\xED\xE4\xC9 \xC7\xE1\xE4\xE6\xD1";
//! let decoded = decode(old, &Options::default())?;
//! assert_eq!((decoded.encoding, &*decoded.text), ("windows-1256", "مرحبا بكم في مصر، مدينة النور"));
//!
//! let damaged = "ط£ظ‡ظ„ط§ ظˆط³ظ‡ظ„ط§ ط¨ظƒظ… ظپظٹ ظ…طµط±"; // UTF-8 that somebody read as windows-1256
//! let decoded = decode(damaged.as_bytes(), &Options::default())?;
//! assert_eq!(decoded.text, "أهلا وسهلا بكم في مصر");
//! assert_eq!(decoded.warnings[0].code.as_str(), "mojibake_repaired");
//! # Ok::<(), seedtool::error::Error>(())
//! ```
//!
//! # Text to structure
//!
//! Every line that is not blank gets a label and a reason; nothing is dropped in silence:
//!
//! ```
//! use seedtool::lines::{Line, lines};
//! use seedtool::structure::{DropKind, Kind, Options, recover};
//!
//! let text = "مدينة جديدة على النيل\n\nأعلنت الوزارة صباح اليوم بدء العمل في المدينة الجديدة.\nجميع الحقوق محفوظة © 2024";
//! let lines: Vec<Line<'_>> = lines(text).collect();
//! let structure = recover(&lines, &Options::default());
//! let last = structure.blocks.last().expect("a block for every line");
//! assert_eq!(last.kind, Kind::Dropped(DropKind::Copyright));
//! println!("line {}: {}", last.span.first, last.reason.rule);
//! ```
//!
//! # Text to clean text
//!
//! ```
//! use seedtool::normalize::{Fold, Normalizer, Profile};
//!
//! let standard = Normalizer::standard();
//! assert_eq!(standard.normalize("مُحَـــمَّدٌ"), "محمد");
//! assert_eq!(standard.normalize("شيـٔا"), "شيـٔا"); // this tatweel carries a hamza: it stays
//!
//! let for_search = Normalizer::new(Profile::Standard, &[], &[Fold::Alef, Fold::TehMarbuta])?;
//! assert_eq!(for_search.normalize("إلى المدرسة"), "الى المدرسه");
//!
//! // Where a hit in the clean text stands in the original:
//! let (clean, alignment) = standard.align("مُحَـــمَّدٌ رسول");
//! let hit = clean.find("رسول").expect("a hit");
//! assert_eq!(&"مُحَـــمَّدٌ رسول"[alignment.source(hit..clean.len())], "رسول");
//! # Ok::<(), seedtool::error::Error>(())
//! ```
//!
//! # A corpus
//!
//! [`source`] deals files and streams out in batches, a [`Worker`](corpus::Worker) takes a batch through the pipeline,
//! and a [`Visitor`](corpus::Visitor) sees what became of each input. [`ordered`] does so on several threads, with the
//! results in order.
//!
//! ```
//! use std::sync::Arc;
//!
//! use seedtool::corpus::{Input, Lines, Outcome, Visitor, Worker};
//! use seedtool::ingest::Pipeline;
//! use seedtool::source::{Batch, Options, Source};
//!
//! struct Titles(Vec<String>);
//!
//! impl Visitor for Titles {
//!     fn visit(&mut self, input: Input<'_>, outcome: Outcome<'_>) {
//!         match outcome {
//!             Outcome::Record(record) => self.0.extend(record.title.map(String::from)),
//!             Outcome::Error(error, _) => eprintln!("{}: {error}", input.path.display()),
//!             Outcome::Skipped(_) => {}
//!         }
//!     }
//! }
//!
//! let (pipeline, options) = (Pipeline::default(), Options::default());
//! let mut source = Source::new(&["seeds".into()], options.clone(), Arc::default());
//! let mut worker = Worker::new(&pipeline, &options, Lines::Numbered, Arc::default());
//! let (mut batch, mut titles) = (Batch::default(), Titles(Vec::new()));
//! while source.pull(&mut batch) {
//!     worker.work(&batch, &mut titles);
//! }
//! assert_eq!(titles.0.len(), 4); // the fifth seed has none, and none was invented
//! ```
//!
//! [`report`] adds up figures over many records, and [`schema`] describes the record to those who read it.

pub mod article;
pub mod ascii;
pub mod bidi;
pub mod blocks;
pub mod corpus;
pub mod decode;
pub mod error;
pub mod hash;
pub mod ingest;
pub mod json;
pub mod letters;
pub mod lines;
pub mod normalize;
pub mod ordered;
pub mod record;
pub mod report;
pub mod schema;
pub mod sink;
pub mod source;
pub mod structure;
pub mod walk;
