//! Where the running text of an article begins and ends.
//!
//! Below the article stand headlines of other articles with a teaser each: prose, but hardly ever two lines of it in a
//! row. So the article ends at the last line of prose that has prose right above it, within the largest cluster of such
//! pairs below the title (a long headline that stands twice is no pair). Headings of boxes also stand in the middle of
//! articles; only those below this line open the boxes at the end.
//!
//! An article may close with single paragraphs: answers of an interview, texts between pictures, one below a
//! subheading. What no teaser looks like and stands near carries the end on: a long paragraph, a line of prose beside a
//! short sentence, a picture's credit. Nothing below a comment box or the section's other articles is looked at: what a
//! paper says there about itself may be longer than a short article.

use super::Page;
use crate::line::sentence::{is_closer, is_paragraph};
use crate::rules::model::Part;

/// Lines between two pairs that still belong together. Labelled articles have at most 7 lines without prose in a row.
const GAP: usize = 30;
/// So near to the end so far a single paragraph of the article must stand.
const NEAR: usize = 10;
const HEADING_SPACES: usize = 5;
const HEADED: usize = 15; // characters that a sentence below a subheading has at least
const SHORT: usize = 25; // characters that a short sentence has at least

/// Give the first line of running text below the title, or nothing where there is none.
///
/// What has no paragraph (a forecast by city, a list of winners, a live blog) may open with a short sentence; without
/// it the names, dates and numbers below would pass for those under a headline.
pub fn start(page: &Page) -> Option<usize> {
    let Some(title) = page.title().at else { return page.prose.first().copied() };
    let first = page.prose.iter().copied().find(|&at| at > title);
    let mut above = title + 1..first.unwrap_or(page.len());
    above.find(|&at| opens(page, at)).or(first)
}

/// Give the last line of the article's running text, or nothing where there is no prose.
///
/// Without a pair (a photo story, a short piece) every line of prose in the largest cluster may be the article's.
pub fn end(page: &Page) -> Option<usize> {
    let low = page.title().at.map_or(0, |at| at + 1);
    let below = above_an_end(page, &page.prose[page.prose.partition_point(|&at| at < low)..]);
    let mut found: Vec<usize> = pairs(page, below).collect();
    if found.is_empty() {
        found.extend(below.iter().map(|at| at + 1).find(|&at| at < page.len() && is_short_sentence(page, at)));
    }
    let last = *largest(page, if found.is_empty() { below } else { &found }).last()?;
    Some(carried_on(page, last, below))
}

/// Give the lines that have other prose right above them.
fn pairs<'a>(page: &'a Page, prose: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    prose.windows(2).filter(|two| two[1] == two[0] + 1 && page.text(two[0]) != page.text(two[1])).map(|two| two[1])
}

/// Give the prose above the first heading that ends an article, unless pairs of prose stand below it alone.
///
/// Such a heading between the lead and the article is a box that a template has there.
fn above_an_end<'a>(page: &Page, prose: &'a [usize]) -> &'a [usize] {
    let ends = |two: &[usize]| (two[0] + 1..two[1]).any(|at| page.is(Part::Ends, at));
    let Some(place) = prose.windows(2).position(ends) else { return prose };
    let (above, below) = prose.split_at(place + 1);
    let whole = pairs(page, above).next().is_some() || pairs(page, below).next().is_none();
    if whole { above } else { prose }
}

/// Split lines where more than `GAP` others lie between, and give the group with the most text, the first of equals.
fn largest<'a>(page: &Page, lines: &'a [usize]) -> &'a [usize] {
    let mut best: (usize, &[usize]) = (0, &[]);
    for group in lines.chunk_by(|above, at| at - above <= GAP) {
        let size = group.iter().map(|&at| page.line(at).chars).sum();
        if size > best.0 {
            best = (size, group);
        }
    }
    best.1
}

/// Move the end down over what no teaser looks like, as long as more of it stands near.
fn carried_on(page: &Page, mut end: usize, prose: &[usize]) -> usize {
    let is_prose = |at: usize| prose.binary_search(&at).is_ok();
    let mut at = end + 1;
    while at < page.len() && at <= end + NEAR && !page.is(Part::Ends, at) {
        let headed = at == end + 2 && is_headed(page, at, is_prose(at));
        if (headed || is_of_the_article(page, at, is_prose)) && !page.is(Part::Imprint, at) {
            end = at;
        }
        at += 1;
    }
    end
}

/// Tell whether a line is text below a subheading: prose, or a short sentence, which no headline in a box is.
///
/// Over a short sentence even the heading of a box is the article's: but for comments, what stands in boxes has no full
/// stop.
fn is_headed(page: &Page, at: usize, is_prose: bool) -> bool {
    let heading = at - 1;
    if is_named(page.text(heading)) || page.line(heading).spaces >= HEADING_SPACES {
        return false;
    }
    if is_prose {
        return !page.is(Part::Imprint, heading) && !page.is(Part::Box, heading);
    }
    let text = page.text(at);
    !page.is(Part::Comments, heading)
        && page.line(at).chars >= HEADED
        && text.ends_with('.')
        && !text.ends_with("..")
        && !page.is(Part::Imprint, at)
}

/// Tell whether every word of a text of several words begins with a capital.
fn is_named(text: &str) -> bool {
    let mut words = text.split(crate::line::key::is_space).filter(|word| !word.is_empty());
    text.contains(' ') && words.all(|word| word.starts_with(char::is_uppercase))
}

fn is_of_the_article(page: &Page, at: usize, is_prose: impl Fn(usize) -> bool) -> bool {
    let follows = is_prose(at - 1) || is_short_sentence(page, at - 1);
    let is_new = page.text(at - 1) != page.text(at);
    if !is_prose(at) {
        return (follows && is_new && is_short_sentence(page, at)) || page.is(Part::Credit, at);
    }
    if follows { is_new } else { is_paragraph(page.text(at), page.line(at).chars) }
}

fn is_short_sentence(page: &Page, at: usize) -> bool {
    page.line(at).chars >= SHORT
        && page.text(at).trim_end_matches(is_closer).ends_with(['.', ';', ':', '\u{2026}'])
        && !page.is(Part::Imprint, at)
}

/// Tell whether a line below the title is a short sentence, or one that a list follows, and no button.
fn opens(page: &Page, at: usize) -> bool {
    let text = page.text(at);
    page.line(at).chars >= SHORT
        && text.ends_with(['.', ':'])
        && !text.ends_with("..")
        && !page.is(Part::Imprint, at)
        && !page.is(Part::Box, at)
}
