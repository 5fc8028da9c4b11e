//! Page: figures and documents as one HTML file that needs nothing else.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::chart::{Bar, bars, columns};
use super::concern::{CONCERNS, DUPLICATE};
use super::distribution::Distribution;
use super::html::{Text, Value, counted, grouped, short};
use super::look::Look;
use super::names::Named;
use super::repeated::DroppedLines;
use super::steps::Changed;
use super::summary::Summary;
use super::totals::Totals;
use super::view::View;

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
        "charts" => charts(summary),
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

/// A share with three digits that count.
fn percent(share: f64) -> String {
    match share * 100.0 {
        0.0 => "0 %".to_owned(),
        tiny if tiny < 0.001 => "< 0.001 %".to_owned(),
        small if small < 1.0 => format!("{small:.3} %"),
        all if all >= 100.0 => "100 %".to_owned(),
        most => format!("{most:.1} %"),
    }
}

fn charts(summary: &Summary) -> String {
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

fn look_first(summary: &Summary, views: &[View]) -> String {
    if summary.look_first.is_empty() {
        return "<p class=\"none\">Nothing stands out.</p>".to_owned();
    }
    let mut html = "<ol class=\"look\">".to_owned();
    for look in &summary.look_first {
        let title = match &look.title {
            Some(title) => format!("<span class=\"title\" dir=\"auto\">{}</span>", Text(title)),
            None => "<span class=\"title none\">no title</span>".to_owned(),
        };
        let name = format!("{title}<bdi class=\"path\">{}</bdi>", Text(&look.document));
        let _ = write!(html, "<li>{}", link(look, views, &name));
        for name in &look.concerns {
            let _ = write!(html, "<span class=\"flag\" title=\"{}\">{name}</span>", Value(about(name)));
        }
        html.push_str("</li>");
    }
    html.push_str("</ol>");
    html
}

/// A link to the document where the page shows it.
fn link(look: &Look, views: &[View], name: &str) -> String {
    match views.iter().position(|view| view.id == look.id && view.name == look.document) {
        Some(index) => format!("<a href=\"#d{index}\">{name}</a>"),
        None => format!("<span class=\"unshown\">{name}</span>"),
    }
}

fn about(name: &str) -> &'static str {
    let all = CONCERNS.iter().chain([&DUPLICATE]);
    all.into_iter().find(|concern| concern.name == name).map_or("", |concern| concern.about)
}

fn failures(summary: &Summary) -> String {
    if summary.failures.is_empty() {
        return String::new();
    }
    let mut html = "<section class=\"card failures\"><h3>Not read</h3><ul>".to_owned();
    for failed in &summary.failures {
        let (document, code, message) = (Text(&failed.document), Text(&failed.code), Text(&failed.message));
        let _ = write!(html, "<li><bdi class=\"path\">{document}</bdi> <b>{code}</b> {message}</li>");
    }
    html.push_str("</ul>");
    let rest = summary.totals.errors.saturating_sub(summary.failures.len() as u64);
    if rest > 0 {
        let _ = write!(html, "<p class=\"more\">and {} more</p>", grouped(rest));
    }
    html.push_str("</section>");
    html
}

fn often_dropped(summary: &Summary) -> String {
    let cards: String = summary.dropped.iter().map(dropped).collect();
    match &*cards {
        "" => "<p class=\"none\">No line was dropped more than once.</p>".to_owned(),
        _ => format!("<div class=\"cards\">{cards}</div>"),
    }
}

fn dropped(kind: &DroppedLines) -> String {
    if kind.most_frequent.is_empty() {
        return String::new();
    }
    let mut html = format!("<section class=\"card\"><h3>{}</h3><ul class=\"frequent\">", Text(&kind.kind));
    for line in &kind.most_frequent {
        let _ = write!(
            html,
            "<li><span dir=\"auto\">{}</span><b>{}×</b></li>",
            Text(&line.text),
            grouped(line.times)
        );
    }
    html.push_str("</ul></section>");
    html
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
