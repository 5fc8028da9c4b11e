//! Marker: the sign that opens a list item, told by its own shape.

use crate::ascii::AsciiSet;
use crate::letters::{arabic_letter, is_alphabetic, is_alphanumeric};
use crate::lines::{is_invisible, visible};

/// A marker at the head of a line and what it marks.
///
/// Only the line itself is looked at. Whether its neighbours make it an item (letters and ordinals count in a
/// run only, a lone number hardly ever) is for the caller to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker<'a> {
    /// The marker as it stands: `-`, `١ -`, `(1)`, `أولاً:`.
    pub raw: &'a str,
    /// What kind of marker it is.
    pub class: Class,
    /// Columns of white space before it; a tab goes on to the next multiple of four.
    pub indent: usize,
    /// The text of the item without the white space and controls around it; it holds a letter or digit.
    pub rest: &'a str,
}

/// The kind of a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A glyph: `-`, `•`, `➤` …
    Bullet(char),
    /// A number in decimal digits.
    Number {
        /// What the digits say.
        value: u32,
        /// Whose digits they are.
        script: Script,
        /// What parts the number from the text.
        delimiter: Delimiter,
    },
    /// An Arabic letter; every alef is given as the bare one.
    Letter(char),
    /// An ordinal word by its rank: 1 for `أولاً` … 10 for `عاشراً`, [`LAST`] for `أخيراً`.
    Ordinal(u8),
}

/// The rank of `أخيراً`: only its neighbours know which one it is.
pub const LAST: u8 = u8::MAX;

/// The digits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// 0–9
    Ascii,
    /// ٠–٩
    ArabicIndic,
    /// ۰–۹
    Persian,
}

/// What parts a number from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// `1.`
    Stop,
    /// `1)`
    Parenthesis,
    /// `(1)`
    Parentheses,
    /// `[1]`
    Brackets,
    /// `1/` before a space.
    Slash,
    /// `1-`, also with an en dash, em dash or minus sign.
    Dash,
    /// `1ـ`
    Tatweel,
    /// The keycap emoji: digit, U+FE0F, U+20E3.
    Keycap,
}

/// The two orders in which Arabic letters count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// أ ب ج د ه و ز ح ط ي …
    Abjad,
    /// أ ب ت ث ج ح خ د ذ ر …
    Alphabetical,
}

/// Glyphs that mark an item with or without a space after them; the last six are • ▪ ➢ ❖ ✓ □ of Symbol and Wingdings.
const GLYPHS: [char; 48] = [
    '•', '●', '○', '◦', '■', '□', '▪', '▫', '◆', '◇', '◄', '◀', '►', '▶', '➤', '➢', '✓', '✔', '✅', '★', '☆',
    '✦', '‣', '⁃', '◾', '◽', '❖', '➔', '➜', '▸', '☐', '☑', '☒', '✗', '✘', '✖', '❌', '🔹', '🔸', '🔷',
    '🔶', '📌', '\u{F0B7}', '\u{F0A7}', '\u{F0D8}', '\u{F076}', '\u{F0FC}', '\u{F06F}',
];

/// The letter that word processors set for a hollow bullet, a glyph before Arabic alone.
const HOLLOW: char = 'o';

/// Glyphs that mark an item only with a space after them: they have other uses inside words and numbers.
const fn is_spaced_glyph(c: char) -> bool {
    is_dash(c) || matches!(c, '*' | '+' | '·' | '»' | '›' | 'ـ')
}

const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '−')
}

const ABJAD: &str = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ";

const ALPHABET: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";

/// Ordinal words, alef bare: their first letters, what follows, and their ranks.
const ORDINALS: [(char, &[(&str, u8)]); 7] = [
    ('ا', &[("ولا", 1), ("خيرا", LAST)]),
    ('ث', &[("انيا", 2), ("الثا", 3), ("امنا", 8)]),
    ('ر', &[("ابعا", 4)]),
    ('خ', &[("امسا", 5)]),
    ('س', &[("ادسا", 6), ("ابعا", 7)]),
    ('ت', &[("اسعا", 9)]),
    ('ع', &[("اشرا", 10)]),
];

/// A number of more digits is a year or an amount.
const MOST_DIGITS: usize = 3;

/// The marker that opens `line`, or `None` where the line opens with none or holds nothing but marks.
#[inline]
pub fn parse(line: &str) -> Option<Marker<'_>> {
    if surely_opens_none(line) { None } else { parse_doubtful(line) }
}

