//! Texts that stand for several: `{More|Top} news` for two, `News{| today}` with a further word and without,
//! `{$things|news} today` for as many as the list `things` has, and one more.

use super::lists::list_named;

/// Alternatives in a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Group<'t> {
    pub before: &'t str,
    /// What may stand there; `$name` for any text of a list.
    pub choices: Vec<&'t str>,
    pub behind: &'t str,
}

/// Give the first alternatives in a text. Braces that hold no `|` and no list are a slot, or text.
///
/// ```
/// use cleaner_core::rules::alternatives::first;
/// let group = first("{n} a {b|{c|d}} e").unwrap();
/// assert_eq!((group.before, group.behind), ("{n} a ", " e"));
/// assert_eq!(group.choices, ["b", "{c|d}"]);
/// assert!(first("{n} | {a").is_none());
/// ```
pub fn first(text: &str) -> Option<Group<'_>> {
    text.find('{')?; // most texts have none
    let (mut found, mut open): (Option<(usize, usize)>, Vec<Brace>) = (None, Vec::new());
    for (at, sign) in text.match_indices(['{', '}', '|']) {
        match (sign, open.last_mut()) {
            ("{", _) => open.push(Brace { at, has_bar: false }),
            ("|", Some(brace)) => brace.has_bar = true,
            ("}", Some(&mut Brace { at: begin, has_bar })) => {
                open.pop();
                let is_group = has_bar || list_named(&text[begin + 1..at]).is_some();
                // braces close from the inside out: of those in others and beside them, the first is wanted
                if is_group && found.is_none_or(|(first, _)| begin < first) {
                    found = Some((begin, at));
                }
            }
            _ => {}
        }
    }
    let (begin, end) = found?;
    Some(Group { before: &text[..begin], choices: parts(&text[begin + 1..end]), behind: &text[end + 1..] })
}

/// An open brace, and whether a bar stood in it so far, in no further braces.
struct Brace {
    at: usize,
    has_bar: bool,
}

/// Split at bars that stand in no further braces.
fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, sign) in text.match_indices(['{', '}', '|']) {
        match sign {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ if depth == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}
