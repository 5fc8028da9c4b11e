//! Decode: bytes → text, with the name of the encoding and a count of what was malformed.
//!
//! 1. A byte order mark decides (UTF-32 before UTF-16, whose mark it begins with).
//! 2. Else the encoding that was asked for.
//! 3. Else, unless it is binary: UTF-8, if it is valid, or if what is malformed is less than what is not;
//! 4. UTF-16 and UTF-32 without a mark, by the shape of their code units;
//! 5. the legacy encoding under which the whole input is most probable.
//!
//! Then mojibake is undone, and lines in visual order are noticed. What is clean UTF-8 is borrowed at every step.

mod binary;
mod charset;
mod detect;
mod letters;
mod model;
mod mojibake;
mod plain;
mod sniff;
mod tables;
mod utf8;
mod visual;

use std::borrow::Cow;

pub use charset::Charset;
pub use visual::visual_order;

use crate::error::{Error, ErrorCode, Warning, WarningCode};
use crate::lines::lines;
use charset::Text;

/// How bytes are to be decoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The encoding, or that it is to be found out.
    pub encoding: Choice,
    /// Whether mojibake is undone where the evidence is overwhelming; it is warned of in any case.
    pub repair: bool,
    /// The share of characters that may be malformed.
    pub malformed_share: f64,
    /// How many malformed sequences are let pass, whatever their share.
    pub malformed_floor: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { encoding: Choice::Auto, repair: true, malformed_share: 0.01, malformed_floor: 16 }
    }
}

/// Who chooses the encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// The document, by its bytes.
    #[default]
    Auto,
    /// The user; a byte order mark overrides, as in the Encoding Standard.
    Named(Charset),
}

/// A decoded document.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    /// The text without a byte order mark; borrowed where the input was clean UTF-8.
    pub text: Cow<'a, str>,
    /// The encoding that was used, by its name in the Encoding Standard where it has one.
    pub encoding: &'static str,
    /// How many U+FFFD stand for malformed sequences.
    pub replacements: usize,
    /// What was noticed.
    pub warnings: Vec<Warning>,
}

/// The text of UTF-8 input without its byte order mark, borrowed; `None` where it is not valid.
pub fn utf8(bytes: &[u8]) -> Option<&str> {
    simdutf8::basic::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok()
}

/// Decodes a whole document.
///
/// # Errors
///
/// `binary` where the input is no text, `malformed` where too much of it is not text in its encoding.
pub fn decode<'a>(bytes: &'a [u8], options: &Options) -> Result<Decoded<'a>, Error> {
    if let Some((charset, mark)) = sniff::byte_order_mark(bytes) {
        return read(&bytes[mark..], charset, options);
    }
    if let Choice::Named(charset) = options.encoding {
        return read(bytes, charset, options);
    }
    let valid = simdutf8::basic::from_utf8(bytes).ok();
    if let Some(clean) = valid.filter(|_| binary::magic(bytes, true).is_none()).and_then(clean) {
        return Ok(clean);
    }
    let low = binary::has_low_controls(bytes);
    if let Some(format) = binary::magic(bytes, valid.is_some() && !low) {
        return Err(binary::error(format));
    }
    if low {
        if let Some(charset) = sniff::wide_units(bytes) {
            return read(bytes, charset, options);
        }
        if binary::is_control_ridden(bytes) {
            return Err(binary::error("a run of control characters"));
        }
    }
    if let Some(text) = valid {
        return finish(text, low, options);
    }
    if utf8::is_mostly_valid(bytes) {
        return read(bytes, Charset::UTF_8, options);
    }
    let guess = detect::detect(bytes);
    let mut decoded = read(bytes, guess.charset, options)?;
    decoded.warnings.extend(guess.warning());
    Ok(decoded)
}

