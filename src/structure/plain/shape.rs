//! Shape: what can be measured on a line alone, without its neighbours.

use memchr::{memchr_iter, memchr2_iter, memrchr};

use super::tally::{self, Tally};
use super::words::{self, Class, Classes, Form};
use crate::ascii::AsciiSet;
use crate::letters::{arabic_letter, is_alphanumeric, is_numeric};
use crate::lines::is_invisible;
use crate::structure::key::{Key, Word, is_silent};
use crate::structure::lexicon::MOST_WORDS_OF_SMALL_PRINT;

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

/// The measure of one line; silent characters (marks, tatweel, controls) do not count.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// Runs between white space; exact up to [`LONG`] bytes.
    pub(super) words: u16,
    /// Visible characters; exact up to [`LONG`] bytes.
    pub(super) characters: u16,
    pub(super) ending: Ending,
    /// What stands in it; of long lines, in their heads.
    pub(super) tally: Tally,
    pub(super) opens_with_digit: bool,
    /// Opens with neither letter, digit, quotation mark nor pictograph.
    pub(super) opens_with_sign: bool,
    /// Has so many words that it is prose for certain, unless a marker or a cue says otherwise; the model is not asked.
    pub(super) is_certain: bool,
    /// Holds neither letter nor digit.
    pub(super) is_wordless: bool,
    /// Opens with س: or ج: as in an interview.
    pub(super) is_speech: bool,
    /// A web or mail address or an account name.
    pub(super) address: bool,
    /// A mail address or an account name.
    pub(super) account: bool,
    /// Classes of the first word.
    pub(super) first: Classes,
    /// What the first word is, and whether it is a verbal noun, an imperfect verb, or begins with و.
    pub(super) form: Form,
    pub(super) masdar: bool,
    pub(super) imperfect: bool,
    pub(super) conjoined: bool,
    /// The folded key, of lines up to [`LONG`] bytes; of longer ones that of their first words, or none where no word of
    /// furniture is looked for.
    pub(super) key: Key,
}

/// Bytes above which only the head and the tail of a line are looked at: about forty Arabic words.
pub(super) const LONG: usize = 480;

/// A unit of more words without a marker is a paragraph; the model is not asked,
const CERTAIN_PARAGRAPH: u16 = 40;

/// and fewer tell that whole sentences are.
const CERTAIN_SENTENCES: u16 = 24;

/// What a measure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// For labels: what is prose for certain is not weighed.
    Labels,
    /// For learning. The model learns from whole sentences, too: trained without them, it takes more of the shorter ones
    /// for furniture (2.3 paragraphs instead of .7 in newspapers that it has not seen, means of seven seeds).
    #[cfg(feature = "train")]
    Learning,
}

/// Classes of the words of a date.
const DATE: Classes = DAY | Class::Time.bit();

/// Classes of the names of days and months.
const DAY: Classes = Class::Weekday.bit() | Class::Month.bit();

/// Bytes of a long line whose key is taken.
const HEAD: usize = 80;

impl Shape {
    /// Measures a text without the white space around it. Of a paragraph that needs no weighing, unless it is `marked` as
    /// an item, no more is measured than its neighbours want to know. Its signs are among `signs`.
    pub(super) fn of(text: &str, signs: AsciiSet, marked: bool, purpose: Purpose) -> Self {
        let long = text.len() > LONG;
        let ending = ending(text);
        let closes = purpose == Purpose::Labels && ending == Ending::Stop;
        let most = if closes { CERTAIN_SENTENCES } else { CERTAIN_PARAGRAPH };
        // A sentence has hardly a space too many; the words of other lines are told from wide gaps below.
        let words = if long || closes { 1 + tally::spaces(text) } else { 0 };
        let shape = Self {
            words: u16::try_from(words).unwrap_or(u16::MAX),
            characters: u16::try_from(text.len() / 2).unwrap_or(u16::MAX),
            ending,
            is_speech: is_speech(text),
            is_certain: words > usize::from(most),
            ..Self::default()
        };
        if shape.is_certain && !marked {
            let is_wordless = !text.chars().any(is_alphanumeric);
            let key = if words <= MOST_WORDS_OF_SMALL_PRINT { Key::of(text) } else { Key::default() };
            return Self { is_wordless, key, ..shape };
        }
        let head = if long { cut(text, LONG) } else { text };
        let (tally, key) = Tally::with_key(head);
        let (words, characters) =
            if long { (shape.words, shape.characters) } else { (tally.words, tally.characters) };
        let opening = head.as_bytes().first_chunk().copied();
        // A letter is neither digit nor sign.
        let first = if opening.and_then(arabic_letter).is_some() { None } else { first_visible(head) };
        let account = signs.meets(ACCOUNT) && has_account(head);
        let key = if long { key_of(text) } else { key };
        let mut shape = Self {
            words,
            characters,
            tally,
            is_certain: words > most,
            is_wordless: key.is_empty(),
            opens_with_digit: first.is_some_and(is_numeric),
            opens_with_sign: first.is_some_and(is_sign),
            account,
            address: account || signs.meets(HOST) && tally.latin + tally.pipes > 0 && has_host(head),
            key,
            ..shape
        };
        shape.read_opening();
        shape
    }

