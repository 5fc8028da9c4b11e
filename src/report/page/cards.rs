//! Cards: the figures of a summary as charts, a question a card.

use std::fmt::Write;

use super::super::chart::{Bar, bars, columns};
use super::super::distribution::Distribution;
use super::super::html::{counted, grouped};
use super::super::names::Named;
use super::super::steps::Changed;
use super::super::summary::Summary;

/// All cards, the most telling first.
pub(super) fn cards(summary: &Summary) -> String {
    let totals = &summary.totals;
    let mut html = String::new();
    let warnings = summary.warnings.iter().map(|warned| Bar {
        label: warned.code.clone(),
        value: warned.documents as f64,
        shown: counted(warned.documents, "document"),
        filter: Some(warned.code.clone()),
    });
    card(
        &mut html,
        "Warnings by kind",
        &bars_or("No warning.", "Warnings by kind", None, &warnings.collect::<Vec<_>>()),
    );
    if !summary.errors.is_empty() {
        card(&mut html, "Errors by kind", &of_documents("Errors by kind", &summary.errors, totals.documents));
    }
    card(&mut html, "Length in words", &histogram("Documents by words", &summary.words));
    card(&mut html, "Sections", &histogram("Documents by sections", &summary.sections));
    let changed: Vec<_> = summary.normalization.iter().map(step).collect();
    let none = "Known only where the documents themselves are read.";
    let heading = "Characters changed by each step of normalization";
    card(&mut html, heading, &bars_or(none, heading, None, &changed));
    let kinds = summary.dropped.iter().map(|kind| Bar {
        label: kind.kind.clone(),
        value: kind.lines as f64,
        shown: counted(kind.lines, "line"),
        filter: None,
    });
    card(
        &mut html,
        "Dropped lines by kind",
        &bars_or("No line was dropped.", "Dropped lines", None, &kinds.collect::<Vec<_>>()),
    );
    card(&mut html, "Formats", &of_documents("Formats", &summary.formats, totals.records));
    card(&mut html, "Encodings", &of_documents("Encodings", &summary.encodings, totals.records));
    card(&mut html, "Where titles come from", &of_documents("Titles", &summary.titles, totals.records));
    html
}

fn card(html: &mut String, heading: &str, content: &str) {
    let _ = write!(html, "<section class=\"card\"><h3>{heading}</h3>{content}</section>");
}

fn bars_or(none: &str, name: &str, whole: Option<f64>, all: &[Bar]) -> String {
    if all.is_empty() { format!("<p class=\"none\">{none}</p>") } else { bars(name, whole, all) }
}

fn of_documents(name: &str, named: &[Named], all: u64) -> String {
    let bar = |named: &Named| Bar {
        label: named.name.clone(),
        value: named.documents as f64,
        shown: format!(
            "{} · {}",
            grouped(named.documents),
            percent(named.documents as f64 / all.max(1) as f64)
        ),
        filter: None,
    };
    bars_or("No record.", name, Some(all as f64), &named.iter().map(bar).collect::<Vec<_>>())
}

fn histogram(name: &str, distribution: &Distribution) -> String {
    let Distribution { min, median, p90, max, histogram } = distribution;
    let figures = [("least", min), ("median", median), ("90 of 100 below", p90), ("most", max)];
    let figure = |(label, value): (&str, &u64)| format!("<span>{label} <b>{}</b></span>", grouped(*value));
    let figures: String = figures.into_iter().map(figure).collect();
    format!("{}<p class=\"figures\">{figures}</p>", columns(name, histogram))
}

fn step(changed: &Changed) -> Bar {
    Bar {
        label: changed.step.to_owned(),
        value: changed.share,
        shown: format!("{} · {}", grouped(changed.characters), percent(changed.share)),
        filter: None,
    }
}

/// A share with three digits that count.
pub(super) fn percent(share: f64) -> String {
    match share * 100.0 {
        0.0 => "0 %".to_owned(),
        tiny if tiny < 0.001 => "< 0.001 %".to_owned(),
        small if small < 1.0 => format!("{small:.3} %"),
        all if all >= 100.0 => "100 %".to_owned(),
        most => format!("{most:.1} %"),
    }
}
