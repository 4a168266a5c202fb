//! Is this page an article at all? Home pages, lists of headlines and error pages are not.
//!
//! What is left of an article has running text in it: lines of it that stand together. A list page shows teasers, each
//! under its headline, and hardly ever two together; it shows each of them twice, as a picture's text and as its own; or
//! it shows many times more headlines than text. A table below a line that introduces it is an article's, too, and so are a
//! sentence below a headline and a date, and parts with Roman numbers.
//!
//! Short news, photo stories and lists of tips have a paragraph here and there, and look like a list of teasers. What
//! tells them is when they were published: an article says so once, right above its text; a list says so never, or for
//! each card. Below a video's title stands but the beginning of a text, cut off.

use super::{Page, outline::has_parts, rows};
use crate::line::sentence::{
    INTRO_CHARS, PROSE_CHARS, has_sentences, introduces, is_closer, is_cut_off, is_paragraph, is_sentence,
};
use crate::rules::model::Part;

/// Shorter documents are taken for what they are: a short text may well have a single paragraph.
const MANY_LINES: usize = 60;
/// What is left of a list has no long paragraph: so many teasers, or so many lines and so little text.
const TEASERS: usize = 30;
const LEFT_LINES: usize = 100;
const LITTLE: usize = 5;
/// What is left of a home page: so many headlines, and for each so many of them no text.
const HEADLINES: usize = 60;
const HEADLINES_A_TEXT: usize = 10;
/// Sentences of so many characters beside a long one are no teaser's; so many of these are running text.
const BESIDE_CHARS: usize = 25;
const BESIDE: usize = 3;
/// Where of so many lines one is a sentence below another, and no teaser below its headline, the whole is no list.
const LINES_A_SENTENCE: usize = 20;
/// So many teasers that stand twice, one right below the other, make a list.
const TWICE: usize = 6;
/// So many long lines, and so much of them, begin with one mark of a paper: teasers.
const MARKED: usize = 8;
const MARKED_PART: f64 = 0.8;
const MARK_CHARS: usize = 12;
/// Where of so many lines one stands right below itself, the whole text was doubled.
const DOUBLED: f64 = 2.2;
/// So many cards of a headline, a date and a teaser make one.
const CARDS: usize = 5;
/// A table has so many rows, most of them with digits, below a line of so many characters.
const ROWS: usize = 8;
const ROW_CHARS: usize = 120;
const ROW_SPACES: usize = 4;
const INTRO_ABOVE: usize = 3;
/// How often and how near to a sentence an article says when it was published. A stamp may be two lines, and follow
/// the name of a day; it may be there for when it was changed, and once more below the text.
const STAMPS: usize = 4;
const NEAR: usize = 20;
const SENTENCE_CHARS: usize = 40;
const ABOVE_STAMP: usize = 2; // lines in which the headline of a note stands
const BELOW_STAMP: usize = 3; // and its sentence

/// Judge by the lines of a document and those that rules left of it; `is_home` where the address is that of a site.
pub fn is_article(before: &Page, after: &Page, is_home: bool) -> bool {
    if has_each_twice(before) || has_one_mark(before) {
        return false;
    }
    let left = Text::of(after);
    if before.len() < MANY_LINES {
        return left.runs || !has_error(before);
    }
    let is_text = left.runs && !left.is_list && !(is_home && is_of_headlines(after, left.beside));
    is_text || has_table(before) || has_table(after) || is_note(before) || has_parts(before)
}

/// Judge what is left by the lines that said when it was published; `place` gives where a line of `after` and they
/// stand in the document.
pub fn is_dated_article(before: &Page, after: &Page, place: impl Fn(usize) -> usize, stamps: &[usize]) -> bool {
    if stamps.is_empty() || stamps.len() > STAMPS || has_each_twice(before) || has_one_mark(before) || has_error(after)
    {
        return false;
    }
    let left = Text::of(after);
    if left.is_list || (!left.runs && has_cards(before)) {
        return false;
    }
    let is_near = |at: usize| stamps.iter().any(|&stamp| place(at).abs_diff(stamp) <= NEAR);
    let is_said = |at: usize| left.runs || !is_cut_off(after.text(at));
    let is_long = |at: usize| after.line(at).chars >= SENTENCE_CHARS && has_sentences(after.text(at), 1);
    (0..after.len()).any(|at| is_long(at) && is_near(at) && is_said(at))
}

