//! Json: a value of a record → compact JSON, the same bytes as serde_json writes.
//!
//! Half of what a record costs to write is the search for characters that must be escaped (RFC 8259 §7). Here they are
//! looked for many bytes at a time; keys and names, which hold none, are not searched at all.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::blocks::{BLOCK, Classes, Places, Vectors, Work};
use crate::normalize::on_blocks;

/// What has a place in a record.
pub trait Json {
    /// Appends it to `out` as JSON.
    fn write(&self, out: &mut Vec<u8>);
}

/// Declares a struct whose JSON is an object of its fields, in the order of declaration.
macro_rules! object {
    ($(#[$meta:meta])* $vis:vis struct $name:ident $(<$life:lifetime>)? {
        $($(#[$of_field:meta])* $vis_of_field:vis $field:ident: $type:ty,)*
    }) => {
        $(#[$meta])*
        $vis struct $name $(<$life>)? { $($(#[$of_field])* $vis_of_field $field: $type,)* }

        impl $(<$life>)? $crate::json::Json for $name $(<$life>)? {
            fn write(&self, out: &mut Vec<u8>) {
                let start = out.len();
                $(
                    out.extend_from_slice(concat!(",\"", stringify!($field), "\":").as_bytes());
                    self.$field.write(out);
                )*
                // The first comma opens the object.
                out[start] = b'{';
                out.push(b'}');
            }
        }
    };
}
pub(crate) use object;

/// Appends values, each behind a piece of JSON that is known, and such a piece at the end.
macro_rules! put {
    ($out:ident: $($before:literal $value:ident),* $(; $end:expr)?) => {{
        $(
            $out.extend_from_slice($before.as_bytes());
            $value.write($out);
        )*
        $($out.extend_from_slice($end.as_bytes());)?
    }};
}
pub(crate) use put;

/// Says that enums are written as their names, which hold nothing to escape.
macro_rules! names {
    ($($name:ident),*) => {
        $(impl $crate::json::Json for $name {
            fn write(&self, out: &mut Vec<u8>) {
                let name = self.as_str().as_bytes();
                out.reserve(name.len() + 2);
                out.push(b'"');
                out.extend_from_slice(name);
                out.push(b'"');
            }
        })*
    };
}
pub(crate) use names;

/// Numbers are written alike, whatever their width.
macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Json for $number {
            #[inline(always)]
            fn write(&self, out: &mut Vec<u8>) {
                // Most count lines and levels.
                match *self {
                    digit @ 0..10 => out.push(b'0' + digit as u8),
                    digits @ 10..100 => out.extend_from_slice(&[b'0' + (digits / 10) as u8, b'0' + (digits % 10) as u8]),
                    number => long_number(number as u64, out),
                }
            }
        })*
    };
}

numbers! { u8, u64, usize }

/// Appends a number of three digits or more; out of line, as numbers are written in many places.
#[inline(never)]
fn long_number(number: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

impl Json for bool {
    #[inline]
    fn write(&self, out: &mut Vec<u8>) {
        // Two copies, each of a length that is known.
        match self {
            true => out.extend_from_slice(b"true"),
            false => out.extend_from_slice(b"false"),
        }
    }
}

impl<T: Json> Json for Option<T> {
    #[inline]
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(out),
            None => out.extend_from_slice(b"null"),
        }
    }
}

impl<T: Json> Json for [T] {
    fn write(&self, out: &mut Vec<u8>) {
        list(self, out, T::write);
    }
}

/// Appends a list of what `write` makes of each value.
pub(crate) fn list<T>(values: &[T], out: &mut Vec<u8>, write: impl Fn(&T, &mut Vec<u8>)) {
    if values.is_empty() {
        return out.extend_from_slice(b"[]");
    }
    let start = out.len();
    for value in values {
        out.push(b',');
        write(value, out);
    }
    // The first comma opens the list.
    out[start] = b'[';
    out.push(b']');
}

impl<T: Json> Json for Vec<T> {
    #[inline]
    fn write(&self, out: &mut Vec<u8>) {
        self[..].write(out);
    }
}

/// What is written as that which it holds.
macro_rules! holders {
    ($($holder:ty),*) => {
        $(impl Json for $holder {
            #[inline]
            fn write(&self, out: &mut Vec<u8>) {
                self[..].write(out);
            }
        })*
    };
}

holders! { [usize; 4], String, Cow<'_, str> }

impl<T: Json> Json for Box<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
}

impl Json for &str {
    fn write(&self, out: &mut Vec<u8>) {
        (**self).write(out);
    }
}

impl Json for str {
    fn write(&self, out: &mut Vec<u8>) {
        string(self, out);
    }
}

/// Appends a string, and tells how many of its bytes had to be escaped.
pub(crate) fn string(text: &str, out: &mut Vec<u8>) -> usize {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let (mut copied, mut escaped) = (0, 0);
    search(bytes, |start, mask| {
        copied = escape_all(out, bytes, copied, start, mask);
        escaped += mask.count_ones() as usize;
        true
    });
    out.extend_from_slice(&bytes[copied..]);
    out.push(b'"');
    escaped
}

/// Appends a string of which it is known that nothing has to be escaped.
#[inline]
pub(crate) fn plain_string(text: &str, out: &mut Vec<u8>) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Appends what stands from `copied` on to the last of some bytes behind `start` that must be escaped; returns where it
/// ends.
#[inline(never)]
fn escape_all(out: &mut Vec<u8>, bytes: &[u8], mut copied: usize, start: usize, mask: u64) -> usize {
    for at in Places(mask).map(|place| start + place) {
        if copied < at {
            out.extend_from_slice(&bytes[copied..at]);
        }
        escape(out, bytes[at]);
        copied = at + 1;
    }
    copied
}

/// Looks for bytes that a string holds only escaped, and shows them to `visit` while it says that it wants more: a place
/// in the text, and a bit for each byte from there on, of which the lowest is the first.
pub(crate) fn search(bytes: &[u8], mut visit: impl FnMut(usize, u64) -> bool) {
    if bytes.len() > FEW {
        return on_blocks(Search { bytes, escaped: &ESCAPED, visit });
    }
    let mut places = (0..bytes.len()).filter(|&at| must_be_escaped(bytes[at]));
    places.all(|at| visit(at, 1));
}

/// Bytes of a text that are too few to be worth a look at many at a time.
const FEW: usize = 8;

struct Search<'t, F> {
    bytes: &'t [u8],
    escaped: &'t Classes<1>,
    visit: F,
}

impl<F: FnMut(usize, u64) -> bool> Work for Search<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self, vectors: impl Vectors) {
        let Self { bytes, escaped, mut visit } = self;
        let (blocks, rest) = bytes.as_chunks();
        for (nth, block) in blocks.iter().enumerate() {
            let [mask] = vectors.ascii(escaped, block);
            if mask != 0 && !visit(nth * BLOCK, mask) {
                return;
            }
        }
        let left = rest.len();
        let [mask] = match bytes.last_chunk() {
            _ if left == 0 => return,
            // What is left is the end of the last whole block there is.
            Some(last) => vectors.ascii(escaped, last).map(|mask| mask >> (BLOCK - left)),
            None => vectors.ascii(escaped, &vectors.filled(rest)),
        };
        if mask != 0 {
            visit(bytes.len() - left, mask);
        }
    }
}

