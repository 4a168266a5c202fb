//! Cleaning for Python. What is said of a document becomes Python objects when it is read, and not before.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::rules::{Catalogue, Sheet, raised};
use super::text::{Letters, Text};
use super::utf8::{Given, Utf8};
use crate::cleaner::{self, Unknown};
use crate::engine::{self, lines::rows};
use crate::line::sentence;
use crate::rules::compile::{Shared, compile};
use crate::rules::identify::Known;
use crate::rules::model::{Label, Part};
use crate::text::{self, repair::Guess};

/// One rule: name, place, label, action.
type Named<'r> = (&'r str, &'r str, &'static str, &'static str);
/// A line or a part of one that a rule took: row; name, place and label of the rule; what is left of the line; the names
/// of the other rules that wanted it.
type Taken<'r> = (usize, &'r str, &'r str, &'static str, &'r str, Vec<&'r str>);
/// A line that stays and belongs to a rule: row; name, place and label of the rule.
type Labelled<'r> = (usize, &'r str, &'r str, &'static str);
/// What a rule took of a document: name and label of the rule, whole lines, parts of lines, characters.
type Count<'r> = (&'r str, &'static str, usize, usize, usize);
/// A repair: number of the line from 1, step, the line before and behind it.
type Change<'py> = (usize, Bound<'py, PyString>, Bound<'py, PyString>, Bound<'py, PyString>);
/// Where the parts of a page stand: key of the title, its line, whether that is sure; first and last line of the article.
type Places = (String, Option<usize>, bool, Option<usize>, Option<usize>);

/// Cleans documents by the rules of their sources; safe in threads.
#[pyclass(frozen, module = "cleaner._core")]
pub struct Cleaner {
    core: cleaner::Cleaner,
    letters: Py<Letters>,
}

#[pymethods]
impl Cleaner {
    /// Take the rule files, the labels of the lines that leave the text, the packages for documents of no known source in
    /// their language and in any other, and how letters are repaired.
    #[new]
    fn new(
        catalogue: &Catalogue,
        leaves: Vec<String>,
        generic: Option<String>,
        any_language: Option<String>,
        letters: Py<Letters>,
    ) -> PyResult<Cleaner> {
        let (files, identifier) = (catalogue.inner.clone(), catalogue.identifier.clone());
        let unknown = Unknown { generic, any_language };
        let core = cleaner::Cleaner::new(files, identifier, labels(&leaves)?, unknown, letters.get().options());
        Ok(Cleaner { core, letters })
    }

    /// Give the rules of a source, made ready once.
    fn engine(&self, py: Python<'_>, name: Text<'_>) -> PyResult<Engine> {
        py.detach(|| self.core.engine(&name)).map(Engine).map_err(|failure| raised(py, failure))
    }

    /// Clean a text; `named` is the source that the caller names, `source` that of the record.
    #[allow(clippy::too_many_arguments)] // one for each thing that is known of a document
    fn clean(
        &self,
        py: Python<'_>,
        text: Given<'_>,
        named: Text<'_>,
        source: Text<'_>,
        url: Text<'_>,
        id: Text<'_>,
        title: Text<'_>,
    ) -> PyResult<Cleaned> {
        let known = Known { source: &source, url: &url, id: &id };
        let (title, named): (&str, &str) = (&title, &named);
        let clean =
            |text: &str, _, guess: &dyn Guess| self.core.clean(cleaner::Document { text, title, named, known }, guess);
        self.letters.get().with(py, &text, clean)
    }
}

fn labels(names: &[String]) -> PyResult<HashSet<Label>> {
    names.iter().map(|name| Label::named(name).ok_or_else(|| PyValueError::new_err(name.clone()))).collect()
}

/// The rules of a source made ready to clean; safe in threads.
#[pyclass(frozen, module = "cleaner._core")]
pub struct Engine(Arc<engine::Engine>);

#[pymethods]
impl Engine {
    /// Take the rules of a source; lines with the labels in `leaves` go out of the text.
    #[new]
    fn new(py: Python<'_>, catalogue: &Catalogue, name: Text<'_>, leaves: Vec<String>) -> PyResult<Engine> {
        Ok(Engine(Arc::new(engine::Engine::new(catalogue.compiled(py, &name)?, &labels(&leaves)?))))
    }

    /// Take the rules of files that are in no catalogue, in order of ownership; raises `ValueError` if one is not sound.
    #[staticmethod]
    fn of(sheets: Vec<PyRef<'_, Sheet>>, leaves: Vec<String>) -> PyResult<Engine> {
        let files: Option<Vec<_>> = sheets.iter().map(|sheet| sheet.sound()).collect();
        let files = files.ok_or_else(|| PyValueError::new_err("a file is not sound"))?;
        let book = Arc::new(compile(&files, &mut Shared::default()));
        Ok(Engine(Arc::new(engine::Engine::new(book, &labels(&leaves)?))))
    }

    /// The source's name.
    #[getter]
    fn name(&self) -> &str {
        &self.0.book().name
    }

    /// A fingerprint of the files.
    #[getter]
    fn digest(&self) -> &str {
        &self.0.book().digest
    }

