//! The lines of one document, each with what it is by itself: worked out once, however many rounds there are.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::matching::Matchers;
use super::seen::{Facts, Seen};
use crate::line::key;
use crate::line::signs::Signs;
use crate::line::wrap::{self, Row};
use crate::rules::model::MatcherId;

/// So many matchers most lines fit at the most, of those that are looked up.
const FOUND: usize = 4;

/// The number of a line in `Lines`.
pub type LineId = usize;

/// One line; what was broken into rows is one.
#[derive(Debug)]
pub struct Line<'a> {
    pub text: Cow<'a, str>,
    /// Its rows, among those of the document that are not blank.
    pub rows: Range<usize>,
    pub chars: usize,
    pub spaces: usize,
    pub signs: Signs,
    pub is_sentence: bool,
    pub is_prose: bool,
    /// It is a date and a clock, once that was asked.
    pub is_stamp: OnceCell<bool>,
    /// The first line that says the same: two lines with equal keys have equal numbers.
    pub said: LineId,
    key: Range<usize>,
    found: Range<usize>,
    /// Where in `Lines::asked` its answers begin.
    asked: usize,
}

/// All lines of a document that are not blank. A line that a rule edits is added behind them, in its new form.
#[derive(Debug, Default)]
pub struct Lines<'a> {
    lines: Vec<Line<'a>>,
    sources: usize,
    /// The rows of the document that are not blank.
    rows: Vec<Row<'a>>,
    keys: String,
    /// For one line after the other, the matchers that it fits, of those that are looked up.
    found: Vec<MatcherId>,
    /// For each line, whether it fits each matcher that is not looked up, once that was asked.
    asked: Vec<Cell<Option<bool>>>,
}