/// The same where a marker may open the line, as few do.
#[inline(never)]
fn parse_doubtful(line: &str) -> Option<Marker<'_>> {
    spaced_bullet(line).or_else(|| parse_slowly(line))
}

/// The bullet of nearly all items: of ASCII, with a space and a letter of Arabic right behind it.
fn spaced_bullet(line: &str) -> Option<Marker<'_>> {
    let &[glyph @ (b'-' | b'*' | b'+'), b' ', lead, trail] = line.as_bytes().first_chunk()? else {
        return None;
    };
    arabic_letter([lead, trail])?;
    let (raw, rest) = (&line[..1], visible(&line[2..]));
    Some(Marker { raw, class: Class::Bullet(char::from(glyph)), indent: 0, rest })
}

fn parse_slowly(line: &str) -> Option<Marker<'_>> {
    let start = line.find(|c| !is_invisible(c))?;
    let sign = Sign::read(&line[start..])?;
    let body = line[start..].trim_end_matches(is_invisible);
    let rest = body[sign.length..].trim_start_matches(is_invisible);
    (sign.guarded(body) && rest.contains(is_alphanumeric)).then(|| Marker {
        raw: &body[..sign.length],
        class: sign.class,
        indent: columns(&line[..start]),
        rest,
    })
}

/// The glyph that opens a line right before an Arabic letter, `-نص`, as a marker. Such a line is an item only beside others
/// like it.
pub fn parse_glued(line: &str) -> Option<Marker<'_>> {
    // All letters of Arabic begin with such a byte, and none of the glyphs.
    let is_other =
        |first: u8| (0x80..0xE2).contains(&first) || first.is_ascii_graphic() && !b"-*".contains(&first);
    if line.bytes().next().is_none_or(is_other) {
        return None;
    }
    let start = line.find(|c| !is_invisible(c))?;
    let glyph = line[start..].chars().next().filter(|&c| is_dash(c) || c == '*')?;
    let (raw, rest) = line[start..].trim_end_matches(is_invisible).split_at(glyph.len_utf8());
    let is_stressed = glyph == '*' && rest.contains('*');
    (rest.starts_with(|c| matches!(c, 'ء'..='ي')) && !is_stressed).then(|| Marker {
        raw,
        class: Class::Bullet(glyph),
        indent: columns(&line[..start]),
        rest,
    })
}

/// The kind of a marker that stands by itself, as [`Marker::raw`] gives it.
pub fn class(raw_marker: &str) -> Option<Class> {
    Sign::read(raw_marker.trim_matches(is_invisible)).map(|sign| sign.class)
}

/// The place of a letter in an order, from 1; the letter as [`Class::Letter`] gives it.
pub fn rank(letter: char, order: Order) -> Option<u32> {
    let letters = match order {
        Order::Abjad => ABJAD,
        Order::Alphabetical => ALPHABET,
    };
    (1..).zip(letters.chars()).find_map(|(rank, c)| (c == letter).then_some(rank))
}

/// Whether a letter comes right behind another in an order; both as [`Class::Letter`] gives them.
pub fn follows(before: char, letter: char, order: Order) -> bool {
    rank(before, order).is_some_and(|before| rank(letter, order) == Some(before + 1))
}

/// Columns that white space takes: a tab goes on to the next multiple of four, controls take none.
#[inline]
pub fn columns(space: &str) -> usize {
    space.chars().fold(0, |columns, c| match c {
        '\t' => columns / 4 * 4 + 4,
        c if c.is_whitespace() => columns + 1,
        _ => columns,
    })
}

/// A sign at the head of a text, before any guard.
struct Sign {
    class: Class,
    length: usize,
    /// Digits or letters and delimiter stand apart: `1 - `.
    parted: bool,
}

impl Sign {
    fn read(text: &str) -> Option<Self> {
        if surely_opens_none(text) { None } else { Self::read_slowly(text) }
    }

