//! Where the headline stands. Many rules act above or below it, and sites repeat it as a picture's text.
//!
//! A page that came without a title is searched in these ways, the first that finds one decides: the line that the page's
//! address spells; a crawler's first line that stands again further down; the line near the stamp (a date *and* a clock,
//! on one line or on two) that looks most like a headline; the only Markdown heading of the first rank; the line near a
//! bare date; the headline above the first prose that the page says again. What an extractor cut, without menus, has its
//! headline above the first prose. Else there is none, and rules that need one do not fire: a menu line would pass for a
//! headline too easily.

use std::cell::OnceCell;

use super::{Known, Page, address::plain, menu, outline, table};
use crate::line::{
    form::{self, is_links},
    headline::{self, CAPITALS},
    sentence::{is_closer, is_paragraph, is_sentence},
    stamp::STAMP_CHARS,
};
use crate::rules::model::Part;

const CRAWLED_LINES: usize = 3; // a crawler writes the page's title at the very top
const RANKS: [&str; 2] = ["# ", "## "]; // of headings at the very top that are the headline
const CRAWLED_SPACES: usize = 5; // a title that is told by its repetition alone, by no markup, has some words
const ABOVE: usize = 6; // lines around the stamp in which the headline stands
const BELOW: usize = 2;
const LEAD_SPACES: usize = 22; // a line so long right above the stamp is the lead, and the headline stands above it
const LEAD: usize = 1; // line of prose between the headline and the stamp; below more the stamp is a card's
const LONGEST_SPACES: usize = 26; // a longer line beside a stamp is the lead
const BODY_HEAD: usize = 8; // lines above the first prose in a text that has no menus
const BODY_TITLE: usize = 5; // lines in which its headline stands
const NEAR: usize = 25; // lines below the title in which the article must have begun
const INTRODUCED: usize = 5; // lines below the title in which its table has begun, heads of columns among them
const WRAPPED_CHARS: usize = 60; // of a line that its sentence leaves at a fixed width
const RENAMED: f64 = 0.25; // so much less than the most may an address say of the line that is taken
const AS_GOOD: f64 = 0.5; // of headlines near a date, those that score so much less might be it as well
const IN_A_BOX: f64 = -2.0; // what it costs to stand right below the heading of a box
const ALIKE: f64 = 0.5; // of the words of the longer of two forms of one title, so many are shared
const LONG_SPACES: usize = 6; // of a sentence that no button is as long as
const CONTENTS: usize = 2; // so many lines that head a paragraph further down are a table of contents
const LONG_ABOVE: usize = 20; // more lines as long as a headline are a table, or the text
const PROSE_ABOVE: usize = 2; // the most prose a title can have above it
const SAID_ABOVE: usize = 5; // below more sentences it is the head of another sheet

/// A title's key and its line, where it stands in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Title<'p> {
    pub key: &'p str,
    pub at: Option<usize>,
    /// False where it was only guessed from its place: good enough to know its repetitions by, not to take what stands
    /// above it for a menu.
    pub is_sure: bool,
    /// The line above which nothing is the article's: a sure title, or else the end of the menu.
    pub top: Option<usize>,
}

/// Find the title of a page; a title that the record or page has is looked for in the text.
pub fn find<'p>(page: &Page<'p>, known: &'p Known) -> Title<'p> {
    let search = Search { page, dates: OnceCell::new() };
    let title = if known.title.is_empty() { search.title(known) } else { search.locate(&known.title) };
    let sure = title.at.filter(|_| title.is_sure);
    Title { top: sure.or_else(|| menu::end(page)), ..title }
}

/// Give the Markdown heading of the first rank at the very top that is no form of the title.
pub fn rival(page: &Page) -> Option<usize> {
    let title = page.title().at.filter(|_| page.title().is_sure)?;
    (0..CRAWLED_LINES.min(title)).find(|&at| {
        let key = headline::without_markup(page.key(at));
        page.text(at).starts_with("# ")
            && spaces(key) >= CRAWLED_SPACES
            && page.matchers().may_be_title(page.line(at), key)
            && !is_form(key, page.title().key)
    })
}

/// Tell whether two lines have most of their words in common: the headline as a page and as a list of pages have it.
pub fn is_form(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let [one, other] = [&one, &other].map(|text| text.split_whitespace().collect::<Vec<_>>());
    let shared = one.iter().filter(|word| other.contains(word)).count();
    shared as f64 >= ALIKE * one.len().max(other.len()) as f64
}

struct Search<'s, 'p> {
    page: &'s Page<'p>,
    dates: OnceCell<Vec<usize>>,
}

