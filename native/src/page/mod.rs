//! A document as the rules see it: its lines, and what they tell together.

mod address;
mod article;
mod body;
mod menu;
mod outline;
mod rows;
mod table;
mod title;

use std::cell::OnceCell;
use std::ops::Range;

pub use address::Address;
pub use article::{is_article, is_dated_article};
pub use title::Title;

use crate::engine::lines::{Line, LineId, Lines};
use crate::engine::matching::Matchers;
use crate::rules::model::{MatcherId, Part};

/// What is known of a document beside its text: the key of its title, and what its address says. Either may be empty.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub title: String,
    pub address: Address,
}

/// The lines of a document that are left in one round. Places count from 0 among them.
#[derive(Debug)]
pub struct Page<'p> {
    lines: &'p Lines<'p>,
    order: &'p [LineId],
    matchers: &'p Matchers,
    known: &'p Known,
    /// The lines that are running text, ascending.
    pub prose: Vec<usize>,
    rows: OnceCell<Vec<usize>>,
    title: OnceCell<Title<'p>>,
    titled: OnceCell<Vec<usize>>,
    body_start: OnceCell<Option<usize>>,
    body_end: OnceCell<Option<usize>>,
    firsts: OnceCell<Vec<usize>>,
    listed: OnceCell<Vec<bool>>,
}

impl<'p> Page<'p> {
    /// Take the lines that are left, and what is known of the document.
    pub fn new(lines: &'p Lines<'p>, order: &'p [LineId], matchers: &'p Matchers, known: &'p Known) -> Page<'p> {
        let prose = (0..order.len()).filter(|&at| lines.get(order[at]).is_prose).collect();
        let (rows, title, titled) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        let (body_start, body_end, firsts, listed) = Default::default();
        Page { lines, order, matchers, known, prose, rows, title, titled, body_start, body_end, firsts, listed }
    }

    /// Count the lines.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    pub fn line(&self, at: usize) -> &'p Line<'p> {
        self.lines.get(self.order[at])
    }

    pub fn text(&self, at: usize) -> &'p str {
        &self.line(at).text
    }

    pub fn key(&self, at: usize) -> &'p str {
        self.lines.key(self.order[at])
    }

    /// Give the matchers that are looked up and that a line fits, but for what its neighbours or the title tell.
    pub fn found(&self, at: usize) -> &'p [MatcherId] {
        self.lines.found(self.order[at])
    }

    /// Tell whether a line fits all that a matcher asks of the line itself.
    pub fn fits_alone(&self, id: MatcherId, at: usize) -> bool {
        self.lines.fits(self.order[at], id, self.matchers)
    }

    pub fn matchers(&self) -> &'p Matchers {
        self.matchers
    }

    /// Give the lines that go on with the sentence above, in a text that was broken into rows; none in any other.
    pub fn rows(&self) -> &[usize] {
        self.rows.get_or_init(|| rows::broken(self))
    }

    /// Give the title, and where it stands.
    pub fn title(&self) -> Title<'p> {
        *self.title.get_or_init(|| title::find(self, self.known))
    }

    /// Give the heading of the first rank at the very top that is no form of the title: a crawler wrote it, and it may be
    /// the title in its stead.
    pub fn rival(&self) -> Option<usize> {
        title::rival(self)
    }

    /// Tell whether another form of the title stays above the running text.
    pub fn has_other_form(&self, title: usize, gone: &[bool]) -> bool {
        let end = self.body_start().unwrap_or(self.len());
        (0..end).any(|at| at != title && !gone[at] && title::is_form(self.key(at), self.key(title)))
    }

    /// Give the lines in which the title stands, ascending; none where there is no title.
    pub fn titled(&self) -> &[usize] {
        let found = || {
            let title = memchr::memmem::Finder::new(self.title().key);
            let holds = |&at: &usize| title.find(self.key(at).as_bytes()).is_some();
            (0..self.len()).filter(|_| !self.title().key.is_empty()).filter(holds).collect()
        };
        self.titled.get_or_init(found)
    }

    /// Give the first line of the article's running text, or nothing where there is none.
    pub fn body_start(&self) -> Option<usize> {
        *self.body_start.get_or_init(|| body::start(self))
    }

    /// Give the last line of the article's running text, or nothing where there is none.
    pub fn body_end(&self) -> Option<usize> {
        *self.body_end.get_or_init(|| body::end(self))
    }

    /// Tell whether a line is an item of one of the article's lists.
    pub fn is_listed(&self, at: usize) -> bool {
        self.listed.get_or_init(|| body::listed(self))[at]
    }

    /// Tell whether a line of a box is a sentence that may close the article, and neither a teaser nor a comment.
    pub fn closes_a_box(&self, heading: usize, at: usize) -> bool {
        body::closes_a_box(self, heading, at)
    }

    /// Tell whether lines below the heading of a box are the article's text, with no headline among them.
    pub fn is_text(&self, block: Range<usize>) -> bool {
        body::is_text(self, block)
    }

    /// Tell whether two lines say the same.
    pub fn is_same(&self, at: usize, other: usize) -> bool {
        self.line(at).said == self.line(other).said
    }

    /// Give the first line that says the same as a line; it may be that line.
    pub fn first_said(&self, at: usize) -> usize {
        self.firsts.get_or_init(|| self.firsts())[at]
    }

    fn firsts(&self) -> Vec<usize> {
        let mut known = vec![usize::MAX; self.lines.len()]; // by what is said
        let mut first = |at: usize| {
            let known = &mut known[self.line(at).said];
            *known = at.min(*known);
            *known
        };
        (0..self.len()).map(&mut first).collect()
    }

    /// Tell whether a line is a date and a clock.
    fn is_stamp(&self, at: usize) -> bool {
        self.matchers.is_stamp(self.line(at), self.key(at))
    }

    /// Tell whether a line is a part of a page, as language packages describe it.
    fn is(&self, part: Part, at: usize) -> bool {
        self.matchers.part(part).iter().any(|&id| self.fits_alone(id, at))
    }
}
