//! Texts that need not become a `str`: from the bytes of a record to the bytes that it is written as.

use memchr::memmem;
use pyo3::exceptions::PyUnicodeDecodeError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};

use crate::json::{self, Wanted};

/// A text as UTF-8, for whoever does not need a `str`: to make one and to read it takes a fifth of cleaning it.
#[pyclass(frozen, module = "cleaner._core")]
pub struct Utf8(pub String);

#[pymethods]
impl Utf8 {
    /// Take bytes; raises `UnicodeDecodeError` where they are no UTF-8.
    #[new]
    fn new(py: Python<'_>, data: &[u8]) -> PyResult<Utf8> {
        match simdutf8::basic::from_utf8(data).or_else(|_| std::str::from_utf8(data)) {
            Ok(text) => Ok(Utf8(text.to_owned())),
            Err(error) => Err(PyErr::from_value(PyUnicodeDecodeError::new_utf8(py, data, error)?.into_any())),
        }
    }

    fn __str__(&self) -> &str {
        &self.0
    }

    fn __repr__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        PyString::new(py, &self.0).repr()
    }

    /// Count the characters, as of a `str`.
    fn __len__(&self) -> usize {
        self.0.chars().count()
    }

    fn __bool__(&self) -> bool {
        !self.0.is_empty()
    }

    fn __eq__(&self, other: Given<'_>) -> bool {
        other.read().is_ok_and(|other| self.0 == other)
    }

    /// It travels, or is copied, as a `str`.
    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (&str,)) {
        (py.get_type::<PyString>(), (&self.0,))
    }

    /// Count how often another text stands in it, as of a `str`.
    fn count(&self, part: &str) -> usize {
        memmem::find_iter(self.0.as_bytes(), part).count()
    }

    /// Give its bytes, as of a `str`.
    fn encode(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Write it as a literal of JSON.
    fn json(&self) -> Vec<u8> {
        json::literal(&self.0).into_bytes()
    }
}

/// A text that Python gives.
#[derive(FromPyObject)]
pub enum Given<'py> {
    Utf8(Bound<'py, Utf8>),
    Str(Bound<'py, PyString>),
}

impl<'py> Given<'py> {
    /// Give the text itself; half of a pair, which is no character, raises.
    pub fn read(&self) -> PyResult<&str> {
        match self {
            Given::Utf8(text) => Ok(&text.get().0),
            Given::Str(text) => text.to_str(),
        }
    }

    pub fn as_any(&self) -> &Bound<'py, PyAny> {
        match self {
            Given::Utf8(text) => text.as_any(),
            Given::Str(text) => text.as_any(),
        }
    }

    /// Give it without newlines at its ends.
    pub fn stripped(self) -> PyResult<Bound<'py, PyAny>> {
        let text = match &self {
            Given::Str(text) => return text.call_method1("strip", ("\n",)),
            Given::Utf8(text) => &text.get().0,
        };
        match text.trim_matches('\n') {
            left if left.len() == text.len() => Ok(self.as_any().clone()),
            left => Ok(Bound::new(self.as_any().py(), Utf8(left.to_owned()))?.into_any()),
        }
    }
}

/// The text of a record, where its literal begins and ends, and other values as they are written.
type Found<'l> = (Utf8, usize, usize, Vec<Option<&'l [u8]>>);

/// Finds the text of a record of JSON, and values that stand beside it.
#[pyclass(frozen, module = "cleaner._core")]
pub struct RecordReader(Wanted);

#[pymethods]
impl RecordReader {
    /// Take the name of the text, or its path, and names of values.
    #[new]
    fn new(text: Bound<'_, PyString>, others: Vec<Bound<'_, PyString>>) -> RecordReader {
        let name = |given: &Bound<'_, PyString>| given.to_string_lossy().into_owned();
        RecordReader(Wanted { text: name(&text), others: others.iter().map(name).collect() })
    }

    /// Take a line apart; None where strict JSON does not allow it, it is nested deeply, or has no such text.
    fn read<'l>(&self, line: &'l [u8]) -> Option<Found<'l>> {
        let found = self.0.read(line)?;
        let others = found.others.into_iter().map(|value| value.map(str::as_bytes)).collect();
        Some((Utf8(found.text), found.place.start, found.place.end, others))
    }
}
