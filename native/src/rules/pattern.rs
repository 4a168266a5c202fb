//! Regular expressions of rule files: linear in time, with Unicode's idea of words, digits and spaces.

use std::sync::{Arc, OnceLock};

use regex::Regex;

/// An author's pattern, compiled when it is first needed: most patterns of a book never are.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub source: Arc<str>,
    compiled: Arc<OnceLock<Option<Regex>>>,
}

impl Pattern {
    /// Take a pattern that was found to be good.
    pub fn new(source: &str) -> Pattern {
        Pattern { source: source.into(), compiled: Arc::default() }
    }

    /// Tell whether the pattern is found anywhere in a line as it stands.
    pub fn found(&self, line: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(line))
    }

    /// Give the compiled pattern.
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }
}
