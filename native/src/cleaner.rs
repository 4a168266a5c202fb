//! One document from its text to a verdict: whose page it is, what the rules of that source say of it, and whether
//! they would say the same again.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::lines::Lines;
use crate::engine::{Engine, Verdict};
use crate::rules::catalogue::{Catalogue, Failure};
use crate::rules::identify::{Identifier, Identity, Known};
use crate::rules::model::Label;
use crate::text::doubt::is_clean;

/// Cleans documents of any source; safe in threads.
#[derive(Debug)]
pub struct Cleaner {
    catalogue: Arc<Catalogue>,
    identifier: Arc<Identifier>,
    leaves: HashSet<Label>,
    unknown: Unknown,
    /// A clean text is left as it is by the repair that comes before.
    is_plain: bool,
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

/// A document as it is given: its repaired text, and what is known of it; texts that it lacks are empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Document<'d> {
    pub text: &'d str,
    pub title: &'d str,
    /// The source that the caller names: a file's name.
    pub named: &'d str,
    pub known: Known<'d>,
}

/// What was made of a document.
#[derive(Debug)]
pub struct Cleaned {
    /// Whose page it is; nothing where nobody knows.
    pub identity: Option<Identity>,
    /// What was said of it, and the rules that say so; nothing where no rules are for it, or it has no line.
    pub verdict: Option<(Arc<Engine>, Verdict)>,
    /// It is proven that what is left would be left as it is.
    pub is_at_rest: bool,
}

impl Cleaner {
    /// Take the rule files, the labels of the lines that leave the text, and the packages for unknown sources.
    pub fn new(
        catalogue: Arc<Catalogue>,
        identifier: Arc<Identifier>,
        leaves: HashSet<Label>,
        unknown: Unknown,
        is_plain: bool,
    ) -> Cleaner {
        Cleaner { catalogue, identifier, leaves, unknown, is_plain, engines: Mutex::default() }
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

    /// Clean a document by the rules of its source.
    pub fn clean(&self, document: Document) -> Result<Cleaned, Failure> {
        let mut lines = Lines::of(document.text);
        let identity = if document.named.is_empty() {
            self.identifier.identify(&self.catalogue, document.known, lines.shown())?
        } else {
            Some(Identity { source: document.named.to_owned(), evidence: "source given".to_owned(), of_text: false })
        };
        let engine = if lines.is_empty() {
            None
        } else {
            self.engine_for(identity.as_ref().map(|found| found.source.as_str()), document.text)?
        };
        let Some(engine) = engine else { return Ok(Cleaned { identity, verdict: None, is_at_rest: true }) };
        let verdict = engine.clean_lines(&mut lines, document.title, document.known.url, false);
        let is_at_rest = self.is_at_rest(&engine, identity.as_ref(), &verdict, document.known, &lines)?;
        Ok(Cleaned { identity, verdict: Some((engine, verdict)), is_at_rest })
    }

    /// Give the rules for a document: those of its source, else those for its language; there may be none.
    pub fn engine_for(&self, source: Option<&str>, text: &str) -> Result<Option<Arc<Engine>>, Failure> {
        if let Some(source) = source {
            return self.engine(source).map(Some);
        }
        let ready = |name: &Option<String>| name.as_ref().map(|name| self.engine(name)).transpose();
        match ready(&self.unknown.generic)? {
            Some(generic) if !generic.speaks(text) => ready(&self.unknown.any_language),
            generic => Ok(generic),
        }
    }

    /// Tell whether it is proven that cleaning what is left would change nothing, though it may seem to be of another
    /// source.
    fn is_at_rest(
        &self,
        engine: &Arc<Engine>,
        identity: Option<&Identity>,
        verdict: &Verdict,
        known: Known,
        lines: &Lines,
    ) -> Result<bool, Failure> {
        let Some(text) = &verdict.text else { return Ok(true) };
        if !self.is_plain || !is_clean(text) {
            return Ok(false);
        }
        if identity.is_some_and(|identity| !identity.of_text) {
            return Ok(true);
        }
        let left = verdict.order.iter().map(|&id| lines.text_and_key(id));
        let after = self.identifier.identify(&self.catalogue, known, left)?;
        let other = self.engine_for(after.as_ref().map(|found| found.source.as_str()), text)?;
        Ok(other.is_some_and(|other| Arc::ptr_eq(engine, &other) || engine.rests_under(verdict, &other)))
    }
}
