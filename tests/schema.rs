//! The schema: every record and error record fits it, nothing else does, and it changes with its version alone.

mod common;

use std::fs;
use std::path::Path;

use common::{ROOT, array, files, mirror};
use seedtool::error::{Error, ErrorCode, Warning, WarningCode};
use seedtool::ingest::{Document, Pipeline};
use seedtool::record::{Aligned, Carried, ERROR_SCHEMA, ErrorRecord, Record, SCHEMA, Source, content_id};
use seedtool::schema::{Field, Loader, Shape, Type};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Set this variable to write down the schema of a new version. That of an old one is never written anew:
/// before a version is released, delete its file.
const BLESS: &str = "SEEDTOOL_BLESS";

/// Lines of JSON: the seeds, the fixtures, and a record with every key filled that can be.
fn records() -> Vec<String> {
    let mut paths = files("seeds", ".txt");
    paths.extend(files("tests/data/schema", ".md"));
    paths.extend(files("tests/data/schema", ".txt"));
    let mut lines: Vec<_> = paths.iter().map(|path| line(&common::name(path), &read(path), |_| {})).collect();
    lines.push(line("empty", b"", |_| {}));
    lines.push(line("filled", "# عنوان\nنـــص".as_bytes(), fill));
    lines
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn line(name: &str, bytes: &[u8], change: fn(&mut Record<'_>)) -> String {
    let (pipeline, document) = (Pipeline::default(), Document::file(name, bytes));
    let decoded = pipeline.decode(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut record = pipeline.record(&document, &decoded);
    change(&mut record);
    serde_json::to_string(&record).expect("JSON")
}

/// What no document alone can bring about, and every warning there is.
fn fill(record: &mut Record<'_>) {
    record.source.record = Some(7);
    record.source.id = Some("doc-7".into());
    record.carried.push(Carried { field: "url".into(), json: "\"https://example.org\"".into() });
    record
        .alignment
        .push(Aligned { at: "sections/0/blocks/0/text".into(), runs: vec![[0, 13, 2, 2], [2, 21, 2, 2]] });
    let warnings = WarningCode::ALL.iter().map(|&code| Warning::new(code, "كما ينبغي").at(3));
    record.warnings.extend(warnings);
}

fn error_records() -> Vec<String> {
    let source = || Source::unread("crawl/01.jsonl", 12);
    let codes = ErrorCode::ALL.iter();
    codes
        .map(|&code| ErrorRecord::new(content_id(b"{"), source(), &Error::new(code, "cut; send it again")))
        .map(|record| serde_json::to_string(&record).expect("JSON"))
        .collect()
}

#[test]
fn every_record_fits_the_schema() {
    fits(Shape::Record, &records());
    fits(Shape::Error, &error_records());
}

#[test]
fn every_golden_record_fits_the_schema() {
    let folder = Path::new(ROOT).join("tests/data/seeds");
    let golden =
        common::walk(&folder).into_iter().filter(|path| path.to_string_lossy().ends_with(".golden.json"));
    let compact = |path: std::path::PathBuf| {
        let record: mirror::Record = serde_json::from_slice(&read(&path)).expect("a golden record");
        serde_json::to_string(&record).expect("JSON")
    };
    fits(Shape::Record, &golden.map(compact).collect::<Vec<_>>());
}

fn fits(shape: Shape, lines: &[String]) {
    let validator = jsonschema::validator_for(&shape.json_schema()).expect("a valid schema");
    for line in lines {
        let value: Value = serde_json::from_str(line).expect("JSON");
        let errors: Vec<_> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}\n{line}");
    }
}

#[test]
fn a_reader_who_knows_the_design_alone_loses_nothing() {
    mirrors::<mirror::Record>(&records());
    mirrors::<mirror::ErrorRecord>(&error_records());
}

/// Read strictly and written out again: the same bytes, so no key is missing, new or out of place.
fn mirrors<T: DeserializeOwned + Serialize>(lines: &[String]) {
    for line in lines {
        let mirror: T = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}\n{line}"));
        assert_eq!(&serde_json::to_string(&mirror).expect("JSON"), line);
    }
}

#[test]
fn the_fixtures_use_every_kind_of_block() {
    let path = Path::new(ROOT).join("tests/data/schema/everything.md");
    let record: Value = serde_json::from_str(&line("everything.md", &read(&path), |_| {})).expect("JSON");
    let blocks = array(&record["sections"]).iter().flat_map(|section| array(&section["blocks"]));
    let kinds: std::collections::BTreeSet<_> =
        blocks.map(|block| block["kind"].as_str().expect("a kind")).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["code", "list", "paragraph", "quote", "table"]);
    assert!(!array(&record["dropped"]).is_empty());
}

