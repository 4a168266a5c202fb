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
    memchr::memchr(b'{', text.as_bytes())?; // most texts have none
    text.match_indices('{').find_map(|(open, _)| {
        let (inner, behind) = closed(&text[open + 1..])?;
        let choices = parts(inner);
        let is_group = choices.len() > 1 || list_named(inner).is_some();
        is_group.then_some(Group { before: &text[..open], choices, behind })
    })
}

/// Split behind an open brace into what stands in the braces and what stands behind them.
fn closed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    for (at, sign) in text.match_indices(['{', '}']) {
        depth = if sign == "{" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return Some((&text[..at], &text[at + 1..]));
        }
    }
    None
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
