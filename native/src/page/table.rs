//! Tables in a text: lists of points, prices and dates that are the article, open or close it.

use std::ops::Range;

use super::Page;
use crate::line::sentence::is_sentence;

/// A table has so many rows with as many cells; a menu has one or two.
const ROWS: usize = 3;

/// A table whose cells stand on a line each has at least so many figures.
const FIGURES: usize = 6;
const FIGURE_BYTES: usize = 9;
const NAME_SPACES: usize = 5;
const COLUMNS: usize = 12;

/// Give the rows of the first table that begins among some lines and has strokes between its cells, if one does.
pub fn first(page: &Page, lines: Range<usize>) -> Option<Range<usize>> {
    let cells = |at: usize| page.text(at).trim().trim_matches('|').matches('|').count();
    lines.filter(|&at| cells(at) > 0).find_map(|first| {
        let rows = (first..page.len()).take_while(|&at| cells(at) == cells(first)).count();
        (rows >= ROWS).then_some(first..first + rows)
    })
}

/// Give the first line of a table whose cells stand on a line each, its head among them: rows of a name and some figures,
/// each as many. Counts on the buttons of a share bar are fewer.
pub fn first_cell(page: &Page, lines: Range<usize>) -> Option<usize> {
    let figures = |at: usize| {
        let below = at + 1..lines.end.min(at + 1 + COLUMNS);
        below.take_while(|&at| is_figure(page.text(at))).count()
    };
    let names = lines.clone().filter(|&at| is_name(page, at));
    names.filter(|&at| figures(at) > 0).find_map(|first| {
        let width = figures(first);
        let is_row = |&at: &usize| is_name(page, at) && figures(at) == width;
        let rows = (first..lines.end).step_by(width + 1).take_while(is_row).count();
        let head = (lines.start..first).rev().take_while(|&at| is_name(page, at)).take(width + 1).count();
        (rows >= ROWS && rows * width >= FIGURES).then_some(first - head)
    })
}

fn is_name(page: &Page, at: usize) -> bool {
    let text = page.text(at);
    page.line(at).spaces < NAME_SPACES && !is_figure(text) && !is_sentence(text) && !page.is_stamp(at)
}

/// Tell whether a text is a number with its signs, or a stroke in its place.
fn is_figure(text: &str) -> bool {
    let is_sign = |c| matches!(c, '.' | ',' | '%' | '+' | '-' | '\u{2013}');
    text.len() <= FIGURE_BYTES && text.chars().all(|c| c.is_ascii_digit() || is_sign(c))
}
