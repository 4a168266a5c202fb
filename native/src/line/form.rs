//! What a line is by the form of its words: names, one phrase twice, a file's name left as text, addresses of links.

const NAMES: usize = 7; // words
const NAMES_CHARS: usize = 120;

/// Tell whether a text is one to seven capitalised words, as bylines are; `joins` tells of a word that stands between.
/// Marks of emphasis around all of it, as Markdown copies have them, are none of it.
///
/// ```
/// use cleaner_core::line::form::is_names;
/// assert!(is_names("Ab Cd - Ef", |_| false) && !is_names("Ab cd", |_| false));
/// ```
pub fn is_names(text: &str, joins: impl Fn(&str) -> bool) -> bool {
    let text = without_emphasis(text);
    if !text.starts_with(char::is_uppercase) || text.chars().nth(NAMES_CHARS).is_some() || is_lettered(text) {
        return false;
    }
    let mut words = 0;
    for word in text.split(super::key::is_space).filter(|word| !word.is_empty()) {
        if !matches!(word, "-" | "\u{2013}" | "/" | "&" | ",") && !joins(word) {
            words += 1;
            if words > NAMES || !word.starts_with(char::is_uppercase) || !is_name(word) {
                return false;
            }
        }
    }
    words > 0
}

/// Tell whether a text is a heading in capitals with a letter or number in front: `II. ABC`; initials are short.
fn is_lettered(text: &str) -> bool {
    text.split_once(". ").is_some_and(|(first, rest)| {
        let is_long = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
        first.bytes().all(|b| b.is_ascii_uppercase())
            && !rest.contains(char::is_lowercase)
            && rest.split(' ').any(is_long)
    })
}

/// Take off the marks of emphasis that stand around all of a text: `**Ab Cd**`, `_Ab Cd_`.
fn without_emphasis(text: &str) -> &str {
    let inner = text.trim_start_matches(['*', '_']);
    let marks = &text[..text.len() - inner.len()];
    let closing: String = marks.chars().rev().collect();
    inner.strip_suffix(closing.as_str()).unwrap_or(text)
}

/// Tell whether a word is of letters, joined by single signs, with one point or comma at most behind it.
fn is_name(word: &str) -> bool {
    let bare = word.strip_suffix(['.', ',']).unwrap_or(word);
    let mut parts = bare.split(['-', '.', '\'', '\u{2019}']);
    parts.all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic))
}

/// Tell whether a key is one phrase of two words or more, written twice.
pub fn is_doubled(key: &str) -> bool {
    let half = key.len() / 2;
    if key.len() % 2 == 0 || key.as_bytes()[half] != b' ' {
        return false;
    }
    let (first, second) = (&key[..half], &key[half + 1..]);
    first == second && first.contains(' ') && first.chars().nth(2).is_some()
}

/// Tell whether a text is the name of a picture's file: three or more unaccented lower-case words.
pub fn is_slug(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let mut words = 0;
    for word in text.split([' ', '-']) {
        if !is_word(word) {
            return false;
        }
        words += 1;
    }
    words >= 3
}

/// Count the characters of a text without the addresses of its Markdown links, which stand in parentheses behind a `]`.
///
/// ```
/// use cleaner_core::line::form::chars_without_addresses;
/// assert_eq!(chars_without_addresses("[Ab](https://ab.example.vn/c) d (e)"), "[Ab] d (e)".len());
/// ```
pub fn chars_without_addresses(text: &str) -> usize {
    let mut rest = text;
    let mut chars = 0;
    while let Some(end) = rest.find("](") {
        chars += rest[..=end].chars().count();
        rest = &rest[end + 1..];
        rest = rest.find(')').map_or("", |close| &rest[close + 1..]);
    }
    chars + rest.chars().count()
}

/// Tell whether a text is one Markdown link or more and nothing else but marks: no letter or digit stands outside their
/// brackets and addresses.
///
/// ```
/// use cleaner_core::line::form::is_links;
/// assert!(is_links("## [ ![Ab](c.jpg) ](https://d.vn/e) [F](https://d.vn/g)"));
/// assert!(!is_links("[Ab](https://d.vn/c) de") && !is_links("[Ab]") && !is_links("(a)"));
/// assert!(!is_links("(Ab [c](https://d.vn/e) fg.)") && !is_links("[Ab](c de fg."));
/// ```
pub fn is_links(text: &str) -> bool {
    let (mut depth, mut before) = (0usize, ' ');
    let is_outside = |c: char| {
        match c {
            '[' => depth += 1,
            '(' if depth > 0 || before == ']' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = c;
        depth == 0 && c.is_alphanumeric()
    };
    text.contains("](") && !text.chars().any(is_outside) && depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_letters() {
        for text in ["H\u{2019}Hen Nie", "A. B, C", "Ab-Cd,"] {
            assert!(is_names(text, |_| false), "{text}");
        }
        for text in ["A..", "B2", "", "- Ab", "ab", "A B C D E F G H", "\u{e9}", "II. ABC", "A. BC D"] {
            assert!(!is_names(text, |_| false), "{text}");
        }
        assert!(is_names("Ab et Cd", |word| word == "et"));
        assert!(is_names("**Ab Cd**", |_| false) && is_names("_Ab Cd_", |_| false) && is_names("**_Ab_**", |_| false));
        assert!(!is_names("**Ab Cd", |_| false) && !is_names("* Ab", |_| false) && !is_names("**", |_| false));
    }

    #[test]
    fn phrases_are_doubled() {
        assert!(is_doubled("ab c ab c") && is_doubled("\u{e0} b \u{e0} b"));
        assert!(!is_doubled("xa xa") && !is_doubled("a b a c") && !is_doubled(""));
    }

    #[test]
    fn slugs_have_three_words() {
        assert!(is_slug("cong nghiep-hoi") && !is_slug("cong nghiep") && !is_slug("Cong nghiep hoi"));
    }
}
