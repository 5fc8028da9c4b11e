//! How a single character behaves in a pipeline, derived from the pipeline itself.

use std::sync::OnceLock;

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

/// Characters of a page.
const PAGE: usize = 64;

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

/// For each page its place among those of [`TABLED`], or [`UNTABLED`].
static PLACES: [u8; PAGES] = {
    let (mut places, mut place, mut range) = ([UNTABLED; PAGES], 0, 0);
    while range < TABLED.len() {
        let (mut page, last) = TABLED[range];
        while page <= last {
            places[page as usize] = place;
            (page, place) = (page + 1, place + 1);
        }
        range += 1;
    }
    places
};

/// Marks whose effect on an Arabic letter is tabled: U+0653, U+0654, U+0655.
const PAIRED: [char; 3] = ['\u{653}', '\u{654}', '\u{655}'];
/// Characters of U+0600–06FF.
const COLUMNS: usize = 0x100;

/// A character in a table: its class, and of a `Swap` the text that takes its place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) class: Class,
    /// Which table holds it.
    table: u8,
    start: u16,
    len: u16,
    /// That text, where it is one letter and no white space.
    letter: Option<char>,
}

impl Entry {
    /// Of a character that stays.
    pub(super) const KEEP: Self = Self { class: Class::Keep, table: 0, start: 0, len: 0, letter: None };

    /// The single letter that takes the place of a `Swap`; other texts are in [`Classes::text`].
    pub(super) fn letter(self) -> Option<char> {
        self.letter
    }
}

/// What is known of some characters.
#[derive(Clone, Debug)]
struct Table {
    /// Its place among the tables.
    place: u8,
    entries: Box<[Entry]>,
    /// The texts of `Swap`, one after the other.
    swaps: String,
}

/// The classes of all characters under one pipeline.
///
/// A table is made when the first character of it is met: most texts need a few of them, and trying a character takes
/// as long as reading a page.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    pipeline: Pipeline,
    /// The tables of the pages of [`TABLED`]; the last one tells what U+0600–06FF and a mark of [`PAIRED`] become together.
    tables: Box<[OnceLock<Table>]>,
    context_free: bool,
}

impl Table {
    fn empty(place: usize) -> Self {
        Self { place: place as u8, entries: Box::default(), swaps: String::new() }
    }

    /// The table of a page.
    fn of_page(pipeline: &Pipeline, place: usize, page: usize) -> Self {
        let mut table = Self::empty(place);
        let first = (page * PAGE) as u32;
        let chars = (first..first + PAGE as u32).map(char::from_u32);
        table.entries = chars.map(|c| c.map_or(Entry::default(), |c| table.entry(pipeline, c))).collect();
        table
    }

    fn entry(&mut self, pipeline: &Pipeline, c: char) -> Entry {
        match define(pipeline, c) {
            Class::Swap => self.store(&pipeline.passes(c.encode_utf8(&mut [0; 4]))),
            class => Entry { class, ..Entry::default() },
        }
    }

    fn store(&mut self, text: &str) -> Entry {
        let start = self.swaps.len() as u16;
        self.swaps.push_str(text);
        let mut chars = text.chars();
        let letter = chars.next().filter(|c| c.is_alphabetic() && chars.next().is_none());
        Entry { class: Class::Swap, table: self.place, start, len: text.len() as u16, letter }
    }
}

impl Classes {
    pub(super) fn new(pipeline: &Pipeline) -> Self {
        let pages: usize = TABLED.iter().map(|(first, last)| usize::from(last - first) + 1).sum();
        let tables = (0..=pages).map(|_| OnceLock::new()).collect();
        Self { pipeline: pipeline.clone(), tables, context_free: pipeline.is_context_free() }
    }

    /// The table of [`PAIRED`].
    fn pairs(&self) -> &Table {
        let place = self.tables.len() - 1;
        self.tables[place].get_or_init(|| {
            let mut table = Table::empty(place);
            let pairs =
                PAIRED.into_iter().flat_map(|mark| ('\u{600}'..='\u{6FF}').map(move |base| (base, mark)));
            table.entries = pairs.map(|(base, mark)| self.paired(&mut table, base, mark)).collect();
            table
        })
    }

    fn paired(&self, table: &mut Table, base: char, mark: char) -> Entry {
        let out = self.pipeline.passes(&String::from_iter([base, mark]));
        let stands_alone = match base {
            // Where tatweel goes and the mark stays, it acts on what stood before the tatweel.
            TATWEEL => out.chars().next().is_none_or(parts),
            _ => self.of(base) == Class::Keep,
        };
        if stands_alone { table.store(&out) } else { Entry::default() }
    }

    #[inline]
    fn tabled(&self, c: char) -> Option<&Entry> {
        let page = c as usize / PAGE;
        let place = usize::from(*PLACES.get(page).filter(|&&place| place != UNTABLED)?);
        let table = self.tables[place].get().unwrap_or_else(|| self.made(place, page));
        table.entries.get(c as usize % PAGE)
    }

    /// The table of a page, made now.
    #[cold]
    fn made(&self, place: usize, page: usize) -> &Table {
        self.tables[place].get_or_init(|| Table::of_page(&self.pipeline, place, page))
    }

    /// The text that takes the place of a `Swap`.
    pub(super) fn text(&self, entry: Entry) -> &str {
        let swaps = self.tables[usize::from(entry.table)].get().map_or("", |table| &table.swaps);
        &swaps[usize::from(entry.start)..][..usize::from(entry.len)]
    }

    /// The class of a character; one of no table is `Join` unless it is certain to stay, so that the passes decide.
    #[inline]
    pub(super) fn of(&self, c: char) -> Class {
        self.tabled(c).map_or_else(|| self.untabled(c).class, |entry| entry.class)
    }

    /// The same with the text of a `Swap`.
    #[inline]
    pub(super) fn entry_of(&self, c: char) -> Entry {
        self.tabled(c).copied().unwrap_or_else(|| self.untabled(c))
    }

    /// What is known of a character of no table.
    fn untabled(&self, c: char) -> Entry {
        if self.context_free || is_plain(c) { Entry::KEEP } else { Entry::default() }
    }

    /// What a `Keep` of U+0600–06FF, or tatweel, and a hamza or madda become where nothing else acts on them.
    pub(super) fn pair(&self, base: char, mark: char) -> Option<&str> {
        if self.context_free {
            return None;
        }
        let row = PAIRED.iter().position(|&paired| paired == mark)?;
        let column = (base as usize).checked_sub(0x600).filter(|&column| column < COLUMNS)?;
        let entry = self.pairs().entries[row * COLUMNS + column];
        (entry.class == Class::Swap).then(|| self.text(entry))
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
