//! Flanking: stars that writers of Arabic mean otherwise than CommonMark §6.2 reads them.
//!
//! Between a letter and a sign, `**` opens or closes nothing there; yet Arabic writes its articles, conjunctions and
//! prepositions together with the word behind them: `الـ**«تعلم»**`. And a star between figures multiplies. Such stars are
//! fenced by a character that makes the parser see them as they are meant, and that is taken away behind it.

use std::borrow::Cow;

use super::edit::{Edit, Edited};
use super::marks::{self, Beside, Mark, Role};

/// Counts as punctuation, so that a run of stars beside it may open and close.
const SIGN: &str = "\u{16EB}";

/// Counts as white space, so that a star between two may do neither.
const SPACE: &str = "\u{1680}";

/// The fences as characters.
const FENCES: [char; 2] = ['\u{16EB}', '\u{1680}'];

/// A text whose stars are fenced.
pub(super) struct Fenced<'a> {
    edited: Edited<'a>,
    is_fenced: bool,
}

impl<'a> Fenced<'a> {
    /// Fences the stars of a text; none where it holds such a character itself.
    pub(super) fn of(source: &'a str) -> Self {
        let marks = match source.contains(FENCES) {
            true => Vec::new(),
            false => marks::of(source),
        };
        let roles = marks::roles(source, &marks);
        let mut edits = Vec::new();
        for (nth, mark) in marks.iter().enumerate() {
            if marks::is_void(source, &marks, nth) {
                edits.push(Edit::cut(mark.start..mark.end));
                continue;
            }
            let fences = match roles.get(nth).copied().flatten() {
                Some(Role::Opens) => [SPACE, SIGN],
                Some(Role::Closes) => [SIGN, SPACE],
                None => fence(mark),
            };
            for (at, fence) in [mark.start, mark.end].into_iter().zip(fences) {
                if !fence.is_empty() {
                    edits.push(Edit::insert(at, fence));
                }
            }
        }
        let is_fenced = !edits.is_empty();
        Self { edited: Edited::of(source, edits), is_fenced }
    }

    pub(super) fn text(&self) -> &str {
        &self.edited.text
    }

    /// The place in the source of a place in the text.
    pub(super) fn place(&self, at: usize) -> usize {
        self.edited.place(at)
    }

    /// A part of the text without fences.
    pub(super) fn bare<'p>(&self, part: &'p str) -> Cow<'p, str> {
        if self.is_fenced && part.contains(FENCES) { part.replace(FENCES, "").into() } else { part.into() }
    }
}

/// What is to stand before and behind a mark that has no partner to tell its role.
fn fence(mark: &Mark) -> [&'static str; 2] {
    let is_figure = |c: Option<char>| c.is_some_and(char::is_numeric);
    match mark.clitic() {
        Some(Beside::Behind) => [SIGN, ""],
        Some(Beside::Before) => ["", SIGN],
        None if mark.end - mark.start == 1 && is_figure(mark.last) && is_figure(mark.next) => [SPACE, SPACE],
        None => ["", ""],
    }
}
