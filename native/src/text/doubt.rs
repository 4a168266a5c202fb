//! The proof that a text needs no repair, and where one may need some.
//!
//! Letters of the language, ASCII and harmless signs pass; a few capitals, quotes and symbols are judged with their
//! neighbours, by rules that fire wherever ftfy's measure of badness could, and sometimes where it would not; all else
//! fires. So silence is proof, and a hit only a question.

use std::sync::LazyLock;

use super::classes::{
    ACCENTED, ALWAYS, BEFORE_UPPER, CAPITAL, Classes, EDGE, JUDGED, LOOK, MARKED, NEAR, OWN, QUOTING, SMALL_LETTER,
    SPACE, SYMBOL, Table, UPPER, WORD, is_space_too_many,
};
use super::pairs::{BLOCKS, Pairs};

const LONGEST_ENTITY: usize = 31;

/// Tell whether a text needs no repair but for blank lines.
///
/// ```
/// use cleaner_core::text::doubt::is_clean;
/// assert!(is_clean("“Đà Nẵng”: 35 m², 20°C"));
/// assert!(["XÃ–PHƯỜNG", "Viá»‡t", "a  b", "a ", "a\u{a0}b"].into_iter().all(|text| !is_clean(text)));
/// ```
pub fn is_clean(text: &str) -> bool {
    first(text, 0).is_none()
}

/// Give the place from which on a text may need a repair; `from` is the begin of a line.
pub fn first(text: &str, from: usize) -> Option<usize> {
    let table = Table::get();
    let mut at = from;
    while let Some(place) = CLEAN.first_other(text, at) {
        let c = text[place..].chars().next()?;
        let classes = table.of(c);
        let before = text[from..place].chars().next_back().map_or(EDGE, |c| table.of(c));
        if is_space_too_many(before, classes) || (classes & LOOK != 0 && fires(table, text, place, c, classes)) {
            return Some(place);
        }
        at = place + c.len_utf8();
    }
    let last = text[from..].chars().next_back()?;
    is_space_too_many(table.of(last), EDGE).then(|| text.len() - 1)
}

/// The pairs of bytes of text in which nothing has to be looked at.
static CLEAN: LazyLock<Pairs> = LazyLock::new(|| {
    let is_clean = |c: &char| Table::get().of(*c) & LOOK == 0;
    let mut made = Pairs::of(BLOCKS.into_iter().flatten().filter(is_clean));
    for (first, second) in [(b' ', b' '), (b' ', b'\n'), (b'\n', b' ')] {
        made.remove(first, second);
    }
    made
});

/// What one line, or lines that were one, may need.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// The classes of all its characters.
    pub classes: Classes,
    /// It is no clean line.
    pub is_touched: bool,
    /// More than its spaces may have to be brought to order.
    pub is_in_doubt: bool,
    /// It may hold UTF-8 that was read as something else.
    pub has_clue: bool,
}

impl Look {
    /// Look at a line.
    pub fn at(line: &str) -> Look {
        let table = Table::get();
        let mut look = Look::default();
        let mut before = EDGE;
        for (at, c) in line.char_indices() {
            let classes = table.of(c);
            look.is_touched |= is_space_too_many(before, classes);
            if classes & LOOK != 0 && !look.is_in_doubt && fires(table, line, at, c, classes) {
                look.is_touched = true;
                look.is_in_doubt = classes & SPACE == 0;
            }
            look.classes |= classes;
            before = classes;
        }
        look.is_touched |= is_space_too_many(before, EDGE) && !line.is_empty();
        if look.classes & SPACE != 0 && !look.is_in_doubt && line.contains('\u{a0}') {
            look.is_in_doubt = may_be_misread(line); // such a space may be the last byte of a letter
        }
        look.has_clue = look.is_in_doubt && has_clue(line);
        look
    }
}

/// Tell whether a character to look at may need a repair where it stands.
fn fires(table: &Table, text: &str, at: usize, c: char, classes: Classes) -> bool {
    if classes & JUDGED == 0 {
        return true;
    }
    match c {
        '&' => begins_entity(&text[at + 1..]),
        '?' => {
            let small = |c: Option<char>| c.is_some_and(|c| is_plain_or_marked(c, table.of(c)));
            small(text[..at].chars().next_back()) && small(text[at + 1..].chars().next())
        }
        _ => is_misread(table, text, at, c, classes),
    }
}

/// A letter between which and another one a question mark may be a letter that was lost.
fn is_plain_or_marked(c: char, classes: Classes) -> bool {
    classes & MARKED != 0 || (c.is_ascii() && classes & SMALL_LETTER != 0)
}

/// Tell whether a text begins with an entity but for its ampersand.
fn begins_entity(text: &str) -> bool {
    let name = text.strip_prefix('#').unwrap_or(text).as_bytes();
    let end = name.iter().take(LONGEST_ENTITY + 1).position(|byte| !byte.is_ascii_alphanumeric());
    end.is_some_and(|end| end > 0 && name[end] == b';')
}

