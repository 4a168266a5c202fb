//! What every line has in which a pattern is found, told from the pattern alone: texts that stand in its key, at its
//! beginning or at its end.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, Hir, HirKind, Look};
use unicode_normalization::is_nfc;

use crate::line::{key, key::fold_case, key::is_space};
use crate::text::tone;

/// The shortest text worth looking for inside of lines, in characters; a rare sign does by itself.
const LEAST: usize = 3;
const COMMON_SIGNS: &str = ".,:;!?-()\"'\u{2013}\u{201c}\u{201d}";

/// By what the lines are found that something fits: each has one of these. All texts are for keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clue {
    Contains(Vec<Box<str>>),
    Begins(Beginning),
    Ends(Vec<Box<str>>),
}

/// One of some texts that a line begins with or, where these cannot be listed, one of some bytes of the line as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beginning {
    pub texts: Vec<Box<str>>,
    pub bytes: Vec<u8>,
}

impl Clue {
    /// Tell what all lines have in which a pattern is found, if it tells anything.
    pub fn of(hir: &Hir) -> Option<Clue> {
        let looks = hir.properties();
        let required = required(hir).map(|found| Clue::Contains(found.texts)).filter(Clue::is_worthy);
        let begins = || {
            let is_bound = looks.look_set_prefix().contains(Look::Start);
            is_bound.then(|| edge(hir, Side::Beginning)).flatten().map(Clue::Begins).filter(Clue::is_worthy)
        };
        let ends = || {
            let is_bound = looks.look_set_suffix().contains(Look::End);
            is_bound.then(|| edge(hir, Side::End)).flatten().map(|edge| Clue::Ends(edge.texts))
        };
        required.or_else(begins).or_else(ends)
    }

    /// Tell whether a line with this key has it.
    pub fn is_in(&self, line: &str, key: &str) -> bool {
        match self {
            Clue::Contains(texts) => texts.iter().any(|text| key.contains(&**text)),
            Clue::Begins(Beginning { texts, bytes }) => {
                texts.iter().any(|text| key.starts_with(&**text))
                    || line.bytes().next().is_some_and(|byte| bytes.contains(&byte))
            }
            Clue::Ends(texts) => texts.iter().any(|text| key.ends_with(&**text)),
        }
    }

    /// Tell whether few lines have it.
    pub fn is_worthy(&self) -> bool {
        match self {
            Clue::Contains(texts) => !texts.is_empty() && texts.iter().all(|text| is_worth(text)),
            Clue::Begins(Beginning { bytes, .. }) => !bytes.contains(&b'a') || !bytes.contains(&b'A'),
            Clue::Ends(_) => true,
        }
    }
}

/// Tell whether few lines contain a text.
pub fn is_worth(text: &str) -> bool {
    let is_rare = |c: char| !c.is_alphanumeric() && !is_space(c) && !COMMON_SIGNS.contains(c);
    text.chars().nth(LEAST - 1).is_some() || text.chars().any(is_rare)
}

/// The most texts that are looked for instead of a pattern, at an edge and within.
const MOST_AT_EDGE: usize = 300;
const ENOUGH: usize = 12; // bytes: a longer text at an edge tells hardly more
const MOST_TEXTS: usize = 40;
const FEW: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Beginning,
    End,
}

fn edge(hir: &Hir, side: Side) -> Option<Beginning> {
    let Row { texts, bytes } = row(hir, side)?;
    let (mut keys, mut bytes) = (BTreeSet::new(), bytes);
    for (text, _) in texts {
        match at_edge(&text, side) {
            Some(some) => keys.extend(some),
            None if side == Side::Beginning && !text.starts_with(char::is_alphabetic) => {
                bytes.insert(*text.as_bytes().first()?);
            }
            None => return None,
        }
    }
    Some(Beginning { texts: keys.into_iter().collect(), bytes: bytes.into_iter().collect() })
}

/// What a text may begin with, or end with, that fits a part of a pattern: texts with folded case, each with whether what
/// stands beyond it may be told too; or bytes, where there are too many texts.
#[derive(Clone, Default)]
struct Row {
    texts: Vec<(String, bool)>,
    bytes: BTreeSet<u8>,
}

impl Row {
    fn of(texts: impl IntoIterator<Item = String>) -> Row {
        Row { texts: texts.into_iter().map(|text| (text, true)).collect(), ..Row::default() }
    }

    /// Add what may stand there instead.
    fn or(mut self, other: Row) -> Option<Row> {
        self.texts.extend(other.texts);
        self.bytes.extend(other.bytes);
        (self.texts.len() <= MOST_AT_EDGE).then_some(self)
    }

