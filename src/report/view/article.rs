//! Article: title, sections and blocks as HTML, each with the lines of the source that it was made of.

use std::borrow::Cow;
use std::fmt::Write;

use super::super::html::Text;
use super::LINES;
use super::text::{after, cut};
use crate::article::{Article, Block, Content, Item, Numbers, Section, Title};
use crate::normalize::Normalizer;
use crate::structure::{Span, Structure, TitleSource};

/// What was made of the source: title, sections, blocks.
pub(super) fn write(
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
                let mut numbers = Numbers::of(items);
                items.iter().for_each(|item| self.item(item, numbers.next(item)));
                self.html.push_str("</ul>");
            }
            Content::Table(rows) => self.table(rows, block.span),
        }
    }

    fn item(&mut self, item: &Item<'_>, number: Option<u32>) {
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
