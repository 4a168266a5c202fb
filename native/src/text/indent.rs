//! Indentation that means something: code is nested by it, and verses are set apart by it. All other space at the start
//! of a line comes from markup, or opens a paragraph, and goes.
//!
//! A passage is known by its own lines, and keeps or loses all of it: so it is the same however often it is repaired.

/// Spaces that indent a line at least.
const LEAST: usize = 2;
/// Spaces that one level of code is indented by at most; markup mostly nests deeper where it comes to text.
const CODE: usize = 4;
/// Lines that a passage of verse has at least.
const VERSES: usize = 4;
/// Characters of a line of code or of a verse at most; what is longer is a paragraph.
const LONGEST: usize = 100;

/// A line without the spaces that it begins with, and how many these are.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    pub text: &'t str,
    pub spaces: usize,
}

impl Line<'_> {
    fn depth(self) -> usize {
        if self.spaces < LEAST { 0 } else { self.spaces }
    }

    /// Whether it begins with the mark of a list's item: some write lists so, and it is the mark that tells.
    fn is_item(self) -> bool {
        self.text.starts_with(['*', '-', '+', '•', '·', '–', '—', '►', '▪', '●'])
    }

    fn is_of_passage(self) -> bool {
        !self.text.is_empty() && self.text.chars().nth(LONGEST).is_none()
    }
}

/// Tell of each line how many of its spaces stay.
///
/// A passage is a row of short lines without a blank one, not all of them indented. It is code where each line that is
/// indented further than the one above it is opened by that; it is verse where every other line is indented, all alike.
///
/// ```
/// use cleaner_core::text::indent::{Line, kept};
/// let of = |lines: &[(usize, &'static str)]| {
///     kept(&lines.iter().map(|&(spaces, text)| Line { text, spaces }).collect::<Vec<_>>())
/// };
/// assert_eq!(of(&[(0, "def f(x):"), (4, "if x:"), (8, "g()")]), [0, 4, 8]);
/// assert_eq!(of(&[(0, "{"), (2, "\"a\": 1"), (0, "}")]), [0, 2, 0]);
/// assert_eq!(of(&[(4, "Six syllables"), (0, "Eight"), (4, "Six again"), (0, "Eight again")]), [4, 0, 4, 0]);
/// assert_eq!(of(&[(0, "Headline"), (4, "One line."), (8, "Another one.")]), [0, 0, 0]);
/// ```
pub fn kept(lines: &[Line]) -> Vec<usize> {
    let mut kept = Vec::with_capacity(lines.len());
    for passage in lines.chunk_by(|one, next| one.is_of_passage() && next.is_of_passage()) {
        let means_something = is_meant(passage);
        kept.extend(passage.iter().map(|line| if means_something { line.depth() } else { 0 }));
    }
    kept
}

fn is_meant(passage: &[Line]) -> bool {
    passage.iter().any(|line| line.depth() == 0) && (is_code(passage) || is_verse(passage))
}

fn is_code(passage: &[Line]) -> bool {
    let is_opened = |two: &[Line]| {
        let is_level = (LEAST..=CODE).contains(&(two[1].depth() - two[0].depth())) && !two[1].is_item();
        is_level && two[0].text.ends_with([':', '{', '[', '('])
    };
    let mut rises = passage.windows(2).filter(|two| two[1].depth() > two[0].depth()).peekable();
    rises.peek().is_some() && passage[0].depth() == 0 && rises.all(is_opened)
}

fn is_verse(passage: &[Line]) -> bool {
    let is_alternate = |two: &[Line]| (two[0].depth() == 0) != (two[1].depth() == 0);
    let mut depths = passage.iter().map(|line| line.depth()).filter(|depth| *depth > 0);
    let depth = depths.next();
    passage.len() >= VERSES
        && passage.windows(2).all(is_alternate)
        && depths.all(|one| Some(one) == depth)
        && !passage.iter().any(|line| line.is_item())
}
