//! Marks: runs of stars and tildes, and the roles of those that only a look at both of a pair tells.
//!
//! Editors and converters leave the space of a bold word inside its marks: `**العنوان: **النص`, `** مهم **`. CommonMark
//! reads two openings there, or none. Where it would leave a mark without a partner and the marks can be read two by
//! two, they are.

use super::dialect;
use super::letters::is_arabic_letter;
use crate::letters::is_alphanumeric;

/// A run of stars or tildes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The character before it.
    pub(super) last: Option<char>,
    /// The character behind it.
    pub(super) next: Option<char>,
}

/// What a mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Opens,
    Closes,
}

/// What stands on a side of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Space,
    Letter,
    Sign,
}

impl Side {
    fn of(c: Option<char>) -> Self {
        match c {
            Some(c) if is_alphanumeric(c) || is_arabic_letter(c) && !is_sign(c) => Self::Letter,
            Some(c) if !c.is_whitespace() => Self::Sign,
            _ => Self::Space,
        }
    }
}

/// A side of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    Before,
    Behind,
}

impl Mark {
    fn length(&self) -> usize {
        self.end - self.start
    }

    /// What stands before it and behind it.
    fn sides(&self) -> (Side, Side) {
        (Side::of(self.last), Side::of(self.next))
    }

    /// Whether white space or the end of the text is on both sides.
    fn floats(&self) -> bool {
        self.sides() == (Side::Space, Side::Space)
    }

    /// Whether it may open and whether it may close emphasis (CommonMark §6.2, and the fences of lone marks).
    fn may(&self) -> (bool, bool) {
        let opens =
            |inside, outside| inside != Side::Space && (inside == Side::Letter || outside != Side::Letter);
        let (before, behind) = self.sides();
        let is_fenced = self.clitic().is_some();
        (opens(behind, before) || is_fenced, opens(before, behind) || is_fenced)
    }

    /// Where the sign stands beside two stars that have a letter of Arabic on their other side: its articles, conjunctions
    /// and prepositions are written together with what is bold.
    pub(super) fn clitic(&self) -> Option<Beside> {
        let letter = |c: Option<char>| c.is_some_and(is_arabic_letter);
        let sign = |c: Option<char>| c.is_some_and(is_sign);
        match (self.last, self.next) {
            _ if self.length() != 2 => None,
            (last, next) if letter(last) && sign(next) => Some(Beside::Behind),
            (last, next) if sign(last) && letter(next) => Some(Beside::Before),
            _ => None,
        }
    }
}

/// The runs of a text that are not escaped and not code. Four stars between two words are the end of one bold word and the begin of another.
pub(super) fn of(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['*', '~', '`', '\\']).map(|next| at + next) {
        let sign = text.as_bytes()[start];
        if matches!(sign, b'`' | b'\\') {
            at = start + dialect::hidden_length(&text[start..]);
            continue;
        }
        let end = start + text[start..].bytes().take_while(|&byte| byte == sign).count();
        let (last, next) = (text[..start].chars().next_back(), text[end..].chars().next());
        let mark = Mark { start, end, last, next };
        let touches = |c: Option<char>| Side::of(c) != Side::Space;
        if sign == b'*' && mark.length() == 4 && touches(last) && touches(next) {
            let middle = start + 2;
            marks.push(Mark { end: middle, next: None, ..mark });
            marks.push(Mark { start: middle, last: None, ..mark });
        } else if sign == b'*' || mark.length() == 2 {
            marks.push(mark);
        }
        at = end;
    }
    marks
}