    /// Reads the words that open the line.
    fn read_opening(&mut self) {
        let mut words = self.key.words();
        let Some(first) = words.next() else { return };
        self.first = words::classes(first);
        self.masdar = words::is_masdar(first, self.first);
        self.imperfect = words::is_imperfect(first);
        self.form = words::form(first, self.first, [self.masdar, self.imperfect], words.next());
        self.conjoined = words::is_conjoined(first);
    }

    /// How many words of the key are of a class.
    pub(super) fn count(&self, class: Class) -> usize {
        self.key.words().filter(|word| words::classes(*word) & class.bit() != 0).count()
    }

    /// Whether it reads as prose: long and closed, or very long. A headline may ask, or trail off.
    pub(super) fn is_prose(&self) -> bool {
        // Without a branch: it is asked of all units many times, and no two answers in a row need be the same.
        (self.words >= 25) | (self.words >= 12) & (self.ending >= Ending::Exclamation)
    }

    /// Whether numbers are all that stands in it.
    pub(super) fn is_number(&self) -> bool {
        self.tally.digits > 0 && self.key.words().all(Word::is_number)
    }

    /// Whether it is a date or a time from its first word on.
    pub(super) fn is_dateline(&self) -> bool {
        (self.opens_with_digit || self.first & DATE != 0) && self.is_date()
    }

    /// Whether years are all that stands in it: a span of time, not the day of a publication.
    pub(super) fn is_years(&self) -> bool {
        let is_year = |word: Word<'_>| word.is_number() && word.bytes.len() == 4;
        self.key.words().all(|word| is_year(word) || word.is_one_of(&["ه", "هـ", "م"]))
    }

    /// Whether it tells when something is: figures, or a day or month, before a word that is of no date, nor says that
    /// something was published.
    pub(super) fn tells_when(&self) -> bool {
        const PUBLISHED: [&str; 6] = ["نشر", "نشرت", "حدث", "تحديث", "بواسطه", "كتب"];
        let opens = self.words <= 14 && (self.opens_with_digit || self.first & DATE != 0);
        let says = |word: Word<'_>| {
            let is_word = word.text().chars().nth(1).is_some() && !word.bytes.iter().any(u8::is_ascii_digit);
            is_word && words::classes(word) & DATE == 0
        };
        let is_dateline = |word: Word<'_>| word.is_one_of(&PUBLISHED);
        opens && self.tally.digits >= 2 && self.key.words().any(says) && !self.key.words().any(is_dateline)
    }

    /// Whether it names a day or a month, among little else.
    pub(super) fn is_date(&self) -> bool {
        if self.words > 14 {
            return false;
        }
        let (mut dated, mut names_day) = (0, self.tally.digits >= 6);
        for word in self.key.words() {
            let classes = words::classes(word);
            dated += usize::from(classes & DATE != 0 || word.bytes.iter().any(u8::is_ascii_digit));
            names_day |= classes & DAY != 0;
        }
        names_day && dated >= 2 && 5 * dated >= 3 * self.key.words().len()
    }
}

fn first_visible(text: &str) -> Option<char> {
    text.chars().find(|&c| !is_silent(c) && !is_invisible(c))
}

