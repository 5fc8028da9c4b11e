//! Repeated: dropped lines by kind, and those of them that stand most often.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::facts::Dropped;

/// How many lines are listed of each kind.
const LISTED: usize = 8;
/// How many distinct lines are held; above that, those that stand least often are forgotten.
const HELD: usize = 100_000;
/// What is held of a line: furniture that stands often is short.
const CHARACTERS: usize = 200;

/// Counts of dropped lines. The kinds are exact. So are the lines as long as no more than [`HELD`] differ; beyond
/// that a line that was forgotten and comes again is counted anew.
#[derive(Clone, Debug, Default)]
pub(super) struct Repeated {
    kinds: BTreeMap<String, u64>,
    lines: HashMap<(String, String), u64>,
}

/// Lines of one kind that are not part of any article.
#[derive(Clone, Debug, Serialize)]
pub struct DroppedLines {
    /// The kind.
    pub kind: String,
    /// How many.
    pub lines: u64,
    /// Those that stand most often, of all that stand more than once.
    pub most_frequent: Vec<Line>,
}

/// A dropped line.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// How often it stands.
    pub times: u64,
}

impl Repeated {
    pub(super) fn add(&mut self, line: &Dropped) {
        let Dropped { kind, text } = line;
        *self.kinds.entry(kind.clone()).or_default() += 1;
        let text = text.chars().take(CHARACTERS).collect();
        *self.lines.entry((kind.clone(), text)).or_default() += 1;
        if self.lines.len() > HELD {
            self.forget(HELD / 2);
        }
    }

    /// Forgets the least frequent until no more than `left` are left: what is held depends on the lines alone.
    fn forget(&mut self, left: usize) {
        let mut rare = 1;
        while self.lines.len() > left {
            self.lines.retain(|_, times| *times > rare);
            rare += 1;
        }
    }

    /// The most frequent first, equals by their words.
    pub(super) fn ranked(&self) -> Vec<DroppedLines> {
        let mut lines: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
        for ((kind, text), &times) in self.lines.iter().filter(|(_, times)| **times > 1) {
            lines.entry(kind).or_default().push(Line { text: text.clone(), times });
        }
        let of_kind = |(kind, &count): (&String, &u64)| {
            let mut most_frequent = lines.remove(&**kind).unwrap_or_default();
            most_frequent.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.text.cmp(&b.text)));
            most_frequent.truncate(LISTED);
            DroppedLines { kind: kind.clone(), lines: count, most_frequent }
        };
        let mut kinds: Vec<_> = self.kinds.iter().map(of_kind).collect();
        kinds.sort_by(|a, b| b.lines.cmp(&a.lines).then_with(|| a.kind.cmp(&b.kind)));
        kinds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(repeated: &mut Repeated, text: impl Into<String>) {
        repeated.add(&Dropped { kind: "menu".to_owned(), text: text.into() });
    }

    #[test]
    fn lines_that_stand_often_are_listed_first() {
        let mut repeated = Repeated::default();
        ["a", "b", "b", "c", "b", "a"].into_iter().for_each(|text| add(&mut repeated, text));
        let ranked = repeated.ranked();
        let lines: Vec<_> = ranked[0].most_frequent.iter().map(|line| (&*line.text, line.times)).collect();
        assert_eq!((ranked[0].lines, lines), (6, vec![("b", 3), ("a", 2)]));
    }

    #[test]
    fn memory_is_bounded_and_what_is_frequent_is_not_forgotten() {
        let mut repeated = Repeated::default();
        for number in 0..3 * HELD as u64 {
            add(&mut repeated, number.to_string());
            if number % 100 == 0 {
                add(&mut repeated, "frequent");
            }
        }
        assert!(repeated.lines.len() <= HELD);
        let ranked = repeated.ranked();
        assert_eq!(ranked[0].lines, 3 * HELD as u64 + 3 * HELD as u64 / 100);
        assert_eq!(
            (&*ranked[0].most_frequent[0].text, ranked[0].most_frequent[0].times),
            ("frequent", 3_000)
        );
    }

    #[test]
    fn long_lines_are_held_in_part() {
        let mut repeated = Repeated::default();
        add(&mut repeated, "ب".repeat(10_000));
        assert!(repeated.lines.keys().all(|(_, text)| text.chars().count() == CHARACTERS));
    }
}
