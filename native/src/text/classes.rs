//! One table: what each character may mean for a text. Every look at a text and every repair step asks it.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, HirKind};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::badness::{self, Ranges};
use super::letters::{MARKS, alphabet};

/// What a character is; several of these at once.
pub type Classes = u32;

/// Beside a space or the edge of a line a space is one too many: `behind(a) & before(b)` tells that of two neighbours.
const BEHIND: u32 = 0;
const BEFORE: u32 = 2;
/// It passes nowhere without a look.
pub const LOOK: Classes = 1 << 4;
/// Its neighbours decide; without this, a character to look at is in doubt wherever it stands.
pub const JUDGED: Classes = 1 << 5;
/// A space other than the plain one.
pub const SPACE: Classes = 1 << 6;
/// What ftfy calls them, see `badness`.
pub const ALWAYS: Classes = 1 << 7;
pub const SYMBOL: Classes = 1 << 8;
pub const NEAR: Classes = 1 << 9;
pub const ACCENTED: Classes = 1 << 10;
pub const UPPER: Classes = 1 << 11;
pub const BEFORE_UPPER: Classes = 1 << 12;
/// A letter of Vietnamese: capital, small, with a mark of any kind.
pub const CAPITAL: Classes = 1 << 13;
pub const SMALL_LETTER: Classes = 1 << 14;
pub const MARKED: Classes = 1 << 15;
/// Part of a word, as `\w` has it, and not a digit either.
pub const WORD: Classes = 1 << 16;
pub const LETTER: Classes = 1 << 17;
/// A control character or half of one, a separator of lines.
pub const CONTROL: Classes = 1 << 18;
/// Shows as nothing.
pub const INVISIBLE: Classes = 1 << 19;
/// A ligature, or of full width.
pub const SHAPED: Classes = 1 << 20;
/// Only looks Vietnamese.
pub const LOOKALIKE: Classes = 1 << 21;
/// May change in NFC, or what stands before it may.
pub const UNCOMPOSED: Classes = 1 << 22;
/// Stands in no Vietnamese text, or in none of Latin letters.
pub const FOREIGN: Classes = 1 << 23;
pub const ALIEN: Classes = 1 << 24;
/// Letters, marks and ASCII of Vietnamese; quotes, dashes and the ellipsis.
pub const OWN: Classes = 1 << 25;
pub const QUOTING: Classes = 1 << 26;
/// East Asian, by which full width is right.
pub const EAST: Classes = 1 << 27;
/// Letters that some language of Europe writes: capitals, small ones.
pub const EUROPE_CAPITAL: Classes = 1 << 28;
pub const EUROPE_SMALL: Classes = 1 << 29;

/// Tell of the classes of two neighbours whether a space there is one too many.
pub fn is_space_too_many(behind: Classes, before: Classes) -> bool {
    (behind >> BEHIND) & (before >> BEFORE) & 0b11 != 0
}

/// The classes of what stands before and behind a text.
pub const EDGE: Classes = NEWLINE_PLACE;
const SPACE_PLACE: Classes = 0b11 << BEHIND | 0b01 << BEFORE;
const NEWLINE_PLACE: Classes = 0b01 << BEHIND | 0b10 << BEFORE;

/// The table of the characters below `FIRST_BEYOND`; the rest is worked out when asked for.
pub struct Table(Box<[Classes; FIRST_BEYOND]>);

const FIRST_BEYOND: usize = 0x3000;

impl Table {
    /// Give the one table there is.
    pub fn get() -> &'static Table {
        &TABLE
    }

    /// Give what a character is.
    #[inline]
    pub fn of(&self, c: char) -> Classes {
        self.0.get(c as usize).copied().unwrap_or_else(|| beyond(c))
    }

    /// Give what some characters are, all together.
    pub fn of_all(&self, text: &str) -> Classes {
        text.chars().fold(0, |all, c| all | self.of(c))
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Box::new([0; FIRST_BEYOND]);
    for (code, place) in (0..).zip(table.iter_mut()) {
        if let Some(c) = char::from_u32(code) {
            *place = composed(c);
        }
    }
    for c in letters_and_digits().flat_map(|(first, last)| first..=last).take_while(|c| (*c as usize) < FIRST_BEYOND) {
        table[c as usize] |= word(c);
    }
    let mut add = |class: Classes, first: u32, last: u32| {
        for code in first..=last.min(FIRST_BEYOND as u32 - 1) {
            table[code as usize] |= class;
        }
    };
    for (class, ranges) in BY_RANGES {
        ranges.iter().for_each(|&(first, last)| add(*class, first, last));
    }
    for (class, letters) in BY_LETTERS {
        letters.chars().for_each(|c| add(*class, c as u32, c as u32));
    }
    for c in alphabet() {
        for (class, c) in [(SMALL_LETTER | EUROPE_SMALL, c), (CAPITAL | EUROPE_CAPITAL, super::letters::capital(c))] {
            add(if c.is_ascii() { class } else { class | MARKED | OWN }, c as u32, c as u32);
        }
    }
    MARKS.iter().for_each(|&mark| add(OWN, mark as u32, mark as u32));
    table.iter_mut().for_each(|classes| *classes = settled(*classes));
    table[usize::from(b' ')] |= SPACE_PLACE;
    table[usize::from(b'\n')] |= NEWLINE_PLACE;
    Table(table)
});

