//! Cutting a part of a line, for `trim`.

use std::borrow::Cow;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::UnicodeNormalization;

use super::matching::Matcher;
use crate::line::key;
use crate::line::key::is_space;
use crate::rules::model::Check;
use crate::text::{entities, tone};

const ROUNDS: usize = 8;

/// Give what the checks that name a part of a line leave of it.
///
/// The cut is repeated until it changes nothing, so that a second run has nothing to do; one that never comes to rest
/// leaves the line alone.
pub fn trim(matcher: &Matcher, text: &str) -> String {
    let mut now = text.to_owned();
    for _ in 0..ROUNDS {
        let after = spaced(&once(&matcher.alone, &now));
        if after == now {
            return now;
        }
        now = after;
    }
    text.to_owned()
}

/// Give the part of a line that was cut, from its first changed character to its last.
///
/// What is cut from the start is told by what is left at the end: the rest of a name may also stand at the start.
pub fn cut<'t>(matcher: &Matcher, before: &'t str, after: &str) -> &'t str {
    if matcher.alone.iter().any(|check| matches!(check, Check::Starts(_))) && before.ends_with(after) {
        return before[..before.len() - after.len()].trim_matches(is_space);
    }
    let same = before.chars().zip(after.chars()).take_while(|(one, other)| one == other);
    let low: usize = same.map(|(c, _)| c.len_utf8()).sum();
    let (rest, other) = (&before[low..], &after[low..]);
    let same = rest.chars().rev().zip(other.chars().rev()).take_while(|(one, other)| one == other);
    let high: usize = same.map(|(c, _)| c.len_utf8()).sum();
    rest[..rest.len() - high].trim_matches(is_space)
}

fn spaced(text: &str) -> String {
    let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn once(checks: &[Check], text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    for check in checks {
        let after = match check {
            Check::Regex(patterns) => patterns
                .iter()
                .filter_map(|one| one.regex())
                .fold(None, |now, regex| Some(regex.replace_all(now.as_deref().unwrap_or(&text), "").into_owned())),
            Check::Line(_) | Check::Starts(_) | Check::Ends(_) | Check::Has(_) => without_literals(check, &text),
            _ => None,
        };
        if let Some(after) = after {
            text = Cow::Owned(after);
        }
    }
    text.into_owned()
}

/// Cut every place of a literal. A line that was not repaired may show it only once it is brought to order.
fn without_literals(check: &Check, text: &str) -> Option<String> {
    without(check, text).or_else(|| without(check, &spaced(&entities::decode(text)).nfc().collect::<String>()))
}

fn without(check: &Check, text: &str) -> Option<String> {
    let mut left = String::with_capacity(text.len());
    let mut end = 0;
    for (low, high) in spans(check, text) {
        left.push_str(&text[end..low]);
        end = high;
    }
    left.push_str(&text[end..]);
    (end > 0).then_some(left)
}

/// Give where literals stand in a line, the longest first, as offsets into the line.
///
/// Folding case can lengthen a text, so offsets into the folded form are led back to the letters they came from; what
/// begins or ends within one of these is no place of a literal.
fn spans(check: &Check, text: &str) -> Vec<(usize, usize)> {
    let mut folded = String::with_capacity(text.len());
    let mut origins = Vec::with_capacity(text.len()); // for each folded character, the letter that it came from
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        let form = key::fold_case(&text[at..end]);
        origins.extend(form.chars().map(|_| (at, end)));
        folded.push_str(&form);
    }
    let folded = tone::old_style(&folded); // letter by letter
    let starts: Vec<usize> = folded.char_indices().map(|(at, _)| at).collect();
    let led_back = |(low, high): (usize, usize)| {
        let place = |at| starts.partition_point(|&start| start < at);
        let (first, last) = (place(low), place(high));
        let (start, end) = (origins.get(first)?.0, origins.get(last.checked_sub(1)?)?.1);
        let begins = first == 0 || origins[first - 1].0 < start;
        let ends = origins.get(last).is_none_or(|next| next.0 >= end);
        (begins && ends).then_some((start, end))
    };
    places(check, &folded).into_iter().filter_map(led_back).collect()
}

fn places(check: &Check, folded: &str) -> Vec<(usize, usize)> {
    let longest = |literals: &[Box<str>], fits: &dyn Fn(&str) -> bool| {
        literals.iter().map(|one| &**one).filter(|one| fits(one)).map(str::len).max().unwrap_or(0)
    };
    let whole = folded.len();
    let (low, high) = match check {
        Check::Line(literals) => (0, longest(literals, &|one| folded == one)),
        Check::Starts(literals) => (0, longest(literals, &|one| folded.starts_with(one))),
        Check::Ends(literals) => (whole - longest(literals, &|one| folded.ends_with(one)), whole),
        Check::Has(literals) => return everywhere(literals, folded),
        _ => (0, 0),
    };
    if low < high { vec![(low, high)] } else { Vec::new() }
}

fn everywhere(literals: &[Box<str>], folded: &str) -> Vec<(usize, usize)> {
    let mut builder = AhoCorasick::builder();
    let literals = literals.iter().map(|one| one.as_bytes());
    let Ok(longest_first) = builder.match_kind(MatchKind::LeftmostLongest).build(literals) else { return Vec::new() };
    longest_first.find_iter(folded).map(|one| (one.start(), one.end())).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn keys(texts: &[&str]) -> Arc<[Box<str>]> {
        texts.iter().map(|&text| text.into()).collect()
    }

    fn of(check: Check) -> Matcher {
        Matcher { alone: vec![check], ..Matcher::default() }
    }

    fn starts(literal: &str) -> Matcher {
        of(Check::Starts(keys(&[literal])))
    }

    #[test]
    fn a_cut_is_repeated() {
        assert_eq!(trim(&starts("(ab) - "), "(AB) - (ab) -  Cd e"), "Cd e");
        assert_eq!(trim(&of(Check::Has(keys(&["ab", "abc"]))), "x abc y AB z"), "x y z");
        assert_eq!(trim(&of(Check::Ends(keys(&[" | x"]))), "a | X"), "a");
    }

    #[test]
    fn letters_that_grow_are_led_back() {
        assert_eq!(spans(&Check::Has(keys(&["ab"])), "\u{1e9e} AB, ab"), [(4, 6), (8, 10)]);
        assert_eq!(spans(&Check::Has(keys(&["s"])), "\u{df}"), []);
        assert_eq!(spans(&Check::Starts(keys(&["h\u{f2}a"])), "HO\u{c0} x"), [(0, 4)]);
    }

    #[test]
    fn what_was_cut_is_told_from_the_edge() {
        assert_eq!(cut(&starts("ab, "), "Ab, Ab Cd", "Ab Cd"), "Ab,");
        assert_eq!(cut(&Matcher::default(), "a b c", "a c"), "b");
        assert_eq!(cut(&Matcher::default(), "a b", ""), "a b");
    }
}
