//! JSON Lines: a line → the fields that make a document.

mod plain;

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use self::plain::{plain, unescaped};
use crate::error::{Error, ErrorCode};
use crate::ingest::Document;
use crate::record::Carried;

/// Which fields of an object are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The text; it must be there and a string.
    pub text: String,
    /// The title, where there is one.
    pub title: String,
    /// The id, where there is one; else `id`, in WET files `WARC-Record-ID`.
    pub id: Option<String>,
    /// What goes into the record as it is.
    pub carry: Vec<String>,
}

impl Default for Fields {
    fn default() -> Self {
        Self { text: "text".to_owned(), title: "title".to_owned(), id: None, carry: Vec::new() }
    }
}

/// What a line holds of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// The title; not where it is blank.
    pub title: Option<String>,
    /// The id.
    pub id: Option<String>,
    /// The others, in the order in which they are wanted.
    pub carried: Vec<Carried>,
}

impl Parsed<'_> {
    /// The document they make.
    pub fn document<'d>(&'d self, path: Cow<'d, str>, record: Option<u64>) -> Document<'d> {
        Document {
            record,
            id: self.id.clone(),
            title: self.title.clone(),
            carried: self.carried.clone(),
            ..Document::text(path, &self.text)
        }
    }
}

impl Fields {
    fn id(&self) -> &str {
        self.id.as_deref().unwrap_or("id")
    }

    /// All that are wanted but the text.
    pub fn beside_text(&self) -> impl Iterator<Item = &str> {
        [&*self.title, self.id()].into_iter().chain(self.carry.iter().map(String::as_str))
    }

    /// Reads a line, without its line end. Of a field that is there twice the last counts, as in most readers
    /// of JSON. A byte order mark before the object is passed over, on any line, so that nothing hangs on
    /// where a file was cut.
    ///
    /// # Errors
    ///
    /// `json`, where the line is no JSON object with the text field.
    pub fn parse<'a>(&self, line: &'a [u8]) -> Result<Parsed<'a>, Error> {
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        let Ok(line) = simdutf8::compat::from_utf8(line) else {
            return Err(json("not UTF-8, as JSON must be (RFC 8259); convert the file first"));
        };
        if line.bytes().all(|byte| byte.is_ascii_whitespace()) {
            return Err(json("a blank line instead of a JSON object"));
        }
        match plain(line, Found::none(self)) {
            Some(found) => found.read(),
            None => closely(line, Found::none(self))?.read(),
        }
    }
}

/// Finds the wanted fields of any object.
fn closely<'w, 'a>(line: &'a str, mut found: Found<'w, 'a>) -> Result<Found<'w, 'a>, Error> {
    let mut reader = serde_json::Deserializer::from_str(line);
    reader.deserialize_map(&mut found).and_then(|()| reader.end()).map_err(|error| wrong(&error))?;
    Ok(found)
}

/// The wanted fields as they stand in the line.
struct Found<'w, 'a> {
    wanted: &'w Fields,
    text: Option<&'a str>,
    title: Option<&'a str>,
    id: Option<&'a str>,
    carried: Vec<(&'w str, &'a str)>,
}

impl<'w, 'a> Found<'w, 'a> {
    fn none(wanted: &'w Fields) -> Self {
        Self { wanted, text: None, title: None, id: None, carried: Vec::new() }
    }

    fn take(&mut self, key: &str, value: &'a str) {
        let wanted = self.wanted;
        if key == wanted.text {
            self.text = Some(value);
        }
        if key == wanted.title {
            self.title = Some(value);
        }
        if key == wanted.id() {
            self.id = Some(value);
        }
        if let Some(field) = wanted.carry.iter().find(|field| *field == key) {
            self.carried.retain(|(earlier, _)| earlier != field);
            self.carried.push((field, value));
        }
    }

    fn is_wanted(&self, key: &str) -> bool {
        key == self.wanted.text || self.wanted.beside_text().any(|wanted| wanted == key)
    }

    fn read(mut self) -> Result<Parsed<'a>, Error> {
        let Fields { text: field, title, carry, .. } = self.wanted;
        let Some(text) = self.text.filter(|raw| is_string(raw)) else {
            let message =
                format!("no field `{field}` that is a string; name the right one with --text-field");
            return Err(json(message));
        };
        self.carried.sort_by_key(|(field, _)| carry.iter().position(|wanted| wanted == field));
        let carried =
            |(field, value): &(&str, &str)| Carried { field: (*field).to_owned(), json: (*value).to_owned() };
        Ok(Parsed {
            text: string(field, text)?,
            title: scalar(title, self.title)?.filter(|title| !title.trim().is_empty()),
            id: scalar(self.wanted.id(), self.id)?,
            carried: self.carried.iter().map(carried).collect(),
        })
    }
}

impl<'de> Visitor<'de> for &mut Found<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Text(key)) = map.next_key()? {
            match self.is_wanted(&key) {
                true => self.take(&key, map.next_value::<&RawValue>()?.get()),
                false => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// A string that is borrowed where it holds no escape.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(text.into()))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(text.to_owned().into()))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

fn is_string(raw: &str) -> bool {
    raw.starts_with('"')
}

fn string<'a>(field: &str, raw: &'a str) -> Result<Cow<'a, str>, Error> {
    if let Some(text) = unescaped(raw) {
        return Ok(text);
    }
    match serde_json::from_str(raw) {
        Ok(Text(text)) => Ok(text),
        Err(error) => Err(json(format!("field `{field}`: {}", reason(&error)))),
    }
}

