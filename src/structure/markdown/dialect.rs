//! Dialect: what Pandoc, Obsidian, Jekyll and LaTeX put into a text, in terms that CommonMark knows. One pass over the
//! signs; what stands in code spans stays.

use super::edit::{Edit, Edited};
use super::inline::Aside;
use super::{attributes, formula, target, wiki};
use crate::ascii::AsciiSet;
use crate::structure::DropKind;

/// The signs that such markup begins with, or that hide it.
const SIGNS: AsciiSet = AsciiSet::of("`\\$![]{=%^");

/// A text without its dialects; what they hide is told to `asides`, at its place in the text.
pub(super) fn common<'s>(source: &'s str, asides: &mut Vec<Aside>) -> Edited<'s> {
    let mut dialect = Dialect { source, edits: Vec::new(), asides };
    let mut at = 0;
    while let Some(next) = source.as_bytes()[at..].iter().position(|&byte| SIGNS.has(byte)) {
        at = dialect.sign(at + next).unwrap_or(at + next + 1);
    }
    Edited::of(source, dialect.edits)
}

struct Dialect<'s, 'o> {
    source: &'s str,
    edits: Vec<Edit>,
    asides: &'o mut Vec<Aside>,
}

impl Dialect<'_, '_> {
    /// Reads the markup that a sign begins; gives where to go on.
    fn sign(&mut self, at: usize) -> Option<usize> {
        let (before, text) = self.source.split_at(at);
        match text.as_bytes()[0] {
            b'`' => Some(at + hidden_length(text)),
            b'$' => self.formula(at),
            b'\\' => self.formula(at).or(Some(at + hidden_length(text))),
            b'!' => {
                let (words, length) = wiki::embed(text)?;
                self.aside(at, DropKind::ImageAlt, words);
                self.cut(at, length)
            }
            b'[' => {
                let link = wiki::Link::of(text).filter(|_| !before.ends_with([']', '[']))?;
                self.cut(at, link.words.start);
                self.cut(at + link.words.end, link.end - link.words.end);
                Some(at + link.words.start)
            }
            b']' if text[1..].starts_with('(') => {
                let start = at + "](".len();
                let end = start + target::length(&self.source[start..])?;
                self.edits.push(Edit::keep(start..end));
                Some(end)
            }
            b']' => {
                let length = attributes::length_of_span(&text[1..])?;
                let open = opener(before)?;
                self.cut(open, 1);
                self.list(at, 1, length)
            }
            b'{' => {
                let length = attributes::length(before, text)?;
                self.list(at, 0, length)
            }
            b'=' => {
                let mark = "==".len();
                let words = wiki::highlight(before, text)?;
                self.cut(at + mark + words.len(), mark);
                self.cut(at, mark)
            }
            b'%' => {
                let comment = wiki::comment(before, text)?;
                self.aside(at, DropKind::Comment, comment.trim());
                self.cut(at, comment.len() + "%%%%".len())
            }
            _ => {
                let id = wiki::block_id(before, text)?;
                self.aside(at, DropKind::Comment, id);
                self.cut(at, id.len())
            }
        }
    }

    fn formula(&mut self, at: usize) -> Option<usize> {
        let (before, text) = self.source.split_at(at);
        let end = at + formula::length(before, text)?;
        self.edits.push(Edit::keep(at..end));
        Some(end)
    }

    /// Takes an attribute list away that begins so many bytes behind `at`, with what stands between.
    fn list(&mut self, at: usize, gap: usize, length: usize) -> Option<usize> {
        let source = self.source;
        for words in attributes::words_shown(&source[at + gap..at + gap + length]) {
            self.aside(at, DropKind::ImageAlt, words);
        }
        self.cut(at, gap + length)
    }

    fn cut(&mut self, at: usize, length: usize) -> Option<usize> {
        self.edits.push(Edit::cut(at..at + length));
        Some(at + length)
    }

    fn aside(&mut self, at: usize, kind: DropKind, text: &str) {
        self.asides.push(Aside { at, kind, text: text.to_owned() });
    }
}

/// Bytes that a backslash or backticks at the head of a text take: the sign that is escaped, the code span. Backticks that
/// nothing closes hide nothing.
pub(super) fn hidden_length(text: &str) -> usize {
    if let Some(escaped) = text.strip_prefix('\\') {
        return 1 + usize::from(escaped.starts_with(|c: char| c.is_ascii_punctuation()));
    }
    let width = |text: &str| text.bytes().take_while(|&byte| byte == b'`').count();
    let open = width(text);
    let mut at = open;
    while let Some(next) = text[at..].find('`') {
        at += next;
        let close = width(&text[at..]);
        at += close;
        if close == open {
            return at;
        }
    }
    open
}

/// Where the bracket opens that closes behind `before`; none of a note or an image does.
fn opener(before: &str) -> Option<usize> {
    /// Bytes of a text in brackets at most.
    const LONGEST: usize = 1000;
    let start = before.ceil_char_boundary(before.len().saturating_sub(LONGEST));
    let mut depth = 0_usize;
    for (at, bracket) in before[start..].rmatch_indices(['[', ']']) {
        match bracket {
            "]" => depth += 1,
            _ if depth > 0 => depth -= 1,
            _ => {
                let at = start + at;
                let is_span = !before[..at].ends_with(['!', '\\']) && !before[at + 1..].starts_with('^');
                return is_span.then_some(at);
            }
        }
    }
    None
}
