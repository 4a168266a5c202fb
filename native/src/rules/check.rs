//! A YAML tree against the tables of words: every mistake with its place and the nearest right word.

use super::codes::Code;
use super::fields::{self, Table};
use super::hints::Hints;
use super::model::{Amount, Label, Place, SameAs, TestLine, Text, Trait};
use super::nodes::{Entry, Kind, Node, Scalar, Value};
use super::problem::{Problems, quoted};
use super::size::Range;
use crate::line::key::{is_space, key};

/// The most digits of a number.
const DIGITS: usize = 9;

/// Checks values and notes every mistake; a method gives nothing for a value that is wrong.
pub struct Checker<'p> {
    pub problems: &'p mut Problems,
    pub hints: Hints,
}

/// A mapping whose keys are those of a table, but for those that were refused.
#[derive(Clone, Copy)]
pub struct Keys<'n> {
    pub place: Place,
    entries: &'n [Entry],
}

impl<'n> Keys<'n> {
    /// Give what stands behind a key.
    pub fn get(&self, key: &str) -> Option<&'n Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Give where a key stands, or the mapping.
    pub fn place_of(&self, key: &str) -> Place {
        self.get(key).map_or(self.place, |entry| entry.place)
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl<'p> Checker<'p> {
    pub fn new(problems: &'p mut Problems) -> Checker<'p> {
        Checker { problems, hints: Hints::default() }
    }

    /// Note one mistake.
    pub fn note(&mut self, place: Place, code: Code, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.note(place, code, message, hint);
    }

    /// Note one mistake in a text, wherever it stands.
    pub fn note_at(&mut self, text: &Text, code: Code, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.note_in(text.file.clone(), text.place, code, message, hint);
    }

    /// Note one mistake in a value that then is not there.
    pub fn fail<T>(&mut self, place: Place, code: Code, message: impl Into<String>) -> Option<T> {
        self.problems.note(place, code, message, "");
        None
    }

    /// Check the keys of a mapping against a table.
    pub fn keys<'n>(&mut self, node: &'n Node, table: &'static Table) -> Option<Keys<'n>> {
        self.keys_or(node, table, &[])
    }

    /// Check the keys of a mapping against a table, where that of another one may be meant by a wrong key.
    pub fn keys_or<'n>(
        &mut self,
        node: &'n Node,
        table: &'static Table,
        others: &[&'static Table],
    ) -> Option<Keys<'n>> {
        let Some(entries) = node.entries() else {
            let all = table.keys().collect::<Vec<_>>().join(" ");
            return self.fail(node.place, Code::C104, format!("expected keys and values: {all}"));
        };
        for entry in entries.iter().filter(|entry| table.field(&entry.key).is_none()) {
            let message = format!("unknown key {}", quoted(&entry.key));
            let hint = match fields::now_written(table, &entry.key) {
                Some(now) => now.to_owned(),
                None => {
                    let others = others.iter().flat_map(|other| other.keys());
                    self.hints.nearest_or_all(&entry.key, table.keys().chain(others))
                }
            };
            self.note(entry.place, Code::C102, message, hint);
        }
        let keys = Keys { place: node.place, entries };
        for field in table.fields.iter().filter(|field| field.required && !keys.has(field.key)) {
            self.note(node.place, Code::C106, format!("the key {} is missing", quoted(field.key)), "");
        }
        Some(keys)
    }

    /// Give the items of a list.
    pub fn items<'n>(&mut self, entry: &'n Entry) -> Option<&'n [Node]> {
        match &entry.node.value {
            Value::Items(items) => Some(items),
            _ => self.fail(entry.node.place, Code::C104, format!("{} needs a list", quoted(&entry.key))),
        }
    }

    pub fn text(&mut self, entry: &Entry) -> Option<String> {
        self.text_of(&entry.node, &entry.key).map(|text| text.text)
    }

    fn text_of(&mut self, node: &Node, key: &str) -> Option<Text> {
        let Some(scalar) = node.scalar() else {
            return self.fail(node.place, Code::C104, format!("{} needs a text", quoted(key)));
        };
        if let Some(taken_for) = misread(scalar.kind) {
            let shown = if scalar.text.is_empty() { "an empty value" } else { &scalar.text };
            let (key, shown) = (quoted(key), quoted(shown));
            let message = format!("{key} needs a text, but YAML reads {shown} as {taken_for}");
            self.note(node.place, Code::C105, message, format!("write it in quotes: \"{}\"", scalar.text));
            return None;
        }
        Some(Text { text: scalar.text.clone(), place: node.place, file: None })
    }

