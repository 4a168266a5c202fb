//! Does this line fit? What a line tells by itself, for all matchers of a book.

use std::sync::Arc;

use super::lines::Line;
use crate::line::{form, heading, headline, links::OwnLinks, stamp::Stamps};
use crate::rules::language::Language;
use crate::rules::model::{self, Book, Check, Checks, MatcherId, Part, SameAs, Trait};
use crate::rules::prefilter::{Candidate, Prefilter, Query};
use crate::rules::size::Size;
use crate::rules::template::Template;

/// A matcher made ready.
#[derive(Debug, Default)]
pub struct Matcher {
    /// The size of the lines that fit.
    pub size: Size,
    /// What else a line tells by itself, the cheapest first.
    pub alone: Vec<Check>,
    /// What its neighbours or the title tell.
    pub around: Vec<Check>,
    /// The number among those that any line could fit, which are asked when needed; the lines of all others are looked up.
    pub unlisted: Option<usize>,
    /// The place among `alone` of the check that is looked up.
    pub looked_up: Option<usize>,
    /// It asks for the document's title; every line that fits has it.
    pub is_titled: bool,
    pub has_title: bool,
    /// Whose key the key of its lines equals, and what the line above them fits, if it asks that.
    pub same_as: Option<SameAs>,
    pub above: Option<MatcherId>,
}

/// All matchers of a book.
#[derive(Debug)]
pub struct Matchers {
    matchers: Vec<Matcher>,
    prefilter: Arc<Prefilter>,
    unlisted: usize,
    page: model::Page<MatcherId>,
    pub stamps: Stamps,
    own_links: OwnLinks,
}

impl Matchers {
    pub fn new(book: &Book) -> Matchers {
        let mut unlisted = 0;
        let made = |(at, checks)| {
            let looked_up = book.prefilter.check(MatcherId(at));
            let number = unlisted;
            unlisted += usize::from(looked_up.is_none());
            Matcher { unlisted: looked_up.is_none().then_some(number), ..Matcher::new(checks, looked_up) }
        };
        let matchers = (0..).zip(&book.matchers).map(made).collect();
        let language = &book.page.language;
        let texts = |some: &'_ [model::Text]| -> Vec<String> { some.iter().map(|one| one.text.clone()).collect() };
        let beside = [texts(&language.before), texts(&language.beside)].concat();
        Matchers {
            matchers,
            unlisted,
            prefilter: book.prefilter.clone(),
            own_links: OwnLinks::new(book.hosts.iter().map(String::as_str)),
            page: book.page.clone(),
            stamps: Stamps::new(&texts(&language.dates), &language.time(), &beside, &texts(&language.never)),
        }
    }

    pub fn get(&self, id: MatcherId) -> &Matcher {
        &self.matchers[id.index()]
    }

    /// Count the matchers.
    pub fn len(&self) -> usize {
        self.matchers.len()
    }

    pub fn is_empty(&self) -> bool {
        self.matchers.is_empty()
    }

    /// Count the matchers that are not looked up.
    pub fn unlisted(&self) -> usize {
        self.unlisted
    }

    /// Append the matchers that are looked up and that a line fits, ascending, but for what its neighbours or the title
    /// tell.
    pub fn fitted(&self, line: &Line, key: &str, found: &mut Vec<MatcherId>) {
        let query = Query { line: &line.text, key, chars: line.chars, words: line.spaces + 1, signs: line.signs };
        let mut candidates = self.prefilter.candidates(query);
        candidates.sort_unstable();
        candidates.dedup();
        let some = candidates.chunk_by(|one, other| one.matcher == other.matcher);
        found.extend(some.filter(|some| self.fits_as_found(some, line, key)).map(|some| some[0].matcher));
    }

    /// Tell whether a line fits a matcher that was looked up; of the check by which it was, only what was found is tried.
    fn fits_as_found(&self, candidates: &[Candidate], line: &Line, key: &str) -> bool {
        let matcher = self.get(candidates[0].matcher);
        matcher.alone.iter().enumerate().all(|(at, check)| {
            if matcher.looked_up != Some(at) {
                return self.holds(check, line, key);
            }
            candidates.iter().any(|one| match check {
                Check::Like(templates) => templates[one.choice as usize].fits(key, ""),
                Check::Regex(patterns) => patterns[one.choice as usize].found(&line.text, line.signs),
                Check::Ends(literals) => key.ends_with(&*literals[one.choice as usize]),
                Check::Row(names) => names.fits(key),
                Check::Is(what) => self.is(*what, line, key),
                _ => true, // found is proven
            })
        })
    }

    /// Tell whether a line fits all that a matcher asks of the line itself.
    pub fn fits_alone(&self, id: MatcherId, line: &Line, key: &str) -> bool {
        let matcher = self.get(id);
        matcher.has_size_of(line) && matcher.alone.iter().all(|check| self.holds(check, line, key))
    }

    /// Give the matchers by which language packages describe a part of a page; one of them has to fit.
    pub fn part(&self, part: Part) -> &[MatcherId] {
        self.page.part(part)
    }

