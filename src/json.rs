//! Json: a value → compact JSON, the same bytes as serde_json writes.
//!
//! Half of what a record costs to write is the search for characters that must be escaped (RFC 8259 §7). Here they are
//! looked for many bytes at a time; keys and the names of variants, which hold none, are not searched at all.

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{self, Impossible};

use crate::lanes::{BLOCK, Passed, Places, Wide};
use crate::normalize::widest;

/// Appends `value` to `out` as JSON.
///
/// # Errors
///
/// What a record never holds: floats, bytes, maps, variants with content, and what its own `Serialize` refuses.
pub fn write(out: &mut Vec<u8>, value: &impl Serialize) -> Result<(), Error> {
    value.serialize(&mut Writer { out })
}

/// Why a value could not be written.
#[derive(Debug)]
pub struct Error(String);

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

fn unsupported<T>(what: &str) -> Result<T, Error> {
    Err(Error(format!("{what} have no place in a record")))
}

/// Appends a string in quotation marks.
fn string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let mut escaping = Escaping { bytes, copied: 0, out };
    if bytes.len() >= BLOCK {
        escaping = widest(escaping);
    } else {
        (0..bytes.len()).filter(|&at| must_be_escaped(bytes[at])).for_each(|at| escaping.escape(at));
    }
    let Escaping { copied, out, .. } = escaping;
    out.extend_from_slice(&bytes[copied..]);
    out.push(b'"');
}

/// Appends a text up to behind the last byte that must be escaped.
struct Escaping<'t, 'o> {
    bytes: &'t [u8],
    copied: usize,
    out: &'o mut Vec<u8>,
}

impl Wide for Escaping<'_, '_> {
    type Output = Self;

    #[inline(always)]
    fn run(mut self) -> Self {
        let (blocks, rest) = self.bytes.as_chunks::<BLOCK>();
        for (nth, block) in blocks.iter().enumerate() {
            self.escape_all(nth * BLOCK, to_escape(block));
        }
        // What is left is the end of the last whole block there is.
        if let (1.., Some(block)) = (rest.len(), self.bytes.last_chunk()) {
            self.escape_all(self.bytes.len() - rest.len(), to_escape(block) >> (BLOCK - rest.len()));
        }
        self
    }
}

/// The bytes of a block that must be escaped, as [`Passed::mask`] gives them.
#[inline(always)]
fn to_escape(block: &[u8; BLOCK]) -> u32 {
    let [passed] = Passed::all(|at| [must_be_escaped(block[at])]);
    passed.mask()
}

impl Escaping<'_, '_> {
    #[inline(always)]
    fn escape_all(&mut self, start: usize, mask: u32) {
        for place in Places(mask) {
            self.escape(start + place);
        }
    }

    #[inline(never)]
    fn escape(&mut self, at: usize) {
        self.out.extend_from_slice(&self.bytes[self.copied..at]);
        escape(self.out, self.bytes[at]);
        self.copied = at + 1;
    }
}

/// RFC 8259 §7: quotation mark, reverse solidus and the controls of C0.
#[inline(always)]
fn must_be_escaped(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
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

/// Writes one value.
struct Writer<'o> {
    out: &'o mut Vec<u8>,
}

/// A field's name of more bytes is written the slower way; no record has one.
const LONG_NAME: usize = 20;

/// Writes the members of an object or array.
struct Members<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
    close: u8,
}

impl Writer<'_> {
    fn open(&mut self, open: u8, close: u8) -> Result<Members<'_>, Error> {
        self.out.push(open);
        Ok(Members { out: self.out, first: true, close })
    }
}

impl Members<'_> {
    fn close(self) -> Result<(), Error> {
        self.out.push(self.close);
        Ok(())
    }
}

/// Numbers are written alike, whatever their width.
macro_rules! numbers {
    ($($method:ident: $number:ty,)*) => {
        $(fn $method(self, value: $number) -> Result<(), Error> {
            // Most count lines and levels.
            match u8::try_from(value) {
                Ok(digit @ 0..10) => self.out.push(b'0' + digit),
                Ok(digits @ 10..100) => self.out.extend_from_slice(&[b'0' + digits / 10, b'0' + digits % 10]),
                _ => self.out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()),
            }
            Ok(())
        })*
    };
}

