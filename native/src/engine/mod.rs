//! Cleaning one document: match, mark, decide, edit, and again on what is left, until nothing more goes.

mod decide;
mod edit;
pub mod lines;
mod mark;
pub mod matching;
mod outcome;
mod rest;
mod scan;
mod seen;
mod settle;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use regex::Regex;

pub use outcome::{Doubt, Verdict};
pub use settle::Taken;

use matching::Matchers;

use lines::Lines;
use seen::{Pool, Seen};

use crate::line::{form, key};
use crate::page::{self, Known, Page};
use crate::rules::language::Language;
use crate::rules::model::{Action, Book, Fate, Label, MatcherId, Part, SameAs, Shape, Where};
use crate::rules::template::Template;

/// Where title and article stand.
pub type Places = (String, Option<usize>, bool, Option<usize>, Option<usize>);

/// What lines are that look like a part of a page.
const PART_LABELS: [(Part, Label); 4] = [
    (Part::Comments, Label::Comments),
    (Part::Imprint, Label::Footer),
    (Part::Menu, Label::Menu),
    (Part::Box, Label::Related),
];

/// A text in the language of the rules has one of its letters in one of so many lines at least.
const LINES_A_LETTER: usize = 10;

/// A book of rules made ready to run on any number of documents.
#[derive(Debug)]
pub struct Engine {
    book: Arc<Book>,
    rules: Vec<Rule>,
    matchers: Matchers,
    zones: usize,
    pool: Pool,
    /// The pattern of a letter by which the language of the rules is known.
    letter: OnceLock<Option<Regex>>,
}

/// A rule made ready.
#[derive(Debug)]
pub struct Rule {
    /// The full name, `owner#id`.
    pub name: Arc<str>,
    /// The name of its file.
    owner: Arc<str>,
    pub at: Arc<str>,
    pub action: Action,
    pub label: Option<Label>,
    shape: Shape<MatcherId>,
    /// The part of the page in which it may act; rules that say the same share a number.
    zone: Option<(usize, Where<MatcherId>)>,
    /// The matcher that finds where it can begin.
    start: MatcherId,
    /// The matchers that some line must fit each, and how many lines there must be at least.
    openers: Vec<MatcherId>,
    least: usize,
    /// What the lines repeat that it takes.
    same_as: Option<SameAs>,
    /// Its lines, or what it cuts of them, leave the text.
    leaves: bool,
}

impl Engine {
    /// Make a book ready; lines with the labels in `leaves` go out of the text.
    pub fn new(book: Arc<Book>, leaves: &HashSet<Label>) -> Engine {
        let matchers = Matchers::new(&book);
        let mut zones: Vec<Where<MatcherId>> = Vec::new();
        let rules = book.rules.iter().map(|rule| Rule::new(rule, leaves, &matchers, &mut zones)).collect();
        Engine { rules, matchers, zones: zones.len(), pool: Pool::default(), letter: OnceLock::new(), book }
    }

    /// Give what it was made of.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Give the rules, in the order of ownership; what a `Verdict` says of rules are places among them.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Tell whether a line fits the first matcher of a rule, but for what its neighbours and the title tell.
    pub fn fits(&self, rule: usize, line: &str) -> Option<bool> {
        let start = self.rules.get(rule)?.start;
        Some(self.fits_alone(start, line))
    }

    /// Give the lines of a text that the first matcher of each rule fits, but for what neighbours and the title tell.
    /// Lines count from 0, blank ones left out.
    pub fn takers(&self, text: &str) -> Vec<Vec<usize>> {
        let lines = self.lines(text);
        let takes = |rule: &Rule, line: &usize| lines.fits(*line, rule.start, &self.matchers);
        let fits = |rule: &Rule| {
            (0..lines.len()).filter(|line| takes(rule, line)).flat_map(|line| lines.get(line).rows.clone()).collect()
        };
        self.rules.iter().map(fits).collect()
    }

    /// Tell whether a text is written in the language of the rules, by its letters; its menu may be in another.
    pub fn speaks(&self, text: &str) -> bool {
        let pattern = || self.language().letter().and_then(|letter| Regex::new(&letter).ok());
        let Some(letter) = self.letter.get_or_init(pattern) else { return true };
        let worded = text.lines().filter(|line| line.contains(char::is_alphabetic));
        let (known, all) =
            worded.fold((0, 0), |(known, all), line| (known + usize::from(letter.is_match(line)), all + 1));
        known * LINES_A_LETTER >= all
    }

    /// Tell whether a line is a part of a page as language packages describe it.
    pub fn is_part(&self, part: Part, line: &str) -> bool {
        self.matchers.part(part).iter().any(|&id| self.fits_alone(id, line))
    }

