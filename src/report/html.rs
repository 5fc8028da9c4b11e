//! HTML: text made harmless, and what nobody can see made visible.

use std::fmt::{self, Display, Write};

/// Characters without a shape of their own that a reader of the source must see, with the short names of UAX #9
/// and of the code charts. ZWNJ and ZWJ stay as they are: they shape the letters beside them.
const UNSEEN: &[(char, &str, &str)] = &[
    ('\u{AD}', "SHY", "SOFT HYPHEN"),
    ('\u{61C}', "ALM", "ARABIC LETTER MARK"),
    ('\u{200B}', "ZWSP", "ZERO WIDTH SPACE"),
    ('\u{200E}', "LRM", "LEFT-TO-RIGHT MARK"),
    ('\u{200F}', "RLM", "RIGHT-TO-LEFT MARK"),
    ('\u{202A}', "LRE", "LEFT-TO-RIGHT EMBEDDING"),
    ('\u{202B}', "RLE", "RIGHT-TO-LEFT EMBEDDING"),
    ('\u{202C}', "PDF", "POP DIRECTIONAL FORMATTING"),
    ('\u{202D}', "LRO", "LEFT-TO-RIGHT OVERRIDE"),
    ('\u{202E}', "RLO", "RIGHT-TO-LEFT OVERRIDE"),
    ('\u{2060}', "WJ", "WORD JOINER"),
    ('\u{2066}', "LRI", "LEFT-TO-RIGHT ISOLATE"),
    ('\u{2067}', "RLI", "RIGHT-TO-LEFT ISOLATE"),
    ('\u{2068}', "FSI", "FIRST STRONG ISOLATE"),
    ('\u{2069}', "PDI", "POP DIRECTIONAL ISOLATE"),
    ('\u{A0}', "NBSP", "NO-BREAK SPACE"),
    ('\u{FEFF}', "BOM", "ZERO WIDTH NO-BREAK SPACE"),
    ('\u{FFFD}', "\u{FFFD}", "REPLACEMENT CHARACTER"),
];

/// Text as the content of an element: escaped, the unseen as small labels.
pub(super) struct Text<'a>(pub(super) &'a str);

/// Text as the value of an attribute in double quotes, the unseen as words in brackets.
pub(super) struct Value<'a>(pub(super) &'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match unseen(c) {
            Some((short, name)) => {
                write!(f, "<i class=\"unseen\" title=\"U+{:04X} {name}\">{short}</i>", u32::from(c))
            }
            None => escape(f, c),
        })
    }
}

impl Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match unseen(c) {
            Some((short, _)) => write!(f, "[{short}]"),
            None => escape(f, c),
        })
    }
}

fn unseen(c: char) -> Option<(&'static str, &'static str)> {
    if c.is_control() && !matches!(c, '\n' | '\t') {
        return Some(("CTRL", "CONTROL CHARACTER"));
    }
    UNSEEN.iter().find(|(unseen, ..)| *unseen == c).map(|&(_, short, name)| (short, name))
}

fn escape(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    match c {
        '&' => f.write_str("&amp;"),
        '<' => f.write_str("&lt;"),
        '>' => f.write_str("&gt;"),
        '"' => f.write_str("&quot;"),
        '\'' => f.write_str("&#39;"),
        _ => f.write_char(c),
    }
}

/// A number with its thousands parted: `12,345`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number in as few signs as tell its size: `999`, `4.8k`, `12.7M`.
pub(super) fn short(number: u64) -> String {
    const UNITS: &[(u64, &str)] = &[(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")];
    let Some((size, unit)) = UNITS.iter().find(|(size, _)| number >= *size) else {
        return number.to_string();
    };
    let tenths = number / (size / 10);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole}{unit}"),
        (whole @ 100.., _) => format!("{whole}{unit}"),
        (whole, tenth) => format!("{whole}.{tenth}{unit}"),
    }
}

/// A number with its noun: `1 error`, `2 errors`.
pub(super) fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hostile_passes() {
        let text = "</script><b a='x'>\"&\u{202E}\0\u{FEFF}";
        let html = Text(text).to_string();
        assert!(html.starts_with("&lt;/script&gt;&lt;b a=&#39;x&#39;&gt;&quot;&amp;<i class=\"unseen\""));
        assert!(html.contains(">RLO</i>") && html.contains(">CTRL</i>") && html.contains(">BOM</i>"));
        let value = Value(text).to_string();
        assert!(!value.contains(['<', '>', '"', '\'', '\u{202E}', '\0']), "{value}");
        assert!(value.ends_with("&quot;&amp;[RLO][CTRL][BOM]"), "{value}");
    }

    #[test]
    fn numbers_are_grouped() {
        let of = |number| grouped(number);
        assert_eq!([of(0), of(999), of(1_000), of(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
        let of = |number| short(number);
        assert_eq!([of(0), of(999), of(1_000), of(4_836)], ["0", "999", "1k", "4.8k"]);
        assert_eq!([of(122_976), of(12_714_832), of(3_000_000_000)], ["122k", "12.7M", "3G"]);
    }
}