    /// Check a text or a list of them; what is wrong in a list is left out.
    pub fn texts(&mut self, entry: &Entry) -> Option<Vec<Text>> {
        let found = match &entry.node.value {
            Value::Items(items) if items.is_empty() => {
                return self.fail(entry.node.place, Code::C117, format!("{} is an empty list", quoted(&entry.key)));
            }
            Value::Items(items) => items.iter().filter_map(|item| self.text_of(item, &entry.key)).collect(),
            _ => vec![self.text_of(&entry.node, &entry.key)?],
        };
        if found.iter().any(|text| is_empty(&text.text)) {
            return self.fail(entry.node.place, Code::C117, format!("{} holds an empty text", quoted(&entry.key)));
        }
        Some(found)
    }

    pub fn id(&mut self, entry: &Entry) -> Option<String> {
        let text = self.text(entry)?;
        if is_kebab(&text) {
            return Some(text);
        }
        let message = format!("{} {} is not kebab-case", entry.key, quoted(&text));
        self.note(entry.node.place, Code::C109, message, "small letters, digits, hyphens");
        None
    }

    pub fn whole(&mut self, entry: &Entry) -> Option<u32> {
        let message = match number(entry) {
            Number::Is(number) => return Some(number),
            Number::TooLong => format!("{} needs a number of at most {DIGITS} digits", quoted(&entry.key)),
            Number::No => format!("{} needs a whole number", quoted(&entry.key)),
        };
        self.note(entry.node.place, Code::C104, message, without_quotes(entry));
        None
    }

    /// Check a number from 1.
    pub fn count(&mut self, entry: &Entry) -> Option<u32> {
        let number = self.whole(entry)?;
        if number == 0 {
            let message = format!("{} needs a number from 1", quoted(&entry.key));
            return self.fail(entry.node.place, Code::C104, message);
        }
        Some(number)
    }

    pub fn truth(&mut self, entry: &Entry) -> Option<bool> {
        match entry.node.scalar() {
            Some(Scalar { kind: Kind::Bool, text, .. }) if text == "true" => Some(true),
            Some(Scalar { kind: Kind::Bool, text, .. }) if text == "false" => Some(false),
            _ => {
                let message = format!("{} needs true or false", quoted(&entry.key));
                self.note(entry.node.place, Code::C104, message, without_quotes(entry));
                None
            }
        }
    }

    pub fn amount(&mut self, entry: &Entry) -> Option<Amount> {
        if let Number::Is(lines) = number(entry) {
            return Some(Amount::Lines(lines));
        }
        if let Some(share) = percent(entry) {
            return Some(Amount::Percent(share));
        }
        let message = format!("{} needs a number of lines or a share such as 80%", quoted(&entry.key));
        self.note(entry.node.place, Code::C104, message, without_quotes(entry));
        None
    }

    pub fn share(&mut self, entry: &Entry) -> Option<f64> {
        let message = || format!("{} needs a share such as 97%, at most 100%", quoted(&entry.key));
        percent(entry).or_else(|| self.fail(entry.node.place, Code::C104, message()))
    }

    pub fn range(&mut self, entry: &Entry) -> Option<Range> {
        match range(entry) {
            Some(Range { least: Some(least), most: Some(most) }) if least > most => {
                let message = format!("the range {least}..{most} holds nothing");
                self.note(entry.node.place, Code::C104, message, format!("write {most}..{least}"));
                None
            }
            None => {
                let message = format!("{} needs a range", quoted(&entry.key));
                let hint = match without_quotes(entry) {
                    hint if hint.is_empty() => "such as 5..34, ..14, 5.. or one number".to_owned(),
                    hint => hint,
                };
                self.note(entry.node.place, Code::C104, message, hint);
                None
            }
            found => found,
        }
    }

    /// Check the number of rounds of a sequence.
    pub fn rounds(&mut self, entry: &Entry) -> Option<u32> {
        if entry.node.scalar().is_some_and(|scalar| scalar.text == "true") {
            let message = format!("{} needs a number", quoted(&entry.key));
            self.note(entry.node.place, Code::C104, message, "remove it: a sequence goes on while its lines fit");
            return None;
        }
        self.count(entry)
    }

    /// Give a word of a closed list as written: whatever YAML takes it for, it is one of the list or none.
    fn word<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n str> {
        match node.scalar() {
            Some(scalar) => Some(&scalar.text),
            None => self.fail(node.place, Code::C104, format!("{} needs a word", quoted(key))),
        }
    }

    pub fn label(&mut self, entry: &Entry) -> Option<Label> {
        let word = self.word(&entry.node, &entry.key)?;
        Label::named(word).or_else(|| {
            let hint = self.hints.nearest_or_all(word, fields::labels());
            self.note(entry.node.place, Code::C108, format!("unknown {} {}", entry.key, quoted(word)), hint);
            None
        })
    }

    pub fn same_as(&mut self, entry: &Entry) -> Option<SameAs> {
        let word = self.word(&entry.node, &entry.key)?;
        SameAs::named(word).or_else(|| {
            let hint = self.hints.nearest_or_all(word, fields::SAME_AS);
            self.note(entry.node.place, Code::C104, format!("unknown {} {}", entry.key, quoted(word)), hint);
            None
        })
    }

