//! Context: what a first look at every unit tells about each of them; the second look starts from it.

use super::features::{NAMES, Vector};
use super::model::{Label, Odds};

/// The neighbours whose odds are looked at.
const AROUND: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// Names of the features of the context, behind those of the unit.
pub const CONTEXT: &[&str] = &[
    "first look: title",
    "first look: heading",
    "first look: item",
    "first look: paragraph",
    "first look: furniture",
    "third before: heading",
    "third before: item",
    "third before: paragraph",
    "third before: furniture",
    "second before: heading",
    "second before: item",
    "second before: paragraph",
    "second before: furniture",
    "previous: heading",
    "previous: item",
    "previous: paragraph",
    "previous: furniture",
    "next: heading",
    "next: item",
    "next: paragraph",
    "next: furniture",
    "second after: heading",
    "second after: item",
    "second after: paragraph",
    "second after: furniture",
    "third after: heading",
    "third after: item",
    "third after: paragraph",
    "third after: furniture",
    "headings of the document, percent",
    "items of the document, percent",
    "paragraphs of the document, percent",
    "furniture of the document, percent",
    "furniture before it, percent",
    "furniture after it, percent",
    "paragraphs before it, percent",
    "paragraphs after it, percent",
    "units after the likeliest title",
    "odds of the likeliest title",
];

/// How many features a second look weighs.
pub const WIDTH: usize = NAMES.len() + CONTEXT.len();

const LABELS: [Label; 4] = [Label::Heading, Label::Item, Label::Paragraph, Label::Furniture];

/// The vectors of a second look: those of the first with the odds it found.
pub fn vectors(first: &[Vector], odds: &[Odds]) -> Vec<[i16; WIDTH]> {
    let sums = prefix_sums(odds);
    let total = sums[odds.len()];
    let title = (0..odds.len()).max_by(|&a, &b| odds[a][0].total_cmp(&odds[b][0])).unwrap_or(0);
    // In tens: what stands finer tells a document, not its kind.
    let mean = |sum: f32, count: usize| if count == 0 { -1 } else { percent(sum / count as f32) / 10 };
    (0..odds.len())
        .map(|at| {
            let mut x = [0; WIDTH];
            x[..NAMES.len()].copy_from_slice(&first[at]);
            let mut rest = x[NAMES.len()..].iter_mut();
            let mut put = |value: i16| {
                if let Some(place) = rest.next() {
                    *place = value;
                }
            };
            odds[at].iter().for_each(|&odds| put(percent(odds)));
            for offset in AROUND {
                let there = at.checked_add_signed(offset).and_then(|at| odds.get(at));
                LABELS.iter().for_each(|&label| put(there.map_or(-1, |odds| percent(odds[label as usize]))));
            }
            LABELS.iter().for_each(|&label| put(mean(total[label as usize], odds.len())));
            for label in [Label::Furniture, Label::Paragraph] {
                let before = sums[at][label as usize];
                let after = total[label as usize] - sums[at + 1][label as usize];
                put(mean(before, at));
                put(mean(after, odds.len() - at - 1));
            }
            put((at as isize - title as isize).clamp(-9, 9) as i16);
            put(percent(odds[title][0]));
            x
        })
        .collect()
}

fn prefix_sums(odds: &[Odds]) -> Vec<Odds> {
    let mut sum = Odds::default();
    let mut sums = vec![sum];
    for odds in odds {
        for (sum, odds) in sum.iter_mut().zip(odds) {
            *sum += odds;
        }
        sums.push(sum);
    }
    sums
}

fn percent(share: f32) -> i16 {
    (100.0 * share).round() as i16
}
