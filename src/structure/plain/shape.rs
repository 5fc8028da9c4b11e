//! Shape: what can be measured on a line alone, without its neighbours.

use std::sync::LazyLock;

use memchr::{memchr_iter, memchr2_iter, memrchr};

use super::CERTAIN_PARAGRAPH;
use super::words::{self, Class, Classes, Form};
use crate::letters::{Table, is_alphanumeric};
use crate::lines::is_invisible;
use crate::structure::key::{Key, Word, hash, is_silent};

/// How a line ends, from open to closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ending {
    /// A letter, digit or anything that closes nothing.
    #[default]
    Open,
    /// `:`
    Colon,
    /// `،` `,` `؛` `;`
    Comma,
    /// `..`, `…`
    Dots,
    /// `؟`
    Question,
    /// `!`
    Exclamation,
    /// `.`, also before a closing quote or parenthesis.
    Stop,
}

impl Ending {
    /// Whether a sentence ends here.
    pub(super) fn is_closed(self) -> bool {
        self >= Self::Dots
    }
}

/// What sort of character opens a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Opening {
    #[default]
    Letter,
    Capital,
    Small,
    Pictograph,
    Sign,
}

impl Opening {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' => Self::Small,
            'A'..='Z' => Self::Capital,
            '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' => Self::Pictograph,
            '"' | '“' | '”' | '«' | '\'' => Self::Letter,
            c if is_alphanumeric(c) => Self::Letter,
            _ => Self::Sign,
        }
    }
}

/// The measure of one line; silent characters (marks, tatweel, controls) do not count.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// Runs between white space; exact up to [`LONG`] bytes.
    pub(super) words: u16,
    /// Visible characters; exact up to [`LONG`] bytes.
    pub(super) characters: u16,
    pub(super) ending: Ending,
    pub(super) digits: u16,
    pub(super) latin: u16,
    pub(super) arabic: u16,
    pub(super) signs: u16,
    pub(super) commas: u16,
    /// Sentence ends inside the line.
    pub(super) breaks: u16,
    pub(super) quotes: u16,
    pub(super) parentheses: u16,
    /// Where the first inner colon stands, in words before it; 0 for none.
    pub(super) colon: u16,
    pub(super) pipes: u16,
    /// Dashes behind a space.
    pub(super) dashes: u16,
    pub(super) dots: u16,
    pub(super) opens_with_digit: bool,
    pub(super) opens_with_quote: bool,
    /// Opens with a pictograph, with another sign, with a small or a capital Latin letter.
    pub(super) opens_with: Opening,
    pub(super) closes_with_quote: bool,
    /// Opens with س: or ج: as in an interview.
    pub(super) is_speech: bool,
    /// A web or mail address or an account name.
    pub(super) address: bool,
    /// A mail address or an account name.
    pub(super) account: bool,
    /// Runs of two spaces or more, NBSP or TAB between words.
    pub(super) gaps: u16,
    /// Classes of the first word and of the second.
    pub(super) first: Classes,
    pub(super) second: Classes,
    /// What the first word is, and whether it is a verbal noun, or a verb of the future.
    pub(super) form: Form,
    pub(super) masdar: bool,
    pub(super) future: bool,
    /// Words behind the first that make a clause, finite verbs, and nouns with the article.
    pub(super) clauses: u16,
    pub(super) verbs: u16,
    pub(super) articles: u16,
    /// Words of the key.
    pub(super) keyed: u16,
    pub(super) imperfect: bool,
    pub(super) definite: bool,
    pub(super) conjoined: bool,
    /// Words of a date or time, and numbers.
    pub(super) dated: u16,
    /// Whether a day or a month is among them.
    pub(super) names_day: bool,
    /// Personal names, and names of places and agencies.
    pub(super) names: u16,
    pub(super) places: u16,
    /// Hashes of the first word and of the last two letters, for parallels.
    pub(super) opening: u32,
    pub(super) rhyme: u32,
    /// The folded key, of lines up to [`LONG`] bytes; of longer ones that of their first words.
    pub(super) key: Key,
}

