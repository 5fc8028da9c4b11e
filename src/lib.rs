//! Raw Arabic documents → clean, structured records.
//!
//! A document goes through these stages, in this order; each is a module, and lower ones know nothing of
//! higher ones:
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
//! [`corpus`] takes batches of documents through all of them, and [`ordered`] does so on several threads.
//!
//! [`ingest`] is stages 2 to 7 for one document, without I/O:
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
//! Each stage serves alone as well. Normalization, for one:
//!
//! ```
//! use seedtool::normalize::Normalizer;
//!
//! let normalizer = Normalizer::standard();
//! assert_eq!(normalizer.normalize("مُحَـــمَّدٌ"), "محمد");
//! assert_eq!(normalizer.normalize("شيـٔا"), "شيـٔا"); // this tatweel carries a hamza: it stays
//! ```

pub mod article;
pub mod bidi;
pub mod corpus;
pub mod decode;
pub mod error;
pub mod ingest;
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