    /// Give what the words of a line say it is: boilerplate that the first matcher of a rule knows by its words, else a
    /// part of a page.
    pub fn label_of(&self, line: &str) -> Option<Label> {
        let line = self.lines(line);
        let fits = |id: MatcherId| !line.is_empty() && line.fits(0, id, &self.matchers);
        let knows = |rule: &&Rule| {
            let leaves = rule.label.is_some_and(|label| label.fate() == Fate::Leaves);
            leaves && self.matchers.get(rule.start).has_words() && fits(rule.start)
        };
        let rule = self.rules.iter().find(knows).and_then(|rule| rule.label);
        let part = |(part, label): (Part, Label)| self.matchers.part(part).iter().any(|&id| fits(id)).then_some(label);
        rule.or_else(|| PART_LABELS.into_iter().find_map(part))
    }

    /// Tell where title and article stand before any rule acts, in lines that are not blank: the title's key, its line,
    /// whether that is sure, the first and the last line of running text.
    pub fn places(&self, text: &str, title: &str) -> Places {
        let lines = self.lines(text);
        let order: Vec<usize> = (0..lines.len()).collect();
        let known = Known { title: key(title), ..Known::default() };
        let page = Page::new(&lines, &order, &self.matchers, &known);
        let (title, row) = (page.title(), |at: usize| lines.get(at).rows.start);
        let end = page.body_end().map(|at| lines.get(at).rows.end - 1);
        (title.key.to_owned(), title.at.map(row), title.is_sure, page.body_start().map(row), end)
    }

    /// Tell whether lines, and what is left of them, look like an article.
    pub fn is_article(&self, before: &str, after: &str) -> bool {
        let (before, after) = (self.lines(before), self.lines(after));
        let all = |lines: &Lines| (0..lines.len()).collect::<Vec<_>>();
        let (all_before, all_after) = (all(&before), all(&after));
        let known = Known::default();
        let before = Page::new(&before, &all_before, &self.matchers, &known);
        page::is_article(&before, &Page::new(&after, &all_after, &self.matchers, &known), false)
    }

    /// Tell whether a line is made of names, as `is: names` has it.
    pub fn is_names(&self, line: &str) -> bool {
        form::is_names(line, |word| self.matchers.joins_names(word))
    }

    /// Tell whether a line fits a template, written as `like` has it, beneath a title.
    pub fn fits_template(&self, template: &str, line: &str, title: &str) -> bool {
        Template::new(template, self.matchers.language()).fits(&key(line), &key(title))
    }

    /// Give how dates and clocks are written in the language of the rules.
    pub fn language(&self) -> &Language {
        self.matchers.language()
    }

    /// Take the lines of a text, looked up.
    fn lines<'a>(&self, text: &'a str) -> Lines<'a> {
        Lines::of(text, &self.matchers, &mut Seen::default())
    }

    fn fits_alone(&self, id: MatcherId, line: &str) -> bool {
        let lines = self.lines(line);
        !lines.is_empty() && lines.fits(0, id, &self.matchers)
    }
}

impl Rule {
    fn new(
        rule: &crate::rules::model::Rule<MatcherId>,
        leaves: &HashSet<Label>,
        matchers: &Matchers,
        zones: &mut Vec<Where<MatcherId>>,
    ) -> Rule {
        let (openers, least) = match &rule.shape {
            Shape::Single(id) => (vec![*id], 1),
            Shape::Block { from, .. } => (from.clone(), from.len()),
            Shape::Sequence { items, rounds } => (items.clone(), items.len() * *rounds as usize),
        };
        let same_as = match rule.shape {
            Shape::Single(id) => matchers.get(id).same_as,
            _ => None,
        };
        let zone = rule.zone.as_ref().map(|zone| {
            let number = zones.iter().position(|known| known == zone).unwrap_or(zones.len());
            if number == zones.len() {
                zones.push(zone.clone());
            }
            (number, zone.clone())
        });
        Rule {
            name: rule.name.clone(),
            owner: rule.owner.clone(),
            at: rule.at.clone(),
            action: rule.action,
            label: rule.label,
            shape: rule.shape.clone(),
            zone,
            start: openers[0],
            openers,
            least,
            same_as,
            leaves: rule.label.map_or(rule.action == Action::Trim, |label| leaves.contains(&label)),
        }
    }

    /// Tell whether what it takes is metadata.
    fn is_fact(&self) -> bool {
        self.action != Action::Keep && self.label.is_some_and(|label| label.fate() == Fate::BecomesMeta)
    }
}