/// Bytes above which only the head and the tail of a line are looked at: about forty Arabic words.
pub(super) const LONG: usize = 480;

/// Classes of the words of a date.
const DATE: Classes = DAY | Class::Time.bit();

/// Classes of the names of days and months.
const DAY: Classes = Class::Weekday.bit() | Class::Month.bit();

/// Bytes of a long line whose key is taken.
const HEAD: usize = 80;

impl Shape {
    /// Measures a text without the white space around it. Of a paragraph that needs no weighing only the head is
    /// counted, unless it is `marked` as an item.
    pub(super) fn of(text: &str, marked: bool) -> Self {
        let long = text.len() > LONG;
        let mut shape = Self { ending: ending(text), ..Self::default() };
        let words = if long { 1 + memchr_iter(b' ', text.as_bytes()).count() } else { 0 };
        let certain = words > usize::from(CERTAIN_PARAGRAPH) && !marked;
        let head = if long { cut(text, if certain { HEAD } else { LONG }) } else { text };
        shape.count(head);
        if long {
            shape.words = u16::try_from(words).unwrap_or(u16::MAX);
            shape.characters = u16::try_from(text.len() / 2).unwrap_or(u16::MAX);
        }
        let key = key_of(text);
        shape.read_key(&key, long);
        shape.key = key;
        shape.closes_with_quote = text.ends_with(['"', '”', '»', '“', '\'']);
        shape.is_speech = text.starts_with(['س', 'ج'])
            && text.split_once(':').is_some_and(|(before, _)| {
                before.chars().skip(1).all(|c| c.is_whitespace() || c.is_numeric() || is_silent(c))
            });
        shape.account = has_account(head);
        shape.address = shape.account || has_host(head);
        shape
    }

    fn count(&mut self, text: &str) {
        let mut tally = [0_u16; Sort::Sign as usize + 1];
        let mut in_word = false;
        let mut last = Sort::Space;
        let mut space = 0;
        SORTS.read(text, |sort| {
            tally[sort as usize] += 1;
            if sort.is_letter() && in_word {
                last = sort;
                return;
            }
            match sort {
                // It does not part what stands around it.
                Sort::Silent => return,
                Sort::Space | Sort::WideSpace => {
                    in_word = false;
                    space += if sort == Sort::WideSpace { 2 } else { 1 };
                    self.breaks += u16::from(matches!(last, Sort::Stop | Sort::EndSign | Sort::Ellipsis));
                    last = Sort::Space;
                    return;
                }
                _ => {}
            }
            if !in_word {
                self.gaps += u16::from(self.words > 0 && space > 1);
                self.words += 1;
                in_word = true;
            }
            space = 0;
            match sort {
                Sort::Colon if self.colon == 0 => self.colon = self.words,
                Sort::Dash if last == Sort::Space => self.dashes += 1,
                Sort::Stop if last == Sort::Stop => self.dots += 1,
                Sort::Ellipsis => self.dots += 1,
                Sort::Colon | Sort::Dash | Sort::Stop | Sort::EndSign | Sort::Sign => self.signs += 1,
                _ => {}
            }
            last = sort;
        });
        let of = |sort: Sort| tally[sort as usize];
        self.arabic = of(Sort::Arabic);
        self.latin = of(Sort::Latin);
        self.digits = of(Sort::Digit);
        self.commas = of(Sort::Comma);
        self.quotes = of(Sort::Quote);
        self.parentheses = of(Sort::Parenthesis);
        self.pipes = of(Sort::Pipe);
        self.characters =
            tally.iter().sum::<u16>() - of(Sort::Silent) - of(Sort::Space) - of(Sort::WideSpace);
        let first = text.chars().find(|&c| !is_silent(c) && !is_invisible(c));
        self.opens_with = first.map(Opening::of).unwrap_or_default();
        self.opens_with_digit = first.is_some_and(char::is_numeric);
        self.opens_with_quote = first.is_some_and(|c| matches!(c, '"' | '“' | '”' | '«' | '\''));
    }

