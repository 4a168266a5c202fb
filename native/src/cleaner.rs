//! One document from its text to what is left of it: its letters are repaired, its source is found, the rules of that
//! source are run, and those of others while it is not proven that the result would be cleaned alike again.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::lines::{is_blank, rows};
use crate::engine::{Doubt, Engine, Verdict};
use crate::rules::catalogue::{Catalogue, Failure};
use crate::rules::identify::{Identifier, Identity, Known};
use crate::rules::model::Label;
use crate::text::indent::{self, Line};
use crate::text::repair::{Guess, Repaired, repair, squeezed};
use crate::text::steps::Options;

/// The name that asks for no rules at all.
pub const NO_SOURCE: &str = "none";

/// A document of more lines, shorter than so many characters on average, is none: each may take over a kilobyte.
const MOST_LINES: usize = 100_000;
const SHORT: usize = 30;
const RESTLESS: &str = "limits: what would be left would be cleaned again, in another way; nothing was removed";

/// Cleans documents of any source; safe in threads.
#[derive(Debug)]
pub struct Cleaner {
    catalogue: Arc<Catalogue>,
    identifier: Arc<Identifier>,
    leaves: HashSet<Label>,
    unknown: Unknown,
    letters: Letters,
    engines: Mutex<HashMap<String, Arc<Engine>>>,
}

/// The packages for documents of which the source is not known; nothing where there is none.
#[derive(Clone, Debug, Default)]
pub struct Unknown {
    /// For texts in its language.
    pub generic: Option<String>,
    /// For all others.
    pub any_language: Option<String>,
}

/// How letters are repaired; nothing where they stay as they are.
pub type Letters = Option<Options>;

/// A document as it is given, and what is known of it; texts that it lacks are empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Document<'d> {
    pub text: &'d str,
    pub title: &'d str,
    /// The source that the caller names: a file's name, or `NO_SOURCE`.
    pub named: &'d str,
    pub known: Known<'d>,
}

/// What was made of a document.
#[derive(Debug, Default)]
pub struct Cleaned {
    /// What is left of it; nothing where that is the text that was given, but for newlines at its ends.
    pub text: Option<String>,
    /// Whose page it is, and how that was found; both empty where nobody knows.
    pub source: String,
    pub evidence: String,
    /// The repair of its letters; nothing where they need none.
    pub repaired: Option<Repaired>,
    /// What was said of it, and the rules that say so; nothing where no rules are for it, or it has no line.
    pub said: Option<(Arc<Engine>, Verdict)>,
    /// Why it stays as it was for the rules, beside what they say themselves.
    pub limit: Option<String>,
}

impl Cleaner {
    /// Take the rule files, the labels of the lines that leave the text, and the packages for unknown sources.
    pub fn new(
        catalogue: Arc<Catalogue>,
        identifier: Arc<Identifier>,
        leaves: HashSet<Label>,
        unknown: Unknown,
        letters: Letters,
    ) -> Cleaner {
        Cleaner { catalogue, identifier, leaves, unknown, letters, engines: Mutex::default() }
    }

