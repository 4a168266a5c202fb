//! Where the tone mark stands: *hòa* of the old school, *hoà* of the new one.
//!
//! They differ for *oa oe uy* with nothing behind. Both are right, so keys have one of them, the old one. Only whole
//! syllables change, and never inside an address, a hashtag or a handle.

use std::borrow::Cow;

use super::addresses;
use super::letters::{small, split_tone};
use super::syllable::{School, in_school, with_mark_in_place};
use super::words::words;

/// Tell whether a small letter is a second vowel with a tone mark, which the old school would not write.
pub fn is_second(c: char) -> bool {
    matches!(split_tone(c), ('a' | 'e' | 'y', 1..))
}

/// Tell whether two small letters end an open syllable as the old school would not write it.
pub fn is_open(first: char, second: char) -> bool {
    matches!((first, split_tone(second)), ('o', ('a' | 'e', 1..)) | ('u', ('y', 1..)))
}

/// Write the open syllables of a text in the old school's way.
///
/// ```
/// use cleaner_core::text::tone::old_style;
/// assert_eq!(old_style("Hoà, hoàng, THUÝ, quý, #hoà"), "Hòa, hoàng, THÚY, quý, #hoà");
/// ```
pub fn old_style(text: &str) -> Cow<'_, str> {
    in_style(text, School::Old)
}

/// Write the open syllables of a text in the new school's way.
pub fn new_style(text: &str) -> Cow<'_, str> {
    in_style(text, School::New)
}

/// Write the open syllables of a text in one school's way.
pub fn in_style(text: &str, school: School) -> Cow<'_, str> {
    if !has_open_syllable(text, school) {
        return Cow::Borrowed(text);
    }
    respelled(text, |word| in_school(word, school))
}

/// Put each tone mark that stands where no school would put it in its place.
///
/// ```
/// assert_eq!(cleaner_core::text::tone::with_marks_in_place("cuả qúy hòan Hòa"), "của quý hoàn Hòa");
/// ```
pub fn with_marks_in_place(text: &str) -> Cow<'_, str> {
    respelled(text, with_mark_in_place)
}

/// Tell whether two vowels stand in a text as the other school writes them at the end of an open syllable.
fn has_open_syllable(text: &str, school: School) -> bool {
    let mut before = (' ', 0);
    text.chars().any(|c| {
        let letter = split_tone(small(c));
        let is_open = matches!((before.0, letter.0), ('o', 'a' | 'e') | ('u', 'y'));
        let (bare, toned) = if school == School::Old { (before.1, letter.1) } else { (letter.1, before.1) };
        before = letter;
        is_open && bare == 0 && toned != 0
    })
}

fn respelled(text: &str, respell: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    addresses::change_outside(text, |part| {
        let mut made = String::new();
        let mut copied = 0;
        for place in words(part) {
            let (before, behind) = (part[..place.start].chars().next_back(), part[place.end..].chars().next());
            let is_joined = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\'' | '’');
            if before.is_some_and(|c| is_joined(c) || c == '-') || behind.is_some_and(is_joined) {
                continue;
            }
            if let Some(other) = respell(&part[place.clone()]) {
                made.push_str(&part[copied..place.start]);
                made.push_str(&other);
                copied = place.end;
            }
        }
        (copied > 0).then(|| made + &part[copied..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_syllables_alone_change() {
        for text in ["hoàng", "xhoà", "noé", "a@hoà.vn", "x-hoà", "hoà's", "quý", "hoà1"] {
            assert_eq!(old_style(text), text);
        }
        assert_eq!(old_style("khoẻ thuý oà"), "khỏe thúy òa");
        assert_eq!(new_style("khỏe HÒA"), "khoẻ HOÀ");
    }

    #[test]
    fn addresses_stay() {
        let text = "vn.express.net/hoà www.hoà #hoà hoà";
        assert_eq!(old_style(text), "vn.express.net/hoà www.hoà #hoà hòa");
    }
}
