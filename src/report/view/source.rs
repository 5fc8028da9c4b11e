//! Source: the lines of a document with what each was taken for.

use std::fmt::Write;

use super::super::html::{Text, grouped};
use super::LINES;
use super::text::{before, cut};
use crate::lines::{Line, lines};
use crate::normalize::Normalizer;
use crate::structure::{self, Alternative, Kind, Structure};

/// How many terms of a decision are shown.
const TERMS: usize = 8;

/// Every line with the label and the reason of the block that it belongs to.
pub(super) fn write(
    html: &mut String,
    text: &str,
    structure: &Structure<'_>,
    normalizer: &Normalizer,
    direction: &str,
) {
    let all: Vec<Line<'_>> = lines(text).collect();
    let shown = &all[..all.len().min(LINES)];
    let mut found: Vec<Vec<&structure::Block<'_>>> = vec![Vec::new(); shown.len()];
    for block in &structure.blocks {
        let last = block.span.last.min(shown.len());
        let first = block.span.first.max(1) - 1;
        found.get_mut(first..last).unwrap_or_default().iter_mut().for_each(|line| line.push(block));
    }
    let _ = write!(html, "<ol class=\"lines\" dir=\"{direction}\">");
    for (line, found) in shown.iter().zip(found).filter(|(line, _)| !line.is_blank()) {
        let label = found.first().map_or("", |block| block.kind.label());
        let _ = write!(
            html,
            "<li class=\"{label}\" data-line=\"{0}\"><span class=\"number\">{0}</span>\
             <p dir=\"auto\">",
            line.number
        );
        let more = cut(line.text, |text| before(html, normalizer, text));
        html.push_str(more);
        html.push_str("</p><div class=\"why\" dir=\"ltr\">");
        for block in found {
            why(html, block, block.span.first == line.number);
        }
        html.push_str("</div></li>");
    }
    html.push_str("</ol>");
    more(html, all.len(), shown.len());
}

fn more(html: &mut String, all: usize, shown: usize) {
    if all > shown {
        let rest = grouped((all - shown) as u64);
        let _ = write!(html, "<p class=\"more\">and {rest} lines more, not shown here</p>");
    }
}

/// A label, and on the first line of a block the rule and the terms behind it.
fn why(html: &mut String, block: &structure::Block<'_>, is_first: bool) {
    let detail = match &block.kind {
        Kind::Heading { level } => format!(" {level}"),
        Kind::Dropped(kind) => format!(": {kind}"),
        Kind::Item { depth, .. } if *depth > 0 => format!(" +{depth}"),
        _ => String::new(),
    };
    let continued = if is_first { "" } else { " continued" };
    let _ = write!(html, "<b class=\"label{continued}\">{}{detail}</b>", block.kind.label());
    if !is_first {
        return;
    }
    let reason = &block.reason;
    // A rule that only repeats the label tells nothing.
    let rule = if reason.rule == block.kind.label() { "" } else { reason.rule };
    let _ = write!(html, "<span class=\"rule\">{}", Text(rule));
    if let Some(score) = reason.score {
        let _ = write!(html, " <b>{score:.2}</b>");
    }
    html.push_str("</span>");
    if let Some(weighed) = &reason.weighed {
        html.push_str("<details><summary>terms</summary><ul>");
        for term in weighed.terms.iter().take(TERMS) {
            let sign = if term.share < 0.0 { "against" } else { "for" };
            let _ = write!(html, "<li class=\"{sign}\">{} <b>{:+.2}</b></li>", Text(term.name), term.share);
        }
        let Alternative { label, score } = weighed.runner_up;
        let _ = write!(html, "<li>else {} <b>{score:.2}</b></li>", Text(label));
        html.push_str("</ul></details>");
    }
}
