//! Plain: one look at valid UTF-8 that clears it of NUL, UTF-16, mojibake and visual order.
//!
//! It looks at whole blocks for bytes that are rare in Arabic, in loops that compilers turn into vector
//! instructions, as wide as [`on_blocks`] lets them be, and closer only at the blocks that have some.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3_iter};

use crate::blocks::{Vectors, Work};
use crate::normalize::on_blocks;

/// In UTF-16 without a mark every Arabic letter has a 0x06; a text of it that has none so early has a NUL.
const HEAD: usize = 64;

/// What a look at a text saw; where it saw nothing, nothing is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs {
    /// NUL, UTF-16, or one of the signs that all damage has some of:
    ///
    /// 1. U+FFFD: EF BF BD, and nothing else of that row stands in text;
    /// 2. a C1 control (C2 80 to C2 9F), but for NEL, which is a line end;
    /// 3. ط or ظ (D8 B7, D8 B8) before a sign of Latin-1 (C2) and another letter from ء to ؿ (D8), as in `ط§ط`;
    /// 4. one of U+00C0 to U+00FF (C3) right before another character outside ASCII, as in `Ø§` and `Çá`.
    pub(super) damage: bool,
    /// What may be visual order: a word that begins with ة (D8 A9) or ى (D9 89), or with anything that ends in
    /// such a byte; final forms of letters (EF BA, EF BB).
    pub(super) turning: bool,
}

/// Looks at a text; not beyond the block with the first sign of damage.
pub(super) fn signs(bytes: &[u8]) -> Signs {
    on_blocks(Looking { bytes })
}

/// The look at a text.
struct Looking<'t> {
    bytes: &'t [u8],
}

impl Work for Looking<'_> {
    type Output = Signs;

    #[inline(always)]
    fn run(self, _: impl Vectors) -> Signs {
        let bytes = self.bytes;
        let Some(ascii) = ascii_blocks(bytes) else { return Signs::default() };
        let turning = matches!(bytes, [0xD8, 0xA9, ..] | [0xD9, 0x89, ..]);
        let mut signs = Signs { damage: false, turning };
        // The last byte of them may be the space before a word.
        let mut at = ascii.saturating_sub(1);
        while !signs.damage && at < bytes.len() {
            let end = bytes.len().min(at + BLOCK);
            let seen = match bytes[at..].first_chunk::<WINDOW>() {
                Some(window) => rare([window]),
                None => rare_at_end(bytes),
            };
            if seen != 0 {
                closer(seen, bytes, at..end, &mut signs);
            }
            at = end;
        }
        signs
    }
}

/// The width of the registers that most processors have.
const LANES: usize = 32;
/// So many bytes are looked at together,
const BLOCK: usize = 8 * LANES;
/// with the two behind them: a word that begins at the end of a block is seen whole.
const WINDOW: usize = BLOCK + 2;

/// Up to which block a text is ASCII without controls below BEL; `None` where it is to its end, as English and code are.
#[inline(always)]
fn ascii_blocks(bytes: &[u8]) -> Option<usize> {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let whole = blocks.iter().take_while(|block| is_ascii(block)).count();
    let is_end_ascii = match rest.len() {
        0..16 => rest.iter().all(|byte| matches!(byte, 7..0x80)),
        16..32 => on_ends(rest, is_ascii::<16>),
        32..64 => on_ends(rest, is_ascii::<32>),
        64..128 => on_ends(rest, is_ascii::<64>),
        _ => on_ends(rest, is_ascii::<128>),
    };
    (whole < blocks.len() || !is_end_ascii).then_some(whole * BLOCK)
}

/// Whether both ends of `bytes` are so; together they are all of it where it is not longer than twice `N`.
#[inline(always)]
fn on_ends<const N: usize>(bytes: &[u8], is_so: impl Fn(&[u8; N]) -> bool) -> bool {
    bytes.first_chunk().is_some_and(&is_so) & bytes.last_chunk().is_some_and(&is_so)
}

/// Whether there is neither a byte outside ASCII nor any of the controls below BEL, of which NUL and 0x06 are signs.
#[inline(always)]
fn is_ascii<const N: usize>(bytes: &[u8; N]) -> bool {
    // They become the greatest.
    bytes.iter().fold(0, |most, &byte| byte.wrapping_sub(7).max(most)) < 0x79
}

/// What some bytes may hold, each a bit: a control below BEL, C2 or C3;
const LATIN: u8 = 1;
/// EF or what is greater;
const LATE: u8 = 2;
/// a space, any byte, and A9 or 89.
const WORD: u8 = 4;

/// Looks at all bytes of some windows but the last two of each.
#[inline(always)]
fn rare<const N: usize, const WINDOWS: usize>(windows: [&[u8; N]; WINDOWS]) -> u8 {
    let (mut least, mut most, mut latin, mut word) =
        ([0xFF; LANES], [0; LANES], [0xFF; LANES], [0xFF; LANES]);
    for window in windows {
        let behind = window[2..].as_chunks::<LANES>().0;
        for (lanes, behind) in window[..N - 2].as_chunks::<LANES>().0.iter().zip(behind) {
            for lane in 0..LANES {
                let (byte, later) = (lanes[lane], behind[lane]);
                least[lane] = byte.min(least[lane]);
                most[lane] = byte.max(most[lane]);
                latin[lane] = (byte ^ 0xC2).min(latin[lane]);
                word[lane] = (byte ^ b' ' | (later ^ 0x89) & 0xDF).min(word[lane]);
            }
        }
    }
    // Most windows hold nothing rare: all is asked at once before it is told apart.
    let is_rare =
        |lane: usize| (least[lane] < 7) | (latin[lane] < 2) | (most[lane] >= 0xEF) | (word[lane] == 0);
    if !(0..LANES).fold(false, |any, lane| any | is_rare(lane)) {
        return 0;
    }
    let is_latin = any(least, |least| least < 7) | any(latin, |latin| latin < 2);
    let (is_late, is_word) = (any(most, |most| most >= 0xEF), any(word, |word| word == 0));
    bit(LATIN, is_latin) | bit(LATE, is_late) | bit(WORD, is_word)
}