/// The roles of the marks, where CommonMark would not find them.
pub(super) fn roles(text: &str, marks: &[Mark]) -> Vec<Option<Role>> {
    let mut roles = vec![None; marks.len()];
    if marks.len() < 2 {
        return roles;
    }
    for (width, sign) in [(1, b'*'), (2, b'*'), (2, b'~')] {
        let is_such = |mark: &Mark| mark.length() == width && text.as_bytes()[mark.start] == sign;
        let such: Vec<usize> = (0..marks.len()).filter(|&at| is_such(&marks[at])).collect();
        let is_pair = |pair: &[usize]| match *pair {
            [open, close] => is_pair(text, &marks[open], &marks[close], such.len() == 2),
            _ => false,
        };
        let holds_halves = such.windows(2).any(|pair| marks[pair[0]].end == marks[pair[1]].start);
        let is_matched = !holds_halves && is_matched(such.iter().map(|&at| &marks[at]));
        if !is_matched && such.chunks(2).all(is_pair) {
            for (nth, &at) in such.iter().enumerate() {
                roles[at] = Some(if nth % 2 == 0 { Role::Opens } else { Role::Closes });
            }
        }
    }
    roles
}

/// Whether CommonMark finds a partner for each mark.
fn is_matched<'m>(marks: impl Iterator<Item = &'m Mark>) -> bool {
    let mut open = 0_usize;
    for mark in marks {
        match mark.may() {
            (_, true) if open > 0 => open -= 1,
            (true, _) => open += 1,
            _ => return false,
        }
    }
    open == 0
}

/// Words between two marks that float at most.
const MOST_WORDS: usize = 4;

/// Whether a reader sees a pair: words of Arabic between two marks, each of which touches them or floats beside them; both
/// float where they are the `only` ones.
fn is_pair(text: &str, open: &Mark, close: &Mark, only: bool) -> bool {
    let inside = &text[open.end..close.start];
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_numeric() || c.is_ascii_alphabetic());
    let beside = |text: &str, last: bool| {
        let text = text.trim();
        is_word(if last { text.chars().next_back() } else { text.chars().next() })
    };
    let ((before, first), (last, behind)) = (open.sides(), close.sides());
    if open.length() == 1 {
        // A star alone marks a footnote or multiplies: both of a pair touch a sign, and one of them stands free.
        return (first, last) == (Side::Sign, Side::Sign)
            && (before == Side::Space && close.next.is_some_and(is_arabic_letter)
                || behind == Side::Space && open.last.is_some_and(is_arabic_letter));
    }
    let opens = match (before, first) {
        // Behind a word with a space a mark closes, or is a footnote's.
        (Side::Letter, Side::Space) => false,
        (Side::Letter, _) => open.last.is_some_and(is_arabic_letter),
        _ => true,
    };
    let closes = match (last, behind) {
        (Side::Space, Side::Letter) => close.next.is_some_and(is_arabic_letter),
        _ => true,
    };
    let whole = open.start == 0 && close.end == text.len();
    // Two marks that float multiply, open footnotes, or part verses: a pair is alone in its text, holds few words, has words
    // before it, and no figures beside it.
    let floating = open.floats()
        && close.floats()
        && !whole
        && (!only
            || inside.split_whitespace().nth(MOST_WORDS).is_some()
            || open.start == 0
            || beside(&text[..open.start], true)
            || beside(&text[close.end..], false)
            || beside(inside, true)
            || beside(inside, false));
    opens && closes && !floating && inside.contains(is_arabic_letter)
}

/// Whether a mark is bold text without text, as editors leave it behind a sentence.
pub(super) fn is_void(text: &str, marks: &[Mark], nth: usize) -> bool {
    let mark = &marks[nth];
    mark.length() == 4
        && text[mark.end..].trim().is_empty()
        && mark.last.is_some_and(|last| ".!?؟…»)".contains(last))
        && marks[..nth].iter().filter(|mark| mark.length() == 2).count() % 2 == 0
        && text.as_bytes()[mark.start] == b'*'
}

/// Whether a character is a sign beside which marks stand.
pub(super) fn is_sign(c: char) -> bool {
    /// Those beyond ASCII.
    const SIGNS: &str = "«»“”‘’،؛؟…–—﴿﴾٪﷼°";
    c.is_ascii_punctuation() && c != '\\' || SIGNS.contains(c)
}
