//! What the address of a page says of its headline: the last part of a news address spells it, without accents.

use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;

/// The fewest words of an address that say something, and that a headline shares with it.
const LEAST: usize = 3;
/// A headline of so many shared words may differ more from its address than a shorter one: articles are renamed.
const MANY: usize = 5;
const ENOUGH: f64 = 0.6;
const ENOUGH_OF_FEW: f64 = 0.75;
/// A headline may say more than an address that is made of its key words: so many times as much, in so many words at most.
const LONGER: usize = 3;
const LONGEST: usize = 20;
/// A longer line is no headline.
const LINE_BYTES: usize = 600;

/// The words of an address that spell a headline; none where it has no such part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    words: Vec<String>,
    /// It names a site, and no page of it.
    pub is_home: bool,
}

impl Address {
    /// Read the part of an address that has the most words, the last of several.
    ///
    /// ```
    /// use cleaner_core::page::Address;
    /// let address = Address::of("https://a.vn/news/rain-falls-on-the-hills-20260307075519174.htm");
    /// assert_eq!(address.likeness("Rain fälls on the hills"), Some(1.0));
    /// assert_eq!(address.likeness("sun over the sea"), None);
    /// ```
    pub fn of(url: &str) -> Address {
        let path = url.split_once("://").map_or(url, |(_, rest)| rest);
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let is_home = !url.is_empty() && path.split('/').skip(1).all(str::is_empty);
        let parts = path.split('/').skip(1).map(words_of_part);
        let words = parts.fold(Vec::new(), |most, words| if words.len() >= most.len() { words } else { most });
        Address { words: if words.len() < LEAST { Vec::new() } else { words }, is_home }
    }

    /// Tell whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Tell how well a line's key is spelled by the address, up to 1; nothing where it is not its headline.
    pub fn likeness(&self, key: &str) -> Option<f64> {
        if self.is_empty() || key.len() > LINE_BYTES || (key.contains(':') && key.contains("://")) {
            return None;
        }
        let plain = plain(key);
        let words = || plain.split(' ').filter(|word| !word.is_empty());
        let (mut count, mut shared) = (0, 0);
        for word in words() {
            count += 1;
            shared += usize::from(self.has(word));
            if count as f64 * ENOUGH > self.words.len() as f64 && count > self.longest() {
                return None; // most of them are not the address'
            }
        }
        if shared < LEAST {
            return None;
        }
        let words: Vec<&str> = words().collect();
        let shared = in_common(&self.words, &words);
        let likeness = shared as f64 / words.len().max(self.words.len()) as f64;
        let enough = if shared >= MANY { ENOUGH } else { ENOUGH_OF_FEW };
        let is_whole = shared == self.words.len() && words.len() <= self.longest();
        (likeness >= enough || is_whole).then_some(likeness)
    }

    /// Tell whether a line has all words of the address in their order, whatever else it says.
    pub fn is_in(&self, key: &str) -> bool {
        let plain = plain(key);
        let words: Vec<&str> = plain.split_ascii_whitespace().collect();
        !self.is_empty() && in_common(&self.words, &words) == self.words.len()
    }

    /// Give the words of the longest headline that an address of key words may stand for.
    fn longest(&self) -> usize {
        if self.words.len() < MANY { 0 } else { (LONGER * self.words.len()).min(LONGEST) }
    }

    fn has(&self, word: &str) -> bool {
        self.words.iter().any(|one| one == word)
    }
}

/// Give the words of one part of an address, without a file's ending and the numbers that systems add.
fn words_of_part(part: &str) -> Vec<String> {
    let stem = part.rsplit_once('.').filter(|(_, end)| end.len() <= 5 && end.bytes().all(|c| c.is_ascii_alphabetic()));
    let stem = stem.map_or(part, |(stem, _)| stem);
    let mut words: Vec<String> = stem
        .split(['-', '_', '.', ',', '+'])
        .filter(|word| !word.is_empty() && word.is_ascii())
        .map(str::to_ascii_lowercase)
        .collect();
    while words.last().is_some_and(|word| is_number_of_system(word)) {
        words.pop();
    }
    if words.first().is_some_and(|word| is_leading_number(word)) {
        words.remove(0);
    }
    words
}

