//! What a headline looks like by its signs and words.

use std::sync::LazyLock;

use regex::Regex;

use super::form::is_links;

/// The words of what `is: headline`.
pub const WORDS_OF_ONE: std::ops::RangeInclusive<usize> = 5..=34;
/// What it costs a headline to be in capitals: it is likelier a subheading.
pub const CAPITALS: f64 = -1.2;
const WORDS: std::ops::RangeInclusive<usize> = 4..=40;
const CHARS: std::ops::RangeInclusive<usize> = 18..=220;
/// Of what has so many digits that one in so many characters is one, a headline has fewer; numbers to call have more.
const DIGITS: usize = 3;
const SITE_CHARS: std::ops::RangeInclusive<usize> = 3..=40;
/// A part of a longer line that has so many words tells by itself that it is the headline.
const TELLING: usize = 6;
const NEVER_FIRST: [&str; 6] = ["- ", "*", "|", "](", "![", "[!["];
const NEVER_IN: [&str; 4] = ["@", "http:", "https:", "\u{a9}"];
static LEAD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:\([^()]{2,20}\)|[^\s]+\.[a-z]{2,3}) ?[-–] ").ok());
const LIKELY: (f64, f64) = (9.0, 22.0); // words: more is likelier up to the first, less likely from the second on

/// Tell whether a key could be a headline by its size and signs: no sentence, item of a list, note, address, or lead,
/// which begins with its paper's name.
pub fn may_be(key: &str) -> bool {
    WORDS.contains(&(memchr::memchr_iter(b' ', key.as_bytes()).count() + 1))
        && CHARS.contains(&key.chars().count())
        && DIGITS * key.bytes().filter(u8::is_ascii_digit).count() < key.chars().count()
        && !NEVER_FIRST.iter().any(|one| key.starts_with(one))
        && !key.ends_with('*')
        && !key.trim_end_matches(super::sentence::is_closer).ends_with(['.', ':', ';', ','])
        && !NEVER_IN.iter().any(|one| key.contains(one))
        && !LEAD.as_ref().is_some_and(|lead| lead.is_match(key))
}

/// Tell whether a text begins with a word in small letters, as what a link is made of in the middle of a sentence.
pub fn goes_on(text: &str) -> bool {
    let word = text.split(super::key::is_space).find(|word| word.contains(char::is_alphanumeric)).unwrap_or_default();
    word.starts_with(char::is_lowercase) && !word.contains(char::is_uppercase)
}

/// Cut the marks of a Markdown heading.
pub fn without_markup(key: &str) -> &str {
    key.trim_start_matches('#').strip_prefix(' ').filter(|_| key.starts_with('#')).unwrap_or(key)
}

/// Give a headline without the name of its site, which stands behind it or in front of it: first what is left of most.
///
/// ```
/// use cleaner_core::line::headline::without_site;
/// assert_eq!(without_site("a b c - d e").collect::<Vec<_>>(), ["a b c"]);
/// assert_eq!(without_site("a b-c d").count(), 0);
/// assert_eq!(without_site("Abc | a b c d e f").last(), Some("a b c d e f"));
/// ```
pub fn without_site(key: &str) -> impl Iterator<Item = &str> {
    let parted = |at: &usize| key[..*at].ends_with(' ') && key[*at..].chars().nth(1) == Some(' ');
    let places: Vec<usize> = key.match_indices(['-', '|', '\u{2013}']).map(|(at, _)| at).filter(parted).collect();
    let behind = |at: usize| key[at..].trim_start_matches(|c| c != ' ').trim_start();
    let is_site = move |at: usize| SITE_CHARS.contains(&key[at..].chars().skip(2).count());
    let last = places.last().copied();
    let fronts = places.clone().into_iter().rev();
    let fronts = fronts.map(move |at| (key[..at].trim_end(), Some(at) == last && is_site(at)));
    let whole = fronts.chain(places.first().map(|&at| (behind(at), false)));
    whole.filter(|(part, is_sure)| *is_sure || part.split(' ').count() >= TELLING).map(|(part, _)| part)
}

/// Tell whether two keys say the same: dashes and quotes are written in several ways.
///
/// ```
/// use cleaner_core::line::headline::is_same;
/// assert!(is_same("a \u{2013} b \u{201c}c\u{201d}", "a - b \"c\"") && !is_same("a b", "/ a b"));
/// ```
pub fn is_same(one: &str, other: &str) -> bool {
    let plain = |c: char| match c {
        '\u{2013}' | '\u{2014}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '"' => '\'',
        _ => c,
    };
    one.chars().map(plain).eq(other.chars().map(plain))
}

/// Tell whether a line is made of links, the first of them with too few words for a headline, or with a picture.
///
/// ```
/// use cleaner_core::line::headline::is_short_link;
/// assert!(is_short_link("[Ab Cd](/author/ab-cd.html \"Ab Cd\")") && is_short_link("[![Ab cd ef gh](a.png)](/b)"));
/// assert!(!is_short_link("## [Ab cd ef gh](/b)") && !is_short_link("Ab [cd](/e)"));
/// ```
pub fn is_short_link(line: &str) -> bool {
    let text = line.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(text, _)| text.trim());
    is_links(line) && (text.starts_with('!') || !WORDS.contains(&text.split_whitespace().count()))
}

/// Tell how much like a headline a key looks, by the number of its spaces.
pub fn looks(spaces: usize) -> f64 {
    let words = spaces as f64 + 1.0;
    0.34 * words.min(LIKELY.0) - 0.25 * (words - LIKELY.1).max(0.0)
}

/// Tell whether a text has capitals and no small letter.
pub fn is_in_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_numbers_is_no_headline() {
        assert!(may_be("the 12 best days of 2026 in words") && !may_be("0123 456 789 (abcd) | 0987 654 321 (efgh)"));
    }

    #[test]
    fn a_headline_begins_with_a_capital_or_a_number() {
        assert!(goes_on("and so on") && !goes_on("And so on") && !goes_on("iAnd so on") && !goes_on("10 things"));
    }

    #[test]
    fn the_marks_of_headings_go() {
        assert_eq!(without_markup("## a"), "a");
        assert_eq!(without_markup("#a"), "#a");
        assert_eq!(without_markup(" a"), " a");
    }

    #[test]
    fn the_likeliest_has_nine_words() {
        assert!(looks(8) > looks(5) && (looks(8) - looks(20)).abs() < 1e-9 && looks(30) < looks(8));
    }
}