    fn read_key(&mut self, key: &Key, long: bool) {
        let mut words = key.words();
        let mut next = || words.next().unwrap_or(Word::of(""));
        let (first, second) = (next(), next());
        (self.first, self.second) = (words::classes(first), words::classes(second));
        self.opening = first.hash;
        self.imperfect = words::is_imperfect(first.text);
        self.future = words::is_future(first.text);
        self.masdar = words::is_masdar(first.text);
        self.form = words::form(first.text, self.first, second.text);
        self.definite = first.text.starts_with("ال");
        self.conjoined = first.text.starts_with('و') && first.text.chars().nth(3).is_some();
        if !long {
            let known = [self.first, self.second].into_iter().map(Some).chain(std::iter::repeat(None));
            for (nth, (word, known)) in key.words().zip(known).enumerate() {
                self.read_word(word, known.unwrap_or_else(|| words::classes(word)), nth > 0);
            }
            self.rhyme = hash(key.tail().as_bytes());
        }
    }

    fn read_word(&mut self, word: Word<'_>, classes: Classes, inside: bool) {
        let has = |class: Class| u16::from(classes & class.bit() != 0);
        let number = self.digits > 0 && word.text.bytes().any(|b| b.is_ascii_digit());
        self.keyed += 1;
        self.dated += u16::from(number || classes & DATE != 0);
        self.names_day |= classes & DAY != 0;
        self.names += has(Class::Name);
        self.places += has(Class::Place);
        self.articles += u16::from(word.text.starts_with("ال"));
        if inside {
            self.clauses += has(Class::Clause);
            self.verbs += u16::from(classes == 0 && words::is_verb(word.text));
        }
    }

    /// Whether it reads as prose: long and closed, or very long. A headline may ask, or trail off.
    pub(super) fn is_prose(&self) -> bool {
        self.words >= 25 || (self.words >= 12 && self.ending >= Ending::Exclamation)
    }

    /// Whether it is a date or a time from its first word on.
    pub(super) fn is_dateline(&self) -> bool {
        self.is_date() && (self.opens_with_digit || self.first & DATE != 0)
    }

    /// Whether it names a day or a month, among little else.
    pub(super) fn is_date(&self) -> bool {
        self.dated >= 2
            && self.words <= 14
            && 5 * self.dated >= 3 * self.keyed
            && (self.names_day || self.digits >= 6)
    }
}

/// The key of a text, of a long one that of its head.
pub(super) fn key_of(text: &str) -> Key {
    Key::of(if text.len() > LONG { cut(text, HEAD) } else { text })
}

/// The longest head of `text` of at most `bytes` bytes that ends at a space, if any, else at a character.
pub(super) fn cut(text: &str, bytes: usize) -> &str {
    let end = text.floor_char_boundary(bytes);
    match memrchr(b' ', &text.as_bytes()[..end]) {
        Some(space) if end < text.len() && space > 0 => &text[..space],
        _ => &text[..end],
    }
}

/// How a text ends; white space and closing quotes behind it do not matter.
pub(super) fn ending(text: &str) -> Ending {
    let mut tail = text.chars().rev().filter(|&c| !is_silent(c) && !is_invisible(c));
    // A stop may stand before or behind a closing quote or parenthesis: ».  ”.  .)
    let closer = |c: &char| matches!(c, '"' | '“' | '”' | '»' | '«' | '\'' | ')' | ']' | '″');
    let mut quoted = false;
    let Some(last) = tail.by_ref().inspect(|c| quoted |= matches!(c, '"' | '”' | '»')).find(|c| !closer(c))
    else {
        return Ending::Open;
    };
    match last {
        '.' if tail.next() == Some('.') => Ending::Dots,
        '…' => Ending::Dots,
        '.' | '۔' => Ending::Stop,
        '؟' | '?' => Ending::Question,
        '!' => Ending::Exclamation,
        ':' if quoted => Ending::Open,
        ':' => Ending::Colon,
        '،' | ',' | '؛' | ';' => Ending::Comma,
        _ => Ending::Open,
    }
}

