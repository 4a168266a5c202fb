//! The Python face: a few classes and functions. Nothing else in the crate knows Python.

use pyo3::prelude::*;

mod cleaning;
mod data;
mod rules;
mod text;
mod utf8;

#[pymodule]
mod _core {
    #[pymodule_export]
    use super::cleaning::{Cleaned, Cleaner, Engine, is_paragraph, is_prose, is_sentence};
    #[pymodule_export]
    use super::rules::{
        Catalogue, Sheet, chain, choices, codes, declared, host_of, labels, nearest, read_tests, rule_files, tables,
        template_problem,
    };
    #[pymodule_export]
    use super::text::{
        CodePage, Letters, compose, count_tags, has_clue, heading_key, impossible, is_clean, is_syllable, is_utf8, key,
        may_be_misread, nfc, with_right_letters,
    };

    #[pymodule_export]
    use super::utf8::{RecordReader, Utf8};

    /// The name that asks for no rules at all.
    #[pymodule_export]
    const NO_SOURCE: &str = crate::cleaner::NO_SOURCE;

    /// The version of the package.
    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