fn has_error(page: &Page) -> bool {
    (0..page.len()).any(|at| page.is(Part::Error, at))
}

/// A line as a paragraph.
struct Paragraph<'p> {
    text: &'p str,
    chars: usize,
    /// Long, and with the end of a sentence in it: a paragraph of an article, or a teaser.
    is_long: bool,
}

impl<'p> Paragraph<'p> {
    fn of(page: &Page<'p>, at: usize) -> Paragraph<'p> {
        let (text, chars) = (page.text(at), page.line(at).chars);
        Paragraph { text, chars, is_long: chars >= PROSE_CHARS && has_sentences(text, 1) }
    }

    /// Tell whether it is a sentence, or introduces something.
    fn is_said(&self) -> bool {
        let end = self.text.trim_end_matches(is_closer);
        self.chars >= BESIDE_CHARS && end.ends_with(['.', ';', ':', '!', '?', '\u{2026}'])
    }
}

/// What the lines that are left are together.
struct Text {
    /// Some of it is running text.
    runs: bool,
    /// It is a list of teasers, or of nearly nothing but short lines.
    is_list: bool,
    /// Long lines that stand beside a sentence.
    beside: usize,
}

impl Text {
    fn of(page: &Page) -> Text {
        let paragraphs: Vec<Paragraph> = (0..page.len()).map(|at| Paragraph::of(page, at)).collect();
        let long = paragraphs.iter().filter(|one| one.is_long).count();
        let has_one = paragraphs.iter().any(|one| is_paragraph(one.text, one.chars));
        let is_two = |two: &&[Paragraph]| two[0].text != two[1].text;
        let pairs = paragraphs.windows(2).filter(is_two);
        let runs = pairs.clone().any(|two| two[0].is_long && two[1].is_long);
        let said = pairs.filter(|two| two[0].is_said() && two[1].is_said());
        let beside = said.clone().filter(|two| two[0].is_long || two[1].is_long).count();
        let is_broken = rows::is_broken(page);
        let has_little = beside < LITTLE && said.count() * LINES_A_SENTENCE < page.len();
        let is_list = !has_one && !is_broken && (long >= TEASERS || (page.len() >= LEFT_LINES && has_little));
        Text { runs: runs || beside >= BESIDE || is_broken, is_list, beside }
    }
}

/// Tell whether there are many headlines, and hardly any text for them.
fn is_of_headlines(page: &Page, text: usize) -> bool {
    let is_one = |at: &usize| page.matchers().may_be_title(page.line(*at), page.key(*at));
    let headlines = (0..page.len()).filter(is_one).count();
    headlines >= HEADLINES && text * HEADLINES_A_TEXT < headlines
}

/// Tell whether most long lines stand right below themselves, and not nearly all lines, as in a text that was doubled.
fn has_each_twice(page: &Page) -> bool {
    let is_again = |at: &usize| page.is_same(*at, at - 1);
    if DOUBLED * (1..page.len()).filter(is_again).count() as f64 >= page.len() as f64 {
        return false;
    }
    let is_long = |at: &usize| page.line(*at).chars >= PROSE_CHARS && has_sentences(page.text(*at), 1);
    let twice = (1..page.len()).filter(|at| is_again(at) && is_long(at)).count();
    twice >= TWICE && 3 * twice >= (0..page.len()).filter(is_long).count()
}

/// Tell whether nearly all long lines begin with the same mark, as teasers of a paper do; an article has it once.
fn has_one_mark(page: &Page) -> bool {
    let long = (0..page.len()).filter(|&at| page.line(at).is_prose && has_sentences(page.text(at), 1));
    let marks: Vec<(usize, Option<&str>)> = long.map(|at| (at, mark(page.text(at)))).collect();
    let Some((_, first)) = marks.iter().find(|(_, mark)| mark.is_some()) else { return false };
    let is_below_text = |at: usize| at > 0 && page.line(at - 1).is_prose; // as a paragraph is, and no teaser
    let same = marks.iter().filter(|(at, mark)| mark == first && !is_below_text(*at)).count();
    same >= MARKED && same as f64 >= MARKED_PART * marks.len() as f64
}

/// Give what a paper's text begins with: letters in capitals, and a dash that no word goes on behind.
fn mark(text: &str) -> Option<&str> {
    let (end, _) = text.char_indices().take(MARK_CHARS).find(|(_, c)| matches!(c, '-' | '\u{2013}'))?;
    let letters = || text[..end].chars().filter(|c| c.is_alphabetic());
    let is_apart = text[..end].ends_with([' ', ')']);
    (is_apart && letters().count() > 1 && letters().all(char::is_uppercase)).then_some(&text[..end])
}

/// Tell whether there are many cards: a headline, the section or not, a date or a stamp alone, a teaser.
fn has_cards(page: &Page) -> bool {
    let is_dated = |at: usize| page.is_stamp(at) || page.matchers().stamps.is_date(page.key(at));
    let is_headline = |at: usize| page.matchers().may_be_title(page.line(at), page.key(at));
    let is_below = |at: usize| is_headline(at - 1) || (at > 1 && is_headline(at - 2));
    let is_card = |&at: &usize| page.line(at + 1).is_prose && is_dated(at) && is_below(at);
    (1..page.len().saturating_sub(1)).filter(is_card).count() >= CARDS
}

/// Tell whether the only text of a page is a sentence below a headline and when it was published.
fn is_note(page: &Page) -> bool {
    let is_stamp = |at: &usize| page.is_stamp(*at);
    let stamps: Vec<usize> = (0..page.len()).filter(is_stamp).collect();
    let is_headline = |at: usize| page.matchers().may_be_title(page.line(at), page.key(at));
    let is_said = |at: usize| page.line(at).chars >= SENTENCE_CHARS && is_sentence(page.text(at));
    let begins = |&at: &usize| {
        let below = at + 1..page.len().min(at + 1 + BELOW_STAMP);
        (at.saturating_sub(ABOVE_STAMP)..at).any(is_headline) && below.into_iter().any(is_said)
    };
    page.prose.is_empty() && stamps.len() <= STAMPS && stamps.iter().any(begins)
}

/// Tell whether a table stands below the title, or the menu, and a line that introduces it: rows of cells, or a cell a line.
///
/// A heading introduces a table of Markdown.
fn has_table(page: &Page) -> bool {
    let Some(top) = page.title().top else { return false };
    let is_row = |at: usize| {
        let line = page.line(at);
        let cells = page.text(at).matches('|').count();
        line.chars <= ROW_CHARS && (cells > 1 || line.spaces <= ROW_SPACES)
    };
    let has_digits = |at: usize| page.text(at).contains(|c: char| c.is_ascii_digit());
    let rows: Vec<usize> = (top..page.len()).filter(|&at| is_row(at)).collect();
    rows.chunk_by(|above, at| above + 1 == *at).any(|table| {
        let is_intro = |at: usize| {
            let (text, chars) = (page.text(at), page.line(at).chars);
            introduces(text, chars) || (chars >= INTRO_CHARS && is_sentence(text))
        };
        let mut above = table[0].saturating_sub(INTRO_ABOVE).max(top)..table[0];
        let numbered = table.iter().filter(|&&at| has_digits(at)).count();
        // a menu that was laid out as a table has links in its cells
        let is_plain = table.iter().all(|&at| page.text(at).starts_with('|') && !page.text(at).contains("]("));
        let is_headed = |at: usize| is_plain && page.text(at).starts_with("##");
        table.len() >= ROWS && 2 * numbered >= table.len() && above.any(|at| is_intro(at) || is_headed(at))
    })
}
