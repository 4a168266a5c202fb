//! Single lines, as the rest of the package compares them.

use pyo3::prelude::*;

/// Give the form in which lines are compared.
#[pyfunction]
pub fn key(line: &str) -> String {
    crate::line::key(line)
}

/// Fold the case of a text; the number of lines stays.
#[pyfunction]
pub fn fold(text: &str) -> String {
    crate::line::key::fold_case(text).into_owned()
}
