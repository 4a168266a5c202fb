//! Where the running text of an article begins and ends.
//!
//! Below the article stand headlines of other articles with a teaser each: prose, but hardly ever two lines of it in a
//! row. So the article ends at the last line of prose that has prose right above it, within the largest cluster of such
//! pairs below the title (a long headline that stands twice is no pair). Headings of boxes also stand in the middle of
//! articles; only those below this line open the boxes at the end.
//!
//! An article may close with single paragraphs: answers of an interview, texts between pictures, one below a
//! subheading. What no teaser looks like and stands near carries the end on: a long paragraph, a line of prose beside a
//! short sentence, a picture's credit; the next heading in its numbering; and the one sentence below a box right under the
//! article, unless more cards or headlines follow it. Nothing below a comment box or the section's other articles is looked at: what a
//! paper says there about itself may be longer than a short article.

use std::ops::Range;

use super::{Page, outline, table};
use crate::line::form::is_links;
use crate::line::sentence::{PROSE_CHARS, introduces, is_closer, is_paragraph, is_sentence};
use crate::rules::model::Part;

/// Lines between two pairs that still belong together. Labelled articles have at most 7 lines without prose in a row.
const GAP: usize = 30;
/// So near to the end so far a single paragraph of the article must stand.
const NEAR: usize = 10;
/// A table begins so near below the end so far, or below the one above it.
const TABLE_NEAR: usize = 4;
const HEADING_SPACES: usize = 5;
const OPENER_SPACES: usize = 1; // a single word and a colon is a button, or a fact
const LONG_ITEM: usize = 8; // spaces: longer is as long as a headline
/// More lines than this below a line with a colon are the list and the page's own.
const ITEMS: usize = 12;
const HEADED: usize = 15; // characters that a sentence below a subheading has at least
const SHORT: usize = 25; // characters that a short sentence has at least
const CLOSING: usize = 12; // characters that a sentence with a full stop has at least below a box
/// A box in an article has at most so many lines, its heading among them.
const BOX_LINES: usize = 6;

/// Give the first line of running text, below the title if one is known, or nothing where there is none.
///
/// What has no paragraph (a forecast by city, a list of winners, a live blog) may open with a short sentence, or with a
/// table; without it the names, dates and numbers below would pass for those under a headline.
pub fn start(page: &Page) -> Option<usize> {
    let low = page.title().at.map_or(0, |at| at + 1);
    let first = page.prose.iter().copied().find(|&at| at >= low);
    let above = low..first.unwrap_or(page.len());
    let opening = above.clone().find(|&at| page.title().at.is_some() && opens(page, at));
    let table = table::first(page, above.clone()).map(|rows| rows.start);
    let cells = table::first_cell(page, above);
    [opening, table, cells].into_iter().flatten().min().or(first)
}

/// Give the last line of the article's running text, or nothing where there is neither prose nor a table.
///
/// Without a pair (a photo story, a short piece) every line of prose in the largest cluster may be the article's.
pub fn end(page: &Page) -> Option<usize> {
    let low = page.title().at.map_or(0, |at| at + 1);
    let below = above_an_imprint(page, above_an_end(page, &page.prose[page.prose.partition_point(|&at| at < low)..]));
    let mut found: Vec<usize> = pairs(page, below).collect();
    if found.is_empty() {
        found.extend(below.iter().map(|at| at + 1).find(|&at| at < page.len() && is_short_sentence(page, at)));
    }
    let prose = largest(page, if found.is_empty() { below } else { &found }).last().copied();
    let mut last = prose.or_else(|| only_table(page)).or_else(|| only_list(page))?;
    loop {
        let listed = through_lists(page, last, below);
        let end = through_lists(page, carried_on(page, listed, below), below);
        let table = || table::first(page, end + 1..page.len().min(end + 1 + TABLE_NEAR)).map(|rows| rows.end - 1);
        let more = below_a_heading(page, end).or_else(table).or_else(|| below_a_box(page, end));
        let more = more.or_else(|| below_marked_headings(page, end));
        let Some(more) = more else { return Some(end) };
        last = more;
    }
}

/// Give the last row of the first table below a title, where that is all there is.
fn only_table(page: &Page) -> Option<usize> {
    let title = page.title().at.filter(|_| page.title().is_sure)?;
    table::first(page, title + 1..page.len()).map(|rows| rows.end - 1)
}

