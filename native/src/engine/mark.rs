//! Every rule against every line it could mean: marks, and nothing is cut yet.

use std::ops::Range;

use super::Rule;
use super::scan::Scan;
use crate::rules::model::{Action, MatcherId, Shape, Until};

const LONG_BLOCK: usize = 8; // lines
const SHOWN: usize = 40; // characters of a line in a note

/// One rule, by its number, wants these lines.
#[derive(Debug)]
pub struct Mark {
    pub rule: usize,
    pub lines: Lines,
}

/// Lines that a rule wants, ascending.
#[derive(Debug)]
pub enum Lines {
    Run(Range<usize>),
    Some(Vec<usize>),
}

impl Lines {
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let (run, some) = match self {
            Lines::Run(run) => (run.clone(), &[][..]),
            Lines::Some(some) => (0..0, &some[..]),
        };
        run.chain(some.iter().copied())
    }
}

/// Let every rule that could fire on a page say what it wants, in the order of ownership.
///
/// `notes` takes in why rules that met their start did not fire.
pub fn mark(rules: &[Rule], scan: &Scan, notes: &mut Vec<String>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (number, rule) in rules.iter().enumerate() {
        if !may_fire(rule, scan) {
            continue;
        }
        let start = scan.page.matchers().get(rule.start);
        let zone = match &rule.zone {
            Some((number, zone)) => scan.zone(*number, zone),
            None => Some(0..scan.page.len()),
        };
        let Some(zone) = zone else {
            if start.is_telling() && scan.first(rule.start, 0..scan.page.len()).is_some() {
                notes.push(format!("{}: did not fire, the anchor of its zone was not found", rule.name));
            }
            continue;
        };
        if start.is_titled && scan.page.title().key.is_empty() {
            notes.push(format!("{}: did not fire, the document has no title", rule.name));
            continue;
        }
        match &rule.shape {
            Shape::Single(matcher) => {
                let lines: Vec<usize> = scan.all(*matcher, zone).collect();
                if !lines.is_empty() {
                    marks.push(Mark { rule: number, lines: Lines::Some(lines) });
                }
            }
            Shape::Block { from, until, max, takes_prose } => {
                let is_wary = *until == Until::End && !takes_prose && rule.action != Action::Keep;
                let block = Block { from, until, max: *max, is_wary, name: &rule.name };
                let runs = block.all(scan, zone, notes);
                marks.extend(runs.into_iter().map(|run| Mark { rule: number, lines: Lines::Run(run) }));
            }
            Shape::Sequence { items, rounds } => {
                let runs = sequences(items, *rounds as usize, scan, zone);
                marks.extend(runs.into_iter().map(|run| Mark { rule: number, lines: Lines::Run(run) }));
            }
        }
    }
    marks
}

/// Tell whether a page holds what a rule cannot do without.
fn may_fire(rule: &Rule, scan: &Scan) -> bool {
    scan.page.len() >= rule.least && rule.openers.iter().all(|&id| !scan.is_missed(id))
}

struct Block<'b> {
    from: &'b [MatcherId],
    until: &'b Until<MatcherId>,
    max: usize,
    /// It leaves alone what may be the last paragraph of the article.
    is_wary: bool,
    name: &'b str,
}

impl Block<'_> {
    /// Give the blocks that open and close in a zone; they never overlap. One of several lines that must be there, and
    /// that may take the article's last paragraph, takes these lines alone.
    ///
    /// Where a block opened in vain no end stands, so the next one looks further down; the first such opening is noted,
    /// but for a block of one line: it only asks what stands below that line.
    fn all(&self, scan: &Scan, zone: Range<usize>, notes: &mut Vec<String>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let (mut free, high) = (zone.start, zone.end);
        let mut retry_from = None; // no end stands above this line
        for at in scan.all(self.from[0], zone) {
            if at < free || !self.goes_on(scan, at, high) {
                continue;
            }
            let last = (at + self.max).min(high);
            let low = (at + self.from.len()).max(retry_from.unwrap_or(0));
            match self.end(scan, low, last, high) {
                None => {
                    if retry_from.is_none() && self.max > 1 {
                        let opened = crate::rules::problem::quoted(&first_chars(scan.page.text(at)));
                        let most = self.max;
                        notes.push(format!("{}: opened at {opened} but found no end within {most} lines", self.name));
                    }
                    retry_from = Some(last + 1);
                }
                Some(end) if !self.is_wary || !may_be_paragraph(scan, at + self.from.len() - 1..end) => {
                    found.push(at..end);
                    free = end;
                }
                Some(_) if self.from.len() > 1 => {
                    free = at + self.from.len();
                    found.push(at..free);
                }
                Some(_) => {}
            }
        }
        found
    }

    /// Tell whether the lines right below a block's first fit what must stand there.
    fn goes_on(&self, scan: &Scan, at: usize, high: usize) -> bool {
        at + self.from.len() <= high && (1..self.from.len()).all(|below| scan.fits(self.from[below], at + below))
    }

    /// Give the line before which a block ends, from `low` to `last`; `high` is the end of the zone.
    fn end(&self, scan: &Scan, low: usize, last: usize, high: usize) -> Option<usize> {
        match self.until {
            Until::End => Some(high),
            Until::Fits(id) => scan.first(*id, low..(last + 1).min(scan.page.len())),
        }
    }
}

fn first_chars(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

/// Tell whether a block is short and holds one line of prose, or none and one short sentence below a button: a box or
/// a share bar in the article, then its last paragraph; or whether it is text with short headings.
fn may_be_paragraph(scan: &Scan, block: Range<usize>) -> bool {
    let count = |is_text: &dyn Fn(usize) -> bool| block.clone().filter(|&at| is_text(at)).count();
    let prose = count(&|at| scan.page.line(at).is_prose);
    let closes = |at| scan.page.closes_a_box(block.start, at);
    let is_last = block.len() < LONG_BLOCK && (prose == 1 || (prose == 0 && count(&closes) == 1));
    is_last || (prose > 1 && scan.page.is_text(block))
}

/// Give the runs of at least `rounds` rounds of lines that fit one after the other.
///
/// They are looked for by the item that the fewest lines could fit. The rest of a run that is too short is too short as
/// well, so it is not walked again.
fn sequences(items: &[MatcherId], rounds: usize, scan: &Scan, zone: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut free, high) = (zone.start, zone.end);
    let size = items.len();
    let mut short = vec![0; size];
    let pivot = scan.rarest(items);
    for hit in scan.all(items[pivot], free + pivot..high) {
        let at = hit - pivot;
        if at < free || at < short[at % size] {
            continue;
        }
        let mut end = at;
        while end + size <= high && (0..size).all(|place| scan.fits(items[place], end + place)) {
            end += size;
        }
        if end - at >= rounds * size {
            found.push(at..end);
            free = end;
        } else {
            short[at % size] = end;
        }
    }
    found
}
