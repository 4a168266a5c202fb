//! The letters that Vietnamese is written with, and what each is made of.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_canonical};

/// Vowels, consonants that English has not, and letters that look like others.
const LETTERS: &str = include_str!("letters.txt");

/// The marks of Vietnamese: five tones, circumflex, breve, horn.
pub const MARKS: [char; 8] = ['\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{306}', '\u{309}', '\u{31b}', '\u{323}'];

/// A tone: none, or the place of its mark in `TONES`, from 1.
pub type Tone = u8;
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
/// The tones that a syllable may have that ends in a stop: acute and dot below.
pub const STOP_TONES: [Tone; 2] = [2, 5];

/// What `letters.txt` says.
struct Alphabet {
    vowels: Vec<char>,
    consonants: Vec<char>,
    /// A letter and the one that it is taken for, in both cases.
    look_alikes: Vec<(char, char)>,
}

static ALPHABET: LazyLock<Alphabet> = LazyLock::new(|| {
    let said = |head: &str| {
        let line = LETTERS.lines().find_map(|line| line.strip_prefix(head)?.strip_prefix(": "));
        line.unwrap_or_default().split(' ').map(|word| word.chars().collect::<Vec<char>>()).collect::<Vec<_>>()
    };
    let pairs = said("look-alikes").into_iter().filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
    let look_alikes = pairs.flat_map(|(like, letter)| [(like, letter), (capital(like), capital(letter))]).collect();
    Alphabet { vowels: said("vowels").concat(), consonants: said("consonants").concat(), look_alikes }
});

/// Give all small letters; capitals follow by case.
pub fn alphabet() -> impl Iterator<Item = char> {
    let toned = ALPHABET.vowels.iter().flat_map(|&vowel| (0..=5).filter_map(move |tone| with_tone(vowel, tone)));
    ('a'..='z').filter(|&c| !is_vowel(c)).chain(ALPHABET.consonants.iter().copied()).chain(toned)
}

/// Tell whether a small letter without a tone is a vowel.
pub fn is_vowel(c: char) -> bool {
    ALPHABET.vowels.contains(&c)
}

/// Give the letter that one is taken for which only looks like it; any other letter is itself.
pub fn meant(c: char) -> char {
    let like = || ALPHABET.look_alikes.iter().find(|(like, _)| *like == c);
    if c.is_ascii() { c } else { like().map_or(c, |(_, letter)| *letter) }
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
