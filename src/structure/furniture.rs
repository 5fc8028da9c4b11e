//! Furniture in Markdown: text converted from pages carries `#` and `-` before menus and related lines too.

use std::sync::LazyLock;

use super::key::{Key, is_silent};
use super::lexicon::{self, Cue, HEADS_OF_CUES, KINDS_OF_SMALL_PRINT, MOST_WORDS, MOST_WORDS_OF_SMALL_PRINT};
use super::markdown;
use super::plain;
use super::topic::Page;
use super::{Block, DropKind, Kind, Mode, Options};
use crate::blocks::{Around, Classes, Look, Shown, Vectors};
use crate::letters::is_alphanumeric;
use crate::lines::{Line, is_blank};
use crate::normalize::on_blocks;

/// Kinds of certain cues that a document needs to count as a page: articles about copyright, comments or menus
/// hold one or two of them.
const KINDS_OF_A_PAGE: usize = 4;

/// Drops what is not part of the article from the blocks of a page; documents that are no pages stay as they are.
///
/// The units are the blocks without their marks, looked at as plain text is; the author's marks still say what is the
/// title and what is a topic of the article, and what is neither title nor furniture keeps its label.
pub(super) fn drop<'a>(blocks: Vec<Block<'a>>, lines: &[Line<'a>], options: &Options) -> Vec<Block<'a>> {
    if options.mode == Mode::Off {
        return blocks;
    }
    let texts = || blocks.iter().filter(|block| is_text(&block.kind));
    if !may_be_page(texts().map(|block| &*block.text)) {
        return blocks;
    }
    let units = plain::unmarked(texts().map(|block| (block.span, &*block.text)));
    let looked_at: Vec<usize> = (0..blocks.len()).filter(|&at| is_text(&blocks[at].kind)).collect();
    let page = Page { lines, blocks: &blocks, places: &looked_at, units: &units };
    if !is_page(units.iter().filter_map(|unit| unit.cue)) {
        return blocks;
    }
    let topics = page.topics();
    let is_furniture = units.iter().zip(&topics).filter(|&(_, is_topic)| !is_topic);
    if !is_page(is_furniture.filter_map(|(unit, _)| unit.cue)) {
        return blocks;
    }
    let title = looked_at.iter().position(|&at| matches!(blocks[at].kind, Kind::Title(_)));
    let drops = plain::drops(&units, title, options);
    let article = title.unwrap_or(0)..page.foot(&topics);
    let mut kinds = vec![None; blocks.len()];
    for (at, drop) in drops.into_iter().enumerate() {
        kinds[looked_at[at]] = drop.filter(|_| !(topics[at] && article.contains(&at)));
    }
    let mut kept = Vec::with_capacity(blocks.len());
    for (block, drop) in blocks.into_iter().zip(kinds) {
        match drop {
            None => kept.push(block),
            Some((kind, reason)) if block.span.first == block.span.last => {
                kept.push(Block { kind: Kind::Dropped(kind), reason, inferred: true, ..block });
            }
            Some((kind, reason)) => {
                let kind = Kind::Dropped(kind);
                let lines = plain::furniture::dropped(lines, block.span, &kind, true, &reason);
                kept.extend(lines.filter_map(without_markup));
            }
        }
    }
    // Images inside of what was dropped stand behind all its lines.
    kept.sort_by_key(|block| block.span.first);
    kept
}

/// A dropped line without its inline markup; `None` where that leaves images and comments alone, which are told beside it.
fn without_markup(block: Block<'_>) -> Option<Block<'_>> {
    let text = markdown::without_markup(&block.text);
    (!is_blank(&text)).then(|| Block { text: text.into(), ..block })
}

fn is_text(kind: &Kind<'_>) -> bool {
    matches!(kind, Kind::Title(_) | Kind::Heading { .. } | Kind::Paragraph | Kind::Item { .. })
}

/// Whether the cues that texts may hold, told without a measure, could make them a page; most documents are none.
fn may_be_page<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> bool {
    may_open_a_page(texts.clone()) && may_hold_a_page(texts)
}

/// Whether the cues that open texts, with all that may stand anywhere, leave a chance that they are a page.
fn may_open_a_page<'t>(mut texts: impl Iterator<Item = &'t str>) -> bool {
    let mut kinds = Kinds::default();
    lexicon::kinds_anywhere().for_each(|kind| kinds.add(kind));
    let heads = &*HEADS_OF_CUES;
    let mut key = Key::default();
    let makes_a_page = |text| {
        if heads.may_open(text) {
            key.read_opening(plain::cued(text));
            let mut opened = key.word(0).into_iter().flat_map(lexicon::kinds_behind);
            if opened.any(|kind| !kinds.has(kind)) && is_short(text, surely_words(text)) {
                kinds.add_certain(plain::possible_cue(text).into_iter());
            }
        }
        kinds.count() >= KINDS_OF_A_PAGE
    };
    texts.any(makes_a_page)
}

/// Whether the cues of texts leave a chance that they are a page.
///
/// Texts of more words than most cues allow are looked at only where the others leave a chance that the kinds of small
/// print are what lacks.
fn may_hold_a_page<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> bool {
    let cues = |any_kind: bool| {
        let is_wanted = move |text: &&str| {
            let words = surely_words(text);
            words <= MOST_WORDS_OF_SMALL_PRINT && any_kind == is_short(text, words)
        };
        texts.clone().filter(is_wanted).filter_map(plain::possible_cue)
    };
    let mut kinds = Kinds::default();
    kinds.add_certain(cues(true));
    if kinds.count() + KINDS_OF_SMALL_PRINT >= KINDS_OF_A_PAGE {
        kinds.add_certain(cues(false));
    }
    kinds.count() >= KINDS_OF_A_PAGE
}

/// Whether a text that surely has so many words may hold a cue of any kind.
fn is_short(text: &str, words: usize) -> bool {
    words <= MOST_WORDS || plain::is_long(text)
}

/// Words that a text has at the least: a letter or digit behind a space begins one.
fn surely_words(text: &str) -> usize {
    on_blocks(Shown::of(text.as_bytes(), Words(0))).0
}

/// Counts the common letters and digits that stand behind a space.
struct Words(usize);

static LETTERS_AND_DIGITS: LazyLock<Classes<1>> =
    LazyLock::new(|| Classes::new(|c| u8::from(is_alphanumeric(c) && !is_silent(c))));

impl Look for Words {
    #[inline(always)]
    fn block(&mut self, vectors: impl Vectors, _: usize, around: &Around) {
        let Some(before) = around.first_chunk() else { return };
        let [begins] = vectors.classify(&LETTERS_AND_DIGITS, around).classes;
        self.0 += (begins & vectors.equal(before, b' ')).count_ones() as usize;
    }
}

/// Whether certain cues of several kinds are among the cues of a document.
fn is_page(cues: impl Iterator<Item = Cue>) -> bool {
    let mut kinds = Kinds::default();
    kinds.add_certain(cues);
    kinds.count() >= KINDS_OF_A_PAGE
}

/// The kinds of the certain cues of a document, a bit each.
#[derive(Default)]
struct Kinds(u32);

const _: () = assert!(DropKind::ALL.len() <= u32::BITS as usize, "a bit for every kind");

impl Kinds {
    fn add(&mut self, kind: DropKind) {
        self.0 |= 1 << kind as u32;
    }

    fn add_certain(&mut self, cues: impl Iterator<Item = Cue>) {
        cues.filter(|cue| cue.is_certain()).for_each(|cue| self.add(cue.kind));
    }

    fn has(&self, kind: DropKind) -> bool {
        self.0 >> kind as u32 & 1 != 0
    }

    fn count(&self) -> usize {
        self.0.count_ones() as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn cues() -> Vec<&'static str> {
        let rows = include_str!("lexicon.tsv").lines().filter(|line| !line.starts_with('#'));
        rows.filter_map(|row| row.rsplit('\t').next()).flat_map(|cues| cues.split(" | ")).collect()
    }

    proptest! {
        #[test]
        fn no_look_but_the_last_takes_a_page_for_none(
            lines in proptest::collection::vec(
                (select(vec!["", "«", "ثم ", "أعلنت الوزارة اليوم في بيان لها "]), select(cues()), select(vec!["", ":", " ٥"])),
                0..12,
            ),
        ) {
            let lines: Vec<String> =
                lines.into_iter().map(|(before, cue, behind)| format!("{before}{cue}{behind}")).collect();
            let texts = || lines.iter().map(String::as_str);
            let units = plain::unmarked(texts().map(|text| (crate::structure::Span::line(1), text)));
            let page = is_page(units.iter().filter_map(|unit| unit.cue));
            prop_assert!(may_hold_a_page(texts()) || !page);
            prop_assert!(may_open_a_page(texts()) || !may_hold_a_page(texts()));
        }
    }
}
