//! The letters that Vietnamese is written with, and what each is made of.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_canonical};

/// The vowels, without tones.
pub const VOWELS: [char; 12] = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];

/// The marks of Vietnamese: five tones, circumflex, breve, horn.
pub const MARKS: [char; 8] = ['\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{306}', '\u{309}', '\u{31b}', '\u{323}'];

/// A tone: none, or the place of its mark in `TONES`, from 1.
pub type Tone = u8;
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
/// The tones that a syllable may have that ends in a stop: acute and dot below.
pub const STOP_TONES: [Tone; 2] = [2, 5];

/// Give all small letters; capitals follow by case.
pub fn alphabet() -> impl Iterator<Item = char> {
    let toned = VOWELS.into_iter().flat_map(|vowel| (0..=5).filter_map(move |tone| with_tone(vowel, tone)));
    ('a'..='z').filter(|c| !VOWELS.contains(c)).chain(['đ']).chain(toned)
}

/// Tell whether a character is a mark of a tone.
pub fn is_tone_mark(c: char) -> bool {
    TONES.contains(&c)
}

/// Give a letter without its tone, and the tone.
pub fn split_tone(c: char) -> (char, Tone) {
    if c.is_ascii() {
        return (c, 0);
    }
    let table = &*TONELESS;
    match c as usize {
        at @ ..0x250 => table.low[at],
        at @ 0x1EA0..0x1F00 => table.additional[at - 0x1EA0],
        _ => (c, 0),
    }
}

/// Put a tone on a letter that has none; nothing where there is no such letter.
pub fn with_tone(c: char, tone: Tone) -> Option<char> {
    if tone == 0 {
        return Some(c);
    }
    let mut whole = [c, TONES[usize::from(tone) - 1]].into_iter().nfc();
    whole.next().filter(|_| whole.next().is_none())
}

/// Give the small form of a letter if it is one character.
pub fn small(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Give the capital form of a letter if it is one character.
pub fn capital(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Letters by their codes, each without its tone, and the tone.
struct Toneless {
    low: Box<[(char, Tone); 0x250]>,
    additional: Box<[(char, Tone); 0x60]>, // U+1EA0 to U+1EFF
}

static TONELESS: LazyLock<Toneless> = LazyLock::new(|| Toneless {
    low: Box::new(std::array::from_fn(split)),
    additional: Box::new(std::array::from_fn(|at| split(at + 0x1EA0))),
});

fn split(code: usize) -> (char, Tone) {
    let c = u32::try_from(code).ok().and_then(char::from_u32).unwrap_or('\0');
    let (mut base, mut tone) = ('\0', 0);
    let mut whole = true;
    decompose_canonical(c, |part| {
        if let Some(found) = TONES.iter().position(|&mark| mark == part) {
            whole &= tone == 0;
            tone = Tone::try_from(found + 1).unwrap_or(0);
        } else if base == '\0' {
            base = part;
        } else if let Some(both) = compose(base, part) {
            base = both;
        } else {
            whole = false;
        }
    });
    if whole && base != '\0' { (base, tone) } else { (c, 0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_come_off_and_go_on_again() {
        for (whole, base, tone) in [('ộ', 'ô', 5), ('Ắ', 'Ă', 2), ('đ', 'đ', 0), ('ừ', 'ư', 1), ('ỹ', 'y', 3)]
        {
            assert_eq!(split_tone(whole), (base, tone));
            assert_eq!(with_tone(base, tone), Some(whole));
        }
    }
}
