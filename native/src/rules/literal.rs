//! Fixed texts of rule files as keys, which are looked for in the keys of lines.

use std::borrow::Cow;

use crate::line::{key, key::is_space};
use crate::text::tone;

/// Which edges of a literal lie inside the line, so that spaces there count.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inside {
    pub left: bool,
    pub right: bool,
}

/// Give the keys of a literal: what it says and, where it may end within a word, as the new school writes that word too.
///
/// Keys of lines are in the old school's spelling, so one form does for whole words.
pub fn keys(text: &str, inside: Inside) -> Vec<Box<str>> {
    let before = inside.left && text.starts_with(is_space);
    let after = inside.right && text.ends_with(is_space);
    let edge = |there: bool| if there { " " } else { "" };
    let spaced = |one: Box<str>| [edge(before), &one, edge(after)].concat().into_boxed_str();
    let found = spellings(text, inside.right && !after);
    if before || after { found.into_iter().map(spaced).collect() } else { found }
}

/// Give the spellings of a literal without the spaces at its edges; `open` tells that its last word may go on.
pub fn spellings(text: &str, open: bool) -> Vec<Box<str>> {
    let old = key(text);
    let mut found = Vec::with_capacity(2);
    if open {
        let last = old.rfind(' ').map_or(0, |at| at + 1);
        if let Cow::Owned(new) = tone::new_style(&old[last..]) {
            found.push(format!("{}{new}", &old[..last]).into_boxed_str());
        }
    }
    found.push(old.into_boxed_str());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_at_an_edge_inside_the_line_counts() {
        let right = Inside { right: true, ..Inside::default() };
        assert_eq!(keys(" A  b ", right), ["a b ".into()]);
        assert_eq!(keys(" A  b ", Inside::default()), ["a b".into()]);
    }

    #[test]
    fn a_word_that_goes_on_may_be_no_syllable() {
        let right = Inside { right: true, ..Inside::default() };
        assert_eq!(keys("ho\u{e0}", right), ["ho\u{e0}".into(), "h\u{f2}a".into()]);
        assert_eq!(keys("ho\u{e0} ", right), ["h\u{f2}a ".into()]);
    }
}
