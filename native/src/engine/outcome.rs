//! From settled lines to the verdict on a document: its text, and whether the rules are believed.

use super::Engine;
use super::lines::{Line, Lines};
use super::seen::Seen;
use super::settle::{Settled, Taken};
use crate::line::wrap::Row;
use crate::line::{form, key, sentence};
use crate::page::{Address, Known, Page, is_article, is_dated_article};
use crate::rules::model::Label;

const DIVERGED: &str = "limits: the rules find no end, each round gives the next one work; nothing was removed";

/// Why a document keeps all its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is a list of headlines, a home page or an error page.
    NotAnArticle,
    /// More would go than the limits let.
    Limits,
}

impl Doubt {
    /// Give the flag that the document bears.
    pub fn name(self) -> &'static str {
        match self {
            Doubt::NotAnArticle => "not-an-article",
            Doubt::Limits => "limits",
        }
    }
}

/// What is said of one document. Rules are places among those of the engine.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What stays; nothing where the text stays as it is.
    pub text: Option<String>,
    /// The rows, among all lines of the document, of the lines that are not blank; `taken`, `kept` and `labelled` count
    /// these.
    pub rows: Vec<usize>,
    pub kept: Vec<usize>,
    /// All that stays are lines as they stood in the document.
    pub has_whole_lines: bool,
    /// The headline that was found where none was given.
    pub title: String,
    pub taken: Vec<Taken>,
    pub facts: Vec<(Label, Vec<String>)>,
    /// Lines that stay and belong to a rule.
    pub labelled: Vec<(usize, usize)>,
    pub notes: Vec<String>,
    pub doubt: Option<Doubt>,
    /// The rows that stay would be read as other lines: fewer rows may tell another width, or none.
    pub is_regrouped: bool,
}

impl Engine {
    /// Clean a text; `title` and `url` are the document's, where they are known.
    ///
    /// Where `trusted`, the rules are believed whatever they take: tests have few lines.
    pub fn clean(&self, text: &str, title: &str, url: &str, trusted: bool) -> Verdict {
        self.pool.with(|seen| self.clean_with(seen, text, title, url, trusted))
    }

    fn clean_with(&self, seen: &mut Seen, text: &str, title: &str, url: &str, trusted: bool) -> Verdict {
        let lines = &mut Lines::of(text, &self.matchers, seen);
        let known = Known { title: key(title), address: Address::of(url) };
        let settled = self.settle(lines, &known, seen);
        let doubt = if trusted { None } else { self.doubt(lines, &settled, &known) };
        let rows = lines.row_numbers();
        let title = if title.is_empty() { settled.title } else { title.to_owned() };
        let changes = !settled.taken.is_empty();
        let mut verdict = Verdict { rows, title, notes: settled.notes, ..Verdict::default() };
        verdict.doubt = doubt.as_ref().map(|(doubt, _)| *doubt);
        verdict.notes.extend(doubt.and_then(|(_, note)| note));
        if verdict.doubt.is_some() && changes {
            verdict.kept = (0..verdict.rows.len()).collect();
            verdict.has_whole_lines = true;
            return verdict;
        }
        if changes {
            let left = lines.rows_of(&settled.order);
            verdict.is_regrouped = lines.are_regrouped(&settled.order, &left);
            verdict.text = Some(joined(&left));
        }
        let whole = |(&id, &at): (&usize, &usize)| {
            let rows = lines.get(at).rows.clone();
            if id < lines.sources() { rows } else { rows.start..rows.start + 1 }
        };
        Verdict {
            has_whole_lines: settled.order.iter().all(|&id| id < lines.sources()),
            kept: settled.order.iter().zip(&settled.origin).flat_map(whole).collect(),
            taken: by_row(lines, settled.taken),
            facts: if verdict.doubt.is_some() { Vec::new() } else { settled.facts },
            labelled: settled
                .labelled
                .iter()
                .flat_map(|&(at, rule)| lines.get(at).rows.clone().map(move |row| (row, rule)))
                .collect(),
            ..verdict
        }
    }

    /// Tell why the rules are not believed, with a note, or nothing.
    fn doubt(&self, lines: &Lines, settled: &Settled, known: &Known) -> Option<(Doubt, Option<String>)> {
        if !settled.diverged && !self.leaves_an_article(lines, settled, known) {
            return Some((Doubt::NotAnArticle, None));
        }
        if settled.taken.is_empty() {
            return None;
        }
        let note = if settled.diverged { Some(DIVERGED.to_owned()) } else { self.beyond(lines, settled) };
        note.map(|note| (Doubt::Limits, Some(note)))
    }

    fn leaves_an_article(&self, lines: &Lines, settled: &Settled, known: &Known) -> bool {
        let all: Vec<usize> = (0..lines.sources()).collect();
        let before = Page::new(lines, &all, &self.matchers, known);
        let after = Page::new(lines, &settled.order, &self.matchers, known);
        if is_article(&before, &after, known.address.is_home) {
            return true;
        }
        let published = |one: &&Taken| self.rules[one.rule].label == Some(Label::Published);
        let stamps: Vec<usize> = settled.taken.iter().filter(published).map(|one| one.at).collect();
        is_dated_article(&before, &after, |at| settled.origin[at], &stamps)
    }

    /// Tell which limit is passed.
    fn beyond(&self, lines: &Lines, settled: &Settled) -> Option<String> {
        let (most, least) = (self.book.limits.max_removed, self.book.limits.min_kept);
        let mut share = share_gone(lines, &settled.order, |line| line.chars);
        if share > most {
            share = share_gone(lines, &settled.order, |line| form::chars_without_addresses(&line.text));
        }
        if share > most {
            return Some(format!(
                "limits: {share:.1}% of the characters would go, more than {most}%; nothing was removed"
            ));
        }
        let mut missing = least as usize;
        for &id in &settled.order {
            let line = lines.get(id);
            let said = sentence::count(&line.text, missing);
            missing -= said.max(usize::from(sentence::introduces(&line.text, line.chars)));
            if missing == 0 {
                return None;
            }
        }
        (missing > 0).then(|| format!("limits: fewer than {least} sentences would stay; nothing was removed"))
    }
}

/// The share of the characters that leaves the text, in percent.
fn share_gone(lines: &Lines, order: &[usize], count: impl Fn(&Line) -> usize) -> f64 {
    let total: usize = (0..lines.sources()).map(|at| count(lines.get(at))).sum();
    let left: usize = order.iter().map(|&id| count(lines.get(id))).sum();
    100.0 * (total as f64 - left as f64) / (total as f64).max(1.0)
}

/// Tell by rows what was taken of lines, which is in order: all of a line's characters go with its first row.
fn by_row(lines: &Lines, taken: Vec<Taken>) -> Vec<Taken> {
    let mut made: Vec<Taken> = Vec::with_capacity(taken.len());
    let mut last = None;
    for one in taken {
        let rows = lines.get(one.at).rows.clone();
        let below = if last.replace(one.at) == Some(one.at) { 0..0 } else { rows.start + 1..rows.end };
        let rule = one.rule;
        made.push(Taken { at: rows.start, ..one });
        made.extend(below.map(|at| Taken { at, rule, ..Taken::default() }));
    }
    made
}

/// Join rows, with a blank one where their numbers leave one out.
fn joined(rows: &[Row]) -> String {
    let mut text = String::with_capacity(rows.iter().map(|(_, row)| row.len() + 2).sum());
    let mut above = None;
    for &(number, row) in rows {
        if let Some(above) = above.replace(number) {
            text.push_str(if number > above + 1 { "\n\n" } else { "\n" });
        }
        text.push_str(row);
    }
    text
}
