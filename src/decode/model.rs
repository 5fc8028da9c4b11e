//! Model: how many bits a text costs, character after character, if it is Arabic or Western European.
//!
//! Every decision of this stage that needs a sense of the language asks for the same sum: which of some legacy
//! encodings makes the bytes cheapest, whether a text that looks damaged is cheaper repaired, whether a line
//! is cheaper reversed. Letters cost what their pairs cost in real text ([`LETTER_PAIRS`]); the rest is priced
//! by rules. ASCII costs nothing, since it is the same on either side of every comparison.

use std::sync::LazyLock;

use super::letters::{BOUNDARY, LETTER_PAIRS, letter};

/// What a character is to the model: an Arabic letter, [`BOUNDARY`], or one of the classes below.
pub(super) type Class = u8;

/// A letter of the Arabic script that Arabic does not use.
const RARE: Class = BOUNDARY + 1;
/// A vowel mark that may stand in a word.
const MARK: Class = BOUNDARY + 2;
const TATWEEL: Class = BOUNDARY + 3;
/// Punctuation outside ASCII that is not Arabic alone, and NBSP.
const STOP: Class = BOUNDARY + 4;
/// An ASCII letter.
const LATIN: Class = BOUNDARY + 5;
/// A Latin letter outside ASCII.
const ACCENTED: Class = BOUNDARY + 6;
/// An Arabic-Indic digit.
const DIGIT: Class = BOUNDARY + 7;
/// Any other sign.
const SYMBOL: Class = BOUNDARY + 8;
/// A C1 control, or U+FFFD for an undefined byte.
const UNDEFINED: Class = BOUNDARY + 9;
/// A vowel mark that ends a word: dammatan or kasratan. ISO-8859-6 has them where windows-1256 has ى and ي.
const ENDING: Class = BOUNDARY + 10;
/// Punctuation of Arabic alone.
const COMMA: Class = BOUNDARY + 11;

const CLASSES: usize = COMMA as usize + 1;

/// Costs in quarters of a bit.
pub(super) const BIT: u64 = 4;

/// What a character of the second class costs after one of the first.
static COST: [[u8; CLASSES]; CLASSES] = costs();

/// The classes of the characters that texts are made of.
static CLASS: LazyLock<[Class; 0x700]> =
    LazyLock::new(|| std::array::from_fn(|c| char::from_u32(c as u32).map_or(UNDEFINED, classify)));

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    CLASS.get(c as usize).copied().unwrap_or_else(|| classify(c))
}

fn classify(c: char) -> Class {
    if let Some(letter) = letter(c) {
        return letter;
    }
    match c {
        'a'..='z' | 'A'..='Z' => LATIN,
        '\0'..='\x7F' => BOUNDARY,
        'ـ' => TATWEEL,
        '\u{64C}' | '\u{64D}' => ENDING,
        '\u{64B}'..='\u{652}' | '\u{670}' => MARK,
        '٠'..='٩' => DIGIT,
        '«' | '»' | '\u{A0}' | '\u{2010}'..='\u{2026}' => STOP,
        '،' | '؛' | '؟' | '٪' => COMMA,
        '\u{80}'..='\u{9F}' | '\u{FFFD}' => UNDEFINED,
        '\u{620}'..='\u{6D5}' => RARE,
        'ª' | 'º' => SYMBOL,
        _ if c.is_alphabetic() => ACCENTED,
        _ => SYMBOL,
    }
}

/// The cost of a character of class `next` after one of class `last`, in quarters of a bit.
pub(super) fn cost(last: Class, next: Class) -> u64 {
    COST[usize::from(last)][usize::from(next)].into()
}

/// The cost of a text that stands between boundaries, in quarters of a bit.
pub(super) fn cost_of(text: impl Iterator<Item = char>) -> u64 {
    cost_between(BOUNDARY, text, BOUNDARY)
}

/// The cost of a text between two neighbours, the second of them included.
pub(super) fn cost_between(before: Class, text: impl Iterator<Item = char>, after: Class) -> u64 {
    let mut last = before;
    let mut sum = 0;
    for next in text.map(class).chain([after]) {
        sum += cost(last, next);
        last = next;
    }
    sum
}

const fn costs() -> [[u8; CLASSES]; CLASSES] {
    let mut table = [[0; CLASSES]; CLASSES];
    let mut last = 0;
    while last < CLASSES {
        let mut next = 0;
        while next < CLASSES {
            table[last][next] = rule(last as Class, next as Class);
            next += 1;
        }
        last += 1;
    }
    table
}

/// The prices that are not counted but set: what is common beside what is cheap, what never happens dear.
const fn rule(last: Class, next: Class) -> u8 {
    let arabic = last < BOUNDARY || matches!(last, RARE | MARK | TATWEEL | ENDING);
    let outside = matches!(last, BOUNDARY | STOP | COMMA | SYMBOL | DIGIT);
    match next {
        ..BOUNDARY => match last {
            ..=BOUNDARY => LETTER_PAIRS[last as usize][next as usize],
            STOP | COMMA | SYMBOL | DIGIT => LETTER_PAIRS[BOUNDARY as usize][next as usize],
            RARE | MARK | TATWEEL => 17,
            LATIN | ACCENTED | ENDING => 56,
            _ => 40,
        },
        BOUNDARY | STOP | COMMA => {
            let end = match last {
                RARE => 24,
                ACCENTED => 8,
                _ if last < BOUNDARY => LETTER_PAIRS[last as usize][BOUNDARY as usize],
                _ => 0,
            };
            end + if next == BOUNDARY { 0 } else { 24 }
        }
        RARE if arabic => 28,
        RARE => 64,
        MARK if arabic => 8,
        ENDING if arabic => 20,
        MARK | ENDING => 56,
        TATWEEL if arabic => 20,
        TATWEEL => 56,
        LATIN if arabic || last == COMMA => 40,
        LATIN => 0,
        ACCENTED => match last {
            LATIN => 24,
            _ if outside => 32,
            ACCENTED => 36,
            _ => 56,
        },
        DIGIT => match last {
            DIGIT => 14,
            _ if outside => 32,
            _ => 48,
        },
        SYMBOL => 44,
        _ => 120,
    }
}
