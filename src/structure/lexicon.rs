//! Cue: words that tell furniture, read from `lexicon.tsv` and matched on a line's key.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::heads::Heads;
use super::key::{Key, Word};
use super::vocabulary::Vocabulary;
use crate::structure::DropKind;

/// What the lexicon says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    /// What kind of furniture it tells.
    pub(super) kind: DropKind,
    /// How far it is to be trusted.
    pub(super) force: Force,
    /// Whether the cue is the whole line.
    pub(super) full: bool,
}

impl Cue {
    /// Whether it is more than a hint.
    pub(super) fn is_certain(self) -> bool {
        self.force >= Force::Sure
    }

    /// Whether short lines below it belong to it.
    pub(super) fn opens_box(self) -> bool {
        self.force == Force::Head
    }
}

/// How far a cue is to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Force {
    /// To be weighed with everything else.
    Hint,
    /// Enough on a short line.
    Sure,
    /// Enough on a short line, and short lines below it belong to it.
    Head,
    /// Furniture wherever it stands on a short line, whatever else speaks against it.
    Fact,
}

/// A line of more words is matched for small print only.
pub(super) const MOST_WORDS: usize = 14;

/// A line of more words is no furniture by its cue.
pub(super) const MOST_WORDS_OF_SMALL_PRINT: usize = 30;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Full,
    Start,
    End,
    Any,
}

/// What stands for any number in a cue, and what for any word.
const NUMBER: &str = "#";
const ANY: &str = "*";

#[derive(Clone)]
struct Entry {
    words: Box<[Box<str>]>,
    scope: Scope,
    cue: Cue,
}

/// Entries by their first word: those that open a line, and those that may stand inside of it.
struct Cues {
    opening: Vocabulary<Vec<Entry>>,
    inner: Vocabulary<Vec<Entry>>,
}

struct Lexicon {
    all: Cues,
    /// Those of them that may stand in lines of many words.
    small_print: Cues,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("lexicon.tsv")));

/// The strongest cue in a line of this key: force first, then a full match, then the longest; of equal ones the first,
/// and one that opens the line before one that stands anywhere.
pub(super) fn find(key: &Key) -> Option<Cue> {
    let count = key.words().len();
    if count > MOST_WORDS_OF_SMALL_PRINT {
        return None;
    }
    let Lexicon { all, small_print } = &*LEXICON;
    let Cues { opening, inner } = if count > MOST_WORDS { small_print } else { all };
    let mut best: Option<(Cue, usize)> = None;
    let mut look = |at: usize, cues: &Vocabulary<Vec<Entry>>| {
        let Some(entries) = key.word(at).and_then(|word| cues.get(pattern(word))) else { return };
        for entry in entries.iter().filter(|entry| entry.fits(key, at, count)) {
            let rank = |(cue, length): (Cue, usize)| (cue.force, cue.full, length);
            let found = (entry.cue, entry.words.len());
            if best.is_none_or(|best| rank(best) < rank(found)) {
                best = Some(found);
            }
        }
    };
    look(0, opening);
    for (at, hash) in key.hashes().enumerate() {
        // Few words begin a cue, and what need not be read is not.
        if inner.may_hold(hash) {
            look(at, inner);
        }
    }
    best.map(|(cue, _)| cue)
}

