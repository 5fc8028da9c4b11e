//! Pages: the numbers that the pages of a book leave in its text.

use super::unit::Unit;
use crate::letters::is_numeric;
use crate::lines::is_invisible;
use crate::structure::key::Word;

/// Digits of the number of a page at most.
const MOST_DIGITS: usize = 4;

/// Words of such a line at most: `--- صفحة 3 من 10 ---`.
const MOST_WORDS: u16 = 6;

/// From one number to the next pages may be missing.
const STEP: u32 = 3;

/// A line that may be the number of a page.
#[derive(Clone, Copy)]
struct Numbered {
    value: u32,
    /// Whether it says so itself: `صفحة 3 من 10`, `- 125 -`. Others are told by those before or behind them alone.
    is_sure: bool,
}

/// Marks the lines that are nothing but the number of a page: those that say so, and those that count on from each other
/// with text between them. What counts from one numbers sections.
pub(super) fn mark(units: &mut [Unit<'_>]) {
    // Where the number before stands, its value, and whether its series counts from one.
    let mut last: Option<(usize, u32, bool)> = None;
    for at in 0..units.len() {
        let Some(Numbered { value, is_sure }) = numbered(&units[at]) else { continue };
        let above = last.filter(|&(_, above, _)| (above + 1..=above.saturating_add(STEP)).contains(&value));
        let from_one = above.map_or(value == 1, |(_, _, from_one)| from_one);
        let is_page = above.is_some_and(|(before, _, _)| at - before > 1) && !from_one;
        if let Some((before, ..)) = above.filter(|_| is_page) {
            units[before].is_page = true;
        }
        units[at].is_page = is_page || is_sure && !from_one;
        last = Some((at, value, from_one));
    }
}

fn numbered(unit: &Unit<'_>) -> Option<Numbered> {
    let shape = &unit.shape;
    if shape.tally.digits == 0 || shape.words > MOST_WORDS {
        return None;
    }
    named(unit).or_else(|| framed(unit))
}

/// `صفحة 3 من 10`, `[ص: 126]`, `(ص 126)`.
fn named(unit: &Unit<'_>) -> Option<Numbered> {
    let mut words = unit.shape.key.words();
    let name = words.next()?;
    let value = words.next().filter(|word| word.is_number())?.text().parse().ok()?;
    let is_name = matches!(name.text(), "صفحه" | "الصفحه" | "page");
    let is_enclosed = unit.text.starts_with(['[', '(']) && unit.text.ends_with([']', ')']);
    let is_letter = name.text() == "ص" && is_enclosed;
    let ends = words.all(|word| Word::is_number(word) || matches!(word.text(), "من" | "of"));
    (ends && (is_name || is_letter)).then_some(Numbered { value, is_sure: is_name })
}

/// `125`, `(125)`, `[125]`, `- 125 -`, `(1/53)`: volume and page.
fn framed(unit: &Unit<'_>) -> Option<Numbered> {
    const DASHES: [char; 4] = ['-', '–', '—', '~'];
    let text = unit.text.trim_matches(is_invisible);
    let dashed = text.strip_prefix(DASHES).and_then(|rest| rest.strip_suffix(DASHES));
    let enclosed = || {
        let inner = |open, close| text.strip_prefix(open)?.strip_suffix(close);
        inner('(', ')').or_else(|| inner('[', ']'))
    };
    let inner = dashed.or_else(enclosed).unwrap_or(text).trim_matches(is_invisible);
    let is_page = inner
        .split_once('/')
        .map_or_else(|| is_number(inner), |(volume, page)| is_number(volume) && is_number(page));
    // Four digits alone are a year.
    let is_year = inner.len() == text.len() && inner.chars().count() == MOST_DIGITS;
    let value = unit.shape.key.words().next_back().filter(|_| is_page && !is_year)?.text().parse().ok()?;
    Some(Numbered { value, is_sure: dashed.is_some() })
}

fn is_number(text: &str) -> bool {
    (1..=MOST_DIGITS).contains(&text.chars().count()) && text.chars().all(is_numeric)
}

#[cfg(test)]
mod tests {
    use crate::lines::lines;
    use crate::structure::plain::shape::Purpose;
    use crate::structure::plain::unit;

    /// The lines of a text, of which `نص` stands for any other, that are numbers of pages.
    fn pages(text: &str) -> Vec<bool> {
        let lines: Vec<_> = lines(text).collect();
        unit::units(&lines, Purpose::Labels).iter().map(|unit| unit.is_page).collect()
    }

    #[test]
    fn numbers_that_count_on_are_of_pages() {
        for (text, told) in [
            ("نص\n53\nنص\n54\nنص\n٥٥", vec![false, true, false, true, false, true]),
            ("نص\n(1/53)\nنص\n(1/54)", vec![false, true, false, true]),
            ("نص\n[ص: 126]\nنص\n[ص: 127]", vec![false, true, false, true]),
            ("نص\n- 125 -\nنص", vec![false, true, false]),
            ("نص\n--- صفحة 3 من 10 ---\nنص", vec![false, true, false]),
            // sections, sizes, years, phones, verses
            ("١\nنص\n٢\nنص\n٣\nنص", vec![false; 6]),
            ("- 1 -\nنص\n- 2 -\nنص", vec![false; 4]),
            ("4\n5\n6", vec![false; 3]),
            ("نص\n2018\nنص\n2019", vec![false; 4]),
            ("نص\n- 5551234 -\nنص", vec![false; 3]),
            ("م 5\nص 7\nع 9\nص = 6", vec![false; 4]),
            ("نص\n[ص: 26]\nنص", vec![false; 3]),
        ] {
            assert_eq!(pages(text), told, "{text}");
        }
    }
}
