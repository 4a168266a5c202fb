//! Rule files as plain Python data: texts with their places, rules as dictionaries.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::rules::Book;
use crate::rules::model::{
    Amount, Anchor, Html, Limits, Matcher, Page, Place, Rule, RuleFile, Shape, TestCase, Text, TextList, Until, Where,
    Word,
};
use crate::rules::size::Range;

type Made<'py> = PyResult<Bound<'py, PyDict>>;
type Any<'py> = PyResult<Bound<'py, PyAny>>;
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
    made.set_item("page", file.page.as_ref().map(|one| page(py, one)).transpose()?)?;
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

/// Give a `page:` section: matchers by part and by label, texts by key.
fn page<'py>(py: Python<'py>, page: &Page<Matcher>) -> Made<'py> {
    let (made, parts, labels, texts) = (PyDict::new(py), PyDict::new(py), PyDict::new(py), PyDict::new(py));
    for (part, matchers) in &page.parts {
        parts.set_item(part.name(), list(py, matchers.iter().map(|one| matcher(py, one)))?)?;
    }
    for (label, matchers) in &page.labels {
        labels.set_item(label.name(), list(py, matchers.iter().map(|one| matcher(py, one)))?)?;
    }
    for (key, given) in (*page.language).clone().keys_mut() {
        if !given.is_empty() {
            texts.set_item(key, self::texts(given))?;
        }
    }
    made.set_item("parts", parts)?;
    made.set_item("labels", labels)?;
    made.set_item("texts", texts)?;
    Ok(made)
}

/// Give a rule as written.
fn rule<'py>(py: Python<'py>, rule: &Rule<Matcher>) -> Made<'py> {
    let made = placed_dict(py, rule.place)?;
    made.set_item("id", &rule.id)?;
    made.set_item("action", rule.action.name())?;
    made.set_item("label", rule.label.map_or("", |label| label.name()))?;
    made.set_item("why", &rule.why)?;
    made.set_item("shape", shape(py, &rule.shape)?)?;
    made.set_item("where", rule.zone.as_ref().map(|one| zone(py, one)).transpose()?)?;
    Ok(made)
}

fn shape<'py>(py: Python<'py>, shape: &Shape<Matcher>) -> Made<'py> {
    let made = PyDict::new(py);
    match shape {
        Shape::Single(one) => made.set_item("matcher", matcher(py, one)?)?,
        Shape::Block { from, until, max, takes_prose } => {
            made.set_item("from", list(py, from.iter().map(|one| matcher(py, one)))?)?;
            match until {
                Until::End => made.set_item("until", "end")?,
                Until::Fits(one) => made.set_item("until", matcher(py, one)?)?,
            }
            made.set_item("max", max)?;
            made.set_item("takes_prose", takes_prose)?;
        }
        Shape::Sequence { items, rounds } => {
            made.set_item("sequence", list(py, items.iter().map(|one| matcher(py, one)))?)?;
            made.set_item("rounds", rounds)?;
        }
    }
    Ok(made)
}

fn zone<'py>(py: Python<'py>, zone: &Where<Matcher>) -> Made<'py> {
    let made = PyDict::new(py);
    made.set_item("first", zone.first.map(amount))?;
    made.set_item("last", zone.last.map(amount))?;
    made.set_item("after", zone.after.as_ref().map(|one| anchor(py, one)).transpose()?)?;
    made.set_item("before", zone.before.as_ref().map(|one| anchor(py, one)).transpose()?)?;
    Ok(made)
}

/// Give a number, and whether it is a share in percent.
fn amount(amount: Amount) -> (f64, bool) {
    match amount {
        Amount::Lines(lines) => (f64::from(lines), false),
        Amount::Percent(share) => (share, true),
    }
}

fn anchor<'py>(py: Python<'py>, anchor: &Anchor<Matcher>) -> Any<'py> {
    Ok(match anchor {
        Anchor::Title => "title".into_pyobject(py)?.into_any(),
        Anchor::BodyStart => "body-start".into_pyobject(py)?.into_any(),
        Anchor::BodyEnd => "body-end".into_pyobject(py)?.into_any(),
        Anchor::Fits(one) => matcher(py, one)?.into_any(),
    })
}

/// Give a matcher: its words with their values, in the order of the table.
fn matcher<'py>(py: Python<'py>, matcher: &Matcher) -> Made<'py> {
    let made = placed_dict(py, matcher.place)?;
    let words = PyDict::new(py);
    for word in &matcher.words {
        match word {
            Word::Line(all)
            | Word::Heading(all)
            | Word::Starts(all)
            | Word::Ends(all)
            | Word::Has(all)
            | Word::Like(all) => {
                words.set_item(word.key(), texts(all))?;
            }
            Word::Regex(all) => {
                words.set_item(word.key(), all.iter().map(|one| text(&one.text)).collect::<Vec<_>>())?;
            }
            Word::Words(size) | Word::Chars(size) => words.set_item(word.key(), range(*size))?,
            Word::Is(traits) | Word::Not(traits) => {
                words.set_item(word.key(), traits.iter().map(|one| one.name()).collect::<Vec<_>>())?;
            }
            Word::SameAs(what) => words.set_item(word.key(), what.name())?,
            Word::Follows(above) => words.set_item(word.key(), self::matcher(py, above)?)?,
        }
    }
    made.set_item("words", words)?;
    Ok(made)
}

fn range(range: Range) -> (Option<u32>, Option<u32>) {
    (range.least, range.most)
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