impl<'p> Search<'_, 'p> {
    /// Take the last place before the running text: pages repeat their headline above and below it.
    fn locate(&self, title: &'p str) -> Title<'p> {
        for wanted in std::iter::once(title).chain(headline::without_site(title)) {
            let first = self.first_prose();
            let mut places = self.places(wanted);
            if let Some(top) = places.next() {
                let last = std::iter::once(top).chain(places).take_while(|&at| at <= first).last();
                // below half of the article it is said again in the text
                let in_head = 2 * self.prose_above(top) < self.page.prose.len();
                let at = last.or(Some(top).filter(|_| in_head));
                return Title { key: wanted, at, is_sure: true, top: None };
            }
        }
        Title { key: title, ..Title::default() }
    }

    fn title(&self, known: &Known) -> Title<'p> {
        let shown = self.shown();
        let sure = self.addressed(known, shown).or(shown);
        let at = sure.or_else(|| self.above_prose());
        let key = at.map_or("", |at| headline::without_markup(self.page.key(at)));
        Title { key, at, is_sure: sure.is_some(), top: None }
    }

    /// Take the headline that its repetition, its date or its markup shows.
    fn shown(&self) -> Option<usize> {
        self.crawled()
            .or_else(|| self.by_stamp())
            .or_else(|| self.by_markup())
            .or_else(|| self.by_date())
            .or_else(|| self.echoed())
    }

    /// Take the line that the address spells; `shown` where it is one of them, or where it has all words of the address, or
    /// the line above the text that has.
    ///
    /// Others that say the same are the crawler's, the bread crumb's or a picture's: the last above the text is taken, one
    /// with a date beside it first.
    fn addressed(&self, known: &Known, shown: Option<usize>) -> Option<usize> {
        if known.address.is_empty() {
            return None;
        }
        let likeness = |at: usize| {
            let key = headline::without_markup(self.page.key(at));
            let is_file = form::is_slug(self.page.text(at)); // a picture's, named after the headline
            let is_other = is_file
                || headline::goes_on(self.page.text(at))
                || outline::is_numbered(self.page.text(at))
                || self.page.is(Part::NoHeadline, at);
            known.address.likeness(key).filter(|_| !is_other)
        };
        if shown.is_some_and(|at| likeness(at).is_some()) {
            return shown;
        }
        let guess = shown.or_else(|| self.above_prose());
        if guess.is_some_and(|at| known.address.is_in(self.page.key(at))) {
            return guess;
        }
        let alike: Vec<(usize, f64)> = (0..self.page.len()).filter_map(|at| Some((at, likeness(at)?))).collect();
        let most = alike.iter().map(|(_, likeness)| *likeness).fold(0.0, f64::max);
        let is_crumb = |at: usize| {
            let ends_in = |other: usize| self.page.key(at).strip_suffix(self.page.key(other));
            let before = alike.iter().filter(|(other, _)| *other != at).find_map(|(other, _)| ends_in(*other));
            before.is_some_and(|way| way.trim_end().ends_with(|c: char| !c.is_alphanumeric()))
        };
        let good = alike.iter().filter(|(at, likeness)| *likeness >= most - RENAMED && !is_crumb(*at));
        let good: Vec<usize> = good.map(|(at, _)| *at).collect();
        let first = *good.first()?;
        let text = self.prose_from(first + 1).min(self.wrapped_from(first + 1));
        let is_beside = |at: usize| [at.wrapping_sub(1), at + 1, at + 2].into_iter().any(|one| self.has_date(one));
        // with text above it a line without a date may be a subheading that says the same
        let is_headline = |at: usize| {
            let most = if likeness(at) == Some(1.0) { PROSE_ABOVE } else { 0 };
            (is_beside(at) || self.prose_above(at) <= most) && above(self.page.rows(), at) <= PROSE_ABOVE
        };
        let mut likely = good.iter().copied().filter(|&at| at <= text && is_headline(at));
        likely.clone().rfind(|&at| is_beside(at)).or_else(|| likely.next_back())
    }

    /// Give the first line from `low` on that a sentence wraps into, or the number of lines: text of a fixed width runs on
    /// over lines of which none is prose.
    fn wrapped_from(&self, low: usize) -> usize {
        let goes_on = |at: &usize| {
            let above = self.page.line(at - 1);
            above.chars >= WRAPPED_CHARS && self.page.text(*at).starts_with(char::is_lowercase)
        };
        (low.max(1)..self.page.len()).find(goes_on).unwrap_or(self.page.len())
    }

    fn has_date(&self, at: usize) -> bool {
        at < self.page.len()
            && self.page.line(at).chars <= STAMP_CHARS
            && self.page.matchers().stamps.has_date(self.page.text(at))
    }

    /// Take the headline from a first line such as `Headline - Site`, where it stands again further down: above an article,
    /// or else right above a paragraph, which a table of contents may part from the next.
    fn crawled(&self) -> Option<usize> {
        let high = self.first_prose();
        if high < CRAWLED_LINES {
            return None;
        }
        let heads = |at: usize, wanted: usize| self.begins(at, wanted) || self.heads_a_table(at);
        let leads = |at: usize, _: usize| at + 1 == high && high < self.page.len();
        self.crawled_where(high, heads).or_else(|| self.crawled_where(high, leads))
    }

    fn crawled_where(&self, high: usize, is_one: impl Fn(usize, usize) -> bool) -> Option<usize> {
        (0..CRAWLED_LINES).find_map(|first| {
            let line = self.page.key(first);
            let bare = headline::without_markup(line);
            if !self.is_headline_key(first, bare) {
                return None;
            }
            let mut wanted = headline::without_site(bare).chain([bare]);
            let low = (first + 1).max(CRAWLED_LINES - 1);
            let wanted_below = 1 + usize::from(bare == line);
            let high = (low..high).filter(|at| self.is_said(*at)).nth(SAID_ABOVE).map_or(high, |last| last + 1);
            let fits = |at: &usize| (low..high).contains(at) && is_one(*at, wanted_below);
            let is_told =
                |wanted: &str, at: usize| spaces(wanted) >= CRAWLED_SPACES || self.page.text(at).starts_with(RANKS[0]);
            wanted.find_map(|wanted| self.places(wanted).find(|at| fits(at) && is_told(wanted, *at)))
        })
    }

    /// Take the headline near a date and clock, on one line or on two; a short piece may have but one prose.
    fn by_stamp(&self) -> Option<usize> {
        let dated = self.dated();
        if dated.is_empty() {
            return None;
        }
        let whole: Vec<_> = dated.iter().filter(|&&at| self.page.is_stamp(at)).map(|&at| (at, at)).collect();
        let beside = dated.iter().flat_map(|&at| [(at, at.wrapping_sub(1), at), (at, at, at + 1)]);
        let split: Vec<_> = beside.filter_map(|(at, first, last)| self.split_stamp(at, first, last)).collect();
        [2, 1]
            .into_iter()
            .find_map(|wanted| self.near_stamps(&whole, wanted).or_else(|| self.near_stamps(&split, wanted)))
    }

    /// Take the headline near a line that is nothing but a date, unless there are several, or text stands above.
    fn by_date(&self) -> Option<usize> {
        let mut bare = self.dated().iter().copied().filter(|&at| self.is_date(at));
        let at = bare.next()?;
        if bare.next().is_some() || self.first_prose() < at {
            return None;
        }
        self.near_stamps(&[(at, at)], 2)
    }

    /// Take the Markdown heading of a high rank at the very top, or the only one of the first rank that could be a headline.
    fn by_markup(&self) -> Option<usize> {
        let mut top = 0..CRAWLED_LINES.min(self.page.len());
        let at_top = top.find(|&at| {
            let is_high = RANKS.iter().any(|rank| self.page.text(at).starts_with(rank)) || self.is_underlined(at);
            is_high && self.is_headline_key(at, headline::without_markup(self.page.key(at)))
        });
        if at_top.is_some() {
            return at_top;
        }
        let is_marked = |at: &usize| {
            self.page.text(*at).starts_with("# ") || (self.is_underlined(*at) && self.prose_above(*at) == 0)
        };
        let marked = (0..self.page.len()).filter(is_marked);
        let mut likely = marked
            .filter(|&at| self.is_headline_key(at, headline::without_markup(self.page.key(at))) && self.begins(at, 2));
        let first = likely.next()?;
        likely.next().is_none().then_some(first)
    }

    /// Tell whether the line below draws a double line of its length: a heading of the first rank, as some write it in
    /// Markdown. A line of another length parts the text.
    fn is_underlined(&self, at: usize) -> bool {
        let below = if at + 1 < self.page.len() { self.page.text(at + 1) } else { "" };
        below.len() == self.page.line(at).chars && below.bytes().all(|byte| byte == b'=')
    }

    /// Take the headline right above the first prose where the page says it again, as a picture's text does.
    fn echoed(&self) -> Option<usize> {
        let first = *self.page.prose.first()?;
        let at = (first.saturating_sub(ABOVE)..first).rev().find(|&at| self.is_headline(at))?;
        let is_long = |one: &usize| self.page.line(*one).chars >= WRAPPED_CHARS && !is_links(self.page.text(*one));
        if (0..at).filter(is_long).count() > LONG_ABOVE {
            return None;
        }
        if !self.begins(at, 2)
            || self.is_card(at, at)
            || self.dated().iter().any(|&one| one < at && self.page.is_stamp(one))
        {
            return None;
        }
        let is_entry = |one: &usize| self.heads_a_paragraph(self.page.key(*one), first);
        if (first.saturating_sub(ABOVE)..first).filter(is_entry).count() >= CONTENTS {
            return None;
        }
        let said = self.page.key(at);
        let mut others = (0..self.page.len()).filter(|&other| other != at);
        // what a table of contents says has an introduction below it
        let is_told = |other: usize| (other + 1..at).any(|one| self.is_said(one));
        let says = |other: usize| {
            let rest = self.page.key(other).strip_prefix(said);
            rest.is_some_and(|rest| !goes_on(rest)) && !is_told(other)
        };
        (spaces(said) >= CRAWLED_SPACES && others.any(says)).then_some(at)
    }

    /// Tell whether a line is a sentence, and no button.
    fn is_said(&self, at: usize) -> bool {
        self.page.line(at).spaces >= LONG_SPACES && is_sentence(self.page.text(at))
    }

    /// Tell whether a line below the first prose says this right above a paragraph.
    fn heads_a_paragraph(&self, said: &str, first: usize) -> bool {
        let mut below = first + 1..self.page.len().saturating_sub(1);
        below.any(|at| self.page.key(at) == said && self.page.line(at + 1).is_prose)
    }

    /// In a text that an extractor cut, the headline stands a few lines above the first prose: the topmost line that looks
    /// like one; an author's house or a section may stand below it. A line below which nothing stands is a text.
    fn above_prose(&self) -> Option<usize> {
        let first = self.first_prose();
        if first >= BODY_HEAD {
            return None;
        }
        let high = first.min(BODY_TITLE).min(self.page.len().saturating_sub(1));
        let likely = (0..high).filter(|&at| self.is_headline(at));
        let scored: Vec<(usize, f64)> = likely.map(|at| (at, headline::looks(spaces(self.page.key(at))))).collect();
        let most = scored.iter().map(|one| one.1).fold(f64::NEG_INFINITY, f64::max);
        scored.iter().find(|one| one.1 >= most - AS_GOOD).map(|one| one.0)
    }

    /// Give the first line of prose, or the number of lines.
    fn first_prose(&self) -> usize {
        self.prose_from(0)
    }

    /// Give the first line of prose from `low` on, or the number of lines: a heading below it is the article's.
    fn prose_from(&self, low: usize) -> usize {
        let place = self.page.prose.partition_point(|&at| at < low);
        self.page.prose.get(place).copied().unwrap_or(self.page.len())
    }

    /// Tell whether so much prose follows soon, and hardly any stands above.
    fn begins(&self, at: usize, wanted: usize) -> bool {
        let above = self.prose_above(at);
        let below = self.prose_above(at + 1 + NEAR) - self.prose_above(at + 1);
        above <= PROSE_ABOVE && below >= wanted
    }

    /// Tell whether a table stands right below a line, or below what introduces it.
    fn heads_a_table(&self, at: usize) -> bool {
        let below = at + 1..self.page.len().min(at + 1 + INTRODUCED);
        self.prose_above(at) == 0 && table::first(self.page, below).is_some()
    }

    /// Count the running text above a line, rows of it among them.
    fn prose_above(&self, at: usize) -> usize {
        above(&self.page.prose, at) + above(self.page.rows(), at)
    }

    /// Give where a text stands as a whole line, as a heading or not.
    fn places(&self, wanted: &str) -> impl Iterator<Item = usize> {
        (0..self.page.len()).filter(move |&at| headline::is_same(headline::without_markup(self.page.key(at)), wanted))
    }

    /// Give the short lines with a date in them that an article could begin below.
    fn dated(&self) -> &[usize] {
        self.dates.get_or_init(|| {
            let end = self.page.prose.get(PROSE_ABOVE).copied().unwrap_or(self.page.len());
            let short = (0..end).filter(|&at| self.page.line(at).chars <= STAMP_CHARS);
            short.filter(|&at| self.page.matchers().stamps.has_date(self.page.text(at))).collect()
        })
    }

    /// Give two neighbouring lines of which one is a date and the other a clock.
    fn split_stamp(&self, date: usize, first: usize, last: usize) -> Option<(usize, usize)> {
        if last < first || last >= self.page.len() {
            return None;
        }
        let clock = if date == first { last } else { first };
        let is_clock = self.page.matchers().stamps.is_clock(self.page.key(clock));
        (is_clock && self.is_date(date)).then_some((first, last))
    }

    /// Take the line near a stamp that looks most like a headline, the topmost where several do; stamps are (first, last).
    ///
    /// One with less prose above it comes first: an article may hold dates, and headings near them.
    fn near_stamps(&self, stamps: &[(usize, usize)], wanted: usize) -> Option<usize> {
        let mut scored: Vec<(usize, f64, usize)> = Vec::new(); // prose above, score, place
        for &(first, last) in stamps {
            let is_led = (first.saturating_sub(2)..first).any(|at| self.page.line(at).spaces >= LEAD_SPACES);
            let below = (self.prose_from(last + 1) + 1).min(self.page.len()).min(last + 1 + BELOW);
            let below = (last + 1..below).find(|&at| self.is_text(at)).unwrap_or(below);
            let end = if is_led { last + 1 } else { below };
            for at in (first.saturating_sub(ABOVE)..first).chain(last + 1..end) {
                let is_short = self.page.line(at).spaces < LONGEST_SPACES;
                let is_apart = self.prose_above(first) > self.prose_above(at) + LEAD;
                if is_short
                    && !is_apart
                    && self.is_headline(at)
                    && self.begins(at.max(last), wanted)
                    && !self.is_card(at, last)
                {
                    let away = if at < first { first - at } else { at - last };
                    let plain = if headline::is_in_capitals(self.page.text(at)) { CAPITALS } else { 0.0 };
                    let boxed = if at > last && self.page.is(Part::Box, at - 1) { IN_A_BOX } else { 0.0 };
                    let score = headline::looks(spaces(self.page.key(at))) - 0.5 * away as f64 + plain + boxed;
                    scored.push((self.prose_above(at), score, at));
                }
            }
        }
        let least = scored.iter().map(|one| one.0).min()?;
        scored.retain(|one| one.0 == least);
        let most = scored.iter().map(|one| one.1).fold(f64::NEG_INFINITY, f64::max);
        scored.iter().filter(|one| one.1 >= most - AS_GOOD).map(|one| one.2).min()
    }

    /// Tell whether a headline below text is one of another article: a box begins beside it or its date, or no running text
    /// stands below it, only a teaser.
    fn is_card(&self, at: usize, stamp: usize) -> bool {
        let text = at.max(stamp) + 1;
        let is_running = |one: usize| {
            let goes_on =
                one + 1 < self.page.len() && self.page.line(one + 1).is_prose && !self.page.is_same(one, one + 1);
            goes_on || is_paragraph(self.page.text(one), self.page.line(one).chars)
        };
        let low = self.page.prose.partition_point(|&one| one < text);
        let runs = || self.page.prose[low..].iter().take_while(|&&one| one < text + NEAR).any(|&one| is_running(one));
        let is_boxed = || (at.saturating_sub(1)..text).any(|one| one != at && self.page.is(Part::Box, one));
        let is_said = |one: usize| self.is_text(one) || self.page.prose.binary_search(&one).is_ok();
        let is_of_an_article = |one: usize| is_said(one) && !self.page.is(Part::Imprint, one);
        let has_text = above(self.page.rows(), at) > 0 || (0..at).any(is_of_an_article);
        has_text && (is_boxed() || !runs())
    }

    /// Tell whether a line is a sentence with a full stop, or introduces something: below it no headline stands.
    fn is_text(&self, at: usize) -> bool {
        let text = self.page.text(at).trim_end_matches(is_closer);
        let is_sentence = text.ends_with('.') && !text.ends_with("..");
        self.page.line(at).spaces >= LONG_SPACES && (is_sentence || text.ends_with(':'))
    }

    fn is_headline(&self, at: usize) -> bool {
        self.is_headline_key(at, self.page.key(at))
    }

    fn is_headline_key(&self, at: usize, key: &str) -> bool {
        let text = self.page.text(at);
        !headline::goes_on(text)
            && !headline::is_short_link(text)
            && self.page.matchers().may_be_title(self.page.line(at), key)
    }

    fn is_date(&self, at: usize) -> bool {
        self.page.matchers().stamps.is_date(self.page.key(at))
    }
}

/// Tell whether the rest of a line goes on with words: a name at the beginning of a headline is no headline.
fn goes_on(rest: &str) -> bool {
    rest.trim_start().starts_with(char::is_alphabetic)
}

/// Count those of some ascending lines that stand above a line.
fn above(lines: &[usize], at: usize) -> usize {
    lines.partition_point(|&one| one < at)
}

fn spaces(key: &str) -> usize {
    memchr::memchr_iter(b' ', key.as_bytes()).count()
}
