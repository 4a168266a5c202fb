//! Where the tone mark of an open syllable stands: on the first vowel in the old school, on the second in the new one.
//!
//! They differ for *oa oe uy* with nothing behind. Both are right, so keys have one of them, the old one. Only whole
//! syllables change, and never inside an address, a hashtag or a handle.

use std::borrow::Cow;
use std::ops::Range;

use super::key::is_space;

/// The endings of both schools: the vowel that comes first bare, and the second with its mark; then the old way.
const ENDINGS: [([char; 2], [char; 2]); 15] = [
    (['o', '\u{e0}'], ['\u{f2}', 'a']),
    (['o', '\u{e1}'], ['\u{f3}', 'a']),
    (['o', '\u{1ea3}'], ['\u{1ecf}', 'a']),
    (['o', '\u{e3}'], ['\u{f5}', 'a']),
    (['o', '\u{1ea1}'], ['\u{1ecd}', 'a']),
    (['o', '\u{e8}'], ['\u{f2}', 'e']),
    (['o', '\u{e9}'], ['\u{f3}', 'e']),
    (['o', '\u{1ebb}'], ['\u{1ecf}', 'e']),
    (['o', '\u{1ebd}'], ['\u{f5}', 'e']),
    (['o', '\u{1eb9}'], ['\u{1ecd}', 'e']),
    (['u', '\u{1ef3}'], ['\u{f9}', 'y']),
    (['u', '\u{fd}'], ['\u{fa}', 'y']),
    (['u', '\u{1ef7}'], ['\u{1ee7}', 'y']),
    (['u', '\u{1ef9}'], ['\u{169}', 'y']),
    (['u', '\u{1ef5}'], ['\u{1ee5}', 'y']),
];
/// Those of them that end in *oe*, which no syllable with *n* before it does.
const OE: Range<usize> = 5..10;
const ONSETS: [&str; 24] = [
    "n", "", "b", "c", "ch", "d", "\u{111}", "g", "gi", "h", "kh", "l", "m", "ng", "nh", "p", "ph", "r", "s", "t",
    "th", "tr", "v", "x",
];

/// Tell whether a small letter is a second vowel with a tone mark, which the old school would not write.
pub fn is_second(c: char) -> bool {
    ENDINGS.iter().any(|(new, _)| new[1] == c)
}

/// Write the open syllables of a text with folded case in the old school's way.
///
/// ```
/// use cleaner_core::line::tone::old_style;
/// assert_eq!(old_style("ho\u{e0}, ho\u{e0}ng, #ho\u{e0}"), "h\u{f2}a, ho\u{e0}ng, #ho\u{e0}");
/// ```
pub fn old_style(text: &str) -> Cow<'_, str> {
    restyle(text, true)
}

/// Write the open syllables of a text with folded case in the new school's way.
pub fn new_style(text: &str) -> Cow<'_, str> {
    restyle(text, false)
}

fn restyle(text: &str, old: bool) -> Cow<'_, str> {
    let mut made = String::new();
    let mut copied = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if let Some((onsets, other)) = other_ending(before, c, old) {
            let start = at - before.len_utf8();
            if is_whole_word(text, start, end, onsets) {
                made.push_str(&text[copied..start]);
                made.extend(other);
                copied = end;
            }
        }
        before = c;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    made.push_str(&text[copied..]);
    Cow::Owned(made)
}

/// Give how the other school writes two letters, and the onsets that syllables ending in them have.
fn other_ending(first: char, second: char, old: bool) -> Option<(&'static [&'static str], [char; 2])> {
    if first.is_ascii() != old || second.is_ascii() == old {
        return None;
    }
    let index = ENDINGS.iter().position(|(new, way)| [first, second] == if old { *new } else { *way })?;
    let onsets = if OE.contains(&index) { &ONSETS[1..] } else { &ONSETS[..] };
    Some((onsets, if old { ENDINGS[index].1 } else { ENDINGS[index].0 }))
}