    /// Tell whether a line with this key could be the page's title.
    pub fn may_be_title(&self, line: &Line, key: &str) -> bool {
        headline::may_be(key)
            && !self.part(Part::NoHeadline).iter().any(|&id| self.fits_alone(id, line, key))
            && !self.is_stamp(line, key)
    }

    /// Tell whether a line is a date and a clock.
    pub fn is_stamp(&self, line: &Line, key: &str) -> bool {
        *line.is_stamp.get_or_init(|| self.stamps.is_stamp(key))
    }

    /// Give how dates and clocks are written.
    pub fn language(&self) -> &Arc<Language> {
        &self.page.language
    }

    pub fn joins_names(&self, word: &str) -> bool {
        self.page.language.joints.iter().any(|one| one.text == word)
    }

    fn holds(&self, check: &Check, line: &Line, key: &str) -> bool {
        match check {
            Check::Line(literals) => literals.iter().any(|one| **one == *key),
            Check::Heading(literals) => literals.iter().any(|one| **one == *heading::bare(key)),
            Check::Row(names) => names.fits(key),
            Check::Starts(literals) => literals.iter().any(|one| key.starts_with(&**one)),
            Check::Ends(literals) => literals.iter().any(|one| key.ends_with(&**one)),
            Check::Has(literals) => literals.iter().any(|one| key.contains(&**one)),
            Check::Like(templates) => templates.iter().any(|one| one.fits(key, "")),
            Check::Regex(patterns) => {
                patterns.iter().any(|one| one.may_be_found(&line.text, key) && one.found(&line.text, line.signs))
            }
            Check::Is(what) => self.is(*what, line, key),
            Check::Not(what) => !self.is(*what, line, key),
            Check::SameAs(_) | Check::Follows(_) => true, // its neighbours tell
        }
    }

    fn is(&self, what: Trait, line: &Line, key: &str) -> bool {
        match what {
            Trait::Sentence => line.is_sentence,
            Trait::Prose => line.is_prose,
            Trait::Headline => headline::WORDS_OF_ONE.contains(&(line.spaces + 1)) && !line.is_sentence,
            Trait::Names => form::is_names(&line.text, |word| self.joins_names(word)),
            Trait::Stamp => self.is_stamp(line, key),
            Trait::Doubled => form::is_doubled(key),
            Trait::Slug => form::is_slug(&line.text),
            Trait::OwnLinks => self.own_links.fits(&line.text),
        }
    }
}

impl Matcher {
    /// Take checks, and the place of that by which lines are looked up.
    fn new(checks: &Checks, looked_up: Option<usize>) -> Matcher {
        let (around, alone): (Vec<_>, Vec<_>) = checks.checks.iter().cloned().partition(is_around);
        let before = |place: usize| checks.checks[..place].iter().filter(|check| !is_around(check)).count();
        let looked_up = looked_up.filter(|&place| !is_around(&checks.checks[place])).map(before);
        let is_titled = around.iter().any(|check| matches!(check, Check::Like(_) | Check::SameAs(SameAs::Title)));
        let asks = |check: &Check| matches!(check, Check::Like(templates) if templates.iter().all(Template::has_title));
        let has_title = around.iter().any(asks);
        let same_as = around.iter().find_map(|check| if let Check::SameAs(what) = check { Some(*what) } else { None });
        let above = around.iter().find_map(|check| if let Check::Follows(id) = check { Some(*id) } else { None });
        Matcher { size: checks.size, alone, around, unlisted: None, looked_up, is_titled, has_title, same_as, above }
    }

    /// Tell whether a line is of the size that it asks.
    pub fn has_size_of(&self, line: &Line) -> bool {
        self.size.holds(line.chars, line.spaces + 1)
    }

    /// Tell whether its lines are looked up.
    pub fn is_found(&self) -> bool {
        self.unlisted.is_none()
    }

    /// Tell whether its lines are looked up and the title tells nothing of them.
    pub fn is_by_itself(&self) -> bool {
        self.is_found() && !self.has_title
    }

    /// Tell whether it asks for more than a line's size and neighbours, so that its absence is worth a note.
    pub fn is_telling(&self) -> bool {
        let tells = |check: &Check| match check {
            Check::Not(_) | Check::SameAs(_) | Check::Follows(_) => false,
            Check::Is(what) => !matches!(what, Trait::Sentence | Trait::Prose | Trait::Headline),
            Check::Has(literals) => literals.iter().all(|one| one.chars().nth(2).is_some()),
            _ => true,
        };
        self.alone.iter().chain(&self.around).any(tells)
    }

    /// Tell whether words of its lines are listed.
    pub fn has_words(&self) -> bool {
        let lists = |check: &Check| {
            use Check::{Has, Heading, Like, Line, Row, Starts};
            matches!(check, Line(_) | Heading(_) | Row(_) | Starts(_) | Has(_) | Like(_))
        };
        self.alone.iter().any(lists)
    }
}

/// Tell whether a check asks for a line's neighbours or the title.
fn is_around(check: &Check) -> bool {
    match check {
        Check::SameAs(_) | Check::Follows(_) => true,
        Check::Like(templates) => templates.iter().any(|one| one.has_title()),
        _ => false,
    }
}
