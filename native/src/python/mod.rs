//! The Python face: a few classes and functions. Nothing else in the crate knows Python.

use pyo3::prelude::*;

#[pymodule]
mod _core {}
