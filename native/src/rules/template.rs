//! Templates such as `{time} | {date} GMT+7`: what most patterns are written for, without a pattern.
//!
//! A template fits a line's key from end to end. Its slots know how sites write dates, times and numbers; how dates and times
//! are written is said by a language package.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::{Arc, OnceLock};

use super::clues::{Beginning, Clue};
use super::finder::Finder;
use super::language::Language;
use super::literal;
use super::size::{Bounds, MOST_BYTES};
use crate::line::key::is_space;

/// Every slot with what it stands for.
pub const SLOTS: [Slot; 7] = [Slot::Title, Slot::Date, Slot::Time, Slot::N, Slot::Url, Slot::Host, Slot::Words];

/// What may stand at a place of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    Title,
    Date,
    Time,
    N,
    Url,
    Host,
    Words,
}

impl Slot {
    pub fn name(self) -> &'static str {
        match self {
            Slot::Title => "title",
            Slot::Date => "date",
            Slot::Time => "time",
            Slot::N => "n",
            Slot::Url => "url",
            Slot::Host => "host",
            Slot::Words => "words",
        }
    }

    fn named(name: &str) -> Option<Slot> {
        SLOTS.into_iter().find(|slot| slot.name() == name)
    }

    /// Give a bound on the characters that fit.
    fn longest(self) -> usize {
        match self {
            Slot::Words => 1_000_000,
            Slot::Url => 4_000,
            Slot::Host => 300,
            _ => 60,
        }
    }
}

/// A template made ready.
#[derive(Clone, Debug)]
pub struct Template {
    pub source: Arc<str>,
    parts: Vec<Part>,
    longest: usize,
    /// The bytes of a key that fits.
    pub length: Bounds,
    titles: usize,
    language: Arc<Language>,
    finder: Arc<OnceLock<Arc<Finder>>>,
}

impl PartialEq for Template {
    fn eq(&self, other: &Template) -> bool {
        self.source == other.source && self.language == other.language
    }
}

/// A piece of a template.
#[derive(Clone, Debug)]
enum Part {
    /// Fixed text as keys: the spaces at its edges, and its spellings.
    Fixed {
        before: bool,
        spellings: Vec<Box<str>>,
        after: bool,
    },
    Slot(Slot),
}

impl Part {
    /// Give the fewest bytes that fit.
    fn least(&self) -> usize {
        match self {
            Part::Fixed { spellings, .. } => spellings.iter().map(|one| one.len()).min().unwrap_or(0),
            Part::Slot(_) => 1,
        }
    }

    /// Give texts of which one stands where it begins, if they can be listed.
    fn texts(&self) -> Option<Vec<Box<str>>> {
        match self {
            Part::Fixed { spellings, .. } => Some(spellings.clone()),
            Part::Slot(Slot::Url) => Some(URL_HEADS.map(Box::from).to_vec()),
            Part::Slot(_) => None,
        }
    }
}

/// What stands for a title while a line is compared: a character that no text has.
const TITLE: char = '\u{1}';

impl Template {
    /// Make a template ready that `problem` has nothing to say of.
    pub fn new(source: &str, language: &Arc<Language>) -> Template {
        let mut parts = Vec::new();
        let mut longest = 0;
        for (fixed, slot) in pieces(source) {
            longest += fixed.chars().count() + 2;
            if !fixed.is_empty() {
                let open = slot.is_some() && !fixed.ends_with(' ');
                parts.push(Part::Fixed {
                    before: fixed.starts_with(' '),
                    spellings: literal::spellings(&fixed, open),
                    after: fixed.ends_with(' ') && !fixed.trim().is_empty(),
                });
            }
            if let Some(slot) = slot.and_then(|name| Slot::named(&name)) {
                longest += slot.longest();
                parts.push(Part::Slot(slot));
            }
        }
        let titles = parts.iter().filter(|part| matches!(part, Part::Slot(Slot::Title))).count();
        let least = parts.iter().map(Part::least).sum();
        let length = Bounds::new(least, (titles == 0).then_some(longest * MOST_BYTES));
        let (language, finder) = (language.clone(), Arc::default());
        Template { source: source.into(), parts, longest, length, titles, language, finder }
    }

