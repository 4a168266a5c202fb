//! A text while it is repaired: its rows that something may be wrong with, and each change that was made to them.
//!
//! Rows stand without the spaces that they begin with, till somebody who knows what stays of the text says which of them
//! get these back.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::classes::UNCOMPOSED;
use super::codepage::CodePage;
use super::compose::nfc;
use super::doubt::{self, Look};
use super::entities;
use super::steps::{self, Options, SPACE_RUNS};

/// A change of a row: number of the line from 1, step, the line before and behind it.
pub type Change<'d> = (usize, &'d str, &'d str, &'d str);

/// A text that is no clean one. Rows are its lines, counted from 0; a row that was cut in pieces keeps its number.
#[derive(Debug)]
pub struct Draft {
    text: String,
    options: Options,
    /// All line ends were those of Windows.
    was_windows: bool,
    rows: BTreeMap<usize, Row>,
    changes: usize,
}

#[derive(Debug)]
struct Row {
    place: Range<usize>,
    /// The plain spaces that the row begins with; neither `now` nor `changes` have them.
    indent: usize,
    now: String,
    /// The steps that changed the row, each with what it was before.
    changes: Vec<(Cow<'static, str>, String)>,
    look: Look,
    /// Something changed since the steps were last tried.
    is_due: bool,
}

impl Row {
    fn new(text: &str, place: Range<usize>) -> Row {
        let line = &text[place.clone()];
        let now = line.trim_start_matches(' ').to_owned();
        let look = Look::at(&now);
        Row { indent: line.len() - now.len(), place, now, changes: Vec::new(), look, is_due: true }
    }

