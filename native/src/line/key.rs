//! The comparison key of a line: what two lines have in common when they say the same.
//!
//! Entities are decoded, letters composed (NFC), white space collapsed and trimmed, case folded, tone marks written in
//! the old school's way. Diacritics stay.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::text::{entities, tone};

/// Give the comparison key of a line.
///
/// ```
/// assert_eq!(cleaner_core::line::key(" A\u{a0} &amp; B\u{c0}  c"), "a & b\u{e0} c");
/// ```
pub fn key(line: &str) -> String {
    let mut made = String::with_capacity(line.len());
    key_into(line, &mut made);
    made
}

/// Append the comparison key of a line to `out`.
pub fn key_into(line: &str, out: &mut String) {
    let start = out.len();
    match fold_simple(line, out) {
        Folded::Whole => {}
        Folded::ToneMark => restyle(out, start),
        Folded::NotSimple => {
            out.truncate(start);
            fold_any(line, out);
            restyle(out, start);
        }
    }
}

/// Tell whether a character is white space between words, as Python's `str.split` sees it.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// What came of the quick way.
enum Folded {
    Whole,
    /// A letter stands there that the other school may write elsewhere.
    ToneMark,
    /// A character needs more than a look-up in the table.
    NotSimple,
}

/// Fold a line of characters that are composed already and whose folded form is one character.
fn fold_simple(line: &str, out: &mut String) -> Folded {
    let table = &*TABLE;
    let mut tone_mark = false;
    let mut marked = false; // the character before is a vowel that the old school may write without its mark
    let mut before = ' ';
    for c in line.trim_matches(is_space).chars() {
        let Some(folded) = table.get(c) else { return Folded::NotSimple };
        if folded == ' ' && before == ' ' {
            continue;
        }
        tone_mark |= marked && !folded.is_alphabetic();
        marked = matches!(before, 'o' | 'u') && folded >= '\u{e0}' && tone::is_open(before, folded);
        out.push(folded);
        before = folded;
    }
    if tone_mark || marked { Folded::ToneMark } else { Folded::Whole }
}

fn fold_any(line: &str, out: &mut String) {
    let decoded = entities::decode(line);
    let mut spaced = String::with_capacity(decoded.len());
    for word in decoded.split(is_space).filter(|word| !word.is_empty()) {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    let composed: String = spaced.nfc().collect();
    out.push_str(&fold_case(&composed));
}

/// Bring what stands behind `start` to the old school's way, word by word: few words are written in two.
fn restyle(out: &mut String, start: usize) {
    let mut low = start;
    while low < out.len() {
        let high = out[low..].find(' ').map_or(out.len(), |length| low + length);
        let old = match tone::old_style(&out[low..high]) {
            Cow::Owned(old) => Some(old),
            Cow::Borrowed(_) => None,
        };
        low = match old {
            Some(old) => {
                out.replace_range(low..high, &old);
                low + old.len() + 1
            }
            None => high + 1,
        };
    }
}

/// Fold the case of a text; nothing else of it changes.
pub fn fold_case(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    let table = &*TABLE;
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match table.get(c) {
            Some(' ') => folded.push(c), // whatever white space it is
            Some(simple) => folded.push(simple),
            None if c.is_ascii() => folded.push(c),
            None => return Cow::Owned(caseless::default_case_fold_str(text)),
        }
    }
    Cow::Owned(folded)
}

/// The folded form of characters that are composed by themselves, by blocks; 0 where it takes more than that.
struct Table {
    low: Box<[char; 0x300]>,
    additional: Box<[char; 0x100]>, // U+1E00 to U+1EFF, Latin letters with several marks
    punctuation: Box<[char; 0x60]>, // U+2000 to U+205F
}

impl Table {
    fn get(&self, c: char) -> Option<char> {
        let folded = match c as usize {
            at @ ..0x300 => self.low[at],
            at @ 0x1E00..0x1F00 => self.additional[at - 0x1E00],
            at @ 0x2000..0x2060 => self.punctuation[at - 0x2000],
            _ => '\0',
        };
        (folded != '\0').then_some(folded)
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table {
    low: Box::new(std::array::from_fn(simple)),
    additional: Box::new(std::array::from_fn(|at| simple(at + 0x1E00))),
    punctuation: Box::new(std::array::from_fn(|at| simple(at + 0x2000))),
});

fn simple(code: usize) -> char {
    let Some(c) = u32::try_from(code).ok().and_then(char::from_u32) else { return '\0' };
    if is_space(c) {
        return ' ';
    }
    let text = c.to_string();
    let folded = caseless::default_case_fold_str(&text);
    let mut characters = folded.chars();
    let composed = text.nfc().eq([c]) && c != '&';
    match (characters.next(), characters.next()) {
        (Some(folded), None) if composed => folded,
        _ => '\0',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_compare_what_lines_say() {
        assert_eq!(key("  A  b\tc "), "a b c");
        assert_eq!(key("\u{1}x"), "\u{1}x");
        assert_eq!(key("e\u{301}"), "\u{e9}");
        assert_eq!(key("Stra\u{df}e"), "strasse");
        assert_eq!(key("&amp;amp; &nbsp;x"), "& x");
        assert_eq!(key("HO\u{c0} b"), "h\u{f2}a b");
        assert_eq!(key("#HO\u{c0}"), "#ho\u{e0}");
        assert_eq!(key(""), "");
    }

    #[test]
    fn both_ways_agree() {
        for line in ["A & b", "Ho\u{e0}ng KHO\u{1eba}", "THU\u{dd}, 'ho\u{e0}", "\u{2026}x\u{201c}"] {
            let mut slow = String::new();
            fold_any(line, &mut slow);
            restyle(&mut slow, 0);
            assert_eq!(key(line), slow);
        }
    }
}
