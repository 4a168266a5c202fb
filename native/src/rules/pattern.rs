//! Regular expressions of rule files: linear in time, with Unicode's idea of words, digits and spaces.

use std::sync::{Arc, OnceLock};

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::clues::Clue;
use super::finder::Finder;
use super::model::Text;
use super::problem::quoted;
use super::size::{Bounds, Size};
use crate::line::signs::{Signs, Spelling};

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
    clue: Option<Arc<Clue>>,
    size: Size,
    spelling: Spelling,
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
        let (clue, size, spelling) = (Clue::of(&hir).map(Arc::new), size(&hir), Spelling::of(&hir));
        Ok((Pattern { text, clue, size, spelling, finder: Arc::default() }, cost))
    }

    /// Give the same pattern as another text of a file has it.
    pub fn said_by(&self, text: Text) -> Pattern {
        Pattern { text, ..self.clone() }
    }

    /// Tell whether a line has what all have in which the pattern is found.
    pub fn may_be_found(&self, line: &str, key: &str) -> bool {
        self.clue().is_none_or(|clue| clue.is_in(line, key))
    }

    /// Tell whether the pattern is found anywhere in a line as it stands, of which the signs are known.
    pub fn found(&self, line: &str, signs: Signs) -> bool {
        self.spelling.allows(signs) && self.finder().is_match(line)
    }

    /// Give what tells where the pattern is found.
    pub fn regex(&self) -> Option<&Regex> {
        self.finder().regex()
    }

    fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| Finder::of(&self.text.text))
    }

    /// Give the size of the lines in which the pattern is found.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Give the kinds of characters of the lines in which the pattern is found.
    pub fn spelling(&self) -> Spelling {
        self.spelling
    }

    /// Tell what every line has in which the pattern is found, if it tells anything.
    pub fn clue(&self) -> Option<&Clue> {
        self.clue.as_deref()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Result<Pattern, (String, String)> {
        Pattern::read(Text::from(source)).map(|(pattern, _)| pattern)
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
    fn what_fits_is_of_the_size_and_has_the_signs_that_were_told() {
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
            let may_be_found = is_of_size && read.spelling().allows(Signs::of(line));
            assert!(may_be_found || !read.regex().unwrap().is_match(line), "{pattern} {line:?}");
        }
    }

    #[test]
    fn patterns_know_unicode() {
        let found = |pattern: &str, line: &str| read(pattern).unwrap().found(line, Signs::of(line));
        assert!(found(r"\bd\w n\b", "x d\u{1eed} n") && !found(r"\bn", "\u{1eed}n"));
    }

    #[test]
    fn what_costs_too_much_is_refused() {
        assert!(read(r"(?:\w{1,900}){1,900}").is_err());
        assert!(read(r"(?=a)").unwrap_err().1.contains("look-around"));
        assert!(read(r"^\p{Lu}{2,8}(?: \p{Lu}{1,8}){1,4}$").is_ok());
    }
}