fn has_host(text: &str) -> bool {
    memchr2_iter(b'.', b':', text.as_bytes()).any(|at| {
        let (before, from) = text.as_bytes().split_at(at);
        from[0] == b'.' && before.ends_with(b"www")
            || ["://", ".com", ".net", ".org"].iter().any(|part| from.starts_with(part.as_bytes()))
    })
}

fn has_account(text: &str) -> bool {
    memchr_iter(b'@', text.as_bytes()).any(|at| {
        let (before, host) = (&text[..at], &text[at + 1..]);
        let word = before.rfind(char::is_whitespace).map_or(before, |space| &before[space..]);
        !word.contains('@') && host.starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

/// What a character is to the measure of a line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Arabic,
    Latin,
    Digit,
    /// Any other letter or digit.
    Letter,
    Silent,
    Space,
    /// A TAB or NBSP.
    WideSpace,
    Comma,
    Quote,
    Parenthesis,
    Colon,
    Pipe,
    Dash,
    Stop,
    Ellipsis,
    /// `؟` `?` `!`
    EndSign,
    /// Any other sign.
    Sign,
}

impl Sort {
    fn is_letter(self) -> bool {
        self <= Self::Letter
    }
}

static SORTS: LazyLock<Table<Sort>> = LazyLock::new(|| Table::new(sort));

fn sort(c: char) -> Sort {
    match c {
        _ if is_silent(c) => Sort::Silent,
        '\t' | '\u{A0}' => Sort::WideSpace,
        _ if is_invisible(c) => Sort::Space,
        'a'..='z' | 'A'..='Z' => Sort::Latin,
        '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' | '\u{FB50}'..='\u{FEFC}' => Sort::Arabic,
        '0'..='9' | '٠'..='٩' | '۰'..='۹' => Sort::Digit,
        '،' | ',' | '؛' | ';' => Sort::Comma,
        '"' | '“' | '”' | '«' | '»' => Sort::Quote,
        '(' | ')' | '[' | ']' => Sort::Parenthesis,
        ':' => Sort::Colon,
        '|' | '/' | '>' | '\\' => Sort::Pipe,
        '-' | '–' | '—' => Sort::Dash,
        '.' => Sort::Stop,
        '…' => Sort::Ellipsis,
        '؟' | '?' | '!' => Sort::EndSign,
        _ if is_alphanumeric(c) => Sort::Letter,
        _ => Sort::Sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        for (text, end) in [
            ("قال: «نعم.»", Ending::Stop),
            ("قال «نعم».", Ending::Stop),
            ("أين؟!", Ending::Exclamation),
            ("ومنها:", Ending::Colon),
            ("لا تقل..", Ending::Dots),
            ("لقاء وزيري الخارجية", Ending::Open),
            ("(2016)", Ending::Open),
            ("كتاب،", Ending::Comma),
            ("", Ending::Open),
        ] {
            assert_eq!(ending(text), end, "{text}");
        }
    }

    #[test]
    fn silent_characters_do_not_count() {
        let plain = Shape::of("أحمد صبري", false);
        for text in ["أحمــد صبـري", "أَحْمَدُ صَبْرِي", "\u{200F}أحمد صبري\u{200F}"]
        {
            let shape = Shape::of(text, false);
            assert_eq!((shape.words, shape.characters), (plain.words, plain.characters), "{text}");
            assert_eq!(shape.key, plain.key);
        }
    }

    #[test]
    fn dates_are_told_from_sentences() {
        for text in ["الأحد، 04 آب/اغسطس 2013", "2020/12/25 - 1:59 صباحًا", "15:52 ت م الثلاثاء"]
        {
            assert!(Shape::of(text, false).is_date(), "{text}");
        }
        assert!(!Shape::of("زار الوفد المدينة يوم الأحد", false).is_date());
    }
}