    /// Put beyond each text what stands next, or as much of it as can be listed.
    fn and(self, next: Option<Row>, side: Side) -> Option<Row> {
        let next = next.unwrap_or_else(|| Row::of([String::new()]).closed());
        let is_much = self.texts.len() * next.texts.len() > MOST_AT_EDGE;
        let mut all = Row { bytes: self.bytes, ..Row::default() };
        for (text, is_open) in self.texts {
            if !is_open || text.len() >= ENOUGH || (is_much && !text.is_empty()) {
                all.texts.push((text, false));
                continue;
            }
            for (beyond, is_open) in &next.texts {
                let joined = if side == Side::Beginning { [&text[..], beyond] } else { [beyond, &text[..]] };
                all.texts.push((joined.concat(), *is_open));
            }
            if text.is_empty() {
                all.bytes.extend(&next.bytes);
            } else if !next.bytes.is_empty() {
                all.texts.push((text, false));
            }
        }
        (all.texts.len() <= MOST_AT_EDGE).then_some(all)
    }

    fn closed(mut self) -> Row {
        self.texts.iter_mut().for_each(|(_, is_open)| *is_open = false);
        self
    }

    fn is_open(&self) -> bool {
        self.texts.iter().any(|(_, is_open)| *is_open)
    }
}

fn row(hir: &Hir, side: Side) -> Option<Row> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(Row::of([String::new()])),
        HirKind::Literal(literal) => Some(Row::of([folded(&literal.0)?])),
        HirKind::Class(class) => match letters(class) {
            Some(letters) if side == Side::End || are_telling(&letters) => Some(Row::of(letters)),
            _ if side == Side::Beginning => Some(Row { bytes: first_bytes(class), ..Row::default() }),
            _ => None,
        },
        HirKind::Capture(capture) => row(&capture.sub, side),
        HirKind::Repetition(repetition) => {
            let once = row(&repetition.sub, side)?;
            let once = if repetition.max == Some(1) { once } else { once.and(None, side)? };
            if repetition.min == 0 { once.or(Row::of([String::new()])) } else { Some(once) }
        }
        HirKind::Concat(parts) => {
            let mut all = Row::of([String::new()]);
            let parts: Vec<&Hir> = parts.iter().collect();
            let inwards: Vec<&Hir> = if side == Side::Beginning { parts } else { parts.into_iter().rev().collect() };
            for part in inwards {
                if all.is_open() {
                    all = all.and(row(part, side), side)?;
                }
            }
            Some(all)
        }
        HirKind::Alternation(parts) => parts.iter().try_fold(Row::default(), |all, part| all.or(row(part, side)?)),
    }
}

/// Tell whether few lines begin with one of these: most begin with some letter, in either case, which bytes tell.
fn are_telling(letters: &[String]) -> bool {
    letters.len() <= FEW || !letters.iter().any(|letter| letter.starts_with(char::is_alphabetic))
}

/// Give the first bytes of the characters of a class.
fn first_bytes(class: &Class) -> BTreeSet<u8> {
    let first = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes()[0];
    match class {
        Class::Unicode(class) => class.iter().flat_map(|range| first(range.start())..=first(range.end())).collect(),
        Class::Bytes(class) => class.iter().flat_map(|range| range.start()..=range.end()).collect(),
    }
}

/// List the characters of a class, with folded case, if they are few.
fn letters(class: &Class) -> Option<Vec<String>> {
    let Class::Unicode(class) = class else { return None };
    if class.iter().map(|range| range.len()).sum::<usize>() > MOST_TEXTS {
        return None;
    }
    let mut all: Vec<String> = Vec::with_capacity(1); // a letter in either case is one
    for c in class.iter().flat_map(|range| range.start()..=range.end()) {
        let mut bytes = [0; 4];
        let folded = fold_case(c.encode_utf8(&mut bytes));
        if !all.iter().any(|known| *known == folded) {
            all.push(folded.into_owned());
        }
    }
    all.sort_unstable();
    Some(all)
}

fn folded(literal: &[u8]) -> Option<String> {
    Some(fold_case(std::str::from_utf8(literal).ok()?).into_owned())
}

/// Texts one of which must be there; `least` is the length of the shortest in characters.
struct Required {
    texts: Vec<Box<str>>,
    least: usize,
}

