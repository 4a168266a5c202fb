//! Text for Python: repairs, and how lines are compared.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::Borrowed;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::cleaning::Cleaned;
use super::rules::raised;
use super::utf8::Given;
use crate::cleaner;
use crate::rules::catalogue::Failure;
use crate::text::repair::Guess;
use crate::text::steps::Options;
use crate::text::syllable::School;
use crate::text::{self, codepage, compose::is_composed, doubt, words};

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

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Repairs letters as a user asks for; what only a guess can tell is asked of a Python object with the methods `page`,
/// `legacy`, `meant` and `residual`.
#[pyclass(frozen, module = "cleaner._core")]
pub struct Letters {
    options: cleaner::Letters,
    guess: Py<PyAny>,
}

#[pymethods]
impl Letters {
    /// Take who is asked, and the choices; where `repair` is false, texts stay as they are.
    #[new]
    fn new(
        guess: Py<PyAny>,
        repair: bool,
        quotes: &str,
        tone: &str,
        placement: bool,
        html_entities: bool,
    ) -> PyResult<Letters> {
        let tone = match tone {
            "keep" => None,
            "old" => Some(School::Old),
            "new" => Some(School::New),
            _ => return Err(PyValueError::new_err(tone.to_owned())),
        };
        let straight_quotes = quotes == "straight";
        let options = Options { keeps_entities: !html_entities, straight_quotes, placement, tone };
        Ok(Letters { options: repair.then_some(options), guess })
    }

    /// Repair a text, and clean nothing.
    fn repair(&self, py: Python<'_>, text: Given<'_>) -> PyResult<Cleaned> {
        self.with(py, &text, |given, letters, guess| Ok(cleaner::Cleaned::repaired(given, letters, guess)))
    }
}

impl Letters {
    pub fn options(&self) -> cleaner::Letters {
        self.options
    }

    /// Do something with a text and with those who repair it, while other threads of Python go on.
    pub fn with(
        &self,
        py: Python<'_>,
        text: &Given<'_>,
        work: impl FnOnce(&str, cleaner::Letters, &dyn Guess) -> Result<cleaner::Cleaned, Failure> + Send,
    ) -> PyResult<Cleaned> {
        let given = text.read()?;
        let asked = Asked { guess: &self.guess, error: Mutex::default() };
        let made = py.detach(|| work(given, self.options, &asked));
        if let Some(error) = asked.error.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        let inner = made.map_err(|failure| raised(py, failure))?;
        Ok(Cleaned { given: text.as_any().clone().unbind(), inner })
    }
}

/// Asks Python. The first error is kept, and nothing is asked after it.
struct Asked<'g> {
    guess: &'g Py<PyAny>,
    error: Mutex<Option<PyErr>>,
}

impl Asked<'_> {
    fn ask<T: Default>(&self, call: impl FnOnce(Python<'_>, &Py<PyAny>) -> PyResult<T>) -> T {
        let mut error = self.error.lock().unwrap_or_else(PoisonError::into_inner);
        if error.is_some() {
            return T::default();
        }
        Python::attach(|py| call(py, self.guess)).unwrap_or_else(|raised| {
            *error = Some(raised);
            T::default()
        })
    }
}

impl Guess for Asked<'_> {
    fn page(&self, lines: Vec<&str>) -> Option<Arc<codepage::CodePage>> {
        self.ask(|py, guess| {
            let page: Option<Py<CodePage>> = guess.call_method1(py, "page", (lines,))?.extract(py)?;
            Ok(page.map(|page| page.get().0.clone()))
        })
    }

    fn legacy(&self, text: &str, rows: Vec<&str>) -> Option<(String, Vec<String>)> {
        self.ask(|py, guess| guess.call_method1(py, "legacy", (text, rows))?.extract(py))
    }

    fn meant(&self, line: &str) -> String {
        self.ask(|py, guess| guess.call_method1(py, "meant", (line,))?.extract(py))
    }

    fn residual(&self, text: &str, suspected: &str) -> Vec<String> {
        self.ask(|py, guess| guess.call_method1(py, "residual", (text, suspected))?.extract(py))
    }
}

/// An encoding that UTF-8 is read in by mistake.
#[pyclass(frozen, module = "cleaner._core")]
pub struct CodePage(Arc<codepage::CodePage>);

#[pymethods]
impl CodePage {
    /// Take the code of each character and its byte.
    #[new]
    fn new(table: HashMap<u32, u8>) -> CodePage {
        let bytes = table.into_iter().filter_map(|(code, byte)| Some((char::from_u32(code)?, byte)));
        CodePage(Arc::new(codepage::CodePage::new(bytes)))
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

/// Give the form in which headings are compared: the key without the marks around it.
#[pyfunction]
pub fn heading_key(line: Text<'_>) -> String {
    crate::line::heading::bare(&crate::line::key(&line)).to_owned()
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
    simdutf8::basic::from_utf8(data).is_ok()
}

/// Count the tags of a page: all that begin, and those of them that close an element.
#[pyfunction]
pub fn count_tags(page: &[u8]) -> (usize, usize) {
    memchr::memchr_iter(b'<', page)
        .fold((0, 0), |(all, closing), at| (all + 1, closing + usize::from(page.get(at + 1) == Some(&b'/'))))
}
