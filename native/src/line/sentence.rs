//! What running text looks like: how a sentence ends, and when a line is prose or a paragraph.

use super::key::is_space;

/// Measured on labelled pages: at 50 characters the teasers of other articles count as prose, at 120 the articles of
/// laws, with their short clauses, no longer do.
pub const PROSE_CHARS: usize = 80;
/// What introduces something has so many characters.
pub const INTRO_CHARS: usize = 40;
pub const PROSE_WORDS: usize = 15;

/// Sentences and characters that only a paragraph of an article has, and no teaser: on labelled pages a fifth of the
/// prose of articles, and none of the 271 teasers below them.
const LONG: [(usize, usize); 3] = [(1, 400), (2, 300), (3, 200)];

/// Tell whether a character closes a quotation or a bracket.
pub fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{201d}' | '\u{2019}' | '\u{bb}' | ')' | ']')
}

/// The first of the bytes of an ellipsis, and of other signs.
const FIRST_OF_ELLIPSIS: u8 = 0xe2;

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '\u{2026}')
}

/// Tell whether a text ends as a sentence does, also before closing quotes or brackets.
///
/// ```
/// use cleaner_core::line::sentence::is_sentence;
/// assert!(is_sentence("a b.\u{201d}") && !is_sentence("a b"));
/// ```
pub fn is_sentence(text: &str) -> bool {
    text.trim_end_matches(is_closer).ends_with(is_stop)
}

/// Tell whether a text breaks off, as the beginning of a longer one does where that is shown elsewhere.
pub fn is_cut_off(text: &str) -> bool {
    text.ends_with('\u{2026}') || text.ends_with("...")
}

/// Tell whether a line of so many characters and spaces is running text: long, many words, ends as a sentence does.
pub fn is_prose(text: &str, chars: usize, spaces: usize) -> bool {
    is_long(chars, spaces) && is_sentence(text)
}

/// Tell whether so many characters and spaces are enough for running text.
pub fn is_long(chars: usize, spaces: usize) -> bool {
    chars >= PROSE_CHARS && spaces + 1 >= PROSE_WORDS
}

/// Tell whether a line of so many characters is so long that no teaser is: a paragraph of an article.
pub fn is_paragraph(text: &str, chars: usize) -> bool {
    LONG.iter().any(|&(sentences, least)| chars >= least && has_sentences(text, sentences))
}

/// Tell whether a text says what stands below it, as what opens a table does.
pub fn introduces(text: &str, chars: usize) -> bool {
    chars >= INTRO_CHARS && text.trim_end_matches(is_closer).ends_with(':')
}

/// Tell whether a text has at least so many sentences, without counting further.
pub fn has_sentences(text: &str, wanted: usize) -> bool {
    (wanted == 1 && is_sentence(text)) || count(text, wanted) == wanted
}

/// Count the sentences of a text, up to `most`.
pub fn count(text: &str, most: usize) -> usize {
    ends(text).take(most).count()
}

/// Give where the sentences of a text end, each behind its last sign.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    let may_stop = |byte: u8| matches!(byte, b'.' | b'!' | b'?' | FIRST_OF_ELLIPSIS);
    text.bytes().enumerate().filter(move |&(_, byte)| may_stop(byte)).filter_map(|(at, _)| {
        let rest = text[at..].strip_prefix(is_stop)?.trim_start_matches(is_closer);
        rest.chars().next().is_none_or(is_space).then(|| text.len() - rest.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_before_spaces() {
        assert!(has_sentences("a. b?", 2) && !has_sentences("a.b", 1));
        assert!(has_sentences("a.)\u{201d} b", 1) && !has_sentences("1.5 ...x", 1));
        assert!(has_sentences("a\u{2026} \u{2013} \u{201c}b?\u{201d}", 2) && !has_sentences("a \u{2013} b", 1));
        assert!(has_sentences("", 0) && !has_sentences("", 1));
    }

    #[test]
    fn paragraphs_are_long() {
        let text = "abc def. ".repeat(30);
        assert!(is_paragraph(&text, 270) && !is_paragraph("abc def. ", 9));
        let one = "a ".repeat(50) + "b.";
        assert!(is_prose(&one, 102, 50) && !is_prose("a.", 2, 0));
    }
}