fn required(hir: &Hir) -> Option<Required> {
    match hir.kind() {
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Alternation(parts) => {
            let none = Required { texts: Vec::new(), least: usize::MAX };
            parts.iter().try_fold(none, |mut all, part| {
                let one = required(part)?;
                all.texts.extend(one.texts);
                all.least = all.least.min(one.least);
                (all.texts.len() <= MOST_TEXTS).then_some(all)
            })
        }
        HirKind::Concat(parts) => {
            let within = parts.iter().filter(|part| !matches!(part.kind(), HirKind::Literal(_) | HirKind::Class(_)));
            within.filter_map(required).chain(rows(parts)).max_by_key(|one| one.least)
        }
        HirKind::Literal(_) | HirKind::Class(_) => any_of(&exact(hir)?),
        _ => None,
    }
}

/// Give what rows of parts of which all texts can be listed require.
fn rows(parts: &[Hir]) -> Vec<Required> {
    let mut found = Vec::new();
    let mut row = vec![String::new()];
    for part in parts {
        let texts = exact(part);
        match texts {
            Some(texts) if row.len() * texts.len() <= MOST_TEXTS => row = joined(row, &texts),
            texts => {
                found.extend(any_of(&row));
                row = texts.unwrap_or_else(|| vec![String::new()]);
            }
        }
    }
    found.extend(any_of(&row));
    found
}

/// List all texts that fit, with folded case, if they are few.
fn exact(hir: &Hir) -> Option<Vec<String>> {
    let texts = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![folded(&literal.0)?],
        HirKind::Class(class) => letters(class)?,
        HirKind::Capture(capture) => exact(&capture.sub)?,
        HirKind::Repetition(repetition) if repetition.max == Some(1) => {
            let mut texts = exact(&repetition.sub)?;
            texts.extend((repetition.min == 0).then(String::new));
            texts
        }
        HirKind::Concat(parts) => parts.iter().try_fold(vec![String::new()], |row, part| {
            let texts = exact(part)?;
            (row.len() * texts.len() <= MOST_TEXTS).then(|| joined(row, &texts))
        })?,
        HirKind::Alternation(parts) => parts.iter().try_fold(Vec::new(), |mut all, part| {
            all.append(&mut exact(part)?);
            if all.len() > MOST_TEXTS { few(all) } else { Some(all) }
        })?,
        _ => return None,
    };
    few(texts)
}

/// Give texts, each once, unless they are too many.
fn few(mut texts: Vec<String>) -> Option<Vec<String>> {
    texts.sort_unstable();
    texts.dedup();
    (texts.len() <= MOST_TEXTS).then_some(texts)
}

/// Put each text behind each beginning.
fn joined(mut beginnings: Vec<String>, texts: &[String]) -> Vec<String> {
    if let [text] = texts {
        beginnings.iter_mut().for_each(|one| one.push_str(text));
        return beginnings;
    }
    beginnings.iter().flat_map(|one| texts.iter().map(move |text| format!("{one}{text}"))).collect()
}

/// Require one of several texts, if each leaves something to be looked for.
fn any_of(texts: &[String]) -> Option<Required> {
    let all: Vec<Required> = texts.iter().map(|text| literal(text)).collect::<Option<_>>()?;
    let least = all.iter().map(|one| one.least).min()?;
    let texts = all.into_iter().flat_map(|one| one.texts).collect();
    Some(Required { texts, least })
}

/// Give what of a text is there in a key whatever stands around it.
fn literal(text: &str) -> Option<Required> {
    if text.contains('&') {
        return None; // an entity is decoded in a key
    }
    let piece = text.split(is_odd_space).max_by_key(|piece| piece.chars().count())?;
    let piece = without_second(without_first(piece)).trim_matches(' ');
    let least = piece.chars().count();
    Some(Required { texts: spelled(piece)?, least })
}

/// Give what the key of a line begins with, or ends with, of which a text stands there.
fn at_edge(text: &str, side: Side) -> Option<Vec<Box<str>>> {
    if text.contains('&') {
        return None; // an entity is decoded in a key
    }
    let text = text.trim_matches(is_space);
    let mut pieces = text.split(is_odd_space);
    let piece = match side {
        Side::Beginning => without_first(pieces.next()?),
        Side::End => without_second(pieces.next_back()?),
    };
    spelled(piece.trim_matches(' '))
}

/// Tell whether white space is another in a key.
fn is_odd_space(c: char) -> bool {
    c != ' ' && is_space(c)
}

/// Cut vowels at the end: they may be a part of a syllable whose mark stands elsewhere in a key.
fn without_first(piece: &str) -> &str {
    piece.trim_end_matches(['o', 'u'])
}

/// Cut a vowel at the start that the other school writes otherwise; one inside a word is written alike by both.
fn without_second(piece: &str) -> &str {
    let rest = piece.trim_start_matches(tone::is_second);
    let is_inside = piece[..piece.len() - rest.len()].chars().count() == 1 && rest.starts_with(char::is_alphabetic);
    if is_inside { piece } else { rest }
}

