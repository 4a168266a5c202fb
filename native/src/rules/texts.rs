//! Many texts that are looked for in a line at once.
//!
//! Each text is told by four bytes of it, a shorter one by its first one or two. A sieve of bits says of four bytes of a
//! line whether any text is told by them; nearly always none is, and the next four are looked at. An automaton of all
//! texts takes three times as many steps a byte, as most of its states are left by a link to another one, and is made
//! anew for each book.

use crate::text::pairs::Pairs;

/// The bytes that tell a text.
const WIDTH: usize = 4;
const SIEVE_BITS: u32 = 17;
/// Texts that meet neighbouring bits of the sieve, so many, make a group.
const GROUP_BITS: u32 = 7;

/// Texts to look for, each by its number: they count from 0 in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: Vec<Box<str>>,
    /// The texts of four bytes and more in groups, and where each group begins.
    long: Vec<Long>,
    groups: Vec<u32>,
    /// Shorter texts by their first byte.
    short: Vec<Vec<u32>>,
    /// Nothing where there is no text, or none is looked for but at the beginning.
    sieves: Option<Box<Sieves>>,
}

/// Bits of what tells a text: its four bytes, or the two with which a shorter one may begin.
#[derive(Clone, Debug)]
struct Sieves {
    words: [u64; 1 << (SIEVE_BITS - 6)],
    pairs: Pairs,
}

/// A text with the bytes that tell it, and their place in it.
#[derive(Clone, Copy, Debug)]
struct Long {
    word: u32,
    at: u32,
    number: u32,
}

impl Texts {
    /// Take texts that are looked for anywhere in a line; none of them is empty.
    pub fn anywhere(texts: Vec<Box<str>>) -> Texts {
        let made = Texts::told_by(texts, telling);
        let sieves = (!made.texts.is_empty()).then(|| Box::new(made.sieves()));
        Texts { sieves, ..made }
    }

    /// Take texts that lines are looked up by that begin with them; none of them is empty.
    pub fn beginnings(texts: Vec<Box<str>>) -> Texts {
        Texts::told_by(texts, |_| 0)
    }

    fn told_by(texts: Vec<Box<str>>, place: fn(&[u8]) -> usize) -> Texts {
        let mut made = Texts::default();
        for (number, text) in (0..).zip(&texts) {
            let bytes = text.as_bytes();
            let at = place(bytes);
            match four(bytes, at) {
                Some(word) => made.long.push(Long { word, at: at as u32, number }),
                None => made.add_short(bytes, number),
            }
        }
        made.group_long();
        Texts { texts, ..made }
    }

    fn group_long(&mut self) {
        self.long.sort_by_key(|long| sieved(long.word));
        let begin = |group| self.long.partition_point(|long| group_of(long.word) < group) as u32;
        self.groups = (0..=1 << (SIEVE_BITS - GROUP_BITS)).map(begin).collect();
    }

    fn add_short(&mut self, bytes: &[u8], number: u32) {
        let Some(&first) = bytes.first() else { return };
        self.short.resize(1 << u8::BITS, Vec::new());
        self.short[usize::from(first)].push(number);
    }

    fn sieves(&self) -> Sieves {
        let mut made = Sieves { words: [0; 1 << (SIEVE_BITS - 6)], pairs: Pairs::default() };
        self.long.iter().for_each(|long| set(&mut made.words, sieved(long.word)));
        for &number in self.short.iter().flatten() {
            match *self.texts[number as usize].as_bytes() {
                [first, second, ..] => made.pairs.insert(first, second),
                [first] => (0..=u8::MAX).for_each(|second| made.pairs.insert(first, second)),
                [] => {}
            }
        }
        made
    }

    /// Give each text in turn that stands in a line, as often as it stands there.
    pub fn find(&self, line: &str, mut found: impl FnMut(usize)) {
        let bytes = line.as_bytes();
        let Some(sieves) = &self.sieves else { return };
        let Some((first, rest)) = bytes.split_at_checked(WIDTH - 1) else { return self.find_at_end(bytes, &mut found) };
        let mut word = first.iter().fold(0, pushed); // the four bytes from `at` on
        for (at, byte) in rest.iter().enumerate() {
            word = pushed(word, byte);
            if has(&sieves.words, sieved(word)) {
                self.find_long(bytes, word, at, &mut found);
            }
            let [one, next, ..] = word.to_le_bytes();
            if sieves.pairs.has(one, next) {
                self.find_short(&bytes[at..], &mut found);
            }
        }
        self.find_at_end(&bytes[bytes.len() - (WIDTH - 1)..], &mut found);
    }

