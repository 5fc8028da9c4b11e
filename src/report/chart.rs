//! Charts: inline SVG that keeps its lettering at every width, since only lengths along x are percentages.

use std::fmt::Write;

use super::distribution::Class;
use super::html::{Text, Value, grouped, short};

/// One bar of a chart.
pub(super) struct Bar {
    /// What it stands for.
    pub(super) label: String,
    /// Its length.
    pub(super) value: f64,
    /// What is written at its end.
    pub(super) shown: String,
    /// The filter that a click on it sets.
    pub(super) filter: Option<String>,
}

const ROW: usize = 38;

/// Horizontal bars. Shares of a whole are as long as they say; without a whole the longest is as wide as the chart.
pub(super) fn bars(name: &str, whole: Option<f64>, bars: &[Bar]) -> String {
    let longest = bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
    let longest = whole.map_or(longest, |whole| whole.max(longest));
    let height = bars.len() * ROW;
    let mut svg = opening("bars", name, height);
    for (index, bar) in bars.iter().enumerate() {
        let y = index * ROW;
        let length = (bar.value / longest * 100.0).clamp(0.0, 100.0);
        if let Some(filter) = &bar.filter {
            let _ = write!(svg, "<a href=\"#documents\" data-filter=\"{}\">", Value(filter));
        }
        let _ = write!(
            svg,
            "<g><title>{0}: {1}</title><rect class=\"row\" y=\"{y}\" width=\"100%\" height=\"{ROW}\"/>\
             <text y=\"{2}\">{0}</text><text class=\"value\" x=\"100%\" y=\"{2}\">{1}</text>\
             <rect class=\"track\" y=\"{3}\" width=\"100%\" height=\"8\" rx=\"4\"/>\
             <rect class=\"bar\" y=\"{3}\" width=\"{length:.2}%\" height=\"8\" rx=\"4\"/></g>",
            Text(&bar.label),
            Text(&bar.shown),
            y + 15,
            y + 22,
        );
        if bar.filter.is_some() {
            svg.push_str("</a>");
        }
    }
    svg.push_str("</svg>");
    svg
}

const COLUMNS: usize = 132;

/// A histogram.
pub(super) fn columns(name: &str, classes: &[Class]) -> String {
    let mut svg = opening("columns", name, COLUMNS + 44);
    let highest = classes.iter().map(|class| class.documents).max().unwrap_or(0).max(1) as f64;
    let step = 100.0 / classes.len().max(1) as f64;
    // Where columns are narrow, every second class is named, and only those higher than their neighbours have their
    // figure; the others are told by their title.
    let every = classes.len().div_ceil(11).max(1);
    let at = |index: usize| classes.get(index).map_or(0, |class: &Class| class.documents);
    let is_told = |index: usize| {
        at(index) > 0
            && (every == 1 || at(index) > at(index + 1) && (index == 0 || at(index) >= at(index - 1)))
    };
    for (index, class) in classes.iter().enumerate() {
        let height = (class.documents as f64 / highest * COLUMNS as f64).round() as usize;
        // A class that is not empty is seen, however small its share.
        let height = if class.documents > 0 { height.max(2) } else { 0 };
        let (left, middle) = (index as f64 * step, (index as f64 + 0.5) * step);
        let top = COLUMNS - height + 18;
        let range = range(class);
        let _ = write!(
            svg,
            "<g><title>{range}: {documents} documents</title>\
             <rect class=\"bar\" x=\"{left:.3}%\" y=\"{top}\" width=\"{width:.3}%\" height=\"{height}\" rx=\"3\"/>\
             <text class=\"value\" x=\"{middle:.3}%\" y=\"{above}\">{shown}</text>\
             <text class=\"class\" x=\"{middle:.3}%\" y=\"{below}\">{edge}</text></g>",
            documents = grouped(class.documents),
            shown = if is_told(index) { short(class.documents) } else { String::new() },
            width = (step - (step * 0.12).min(1.6)).max(0.1),
            above = top - 5,
            below = COLUMNS + 36,
            edge = if index.is_multiple_of(every) { edge(class, classes.len() <= 7) } else { String::new() },
        );
    }
    let _ = write!(svg, "<line x1=\"0\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\"/></svg>", COLUMNS + 18);
    svg
}

fn opening(class: &str, name: &str, height: usize) -> String {
    format!(
        "<svg class=\"{class}\" role=\"img\" aria-label=\"{}\" width=\"100%\" height=\"{height}\">",
        Value(name)
    )
}

fn range(class: &Class) -> String {
    match class.to {
        Some(to) if to == class.from => grouped(to),
        Some(to) => format!("{} to {}", grouped(class.from), grouped(to)),
        None => format!("{} and more", grouped(class.from)),
    }
}

/// The class in as few signs as stand under its column: `3`, `200–300`, `5k`.
fn edge(class: &Class, room: bool) -> String {
    let from = short(class.from);
    match class.to {
        Some(to) if room && to > class.from => format!("{from}–{}", short(to + 1)),
        Some(_) => from,
        None => format!("{from}+"),
    }
}