impl<'w> ser::Serializer for &'w mut Writer<'_> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Members<'w>;
    type SerializeTuple = Members<'w>;
    type SerializeStruct = Members<'w>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        // Two copies, each of a length that is known, as of names.
        match value {
            true => self.out.extend_from_slice(b"true"),
            false => self.out.extend_from_slice(b"false"),
        }
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        string(self.out, text);
        Ok(())
    }

    fn serialize_char(self, c: char) -> Result<(), Error> {
        string(self.out, c.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    // The names of variants hold nothing to escape, like keys.
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.out.reserve(variant.len() + 2);
        self.out.push(b'"');
        self.out.extend_from_slice(variant.as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'w>, Error> {
        self.open(b'[', b']')
    }

    fn serialize_tuple(self, _: usize) -> Result<Members<'w>, Error> {
        self.open(b'[', b']')
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'w>, Error> {
        self.open(b'{', b'}')
    }

    fn serialize_f32(self, _: f32) -> Result<(), Error> {
        unsupported("floats")
    }

    fn serialize_f64(self, _: f64) -> Result<(), Error> {
        unsupported("floats")
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        unsupported("bytes")
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        unsupported("variants with content")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        unsupported("tuple structs")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        unsupported("variants with content")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        unsupported("maps")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        unsupported("variants with content")
    }
}

/// Lists and tuples are written alike.
macro_rules! elements {
    ($($list:ident,)*) => {
        $(impl ser::$list for Members<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                if !std::mem::take(&mut self.first) {
                    self.out.push(b',');
                }
                value.serialize(&mut Writer { out: self.out })
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        })*
    };
}

elements! { SerializeSeq, SerializeTuple, }

impl ser::SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = Error;

    // As a part of its caller, it writes a name that is known beforehand.
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        let first = std::mem::take(&mut self.first);
        if key.len() > LONG_NAME {
            self.out.extend_from_slice(if first { b"\"" } else { b",\"" });
            self.out.extend_from_slice(key.as_bytes());
            self.out.extend_from_slice(b"\":");
            return value.serialize(&mut Writer { out: self.out });
        }
        let mut name = [0; 2 + LONG_NAME + 2];
        name[..2].copy_from_slice(b",\"");
        name[2..][..key.len()].copy_from_slice(key.as_bytes());
        name[2 + key.len()..][..2].copy_from_slice(b"\":");
        // Two copies, each of a length that is known.
        if first {
            self.out.extend_from_slice(&name[1..key.len() + 4]);
        } else {
            self.out.extend_from_slice(&name[..key.len() + 4]);
        }
        value.serialize(&mut Writer { out: self.out })
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(value: &impl Serialize) -> String {
        let mut out = Vec::new();
        write(&mut out, value).expect("a value of a record");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn every_character_is_written_as_serde_json_writes_it() {
        for c in ('\0'..='\u{2FF}').chain(['\u{2028}', '\u{2029}', '\u{FEFF}', '\u{FFFF}', '😀']) {
            for before in [0, 1, 15, 16, 17, 31, 63, 64, 65] {
                let text = "ن".repeat(before / 2) + &"a".repeat(before % 2) + &String::from(c) + "نص";
                assert_eq!(written(&text), serde_json::to_string(&text).expect("a string"), "{c:?}");
            }
        }
    }

    #[derive(Debug, Serialize)]
    struct Everything {
        number: u64,
        less: i32,
        truth: bool,
        text: String,
        nothing: Option<String>,
        something: Option<usize>,
        a_name_that_is_longer_than_any_of_a_record: bool,
        rows: Vec<Vec<String>>,
        runs: Vec<[usize; 4]>,
        letter: char,
        inner: Option<Box<Everything>>,
    }

    proptest! {
        #[test]
        fn any_value_is_written_as_serde_json_writes_it(
            text in r#"[a"\\\n\t\u{0}-\u{20}نص ]{0,80}"#,
            rows in proptest::collection::vec(proptest::collection::vec(".{0,40}", 0..3), 0..4),
            number: u64,
            less: i32,
            runs: Vec<[usize; 4]>,
        ) {
            let outer = |inner| Everything {
                number, less, truth: number % 2 == 0, text: text.clone(), nothing: None, something: Some(7),
                a_name_that_is_longer_than_any_of_a_record: less > 0,
                rows: rows.clone(), runs: runs.clone(), letter: '"', inner,
            };
            let value = outer(Some(Box::new(outer(None))));
            prop_assert_eq!(written(&value), serde_json::to_string(&value).expect("a value"));
        }
    }

    #[test]
    fn what_no_record_holds_is_refused() {
        assert!(write(&mut Vec::new(), &1.5).is_err());
        assert!(write(&mut Vec::new(), &std::collections::BTreeMap::from([(1, 2)])).is_err());
    }
}
