//! Trains the model of plain-text structure on labelled documents and prints what it reaches on those it did not see.
//!
//! ```text
//! cargo run --release --features train --example train-structure -- FOLDER … > src/structure/plain/weights.rs
//! ```
//!
//! The folders hold labelled documents as `gold.rs` describes them. The table goes to stdout, the scores of a
//! cross-validation by group (repository, newspaper, site) to stderr. The same folders give the same table.

#![allow(clippy::print_stderr)]

mod boost;
mod gold;
mod pages;
mod score;

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Result, bail};
use boost::{Example, Forest, GROUPS, Settings, grow};
use gold::Document;
use seedtool::lines::{Line, lines};
use seedtool::structure::Options;
use seedtool::structure::learn::{self, DETAIL, DOCUMENT, Label, Model, Node, PLACE, Sample};

/// How often each set counts: the small ones more, so that none is drowned.
const WEIGHTS: &[(&str, f64)] = &[
    ("structure iii", 0.8),
    ("structure iv", 0.8),
    ("structure", 1.4),
    ("news_labelled", 3.0),
    ("wild_labelled", 4.0),
    ("titles", 2.0),
    ("pages", 1.0),
];

/// Trees of items ask a single question and choose it among most features: deeper ones reach .74 instead of .70 where
/// items have no marks, but only on documents that they have seen (.68 instead of .69 on others; means of seven seeds).
const SETTINGS: Settings = Settings {
    rounds: [60, 50, 40, 40, 60],
    depth: [3, 2, 1, 2, 2],
    rate: 0.2,
    samples: 0.6,
    features: [0.45, 0.8, 0.8, 0.8, 0.45],
    least: 15.0,
    ridge: 25.0,
    gain: 4.0,
    hidden,
    seed: 1,
};

/// What makes a heading or an item is the line and its neighbours, and what parts an item from a paragraph the nearest of
/// them, roughly: trees that know more know the documents they were grown on by heart (by repository, headings without
/// marks .86 → .87 where items do not know the document, and items .65 → .67 where they do not know details).
fn hidden(label: Label, feature: usize) -> bool {
    match label {
        Label::Heading => PLACE.contains(&feature) || DOCUMENT.contains(&feature),
        Label::Item => PLACE.contains(&feature) || DOCUMENT.contains(&feature) || DETAIL.contains(&feature),
        Label::Paragraph => DETAIL.contains(&feature),
        _ => false,
    }
}

const FOLDS: usize = 8;

/// A document ready for training.
struct Lesson {
    document: Document,
    samples: Vec<Sample>,
    fold: usize,
    group: usize,
    weight: f64,
}

fn main() -> Result<()> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let mut documents = Vec::new();
    for folder in &folders {
        documents.extend(gold::read(Path::new(folder))?);
    }
    if documents.is_empty() {
        bail!("no labelled documents below {folders:?}");
    }
    let made = pages::make(&documents);
    documents.extend(made);
    let lessons = prepare(documents);
    let unseen = per_fold(|fold| train(&lessons, Some(fold)));
    let whole = train(&lessons, None);
    let documents = || lessons.iter().map(|lesson| &lesson.document);
    // ERRORS=news prints the wrong lines of the sets whose names begin so.
    let errors = std::env::var("ERRORS").ok();
    score::report("not seen in training", documents(), errors.as_deref(), |nth, document, options| {
        recover(&unseen[lessons[nth].fold], document, options)
    });
    // What the table reaches on its own examples: where it stands far above, it knows them by heart.
    score::report("seen in training", documents(), None, |_, document, options| {
        recover(&whole, document, options)
    });
    write(&whole)
}

fn recover(forest: &Forest, document: &Document, options: &Options) -> HashMap<usize, Label> {
    let view = forest.each_ref().map(|trees| trees.iter().map(Vec::as_slice).collect::<Vec<&[Node]>>());
    let model = Model { trees: view.each_ref().map(Vec::as_slice) };
    let lines: Vec<Line<'_>> = lines(&document.text).collect();
    score::labels(&learn::recover(&model, &lines, options))
}

/// Deals the groups out to the folds and, finer, to those that training tells apart, and measures the documents.
fn prepare(documents: Vec<Document>) -> Vec<Lesson> {
    let folds = deal(&documents, FOLDS);
    let groups = deal(&documents, GROUPS);
    let mut lessons: Vec<Lesson> = documents
        .into_iter()
        .map(|document| {
            let lines: Vec<Line<'_>> = lines(&document.text).collect();
            let samples = learn::samples(&lines);
            let weight =
                WEIGHTS.iter().find(|(set, _)| document.set.starts_with(set)).map_or(1.0, |&(_, w)| w);
            let (fold, group) = (folds[&document.group], groups[&document.group]);
            Lesson { fold, group, samples, weight, document }
        })
        .collect();
    even_out(&mut lessons);
    lessons
}

