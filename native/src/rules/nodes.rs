//! YAML → a tree of plain values that know where they stand. The one home of the YAML library.
//!
//! Rule files are untrusted: aliases, anchors and tags are refused, size and depth are bounded, a duplicate key is a
//! mistake.

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};

use super::codes::Code;
use super::model::Place;
use super::problem::{Problems, quoted};

pub const MAX_BYTES: usize = 1_000_000;
pub const MAX_DEPTH: usize = 20;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub place: Place,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Scalar(Scalar),
    Items(Vec<Node>),
    Keys(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub key: String,
    pub place: Place,
    pub node: Node,
}

/// A scalar as written, and what YAML takes it for.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    pub text: String,
    pub kind: Kind,
    /// It is a block behind `|`, whose lines are those of the file.
    pub literal: bool,
}

/// What YAML takes a scalar without quotes for; one with quotes is a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Null,
    Bool,
    Int,
    Float,
    Timestamp,
    Merge,
    Value,
}

/// Read one YAML document whose top is a mapping; nothing comes back where it cannot be read.
pub fn parse(data: &[u8], problems: &mut Problems) -> Option<Node> {
    let size = data.len();
    if size > MAX_BYTES {
        let message = format!("the file has {size} bytes; a rule file has at most {MAX_BYTES}");
        problems.note(FIRST, Code::C120, message, "");
        return None;
    }
    let text = match std::str::from_utf8(data) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let before = &data[..error.valid_up_to()];
            let line = 1 + memchr::memchr_iter(b'\n', before).count() as u32;
            problems.note(Place { line, column: 1 }, Code::C101, "the file is not UTF-8", "");
            return None;
        }
    };
    let tree = match compose(text, problems) {
        Ok(tree) => tree,
        Err(refusal) => {
            problems.note(refusal.place, Code::C101, refusal.message, refusal.hint);
            return None;
        }
    };
    if !matches!(tree, Some(Node { value: Value::Keys(_), .. })) {
        problems.note(FIRST, Code::C101, "the file must hold keys and values: `source:`, `rules:` \u{2026}", "");
        return None;
    }
    tree
}

const FIRST: Place = Place { line: 1, column: 1 };

/// Why a text cannot be read at all.
struct Refusal {
    place: Place,
    message: String,
    hint: &'static str,
}

impl Refusal {
    fn new(mark: &Marker, message: impl Into<String>) -> Refusal {
        Refusal { place: place(mark), message: message.into(), hint: "" }
    }
}

impl From<ScanError> for Refusal {
    fn from(error: ScanError) -> Refusal {
        if error.info().contains("anchor") {
            return Refusal::new(error.marker(), NO_ANCHORS);
        }
        if error.info().contains("recursion") {
            return Refusal::new(error.marker(), too_deep());
        }
        let message = format!("not valid YAML: {}", error.info());
        Refusal { hint: advice(error.info()), ..Refusal::new(error.marker(), message) }
    }
}

const NO_ANCHORS: &str = "anchors and aliases (& and *) are not allowed";

fn too_deep() -> String {
    format!("nested deeper than {MAX_DEPTH} levels")
}

/// Give what is most often behind a complaint of the YAML library.
fn advice(complaint: &str) -> &'static str {
    let complaint = complaint.to_ascii_lowercase();
    let speaks_of = |words: &[&str]| words.iter().any(|word| complaint.contains(word));
    if speaks_of(&["invalid indentation"]) {
        "what stands in brackets or quotes goes on further to the right than its key stands"
    } else if speaks_of(&["quoted"]) {
        "quotes must be closed; within them, a quote is written twice, or behind a backslash"
    } else if speaks_of(&["expected ':'", "':'", "','", "mapping values", "simple key", "flow", "bracket"]) {
        "a value with ': ' or ' #' in it needs quotes; brackets must be closed"
    } else if speaks_of(&["tab", "start any token", "reserved", "unexpected character"]) {
        "indent with spaces; a value that begins with a sign needs quotes"
    } else if speaks_of(&["indent", "block", "expected"]) {
        "look at the indentation of this line and the ones above"
    } else {
        ""
    }
}

