//! Which matchers a line could fit, told from the line in one pass: most lines fit none, and never meet a pattern.
//!
//! Of each matcher one check is looked up, the one that the fewest lines pass: a whole line in a table, beginnings and what
//! a line must contain by their `Texts`, signs at either end by their byte. What is found says
//! which text, template or pattern of that check it was, so that the others need not be tried.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::clues::{Clue, is_worth};
use super::model::{Check, Checks, MatcherId, Trait};
use super::pattern::Pattern;
use super::size::{Bounds, MOST_BYTES, Size};
use super::template::Template;
use super::texts::Texts;
use crate::line::row::Names;
use crate::line::signs::{Signs, Spelling};
use crate::line::stamp::STAMP_CHARS;
use crate::line::{heading, links};

/// Most lines could fit fewer matchers.
const CANDIDATES: usize = 32;

/// A line as it is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Query<'l> {
    pub line: &'l str,
    pub key: &'l str,
    pub chars: usize,
    pub words: usize,
    pub signs: Signs,
}

/// A matcher that a line could fit, by one of the texts, templates or patterns of the check that is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub matcher: MatcherId,
    /// The place of that text, template or pattern in the check; 0 for whole lines, which need no further look.
    pub choice: u32,
}

/// Looks the matchers of a book up by a line and its key.
#[derive(Clone, Debug, Default)]
pub struct Prefilter {
    lines: Whole,
    headings: Whole,
    starts: Wants,
    inside: Wants,
    /// By the first byte of the line, and by the last of its key.
    first: ByByte,
    last: ByByte,
    digits: Vec<Wanted>,
    /// What has to be a single word.
    words: Vec<Wanted>,
    /// For each matcher, the place of the check that is looked up; none where any line could fit.
    checks: Vec<Option<usize>>,
}

/// Texts, and for each what a line is looked for that it was found in.
#[derive(Clone, Debug, Default)]
struct Wants {
    texts: Texts,
    wanted: Vec<Vec<Wanted>>,
}

/// What a line is looked for that was found by a text, and what else must be true of it.
#[derive(Clone, Copy, Debug)]
struct Wanted {
    candidate: Candidate,
    size: Size,
    spelling: Spelling,
    /// The bytes of its key.
    key: Bounds,
}

impl Wanted {
    fn is_by(&self, query: &Query) -> bool {
        self.spelling.allows(query.signs)
            && self.size.holds(query.chars, query.words)
            && self.key.holds(query.key.len())
    }
}

/// What is wanted, by a byte.
#[derive(Clone, Debug, Default)]
struct ByByte(Vec<Vec<Wanted>>);