/// Lets each repository count by the root of its lines, and all together as much as before: the largest has most of the
/// lines, and would be what is learnt.
fn even_out(lessons: &mut [Lesson]) {
    let mut sizes: BTreeMap<(String, String), usize> = BTreeMap::new();
    let name = |lesson: &Lesson| (lesson.document.set.clone(), lesson.document.group.clone());
    for lesson in lessons.iter() {
        *sizes.entry(name(lesson)).or_default() += lesson.document.gold.len();
    }
    let mut even: Vec<&mut Lesson> =
        lessons.iter_mut().filter(|lesson| lesson.document.set.starts_with("structure")).collect();
    let sum = |lessons: &[&mut Lesson]| -> f64 {
        lessons.iter().map(|lesson| lesson.weight * lesson.samples.len() as f64).sum()
    };
    let before = sum(&even);
    for lesson in &mut even {
        lesson.weight /= (sizes[&name(lesson)] as f64).sqrt();
    }
    let share = before / sum(&even);
    for lesson in even {
        lesson.weight *= share;
    }
}

/// Deals the groups out to so many hands, the largest first.
fn deal(documents: &[Document], hands: usize) -> BTreeMap<String, usize> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for document in documents {
        *sizes.entry(&document.group).or_default() += document.gold.len();
    }
    let mut groups: Vec<(&str, usize)> = sizes.into_iter().collect();
    groups.sort_by_key(|&(group, size)| (std::cmp::Reverse(size), group));
    let mut loads = vec![0; hands];
    let mut dealt = BTreeMap::new();
    for (group, size) in groups {
        let hand = (0..hands).min_by_key(|&hand| loads[hand]).unwrap_or(0);
        loads[hand] += size;
        dealt.insert(group.to_owned(), hand);
    }
    dealt
}

/// One forest for each fold, grown two at a time.
fn per_fold(grow: impl Fn(usize) -> Forest + Sync) -> Vec<Forest> {
    let mut forests = Vec::new();
    for pair in (0..FOLDS).collect::<Vec<_>>().chunks(2) {
        std::thread::scope(|scope| {
            let threads: Vec<_> = pair
                .iter()
                .map(|&fold| {
                    scope.spawn({
                        let grow = &grow;
                        move || grow(fold)
                    })
                })
                .collect();
            forests.extend(threads.into_iter().map(|thread| thread.join().expect("a fold")));
        });
    }
    forests
}

fn train(lessons: &[Lesson], left_out: Option<usize>) -> Forest {
    let mut examples = Vec::new();
    for lesson in lessons.iter().filter(|lesson| Some(lesson.fold) != left_out) {
        for sample in lesson.samples.iter().filter(|sample| sample.settled.is_none()) {
            if let Some(&label) = lesson.document.gold.get(&sample.line) {
                examples.push(Example {
                    x: &sample.vector,
                    label,
                    weight: lesson.weight,
                    group: lesson.group,
                });
            }
        }
    }
    grow(&examples, &SETTINGS)
}

/// Writes the table as Rust source.
fn write(forest: &Forest) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "//! Weights: the trees of the model, made by `examples/train-structure`; do not edit.\n//!\n\
         //! `n(feature, threshold, skip, value)` asks whether a feature is at most the threshold; `l(value)` is a leaf.\n\n\
         use super::model::{{Node, l, n}};\n"
    )?;
    writeln!(
        out,
        "/// The digest of the features' names that the trees were grown for.\n\
         #[cfg(test)]\npub(super) const DIGEST: u32 = {:#010x};\n",
        learn::digest()
    )?;
    writeln!(out, "#[rustfmt::skip]\npub(super) const TREES: [&[&[Node]]; 5] = [")?;
    for (label, trees) in Label::ALL.into_iter().zip(forest) {
        writeln!(out, "// {}\n&[", label.as_str())?;
        for tree in trees {
            let node = |node: &Node| match node.feature {
                Node::LEAF => format!("l({})", node.value),
                feature => format!("n({feature},{},{},{})", node.threshold, node.skip, node.value),
            };
            writeln!(out, "&[{}],", tree.iter().map(node).collect::<Vec<_>>().join(","))?;
        }
        writeln!(out, "],")?;
    }
    writeln!(out, "];")?;
    Ok(())
}