fn place(mark: &Marker) -> Place {
    Place { line: mark.line().max(1) as u32, column: mark.col() as u32 + 1 }
}

/// What is being read: a list, or a mapping with the key whose value comes next.
enum Open {
    Items(Place, Vec<Node>),
    Keys { place: Place, entries: Vec<Entry>, lines: HashMap<String, u32>, next: Next },
}

/// What a mapping waits for.
enum Next {
    Key,
    Value(String, Place),
    /// The value of a key that was refused; nothing in it is told of.
    Ignored,
}

fn compose(text: &str, problems: &mut Problems) -> Result<Option<Node>, Refusal> {
    refuse_controls(text)?;
    let mut open: Vec<Open> = Vec::new();
    let mut top = None;
    let mut documents = 0;
    let lines: Vec<&str> = text.split('\n').collect();
    let mut behind = FIRST; // where the event before ended
    for event in Parser::new_from_str(text) {
        let (event, span) = event?;
        let after = std::mem::replace(&mut behind, place(&span.end));
        let mark = &span.start;
        let (anchor, tag) = match &event {
            Event::Alias(_) => (true, false),
            Event::Scalar(_, _, anchor, tag) => (*anchor > 0, tag.is_some()),
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => (*anchor > 0, tag.is_some()),
            _ => (false, false),
        };
        if anchor {
            return Err(Refusal::new(mark, NO_ANCHORS));
        }
        if tag {
            return Err(Refusal::new(mark, "tags (!) are not allowed"));
        }
        let closed = match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    return Err(Refusal::new(
                        mark,
                        "expected a single document in the stream but found another document",
                    ));
                }
                continue;
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= MAX_DEPTH => {
                return Err(Refusal::new(mark, too_deep()));
            }
            Event::SequenceStart(..) => {
                open.push(Open::Items(place(mark), Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                let (entries, lines) = (Vec::new(), HashMap::new());
                open.push(Open::Keys { place: place(mark), entries, lines, next: Next::Key });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::Items(place, items)) => Node { place, value: Value::Items(items) },
                Some(Open::Keys { place, entries, .. }) => Node { place, value: Value::Keys(entries) },
                None => continue,
            },
            Event::Scalar(text, style, ..) => {
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let place = if block { header(&lines, after) } else { place(mark) };
                Node { place, value: Value::Scalar(scalar(&text, style)) }
            }
            _ => continue,
        };
        match open.last_mut() {
            None => top = Some(closed),
            Some(Open::Items(_, items)) => items.push(closed),
            Some(Open::Keys { entries, lines, next, .. }) => add(closed, entries, lines, next, problems),
        }
    }
    Ok(top)
}

/// Give where the `|` or `>` of a block of lines stands, behind what was read last.
fn header(lines: &[&str], after: Place) -> Place {
    let mut from = after.column as usize - 1;
    for (number, line) in (after.line..).zip(lines.iter().skip(after.line as usize - 1)) {
        let blank = |c: char| matches!(c, ':' | '-' | '?' | ' ' | '\t' | '\r');
        match line.chars().enumerate().skip(from).find(|&(_, c)| !blank(c)) {
            Some((at, '|' | '>')) => return Place { line: number, column: at as u32 + 1 },
            Some((_, '#')) | None => from = 0,
            Some(_) => break,
        }
    }
    after
}

