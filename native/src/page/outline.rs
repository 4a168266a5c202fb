//! Headings below which an article goes on: the next in its numbering, and those that its table of contents announced.
//!
//! Guides, laws and reports have a heading, a picture or a list between any two paragraphs, so little of them stands
//! together as running text does. But their headings count, and no box of other articles counts on from them.

use super::Page;
use crate::rules::model::Part;

/// So near below the end so far the next heading stands.
const NEAR: usize = 30;
/// So many headings of the text stood above it before; one may be a section's name.
const ANNOUNCED: usize = 2;
const PARTS: usize = 3; // of a document that are enough to know it by
const MARKS: [char; 3] = ['.', ')', '/'];
const DIGITS: usize = 2; // of a number; more are an amount or a year

/// Give the first heading below `end` that shows that the article goes on, if there is one.
pub fn next(page: &Page, end: usize) -> Option<usize> {
    let low = page.title().top.unwrap_or(0);
    let contents = Contents::of(page, low, end);
    let mut open = [last_number(page, low..end + 1, false), last_number(page, low..end + 1, true)];
    for at in end + 1..page.len().min(end + 1 + NEAR) {
        if [Part::Ends, Part::Comments].into_iter().any(|part| page.is(part, at)) {
            return None;
        }
        if contents.as_ref().is_some_and(|contents| contents.announce(page, at)) {
            return Some(at);
        }
        if let Some(number) = Number::of(page.text(at)) {
            // a list of its own begins anew, and what counts on below it is that list
            let last = open[usize::from(number.is_roman)].take();
            if last.is_some_and(|last| number.follows(last)) {
                return Some(at);
            }
        }
    }
    None
}

/// Tell whether a page has parts that count up from the first, with Roman numbers or with one word in front of the number
/// (`Step 1: …`): a document of tables and lists has them, a list of headlines does not.
pub fn has_parts(page: &Page) -> bool {
    let romans = (0..page.len()).filter_map(|at| Number::of(page.text(at))).filter(|number| number.is_roman);
    let steps: Vec<(&str, usize)> = (0..page.len()).filter_map(|at| step(page.text(at))).collect();
    let first = steps.iter().find(|(_, number)| *number == 1);
    let same = steps.iter().filter(|(word, _)| first.is_some_and(|(one, _)| one == word));
    counted(romans.map(|number| number.major)) >= PARTS || counted(same.map(|(_, number)| *number)) >= PARTS
}

fn counted(numbers: impl Iterator<Item = usize>) -> usize {
    numbers.fold(0, |last, number| if number == last + 1 { number } else { last })
}

/// Give the word and the number of `Word 1: text` or `Word 1. text`.
fn step(text: &str) -> Option<(&str, usize)> {
    let (word, rest) = text.trim_start_matches(['*', '#', ' ', '-']).split_once(' ')?;
    let (number, said) = rest.split_once([':', '.'])?;
    let is_one = word.chars().all(char::is_alphabetic) && said.contains(char::is_alphabetic);
    number.parse().ok().filter(|_| is_one).map(|number| (word, number))
}

/// Tell whether a text is a heading with a number in front.
pub fn is_numbered(text: &str) -> bool {
    Number::of(text).is_some()
}

fn last_number(page: &Page, lines: std::ops::Range<usize>, is_roman: bool) -> Option<Number> {
    let mut numbers = lines.rev().filter_map(|at| Number::of(page.text(at)));
    numbers.find(|number| number.is_roman == is_roman)
}

/// The lines above the text of which several stand in it again.
struct Contents {
    low: usize,
    high: usize,
}

impl Contents {
    fn of(page: &Page, low: usize, end: usize) -> Option<Contents> {
        let contents = Contents { low, high: page.body_start()? };
        let found = (low..=end).filter(|&at| contents.has(page, at)).take(ANNOUNCED).count();
        (found == ANNOUNCED).then_some(contents)
    }

    /// Tell whether a line of several words says again what they say.
    fn has(&self, page: &Page, at: usize) -> bool {
        let first = page.first_said(at);
        page.line(at).spaces > 0 && first < at && (self.low..self.high).contains(&first)
    }

    /// Tell whether a line is a heading of theirs above a paragraph; a copy of them below the article has none.
    fn announce(&self, page: &Page, at: usize) -> bool {
        at + 1 < page.len() && page.line(at + 1).is_prose && self.has(page, at)
    }
}

/// The number in front of a heading: `3.`, `3.2`, `IV.`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    is_roman: bool,
    major: usize,
    minor: usize,
}

impl Number {
    fn of(text: &str) -> Option<Number> {
        let text = text.trim_start_matches(['#', '*', '_', ' ']);
        let (is_roman, major, rest) = match digits(text) {
            Some((major, rest)) => (false, major, rest),
            None => roman(text).map(|(major, rest)| (true, major, rest))?,
        };
        let (minor, rest) = rest.strip_prefix('.').and_then(digits).map_or((0, rest), |(minor, rest)| (minor, rest));
        let marked = rest.strip_prefix(MARKS);
        let rest = marked.or(Some(rest).filter(|_| minor > 0))?;
        let is_heading = rest.trim_start_matches(['*', '_', ' ', '"', '\u{201c}']).starts_with(char::is_uppercase);
        (rest.starts_with([' ', '*', '_']) && is_heading).then_some(Number { is_roman, major, minor })
    }

    fn follows(self, last: Number) -> bool {
        (self.major == last.major + 1 && self.minor <= 1) || (self.major == last.major && self.minor == last.minor + 1)
    }
}

fn digits(text: &str) -> Option<(usize, &str)> {
    let (number, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
    (number.len() <= DIGITS).then(|| number.parse().ok()).flatten().map(|number| (number, rest))
}

/// Read a number of the letters I, V and X.
fn roman(text: &str) -> Option<(usize, &str)> {
    let value = |letter| match letter {
        b'I' => 1,
        b'V' => 5,
        _ => 10,
    };
    let (letters, rest) = text.split_at(text.bytes().take_while(|b| matches!(b, b'I' | b'V' | b'X')).count());
    let values: Vec<usize> = letters.bytes().map(value).collect();
    let is_less = |at: usize| values.get(at + 1).is_some_and(|next| *next > values[at]);
    let (less, more) = (0..values.len()).partition::<Vec<usize>, _>(|&at| is_less(at));
    let sum = |places: Vec<usize>| places.into_iter().map(|at| values[at]).sum::<usize>();
    sum(more).checked_sub(sum(less)).filter(|number| *number > 0).map(|number| (number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<(usize, usize)> {
        Number::of(text).map(|number| (number.major, number.minor))
    }

    #[test]
    fn headings_are_numbered() {
        assert_eq!(number("3. Abc"), Some((3, 0)));
        assert_eq!(number("## 3.2 Abc"), Some((3, 2)));
        assert_eq!(number("**12.** Abc"), Some((12, 0)));
        assert_eq!(number("XIV. Abc"), Some((14, 0)));
        for text in ["3 Abc", "3.500 abc", "2.5 abc", "2024. Abc", "3. abc", "3.Abc", "Abc", ""] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_count_on() {
        let follows = |text, last| Number::of(text).unwrap().follows(Number::of(last).unwrap());
        assert!(follows("4. A", "3. A") && follows("4. A", "3.2. A") && follows("3.3 A", "3.2 A"));
        assert!(follows("4.1 A", "3.9 A") && follows("3.1 A", "3. A"));
        assert!(!follows("1. A", "3. A") && !follows("5. A", "3. A") && !follows("3. A", "3. A"));
    }
}