    /// Give the texts that stand in the last bytes of a line, which are too few for a word.
    fn find_at_end(&self, bytes: &[u8], found: &mut impl FnMut(usize)) {
        (0..bytes.len()).for_each(|at| self.find_short(&bytes[at..], found));
    }

    /// Give each text that a line begins with.
    pub fn find_beginnings(&self, line: &str, mut found: impl FnMut(usize)) {
        let bytes = line.as_bytes();
        if let Some(word) = four(bytes, 0) {
            self.find_long(bytes, word, 0, &mut found);
        }
        self.find_short(bytes, &mut found);
    }

    /// Give the texts that are told by a word which stands at a place.
    fn find_long(&self, bytes: &[u8], word: u32, at: usize, found: &mut impl FnMut(usize)) {
        let group = group_of(word);
        let Some(&[low, high]) = self.groups.get(group..group + 2) else { return };
        for long in self.long[low as usize..high as usize].iter().filter(|long| long.word == word) {
            let text = self.texts[long.number as usize].as_bytes();
            if at.checked_sub(long.at as usize).is_some_and(|start| bytes[start..].starts_with(text)) {
                found(long.number as usize);
            }
        }
    }

    /// Give the short texts that stand at the start.
    fn find_short(&self, bytes: &[u8], found: &mut impl FnMut(usize)) {
        let some = bytes.first().and_then(|&first| self.short.get(usize::from(first)));
        let stands = |&&number: &&u32| bytes.starts_with(self.texts[number as usize].as_bytes());
        some.into_iter().flatten().filter(stands).for_each(|&number| found(number as usize));
    }
}

/// Choose the place of the bytes that tell a text: where a sign stands, which few lines have, or where two words meet,
/// which fewer have than either word.
fn telling(text: &[u8]) -> usize {
    let last = text.len().saturating_sub(WIDTH);
    let sign = text.iter().position(u8::is_ascii_punctuation).map(|at| at.saturating_sub(WIDTH - 1));
    let met = || text.iter().skip(1).position(|&byte| byte == b' ');
    sign.or_else(met).map_or(last, |at| at.min(last))
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(bytes.get(at..at + WIDTH)?.iter().fold(0, pushed))
}

/// Give a word with one more byte behind, and without its first.
fn pushed(word: u32, byte: &u8) -> u32 {
    word >> u8::BITS | u32::from(*byte) << (u32::BITS - u8::BITS)
}

fn sieved(word: u32) -> usize {
    (word.wrapping_mul(0x9e37_79b1) >> (u32::BITS - SIEVE_BITS)) as usize
}

fn group_of(word: u32) -> usize {
    sieved(word) >> GROUP_BITS
}

fn set(bits: &mut [u64], at: usize) {
    bits[at / 64] |= 1 << (at % 64);
}

fn has(bits: &[u64], at: usize) -> bool {
    bits[at / 64] >> (at % 64) & 1 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 9] = ["a", "ab", "b c", "abcd", "bcde f", "cd", "\u{110}\u{1ecb}a", "x y", "abcd ef gh"];

    fn texts() -> Vec<Box<str>> {
        TEXTS.map(Box::from).to_vec()
    }

    #[test]
    fn finds_what_a_line_contains() {
        for line in
            ["", "a", "xa", "ab", "abcde f", "b c", "x\u{110}\u{1ecb}ab c", "abcd ef gh", "abcd ef g", "aabcdab"]
        {
            let mut found = Vec::new();
            Texts::anywhere(texts()).find(line, |number| found.push(number));
            found.sort_unstable();
            let stands =
                |text: &str| (0..line.len()).filter(|&at| line.as_bytes()[at..].starts_with(text.as_bytes())).count();
            let wanted: Vec<usize> = (0..TEXTS.len()).flat_map(|at| vec![at; stands(TEXTS[at])]).collect();
            assert_eq!(found, wanted, "{line:?}");
        }
    }

    #[test]
    fn finds_what_a_line_begins_with() {
        for line in ["", "a", "xa", "abcd", "abcd ef gh i", "b c", "\u{110}\u{1ecb}a"] {
            let mut found = Vec::new();
            Texts::beginnings(texts()).find_beginnings(line, |number| found.push(number));
            found.sort_unstable();
            let wanted: Vec<usize> = (0..TEXTS.len()).filter(|&at| line.starts_with(TEXTS[at])).collect();
            assert_eq!(found, wanted, "{line:?}");
        }
    }
}
