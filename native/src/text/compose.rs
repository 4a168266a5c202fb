//! Letters and their marks: composed, in the order in which Vietnamese stacks them, and no spaces between.

use std::borrow::Cow;

use unicode_normalization::char::{canonical_combining_class, compose as pair};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::classes::{LETTER, Table, UNCOMPOSED};
use super::letters::{MARKS, is_tone_mark};
use super::syllable::{LONGEST, is_syllable, with_mark_in_place};

const FEW: usize = 3; // spaces, marks and groups of both

/// Tell whether a text is in NFC for sure.
pub fn is_composed(text: &str) -> bool {
    Table::get().of_all(text) & UNCOMPOSED == 0 || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Give a text in NFC.
///
/// ```
/// assert_eq!(cleaner_core::text::compose::nfc("Vie\u{323}\u{302}t"), "Việt");
/// ```
pub fn nfc(text: &str) -> String {
    let table = Table::get();
    let is_plain = |c: char| table.of(c) & UNCOMPOSED == 0;
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        // What is plain stays, but for the last character: marks may follow.
        let mut base = 0;
        let Some(end) = rest.char_indices().find_map(|(at, c)| {
            if is_plain(c) {
                base = at;
            }
            (!is_plain(c)).then_some(at)
        }) else {
            made.push_str(rest);
            return made;
        };
        made.push_str(&rest[..base]);
        let behind = rest[end..].find(is_plain).map_or(rest.len(), |length| end + length);
        compose_into(&rest[base..behind], &mut made);
        rest = &rest[behind..];
    }
}

/// Compose a letter and what stands with it: directly where two marks at most follow, which is nearly always.
fn compose_into(cluster: &str, made: &mut String) {
    let mut characters = cluster.chars();
    let whole = match (characters.next(), characters.next(), characters.next(), characters.next()) {
        (Some(base), Some(mark), second, None) => compose_letter(base, mark, second),
        _ => None,
    };
    match whole {
        Some(whole) => made.push(whole),
        None => made.extend(cluster.nfc()),
    }
}

fn compose_letter(base: char, mark: char, second: Option<char>) -> Option<char> {
    let class = canonical_combining_class;
    let Some(second) = second else { return pair(base, mark).filter(|_| class(mark) > 0) };
    let (first, last) = if class(mark) > class(second) { (second, mark) } else { (mark, second) };
    if class(first) == 0 || class(last) == 0 {
        return None;
    }
    pair(pair(base, first)?, last)
}

/// Give a line in NFC, with a tone mark behind the circumflex or breve that it stands on.
///
/// *ó* + circumflex is canonically no *ố*, so that NFC leaves it in two pieces; nobody writes it for anything else.
/// Marks with spaces around them go onto their letter where a syllable comes of it.
///
/// ```
/// use cleaner_core::text::compose::compose;
/// assert_eq!(compose("ó\u{302}"), "ố");
/// assert_eq!(compose("cu \u{309} a chu \u{309} đâ \u{300} u tư"), "của chủ đầu tư");
/// ```
pub fn compose(line: &str) -> String {
    let mut composed = nfc(line);
    if composed.contains(['\u{302}', '\u{306}']) {
        composed = in_right_order(&composed);
    }
    if composed.contains(MARKS) { with_marks_joined(&composed).into_owned() } else { composed }
}

fn in_right_order(line: &str) -> String {
    let mut parts: Vec<char> = line.nfd().collect();
    let mut at = 1;
    while at < parts.len() {
        if matches!(parts[at], '\u{302}' | '\u{306}') && is_tone_mark(parts[at - 1]) && parts[at - 1] != '\u{323}' {
            parts.swap(at - 1, at);
            at += 1;
        }
        at += 1;
    }
    parts.into_iter().nfc().collect()
}

/// Put marks that stand apart onto the word before them, and the rest of the word behind them, as some PDFs part them.
fn with_marks_joined(line: &str) -> Cow<'_, str> {
    let mut made = String::new();
    let mut copied = 0;
    let mut at = 0;
    for place in super::words::words(line) {
        let Some(apart) = (place.start >= at).then(|| Apart::at(line, place.start, place.end)).flatten() else {
            continue;
        };
        at = apart.end;
        if let Some(joined) = apart.joined() {
            made.push_str(&line[copied..place.start]);
            made.push_str(&joined);
            copied = apart.end;
        }
    }
    if copied == 0 { Cow::Borrowed(line) } else { Cow::Owned(made + &line[copied..]) }
}

/// A word, marks with spaces before them, more spaces, and the letters behind.
struct Apart<'t> {
    word: &'t str,
    marks: String,
    space: &'t str,
    rest: &'t str,
    end: usize,
}

impl<'t> Apart<'t> {
    fn at(line: &'t str, start: usize, end: usize) -> Option<Apart<'t>> {
        if line[start..end].chars().nth(LONGEST).is_some() {
            return None;
        }
        let mut marks = String::new();
        let mut at = end;
        for _ in 0..FEW {
            let spaces = run(&line[at..], |c| c == ' ');
            let found = run(&line[at + spaces..], |c| MARKS.contains(&c));
            if spaces == 0 || found == 0 {
                break;
            }
            marks.push_str(&line[at + spaces..at + spaces + found]);
            at += spaces + found;
        }
        if marks.is_empty() {
            return None;
        }
        let spaces = run(&line[at..], |c| c == ' ');
        let behind = at + spaces;
        let table = Table::get();
        let letters = line[behind..].char_indices().take_while(|&(_, c)| table.of(c) & LETTER != 0).take(LONGEST);
        let rest = letters.last().map_or(0, |(at, c)| at + c.len_utf8());
        Some(Apart {
            word: &line[start..end],
            marks,
            space: &line[at..behind],
            rest: &line[behind..behind + rest],
            end: behind,
        })
    }

    fn joined(&self) -> Option<String> {
        let marked = compose(&format!("{}{}", self.word, self.marks));
        if !self.rest.is_empty() && is_syllable(&format!("{marked}{}", self.rest)) {
            return Some(marked);
        }
        if self.space.is_empty() && !self.rest.is_empty() {
            return None;
        }
        let moved = with_mark_in_place(&marked);
        let right = [Some(marked), moved].into_iter().flatten().find(|one| is_syllable(one));
        right.map(|one| one + self.space)
    }
}

/// Give the length in bytes of up to `FEW` characters of a kind that a text begins with.
fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.char_indices().take(FEW).take_while(|&(_, c)| of(c)).last().map_or(0, |(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nfc_is_that_of_the_crate() {
        let pieces = [
            "o", "ọ", "ê", "đ", "\u{302}", "\u{301}", "\u{323}", "\u{31b}", "한", "\u{11a8}", "\u{1100}", "\u{1161}",
            " ", "\u{0344}", "か", "\u{3099}",
        ];
        for number in 0..pieces.len().pow(4) {
            let text: String = (0..4).map(|at| pieces[number / pieces.len().pow(at) % pieces.len()]).collect();
            assert_eq!(nfc(&text), text.nfc().collect::<String>(), "{text:?}");
        }
    }

    #[test]
    fn marks_apart_that_make_no_syllable_stay() {
        for text in ["x \u{301} y", "café \u{301}", "abcdefgh \u{301} a"] {
            assert_eq!(compose(text), nfc(text));
        }
    }
}
