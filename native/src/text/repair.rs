//! Repairing a whole text: the steps that need no guess, and what only a guess about the whole of it can tell, round by
//! round until nothing changes.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use memchr::memmem;

use super::codepage::CodePage;
use super::draft::Draft;
use super::steps::Options;

const ROUNDS: usize = 16; // more than any text was seen to need
const SAMPLE: usize = 64; // rows that may prove an encoding for all
const LEGACY: &str = "legacy-encoding";

/// Knows by which encodings texts are damaged; asked for lines that are in doubt.
pub trait Guess: Sync {
    /// Tell in which encoding lines are shown, where they leave no doubt.
    fn page(&self, lines: Vec<&str>) -> Option<Arc<CodePage>>;

    /// Name the encoding of the years before Unicode that a text is in, and read each of its rows in it.
    fn legacy(&self, text: &str, rows: Vec<&str>) -> Option<(String, Vec<String>)>;

    /// Read a line as it was meant.
    fn meant(&self, line: &str) -> String;

    /// Give the flags for damage that stays in a text, among lines of it that are suspected.
    fn residual(&self, text: &str, suspected: &str) -> Vec<String>;
}

/// A text that was repaired.
#[derive(Debug)]
pub struct Repaired {
    /// All of it, blank lines too; no line begins with a space before `settle`.
    pub text: String,
    /// What was changed, line by line.
    pub draft: Draft,
    /// Warnings on the text.
    pub flags: Vec<String>,
}

impl Repaired {
    /// Give some lines, counted from 0, the spaces back that they began with.
    pub fn settle(&mut self, indented: &HashSet<usize>) {
        self.draft.settle(indented);
        if !indented.is_empty() {
            self.text = self.draft.text();
        }
    }
}

/// Repair a text; nothing where it needs no repair, blank lines aside.
pub fn repair(text: &str, options: Options, guess: &dyn Guess) -> Option<Repaired> {
    let mut draft = Draft::of(text, options)?;
    let mut flags = Vec::new();
    for _ in 0..ROUNDS {
        let before = draft.changes();
        draft.compose();
        flags.extend(read_again(&mut draft, guess));
        draft.decode_entities();
        undo_mojibake(&mut draft, guess);
        draft.tidy();
        if draft.changes() == before {
            break;
        }
    }
    let text = draft.text();
    let suspected: Vec<&str> = draft.in_doubt().map(|(_, row, _)| row).collect();
    if !suspected.is_empty() {
        flags.extend(guess.residual(&text, &suspected.join("\n")));
    }
    Some(Repaired { text, draft, flags })
}

/// Make each run of blank lines one, and drop those at either end.
///
/// ```
/// use cleaner_core::text::repair::squeezed;
/// assert_eq!(squeezed("\na\n\n\n\nb\n"), "a\n\nb");
/// ```
pub fn squeezed(text: &str) -> Cow<'_, str> {
    let mut rest = text.trim_matches('\n');
    let mut made = String::new();
    while let Some(at) = memmem::find(rest.as_bytes(), b"\n\n\n") {
        made.push_str(&rest[..at + 2]);
        rest = rest[at + 2..].trim_start_matches('\n');
    }
    if made.is_empty() {
        return Cow::Borrowed(rest);
    }
    made.push_str(rest);
    Cow::Owned(made)
}

/// Read the text in another encoding where the whole of it proves that it is in one; give the flag that says so.
fn read_again(draft: &mut Draft, guess: &dyn Guess) -> Option<String> {
    let clues = draft.with_clues(SAMPLE);
    if !clues.is_empty() {
        let pieces = clues.iter().flat_map(|(_, row)| row.split('\n')).collect();
        if let Some(page) = guess.page(pieces) {
            draft.read_as(&page);
            return None;
        }
    }
    if !draft.is_largely_in_doubt() {
        return None;
    }
    let (name, rows) = guess.legacy(&draft.text(), draft.rows())?;
    draft.put(&name, rows.into_iter().enumerate().collect());
    Some(format!("{LEGACY} {name}"))
}

/// Read the rows that may be mojibake one by one: a row that was cut in pieces piece by piece, equal ones once.
fn undo_mojibake(draft: &mut Draft, guess: &dyn Guess) {
    let mut meant: HashMap<&str, String> = HashMap::new();
    let clues = draft.with_clues(usize::MAX);
    for piece in clues.iter().flat_map(|(_, row)| row.split('\n')) {
        meant.entry(piece).or_insert_with(|| guess.meant(piece));
    }
    let read = |row: &str| row.split('\n').map(|piece| meant[piece].as_str()).collect::<Vec<_>>().join("\n");
    let lines = clues.iter().map(|&(at, row)| (at, read(row))).collect();
    draft.put("mojibake", lines);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Knows one line.
    struct One;

    impl Guess for One {
        fn page(&self, _: Vec<&str>) -> Option<Arc<CodePage>> {
            None
        }

        fn legacy(&self, text: &str, rows: Vec<&str>) -> Option<(String, Vec<String>)> {
            text.contains("ViÖt").then(|| ("tcvn3".to_owned(), rows.iter().map(|row| row.replace('Ö', "ệ")).collect()))
        }

        fn meant(&self, line: &str) -> String {
            line.replace("Viá»‡t", "Việt")
        }

        fn residual(&self, _: &str, suspected: &str) -> Vec<String> {
            vec![suspected.to_owned()]
        }
    }

    #[test]
    fn a_clean_text_needs_nothing() {
        assert!(repair("Việt Nam\n\n\n", Options::default(), &One).is_none());
    }

    #[test]
    fn guesses_are_asked_for_what_is_in_doubt() {
        let found = repair("Viá»‡t  Nam\nViá»‡t  Nam\na\u{fffd}b", Options::default(), &One).unwrap();
        assert_eq!(found.text, "Việt Nam\nViệt Nam\na\u{fffd}b");
        assert_eq!((found.draft.changes(), found.flags), (4, vec!["a\u{fffd}b".to_owned()]));
        let found = repair("ViÖt Nam", Options::default(), &One).unwrap();
        assert_eq!((found.text.as_str(), found.flags[0].as_str()), ("Việt Nam", "legacy-encoding tcvn3"));
    }

    #[test]
    fn blank_lines_are_squeezed() {
        for (text, made) in
            [("", ""), ("\n\n", ""), ("a\n\nb\n", "a\n\nb"), ("\n\n\na\n\n\n\n\n\nb\n\n\nc\nd", "a\n\nb\n\nc\nd")]
        {
            assert_eq!(squeezed(text), made);
        }
    }
}
