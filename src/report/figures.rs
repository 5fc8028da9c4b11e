//! Figures: what many documents add up to, in memory that does not grow with their text.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;

use super::concern::{self, Concern, DUPLICATE};
use super::facts::{Facts, Failure};

/// The version of the figures' own JSON.
const SCHEMA: &str = "seedtool/1-stats";
/// How many documents are listed to be looked at first.
const LOOK_FIRST: usize = 20;
/// How many errors are listed.
const FAILURES: usize = 50;
/// How many lines are listed of each kind of dropped line.
const LINES_PER_KIND: usize = 8;
/// Distinct dropped lines held before those that stand once are forgotten.
const LINES_HELD: usize = 100_000;

/// Edges of the classes of words: each class goes from its edge to the next, less one.
const WORDS: &[u64] = &[
    0, 1, 20, 50, 100, 150, 200, 300, 400, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000,
    20_000, 50_000, 100_000,
];
/// Edges of the classes of sections.
const SECTIONS: &[u64] = &[0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 21, 51];

/// Sums, classes and lists over all documents.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    totals: Totals,
    title_sources: BTreeMap<String, u64>,
    formats: BTreeMap<String, u64>,
    encodings: BTreeMap<String, u64>,
    warnings: BTreeMap<String, Findings>,
    concerns: BTreeMap<&'static str, u64>,
    errors: BTreeMap<String, u64>,
    failures: Vec<Failed>,
    words: Vec<u64>,
    sections: Vec<u64>,
    steps: Vec<(&'static str, u64)>,
    step_characters: u64,
    dropped: BTreeMap<String, u64>,
    lines: HashMap<(String, String), u64>,
    look_first: BTreeSet<Look>,
    texts: HashSet<[u8; 16]>,
}

/// Sums.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[expect(missing_docs, reason = "the record's own names")]
pub struct Totals {
    pub documents: u64,
    pub records: u64,
    pub errors: u64,
    /// Documents whose text stands in an earlier one.
    pub duplicates: u64,
    /// Documents with a warning.
    pub documents_with_warnings: u64,
    pub warnings: u64,
    pub dropped_lines: u64,
    pub bytes: u64,
    pub characters: u64,
    pub words: u64,
    pub letters: u64,
    pub arabic_letters: u64,
    pub sections: u64,
    pub paragraphs: u64,
    pub lists: u64,
    pub list_items: u64,
    pub replacements: u64,
    pub tatweel_removed: u64,
    pub marks_removed: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Findings {
    documents: u64,
    findings: u64,
}

/// A document to look at first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Look {
    /// The gravest first.
    #[serde(skip)]
    rank: (std::cmp::Reverse<u32>, u64),
    /// Path, and line in a file of many.
    pub document: String,
    /// Content id.
    pub id: String,
    /// The title.
    pub title: Option<String>,
    /// Why.
    pub concerns: Vec<&'static str>,
}

/// An input without a record.
#[derive(Clone, Debug, Serialize)]
pub struct Failed {
    /// Path, and line in a file of many.
    pub document: String,
    /// The code.
    pub code: String,
    /// In words.
    pub message: String,
}

/// A name with how often it was seen.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// The name.
    pub name: String,
    /// How many documents have it.
    pub documents: u64,
}

/// A warning with how often it was given.
#[derive(Clone, Debug, Serialize)]
pub struct Warned {
    /// The code.
    pub code: String,
    /// How many documents have it.
    pub documents: u64,
    /// How often it was given.
    pub findings: u64,
}

/// A class of a histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Class {
    /// The smallest value.
    pub from: u64,
    /// The largest; `None` in the open class.
    pub to: Option<u64>,
    /// How many documents have such a value.
    pub documents: u64,
}

/// A distribution.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "said by their names")]
pub struct Distribution {
    pub min: u64,
    pub median: u64,
    pub p90: u64,
    pub max: u64,
    pub histogram: Vec<Class>,
}

/// What a step of normalization did.
#[derive(Clone, Debug, Serialize)]
pub struct Changed {
    /// The step.
    pub step: &'static str,
    /// How many characters it took away or replaced.
    pub characters: u64,
    /// The same as a share of all characters before normalization.
    pub share: f64,
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

/// Everything, sorted and ready to be shown; as JSON the output of `stats --json`.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "said by their names and types")]
pub struct Summary {
    pub schema: &'static str,
    pub totals: Totals,
    pub titles: Vec<Named>,
    pub formats: Vec<Named>,
    pub encodings: Vec<Named>,
    pub warnings: Vec<Warned>,
    pub errors: Vec<Named>,
    pub concerns: Vec<Named>,
    pub words: Distribution,
    pub sections: Distribution,
    /// Empty where no source was at hand.
    pub normalization: Vec<Changed>,
    pub dropped: Vec<DroppedLines>,
    pub look_first: Vec<Look>,
    pub failures: Vec<Failed>,
}

impl Figures {
    /// Figures in which the [`Facts::changes`] are those of `steps`.
    pub fn new(steps: &super::Steps) -> Self {
        Self { steps: steps.names().map(|name| (name, 0)).collect(), ..Self::default() }
    }

