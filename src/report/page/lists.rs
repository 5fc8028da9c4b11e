//! Lists: documents to look at first, inputs that failed, and lines that were dropped often.

use std::fmt::Write;

use super::super::concern::{CONCERNS, DUPLICATE};
use super::super::html::{Text, Value, grouped};
use super::super::look::Look;
use super::super::repeated::DroppedLines;
use super::super::summary::Summary;
use super::super::view::View;

pub(super) fn look_first(summary: &Summary, views: &[View]) -> String {
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

pub(super) fn failures(summary: &Summary) -> String {
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

pub(super) fn often_dropped(summary: &Summary) -> String {
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
