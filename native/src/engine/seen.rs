//! Lines that were seen before. The menu, the boxes and the foot of a site stand on each of its pages, so most lines of a
//! page are those of the pages before it: what such a line is, and which matchers it fits, is kept.
//!
//! It is told from the line alone, so it does not matter whether a line was seen; when too many are kept, all are
//! forgotten.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use foldhash::fast::RandomState;

use crate::line::signs::Signs;
use crate::line::{form, key, sentence};
use crate::rules::model::MatcherId;

/// Longer lines are paragraphs and teasers, which seldom come again.
const MOST_BYTES: usize = 128;
/// A site has some hundreds of lines that come again; so many take about a megabyte.
const MOST_LINES: usize = 4096;

/// What a line is by itself.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub chars: usize,
    pub spaces: usize,
    pub signs: Signs,
    pub is_sentence: bool,
    /// Running text; of a link the tool tip may end as a sentence does.
    pub is_prose: bool,
}

/// A line that was seen: its key, what it is, and the matchers that are looked up and that it fits, ascending.
#[derive(Debug)]
pub struct Known {
    pub key: Box<str>,
    pub facts: Facts,
    pub fits: Box<[MatcherId]>,
}

/// The lines that were seen by the rules of one source.
#[derive(Debug, Default)]
pub struct Seen {
    lines: HashMap<Box<str>, Known, RandomState>,
}

impl Facts {
    /// Tell what a line is; its key is appended to `keys`.
    pub fn of(text: &str, keys: &mut String) -> Facts {
        key::key_into(text, keys);
        let chars = text.chars().count();
        let spaces = memchr::memchr_iter(b' ', text.as_bytes()).count();
        let is_sentence = sentence::is_sentence(text);
        let is_prose = is_sentence && sentence::is_long(chars, spaces) && !form::is_links(text);
        Facts { chars, spaces, signs: Signs::of(text), is_sentence, is_prose }
    }
}

impl Seen {
    pub fn get(&self, text: &str) -> Option<&Known> {
        if text.len() <= MOST_BYTES { self.lines.get(text) } else { None }
    }

    /// Keep what a line is, if it is one of those that may come again.
    pub fn add(&mut self, text: &str, key: &str, facts: Facts, fits: &[MatcherId]) {
        if text.len() > MOST_BYTES {
            return;
        }
        if self.lines.len() == MOST_LINES {
            self.lines.clear();
        }
        self.lines.insert(text.into(), Known { key: key.into(), facts, fits: fits.into() });
    }
}

/// What was seen, a set of lines for each document that is cleaned at the same time.
#[derive(Debug, Default)]
pub struct Pool(Mutex<Vec<Seen>>);

impl Pool {
    /// Do something with what was seen, which no other thread has meanwhile.
    pub fn with<T>(&self, act: impl FnOnce(&mut Seen) -> T) -> T {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let done = act(&mut seen);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_are_kept_until_there_are_too_many() {
        let mut seen = Seen::default();
        let mut see = |text: &str| {
            let mut key = String::new();
            let facts = Facts::of(text, &mut key);
            seen.add(text, &key, facts, &[MatcherId(7)]);
            seen.get(text).map(|known| (known.key.to_string(), known.facts.chars, known.fits.to_vec()))
        };
        assert_eq!(see("News"), Some(("news".to_owned(), 4, vec![MatcherId(7)])));
        assert_eq!(see(&"a".repeat(MOST_BYTES + 1)), None);
        assert!((1..MOST_LINES).all(|number| see(&number.to_string()).is_some()));
        assert!(seen.get("News").is_some());
        seen.add("Sport", "sport", Facts::of("Sport", &mut String::new()), &[]);
        assert!(seen.get("News").is_none() && seen.get("Sport").is_some());
    }
}
