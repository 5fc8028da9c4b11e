//! Numbers: what the ordered items of a list count as.

use super::Item;
use crate::structure::marker::{self, LAST, Order};

/// Tells the number of one item of a list after the other.
pub struct Numbers<'i, 'a> {
    items: &'i [Item<'a>],
    /// The order in which letters count, once it is asked for.
    order: Option<Order>,
    /// The last number of each depth.
    last: Vec<u32>,
}

impl<'i, 'a> Numbers<'i, 'a> {
    /// The numbers of a list.
    pub fn of(items: &'i [Item<'a>]) -> Self {
        Self { items, order: None, last: Vec::new() }
    }

    /// The number of an item: `٣-` is 3, `ج)` is 3, `ثالثاً:` is 3, `أخيراً:` one more than the one before. `None` where
    /// nothing is counted. To be asked for every item in turn.
    pub fn next(&mut self, item: &Item<'_>) -> Option<u32> {
        if !item.ordered {
            return None;
        }
        let depth = usize::from(item.depth);
        let number = match marker::class(&item.marker)? {
            marker::Class::Bullet(_) => return None,
            marker::Class::Number { value, .. } => value,
            marker::Class::Ordinal(LAST) => self.last.get(depth)?.checked_add(1)?,
            marker::Class::Ordinal(rank) => rank.into(),
            marker::Class::Letter(letter) => {
                let order = *self.order.get_or_insert_with(|| order(self.items));
                marker::rank(letter, order)?
            }
        };
        self.last.resize(depth + 1, 0);
        self.last[depth] = number;
        Some(number)
    }
}

/// The order in which the letters of a list count: that of the alphabet where two in a row follow each other there alone,
/// or where one stands behind the tenth of the abjad, further than lists count in it.
fn order(items: &[Item<'_>]) -> Order {
    const FAR: u32 = 10;
    let mut last: Vec<Option<char>> = Vec::new();
    let mut order = Order::Abjad;
    for item in items {
        let Some(marker::Class::Letter(letter)) = marker::class(&item.marker) else { continue };
        let depth = usize::from(item.depth);
        last.resize(depth + 1, None);
        match last[depth].replace(letter) {
            Some(before) => {
                let told =
                    [Order::Abjad, Order::Alphabetical].map(|order| marker::follows(before, letter, order));
                match told {
                    [true, false] => return Order::Abjad,
                    [false, true] => return Order::Alphabetical,
                    _ => {}
                }
            }
            None if marker::rank(letter, Order::Abjad).is_some_and(|rank| rank > FAR) => {
                order = Order::Alphabetical
            }
            _ => {}
        }
    }
    order
}