/// Give the last long line below a title that opens a list, where there is no prose and a box stands right below the list:
/// a notice that says all else in items. A form to fill in might go on below what only looks like its end.
fn only_list(page: &Page) -> Option<usize> {
    let title = page.title().at.filter(|_| page.title().is_sure && page.prose.is_empty())?;
    let opens = |at: &usize| page.line(*at).chars >= PROSE_CHARS && opens_a_list(page, *at);
    let openers: Vec<usize> = (title + 1..page.len()).filter(opens).collect();
    let last = largest(page, &openers).last().copied()?;
    let below = through_lists(page, last, &[]) + 1;
    let is_box = below < page.len() && (page.is(Part::Box, below) || page.is(Part::Ends, below));
    (is_box && below > last + 1).then_some(last)
}

/// Give the next heading of the article, or the paragraph right below it.
fn below_a_heading(page: &Page, end: usize) -> Option<usize> {
    let heading = outline::next(page, end)?;
    let is_text = |at: &usize| page.line(*at).is_prose || is_short_sentence(page, *at);
    Some(Some(heading + 1).filter(|at| *at < page.len()).filter(is_text).unwrap_or(heading))
}

/// Give the last paragraph right below a short heading of Markdown, if there are more of them: the parts of a guide, with
/// long lists between them. Headings of other articles are as long as headlines, or links.
fn below_marked_headings(page: &Page, end: usize) -> Option<usize> {
    let is_heading = |at: usize| {
        page.text(at).starts_with("##") && page.line(at).spaces <= HEADING_SPACES && !is_links(page.text(at))
    };
    let is_said = |at: usize| page.line(at).is_prose || introduces(page.text(at), page.line(at).chars);
    let is_foreign = |at: usize| [Part::Ends, Part::Comments, Part::Imprint].into_iter().any(|part| page.is(part, at));
    let below = (end + 1..page.len()).take_while(|&at| !is_foreign(at));
    let mut headed = below.filter(|&at| is_heading(at - 1) && is_said(at));
    headed.next()?;
    headed.last()
}

/// Give the lines that have other prose right above them.
///
/// A question alone with what stands below it is no pair: it may be a headline, and that its teaser.
fn pairs<'a>(page: &'a Page, prose: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    let is_prose = |at: usize| page.line(at).is_prose;
    let is_alone = move |two: &[usize]| {
        let above = two[0] > 0 && is_prose(two[0] - 1);
        !above && (two[1] + 1 == page.len() || !is_prose(two[1] + 1))
    };
    let is_card = move |two: &[usize]| page.text(two[0]).trim_end_matches(is_closer).ends_with('?') && is_alone(two);
    let is_pair = move |two: &&[usize]| two[1] == two[0] + 1 && page.text(two[0]) != page.text(two[1]) && !is_card(two);
    prose.windows(2).filter(is_pair).map(|two| two[1])
}

/// Give the prose above that of an imprint, which comes last; where all of it sounds so, all.
fn above_an_imprint<'a>(page: &Page, prose: &'a [usize]) -> &'a [usize] {
    let last = prose.iter().rposition(|&at| !page.is(Part::Imprint, at));
    last.map_or(prose, |last| &prose[..=last])
}

/// Give the prose above the first heading that ends an article, unless pairs of prose stand below it alone.
///
/// Such a heading between the lead and the article is a box that a template has there. So is a count of comments, a button
/// of the share bar, unless most of the text stands above it: then the comments stand below.
fn above_an_end<'a>(page: &Page, prose: &'a [usize]) -> &'a [usize] {
    let between = |two: &[usize], is_one: &dyn Fn(usize) -> bool| (two[0] + 1..two[1]).any(is_one);
    let found = |is_one: &dyn Fn(usize) -> bool| prose.windows(2).position(|two| between(two, is_one));
    if let Some(place) = found(&|at| page.is(Part::Ends, at)) {
        let (above, below) = prose.split_at(place + 1);
        if pairs(page, above).next().is_some() || pairs(page, below).next().is_none() {
            return above;
        }
    }
    let chars = |lines: &[usize]| lines.iter().map(|&at| page.line(at).chars).sum::<usize>();
    match found(&|at| is_comment_count(page, at)).map(|place| prose.split_at(place + 1)) {
        Some((above, below)) if pairs(page, above).next().is_some() && chars(above) > chars(below) => above,
        _ => prose,
    }
}

/// Tell whether a short line names the comments and counts them.
fn is_comment_count(page: &Page, at: usize) -> bool {
    let text = page.text(at).trim_end_matches(is_closer);
    page.line(at).spaces < HEADING_SPACES && text.ends_with(|c: char| c.is_ascii_digit()) && page.is(Part::Comments, at)
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
    while at < page.len() && at <= end + NEAR && !page.is(Part::Ends, at) && !is_comment_count(page, at) {
        let headed = at == end + 2 && is_headed(page, at, is_prose(at));
        if (headed || is_of_the_article(page, at, is_prose)) && !page.is(Part::Imprint, at) {
            end = at;
        }
        at += 1;
    }
    end
}