/// Ways to spoil a record. Each must be seen.
type Spoil = fn(&mut Value);
const SPOILT: &[(&str, Spoil)] = &[
    ("another version", |record| record["schema"] = json!("seedtool/0")),
    ("a numeric id", |record| record["id"] = json!(7)),
    ("an id without its prefix", |record| record["id"] = json!("0123456789abcdef0123456789abcdef")),
    ("a missing key", |record| drop(record.as_object_mut().map(|keys| keys.remove("title")))),
    ("a new key", |record| record["tittle"] = json!("x")),
    ("a missing inner key", |record| drop(record["source"].as_object_mut().map(|keys| keys.remove("id")))),
    ("a new inner key", |record| record["counts"]["pages"] = json!(1)),
    ("null for a list", |record| record["dropped"] = Value::Null),
    ("a negative line", |record| record["title_line"] = json!(-1)),
    ("a fraction", |record| record["counts"]["words"] = json!(1.5)),
    ("a source of titles that is none", |record| record["title_source"] = json!("guess")),
    ("a kind of block that is none", |record| record["sections"][0]["blocks"][0]["kind"] = json!("verse")),
    ("a warning that is none", |record| record["warnings"][0]["code"] = json!("tired")),
    ("a short run", |record| record["alignment"][0]["runs"][0] = json!([1, 2, 3])),
];

#[test]
fn nothing_else_fits_the_schema() {
    let validator = jsonschema::validator_for(&Shape::Record.json_schema()).expect("a valid schema");
    let filled: Value =
        serde_json::from_str(&line("filled", "# عنوان\nنـــص".as_bytes(), fill)).expect("JSON");
    assert!(validator.is_valid(&filled));
    for (name, spoil) in SPOILT {
        let mut record = filled.clone();
        spoil(&mut record);
        assert_ne!(record, filled, "{name} changes nothing");
        assert!(!validator.is_valid(&record), "{name} goes unseen");
    }
}

#[test]
fn every_key_is_required_and_no_other_allowed() {
    for shape in [Shape::Record, Shape::Error] {
        each_object(&shape.json_schema(), &mut |object| {
            let keys = object["properties"].as_object().expect("properties");
            assert_eq!(array(&object["required"]).len(), keys.len(), "{object}");
            assert_eq!(object["additionalProperties"], false, "{object}");
        });
    }
}

fn each_object(value: &Value, visit: &mut dyn FnMut(&Value)) {
    match value {
        Value::Object(keys) => {
            if keys.get("properties").is_some_and(Value::is_object) && keys.contains_key("type") {
                visit(value);
            }
            keys.values().for_each(|value| each_object(value, visit));
        }
        Value::Array(values) => values.iter().for_each(|value| each_object(value, visit)),
        _ => {}
    }
}

#[test]
fn a_change_of_the_schema_needs_a_new_version() {
    for (shape, version) in [(Shape::Record, SCHEMA), (Shape::Error, ERROR_SCHEMA)] {
        let name = format!("tests/data/schema/{}.json", version.replace('/', "-"));
        let path = Path::new(ROOT).join(&name);
        let mut schema = shape.json_schema();
        without_words(&mut schema);
        if !path.exists() && std::env::var_os(BLESS).is_some() {
            fs::write(&path, format!("{schema:#}\n")).expect("a writable schema");
        }
        let known = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{name}: {BLESS}=1 writes it"));
        let known: Value = serde_json::from_str(&known).expect("JSON");
        assert!(schema == known, "the schema is no longer that of {name}: give the format a new version");
    }
}