    /// Check the words of `is` and `not`.
    pub fn traits(&mut self, entry: &Entry) -> Option<Vec<Trait>> {
        let nodes = match &entry.node.value {
            Value::Items(items) if items.is_empty() => {
                return self.fail(entry.node.place, Code::C117, format!("{} is an empty list", quoted(&entry.key)));
            }
            Value::Items(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.node),
        };
        let mut found = Vec::new();
        for node in nodes {
            let Some(word) = self.word(node, &entry.key) else { continue };
            match Trait::named(word) {
                Some(one) => found.push(one),
                None => {
                    let hint = self.hints.nearest_or_all(word, fields::traits());
                    let message = format!("unknown {} {}", entry.key, quoted(word));
                    self.note(node.place, Code::C104, message, hint);
                }
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// Read the lines of a test; each stands in the file where it says.
    pub fn lines(&mut self, entry: &Entry) -> Option<Vec<TestLine>> {
        let text = self.text(entry)?;
        if !entry.node.scalar().is_some_and(|scalar| scalar.literal) {
            let message = format!("{} needs a block of lines", quoted(&entry.key));
            let hint = format!("write `{}: |` and a line below", entry.key);
            self.note(entry.node.place, Code::C124, message, hint);
            return None;
        }
        let lines = text.strip_suffix('\n').unwrap_or(&text).split('\n');
        let mut found = Vec::new();
        for (number, line) in (entry.node.place.line + 1..).zip(lines) {
            let place = Place { line: number, column: 1 };
            let blank = line.trim().is_empty();
            let mut marked = line.chars();
            let (mark, space) = (marked.next(), marked.next());
            let good = matches!(mark, Some('+' | '-' | '~')) && space.is_none_or(char::is_whitespace);
            let rest: String = marked.collect();
            if !blank && (!good || rest.trim().is_empty()) {
                let shown: String = line.chars().take(40).collect();
                let message = format!("a test line without a mark: {}", quoted(&shown));
                self.note(place, Code::C124, message, "begin it with `+ `, `- ` or `~ `");
                continue;
            }
            found.push(TestLine { place, mark: mark.filter(|_| !blank), text: rest });
        }
        Some(found)
    }
}

/// Tell whether the key of a text is empty, without making it where what the text begins with stays in a key.
pub fn is_empty(text: &str) -> bool {
    let text = text.trim_start_matches(is_space);
    text.is_empty() || (text.starts_with('&') && key(text).is_empty())
}

/// Tell what YAML takes a scalar for that was meant as a text.
fn misread(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Text => None,
        Kind::Null => Some("nothing"),
        Kind::Bool => Some("a yes/no"),
        Kind::Int | Kind::Float => Some("a number"),
        Kind::Timestamp => Some("timestamp"),
        Kind::Merge => Some("merge"),
        Kind::Value => Some("value"),
    }
}

pub fn is_kebab(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.split('-').all(part)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a value is that should be a whole number. One in quotes is a text: other readers of the file see it as such.
enum Number {
    Is(u32),
    TooLong,
    No,
}

fn number(entry: &Entry) -> Number {
    match entry.node.scalar() {
        Some(Scalar { kind: Kind::Int, text, .. }) if is_digits(text) => {
            digits(text).map_or(Number::TooLong, Number::Is)
        }
        _ => Number::No,
    }
}

fn digits(text: &str) -> Option<u32> {
    (is_digits(text) && text.len() <= DIGITS).then(|| text.parse().ok()).flatten()
}

/// Give a share of up to 100 percent, with up to three digits before and behind the point.
fn percent(entry: &Entry) -> Option<f64> {
    let share = entry.node.scalar()?.text.strip_suffix('%')?;
    let (whole, part) = share.split_once('.').unwrap_or((share, "0"));
    let is_part = |text: &str| is_digits(text) && text.len() <= 3;
    let found = (is_part(whole) && is_part(part)).then(|| share.parse().ok()).flatten();
    found.filter(|share| *share <= 100.0)
}

/// Give a number or two with points between, of which one may be missing.
fn range(entry: &Entry) -> Option<Range> {
    let Some((least, most)) = entry.node.scalar()?.text.split_once("..") else {
        let Number::Is(number) = number(entry) else { return None };
        return Some(Range { least: Some(number), most: Some(number) });
    };
    let bound = |text: &str| if text.is_empty() { Some(None) } else { digits(text).map(Some) };
    let found = Range { least: bound(least)?, most: bound(most)? };
    (found != Range::default()).then_some(found)
}

/// Give how a number or a truth is written that stands in quotes; nothing for what is neither.
fn without_quotes(entry: &Entry) -> String {
    match entry.node.scalar() {
        Some(Scalar { kind: Kind::Text, text, .. }) if is_digits(text) || text == "true" || text == "false" => {
            format!("write it without quotes: {text}")
        }
        _ => String::new(),
    }
}
