//! View: one document as HTML, its source lines with their labels beside the article that was made of them.

use std::borrow::Cow;
use std::fmt::Write;

use super::concern::Concern;
use super::facts::Facts;
use super::html::{Text, Value, counted, grouped};
use crate::article::{Article, Block, Content, Item, Section, Title};
use crate::ingest::Pipeline;
use crate::lines::{Line, lines};
use crate::normalize::{Normalizer, Run};
use crate::structure::marker;
use crate::structure::{self, Kind, Span, Structure, TitleSource};

/// How many lines of a document are shown; the rest is said to be there.
const LINES: usize = 500;
/// How many characters of a line are shown.
const LINE_CHARACTERS: usize = 4_000;
/// How many terms of a decision are shown.
const TERMS: usize = 8;

/// A document of the page.
#[derive(Clone, Debug)]
pub struct View {
    /// Path, and line in a file of many.
    pub name: String,
    /// Content id.
    pub id: String,
    /// The title, if it has one.
    pub title: Option<String>,
    /// How many words it has.
    pub words: u64,
    /// What can be filtered by: its concerns and warnings, each once.
    pub codes: Vec<String>,
    /// The document itself, without an element around it.
    html: String,
}

impl View {
    /// Lays out a document that became `facts`, from its decoded text and the title that stood beside it.
    pub fn new(
        pipeline: &Pipeline,
        title: Option<&str>,
        text: &str,
        facts: &Facts,
        concerns: &[&Concern],
    ) -> Self {
        let explaining = structure::Options { explain: true, ..pipeline.structure };
        let pipeline = Pipeline { structure: explaining, ..pipeline.clone() };
        let structure = pipeline.structure_of(title, text);
        let mut html = String::new();
        header(&mut html, facts, concerns, &structure);
        let direction = direction(facts);
        let _ = write!(html, "<div class=\"panes\"><section class=\"source\"><h3>Source</h3>");
        source(&mut html, text, &structure, &pipeline.normalizer, direction);
        let _ = write!(html, "</section><section class=\"article\"><h3>Article</h3>");
        article(&mut html, title, structure, &pipeline.normalizer, direction);
        html.push_str("</section></div>");
        Self {
            name: facts.name(),
            id: facts.id.clone(),
            title: facts.title.clone(),
            words: facts.counts.words,
            codes: codes(facts, concerns),
            html,
        }
    }

    /// The content of the document's element.
    pub fn html(&self) -> &str {
        &self.html
    }
}

/// Concerns, then warnings that are no concern.
fn codes(facts: &Facts, concerns: &[&Concern]) -> Vec<String> {
    let mut codes: Vec<String> = concerns.iter().map(|concern| concern.name.to_owned()).collect();
    for warning in &facts.warnings {
        if !codes.contains(&warning.code) {
            codes.push(warning.code.clone());
        }
    }
    codes
}

/// The direction of the document as a whole; each text has its own besides (`dir="auto"`).
fn direction(facts: &Facts) -> &'static str {
    if facts.counts.arabic_letters * 2 >= facts.counts.letters { "rtl" } else { "ltr" }
}

fn header(html: &mut String, facts: &Facts, concerns: &[&Concern], structure: &Structure<'_>) {
    let _ = match &facts.title {
        Some(title) => write!(html, "<header><h2 dir=\"auto\">{}</h2>", Text(title)),
        None => write!(html, "<header><h2 class=\"none\">no title</h2>"),
    };
    let encoding = facts.source.encoding.as_deref().unwrap_or("unknown");
    let _ = write!(
        html,
        "<p class=\"meta\"><bdi class=\"path\">{}</bdi><span>{} <small>{}</small></span><span>{}</span>\
         <span>{}</span><span>{}</span><span>{}</span><code>{}</code></p>",
        Text(&facts.name()),
        structure.format,
        Text(&structure.format_reason),
        Text(encoding),
        counted(facts.counts.words, "word"),
        counted(facts.counts.sections, "section"),
        counted(facts.source.bytes, "byte"),
        Text(&facts.id),
    );
    let notes = concerns.iter().map(|concern| (concern.name, None, concern.about));
    let is_told = |code: &str| concerns.iter().any(|concern| concern.name == code);
    let warnings = facts.warnings.iter().filter(|warning| warning.line.is_some() || !is_told(&warning.code));
    let warnings = warnings.map(|warning| (warning.code.as_str(), warning.line, warning.message.as_str()));
    let notes: Vec<_> = notes.chain(warnings).collect();
    if !notes.is_empty() {
        html.push_str("<ul class=\"notes\">");
        for (code, line, words) in notes {
            let line = line.map_or(String::new(), |line| format!(" line {line}:"));
            let _ = write!(html, "<li><b>{}</b>{line} {}</li>", Text(code), Text(words));
        }
        html.push_str("</ul>");
    }
    html.push_str("</header>");
}

