//! Display: formulas on lines of their own, which hold signs of blocks that open none.

use super::letters::mostly_arabic;
use crate::ascii::AsciiSet;
use crate::lines::Line;

/// What opens a formula and what closes it.
const FENCES: [(&str, &str); 2] = [("$$", "$$"), (r"\[", r"\]")];

/// Signs that stand in nearly every formula.
const MATHEMATICS: AsciiSet = AsciiSet::of(r"\=<>+^_");

/// A formula of more lines is none.
const MOST_LINES: usize = 60;

/// What closes the formula that a text opens, where the last of its lines `below` ends in it.
pub(super) fn closer(text: &str, below: &[Line<'_>]) -> Option<&'static str> {
    let &(open, close) = FENCES.iter().find(|(open, _)| text.starts_with(open))?;
    let inside = &text[open.len()..];
    // Within a line formulas are text; and of brackets one may be escaped for itself.
    if inside.contains('$') || inside.contains(close) || open != close && !inside.is_empty() {
        return None;
    }
    let last = below.iter().take(MOST_LINES).position(|line| line.visible.contains(close))?;
    let (_, behind) = below[last].visible.split_once(close)?;
    let is_prose = || {
        let lines = &below[..last];
        let is_parted = lines.iter().any(Line::is_blank);
        let has_sign = || lines.iter().any(|line| line.signs.meets(MATHEMATICS));
        (is_parted || !has_sign()) && mostly_arabic(lines.iter().map(|line| line.visible))
    };
    (behind.trim_end_matches(['.', '،', ',']).is_empty() && !is_prose()).then_some(close)
}