/// What the lexicon has for a word of a line.
fn pattern(word: Word<'_>) -> Word<'_> {
    if word.is_number() { Word::of(NUMBER) } else { word }
}

/// The kinds of the certain cues that open a text whose first word this is.
pub(super) fn kinds_behind(first: Word<'_>) -> impl Iterator<Item = DropKind> {
    let entries = LEXICON.all.opening.get(pattern(first)).into_iter().flatten();
    entries.filter(|entry| entry.cue.is_certain()).map(|entry| entry.cue.kind)
}

/// The kinds of the certain cues of which the first word of a text says nothing.
pub(super) fn kinds_anywhere() -> impl Iterator<Item = DropKind> {
    static ANYWHERE: LazyLock<Vec<DropKind>> = LazyLock::new(|| {
        let certain = LEXICON.all.inner.values().flatten().filter(|entry| entry.cue.is_certain());
        let kinds: HashSet<DropKind> = certain.map(|entry| entry.cue.kind).collect();
        kinds.into_iter().chain(SMALL_PRINT).collect()
    });
    ANYWHERE.iter().copied()
}

/// The heads of texts that open with a certain cue whose kind is none of [`kinds_anywhere`].
pub(super) static HEADS_OF_CUES: LazyLock<Heads> = LazyLock::new(|| {
    let anywhere: Vec<DropKind> = kinds_anywhere().collect();
    let tells = |entry: &&Entry| entry.cue.is_certain() && !anywhere.contains(&entry.cue.kind);
    let telling = LEXICON.all.opening.values().flatten().filter(tells);
    Heads::of(telling.map(|entry| &*entry.words[0]))
});

/// Notices that may run on: copyright, the rules of comments.
fn is_small_print(kind: DropKind) -> bool {
    SMALL_PRINT.contains(&kind)
}

const SMALL_PRINT: [DropKind; 2] = [DropKind::Copyright, DropKind::Comments];

/// How many kinds of furniture run on.
pub(super) const KINDS_OF_SMALL_PRINT: usize = SMALL_PRINT.len();

impl Entry {
    /// Whether it must stand at the head of a text.
    fn opens(&self) -> bool {
        matches!(self.scope, Scope::Full | Scope::Start)
    }

    /// Whether it stands in a key of so many words from the word on that is its first.
    fn fits(&self, key: &Key, at: usize, count: usize) -> bool {
        let end = at + self.words.len();
        let placed = match self.scope {
            Scope::Full => at == 0 && end == count,
            Scope::Start => at == 0,
            Scope::End => end == count,
            Scope::Any => true,
        };
        let is_met = |(at, cue): (usize, &str)| {
            key.word(at).is_some_and(|word| match cue {
                NUMBER => word.is_number(),
                ANY => true,
                cue => cue.as_bytes() == word.bytes,
            })
        };
        placed && end <= count && (at..).zip(self.words.iter().map(|cue| &**cue)).skip(1).all(is_met)
    }
}

impl Cues {
    fn with_room(words: usize) -> Self {
        let [opening, inner] = [(); 2].map(|()| Vocabulary::with_room(words));
        Self { opening, inner }
    }

    fn add(&mut self, entry: Entry) {
        let first = entry.words.first().expect("a word").clone();
        assert!(
            entry.opens() || &*first != NUMBER,
            "a number inside of a line begins no cue: {:?}",
            entry.words
        );
        let entries = if entry.opens() { &mut self.opening } else { &mut self.inner };
        entries.entry(&first).push(entry);
    }
}

impl Lexicon {
    /// Reads the lexicon; it is part of the program, so a line that does not parse is a defect.
    fn read(text: &str) -> Self {
        let rows: Vec<Row<'_>> = text.lines().filter(|line| !line.starts_with('#')).map(Row::read).collect();
        // For every word, though not all are first.
        let words = |row: &Row<'_>| row.cues.split(' ').count();
        let small_print = rows.iter().filter(|row| is_small_print(row.kind)).map(words).sum();
        let mut lexicon = Self {
            all: Cues::with_room(rows.iter().map(words).sum()),
            small_print: Cues::with_room(small_print),
        };
        let mut key = Key::default();
        for Row { kind, scope, force, cues } in rows {
            for cue in cues.split(" | ") {
                let words: Box<[Box<str>]> =
                    cue.split(' ').filter_map(|word| pattern_word(word, &mut key)).collect();
                let entry = Entry { scope, cue: Cue { kind, force, full: scope == Scope::Full }, words };
                if is_small_print(kind) {
                    lexicon.small_print.add(entry.clone());
                }
                lexicon.all.add(entry);
            }
        }
        lexicon
    }
}

/// A row of the lexicon: cues that say the same.
struct Row<'t> {
    kind: DropKind,
    scope: Scope,
    force: Force,
    cues: &'t str,
}

