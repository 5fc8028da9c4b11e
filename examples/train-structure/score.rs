//! Score: precision, recall and harm on documents that a model has not seen.

use std::collections::{BTreeMap, HashMap};

use seedtool::structure::learn::Label;
use seedtool::structure::{Block, Kind, Mode, Options};

use crate::gold::Document;

/// The label of each line of blocks.
pub(crate) fn labels(blocks: &[Block<'_>]) -> HashMap<usize, Label> {
    let mut labels = HashMap::new();
    for block in blocks {
        let label = match block.kind {
            Kind::Title(_) => Label::Title,
            Kind::Heading { .. } => Label::Heading,
            Kind::Item { .. } => Label::Item,
            Kind::Dropped(_) => Label::Furniture,
            _ => Label::Paragraph,
        };
        labels.extend((block.span.first..=block.span.last).map(|line| (line, label)));
    }
    labels
}

#[derive(Clone, Default)]
struct Tally {
    /// Right, wrongly given, missed, by label.
    counts: [(f64, f64, f64); 5],
    body: f64,
    false_headings: f64,
    furniture_as_heading: f64,
    dropped: f64,
    invented: usize,
    titles: (usize, usize),
    groups: BTreeMap<String, [(f64, f64, f64); 5]>,
}

/// Prints the scores of every set in the modes that infer, and the wrong lines of the sets whose names begin with
/// `errors`.
pub(crate) fn report<'d>(
    name: &str,
    documents: impl Iterator<Item = &'d Document>,
    errors: Option<&str>,
    recover: impl Fn(usize, &Document, &Options) -> HashMap<usize, Label>,
) {
    let documents: Vec<_> = documents.collect();
    for mode in [Mode::Balanced, Mode::Strict] {
        let mut sets: BTreeMap<&str, Tally> = BTreeMap::new();
        for (nth, &document) in documents.iter().enumerate() {
            let given = recover(nth, document, &Options { mode, ..Options::default() });
            sets.entry(&document.set).or_default().add(document, &given);
            if mode == Mode::Balanced && errors.is_some_and(|set| document.set.starts_with(set)) {
                tell(document, &given);
            }
        }
        eprintln!("\n{name}, {mode}: {HEADER}");
        for (set, tally) in &sets {
            tally.print(set);
        }
    }
}

const HEADER: &str = "F1 of title, heading, item, paragraph, furniture · mean heading F1 of groups · heading \
    precision, recall · false headings = per 1000 lines (+ in furniture) · paragraphs dropped · titles right of all, \
    invented";

fn tell(document: &Document, given: &HashMap<usize, Label>) {
    for line in seedtool::lines::lines(&document.text) {
        let (gold, got) = (document.gold.get(&line.number), given.get(&line.number));
        if gold.is_some() && gold != got {
            let text: String = line.text.trim().chars().take(90).collect();
            let name = |label: Option<&Label>| label.map_or("-", |label| label.as_str());
            eprintln!(
                "{}/{}:{}\t{} as {}\t{text}",
                document.set,
                document.name,
                line.number,
                name(gold),
                name(got)
            );
        }
    }
}

impl Tally {
    fn add(&mut self, document: &Document, given: &HashMap<usize, Label>) {
        let titled = document.gold.values().any(|&label| label == Label::Title);
        let group = self.groups.entry(document.group.clone()).or_default();
        let first = document.gold.keys().min();
        let mut right = false;
        for (line, &gold) in &document.gold {
            let Some(&got) = given.get(line) else { continue };
            if gold == Label::Heading && got == Label::Title && !titled && Some(line) == first {
                continue;
            }
            self.body += f64::from(u8::from(matches!(gold, Label::Paragraph | Label::Item)));
            for counts in [&mut self.counts, &mut *group] {
                if gold == got {
                    counts[gold as usize].0 += 1.0;
                } else {
                    counts[gold as usize].2 += 1.0;
                    if !(gold == Label::Title && got == Label::Heading) {
                        counts[got as usize].1 += 1.0;
                    }
                }
            }
            right |= gold == got && got == Label::Title;
            match (gold, got) {
                (Label::Paragraph | Label::Item, Label::Heading) => self.false_headings += 1.0,
                (Label::Furniture, Label::Heading) => self.furniture_as_heading += 1.0,
                (Label::Paragraph, Label::Furniture) => self.dropped += 1.0,
                _ => {}
            }
        }
        if titled {
            self.titles.0 += usize::from(right);
            self.titles.1 += 1;
        } else {
            let invented = given.iter().any(|(line, &label)| {
                label == Label::Title
                    && (document.gold.get(line) != Some(&Label::Heading) || Some(line) != first)
            });
            self.invented += usize::from(invented);
        }
    }

    fn print(&self, set: &str) {
        let f = |&(right, wrong, missed): &(f64, f64, f64)| 2.0 * right / (2.0 * right + wrong + missed);
        let scores: Vec<String> = self.counts.iter().map(|counts| format!("{:.3}", f(counts))).collect();
        let heading = self.counts[Label::Heading as usize];
        let means: Vec<f64> = self
            .groups
            .values()
            .map(|group| f(&group[Label::Heading as usize]))
            .filter(|f| !f.is_nan())
            .collect();
        eprintln!(
            "{set:16} {} · {:.3} · {:.2} {:.2} · {:.0} = {:.1} (+{:.0}) · {:.0} · {} of {}, {}",
            scores.join(" "),
            means.iter().sum::<f64>() / means.len() as f64,
            heading.0 / (heading.0 + heading.1),
            heading.0 / (heading.0 + heading.2),
            self.false_headings,
            1000.0 * self.false_headings / self.body,
            self.furniture_as_heading,
            self.dropped,
            self.titles.0,
            self.titles.1,
            self.invented,
        );
    }
}