/// Give the sentence that closes the article below a box right under its end, if there is one.
///
/// It may be a teaser as well. Then a headline above it stands twice (as a picture's text and as its own), it
/// is cut off, or more cards follow.
fn below_a_box(page: &Page, end: usize) -> Option<usize> {
    closing(page, end + 1).or_else(|| closing(page, below_items(page, end)?))
}

/// Give the heading of a box below short lines right under the end: a list that nothing introduces.
fn below_items(page: &Page, end: usize) -> Option<usize> {
    let is_item = |&at: &usize| page.line(at).spaces < LONG_ITEM && !is_of_the_page(page, at) && !page.is_stamp(at);
    let heading = end + 1 + (end + 1..page.len()).take_while(is_item).take(ITEMS).count();
    (heading < page.len() && page.is(Part::Box, heading)).then_some(heading)
}

/// Give the sentence that closes the article below a box with this heading.
fn closing(page: &Page, heading: usize) -> Option<usize> {
    let low = heading + 1;
    let is_short = |at: &usize| page.line(*at).spaces < HEADING_SPACES;
    let closing = (low..page.len().min(heading + BOX_LINES + 1)).find(|&at| closes(page, at))?;
    let bar = (low..closing).take_while(is_short).count(); // of buttons, or headings alone
    let is_name = bar == 0 && is_named(page.text(heading)) && !page.is(Part::Box, heading);
    if !is_short(&heading) || is_name || page.is(Part::Credit, heading) {
        return None;
    }
    let is_foreign = |at: usize| {
        page.is(Part::Ends, at) || page.is(Part::Comments, at) || page.is(Part::Imprint, at) || page.is_stamp(at)
    };
    let is_second = |at: usize| is_short(&at) && page.is(Part::Box, at);
    let is_twice = (low + 1..closing).any(|at| page.is_same(at, at - 1));
    let is_other = (heading..closing).any(is_foreign) || (low + bar..closing).any(is_second) || is_twice;
    (!is_other && page.first_said(closing) == closing && !cards_follow(page, closing)).then_some(closing)
}

/// Tell whether a line of a box is a sentence right below a button or a short heading. One below a headline may be its
/// teaser, one in a comment box a reader's.
pub fn closes_a_box(page: &Page, heading: usize, at: usize) -> bool {
    at > heading && page.line(at - 1).spaces < HEADING_SPACES && closes(page, at) && !page.is(Part::Comments, heading)
}

/// Tell whether lines below the heading of a box are text: two of prose, each below a short line, before any line as long
/// as a headline. No card has a teaser and no headline.
pub fn is_text(page: &Page, block: Range<usize>) -> bool {
    let is_short = |at: usize| page.line(at).spaces < HEADING_SPACES;
    let said = (block.start + 1..block.end).filter(|&at| !is_short(at)).take(2);
    let is_one = |at: usize| {
        page.line(at).is_prose && is_short(at - 1) && !is_links(page.text(at)) && !page.is(Part::Imprint, at)
    };
    said.filter(|&at| is_one(at)).count() == 2
}

/// Tell whether a line is a sentence with a full stop, which neither a headline, a link, nor a teaser that is cut off has.
fn closes(page: &Page, at: usize) -> bool {
    let text = page.text(at).trim_end_matches(is_closer);
    let has_stop = text.ends_with('.') || (page.line(at).is_prose && !text.ends_with('\u{2026}'));
    let is_cut = text.ends_with("..") || is_links(page.text(at));
    page.line(at).chars >= CLOSING && has_stop && !is_cut && !page.is(Part::Imprint, at)
}

/// Tell whether a card or several headlines, or links, stand below a line, or below its date, count or picture.
fn cards_follow(page: &Page, above: usize) -> bool {
    let is_beside =
        |at: usize| page.text(at).chars().all(|c| c.is_ascii_digit()) || page.is_stamp(at) || is_picture(page.text(at));
    let is_headline =
        |at: usize| page.line(at).spaces >= HEADING_SPACES && !is_sentence(page.text(at)) && !page.is(Part::Credit, at);
    let may_head = |at: usize| is_headline(at) || is_links(page.text(at));
    let Some(first) = (above + 1..page.len()).find(|&at| !is_beside(at)).filter(|&at| may_head(at)) else {
        return false;
    };
    let mut next = first + 1..page.len().min(first + 3);
    next.any(|at| may_head(at) || (is_headline(first) && closes(page, at)))
}