impl<'t> Row<'t> {
    fn read(line: &'t str) -> Self {
        let [kind, scope, force, cues]: [&str; 4] =
            line.split('\t').collect::<Vec<_>>().try_into().expect("four columns");
        let kind = *DropKind::ALL.iter().find(|known| known.as_str() == kind).expect("a known kind");
        let (scope, force) = (named(&SCOPES, scope), named(&FORCES, force));
        Self { kind, scope, force, cues }
    }
}

const SCOPES: [(&str, Scope); 4] =
    [("full", Scope::Full), ("start", Scope::Start), ("end", Scope::End), ("any", Scope::Any)];

const FORCES: [(&str, Force); 4] =
    [("hint", Force::Hint), ("sure", Force::Sure), ("head", Force::Head), ("fact", Force::Fact)];

fn named<T: Copy>(names: &[(&str, T)], name: &str) -> T {
    names.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("unknown name {name}")).1
}

/// A word of a cue: `#` and `*` stand for themselves, others are folded; a lone sign (`ـ`) is none.
fn pattern_word(word: &str, key: &mut Key) -> Option<Box<str>> {
    if matches!(word, NUMBER | ANY) {
        return Some(word.into());
    }
    key.read(word);
    let mut words = key.words();
    let first = words.next()?;
    Some(if words.next().is_none() { first.text().into() } else { key.to_string().into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(line: &str) -> Option<(DropKind, Force)> {
        find(&Key::of(line)).map(|cue| (cue.kind, cue.force))
    }

    #[test]
    fn long_lines_are_looked_through_for_small_print_alone() {
        let long = "قال الوزير في المؤتمر إن الحكومة تعمل على مشروع جديد يخدم سكان المدينة كلها ";
        assert_eq!(Key::of(long).words().len(), MOST_WORDS);
        let cases = [
            ("جميع الحقوق محفوظة", Some(DropKind::Copyright)),
            ("لا تعبر عن رأي الموقع", Some(DropKind::Comments)),
            ("سياسة الخصوصية", None),
        ];
        for (words, kind) in cases {
            let found = |text: &str| cue(text).map(|(kind, _)| kind);
            assert!(found(words).is_some(), "{words}");
            assert_eq!(found(&format!("{long}{words}")), kind, "{words}");
            assert_eq!(found(&format!("{words} {long}")), kind, "{words}");
            assert_eq!(found(&format!("{long}{long}{long}{words}")), None, "{words}");
        }
    }

    #[test]
    fn cues_hit_whatever_the_spelling() {
        for (line, kind, force) in [
            ("شـــاركها.", DropKind::Share, Force::Sure),
            ("إقرأ أيضًا :", DropKind::Related, Force::Head),
            ("© 2025 جلوب تايم لاين. جميع الحقوق محفوظة.", DropKind::Copyright, Force::Fact),
            ("زهور الدم الحلقة ٥١٠", DropKind::Related, Force::Fact),
            ("رئيس التحرير", DropKind::Masthead, Force::Fact),
            ("رئيس التحرير : جمال", DropKind::Masthead, Force::Hint),
            ("كتبت أسماء نصار", DropKind::Byline, Force::Hint),
            ("3 تعليقات", DropKind::Comments, Force::Head),
        ] {
            assert_eq!(cue(line), Some((kind, force)), "{line}");
        }
    }

    #[test]
    fn scope_and_length_bound_a_cue() {
        assert_eq!(cue("لم يكن يريد أن يكون شاركها"), None);
        let long = "شارك الخبر ".to_owned() + &"كلمة ".repeat(20);
        assert_eq!(cue(&long), None);
    }
}