    /// Adds a document and tells what is to be looked at in it.
    pub fn add(&mut self, facts: &Facts) -> Vec<&'static Concern> {
        let order = self.totals.documents;
        let mut concerns = concern::of(facts);
        if self.is_known(&facts.text) {
            self.totals.duplicates += 1;
            concerns.push(&DUPLICATE);
        }
        self.add_totals(facts);
        self.add_names(facts);
        self.add_dropped(facts);
        self.words.push(facts.counts.words);
        self.sections.push(facts.counts.sections);
        if let Some(changes) = &facts.changes {
            self.step_characters += changes.characters;
            for ((_, sum), changed) in self.steps.iter_mut().zip(&changes.by_step) {
                *sum += changed;
            }
        }
        for concern in &concerns {
            *self.concerns.entry(concern.name).or_default() += 1;
        }
        self.add_look(facts, order, &concerns);
        concerns
    }

    /// How many inputs were added, with and without a record.
    pub fn documents(&self) -> u64 {
        self.totals.documents
    }

    /// Adds an input that failed.
    pub fn fail(&mut self, failure: &Failure) {
        self.totals.documents += 1;
        self.totals.errors += 1;
        *self.errors.entry(failure.error.code.clone()).or_default() += 1;
        if self.failures.len() < FAILURES {
            let (code, message) = (failure.error.code.clone(), failure.error.message.clone());
            self.failures.push(Failed { document: failure.name(), code, message });
        }
    }

    /// Whether the same text was there before. An empty text is no duplicate of another.
    fn is_known(&mut self, text: &str) -> bool {
        let hash = blake3::hash(text.as_bytes());
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        !text.is_empty() && !self.texts.insert(half)
    }

    fn add_totals(&mut self, facts: &Facts) {
        let (counts, totals) = (&facts.counts, &mut self.totals);
        totals.documents += 1;
        totals.records += 1;
        totals.documents_with_warnings += u64::from(!facts.warnings.is_empty());
        totals.warnings += facts.warnings.len() as u64;
        totals.dropped_lines += facts.dropped.len() as u64;
        totals.bytes += facts.source.bytes;
        totals.replacements += facts.source.replacements;
        totals.characters += counts.characters;
        totals.words += counts.words;
        totals.letters += counts.letters;
        totals.arabic_letters += counts.arabic_letters;
        totals.sections += counts.sections;
        totals.paragraphs += counts.paragraphs;
        totals.lists += counts.lists;
        totals.list_items += counts.list_items;
        totals.tatweel_removed += counts.tatweel_removed;
        totals.marks_removed += counts.marks_removed;
    }

    fn add_names(&mut self, facts: &Facts) {
        let unknown = "unknown".to_owned();
        *self.title_sources.entry(facts.title_source.clone()).or_default() += 1;
        *self.formats.entry(facts.source.format.clone().unwrap_or(unknown.clone())).or_default() += 1;
        *self.encodings.entry(facts.source.encoding.clone().unwrap_or(unknown)).or_default() += 1;
        let mut codes: Vec<&str> = facts.warnings.iter().map(|warning| warning.code.as_str()).collect();
        for code in &codes {
            self.warnings.entry((*code).to_owned()).or_default().findings += 1;
        }
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            self.warnings.entry(code.to_owned()).or_default().documents += 1;
        }
    }

    fn add_dropped(&mut self, facts: &Facts) {
        for line in &facts.dropped {
            *self.dropped.entry(line.kind.clone()).or_default() += 1;
            *self.lines.entry((line.kind.clone(), line.text.clone())).or_default() += 1;
        }
        if self.lines.len() > LINES_HELD {
            self.lines.retain(|_, times| *times > 1);
        }
    }

    fn add_look(&mut self, facts: &Facts, order: u64, concerns: &[&'static Concern]) {
        if concerns.is_empty() {
            return;
        }
        self.look_first.insert(Look {
            rank: (std::cmp::Reverse(concern::score(concerns)), order),
            document: facts.name(),
            id: facts.id.clone(),
            title: facts.title.clone(),
            concerns: concerns.iter().map(|concern| concern.name).collect(),
        });
        if self.look_first.len() > LOOK_FIRST {
            self.look_first.pop_last();
        }
    }

    /// Sorts everything for showing: the most frequent first, equals by name.
    pub fn summary(&self) -> Summary {
        let mut warnings: Vec<_> = self
            .warnings
            .iter()
            .map(|(code, found)| Warned {
                code: code.clone(),
                documents: found.documents,
                findings: found.findings,
            })
            .collect();
        warnings.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.code.cmp(&b.code)));
        Summary {
            schema: SCHEMA,
            totals: self.totals,
            titles: named(&self.title_sources),
            formats: named(&self.formats),
            encodings: named(&self.encodings),
            warnings,
            errors: named(&self.errors),
            concerns: named(&self.concerns),
            words: distribution(&self.words, WORDS),
            sections: distribution(&self.sections, SECTIONS),
            normalization: self.normalization(),
            dropped: self.dropped_lines(),
            look_first: self.look_first.iter().cloned().collect(),
            failures: self.failures.clone(),
        }
    }

    fn normalization(&self) -> Vec<Changed> {
        if self.step_characters == 0 {
            return Vec::new();
        }
        let all = self.step_characters as f64;
        let changed = self.steps.iter().map(|&(step, characters)| Changed {
            step,
            characters,
            // Six digits are more than a share of characters has meaning.
            share: (characters as f64 / all * 1e6).round() / 1e6,
        });
        changed.collect()
    }

    fn dropped_lines(&self) -> Vec<DroppedLines> {
        let mut kinds: Vec<_> = self
            .dropped
            .iter()
            .map(|(kind, &lines)| {
                let mut most_frequent: Vec<_> = self
                    .lines
                    .iter()
                    .filter(|((of, _), times)| of == kind && **times > 1)
                    .map(|((_, text), &times)| Line { text: text.clone(), times })
                    .collect();
                most_frequent.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.text.cmp(&b.text)));
                most_frequent.truncate(LINES_PER_KIND);
                DroppedLines { kind: kind.clone(), lines, most_frequent }
            })
            .collect();
        kinds.sort_by(|a, b| b.lines.cmp(&a.lines).then_with(|| a.kind.cmp(&b.kind)));
        kinds
    }
}