    fn read_slowly(text: &str) -> Option<Self> {
        let first = text.chars().next()?;
        if is_bullet(first) {
            // An emoji glyph may carry its variation selector.
            let glyph = first.len_utf8();
            let length =
                glyph + if text[glyph..].starts_with('\u{FE0F}') { '\u{FE0F}'.len_utf8() } else { 0 };
            return Some(Self { class: Class::Bullet(first), length, parted: false });
        }
        if first == HOLLOW {
            return Some(Self { class: Class::Bullet(HOLLOW), length: HOLLOW.len_utf8(), parted: false });
        }
        if let Some(inner) = text.strip_prefix('(') {
            return enclosed(inner, ')', Delimiter::Parentheses);
        }
        if let Some(inner) = text.strip_prefix('[') {
            // `[1](…)` is a link.
            let ends = |tail: &str| tail.is_empty() || is_spaced(tail);
            return enclosed(inner, ']', Delimiter::Brackets).filter(|sign| ends(&text[sign.length..]));
        }
        if digit(first).is_some() { numbered(text) } else { lettered(text).or_else(|| ordinal(text)) }
    }

    /// Whether what follows the sign lets it be a marker.
    fn guarded(&self, body: &str) -> bool {
        let tail = &body[self.length..];
        let next = tail.chars().next();
        let spaced = is_spaced(tail);
        match self.class {
            Class::Bullet(HOLLOW) => {
                let text = tail.trim_start_matches(is_invisible);
                spaced && text.starts_with(|c: char| !c.is_ascii() && is_alphabetic(c))
            }
            Class::Bullet(glyph) if is_spaced_glyph(glyph) => spaced,
            // A rating (★★★☆☆) or a rule (■■■) is no item.
            Class::Bullet(_) => !next.is_some_and(is_bullet),
            Class::Number { delimiter, .. } => {
                let digits = body
                    .chars()
                    .skip_while(|&c| matches!(c, '(' | '['))
                    .take_while(|&c| digit(c).is_some())
                    .count();
                // `1/ 2 كوب`, `15/ رمضان/ 1435`.
                let counts =
                    |tail: &str| tail.contains('/') || tail.trim_start().starts_with(|c| digit(c).is_some());
                digits <= MOST_DIGITS
                    && !self.is_arithmetic(tail)
                    && !(delimiter == Delimiter::Slash && counts(tail))
                    && (spaced || !matches!(delimiter, Delimiter::Keycap | Delimiter::Slash))
            }
            // أ.د. is an abbreviation, ب-52 a name.
            Class::Letter(_) => {
                let abbreviated = lettered(tail).is_some_and(|sign| tail[..sign.length].ends_with('.'));
                !abbreviated && next.is_none_or(|c| digit(c).is_none())
            }
            Class::Ordinal(_) => true,
        }
    }

    /// `1.5`, `12-3-2020`, `12 - 15`, `3 - س = 2`: a number that counts something.
    fn is_arithmetic(&self, tail: &str) -> bool {
        let tail = if self.parted { tail.trim_start() } else { tail };
        tail.starts_with(|c| digit(c).is_some()) || (self.parted && tail.contains('='))
    }
}

/// The characters of ASCII that open markers.
pub(super) const OPENERS: AsciiSet = AsciiSet::of("0123456789([-+*o");

/// Whether no marker opens a text, as its first bytes tell of nearly all.
#[inline]
fn surely_opens_none(text: &str) -> bool {
    let is_other = |first: u8| first.is_ascii_graphic() && !OPENERS.has(first);
    opens_with_word(text) || text.bytes().next().is_some_and(is_other)
}

/// Whether a text surely opens with a word that is no ordinal, as nearly all do: by its first two letters. No marker
/// opens such a text, nor does a sign of ASCII.
#[inline]
pub(super) fn opens_with_word(text: &str) -> bool {
    match text.as_bytes() {
        &[a @ (0xD8 | 0xD9), b, c @ (0xD8 | 0xD9), d, ..] => {
            WORDS[of_row(a, b)][usize::from(c & 1)] >> (d & 0x3F) & 1 != 0
        }
        _ => false,
    }
}

/// The place of a character among those of U+0600–067F, by its bytes.
const fn of_row(lead: u8, trail: u8) -> usize {
    (lead as usize & 1) << 6 | trail as usize & 0x3F
}

/// For each character of U+0600–067F: a bit for each that makes with it two letters that open no ordinal.
static WORDS: [[u64; 2]; 128] = {
    let (mut words, mut one) = ([[0; 2]; 128], 0);
    while one < words.len() {
        let mut other = 0;
        while other < words.len() {
            if let (Some(first), Some(second)) = (letter_of_row(one), letter_of_row(other))
                && !may_open_ordinal(bare(first), bare(second))
            {
                words[one][other >> 6] |= 1 << (other & 0x3F);
            }
            other += 1;
        }
        one += 1;
    }
    words
};

