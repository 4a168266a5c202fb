//! Regular expressions of rule files: linear in time, with Unicode's idea of words, digits and spaces.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use unicode_normalization::is_nfc;

use super::finder::Finder;
use super::model::Text;
use super::problem::quoted;
use super::size::{Bounds, Size};
use crate::line::{key, key::fold_case, key::is_space};
use crate::text::tone;

/// The most characters of a pattern.
pub const MAX_CHARS: usize = 2_000;
/// What the patterns of one file may cost together, in states of an automaton; ten times what any of our own needs.
pub const MAX_SIZE: usize = 1_000_000;
/// What one pattern may cost.
const MAX_ONE: usize = 100_000;
/// What a compiled pattern may take, in bytes; far beyond what `MAX_ONE` lets through.
pub const MAX_BYTES: usize = 256 << 20;

/// An author's pattern, compiled when it is first needed: most patterns of a book never are.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub text: Text,
    required: Arc<[Box<str>]>,
    first: FirstBytes,
    size: Size,
    finder: Arc<OnceLock<Arc<Finder>>>,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.text.text == other.text.text
    }
}

impl Pattern {
    /// Read a pattern; gives it with what it costs, or what is wrong with it and what to do.
    pub fn read(text: Text) -> Result<(Pattern, usize), (String, String)> {
        let source = &text.text;
        let length = source.chars().count();
        if length > MAX_CHARS {
            let message = format!("the pattern has {length} characters; at most {MAX_CHARS} are allowed");
            return Err((message, "split it".to_owned()));
        }
        let hir =
            regex_syntax::parse(source).map_err(|error| (complaint(source, &error), advice(source).to_owned()))?;
        let cost = cost(&hir);
        if cost > MAX_ONE {
            let message = format!("the pattern {} is too large", quoted(source));
            return Err((message, "shorten counts such as {1,900}".to_owned()));
        }
        let required = required(&hir).map(|found| found.texts).unwrap_or_default();
        let (first, size) = (FirstBytes::of(&hir), size(&hir));
        Ok((Pattern { text, required: required.into(), first, size, finder: Arc::default() }, cost))
    }

    /// Tell whether the pattern is found anywhere in a line as it stands.
    pub fn found(&self, line: &str) -> bool {
        self.first.may_begin(line) && self.finder().is_match(line)
    }

    /// Give what tells where the pattern is found.
    pub fn regex(&self) -> Option<&Regex> {
        self.finder().regex()
    }

    fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| Finder::of(&self.text.text))
    }

    /// Give the bytes that a line may begin with.
    pub fn first(&self) -> FirstBytes {
        self.first
    }

    /// Give the size of the lines in which the pattern is found.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Give texts of which the key of every line that the pattern is found in contains one; none where there are no
    /// such texts.
    pub fn required(&self) -> &[Box<str>] {
        &self.required
    }
}

/// Give a compiled pattern. Each is compiled once a process: books of many sources stand on the same packages.
pub fn compiled(pattern: &str) -> Option<Regex> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Option<Regex>>>> = LazyLock::new(Mutex::default);
    if let Some(known) = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(pattern) {
        return known.clone();
    }
    let made = regex::RegexBuilder::new(pattern).size_limit(MAX_BYTES).build().ok();
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).insert(pattern.to_owned(), made.clone());
    made
}

fn complaint(source: &str, error: &regex_syntax::Error) -> String {
    let reason = match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "it cannot be read".to_owned(),
    };
    format!("the pattern {} cannot be used: {reason}", quoted(source))
}

fn advice(source: &str) -> &'static str {
    if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|sign| source.contains(sign)) {
        "look-around is not linear; use several words in one matcher, or `where`"
    } else {
        "patterns run in linear time: no look-around, no back-references"
    }
}

/// Estimate how many states a pattern has, with its counts written out.
fn cost(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => 1 + class.ranges().len() / 2,
        HirKind::Class(Class::Bytes(_)) => 1,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1)).max(1) as usize;
            cost(&repetition.sub).saturating_mul(times)
        }
        HirKind::Capture(capture) => cost(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(cost).fold(0, usize::saturating_add),
    }
}

/// Give the size of the lines in which a pattern is found. Where it is bound to both ends, they are what fits it.
fn size(hir: &Hir) -> Size {
    let looks = hir.properties();
    let is_whole = looks.look_set_prefix().contains(Look::Start) && looks.look_set_suffix().contains(Look::End);
    let Extent { chars, spaces } = Extent::of(hir);
    let most = |count: Count| count.most.filter(|_| is_whole);
    let words = Bounds::new(spaces.least.saturating_add(1), most(spaces).map(|spaces| spaces.saturating_add(1)));
    Size::default().with_chars(Bounds::new(chars.least, most(chars))).with_words(words)
}

