//! Where the menu at the top of a page ends, on pages of which the headline is not known.
//!
//! A menu is told by its words: lines that name parts of a site, and that no article has for a subheading. It is
//! followed down to the last such line above what could be a headline or text. Short lines further down may be names of
//! sections that nobody listed, or a headline of two words; they stay.

use super::Page;
use crate::line::sentence::is_sentence;
use crate::rules::model::Part;

/// So many lines have to be a menu's.
const NAMED: usize = 3;
/// The words of a line that may be a headline; a menu's are shorter.
const HEADLINE_SPACES: usize = 5;

/// Give the line below the last of the menu, or nothing where no menu is known for one.
pub fn end(page: &Page) -> Option<usize> {
    let text = page.prose.first().copied().unwrap_or(page.len());
    let mut named = 0;
    let mut end = None;
    for at in 0..text {
        if page.is(Part::Menu, at) {
            named += 1;
            end = Some(at + 1);
        } else if page.line(at).spaces >= HEADLINE_SPACES || is_sentence(page.text(at)) {
            break;
        }
    }
    end.filter(|_| named >= NAMED)
}