/// Every line with the label and the reason of the block that it belongs to.
fn source(
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
    let rule = if reason.rule == block.kind.label() { "" } else { &*reason.rule };
    let _ = write!(html, "<span class=\"rule\">{}", Text(rule));
    if let Some(score) = reason.score {
        let _ = write!(html, " <b>{score:.2}</b>");
    }
    html.push_str("</span>");
    if !reason.terms.is_empty() {
        html.push_str("<details><summary>terms</summary><ul>");
        for term in reason.terms.iter().take(TERMS) {
            let sign = if term.share < 0.0 { "against" } else { "for" };
            let _ = write!(html, "<li class=\"{sign}\">{} <b>{:+.2}</b></li>", Text(&term.name), term.share);
        }
        if let Some((label, score)) = &reason.runner_up {
            let _ = write!(html, "<li>else {} <b>{score:.2}</b></li>", Text(label));
        }
        html.push_str("</ul></details>");
    }
}

/// What was made of the source: title, sections, blocks.
fn article(
    html: &mut String,
    title: Option<&str>,
    structure: Structure<'_>,
    normalizer: &Normalizer,
    direction: &str,
) {
    let mut article = Article::assemble(structure, false);
    if let Some(title) = title {
        article.title = Some(Title { text: title.into(), line: None, source: TitleSource::Field });
    }
    let mut page = Layout { html, normalizer };
    let _ = write!(page.html, "<div class=\"body\" dir=\"{direction}\">");
    if let Some(title) = &article.title {
        page.element("h1", "", title.line.map(Span::line), &title.text);
    }
    for section in article.sections.iter().filter(|section| section.span.first <= LINES) {
        page.section(section);
    }
    page.html.push_str("</div>");
}

/// Where the article is written to, and how it is normalized.
struct Layout<'a> {
    html: &'a mut String,
    normalizer: &'a Normalizer,
}

impl Layout<'_> {
    fn section(&mut self, section: &Section<'_>) {
        if let Some(heading) = &section.heading {
            let class = if section.inferred { " class=\"inferred\" title=\"inferred\"" } else { "" };
            let name = format!("h{}", section.level.clamp(1, 5) + 1);
            self.element(&name, class, Some(section.span), heading);
        }
        for block in section.blocks.iter().filter(|block| block.span.first <= LINES) {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        match &block.content {
            Content::Paragraph(text) => self.element("p", "", Some(block.span), text),
            Content::Quote(text) => self.element("blockquote", "", Some(block.span), text),
            Content::Code(text) => {
                let lines = place(Some(block.span));
                let _ = write!(self.html, "<pre dir=\"ltr\"{lines}>{}</pre>", Text(text));
            }
            Content::List(items) => {
                self.html.push_str("<ul>");
                items.iter().for_each(|item| self.item(item));
                self.html.push_str("</ul>");
            }
            Content::Table(rows) => self.table(rows, block.span),
        }
    }

    fn item(&mut self, item: &Item<'_>) {
        let number = marker::number(&item.marker).filter(|_| item.ordered);
        let mark = number.map_or("•".to_owned(), |number| format!("{number}."));
        let depth = item.depth;
        let class = format!(" style=\"--depth:{depth}\" data-mark=\"{mark}\"");
        self.element("li", &class, Some(item.span), &item.text);
    }

    fn table(&mut self, rows: &[Vec<Cow<'_, str>>], span: Span) {
        let _ = write!(self.html, "<div class=\"wide\"{}><table>", place(Some(span)));
        for row in rows {
            self.html.push_str("<tr>");
            row.iter().for_each(|cell| self.element("td", "", None, cell));
            self.html.push_str("</tr>");
        }
        self.html.push_str("</table></div>");
    }

    fn element(&mut self, name: &str, class: &str, span: Option<Span>, text: &str) {
        let _ = write!(self.html, "<{name}{class}{} dir=\"auto\">", place(span));
        let more = cut(text, |text| after(self.html, self.normalizer, text));
        let _ = write!(self.html, "{more}</{name}>");
    }
}

/// The lines of the source that an element was made of.
fn place(span: Option<Span>) -> String {
    span.map_or(String::new(), |span| format!(" data-lines=\"{} {}\"", span.first, span.last))
}

/// Shows as much of a text as there is room for; returns the sign that more follows.
fn cut(text: &str, show: impl FnOnce(&str)) -> &'static str {
    let room = text.char_indices().nth(LINE_CHARACTERS).map(|(at, _)| at);
    show(&text[..room.unwrap_or(text.len())]);
    if room.is_some() { " […]" } else { "" }
}

/// A line of the source; what normalization will change is marked.
fn before(html: &mut String, normalizer: &Normalizer, text: &str) {
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
fn after(html: &mut String, normalizer: &Normalizer, text: &str) {
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
