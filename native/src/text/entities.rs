//! HTML entities left in plain text. The semicolon is required, and what was escaped twice is undone twice.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

const LONGEST: usize = 31;

/// Put the characters that entities stand for in their place, until none is left.
///
/// ```
/// use cleaner_core::text::entities::decode;
/// assert_eq!(decode("a &amp;amp; b &EACUTE; AT&T; R&D"), "a & b \u{c9} AT&T; R&D");
/// ```
pub fn decode(line: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', line.as_bytes()) else { return Cow::Borrowed(line) };
    let mut made = line[..first].to_owned();
    for piece in line[first..].split_inclusive(';') {
        made.push_str(piece);
        // What an entity stood for may end another one.
        while let Some((start, character)) = ending(&made) {
            made.truncate(start);
            made.push_str(&character);
        }
    }
    if made == line { Cow::Borrowed(line) } else { Cow::Owned(made) }
}

/// Give where the entity begins that a text ends with, and what it stands for.
fn ending(text: &str) -> Option<(usize, Cow<'static, str>)> {
    let name = text.strip_suffix(';')?.as_bytes();
    let start = memchr::memrchr(b'&', &name[name.len().saturating_sub(LONGEST + 2)..])?
        + name.len().saturating_sub(LONGEST + 2);
    let entity = &text[start..];
    (end_of(entity) == Some(entity.len()))
        .then(|| character(entity))
        .flatten()
        .filter(|found| found != entity)
        .map(|found| (start, found))
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

/// Tell whether a text holds HTML tags, of which its entities are part.
///
/// ```
/// use cleaner_core::text::entities::is_markup;
/// assert!(is_markup("<p>a &amp; b</p>") && !is_markup("a < b &amp; c > d"));
/// ```
pub fn is_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| begins_with_tag_but_for_bracket(&text[at + 1..]))
}

const TAGS: [&str; 21] = [
    "a", "b", "br", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "img", "li", "p", "span", "strong", "table",
    "td", "tr", "ul",
];
const LONGEST_TAG: usize = 500; // characters behind its name

fn begins_with_tag_but_for_bracket(text: &str) -> bool {
    let text = text.strip_prefix('/').unwrap_or(text);
    let name = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if !TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(&text[..name])) {
        return false;
    }
    let rest = &text[name..];
    if rest.starts_with('>') || rest.starts_with("/>") {
        return true;
    }
    let mut rest = rest.chars();
    rest.next().is_some_and(crate::line::key::is_space)
        && rest.take(LONGEST_TAG + 1).find(|c| matches!(c, '<' | '>' | '\n')) == Some('>')
}

/// What Windows-1252 shows for the bytes from 0x80 to 0x9F; the hole is the control character itself.
pub const WINDOWS: [char; 32] = [
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