impl<'a> Lines<'a> {
    /// Take the lines of a text, and the matchers that each fits; `seen` knows those that it saw, and keeps these.
    pub fn of(text: &'a str, matchers: &Matchers, seen: &mut Seen) -> Lines<'a> {
        let rows: Vec<Row> = rows(text).collect();
        let mut made = Lines::default();
        made.lines.reserve(rows.len());
        made.keys.reserve(text.len());
        made.found.reserve(rows.len() * FOUND);
        let mut first = 0;
        for length in wrap::lengths(&rows) {
            made.push(wrap::joined(&rows[first..first + length]), first..first + length, seen);
            first += length;
        }
        (made.rows, made.sources) = (rows, made.lines.len());
        made.tell_copies();
        made.asked.reserve(made.lines.len() * matchers.unlisted());
        (0..made.lines.len()).for_each(|id| made.look_up(id, matchers, seen));
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

    /// Give the matchers that are looked up and that a line fits, ascending, but for what its neighbours or the title tell.
    pub fn found(&self, id: LineId) -> &[MatcherId] {
        &self.found[self.lines[id].found.clone()]
    }

    /// Tell whether a line fits a matcher, but for what its neighbours or the title tell.
    pub fn fits(&self, id: LineId, matcher: MatcherId, matchers: &Matchers) -> bool {
        let (line, key) = (&self.lines[id], self.key(id));
        let asks = matchers.get(matcher);
        if let Some(number) = asks.unlisted {
            if !asks.has_size_of(line) || asks.alone.is_empty() {
                return asks.has_size_of(line);
            }
            let asked = &self.asked[line.asked + number];
            return asked.get().unwrap_or_else(|| {
                let fits = matchers.fits_alone(matcher, line, key);
                asked.set(Some(fits));
                fits
            });
        }
        self.found(id).binary_search(&matcher).is_ok()
    }

    /// Add the new forms of lines that were edited; gives their numbers.
    pub fn add(&mut self, edited: Vec<(String, LineId)>, matchers: &Matchers, seen: &mut Seen) -> Range<LineId> {
        let added = self.lines.len()..self.lines.len() + edited.len();
        for (text, source) in edited {
            let rows = self.lines[source].rows.clone();
            self.push(Cow::Owned(text), rows, seen);
        }
        if !added.is_empty() {
            self.tell_copies();
        }
        added.clone().for_each(|id| self.look_up(id, matchers, seen));
        added
    }

    fn push(&mut self, text: Cow<'a, str>, rows: Range<usize>, seen: &Seen) {
        let start = self.keys.len();
        let facts = match seen.get(&text) {
            Some(known) => {
                self.keys.push_str(&known.key);
                known.facts
            }
            None => Facts::of(&text, &mut self.keys),
        };
        let Facts { chars, spaces, signs, is_sentence, is_prose } = facts;
        self.lines.push(Line {
            text,
            rows,
            chars,
            spaces,
            signs,
            is_sentence,
            is_prose,
            is_stamp: OnceCell::new(),
            said: self.lines.len(),
            key: start..self.keys.len(),
            found: 0..0,
            asked: 0,
        });
    }

    fn tell_copies(&mut self) {
        let mut first: HashMap<&str, LineId, RandomState> =
            HashMap::with_capacity_and_hasher(self.lines.len(), RandomState::default());
        for (id, line) in self.lines.iter_mut().enumerate() {
            line.said = *first.entry(&self.keys[line.key.clone()]).or_insert(id);
        }
    }

    /// Give the rows of lines as they stay: a line that was edited is one row, where its first one stood. One blank row
    /// stands where any stood between two lines before.
    pub fn rows_of(&self, order: &[LineId]) -> Vec<Row<'_>> {
        let mut made: Vec<Row> = Vec::with_capacity(order.len());
        let mut blanks = None;
        for &id in order {
            let line = &self.lines[id];
            let rows = &self.rows[line.rows.clone()];
            let above = rows[0].0 - line.rows.start;
            let is_below_a_blank = blanks.replace(above).is_some_and(|blanks| above > blanks);
            let number = made.last().map_or(0, |(number, _)| number + 1 + usize::from(is_below_a_blank));
            if id < self.sources {
                made.extend((number..).zip(rows.iter().map(|(_, text)| *text)));
            } else {
                made.push((number, &line.text));
            }
        }
        made
    }

    /// Tell whether the rows of lines as they stay would be read as other lines.
    pub fn are_regrouped(&self, order: &[LineId], rows: &[Row]) -> bool {
        let size = |&id: &LineId| if id < self.sources { self.lines[id].rows.len() } else { 1 };
        !order.iter().map(size).eq(wrap::lengths(rows))
    }

    /// Give the row of each that is not blank, among all of the document.
    pub fn row_numbers(&self) -> Vec<usize> {
        self.rows.iter().map(|(number, _)| *number).collect()
    }

    /// Find the matchers that a line fits, but for those that are asked when needed.
    fn look_up(&mut self, id: LineId, matchers: &Matchers, seen: &mut Seen) {
        let said = self.lines[id].said;
        if said != id && self.lines[said].text == self.lines[id].text {
            self.lines[id].found = self.lines[said].found.clone();
            self.lines[id].asked = self.lines[said].asked;
            return;
        }
        self.lines[id].asked = self.asked.len();
        self.asked.resize(self.asked.len() + matchers.unlisted(), Cell::new(None));
        let start = self.found.len();
        let line = &self.lines[id];
        match seen.get(&line.text) {
            Some(known) => self.found.extend_from_slice(&known.fits),
            None => {
                let key = &self.keys[line.key.clone()];
                matchers.fitted(line, key, &mut self.found);
                let &Line { chars, spaces, signs, is_sentence, is_prose, .. } = line;
                let facts = Facts { chars, spaces, signs, is_sentence, is_prose };
                seen.add(&line.text, key, facts, &self.found[start..]);
            }
        }
        self.lines[id].found = start..self.found.len();
    }
}

/// Give the lines of a text that are not blank, each with its row, which counts all.
pub fn rows(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let line = move |end| &text[std::mem::replace(&mut start, end + 1)..end];
    ends.map(line).enumerate().filter(|(_, line)| !is_blank(line))
}

/// Tell whether a line has nothing but white space.
pub fn is_blank(line: &str) -> bool {
    line.chars().all(key::is_space)
}
