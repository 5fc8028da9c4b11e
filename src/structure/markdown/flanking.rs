//! Flanking: stars that writers of Arabic mean otherwise than CommonMark §6.2 reads them.
//!
//! Between a letter and a sign, `**` opens or closes nothing there; yet Arabic writes its articles, conjunctions and
//! prepositions together with the word behind them: `الـ**«تعلم»**`. And a star between figures multiplies. Such stars are
//! fenced by a character that makes the parser see them as they are meant, and that is taken away behind it.

use std::borrow::Cow;

use super::letters::is_arabic_letter;

/// Counts as punctuation, so that a run of stars beside it may open and close.
const SIGN: char = '\u{16EB}';

/// Counts as white space, so that a star between two may do neither.
const SPACE: char = '\u{1680}';

/// Bytes of either.
const WIDTH: usize = SPACE.len_utf8();

/// A text whose stars are fenced.
pub(super) struct Fenced<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where the fences stand in it.
    fences: Vec<usize>,
}

impl<'a> Fenced<'a> {
    /// Fences the stars of a text; none where it holds such a character itself.
    pub(super) fn of(source: Cow<'a, str>) -> Self {
        let mut fences = Vec::new();
        if !source.contains('*') || source.contains([SIGN, SPACE]) {
            return Self { text: source, fences };
        }
        let mut text = String::new();
        let mut done = 0;
        for (start, end) in runs(&source) {
            let [before, behind] = fence(&source[..start], &source[end..], end - start);
            text.push_str(&source[done..start]);
            for (fence, stars) in [(before, &source[start..end]), (behind, "")] {
                fences.extend(fence.map(|_| text.len()));
                text.extend(fence);
                text.push_str(stars);
            }
            done = end;
        }
        if fences.is_empty() {
            return Self { text: source, fences };
        }
        text.push_str(&source[done..]);
        Self { text: text.into(), fences }
    }

    /// The place in the source of a place in the text.
    pub(super) fn place(&self, at: usize) -> usize {
        at - WIDTH * self.fences.partition_point(|&fence| fence < at)
    }

    /// A part of the text without fences.
    pub(super) fn bare<'p>(&self, part: &'p str) -> Cow<'p, str> {
        if self.fences.is_empty() || !part.contains([SIGN, SPACE]) {
            part.into()
        } else {
            part.replace([SIGN, SPACE], "").into()
        }
    }
}

/// Where runs of stars begin and end.
fn runs(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end + text[end..].find('*')?;
        end = start + text[start..].bytes().take_while(|&byte| byte == b'*').count();
        Some((start, end))
    })
}

/// What is to stand before and behind so many stars between two texts.
fn fence(before: &str, behind: &str, stars: usize) -> [Option<char>; 2] {
    let (Some(last), Some(next)) = (before.chars().next_back(), behind.chars().next()) else {
        return [None; 2];
    };
    let is_sign = |c: char| c.is_ascii_punctuation() && c != '\\' || SIGNS.contains(c);
    match stars {
        1 if last.is_numeric() && next.is_numeric() => [Some(SPACE); 2],
        2 if is_arabic_letter(last) && is_sign(next) => [Some(SIGN), None],
        2 if is_sign(last) && is_arabic_letter(next) => [None, Some(SIGN)],
        _ => [None; 2],
    }
}

/// Signs beside which stars stand.
const SIGNS: &str = "«»“”‘’،؛؟…–—﴿﴾";
