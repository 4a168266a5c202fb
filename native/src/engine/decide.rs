//! From marks to fates: each line gets one owner at most, and the owner's label says what becomes of the line.

use std::collections::BTreeMap;

use super::mark::{Lines, Mark};
use super::{Rule, edit};
use crate::page::Page;
use crate::rules::model::{Action, Fate, Label, SameAs};

/// What was decided on one page. Lines are places on the page, rules their numbers.
#[derive(Debug)]
pub struct Verdicts {
    /// For each line, the rule that it belongs to.
    pub owners: Vec<Option<usize>>,
    /// For each line, whether it leaves the text.
    pub gone: Vec<bool>,
    /// What rules leave of lines that they edit, one edit after the other.
    pub edits: BTreeMap<usize, Vec<(usize, String)>>,
    /// Lines that go, each with another rule that wanted it, in the order of ownership.
    pub also: Vec<(usize, usize)>,
}

/// Give every line that a rule wants to its first owner; marks come in the order of ownership.
///
/// `keep` beats everything. A line that a later rule wanted too remembers it in `also`.
pub fn decide(page: &Page, marks: &[Mark], rules: &[Rule]) -> Verdicts {
    let mut found = Verdicts {
        owners: vec![None; page.len()],
        gone: vec![false; page.len()],
        edits: BTreeMap::new(),
        also: Vec::new(),
    };
    let mut kept = vec![false; page.len()];
    for mark in marks.iter().filter(|mark| rules[mark.rule].action == Action::Keep) {
        for at in mark.lines.iter() {
            found.owners[at].get_or_insert(mark.rule);
            kept[at] = true;
        }
    }
    for mark in marks {
        let rule = &rules[mark.rule];
        let lines = mark.lines.iter().filter(|&at| !kept[at]);
        match rule.action {
            Action::Keep => {}
            Action::Trim if rule.leaves => lines.for_each(|at| found.edit(page, at, mark.rule, rule)),
            Action::Trim => {}
            Action::Drop | Action::Meta => {
                let lines = lines.filter(|&at| !is_in_a_list(page, mark, rule, at));
                lines.for_each(|at| found.own(at, mark.rule, rules));
            }
        }
    }
    found.spare_copies(page, rules);
    found.spare_titles(page, rules);
    found
}

/// Tell whether a line is safe from a rule as an item of the article's lists: no box, button, footer or imprint opens
/// inside one, and no author or agency stands above further items. Copies and remains of markup may stand there.
fn is_in_a_list(page: &Page, mark: &Mark, rule: &Rule, at: usize) -> bool {
    let Some(label) = rule.label else { return false };
    let (first, below) = match &mark.lines {
        Lines::Run(run) => (run.start, run.end),
        Lines::Some(_) => (at, at + 1),
    };
    let is_item = |at: usize| at < page.len() && page.is_listed(at);
    match label.fate() {
        Fate::Leaves => !matches!(label, Label::Duplicate | Label::Debris) && is_item(first),
        Fate::BecomesMeta => is_item(first) && is_item(below),
        Fate::Stays => false,
    }
}

impl Verdicts {
    /// Tell whether nothing changes.
    pub fn is_rest(&self) -> bool {
        self.edits.is_empty() && !self.gone.contains(&true)
    }

    fn own(&mut self, at: usize, rule: usize, rules: &[Rule]) {
        match self.owners[at] {
            None => {
                self.owners[at] = Some(rule);
                self.gone[at] = rules[rule].leaves;
            }
            Some(owner) if rules[owner].name == rules[rule].name => {}
            Some(_) => self.also.extend(self.gone[at].then_some((at, rule))),
        }
    }

    fn edit(&mut self, page: &Page, at: usize, number: usize, rule: &Rule) {
        let before = self.edits.get(&at).and_then(|done| done.last()).map_or(page.text(at), |done| &done.1);
        let after = edit::trim(page.matchers().get(rule.start), before);
        if after != before {
            self.edits.entry(at).or_default().push((number, after));
        }
    }

    /// Let the title stay where no other form of it does, and what may be the title in its stead.
    fn spare_titles(&mut self, page: &Page, rules: &[Rule]) {
        let title = page.title();
        let is_last = |&at: &usize| title.is_sure && self.gone[at] && !page.has_other_form(at, &self.gone);
        let spared = [title.at.filter(is_last), page.rival().filter(|&at| self.gone[at])];
        for at in spared.into_iter().flatten() {
            if self.owners[at].is_some_and(|owner| !rules[owner].is_fact()) {
                (self.gone[at], self.owners[at]) = (false, None);
            }
        }
    }

    /// Let the copy stay where the line that it repeats goes too; of a row of copies, the first.
    fn spare_copies(&mut self, page: &Page, rules: &[Rule]) {
        let mut copies = vec![false; page.len()];
        for at in 0..page.len() {
            let same_as = self.owners[at].filter(|_| self.gone[at]).and_then(|owner| rules[owner].same_as);
            let before = match same_as {
                Some(SameAs::Previous) => at - 1,
                Some(SameAs::Any) => page.first_said(at),
                _ => continue,
            };
            if self.gone[before] && !copies[before] {
                self.gone[at] = false;
            } else {
                copies[at] = true;
            }
        }
    }
}
