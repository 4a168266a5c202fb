//! What a headline looks like by its signs and words.

use std::sync::LazyLock;

use regex::Regex;

/// The words of what `is: headline`.
pub const WORDS_OF_ONE: std::ops::RangeInclusive<usize> = 5..=34;
/// What it costs a headline to be in capitals: it is likelier a subheading.
pub const CAPITALS: f64 = -1.2;
const WORDS: std::ops::RangeInclusive<usize> = 4..=40;
const CHARS: std::ops::RangeInclusive<usize> = 18..=220;
/// Of what has so many digits that one in so many characters is one, a headline has fewer; numbers to call have more.
const DIGITS: usize = 3;
const SITE_CHARS: std::ops::RangeInclusive<usize> = 3..=40;
const NEVER_FIRST: [&str; 3] = ["- ", "*", "|"];
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

/// Cut the paper's name behind a headline.
///
/// ```
/// use cleaner_core::line::headline::without_site;
/// assert_eq!(without_site("a b c - d e"), "a b c");
/// assert_eq!(without_site("a b-c d"), "a b-c d");
/// ```
pub fn without_site(key: &str) -> &str {
    let Some(at) = key.rfind(['-', '|', '\u{2013}']) else { return key };
    let (headline, rest) = key.split_at(at);
    let site = rest.trim_start_matches(['-', '|', '\u{2013}']);
    let parted = headline.ends_with(super::key::is_space) && site.starts_with(super::key::is_space);
    let short = SITE_CHARS.contains(&site.chars().count().saturating_sub(1));
    if parted && short { headline.trim_end_matches(super::key::is_space) } else { key }
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
