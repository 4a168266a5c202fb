//! Which matchers a line could fit, told from the line in one pass: most lines fit none, and never meet a pattern.
//!
//! Of each matcher one check is looked up, the one that the fewest lines pass: a whole line in a table, beginnings in one
//! automaton, everything else that a line must contain in another, signs at either end by their byte. What is found says
//! which text, template or pattern of that check it was, so that the others need not be tried.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};

use super::model::{Check, Checks, MatcherId, Trait};
use super::pattern::{FirstBytes, Pattern};
use super::template::Template;
use crate::line::links;

/// The shortest text worth looking for inside of lines, in characters; a rare sign does by itself.
const LEAST: usize = 3;
const COMMON_SIGNS: &str = ".,:;!?-()\"'\u{2013}\u{201c}\u{201d}";

/// A matcher that a line could fit, by one of the texts, templates or patterns of the check that is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub matcher: MatcherId,
    /// The place of that text, template or pattern in the check.
    pub choice: u32,
}

/// Looks the matchers of a book up by a line and its key.
#[derive(Clone, Debug, Default)]
pub struct Prefilter {
    lines: HashMap<Box<str>, Vec<Candidate>>,
    longest: usize, // of `lines`, in bytes
    starts: Option<Automaton>,
    inside: Option<Automaton>,
    /// By the first byte of the line, and by the last of its key.
    first: ByByte,
    last: ByByte,
    digits: Vec<Candidate>,
    /// For each matcher, the place of the check that is looked up; none where any line could fit.
    checks: Vec<Option<usize>>,
}

/// Many texts that are looked for at once, and what each is looked for.
#[derive(Clone, Debug)]
struct Automaton {
    texts: AhoCorasick,
    wanted: Vec<Vec<Wanted>>,
}

#[derive(Clone, Copy, Debug)]
struct Wanted {
    candidate: Candidate,
    /// The text has to stand at the end of the line.
    at_end: bool,
}

/// Candidates by a byte.
#[derive(Clone, Debug, Default)]
struct ByByte(Vec<Vec<Candidate>>);

/// How the lines are found that may fit a text, a template or a pattern.
enum Way {
    Line(Box<str>),
    Starts(Box<str>),
    Contains(Box<str>),
    Ends(Box<str>),
    FirstByte(FirstBytes),
    Digit,
}

impl Prefilter {
    /// Take the matchers of a book, by their numbers.
    pub fn new(matchers: &[Checks]) -> Prefilter {
        let mut made = Prefilter::default();
        let (mut starts, mut inside) = (Texts::default(), Texts::default());
        for (number, checks) in (0..).zip(matchers) {
            let best = best(&checks.checks);
            made.checks.push(best.as_ref().map(|(check, _)| *check));
            for (choice, way) in best.into_iter().flat_map(|(_, ways)| ways) {
                let candidate = Candidate { matcher: MatcherId(number), choice };
                match way {
                    Way::Line(key) => {
                        made.longest = made.longest.max(key.len());
                        made.lines.entry(key).or_default().push(candidate);
                    }
                    Way::Starts(key) => starts.add(key, Wanted { candidate, at_end: false }),
                    Way::Contains(key) => inside.add(key, Wanted { candidate, at_end: false }),
                    Way::Ends(key) if is_worth(&key) => inside.add(key, Wanted { candidate, at_end: true }),
                    Way::Ends(key) => made.last.add(key.bytes().next_back().into_iter(), candidate),
                    Way::FirstByte(bytes) => made.first.add(bytes.iter(), candidate),
                    Way::Digit => made.digits.push(candidate),
                }
            }
        }
        // of a line its beginning alone is looked at; everything else is read through, a byte a step
        made.starts = starts.automaton(StartKind::Anchored, AhoCorasickKind::ContiguousNFA);
        made.inside = inside.automaton(StartKind::Unanchored, AhoCorasickKind::ContiguousNFA);
        made
    }

    /// Give the place of the check of a matcher that is looked up, or nothing where any line could fit, so that the
    /// matcher is never among the candidates.
    pub fn check(&self, id: MatcherId) -> Option<usize> {
        self.checks[id.index()]
    }

