//! Text that was broken into rows: which rows are one line.
//!
//! What is dumped by text browsers, written as Markdown or copied from documents breaks a paragraph where a row is full,
//! and a link like any other words. No row of such a paragraph looks like running text, and no row of such a link like a
//! link; so rows are read together, as the line that they were, and only as a whole do they go or stay.

use std::borrow::Cow;

use super::key::is_space;
use super::sentence::PROSE_WORDS;

/// Rows that go on in small letters, from which a width is told: so many there are in no text but a wrapped one,
const LEAST: usize = 3;
/// and of all such rows, two in so many are of the main width; what is indented has another.
const MAIN: usize = 3;
/// Paragraphs are broken at the width where no more than one line in so many is one that is not.
const LINES_A_WHOLE: usize = 10;
const NARROWEST: usize = 40;
const WIDEST: usize = 120;
/// A link is broken into so many rows at most.
const LINK_ROWS: usize = 8;

/// A row, and the number it has among all rows, blank ones included.
pub type Row<'t> = (usize, &'t str);

/// Give how many rows each line of a text is of, in order.
///
/// ```
/// use cleaner_core::line::wrap::lengths;
/// let full = "of a row that is full ".repeat(3);
/// let text = [full.as_str(), full.as_str(), "the end."].repeat(3);
/// let rows: Vec<_> = (0..).zip(text).collect();
/// assert_eq!(lengths(&rows), [3, 3, 3]);
/// assert_eq!(lengths(&[(0, "[Ab"), (1, "cd](https://e.vn) f"), (2, "g")]), [2, 1]);
/// ```
pub fn lengths(rows: &[Row]) -> Vec<usize> {
    let widths = widths(rows);
    let mut found = Vec::with_capacity(rows.len());
    let mut first = 0;
    while first < rows.len() {
        let mut last = first;
        loop {
            last += link_rows(&rows[last..]) - 1;
            match rows.get(last + 1) {
                Some(next) if is_full(&rows[last], next, &widths) => last += 1,
                _ => break,
            }
        }
        found.push(last + 1 - first);
        first = last + 1;
    }
    found
}

/// Join the rows of one line. A word or an address that was broken at its hyphen becomes whole.
pub fn joined<'t>(rows: &[Row<'t>]) -> Cow<'t, str> {
    let [(_, first), rest @ ..] = rows else { return Cow::default() };
    let mut text = Cow::Borrowed(*first);
    for (_, row) in rest {
        let text = text.to_mut();
        text.truncate(text.trim_end_matches(is_space).len());
        if !text.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphanumeric)) {
            text.push(' ');
        }
        text.push_str(row.trim_start_matches(is_space));
    }
    text
}

/// Give the widths that the paragraphs of a text are broken at, the one of the most rows first; none, where they are not.
fn widths(rows: &[Row]) -> Vec<usize> {
    let goes_on = |two: &&[Row]| two[1].1.starts_with(char::is_lowercase) && may_go_on(&two[0], &two[1]);
    let rooms = rows.windows(2).filter(goes_on).map(|two| room(two[0].1, two[1].1));
    let mut broken: Vec<Room> = rooms.filter(|room| (NARROWEST..=WIDEST).contains(&room.0)).collect();
    let all = broken.len();
    let mut found = Vec::new();
    loop {
        let (width, most) = commonest(&broken);
        let is_main = || MAIN * most >= 2 * all && LINES_A_WHOLE * rows.iter().filter(is_whole).count() <= rows.len();
        if most < LEAST || (found.is_empty() && !is_main()) {
            return found;
        }
        found.push(width);
        broken.retain(|&room| !fits(room, width));
    }
}

/// The widths that a row may have been broken at before the next one: the least, and the first that is too much.
type Room = (usize, usize);

fn room(row: &str, next: &str) -> Room {
    let chars = row.chars().count();
    (chars, chars + 1 + next.chars().take_while(|&c| !is_space(c)).count())
}

fn fits((least, beyond): Room, width: usize) -> bool {
    least <= width && width < beyond
}

/// Give the width that fits the most rows, and how many these are.
fn commonest(broken: &[Room]) -> (usize, usize) {
    let mut changes = [0isize; WIDEST + 2]; // how many more rows fit a width than the one before
    for &(least, beyond) in broken {
        changes[least] += 1;
        changes[beyond.min(WIDEST + 1)] -= 1;
    }
    let fitting = changes[..=WIDEST].iter().scan(0, |sum, change| {
        *sum += change;
        Some(usize::try_from(*sum).unwrap_or_default())
    });
    fitting.enumerate().max_by_key(|&(_, rows)| rows).unwrap_or_default()
}

/// Tell whether a row had no room for the first word of the next, which goes on with it.
fn is_full(row: &Row, next: &Row, widths: &[usize]) -> bool {
    let is_broken = |room: Room| widths.iter().any(|&width| 2 * room.0 >= width && fits(room, width));
    !widths.is_empty() && may_go_on(row, next) && is_broken(room(row.1, next.1))
}

