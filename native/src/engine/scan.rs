//! Which lines of a page fit which matcher, and the part of the page in which a rule may act.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use crate::page::Page;
use crate::rules::model::{Anchor, Check, MatcherId, SameAs, Where};

/// The matches on one page.
#[derive(Debug)]
pub struct Scan<'s, 'p> {
    pub page: &'s Page<'p>,
    /// For one matcher that is looked up after the other, the lines that could fit it, ascending; and where those of
    /// each begin.
    hits: Vec<usize>,
    begins: Vec<usize>,
    /// The lines that repeat another one, by what they repeat; in the order of `SameAs::ALL`.
    copies: [OnceCell<Vec<usize>>; SameAs::ALL.len()],
    zones: RefCell<Vec<Option<Option<Range<usize>>>>>,
}

/// The lines that could fit a matcher.
enum Candidates<'c> {
    /// These, as they are looked up, or since they repeat another one.
    Found(&'c [usize]),
    /// Those below these.
    Below(&'c [usize]),
    Any,
}

impl<'s, 'p> Scan<'s, 'p> {
    /// Take a page; `zones` is the number of different zones that rules have.
    pub fn new(page: &'s Page<'p>, zones: usize) -> Scan<'s, 'p> {
        let found = || (0..page.len()).flat_map(|at| page.found(at).iter().map(move |one| (one.index(), at)));
        let mut begins = vec![0; page.matchers().len() + 1];
        found().for_each(|(matcher, _)| begins[matcher + 1] += 1);
        for matcher in 1..begins.len() {
            begins[matcher] += begins[matcher - 1];
        }
        let (mut hits, mut next) = (vec![0; found().count()], begins.clone());
        for (matcher, at) in found() {
            hits[next[matcher]] = at;
            next[matcher] += 1;
        }
        Scan { page, hits, begins, copies: Default::default(), zones: RefCell::new(vec![None; zones]) }
    }

    fn hits(&self, id: MatcherId) -> &[usize] {
        &self.hits[self.begins[id.index()]..self.begins[id.index() + 1]]
    }

    /// Tell whether no line of the page could fit.
    pub fn is_missed(&self, id: MatcherId) -> bool {
        if self.page.matchers().get(id).is_by_itself() {
            return self.hits(id).is_empty();
        }
        match self.candidates(id) {
            Candidates::Found(lines) | Candidates::Below(lines) => lines.is_empty(),
            Candidates::Any => false,
        }
    }

    /// Tell whether a line fits.
    pub fn fits(&self, id: MatcherId, at: usize) -> bool {
        self.page.fits_alone(id, at) && self.fits_around(id, at)
    }

    fn fits_around(&self, id: MatcherId, at: usize) -> bool {
        self.page.matchers().get(id).around.iter().all(|check| self.holds(check, at))
    }

    /// Give the lines of a zone that fit, ascending.
    pub fn all(&self, id: MatcherId, zone: Range<usize>) -> impl Iterator<Item = usize> {
        let is_hit = self.page.matchers().get(id).is_by_itself(); // so each place is a line that fits alone
        let fits = move |at: usize| (is_hit || self.page.fits_alone(id, at)) && self.fits_around(id, at);
        self.places(id, zone).filter(move |&at| fits(at))
    }

    /// Give the first line of a zone that fits.
    pub fn first(&self, id: MatcherId, zone: Range<usize>) -> Option<usize> {
        self.all(id, zone).next()
    }

    /// Give the place of the matcher that the fewest lines of the page could fit.
    pub fn rarest(&self, ids: &[MatcherId]) -> usize {
        let count = |id: MatcherId| match self.candidates(id) {
            Candidates::Found(lines) | Candidates::Below(lines) => lines.len(),
            Candidates::Any => self.page.len(),
        };
        (0..ids.len()).min_by_key(|&place| count(ids[place])).unwrap_or(0)
    }

    /// Give the lines in which a rule may act, by the number of its zone; nothing where an anchor is not there.
    pub fn zone(&self, number: usize, zone: &Where<MatcherId>) -> Option<Range<usize>> {
        if let Some(known) = &self.zones.borrow()[number] {
            return known.clone();
        }
        let found = self.zone_of(zone);
        self.zones.borrow_mut()[number] = Some(found.clone());
        found
    }

    fn zone_of(&self, zone: &Where<MatcherId>) -> Option<Range<usize>> {
        let total = self.page.len();
        let (mut low, mut high) = (0, total);
        if let Some(amount) = zone.first {
            high = high.min(amount.of(total));
        }
        if let Some(amount) = zone.last {
            low = low.max(total.saturating_sub(amount.of(total)));
        }
        if let Some(anchor) = &zone.after {
            low = low.max(self.anchor(anchor)? + 1);
        }
        if let Some(anchor) = &zone.before {
            let at = if *anchor == Anchor::Title { self.page.title().top } else { self.anchor(anchor) };
            high = high.min(at?);
        }
        Some(low..high.max(low))
    }

    fn anchor(&self, anchor: &Anchor<MatcherId>) -> Option<usize> {
        match anchor {
            Anchor::Title => self.page.title().at,
            Anchor::BodyStart => self.page.body_start(),
            Anchor::BodyEnd => self.page.body_end(),
            Anchor::Fits(id) => self.first(*id, 0..self.page.len()),
        }
    }

    fn candidates(&self, id: MatcherId) -> Candidates<'_> {
        let matcher = self.page.matchers().get(id);
        if matcher.has_title && !self.page.title().key.is_empty() {
            return Candidates::Found(self.page.titled());
        }
        if matcher.is_found() {
            return Candidates::Found(self.hits(id));
        }
        if let Some(copies) = matcher.same_as.and_then(|what| self.copies(what)) {
            return Candidates::Found(copies);
        }
        match matcher.above.filter(|above| self.page.matchers().get(*above).is_found()) {
            Some(above) => Candidates::Below(self.hits(above)),
            None => Candidates::Any,
        }
    }

    /// Give the lines that repeat another one; nothing where no title is known that they could repeat.
    fn copies(&self, what: SameAs) -> Option<&[usize]> {
        if what == SameAs::Title && self.page.title().key.is_empty() {
            return None;
        }
        let found = || (0..self.page.len()).filter(|&at| self.repeats(what, at)).collect();
        Some(self.copies[what as usize].get_or_init(found))
    }

    fn repeats(&self, what: SameAs, at: usize) -> bool {
        let page = self.page;
        match what {
            SameAs::Previous => at > 0 && page.is_same(at, at - 1),
            SameAs::Any => page.first_said(at) < at,
            SameAs::Title => {
                let title = page.title();
                !title.key.is_empty() && title.at != Some(at) && page.key(at) == title.key
            }
        }
    }

    fn places(&self, id: MatcherId, zone: Range<usize>) -> impl Iterator<Item = usize> {
        let (lines, below, any) = match self.candidates(id) {
            Candidates::Found(lines) => (within(lines, &zone), 0, 0..0),
            Candidates::Below(lines) => {
                (within(lines, &(zone.start.saturating_sub(1)..zone.end.saturating_sub(1))), 1, 0..0)
            }
            Candidates::Any => (&[][..], 0, zone.clone()),
        };
        lines.iter().map(move |at| at + below).filter(move |&at| at >= zone.start).chain(any)
    }

    fn holds(&self, check: &Check, at: usize) -> bool {
        let page = self.page;
        match check {
            Check::SameAs(what) => self.repeats(*what, at),
            Check::Like(templates) => {
                let title = if page.titled().binary_search(&at).is_ok() { page.title().key } else { "" };
                templates.iter().any(|one| one.fits(page.key(at), title))
            }
            Check::Follows(id) => at > 0 && self.fits(*id, at - 1),
            _ => true, // told by the line itself
        }
    }
}

/// Give those of some ascending lines that lie in a zone.
fn within<'a>(lines: &'a [usize], zone: &Range<usize>) -> &'a [usize] {
    let low = lines.partition_point(|&at| at < zone.start);
    let high = lines.partition_point(|&at| at < zone.end);
    &lines[low..high.max(low)]
}