/// How the lines are found that could pass a check.
enum Found<'c> {
    /// By one of these keys, as whole lines.
    Lines(&'c [Box<str>]),
    /// As headings.
    Headings(&'c [Box<str>]),
    /// By each text, template or pattern of the check in its way.
    Each(Vec<Choice>),
}

/// How the lines are found that may fit a text, a template or a pattern.
enum Way {
    Starts(Box<str>),
    Contains(Box<str>),
    Ends(Box<str>),
    FirstByte(Vec<u8>),
    Digit,
    OneWord,
}

/// A text, template or pattern of a check, by its place there: the ways by which its lines are found, and what they are
/// like.
struct Choice {
    ways: Vec<Way>,
    size: Size,
    spelling: Spelling,
    /// The bytes of their keys.
    key: Bounds,
}

impl Choice {
    /// Take lines of any size.
    fn by(ways: Vec<Way>) -> Choice {
        Choice { ways, size: Size::default(), spelling: Spelling::ANY, key: Bounds::ANY }
    }
}

impl Prefilter {
    /// Take the matchers of a book, by their numbers.
    pub fn new(matchers: &[Checks]) -> Prefilter {
        let mut made = Prefilter::default();
        let (mut starts, mut inside) = (Gathered::default(), Gathered::default());
        let (mut lines, mut headings) = (Vec::new(), Vec::new());
        for (number, checks) in (0..).zip(matchers) {
            let best = best(&checks.checks);
            made.checks.push(best.as_ref().map(|(check, _)| *check));
            let candidate = Candidate { matcher: MatcherId(number), choice: 0 };
            let wanted = Wanted { candidate, size: checks.size, spelling: Spelling::ANY, key: Bounds::ANY };
            let choices = match best.map(|(_, found)| found) {
                Some(Found::Lines(keys)) => {
                    lines.push((keys, wanted));
                    continue;
                }
                Some(Found::Headings(keys)) => {
                    headings.push((keys, wanted));
                    continue;
                }
                Some(Found::Each(choices)) => choices,
                None => continue,
            };
            for (choice, one) in (0..).zip(choices) {
                let candidate = Candidate { choice, ..candidate };
                let wanted =
                    Wanted { candidate, size: wanted.size.and(one.size), spelling: one.spelling, key: one.key };
                for way in one.ways {
                    match way {
                        Way::Starts(key) => starts.add(key, wanted),
                        Way::Contains(key) => inside.add(key, wanted),
                        Way::Ends(key) if is_worth(&key) => inside.add(key, wanted),
                        Way::Ends(key) => made.last.add(key.bytes().next_back().into_iter(), wanted),
                        Way::FirstByte(bytes) => made.first.add(bytes.into_iter(), wanted),
                        Way::Digit => made.digits.push(wanted),
                        Way::OneWord => made.words.push(wanted),
                    }
                }
            }
        }
        (made.lines, made.headings) = (Whole::of(&lines), Whole::of(&headings));
        (made.starts, made.inside) = (starts.made(Texts::beginnings), inside.made(Texts::anywhere));
        made
    }

    /// Give the place of the check of a matcher that is looked up, or nothing where any line could fit, so that the
    /// matcher is never among the candidates.
    pub fn check(&self, id: MatcherId) -> Option<usize> {
        self.checks[id.index()]
    }

    /// Give what a line could fit by its size and by what is looked up, some of it several times.
    pub fn candidates(&self, query: Query) -> Vec<Candidate> {
        let (key, mut found) = (query.key, Vec::with_capacity(CANDIDATES));
        let mut add =
            |some: &[Wanted]| found.extend(some.iter().filter(|one| one.is_by(&query)).map(|one| one.candidate));
        add(self.lines.get(key));
        add(self.headings.get(heading::bare(key)));
        add(self.first.get(query.line.bytes().next()));
        add(self.last.get(key.bytes().next_back()));
        self.starts.texts.find_beginnings(key, |text| add(&self.starts.wanted[text]));
        self.inside.texts.find(key, |text| add(&self.inside.wanted[text]));
        if !self.digits.is_empty() && key.bytes().any(|byte| byte.is_ascii_digit()) {
            add(&self.digits);
        }
        if !self.words.is_empty() && memchr::memchr(b' ', key.as_bytes()).is_none() {
            add(&self.words);
        }
        found
    }
}

/// Whole lines, and what one is looked for. Texts of one list are looked for the same, so that is kept once.
#[derive(Clone, Debug, Default)]
struct Whole {
    texts: HashMap<Box<str>, u32, RandomState>,
    wanted: Vec<Vec<Wanted>>,
    longest: usize, // of the texts, in bytes
}

impl Whole {
    /// Take the texts of each matcher.
    fn of(all: &[(&[Box<str>], Wanted)]) -> Whole {
        let mut made = Whole::default();
        made.texts.reserve(all.iter().map(|(texts, _)| texts.len()).sum());
        all.iter().for_each(|(texts, wanted)| made.add(texts, *wanted));
        made
    }

    fn add(&mut self, texts: &[Box<str>], wanted: Wanted) {
        let mut with = HashMap::<_, _, RandomState>::default(); // by the place of what a text was looked for before
        for text in texts {
            let before = self.texts.get(text).copied();
            let place = *with.entry(before).or_insert_with(|| {
                let others = before.map_or(&[][..], |place| &self.wanted[place as usize]);
                self.wanted.push([others, &[wanted]].concat());
                self.wanted.len() as u32 - 1
            });
            self.longest = self.longest.max(text.len());
            match self.texts.get_mut(text) {
                Some(known) => *known = place,
                None => drop(self.texts.insert(text.clone(), place)),
            }
        }
    }

    fn get(&self, line: &str) -> &[Wanted] {
        let place = (line.len() <= self.longest).then(|| self.texts.get(line)).flatten();
        place.map_or(&[], |&place| &self.wanted[place as usize])
    }
}

impl ByByte {
    fn add(&mut self, bytes: impl Iterator<Item = u8>, wanted: Wanted) {
        self.0.resize(256, Vec::new());
        bytes.for_each(|byte| self.0[usize::from(byte)].push(wanted));
    }

    fn get(&self, byte: Option<u8>) -> &[Wanted] {
        byte.and_then(|byte| self.0.get(usize::from(byte))).map_or(&[], Vec::as_slice)
    }
}

/// Texts and what they are looked for, each once.
#[derive(Default)]
struct Gathered {
    places: HashMap<Box<str>, usize, RandomState>,
    wants: Vec<Vec<Wanted>>,
}

impl Gathered {
    fn add(&mut self, text: Box<str>, wanted: Wanted) {
        let place = *self.places.entry(text).or_insert_with(|| {
            self.wants.push(Vec::new());
            self.wants.len() - 1
        });
        self.wants[place].push(wanted);
    }

    fn made(self, make: fn(Vec<Box<str>>) -> Texts) -> Wants {
        let mut texts = vec![Box::default(); self.wants.len()];
        self.places.into_iter().for_each(|(text, place)| texts[place] = text);
        Wants { texts: make(texts), wanted: self.wants }
    }
}

/// Choose the check by which the lines are found that could pass all of them; gives its place, and how they are found.
fn best(checks: &[Check]) -> Option<(usize, Found<'_>)> {
    let mut ranked: Vec<(usize, &Check)> = checks.iter().enumerate().collect();
    ranked.sort_by_key(|(_, check)| rank(check));
    ranked.into_iter().find_map(|(at, check)| Some((at, found(check)?)))
}

/// Rank a check by how many lines pass it.
fn rank(check: &Check) -> u8 {
    match check {
        Check::Line(_) | Check::Heading(_) => 0,
        Check::Starts(_) => 1,
        Check::Ends(_) => 2,
        Check::Has(_) | Check::Row(_) | Check::Is(Trait::OwnLinks) => 3,
        Check::Like(_) => 4,
        Check::Regex(_) => 5,
        _ => 6,
    }
}

/// Give how the lines are found that pass a check; nothing where it does not pay, or where any line could pass.
fn found(check: &Check) -> Option<Found<'_>> {
    fn each(keys: &[Box<str>], way: fn(Box<str>) -> Way) -> Vec<Choice> {
        keys.iter().map(|key| Choice::by(vec![way(key.clone())])).collect()
    }
    Some(Found::Each(match check {
        Check::Line(keys) => return Some(Found::Lines(keys)),
        Check::Heading(keys) => return Some(Found::Headings(keys)),
        Check::Row(names) => {
            let first = names.first_words().map(|word| Way::Starts(word.into()));
            let ways = first.chain([Way::FirstByte(Names::first_bytes().collect())]).collect();
            vec![Choice::by(ways)]
        }
        Check::Starts(keys) => each(keys, Way::Starts),
        Check::Ends(keys) => each(keys, Way::Ends),
        Check::Has(keys) if keys.iter().all(|key| is_worth(key)) => each(keys, Way::Contains),
        Check::Is(Trait::OwnLinks) => {
            let ways = vec![Way::Contains(links::SIGN.into())];
            vec![Choice::by(ways)]
        }
        Check::Like(templates) => templates.iter().map(of_template).collect::<Option<_>>()?,
        Check::Regex(patterns) => patterns.iter().map(of_pattern).collect::<Option<_>>()?,
        Check::Is(Trait::Stamp) => {
            let key = Bounds::new(0, Some(STAMP_CHARS * MOST_BYTES));
            vec![Choice { key, ..Choice::by(vec![Way::Digit]) }]
        }
        _ => return None,
    }))
}