fn named(counts: &BTreeMap<impl AsRef<str> + Ord, u64>) -> Vec<Named> {
    let mut all: Vec<_> =
        counts.iter().map(|(name, &documents)| Named { name: name.as_ref().to_owned(), documents }).collect();
    // Stable: equals stay in the order of their names.
    all.sort_by_key(|named| std::cmp::Reverse(named.documents));
    all
}

/// Quantiles by nearest rank, and the classes from the first to the last that is not empty.
fn distribution(values: &[u64], edges: &[u64]) -> Distribution {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = |share: f64| match sorted.len() {
        0 => 0,
        count => sorted[((count as f64 * share).ceil() as usize).clamp(1, count) - 1],
    };
    let mut classes: Vec<Class> = edges
        .iter()
        .enumerate()
        .map(|(index, &from)| {
            let to = edges.get(index + 1).map(|next| next - 1);
            let last = to.map_or(sorted.len(), |to| sorted.partition_point(|&value| value <= to));
            let first = sorted.partition_point(|&value| value < from);
            Class { from, to, documents: (last - first) as u64 }
        })
        .collect();
    let filled = |class: &Class| class.documents > 0;
    let end = classes.iter().rposition(filled).map_or(0, |last| last + 1);
    classes.truncate(end);
    let start = classes.iter().position(filled).unwrap_or(0);
    classes.drain(..start);
    Distribution { min: rank(0.0), median: rank(0.5), p90: rank(0.9), max: rank(1.0), histogram: classes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_in_one_class() {
        let values: Vec<u64> = (0..3_000).map(|n| n * n % 150_001).collect();
        let distribution = distribution(&values, WORDS);
        assert_eq!(distribution.histogram.iter().map(|class| class.documents).sum::<u64>(), 3_000);
        assert!(distribution.histogram.windows(2).all(|pair| pair[0].to == Some(pair[1].from - 1)));
    }

    #[test]
    fn quantiles_are_values_that_occur() {
        let of = |values: &[u64]| {
            let Distribution { min, median, p90, max, .. } = distribution(values, WORDS);
            [min, median, p90, max]
        };
        assert_eq!(of(&[]), [0; 4]);
        assert_eq!(of(&[7]), [7; 4]);
        assert_eq!(of(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), [1, 5, 9, 10]);
    }

    #[test]
    fn lines_that_stand_often_are_listed_first() {
        let mut figures = Figures::default();
        let line = |text: &str| super::super::facts::Dropped { text: text.into(), kind: "menu".into() };
        for texts in [["a", "b"], ["b", "c"], ["b", "a"]] {
            figures.add(&Facts { dropped: texts.map(line).into(), ..Facts::default() });
        }
        let dropped = figures.summary().dropped;
        let lines: Vec<_> = dropped[0].most_frequent.iter().map(|line| (&*line.text, line.times)).collect();
        assert_eq!((dropped[0].lines, lines), (6, vec![("b", 3), ("a", 2)]));
    }
}
