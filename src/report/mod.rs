//! Report: figures over many documents, and the page that shows them beside the documents themselves.
//!
//! 1. [`facts`] is what one record adds, from the record itself or from one written before,
//! 2. [`steps`] tells how much each step of normalization changes,
//! 3. [`concern`] tells which documents to look at first, and why,
//! 4. [`figures`] adds it all up in bounded memory: [`totals`], `names`, [`distribution`], [`repeated`] lines and
//!    the documents to [`look`] at, which a [`summary`] shows,
//! 5. [`sample`] chooses the documents that the page shows whole,
//! 6. [`view`] lays one document out, its source beside its article,
//! 7. [`page`] writes the page, with the charts of `chart`.
//!
//! Nothing here knows the time or the order of threads: the same documents give the same figures and the same page.

mod chart;
pub mod concern;
pub mod distribution;
pub mod facts;
pub mod figures;
mod html;
pub mod look;
mod names;
pub mod page;
pub mod repeated;
pub mod sample;
pub mod steps;
pub mod summary;
pub mod totals;
pub mod view;

pub use concern::Concern;
pub use facts::Facts;
pub use figures::Figures;
pub use names::Named;
pub use sample::Sample;
pub use steps::Steps;
pub use summary::Summary;
