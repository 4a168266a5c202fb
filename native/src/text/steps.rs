//! The repair steps that look at one line, in their order. Each has a name, which the records of its changes bear.

use std::borrow::Cow;

use super::badness::Ranges;
use super::classes::{CONTROL, Classes, EAST, INVISIBLE, LOOKALIKE, SHAPED, SPACE, Table, UNCOMPOSED, WORD};
use super::compose::compose;
use super::syllable::School;
use super::tone::{in_style, with_marks_in_place};
use super::words::with_right_letters;

/// The name of the step that makes runs of spaces one, and leaves none at either end of a line.
pub const SPACE_RUNS: &str = "space-runs";

/// What a user asks for beyond what every text gets, or without it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    pub keeps_entities: bool,
    pub straight_quotes: bool,
    pub placement: bool,
    pub tone: Option<School>,
}

impl Options {
    /// Tell whether steps are asked for that every line has to go through.
    pub fn is_more_than_needed(self) -> bool {
        self.straight_quotes || self.placement || self.tone.is_some()
    }
}

/// Take a line through the steps, one after the other; `changed` is told of each change: step and line before it.
///
/// A step may bring newlines into the line; the steps behind it see the pieces one by one.
pub fn run(line: &mut String, options: Options, mut changed: impl FnMut(&'static str, String)) {
    let table = Table::get();
    let mut classes = table.of_all(line);
    let mut take = |name, class: Classes, step: &dyn Fn(&str) -> Option<String>| {
        if class != 0 && classes & class == 0 {
            return;
        }
        if let Some(after) = by_pieces(line, step) {
            classes = table.of_all(&after);
            changed(name, std::mem::replace(line, after));
        }
    };
    take("controls", CONTROL, &without_controls);
    take("newlines", CONTROL, &with_newlines);
    take("nfc", UNCOMPOSED, &|line| different(line, Cow::Owned(compose(line))));
    take("letters", SHAPED, &with_plain_letters);
    take("look-alikes", LOOKALIKE, &|line| owned(with_right_letters(line)));
    take("invisible", INVISIBLE, &without_invisible);
    take("spaces", SPACE, &with_plain_spaces);
    take(SPACE_RUNS, 0, &with_single_spaces);
    if options.is_more_than_needed() {
        run_optional(line, options, changed);
    }
}

/// Take a line through the steps that somebody asked for.
pub fn run_optional(line: &mut String, options: Options, mut changed: impl FnMut(&'static str, String)) {
    let mut take = |name, step: &dyn Fn(&str) -> Option<String>| {
        if let Some(after) = by_pieces(line, step) {
            changed(name, std::mem::replace(line, after));
        }
    };
    if options.straight_quotes {
        take("quotes", &with_straight_quotes);
    }
    if options.placement {
        take("tone-placement", &|line| owned(with_marks_in_place(line)));
    }
    if let Some(school) = options.tone {
        take("tone", &|line| owned(in_style(line, school)));
    }
}

fn by_pieces(line: &str, step: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if !line.contains('\n') {
        return step(line);
    }
    let pieces: Vec<Cow<'_, str>> =
        line.split('\n').map(|piece| step(piece).map_or(Cow::Borrowed(piece), Cow::Owned)).collect();
    pieces.iter().any(|piece| matches!(piece, Cow::Owned(_))).then(|| pieces.join("\n"))
}

fn owned(text: Cow<'_, str>) -> Option<String> {
    match text {
        Cow::Owned(text) => Some(text),
        Cow::Borrowed(_) => None,
    }
}

fn different(line: &str, after: Cow<'_, str>) -> Option<String> {
    (after != line).then(|| after.into_owned())
}

/// Take terminal colours and control characters out; read C1 as the Windows-1252 it was.
///
/// U+0085 is an ellipsis beside other such characters, and a line's end alone.
fn without_controls(line: &str) -> Option<String> {
    let mut made = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('\u{1b}') {
        made.push_str(&rest[..at]);
        let length = escape_length(&rest[at..]);
        if length == 0 {
            made.push('\u{1b}');
        }
        rest = &rest[at + length.max(1)..];
    }
    made.push_str(rest);
    if made.contains(is_c1) {
        made = made.chars().filter_map(|c| if is_c1(c) || c == '\u{85}' { windows(c) } else { Some(c) }).collect();
    }
    made.retain(|c| !matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'));
    different(line, Cow::Owned(made))
}

/// Give the length of the terminal's escape sequence that a text begins with, or 0.
fn escape_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("\u{1b}[") else { return 0 };
    let numbers = rest.bytes().take(32).take_while(|byte| matches!(byte, b'0'..=b'9' | b';' | b'?')).count();
    let ends = rest.as_bytes().get(numbers).is_some_and(u8::is_ascii_alphabetic);
    if ends { 2 + numbers + 1 } else { 0 }
}

fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}')
}

/// Give what Windows-1252 has where Latin-1 has a control character.
fn windows(c: char) -> Option<char> {
    let at = usize::try_from((c as u32).checked_sub(0x80)?).ok()?;
    super::entities::WINDOWS.get(at).copied().filter(|&shown| shown != c)
}

/// Make every separator of lines and pages a newline.
fn with_newlines(line: &str) -> Option<String> {
    let is_separator = |c: char| matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    line.contains(is_separator).then(|| line.replace("\r\n", "\n").replace(is_separator, "\n"))
}