/// A string as it is, a number or truth value as it is written, nothing for null.
fn scalar(field: &str, raw: Option<&str>) -> Result<Option<String>, Error> {
    let Some(raw) = raw.filter(|&raw| raw != "null") else { return Ok(None) };
    if is_string(raw) {
        return string(field, raw).map(|text| Some(text.into_owned()));
    }
    if raw.starts_with(['[', '{']) {
        return Err(json(format!("field `{field}` is neither a string nor a number")));
    }
    Ok(Some(raw.to_owned()))
}

fn json(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::Json, message)
}

/// What is wrong with a line, with the place in the line alone: the line is known to whoever reads this.
fn wrong(error: &serde_json::Error) -> Error {
    json(format!("not a JSON object: {} at byte {}", reason(error), error.column()))
}

fn reason(error: &serde_json::Error) -> String {
    let mut reason = error.to_string();
    reason.truncate(reason.rfind(" at line ").unwrap_or(reason.len()));
    if reason.ends_with("hex escape") {
        reason.push_str(
            ", or half of a surrogate pair (\\ud800–\\udfff), which is no character; write \\ufffd for it",
        );
    }
    reason
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fields() -> Fields {
        Fields { carry: vec!["url".to_owned(), "n".to_owned()], ..Fields::default() }
    }

    #[test]
    fn fields_are_found_and_the_others_passed_over() {
        let line = r#" {"x":[{"text":1}],"n":{"a": 1e400},"text":"أ\nب","id":7,"title":"ع","url":"\u0627"} "#;
        let fields = fields();
        let parsed = fields.parse(line.as_bytes()).expect("an object");
        assert_eq!(
            (&*parsed.text, parsed.title.as_deref(), parsed.id.as_deref()),
            ("أ\nب", Some("ع"), Some("7"))
        );
        let carried: Vec<_> = parsed.carried.iter().map(|c| (&*c.field, &*c.json)).collect();
        assert_eq!(carried, [("url", r#""\u0627""#), ("n", r#"{"a": 1e400}"#)]);
    }

    #[test]
    fn a_text_without_escapes_is_borrowed() {
        let fields = fields();
        let parsed = fields.parse(r#"{"text":"نص"}"#.as_bytes()).expect("an object");
        assert!(matches!(parsed.text, Cow::Borrowed("نص")));
    }

    proptest! {
        #[test]
        fn escapes_are_read_as_serde_json_reads_them(text in r#"[a"\\/\n\r\t\u{8}\u{C}\u{1}نص]{0,40}"#, slashed: bool) {
            let mut written = serde_json::to_string(&text).expect("a string");
            if slashed {
                written = written.replace('/', "\\/");
            }
            prop_assert_eq!(&*string("text", &written).expect("a string"), &*text);
            prop_assert!(unescaped(&written).is_none_or(|read| read == text));
        }
    }

    fn lines() -> impl Strategy<Value = String> {
        let string = r#"("([a"نص{},:]|\\[nu"\\]|\\u00[4e]e|\\ud83d\\ude00|\\ud800|\u{1}){0,5}"|"text"|"title"|"id"|"url")"#;
        let value =
            format!(r#"({string}|-?[0-9.e]{{1,4}}|null|true|\[{string}, ?\{{\}}\]|\{{{string}:1\}})"#);
        let member = format!(" ?{string} ?: ?{value} ?");
        proptest::string::string_regex(&format!(r#" ?\{{({member},){{0,4}}({member})?\}}[ ]?x?"#))
            .expect("a pattern")
    }

    proptest! {
        #[test]
        fn a_plain_object_is_read_as_on_a_closer_look(line in lines(), end in 0_usize..400) {
            let fields = fields();
            for line in [&*line, &line[..line.floor_char_boundary(end)]] {
                if let Some(found) = plain(line, Found::none(&fields)) {
                    let closely = closely(line, Found::none(&fields)).expect("what is plain is right");
                    prop_assert_eq!(found.read(), closely.read());
                }
            }
        }
    }

    #[test]
    fn common_objects_are_plain() {
        for line in [r#"{"text":"a\n\u0627","n":1}"#, r#" { "a" : [1, {}] , "text" : "" } "#] {
            assert!(plain(line, Found::none(&fields())).is_some(), "{line}");
        }
    }

    #[test]
    fn the_last_of_two_counts_and_a_mark_before_the_object_does_not() {
        let line = "\u{FEFF}{\"text\":5,\"text\":\"ن\",\"title\":\"x\",\"title\":\" \",\"id\":null}";
        let fields = fields();
        let parsed = fields.parse(line.as_bytes()).expect("an object");
        assert_eq!(parsed, Parsed { text: "ن".into(), title: None, id: None, carried: Vec::new() });
    }

    #[test]
    fn what_is_no_object_with_a_text_says_why() {
        for (line, message) in [
            (&b""[..], "a blank line"),
            (b" \t ", "a blank line"),
            (b"not json", "expected ident at byte 2"),
            (b"[]", "expected a JSON object"),
            (b"{\"text\":\"a\"} {}", "trailing characters at byte 14"),
            (b"{\"text\":\"a\"", "EOF while parsing an object"),
            (b"{\"text\":5}", "no field `text` that is a string"),
            (b"{}", "--text-field"),
            (b"{\"text\":\"\\ud800\"}", "half of a surrogate pair"),
            (b"{\"text\":\"\xD8\"}", "not UTF-8"),
            (b"{\"text\":\"\",\"id\":[1]}", "field `id` is neither"),
        ] {
            let error = fields().parse(line).expect_err("no document");
            assert_eq!(error.code, ErrorCode::Json);
            let shown = String::from_utf8_lossy(line);
            assert!(error.message.contains(message), "{shown}: {}", error.message);
        }
    }

    #[test]
    fn depth_is_no_danger() {
        let deep = format!(r#"{{"meta":{}{},"text":"ن"}}"#, "[".repeat(200_000), "]".repeat(200_000));
        assert!(fields().parse(deep.as_bytes()).is_ok());
    }
}
