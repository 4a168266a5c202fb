//! Which matchers a line could fit, told from its key in one pass: most lines fit none, and never meet a pattern.
//!
//! Of each matcher the check that the fewest lines pass is looked up: a whole line in a table, beginnings in one
//! automaton, everything else that a line must contain in another.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};

use super::model::{Check, Checks, MatcherId};

/// The shortest text worth looking for inside of lines, in characters.
const LEAST: usize = 3;

/// Looks the matchers of a book up by the key of a line.
#[derive(Clone, Debug, Default)]
pub struct Prefilter {
    lines: HashMap<Box<str>, Vec<MatcherId>>,
    starts: Option<Automaton>,
    inside: Option<Automaton>,
    digits: Vec<MatcherId>,
    always: Vec<MatcherId>,
}

/// Many texts that are looked for at once, and the matchers that each is looked for.
#[derive(Clone, Debug)]
struct Automaton {
    texts: AhoCorasick,
    matchers: Vec<Vec<Wanted>>,
}

#[derive(Clone, Copy, Debug)]
struct Wanted {
    matcher: MatcherId,
    /// The text has to stand at the end of the line.
    at_end: bool,
}

/// How the lines that a matcher could fit are found.
enum Way {
    Lines(Vec<Box<str>>),
    Starts(Vec<Box<str>>),
    Contains(Vec<Box<str>>, bool),
    Digit,
    Always,
}

impl Prefilter {
    /// Take the matchers of a book, by their numbers.
    pub fn new(matchers: &[Checks]) -> Prefilter {
        let mut made = Prefilter::default();
        let (mut starts, mut inside) = (Texts::default(), Texts::default());
        for (number, checks) in (0..).zip(matchers) {
            let matcher = MatcherId(number);
            match way(&checks.checks) {
                Way::Lines(keys) => {
                    keys.into_iter().for_each(|key| made.lines.entry(key).or_default().push(matcher));
                }
                Way::Starts(keys) => starts.add(keys, Wanted { matcher, at_end: false }),
                Way::Contains(keys, at_end) => inside.add(keys, Wanted { matcher, at_end }),
                Way::Digit => made.digits.push(matcher),
                Way::Always => made.always.push(matcher),
            }
        }
        // of a line its beginning alone is looked at; everything else is read through, a byte a step
        made.starts = starts.automaton(StartKind::Anchored, AhoCorasickKind::ContiguousNFA);
        made.inside = inside.automaton(StartKind::Unanchored, AhoCorasickKind::DFA);
        made
    }

    /// Give the matchers that any line could fit; they are not among the candidates.
    pub fn always(&self) -> &[MatcherId] {
        &self.always
    }

    /// Add the matchers that a line with this key could fit; one may be added several times.
    pub fn candidates(&self, key: &str, found: &mut Vec<MatcherId>) {
        if let Some(matchers) = self.lines.get(key) {
            found.extend_from_slice(matchers);
        }
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
    fn find(&self, line: Input<'_>, found: &mut Vec<MatcherId>) {
        let length = line.haystack().len();
        let mut state = aho_corasick::automaton::OverlappingState::start();
        loop {
            self.texts.find_overlapping(line.clone(), &mut state);
            let Some(one) = state.get_match() else { return };
            let wanted = &self.matchers[one.pattern().as_usize()];
            found.extend(wanted.iter().filter(|want| !want.at_end || one.end() == length).map(|want| want.matcher));
        }
    }
}

/// Texts to look for, each once.
#[derive(Default)]
struct Texts {
    places: HashMap<Box<str>, usize>,
    texts: Vec<Box<str>>,
    matchers: Vec<Vec<Wanted>>,
}

impl Texts {
    fn add(&mut self, texts: Vec<Box<str>>, wanted: Wanted) {
        for text in texts {
            let place = *self.places.entry(text).or_insert_with_key(|text| {
                self.texts.push(text.clone());
                self.matchers.push(Vec::new());
                self.texts.len() - 1
            });
            self.matchers[place].push(wanted);
        }
    }