    /// Give the rules of a source, made ready once.
    pub fn engine(&self, name: &str) -> Result<Arc<Engine>, Failure> {
        if let Some(known) = self.engines.lock().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Ok(known.clone());
        }
        let made = Arc::new(Engine::new(self.catalogue.book(name)?, &self.leaves));
        self.engines.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), made.clone());
        Ok(made)
    }

    /// Clean a document.
    pub fn clean(&self, document: Document, guess: &dyn Guess) -> Result<Cleaned, Failure> {
        if let Some(limit) = too_many_lines(document.text) {
            return Ok(Cleaned { limit: Some(limit), ..Cleaned::default() });
        }
        let repaired = repaired(document.text, self.letters, guess);
        let text = repaired.as_ref().map_or(document.text, |repaired| &repaired.text);
        let found = self.cleaned(Document { text, ..document }, repaired.is_none(), guess)?;
        Ok(Cleaned { repaired, ..found }.with_text(document.text, self.letters))
    }

    /// Clean a document whose letters are repaired; they needed no repair where it `is_clean`, nor does any line of it.
    fn cleaned(&self, document: Document, is_clean: bool, guess: &dyn Guess) -> Result<Cleaned, Failure> {
        if document.named == NO_SOURCE {
            return Ok(Cleaned { evidence: GIVEN.to_owned(), ..Cleaned::default() });
        }
        let shown = rows(document.text).map(|(_, line)| line);
        let mut identity = if document.named.is_empty() {
            self.identifier.identify(&self.catalogue, document.known, shown.clone())?
        } else {
            Some(Identity { source: document.named.to_owned(), evidence: GIVEN.to_owned(), of_text: false })
        };
        let mut tried = HashSet::new();
        loop {
            let is_empty = shown.clone().next().is_none();
            let engine = if is_empty { None } else { self.engine_for(identity.as_ref(), document.text)? };
            let Some(engine) = engine else {
                let evidence = identity.map(|found| found.evidence).unwrap_or_default();
                return Ok(Cleaned { evidence, ..Cleaned::default() });
            };
            let verdict = engine.clean(document.text, document.title, document.known.url, false);
            let after = self.identity_after(identity.as_ref(), &verdict, document.known)?;
            let is_repaired = (is_clean && verdict.has_whole_lines) || self.is_repaired(&verdict, guess);
            if is_repaired && self.is_at_rest(&engine, &verdict, after.as_ref(), document)? {
                return Ok(Cleaned { said: Some((engine, verdict)), ..Cleaned::of(identity) });
            }
            tried.insert(source(identity.as_ref()).to_owned());
            if is_of_text(identity.as_ref()) {
                identity = after.filter(|after| !tried.contains(&after.source));
            }
            if tried.contains(source(identity.as_ref())) {
                return Ok(Cleaned { limit: Some(RESTLESS.to_owned()), ..Cleaned::of(identity) });
            }
        }
    }

    /// Give the rules for a document: those of its source, else those for its language; there may be none.
    fn engine_for(&self, identity: Option<&Identity>, text: &str) -> Result<Option<Arc<Engine>>, Failure> {
        if let Some(identity) = identity {
            return self.engine(&identity.source).map(Some);
        }
        let ready = |name: &Option<String>| name.as_ref().map(|name| self.engine(name)).transpose();
        match ready(&self.unknown.generic)? {
            Some(generic) if !generic.speaks(text) => ready(&self.unknown.any_language),
            generic => Ok(generic),
        }
    }

    /// Tell which source a document will seem to be of when it is cleaned.
    fn identity_after(
        &self,
        identity: Option<&Identity>,
        verdict: &Verdict,
        known: Known,
    ) -> Result<Option<Identity>, Failure> {
        match &verdict.text {
            Some(text) if is_of_text(identity) => {
                self.identifier.identify(&self.catalogue, known, rows(text).map(|(_, line)| line))
            }
            _ => Ok(identity.cloned()),
        }
    }

    /// Tell whether what is left needs no repair of its letters.
    fn is_repaired(&self, verdict: &Verdict, guess: &dyn Guess) -> bool {
        let again = verdict.text.as_ref().and_then(|text| Some((text, repaired(text, self.letters, guess)?)));
        again.is_none_or(|(text, again)| squeezed(&again.text) == *text)
    }

    /// Tell whether cleaning what is left would change nothing, though it may seem to be of another source.
    fn is_at_rest(
        &self,
        engine: &Arc<Engine>,
        verdict: &Verdict,
        after: Option<&Identity>,
        document: Document,
    ) -> Result<bool, Failure> {
        let Some(text) = &verdict.text else { return Ok(true) };
        let Some(other) = self.engine_for(after, text)? else { return Ok(true) };
        // the last round of each took nothing, of the lines as they were read
        let is_proven = Arc::ptr_eq(engine, &other) || engine.rests_under(verdict, &other);
        Ok((is_proven && !verdict.is_regrouped)
            || other.clean(text, document.title, document.known.url, false).text.is_none_or(|left| left == *text))
    }
}

const GIVEN: &str = "source given";

impl Cleaned {
    /// Begin with whose page a document is.
    fn of(identity: Option<Identity>) -> Cleaned {
        let (source, evidence) = identity.map(|found| (found.source, found.evidence)).unwrap_or_default();
        Cleaned { source, evidence, ..Cleaned::default() }
    }

    /// Repair the letters of a text, and do nothing else.
    pub fn repaired(given: &str, letters: Letters, guess: &dyn Guess) -> Cleaned {
        let repaired = repaired(given, letters, guess);
        Cleaned { repaired, ..Cleaned::default() }.with_text(given, letters)
    }

    /// Repair the letters of a text, and clean it by the rules of one source; they are believed whatever they take where
    /// they are `trusted`.
    pub fn by(engine: &Arc<Engine>, document: Document, trusted: bool, letters: Letters, guess: &dyn Guess) -> Cleaned {
        let repaired = repaired(document.text, letters, guess);
        let text = repaired.as_ref().map_or(document.text, |repaired| &repaired.text);
        let said = Some((engine.clone(), engine.clean(text, document.title, document.known.url, trusted)));
        let (source, evidence) = (engine.book().name.to_string(), GIVEN.to_owned());
        Cleaned { source, evidence, repaired, said, limit: None, text: None }.with_text(document.text, letters)
    }

