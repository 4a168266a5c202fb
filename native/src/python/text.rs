//! Texts from Python, and single lines as the rest of the package compares them.

use std::borrow::Cow;
use std::ops::Deref;

use pyo3::Borrowed;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// A text as Rust reads it: what is no character, half of a pair, is replaced.
pub struct Text<'t>(Cow<'t, str>);

impl<'t, 'py> FromPyObject<'t, 'py> for Text<'t> {
    type Error = PyErr;

    fn extract(object: Borrowed<'t, 'py, PyAny>) -> PyResult<Text<'t>> {
        let text = object.cast::<PyString>()?;
        let whole: PyResult<&'t str> = object.extract();
        Ok(Text(whole.map_or_else(|_| Cow::Owned(text.to_string_lossy().into_owned()), Cow::Borrowed)))
    }
}

impl Text<'_> {
    /// Tell whether nothing of it was replaced.
    pub fn is_whole(&self) -> bool {
        matches!(self.0, Cow::Borrowed(_))
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Give the form in which lines are compared.
#[pyfunction]
pub fn key(line: Text<'_>) -> String {
    crate::line::key(&line)
}

/// Fold the case of a text; the number of lines stays.
#[pyfunction]
pub fn fold(text: Text<'_>) -> String {
    crate::line::key::fold_case(&text).into_owned()
}