/// How many characters, and spaces among them, a text has that fits.
#[derive(Clone, Copy)]
struct Extent {
    chars: Count,
    spaces: Count,
}

#[derive(Clone, Copy)]
struct Count {
    least: usize,
    most: Option<usize>,
}

impl Extent {
    fn of(hir: &Hir) -> Extent {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Extent::NONE,
            HirKind::Literal(literal) => {
                let text = String::from_utf8_lossy(&literal.0);
                let exactly = |count| Count { least: count, most: Some(count) };
                Extent { chars: exactly(text.chars().count()), spaces: exactly(text.matches(' ').count()) }
            }
            HirKind::Class(class) => Extent::of_class(class),
            HirKind::Repetition(repetition) => {
                let sub = Extent::of(&repetition.sub);
                let times = |count: Count| count.times(repetition.min, repetition.max);
                Extent { chars: times(sub.chars), spaces: times(sub.spaces) }
            }
            HirKind::Capture(capture) => Extent::of(&capture.sub),
            HirKind::Concat(parts) => parts.iter().map(Extent::of).fold(Extent::NONE, |all, one| Extent {
                chars: all.chars.and(one.chars),
                spaces: all.spaces.and(one.spaces),
            }),
            HirKind::Alternation(parts) => {
                let either = |all: Extent, one: Extent| Extent {
                    chars: all.chars.or(one.chars),
                    spaces: all.spaces.or(one.spaces),
                };
                parts.iter().map(Extent::of).reduce(either).unwrap_or(Extent::NONE)
            }
        }
    }

    fn of_class(class: &Class) -> Extent {
        let holds = |c: char| match class {
            Class::Unicode(class) => class.iter().any(|range| (range.start()..=range.end()).contains(&c)),
            Class::Bytes(class) => class.iter().any(|range| (range.start()..=range.end()).contains(&(c as u8))),
        };
        let spaces = Count { least: 0, most: Some(usize::from(holds(' '))) };
        Extent { chars: Count { least: 1, most: Some(1) }, spaces }
    }

    const NONE: Extent = Extent { chars: Count { least: 0, most: Some(0) }, spaces: Count { least: 0, most: Some(0) } };
}

impl Count {
    fn times(self, least: u32, most: Option<u32>) -> Count {
        let product = |count: usize, times: u32| count.saturating_mul(times as usize);
        let most = match (self.most, most) {
            (Some(0), _) => Some(0),
            (Some(count), Some(times)) => Some(product(count, times)),
            _ => None,
        };
        Count { least: product(self.least, least), most }
    }

    fn and(self, other: Count) -> Count {
        let most = self.most.zip(other.most).map(|(one, other)| one.saturating_add(other));
        Count { least: self.least.saturating_add(other.least), most }
    }

    fn or(self, other: Count) -> Count {
        let most = self.most.zip(other.most).map(|(one, other)| one.max(other));
        Count { least: self.least.min(other.least), most }
    }
}

/// The bytes that a line may begin with in which a pattern is found; any, where the pattern is not bound to its start.
#[derive(Clone, Copy, Debug, Default)]
pub struct FirstBytes(Option<[u128; 2]>);

impl FirstBytes {
    fn of(hir: &Hir) -> FirstBytes {
        let mut bytes = [0; 2];
        let bound = hir.properties().look_set_prefix().contains(Look::Start);
        FirstBytes((bound && begin(hir, &mut bytes)).then_some(bytes))
    }

    /// Tell whether the pattern is bound to the start of a line, so that not every byte may stand there.
    pub fn is_some(self) -> bool {
        self.0.is_some()
    }

    /// Give the bytes, all of them where any may stand there.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..=u8::MAX).filter(move |&byte| self.has(byte))
    }

    fn has(self, byte: u8) -> bool {
        self.0.is_none_or(|bytes| bytes[usize::from(byte >> 7)] >> (byte & 127) & 1 == 1)
    }

    fn may_begin(self, line: &str) -> bool {
        self.0.is_none() || line.bytes().next().is_some_and(|byte| self.has(byte))
    }
}

/// Add the bytes that what fits may begin with; tells whether something must stand there at all.
fn begin(hir: &Hir, bytes: &mut [u128; 2]) -> bool {
    let mut add = |from: u8, to: u8| (from..=to).for_each(|byte| bytes[usize::from(byte >> 7)] |= 1 << (byte & 127));
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => {
            literal.0.iter().take(1).for_each(|&byte| add(byte, byte));
            true
        }
        HirKind::Class(Class::Unicode(class)) => {
            let first = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes()[0];
            class.iter().for_each(|range| add(first(range.start()), first(range.end())));
            true
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().for_each(|range| add(range.start(), range.end()));
            true
        }
        HirKind::Repetition(repetition) => begin(&repetition.sub, bytes) && repetition.min > 0,
        HirKind::Capture(capture) => begin(&capture.sub, bytes),
        HirKind::Concat(parts) => parts.iter().any(|part| begin(part, bytes)),
        HirKind::Alternation(parts) => parts.iter().filter(|part| !begin(part, bytes)).count() == 0,
    }
}

