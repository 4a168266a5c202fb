//! Letters that only look Vietnamese, and how wrong a line looks as Vietnamese.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::addresses;
use super::classes::{ALIEN, CAPITAL, Classes, EUROPE_CAPITAL, EUROPE_SMALL, FOREIGN, LETTER, SMALL_LETTER, Table};
use super::compose::is_composed;
use super::letters::{is_vowel, meant, small};
use super::syllable::is_syllable;

/// What is left of *à* where its second byte was a no-break space: its first, read as Latin-1.
const FIRST_BYTE: &str = "\u{c3}";

/// Give where the words of a text stand: runs of letters.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let table = Table::get();
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_letter = |c: char| table.of(c) & LETTER != 0;
        let start = at + text[at..].find(is_letter)?;
        at = text[start..].find(|c| !is_letter(c)).map_or(text.len(), |length| start + length);
        Some(start..at)
    })
}

/// Count what no Vietnamese line holds: foreign letters, broken case, symbols inside words, words that are no syllable.
///
/// A foreign name counts once, whatever its letters, and an acronym of Vietnamese capitals not at all, nor does a letter
/// that is spoken of (*chữ Â*). A lone *Ã* is no word, and all that is left of *à* where its second byte was a no-break
/// space, unless it stands in quotes. May be negative.
///
/// ```
/// use cleaner_core::text::words::impossible;
/// assert_eq!([impossible("CỘNG HÒA XÃ\u{a0}HỘI"), impossible("CỘNG HÒA XàHỘI")], [0, 2]);
/// assert_eq!([impossible("Viá»‡t Nam"), impossible("Việt Nam")], [2, 0]);
/// ```
pub fn impossible(text: &str) -> i64 {
    if text.is_ascii() {
        return 0;
    }
    let composed = if is_composed(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) };
    let table = Table::get();
    let mut wrong =
        strange(table, &composed) + 2 * composed.chars().filter(|&c| table.of(c) & ALIEN != 0).count() as i64;
    for place in words(&composed) {
        let word = &composed[place.clone()];
        let is_right = (word != FIRST_BYTE && is_syllable(word)) || is_acronym(table, word);
        if word.is_ascii() || is_right || is_spoken_of(&composed, place) {
            continue;
        }
        wrong += if is_name(table, word) { 1 - strange(table, word) } else { 1 };
    }
    wrong
}

/// Count foreign letters, capitals behind small letters, and signs between letters.
fn strange(table: &Table, text: &str) -> i64 {
    let mut found = 0;
    let mut before = 0;
    let mut sign = false; // a sign stands behind a letter
    for c in text.chars() {
        let classes = table.of(c);
        let is_letter = classes & LETTER != 0;
        found += i64::from(sign && is_letter);
        found += i64::from(classes & FOREIGN != 0 || (classes & CAPITAL != 0 && before & SMALL_LETTER != 0));
        sign = before & LETTER != 0
            && classes & FOREIGN == 0
            && matches!(c, '“' | '”' | '‘' | '•' | '–' | '—' | '…' | '‐' | '‑' | '«' | '»');
        before = classes;
    }
    found
}

/// Tell whether a word is a capital that is no syllable, standing alone between spaces or in quotes.
///
/// Two in a row are no-break spaces, read as something else.
fn is_spoken_of(text: &str, place: Range<usize>) -> bool {
    let (above, word, below) = (&text[..place.start], &text[place.clone()], &text[place.end..]);
    let (before, after) = (above.chars().next_back(), below.chars().next());
    match (before, after) {
        (Some('“'), Some('”')) | (Some('‘'), Some('’')) => is_marked_vowel(word) || word == FIRST_BYTE,
        (Some(' ' | '(' | '“' | '‘') | None, Some(' ' | ',' | '.' | ':' | ';' | ')' | '?' | '!') | None) => {
            let is_row = above.trim_end().ends_with(word) || below.trim_start().starts_with(word);
            is_marked_vowel(word) && !is_row
        }
        _ => false,
    }
}

/// Tell whether a word is one capital, a vowel with a mark of its own and no tone.
fn is_marked_vowel(word: &str) -> bool {
    let mut letters = word.chars();
    let is_one = |c: char| c.is_uppercase() && !c.is_ascii() && is_vowel(small(c));
    letters.next().is_some_and(is_one) && letters.next().is_none()
}

fn is_acronym(table: &Table, word: &str) -> bool {
    word.chars().nth(1).is_some() && all(table, word, CAPITAL)
}

/// Tell whether some language of Europe may write a word: Latin letters, in the case of a word.
fn is_name(table: &Table, word: &str) -> bool {
    let rest = word.trim_start_matches(|c| table.of(c) & EUROPE_CAPITAL != 0);
    let (capitals, small) = (word[..word.len() - rest.len()].chars().count(), rest.chars().count());
    (small == 0 && capitals >= 2) || (small >= 2 && capitals <= 1 && all(table, rest, EUROPE_SMALL))
}

fn all(table: &Table, word: &str, class: Classes) -> bool {
    word.chars().all(|c| table.of(c) & class != 0)
}

/// Make *Ð* a *Đ* and *ƣ* an *ư* in Vietnamese words and acronyms, but not in addresses, hashtags and handles.
///
/// ```
/// use cleaner_core::text::words::with_right_letters;
/// assert_eq!(with_right_letters("Ðà đƣợc, ÐHQG, Guðmundsson, EIÐ"), "Đà được, ĐHQG, Guðmundsson, EIÐ");
/// ```
pub fn with_right_letters(line: &str) -> Cow<'_, str> {
    addresses::change_outside(line, |part| {
        let mut made = String::new();
        let mut copied = 0;
        for place in words(part) {
            let word = &part[place.clone()];
            let better = if word.chars().any(|c| meant(c) != c) { right_word(word) } else { None };
            if let Some(better) = better {
                made.push_str(&part[copied..place.start]);
                made.push_str(&better);
                copied = place.end;
            }
        }
        (copied > 0).then(|| made + &part[copied..])
    })
}

fn right_word(word: &str) -> Option<String> {
    let better: String = word.chars().map(meant).collect();
    let is_acronym = || {
        let shouted = word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase);
        let begins = |c: char| meant(c) != c && !is_vowel(small(meant(c)));
        shouted && word.chars().nth(1).is_some() && (word.starts_with(begins) || !word.contains(is_capital_vowel))
    };
    (is_syllable(&better) || is_acronym()).then_some(better)
}

/// Tell whether a capital is a vowel, whatever its marks.
fn is_capital_vowel(c: char) -> bool {
    c.is_uppercase() && std::iter::once(c).nfd().next().is_some_and(|base| is_vowel(small(base)))
}
