//! `seedtool._seedtool`: what the Python package `seedtool` needs of the library, without the interpreter's lock.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{LazyLock, Mutex, PoisonError};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use seedtool::error::Error;
use seedtool::ingest::{Document, Pipeline};
use seedtool::normalize::{Fold, Normalizer, Profile, Step};

/// Normalizes a text.
#[pyfunction]
fn normalize(
    py: Python<'_>,
    text: &str,
    profile: &str,
    keep: Vec<String>,
    fold: Vec<String>,
) -> PyResult<String> {
    let normalizer = normalizer(profile, keep, fold)?;
    Ok(py.detach(|| normalizer.normalize(text).into_owned()))
}

/// Turns the bytes of a document into a record, as JSON.
#[pyfunction]
fn ingest_bytes(
    py: Python<'_>,
    content: &[u8],
    path: &str,
    profile: &str,
    keep: Vec<String>,
    fold: Vec<String>,
) -> PyResult<String> {
    let normalizer = normalizer(profile, keep, fold)?;
    py.detach(|| record(&Document::file(path, content), normalizer)).map_err(|error| value_error(&error))
}

/// Turns a document that is text already into a record, as JSON.
#[pyfunction]
fn ingest_text(
    py: Python<'_>,
    content: &str,
    path: &str,
    profile: &str,
    keep: Vec<String>,
    fold: Vec<String>,
) -> PyResult<String> {
    let normalizer = normalizer(profile, keep, fold)?;
    py.detach(|| record(&Document::text(path, content), normalizer)).map_err(|error| value_error(&error))
}

fn record(document: &Document<'_>, normalizer: Normalizer) -> Result<String, Error> {
    let pipeline = Pipeline { normalizer, ..Pipeline::default() };
    let decoded = pipeline.decode(document)?;
    let record = pipeline.record(document, &decoded);
    serde_json::to_string(&record).map_err(|error| Error::from(std::io::Error::from(error)))
}

/// The rules of a normalizer by their names: profile, steps to keep, folds.
type Rules = (String, Vec<String>, Vec<String>);

/// Every normalizer that was asked for. To make one takes a millisecond, to normalize a word a thousandth of it.
static NORMALIZERS: LazyLock<Mutex<HashMap<Rules, Normalizer>>> = LazyLock::new(Mutex::default);

fn normalizer(profile: &str, keep: Vec<String>, fold: Vec<String>) -> PyResult<Normalizer> {
    let mut made = NORMALIZERS.lock().unwrap_or_else(PoisonError::into_inner);
    let rules = (profile.to_owned(), keep, fold);
    if let Some(normalizer) = made.get(&rules) {
        return Ok(normalizer.clone());
    }
    let (profile, keep, fold) = &rules;
    let normalizer =
        || Normalizer::new(profile.parse::<Profile>()?, &parsed::<Step>(keep)?, &parsed::<Fold>(fold)?);
    let normalizer = normalizer().map_err(|error| value_error(&error))?;
    made.insert(rules, normalizer.clone());
    Ok(normalizer)
}

fn parsed<T: FromStr<Err = Error>>(names: &[String]) -> Result<Vec<T>, Error> {
    names.iter().map(|name| name.parse()).collect()
}

fn value_error(error: &Error) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The module.
#[pymodule]
fn _seedtool(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(normalize, module)?)?;
    module.add_function(wrap_pyfunction!(ingest_bytes, module)?)?;
    module.add_function(wrap_pyfunction!(ingest_text, module)?)
}