    /// Tell whether a line's key fits; a template with `{title}` never fits without a title.
    pub fn fits(&self, key: &str, title: &str) -> bool {
        if !self.length.holds(key.len()) || !self.edges_fit(key) {
            return false;
        }
        if self.titles == 0 {
            return key.chars().count() <= self.longest && self.finder().is_match(key);
        }
        if self.parts.len() == 1 || key.len() <= title.len() {
            return self.parts.len() == 1 && !title.is_empty() && key == title;
        }
        if title.is_empty() || !key.contains(title) {
            return false;
        }
        let marked = key.replace(title, TITLE.encode_utf8(&mut [0; 4]));
        self.finder().is_match(&marked)
    }

    /// Tell whether the fixed text at both ends is there; most lines need no more than that.
    fn edges_fit(&self, key: &str) -> bool {
        let head = match self.parts.first() {
            Some(Part::Fixed { spellings, .. }) => spellings.iter().any(|one| key.starts_with(&**one)),
            Some(Part::Slot(Slot::Url)) => URL_HEADS.iter().any(|head| key.starts_with(head)),
            _ => true,
        };
        head && match self.parts.last() {
            Some(Part::Fixed { spellings, .. }) => spellings.iter().any(|one| key.ends_with(&**one)),
            _ => true,
        }
    }

    /// Tell what every key has that fits: one of the spellings of the longest fixed text, or of that at an edge.
    pub fn clue(&self) -> Option<Clue> {
        let shortest = |texts: &Vec<Box<str>>| texts.iter().map(|one| one.len()).min().unwrap_or(0);
        let longest = self.parts.iter().filter_map(Part::texts).max_by_key(shortest).map(Clue::Contains);
        let begins = || Some(Clue::Begins(Beginning { texts: self.parts.first()?.texts()?, bytes: Vec::new() }));
        let last = self.parts.last().filter(|part| matches!(part, Part::Fixed { .. }));
        longest.filter(Clue::is_worthy).or_else(begins).or_else(|| last?.texts().map(Clue::Ends))
    }

    /// Tell whether no key that fits has a space.
    pub fn is_one_word(&self) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Fixed { before, spellings, after } => {
                !before && !after && !spellings.iter().any(|one| one.contains(' '))
            }
            Part::Slot(slot) => matches!(slot, Slot::Host | Slot::Url),
        })
    }

    /// Tell whether every key that fits has the title, or a digit, in it.
    pub fn has_title(&self) -> bool {
        self.titles > 0
    }

    pub fn has_digit(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Slot(Slot::Date | Slot::Time | Slot::N)))
    }

    fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| Finder::of(&self.pattern()))
    }

    fn pattern(&self) -> String {
        let mut pattern = String::from("^(?s:");
        for part in &self.parts {
            match part {
                Part::Fixed { before, spellings, after } => {
                    let inner: Vec<String> = spellings.iter().map(|one| regex::escape(one)).collect();
                    let edge = |there: bool| if there { " " } else { "" };
                    let _ = write!(pattern, "{}(?:{}){}", edge(*before), inner.join("|"), edge(*after));
                }
                Part::Slot(slot) => pattern.push_str(&self.slot(*slot)),
            }
        }
        pattern.push_str(")$");
        pattern
    }

    fn slot(&self, slot: Slot) -> String {
        match slot {
            Slot::Title => TITLE.to_string(),
            Slot::Date => self.language.date(),
            Slot::Time => self.language.time(),
            Slot::N => r"(?:[0-9]+(?:[.,][0-9]+)* ?[kmb]?)".to_owned(),
            Slot::Url => r"(?:(?:https?://|www\.)[^ ]+)".to_owned(),
            // Latin letters: those of all scripts are many states
            Slot::Host => r"(?:(?:[a-z0-9\x{C0}-\x{24F}\x{1E00}-\x{1EFF}-]+\.)+[a-z]{2,})".to_owned(),
            Slot::Words => "(?:[^ ]+(?: [^ ]+)*)".to_owned(),
        }
    }
}

const URL_HEADS: [&str; 3] = ["http://", "https://", "www."];

/// What is wrong with a template and what to do, or nothing.
pub fn problem(source: &str, nearest: impl Fn(&str, &[&str]) -> String) -> Option<(String, String)> {
    use super::problem::quoted;
    let names = SLOTS.map(Slot::name);
    let pieces = pieces(source);
    for name in pieces.iter().filter_map(|(_, slot)| slot.as_deref()) {
        // `{}` is no slot but an empty one
        if !name.is_empty() && Slot::named(name).is_none() {
            let hint = nearest(name, &names);
            let hint = if hint.is_empty() { format!("one of: {}", names.join(" ")) } else { hint };
            return Some((format!("unknown slot {{{name}}} in {}", quoted(source)), hint));
        }
    }
    let mut slots = pieces.iter().filter_map(|(_, slot)| slot.as_deref()).peekable();
    if slots.peek().is_none() {
        let message = format!("the template {} has no slot", quoted(source));
        return Some((message, "use `line:` for a fixed text".to_owned()));
    }
    let blank = pieces.iter().all(|(fixed, _)| fixed.chars().all(|c| c == ' '));
    if blank && slots.all(|slot| slot == Slot::Words.name()) {
        let message = format!("the template {} would fit every line", quoted(source));
        return Some((message, "add fixed words, or use other slots".to_owned()));
    }
    None
}