/// Take ligatures apart, and make full-width letters plain where the line is not East Asian.
fn with_plain_letters(line: &str) -> Option<String> {
    let table = Table::get();
    let mut made = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\u{fb00}'..='\u{fb06}' => made.push_str(LIGATURES[c as usize - 0xFB00]),
            _ => made.push(c),
        }
    }
    if table.of_all(&made) & EAST == 0 {
        made = made.chars().map(narrow).collect();
    }
    different(line, Cow::Owned(made))
}

const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// What is dropped wherever it stands: soft hyphens, zero-width spaces, private use.
#[rustfmt::skip]
pub const DROPPED: Ranges = &[
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180E, 0x180E), (0x200B, 0x200B),
    (0x2060, 0x2064), (0x206A, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFC), (0xE000, 0xF8FF),
];
/// What gives a direction, and is needed where a script runs from right to left.
pub const DIRECTIONS: Ranges = &[(0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069)];
/// What joins emoji and letters that are shaped, and selects their form.
pub const JOINERS: Ranges = &[(0x200C, 0x200D), (0xFE00, 0xFE0F)];
const RIGHT_TO_LEFT: Ranges = &[(0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC)];
const JOINED: Ranges = &[
    (0xA9, 0xA9),
    (0xAE, 0xAE),
    (0x590, 0x1CFF),
    (0x2100, 0x2BFF),
    (0x3000, 0xA4CF),
    (0xA8E0, 0xABFF),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFDFF),
    (0xFE70, 0xFEFF),
    (0x1F000, 0xE01EF),
];

fn is_in(ranges: Ranges, c: char) -> bool {
    ranges.iter().any(|&(first, last)| (first..=last).contains(&(c as u32)))
}

/// Take zero-width characters, soft hyphens, direction marks and private-use characters out.
///
/// What joins emoji, and what Arabic and Indic scripts need to be read, stays.
fn without_invisible(line: &str) -> Option<String> {
    let keeps_direction = line.chars().any(|c| is_in(RIGHT_TO_LEFT, c));
    let is_dropped = |c: char| is_in(DROPPED, c) || (!keeps_direction && is_in(DIRECTIONS, c));
    let shown: Vec<char> = line.chars().filter(|&c| !is_dropped(c)).collect();
    let mut made = String::with_capacity(line.len());
    for (at, &c) in shown.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| shown[before]);
        if !is_in(JOINERS, c) || may_join(c, before, shown.get(at + 1).copied()) {
            made.push(c);
        }
    }
    different(line, Cow::Owned(made))
}

/// Tell whether a joiner or selector has something to do between two characters.
fn may_join(c: char, before: Option<char>, behind: Option<char>) -> bool {
    let is_joined = |c: char| is_in(JOINED, c);
    let is_key = c == '\u{fe0f}' && before.is_some_and(|c| matches!(c, '0'..='9' | '#' | '*'));
    let follows = is_key || before.is_some_and(|c| is_joined(c) || matches!(c, '\u{fe0f}' | '\u{200d}'));
    let precedes = match c {
        '\u{200d}' => behind.is_some_and(is_joined),
        '\u{200c}' => behind.is_some_and(|c| Table::get().of(c) & WORD != 0),
        _ => true,
    };
    follows && precedes
}

/// Make no-break spaces, tabs and typographic spaces the plain one.
fn with_plain_spaces(line: &str) -> Option<String> {
    let table = Table::get();
    let made = line.chars().map(|c| if table.of(c) & SPACE == 0 { c } else { ' ' }).collect();
    different(line, Cow::Owned(made))
}

/// Make a run of spaces one, and leave none at either end.
fn with_single_spaces(line: &str) -> Option<String> {
    let mut made = String::with_capacity(line.len());
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        if !made.is_empty() {
            made.push(' ');
        }
        made.push_str(word);
    }
    different(line, Cow::Owned(made))
}

/// Make curly quotes and apostrophes the straight ones of a keyboard.
fn with_straight_quotes(line: &str) -> Option<String> {
    let straight = |c: char| match c {
        '\u{2bc}' | '\u{2018}'..='\u{201b}' => '\'',
        '\u{201c}'..='\u{201f}' => '"',
        _ => c,
    };
    line.chars().any(|c| straight(c) != c).then(|| line.chars().map(straight).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        let mut line = text.to_owned();
        run(&mut line, Options::default(), |_, _| ());
        line
    }

    #[test]
    fn steps_do_what_they_say() {
        for (damaged, right) in [
            ("\u{1b}[31mđỏ\u{1b}[0m \u{93}Nam\u{94}\u{85}\0", "đỏ “Nam”…"),
            ("một\rhai\u{2028} ba\u{c}", "một\nhai\nba\n"),
            ("ﬁnance ＶＮ", "finance VN"),
            ("東京ＶＮ", "東京ＶＮ"),
            ("Vi\u{200b}ệt\u{ad} Nam\u{200d} \u{e012}", "Việt Nam"),
            ("👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}", "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}"),
            (" Việt\u{a0}\tNam  ", "Việt Nam"),
            ("\u{1b}[;\u{1b}[m", "[;"),
        ] {
            assert_eq!(repaired(damaged), right);
        }
    }
}
