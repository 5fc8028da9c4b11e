//! The fast path: long stretches are skimmed, the rest goes character by character, and only what Unicode must decide
//! goes through the pipeline's passes.

use std::borrow::Cow;

use super::class::{Class, Classes, Entry};
use super::clean;
use super::kernel::Kernel;
use super::marks::{self, SPACES};
use super::pipeline::{Pipeline, TATWEEL};
use super::removed;
use super::scan::{REACH, Skimmer};

/// A pipeline with what was derived from it.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    pub(super) pipeline: Pipeline,
    pub(super) classes: Classes,
    pub(super) kernel: Kernel,
    /// Whether [`removed::cleared`] tells what is removed.
    pub(super) clears: bool,
}

/// What stands before a piece of text, as far as spaces care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing: a line begins.
    #[default]
    LineStart,
    /// Spaces that were held back.
    Space,
    /// Anything else.
    Text,
}

impl Engine {
    pub(super) fn new(pipeline: Pipeline) -> Self {
        let classes = Classes::new(&pipeline);
        let kernel = Kernel::new(&classes, pipeline.whitespace);
        let clears = pipeline.mends && removed::clears(&classes);
        Self { pipeline, classes, kernel, clears }
    }

    /// A whole text, all but elongation, borrowed when it is clean; and up to where, from the start, it is the same.
    pub(super) fn whole<'a>(&self, text: &'a str) -> (Cow<'a, str>, usize) {
        let clean = clean::clean(&self.kernel, &self.classes, text);
        if clean == text.len() {
            return (Cow::Borrowed(text), clean);
        }
        let mut out = String::with_capacity(text.len() + REACH);
        out.push_str(&text[..clean]);
        let mut run =
            Run { engine: self, text, out: &mut out, floor: 0, before: Before::LineStart, held: false };
        let at = if clean == 0 { run.white(0) } else { clean };
        run.from(at);
        // What follows may have acted on the last clean character, or taken it away where it was a space.
        let same = text[..clean].char_indices().next_back().map_or(0, |(last, _)| last);
        let is_same = out.len() == text.len() && out.as_bytes()[same..] == text.as_bytes()[same..];
        (if is_same { Cow::Borrowed(text) } else { Cow::Owned(out) }, same)
    }

    /// Appends a piece, all but elongation, and tells how it ends. White space at its end is held back.
    ///
    /// A piece may end before any `Keep` but CR and LF, and where the text ends.
    pub(super) fn run(&self, text: &str, before: Before, out: &mut String) -> Before {
        let floor = out.len();
        let mut run = Run { engine: self, text, out, floor, before, held: before == Before::Space };
        run.whole();
        let held = run.held;
        match out.as_bytes()[floor..].last() {
            _ if held => Before::Space,
            Some(b'\n') => Before::LineStart,
            Some(_) => Before::Text,
            None => before,
        }
    }
}

/// One piece on its way.
struct Run<'a> {
    engine: &'a Engine,
    text: &'a str,
    out: &'a mut String,
    /// Where this piece began in `out`.
    floor: usize,
    before: Before,
    /// Whether spaces at the end of the piece were held back.
    held: bool,
}