/// The words that explain a schema may change at any time.
fn without_words(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            keys.retain(|key, value| key != "description" || !value.is_string());
            keys.values_mut().for_each(without_words);
        }
        Value::Array(values) => values.iter_mut().for_each(without_words),
        _ => {}
    }
}

#[test]
fn the_fields_stand_in_the_order_in_which_they_are_written() {
    let line = line("filled", "# عنوان\n- نص\n\n***\n".as_bytes(), fill);
    let mut at = 0;
    in_order(&Shape::Record.fields(), &mut |name| {
        let key = format!("\"{name}\":");
        at += line[at..].find(&key).unwrap_or_else(|| panic!("{name} does not stand behind {}", &line[..at]))
            + key.len();
    });
}

fn in_order(fields: &[Field], visit: &mut dyn FnMut(&str)) {
    for field in fields {
        visit(&field.name);
        inner(&field.kind, &mut |fields| in_order(fields, visit));
    }
}

/// The fields inside a type, if it has any.
fn inner(kind: &Type, visit: &mut dyn FnMut(&[Field])) {
    match kind {
        Type::Struct(fields) => visit(fields),
        Type::List(kind) => inner(kind, visit),
        Type::Text | Type::Integer | Type::Boolean => {}
    }
}

/// How each loader writes the fields down that show all its types.
const NOTATIONS: &[(Loader, &str, &[&str])] = &[
    (
        Loader::Duckdb,
        "{\n",
        &[
            "title: 'VARCHAR',",
            "title_line: 'BIGINT',",
            "alignment: 'STRUCT(\"at\" VARCHAR, \"runs\" BIGINT[][])[]',",
            "\"inferred\" BOOLEAN",
        ],
    ),
    (
        Loader::Polars,
        "import polars as pl\n",
        &[
            "'title': pl.String,",
            "'title_line': pl.Int64,",
            "'alignment': pl.List(pl.Struct({'at': pl.String, 'runs': pl.List(pl.List(pl.Int64))})),",
            "'inferred': pl.Boolean",
        ],
    ),
    (
        Loader::Datasets,
        "from datasets import Features, Value\n",
        &[
            "'title': Value('string'),",
            "'title_line': Value('int64'),",
            "'alignment': [{'at': Value('string'), 'runs': [[Value('int64')]]}],",
            "'inferred': Value('bool')",
        ],
    ),
    (
        Loader::Arrow,
        "import pyarrow as pa\n",
        &[
            "pa.field('title', pa.string()),",
            "pa.field('title_line', pa.int64()),",
            "pa.field('id', pa.string(), nullable=False),",
            "pa.field('inferred', pa.bool_(), nullable=False)",
        ],
    ),
];

#[test]
fn each_loader_has_its_own_words() {
    assert_eq!(NOTATIONS.len(), Loader::ALL.len());
    for (loader, opening, parts) in NOTATIONS {
        let schema = loader.schema(Shape::Record);
        assert!(schema.starts_with(opening), "{schema}");
        for part in *parts {
            assert!(schema.contains(part), "{loader}: {part}\n{schema}");
        }
        let columns = schema.lines().filter(|line| line.starts_with("    ")).count();
        assert_eq!(columns, Shape::Record.fields().len(), "one field a line\n{schema}");
    }
}

#[test]
fn the_command_prints_what_the_library_says() {
    let printed = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("seedtool").expect("a built binary");
        let done = command.arg("schema").args(arguments).assert();
        (String::from_utf8_lossy(&done.get_output().stdout).into_owned(), done)
    };
    for (shape, flags) in [(Shape::Record, &[][..]), (Shape::Error, &["--error"][..])] {
        let (json, done) = printed(flags);
        done.success();
        assert_eq!(serde_json::from_str::<Value>(&json).expect("JSON"), shape.json_schema());
        for loader in Loader::ALL {
            let (schema, done) = printed(&[flags, &["--for", loader.as_str()]].concat());
            done.success();
            assert_eq!(schema, loader.schema(shape));
        }
    }
    let (nothing, done) = printed(&["--for", "spreadsheet"]);
    let done = done.code(1);
    let message = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
    assert!(
        nothing.is_empty() && Loader::ALL.iter().all(|loader| message.contains(loader.as_str())),
        "{message}"
    );
}
