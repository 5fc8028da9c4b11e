//! Formula: mathematics of LaTeX inside of a text. Its signs are no markup.

use super::letters::is_arabic_letter;

/// What opens a formula and what closes it; a longer sign stands before the one that it begins with.
const DELIMITERS: [(&str, &str); 4] = [("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]")];

/// Bytes of a formula at most.
const LONGEST: usize = 4000;

/// Letters of an Arabic word at most that may be a name in a formula (`جتا س`).
const LONGEST_NAME: usize = 3;

/// Bytes of the formula that `text` begins with, where `before` stands before it.
pub(super) fn length(before: &str, text: &str) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    if let Some(inner) = text.strip_prefix(r"\begin{") {
        let name = &inner[..inner.find(|c: char| !(c.is_ascii_alphabetic() || c == '*'))?];
        let end = [r"\end{", name, "}"].concat();
        return Some(text.find(&end)? + end.len());
    }
    let (open, close) = DELIMITERS.into_iter().find(|(open, _)| text.starts_with(open))?;
    let inner = &text[open.len()..];
    // Formulas do not nest; so no text is read twice.
    let most = if open == close { inner.len() } else { inner.find(open).unwrap_or(inner.len()) };
    let end = inner[..most].match_indices(close).map(|(at, _)| at).find(|&at| !is_escaped(&inner[..at]))?;
    let (inner, behind) = (&inner[..end], &inner[end + close.len()..]);
    let is_formula = match open {
        // Dollars are money more often than not.
        "$" => {
            let touches = |c: char| !c.is_whitespace();
            inner.starts_with(touches)
                && inner.ends_with(touches)
                && !before.ends_with(|c: char| c.is_numeric() || c.is_ascii_alphabetic() || c == '$')
                && !behind.starts_with(char::is_numeric)
                && is_mathematical(inner)
        }
        "$$" => is_mathematical(inner) || !inner.contains(is_arabic_letter),
        // Converters escape brackets, too: `\[عدل\]`, `\[x\]`.
        r"\(" => is_mathematical(inner) || matches!(inner.trim().as_bytes(), [c] if c.is_ascii_alphabetic()),
        _ => is_mathematical(inner),
    };
    is_formula.then_some(open.len() + end + close.len())
}

fn is_escaped(before: &str) -> bool {
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

/// Whether a text looks like mathematics and unlike prose: it holds a command, an index, an equation or braces, and no
/// words.
fn is_mathematical(text: &str) -> bool {
    const MARKUP: [&str; 3] = ["**", "](", "`"];
    holds_sign(text) && !holds_word(text) && !MARKUP.iter().any(|mark| text.contains(mark))
}

fn holds_sign(text: &str) -> bool {
    let mut last = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let is_sign = match c {
            '\\' => next.is_ascii_alphabetic() || r"\,;:!{}%|".contains(next),
            '^' | '_' => {
                !last.is_whitespace() && last != '\\' && (next.is_alphanumeric() || r"{\*+-'".contains(next))
            }
            '=' | '{' => last != '\\',
            _ => false,
        };
        if is_sign {
            return true;
        }
        last = c;
    }
    false
}

/// Whether an Arabic word stands outside of braces.
fn holds_word(text: &str) -> bool {
    let (mut depth, mut letters) = (0_usize, 0_usize);
    text.chars().any(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letters = if depth == 0 && is_arabic_letter(c) { letters + 1 } else { 0 };
        letters > LONGEST_NAME
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_told_from_money_and_escapes() {
        let is_formula = |before, text: &str| length(before, text) == Some(text.len());
        for text in [
            r"$A = \{1, 2\}$",
            "$f^*$",
            r"$5\%$",
            "$س_1 = جتا ص$",
            r"$v = \text{السرعة}$",
            r"\(x_1\)",
            r"\( F \)",
            r"\[ x = \frac{1}{2} \]",
            "$$ x < 5 $$",
            r"\begin{align*} E &= mc^2 \end{align*}",
        ] {
            assert!(is_formula("و", text), "{text}");
        }
        for text in [
            "$5 و**مهم** ثم $10",
            "$5_$10",
            "$5 _مهم_ و10$",
            "$5 = [ثمن](a) و10$",
            r"\[عدل\]",
            r"\[x\]",
            r"\[[عدل](a?b=c)\]",
            r"\(قوس\)",
            r"\(كلمة\_أخرى\)",
            "$$ وسعر $$",
        ] {
            assert!(length("و", text).is_none(), "{text}");
        }
        assert!(length("5", "$ = س$").is_none());
    }
}
