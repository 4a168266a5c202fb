//! The lines of one document, each with what it is by itself: worked out once, however many rounds there are.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::matching::Matchers;
use crate::line::{key, sentence, wrap};
use crate::rules::model::MatcherId;
use crate::rules::prefilter::Candidate;

/// The number of a line in `Lines`.
pub type LineId = usize;

/// One line.
#[derive(Debug)]
pub struct Line<'a> {
    pub text: Cow<'a, str>,
    /// The row among all lines of the document, blank ones included, and how many of these are above it.
    pub row: usize,
    pub blanks: usize,
    pub chars: usize,
    pub spaces: usize,
    /// Running text, or a row of a wrapped paragraph of it.
    pub is_prose: bool,
    /// The paragraph goes on in the next row: the text is wrapped at a fixed width.
    pub goes_on: bool,
    /// The first line that says the same: two lines with equal keys have equal numbers.
    pub said: LineId,
    key: Range<usize>,
    found: Range<usize>,
}

/// All lines of a document that are not blank. A line that a rule edits is added behind them, in its new form.
#[derive(Debug, Default)]
pub struct Lines<'a> {
    lines: Vec<Line<'a>>,
    sources: usize,
    keys: String,
    found: Vec<MatcherId>,
    candidates: Vec<Candidate>,
}

impl<'a> Lines<'a> {
    /// Take the lines of a text, and sort each by the matchers that it fits.
    pub fn of(text: &'a str, matchers: &Matchers) -> Lines<'a> {
        let mut made = Lines { keys: String::with_capacity(text.len()), ..Lines::default() };
        for (row, line) in text.split('\n').enumerate() {
            if !is_blank(line) {
                made.push(Cow::Borrowed(line), row, row - made.lines.len());
            }
        }
        made.sources = made.lines.len();
        made.tell_copies();
        made.tell_wraps();
        for id in 0..made.lines.len() {
            made.sort(id, matchers);
        }
        made
    }

    /// Count the lines of the document; those behind are new forms of them.
    pub fn sources(&self) -> usize {
        self.sources
    }

    /// Count all lines.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn get(&self, id: LineId) -> &Line<'a> {
        &self.lines[id]
    }

    /// Give the comparison key of a line.
    pub fn key(&self, id: LineId) -> &str {
        &self.keys[self.lines[id].key.clone()]
    }

    /// Give the matchers that are looked up and that a line fits, but for what its neighbours or the title tell.
    pub fn found(&self, id: LineId) -> &[MatcherId] {
        &self.found[self.lines[id].found.clone()]
    }

    /// Add the new form of a line that was edited.
    pub fn add(&mut self, text: String, source: LineId, matchers: &Matchers) -> LineId {
        let id = self.lines.len();
        let (row, blanks) = (self.lines[source].row, self.lines[source].blanks);
        self.push(Cow::Owned(text), row, blanks);
        self.lines[id].said = (0..id).find(|&other| self.key(other) == self.key(id)).unwrap_or(id);
        self.sort(id, matchers);
        id
    }

    fn push(&mut self, text: Cow<'a, str>, row: usize, blanks: usize) {
        let start = self.keys.len();
        key::key_into(&text, &mut self.keys);
        let chars = text.chars().count();
        let spaces = memchr::memchr_iter(b' ', text.as_bytes()).count();
        let is_prose = sentence::is_prose(&text, chars, spaces);
        let key = start..self.keys.len();
        self.lines.push(Line {
            text,
            row,
            blanks,
            chars,
            spaces,
            is_prose,
            goes_on: false,
            said: self.lines.len(),
            key,
            found: 0..0,
        });
    }

    fn tell_copies(&mut self) {
        let mut first: HashMap<&str, LineId> = HashMap::with_capacity(self.lines.len());
        for (id, line) in self.lines.iter_mut().enumerate() {
            line.said = *first.entry(&self.keys[line.key.clone()]).or_insert(id);
        }
    }

    fn tell_wraps(&mut self) {
        let rows = self.lines.iter().map(|line| wrap::Row { text: &line.text, chars: line.chars, number: line.row });
        let goes_on = wrap::go_on(&rows.collect::<Vec<_>>());
        for (line, goes_on) in self.lines.iter_mut().zip(goes_on) {
            line.goes_on = goes_on;
        }
        for paragraph in self.lines.chunk_by_mut(|line, _| line.goes_on).filter(|rows| rows.len() > 1) {
            let (chars, spaces) = paragraph.iter().fold((0, 0), |all, row| (all.0 + row.chars, all.1 + row.spaces + 1));
            let is_prose = paragraph.last().is_some_and(|last| sentence::is_prose(&last.text, chars, spaces));
            paragraph.iter_mut().for_each(|row| row.is_prose |= is_prose);
        }
    }

    fn sort(&mut self, id: LineId, matchers: &Matchers) {
        let said = self.lines[id].said;
        if said != id && self.lines[said].text == self.lines[id].text {
            self.lines[id].found = self.lines[said].found.clone();
            return;
        }
        let start = self.found.len();
        let line = &self.lines[id];
        matchers.sort(line, &self.keys[line.key.clone()], &mut self.candidates, &mut self.found);
        self.lines[id].found = start..self.found.len();
    }
}

fn is_blank(line: &str) -> bool {
    line.chars().all(key::is_space)
}
