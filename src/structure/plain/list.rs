//! List: depth and order of items.

use super::model::Label;
use super::unit::Unit;
use super::verdict::Verdict;
use crate::structure::marker::Class;

/// Whether a marker counts.
pub(super) const fn is_ordered(class: Class) -> bool {
    !matches!(class, Class::Bullet(_))
}

/// A level of an open list.
struct Open {
    indent: usize,
    class: Class,
    /// The unit where its last item stands, and how far on its series goes on.
    last: usize,
    goes_on: usize,
    /// Whether the last item ends in a colon.
    opens: bool,
}

/// The depth of every unit that is an item; 0 for others, which end the list.
pub(super) fn depths(units: &[Unit<'_>], verdicts: &[Verdict]) -> Vec<u8> {
    let mut open: Vec<Open> = Vec::new();
    (0..units.len())
        .map(|at| {
            let (Label::Item, unit) = (verdicts[at].label, &units[at]) else {
                open.clear();
                return 0;
            };
            let Some(marker) = unit.marker else { return open.len().saturating_sub(1) as u8 };
            let own = Open {
                indent: unit.indent,
                class: marker.class,
                last: at,
                goes_on: unit.series.1,
                opens: unit.rest().trim_end().ends_with(':'),
            };
            place(&mut open, own);
            (open.len() - 1).min(usize::from(u8::MAX)) as u8
        })
        .collect()
}

impl Open {
    fn number(&self) -> Option<u32> {
        match self.class {
            Class::Number { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Whether `next` counts on from its last item.
    fn counts(&self, next: &Self) -> bool {
        self.number().is_some() && self.number().and_then(|number| number.checked_add(1)) == next.number()
    }
}

/// No author nests lists of one kind deeper; what is read without end must not be searched without end.
const DEEPEST: usize = 16;

/// Puts an item at its level: that of an open level of its kind and indent, of which the innermost that it counts on
/// from, else below the last or in its place. Numbers that begin anew below a colon and go on are a level of their own.
fn place(open: &mut Vec<Open>, own: Open) {
    while open.len() > 1 && open.last().is_some_and(|last| last.indent > own.indent + 1) {
        open.pop();
    }
    let same = |level: &Open| level.indent.abs_diff(own.indent) <= 1 && same_kind(level.class, own.class);
    let begins = own.number() == Some(1)
        && own.goes_on == 1
        && open.len() < DEEPEST
        && open.last().is_some_and(|last| last.opens && same(last));
    let counted = || open.iter().rposition(|level| same(level) && level.counts(&own));
    let level = if begins { None } else { counted().or_else(|| open.iter().rposition(same)) };
    if let Some(level) = level {
        open.truncate(level);
    } else if let Some(last) = open.last() {
        let deeper = own.indent > last.indent + 1;
        let inside = own.indent + 1 >= last.indent && (last.opens || last.goes_on > own.last - last.last);
        if !deeper && !inside {
            open.pop();
        }
    }
    open.push(own);
}

fn same_kind(a: Class, b: Class) -> bool {
    match (a, b) {
        (Class::Bullet(a), Class::Bullet(b)) => a == b,
        (Class::Number { delimiter: a, .. }, Class::Number { delimiter: b, .. }) => a == b,
        (Class::Letter(_), Class::Letter(_)) | (Class::Ordinal(_), Class::Ordinal(_)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lines;
    use crate::structure::plain::shape::Purpose;
    use crate::structure::plain::unit;

    /// Depths of items, one a line.
    fn told(text: &str) -> Vec<u8> {
        let lines: Vec<_> = lines(text).collect();
        let units = unit::units(&lines, Purpose::Labels);
        depths(&units, &vec![Verdict::model(Label::Item); units.len()])
    }

    #[test]
    fn depths_of_items() {
        for (items, depths) in [
            ("1- حلب\n2- حمص\n3- دمشق", vec![0, 0, 0]),
            ("- حلب\n  - الجامع\n  - القلعة\n- حمص", vec![0, 1, 1, 0]),
            ("1- حلب\nأ- الجامع\nب- القلعة\n2- حمص", vec![0, 1, 1, 0]),
            // numbers that begin anew
            ("1- التقرير\n2- المدن:\n1- حلب\n2- حمص\n3- دمشق\n3- المؤتمر", vec![0, 0, 1, 1, 1, 0]),
            ("1- المدن:\n1- حلب\n2- حمص\n2- القرى", vec![0, 1, 1, 0]),
            ("1- حلب\n2- حمص\n1- دمشق\n2- بغداد", vec![0, 0, 0, 0]),
            ("1- المدن:\n1- القرى:\n1- الجزر:", vec![0, 0, 0]),
            (
                &"1- المدن:\n2- القرى:\n".repeat(20),
                (0..40).map(|at| (at / 2).min(DEEPEST as u8 - 1)).collect(),
            ),
        ] {
            assert_eq!(told(items), depths, "{items}");
        }
    }
}
