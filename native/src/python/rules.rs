//! Rule files for Python: loading for a run, and everything a file says as plain data for those who work on rules.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::data;
use super::text::Text;
use crate::engine::lines::rows;
use crate::lint;
use crate::rules::catalogue::{self, Failure};
use crate::rules::codes::Severity;
use crate::rules::identify::{self, Identifier, Known};
use crate::rules::model::{Fate, Label, RuleFile, Trait};
use crate::rules::problem::Problem;
use crate::rules::{codes::Code, fields, folders, heads, hints, load, template};

/// One mistake: file, line, column, code, message, hint.
type Mistake = (String, u32, u32, &'static str, String, String);
/// One rule file: name, path, path as shown, whether it comes with the program.
type Entry = (String, OsString, String, bool);

/// How a source is known: its name, hosts, fingerprints.
type Head = (String, Vec<String>, Vec<String>);
/// A source's name, how it was found, whether the text alone decided.
pub type Identity = (String, String, bool);

fn mistake(problem: &Problem) -> Mistake {
    let (place, code) = (problem.place, problem.code.name());
    (problem.file.to_string(), place.line, place.column, code, problem.message.clone(), problem.hint.clone())
}

/// Make the exception of the package that tells of a failure.
pub fn raised(py: Python<'_>, failure: Failure) -> PyErr {
    let made = || -> PyResult<Bound<'_, PyAny>> {
        let errors = py.import("cleaner.errors")?;
        match failure {
            Failure::Usage(message) => errors.getattr("UsageError")?.call1((message,)),
            Failure::Rules(problems) => {
                let kind = errors.getattr("Problem")?;
                let found: PyResult<Vec<_>> = problems.iter().map(|problem| kind.call1(mistake(problem))).collect();
                errors.getattr("RuleError")?.call1((found?,))
            }
        }
    };
    made().map_or_else(|error| error, PyErr::from_value)
}

/// Rule files by name, the user's before those of the package.
#[pyclass(frozen, module = "cleaner._core")]
pub struct Catalogue {
    pub inner: Arc<catalogue::Catalogue>,
    pub identifier: Arc<Identifier>,
}

impl Catalogue {
    /// Give the rules of a source, compiled once.
    pub fn compiled(&self, py: Python<'_>, name: &str) -> PyResult<Arc<crate::rules::Book>> {
        py.detach(|| self.inner.book(name)).map_err(|failure| raised(py, failure))
    }
}

#[pymethods]
impl Catalogue {
    #[new]
    #[pyo3(signature = (paths, builtin=None))]
    fn new(py: Python<'_>, paths: Vec<PathBuf>, builtin: Option<PathBuf>) -> PyResult<Catalogue> {
        let inner = catalogue::Catalogue::new(&paths, builtin.as_deref()).map_err(|failure| raised(py, failure))?;
        Ok(Catalogue { inner: Arc::new(inner), identifier: Arc::default() })
    }

    /// The names of all files, sorted.
    #[getter]
    fn names(&self) -> Vec<String> {
        self.inner.names()
    }

    /// All files, the user's first.
    #[getter]
    fn entries(&self) -> Vec<Entry> {
        self.inner.entries().iter().cloned().map(entry).collect()
    }

    fn __contains__(&self, name: Text<'_>) -> bool {
        self.inner.has(&name)
    }

    /// Give one rule file, for what extends it.
    fn sheet(&self, py: Python<'_>, name: Text<'_>) -> PyResult<Sheet> {
        let file = self.inner.file(&name).map_err(|failure| raised(py, failure))?;
        Ok(Sheet { file: Some(file), problems: Vec::new() })
    }