/// Take a finished node into a mapping, as a key or as the value of one; `lines` are those of the keys so far.
fn add(
    node: Node,
    entries: &mut Vec<Entry>,
    lines: &mut HashMap<String, u32>,
    next: &mut Next,
    problems: &mut Problems,
) {
    *next = match (std::mem::replace(next, Next::Key), node) {
        (Next::Key, Node { place, value: Value::Scalar(key) }) => {
            if let Some(first) = lines.get(&key.text) {
                let hint = format!("first given in line {first}");
                problems.note(place, Code::C103, format!("duplicate key {}", quoted(&key.text)), hint);
                Next::Ignored
            } else {
                lines.insert(key.text.clone(), place.line);
                Next::Value(key.text, place)
            }
        }
        (Next::Key, node) => {
            problems.note(node.place, Code::C101, "a key must be a word", "");
            Next::Ignored
        }
        (Next::Value(key, place), node) => {
            entries.push(Entry { key, place, node });
            Next::Key
        }
        (Next::Ignored, _) => Next::Key,
    };
}

/// Refuse what no text file holds.
fn refuse_controls(text: &str) -> Result<(), Refusal> {
    let bad = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    let Some(at) = text.find(bad) else { return Ok(()) };
    let before = &text[..at];
    let line = 1 + before.matches('\n').count() as u32;
    let column = 1 + before.rsplit('\n').next().unwrap_or("").chars().count() as u32;
    let message = "control characters are not allowed".to_owned();
    Err(Refusal { place: Place { line, column }, message, hint: "" })
}

fn scalar(text: &str, style: ScalarStyle) -> Scalar {
    let kind = if style == ScalarStyle::Plain { kind_of(text) } else { Kind::Text };
    Scalar { text: text.to_owned(), kind, literal: style == ScalarStyle::Literal }
}

/// Tell what YAML takes a bare word for. This is YAML 1.1, which most tools still read: there `yes` is a truth value
/// and `11:26` a number, so that both need quotes to be safe everywhere.
fn kind_of(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "yes" | "Yes" | "YES" | "no" | "No" | "NO" | "true" | "True" | "TRUE" | "false" | "False" | "FALSE" | "on"
        | "On" | "ON" | "off" | "Off" | "OFF" => Kind::Bool,
        "<<" => Kind::Merge,
        "=" => Kind::Value,
        _ if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) => Kind::Text,
        _ if is_int(text) => Kind::Int,
        _ if is_float(text) => Kind::Float,
        _ if is_timestamp(text) => Kind::Timestamp,
        _ => Kind::Text,
    }
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['+', '-']).unwrap_or(text)
}

/// Tell whether a text is not empty and made of some characters alone.
fn is_of(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(allowed)
}

fn is_int(text: &str) -> bool {
    let text = unsigned(text);
    let digits = |byte: u8| byte.is_ascii_digit() || byte == b'_';
    if let Some(binary) = text.strip_prefix("0b") {
        return is_of(binary, |byte| matches!(byte, b'0' | b'1' | b'_'));
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return is_of(hex, |byte| byte.is_ascii_hexdigit() || byte == b'_');
    }
    if let Some(octal) = text.strip_prefix('0') {
        return octal.is_empty() || octal.bytes().all(|byte| matches!(byte, b'0'..=b'7' | b'_'));
    }
    let (whole, sixtieths) = text.split_once(':').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    whole.starts_with(|c: char| c.is_ascii_digit()) && is_of(whole, digits) && sixtieths.is_none_or(are_sixtieths)
}

fn are_sixtieths(text: &str) -> bool {
    text.split(':').all(|part| match part.as_bytes() {
        [one] => one.is_ascii_digit(),
        [ten, one] => matches!(ten, b'0'..=b'5') && one.is_ascii_digit(),
        _ => false,
    })
}

