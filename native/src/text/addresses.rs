//! What no step about letters may touch: addresses, hashtags, handles.

use std::borrow::Cow;
use std::ops::Range;

use crate::line::key::is_space;

/// Change a text, its addresses, hashtags and handles excepted; `change` gives nothing for a part that stays.
pub fn change_outside(text: &str, change: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    let mut made = String::new();
    let mut copied = 0;
    let mut at = 0;
    for place in places(text).into_iter().chain(std::iter::once(text.len()..text.len())) {
        if let Some(changed) = change(&text[at..place.start]) {
            made.push_str(&text[copied..at]);
            made.push_str(&changed);
            copied = place.start;
        }
        at = place.end;
    }
    if copied == 0 { Cow::Borrowed(text) } else { Cow::Owned(made + &text[copied..]) }
}

/// Give where addresses, hashtags and handles stand in a text.
pub fn places(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !(text.contains(['@', '#', '/']) || text.contains("www.")) {
        return found;
    }
    let mut at = 0;
    let mut before = None;
    while let Some(c) = text[at..].chars().next() {
        let length = length_of(&text[at..], before);
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
fn length_of(text: &str, before: Option<char>) -> usize {
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