    fn put(&mut self, step: impl Into<Cow<'static, str>>, after: String) {
        note(&mut self.changes, step.into(), std::mem::replace(&mut self.now, after));
        self.look = Look::at(&self.now);
        self.is_due = true;
    }
}

/// Add a change to those of a row: mostly the only one, for which no more room is made.
fn note(changes: &mut Vec<(Cow<'static, str>, String)>, step: Cow<'static, str>, before: String) {
    if changes.is_empty() {
        changes.reserve_exact(1);
    }
    changes.push((step, before));
}

impl Draft {
    /// Take a text; nothing where no step would change it, blank lines aside.
    ///
    /// ```
    /// use cleaner_core::text::Draft;
    /// assert!(Draft::of("Việt Nam", Default::default()).is_none());
    /// let mut draft = Draft::of("a  b\n\nc", Default::default()).unwrap();
    /// draft.tidy();
    /// assert_eq!(draft.text(), "a b\n\nc");
    /// ```
    pub fn of(text: &str, options: Options) -> Option<Draft> {
        let is_asked_for = options.is_more_than_needed() || memchr::memmem::find(text.as_bytes(), b"\r\n").is_some();
        let first = if is_asked_for { 0 } else { doubt::first(text, 0)? };
        let mut draft = Draft { text: String::new(), options, was_windows: false, rows: BTreeMap::new(), changes: 0 };
        draft.take(text);
        draft.look_for_rows(first);
        (!draft.rows.is_empty() || draft.was_windows).then_some(draft)
    }

    /// Take the text with newlines alone at line ends; where they are of two kinds, rows say so.
    fn take(&mut self, text: &str) {
        let ends = memchr::memmem::find_iter(text.as_bytes(), "\r\n").count();
        if ends == 0 {
            text.clone_into(&mut self.text);
            return;
        }
        self.text = text.replace("\r\n", "\n");
        let last = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        self.was_windows = ends == last;
        self.changes += if self.was_windows { 1 } else { ends };
        if self.was_windows {
            return;
        }
        let mut start = 0;
        for (row, line) in text.split('\n').enumerate() {
            let was_windows = row < last && line.ends_with('\r');
            let place = start..start + line.len() - usize::from(was_windows);
            start = place.end + 1;
            if was_windows {
                let mut found = Row::new(&self.text, place);
                found.changes.push(("newlines".into(), line[found.indent..].to_owned()));
                self.rows.insert(row, found);
            }
        }
    }

    /// Take the rows that may need a repair; none does above a place that is known.
    fn look_for_rows(&mut self, known: usize) {
        let above = memchr::memrchr(b'\n', &self.text.as_bytes()[..known]);
        let mut at = above.map_or(0, |end| end + 1);
        let mut row = memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count();
        if self.options.is_more_than_needed() {
            for line in self.text.split('\n') {
                let place = at..at + line.len();
                at = place.end + 1;
                self.rows.entry(row).or_insert_with(|| Row::new(&self.text, place));
                row += 1;
            }
            return;
        }
        while let Some(hit) = doubt::first(&self.text, at) {
            let bytes = self.text.as_bytes();
            let start = memchr::memrchr(b'\n', &bytes[at..hit]).map_or(at, |found| at + found + 1);
            let end = memchr::memchr(b'\n', &bytes[hit..]).map_or(bytes.len(), |length| hit + length);
            row += memchr::memchr_iter(b'\n', &bytes[at..start]).count();
            self.rows.entry(row).or_insert_with(|| Row::new(&self.text, start..end));
            if end == bytes.len() {
                break;
            }
            (at, row) = (end + 1, row + 1);
        }
    }

    /// Count the changes so far.
    pub fn changes(&self) -> usize {
        self.changes
    }

    /// Count the lines that were changed; the ends of all lines count as one.
    pub fn changed_lines(&self) -> usize {
        self.rows.values().filter(|row| !row.changes.is_empty()).count() + usize::from(self.was_windows)
    }

    /// Bring rows in doubt to NFC, before anything is told of them: what is no letter of a code page otherwise may be
    /// one then.
    pub fn compose(&mut self) {
        for row in self.rows.values_mut().filter(|row| row.look.is_in_doubt && row.look.classes & UNCOMPOSED != 0) {
            let after = nfc(&row.now);
            if after != row.now {
                row.put("nfc", after);
                self.changes += 1;
            }
        }
    }

    /// Decode the entities of rows, unless the text holds HTML tags, to which they belong then.
    pub fn decode_entities(&mut self) {
        if self.options.keeps_entities {
            return;
        }
        let has_any = |row: &&mut Row| row.is_due && row.now.contains('&');
        if !self.rows.values_mut().any(|row| has_any(&row)) || entities::is_markup(&self.text()) {
            return;
        }
        for row in self.rows.values_mut().filter(has_any) {
            if let Cow::Owned(after) = entities::decode(&row.now) {
                row.put("html-entities", after);
                self.changes += 1;
            }
        }
    }

    /// Take every row that is due through the steps once.
    pub fn tidy(&mut self) {
        let (options, mut changes) = (self.options, 0);
        for row in self.rows.values_mut().filter(|row| row.is_due) {
            let before = row.changes.len();
            let mut changed = |step, before| note(&mut row.changes, Cow::Borrowed(step), before);
            if row.look.is_touched {
                steps::run(&mut row.now, options, &mut changed);
            } else if options.is_more_than_needed() {
                steps::run_optional(&mut row.now, options, &mut changed);
            }
            row.is_due = row.changes.len() > before;
            if row.is_due {
                changes += row.changes.len() - before;
                row.look = Look::at(&row.now);
                row.is_due = row.look.is_touched || options.is_more_than_needed();
            }
        }
        self.changes += changes;
    }

    /// Put new lines in place of rows; those that do not differ are left.
    pub fn put(&mut self, step: &str, lines: Vec<(usize, String)>) {
        let unknown = lines.iter().any(|(row, _)| !self.rows.contains_key(row));
        let ends: Vec<usize> =
            if unknown { memchr::memchr_iter(b'\n', self.text.as_bytes()).collect() } else { Vec::new() };
        for (row, after) in lines {
            let start = if row == 0 { Some(0) } else { ends.get(row - 1).map(|end| end + 1) };
            let end = ends.get(row).copied().unwrap_or(self.text.len());
            let known = self.rows.entry(row).or_insert_with(|| Row::new(&self.text, start.unwrap_or(end)..end));
            if after != known.now {
                known.put(step.to_owned(), after);
                self.changes += 1;
            }
        }
    }

    /// Read every row that is nothing but UTF-8 shown in an encoding; a row that was cut in pieces piece by piece.
    pub fn read_as(&mut self, page: &CodePage) {
        let read = |row: &str| {
            let pieces: Vec<_> = row.split('\n').map(|piece| (piece, page.read_all_layers(piece))).collect();
            let is_read = pieces.iter().any(|(_, read)| read.is_some());
            let pieces = pieces.iter().map(|(piece, read)| read.as_deref().unwrap_or(piece));
            is_read.then(|| pieces.collect::<Vec<_>>().join("\n"))
        };
        let rows = self.rows().into_iter().enumerate();
        let lines = rows.filter_map(|(at, row)| Some((at, read(row)?))).collect();
        self.put("mojibake", lines);
    }

    /// Give the rows that may need more than their spaces brought to order, and whether they may hold UTF-8 that was
    /// read as something else.
    pub fn in_doubt(&self) -> impl Iterator<Item = (usize, &str, bool)> {
        let rows = self.rows.iter().filter(|(_, row)| row.look.is_in_doubt);
        rows.map(|(&at, row)| (at, row.now.as_str(), row.look.has_clue))
    }

    /// Give the rows that may hold UTF-8 that was read as something else; every so many, if they are more than `most`.
    pub fn with_clues(&self, most: usize) -> Vec<(usize, &str)> {
        let clues = || self.in_doubt().filter(|(_, _, has_clue)| *has_clue).map(|(at, row, _)| (at, row));
        clues().step_by(clues().count() / most.max(1) + 1).collect()
    }

    /// Tell whether more than a fifth of the text stands in rows in doubt.
    pub fn is_largely_in_doubt(&self) -> bool {
        let doubtful: usize = self.in_doubt().map(|(_, line, _)| line.chars().count()).sum();
        let spaces: usize = self.rows.values().map(|row| row.indent).sum();
        let ends = memchr::memchr_iter(b'\n', self.text.as_bytes()).count();
        doubtful > 0 && doubtful * 5 > self.text.chars().count() - spaces - ends
    }

    /// Give the text as it is now, blank lines and all.
    pub fn text(&self) -> String {
        let mut made = String::with_capacity(self.text.len());
        let mut copied = 0;
        for row in self.rows.values() {
            made.push_str(&self.text[copied..row.place.start]);
            made.push_str(&row.now);
            copied = row.place.end;
        }
        made.push_str(&self.text[copied..]);
        made
    }

    /// Give every row as it is now.
    pub fn rows(&self) -> Vec<&str> {
        let known = |(at, line)| self.rows.get(&at).map_or(line, |row| row.now.as_str());
        self.text.split('\n').enumerate().map(known).collect()
    }

    /// Give for each line of the text as it is now the number of the line that it was, from 1; nothing where they are
    /// the same.
    pub fn numbers(&self) -> Option<Vec<usize>> {
        if !self.rows.values().any(|row| row.now.contains('\n')) {
            return None;
        }
        let pieces = |row: &str| row.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let rows = self.rows().into_iter().enumerate();
        Some(rows.flat_map(|(at, row)| std::iter::repeat_n(at + 1, pieces(row))).collect())
    }

    /// Give the lines of the text as it is now that began with spaces, counted from 0, each with how many these were.
    pub fn indents(&self) -> Vec<(usize, usize)> {
        self.first_lines()
            .into_iter()
            .zip(self.rows.values())
            .map(|(at, row)| (at, row.indent))
            .filter(|one| one.1 > 0)
            .collect()
    }

    /// Give some lines their spaces back, and note of the others that theirs went; to be called once, at the end.
    pub fn settle(&mut self, indented: &HashSet<usize>) {
        for (at, row) in self.first_lines().into_iter().zip(self.rows.values_mut()).filter(|(_, row)| row.indent > 0) {
            let spaces = " ".repeat(row.indent);
            for (_, before) in &mut row.changes {
                before.insert_str(0, &spaces);
            }
            if indented.contains(&at) {
                row.now.insert_str(0, &spaces);
            } else if row.changes.last().is_none_or(|(step, _)| step != SPACE_RUNS) {
                note(&mut row.changes, SPACE_RUNS.into(), spaces + &row.now);
                self.changes += 1;
            }
        }
    }

    /// Give for each row that something may be wrong with the first of its lines.
    fn first_lines(&self) -> Vec<usize> {
        let mut added = 0;
        let one = |(&at, row): (&usize, &Row)| {
            let first = at + added;
            added += row.now.bytes().filter(|&byte| byte == b'\n').count();
            first
        };
        self.rows.iter().map(one).collect()
    }

    /// Give every change, line by line, in the order in which they were made.
    pub fn all_changes(&self) -> impl Iterator<Item = Change<'_>> {
        let windows = self.was_windows.then_some((0, "newlines", "\r\n", "\n"));
        windows.into_iter().chain(self.rows.iter().flat_map(|(&at, row)| {
            let behind = row.changes.iter().skip(1).map(|(_, before)| before).chain([&row.now]);
            let changes = row.changes.iter().zip(behind);
            changes.map(move |((step, before), after)| (at + 1, &**step, before.as_str(), after.as_str()))
        }))
    }
}
