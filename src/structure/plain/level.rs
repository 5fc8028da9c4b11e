//! Level: how deep each inferred heading stands.
//!
//! All stand at level 2, but for what numbers and places tell:
//! 1. Of the kinds of numbers that a document has each is a level deeper than the last: الباب الأول, الفصل الأول …
//!    المادة الأولى, أولاً, `1`, أ, `1.1`, `1.1.1`; of أولاً, `1` and أ first the one that begins first, unless it begins
//!    anew behind the other. A number that goes on from another stands where that does.
//! 2. Numbers that begin anew stand below the headings without number between them.
//! 3. A heading without number between two numbers that go on stands below the first of them.
//! 4. A heading right below another stands below it, and so do those after it, up to the next such pair.
//! 5. Equal signs around a heading tell its level, as in the markup of wikis.
//!
//! No level is skipped.

use super::frame::{self, Framed};
use super::model::Label;
use super::unit::Unit;
use super::verdict::Verdict;
use super::words::{self, Class};
use crate::letters::is_numeric;
use crate::structure::key::{Key, Word};
use crate::structure::marker::{self, Class as Mark, Order};

/// The level of a heading that nothing tells more of.
const BASE: u8 = 2;

/// The deepest level there is.
const DEEPEST: u8 = 6;

/// Names of parts of books, laws and plays, folded, from the largest.
const RANKS: [&str; 18] = [
    "كتاب",
    "جزء",
    "قسم",
    "وحده",
    "محور",
    "باب",
    "فصل",
    "مشهد",
    "درس",
    "محاضره",
    "مبحث",
    "مطلب",
    "مقصد",
    "فرع",
    "مساله",
    "ملحق",
    "ماده",
    "بند",
];

/// The kinds of numbers behind those of parts: أولاً, `1`, أ.
const ORDINAL: u8 = RANKS.len() as u8;
const NUMBER: u8 = ORDINAL + 1;
const LETTER: u8 = ORDINAL + 2;

/// A heading as its level depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Heading {
    /// The kind of its number, from the largest, and the last part of it; `None` for a heading without number.
    number: Option<(u8, u32)>,
    /// The level that its frame tells.
    framed: Option<u8>,
    /// Whether it stands right below another heading.
    below: bool,
}

impl Heading {
    fn of(unit: &Unit<'_>, below: bool) -> Self {
        Self { number: number(unit), framed: frame::of(unit).and_then(Framed::level), below }
    }
}

