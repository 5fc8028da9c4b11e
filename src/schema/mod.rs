//! Schema: what a record may hold, as JSON Schema and as the schema that each loader takes.
//!
//! The types of [`crate::record`] are the one description; all else is derived from them.

#[cfg(feature = "parquet")]
mod arrow;
mod loader;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value};

use crate::record::{ErrorRecord, Record};

pub use loader::Loader;

/// Which of the two kinds of lines a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A record.
    Record,
    /// An error record.
    Error,
}

/// A field of a record, or of a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub name: String,
    /// What its value is.
    pub kind: Type,
    /// Whether the value may be null.
    pub nullable: bool,
}

/// The types that a record is made of. There is no map, no union and no recursion among them, so that every
/// loader has the same ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A string.
    Text,
    /// A number without a fraction: signed and 64 bits wide, which is what every loader makes of one by itself.
    Integer,
    /// True or false.
    Boolean,
    /// Any number of values of one type, none of them null.
    List(Box<Type>),
    /// Fields, all of them always present.
    Struct(Vec<Field>),
}

impl Shape {
    /// The JSON Schema (draft 2020-12): every key required, no other key allowed.
    pub fn json_schema(self) -> Value {
        match self {
            Self::Record => generate::<Record<'_>>(),
            Self::Error => generate::<ErrorRecord<'_>>(),
        }
    }

    /// The fields in the order in which they are written.
    pub fn fields(self) -> Vec<Field> {
        let root = self.json_schema();
        let definitions = root["$defs"].as_object().cloned().unwrap_or_default();
        fields(&root, &definitions)
    }
}

fn generate<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    RecursiveTransform(close).transform(&mut schema);
    schema.to_value()
}

/// Objects have the keys that they are described with and no others. The widths of integers are Rust's own affair,
/// and so are the line ends of its comments.
fn close(schema: &mut Schema) {
    schema.remove("format");
    if let Some(Value::String(words)) = schema.get_mut("description") {
        *words = words.replace('\n', " ");
    }
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}

/// The fields of an object. `required` keeps the order of declaration, which `properties`, a map, does not.
fn fields(object: &Value, definitions: &Map<String, Value>) -> Vec<Field> {
    let names = object["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    names
        .map(|name| {
            let (kind, nullable) = read(&object["properties"][name], definitions);
            Field { name: name.to_owned(), kind, nullable }
        })
        .collect()
}

/// The type that a schema describes, and whether null is allowed beside it.
fn read(schema: &Value, definitions: &Map<String, Value>) -> (Type, bool) {
    if let Some(name) = schema["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/")) {
        return read(&definitions[name], definitions);
    }
    if let Some([schema, _null]) = schema["anyOf"].as_array().map(Vec::as_slice) {
        return (read(schema, definitions).0, true);
    }
    let (name, nullable) = match &schema["type"] {
        Value::Array(names) => (&names[0], names.iter().any(|name| name == "null")),
        name => (name, false),
    };
    let kind = match name.as_str() {
        Some("string") => Type::Text,
        Some("integer") => Type::Integer,
        Some("boolean") => Type::Boolean,
        Some("array") => Type::List(Box::new(read(&schema["items"], definitions).0)),
        Some("object") => Type::Struct(fields(schema, definitions)),
        _ => unreachable!("a record holds nothing like {schema}"),
    };
    (kind, nullable)
}