/// Texts one of which must be there; `least` is the length of the shortest in characters.
struct Required {
    texts: Vec<Box<str>>,
    least: usize,
}

const MOST_TEXTS: usize = 40;
const MOST_RANGES: usize = 12;
const LEAST_CHARS: usize = 1; // most signs stand in few lines

fn required(hir: &Hir) -> Option<Required> {
    match hir.kind() {
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Alternation(parts) => {
            let all: Vec<Required> = parts.iter().map(required).collect::<Option<_>>()?;
            let least = all.iter().map(|one| one.least).min()?;
            let texts: Vec<Box<str>> = all.into_iter().flat_map(|one| one.texts).collect();
            (texts.len() <= MOST_TEXTS).then_some(Required { texts, least })
        }
        HirKind::Concat(parts) => {
            let within = parts.iter().filter(|part| !matches!(part.kind(), HirKind::Literal(_) | HirKind::Class(_)));
            within.filter_map(required).chain(rows(parts)).max_by_key(|one| one.least)
        }
        HirKind::Literal(_) | HirKind::Class(_) => any_of(&exact(hir)?),
        _ => None,
    }
}

/// Give what rows of parts of which all texts can be listed require.
fn rows(parts: &[Hir]) -> Vec<Required> {
    let mut found = Vec::new();
    let mut row = vec![String::new()];
    for part in parts {
        let texts = exact(part);
        match texts {
            Some(texts) if row.len() * texts.len() <= MOST_TEXTS => row = joined(&row, &texts),
            texts => {
                found.extend(any_of(&row));
                row = texts.unwrap_or_else(|| vec![String::new()]);
            }
        }
    }
    found.extend(any_of(&row));
    found
}

/// List all texts that fit, with folded case, if they are few.
fn exact(hir: &Hir) -> Option<Vec<String>> {
    let mut texts = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![fold_case(std::str::from_utf8(&literal.0).ok()?).into_owned()],
        HirKind::Class(Class::Unicode(class)) if class.ranges().len() <= MOST_RANGES => {
            let letters = class.iter().flat_map(|range| range.start()..=range.end()).take(MOST_TEXTS + 1);
            letters.map(|c| fold_case(c.encode_utf8(&mut [0; 4])).into_owned()).collect()
        }
        HirKind::Capture(capture) => exact(&capture.sub)?,
        HirKind::Repetition(repetition) if repetition.max == Some(1) => {
            let mut texts = exact(&repetition.sub)?;
            texts.extend((repetition.min == 0).then(String::new));
            texts
        }
        HirKind::Concat(parts) => parts.iter().try_fold(vec![String::new()], |row, part| {
            let texts = exact(part)?;
            (row.len() * texts.len() <= MOST_TEXTS).then(|| joined(&row, &texts))
        })?,
        HirKind::Alternation(parts) => parts.iter().map(exact).collect::<Option<Vec<_>>>()?.concat(),
        _ => return None,
    };
    texts.sort_unstable();
    texts.dedup();
    (texts.len() <= MOST_TEXTS).then_some(texts)
}

/// Put each text behind each beginning.
fn joined(beginnings: &[String], texts: &[String]) -> Vec<String> {
    beginnings.iter().flat_map(|one| texts.iter().map(move |text| format!("{one}{text}"))).collect()
}

/// Require one of several texts, if each leaves something to be looked for.
fn any_of(texts: &[String]) -> Option<Required> {
    let all: Vec<Required> = texts.iter().map(|text| literal(text)).collect::<Option<_>>()?;
    let least = all.iter().map(|one| one.least).min()?;
    let texts = all.into_iter().flat_map(|one| one.texts).collect();
    Some(Required { texts, least })
}

/// Give what of a text is there in a key whatever stands around it.
fn literal(text: &str) -> Option<Required> {
    // an entity is decoded in a key; white space other than a single space is another there
    if text.contains('&') {
        return None;
    }
    let pieces = text.split(|c: char| c != ' ' && is_space(c));
    let piece = pieces.max_by_key(|piece| piece.chars().count())?;
    // the edges may be parts of a syllable whose mark stands elsewhere in a key
    let piece = without_second(piece.trim_end_matches(['o', 'u'])).trim_matches(' ');
    let least = piece.chars().count();
    if least < LEAST_CHARS || !is_nfc(piece) || piece.contains("  ") {
        return None;
    }
    let texts = super::literal::spellings(piece, true);
    debug_assert_eq!(key(piece).chars().count(), least);
    Some(Required { texts, least })
}