/// Give the forms of a piece of a line in keys; nothing where a key may have another.
fn spelled(piece: &str) -> Option<Vec<Box<str>>> {
    if piece.is_empty() || !is_nfc(piece) || piece.contains("  ") {
        return None;
    }
    debug_assert_eq!(key(piece).chars().count(), piece.chars().count());
    Some(super::literal::spellings(piece, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hir(pattern: &str) -> Hir {
        regex_syntax::parse(pattern).unwrap()
    }

    fn at(side: Side, pattern: &str) -> Beginning {
        edge(&hir(pattern), side).unwrap_or_default()
    }

    fn shown(texts: &[Box<str>]) -> Vec<&str> {
        texts.iter().map(|text| &**text).collect()
    }

    #[test]
    fn literals_are_pulled_out_of_patterns() {
        let of = |pattern: &str| required(&hir(pattern)).map_or(Vec::new(), |found| found.texts);
        let of = |pattern: &str| of(pattern).iter().map(|one| one.to_string()).collect::<Vec<_>>();
        assert_eq!(of(r"^\d+ Photo \d+$"), ["photo"]);
        assert_eq!(of(r"(?i)^(?:tag|share)\b"), ["share", "tag"]);
        assert_eq!(of(r"\.(?:jpe?g|png)$"), [".jpeg", ".jpg", ".png"]);
        assert!(of(r"^\p{Lu}+$").is_empty());
        assert_eq!(of(r"(?:photo)?@"), ["@", "photo@"]);
        assert!(of(r"(?:photo)?\d").is_empty());
        assert!(of("a&b;c").is_empty());
        assert_eq!(of("\u{1ea3}nh:"), ["\u{1ea3}nh:"]);
        assert_eq!(of("\u{1ea3} nh:"), ["nh:"]);
    }

    #[test]
    fn lines_are_found_by_how_they_begin() {
        let of = |pattern: &str| at(Side::Beginning, pattern);
        assert_eq!(shown(&of(r"(?i)^(?:#|\*X)").texts), ["#", "*x"]);
        assert_eq!(shown(&of(r"^[#*]*(?:ab|cd+e)f").texts), ["#", "*", "abf", "cd"]);
        assert_eq!(shown(&of(r"(?i)^(?:ab ){2,}").texts), ["ab"]);
        assert_eq!(of(r"^\d?x"), Beginning { texts: vec!["x".into()], bytes: of(r"^\d").bytes });
        assert_eq!(of(r"^[x-z]"), Beginning { texts: ["x", "y", "z"].map(Box::from).to_vec(), bytes: Vec::new() });
        assert_eq!(of(r"^[v-z]"), Beginning { texts: Vec::new(), bytes: b"vwxyz".to_vec() });
        assert_eq!(of(r"^[ \t]x|^&x"), Beginning { texts: vec!["x".into()], bytes: vec![b'&'] });
        assert_eq!(shown(&of("(?i)^ho\u{e0}").texts), ["ho\u{e0}", "h\u{f2}a"]);
        for pattern in ["^a?", "^", "^ ?$", "^o"] {
            assert_eq!(of(pattern), Beginning::default(), "{pattern}");
        }
        for pattern in ["(?:^#|b)", "(?m)^a"] {
            assert_eq!(Clue::of(&hir(pattern)), None, "{pattern}");
        }
    }

    #[test]
    fn lines_are_found_by_how_they_end() {
        let of = |pattern: &str| at(Side::End, pattern).texts;
        assert_eq!(shown(&of(r"\d[)\]]$")), [")", "]"]);
        assert_eq!(shown(&of(r"a(?:b|C)? ?$")), ["a", "ab", "ac"]);
        for pattern in ["[^:]$", "a?$", "\u{e0}$"] {
            assert_eq!(shown(&of(pattern)), [""; 0], "{pattern}");
        }
        assert_eq!((Clue::of(&hir("(?m)a$")), Clue::of(&hir("a$|b"))), (None, None));
    }

    #[test]
    fn many_texts_are_cut_short() {
        let words: Vec<String> = (0..200).map(|number| format!("word{number}")).collect();
        let all = words.join("|");
        let found = at(Side::Beginning, &format!("^(?:- |\\* )?(?:{all}) ?(?:{all})$"));
        assert!(found.texts.len() < 250 && found.texts.iter().all(|text| text.len() < 9), "{:?}", found.texts.len());
        let more = all.replace("word", "other");
        assert_eq!(at(Side::Beginning, &format!("^(?:{all}|{more})")), Beginning::default());
    }
}