    /// The rules in the order of ownership: name, place, label, action.
    #[getter]
    fn rules(&self) -> Vec<Named<'_>> {
        let label = |rule: &engine::Rule| rule.label.map_or("", Label::name);
        let rules = self.0.rules().iter();
        rules.map(|rule| (&*rule.name, &*rule.at, label(rule), rule.action.name())).collect()
    }

    /// Repair the letters of a text and clean it; the rules are believed whatever they take where they are `trusted`.
    #[pyo3(signature = (text, letters, title=None, url=None, trusted=false))]
    fn clean(
        &self,
        py: Python<'_>,
        text: Given<'_>,
        letters: &Letters,
        title: Option<Text<'_>>,
        url: Option<Text<'_>>,
        trusted: bool,
    ) -> PyResult<Cleaned> {
        let (title, url) = (title.as_deref().unwrap_or(""), url.as_deref().unwrap_or(""));
        letters.with(py, &text, |text, letters, guess| {
            let known = Known { url, ..Known::default() };
            let document = cleaner::Document { text, title, known, ..cleaner::Document::default() };
            Ok(cleaner::Cleaned::by(&self.0, document, trusted, letters, guess))
        })
    }

    /// Tell where title and article stand before any rule acts; lines count from 0, blank ones left out.
    #[pyo3(signature = (text, title=None))]
    fn places(&self, text: Text<'_>, title: Option<Text<'_>>) -> Places {
        self.0.places(&text, title.as_deref().unwrap_or(""))
    }

    /// Tell whether lines, and what is left of them, look like an article.
    fn is_article(&self, before: Text<'_>, after: Text<'_>) -> bool {
        self.0.is_article(&before, &after)
    }

    /// Tell whether a line fits the first matcher of a rule, but for what its neighbours and the title tell.
    fn fits(&self, rule: usize, line: Text<'_>) -> PyResult<bool> {
        self.0.fits(rule, &line).ok_or_else(|| PyIndexError::new_err(rule))
    }

    /// Give the lines of a text that each rule's first matcher fits, but for what their neighbours and the title tell.
    fn takers(&self, text: Text<'_>) -> Vec<Vec<usize>> {
        self.0.takers(&text)
    }

    /// Tell whether a line is a part of a page as language packages describe it.
    fn is_part(&self, part: Text<'_>, line: Text<'_>) -> PyResult<bool> {
        let part = Part::named(&part).ok_or_else(|| PyValueError::new_err(part.to_owned()))?;
        Ok(self.0.is_part(part, &line))
    }

    /// Tell whether a line is made of names.
    fn is_names(&self, line: Text<'_>) -> bool {
        self.0.is_names(&line)
    }

    /// Tell whether a line fits a template, which is right, beneath a title.
    fn fits_template(&self, template: Text<'_>, line: Text<'_>, title: Text<'_>) -> bool {
        self.0.fits_template(&template, &line, &title)
    }

    /// Give patterns of how the language of the rules writes what stands right before a date, and a clock.
    fn date_patterns(&self) -> (Vec<&str>, String) {
        let language = self.0.language();
        (language.before.iter().map(|text| text.text.as_str()).collect(), language.time())
    }

    /// Give what the words of a line say it is, as language packages tell; empty where they say nothing.
    fn label_of(&self, line: Text<'_>) -> &'static str {
        self.0.label_of(&line).map_or("", Label::name)
    }
}

/// What was made of one document. Rows count from 0 among all lines of its repaired text.
#[pyclass(frozen, module = "cleaner._core")]
pub struct Cleaned {
    pub given: Py<PyAny>,
    pub inner: cleaner::Cleaned,
}

impl Cleaned {
    fn given<'py>(&self, py: Python<'py>) -> PyResult<Given<'py>> {
        self.given.bind(py).extract()
    }

    fn verdict(&self) -> Option<&engine::Verdict> {
        self.inner.said.as_ref().map(|(_, verdict)| verdict)
    }

    /// Give a rule by its number.
    fn rule(&self, number: usize) -> (&str, &str, &'static str) {
        let rule = self.inner.said.as_ref().map(|(engine, _)| &engine.rules()[number]);
        rule.map_or(("", "", ""), |rule| (&rule.name, &rule.at, rule.label.map_or("", Label::name)))
    }
}