/// Tell whether the letters before `end` that begin with an onset and go on at `start` are a word by themselves.
fn is_whole_word(text: &str, start: usize, end: usize, onsets: &[&str]) -> bool {
    let token = text[..start].rfind(is_space).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let token_end = text[end..].find(is_space).map_or(text.len(), |at| end + at);
    let (start, end, text) = (start - token, end - token, &text[token..token_end]);
    let off_limits = protected(text);
    let edge = |at: usize| off_limits.iter().any(|one| one.start == at || one.end == at);
    let letters = text[..start].char_indices().rev().take_while(|&(at, c)| is_letter(c) && !edge(at + c.len_utf8()));
    let first = letters.last().map_or(start, |(at, _)| at);
    let before = text[..first].chars().next_back().filter(|_| !edge(first));
    let after = text[end..].chars().next().filter(|_| !edge(end));
    let joined_before = before.is_some_and(|c| is_word(c) || matches!(c, '\'' | '\u{2019}' | '-'));
    let joined_after = after.is_some_and(|c| is_word(c) || matches!(c, '\'' | '\u{2019}'));
    let inside = off_limits.iter().any(|one| one.start <= first && first < one.end);
    onsets.contains(&&text[first..start]) && !joined_before && !joined_after && !inside
}

/// Give where addresses, hashtags and handles stand in a text without spaces.
fn protected(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !(text.contains(['@', '#', '/']) || text.contains("www.")) {
        return found;
    }
    let mut at = 0;
    let mut before = None;
    while let Some(c) = text[at..].chars().next() {
        let length = protected_length(&text[at..], before);
        if length > 0 {
            found.push(at..at + length);
            before = text[..at + length].chars().next_back();
            at += length;
        } else {
            before = Some(c);
            at += c.len_utf8();
        }
    }
    found
}

/// Give the length of what a text begins with, if that is protected, else 0.
fn protected_length(text: &str, before: Option<char>) -> usize {
    let address = ["http://", "https://", "www.", "ftp://"].iter().find(|head| text.starts_with(**head));
    if let Some(head) = address {
        let rest = run(&text[head.len()..], usize::MAX, |c| !is_space(c));
        if rest > 0 {
            return head.len() + rest;
        }
    }
    let name = run(text, 64, |c| is_word(c) || matches!(c, '.' | '+' | '-'));
    if name > 0 && text[name..].starts_with('@') {
        let host = run(&text[name + 1..], 255, |c| is_word(c) || matches!(c, '.' | '-'));
        if host > 0 {
            return name + 1 + host;
        }
    }
    if text.starts_with(['#', '@']) && !before.is_some_and(is_word) {
        let tag = run(&text[1..], usize::MAX, is_word);
        return if tag > 0 { 1 + tag } else { 0 };
    }
    if before.is_some_and(|c| is_word(c) || c == '.') {
        return 0;
    }
    let host = run(text, usize::MAX, |c| is_word(c) || matches!(c, '.' | '-'));
    if !is_host(&text[..host]) || !text[host..].starts_with('/') {
        return 0;
    }
    host + run(&text[host..], usize::MAX, |c| !is_space(c))
}

fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let Some((last, inner)) = labels.split_last() else { return false };
    let short = inner.iter().all(|label| (1..=63).contains(&label.chars().count()));
    (1..=8).contains(&inner.len())
        && short
        && (2..=24).contains(&last.len())
        && last.bytes().all(|b| b.is_ascii_lowercase())
}

/// Give the length in bytes of the first characters that are of a kind, at most `most` of them.
fn run(text: &str, most: usize, of: impl Fn(char) -> bool) -> usize {
    text.char_indices().take(most).take_while(|&(_, c)| of(c)).last().map_or(0, |(at, c)| at + c.len_utf8())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_syllables_alone_change() {
        for text in ["ho\u{e0}ng", "xho\u{e0}", "no\u{e9}", "a@ho\u{e0}.vn", "x-ho\u{e0}", "ho\u{e0}'s", "qu\u{fd}"] {
            assert_eq!(old_style(text), text);
        }
        assert_eq!(old_style("kho\u{1ebb} thu\u{fd} o\u{e0}"), "kh\u{1ecf}e th\u{fa}y \u{f2}a");
        assert_eq!(new_style("kh\u{1ecf}e"), "kho\u{1ebb}");
    }

    #[test]
    fn addresses_stay() {
        let text = "vn.express.net/ho\u{e0} www.ho\u{e0} #ho\u{e0} ho\u{e0}";
        assert_eq!(old_style(text), "vn.express.net/ho\u{e0} www.ho\u{e0} #ho\u{e0} h\u{f2}a");
    }
}
