//! The parts of a rule file that are needed without the rest of it.
//!
//! A run that meets one source should not pay for parsing all the others, of which it asks whose pages they know by their
//! `match`; nor for the tests of those that come with the program.

use super::folders::Entry;
use super::load;
use super::model::Match;
use super::problem::Problem;

/// How a source is recognised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    pub name: String,
    pub matched: Match,
}

/// Read a file's `match` section only.
pub fn read(entry: &Entry) -> Result<Head, Vec<Problem>> {
    let mut head = Head { name: entry.name.clone(), matched: Match::default() };
    let data = entry.read().unwrap_or_default(); // told of when the file itself is wanted
    let Some((line, section)) = section(&data, b"match:") else { return Ok(head) };
    let mut cut = b"source: x".to_vec();
    cut.resize(cut.len() + line.max(1), b'\n');
    cut.extend_from_slice(section);
    let (file, problems) = load::read(&cut, &entry.shown, &mut |_| None);
    match file {
        Some(file) if problems.is_empty() => {
            head.matched = file.matched;
            Ok(head)
        }
        _ => Err(problems),
    }
}

/// Give the name that a file says it has.
pub fn declared(data: &[u8], shown: &str) -> Option<String> {
    for key in [b"package:".as_slice(), b"source:"] {
        let Some((_, section)) = section(data, key) else { continue };
        let (file, problems) = load::read(section, shown, &mut |_| None);
        if let Some(file) = file.filter(|file| problems.is_empty() && !file.name.is_empty()) {
            return Some(file.name.to_string());
        }
    }
    let file = load::read(data, shown, &mut |_| None).0?; // its keys may stand in quotes or in braces
    (!file.name.is_empty()).then(|| file.name.to_string())
}

/// Give what a run needs of a file: all but its tests, where they stand last.
pub fn without_tests(data: &[u8]) -> &[u8] {
    section(data, b"tests:").and_then(|(_, tests)| data.strip_suffix(tests)).unwrap_or(data)
}

/// Give the lines from a key at the top of a file down to the next such key, and how many lines stand above.
fn section<'d>(data: &'d [u8], key: &[u8]) -> Option<(usize, &'d [u8])> {
    let mut line = 0;
    let mut at = 0;
    while !data[at..].starts_with(key) {
        at += memchr::memchr(b'\n', &data[at..])? + 1;
        line += 1;
    }
    let mut end = at;
    while let Some(length) = memchr::memchr(b'\n', &data[end..]) {
        end += length + 1;
        if !matches!(data.get(end), Some(b' ' | b'\t' | b'#' | b'\r' | b'\n')) {
            return Some((line, &data[at..end]));
        }
    }
    Some((line, &data[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_ends_at_the_next_key() {
        let data = b"source: a\n# x\nmatch:\n  host: [a]\n\n  text: [b]\nrules: []\n";
        assert_eq!(section(data, b"match:"), Some((2, b"match:\n  host: [a]\n\n  text: [b]\n".as_slice())));
        assert_eq!(section(b"match: {host: a}", b"match:").map(|found| found.1.len()), Some(16));
        assert_eq!(section(b"source: a", b"match:"), None);
    }

    #[test]
    fn tests_are_left_out_where_they_stand_last() {
        let data = b"source: a\nrules: []\ntests:\n  - lines: x\n";
        assert_eq!(without_tests(data), b"source: a\nrules: []\n");
        for data in [b"source: a\ntests: []\nrules: []\n".as_slice(), b"source: a\n", b"{source: a, tests: []}"] {
            assert_eq!(without_tests(data), data);
        }
    }
}
