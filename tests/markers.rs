//! Markers, by a table: one line a case.

use seedtool::article::{Item, Numbers};
use seedtool::structure::Span;
use seedtool::structure::marker::{self, Class, Order};

const TABLE: &str = include_str!("data/markers.tsv");

/// `<U+XXXX>` → that character.
fn unescape(cell: &str) -> String {
    let mut parts = cell.split("<U+");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hex, rest) = part.split_once('>').expect("an escape ends in >");
        text.extend(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
        text.push_str(rest);
    }
    text
}

fn name(class: Class) -> &'static str {
    match class {
        Class::Bullet(_) => "bullet",
        Class::Number { .. } => "number",
        Class::Letter(_) => "letter",
        Class::Ordinal(_) => "ordinal",
    }
}

/// The numbers of a list of so marked items, all of one depth.
fn numbers(markers: &[&str]) -> Vec<Option<u32>> {
    let item = |marker: &&str| Item {
        depth: 0,
        ordered: true,
        marker: (*marker).to_owned().into(),
        text: "نص".into(),
        span: Span::line(1),
    };
    let items: Vec<_> = markers.iter().map(item).collect();
    let mut numbers = Numbers::of(&items);
    items.iter().map(|item| numbers.next(item)).collect()
}

#[test]
fn letters_count_in_the_order_of_their_list() {
    let counted = |letters: &str| -> Vec<u32> {
        let markers: Vec<String> = letters.chars().map(|letter| format!("{letter}-")).collect();
        let markers: Vec<&str> = markers.iter().map(String::as_str).collect();
        numbers(&markers).into_iter().flatten().collect()
    };
    for letters in ["أبتثجحخدذر", "ابجدهوزحطيكلم", "أ", "أب", "هوزح", "ضط"] {
        let numbers = counted(letters);
        let first = numbers[0];
        assert_eq!(numbers, (first..).take(letters.chars().count()).collect::<Vec<_>>(), "{letters}");
    }
    assert_eq!(numbers(&["أولا:", "ثانيا:", "أخيرا:"]), [Some(1), Some(2), Some(3)]);
    assert_eq!(numbers(&["أخيرا:"]), [None]);
}

#[test]
fn the_table_holds() {
    for row in TABLE.lines().filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t').map(unescape);
        let mut cell = || cells.next().unwrap_or_default();
        let (line, class, number, rest) = (cell(), cell(), cell(), cell());
        let found = marker::parse(&line);
        assert_eq!(found.map_or("none", |marker| name(marker.class)), class, "{row}");
        assert_eq!(found.map_or("", |marker| marker.rest), rest, "{row}");
        let counted = found.and_then(|marker| numbers(&[marker.raw])[0]);
        assert_eq!(counted.map(|n| n.to_string()).unwrap_or_default(), number, "{row}");
    }
}

#[test]
fn a_marker_is_cut_where_it_stands() {
    let marker = marker::parse("\u{200F} \t١ -  نص \u{200F}").expect("a marker");
    assert_eq!((marker.raw, marker.indent, marker.rest), ("١ -", 4, "نص"));
}

#[test]
fn letters_rank_in_both_orders() {
    assert_eq!(marker::rank('ج', Order::Abjad), Some(3));
    assert_eq!(marker::rank('ج', Order::Alphabetical), Some(5));
    assert_eq!(marker::rank('x', Order::Abjad), None);
    for order in [Order::Abjad, Order::Alphabetical] {
        let mut ranks: Vec<_> = ('ا'..='ي').filter_map(|letter| marker::rank(letter, order)).collect();
        ranks.sort_unstable();
        assert!(ranks.into_iter().eq(1..=28), "{order:?} counts 28 letters");
    }
}
