//! Headings without the marks that pages put around them: `## News`, `» News:`, `[ News ]`, `News (12)`.

/// Give the key of a heading without the marks around it and the count behind it.
///
/// ```
/// use cleaner_core::line::heading::bare;
/// assert_eq!(bare("## a b"), "a b");
/// assert_eq!(bare("» **a (b):** (12)"), "a (b)");
/// assert_eq!(bare("***"), "");
/// ```
pub fn bare(key: &str) -> &str {
    let key = key.trim_start_matches(is_before).trim_end_matches(is_behind);
    let counted = key.strip_suffix(')').and_then(|open| open.rsplit_once('('));
    match counted {
        Some((heading, count)) if !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()) => {
            heading.trim_end_matches(is_behind)
        }
        _ => key,
    }
}

fn is_before(c: char) -> bool {
    matches!(c, ' ' | '#' | '*' | '_' | '>' | '»' | '›' | '•' | '■' | '●' | '▪' | '|' | '/' | '[' | '-' | '–' | '—')
}

fn is_behind(c: char) -> bool {
    matches!(c, ' ' | ':' | '.' | '…' | '*' | '_' | '>' | '»' | '›' | '|' | '/' | ']' | '-' | '–' | '—')
}
