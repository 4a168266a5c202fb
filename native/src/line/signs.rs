//! What kinds of characters a text has. By these alone most lines are told apart from what a pattern can fit.

use std::ops::{BitAnd, BitOr};

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// Kinds of characters: each sign of ASCII is one of its own; its capitals, its small letters, its digits, its control
/// characters and all beyond it are one each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs(u64);

impl Signs {
    pub const NONE: Signs = Signs(0);
    pub const ALL: Signs = Signs(u64::MAX);

    /// Give the kinds of characters that a text has.
    ///
    /// ```
    /// use cleaner_core::line::signs::Signs;
    /// assert_eq!(Signs::of("(aé)"), Signs::of("éb)("));
    /// assert_ne!(Signs::of("a1"), Signs::of("a."));
    /// ```
    pub fn of(text: &str) -> Signs {
        Signs(text.bytes().fold(0, |all, byte| all | KINDS[usize::from(byte)]))
    }

    fn of_range(first: char, last: char) -> Signs {
        let last = u8::try_from(last).unwrap_or(u8::MAX);
        let first = u8::try_from(first).unwrap_or(u8::MAX);
        Signs((first..=last).fold(0, |all, byte| all | KINDS[usize::from(byte)]))
    }

    fn is_one(self) -> bool {
        self.0.is_power_of_two()
    }
}

impl BitOr for Signs {
    type Output = Signs;

    fn bitor(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }
}

impl BitAnd for Signs {
    type Output = Signs;

    fn bitand(self, other: Signs) -> Signs {
        Signs(self.0 & other.0)
    }
}

/// For each byte of a text, its kind.
const KINDS: [u64; 256] = kinds();

const fn kinds() -> [u64; 256] {
    let (mut kinds, mut byte, mut next) = ([0; 256], 0, 5);
    while byte < 256 {
        let kind = match byte as u8 {
            b'a'..=b'z' => 0,
            b'A'..=b'Z' => 1,
            b'0'..=b'9' => 2,
            0..b' ' | 0x7f => 3,
            0x80.. => 4,
            _ => {
                next += 1;
                next - 1
            }
        };
        kinds[byte] = 1 << kind;
        byte += 1;
    }
    kinds
}

/// The kinds of characters of all lines in which a pattern is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// Each such line has all of these,
    needs: Signs,
    /// and none but these.
    may_have: Signs,
}

impl Spelling {
    pub const ANY: Spelling = Spelling { needs: Signs::NONE, may_have: Signs::ALL };
    const EMPTY: Spelling = Spelling { needs: Signs::NONE, may_have: Signs::NONE };

    /// Take a pattern. One that is bound to both ends of the line tells what the whole line has.
    pub fn of(hir: &Hir) -> Spelling {
        let looks = hir.properties();
        let is_whole = looks.look_set_prefix().contains(Look::Start) && looks.look_set_suffix().contains(Look::End);
        let found = Spelling::of_part(hir);
        if is_whole { found } else { Spelling { may_have: Signs::ALL, ..found } }
    }

    /// Tell whether a line with such characters can be one.
    pub fn allows(self, line: Signs) -> bool {
        line & self.needs == self.needs && line | self.may_have == self.may_have
    }

    fn of_part(hir: &Hir) -> Spelling {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Spelling::EMPTY,
            HirKind::Literal(literal) => {
                let signs = Signs::of(&String::from_utf8_lossy(&literal.0));
                Spelling { needs: signs, may_have: signs }
            }
            HirKind::Class(class) => {
                let signs = of_class(class);
                Spelling { needs: if signs.is_one() { signs } else { Signs::NONE }, may_have: signs }
            }
            HirKind::Repetition(repetition) => {
                let found = Spelling::of_part(&repetition.sub);
                if repetition.min == 0 { Spelling { needs: Signs::NONE, ..found } } else { found }
            }
            HirKind::Capture(capture) => Spelling::of_part(&capture.sub),
            HirKind::Concat(parts) => parts.iter().map(Spelling::of_part).fold(Spelling::EMPTY, |all, one| Spelling {
                needs: all.needs | one.needs,
                may_have: all.may_have | one.may_have,
            }),
            HirKind::Alternation(parts) => {
                let either = |all: Spelling, one: Spelling| Spelling {
                    needs: all.needs & one.needs,
                    may_have: all.may_have | one.may_have,
                };
                parts.iter().map(Spelling::of_part).reduce(either).unwrap_or(Spelling::EMPTY)
            }
        }
    }
}

fn of_class(class: &Class) -> Signs {
    match class {
        Class::Unicode(class) => {
            class.iter().fold(Signs::NONE, |all, range| all | Signs::of_range(range.start(), range.end()))
        }
        Class::Bytes(_) => Signs::ALL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(pattern: &str, line: &str) -> bool {
        Spelling::of(&regex_syntax::parse(pattern).unwrap()).allows(Signs::of(line))
    }

    #[test]
    fn every_character_of_ascii_has_a_kind() {
        assert!(KINDS.iter().all(|kind| kind.is_power_of_two()));
        let signs: Vec<u64> =
            (b' '..=b'~').filter(|byte| !byte.is_ascii_alphanumeric()).map(|b| KINDS[usize::from(b)]).collect();
        assert!(signs.iter().enumerate().all(|(at, kind)| !signs[..at].contains(kind)));
    }

    #[test]
    fn a_line_lacks_what_a_pattern_needs() {
        assert!(allows(r"\w+@\w+\.vn", "x (ab@c.vn)") && !allows(r"\w+@\w+\.vn", "ab.c.vn"));
        assert!(allows("a(?:@x|#@)?[0-9]", "a1") && !allows("a(?:@x|#@)[0-9]", "a#1"));
    }

    #[test]
    fn a_line_has_what_a_pattern_cannot_fit() {
        let name = r"^\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,3}$";
        assert!(allows(name, "\u{110}\u{1ea1}i Ca") && !allows(name, "Ca 12 Ca") && !allows(name, "Ca, Ca"));
        assert!(allows(r"^[^\p{Ll}]+$", "A, 1 \u{1ee4}") && !allows(r"^[^\p{Ll}]+$", "A, b"));
        assert!(allows("^a|^b$", "a, c") && allows("", "") && !allows("^a$", ""));
    }
}
