//! Mistakes in rule files as values: where, what, and the nearest right word.

use std::sync::Arc;

use super::codes::Code;
use super::model::Place;

/// One mistake in a rule file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Problem {
    /// The file's path as it is shown.
    pub file: Arc<str>,
    pub place: Place,
    pub code: Code,
    pub message: String,
    /// What to write instead; may be empty.
    pub hint: String,
}

/// Collects the mistakes of one file.
#[derive(Debug)]
pub struct Problems {
    file: Arc<str>,
    pub found: Vec<Problem>,
}

impl Problems {
    pub fn new(file: Arc<str>) -> Problems {
        Problems { file, found: Vec::new() }
    }

    /// Note one mistake.
    pub fn note(&mut self, place: Place, code: Code, message: impl Into<String>, hint: impl Into<String>) {
        self.note_in(None, place, code, message, hint);
    }

    /// Note one mistake in a file, which is this one if no other is given.
    pub fn note_in(
        &mut self,
        file: Option<Arc<str>>,
        place: Place,
        code: Code,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let file = file.unwrap_or_else(|| self.file.clone());
        self.found.push(Problem { file, place, code, message: message.into(), hint: hint.into() });
    }
}

/// Write a text in quotes as messages show it, with what cannot be seen as escapes.
///
/// ```
/// use cleaner_core::rules::problem::quoted;
/// assert_eq!(quoted("it's\n"), "\"it's\\n\"");
/// ```
pub fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut made = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => made.push_str("\\n"),
            '\r' => made.push_str("\\r"),
            '\t' => made.push_str("\\t"),
            '\\' => made.push_str("\\\\"),
            c if c == quote => made.extend(['\\', c]),
            c if is_unseen(c) => made.push_str(&escaped(c)),
            c => made.push(c),
        }
    }
    made.push(quote);
    made
}

/// Tell whether a character leaves no mark of its own on the page.
fn is_unseen(c: char) -> bool {
    let invisible = matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..);
    c.is_control() || invisible || (c != ' ' && c.is_whitespace())
}

fn escaped(c: char) -> String {
    match c as u32 {
        code @ ..=0xFF => format!("\\x{code:02x}"),
        code @ ..=0xFFFF => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}