/// The level of every unit that is a heading; 0 for others.
pub(super) fn levels(units: &[Unit<'_>], verdicts: &[Verdict]) -> Vec<u8> {
    let mut below = false;
    let mut places = Vec::new();
    let mut headings = Vec::new();
    for (at, (unit, verdict)) in units.iter().zip(verdicts).enumerate() {
        match verdict.label {
            Label::Heading => {
                places.push(at);
                headings.push(Heading::of(unit, below));
                below = true;
            }
            Label::Furniture => {}
            _ => below = false,
        }
    }
    let mut levels = vec![0; units.len()];
    for (at, level) in places.into_iter().zip(of(&headings)) {
        levels[at] = level;
    }
    levels
}

/// The levels of all headings of a document.
fn of(headings: &[Heading]) -> Vec<u8> {
    let numbers = || headings.iter().filter_map(|heading| heading.number);
    let kinds = kinds(&numbers().collect::<Vec<_>>());
    let first = kinds.first().map(|&kind| (kind, 1));
    let anew = numbers().filter(|&number| Some(number) == first).count() > 1;
    // Whether the next number goes on with what was counted before.
    let mut next = None;
    let mut goes_on: Vec<bool> = Vec::with_capacity(headings.len());
    goes_on.extend(headings.iter().rev().map(|heading| {
        next = heading.number.or(next);
        next.is_some() && next != first
    }));
    goes_on.reverse();
    let mut levels: Vec<u8> = Vec::with_capacity(headings.len());
    // The levels of the last heading with a number, and of the last without.
    let (mut counted, mut plain) = (None, None);
    // The last number of each kind, and its level.
    let mut last: Vec<Option<(u32, u8)>> = vec![None; kinds.len()];
    for (at, heading) in headings.iter().enumerate() {
        let above = levels.last().copied();
        let deepest = above.map_or(BASE, |above| above + 1).min(DEEPEST);
        let level = match (heading.framed, heading.number) {
            (Some(framed), _) => framed,
            (None, Some((kind, number))) => {
                let deeper = kinds.iter().take_while(|&&known| known != kind).count();
                // Of parts of books no more is known than which is the first.
                let follows =
                    |before: u32| Some(number) == before.checked_add(1) || kind < ORDINAL && number > 1;
                let level = match last[deeper].filter(|&(before, _)| follows(before)) {
                    Some((_, level)) => level,
                    None => plain.filter(|_| anew).map_or(BASE, |plain: u8| plain + 1) + deeper as u8,
                };
                last[deeper] = Some((number, level.min(deepest)));
                *counted.insert(level)
            }
            (None, None) => {
                let between = counted.filter(|_| goes_on[at]);
                let pair = headings.get(at + 1).is_some_and(|next| next.below && next.number.is_none());
                let level = match (between, above, plain) {
                    (Some(counted), ..) => counted + 1,
                    (None, Some(above), _) if heading.below => above + 1,
                    (None, _, Some(plain)) if !pair => plain,
                    _ => BASE,
                };
                *plain.insert(level)
            }
        };
        levels.push(level.min(deepest));
    }
    levels
}

/// The kinds among the numbers of a document, from the largest.
fn kinds(numbers: &[(u8, u32)]) -> Vec<u8> {
    let mut kinds: Vec<u8> = numbers.iter().map(|&(kind, _)| kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let begins = |kind: u8| numbers.iter().position(|number| number.0 == kind).unwrap_or_default();
    let is_inside = |one: u8, other: u8| {
        let start = begins(one);
        begins(other) < start && !numbers[start..].contains(&(other, 1))
    };
    let marked = kinds.partition_point(|&kind| kind < ORDINAL)..kinds.partition_point(|&kind| kind <= LETTER);
    let marked = &mut kinds[marked];
    for end in (1..marked.len()).rev() {
        for at in 0..end {
            if is_inside(marked[at], marked[at + 1]) {
                marked.swap(at, at + 1);
            }
        }
    }
    kinds
}

/// What the number at the head of a heading says: its kind, from the largest, and its last part.
fn number(unit: &Unit<'_>) -> Option<(u8, u32)> {
    let marked = || match unit.marker?.class {
        Mark::Ordinal(rank) => Some((ORDINAL, rank.into())),
        Mark::Number { value, .. } => Some((NUMBER, value)),
        Mark::Letter(letter) => Some((LETTER, marker::rank(letter, Order::Abjad)?)),
        Mark::Bullet(_) => None,
    };
    let parted = parts(&unit.text).map(|(parts, last)| (NUMBER + parts, last));
    parted.or_else(marked).or_else(|| rank(&unit.shape.key))
}

/// A number of several parts (`1-2`, `3.1.4`): how many, and the last.
pub(super) fn parts(text: &str) -> Option<(u8, u32)> {
    if !text.starts_with(|c: char| PARTING.contains(&c) || is_numeric(c)) {
        return None;
    }
    let number = text.split(|c: char| c.is_whitespace() || c == ')').next()?;
    let (mut depth, mut last) = (0, 0);
    for part in number.split(PARTING).filter(|part| !part.is_empty()) {
        last = part.chars().try_fold(0u32, |value, c| {
            let digit = c.to_digit(10).or_else(|| arabic_digit(c))?;
            value.checked_mul(10)?.checked_add(digit)
        })?;
        depth += 1;
    }
    (depth > 1).then_some((depth, last))
}

/// What stands between the parts of a number.
const PARTING: [char; 3] = ['.', '-', '–'];

fn arabic_digit(c: char) -> Option<u32> {
    matches!(c, '٠'..='٩')
        .then(|| c as u32 - '٠' as u32)
        .or_else(|| matches!(c, '۰'..='۹').then(|| c as u32 - '۰' as u32))
}

/// Whether a text opens with the name of a part of a book: باب المواقيت.
pub(super) fn is_part(key: &Key) -> bool {
    key.words().next().and_then(depth).is_some()
}

/// How deep the part of a book stands that a word names: الفصل.
fn depth(word: Word<'_>) -> Option<u8> {
    let name = word.bytes.strip_prefix("ال".as_bytes()).unwrap_or(word.bytes);
    (0..).zip(RANKS).find_map(|(depth, rank)| (rank.as_bytes() == name).then_some(depth))
}

/// A ranked part of a book with its ordinal, as opens a text: الفصل الأول; how deep it stands, and 1 for the first.
pub(super) fn rank(key: &Key) -> Option<(u8, u32)> {
    let mut words = key.words();
    let (depth, ordinal) = (depth(words.next()?)?, words.next()?);
    let first = ordinal.is_one_of(&["الاول", "1"]);
    let counts = first || ordinal.is_number() || words::classes(ordinal) & Class::Ordinal.bit() != 0;
    counts.then_some((depth, if first { 1 } else { 2 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lines;
    use crate::structure::plain::shape::Purpose;
    use crate::structure::plain::unit;

    /// Levels of headings, one a line; a blank line stands for text between two.
    fn told(text: &str) -> Vec<u8> {
        let lines: Vec<_> = lines(text).collect();
        let units = unit::units(&lines, Purpose::Labels);
        let headings: Vec<Heading> =
            units.iter().enumerate().map(|(at, unit)| Heading::of(unit, at > 0 && unit.gap == 0)).collect();
        of(&headings)
    }

    #[test]
    fn levels_of_headings() {
        for (headings, levels) in [
            // nothing tells more
            ("المقدمة\n\nالأسباب\n\nالخاتمة", vec![2, 2, 2]),
            // numbers
            ("1. المقدمة\n\n1.1 الأسباب\n\n1.2 النتائج\n\n2. الخاتمة", vec![2, 3, 3, 2]),
            ("٥-١ المقدمة\n\n٥-٢ الأسباب", vec![2, 2]),
            ("المقدمة\n\n1. الأسباب\n\n2. النتائج\n\nالخاتمة", vec![2, 2, 2, 2]),
            ("الأدوات\n\n1. الأولى\n\n2. الثانية\n\nالأوامر\n\n1. الأولى\n\n2. الثانية", vec![2, 3, 3, 2, 3, 3]),
            ("5.1 الحقيبة\n\nالمواد\n\nالجيوب\n\n5.2 الملجأ\n\nالمواد", vec![2, 3, 3, 2, 3]),
            // ranks
            (
                "الباب الأول: اللغة\n\nالفصل الأول: الاسم\n\nالفصل الثاني: الفعل\n\nالباب الثاني: الأدب",
                vec![2, 3, 3, 2],
            ),
            ("الفصل الأول\n\nالفصل الثاني\n\nباب الحارة", vec![2, 2, 2]),
            ("أولاً: الأسباب\n\n1. الأولى\n\n2. الثانية\n\nثانياً: النتائج\n\n1. الأولى", vec![2, 3, 3, 2, 3]),
            ("1. الأسباب\n\nأ- الأولى\n\nب- الثانية\n\n2. النتائج", vec![2, 3, 3, 2]),
            (
                "الباب الأول\n\nالمادة الأولى\n\nالمادة الثانية\n\nالباب الثاني\n\nالمادة الثالثة",
                vec![2, 3, 3, 2, 3],
            ),
            // what goes on stands where its series does
            (
                "١. التعريف\n\nأ. القصب\n\nب. البنجر\n\n٢. المصانع\n\nأولا: الوجه القبلي\n\nثانيا: الوجه البحري",
                vec![2, 3, 3, 2, 3, 3],
            ),
            ("الفصل الأول\n\nالمقدمة\n\nأولا: الأهمية\n\nثانيا: المنهج\n\nثالثا: الدراسات", vec![2, 3, 3, 3, 3]),
            // frames
            ("== التسمية ==\n\n=== العصور ===\n\n==== القديمة ====\n\n== المراجع ==", vec![2, 3, 4, 2]),
            // pairs
            ("الأدوات\nالأولى\n\nالثانية\n\nالأوامر\nالأولى", vec![2, 3, 3, 2, 3]),
            // no level is skipped
            ("أ\nب\nج\nد\nه\nو\nز", vec![2, 3, 4, 5, 6, 6, 6]),
            ("1. المقدمة\n\n1.1.1 الأسباب", vec![2, 3]),
        ] {
            assert_eq!(told(headings), levels, "{headings}");
        }
    }
}
