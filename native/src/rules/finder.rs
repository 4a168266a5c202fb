//! Whether a pattern is found in a text, and no more.
//!
//! A `Regex` also tells where, for which it has a second automaton that reads backwards. What is bound to the start of a
//! line, as most patterns of rule files are, is told by the first automaton alone: it is made in half of the time, and a
//! short run spends most of its time on making them.

use std::collections::HashMap;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use regex::Regex;
use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input, MatchKind};
use regex_syntax::hir::Look;

use super::pattern::{MAX_BYTES, compiled};

/// Tells whether a pattern is found.
#[derive(Debug)]
pub struct Finder {
    pattern: String,
    bound: Option<Bound>,
    regex: OnceLock<Option<Regex>>,
}

type Made = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// An automaton for what is bound to the start; its states are made as texts need them.
#[derive(Debug)]
struct Bound {
    automaton: DFA,
    states: Pool<Cache, Made>,
}

impl Finder {
    /// Give the finder of a pattern. Each is made once a process: books of many sources stand on the same packages.
    pub fn of(pattern: &str) -> Arc<Finder> {
        static KNOWN: LazyLock<Mutex<HashMap<String, Arc<Finder>>>> = LazyLock::new(Mutex::default);
        if let Some(known) = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(pattern) {
            return known.clone();
        }
        let (bound, regex) = (Bound::new(pattern), OnceLock::new());
        let made = Arc::new(Finder { pattern: pattern.to_owned(), bound, regex });
        KNOWN.lock().unwrap_or_else(PoisonError::into_inner).insert(pattern.to_owned(), made.clone());
        made
    }

    /// Tell whether the pattern is found anywhere in a text; one that is no pattern never is.
    pub fn is_match(&self, text: &str) -> bool {
        let found = self.bound.as_ref().and_then(|bound| bound.is_match(text));
        found.unwrap_or_else(|| self.regex().is_some_and(|regex| regex.is_match(text)))
    }

    /// Give what tells where the pattern is found.
    pub fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compiled(&self.pattern)).as_ref()
    }
}

impl Bound {
    /// Make the automaton of a pattern that is bound to the start; it knows no edges of words beyond ASCII.
    fn new(pattern: &str) -> Option<Bound> {
        let hir = regex_syntax::parse(pattern).ok()?;
        let looks = hir.properties();
        if !looks.look_set_prefix().contains(Look::Start) || looks.look_set().contains_word_unicode() {
            return None;
        }
        let states = thompson::Config::new().which_captures(WhichCaptures::None).nfa_size_limit(Some(MAX_BYTES));
        let states = thompson::Compiler::new().configure(states).build_from_hir(&hir).ok()?;
        let config = Config::new().match_kind(MatchKind::LeftmostFirst).skip_cache_capacity_check(true);
        let automaton = DFA::builder().configure(config).build_from_nfa(states).ok()?;
        let made = automaton.clone();
        Some(Bound { automaton, states: Pool::new(Box::new(move || made.create_cache())) })
    }

    /// Tell whether it is found; nothing where the automaton gives up.
    fn is_match(&self, text: &str) -> Option<bool> {
        let input = Input::new(text).anchored(Anchored::Yes).earliest(true);
        let found = self.automaton.try_search_fwd(&mut self.states.get(), &input).ok()?;
        Some(found.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_regex_finds() {
        let patterns = [
            r"^\p{Lu}\p{L}*(?: \p{Lu}\p{L}*){1,3}$",
            r"(?i)^(?:photo|source)\b",
            r"^(?s:a.b)$",
            r"(?:^a|b)c",
            r"\d{2}$",
            r"^a|^b$",
            r"^",
            r"(?m)^b",
        ];
        let texts =
            ["", "B\u{e1}o \u{110}\u{1ecb}a", "PHOTO x", "photos", "a\nb", "xbc", "ac", "a 12", "12 a", "b", "a\nb"];
        for pattern in patterns {
            let regex = regex::Regex::new(pattern).unwrap();
            for text in texts {
                assert_eq!(Finder::of(pattern).is_match(text), regex.is_match(text), "{pattern} {text:?}");
            }
        }
        assert!(!Finder::of("(").is_match("("));
    }
}
