//! Loader: the program that reads records, and the schema in the words which it takes.

use crate::error::codes;

use super::{Field, Shape, Type};

codes! {
    /// A program or library that reads records.
    Loader {
        /// DuckDB: the value of `columns` in `read_json`.
        Duckdb => "duckdb",
        /// Polars: a Python module with a `polars.Schema`.
        Polars => "polars",
        /// Hugging Face datasets: a Python module with `datasets.Features`.
        Datasets => "datasets",
        /// Apache Arrow: a Python module with a `pyarrow.Schema`.
        Arrow => "arrow",
    }
}

/// How a loader writes types down.
struct Notation {
    /// What stands before the fields and after them.
    frame: [&'static str; 2],
    /// One field of the record: its name, type and whether it may be null.
    column: fn(&str, &str, bool) -> String,
    /// One field of a struct.
    field: fn(&str, &str, bool) -> String,
    text: &'static str,
    integer: &'static str,
    boolean: &'static str,
    /// What stands around the type of a list's values.
    list: [&'static str; 2],
    /// What stands around the fields of a struct.
    group: [&'static str; 2],
}

const DUCKDB: Notation = Notation {
    frame: ["{", "}"],
    column: |name, kind, _| format!("{name}: '{kind}'"),
    field: |name, kind, _| format!("\"{name}\" {kind}"),
    text: "VARCHAR",
    integer: "BIGINT",
    boolean: "BOOLEAN",
    list: ["", "[]"],
    group: ["STRUCT(", ")"],
};

const POLARS: Notation = Notation {
    frame: ["import polars as pl\n\nSCHEMA = pl.Schema({", "})"],
    column: python_pair,
    field: python_pair,
    text: "pl.String",
    integer: "pl.Int64",
    boolean: "pl.Boolean",
    list: ["pl.List(", ")"],
    group: ["pl.Struct({", "})"],
};

const DATASETS: Notation = Notation {
    frame: ["from datasets import Features, Value\n\nFEATURES = Features({", "})"],
    column: python_pair,
    field: python_pair,
    text: "Value('string')",
    integer: "Value('int64')",
    boolean: "Value('bool')",
    list: ["[", "]"],
    group: ["{", "}"],
};

const ARROW: Notation = Notation {
    frame: ["import pyarrow as pa\n\nSCHEMA = pa.schema([", "])"],
    column: arrow_field,
    field: arrow_field,
    text: "pa.string()",
    integer: "pa.int64()",
    boolean: "pa.bool_()",
    list: ["pa.list_(", ")"],
    group: ["pa.struct([", "])"],
};

fn python_pair(name: &str, kind: &str, _nullable: bool) -> String {
    format!("'{name}': {kind}")
}

fn arrow_field(name: &str, kind: &str, nullable: bool) -> String {
    let nullable = if nullable { "" } else { ", nullable=False" };
    format!("pa.field('{name}', {kind}{nullable})")
}

impl Loader {
    /// The schema of `shape` as this loader takes it, one field of the record a line.
    pub fn schema(self, shape: Shape) -> String {
        let notation = match self {
            Self::Duckdb => DUCKDB,
            Self::Polars => POLARS,
            Self::Datasets => DATASETS,
            Self::Arrow => ARROW,
        };
        let columns = shape.fields();
        let columns =
            columns.iter().map(|field| format!("\n    {},", notation.write(field, notation.column)));
        let [open, close] = notation.frame;
        format!("{open}{}\n{close}\n", columns.collect::<String>())
    }
}

impl Notation {
    fn write(&self, field: &Field, how: fn(&str, &str, bool) -> String) -> String {
        how(&field.name, &self.kind(&field.kind), field.nullable)
    }

    fn kind(&self, kind: &Type) -> String {
        match kind {
            Type::Text => self.text.to_owned(),
            Type::Integer => self.integer.to_owned(),
            Type::Boolean => self.boolean.to_owned(),
            Type::List(kind) => {
                let [open, close] = self.list;
                format!("{open}{}{close}", self.kind(kind))
            }
            Type::Struct(fields) => {
                let fields: Vec<_> = fields.iter().map(|field| self.write(field, self.field)).collect();
                let [open, close] = self.group;
                format!("{open}{}{close}", fields.join(", "))
            }
        }
    }
}