/// Tell whether a line of Markdown is a picture and nothing else, linked or not.
fn is_picture(text: &str) -> bool {
    is_links(text) && (text.starts_with("![") || text.contains(")](") || text.contains(") ]("))
}

/// Move the end down over lists that a line ending in a colon opens, to the last item of the last.
fn through_lists(page: &Page, mut end: usize, prose: &[usize]) -> usize {
    loop {
        let opener = [end + 1, end].into_iter().find(|&at| at < page.len() && opens_a_list(page, at));
        match opener.map(|opener| list_below(page, opener)) {
            None => return end,
            Some(List::EndsAt(last)) => return end.max(last),
            Some(List::GoesOnAt(sentence)) => end = carried_on(page, sentence, prose),
        }
    }
}

/// How a list ends.
enum List {
    /// With this item; what stands below is the page's.
    EndsAt(usize),
    /// With this sentence, which the article goes on with.
    GoesOnAt(usize),
}

/// Tell how far the list below a line goes that opens one.
///
/// Where little follows, all of it is the list's, down to a sentence, which ends it. Where much follows, the list ends
/// above the first line that looks like the page's; a heading above longer lines is a box's in any case.
fn list_below(page: &Page, opener: usize) -> List {
    let mut shortest = usize::MAX; // words of the items so far
    let mut last = page.len() - 1;
    for at in opener + 1..page.len() {
        if at - opener <= ITEMS && is_sentence(page.text(at)) {
            return List::GoesOnAt(at);
        }
        let words = page.line(at).spaces + 1;
        let is_unlike = at - opener > 2 && 2 * words < shortest && is_of_the_page(page, at);
        if heads_a_box(page, at) || page.is_stamp(at) || is_unlike {
            last = at - 1;
            break;
        }
        shortest = shortest.min(words);
    }
    if last - opener > ITEMS {
        let foreign = (opener + 1..=opener + ITEMS).find(|&at| is_of_the_page(page, at));
        last = foreign.map_or(opener, |at| at - 1);
    }
    List::EndsAt(last)
}

/// Tell whether a short line that may head a box stands above one as long as a headline, as no item above it is.
fn heads_a_box(page: &Page, at: usize) -> bool {
    at + 1 < page.len()
        && page.line(at + 1).spaces >= LONG_ITEM
        && page.line(at).spaces < LONG_ITEM
        && !is_sentence(page.text(at + 1))
        && is_of_the_page(page, at)
}

fn is_of_the_page(page: &Page, at: usize) -> bool {
    [Part::Ends, Part::Box, Part::Comments, Part::Imprint].into_iter().any(|part| page.is(part, at))
}

/// Tell whether a line ends in a colon and is no button or heading of the page itself.
fn opens_a_list(page: &Page, at: usize) -> bool {
    let is_quote = |c| matches!(c, '"' | '\'' | '\u{201c}' | '\u{2018}' | '(' | '-' | '\u{2013}');
    let text = page.text(at);
    text.ends_with(':')
        && page.line(at).spaces >= OPENER_SPACES
        && text.starts_with(|c: char| c.is_alphanumeric() || is_quote(c))
        && !is_of_the_page(page, at)
}

/// Tell of each line whether it is an item of a list in the article: a short line, of two or more in a row, below a line
/// that opens a list.
///
/// A single one counts where it ends the article; elsewhere it may be a button between what is said and who says it.
pub fn listed(page: &Page) -> Vec<bool> {
    let mut found = vec![false; page.len()];
    let (Some(first), Some(end)) = (page.body_start(), page.body_end()) else { return found };
    for opener in first..end {
        if !opens_a_list(page, opener) {
            continue;
        }
        let is_item = |&at: &usize| page.line(at).spaces < LONG_ITEM && !page.is_stamp(at);
        let items = (opener + 1..=end.min(opener + ITEMS)).take_while(is_item).count();
        let below = opener + 1 + items;
        if items > 1 || below > end {
            found[opener + 1..below].fill(true);
        }
    }
    found
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
    if follows { is_new } else { is_paragraph(page.text(at), page.line(at).chars) && !is_teaser(page, at) }
}

/// Tell whether a line is the text of a card: the headline stands above it twice, with the section between.
fn is_teaser(page: &Page, at: usize) -> bool {
    let Some(first) = at.checked_sub(3) else { return false };
    let is_headline = page.line(first).spaces >= HEADING_SPACES && !is_sentence(page.text(first));
    let is_section = page.line(first + 1).spaces < HEADING_SPACES && !page.is(Part::Credit, first + 1);
    is_headline && is_section && page.is_same(first, at - 1)
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