fn bit(bit: u8, is_set: bool) -> u8 {
    if is_set { bit } else { 0 }
}

/// Whether something is so in any lane; all are asked at once.
#[inline(always)]
fn any(lanes: [u8; LANES], is_so: impl Fn(u8) -> bool) -> bool {
    lanes.iter().fold(0, |any, &lane| any | u8::from(is_so(lane))) != 0
}

/// Looks at the end of a text, all of it where it is shorter than a window.
#[inline(always)]
fn rare_at_end(bytes: &[u8]) -> u8 {
    let seen = match bytes.len() {
        0..34 => {
            let mut window = [b' '; 34];
            window[..bytes.len()].copy_from_slice(bytes);
            rare([&window])
        }
        34..66 => rare_on_ends::<34>(bytes),
        66..130 => rare_on_ends::<66>(bytes),
        130..WINDOW => rare_on_ends::<130>(bytes),
        _ => bytes.last_chunk::<WINDOW>().map_or(0, |window| rare([window])),
    };
    // The last two bytes of a window are no more than looked ahead at.
    let ends = bytes.iter().rev().take(2).any(|byte| matches!(byte, 0..7 | 0xC2 | 0xC3));
    seen | bit(LATIN, ends)
}

#[inline(always)]
fn rare_on_ends<const N: usize>(bytes: &[u8]) -> u8 {
    let ends = bytes.first_chunk::<N>().zip(bytes.last_chunk());
    ends.map_or(0, |(first, last)| rare([first, last]))
}

/// Looks at every rare byte of a block.
fn closer(seen: u8, bytes: &[u8], place: Range<usize>, signs: &mut Signs) {
    let block = &bytes[place.clone()];
    signs.turning |= seen & WORD != 0;
    if seen & LATE != 0 {
        for at in memchr_iter(0xEF, block) {
            let next = bytes.get(place.start + at + 1);
            signs.damage |= next == Some(&0xBF);
            signs.turning |= matches!(next, Some(0xBA | 0xBB));
        }
    }
    if seen & LATIN != 0 {
        let head = &bytes[place.start.min(HEAD)..place.end.min(HEAD)];
        signs.damage |= memchr(6, head).is_some();
        signs.damage |= memchr3_iter(0, 0xC2, 0xC3, block).any(|at| is_damage(bytes, place.start + at));
    }
}

/// Whether NUL, or the C2 or C3 at `at`, is a sign of damage.
fn is_damage(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 2).copied().unwrap_or(b' ');
    match bytes[at..] {
        [0xC2, 0x85, ..] => false,
        [0xC2, 0x80..0xA0, ..] => true,
        [0xC2, ..] => next == 0xD8 && matches!(bytes[..at], [.., 0xD8, 0xB7 | 0xB8]),
        [0xC3, ..] => !next.is_ascii(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, byte after byte.
    fn slowly(text: &str) -> Signs {
        let bytes = text.as_bytes();
        let damage = (0..bytes.len()).any(|at| match bytes[at] {
            0 | 0xC2 | 0xC3 => is_damage(bytes, at),
            6 => at < HEAD,
            0xEF => bytes[at + 1] == 0xBF,
            _ => false,
        });
        let is_final = |c| matches!(c, '\u{FE80}'..='\u{FEFF}');
        let turning = text.starts_with(['ة', 'ى']) || [" ة", " ى"].iter().any(|sign| text.contains(sign));
        Signs { damage, turning: turning || text.contains(is_final) }
    }

    /// Holds the look against its twin; it may see too much of turning, not too little.
    fn hold(text: &str) {
        let (seen, there) = (signs(text.as_bytes()), slowly(text));
        assert_eq!(seen.damage, there.damage, "{text:?}");
        assert!(seen.turning || there.damage || !there.turning, "{text:?}");
    }

    const FILLERS: [&str; 4] = ["a", "ن", "ن ", "«ن» "];

    #[test]
    fn signs_are_seen_at_every_place() {
        let signs =
            ["\0", "\u{6}", "\u{FFFD}", "\u{9D}", "Ø§", "Çá", "ط§ظ„", "ÿß", "Ã©", " ةن", " ى", "ﺔ", "é"];
        for sign in signs {
            for (before, after) in FILLERS.into_iter().flat_map(|a| FILLERS.map(|b| (a, b))) {
                for place in 0..280 {
                    hold(&(before.repeat(place) + sign));
                    hold(&(before.repeat(place) + sign + &after.repeat(280 - place)));
                }
            }
        }
    }

    #[test]
    fn clean_text_has_none() {
        let clean = ["", "abc", "«خط» الحظ ٣ ﷺ", "l’été à Zürich", "a\u{85}b", "سطر\u{A0}«حفظ»\n"];
        for text in clean {
            for times in [1, 2, 3, 5, 200] {
                let text = text.repeat(times);
                assert!(!signs(text.as_bytes()).damage, "{text:?}");
                hold(&text);
            }
        }
        assert_eq!(signs("خط الحظ ٣ abc".repeat(50).as_bytes()), Signs::default());
    }
}
