//! Closers: whether what opens here is closed by one of the lines below.

use std::collections::HashMap;

use super::sign::Fence;
use crate::lines::Line;

/// What is known of the lines below, so that looking there again and again stays linear.
#[derive(Debug, Default)]
pub(super) struct Closers {
    backticks: Known,
    tildes: Known,
    markup: HashMap<&'static str, Known>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// A closing fence: line number and length.
    closer: Option<(usize, usize)>,
    /// Nothing of at least this length closes any more.
    none_from: Option<usize>,
}

impl Known {
    /// Looks for the first line where `length_of` finds a closer of at least `length`.
    fn find(&mut self, length: usize, below: &[Line<'_>], length_of: impl Fn(&Line<'_>) -> usize) -> bool {
        let here = below.first().map_or(usize::MAX, |line| line.number);
        if self.none_from.is_some_and(|none| length >= none) {
            return false;
        }
        if self.closer.is_some_and(|(line, found)| line >= here && found >= length) {
            return true;
        }
        let mut longest = 0;
        for line in below {
            let found = length_of(line);
            if found >= length {
                self.closer = Some((line.number, found));
                return true;
            }
            longest = longest.max(found);
        }
        self.none_from = Some(longest + 1);
        false
    }
}

impl Closers {
    /// Whether one of the lines `below` closes `fence`, whatever containers it stands in.
    pub(super) fn fence(&mut self, fence: Fence, below: &[Line<'_>]) -> bool {
        let known = if fence.mark == b'~' { &mut self.tildes } else { &mut self.backticks };
        known.find(fence.length, below, |line| {
            let text = line.visible.trim_start_matches(['>', ' ']);
            if text.bytes().all(|b| b == fence.mark) { text.len() } else { 0 }
        })
    }

    /// Whether one of the lines `below` holds the text that closes markup.
    pub(super) fn markup(&mut self, end: &'static str, below: &[Line<'_>]) -> bool {
        let known = self.markup.entry(end).or_default();
        known.find(1, below, |line| usize::from(line.text.contains(end)))
    }
}
