//! Rows of names and nothing else: `News | Contact`, `Share Print 3 Comments`.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// What stands between the names of a row, apart from spaces.
const SIGNS: [char; 11] = ['|', '-', '\u{2013}', '\u{b7}', '\u{2022}', '>', '»', '›', '/', '[', ']'];
/// The fewest names with a sign between them, and without.
const LEAST: (usize, usize) = (2, 3);
/// The most digits of a number beside them.
const MOST_DIGITS: usize = 7;
/// The most words of a line that may be a row.
const MOST_WORDS: usize = 60;

/// The names that a row is made of, as keys whose signs are spaces.
#[derive(Clone, Debug, PartialEq)]
pub struct Names {
    /// Names and what they begin with, up to a word's end; each with whether it is a name itself.
    names: HashMap<Box<str>, bool, RandomState>,
    /// The most words of one.
    longest: usize,
}

impl Names {
    /// Take the keys of names.
    pub fn new<'k>(keys: impl IntoIterator<Item = &'k str>) -> Names {
        let mut made = Names { names: HashMap::default(), longest: 0 };
        for name in keys.into_iter().map(|key| words(key).collect::<Vec<_>>()) {
            made.longest = made.longest.max(name.len());
            for count in 1..=name.len() {
                *made.names.entry(name[..count].join(" ").into()).or_default() |= count == name.len();
            }
        }
        made
    }

    /// Tell whether a key is a row of these names: two or more with signs between them, or three or more. Numbers, such as
    /// those of comments, count nowhere; one to call makes it none.
    ///
    /// ```
    /// use cleaner_core::line::row::Names;
    /// let names = Names::new(["news", "print", "contact us"]);
    /// assert!(names.fits("news | contact us") && names.fits("print 3 contact us news"));
    /// assert!(!names.fits("news print") && !names.fits("news | print it"));
    /// ```
    pub fn fits(&self, key: &str) -> bool {
        let begins = |word: &str| is_count(word) || self.names.contains_key(word);
        if !key.starts_with(may_begin) || !words(key).next().is_some_and(begins) {
            return false;
        }
        let (mut row, mut starts) = (String::new(), Vec::new()); // the words so far, and where each begins
        // the most names in the words up to each place, where names are all that stands there
        let mut most: Vec<Option<usize>> = vec![Some(0)];
        for word in words(key).take(MOST_WORDS + 1) {
            if !row.is_empty() {
                row.push(' ');
            }
            starts.push(row.len());
            row.push_str(word);
            let end = starts.len();
            let (mut names, mut is_open) = (most[end - 1].filter(|_| is_count(&row)), false);
            for start in end.saturating_sub(self.longest)..end {
                let (Some(before), Some(&is_name)) = (most[start], self.names.get(&row[starts[start]..])) else {
                    continue;
                };
                is_open = true;
                names = names.max(is_name.then_some(before + 1));
            }
            if (names.is_none() && !is_open) || end > MOST_WORDS {
                return false;
            }
            most.push(names);
        }
        let (signed, plain) = LEAST;
        let is_signed = key.trim_matches(|c: char| !c.is_alphanumeric()).contains(SIGNS);
        most.last().copied().flatten().is_some_and(|names| names >= if is_signed { signed } else { plain })
    }

    /// Give the words that a row may begin with.
    pub fn first_words(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(Box::as_ref).filter(|name| !name.contains(' '))
    }

    /// Give the bytes that a line may begin with in front of them; an entity may stand for a sign.
    pub fn first_bytes() -> impl Iterator<Item = u8> {
        let signs = SIGNS.into_iter().map(|sign| sign.encode_utf8(&mut [0; 4]).as_bytes()[0]);
        signs.chain(b'0'..=b'9').chain([b'&'])
    }
}

/// Tell whether the last word of a row is a number that counts something: one to call has more digits.
fn is_count(row: &str) -> bool {
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let digits: usize = row.rsplit(' ').take_while(is_number).map(str::len).sum();
    (1..=MOST_DIGITS).contains(&digits)
}

fn may_begin(c: char) -> bool {
    c.is_alphanumeric() || SIGNS.contains(&c)
}

fn words(key: &str) -> impl Iterator<Item = &str> {
    key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_nothing_but_its_names() {
        let names = Names::new(["news", "e-mail", "share", "share this"]);
        assert!(names.fits("| news » e-mail »") && names.fits("share share this news"));
        assert!(names.fits("2 share - news") && names.fits("share e mail 12 news 1.234.567"));
        assert!(!names.fits("share, e-mail: 0912 345 678") && !names.fits("share | news 0912345678"));
        assert!(!names.fits("news |") && !names.fits("news | 12") && !names.fits("* news | share"));
        assert!(!names.fits("") && !names.fits("news | share | other") && !names.fits("news share."));
        assert!(!names.fits(&"news ".repeat(MOST_WORDS + 1)));
    }

    #[test]
    fn no_names_make_no_row() {
        assert!(!Names::new([]).fits("news | share") && !Names::new(["|"]).fits("| | |"));
    }
}