/// Put one space between words, and none at the ends.
fn spaced(source: &str) -> Cow<'_, str> {
    let mut before = ' ';
    let mut is_single = |c: char| {
        let is_odd = is_space(c) && (c != ' ' || before == ' ');
        before = c;
        !is_odd
    };
    if source.chars().all(&mut is_single) && before != ' ' {
        return Cow::Borrowed(source);
    }
    let words: Vec<&str> = source.split(is_space).filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

/// Split into fixed text and the name of the slot behind it; the last has no slot.
fn pieces(source: &str) -> Vec<(String, Option<String>)> {
    let spaced = spaced(source);
    let mut found = Vec::new();
    let mut fixed = String::new();
    let mut rest = &*spaced;
    while let Some(open) = rest.find('{') {
        let inner = &rest[open + 1..];
        match inner.find(['{', '}']) {
            Some(close) if inner[close..].starts_with('}') => {
                fixed.push_str(&rest[..open]);
                found.push((std::mem::take(&mut fixed), Some(inner[..close].to_owned())));
                rest = &inner[close + 1..];
            }
            _ => {
                fixed.push_str(&rest[..=open]);
                rest = inner;
            }
        }
    }
    fixed.push_str(rest);
    found.push((fixed, None));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(template: &str, line: &str, title: &str) -> bool {
        Template::new(template, &Arc::default()).fits(&crate::line::key(line), &crate::line::key(title))
    }

    #[test]
    fn slots_fit_what_they_stand_for() {
        assert!(fits("{time} | {date} GMT+7", "11:26 | 13/01/2025 gmt+7", ""));
        assert!(!fits("{time} | {date} GMT+7", "11:26 | 13/01/2025 gmt+7 x", ""));
        assert!(fits("x {n}", "X 1.204", ""));
        assert!(fits("{url}", "https://a.vn/b", ""));
        assert!(fits("{host}", "tin.a.vn", ""));
        assert!(fits("by {words}.", "by a b c.", ""));
        assert!(!fits("by {words}.", "by .", ""));
        assert!(fits("{n} - {n}", "1 - 2", "") && !fits("{n} - {n}", "1-2", "") && fits("{n}/{n}: {n}", "1/2: 3", ""));
    }

    #[test]
    fn a_title_is_needed_for_its_slot() {
        assert!(fits("{title} x {n}", "One title x 2", "One title"));
        assert!(!fits("{title} x {n}", "One title x 2", ""));
        assert!(fits("{title}", "One title", "One title"));
        assert!(!fits("{title} {words}", "One title", "One title"));
    }

    #[test]
    fn white_space_is_one_space() {
        for source in ["a {n} b", "a  {n} b", " a {n} b", "a {n} b ", "a\t{n}\u{a0}b"] {
            assert_eq!(spaced(source), "a {n} b");
        }
        assert_eq!((spaced(""), spaced(" ")), ("".into(), "".into()));
    }

    #[test]
    fn what_is_required_is_there() {
        let template = Template::new("a {n} long words {n}", &Arc::default());
        assert_eq!(template.clue(), Some(Clue::Contains(vec!["long words".into()])));
        assert!(!template.is_one_word() && Template::new("{host}", &Arc::default()).is_one_word());
        let short = |source: &str| Template::new(source, &Arc::default()).clue();
        assert_eq!(short("a {n}"), Some(Clue::Begins(Beginning { texts: vec!["a".into()], bytes: Vec::new() })));
        assert_eq!(short("{n} a"), Some(Clue::Ends(vec!["a".into()])));
        assert_eq!(short("{n}"), None);
    }

    #[test]
    fn braces_that_are_no_slot_are_text() {
        assert_eq!(pieces("a {b{n}"), [("a {b".to_owned(), Some("n".to_owned())), (String::new(), None)]);
        assert!(problem("a {", |_, _| String::new()).is_some());
    }
}