    /// Say what is left of a text that was given.
    fn with_text(mut self, given: &str, letters: Letters) -> Cleaned {
        let left = self.said.as_mut().and_then(|(_, verdict)| verdict.text.take());
        let left = self.with_indents(given, left);
        self.text = left.or_else(|| {
            let squeezed = letters.map(|_| squeezed(self.whole(given)))?;
            (squeezed != given.trim_matches('\n')).then(|| squeezed.into_owned())
        });
        self
    }

    /// Give the lines that stay the indentation that means something among them: rules saw them without, and what they
    /// left was proven to be at rest without. A line that a rule cut has none.
    fn with_indents(&mut self, given: &str, left: Option<String>) -> Option<String> {
        let began = self.repaired.as_ref().map(|repaired| repaired.draft.indents()).unwrap_or_default();
        if began.is_empty() {
            return left;
        }
        let began: HashMap<usize, usize> = began.into_iter().collect();
        let verdict = self.said.as_ref().map(|(_, verdict)| verdict);
        let cut = |verdict: &Verdict| verdict.taken.iter().map(|one| verdict.rows[one.at]).collect();
        let cut: HashSet<usize> = verdict.map(cut).unwrap_or_default();
        let text = left.as_deref().map_or_else(|| squeezed(self.whole(given)), Cow::Borrowed);
        let (mut lines, mut rows) = (Vec::new(), Vec::new());
        let mut kept = self.kept(given).into_iter();
        for text in text.split('\n') {
            let row = if is_blank(text) { None } else { kept.next() };
            let spaces = row.filter(|row| !cut.contains(row)).and_then(|row| began.get(&row).copied());
            lines.push(Line { text, spaces: spaces.unwrap_or(0) });
            rows.push(row);
        }
        let spaces = indent::kept(&lines);
        let indented =
            rows.iter().zip(&spaces).filter(|(_, spaces)| **spaces > 0).filter_map(|(row, _)| *row).collect();
        let lines = lines.iter().zip(&spaces).map(|(line, &spaces)| " ".repeat(spaces) + line.text);
        let left = left.is_some().then(|| lines.collect::<Vec<_>>().join("\n"));
        if let Some(repaired) = &mut self.repaired {
            repaired.settle(&indented);
        }
        left
    }

    /// Give all of the repaired text.
    pub fn whole<'t>(&'t self, given: &'t str) -> &'t str {
        self.repaired.as_ref().map_or(given, |repaired| &repaired.text)
    }

    /// Give the rows of the lines that stay, or of all that are not blank where no rules said anything.
    pub fn kept(&self, given: &str) -> Vec<usize> {
        match &self.said {
            Some((_, verdict)) => verdict.kept.iter().map(|&at| verdict.rows[at]).collect(),
            None => rows(self.whole(given)).map(|(row, _)| row).collect(),
        }
    }

    /// Give the warnings on a document.
    pub fn flags(&self) -> Vec<&str> {
        let letters = self.repaired.iter().flat_map(|repaired| repaired.flags.iter().map(String::as_str));
        let doubt = self.said.as_ref().and_then(|(_, verdict)| verdict.doubt).map(Doubt::name);
        letters.chain(doubt).chain(self.limit.as_ref().map(|_| Doubt::Limits.name())).collect()
    }
}

/// Repair letters.
pub fn repaired(text: &str, letters: Letters, guess: &dyn Guess) -> Option<Repaired> {
    letters.and_then(|options| repair(text, options, guess))
}

fn source(identity: Option<&Identity>) -> &str {
    identity.map_or("", |found| &found.source)
}

fn is_of_text(identity: Option<&Identity>) -> bool {
    identity.is_none_or(|found| found.of_text)
}

/// Tell why a document of very many very short lines is not cleaned, or nothing.
fn too_many_lines(text: &str) -> Option<String> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    if ends < MOST_LINES || text.chars().count() >= SHORT * ends {
        return None; // most texts need no closer look
    }
    let (lines, chars) = text
        .split('\n')
        .filter(|line| !is_blank(line))
        .fold((0, 0), |(lines, chars), line| (lines + 1, chars + line.chars().count()));
    if lines <= MOST_LINES || chars >= (SHORT - 1) * lines {
        return None;
    }
    let (name, lines, average) = (Doubt::Limits.name(), with_commas(lines), chars / lines);
    Some(format!(
        "{name}: {lines} lines of {average} characters on average are too many so short ones; nothing was changed"
    ))
}

fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    groups.map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn very_many_very_short_lines_are_no_document() {
        let note = too_many_lines(&"ab\n".repeat(100_001)).unwrap();
        assert!(note.starts_with("limits: 100,001 lines of 2 characters on average"), "{note}");
        assert!(too_many_lines(&"Một câu, và thêm một câu nữa, cho đủ dài.\n".repeat(100_001)).is_none());
        assert!(too_many_lines(&"\n".repeat(1_000_000)).is_none());
    }
}
