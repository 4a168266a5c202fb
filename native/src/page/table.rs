//! Tables whose cells are parted by strokes: lists of points, prices and dates that are the article, or close it.

use std::ops::Range;

use super::Page;

/// A table has so many rows with as many cells; a menu has one or two.
const ROWS: usize = 3;

/// Give the rows of the first table that begins among some lines, if one does.
pub fn first(page: &Page, lines: Range<usize>) -> Option<Range<usize>> {
    let cells = |at: usize| page.text(at).trim().trim_matches('|').matches('|').count();
    lines.filter(|&at| cells(at) > 0).find_map(|first| {
        let rows = (first..page.len()).take_while(|&at| cells(at) == cells(first)).count();
        (rows >= ROWS).then_some(first..first + rows)
    })
}
