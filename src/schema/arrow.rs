//! Arrow: the schema of a record for what is written through Arrow, that is Parquet.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema};

use super::{Shape, Type};

impl Shape {
    /// The Arrow schema, the same as [`super::Loader::Arrow`] gives to Python.
    pub fn arrow_schema(self) -> Schema {
        Schema::new(self.fields().iter().map(super::Field::to_arrow).collect::<Vec<_>>())
    }
}

impl super::Field {
    fn to_arrow(&self) -> Field {
        Field::new(&self.name, self.kind.to_arrow(), self.nullable)
    }
}

impl Type {
    fn to_arrow(&self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Integer => DataType::Int64,
            Self::Boolean => DataType::Boolean,
            Self::List(kind) => DataType::List(Arc::new(Field::new_list_field(kind.to_arrow(), true))),
            Self::Struct(fields) => DataType::Struct(fields.iter().map(super::Field::to_arrow).collect()),
        }
    }
}