fn is_float(text: &str) -> bool {
    let bare = unsigned(text);
    if matches!(bare, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let digits = |byte: u8| byte.is_ascii_digit() || byte == b'_';
    let Some((whole, rest)) = bare.split_once('.') else { return false };
    let (fraction, exponent) = rest.split_once(['e', 'E']).map_or((rest, None), |(part, power)| (part, Some(power)));
    let power =
        exponent.is_none_or(|power| power.starts_with(['+', '-']) && is_of(&power[1..], |byte| byte.is_ascii_digit()));
    if whole.is_empty() {
        let begins = fraction.starts_with(|c: char| c.is_ascii_digit());
        return text == bare && begins && is_of(fraction, digits) && power;
    }
    let (first, sixtieths) = whole.split_once(':').map_or((whole, None), |(first, rest)| (first, Some(rest)));
    let begins = first.starts_with(|c: char| c.is_ascii_digit()) && is_of(first, digits);
    let timed = sixtieths.is_none_or(|rest| are_sixtieths(rest) && exponent.is_none());
    begins && timed && fraction.bytes().all(digits) && power
}

/// Tell whether a text begins as a date does, `2025-01-13`, and goes on as nothing or as a clock.
fn is_timestamp(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let end = rest.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
    let (day, clock) = rest.split_at(end);
    let digits = |text: &str, least, most| (least..=most).contains(&text.len()) && is_of(text, |b| b.is_ascii_digit());
    if clock.is_empty() {
        return digits(year, 4, 4) && digits(month, 2, 2) && digits(day, 2, 2);
    }
    let clock = clock.trim_start_matches(['T', 't', ' ', '\t']);
    let timed = clock.split(':').count() == 3 && clock.starts_with(|c: char| c.is_ascii_digit());
    digits(year, 4, 4) && digits(month, 1, 2) && digits(day, 1, 2) && timed
}

impl Node {
    /// Give the text of a scalar, whatever YAML takes it for.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// Give the entries of a mapping.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Keys(entries) => Some(entries),
            _ => None,
        }
    }
}

/// Read a text as `parse` does; for those who need the mistakes and have no file.
pub fn parse_text(text: &str, shown: &str) -> (Option<Node>, Problems) {
    let mut problems = Problems::new(Arc::from(shown));
    (parse(text.as_bytes(), &mut problems), problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (u32, u32, Code) {
        let (tree, problems) = parse_text(text, "a.yaml");
        let first = &problems.found[0];
        assert!(tree.is_none() || first.code != Code::C101);
        (first.place.line, first.place.column, first.code)
    }

    #[test]
    fn what_could_multiply_or_build_objects_is_refused() {
        assert_eq!(refused("a: &x 1\n"), (1, 4, Code::C101));
        assert_eq!(refused("a: *x\n").2, Code::C101);
        assert_eq!(refused("a: !x 1\n").2, Code::C101);
        assert_eq!(refused(&format!("a: {}", "[".repeat(30))).2, Code::C101);
        assert_eq!(refused("a: 1\n---\nb: 2\n").2, Code::C101);
        assert_eq!(refused("a: \u{1}\n"), (1, 4, Code::C101));
        assert_eq!(refused("- a\n"), (1, 1, Code::C101));
        assert_eq!(refused("a: 1\na: 2\n"), (2, 1, Code::C103));
    }

    #[test]
    fn bare_words_are_what_old_yaml_makes_of_them() {
        let kinds = [
            ("yes", Kind::Bool),
            ("~", Kind::Null),
            ("11:26", Kind::Int),
            ("2024", Kind::Int),
            ("1.5", Kind::Float),
            ("2025-01-13", Kind::Timestamp),
            ("97%", Kind::Text),
            ("5..34", Kind::Text),
            ("..14", Kind::Text),
            ("-1", Kind::Int),
            ("1_0", Kind::Int),
            ("0o7", Kind::Text),
            ("1.2.3", Kind::Text),
            ("-", Kind::Text),
        ];
        for (text, kind) in kinds {
            assert_eq!(kind_of(text), kind, "{text}");
        }
    }

    #[test]
    fn values_know_where_they_stand() {
        let (tree, problems) = parse_text("a:\n  - {b: c}\n", "a.yaml");
        assert!(problems.found.is_empty());
        let tree = tree.unwrap();
        let [entry] = tree.entries().unwrap() else { panic!() };
        assert_eq!((entry.node.place.line, entry.node.place.column), (2, 3));
    }
}