/// Tell whether ftfy could see UTF-8 read as something else in a text.
///
/// ```
/// use cleaner_core::text::doubt::may_be_misread;
/// assert!(!may_be_misread("Müller 20°C") && may_be_misread("“ĐẠI LÃ”"));
/// ```
pub fn may_be_misread(text: &str) -> bool {
    let table = Table::get();
    text.char_indices().any(|(at, c)| {
        let classes = table.of(c);
        classes & (ALWAYS | NEAR) != 0 && is_misread(table, text, at, c, classes)
    })
}

/// Tell whether a character may be mojibake where it stands, by what is before and behind it in its line.
fn is_misread(table: &Table, text: &str, at: usize, c: char, classes: Classes) -> bool {
    if classes & ALWAYS != 0 {
        return true;
    }
    let before = text[..at].chars().next_back().unwrap_or('\n');
    let mut behind = text[at + c.len_utf8()..].chars();
    let after = behind.next();
    let next = after.unwrap_or('\n');
    let before_is = |class| table.of(before) & class != 0;
    let next_is = |class| table.of(next) & class != 0;
    let is_sign = classes & SYMBOL != 0;
    (before_is(NEAR) && (is_sign || matches!(c, '“' | '‘' | '•')))
        || (next_is(NEAR) && (is_sign || c == '”'))
        || (classes & UPPER != 0 && (before == '”' || before_is(BEFORE_UPPER)))
        || match c {
            '”' => {
                (before_is(ACCENTED) && next_is(WORD))
                    || matches!(before, 'Â' | 'Ã' | 'Î' | 'Ð' | 'Ø' | 'Ù' | 'Ă')
                    || before_is(SYMBOL)
            }
            'Ø' | 'Ù' => {
                after.is_some_and(|c| c != '\n' && !c.is_ascii_alphanumeric())
                    && matches!(behind.next(), Some('Ø' | 'Ù'))
            }
            'Â' | 'Ă' => is_cut_off(next) || is_last_byte(next),
            'Ã' => (is_cut_off(next) && !before_is(CAPITAL)) || is_last_byte(next),
            'Î' | 'Ð' => is_last_byte(next),
            _ => false,
        }
}

fn is_cut_off(next: char) -> bool {
    matches!(next, ' ' | '…' | '\n')
}

fn is_last_byte(next: char) -> bool {
    matches!(next, '–' | '—' | '…' | '’' | '·' | '´' | '\u{a0}' | '\u{ad}' | 'œ' | 'Š' | 'š' | 'Ÿ' | 'ž')
}

/// Tell whether two neighbours beyond ASCII stand in a line, one of them no letter of Vietnamese; nothing without can be
/// UTF-8 shown in any encoding.
pub fn has_clue(line: &str) -> bool {
    let table = Table::get();
    let mut before: Option<(char, Classes)> = None;
    for c in line.chars() {
        let classes = table.of(c);
        if let Some((was, its)) = before {
            let strange = |classes: Classes| classes & (OWN | QUOTING) == 0;
            let both = !c.is_ascii() && !was.is_ascii() && (strange(classes) || strange(its));
            if both || (is_first_byte(was) && (c == ' ' || c == '\n' || classes & QUOTING != 0)) {
                return true;
            }
        }
        before = Some((c, classes));
    }
    before.is_some_and(|(c, _)| is_first_byte(c))
}

fn is_first_byte(c: char) -> bool {
    matches!(c, 'Â' | 'Ã' | 'Ă')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_decide() {
        for text in ["XÃ HỘI", "R&D, AT&T", "là gì? Ai", "(Đà Lạt)", "½ “Á”", "中文", "a\n\nb", ""] {
            assert!(is_clean(text), "{text}");
        }
        for text in ["R&amp;D", "l?i", "éĐ", "Ã ", "Ø.Ù", " a", "a\n b", "a \nb", "ñ", "\r", "\u{200b}", "e\u{301}"]
        {
            assert!(!is_clean(text), "{text}");
        }
    }

    #[test]
    fn all_that_is_no_clean_character_is_found() {
        for c in (0..0x1_1000).filter_map(char::from_u32).filter(|&c| c != '\n') {
            for text in [format!("{c}"), format!("a{c} a"), format!("\u{1ea1} {c}\u{2013}"), format!("?{c}\u{111}&")] {
                assert_eq!(is_clean(&text), !Look::at(&text).is_touched, "{text:?}");
            }
        }
    }

    #[test]
    fn spaces_alone_are_no_doubt() {
        let look = Look::at("H\u{e0}\u{a0}N\u{1ed9}i ");
        assert!(look.is_touched && !look.is_in_doubt);
        assert!(Look::at("HÃ\u{a0} Ná»™i").has_clue);
    }
}