/// What must be escaped.
static ESCAPED: LazyLock<Classes<1>> =
    LazyLock::new(|| Classes::new(|c| u8::from(c.is_ascii() && must_be_escaped(c as u8))));

/// RFC 8259 §7: quotation mark, reverse solidus and the controls of C0.
fn must_be_escaped(byte: u8) -> bool {
    matches!(byte, 0..b' ' | b'"' | b'\\')
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    match SHORT[usize::from(byte)] {
        0 => {
            let digits = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digits[0], digits[1]]);
        }
        short => out.extend_from_slice(&[b'\\', short]),
    }
}

/// What stands behind the reverse solidus for a byte that has a short escape; 0 for others.
const SHORT: [u8; 256] = {
    let mut short = [0; 256];
    (short[b'"' as usize], short[b'\\' as usize]) = (b'"', b'\\');
    (short[b'\n' as usize], short[b'\r' as usize], short[b'\t' as usize]) = (b'n', b'r', b't');
    (short[0x08], short[0x0C]) = (b'b', b'f');
    short
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Serialize;

    use super::*;

    fn written(value: &impl Json) -> String {
        let mut out = Vec::new();
        value.write(&mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn every_character_is_written_as_serde_json_writes_it() {
        for c in ('\0'..='\u{2FF}').chain(['\u{2028}', '\u{2029}', '\u{FEFF}', '\u{FFFF}', '😀']) {
            for before in [0, 1, 15, 16, 17, 31, 32, 59, 60, 61, 62, 63, 64, 65, 130] {
                let text = "ن".repeat(before / 2) + &"a".repeat(before % 2) + &String::from(c) + "نص";
                assert_eq!(written(&text), serde_json::to_string(&text).expect("a string"), "{c:?}");
            }
        }
    }

    #[test]
    fn every_number_is_written_as_serde_json_writes_it() {
        for number in (0..1100).chain([u64::MAX]) {
            assert_eq!(written(&number), number.to_string());
        }
    }

    object! {
        #[derive(Debug, Serialize)]
        struct Everything {
            number: u64,
            level: u8,
            truth: bool,
            text: String,
            borrowed: Cow<'static, str>,
            nothing: Option<String>,
            something: Option<usize>,
            rows: Vec<Vec<String>>,
            runs: Vec<[usize; 4]>,
            inner: Option<Box<Everything>>,
        }
    }

    proptest! {
        #[test]
        fn any_value_is_written_as_serde_json_writes_it(
            text in r#"[a"\\\n\t\u{0}-\u{20}نص ]{0,80}"#,
            rows in proptest::collection::vec(proptest::collection::vec(".{0,40}", 0..3), 0..4),
            number: u64,
            level: u8,
            runs: Vec<[usize; 4]>,
        ) {
            let outer = |inner| Everything {
                number, level, truth: number % 2 == 0, text: text.clone(), borrowed: "نص".into(),
                nothing: None, something: Some(7), rows: rows.clone(), runs: runs.clone(), inner,
            };
            let value = outer(Some(Box::new(outer(None))));
            prop_assert_eq!(written(&value), serde_json::to_string(&value).expect("a value"));
        }
    }
}
