//! Text that was broken into rows of any width, as what was copied from documents: sentences go on from row to row, and
//! hardly any of it looks like running text.

use super::Page;
use crate::line::sentence::is_sentence;

/// Of such a text so many rows go on in small letters: of all, and one in so many.
const LEAST: usize = 10;
const ROWS_A_BROKEN: usize = 10;
/// A shorter line is no row that was full.
const FULL_CHARS: usize = 30;

/// Give the lines that a sentence of the line above goes on in, and that are no prose by themselves; none where such
/// rows are too few to tell.
pub fn broken(page: &Page) -> Vec<usize> {
    let goes_on = |at: &usize| {
        let above = page.line(at - 1);
        above.chars >= FULL_CHARS && !is_sentence(page.text(at - 1)) && page.text(*at).starts_with(char::is_lowercase)
    };
    let mut found: Vec<usize> = (1..page.len()).filter(goes_on).collect();
    if found.len() < LEAST || ROWS_A_BROKEN * found.len() < page.len() {
        return Vec::new();
    }
    found.retain(|&at| !page.line(at).is_prose);
    found
}
