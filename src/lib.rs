//! seedtool: raw Arabic documents → clean, structured JSON Lines.

pub mod decode;
pub mod error;
pub mod lines;
pub mod normalize;
pub mod structure;
