//! Rule files as plain Python data: texts with their places, rules as dictionaries.

use std::collections::BTreeMap;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::lint;
use crate::rules::Book;
use crate::rules::model::{Html, Limits, Matcher, Place, Rule, RuleFile, TestCase, Text, TextList};

type Made<'py> = PyResult<Bound<'py, PyDict>>;
/// A text, its line, its column, and its file if that is another one.
type Placed = (String, u32, u32, Option<String>);

/// Give a whole file.
pub fn file<'py>(py: Python<'py>, file: &RuleFile) -> Made<'py> {
    let made = placed_dict(py, file.place)?;
    made.set_item("name", &*file.name)?;
    made.set_item("file", &*file.shown)?;
    made.set_item("package", file.package)?;
    made.set_item("display", &file.display)?;
    made.set_item("extends", texts(&file.extends))?;
    made.set_item("disable", texts(&file.disable))?;
    made.set_item("hosts", texts(&file.matched.hosts))?;
    made.set_item("fingerprints", texts(&file.matched.fingerprints))?;
    made.set_item("limits", file.limits.map(limits))?;
    made.set_item("html", file.html.as_ref().map(|one| html(py, one)).transpose()?)?;
    made.set_item("lists", list(py, file.lists.iter().map(|one| text_list(py, one)))?)?;
    made.set_item("used", list(py, file.used.iter().map(|one| text_list(py, one)))?)?;
    made.set_item("rules", list(py, file.rules.iter().map(|one| rule(py, one)))?)?;
    made.set_item("tests", list(py, file.tests.iter().map(|one| test(py, one)))?)?;
    made.set_item("tests_in", texts(&file.tests_in))?;
    made.set_item("digest", format!("{:016x}", file.digest))?;
    Ok(made)
}

/// Give what a book says of whole documents.
pub fn facts<'py>(py: Python<'py>, book: &Book) -> Made<'py> {
    let made = PyDict::new(py);
    made.set_item("name", &*book.name)?;
    made.set_item("limits", limits(book.limits))?;
    made.set_item("html", list(py, book.html.iter().map(|one| html(py, one)))?)?;
    made.set_item("files", book.files.iter().map(|file| file.to_string()).collect::<Vec<_>>())?;
    made.set_item("digest", &book.digest)?;
    made.set_item("rules", book.rules.len())?;
    Ok(made)
}

/// Give tests alone.
pub fn tests<'py>(py: Python<'py>, tests: &[TestCase]) -> PyResult<Bound<'py, PyList>> {
    list(py, tests.iter().map(|one| test(py, one)))
}

fn list<'py>(py: Python<'py>, items: impl Iterator<Item = Made<'py>>) -> PyResult<Bound<'py, PyList>> {
    PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)
}

fn placed_dict<'py>(py: Python<'py>, place: Place) -> Made<'py> {
    let made = PyDict::new(py);
    made.set_item("line", place.line)?;
    made.set_item("column", place.column)?;
    Ok(made)
}

fn text(text: &Text) -> Placed {
    (text.text.clone(), text.place.line, text.place.column, text.file.as_ref().map(|file| file.to_string()))
}

fn texts(all: &[Text]) -> Vec<Placed> {
    all.iter().map(text).collect()
}

fn limits(limits: Limits) -> (f64, u32) {
    (limits.max_removed, limits.min_kept)
}

fn html<'py>(py: Python<'py>, html: &Html) -> Made<'py> {
    let made = PyDict::new(py);
    made.set_item("owner", &*html.owner)?;
    made.set_item("file", &*html.file)?;
    for (key, selectors) in &html.selectors {
        made.set_item(key, texts(selectors))?;
    }
    Ok(made)
}

fn text_list<'py>(py: Python<'py>, list: &TextList) -> Made<'py> {
    let made = placed_dict(py, list.place)?;
    made.set_item("owner", &*list.owner)?;
    made.set_item("file", &*list.file)?;
    made.set_item("name", &list.name)?;
    made.set_item("texts", texts(&list.texts))?;
    Ok(made)
}

/// Give what is told of a rule; `literals` are the texts of its matchers by their word.
fn rule<'py>(py: Python<'py>, rule: &Rule<Matcher>) -> Made<'py> {
    let mut literals: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for word in lint::matchers(rule).into_iter().flat_map(|matcher| &matcher.words) {
        literals.entry(word.key()).or_default().extend(lint::literals(word).iter().map(|text| &*text.text));
    }
    literals.retain(|_, texts| !texts.is_empty());
    let made = placed_dict(py, rule.place)?;
    made.set_item("id", &rule.id)?;
    made.set_item("action", rule.action.name())?;
    made.set_item("label", rule.label.map_or("", |label| label.name()))?;
    made.set_item("why", &rule.why)?;
    made.set_item("acts_anywhere", lint::acts_anywhere(rule))?;
    made.set_item("literals", literals)?;
    Ok(made)
}

fn test<'py>(py: Python<'py>, test: &TestCase) -> Made<'py> {
    let made = placed_dict(py, test.place)?;
    made.set_item("name", &test.name)?;
    let line = |line: &crate::rules::model::TestLine| {
        (line.place.line, line.place.column, line.mark.map_or(String::new(), String::from), line.text.clone())
    };
    made.set_item("lines", test.lines.iter().map(line).collect::<Vec<_>>())?;
    made.set_item("file", &test.file)?;
    made.set_item("url", &test.url)?;
    made.set_item("title", &test.title)?;
    made.set_item("html", &test.html)?;
    Ok(made)
}
