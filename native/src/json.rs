//! One record of JSON: its text, where that stands, and its other values as they are written.
//!
//! Nothing is made of what nobody wants, so that a record can be handed back as it was: `1e5`, a number of 30 digits and
//! a doubled key too. A line that strict JSON does not allow, or that is nested deeply, is left to a patient reader.

use std::collections::HashMap;
use std::ops::Range;

use memchr::{memchr_iter, memchr2_iter};
use serde_json::value::RawValue;

/// The members of an object by name; of doubled ones the last counts, as for every reader of JSON.
type Members<'j> = HashMap<String, &'j RawValue>;

/// So deep a line may be nested.
const MOST_NESTED: usize = 500;

/// The names of what is wanted of records: of the text, which may be a path, and of values at the top.
#[derive(Debug)]
pub struct Wanted {
    pub text: String,
    pub others: Vec<String>,
}

/// What was wanted of a record.
#[derive(Debug)]
pub struct Record<'l> {
    pub text: String,
    /// Where the literal of the text stands, quotes included.
    pub place: Range<usize>,
    /// The other values, as they are written.
    pub others: Vec<Option<&'l str>>,
}

impl Wanted {
    /// Read a record; nothing where it is odd, or has no such text.
    pub fn read<'l>(&self, line: &'l [u8]) -> Option<Record<'l>> {
        if memchr2_iter(b'[', b'{', line).count() > MOST_NESTED && depth(line) > MOST_NESTED {
            return None;
        }
        let line = simdutf8::basic::from_utf8(line).ok()?;
        let members = members(line)?;
        let literal = self.literal(&members)?;
        let start = literal.as_ptr().addr() - line.as_ptr().addr();
        let others = self.others.iter().map(|name| members.get(name).map(|value| value.get())).collect();
        Some(Record { text: serde_json::from_str(literal).ok()?, place: start..start + literal.len(), others })
    }

    /// Find the literal of the text: under the whole of its name, or else along its path.
    fn literal<'l>(&self, all: &Members<'l>) -> Option<&'l str> {
        if let Some(value) = all.get(&self.text) {
            return Some(value.get());
        }
        let (first, path) = self.text.split_once('.')?;
        let mut here = all.get(first)?.get();
        for step in path.split('.') {
            here = members(here)?.get(step)?.get();
        }
        Some(here)
    }
}

/// Tell how deep arrays and objects are nested; brackets in strings are text.
fn depth(line: &[u8]) -> usize {
    let (mut here, mut deepest, mut at) = (0_usize, 0, 0);
    while let Some(&byte) = line.get(at) {
        match byte {
            b'"' => at += 1 + string(&line[at + 1..]),
            b'[' | b'{' => here += 1,
            b']' | b'}' => here = here.saturating_sub(1),
            _ => {}
        }
        (deepest, at) = (deepest.max(here), at + 1);
    }
    deepest
}

/// Count the bytes up to the end of a string.
fn string(rest: &[u8]) -> usize {
    let is_escaped = |at: usize| rest[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1;
    memchr_iter(b'"', rest).find(|&at| !is_escaped(at)).unwrap_or(rest.len())
}

fn members(json: &str) -> Option<Members<'_>> {
    serde_json::from_str(json).ok()
}

/// Write a text as a literal.
pub fn literal(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default() // a text can always be written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str) -> Wanted {
        Wanted { text: text.to_owned(), others: vec!["id".to_owned(), "url".to_owned()] }
    }

    #[test]
    fn a_text_is_found_with_its_place_and_other_values_stay_as_they_are_written() {
        let line = br#" {"text": "old", "id": 1e5, "text" : "B\u00e3o\n", "more": {"url": 1}}"#;
        let found = wanted("text").read(line).unwrap();
        assert_eq!(found.text, "Bão\n");
        assert_eq!(&line[found.place], br#""B\u00e3o\n""#);
        assert_eq!(found.others, [Some("1e5"), None]);
    }

    #[test]
    fn a_path_leads_inwards_unless_its_whole_is_a_name() {
        let line = br#"{"a": {"b": {"c": "in"}}, "x.y": "whole", "x": {"y": "in"}}"#;
        assert_eq!(wanted("a.b.c").read(line).unwrap().text, "in");
        assert_eq!(wanted("x.y").read(line).unwrap().text, "whole");
        assert!(wanted("a.b").read(line).is_none());
        assert!(wanted("a.c.b").read(line).is_none());
    }

    #[test]
    fn what_is_odd_is_left_to_others() {
        let deep = format!(r#"{{"text": "a", "x": {}{}}}"#, "[".repeat(MOST_NESTED), "]".repeat(MOST_NESTED));
        for line in [r#"{"text": "a", "x": NaN}"#, r#"{"text": "a"} 1"#, r#"{"text": "\ud800"}"#, "\u{feff}{}", &deep] {
            assert!(wanted("text").read(line.as_bytes()).is_none(), "{line}");
        }
        assert!(wanted("text").read(b"{\"text\": \"a\", \"x\": \"\xff\"}").is_none());
    }

    #[test]
    fn brackets_of_a_text_nest_nothing() {
        let text = "[a](b) \\\" {".repeat(MOST_NESTED);
        let line = format!(r#"{{"text": {}, "x": [[]]}}"#, literal(&text));
        assert_eq!(wanted("text").read(line.as_bytes()).unwrap().text, text);
        assert_eq!((depth(line.as_bytes()), depth(b"[[1], {}, [[]]]"), depth(br#"["["#)), (3, 3, 1));
    }

    #[test]
    fn a_literal_is_read_back() {
        let text = "“3” \"\\/\n\u{1}\u{7f}\u{2028}😀";
        assert_eq!(literal(text), "\"“3” \\\"\\\\/\\n\\u0001\u{7f}\u{2028}😀\"");
        assert_eq!(serde_json::from_str::<String>(&literal(text)).unwrap(), text);
    }
}
