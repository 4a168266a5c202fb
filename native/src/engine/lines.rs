//! The lines of one document, each with what it is by itself: worked out once, however many rounds there are.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::matching::Matchers;
use crate::line::signs::Signs;
use crate::line::{form, key, sentence, wrap};
use crate::rules::model::MatcherId;
use crate::rules::prefilter::Candidate;

/// So many matchers most lines could fit at the most, as they are looked up.
const FOUND: usize = 8;

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
    pub signs: Signs,
    pub is_sentence: bool,
    /// Running text, or a row of a wrapped paragraph of it.
    pub is_prose: bool,
    /// The paragraph goes on in the next row: the text is wrapped at a fixed width.
    pub goes_on: bool,
    /// The first line that says the same: two lines with equal keys have equal numbers.
    pub said: LineId,
    key: Range<usize>,
    found: Range<usize>,
    /// Where in `Lines::asked` its answers begin.
    asked: usize,
}

/// A matcher that a line was looked up for, and whether it fits, once that was asked: most are never asked.
#[derive(Debug)]
pub struct Found {
    pub matcher: MatcherId,
    candidates: Range<usize>,
    fits: Cell<Option<bool>>,
}

/// All lines of a document that are not blank. A line that a rule edits is added behind them, in its new form.
#[derive(Debug, Default)]
pub struct Lines<'a> {
    lines: Vec<Line<'a>>,
    sources: usize,
    keys: String,
    found: Vec<Found>,
    candidates: Vec<Candidate>,
    /// For each line, whether it fits each matcher that is not looked up, once that was asked.
    asked: Vec<Cell<Option<bool>>>,
}

impl<'a> Lines<'a> {
    /// Take the lines of a text.
    pub fn of(text: &'a str) -> Lines<'a> {
        let rows = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
        let (lines, keys) = (Vec::with_capacity(rows), String::with_capacity(text.len()));
        let mut made = Lines { lines, keys, ..Lines::default() };
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
        let mut start = 0;
        for (row, end) in ends.enumerate() {
            let line = &text[start..end];
            start = end + 1;
            if !is_blank(line) {
                made.push(Cow::Borrowed(line), row, row - made.lines.len());
            }
        }
        made.sources = made.lines.len();
        made.tell_copies();
        made.tell_wraps();
        made
    }

    /// Look up for each line the matchers that it could fit; they are those that are asked for from now on.
    pub fn look_up(&mut self, matchers: &Matchers) {
        self.asked.reserve(self.lines.len() * matchers.unlisted());
        self.found.reserve(self.lines.len() * FOUND);
        self.candidates.reserve(self.lines.len() * FOUND);
        for id in 0..self.lines.len() {
            self.sort(id, matchers);
        }
    }

    /// Give the lines of the document, each with its key.
    pub fn shown(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        (0..self.sources).map(|id| self.text_and_key(id))
    }

    pub fn text_and_key(&self, id: LineId) -> (&str, &str) {
        (&self.lines[id].text, self.key(id))
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

    /// Give the matchers that are looked up and that a line could fit.
    pub fn found(&self, id: LineId) -> &[Found] {
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
        let found = self.found(id);
        let Ok(place) = found.binary_search_by_key(&matcher, |one| one.matcher) else { return false };
        let one = &found[place];
        one.fits.get().unwrap_or_else(|| {
            let fits = matchers.fits_as_found(&self.candidates[one.candidates.clone()], line, key);
            one.fits.set(Some(fits));
            fits
        })
    }

    /// Add the new forms of lines that were edited; gives their numbers.
    pub fn add(&mut self, edited: Vec<(String, LineId)>, matchers: &Matchers) -> Range<LineId> {
        let added = self.lines.len()..self.lines.len() + edited.len();
        for (text, source) in edited {
            let (row, blanks) = (self.lines[source].row, self.lines[source].blanks);
            self.push(Cow::Owned(text), row, blanks);
        }
        if !added.is_empty() {
            self.tell_copies();
        }
        added.clone().for_each(|id| self.sort(id, matchers));
        added
    }

    fn push(&mut self, text: Cow<'a, str>, row: usize, blanks: usize) {
        let start = self.keys.len();
        key::key_into(&text, &mut self.keys);
        let chars = text.chars().count();
        let spaces = memchr::memchr_iter(b' ', text.as_bytes()).count();
        let (signs, is_sentence) = (Signs::of(&text), sentence::is_sentence(&text));
        // of a link the tool tip may end as a sentence does
        let is_prose = is_sentence && sentence::is_long(chars, spaces) && !form::is_links(&text);
        let key = start..self.keys.len();
        self.lines.push(Line {
            text,
            row,
            blanks,
            chars,
            spaces,
            signs,
            is_sentence,
            is_prose,
            goes_on: false,
            said: self.lines.len(),
            key,
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

    fn tell_wraps(&mut self) {
        let rows = self.lines.iter().map(|line| wrap::Row { text: &line.text, chars: line.chars, number: line.row });
        let goes_on = wrap::go_on(&rows.collect::<Vec<_>>());
        for (line, goes_on) in self.lines.iter_mut().zip(goes_on) {
            line.goes_on = goes_on;
        }
        for paragraph in self.lines.chunk_by_mut(|line, _| line.goes_on).filter(|rows| rows.len() > 1) {
            let (chars, spaces) = paragraph.iter().fold((0, 0), |all, row| (all.0 + row.chars, all.1 + row.spaces + 1));
            let is_prose = sentence::is_long(chars, spaces) && paragraph.last().is_some_and(|last| last.is_sentence);
            paragraph.iter_mut().for_each(|row| row.is_prose |= is_prose);
        }
    }

    /// Tell whether the text is wrapped at a fixed width, or what stays of it is.
    pub fn is_wrapped(&self, order: &[LineId]) -> bool {
        let (mut number, mut above) = (0, None);
        let row = |&id: &LineId| {
            let line = &self.lines[id];
            let is_below_a_blank = above.replace(line.blanks).is_some_and(|blanks| line.blanks > blanks);
            number += 1 + usize::from(is_below_a_blank);
            wrap::Row { text: &line.text, chars: line.chars, number }
        };
        let goes_on = || wrap::go_on(&order.iter().map(row).collect::<Vec<_>>());
        self.lines[..self.sources].iter().any(|line| line.goes_on) || goes_on().contains(&true)
    }

    fn sort(&mut self, id: LineId, matchers: &Matchers) {
        let said = self.lines[id].said;
        if said != id && self.lines[said].text == self.lines[id].text {
            self.lines[id].found = self.lines[said].found.clone();
            self.lines[id].asked = self.lines[said].asked;
            return;
        }
        self.lines[id].asked = self.asked.len();
        self.asked.resize(self.asked.len() + matchers.unlisted(), Cell::new(None));
        let (start, low) = (self.found.len(), self.candidates.len());
        let line = &self.lines[id];
        matchers.candidates(line, &self.keys[line.key.clone()], &mut self.candidates);
        let mut first = low;
        for some in self.candidates[low..].chunk_by(|one, other| one.matcher == other.matcher) {
            let candidates = first..first + some.len();
            first = candidates.end;
            self.found.push(Found { matcher: some[0].matcher, candidates, fits: Cell::new(None) });
        }
        self.lines[id].found = start..self.found.len();
    }
}

/// Tell whether a line has nothing but white space.
pub fn is_blank(line: &str) -> bool {
    line.chars().all(key::is_space)
}