/// Cut a vowel at the start that the other school writes otherwise; one inside a word is written alike by both.
fn without_second(piece: &str) -> &str {
    let rest = piece.trim_start_matches(tone::is_second);
    let is_inside = piece[..piece.len() - rest.len()].chars().count() == 1 && rest.starts_with(char::is_alphabetic);
    if is_inside { piece } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Result<Pattern, (String, String)> {
        Pattern::read(Text::from(source)).map(|(pattern, _)| pattern)
    }

    #[test]
    fn literals_are_pulled_out_of_patterns() {
        let of = |source: &str| read(source).unwrap().required().iter().map(|one| one.to_string()).collect::<Vec<_>>();
        assert_eq!(of(r"^\d+ Photo \d+$"), ["photo"]);
        assert_eq!(of(r"(?i)^(?:tag|share)\b"), ["share", "tag"]);
        assert_eq!(of(r"\.(?:jpe?g|png)$"), [".jpeg", ".jpg", ".png"]);
        assert!(of(r"^\p{Lu}+$").is_empty());
        assert_eq!(of(r"(?:photo)?@"), ["@", "photo@"]);
        assert!(of(r"(?:photo)?\d").is_empty());
        assert!(of("a&b;c").is_empty());
        assert_eq!(of("\u{1ea3}nh:"), ["\u{1ea3}nh:"]);
        assert_eq!(of("\u{1ea3} nh:"), ["nh:"]);
    }

    #[test]
    fn lines_that_begin_otherwise_are_no_candidates() {
        let may = |source: &str, line: &str| read(source).is_ok_and(|one| one.first().may_begin(line));
        assert!(may(r"^(?:#|\*x)", "#a") && may(r"^(?:#|\*x)", "*x") && !may(r"^(?:#|\*x)", "a#"));
        assert!(may(r"^\|?[ab]", "b") && may(r"^\|?[ab]", "|a") && !may(r"^\|?[ab]", "c"));
        assert!(may(r"(?i)^\p{Lu}", "\u{1ebd}") && !may(r"^\p{Lu}", "x"));
        assert!(may("^a?", "b") && may("^", "") && may("(?:^a|b)", "b") && !may("^a|^b", "c"));
    }

    #[test]
    fn lines_that_are_too_long_or_short_are_no_candidates() {
        let fits = |source: &str, chars, words| read(source).is_ok_and(|one| one.size().holds(chars, words));
        assert!(fits("^ab?$", 1, 1) && fits("^ab?$", 2, 1) && !fits("^ab?$", 0, 1) && !fits("^ab?$", 3, 1));
        assert!(fits("^ab?", 9, 3) && !fits("^ab?", 0, 1) && fits("^a$|b", 9, 3) && fits("(?m)^a$", 9, 3));
        assert!(fits(r"^\p{L}+(?: \p{L}+){1,2}$", 99, 2) && !fits(r"^\p{L}+(?: \p{L}+){1,2}$", 99, 4));
        assert!(fits(r"^[^a]{2,3}$", 3, 4) && !fits("^(?:a b|c d e)$", 5, 1) && fits("^(?:a|b c)*$", 99, 99));
    }

    #[test]
    fn what_fits_is_of_the_size_that_was_told() {
        let patterns = [
            r"^\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,4}$",
            r"(?i)^(?:photo|a b)? ?\d{1,3}$",
            r"^[^.]{2,9}[^.:;]$",
            r"(?:^a|b$)",
            r"a (?:b c )*d",
            r"^(?:[^ ]| [^-])*$",
            "^$",
        ];
        let lines = [
            "",
            "a",
            "A b",
            "Ab Cd",
            "photo 12",
            "a b 7",
            "A B 1",
            "ab  cd",
            "x a b c b c d",
            "\u{110}\u{1ea7} \u{110}a",
        ];
        for (pattern, line) in patterns.iter().flat_map(|pattern| lines.map(|line| (pattern, line))) {
            let read = read(pattern).unwrap();
            let is_of_size = read.size().holds(line.chars().count(), line.matches(' ').count() + 1);
            assert!(is_of_size || !read.found(line), "{pattern} {line:?}");
        }
    }

    #[test]
    fn patterns_know_unicode() {
        assert!(read(r"\bd\w n\b").unwrap().found("x d\u{1eed} n"));
        assert!(!read(r"\bn").unwrap().found("\u{1eed}n"));
    }

    #[test]
    fn what_costs_too_much_is_refused() {
        assert!(read(r"(?:\w{1,900}){1,900}").is_err());
        assert!(read(r"(?=a)").unwrap_err().1.contains("look-around"));
        assert!(read(r"^\p{Lu}{2,8}(?: \p{Lu}{1,8}){1,4}$").is_ok());
    }
}
