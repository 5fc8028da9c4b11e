//! Figures: what many documents add up to, in memory that does not grow with their text.

use std::collections::{BTreeSet, HashSet};

use super::concern::{self, Concern, DUPLICATE};
use super::distribution::{SECTIONS, Values, WORDS};
use super::facts::{Facts, Failure, Fingerprint};
use super::look::Looks;
use super::names::Names;
use super::repeated::Repeated;
use super::steps::{Changes, Steps};
use super::summary::{Failed, SCHEMA, Summary, Warned};
use super::totals::Totals;

/// How many errors are listed.
const FAILURES: usize = 50;

/// Sums, classes and lists over all documents. What grows with their number is eight bytes for each text.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    totals: Totals,
    titles: Names,
    formats: Names,
    encodings: Names,
    errors: Names,
    concerns: Names,
    /// Documents that have each warning, and how often it was given.
    warned: Names,
    findings: Names,
    words: Values,
    sections: Values,
    steps: Vec<&'static str>,
    changes: Changes,
    dropped: Repeated,
    look_first: Looks,
    failures: Vec<Failed>,
    texts: HashSet<Fingerprint>,
}

impl Figures {
    /// Figures in which the [`Facts::changes`] are those of `steps`.
    pub fn new(steps: &Steps) -> Self {
        Self { steps: steps.names().collect(), ..Self::default() }
    }

    /// Adds a document and tells what is to be looked at in it.
    pub fn add(&mut self, facts: &Facts) -> Vec<&'static Concern> {
        let order = self.totals.documents;
        let concerns = self.concerns_of(facts);
        self.totals.add(facts);
        self.titles.add(&facts.title_source);
        self.formats.add(facts.source.format.as_deref().unwrap_or("unknown"));
        self.encodings.add(facts.source.encoding.as_deref().unwrap_or("unknown"));
        self.words.add(facts.counts.words);
        self.sections.add(facts.counts.sections);
        facts.dropped.iter().for_each(|line| self.dropped.add(line));
        facts.warnings.iter().for_each(|warning| self.findings.add(&warning.code));
        let codes: BTreeSet<_> = facts.warnings.iter().map(|warning| &*warning.code).collect();
        codes.into_iter().for_each(|code| self.warned.add(code));
        if let Some(changes) = &facts.changes {
            self.changes.add(changes);
        }
        self.look_first.add(facts, order, &concerns);
        concerns
    }

    fn concerns_of(&mut self, facts: &Facts) -> Vec<&'static Concern> {
        let mut concerns = concern::of(facts);
        // An empty text is no duplicate of another.
        if facts.counts.characters > 0 && !self.texts.insert(facts.text) {
            self.totals.duplicates += 1;
            concerns.push(&DUPLICATE);
        }
        concerns.iter().for_each(|concern| self.concerns.add(concern.name));
        concerns
    }

    /// Adds an input that failed.
    pub fn fail(&mut self, failure: &Failure) {
        self.totals.fail();
        self.errors.add(&failure.error.code);
        if self.failures.len() < FAILURES {
            let (code, message) = (failure.error.code.clone(), failure.error.message.clone());
            self.failures.push(Failed { document: failure.name(), code, message });
        }
    }

    /// Sorts everything for showing: the most frequent first, equals by name.
    pub fn summary(&self) -> Summary {
        let warned = self.warned.ranked().into_iter().map(|warned| Warned {
            findings: self.findings.get(&warned.name),
            documents: warned.documents,
            code: warned.name,
        });
        Summary {
            schema: SCHEMA,
            totals: self.totals,
            titles: self.titles.ranked(),
            formats: self.formats.ranked(),
            encodings: self.encodings.ranked(),
            warnings: warned.collect(),
            errors: self.errors.ranked(),
            concerns: self.concerns.ranked(),
            words: self.words.distribution(WORDS),
            sections: self.sections.distribution(SECTIONS),
            normalization: self.changes.shares(&self.steps),
            dropped: self.dropped.ranked(),
            look_first: self.look_first.ranked(),
            failures: self.failures.clone(),
        }
    }
}
