//! Regular expressions of rule files: linear in time, with Unicode's idea of words, digits and spaces.

use std::sync::{Arc, OnceLock};

use regex::Regex;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind};
use unicode_normalization::is_nfc;

use crate::line::{key, key::fold_case, key::is_space, tone};

/// The most characters of a pattern.
pub const MAX_CHARS: usize = 2_000;
/// What the patterns of one file may cost together: their characters with each count written out.
pub const MAX_SIZE: usize = 60_000;
/// What one pattern may cost.
const MAX_ONE: usize = 12_000;
/// What a compiled pattern may take, in bytes; far beyond what `MAX_ONE` lets through.
const MAX_BYTES: usize = 256 << 20;

/// An author's pattern, compiled when it is first needed: most patterns of a book never are.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub source: Arc<str>,
    compiled: Arc<OnceLock<Option<Regex>>>,
}

impl Pattern {
    /// Take a pattern that `problem` has nothing to say of.
    pub fn new(source: &str) -> Pattern {
        Pattern { source: source.into(), compiled: Arc::default() }
    }

    /// Tell whether the pattern is found anywhere in a line as it stands.
    pub fn found(&self, line: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(line))
    }

    /// Give the compiled pattern.
    pub fn regex(&self) -> Option<&Regex> {
        let build = || regex::RegexBuilder::new(&self.source).size_limit(MAX_BYTES).build().ok();
        self.compiled.get_or_init(build).as_ref()
    }

    /// Give texts of which the key of every line that the pattern is found in contains one; none where there are no
    /// such texts.
    pub fn required(&self) -> Vec<String> {
        let hir = regex_syntax::parse(&self.source).ok();
        hir.and_then(|hir| required(&hir)).map(|found| found.texts).unwrap_or_default()
    }
}

/// What is wrong with a pattern and what to do, or what it costs.
pub fn check(source: &str) -> Result<usize, (String, String)> {
    let length = source.chars().count();
    if length > MAX_CHARS {
        let message = format!("the pattern has {length} characters; at most {MAX_CHARS} are allowed");
        return Err((message, "split it".to_owned()));
    }
    let hir = regex_syntax::parse(source).map_err(|error| (complaint(source, &error), advice(source).to_owned()))?;
    let size = size(&hir);
    if size > MAX_ONE {
        let message = format!("the pattern {} is too large", super::problem::quoted(source));
        return Err((message, "shorten counts such as {1,900}".to_owned()));
    }
    Ok(size)
}

fn complaint(source: &str, error: &regex_syntax::Error) -> String {
    let reason = match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "it cannot be read".to_owned(),
    };
    format!("the pattern {} cannot be used: {reason}", super::problem::quoted(source))
}

fn advice(source: &str) -> &'static str {
    if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|sign| source.contains(sign)) {
        "look-around is not linear; use several words in one matcher, or `where`"
    } else {
        "the syntax is that of RE2: no look-around, no back-references"
    }
}

/// Give how large a pattern is with its counts written out.
fn size(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(_) => 4,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1)).max(1) as usize;
            size(&repetition.sub).saturating_mul(times)
        }
        HirKind::Capture(capture) => size(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(size).fold(0, usize::saturating_add),
    }
}

/// Texts one of which must be there; `least` is the length of the shortest in characters.
struct Required {
    texts: Vec<String>,
    least: usize,
}

const MOST_TEXTS: usize = 40;
const LEAST_CHARS: usize = 3;

fn required(hir: &Hir) -> Option<Required> {
    match hir.kind() {
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Alternation(parts) => {
            let all: Vec<Required> = parts.iter().map(required).collect::<Option<_>>()?;
            let least = all.iter().map(|one| one.least).min()?;
            let texts: Vec<String> = all.into_iter().flat_map(|one| one.texts).collect();
            (texts.len() <= MOST_TEXTS).then_some(Required { texts, least })
        }
        HirKind::Concat(parts) => {
            let from_here = (0..parts.len()).filter_map(|at| beginning(&Hir::concat(parts[at..].to_vec())));
            parts.iter().filter_map(required).chain(from_here).max_by_key(|one| one.least)
        }
        HirKind::Literal(_) | HirKind::Class(_) => beginning(hir),
        _ => None,
    }
}

/// Give the texts that everything a pattern finds begins with, one of them each, as they stand in keys.
fn beginning(hir: &Hir) -> Option<Required> {
    let found = Extractor::new().extract(hir);
    let literals = found.literals()?;
    let mut texts: Vec<String> = Vec::new();
    for one in literals {
        let bytes = one.as_bytes();
        let whole =
            std::str::from_utf8(bytes).or_else(|error| std::str::from_utf8(&bytes[..error.valid_up_to()])).ok()?;
        let folded = fold_case(whole).into_owned();
        if !texts.contains(&folded) {
            texts.push(folded);
        }
    }
    let all: Vec<Required> = texts.iter().map(|text| literal(text)).collect::<Option<_>>()?;
    let least = all.iter().map(|one| one.least).min()?;
    let texts: Vec<String> = all.into_iter().flat_map(|one| one.texts).collect();
    (texts.len() <= MOST_TEXTS).then_some(Required { texts, least })
}

/// Give what of a text is there in a key whatever stands around it.
fn literal(text: &str) -> Option<Required> {
    // an entity is decoded in a key; white space other than a single space is another there
    if text.contains('&') {
        return None;
    }
    let pieces = text.split(|c: char| c != ' ' && is_space(c));
    let piece = pieces.max_by_key(|piece| piece.chars().count())?;
    // the edges may be parts of a syllable whose mark stands elsewhere in a key
    let piece = piece.trim_end_matches(['o', 'u']).trim_start_matches(tone::is_second).trim_matches(' ');
    let least = piece.chars().count();
    if least < LEAST_CHARS || !is_nfc(piece) || piece.contains("  ") {
        return None;
    }
    let texts = super::literal::spellings(piece, true).iter().map(|one| one.to_string()).collect();
    debug_assert_eq!(key(piece).chars().count(), least);
    Some(Required { texts, least })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_pulled_out_of_patterns() {
        let of = |source: &str| Pattern::new(source).required();
        assert_eq!(of(r"^\d+ Photo \d+$"), ["photo"]);
        assert_eq!(of(r"(?i)^(?:tag|share)\b"), ["tag", "share"]);
        assert_eq!(of(r"\.(?:jpe?g|png)$"), [".jpeg", ".jpg", ".png"]);
        assert!(of(r"^\p{Lu}+$").is_empty());
        assert!(of(r"(?:photo)?x").is_empty());
        assert!(of("a&b;c").is_empty());
    }

    #[test]
    fn patterns_know_unicode() {
        assert!(Pattern::new(r"\bd\w n\b").found("x d\u{1eed} n"));
        assert!(!Pattern::new(r"\bn").found("\u{1eed}n"));
    }

    #[test]
    fn what_costs_too_much_is_refused() {
        assert!(check(r"(?:\w{1,900}){1,900}").is_err());
        assert!(check(r"(?=a)").unwrap_err().1.contains("look-around"));
        assert!(check(r"^\p{Lu}{2,8}(?: \p{Lu}{1,8}){1,4}$").is_ok());
    }
}