/// The letter at a place of U+0600–067F that Arabic is written with.
const fn letter_of_row(place: usize) -> Option<char> {
    arabic_letter([0xD8 | (place >> 6) as u8, 0x80 | (place & 0x3F) as u8])
}

/// Whether one of [`ORDINALS`] opens with two letters; some others do, too.
const fn may_open_ordinal(one: char, other: char) -> bool {
    matches!((one, other), ('ا', 'و' | 'خ') | ('ث' | 'ر' | 'خ' | 'س' | 'ت' | 'ع', 'ا'))
}

/// `(1)`, `[أ]`; `inner` begins behind what opens it.
fn enclosed(inner: &str, closer: char, delimiter: Delimiter) -> Option<Sign> {
    let end = inner.char_indices().take(12).find_map(|(at, c)| (c == closer).then_some(at))?;
    let sign = inner[..end].trim();
    // The opener is as wide as the closer.
    let length = end + 2 * closer.len_utf8();
    let class = match digits(sign) {
        Some((value, script, width)) if width == sign.len() => Class::Number { value, script, delimiter },
        _ => Class::Letter(letter(sign.strip_suffix('ـ').unwrap_or(sign))?),
    };
    Some(Sign { class, length, parted: false })
}

/// Digits and what parts them from the text.
fn numbered(text: &str) -> Option<Sign> {
    let (value, script, width) = digits(text)?;
    let gap = gap(&text[width..]);
    let tail = &text[width + gap..];
    let (delimiter, length) = match tail.chars().next()? {
        '\u{FE0F}' if gap == 0 && tail['\u{FE0F}'.len_utf8()..].starts_with('\u{20E3}') => {
            (Delimiter::Keycap, "\u{FE0F}\u{20E3}".len())
        }
        '.' => (Delimiter::Stop, 1),
        ')' => (Delimiter::Parenthesis, 1),
        '/' => (Delimiter::Slash, 1),
        'ـ' => (Delimiter::Tatweel, 'ـ'.len_utf8()),
        c if is_dash(c) => (Delimiter::Dash, c.len_utf8()),
        _ => return None,
    };
    let class = Class::Number { value, script, delimiter };
    Some(Sign { class, length: width + gap + length, parted: gap > 0 })
}

/// One letter and what parts it from the text.
fn lettered(text: &str) -> Option<Sign> {
    let mut letters = text.chars();
    let first = letters.next()?;
    // A word, as nearly always.
    if letters.next().is_some_and(|c| c != 'ـ' && is_alphabetic(c)) {
        return None;
    }
    let mut width = first.len_utf8();
    // The fifth letter is written with a tatweel of its own: هـ.
    width += if text[width..].starts_with('ـ') { 'ـ'.len_utf8() } else { 0 };
    let gap = gap(&text[width..]);
    let (length, parted) = match text[width + gap..].chars().next() {
        Some(c) if c == '.' || c == ')' || c == 'ـ' || is_dash(c) => (width + gap + c.len_utf8(), gap > 0),
        _ => (width, false),
    };
    if length == first.len_utf8() {
        return None;
    }
    let class = Class::Letter(letter(&text[..first.len_utf8()])?);
    // بـالقلم is a stretched word.
    let stretched =
        text[..length].ends_with('ـ') && text[length..].starts_with(|c: char| is_alphabetic(c) || is_mark(c));
    (!stretched).then_some(Sign { class, length, parted })
}

/// An ordinal word and what parts it from the text.
fn ordinal(text: &str) -> Option<Sign> {
    let first = text.chars().next()?;
    let &(_, words) = ORDINALS.iter().find(|&&(letter, _)| letter == bare(first))?;
    let (tail, rank) =
        words.iter().find_map(|&(word, rank)| Some((spelled(&text[first.len_utf8()..], word)?, rank)))?;
    let width = first.len_utf8() + tail;
    let gap = gap(&text[width..]);
    let delimiter = text[width + gap..].chars().next().filter(|&c| is_delimiter(c))?;
    let length = width + gap + delimiter.len_utf8();
    Some(Sign { class: Class::Ordinal(rank), length, parted: gap > 0 })
}