    /// Add what a line could fit; one may be added several times.
    pub fn candidates(&self, line: &str, key: &str, found: &mut Vec<Candidate>) {
        if key.len() <= self.longest {
            found.extend(self.lines.get(key).into_iter().flatten());
        }
        found.extend(self.first.get(line.bytes().next()));
        found.extend(self.last.get(key.bytes().next_back()));
        if let Some(starts) = &self.starts {
            starts.find(Input::new(key).anchored(Anchored::Yes), found);
        }
        if let Some(inside) = &self.inside {
            inside.find(Input::new(key), found);
        }
        if !self.digits.is_empty() && key.bytes().any(|byte| byte.is_ascii_digit()) {
            found.extend_from_slice(&self.digits);
        }
    }
}

impl Automaton {
    fn find(&self, line: Input<'_>, found: &mut Vec<Candidate>) {
        let (length, at_start) = (line.haystack().len(), line.get_anchored().is_anchored());
        let mut state = aho_corasick::automaton::OverlappingState::start();
        loop {
            self.texts.find_overlapping(line.clone(), &mut state);
            let Some(one) = state.get_match() else { return };
            if at_start && one.start() > 0 {
                continue; // the end of a text that stands at the start
            }
            let wanted = &self.wanted[one.pattern().as_usize()];
            found.extend(wanted.iter().filter(|want| !want.at_end || one.end() == length).map(|want| want.candidate));
        }
    }
}

impl ByByte {
    fn add(&mut self, bytes: impl Iterator<Item = u8>, candidate: Candidate) {
        self.0.resize(256, Vec::new());
        bytes.for_each(|byte| self.0[usize::from(byte)].push(candidate));
    }

    fn get(&self, byte: Option<u8>) -> &[Candidate] {
        byte.and_then(|byte| self.0.get(usize::from(byte))).map_or(&[], Vec::as_slice)
    }
}

/// Texts to look for, each once.
#[derive(Default)]
struct Texts {
    places: HashMap<Box<str>, usize>,
    texts: Vec<Box<str>>,
    wanted: Vec<Vec<Wanted>>,
}

impl Texts {
    fn add(&mut self, text: Box<str>, wanted: Wanted) {
        let place = *self.places.entry(text).or_insert_with_key(|text| {
            self.texts.push(text.clone());
            self.wanted.push(Vec::new());
            self.texts.len() - 1
        });
        self.wanted[place].push(wanted);
    }

    fn automaton(self, start: StartKind, kind: AhoCorasickKind) -> Option<Automaton> {
        if self.texts.is_empty() {
            return None;
        }
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::Standard).start_kind(start).kind(Some(kind));
        let texts = builder.build(self.texts.iter().map(|text| text.as_bytes())).ok()?;
        Some(Automaton { texts, wanted: self.wanted })
    }
}

/// Tell whether few lines contain a text.
fn is_worth(text: &str) -> bool {
    let is_rare = |c: char| !c.is_alphanumeric() && !crate::line::key::is_space(c) && !COMMON_SIGNS.contains(c);
    text.chars().nth(LEAST - 1).is_some() || text.chars().any(is_rare)
}

/// Choose the check by which the lines are found that could pass all of them; gives its place and its ways.
fn best(checks: &[Check]) -> Option<(usize, Vec<(u32, Way)>)> {
    let ways = checks.iter().enumerate().filter_map(|(at, check)| {
        let (rank, ways) = ways(check)?;
        Some((rank, at, ways))
    });
    ways.min_by_key(|(rank, ..)| *rank).map(|(_, at, ways)| (at, ways))
}