/// Tell whether the first word is the number of an article and no year: `6526-rain-falls-on-the-hills`.
fn is_leading_number(word: &str) -> bool {
    let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    word.len() >= 4 && !is_year && word.bytes().all(|c| c.is_ascii_digit())
}

/// Tell whether a word is the number of an article: `20260307075519174`, `post951169`, `d6`.
fn is_number_of_system(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = word[letters..].bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.len() - letters - digits;
    letters <= 5 && rest <= 1 && (digits >= 5 || (letters == 1 && digits > 0 && rest == 0))
}

/// Write a key without accents, as addresses spell it; what is no letter or digit becomes a space.
pub(super) fn plain(key: &str) -> String {
    let mut made = String::with_capacity(key.len());
    made.extend(key.chars().filter_map(|c| PLAIN.get(c as usize).copied().unwrap_or_else(|| plain_letter(c))));
    made
}

/// The plain form of all characters up to U+1FFF, with which Latin scripts are written.
static PLAIN: LazyLock<Vec<Option<char>>> =
    LazyLock::new(|| (0..0x2000).map(|code| char::from_u32(code).and_then(plain_letter)).collect());

/// Give a letter or digit without accents, a space for any other character, nothing for an accent by itself.
fn plain_letter(c: char) -> Option<char> {
    let mut base = None;
    decompose_canonical(c, |part| base = base.or(Some(part)));
    match base? {
        '\u{300}'..='\u{36f}' => None,
        '\u{111}' => Some('d'),
        base if base.is_ascii_alphanumeric() => Some(base.to_ascii_lowercase()),
        _ => Some(' '),
    }
}

/// Count the words that two rows have in common, in the same order.
fn in_common(one: &[String], other: &[&str]) -> usize {
    let mut above = vec![0; other.len() + 1];
    for word in one {
        let mut before = 0; // of the row above, one to the left
        for (at, theirs) in other.iter().enumerate() {
            let here = above[at + 1];
            above[at + 1] = if word == *theirs { before + 1 } else { here.max(above[at]) };
            before = here;
        }
    }
    above[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_with_the_most_words_counts() {
        assert_eq!(Address::of("https://a.vn/two-words/one-two-three-440692-d6.html").words, ["one", "two", "three"]);
        assert_eq!(Address::of("a.vn/x/one-two-three-post951169.vov?ref=a-b-c-d").words, ["one", "two", "three"]);
        assert_eq!(Address::of("a.vn/news/6526-one-two-three.html").words, ["one", "two", "three"]);
        assert_eq!(Address::of("a.vn/a-section-here/2026-one-two").words, ["2026", "one", "two"]);
        assert!(Address::of("https://a.vn/4266-2/").is_empty() && Address::of("").is_empty());
    }

    #[test]
    fn words_count_in_their_order() {
        let address = Address::of("/a-b-c-d-e-f");
        assert_eq!(address.likeness("a b c d e f"), Some(1.0));
        assert!(address.likeness("f e d c b a").is_none());
        assert!(address.likeness("a b c d e x").is_some_and(|likeness| likeness > 0.8));
        assert!(address.likeness("a b c and much else that stands on this line").is_none());
        assert!(
            address.likeness("all of the ways to see how a b c d e f are done").is_some_and(|likeness| likeness < 0.5)
        );
        assert!(address.likeness("http://x.vn/a-b-c-d-e-f").is_none());
    }

    #[test]
    fn accents_do_not_count() {
        assert_eq!(Address::of("/dao-ca-vang").likeness("đào cá vàng"), Some(1.0));
    }
}
