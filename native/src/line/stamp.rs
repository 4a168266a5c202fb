//! Dates and clocks in a line, and the stamp that is made of both.

use std::sync::Arc;

use crate::rules::finder::Finder;

/// The most characters of a stamp, and of a line that is little more than a clock.
pub const STAMP_CHARS: usize = 70;
const CLOCK_CHARS: usize = 12;
const OTHER_WORDS: usize = 5; // beside date and clock: a name, a section

const ZONE: &str = r"(?:gmt|utc)\s?\+?\s?0?\d{1,2}(?::00)?";
const SIGNS: &str = r"[(),|/+\-–:.]";

/// Dates with their year, as numbers: 13/01/2025, 13. 1. 2025, 13 01 2025, 2025-01-13.
const DAY: &str = r"[0-9]{1,2}\s?[./-]\s?[0-9]{1,2}\s?[./-]\s?(?:19|20)[0-9]{2}|(?-u:\b)[0-9]{1,2} [0-9]{1,2} (?:19|20)[0-9]{2}(?-u:\b)|(?-u:\b)(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?:(?-u:\b)|t)";

/// What dates and clocks look like in a language; all of it is for keys.
#[derive(Debug)]
pub struct Stamps {
    /// A date; a language's own forms may lack the year, see `day_in`.
    day: Arc<Finder>,
    clock: Arc<Finder>,
    /// What belongs to a date or a clock.
    beside: Arc<Finder>,
    never: Option<Arc<Finder>>,
}

impl Stamps {
    /// Take further patterns of dates, that of a time, those of words that stand beside dates and clocks and say nothing
    /// more, and those of words that no stamp has.
    pub fn new(dates: &[String], time: &str, beside: &[String], never: &[String]) -> Stamps {
        let dates: String = dates.iter().map(|one| format!("|{one}")).collect();
        let day = format!("(?i)(?:{DAY}{dates})");
        let clock = format!(r"(?:^|\D)(?:{time})(?:\D|$)");
        let beside = format!("{}{ZONE}|{SIGNS}", whole_words(beside).map_or(String::new(), |words| words + "|"));
        let never = whole_words(never).map(|never| Finder::of(&never));
        Stamps { day: Finder::of(&day), clock: Finder::of(&clock), beside: Finder::of(&beside), never }
    }

    /// Tell whether a date with its year stands in a text; most texts have no year, and are not searched for more.
    pub fn has_date(&self, text: &str) -> bool {
        has_year(text) && self.day_in(text).is_some()
    }

    /// Tell whether a key is a date with its year and a clock, with at most five other words; it is no sentence.
    pub fn is_stamp(&self, key: &str) -> bool {
        if is_longer(key, STAMP_CHARS) || key.ends_with('.') || !self.has_date(key) {
            return false;
        }
        if self.never.as_ref().is_some_and(|never| never.is_match(key)) {
            return false;
        }
        let (Some(day), Some(clock)) = (self.day.regex(), self.clock.regex()) else { return false };
        let rest = day.replace_all(key, " ");
        clock.is_match(&rest) && self.other_words(&clock.replace_all(&rest, " ")) <= OTHER_WORDS
    }

    /// Tell whether a key is a date with its year and no more.
    pub fn is_date(&self, key: &str) -> bool {
        let rest = |day: std::ops::Range<usize>| format!("{} {}", &key[..day.start], &key[day.end..]);
        !is_longer(key, STAMP_CHARS)
            && has_year(key)
            && self.day_in(key).is_some_and(|day| self.other_words(&rest(day)) == 0)
    }

    /// Give where the first date with its year stands.
    fn day_in(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let mut days = self.day.regex()?.find_iter(text);
        days.find(|day| has_year(day.as_str())).map(|day| day.range())
    }

    /// Tell whether a key is little more than a clock.
    pub fn is_clock(&self, key: &str) -> bool {
        !is_longer(key, CLOCK_CHARS) && self.clock.regex().is_some_and(|clock| clock.is_match(key))
    }

    fn other_words(&self, key: &str) -> usize {
        let rest = self.beside.regex().map(|beside| beside.replace_all(key, " "));
        rest.as_deref().unwrap_or(key).split(super::key::is_space).filter(|word| !word.is_empty()).count()
    }
}

fn whole_words(patterns: &[String]) -> Option<String> {
    (!patterns.is_empty()).then(|| format!(r"\b(?:{})\b", patterns.join("|")))
}

/// Tell whether a year stands in a text, at its beginning or behind a sign or a space.
fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_year = |at: usize| {
        matches!(bytes.get(at..at + 4), Some([b'1', b'9', a, b] | [b'2', b'0', a, b]) if a.is_ascii_digit() && b.is_ascii_digit())
            && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
    };
    memchr::memchr2_iter(b'1', b'2', bytes).any(is_year)
}

fn is_longer(key: &str, chars: usize) -> bool {
    key.len() > chars && key.chars().nth(chars).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamps(words: &[&str]) -> Stamps {
        let owned = |some: &[&str]| some.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let days = owned(&[r"\d{1,2} m \d{1,2}(?: \d{4})?"]);
        Stamps::new(&days, r"\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?", &owned(words), &owned(&["until"]))
    }

    #[test]
    fn stamps_have_date_and_clock() {
        let plain = stamps(&[]);
        assert!(plain.is_stamp("11:26 | 13/01/2025 gmt+7") && plain.is_stamp("ab cd, 9h05, 1.2.1999"));
        assert!(!plain.is_stamp("a b c d e f 11:26 13/01/2025") && !plain.is_stamp("08/06/2026"));
        assert!(!plain.is_stamp("until 11:26 13/01/2025") && !plain.is_stamp("11:26 13/01/2025."));
        assert!(stamps(&["a b", "c"]).is_stamp("a b c d e f g h 11:26 13/01/2025"));
    }

    #[test]
    fn a_date_is_no_more() {
        assert!(stamps(&["day"]).is_date("day, 08/06/2026") && !stamps(&["day"]).is_date("days 08/06/2026"));
        assert!(!stamps(&[]).is_date("08/06"));
    }

    #[test]
    fn dates_have_their_year() {
        let plain = stamps(&[]);
        assert!(
            plain.has_date("a 7 / 6 / 2026")
                && plain.has_date("13 11 2017 05:07")
                && plain.has_date("2017-06-28T04:18")
        );
        assert!(plain.has_date("8 M 6 2019") && !plain.has_date("8 m 6") && !plain.has_date("a 2019-2023"));
        assert!(!plain.has_date("1/2/20265") || plain.has_date("1/2/2026"));
    }

    #[test]
    fn clocks_are_whole() {
        let plain = stamps(&[]);
        assert!(plain.is_clock("11:26") && plain.is_clock("x 9h05."));
        assert!(!plain.is_clock("11:2") && !plain.is_clock("123:45") && !plain.is_clock("a match at 11:26"));
    }
}
