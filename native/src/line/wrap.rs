//! Text wrapped at a fixed width: which rows a paragraph goes on in.
//!
//! Some systems, and what is copied from documents, break a paragraph where a row is full. Then no row is as long as a
//! paragraph, few end as a sentence does, and nothing on the page looks like running text.

/// Rows that go on in small letters, from which the width is told; so many there are in no text but a wrapped one.
const LEAST: usize = 5;
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=120;
/// A row is broken before the first word that does not fit, so it is shorter than the width by a word at most.
const SHORTER: usize = 15;
/// Of the rows that go on, and of all rows, so many in ten are as the width demands: a link is longer, a verse shorter.
const MOST: usize = 9;

/// A row of text, and the number it has among all rows, blank ones included.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    pub text: &'t str,
    pub chars: usize,
    pub number: usize,
}

/// Tell of each row whether its paragraph goes on in the next; none does in a text that is not wrapped.
///
/// ```
/// use cleaner_core::line::wrap::{Row, go_on};
/// let full = "of a row that is full ".repeat(3);
/// let text = [full.as_str(), full.as_str(), "the end."].repeat(3);
/// let rows = (0..).zip(&text).map(|(number, text)| Row { text, chars: text.len(), number });
/// assert_eq!(go_on(&rows.collect::<Vec<_>>())[..4], [true, true, false, true]);
/// ```
pub fn go_on(rows: &[Row]) -> Vec<bool> {
    let Some(width) = width(rows) else { return vec![false; rows.len()] };
    let is_full = |row: &Row, next: &Row| {
        let word = next.text.split(super::key::is_space).next().unwrap_or_default();
        is_next(row, next) && WIDTHS.contains(&row.chars) && row.chars + 1 + word.chars().count() > width
    };
    let mut found: Vec<bool> = rows.windows(2).map(|two| is_full(&two[0], &two[1])).collect();
    found.resize(rows.len(), false);
    found
}

/// Give the width that a text is wrapped at.
fn width(rows: &[Row]) -> Option<usize> {
    let long = rows.iter().filter(|row| row.chars > *WIDTHS.end()).count();
    let goes_on = |two: &&[Row]| {
        let [row, next] = two else { return false };
        is_next(row, next) && WIDTHS.contains(&row.chars) && next.text.starts_with(char::is_lowercase)
    };
    let broken: Vec<usize> = rows.windows(2).filter(goes_on).map(|two| two[0].chars).collect();
    let width = broken.iter().copied().max()?;
    let full = broken.iter().filter(|&&chars| chars + SHORTER >= width).count();
    let is_wrapped = full >= LEAST && 10 * full >= MOST * broken.len() && 10 * (rows.len() - long) >= MOST * rows.len();
    is_wrapped.then_some(width)
}

fn is_next(row: &Row, next: &Row) -> bool {
    next.number == row.number + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str) -> Vec<bool> {
        let rows = text.lines().zip(0..).filter(|(text, _)| !text.is_empty());
        let rows: Vec<Row> = rows.map(|(text, number)| Row { text, chars: text.chars().count(), number }).collect();
        go_on(&rows)
    }

    #[test]
    fn a_paragraph_ends_at_a_row_that_is_not_full_or_a_blank_one() {
        let row = "word ".repeat(12);
        let paragraph = format!("{row}ends\n{row}ends\nlast.\nNew\n\n");
        assert_eq!(wrapped(&paragraph.repeat(3))[..4], [true, true, false, false]);
    }

    #[test]
    fn rows_of_any_length_are_not_wrapped() {
        let text: String = (0..20).map(|at| format!("{}\n", "ab ".repeat(20 + at))).collect();
        assert!(!wrapped(&text).contains(&true));
        assert!(!wrapped(&"verse that is short\nand goes on so\n".repeat(9)).contains(&true));
    }
}
