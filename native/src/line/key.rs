//! The comparison key of a line: what two lines have in common when they say the same.
//!
//! Entities are decoded, letters composed (NFC), white space collapsed and trimmed, case folded, tone marks written in
//! the old school's way. Diacritics stay.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::text::pairs::{BLOCKS, Pairs};
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
    /// A character needs more than a look-up in the table, or spaces have to go.
    NotSimple,
}

/// Fold a line of characters that are composed already and whose folded form is one character, between single spaces.
///
/// Most letters are small, so what is between those that change is copied as it is; capitals of ASCII change at the end.
fn fold_simple(line: &str, out: &mut String) -> Folded {
    let (table, start) = (&*TABLE, out.len());
    let line = line.trim_matches(is_space);
    let (mut at, mut copied) = (0, 0);
    let mut has_open = false; // an open syllable stands there that the old school may write otherwise
    while let Some(place) = SMALL.first_other(line, at) {
        let c = line[place..].chars().next().unwrap_or_default();
        let end = place + c.len_utf8();
        if c == ' ' && !line[..place].ends_with(' ') {
            at = end;
            continue;
        }
        let simple = table.get(c);
        if simple == Simple::NONE || simple.is(SPACE) {
            return Folded::NotSimple;
        }
        if simple.is(SECOND_OF_O | SECOND_OF_U) && !has_open {
            let first = line[..place].bytes().next_back().map_or(0, |byte| byte.to_ascii_lowercase());
            let next = line[end..].chars().next().map_or(Simple::SPACE, |c| table.get(c));
            has_open = simple.is_second_of(first) && !next.is(LETTER);
        }
        if simple.folded() != c {
            out.push_str(&line[copied..place]);
            out.push(simple.folded());
            copied = end;
        }
        at = end;
    }
    out.push_str(&line[copied..]);
    out[start..].make_ascii_lowercase();
    if has_open { Folded::ToneMark } else { Folded::Whole }
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
            Simple::NONE if c.is_ascii() => folded.push(c),
            Simple::NONE => return Cow::Owned(caseless::default_case_fold_str(text)),
            simple if simple.is(SPACE) => folded.push(c), // whatever white space it is
            simple => folded.push(simple.folded()),
        }
    }
    Cow::Owned(folded)
}

/// The folded form of a character and what it is, in the bits above.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Simple(u32);

const FOLDED: u32 = (1 << 21) - 1;
const SPACE: u32 = 1 << 21;
const LETTER: u32 = 1 << 22;
/// The second vowel of an open syllable that the schools write in two ways, behind `o` and behind `u`.
const SECOND_OF_O: u32 = 1 << 23;
const SECOND_OF_U: u32 = 1 << 24;

impl Simple {
    /// Of a character that takes more than a look-up.
    const NONE: Simple = Simple(0);
    const SPACE: Simple = Simple(SPACE | ' ' as u32);

    fn of(c: char) -> Simple {
        if is_space(c) {
            return Simple::SPACE;
        }
        let text = c.to_string();
        let folded = caseless::default_case_fold_str(&text);
        let mut characters = folded.chars();
        let is_composed = text.nfc().eq([c]) && c != '&';
        match (characters.next(), characters.next()) {
            (Some(folded), None) if is_composed => Simple(folded as u32 | classes(folded)),
            _ => Simple::NONE,
        }
    }

    fn is(self, class: u32) -> bool {
        self.0 & class != 0
    }

    fn folded(self) -> char {
        char::from_u32(self.0 & FOLDED).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// Tell whether it is the second vowel of an open syllable as the old school would not write it; `first` is in front.
    fn is_second_of(self, first: u8) -> bool {
        match first {
            b'o' => self.is(SECOND_OF_O),
            b'u' => self.is(SECOND_OF_U),
            _ => false,
        }
    }
}

fn classes(folded: char) -> u32 {
    let class = |holds: bool, class: u32| if holds { class } else { 0 };
    class(folded.is_alphabetic(), LETTER)
        | class(tone::is_open('o', folded), SECOND_OF_O)
        | class(tone::is_open('u', folded), SECOND_OF_U)
}

/// The simple characters, by blocks.
struct Table {
    low: Box<[Simple; 0x300]>,
    additional: Box<[Simple; 0x100]>, // U+1E00 to U+1EFF, Latin letters with several marks
    punctuation: Box<[Simple; 0x60]>, // U+2000 to U+205F
}

impl Table {
    fn get(&self, c: char) -> Simple {
        match c as usize {
            at @ ..0x300 => self.low[at],
            at @ 0x1E00..0x1F00 => self.additional[at - 0x1E00],
            at @ 0x2000..0x2060 => self.punctuation[at - 0x2000],
            _ => Simple::NONE,
        }
    }
}

/// The pairs of bytes of a line that folds by itself, capitals of ASCII aside.
static SMALL: LazyLock<Pairs> = LazyLock::new(|| {
    let characters = || BLOCKS.into_iter().flatten().map(|c| (c, TABLE.get(c)));
    let is_small = |&(c, simple): &(char, Simple)| simple.folded() == c && simple != Simple::NONE;
    let small = characters().filter(is_small).map(|(c, _)| c).filter(|&c| c == ' ' || !is_space(c));
    let mut made = Pairs::of(small.chain('A'..='Z'));
    made.remove(b' ', b' ');
    for (first, class) in [("oO", SECOND_OF_O), ("uU", SECOND_OF_U)] {
        for (second, _) in characters().filter(|(_, simple)| simple.is(class)) {
            let second = second.encode_utf8(&mut [0; 4]).as_bytes()[0];
            first.bytes().for_each(|first| made.remove(first, second));
        }
    }
    made
});

static TABLE: LazyLock<Table> = LazyLock::new(|| Table {
    low: Box::new(std::array::from_fn(simple)),
    additional: Box::new(std::array::from_fn(|at| simple(at + 0x1E00))),
    punctuation: Box::new(std::array::from_fn(|at| simple(at + 0x2000))),
});

fn simple(code: usize) -> Simple {
    u32::try_from(code).ok().and_then(char::from_u32).map_or(Simple::NONE, Simple::of)
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

    fn by_the_slow_way(line: &str) -> String {
        let mut made = String::new();
        fold_any(line, &mut made);
        restyle(&mut made, 0);
        made
    }

    #[test]
    fn both_ways_agree() {
        for line in ["A & b", "a  b", " Ho\u{e0}ng  KHO\u{1eba} ", "THU\u{dd}, 'ho\u{e0}", "\u{2026}x\u{201c}"] {
            assert_eq!(key(line), by_the_slow_way(line));
        }
        for c in (0..0x1_1000).filter_map(char::from_u32) {
            for line in [format!("{c}"), format!("O{c}"), format!("a{c} {c}b"), format!("u{c}\u{111} &x;")] {
                assert_eq!(key(&line), by_the_slow_way(&line), "{line:?}");
            }
        }
    }
}
