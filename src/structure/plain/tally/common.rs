//! Common: the tally of a line of ASCII, the letters, digits and marks of Arabic, and common signs with single spaces
//! between its words, counted many bytes at a time while its key is folded.
//!
//! Letters and digits are counted as they fold, words by the spaces between them; at signs, which are few, the line is
//! looked at closer.

use super::{SORTS, Sort, Tally};
use crate::lanes::{Around, BLOCK, Counts, Passed, Places};
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
        let [visible, arabic, latin, digits, space, silent, control, sign] = Passed::all(|at| {
            let (a, b, folded) = (around[at + 1], around[at + 2], folded[at]);
            let (space, silent) = (a == b' ', is_silent(a, b));
            let visible = !is_continuation(a) & !space & !silent;
            [
                visible,
                folded >= 0xC0,
                folded.wrapping_sub(b'a') < 26,
                folded.wrapping_sub(b'0') < 10,
                space,
                silent,
                (a < b' ') | (a == 0x7F),
                visible & ((folded == b' ') | (folded == b'@')),
            ]
        });
        self.counts.add([visible, arabic, latin, digits]);
        let inside = u32::MAX >> BLOCK.saturating_sub(self.text.len() - start);
        let spaces = space.mask();
        let behind_space = spaces << 1 | self.behind_space;
        self.behind_space = spaces >> (BLOCK - 1);
        let opens = behind_space & !spaces;
        // Two spaces make a gap, and a word of marks is none.
        self.is_odd |= (spaces & behind_space & inside) | (opens & silent.mask()) | control.mask() != 0;
        for place in Places(sign.mask()) {
            let up_to = opens & (u32::MAX >> (BLOCK - 1 - place));
            let words = self.words + up_to.count_ones();
            self.is_odd |= !count_sign(self.signs, self.text, start + place, words as u16);
        }
        self.words += opens.count_ones();
    }
}

/// Counts the sign at a place of the text, in the word that `words` tells, and says whether it is a common one.
#[inline(never)]
fn count_sign(signs: &mut Tally, text: &str, at: usize, words: u16) -> bool {
    let sort = SORTS.at(text, at);
    let before = &text.as_bytes()[..at];
    let last = match *before {
        [] | [.., b' '] => Sort::Space,
        [.., b'.'] => Sort::Stop,
        _ => Sort::Letter,
    };
    signs.add(sort, last, words);
    // What stands before a mark is the last character, too.
    let behind_mark = sort == Sort::Stop && matches!(*before, [.., a, b] if is_silent(a, b));
    !behind_mark && !matches!(sort, Sort::Silent | Sort::Space | Sort::NoBreakSpace | Sort::Letter)
}

#[inline(always)]
fn is_continuation(a: u8) -> bool {
    a.cast_signed() < -0x40
}

/// Tatweel and the marks of U+064B–065F and U+0670.
#[inline(always)]
fn is_silent(a: u8, b: u8) -> bool {
    (a == 0xD9) & ((b == 0x80) | (b.wrapping_sub(0x8B) < 0xA0 - 0x8B) | (b == 0xB0))
}