    /// Give a file and the packages behind it, in order of ownership.
    fn chain<'py>(&self, py: Python<'py>, name: Text<'_>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let files = self.inner.chain(&name).map_err(|failure| raised(py, failure))?;
        files.iter().map(|file| data::file(py, file)).collect()
    }

    /// Give what was said of whole documents of a source: limits, HTML sections, files, fingerprint of the files.
    fn facts<'py>(&self, py: Python<'py>, name: Text<'_>) -> PyResult<Bound<'py, PyDict>> {
        data::facts(py, &*self.compiled(py, &name)?)
    }

    /// Give the hosts and fingerprints by which sources are known: name, hosts, fingerprints.
    fn heads(&self, py: Python<'_>) -> PyResult<Vec<Head>> {
        let heads = self.inner.heads().map_err(|failure| raised(py, failure))?;
        let texts = |texts: &[crate::rules::model::Text]| texts.iter().map(|text| text.text.clone()).collect();
        let head = |head: &crate::rules::heads::Head| {
            (head.name.clone(), texts(&head.matched.hosts), texts(&head.matched.fingerprints))
        };
        Ok(heads.iter().map(head).collect())
    }

    /// Give the source that a host belongs to, or an empty text.
    fn by_host(&self, py: Python<'_>, host: Text<'_>) -> PyResult<String> {
        Ok(self.inner.by_host(&host).map_err(|failure| raised(py, failure))?.unwrap_or_default())
    }

    /// Give the source of a document, how it was found, and whether the text alone decided; empty texts for none.
    fn identify(
        &self,
        py: Python<'_>,
        text: Text<'_>,
        source: Text<'_>,
        url: Text<'_>,
        id: Text<'_>,
    ) -> PyResult<Identity> {
        let known = Known { source: &source, url: &url, id: &id };
        let found = py.detach(|| self.identifier.identify(&self.inner, known, rows(&text).map(|(_, line)| line)));
        let found = found.map_err(|failure| raised(py, failure))?;
        Ok(identity(found))
    }

    /// Give every source that something speaks for, the strongest first, as `identify` gives one.
    fn candidates(
        &self,
        py: Python<'_>,
        text: Text<'_>,
        source: Text<'_>,
        url: Text<'_>,
        id: Text<'_>,
    ) -> PyResult<Vec<Identity>> {
        let known = Known { source: &source, url: &url, id: &id };
        let found = py.detach(|| self.identifier.candidates(&self.inner, known, rows(&text).map(|(_, line)| line)));
        Ok(found.map_err(|failure| raised(py, failure))?.into_iter().map(|one| identity(Some(one))).collect())
    }
}

/// Give whose page a document is as data; empty texts where nobody knows.
pub fn identity(identity: Option<identify::Identity>) -> Identity {
    let known = |one: identify::Identity| (one.source, one.evidence, one.of_text);
    identity.map_or((String::new(), String::new(), true), known)
}

/// List the rule files of a path: a file, or a folder like `rules/`, which may be that of the program.
#[pyfunction]
#[pyo3(signature = (path, builtin=false))]
pub fn rule_files(py: Python<'_>, path: PathBuf, builtin: bool) -> PyResult<Vec<Entry>> {
    let found = if builtin {
        folders::builtin(&path).map_err(|error| format!("{}: {error}", path.display()))
    } else {
        folders::given(&path)
    };
    let found = found.map_err(|message| raised(py, Failure::Usage(message)))?;
    Ok(found.into_iter().map(entry).collect())
}

/// Give the name that a rule file says it has, or an empty text; it may be wrong with everything else.
#[pyfunction]
pub fn declared(content: &[u8], shown: Text<'_>) -> String {
    heads::declared(content, &shown).unwrap_or_default()
}

fn entry(entry: folders::Entry) -> Entry {
    (entry.name, entry.path.into_os_string(), entry.shown, entry.builtin)
}

/// A rule file as it was read, for the files that extend it.
#[pyclass(frozen, module = "cleaner._core")]
pub struct Sheet {
    file: Option<Arc<RuleFile>>,
    problems: Vec<Problem>,
}

#[pymethods]
impl Sheet {
    /// Read a file as far as it can be read; `parent` gives the sheet of a package by its name, or None.
    #[new]
    #[pyo3(signature = (content, shown, parent=None))]
    fn new(content: &[u8], shown: Text<'_>, parent: Option<Bound<'_, PyAny>>) -> PyResult<Sheet> {
        let mut failed = None;
        let mut find = |name: &str| -> Option<Arc<RuleFile>> {
            let found = parent
                .as_ref()?
                .call1((name,))
                .and_then(|sheet| if sheet.is_none() { Ok(None) } else { Ok(sheet.cast::<Sheet>()?.get().sound()) });
            found.map_err(|error| failed.get_or_insert(error).to_string()).ok().flatten()
        };
        let (file, problems) = load::read(content, &shown, &mut find);
        match failed {
            Some(error) => Err(error),
            None => Ok(Sheet { file: file.map(Arc::new), problems }),
        }
    }

    /// The file as plain data, as far as it could be read.
    #[getter]
    fn file<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.file.as_ref().map(|file| data::file(py, file)).transpose()
    }

    /// Every mistake of form.
    #[getter]
    fn problems(&self) -> Vec<Mistake> {
        self.problems.iter().map(mistake).collect()
    }

    /// What is unwise in a sound file, by the file alone.
    fn lint(&self, py: Python<'_>) -> Vec<Mistake> {
        let found = py.detach(|| self.sound().map(|file| lint::lint(&file)));
        found.unwrap_or_default().iter().map(mistake).collect()
    }
}

impl Sheet {
    /// Give the file, if nothing is wrong with its form.
    pub fn sound(&self) -> Option<Arc<RuleFile>> {
        self.file.clone().filter(|_| self.problems.is_empty())
    }
}

/// Read a file of tests alone, with every mistake.
#[pyfunction]
pub fn read_tests<'py>(
    py: Python<'py>,
    content: &[u8],
    shown: Text<'_>,
) -> PyResult<(Bound<'py, PyList>, Vec<Mistake>)> {
    let (tests, problems) = load::read_tests(content, &shown);
    Ok((data::tests(py, &tests)?, problems.iter().map(mistake).collect()))
}

