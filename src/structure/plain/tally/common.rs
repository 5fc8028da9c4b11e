//! Common: the tally of a line of ASCII, the letters, digits and marks of Arabic, common signs, spaces and NBSP, counted
//! many bytes at a time while its key is folded.
//!
//! Letters and digits are counted as they fold, words by the spaces between them; at signs and wide spaces, which are
//! few, the line is looked at closer.

use super::{NO_BREAK_SPACE, SORTS, Sort, Tally, WIDE};
use crate::lanes::{Around, BLOCK, Counts, Passed, Places, is_continuation};
use crate::structure::key::{Beside, Key};

/// What a line is made of as [`Tally::slowly`] counts it, if that is common, while its key is read; `None` where that
/// must be read slowly.
pub(super) fn read(text: &str, key: &mut Key) -> Option<Option<Tally>> {
    let mut signs = Tally::default();
    let counting =
        Counting { text, counts: Counts::NONE, words: 0, behind_space: 1, signs: &mut signs, is_odd: false };
    let Counting { counts, words, is_odd, .. } = key.read_beside(text, counting)?;
    let [characters, arabic, latin, digits] = counts.sums().map(|sum| sum as u16);
    let tally = Tally { words: words as u16, characters, arabic, latin, digits, ..signs };
    Some((!is_odd).then_some(tally))
}

struct Counting<'t> {
    text: &'t str,
    /// Visible characters, Arabic letters, Latin ones, and digits.
    counts: Counts<4>,
    words: u32,
    /// Whether the block before ended in a space: 1 or 0.
    behind_space: u32,
    /// What signs add.
    signs: &'t mut Tally,
    /// Whether anything uncommon stands in the line.
    is_odd: bool,
}

impl Beside for Counting<'_> {
    #[inline(always)]
    fn block(&mut self, start: usize, around: &Around, folded: &[u8; BLOCK]) {
        let [visible, arabic, latin, digits, space, wide, silent, control, sign] = Passed::all(|at| {
            let (before, a, b, folded) = (around[at], around[at + 1], around[at + 2], folded[at]);
            let (space, silent) = ((a == b' ') | is_no_break_space(a, b), is_silent(a, b));
            let visible = !is_continuation(a) & !space & !silent;
            [
                visible,
                folded >= 0xC0,
                folded.wrapping_sub(b'a') < 26,
                folded.wrapping_sub(b'0') < 10,
                space,
                space | is_no_break_space(before, a),
                silent,
                (a < b' ') | (a == 0x7F),
                visible & ((folded == b' ') | (folded == b'@')),
            ]
        });
        self.counts.add([visible, arabic, latin, digits]);
        let inside = u32::MAX >> BLOCK.saturating_sub(self.text.len() - start);
        // All bytes of spaces; those of a NBSP are two.
        let spaces = wide.mask();
        let behind_space = spaces << 1 | self.behind_space;
        self.behind_space = spaces >> (BLOCK - 1);
        let opens = behind_space & !spaces;
        // A word of marks is none.
        self.is_odd |= opens & silent.mask() | control.mask() != 0;
        for place in Places(space.mask() & behind_space & inside) {
            self.signs.gaps += u16::from(makes_gap(self.text, start + place));
        }
        for place in Places(sign.mask()) {
            let up_to = opens & (u32::MAX >> (BLOCK - 1 - place));
            let words = self.words + up_to.count_ones();
            self.is_odd |= !count_sign(self.signs, self.text, start + place, words as u16);
        }
        self.words += opens.count_ones();
    }
}

/// Whether the space at a place of the text is the second of those between two words that make a wide gap.
#[inline(never)]
fn makes_gap(text: &str, at: usize) -> bool {
    let is_space = |c| matches!(c, ' ' | '\u{A0}');
    let width = |c| if c == ' ' { 1 } else { NO_BREAK_SPACE };
    let (before, behind) = text.split_at(at);
    // Asked first, so that a long run of spaces is looked at once.
    let Some(word) =
        before.strip_suffix(is_space).filter(|word| !word.is_empty() && !word.ends_with(is_space))
    else {
        return false;
    };
    let next = behind.trim_start_matches(is_space);
    let spaces = &text[word.len()..text.len() - next.len()];
    !next.is_empty() && spaces.chars().map(width).sum::<u16>() >= WIDE
}

/// Counts the sign at a place of the text, in the word that `words` tells, and says whether it is a common one.
#[inline(never)]
fn count_sign(signs: &mut Tally, text: &str, at: usize, words: u16) -> bool {
    let sort = SORTS.at(text, at);
    let mut before = &text.as_bytes()[..at];
    while let [rest @ .., a, b] = before
        && is_silent(*a, *b)
    {
        before = rest;
    }
    let last = match before {
        [] | [.., b' '] | [.., 0xC2, 0xA0] => Sort::Space,
        [.., b'.'] => Sort::Stop,
        _ => Sort::Letter,
    };
    signs.add(sort, last, words);
    !matches!(sort, Sort::Silent | Sort::Space | Sort::NoBreakSpace | Sort::Letter)
}

#[inline(always)]
fn is_no_break_space(a: u8, b: u8) -> bool {
    (a == 0xC2) & (b == 0xA0)
}

/// Tatweel and the marks of U+064B–065F and U+0670.
#[inline(always)]
fn is_silent(a: u8, b: u8) -> bool {
    (a == 0xD9) & ((b == 0x80) | (b.wrapping_sub(0x8B) < 0xA0 - 0x8B) | (b == 0xB0))
}