/// The key of a text, of a long one that of its head.
pub(super) fn key_of(text: &str) -> Key {
    Key::of(cued(text))
}

/// What of a text its cue is looked for in: all of it, or the head of a long one.
pub(super) fn cued(text: &str) -> &str {
    if text.len() > LONG { cut(text, HEAD) } else { text }
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
#[inline]
pub(super) fn ending(text: &str) -> Ending {
    // Nearly all end in a letter or digit, or in a stop behind a letter of Arabic.
    match *text.as_bytes() {
        [.., lead, trail, b'.'] if arabic_letter([lead, trail]).is_some() => Ending::Stop,
        [.., lead, trail] if arabic_letter([lead, trail]).is_some() => Ending::Open,
        [.., last] if last.is_ascii_alphanumeric() => Ending::Open,
        _ => ending_slowly(text),
    }
}

fn ending_slowly(text: &str) -> Ending {
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

/// Whether a line opens with a sign that neither quotes nor pictures anything.
fn is_sign(c: char) -> bool {
    let pictograph = matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}');
    !pictograph && !matches!(c, '"' | '“' | '”' | '«' | '\'') && !is_alphanumeric(c)
}

/// Whether a text opens with س: or ج: as in an interview.
fn is_speech(text: &str) -> bool {
    let numbers = |c: char| c.is_whitespace() || is_numeric(c) || is_silent(c);
    let rest = text.strip_prefix('س').or_else(|| text.strip_prefix('ج'));
    rest.is_some_and(|rest| rest.trim_start_matches(numbers).starts_with(':'))
}

/// One of them is in what [`has_host`] finds, and so is a Latin letter or a slash.
const HOST: AsciiSet = AsciiSet::of(".:");

/// It is in what [`has_account`] finds.
const ACCOUNT: AsciiSet = AsciiSet::of("@");

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

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str, marked: bool) -> Shape {
        Shape::of(text, AsciiSet::of(text), marked, Purpose::Labels)
    }

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
    fn letters_end_a_text_as_any_character_does() {
        for c in ('\0'..='\u{2FFF}').chain('\u{F900}'..='\u{FFFF}') {
            for text in ["", ".", "..", "،", "»", ". ", "ل"].map(|end| format!("نص{c}{end}")) {
                assert_eq!(ending(&text), ending_slowly(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn silent_characters_do_not_count() {
        let plain = shape("أحمد صبري", false);
        for text in ["أحمــد صبـري", "أَحْمَدُ صَبْرِي", "\u{200F}أحمد صبري\u{200F}"]
        {
            let shape = shape(text, false);
            assert_eq!((shape.words, shape.characters), (plain.words, plain.characters), "{text}");
            assert_eq!(shape.key, plain.key);
        }
    }

    #[test]
    fn whole_sentences_are_prose_before_other_lines_are() {
        for (words, end, is_certain) in [(24, ".", false), (25, ".", true), (40, "", false), (41, "", true)] {
            for word in ["في", "الجمهورية"] {
                let text = [word].repeat(words).join(" ") + end;
                let shape = |marked| shape(&text, marked);
                assert_eq!([shape(false).is_certain, shape(true).is_certain], [is_certain; 2], "{text}");
            }
        }
    }

    #[test]
    fn addresses_are_seen() {
        for (text, address, account) in [
            ("زوروا www.example.org اليوم", true, false),
            ("https://example.net/page", true, false),
            ("المصدر example.com", true, false),
            ("راسلونا info@example.org", true, true),
            ("تابعوا @example", true, true),
            ("قال: نعم. ثم مضى", false, false),
        ] {
            let shape = shape(text, false);
            assert_eq!((shape.address, shape.account), (address, account), "{text}");
        }
    }

    #[test]
    fn dates_are_told_from_sentences() {
        for text in ["الأحد، 04 آب/اغسطس 2013", "2020/12/25 - 1:59 صباحًا", "15:52 ت م الثلاثاء"]
        {
            assert!(shape(text, false).is_date(), "{text}");
        }
        assert!(!shape("زار الوفد المدينة يوم الأحد", false).is_date());
    }
}
