//! Pairs of neighbouring bytes, by which the few characters of a text are found that need a look.
//!
//! Text of a language is made of some hundreds of pairs. To go from character to character means to wait at each for the
//! length of the one before, which a processor guesses badly; to go from byte to byte does not.

use std::ops::RangeInclusive;

/// A set of pairs of bytes.
#[derive(Clone, Debug)]
pub struct Pairs(Box<[u64; WORDS]>);

/// The blocks of the letters and signs that nearly all text in Latin letters is made of.
pub const BLOCKS: [RangeInclusive<char>; 3] = ['\0'..='\u{2ff}', '\u{1e00}'..='\u{1eff}', '\u{2000}'..='\u{205f}'];

const WORDS: usize = 1 << 10; // of 64 bits: a bit for each pair

impl Default for Pairs {
    fn default() -> Pairs {
        Pairs(Box::new([0; WORDS]))
    }
}

impl Pairs {
    /// Take all pairs of texts that are made of some characters.
    ///
    /// No text with another character has such pairs only, as long as characters of three bytes that begin differently
    /// differ in the second byte, too.
    pub fn of(characters: impl Iterator<Item = char>) -> Pairs {
        let mut made = Pairs::default();
        let (mut firsts, mut lasts) = ([false; 256], [false; 256]);
        for c in characters {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).as_bytes();
            bytes.windows(2).for_each(|two| made.insert(two[0], two[1]));
            firsts[usize::from(bytes[0])] = true;
            lasts[usize::from(bytes[bytes.len() - 1])] = true;
        }
        let those = |all: [bool; 256]| (0..=u8::MAX).filter(move |&byte| all[usize::from(byte)]);
        those(lasts).for_each(|last| those(firsts).for_each(|first| made.insert(last, first)));
        made
    }

    pub fn insert(&mut self, first: u8, second: u8) {
        let (word, bit) = place(first, second);
        self.0[word] |= bit;
    }

    pub fn remove(&mut self, first: u8, second: u8) {
        let (word, bit) = place(first, second);
        self.0[word] &= !bit;
    }

    pub fn has(&self, first: u8, second: u8) -> bool {
        let (word, bit) = place(first, second);
        self.0[word] & bit != 0
    }

    /// Give the place, from one on, of the first character that makes another pair with what is in front of it, or has
    /// one itself; a newline counts as in front of a text.
    pub fn first_other(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut before = from.checked_sub(1).map_or(b'\n', |at| bytes[at]);
        let found = bytes[from..].iter().position(|&byte| !self.has(std::mem::replace(&mut before, byte), byte));
        found.and_then(|length| (0..=from + length).rev().find(|&at| text.is_char_boundary(at)))
    }
}

fn place(first: u8, second: u8) -> (usize, u64) {
    let pair = usize::from(second) << u8::BITS | usize::from(first);
    (pair / 64, 1 << (pair % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_characters_are_found() {
        let mut pairs = Pairs::of("a \n\u{111}\u{1ea1}\u{2013}".chars());
        assert_eq!(pairs.first_other("a \u{111}\u{1ea1}a \u{2013}", 0), None);
        for (text, at) in [("a \u{110}a", 2), ("\u{1ea0}", 0), ("a\u{111}b", 3), ("a\u{2028}", 1), ("a\u{1f600}", 1)] {
            assert_eq!(pairs.first_other(text, 0), Some(at), "{text:?}");
        }
        assert_eq!(pairs.first_other("\u{110}a", 2), Some(2));
        pairs.remove(b' ', b' ');
        assert_eq!(pairs.first_other("a a  a", 1), Some(4));
    }
}