/// Decodes in a known encoding; `bytes` have no mark any more.
fn read<'a>(bytes: &'a [u8], charset: Charset, options: &Options) -> Result<Decoded<'a>, Error> {
    if charset == Charset::UTF_8
        && let Ok(text) = simdutf8::basic::from_utf8(bytes)
    {
        return of_text(text, options);
    }
    settle(charset.decode(bytes), charset, options)
}

/// The text itself, if one look shows that nothing is wrong with it.
fn clean(text: &str) -> Option<Decoded<'_>> {
    let signs = plain::signs(text.as_bytes());
    if signs.damage {
        return None;
    }
    let turned = if signs.turning { visual_order(text) } else { None };
    Some(Decoded {
        text: text.into(),
        encoding: Charset::UTF_8.name(),
        replacements: 0,
        warnings: turned.into_iter().collect(),
    })
}

/// A text that was valid UTF-8 all along, and may hold NUL.
fn finish<'a>(text: &'a str, nul: bool, options: &Options) -> Result<Decoded<'a>, Error> {
    if nul && memchr::memchr(0, text.as_bytes()).is_some() {
        return settle(Text { text: text.into(), ..Text::default() }, Charset::UTF_8, options);
    }
    Ok(mended(text.into(), Charset::UTF_8, 0, Vec::new(), options))
}

/// A text that had to be made: what was malformed is counted, judged and warned of.
fn settle(text: Text, charset: Charset, options: &Options) -> Result<Decoded<'static>, Error> {
    let text = binary::replace_nul(text, charset);
    let warnings = judge(&text, charset, options)?;
    Ok(mended(text.text.into(), charset, text.malformed, warnings, options))
}

/// The last steps: what was decoded wrongly before, and what was extracted in visual order.
fn mended<'a>(
    text: Cow<'a, str>,
    charset: Charset,
    replacements: usize,
    mut warnings: Vec<Warning>,
    options: &Options,
) -> Decoded<'a> {
    let mended = mojibake::mend(text, replacements, options.repair);
    warnings.extend(mended.warnings);
    warnings.extend(visual_order(&mended.text));
    Decoded { text: mended.text, encoding: charset.name(), replacements, warnings }
}

/// Says what was malformed, or that it was too much.
fn judge(text: &Text, charset: Charset, options: &Options) -> Result<Vec<Warning>, Error> {
    let Some((at, place)) = text.first else { return Ok(Vec::new()) };
    let (count, name) = (text.malformed, charset.name());
    let line = line_at(&text.text, place);
    let characters = text.text.chars().count();
    if count > options.malformed_floor && count as f64 > characters as f64 * options.malformed_share {
        let message = format!(
            "{count} malformed sequences in {characters} characters of {name}, the first at byte {at}; \
             name the right encoding with --encoding"
        );
        return Err(Error::new(ErrorCode::Malformed, message).at(line));
    }
    let mut warnings = Vec::new();
    let whole = count - usize::from(text.cut);
    if whole > 0 {
        let message =
            format!("{whole} malformed sequences of {name} replaced by U+FFFD, the first at byte {at}");
        warnings.push(Warning::new(WarningCode::Malformed, message).at(line));
    }
    if text.cut {
        let message = format!("the input ends inside a character of {name}; the rest of it is missing");
        let last = line_at(&text.text, text.text.len() - '\u{FFFD}'.len_utf8());
        warnings.push(Warning::new(WarningCode::Truncated, message).at(last));
    }
    Ok(warnings)
}

/// The 1-based number of the line that holds the character at `place`.
fn line_at(text: &str, place: usize) -> usize {
    let end = place + text[place..].chars().next().map_or(0, char::len_utf8);
    lines(&text[..end]).count().max(1)
}

/// Takes text that was decoded already, as JSON is: NUL is replaced, and damage by an earlier wrong decoding looked for.
///
/// # Errors
///
/// `malformed` where too much of it is NUL.
pub fn of_text<'a>(text: &'a str, options: &Options) -> Result<Decoded<'a>, Error> {
    match clean(text) {
        Some(clean) => Ok(clean),
        None => finish(text, true, options),
    }
}
