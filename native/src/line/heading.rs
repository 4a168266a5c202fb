//! Headings without the marks that pages put around them: `## News`, `» News:`, `[ News ]`, `News (12)`, `## [News](/a)`.

/// What items of a list begin with.
const BULLETS: [&str; 5] = ["- ", "* ", "+ ", "\u{2022} ", "\u{2013} "];

/// Give the key of a heading without the marks around it and the count behind it. An item of a list is no heading, and
/// its key stays. Of a heading that is a Markdown link the text counts.
///
/// ```
/// use cleaner_core::line::heading::bare;
/// assert_eq!(bare("## a b"), "a b");
/// assert_eq!(bare("» **a (b):** (12)"), "a (b)");
/// assert_eq!(bare("## [ a b (2) ](/c \"a b\")"), "a b");
/// assert_eq!(bare("***"), "");
/// assert_eq!(bare("- a:"), "- a:");
/// ```
pub fn bare(key: &str) -> &str {
    if BULLETS.iter().any(|bullet| key.starts_with(bullet)) {
        return key;
    }
    let key = key.trim_start_matches(is_before).trim_end_matches(is_behind);
    let linked = key.strip_suffix(')').and_then(|open| open.split_once("](")).filter(|(_, rest)| !rest.contains("]("));
    let key = linked.map_or(key, |(text, _)| text.trim_end_matches(is_behind));
    let counted = key.strip_suffix(')').and_then(|open| open.rsplit_once('('));
    match counted {
        Some((heading, count)) if !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()) => {
            heading.trim_end_matches(is_behind)
        }
        _ => key,
    }
}

fn is_before(c: char) -> bool {
    matches!(c, ' ' | '#' | '*' | '_' | '>' | '»' | '›' | '■' | '|' | '/' | '[')
}

fn is_behind(c: char) -> bool {
    matches!(c, ' ' | ':' | '.' | '…' | '*' | '_' | '>' | '»' | '›' | '|' | '/' | ']' | '-' | '–' | '—')
}