#[pymethods]
impl Cleaned {
    /// What stays, as UTF-8 or as the `str` that was given.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.inner.text {
            Some(left) => Ok(Bound::new(py, Utf8(left.clone()))?.into_any()),
            None => self.given(py)?.stripped(),
        }
    }

    /// The repaired text, blank lines and all.
    #[getter]
    fn whole<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        let repaired = self.inner.repaired.as_ref();
        repaired.map_or_else(|| self.given.bind(py).str(), |repaired| Ok(PyString::new(py, &repaired.text)))
    }

    /// The number of the line that was given, from 1, of each line of the repaired text; None where they are the same.
    #[getter]
    fn lines(&self) -> Option<Vec<usize>> {
        self.inner.repaired.as_ref().and_then(|repaired| repaired.draft.numbers())
    }

    /// The rows of the lines that stay.
    #[getter]
    fn kept(&self, py: Python<'_>) -> PyResult<Vec<usize>> {
        Ok(self.inner.kept(self.given(py)?.read()?))
    }

    /// The rows of the lines that are not blank.
    #[getter]
    fn rows(&self, py: Python<'_>) -> PyResult<Vec<usize>> {
        Ok(rows(self.inner.whole(self.given(py)?.read()?)).map(|(row, _)| row).collect())
    }

    /// How many changes repair made.
    #[getter]
    fn changes(&self) -> usize {
        self.inner.repaired.as_ref().map_or(0, |repaired| repaired.draft.changes())
    }

    /// How many lines repair changed.
    #[getter]
    fn repaired(&self) -> usize {
        self.inner.repaired.as_ref().map_or(0, |repaired| repaired.draft.changed_lines())
    }

    /// Every change that repair made, line by line.
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
        let drafts = self.inner.repaired.iter().map(|repaired| &repaired.draft);
        drafts.flat_map(text::Draft::all_changes).map(one).collect()
    }

    /// The name of the source that it is of, or an empty text.
    #[getter]
    fn source(&self) -> &str {
        &self.inner.source
    }

    /// How its source was found, or an empty text.
    #[getter]
    fn evidence(&self) -> &str {
        &self.inner.evidence
    }

    /// The name of the rules that it was cleaned by, or an empty text.
    #[getter]
    fn under(&self) -> &str {
        self.inner.said.as_ref().map_or("", |(engine, _)| &engine.book().name)
    }

    /// The fingerprint of these rules.
    #[getter]
    fn digest(&self) -> &str {
        self.inner.said.as_ref().map_or("", |(engine, _)| &engine.book().digest)
    }

    /// The title that was given, or the headline that was found.
    #[getter]
    fn title(&self) -> &str {
        self.verdict().map_or("", |verdict| &verdict.title)
    }

    /// What was taken, by row.
    #[getter]
    fn taken(&self) -> Vec<Taken<'_>> {
        let Some(verdict) = self.verdict() else { return Vec::new() };
        let mut all: Vec<Taken> = Vec::with_capacity(verdict.taken.len());
        for one in &verdict.taken {
            let (name, at, label) = self.rule(one.rule);
            let also = one.also.iter().map(|&rule| self.rule(rule).0).collect();
            all.push((verdict.rows[one.at], name, at, label, &one.kept, also));
        }
        all
    }

    /// How much each rule took, all its shapes together, in the order in which they come up.
    fn counts(&self) -> Vec<Count<'_>> {
        let mut counts: Vec<Count> = Vec::new();
        let mut places = HashMap::new();
        for one in self.verdict().iter().flat_map(|verdict| &verdict.taken) {
            let (name, _, label) = self.rule(one.rule);
            let place = *places.entry(name).or_insert_with(|| {
                counts.push((name, label, 0, 0, 0));
                counts.len() - 1
            });
            let (_, _, lines, parts, chars) = &mut counts[place];
            *(if one.kept.is_empty() { lines } else { parts }) += 1;
            *chars += one.chars;
        }
        counts
    }

    /// The lines that stay and belong to a rule.
    #[getter]
    fn labelled(&self) -> Vec<Labelled<'_>> {
        let Some(verdict) = self.verdict() else { return Vec::new() };
        let one = |&(at, rule): &(usize, usize)| {
            let (name, at_line, label) = self.rule(rule);
            (verdict.rows[at], name, at_line, label)
        };
        verdict.labelled.iter().map(one).collect()
    }

    /// The facts that were found, by label, in the order in which they were found.
    #[getter]
    fn facts(&self) -> Vec<(&'static str, String)> {
        let facts = self.verdict().into_iter().flat_map(|verdict| &verdict.facts);
        facts.map(|(label, values)| (label.name(), values.join("\n"))).collect()
    }

    /// Why rules that met their start did not fire, and why the document stays as it was.
    #[getter]
    fn notes(&self) -> Vec<&str> {
        let notes = self.verdict().into_iter().flat_map(|verdict| &verdict.notes);
        notes.chain(&self.inner.limit).map(String::as_str).collect()
    }

    /// The warnings on it.
    #[getter]
    fn flags(&self) -> Vec<&str> {
        self.inner.flags()
    }

    fn __len__(&self) -> usize {
        self.verdict().map_or(0, |verdict| verdict.taken.len())
    }
}

/// Tell whether a line ends as a sentence does.
#[pyfunction]
pub fn is_sentence(line: Text<'_>) -> bool {
    sentence::is_sentence(&line)
}

/// Tell whether a line is running text.
#[pyfunction]
pub fn is_prose(line: Text<'_>) -> bool {
    sentence::is_prose(&line, line.chars().count(), line.matches(' ').count())
}

/// Tell whether a line is so long that no teaser is.
#[pyfunction]
pub fn is_paragraph(line: Text<'_>) -> bool {
    sentence::is_paragraph(&line, line.chars().count())
}
