//! View: one document as HTML, its source lines with their labels beside the article that was made of them.

mod article;
mod source;
mod text;

use std::fmt::Write;

use super::concern::Concern;
use super::facts::Facts;
use super::html::{Text, counted};
use crate::ingest::Pipeline;
use crate::structure::{self, Structure};

/// How many lines of a document are shown; the rest is said to be there.
const LINES: usize = 500;

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
        source::write(&mut html, text, &structure, &pipeline.normalizer, direction);
        let _ = write!(html, "</section><section class=\"article\"><h3>Article</h3>");
        article::write(&mut html, title, structure, &pipeline.normalizer, direction);
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
        Text(&structure.format_reason.to_string()),
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
