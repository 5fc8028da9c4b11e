//! seedtool: raw Arabic documents → clean, structured JSON Lines.

pub mod article;
pub mod bidi;
pub mod decode;
pub mod error;
pub mod ingest;
pub mod lines;
pub mod normalize;
pub mod record;
pub mod sink;
pub mod source;
pub mod structure;
pub mod walk;
