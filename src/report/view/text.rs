//! Text: what normalization changes, marked on both sides.

use std::fmt::Write;

use super::super::html::{Text, Value};
use crate::normalize::{Normalizer, Run};

/// How many characters of a line are shown.
const LINE_CHARACTERS: usize = 4_000;

/// Shows as much of a text as there is room for; returns the sign that more follows.
pub(super) fn cut(text: &str, show: impl FnOnce(&str)) -> &'static str {
    let room = text.char_indices().nth(LINE_CHARACTERS).map(|(at, _)| at);
    show(&text[..room.unwrap_or(text.len())]);
    if room.is_some() { " […]" } else { "" }
}

/// A line of the source; what normalization will change is marked.
pub(super) fn before(html: &mut String, normalizer: &Normalizer, text: &str) {
    let (normalized, alignment) = normalizer.align(text);
    for run in alignment.runs() {
        let (before, after) = sides(run, text, &normalized);
        let _ = match before == after {
            true => write!(html, "{}", Text(before)),
            false => write!(html, "<del>{}</del>", Text(before)),
        };
    }
}

/// Normalized text; what was changed is marked and tells what it was.
pub(super) fn after(html: &mut String, normalizer: &Normalizer, text: &str) {
    let (normalized, alignment) = normalizer.align(text);
    for run in alignment.runs() {
        let (before, after) = sides(run, text, &normalized);
        let _ = match before == after || after.is_empty() {
            true => write!(html, "{}", Text(after)),
            false => write!(html, "<ins title=\"was {}\">{}</ins>", Value(before), Text(after)),
        };
    }
}

fn sides<'t>(run: &Run, source: &'t str, normalized: &'t str) -> (&'t str, &'t str) {
    let before = &source[run.source..run.source + run.source_len];
    (before, &normalized[run.normalized..run.normalized + run.normalized_len])
}
