//! Marking and deciding, again on what is left, until nothing more goes.
//!
//! Zones are counted in lines, so what is left after one round may bring a line into a rule's zone. Repeating until rest
//! is what makes "cleaning twice changes nothing" true by construction.

use std::collections::HashSet;

use super::decide::{Verdicts, decide};
use super::lines::{LineId, Lines};
use super::mark::mark;
use super::scan::Scan;
use super::seen::Seen;
use super::{Engine, edit};
use crate::page::{Known, Page};
use crate::rules::model::Label;

/// The lines that may be looked at until a document is at rest: this many for any, and so many for each of its lines.
/// Real pages need two or three rounds. Rules that undo each other, or a zone of one line over a million equal ones,
/// would go on for ever.
const SOME_LINES: usize = 100_000;
const ROUNDS: usize = 10;
const ROUND: usize = 100; // what a round costs before it has looked at a line

/// A rule took a line, or what an edit left of it; `at` counts from 0 among the lines, in a verdict among their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub at: usize,
    pub rule: usize,
    pub kept: String,
    /// How many characters went with it, of what the line was just before.
    pub chars: usize,
    /// The other rules that wanted the line.
    pub also: Vec<usize>,
}

/// What came to rest: the lines that stay, what went, the facts found, what is labelled and stays.
///
/// Places count from 0 among the lines of the document.
#[derive(Debug, Default)]
pub struct Settled {
    /// The lines that stay, in their last form.
    pub order: Vec<LineId>,
    /// Where each of them stood.
    pub origin: Vec<usize>,
    pub title: String,
    pub taken: Vec<Taken>,
    /// Facts by label, in the order in which they were found, each once.
    pub facts: Vec<(Label, Vec<String>)>,
    pub labelled: Vec<(usize, usize)>,
    pub notes: Vec<String>,
    /// No end was in sight: what is here is no result.
    pub diverged: bool,
}

impl Engine {
    /// Run the rules over the lines of one document.
    pub(super) fn settle(&self, lines: &mut Lines, known: &Known, seen: &mut Seen) -> Settled {
        let size = lines.len();
        let mut found = Settled { order: (0..size).collect(), origin: (0..size).collect(), ..Settled::default() };
        let mut looks = SOME_LINES + ROUNDS * size;
        let mut is_first = true;
        let mut title = None; // where it stood in the document
        while !found.order.is_empty() {
            let cost = found.order.len() + ROUND;
            if cost > looks {
                found.diverged = true;
                break;
            }
            looks -= cost;
            let page = Page::new(lines, &found.order, &self.matchers, known);
            let mut notes = Vec::new();
            let verdicts = {
                let scan = Scan::new(&page, self.zones);
                decide(&page, &mark(&self.rules, &scan, &mut notes), &self.rules)
            };
            // the line that was the title stays it, though what showed it may be gone; if it went, another form of it stays;
            // where there was none, a rule may have cut a line down to it
            let same = title.and_then(|at| found.origin.binary_search(&at).ok());
            let may_be = |at: &usize| is_first || title.is_some() || found.order[*at] >= lines.sources();
            let place = same.or(page.title().at.filter(may_be));
            if is_first {
                found.notes = notes;
                is_first = false;
            }
            if let Some(at) = place {
                found.title = page.text(at).to_owned();
                title = Some(found.origin[at]);
            }
            if verdicts.is_rest() {
                let owned = verdicts.owners.iter().zip(&found.origin).filter_map(|(owner, &at)| Some((at, (*owner)?)));
                found.labelled = owned.collect();
                break;
            }
            let taken = self.taken(&page, verdicts, &found.origin);
            found.take(taken, lines, self, seen);
        }
        found.taken.sort_by_key(|one| one.at);
        for (_, values) in &mut found.facts {
            let mut known = HashSet::new();
            values.retain(|value| known.insert(value.clone()));
        }
        found
    }

    /// Tell what goes of a page, and what its edits leave.
    fn taken(&self, page: &Page, mut verdicts: Verdicts, origin: &[usize]) -> Round {
        verdicts.also.sort_by_key(|&(line, _)| line); // of each rule they are in order
        let mut round = Round { gone: verdicts.gone, ..Round::default() };
        for at in (0..page.len()).filter(|&at| round.gone[at]) {
            let Some(rule) = verdicts.owners[at] else { continue };
            let others = &verdicts.also[verdicts.also.partition_point(|&(line, _)| line < at)..];
            let also = others.iter().take_while(|&&(line, _)| line == at).map(|&(_, rule)| rule).collect();
            let chars = page.line(at).chars;
            round.taken.push(Taken { at: origin[at], rule, kept: String::new(), chars, also });
            if self.rules[rule].is_fact() {
                round.facts.extend(self.rules[rule].label.map(|label| (label, page.text(at).to_owned())));
            }
        }
        for (at, edits) in verdicts.edits {
            if round.gone[at] {
                continue;
            }
            let mut text = page.text(at).to_owned();
            for (rule, after) in edits {
                if self.rules[rule].is_fact() {
                    let cut = edit::cut(self.matchers.get(self.rules[rule].start), &text, &after).to_owned();
                    round.facts.extend(self.rules[rule].label.map(|label| (label, cut)));
                }
                let chars = text.chars().count().saturating_sub(after.chars().count());
                round.taken.push(Taken { at: origin[at], rule, kept: after.clone(), chars, also: Vec::new() });
                text = after;
            }
            round.gone[at] = text.is_empty();
            round.edited.push((at, text));
        }
        round
    }
}

/// What one round takes of a page.
#[derive(Debug, Default)]
struct Round {
    taken: Vec<Taken>,
    gone: Vec<bool>,
    /// The lines that were edited, in their new form; those of which nothing is left are gone as well.
    edited: Vec<(usize, String)>,
    facts: Vec<(Label, String)>,
}

impl Settled {
    fn take(&mut self, round: Round, lines: &mut Lines, engine: &Engine, seen: &mut Seen) {
        let edited = round.edited.into_iter().filter(|(at, _)| !round.gone[*at]);
        let (places, texts): (Vec<_>, Vec<_>) = edited.map(|(at, text)| (at, (text, self.order[at]))).unzip();
        for (at, id) in places.into_iter().zip(lines.add(texts, &engine.matchers, seen)) {
            self.order[at] = id;
        }
        let mut gone = round.gone.iter();
        self.order.retain(|_| gone.next() == Some(&false));
        let mut gone = round.gone.iter();
        self.origin.retain(|_| gone.next() == Some(&false));
        self.taken.extend(round.taken);
        for (label, text) in round.facts {
            self.add_fact(label, text);
        }
    }

    fn add_fact(&mut self, label: Label, text: String) {
        let place = self.facts.iter().position(|(known, _)| *known == label).unwrap_or(self.facts.len());
        if place == self.facts.len() {
            self.facts.push((label, Vec::new()));
        }
        if !text.is_empty() {
            self.facts[place].1.push(text);
        }
    }
}
