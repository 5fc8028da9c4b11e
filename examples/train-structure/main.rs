//! Trains the model of plain-text structure on labelled documents and prints what it reaches on those it did not see.
//!
//! ```text
//! cargo run --release --features train --example train-structure -- FOLDER … > src/structure/weights.rs
//! ```
//!
//! The folders hold labelled documents as `gold.rs` describes them. The table goes to stdout, the scores of a
//! cross-validation by group (repository, newspaper, site) to stderr. The same folders give the same table.

mod boost;
mod gold;
mod pages;
mod score;

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Result, bail};
use boost::{Example, Forest, Settings, grow};
use gold::Document;
use seedtool::lines::{Line, lines};
use seedtool::structure::learn::{self, Label, Looks, Model, Node, Odds, Sample};
use seedtool::structure::{Mode, Options};

/// How often each set counts: the small ones more, so that none is drowned.
const WEIGHTS: &[(&str, f64)] = &[
    ("structure iii", 0.6),
    ("structure iv", 0.6),
    ("structure", 1.4),
    ("news_labelled", 5.0),
    ("wild_labelled", 4.0),
    ("titles", 0.7),
    ("pages", 0.5),
];

const FIRST: Settings = Settings {
    rounds: 36,
    depth: 4,
    rate: 0.22,
    samples: 0.7,
    features: 0.35,
    least: 4.0,
    ridge: 6.0,
    gain: 1.5,
    seed: 1,
};

const SECOND: Settings = Settings { rounds: 36, seed: 2, ..FIRST };

const FOLDS: usize = 5;

/// A document ready for training.
struct Lesson {
    document: Document,
    samples: Vec<Sample>,
    fold: usize,
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
    let firsts = per_fold(|fold| train_first(&lessons, Some(fold)));
    let odds: Vec<Vec<Odds>> =
        lessons.iter().map(|lesson| first_odds(&lesson.samples, &firsts[lesson.fold])).collect();
    let seconds = per_fold(|fold| train_second(&lessons, &odds, Some(fold)));
    let first = train_first(&lessons, None);
    let second = train_second(&lessons, &odds, None);
    let documents = || lessons.iter().map(|lesson| &lesson.document);
    let by_fold: Vec<_> =
        lessons.iter().map(|lesson| (&firsts[lesson.fold], &seconds[lesson.fold])).collect();
    score::report(
        "not seen in training",
        documents(),
        &[Mode::Balanced, Mode::Strict],
        |nth, document, options| recover(by_fold[nth].0, by_fold[nth].1, document, options),
    );
    // What the table reaches on its own examples: far above the figures before, it would know them by heart.
    score::report("seen in training", documents(), &[Mode::Balanced], |_, document, options| {
        recover(&first, &second, document, options)
    });
    write(&first, &second)
}

fn recover(first: &Forest, second: &Forest, document: &Document, options: &Options) -> HashMap<usize, Label> {
    let (first, second) = (view(first), view(second));
    let looks = Looks { first: Model { trees: slices(&first) }, second: Model { trees: slices(&second) } };
    let lines: Vec<Line<'_>> = lines(&document.text).collect();
    score::labels(&learn::recover(&looks, &lines, options))
}

/// Deals the groups of each set out to the folds, the largest first, and measures the documents.
fn prepare(documents: Vec<Document>) -> Vec<Lesson> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for document in &documents {
        *sizes.entry(&document.group).or_default() += document.gold.len();
    }
    let mut groups: Vec<(&str, usize)> = sizes.into_iter().collect();
    groups.sort_by_key(|&(group, size)| (std::cmp::Reverse(size), group));
    let mut loads = [0; FOLDS];
    let mut folds: BTreeMap<String, usize> = BTreeMap::new();
    for (group, size) in groups {
        let fold = (0..FOLDS).min_by_key(|&fold| loads[fold]).unwrap_or(0);
        loads[fold] += size;
        folds.insert(group.to_owned(), fold);
    }
    documents
        .into_iter()
        .map(|document| {
            let lines: Vec<Line<'_>> = lines(&document.text).collect();
            let samples = learn::samples(&lines);
            let weight =
                WEIGHTS.iter().find(|(set, _)| document.set.starts_with(set)).map_or(1.0, |&(_, w)| w);
            Lesson { fold: folds[&document.group], samples, weight, document }
        })
        .collect()
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

fn examples<'x, const N: usize>(
    lessons: &[Lesson],
    vectors: &'x [Vec<[i16; N]>],
    left_out: Option<usize>,
) -> Vec<Example<'x>> {
    let mut examples = Vec::new();
    for (lesson, vectors) in lessons.iter().zip(vectors).filter(|(lesson, _)| Some(lesson.fold) != left_out) {
        for (sample, x) in lesson.samples.iter().zip(vectors).filter(|(sample, _)| sample.settled.is_none()) {
            if let Some(&label) = lesson.document.gold.get(&sample.line) {
                examples.push(Example { x, label, weight: lesson.weight });
            }
        }
    }
    examples
}

fn train_first(lessons: &[Lesson], left_out: Option<usize>) -> Forest {
    let vectors: Vec<Vec<_>> =
        lessons.iter().map(|lesson| lesson.samples.iter().map(|sample| sample.vector).collect()).collect();
    grow(&examples(lessons, &vectors, left_out), &FIRST)
}

fn train_second(lessons: &[Lesson], odds: &[Vec<Odds>], left_out: Option<usize>) -> Forest {
    let vectors: Vec<Vec<_>> =
        lessons.iter().zip(odds).map(|(lesson, odds)| learn::second(&lesson.samples, odds)).collect();
    grow(&examples(lessons, &vectors, left_out), &SECOND)
}

fn first_odds(samples: &[Sample], forest: &Forest) -> Vec<Odds> {
    let view = view(forest);
    let model = Model { trees: slices(&view) };
    samples
        .iter()
        .map(|sample| match sample.settled {
            Some(label) => {
                let mut odds = Odds::default();
                odds[label as usize] = 1.0;
                odds
            }
            None => model.odds(&sample.vector),
        })
        .collect()
}

fn view(forest: &Forest) -> [Vec<&[Node]>; 5] {
    forest.each_ref().map(|trees| trees.iter().map(Vec::as_slice).collect())
}

fn slices<'v>(view: &'v [Vec<&'v [Node]>; 5]) -> [&'v [&'v [Node]]; 5] {
    view.each_ref().map(Vec::as_slice)
}

/// Writes the table as Rust source.
fn write(first: &Forest, second: &Forest) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "//! Weights: the trees of the model, made by `examples/train-structure`; do not edit.\n//!\n\
         //! `n(feature, threshold, skip, value)` asks whether a feature is at most the threshold; `l(value)` is a leaf.\n\n\
         use super::model::{{Node, l, n}};\n"
    )?;
    for (name, forest) in [("FIRST", first), ("SECOND", second)] {
        writeln!(out, "#[rustfmt::skip]\npub(super) const {name}: [&[&[Node]]; 5] = [")?;
        for (label, trees) in learn::Label::ALL.into_iter().zip(forest) {
            writeln!(out, "// {}\n&[", label.as_str())?;
            for tree in trees {
                let nodes: Vec<String> = tree
                    .iter()
                    .map(|node| match node.feature {
                        Node::LEAF => format!("l({})", node.value),
                        feature => format!("n({feature},{},{},{})", node.threshold, node.skip, node.value),
                    })
                    .collect();
                writeln!(out, "&[{}],", nodes.join(","))?;
            }
            writeln!(out, "],")?;
        }
        writeln!(out, "];\n")?;
    }
    Ok(())
}
