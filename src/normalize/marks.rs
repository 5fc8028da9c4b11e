//! Sets of characters that Unicode's property data defines: the mark set **M**, Arabic letters, spaces.
//!
//! Generator: `tests/normalize_tables.rs` derives each set from the Unicode Character Database and prints the
//! table when it differs. Unicode version: [`UNICODE_VERSION`].

/// Ranges of code points, both ends included, ascending.
pub(super) type Set = &'static [(char, char)];

/// The version of Unicode behind every table and every normalization form in use.
pub const UNICODE_VERSION: (u8, u8, u8) = unicode_normalization::UNICODE_VERSION;

/// **M**: `gc=Mn`, and `sc=Arab` or `Arab` in `scx`, less the letters in disguise: U+0653 0654 0655 065F 102E0.
pub const MARKS: &[(char, char)] = &[
    ('\u{610}', '\u{61A}'),
    ('\u{64B}', '\u{652}'),
    ('\u{656}', '\u{65E}'),
    ('\u{670}', '\u{670}'),
    ('\u{6D6}', '\u{6DC}'),
    ('\u{6DF}', '\u{6E4}'),
    ('\u{6E7}', '\u{6E8}'),
    ('\u{6EA}', '\u{6ED}'),
    ('\u{897}', '\u{89F}'),
    ('\u{8CA}', '\u{8E1}'),
    ('\u{8E3}', '\u{8FF}'),
    ('\u{10ECB}', '\u{10ECF}'),
    ('\u{10EF0}', '\u{10EFF}'),
];

/// Arabic letters: `gc=Lo` and `sc=Arab`. Tatweel is `Lm`: no letter here.
pub const LETTERS: &[(char, char)] = &[
    ('\u{620}', '\u{63F}'),
    ('\u{641}', '\u{64A}'),
    ('\u{66E}', '\u{66F}'),
    ('\u{671}', '\u{6D3}'),
    ('\u{6D5}', '\u{6D5}'),
    ('\u{6EE}', '\u{6EF}'),
    ('\u{6FA}', '\u{6FC}'),
    ('\u{6FF}', '\u{6FF}'),
    ('\u{750}', '\u{77F}'),
    ('\u{870}', '\u{887}'),
    ('\u{889}', '\u{88F}'),
    ('\u{8A0}', '\u{8C8}'),
    ('\u{FB50}', '\u{FBB1}'),
    ('\u{FBD3}', '\u{FD3D}'),
    ('\u{FD50}', '\u{FD8F}'),
    ('\u{FD92}', '\u{FDC7}'),
    ('\u{FDF0}', '\u{FDFB}'),
    ('\u{FE70}', '\u{FE74}'),
    ('\u{FE76}', '\u{FEFC}'),
    ('\u{10EC2}', '\u{10EC4}'),
    ('\u{10EC6}', '\u{10EC7}'),
    ('\u{10ED9}', '\u{10EEE}'),
    ('\u{1EE00}', '\u{1EEBB}'),
];

/// White space that is a space: `gc=Zs`. TAB, CR, U+0085, U+2028 and their like are none: they part lines.
pub const SPACES: &[(char, char)] = &[
    (' ', ' '),
    ('\u{A0}', '\u{A0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200A}'),
    ('\u{202F}', '\u{202F}'),
    ('\u{205F}', '\u{205F}'),
    ('\u{3000}', '\u{3000}'),
];

/// Whether a set holds a character.
pub(super) fn holds(set: &[(char, char)], c: char) -> bool {
    let after = set.partition_point(|&(first, _)| first <= c);
    after > 0 && c <= set[after - 1].1
}