/// How many bytes of a text spell the end of a word, whatever its alefs, its marks and its tatweel, where it does not go
/// on.
fn spelled(text: &str, end: &str) -> Option<usize> {
    let mut letters = text.char_indices().filter(|&(_, c)| !is_mark(c) && c != 'ـ');
    if !end.chars().all(|letter| letters.next().is_some_and(|(_, c)| bare(c) == letter)) {
        return None;
    }
    let width = letters.next().map_or(text.len(), |(at, _)| at);
    // Marks may triple the letters of a word, of which none has more than six; more is no word.
    (width <= 46 && !text[width..].starts_with(is_alphabetic)).then_some(width)
}

/// What parts an ordinal word from the text.
const fn is_delimiter(c: char) -> bool {
    matches!(c, ':' | '،' | '-' | '–' | '—' | '.' | ')')
}

/// Leading decimal digits of one script: value, script, width in bytes. At most nine, as in CommonMark.
fn digits(text: &str) -> Option<(u32, Script, usize)> {
    let (_, script) = digit(text.chars().next()?)?;
    let mut value = 0;
    let mut width = 0;
    for (count, c) in text.chars().enumerate() {
        match digit(c) {
            Some(_) if count == 9 => return None,
            Some((d, s)) if s == script => value = value * 10 + d,
            Some(_) => return None,
            None => break,
        }
        width += c.len_utf8();
    }
    Some((value, script, width))
}

/// The value of a decimal digit, and whose it is.
pub(super) fn digit(c: char) -> Option<(u32, Script)> {
    let (zero, script) = match c {
        '0'..='9' => ('0', Script::Ascii),
        '٠'..='٩' => ('٠', Script::ArabicIndic),
        '۰'..='۹' => ('۰', Script::Persian),
        _ => return None,
    };
    Some((c as u32 - zero as u32, script))
}

/// The letter that is the whole of `text`, alef bare.
fn letter(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let letter = bare(chars.next()?);
    (chars.next().is_none() && ALPHABET.contains(letter)).then_some(letter)
}

/// Any alef as the bare one.
const fn bare(c: char) -> char {
    if matches!(c, 'أ' | 'إ' | 'آ' | 'ٱ') { 'ا' } else { c }
}

/// Width of what parts a number from its delimiter: one character of white space at most, or what keeps letters from
/// joining.
fn gap(text: &str) -> usize {
    text.chars().next().filter(|&c| c.is_whitespace() || is_joiner(c)).map_or(0, char::len_utf8)
}

/// Whether white space stands at the head of a text, behind controls perhaps.
pub(super) fn is_spaced(text: &str) -> bool {
    text.starts_with(' ') || text.trim_start_matches(is_control).starts_with(char::is_whitespace)
}

/// ZERO WIDTH NON-JOINER and JOINER, which word processors set behind the letters of a list.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_bullet(c: char) -> bool {
    // No letter of Arabic need be looked for among them.
    c >= '\u{2000}' && GLYPHS.contains(&c) || is_spaced_glyph(c)
}

/// A vowel mark or a hamza above or below.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Invisible and without width.
fn is_control(c: char) -> bool {
    is_invisible(c) && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bullet_of_nearly_all_items_is_read_as_any_other() {
        for glyph in ["-", "*", "+", "–", "o"] {
            for rest in ["نص", " نص ", "  نص", "", " ", " abc", " ً", " - نص", " نص\u{200F}\t"] {
                let line = format!("{glyph}{rest}");
                assert_eq!(parse(&line), parse_slowly(&line), "{line}");
            }
        }
        assert!(spaced_bullet("- نص").is_some());
    }

    #[test]
    fn no_sign_opens_what_surely_has_none() {
        let ordinals =
            ORDINALS.iter().flat_map(|&(first, ends)| ends.iter().map(move |(end, _)| (first, end)));
        for (first, end) in ordinals {
            assert!(Sign::read(&format!("{first}{end}: نص")).is_some(), "{first}{end}");
        }
        let letters = || ('\u{600}'..='\u{6FF}').chain(' '..='~');
        for (one, other) in letters().flat_map(|one| letters().map(move |other| (one, other))) {
            for rest in ["", ". نص", "ل نص"] {
                let text = format!("{one}{other}{rest}");
                assert!(!surely_opens_none(&text) || Sign::read_slowly(&text).is_none(), "{text}");
            }
        }
    }
}