fn of_template(template: &Template) -> Option<Choice> {
    let ways = match template.clue() {
        Some(clue) => of_clue(&clue),
        None if template.has_digit() => vec![Way::Digit],
        None => template.is_one_word().then(|| vec![Way::OneWord])?,
    };
    Some(Choice { key: template.length, ..Choice::by(ways) })
}

fn of_pattern(pattern: &Pattern) -> Option<Choice> {
    Some(Choice { size: pattern.size(), spelling: pattern.spelling(), ..Choice::by(of_clue(pattern.clue()?)) })
}

fn of_clue(clue: &Clue) -> Vec<Way> {
    fn each(texts: &[Box<str>], way: fn(Box<str>) -> Way) -> impl Iterator<Item = Way> {
        texts.iter().cloned().map(way)
    }
    match clue {
        Clue::Contains(texts) => each(texts, Way::Contains).collect(),
        Clue::Ends(texts) => each(texts, Way::Ends).collect(),
        Clue::Begins(beginning) => {
            let byte = (!beginning.bytes.is_empty()).then(|| Way::FirstByte(beginning.bytes.clone()));
            each(&beginning.texts, Way::Starts).chain(byte).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::pattern::Pattern;
    use super::*;

    fn keys(texts: &[&str]) -> Arc<[Box<str>]> {
        texts.iter().map(|&text| text.into()).collect()
    }

    fn found(checks: Vec<Check>, line: &str) -> bool {
        let prefilter = Prefilter::new(&[Checks { checks, ..Checks::default() }]);
        let (key, chars, words) = (&crate::line::key(line), line.chars().count(), line.matches(' ').count() + 1);
        !prefilter.candidates(Query { line, key, chars, words, signs: Signs::of(line) }).is_empty()
    }

    #[test]
    fn lines_are_found_by_what_they_hold() {
        assert!(found(vec![Check::Line(keys(&["abc"]))], "abc"));
        assert!(!found(vec![Check::Line(keys(&["abc"]))], "abcd"));
        assert!(found(vec![Check::Starts(keys(&["ab", "abcd"]))], "abc"));
        assert!(!found(vec![Check::Starts(keys(&["ab"]))], "xabc"));
        assert!(!found(vec![Check::Starts(keys(&["bc", "abcd"]))], "abc"));
        assert!(found(vec![Check::Ends(keys(&["abc"]))], "abcxabc"));
        assert!(found(vec![Check::Has(keys(&["abc", "bcd"]))], "xbcd"));
        assert!(found(vec![Check::Regex([Pattern::read("^Photo \\d".into()).unwrap().0].into())], "Photo 1"));
        assert!(!found(vec![Check::Regex([Pattern::read("^Photo [0-9]".into()).unwrap().0].into())], "Photo a"));
        assert!(found(vec![Check::Regex([Pattern::read("^[\u{a9}x]".into()).unwrap().0].into())], "\u{a9} a"));
        assert!(!found(vec![Check::Regex([Pattern::read("^[\u{a9}x]".into()).unwrap().0].into())], "a \u{a9}"));
        assert!(found(vec![Check::Ends(keys(&[":"]))], "a:") && !found(vec![Check::Ends(keys(&[":"]))], "a:b"));
    }

    #[test]
    fn what_any_line_may_fit_is_told_apart() {
        let always = |checks| Prefilter::new(&[Checks { checks, ..Checks::default() }]).check(MatcherId(0)).is_none();
        assert!(always(vec![Check::Has(keys(&[","]))]));
        assert!(always(vec![Check::Regex([Pattern::read(r"\p{Lu}$".into()).unwrap().0].into())]));
        assert!(!always(vec![Check::Has(keys(&[","])), Check::Line(keys(&["a,b"]))]));
    }
}