/// Tell whether a row is a paragraph that is not broken.
fn is_whole(row: &&Row) -> bool {
    row.1.chars().nth(WIDEST).is_some() && row.1.split(is_space).count() >= PROSE_WORDS
}

/// Tell whether a row stands right below another and begins no part of its own.
fn may_go_on(row: &Row, next: &Row) -> bool {
    next.0 == row.0 + 1 && !is_item(next.1)
}

/// Tell whether a row begins an item of a list, a heading, a quotation or a row of a table.
fn is_item(row: &str) -> bool {
    const MARKS: [&str; 9] = ["* ", "- ", "+ ", "\u{2022} ", "\u{25e6} ", "\u{25aa} ", "> ", "#", "|"];
    let is_numbered = |rest: &str| rest.len() < row.len() && rest.starts_with([')', '.']) && rest[1..].starts_with(' ');
    let lettered = row.strip_prefix(char::is_alphabetic).unwrap_or(row);
    MARKS.iter().any(|mark| row.starts_with(mark))
        || is_numbered(row.trim_start_matches(|c: char| c.is_ascii_digit()))
        || is_numbered(lettered)
}

/// Count the rows over which the links of the first one are broken; one, where none is.
fn link_rows(rows: &[Row]) -> usize {
    let Some((_, first)) = rows.first().filter(|(_, first)| first.contains('[')) else { return 1 };
    let mut link = Link::default();
    link.read(first);
    if link.depth == 0 {
        return 1;
    }
    let below = rows.windows(2).take(LINK_ROWS - 1).take_while(|two| may_go_on(&two[0], &two[1]));
    for (more, two) in below.enumerate() {
        link.read("\n");
        link.read(two[1].1);
        if link.depth == 0 {
            return if link.has_address { more + 2 } else { 1 };
        }
    }
    1
}

/// What is open behind the rows that were read: brackets, and parentheses right behind one.
#[derive(Default)]
struct Link {
    depth: usize,
    is_closed: bool,
    has_address: bool,
}

impl Link {
    fn read(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '[' => self.depth += 1,
                '(' if self.is_closed => {
                    self.has_address = true;
                    self.depth += 1;
                }
                '(' if self.depth > 0 => self.depth += 1,
                ']' | ')' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            self.is_closed = c == ']';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(text: &str) -> Vec<usize> {
        let rows = text.lines().zip(0..).filter(|(text, _)| !text.is_empty());
        lengths(&rows.map(|(text, number)| (number, text)).collect::<Vec<_>>())
    }

    #[test]
    fn a_paragraph_ends_at_a_row_that_is_not_full_or_a_blank_one() {
        let row = "word ".repeat(12);
        let paragraph = format!("{row}ends\n{row}ends\nlast.\nNew\n\n");
        assert_eq!(sizes(&paragraph.repeat(3))[..4], [3, 1, 3, 1]);
        let item = format!("- {}ends\n  goes on\n- {row}", "word ".repeat(11));
        assert_eq!(sizes(&(paragraph.repeat(3) + &item.replace("\n  ", "\n")))[6..], [2, 1]);
    }

    #[test]
    fn what_is_indented_has_a_width_of_its_own() {
        let (wide, narrow) = ("word ".repeat(14) + "end\nof it.\n\n", "word ".repeat(12) + "end\nof it.\n\n");
        assert_eq!(sizes(&(wide.repeat(9) + &narrow.repeat(3))), [2; 12]);
        assert_eq!(sizes(&(wide.repeat(3) + &narrow.repeat(3))), [1; 12], "one of them is the main width");
    }

    #[test]
    fn rows_of_any_length_are_not_wrapped() {
        let text: String = (0..20).map(|at| format!("{}\n", "ab ".repeat(20 + at))).collect();
        assert_eq!(sizes(&text), [1; 20]);
        assert_eq!(sizes(&"verse that is short\nand goes on so\n".repeat(9)), [1; 18]);
        let (row, whole) = ("word ".repeat(12), "word ".repeat(30));
        assert_eq!(sizes(&format!("{row}\n{row}\n{row}\nlast.\n\n{whole}\n")), [1; 5]);
    }

    #[test]
    fn a_link_is_one_however_it_is_broken() {
        assert_eq!(sizes("* [Ab](https://c.vn/ \"De\nfg\")\n* [H](/h)"), [2, 1]);
        assert_eq!(sizes("[ ![Ab\ncd](https://e-\nf.vn/g) ](/h) [I\nj](/k) l"), [4]);
        assert_eq!(sizes("a [Ab\ncd] e\nf [g](/h)"), [1, 1, 1]);
        assert_eq!(sizes("[Ab\n\ncd](/e)"), [1, 1]);
        assert_eq!(sizes("[Ab\n- cd](/e)"), [1, 1]);
    }

    #[test]
    fn a_word_that_was_broken_becomes_whole() {
        assert_eq!(joined(&[(0, "[Ab](https://c-"), (1, "d.vn) e -"), (2, "f")]), "[Ab](https://c-d.vn) e - f");
    }
}
