//! Sniff: the Unicode encodings that show themselves, by a byte order mark or by the shape of their code units.

use super::charset::Charset;

/// The byte order marks; UTF-32LE stands before UTF-16LE, whose mark it begins with.
const MARKS: [(&[u8], Charset); 5] = [
    (&[0xFF, 0xFE, 0, 0], Charset::UTF_32LE),
    (&[0, 0, 0xFE, 0xFF], Charset::UTF_32BE),
    (&[0xEF, 0xBB, 0xBF], Charset::UTF_8),
    (&[0xFF, 0xFE], Charset::UTF_16LE),
    (&[0xFE, 0xFF], Charset::UTF_16BE),
];

/// The encoding that a byte order mark declares, and the length of the mark.
pub(super) fn byte_order_mark(bytes: &[u8]) -> Option<(Charset, usize)> {
    if !matches!(bytes.first()?, 0 | 0xEF | 0xFE | 0xFF) {
        return None;
    }
    let (mark, charset) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark))?;
    Some((*charset, mark.len()))
}

/// The encoding of code units of two or four bytes without a mark: at least nine units in ten are what
/// European and Middle Eastern texts are made of, which chance makes of one unit in ten.
pub(super) fn wide_units(bytes: &[u8]) -> Option<Charset> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let (quads, _) = bytes.as_chunks::<4>();
    let mostly = |plausible: usize, all: usize| all > 0 && plausible * 10 >= all * 9;
    let quads_as = |unit: fn([u8; 4]) -> u32| {
        mostly(quads.iter().filter(|&&quad| is_textual(unit(quad))).count(), quads.len())
    };
    let pairs_as = |unit: fn([u8; 2]) -> u16| {
        mostly(pairs.iter().filter(|&&pair| is_textual(unit(pair).into())).count(), pairs.len())
    };
    // UTF-32 goes first: half of its pairs are zero, so it never passes for UTF-16, but a short one might.
    if quads_as(u32::from_le_bytes) {
        Some(Charset::UTF_32LE)
    } else if quads_as(u32::from_be_bytes) {
        Some(Charset::UTF_32BE)
    } else if pairs_as(u16::from_le_bytes) {
        Some(Charset::UTF_16LE)
    } else if pairs_as(u16::from_be_bytes) {
        Some(Charset::UTF_16BE)
    } else {
        None
    }
}

/// White space and the blocks from Latin to Arabic, punctuation, and the Arabic presentation forms.
fn is_textual(unit: u32) -> bool {
    matches!(unit, 0x09..=0x0D | 0x20..=0x7E | 0xA0..=0x8FF | 0x2000..=0x206F | 0x20A0..=0x20CF)
        || matches!(unit, 0xFB50..=0xFDFF | 0xFE70..=0xFEFF)
}