/// Mark what is in no class of characters that may pass.
fn settled(classes: Classes) -> Classes {
    let judged = classes & JUDGED != 0;
    let mut classes = classes;
    if classes & MARKED != 0 {
        classes = classes & !FOREIGN | if judged { 0 } else { PLAIN };
    }
    if judged || classes & PLAIN == 0 {
        classes |= LOOK;
    }
    classes & !PLAIN
}

/// Used while the table is made.
const PLAIN: Classes = 1 << 30;

fn beyond(c: char) -> Classes {
    let code = c as u32;
    if EASTERN.iter().any(|&(first, last)| (first..=last).contains(&code)) {
        let alien = if code < 0xAC00 { ALIEN } else { 0 };
        return LETTER | WORD | EAST | alien;
    }
    let mut classes = alone(c);
    for (class, ranges) in BY_RANGES {
        if ranges.iter().any(|&(first, last)| (first..=last).contains(&code)) {
            classes |= class;
        }
    }
    settled(classes)
}

/// Tell what a character is by its properties in Unicode.
fn alone(c: char) -> Classes {
    composed(c) | if c.is_alphanumeric() { word(c) } else { 0 }
}

fn composed(c: char) -> Classes {
    let is_composed = canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes;
    if is_composed { 0 } else { UNCOMPOSED }
}

/// Tell what a letter or digit is.
fn word(c: char) -> Classes {
    let is_digit = DIGITS.iter().any(|&zero| (zero..zero + 10).contains(&(c as u32)));
    if is_digit { WORD } else { WORD | LETTER }
}

/// Give the characters of `char::is_alphanumeric` as ranges, in order; to ask of each alone takes long.
fn letters_and_digits() -> impl Iterator<Item = (char, char)> {
    let class = regex_syntax::parse(r"[\p{Alphabetic}\p{N}]").map(|hir| hir.into_kind());
    let ranges = match class {
        Ok(HirKind::Class(Class::Unicode(class))) => class.ranges().to_vec(),
        _ => Vec::new(),
    };
    ranges.into_iter().map(|range| (range.start(), range.end()))
}

/// The zeros of the decimal digits of the Basic Multilingual Plane.
#[rustfmt::skip]
const DIGITS: [u32; 37] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
    0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900,
    0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// Letters of East Asia that pass.
const EASTERN: Ranges = &[(0x3041, 0x3094), (0x30A1, 0x30FA), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3)];

const BY_LETTERS: &[(Classes, &str)] = &[
    (JUDGED, "ÀÁÂÃÈÉÊÌÍÝĂĐÙ“”‘•°²³±×½¼¾®™©€£¥«»§µ÷¹&?"),
    (PLAIN, "–—’…·‐‑−′″"),
    (LOOKALIKE, "ÐƉðɖƢƣ"),
    (QUOTING, "“”‘’–—…"),
    (FOREIGN, "‚„†‡‰‹›€™⌐◊"),
    (EUROPE_CAPITAL, "ŠŽ"),
    (EUROPE_SMALL, "šž"),
];

#[rustfmt::skip]
const BY_RANGES: &[(Classes, Ranges)] = &[
    (PLAIN, &[
        (0xA, 0xA), (0x20, 0x25), (0x27, 0x3E), (0x40, 0x7E), (0x2190, 0x21FF), (0x25A0, 0x25C9), (0x25CB, 0x27BF),
        (0x3001, 0x3003), (0x3008, 0x3011), (0x3014, 0x301B),
    ]),
    (SPACE, &[
        (0x9, 0x9), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F),
        (0x3000, 0x3000),
    ]),
    (ALWAYS, badness::ALWAYS),
    (SYMBOL, badness::SYMBOL),
    (NEAR, badness::NEAR),
    (ACCENTED, badness::ACCENTED),
    (UPPER, badness::UPPER),
    (BEFORE_UPPER, badness::BEFORE_UPPER),
    (CONTROL, &[(0x0, 0x8), (0xB, 0x1F), (0x7F, 0x9F), (0x2028, 0x2029)]),
    (INVISIBLE, super::steps::DROPPED),
    (INVISIBLE, super::steps::DIRECTIONS),
    (INVISIBLE, super::steps::JOINERS),
    (SHAPED, &[(0xFB00, 0xFB06), (0xFF01, 0xFF5E)]),
    (EAST, &[
        (0x1100, 0x11FF), (0x2E80, 0xA4CF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF61, 0xFFDC), (0x20000, 0x3FFFF),
    ]),
    (FOREIGN, &[
        (0x80, 0x9F), (0xA1, 0xAA), (0xAC, 0xBA), (0xBC, 0x52F), // but for letters of Vietnamese
        (0x2200, 0x22FF), (0x2320, 0x2321), (0x2500, 0x25A0), (0xE000, 0xF8FF), (0xFB01, 0xFB02), (0xFFFD, 0xFFFD),
    ]),
    (ALIEN, &[
        (0x530, 0x1DFF), (0x2400, 0x24FF), (0x2580, 0x259F), (0x2800, 0xABFF), (0xD7B0, 0xFAFF), (0x10000, 0x1EFFF),
        (0x1FB00, 0x10FFFF),
    ]),
    (OWN, &[(0x0, 0x7F)]),
    (WORD, &[(0x5F, 0x5F)]),
    (EUROPE_CAPITAL, &[(0x41, 0x5A), (0xC0, 0xD6), (0xD8, 0xDE)]),
    (EUROPE_SMALL, &[(0x61, 0x7A), (0xDF, 0xF6), (0xF8, 0xFF)]),
];
