//! Text that was broken into rows of any width, as what was copied from documents: sentences go on from row to row, and
//! hardly any of it looks like running text.

use super::Page;
use crate::line::sentence::is_sentence;

/// Of such a text so many rows go on in small letters: of all, and one in so many.
const LEAST: usize = 10;
const ROWS_A_BROKEN: usize = 10;
/// A shorter line is no row that was full.
const FULL_CHARS: usize = 30;
/// A line of fewer spaces is no part of a sentence: keys and values are in small letters, too.
const FULL_SPACES: usize = 5;

/// Tell whether so many lines go on in small letters that the text was broken into rows, or has as many items of lists as
/// laws have; no list of headlines does that.
pub fn is_broken(page: &Page) -> bool {
    let found = going_on(page).count();
    found >= LEAST && ROWS_A_BROKEN * found >= page.len()
}

/// Give the rows of such a text that go on with the sentence above and are no prose by themselves; items of lists and
/// keys of front matter do not.
pub fn broken(page: &Page) -> Vec<usize> {
    let is_row = |at: &usize| {
        let word = page.text(*at).split(' ').next().unwrap_or_default();
        page.line(at - 1).spaces >= FULL_SPACES
            && !page.line(*at).is_prose
            && !page.text(at - 1).ends_with([';', ':'])
            && !word.ends_with([')', '.', ':'])
    };
    if is_broken(page) { going_on(page).filter(is_row).collect() } else { Vec::new() }
}

/// Give the lines in small letters below a line that is full and ends no sentence.
fn going_on<'a>(page: &'a Page) -> impl Iterator<Item = usize> + 'a {
    (1..page.len()).filter(|&at| {
        page.line(at - 1).chars >= FULL_CHARS
            && !is_sentence(page.text(at - 1))
            && page.text(at).starts_with(char::is_lowercase)
    })
}
