//! Totals: sums over all documents.

use serde::Serialize;

use super::facts::Facts;

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

impl Totals {
    /// Adds a record.
    pub(super) fn add(&mut self, facts: &Facts) {
        let counts = &facts.counts;
        self.documents += 1;
        self.records += 1;
        self.documents_with_warnings += u64::from(!facts.warnings.is_empty());
        self.warnings += facts.warnings.len() as u64;
        self.dropped_lines += facts.dropped.len() as u64;
        self.bytes += facts.source.bytes;
        self.replacements += facts.source.replacements;
        self.characters += counts.characters;
        self.words += counts.words;
        self.letters += counts.letters;
        self.arabic_letters += counts.arabic_letters;
        self.sections += counts.sections;
        self.paragraphs += counts.paragraphs;
        self.lists += counts.lists;
        self.list_items += counts.list_items;
        self.tatweel_removed += counts.tatweel_removed;
        self.marks_removed += counts.marks_removed;
    }

    /// Adds an input without a record.
    pub(super) fn fail(&mut self) {
        self.documents += 1;
        self.errors += 1;
    }
}
