//! Topic: a section that the author headed, in a page that holds furniture too, told from the furniture by what stands
//! below its heading.

use super::lexicon::Cue;
use super::plain::Unit;
use super::{Block, DropKind, Kind, markdown, within};
use crate::letters::is_numeric;
use crate::lines::Line;

/// The text of a Markdown document, in the order of its blocks.
pub(super) struct Page<'p, 'a> {
    pub(super) lines: &'p [Line<'a>],
    pub(super) blocks: &'p [Block<'a>],
    /// Where its title, its headings, paragraphs and items stand among the blocks.
    pub(super) places: &'p [usize],
    /// The same, measured as plain text.
    pub(super) units: &'p [Unit<'p>],
}

/// What stands right below a heading.
enum Below {
    /// The next heading, of a level, and whether it heads a topic.
    Heading(u8, bool),
    /// A paragraph or an item, by its place.
    Text(usize),
    /// What is never furniture: a quote, code, a table.
    Other,
    Nothing,
}

impl Page<'_, '_> {
    /// Which of the texts are topics of the article: marked headings with text below them, and that text.
    ///
    /// 1. Text of the author's own is neither a link nor a date nor a certain cue, and has some words or ends a sentence.
    /// 2. A heading whose words are a certain cue (`## التعليقات`) needs whole sentences below it, or a list of some words each.
    /// 3. A heading with a deeper one right below it is a topic where that is one.
    pub(super) fn topics(&self) -> Vec<bool> {
        let mut topics = vec![false; self.units.len()];
        let (mut next, mut goes_on) = (Below::Nothing, false);
        for at in (0..self.units.len()).rev() {
            let Some(level) = heading_level(self.block(at)) else { continue };
            // Behind the readers' comments nothing of the article comes.
            let of_readers = self.units[at].cue.is_some_and(|cue| cue.kind == DropKind::Comments) && !goes_on;
            let is_topic = !of_readers && self.is_marked(at) && self.heads_topic(at, self.below(at, next));
            goes_on |= is_topic;
            if is_topic {
                topics[at] = true;
                (at + 1..self.units.len()).take_while(|&at| self.is_own(at)).for_each(|at| topics[at] = true);
            }
            next = Below::Heading(level, is_topic);
        }
        self.forget_boxed(&mut topics);
        topics
    }

    /// Takes back the topics of deeper headings below one that opens a box of furniture.
    fn forget_boxed(&self, topics: &mut [bool]) {
        let mut boxed = None;
        for (at, is_topic) in topics.iter_mut().enumerate() {
            if let Some(level) = heading_level(self.block(at)) {
                let opens = !*is_topic && self.units[at].cue.is_some_and(Cue::opens_box);
                boxed = boxed.filter(|&outer| outer < level).or(opens.then_some(level));
            }
            *is_topic &= boxed.is_none();
        }
    }

    fn holds_number(&self, at: usize) -> bool {
        self.block(at).text.contains(is_numeric)
    }

    /// Where the readers' comments begin below text; nothing of the article follows them.
    pub(super) fn foot(&self, topics: &[bool]) -> usize {
        let is_foot =
            |unit: &Unit<'_>| unit.cue.is_some_and(|cue| cue.kind == DropKind::Comments && cue.opens_box());
        let text = self.units.iter().position(Unit::is_prose).unwrap_or(0);
        let mut below = text..self.units.len();
        below.find(|&at| is_foot(&self.units[at]) && !topics[at]).unwrap_or(self.units.len())
    }

    fn block(&self, at: usize) -> &Block<'_> {
        &self.blocks[self.places[at]]
    }

    /// Whether a text is a heading by a mark of the author, and more than a link.
    fn is_marked(&self, at: usize) -> bool {
        !self.block(at).inferred && !self.is_link(at)
    }

    /// What stands right below a heading, where `next` says what the next one is.
    fn below(&self, at: usize, next: Below) -> Below {
        let place = self.places[at] + 1;
        let skipped = |block: &&Block<'_>| matches!(block.kind, Kind::Dropped(_));
        let place = place + self.blocks[place..].iter().take_while(skipped).count();
        match self.blocks.get(place) {
            None => Below::Nothing,
            Some(block) if heading_level(block).is_some() => next,
            Some(_) if self.places.get(at + 1) == Some(&place) => Below::Text(at + 1),
            Some(_) => Below::Other,
        }
    }

    fn heads_topic(&self, at: usize, below: Below) -> bool {
        let cue = self.units[at].cue.filter(|cue| cue.is_certain());
        // Titles of other articles are such headings, and such lists.
        let is_related = cue.is_some_and(|cue| cue.kind == DropKind::Related);
        match (below, cue) {
            (Below::Nothing, _) => false,
            (Below::Other, _) => true,
            (Below::Heading(inner, is_topic), _) => {
                let level = heading_level(self.block(at)).unwrap_or(inner);
                is_topic && inner > level && !is_related
            }
            (Below::Text(text), None) => self.is_own(text),
            (Below::Text(text), Some(cue)) if self.is_item(text) => !is_related && self.is_told(text, cue),
            (Below::Text(text), Some(cue)) => {
                // How many comments there are says that they are the readers'.
                let counts = cue.kind == DropKind::Comments && self.holds_number(at);
                !is_related
                    && !counts
                    && self.is_own(text)
                    && (self.is_sentence(text) || self.announces(text))
            }
        }
    }

    /// Whether a text is of the author's own, as far as itself tells.
    fn is_own(&self, at: usize) -> bool {
        let unit = &self.units[at];
        let is_own = match self.block(at).kind {
            Kind::Item { .. } => unit.cue.is_none(),
            Kind::Paragraph if unit.cue.is_none() => {
                unit.is_sentence() || unit.ends_with_colon() || unit.words() >= FEWEST_WORDS
            }
            Kind::Paragraph => unit.is_sentence(),
            _ => false,
        };
        is_own && !unit.cue.is_some_and(Cue::is_certain) && !unit.is_date() && !self.is_link(at)
    }

    /// Whether half of the items of a list below a cue say more than the entries of a menu or keywords do.
    fn is_told(&self, first: usize, cue: Cue) -> bool {
        let list = || (first..self.units.len()).take_while(|&at| self.is_item(at));
        // Sources are told in names.
        let fewest = if cue.kind == DropKind::Source { 1 } else { FEWEST_WORDS_OF_ITEMS };
        let told = list().filter(|&at| self.is_own(at) && self.units[at].words() >= fewest);
        2 * told.count() >= list().count()
    }

    fn is_sentence(&self, at: usize) -> bool {
        self.units[at].is_sentence() && self.units[at].words() >= FEWEST_WORDS
    }

    /// Whether a text announces a list.
    fn announces(&self, at: usize) -> bool {
        self.units[at].ends_with_colon()
            && at + 1 < self.units.len()
            && self.is_item(at + 1)
            && self.is_own(at + 1)
    }

    fn is_item(&self, at: usize) -> bool {
        matches!(self.block(at).kind, Kind::Item { .. })
    }

    fn is_link(&self, at: usize) -> bool {
        within(self.lines, self.block(at).span).iter().all(markdown::is_link)
    }
}

/// Fewer words are a name, a place, an entry of a menu, or the notice that there is nothing.
const FEWEST_WORDS: usize = 4;

/// Items of fewer words are entries of a menu, or keywords.
const FEWEST_WORDS_OF_ITEMS: usize = 3;

/// The level of a heading; the title is of the first.
fn heading_level(block: &Block<'_>) -> Option<u8> {
    match block.kind {
        Kind::Title(_) => Some(1),
        Kind::Heading { level } => Some(level),
        _ => None,
    }
}
