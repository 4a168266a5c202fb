//! HTML entities left in plain text. The semicolon is required, and what was escaped twice is undone twice.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

const LONGEST: usize = 31;

/// Put the characters that entities stand for in their place, until none is left.
///
/// ```
/// use cleaner_core::line::entities::decode;
/// assert_eq!(decode("a &amp;amp; b &EACUTE; AT&T; R&D"), "a & b \u{c9} AT&T; R&D");
/// ```
pub fn decode(line: &str) -> Cow<'_, str> {
    let mut decoded = Cow::Borrowed(line);
    while let Some(after) = once(&decoded) {
        decoded = Cow::Owned(after);
    }
    decoded
}

/// Decode all entities of a text once, or give nothing where none stands for anything.
fn once(text: &str) -> Option<String> {
    let mut made = String::new();
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        made.push_str(before);
        let Some(end) = end_of(from) else {
            made.push('&');
            rest = &from[1..];
            continue;
        };
        let entity = &from[..end];
        match character(entity) {
            Some(characters) => {
                changed |= characters != entity;
                made.push_str(&characters);
            }
            None => made.push_str(entity),
        }
        rest = &from[end..];
    }
    made.push_str(rest);
    changed.then_some(made)
}

/// Give the length of the entity that a text begins with.
fn end_of(text: &str) -> Option<usize> {
    let name = &text[1..];
    let end = name.bytes().take(LONGEST + 2).position(|byte| byte == b';')?;
    let name = &name.as_bytes()[..end];
    let good = match name {
        [b'#', b'x' | b'X', hex @ ..] => (1..=6).contains(&hex.len()) && hex.iter().all(u8::is_ascii_hexdigit),
        [b'#', digits @ ..] => (1..=8).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit),
        name => (1..=LONGEST).contains(&name.len()) && name.iter().all(u8::is_ascii_alphanumeric),
    };
    good.then_some(end + 2)
}

fn character(entity: &str) -> Option<Cow<'static, str>> {
    let name = &entity[1..entity.len() - 1];
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return numbered(code).map(|c| Cow::Owned(c.to_string()));
    }
    if let Some(&characters) = NAMED.get(name) {
        return Some(Cow::Borrowed(characters));
    }
    let shouted = name.bytes().any(|byte| byte.is_ascii_uppercase()) && !name.bytes().any(|b| b.is_ascii_lowercase());
    let lower = shouted.then(|| NAMED.get(name.to_ascii_lowercase().as_str())).flatten()?;
    Some(Cow::Owned(lower.to_uppercase()))
}

/// Give what a number stands for as browsers read it: those of Windows' code page in place of controls.
fn numbered(code: u32) -> Option<char> {
    let c = match code {
        0x80..=0x9F => WINDOWS[code as usize - 0x80],
        _ => char::from_u32(code)?,
    };
    let control = (0x1..=0x8).contains(&code) || (0xE..=0x1F).contains(&code) || code == 0xB || code == 0x7F;
    let no_character = (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE;
    (code != 0 && !control && !no_character && c != '\u{FFFD}').then_some(c)
}

const WINDOWS: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}',
    '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}',
    '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}',
    '\u{17e}', '\u{178}',
];

static NAMED: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let whole = entities::ENTITIES.iter().filter(|one| one.entity.ends_with(';'));
    whole.map(|one| (&one.entity[1..one.entity.len() - 1], one.characters)).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_entity_stays() {
        for text in ["R&D", "AT&T;", "&#0;", "&#xFFFD;", "&#1;", "&;", "&#;", "&#x;", "a & b;", "&#99999999;"] {
            assert_eq!(decode(text), text);
        }
    }

    #[test]
    fn numbers_are_read_as_browsers_do() {
        assert_eq!(decode("&#8211;&#150;&#x41;&#xD;"), "\u{2013}\u{2013}A\r");
    }
}