/// Give how the lines are found that pass a check, and how many they are compared to other checks; nothing where it
/// does not pay, or where any line could pass.
fn ways(check: &Check) -> Option<(u8, Vec<(u32, Way)>)> {
    fn each(keys: &[Box<str>], way: fn(Box<str>) -> Way) -> Vec<(u32, Way)> {
        (0..).zip(keys).map(|(choice, key)| (choice, way(key.clone()))).collect()
    }
    match check {
        Check::Line(keys) => Some((0, each(keys, Way::Line))),
        Check::Starts(keys) => Some((1, each(keys, Way::Starts))),
        Check::Ends(keys) => Some((2, each(keys, Way::Ends))),
        Check::Has(keys) => keys.iter().all(|key| is_worth(key)).then(|| (3, each(keys, Way::Contains))),
        Check::Is(Trait::OwnLinks) => Some((3, vec![(0, Way::Contains(links::SIGN.into()))])),
        Check::Like(templates) => Some((4, all(templates, of_template)?)),
        Check::Regex(patterns) => Some((5, all(patterns, of_pattern)?)),
        _ => None,
    }
}

/// Give the ways of all choices, if each has one.
fn all<T>(choices: &[T], ways: fn(&T) -> Vec<Way>) -> Option<Vec<(u32, Way)>> {
    let mut found = Vec::new();
    for (number, choice) in (0..).zip(choices) {
        let ways = ways(choice);
        if ways.is_empty() {
            return None;
        }
        found.extend(ways.into_iter().map(|way| (number, way)));
    }
    Some(found)
}

fn of_template(template: &Template) -> Vec<Way> {
    let required = template.required();
    if !required.is_empty() && required.iter().all(|text| is_worth(text)) {
        return required.into_iter().map(|text| Way::Contains(text.into())).collect();
    }
    if template.has_digit() { vec![Way::Digit] } else { Vec::new() }
}

fn of_pattern(pattern: &Pattern) -> Vec<Way> {
    let required = pattern.required();
    if !required.is_empty() && required.iter().all(|text| is_worth(text)) {
        return required.iter().map(|text| Way::Contains(text.clone())).collect();
    }
    let first = pattern.first();
    if first.is_some() { vec![Way::FirstByte(first)] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::pattern::Pattern;
    use super::*;

    fn found(checks: Vec<Check>, key: &str) -> bool {
        let prefilter = Prefilter::new(&[Checks { checks }]);
        let mut found = Vec::new();
        prefilter.candidates(key, key, &mut found);
        !found.is_empty()
    }

    #[test]
    fn lines_are_found_by_what_they_hold() {
        assert!(found(vec![Check::Line(vec!["abc".into()])], "abc"));
        assert!(!found(vec![Check::Line(vec!["abc".into()])], "abcd"));
        assert!(found(vec![Check::Starts(vec!["ab".into(), "abcd".into()])], "abc"));
        assert!(!found(vec![Check::Starts(vec!["ab".into()])], "xabc"));
        assert!(!found(vec![Check::Starts(vec!["bc".into(), "abcd".into()])], "abc"));
        assert!(found(vec![Check::Ends(vec!["abc".into()])], "abcxabc"));
        assert!(!found(vec![Check::Ends(vec!["abc".into()])], "abcx"));
        assert!(found(vec![Check::Has(vec!["abc".into(), "bcd".into()])], "xbcd"));
        assert!(found(vec![Check::Regex(vec![Pattern::read("^Photo \\d".into()).unwrap().0])], "photo 1"));
        assert!(found(vec![Check::Regex(vec![Pattern::read("^[\u{a9}x]".into()).unwrap().0])], "\u{a9} a"));
        assert!(!found(vec![Check::Regex(vec![Pattern::read("^[\u{a9}x]".into()).unwrap().0])], "a \u{a9}"));
        assert!(found(vec![Check::Ends(vec![":".into()])], "a:") && !found(vec![Check::Ends(vec![":".into()])], "a:b"));
    }

    #[test]
    fn what_any_line_may_fit_is_told_apart() {
        let always = |checks| Prefilter::new(&[Checks { checks }]).check(MatcherId(0)).is_none();
        assert!(always(vec![Check::Has(vec![",".into()])]));
        assert!(always(vec![Check::Regex(vec![Pattern::read(r"\p{Lu}$".into()).unwrap().0])]));
        assert!(!always(vec![Check::Has(vec![",".into()]), Check::Line(vec!["a,b".into()])]));
    }
}
