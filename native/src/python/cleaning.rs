//! Cleaning for Python. What is said of a document becomes Python objects when it is read, and not before.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;

use super::rules::{Catalogue, Identity, Sheet, identity, raised};
use super::text::Text;
use crate::cleaner::{self, Unknown};
use crate::engine::{self, Doubt};
use crate::line::sentence;
use crate::rules::compile::compile;
use crate::rules::identify::Known;
use crate::rules::model::{Label, Part};

/// One rule: name, place, label, action.
type Named<'r> = (&'r str, &'r str, &'static str, &'static str);
/// A line or a part of one that a rule took: row, rule, what is left of the line, other rules that wanted it.
type Taken = (usize, usize, String, Vec<usize>);
/// What a rule took of a document: rule, whole lines, parts of lines, characters.
type Count = (usize, usize, usize, usize);
/// Where the parts of a page stand: key of the title, its line, whether that is sure; first and last line of the article.
type Places = (String, Option<usize>, bool, Option<usize>, Option<usize>);

/// Whose page a document is; the name of the rules and what they say of it; whether it is proven that what is left would
/// be left as it is.
type Cleaned = (Identity, Option<(String, Verdict)>, bool);

/// Cleans documents by the rules of their sources; safe in threads.
#[pyclass(frozen, module = "cleaner._core")]
pub struct Cleaner(cleaner::Cleaner);

#[pymethods]
impl Cleaner {
    /// Take the rule files, the labels of the lines that leave the text, the packages for documents of no known source in
    /// their language and in any other, and whether the repair that comes before leaves a clean text as it is.
    #[new]
    fn new(
        catalogue: &Catalogue,
        leaves: Vec<String>,
        generic: Option<String>,
        any_language: Option<String>,
        is_plain: bool,
    ) -> PyResult<Cleaner> {
        let (files, identifier) = (catalogue.inner.clone(), catalogue.identifier.clone());
        let unknown = Unknown { generic, any_language };
        Ok(Cleaner(cleaner::Cleaner::new(files, identifier, labels(&leaves)?, unknown, is_plain)))
    }

    /// Give the rules of a source, made ready once.
    fn engine(&self, py: Python<'_>, name: Text<'_>) -> PyResult<Engine> {
        py.detach(|| self.0.engine(&name)).map(Engine).map_err(|failure| raised(py, failure))
    }

    /// Give the name of the rules for a text: its source, or, where that is empty, the package for its language.
    fn rules_for(&self, py: Python<'_>, source: Text<'_>, text: Text<'_>) -> PyResult<Option<String>> {
        let source = (!source.is_empty()).then_some(&*source);
        let engine = self.0.engine_for(source, &text).map_err(|failure| raised(py, failure))?;
        Ok(engine.map(|engine| engine.book().name.to_string()))
    }

    /// Clean a repaired text; `named` is the source that the caller names, `source` that of the record.
    #[allow(clippy::too_many_arguments)] // one for each thing that is known of a document
    fn clean(
        &self,
        py: Python<'_>,
        text: Text<'_>,
        named: Text<'_>,
        source: Text<'_>,
        url: Text<'_>,
        id: Text<'_>,
        title: Text<'_>,
    ) -> PyResult<Cleaned> {
        let is_whole = text.is_whole();
        let known = Known { source: &source, url: &url, id: &id };
        let document = cleaner::Document { text: &text, title: &title, named: &named, known };
        let cleaned = py.detach(|| self.0.clean(document)).map_err(|failure| raised(py, failure))?;
        let is_at_rest = cleaned.is_at_rest && is_whole;
        let verdict =
            cleaned.verdict.map(|(rules, inner)| (rules.book().name.to_string(), Verdict { inner, is_whole }));
        Ok((identity(cleaned.identity), verdict, is_at_rest))
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
        Ok(Engine(Arc::new(engine::Engine::new(Arc::new(compile(&files)), &labels(&leaves)?))))
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

    /// Clean a repaired text; the rules are believed whatever they take where they are `trusted`.
    #[pyo3(signature = (text, title=None, url=None, trusted=false))]
    fn clean(
        &self,
        py: Python<'_>,
        text: Text<'_>,
        title: Option<Text<'_>>,
        url: Option<Text<'_>>,
        trusted: bool,
    ) -> Verdict {
        let (title, url) = (title.as_deref().unwrap_or(""), url.as_deref().unwrap_or(""));
        let inner = py.detach(|| self.0.clean(&text, title, url, trusted));
        Verdict { inner, is_whole: text.is_whole() }
    }

    /// Tell whether it is proven that the rules of another source would take nothing of what these have left.
    fn rests_under(&self, verdict: &Verdict, other: &Engine) -> bool {
        verdict.is_whole && self.0.rests_under(&verdict.inner, &other.0)
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

/// What was said of one document. Rows count from 0 among all lines of its text.
#[pyclass(frozen, module = "cleaner._core")]
pub struct Verdict {
    inner: engine::Verdict,
    /// The text held nothing that Rust has no characters for.
    is_whole: bool,
}

#[pymethods]
impl Verdict {
    /// What stays; None where the text stays as it is, or held what Rust has no characters for.
    #[getter]
    fn text(&self) -> Option<&str> {
        self.inner.text.as_deref().filter(|_| self.is_whole)
    }

    /// The title that was given, or the headline that was found.
    #[getter]
    fn title(&self) -> &str {
        &self.inner.title
    }

    /// The rows of the lines that stay.
    #[getter]
    fn kept(&self) -> Vec<usize> {
        self.inner.kept.iter().map(|&at| self.inner.rows[at]).collect()
    }

    /// What was taken, by row.
    #[getter]
    fn taken(&self) -> Vec<Taken> {
        let one = |one: &engine::Taken| (self.inner.rows[one.at], one.rule, one.kept.clone(), one.also.clone());
        self.inner.taken.iter().map(one).collect()
    }

    /// How much each rule took, in the order in which they come up.
    fn counts(&self) -> Vec<Count> {
        let mut counts: Vec<Count> = Vec::new();
        let mut places = HashMap::new();
        for one in &self.inner.taken {
            let place = *places.entry(one.rule).or_insert_with(|| {
                counts.push((one.rule, 0, 0, 0));
                counts.len() - 1
            });
            let (_, lines, parts, chars) = &mut counts[place];
            *(if one.kept.is_empty() { lines } else { parts }) += 1;
            *chars += one.chars;
        }
        counts
    }

    /// The lines that stay and belong to a rule: row and rule.
    #[getter]
    fn labelled(&self) -> Vec<(usize, usize)> {
        self.inner.labelled.iter().map(|&(at, rule)| (self.inner.rows[at], rule)).collect()
    }

    /// The facts that were found, by label.
    #[getter]
    fn facts(&self) -> Vec<(&'static str, String)> {
        self.inner.facts.iter().map(|(label, values)| (label.name(), values.join("\n"))).collect()
    }

    /// Why rules that met their start did not fire, and why the rules are not believed.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.inner.notes.clone()
    }

    /// The flag under which the document keeps all its lines, or an empty text.
    #[getter]
    fn doubt(&self) -> &'static str {
        match self.inner.doubt {
            None => "",
            Some(Doubt::NotAnArticle) => "not-an-article",
            Some(Doubt::Limits) => "limits",
        }
    }

    fn __len__(&self) -> usize {
        self.inner.taken.len()
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
