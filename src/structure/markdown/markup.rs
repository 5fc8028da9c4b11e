//! Markup: lines for the parser or the generator of a site, and HTML.

use super::breaks::Breaks;
use super::container::Container;
use super::definition;
use super::html::{self, Html};
use super::opening::TEXT;
use super::raw::{HTML_ELEMENT, RawKind};
use super::reader::{Leaf, Reader};
use super::sign;
use crate::lines::is_blank;
use crate::structure::DropKind;

const COMMENT: RawKind<'static> = RawKind::Dropped(DropKind::Comment);
const DEFINITION: RawKind<'static> = RawKind::Dropped(DropKind::Definition);

/// A definition of more lines is none.
const LINES_OF_A_DEFINITION: usize = 20;

/// Elements whose content is not Markdown: name, closing tag, and what they are.
const RAW: [(&str, &str, RawKind<'static>); 3] =
    [("script", "</script", COMMENT), ("style", "</style", COMMENT), ("pre", "</pre", RawKind::Code)];

impl<'a> Reader<'a, '_> {
    /// Definitions, footnotes, alerts, directives and lines for the generator of a site.
    pub(super) fn markup(&mut self, line: usize, text: &'a str, continues: bool) -> bool {
        if let Some((label, rest)) = definition::head(text) {
            if label.starts_with('^') && !rest.is_empty() {
                self.labels.define(label);
                self.start(TEXT, self.text_kind(), line, "footnote");
                self.push_text(line, 0, rest);
                return true;
            }
            let interrupts = continues && self.breaks == Breaks::Blank && !rest.contains("://");
            if !interrupts && let Some(more) = definition::lines_taken(rest, self.lines_below()) {
                self.flush_above(line);
                self.labels.define(label);
                self.start(Leaf::Lines(more), DEFINITION, line, "link reference definition");
                self.push_text(line, 0, text);
                if more == 0 {
                    self.flush();
                }
                return true;
            }
        }
        if let Some(title) = sign::alert(text).filter(|_| self.containers.last() == Some(&Container::Quote)) {
            self.flush_above(line);
            let (kind, text) = if title.is_empty() { (COMMENT, text) } else { (RawKind::Quote, title) };
            self.blocks.line(kind, line, text, "alert");
            return true;
        }
        if let Some(title) = sign::directive(text) {
            self.flush_above(line);
            if title.is_empty() {
                self.blocks.line(COMMENT, line, text, "directive");
            } else {
                self.blocks.line(self.text_kind(), line, title, "title of an aside");
            }
            return true;
        }
        if sign::is_generator_line(text) {
            self.flush_above(line);
            let script = text.ends_with(['{', '(', '[', ',']);
            if script {
                self.start(Leaf::Script, COMMENT, line, "line for the site generator");
                self.push_text(line, 0, text);
            } else {
                self.blocks.line(COMMENT, line, text, "line for the site generator");
            }
            return true;
        }
        false
    }

    /// The lines below up to a blank one, without the white space around them; none inside of containers, whose signs
    /// they bear.
    fn lines_below(&self) -> impl Iterator<Item = &'a str> {
        let most = if self.containers.is_empty() { LINES_OF_A_DEFINITION } else { 0 };
        let below = self.below.iter().take(most).take_while(|line| !line.is_blank());
        below.map(|line| line.visible)
    }

    /// HTML at the head of the line; what text it holds is text.
    pub(super) fn html(&mut self, line: usize, text: &'a str, continues: bool) -> bool {
        let Some(head) = html::head(text) else { return false };
        let (end, rule) = match head {
            Html::Comment => ("-->", "comment"),
            Html::Declaration(end) => (end, "HTML declaration"),
            Html::Tag(name) => return self.tag(line, text, name, continues),
        };
        match text.find(end).map(|at| &text[at + end.len()..]) {
            Some(rest) if !is_blank(rest) => return false,
            Some(_) => {
                self.flush_above(line);
                self.blocks.line(COMMENT, line, text, rule);
            }
            None if self.closers.markup(end, self.below) => {
                self.start(Leaf::Until(end), COMMENT, line, rule);
                self.push_text(line, 0, text);
            }
            None => {
                self.flush_above(line);
                self.blocks.line(COMMENT, line, text, rule);
            }
        }
        true
    }

    fn tag(&mut self, line: usize, text: &'a str, name: &str, continues: bool) -> bool {
        if let Some(&(_, end, kind)) =
            RAW.iter().find(|(raw, ..)| name.eq_ignore_ascii_case(raw) && !text.starts_with("</"))
        {
            self.start(Leaf::Until(end), kind, line, HTML_ELEMENT);
            self.push_text(line, 0, text);
            if text.to_ascii_lowercase().contains(end) {
                self.flush();
            }
            return true;
        }
        let block = html::is_block(name);
        if continues && !block && self.breaks == Breaks::Blank {
            return false;
        }
        self.in_html = true;
        match html::behind_tags(text) {
            Some("") => {
                self.flush_above(line);
                self.blocks.line(COMMENT, line, text, "HTML tag");
                true
            }
            Some(_) => self.tagged_text(line, text, name, block),
            None if self.closes_soon(">") => {
                // Text may follow the tag where it ends; the inline parser parts them.
                self.start(Leaf::Until(">"), self.text_kind(), line, "HTML tag");
                self.push_text(line, 0, text);
                true
            }
            None => false,
        }
    }

    /// A line of tags with text among them.
    fn tagged_text(&mut self, line: usize, text: &'a str, name: &str, block: bool) -> bool {
        if !block || self.awaits_text(line) {
            return false;
        }
        let level = name.strip_prefix(['h', 'H']).and_then(|digit| digit.parse().ok());
        let kind = match level {
            Some(level @ 1..=6) if text.ends_with('>') => RawKind::Heading { level },
            _ => self.text_kind(),
        };
        self.start(TEXT, kind, line, "text of an HTML element");
        self.push_text(line, 0, text);
        if text.ends_with('>') {
            self.flush();
        }
        true
    }

    /// Whether markup that opens here ends soon, before a blank line and not at the head of a line.
    fn closes_soon(&self, end: &str) -> bool {
        let below = self.below.iter().take(20).take_while(|line| !line.is_blank());
        below
            .map(|line| line.text.trim_start())
            .take_while(|text| !text.starts_with(end))
            .any(|text| text.contains(end))
    }
}
