//! What a language looks like: the letters that its texts are known by, and how dates and clocks are written in it, which
//! is what the slots `{date}` and `{time}` and a stamp look like.
//!
//! Numbers are the same everywhere (13/01/2025, 2025-01-13, 11:26); every word beside them is said by the `page:` section
//! of a language package. All patterns are for keys.

use super::model::Text;

const DATES: [&str; 2] =
    [r"[0-9]{1,2} ?[/.\-–] ?[0-9]{1,2}(?: ?[/.\-–] ?(?:[0-9]{4}|[0-9]{2}))?", "[0-9]{4}-[0-9]{2}-[0-9]{2}"];
const TIMES: [&str; 1] = ["[0-9]{1,2} ?: ?[0-9]{2}(?::[0-9]{2})?"];

/// Letters, words and patterns beside dates and clocks, and the words that join names. With none, any text is one of the
/// language, and numbers alone are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Language {
    /// Patterns of what may stand right before a date.
    pub before: Vec<Text>,
    /// Further forms of dates and of times.
    pub dates: Vec<Text>,
    pub times: Vec<Text>,
    /// Patterns of words that stand beside a stamp and are not counted.
    pub beside: Vec<Text>,
    /// Patterns of words that no stamp has.
    pub never: Vec<Text>,
    /// Words between the names of two people.
    pub joints: Vec<Text>,
    /// Letters that texts in other languages do not have.
    pub letters: Vec<Text>,
}

impl Language {
    /// Give the pattern of a letter by which the language is known, if it has one.
    pub fn letter(&self) -> Option<String> {
        let letters: Vec<_> = self.letters.iter().map(|one| regex::escape(&one.text)).collect();
        (!letters.is_empty()).then(|| format!("(?i)[{}]", letters.concat()))
    }

    /// Give the pattern of a date.
    pub fn date(&self) -> String {
        let before = match self.before.as_slice() {
            [] => String::new(),
            words => format!("(?:(?:{})(?: ?, ?| - | )?){{0,2}}", joined(all(words))),
        };
        format!("(?:{before}(?:{}))", joined(DATES.into_iter().chain(all(&self.dates))))
    }

    /// Give the pattern of a time; forms of the language come first, which may be longer: `11:26 pm`.
    pub fn time(&self) -> String {
        format!("(?:{})", joined(all(&self.times).chain(TIMES)))
    }

    /// Give the patterns of each key of a `page:` section.
    pub fn keys_mut(&mut self) -> [(&'static str, &mut Vec<Text>); 7] {
        [
            ("before_date", &mut self.before),
            ("date", &mut self.dates),
            ("time", &mut self.times),
            ("beside_stamp", &mut self.beside),
            ("no_stamp", &mut self.never),
            ("joints", &mut self.joints),
            ("letters", &mut self.letters),
        ]
    }
}

fn all(texts: &[Text]) -> impl Iterator<Item = &str> {
    texts.iter().map(|text| text.text.as_str())
}

fn joined<'t>(patterns: impl Iterator<Item = &'t str>) -> String {
    patterns.collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_alone_are_known_everywhere() {
        let fits = |pattern: String, key: &str| regex::Regex::new(&format!("^{pattern}$")).unwrap().is_match(key);
        let language = Language::default();
        assert!(fits(language.date(), "13/01/2025") && fits(language.date(), "2025-01-13"));
        assert!(fits(language.time(), "11:26:05") && !fits(language.time(), "11h26"));
        assert!(language.letter().is_none());
        let worded = Language { times: vec![r"\d{1,2}h\d{2}".into()], ..language };
        assert!(fits(worded.time(), "11h26"));
    }

    #[test]
    fn a_language_is_known_by_letters_large_and_small() {
        let language = Language { letters: vec!["ơ".into(), "ư]".into()], ..Language::default() };
        let letter = regex::Regex::new(&language.letter().unwrap()).unwrap();
        assert!(letter.is_match("Ơn") && letter.is_match("thư") && letter.is_match("]") && !letter.is_match("on"));
    }
}
