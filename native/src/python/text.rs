//! Text for Python: repairs, and how lines are compared.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Deref;

use pyo3::Borrowed;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::text::steps::Options;
use crate::text::syllable::School;
use crate::text::{self, compose::is_composed, doubt, words};

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

/// A text while it is repaired; rows count from 0.
#[pyclass(module = "cleaner._core")]
pub struct Draft(text::Draft);

/// A repair: number of the line from 1, step, the line before and behind it.
type Change<'py> = (usize, Bound<'py, PyString>, Bound<'py, PyString>, Bound<'py, PyString>);

#[pymethods]
impl Draft {
    /// Take a text; None where there is nothing to repair, blank lines aside.
    #[staticmethod]
    #[pyo3(signature = (text, quotes="keep", tone="keep", placement=false))]
    fn of(py: Python<'_>, text: &str, quotes: &str, tone: &str, placement: bool) -> PyResult<Option<Draft>> {
        let tone = match tone {
            "keep" => None,
            "old" => Some(School::Old),
            "new" => Some(School::New),
            _ => return Err(PyValueError::new_err(tone.to_owned())),
        };
        let options = Options { straight_quotes: quotes == "straight", placement, tone };
        Ok(py.detach(|| text::Draft::of(text, options)).map(Draft))
    }

    /// How many changes were made.
    #[getter]
    fn changes(&self) -> usize {
        self.0.changes()
    }

    /// The text as it is now, blank lines and all.
    #[getter]
    fn text(&self) -> String {
        self.0.text()
    }

    /// Every row as it is now.
    #[getter]
    fn rows(&self) -> Vec<&str> {
        self.0.rows()
    }

    /// The rows that may need more than their spaces brought to order.
    #[getter]
    fn in_doubt(&self) -> Vec<&str> {
        self.0.in_doubt().map(|(_, line, _)| line).collect()
    }

    /// The rows that may hold UTF-8 that was read as something else; every so many, if they are more than `most`.
    #[pyo3(signature = (most=usize::MAX))]
    fn with_clues(&self, most: usize) -> Vec<(usize, &str)> {
        let clues = || self.0.in_doubt().filter(|(_, _, has_clue)| *has_clue).map(|(at, line, _)| (at, line));
        clues().step_by(clues().count() / most.max(1) + 1).collect()
    }

    /// More than a fifth of the text stands in rows in doubt.
    #[getter]
    fn is_largely_in_doubt(&self) -> bool {
        self.0.is_largely_in_doubt()
    }

    /// The number of the input line, from 1, of each line of the text; None where they are the same.
    #[getter]
    fn numbers(&self) -> Option<Vec<usize>> {
        self.0.numbers()
    }

    /// Every change, line by line.
    #[getter]
    fn repairs<'py>(&self, py: Python<'py>) -> Vec<Change<'py>> {
        let mut last: Option<(usize, Bound<'py, PyString>)> = None;
        let one = |(line, step, before, after): text::draft::Change<'_>| {
            let before = match last.take() {
                Some((at, text)) if at == line => text,
                _ => PyString::new(py, before),
            };
            let after = PyString::new(py, after);
            last = Some((line, after.clone()));
            (line, PyString::intern(py, step), before, after)
        };
        self.0.all_changes().map(one).collect()
    }

    /// Bring the rows in doubt to NFC.
    fn compose(&mut self, py: Python<'_>) {
        py.detach(|| self.0.compose());
    }

    /// Decode entities, unless the text holds HTML tags.
    fn decode_entities(&mut self, py: Python<'_>) {
        py.detach(|| self.0.decode_entities());
    }

    /// Take what is due through the steps that need no guess.
    fn tidy(&mut self, py: Python<'_>) {
        py.detach(|| self.0.tidy());
    }

    /// Read every row that is nothing but UTF-8 shown in an encoding.
    fn read_as(&mut self, py: Python<'_>, page: &CodePage) {
        py.detach(|| self.0.read_as(&page.0));
    }

    /// Put new lines in place of rows.
    fn put(&mut self, step: &str, lines: Vec<(usize, String)>) {
        self.0.put(step, lines);
    }
}

/// An encoding that UTF-8 is read in by mistake.
#[pyclass(frozen, module = "cleaner._core")]
pub struct CodePage(text::codepage::CodePage);

#[pymethods]
impl CodePage {
    /// Take the code of each character and its byte.
    #[new]
    fn new(table: HashMap<u32, u8>) -> CodePage {
        let bytes = table.into_iter().filter_map(|(code, byte)| Some((char::from_u32(code)?, byte)));
        CodePage(text::codepage::CodePage::new(bytes))
    }

    /// Give the bytes that a text was, or None where it holds a character that the encoding has not.
    fn encode(&self, text: Text<'_>) -> Option<Cow<'static, [u8]>> {
        self.0.encode(&text).map(Cow::Owned)
    }

    /// Read a text that is nothing but UTF-8 shown in this encoding; None where it is no such text.
    fn read(&self, text: Text<'_>) -> Option<String> {
        self.0.read(&text)
    }
}

/// Give the form in which lines are compared.
#[pyfunction]
pub fn key(line: Text<'_>) -> String {
    crate::line::key(&line)
}

/// Tell whether a token is one Vietnamese syllable.
#[pyfunction]
pub fn is_syllable(token: Text<'_>) -> bool {
    if is_composed(&token) {
        return text::syllable::is_syllable(&token);
    }
    text::syllable::is_syllable(&text::compose::nfc(&token))
}

/// Count what no Vietnamese line holds.
#[pyfunction]
pub fn impossible(line: Text<'_>) -> i64 {
    words::impossible(&line)
}

/// Give a text in NFC.
#[pyfunction]
pub fn nfc(text: Text<'_>) -> String {
    text::compose::nfc(&text)
}

/// Give a line in NFC, marks that stand in another order or apart on their letters.
#[pyfunction]
pub fn compose(line: Text<'_>) -> String {
    text::compose::compose(&line)
}

/// Write look-alikes of Vietnamese letters in Vietnamese words as what they are.
#[pyfunction]
pub fn with_right_letters(line: Text<'_>) -> String {
    words::with_right_letters(&line).into_owned()
}

/// Tell whether a text needs no repair, blank lines aside.
#[pyfunction]
pub fn is_clean(text: Text<'_>) -> bool {
    doubt::is_clean(&text)
}

/// Tell whether ftfy could see UTF-8 read as something else.
#[pyfunction]
pub fn may_be_misread(line: Text<'_>) -> bool {
    doubt::may_be_misread(&line)
}

/// Tell whether a line may be UTF-8 shown in any encoding.
#[pyfunction]
pub fn has_clue(line: Text<'_>) -> bool {
    doubt::has_clue(&line)
}

/// Tell whether bytes are UTF-8.
#[pyfunction]
pub fn is_utf8(data: &[u8]) -> bool {
    std::str::from_utf8(data).is_ok()
}

/// Count the tags of a page: all that begin, and those of them that close an element.
#[pyfunction]
pub fn count_tags(page: &[u8]) -> (usize, usize) {
    memchr::memchr_iter(b'<', page)
        .fold((0, 0), |(all, closing), at| (all + 1, closing + usize::from(page.get(at + 1) == Some(&b'/'))))
}