impl Run<'_> {
    fn whole(&mut self) {
        if self.before == Before::Space {
            self.out.push(' ');
            self.held = false;
        }
        let at = if self.before == Before::Text { 0 } else { self.white(0) };
        self.from(at);
    }

    /// Goes to the end from a place where all before is done.
    fn from(&mut self, mut at: usize) {
        let mut skimmer = Skimmer::new(&self.engine.kernel, &self.engine.classes, self.text);
        loop {
            at = skimmer.skim(at, self.out);
            match self.char_at(at) {
                Some(c) => at = self.step(at, c),
                None => return,
            }
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    fn class_at(&self, at: usize) -> Option<(Class, usize)> {
        self.char_at(at).map(|c| (self.engine.classes.of(c), c.len_utf8()))
    }

    /// Takes one character, or a few, where skimming stopped; returns where to go on.
    fn step(&mut self, at: usize, c: char) -> usize {
        match self.engine.classes.of(c) {
            Class::Keep => self.keep(at, c),
            Class::Space | Class::Drop => self.white(at),
            Class::Swap => self.swap(at, c),
            Class::Join => self.pair(at, c).unwrap_or_else(|| self.join(at)),
        }
    }

    /// Copies a `Keep`, and those of other scripts that follow.
    fn keep(&mut self, at: usize, c: char) -> usize {
        let stretch = |&c: &char| c >= '\u{700}' && self.engine.classes.of(c) == Class::Keep;
        let rest = self.text[at + c.len_utf8()..].chars();
        let end = at + c.len_utf8() + rest.take_while(stretch).map(char::len_utf8).sum::<usize>();
        self.out.push_str(&self.text[at..end]);
        if c == '\n' { self.white(end) } else { end }
    }

    /// Swaps a character, and those that follow while they are of the kind: presentation forms come in words.
    fn swap(&mut self, mut at: usize, c: char) -> usize {
        let engine = self.engine;
        let mut entry = engine.classes.entry_of(c);
        let mut end = at + c.len_utf8();
        let mut rest = self.text[end..].chars();
        loop {
            let next = rest.next();
            let following = next.map_or(Entry::KEEP, |next| engine.classes.entry_of(next));
            let joined = match following.class {
                Class::Join => true,
                Class::Drop => self.joins(end),
                _ => false,
            };
            if joined {
                return self.slow(at, end);
            }
            let Some(letter) = entry.letter() else {
                return self.append(engine.classes.text(entry), end);
            };
            self.out.push(letter);
            // Words in presentation forms are parted by single spaces: those are taken along.
            let (mut word, mut next) = (following, next);
            if following.class == Class::Space && engine.pipeline.whitespace {
                let behind = rest.next();
                word = behind.map_or(Entry::KEEP, |behind| engine.classes.entry_of(behind));
                if word.class == Class::Swap {
                    self.out.push(' ');
                    end += next.map_or(0, char::len_utf8);
                    next = behind;
                }
            }
            match next {
                Some(next) if word.class == Class::Swap => {
                    (at, entry) = (end, word);
                    end += next.len_utf8();
                }
                _ => return end,
            }
        }
    }

    /// Whether the next character that is not dropped is a `Join`.
    fn joins(&self, at: usize) -> bool {
        let mut classes = self.text[at..].chars().map(|c| self.engine.classes.of(c));
        classes.find(|&class| class != Class::Drop) == Some(Class::Join)
    }

    /// A hamza or madda on an Arabic letter with nothing between or behind them that could matter.
    fn pair(&mut self, at: usize, mark: char) -> Option<usize> {
        let mut end = at + mark.len_utf8();
        while let Some(c) = self.char_at(end) {
            match self.engine.classes.of(c) {
                Class::Join => return None,
                Class::Drop if !self.is_transparent(c) => return None,
                Class::Drop => end += c.len_utf8(),
                _ => break,
            }
        }
        let mut before = self.text[..at].chars().rev();
        let base = before.find(|&c| !self.is_transparent(c))?;
        let engine = self.engine;
        let pair = engine.classes.pair(base, mark)?;
        // A `Drop` base (tatweel) is not in `out`; a `Keep` base is what `out` ends with.
        if self.engine.classes.of(base) == Class::Keep {
            self.out.truncate(self.out.len() - base.len_utf8());
        }
        Some(self.append(pair, end))
    }

    /// A deleted Arabic mark that is as if it had never been there. Tatweel is none: it may be a seat.
    fn is_transparent(&self, c: char) -> bool {
        self.engine.pipeline.mends
            && ('\u{600}'..'\u{700}').contains(&c)
            && c != TATWEEL
            && self.engine.classes.of(c) == Class::Drop
    }

    /// Takes back the last `Keep` and sends it with all that acts on it through the passes.
    fn join(&mut self, at: usize) -> usize {
        let dropped = |&c: &char| self.engine.classes.of(c) == Class::Drop;
        let drops: usize = self.text[..at].chars().rev().take_while(dropped).map(char::len_utf8).sum();
        let mut start = at - drops;
        if let Some(base) = self.text[..start].chars().next_back()
            && self.engine.classes.of(base) == Class::Keep
        {
            start -= base.len_utf8();
            self.out.truncate(self.out.len() - base.len_utf8());
        }
        self.slow(start, at)
    }

    /// Sends the text from `start` through the passes, to the next character behind `at` that parts.
    fn slow(&mut self, start: usize, at: usize) -> usize {
        let engine = self.engine;
        let belongs = |&c: &char| matches!(engine.classes.of(c), Class::Join | Class::Drop);
        let end = at + self.text[at..].chars().take_while(belongs).map(char::len_utf8).sum::<usize>();
        self.append(&engine.pipeline.passes(&self.text[start..end]), end)
    }

    /// Appends what a few characters became; `at` is where the text goes on.
    fn append(&mut self, text: &str, at: usize) -> usize {
        let is_simple = !text.is_empty() && !text.as_bytes().contains(&b' ');
        if !self.engine.pipeline.whitespace || is_simple && !text.ends_with('\n') {
            self.out.push_str(text);
            return at;
        }
        for c in text.chars() {
            if c != ' ' || !self.is_line_start() && !self.is_spaced() {
                self.out.push(c);
            }
        }
        if self.is_line_start() || self.is_spaced() { self.white(at) } else { at }
    }

    /// Takes a run of spaces and dropped characters: one SPACE, none at the ends of a line.
    fn white(&mut self, at: usize) -> usize {
        let mut end = at;
        let mut spaces = false;
        while let Some((class @ (Class::Space | Class::Drop), len)) = self.class_at(end) {
            spaces |= class == Class::Space;
            end += len;
        }
        if !self.engine.pipeline.whitespace || self.is_line_start() {
            return end;
        }
        let is_end = end == self.text.len();
        if is_end || self.ends_line(end) {
            self.held = is_end && (spaces || self.is_spaced());
            if self.is_spaced() {
                self.out.pop();
            }
        } else if spaces && !self.is_spaced() {
            self.out.push(' ');
        }
        end
    }

    /// Whether a line end stands at `at`: LF, or CR with nothing before the LF that stays.
    fn ends_line(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let Some(rest) = rest.strip_prefix('\r') else { return rest.starts_with('\n') };
        let may_go = |c| matches!(self.engine.classes.of(c), Class::Space | Class::Drop | Class::Join);
        let behind = rest.trim_start_matches(may_go);
        let between = &rest[..rest.len() - behind.len()];
        behind.starts_with('\n')
            && self.engine.pipeline.passes(between).chars().all(|c| marks::holds(SPACES, c))
    }

    fn is_line_start(&self) -> bool {
        match self.out.as_bytes()[self.floor..].last() {
            Some(&last) => last == b'\n',
            None => self.before == Before::LineStart,
        }
    }

    /// Whether `out` ends with a SPACE of this piece.
    fn is_spaced(&self) -> bool {
        self.out.as_bytes()[self.floor..].last() == Some(&b' ')
    }
}
