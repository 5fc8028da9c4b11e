//! Counts over the text of an article.

mod common;

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use super::{Article, Content};
use crate::letters::{Table, is_alphabetic, is_numeric};

/// What a corpus builder filters by. Taken over the rendered, normalized text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Unicode scalar values.
    pub characters: usize,
    /// Runs between white space that hold a letter or digit.
    pub words: usize,
    /// Sections, that before the first heading included.
    pub sections: usize,
    /// Paragraph blocks.
    pub paragraphs: usize,
    /// List blocks.
    pub lists: usize,
    /// Items of all lists.
    pub list_items: usize,
    /// Letters of the Arabic script.
    pub arabic_letters: usize,
    /// Letters of any script.
    pub letters: usize,
}

impl Counts {
    /// Counts an article and its rendered text.
    pub fn of(article: &Article<'_>, text: &str) -> Self {
        let mut counts = Self { sections: article.sections.len(), ..Self::default() };
        counts.count_characters(text);
        for block in article.sections.iter().flat_map(|section| &section.blocks) {
            match &block.content {
                Content::Paragraph(_) => counts.paragraphs += 1,
                Content::List(items) => {
                    counts.lists += 1;
                    counts.list_items += items.len();
                }
                Content::Quote(_) | Content::Code(_) | Content::Table(_) => {}
            }
        }
        counts
    }

    fn count_characters(&mut self, text: &str) {
        let tally = common::Tally::of(text);
        self.characters += tally.characters;
        self.words += tally.words;
        self.arabic_letters += tally.arabic;
        self.letters += tally.letters;
    }

    /// Character after character: the oracle of [`common`].
    #[cfg(test)]
    fn count_slowly(&mut self, text: &str) {
        let mut tally = [0; Class::Space as usize + 1];
        let mut in_word = false;
        CLASSES.read(text, |class| {
            tally[class as usize] += 1;
            let counts = class <= Class::Digit;
            self.words += usize::from(counts && !in_word);
            in_word = counts || in_word && class != Class::Space;
        });
        self.characters += tally.iter().sum::<usize>();
        self.arabic_letters += tally[Class::Arabic as usize];
        self.letters += tally[Class::Arabic as usize] + tally[Class::Letter as usize];
    }
}

/// What a character counts as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Arabic,
    Letter,
    Digit,
    Other,
    Space,
}

static CLASSES: LazyLock<Table<Class>> = LazyLock::new(|| Table::new(class));

fn class(c: char) -> Class {
    match c {
        // Vowel marks bear the property Alphabetic, yet they are no letters.
        _ if is_alphabetic(c) && !is_combining_mark(c) => match is_arabic(c) {
            true => Class::Arabic,
            false => Class::Letter,
        },
        _ if is_numeric(c) => Class::Digit,
        _ if c.is_whitespace() => Class::Space,
        _ => Class::Other,
    }
}

/// Whether a letter stands in a block of the Arabic script. U+0640 is Common (Scripts.txt), no letter of its own.
fn is_arabic(c: char) -> bool {
    c != 'ـ'
        && matches!(c,
            '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{0870}'..='\u{08FF}' | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}' | '\u{10E60}'..='\u{10E7F}' | '\u{10EC0}'..='\u{10EFF}' | '\u{1EE00}'..='\u{1EEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn count(text: &str) -> Counts {
        let mut counts = Counts::default();
        counts.count_characters(text);
        counts
    }

    fn count_slowly(text: &str) -> Counts {
        let mut counts = Counts::default();
        counts.count_slowly(text);
        counts
    }

    #[test]
    fn many_bytes_at_once_count_as_one_character_after_the_other() {
        let around = |c: char| {
            [
                format!("{c}"),
                format!("نص {c} نص"),
                format!("نص {c}a"),
                format!("a{c}\n{c}{c} 1 {c}نص وبعده كلمات أخرى"),
            ]
        };
        for text in ('\0'..='\u{2FFF}').chain('\u{F900}'..='\u{FFFF}').flat_map(around) {
            assert_eq!(count(&text), count_slowly(&text), "{text:?}");
        }
    }

    #[test]
    fn a_character_counts_alike_wherever_its_block_is_cut() {
        for c in ['\u{85}', '«', 'é', 'پ', '\u{6D4}', '–', '\u{2028}', '\u{2030}', '\u{3000}', 'ﷺ', '🙂']
        {
            for before in 0..70 {
                let text = format!("{}{c}{}", "ab".repeat(before), "نص".repeat(70 - before));
                for text in [format!("a{text}"), text] {
                    assert_eq!(count(&text), count_slowly(&text), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_run_behind_signs_counts_alike_wherever_its_block_is_cut() {
        for run in ["(نص", "«…--a", "##", "\"١", "ً،", "-"] {
            for before in 0..70 {
                let text = format!("{} {run} نص {run}{run}", "a".repeat(before));
                assert_eq!(count(&text), count_slowly(&text), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_counts_as_one_character_after_the_other(text in "[a1 \n\tـكَ٣،«».:–\u{A0}\u{3000}ﷺ-]{0,120}") {
            prop_assert_eq!(count(&text), count_slowly(&text));
        }
    }

    #[test]
    fn words_hold_a_letter_or_digit() {
        assert_eq!(count("كتاب – 12 . a").words, 3);
        assert_eq!(count("(كتاب)،وقلم").words, 1);
    }

    #[test]
    fn vowel_marks_and_tatweel_are_no_arabic_letters() {
        let counts = count("كَتـبَ é");
        assert_eq!((counts.arabic_letters, counts.characters), (3, 8));
        assert_eq!(counts.letters, 5);
    }
}