/// Give every mistake in what a file extends and disables, and the names of the files behind it in order.
#[pyfunction]
pub fn chain(
    sheet: &Bound<'_, Sheet>,
    names: Vec<String>,
    find: Bound<'_, PyAny>,
) -> PyResult<(Vec<Py<PyAny>>, Vec<Mistake>, bool)> {
    let py = sheet.py();
    let file =
        sheet.get().file.clone().ok_or_else(|| PyRuntimeError::new_err("a sheet without a file has no chain"))?;
    let mut library =
        Library { names, find, sheets: vec![(file.clone(), sheet.clone().into_any().unbind())], failed: None };
    let found = crate::rules::chain::chain(&file, &mut library);
    if let Some(error) = library.failed {
        return Err(error);
    }
    let sheet_of = |file: &Arc<RuleFile>| library.sheets.iter().find(|(known, _)| Arc::ptr_eq(known, file));
    let sheets = found.files.iter().filter_map(sheet_of).map(|(_, sheet)| sheet.clone_ref(py)).collect();
    Ok((sheets, found.problems.iter().map(mistake).collect(), !found.broken))
}

/// Sheets by name, as Python has them.
struct Library<'py> {
    names: Vec<String>,
    find: Bound<'py, PyAny>,
    sheets: Vec<(Arc<RuleFile>, Py<PyAny>)>,
    failed: Option<PyErr>,
}

impl crate::rules::chain::Library for Library<'_> {
    fn find(&mut self, name: &str) -> Option<Arc<RuleFile>> {
        let found = self.find.call1((name,)).and_then(|sheet| {
            if sheet.is_none() {
                return Ok(None);
            }
            let file = sheet.cast::<Sheet>()?.get().sound();
            Ok(file.map(|file| (file, sheet.unbind())))
        });
        match found {
            Ok(found) => found.map(|(file, sheet)| {
                self.sheets.push((file.clone(), sheet));
                file
            }),
            Err(error) => {
                self.failed.get_or_insert(error);
                None
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    fn names(&self) -> Vec<String> {
        self.names.clone()
    }
}

/// Give every code: name, severity, title, text.
#[pyfunction]
pub fn codes() -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
    let severity = |code: Code| if code.severity() == Severity::Error { "error" } else { "warning" };
    Code::ALL.iter().map(|&code| (code.name(), severity(code), code.title(), code.text())).collect()
}

/// Give every table of the language: its name, and for each key its kind, meaning, whether it must be there, default.
#[pyfunction]
pub fn tables<'py>(py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
    let made = PyDict::new(py);
    for table in fields::TABLES {
        let keys = PyDict::new(py);
        for field in table.fields {
            keys.set_item(field.key, (field.kind.name(), field.doc, field.required, field.default))?;
        }
        made.set_item(table.name, keys)?;
    }
    Ok(made)
}

/// Give the closed lists of the language by their names; of `kind`, with what each means.
#[pyfunction]
pub fn choices<'py>(py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
    let made = PyDict::new(py);
    let kinds = PyDict::new(py);
    for &one in Trait::ALL {
        kinds.set_item(one.name(), fields::meaning(one))?;
    }
    made.set_item("kind", kinds)?;
    made.set_item("same_as", PyList::new(py, fields::SAME_AS)?)?;
    made.set_item("anchor", PyList::new(py, fields::ANCHORS)?)?;
    made.set_item("slot", fields::slots().collect::<Vec<_>>())?;
    Ok(made)
}

/// Give every label: what becomes of its lines (`leaves`, `meta` or `stays`), and what they are.
#[pyfunction]
pub fn labels<'py>(py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
    let made = PyDict::new(py);
    for label in Label::ALL {
        let fate = match label.fate() {
            Fate::Leaves => "leaves",
            Fate::BecomesMeta => "meta",
            Fate::Stays => "stays",
        };
        made.set_item(label.name(), (fate, label.meaning()))?;
    }
    Ok(made)
}

/// Give `did you mean 'x'?` for a misspelt word, or an empty text where no choice is near; the word may hold anything
/// that a command line can.
#[pyfunction]
pub fn nearest(word: Text<'_>, choices: &Bound<'_, PyAny>) -> PyResult<String> {
    let choices: PyResult<Vec<String>> = choices.try_iter()?.map(|choice| choice?.extract()).collect();
    Ok(hints::nearest(&word, choices?.iter().map(String::as_str)))
}

/// Give what is wrong with a template and a hint, or nothing.
#[pyfunction]
pub fn template_problem(source: Text<'_>) -> Option<(String, String)> {
    template::problem(&source, |word, choices| hints::nearest(word, choices.iter().copied()))
}

/// Give the host of an address, or an empty text.
#[pyfunction]
pub fn host_of(url: Text<'_>) -> String {
    identify::host_of(&url)
}