    fn automaton(self, start: StartKind, kind: AhoCorasickKind) -> Option<Automaton> {
        if self.texts.is_empty() {
            return None;
        }
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::Standard).start_kind(start).kind(Some(kind));
        let texts = builder.build(self.texts.iter().map(|text| text.as_bytes())).ok()?;
        Some(Automaton { texts, matchers: self.matchers })
    }
}

fn is_long(text: &str) -> bool {
    text.chars().nth(LEAST - 1).is_some()
}

/// Choose how the lines that could pass all checks are found.
fn way(checks: &[Check]) -> Way {
    let ways = checks.iter().filter_map(|check| match check {
        Check::Line(keys) => Some((0, Way::Lines(keys.clone()))),
        Check::Starts(keys) => Some((1, Way::Starts(keys.clone()))),
        Check::Ends(keys) => Some((2, Way::Contains(keys.clone(), true))),
        Check::Has(keys) => Some((3, Way::Contains(keys.clone(), false))),
        Check::Like(templates) => {
            let required: Vec<Vec<&str>> = templates.iter().map(|template| template.required()).collect();
            let digits = templates.iter().all(|template| template.has_digit());
            Some(contained(4, required.iter().map(|texts| texts.iter().map(|text| Box::from(*text)).collect()), digits))
        }
        Check::Regex(patterns) => {
            let required = patterns.iter().map(|one| one.required().to_vec());
            Some(contained(5, required, false))
        }
        _ => None,
    });
    let worth = |way: &Way| match way {
        Way::Contains(texts, _) => texts.iter().all(|text| is_long(text)),
        Way::Always => false,
        _ => true,
    };
    ways.filter(|(_, way)| worth(way)).min_by_key(|(rank, _)| *rank).map_or(Way::Always, |(_, way)| way)
}

/// Look for what any of several things requires, if each requires something; else a digit may be told from.
fn contained(rank: u8, required: impl Iterator<Item = Vec<Box<str>>>, digits: bool) -> (u8, Way) {
    let mut all = Vec::new();
    for texts in required {
        if texts.is_empty() || !texts.iter().all(|text| is_long(text)) {
            return if digits { (rank + 2, Way::Digit) } else { (rank, Way::Always) };
        }
        all.extend(texts);
    }
    (rank, Way::Contains(all, false))
}

#[cfg(test)]
mod tests {
    use super::super::pattern::Pattern;
    use super::*;

    fn found(checks: Vec<Check>, key: &str) -> bool {
        let prefilter = Prefilter::new(&[Checks { checks }]);
        let mut found = Vec::new();
        prefilter.candidates(key, &mut found);
        !found.is_empty()
    }

    #[test]
    fn lines_are_found_by_what_they_hold() {
        assert!(found(vec![Check::Line(vec!["abc".into()])], "abc"));
        assert!(!found(vec![Check::Line(vec!["abc".into()])], "abcd"));
        assert!(found(vec![Check::Starts(vec!["ab".into(), "abcd".into()])], "abc"));
        assert!(!found(vec![Check::Starts(vec!["ab".into()])], "xabc"));
        assert!(found(vec![Check::Ends(vec!["abc".into()])], "abcxabc"));
        assert!(!found(vec![Check::Ends(vec!["abc".into()])], "abcx"));
        assert!(found(vec![Check::Has(vec!["abc".into(), "bcd".into()])], "xbcd"));
        assert!(found(vec![Check::Regex(vec![Pattern::read("^Photo \\d".into()).unwrap().0])], "photo 1"));
    }

    #[test]
    fn what_any_line_may_fit_is_told_apart() {
        let always = |checks| !Prefilter::new(&[Checks { checks }]).always().is_empty();
        assert!(always(vec![Check::Has(vec![",".into()])]));
        assert!(always(vec![Check::Regex(vec![Pattern::read(r"^\p{Lu}".into()).unwrap().0])]));
        assert!(!always(vec![Check::Has(vec![",".into()]), Check::Line(vec!["a,b".into()])]));
    }
}
