//! Dates and clocks in a line, and the stamp that is made of both.

use std::sync::LazyLock;

use regex::Regex;

/// The most characters of a stamp, and of a line that is little more than a clock.
pub const STAMP_CHARS: usize = 70;
const CLOCK_CHARS: usize = 12;
const OTHER_WORDS: usize = 5; // beside date and clock: a name, a section

const ZONE: &str = r"(?:gmt|utc)\s?\+?\s?0?\d{1,2}(?::00)?";
const SIGNS: &str = r"[(),|/+\-–:.]";

static DAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)\d\d").ok());

/// Tell whether a date with its year stands in a text; most texts have no year, and are not searched for more.
///
/// ```
/// use cleaner_core::line::stamp::has_date;
/// assert!(has_date("a 7 / 6 / 2026") && !has_date("a 2019-2023"));
/// ```
pub fn has_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    // a sign or a space stands before a year
    let year =
        |at: usize| matches!(bytes.get(at..at + 2), Some(b"19" | b"20")) && !bytes[at - 1].is_ascii_alphanumeric();
    let may = memchr::memchr2_iter(b'1', b'2', bytes).any(|at| at > 2 && year(at));
    may && DAY.as_ref().is_some_and(|day| day.is_match(text))
}

/// A pattern that is compiled when a line is first asked for it.
type Late = LazyLock<Option<Regex>, Box<dyn FnOnce() -> Option<Regex> + Send>>;

/// What dates and clocks look like in a language; all of it is for keys.
#[derive(Debug)]
pub struct Stamps {
    clock: Late,
    /// What belongs to a date or a clock.
    beside: Late,
    never: Late,
}

impl Stamps {
    /// Take the pattern of a time, those of words that stand beside dates and clocks and say nothing more, and those of
    /// words that no stamp has.
    pub fn new(time: &str, beside: &[&str], never: &[&str]) -> Stamps {
        let clock = format!(r"(?:^|\D)(?:{time})(?:\D|$)");
        let beside = format!("{}{ZONE}|{SIGNS}", whole_words(beside).map_or(String::new(), |words| words + "|"));
        let never = whole_words(never);
        Stamps {
            clock: LazyLock::new(Box::new(move || Regex::new(&clock).ok())),
            beside: LazyLock::new(Box::new(move || Regex::new(&beside).ok())),
            never: LazyLock::new(Box::new(move || Regex::new(&never?).ok())),
        }
    }

    /// Tell whether a key is a date with its year and a clock, with at most five other words; it is no sentence.
    pub fn is_stamp(&self, key: &str) -> bool {
        if is_longer(key, STAMP_CHARS) || key.ends_with('.') || !has_date(key) {
            return false;
        }
        if self.never.as_ref().is_some_and(|never| never.is_match(key)) {
            return false;
        }
        let (Some(day), Some(clock)) = (&*DAY, &*self.clock) else { return false };
        let rest = day.replace_all(key, " ");
        clock.is_match(&rest) && self.other_words(&clock.replace_all(&rest, " ")) <= OTHER_WORDS
    }

    /// Tell whether a key is a date with its year and no more.
    pub fn is_date(&self, key: &str) -> bool {
        let bare = |day: &Regex| self.other_words(&day.replace(key, " ")) == 0;
        !is_longer(key, STAMP_CHARS) && has_date(key) && DAY.as_ref().is_some_and(bare)
    }

    /// Tell whether a key is little more than a clock.
    pub fn is_clock(&self, key: &str) -> bool {
        !is_longer(key, CLOCK_CHARS) && self.clock.as_ref().is_some_and(|clock| clock.is_match(key))
    }

    fn other_words(&self, key: &str) -> usize {
        let rest = self.beside.as_ref().map(|beside| beside.replace_all(key, " "));
        rest.as_deref().unwrap_or(key).split(super::key::is_space).filter(|word| !word.is_empty()).count()
    }
}

fn whole_words(patterns: &[&str]) -> Option<String> {
    (!patterns.is_empty()).then(|| format!(r"\b(?:{})\b", patterns.join("|")))
}

fn is_longer(key: &str, chars: usize) -> bool {
    key.len() > chars && key.chars().nth(chars).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamps(words: &[&str]) -> Stamps {
        Stamps::new(r"\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?", words, &["until"])
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
    fn clocks_are_whole() {
        let plain = stamps(&[]);
        assert!(plain.is_clock("11:26") && plain.is_clock("x 9h05."));
        assert!(!plain.is_clock("11:2") && !plain.is_clock("123:45") && !plain.is_clock("a match at 11:26"));
    }
}
