//! How a single character behaves in a pipeline, derived from the pipeline itself.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, is_nfc_quick, is_nfkc_quick};

use super::marks::{self, SPACES};
use super::pipeline::{Pipeline, TATWEEL};

/// What becomes of a character, given its neighbours' classes alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Class {
    /// Stays, and parts what stands before it from what follows.
    Keep,
    /// Vanishes as if it had never been there, unless a `Join` follows.
    Drop,
    /// Becomes another text, unless a `Join` follows; parts as `Keep` does.
    Swap,
    /// Acts on what stands before it: a combining mark and its like.
    #[default]
    Join,
    /// A space, to be tidied.
    Space,
}

/// Pages of 64 code points that any pipeline treats otherwise than Unicode's own properties say, and Arabic.
const TABLED: &[(u16, u16)] = &[
    (0x00, 0x03),
    (0x18, 0x23),
    (0x5A, 0x5A),
    (0x80, 0x81),
    (0x88, 0x88),
    (0xC0, 0xC0),
    (0x3ED, 0x3FB),
    (0x43B, 0x43B),
];
/// Pages up to the last tabled one.
const PAGES: usize = 0x43C;
const UNTABLED: u8 = u8::MAX;

/// Marks whose effect on an Arabic letter is tabled: U+0653, U+0654, U+0655.
const PAIRED: [char; 3] = ['\u{653}', '\u{654}', '\u{655}'];

/// A character in a table: its class, and of a `Swap` the text that takes its place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) class: Class,
    start: u16,
    len: u16,
    /// That text, where it is one letter and no white space.
    letter: Option<char>,
}

impl Entry {
    /// Of a character that stays.
    pub(super) const KEEP: Self = Self { class: Class::Keep, start: 0, len: 0, letter: None };

    /// The single letter that takes the place of a `Swap`; other texts are in [`Classes::text`].
    pub(super) fn letter(self) -> Option<char> {
        self.letter
    }
}

/// The classes of all characters under one pipeline.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    /// For each page its place in `entries`, or [`UNTABLED`].
    pages: Box<[u8; PAGES]>,
    entries: Vec<[Entry; 64]>,
    /// The texts of `Swap`, one after the other.
    swaps: String,
    /// What U+0600–06FF and a mark of [`PAIRED`] become together.
    pairs: Vec<[Entry; 256]>,
    context_free: bool,
}

impl Classes {
    pub(super) fn new(pipeline: &Pipeline) -> Self {
        let mut classes = Self {
            pages: Box::new([UNTABLED; PAGES]),
            entries: Vec::new(),
            swaps: String::new(),
            pairs: Vec::new(),
            context_free: pipeline.is_context_free(),
        };
        for page in TABLED.iter().flat_map(|&(first, last)| first..=last) {
            classes.pages[usize::from(page)] = classes.entries.len() as u8;
            let code_points = u32::from(page) << 6..;
            let mut chars = code_points.filter_map(char::from_u32);
            let entries = std::array::from_fn(|_| {
                chars.next().map_or(Entry::default(), |c| classes.entry(pipeline, c))
            });
            classes.entries.push(entries);
        }
        if !classes.context_free {
            let pairs = PAIRED.map(|mark| std::array::from_fn(|low| classes.paired(pipeline, low, mark)));
            classes.pairs.extend(pairs);
        }
        classes
    }

    fn entry(&mut self, pipeline: &Pipeline, c: char) -> Entry {
        match define(pipeline, c) {
            Class::Swap => self.store(&pipeline.passes(c.encode_utf8(&mut [0; 4]))),
            class => Entry { class, ..Entry::default() },
        }
    }

    fn paired(&mut self, pipeline: &Pipeline, low: usize, mark: char) -> Entry {
        let Some(base) = char::from_u32(0x600 + low as u32) else { return Entry::default() };
        let out = pipeline.passes(&String::from_iter([base, mark]));
        let stands_alone = match base {
            // Where tatweel goes and the mark stays, it acts on what stood before the tatweel.
            TATWEEL => out.chars().next().is_none_or(parts),
            _ => self.of(base) == Class::Keep,
        };
        if stands_alone { self.store(&out) } else { Entry::default() }
    }

    fn store(&mut self, text: &str) -> Entry {
        let start = self.swaps.len() as u16;
        self.swaps.push_str(text);
        let mut chars = text.chars();
        let letter = chars.next().filter(|c| c.is_alphabetic() && chars.next().is_none());
        Entry { class: Class::Swap, start, len: text.len() as u16, letter }
    }

    fn tabled(&self, c: char) -> Option<Entry> {
        let page = *self.pages.get((c as usize) >> 6)?;
        (page != UNTABLED).then(|| self.entries[usize::from(page)][c as usize & 63])
    }

    /// The text that takes the place of a `Swap`.
    pub(super) fn text(&self, entry: Entry) -> &str {
        &self.swaps[usize::from(entry.start)..][..usize::from(entry.len)]
    }

    /// The class of a character; one of no table is `Join` unless it is certain to stay, so that the passes decide.
    pub(super) fn of(&self, c: char) -> Class {
        self.entry_of(c).class
    }

    /// The same with the text of a `Swap`.
    pub(super) fn entry_of(&self, c: char) -> Entry {
        match self.tabled(c) {
            Some(entry) => entry,
            None if self.context_free || is_plain(c) => Entry::KEEP,
            None => Entry::default(),
        }
    }

    /// What a `Keep` of U+0600–06FF, or tatweel, and a hamza or madda become where nothing else acts on them.
    pub(super) fn pair(&self, base: char, mark: char) -> Option<&str> {
        let pairs = self.pairs.get((mark as usize).checked_sub(PAIRED[0] as usize)?)?;
        let entry = pairs.get((base as usize).checked_sub(0x600)?)?;
        (entry.class == Class::Swap).then(|| self.text(*entry))
    }
}

/// The class that the pipeline gives a character, by trying it.
fn define(pipeline: &Pipeline, c: char) -> Class {
    if pipeline.whitespace && marks::holds(SPACES, c) {
        return Class::Space;
    }
    let alone = String::from(c);
    let out = pipeline.passes(&alone);
    let free = pipeline.is_context_free();
    match out.chars().next() {
        // U+0653 alone vanishes from `standard`, but composes with an alef.
        None if free || is_nfc_quick([c].into_iter()) == IsNormalized::Yes => Class::Drop,
        Some(first) if free || parts(c) && parts(first) => {
            if out == alone {
                Class::Keep
            } else {
                Class::Swap
            }
        }
        _ => Class::Join,
    }
}

/// Whether a character never acts on what stands before it, in no form of Unicode.
pub(super) fn parts(c: char) -> bool {
    let mut first = None;
    decompose_compatible(c, |c| first = first.or(Some(c)));
    first.is_none_or(|c| {
        canonical_combining_class(c) == 0 && is_nfc_quick([c].into_iter()) == IsNormalized::Yes
    })
}

/// Whether a character is its own NFKC and parts.
fn is_plain(c: char) -> bool {
    canonical_combining_class(c) == 0 && is_nfkc_quick([c].into_iter()) == IsNormalized::Yes
}
