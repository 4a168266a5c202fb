//! Is this page an article at all? Home pages, lists of headlines and error pages are not.
//!
//! What is left of an article has running text in it: two neighbouring lines of it somewhere. A list page shows
//! teasers, each under its headline, and hardly ever two together; or it shows dozens of them, and not one long
//! paragraph. On 418 pages and bodies of 60 sources this flags the eight that are lists or errors, and no other.
//!
//! Short news, photo stories and lists of tips have a paragraph here and there, and look like a list of teasers. What
//! tells them is when they were published: an article says so once, right above its text; a list says so never, or for
//! each card.

use super::Page;
use crate::line::sentence::{PROSE_CHARS, has_sentences, is_paragraph};
use crate::rules::model::Part;

/// Shorter documents are taken for what they are: a short text may well have a single paragraph.
const MANY_LINES: usize = 60;
/// What is left of a list: so many teasers, or so many lines with at most so many teasers in a row.
const TEASERS: usize = 30;
const LEFT_LINES: usize = 100;
const ROW: usize = 5;
/// How often and how near to a sentence an article says when it was published. A stamp may be two lines, and follow
/// the name of a day; it may be there for when it was changed, and once more below the text.
const STAMPS: usize = 4;
const NEAR: usize = 20;
const SENTENCE_CHARS: usize = 40;

/// Judge by the lines of a document and those that rules left of it.
pub fn is_article(before: &Page, after: &Page) -> bool {
    let rows = rows(after);
    let has_running_text = rows.iter().any(|&row| row > 1);
    if before.len() >= MANY_LINES {
        return has_running_text && !is_list(after, &rows);
    }
    has_running_text || !has_error(before)
}

/// Judge what is left by the lines that said when it was published; `place` gives where a line of `after` and they
/// stand in the document.
pub fn is_dated_article(after: &Page, place: impl Fn(usize) -> usize, stamps: &[usize]) -> bool {
    if stamps.is_empty() || stamps.len() > STAMPS || is_list(after, &rows(after)) || has_error(after) {
        return false;
    }
    let is_near = |at: usize| stamps.iter().any(|&stamp| place(at).abs_diff(stamp) <= NEAR);
    (0..after.len()).any(|at| after.line(at).chars >= SENTENCE_CHARS && is_near(at) && has_sentences(after.text(at), 1))
}

fn has_error(page: &Page) -> bool {
    (0..page.len()).any(|at| page.is(Part::Error, at))
}

/// Tell whether there are many lines or teasers and no paragraph, as on home pages and in lists of a topic.
fn is_list(page: &Page, rows: &[usize]) -> bool {
    let longest = rows.iter().copied().max().unwrap_or(0);
    let many = rows.len() >= TEASERS || (page.len() >= LEFT_LINES && longest <= ROW);
    many && !(0..page.len()).any(|at| is_paragraph(page.text(at), page.line(at).chars))
}

/// Give for each long line with the end of a sentence in it the how manieth in a row it is; copies do not count.
fn rows(page: &Page) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut above, mut row) = ("", 0);
    for at in 0..page.len() {
        let text = page.text(at);
        if page.line(at).chars >= PROSE_CHARS && has_sentences(text, 1) {
            row = if text == above { 1 } else { row + 1 };
            above = text;
            found.push(row);
        } else {
            (above, row) = ("", 0);
        }
    }
    found
}
