//! Page: figures and documents as one HTML file that needs nothing else.

mod cards;
mod lists;

use std::io::{self, Write};

use super::html::{Text, Value, counted, grouped, short};
use super::summary::Summary;
use super::totals::Totals;
use super::view::View;
use cards::{cards, percent};
use lists::{failures, look_first, often_dropped};

/// The page with a slot for each part, `{{name}}`.
const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes the page. `inputs` are the paths as the user gave them.
pub fn write(out: &mut dyn Write, inputs: &[String], summary: &Summary, views: &[View]) -> io::Result<()> {
    let mut rest = TEMPLATE;
    while let Some((before, behind)) = rest.split_once("{{") {
        out.write_all(before.as_bytes())?;
        let (slot, behind) = behind.split_once("}}").unwrap_or((behind, ""));
        match slot {
            "documents" => documents(out, views)?,
            slot => out.write_all(fill(slot, inputs, summary, views).as_bytes())?,
        }
        rest = behind;
    }
    out.write_all(rest.as_bytes())
}

/// What stands in a slot.
fn fill(slot: &str, inputs: &[String], summary: &Summary, views: &[View]) -> String {
    match slot {
        "style" => STYLE.to_owned(),
        "script" => SCRIPT.to_owned(),
        "version" => env!("CARGO_PKG_VERSION").to_owned(),
        "inputs" => inputs.iter().map(|input| format!("<bdi>{}</bdi> ", Text(input))).collect(),
        "headline" => headline(&summary.totals),
        "tiles" => tiles(summary),
        "charts" => cards(summary),
        "look-first" => look_first(summary, views),
        "failures" => failures(summary),
        "dropped" => often_dropped(summary),
        "chips" => chips(views),
        "list" => views.iter().enumerate().map(|(index, view)| entry(index, view)).collect(),
        "choice" => choice(summary.totals.records, views.len() as u64),
        _ => String::new(),
    }
}

fn headline(totals: &Totals) -> String {
    let documents = counted(totals.documents, "document");
    let errors = match totals.errors {
        0 => "all of them read".to_owned(),
        errors => format!("{} not read", grouped(errors)),
    };
    let warnings = match totals.documents_with_warnings {
        0 => "nothing to warn of".to_owned(),
        some => format!("{} with warnings", grouped(some)),
    };
    format!("{documents}, {errors}, {warnings}.")
}

fn tiles(summary: &Summary) -> String {
    let totals = &summary.totals;
    let share = totals.arabic_letters as f64 / totals.letters.max(1) as f64;
    let count = |number: u64, label, class| (tile_number(number), grouped(number), label, class);
    let noticed = |number, label, class| count(number, label, if number > 0 { class } else { "" });
    let tiles = [
        count(totals.documents, "documents", ""),
        noticed(totals.errors, "errors", "bad"),
        noticed(totals.warnings, "warnings", "odd"),
        noticed(totals.duplicates, "duplicates", "odd"),
        count(totals.words, "words", ""),
        (percent(share), percent(share), "of the letters Arabic", ""),
        count(totals.sections, "sections", ""),
        count(totals.dropped_lines, "lines dropped", ""),
    ];
    let tile = |(value, whole, label, class)| {
        format!("<div class=\"tile {class}\"><b title=\"{whole}\">{value}</b><span>{label}</span></div>")
    };
    tiles.into_iter().map(tile).collect()
}

/// A number as it fits into a tile.
fn tile_number(number: u64) -> String {
    if number < 1_000_000 { grouped(number) } else { short(number) }
}

/// One button for each code, the most frequent first.
fn chips(views: &[View]) -> String {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for code in views.iter().flat_map(|view| &view.codes) {
        *counts.entry(code).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let chip = |(code, count): (&str, usize)| {
        format!(
            "<button type=\"button\" data-filter=\"{0}\" aria-pressed=\"false\">{1} <b>{count}</b></button>",
            Value(code),
            Text(code)
        )
    };
    counts.into_iter().map(chip).collect()
}

fn entry(index: usize, view: &View) -> String {
    let title = match &view.title {
        Some(title) => format!("<span class=\"title\" dir=\"auto\">{}</span>", Text(title)),
        None => "<span class=\"title none\">no title</span>".to_owned(),
    };
    let flags: String =
        view.codes.iter().map(|code| format!("<span class=\"flag\">{}</span>", Text(code))).collect();
    format!(
        "<li><a href=\"#d{index}\" data-codes=\"{}\">{title}<span class=\"about\"><bdi class=\"path\">{}</bdi> \
         <span>{}</span></span>{flags}</a></li>",
        Value(&view.codes.join(" ")),
        Text(&view.name),
        counted(view.words, "word"),
    )
}

fn choice(records: u64, shown: u64) -> String {
    if shown == records {
        return "Every document, its source beside the article that was made of it.".to_owned();
    }
    let half = shown.div_ceil(2);
    format!(
        "{} of {} documents: up to {half} to be looked at first, the rest spread evenly over all of them.",
        grouped(shown),
        grouped(records)
    )
}

fn documents(out: &mut dyn Write, views: &[View]) -> io::Result<()> {
    for (index, view) in views.iter().enumerate() {
        writeln!(out, "<article class=\"document\" id=\"d{index}\">{}</article>", view.html())?;
    }
    Ok(())
}
