//! Headings without the marks that pages put around them: `## News`, `» News:`, `[ News ]`, `News (12)`, `## [News](/a)`.

/// What items of a list begin with.
const BULLETS: [&str; 5] = ["- ", "* ", "+ ", "\u{2022} ", "\u{2013} "];

/// Give the key of a heading without the marks around it and the count behind it. An item of a list is no heading, and
/// its key stays. Of a heading that is one Markdown link and nothing else the text counts.
///
/// ```
/// use cleaner_core::line::heading::bare;
/// assert_eq!(bare("## a b"), "a b");
/// assert_eq!(bare("» **a (b):** (12)"), "a (b)");
/// assert_eq!(bare("## [ a b (2) ](/c \"a b\")"), "a b");
/// assert_eq!(bare("[a b](/c) (12)"), "a b");
/// assert_eq!(bare("[a b](/c) d (e)"), "a b](/c) d (e)");
/// assert_eq!(bare("***"), "");
/// assert_eq!(bare("- a:"), "- a:");
/// ```
pub fn bare(key: &str) -> &str {
    if BULLETS.iter().any(|bullet| key.starts_with(bullet)) {
        return key;
    }
    let key = without_count(key.trim_start_matches(is_before).trim_end_matches(is_behind));
    let linked = key.strip_suffix(')').and_then(|open| open.split_once("](")).filter(|(_, rest)| !rest.contains(')'));
    linked.map_or(key, |(text, _)| without_count(text.trim_end_matches(is_behind)))
}

fn without_count(heading: &str) -> &str {
    let counted = heading.strip_suffix(')').and_then(|open| open.rsplit_once('('));
    let counted = counted.filter(|(_, count)| !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()));
    counted.map_or(heading, |(heading, _)| heading.trim_end_matches(is_behind))
}

fn is_before(c: char) -> bool {
    matches!(c, ' ' | '#' | '*' | '_' | '>' | '»' | '›' | '■' | '|' | '/' | '[')
}

fn is_behind(c: char) -> bool {
    matches!(c, ' ' | ':' | '.' | '…' | '*' | '_' | '>' | '»' | '›' | '|' | '/' | ']' | '-' | '–' | '—')
}
