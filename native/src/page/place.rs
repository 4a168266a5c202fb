//! The headline told from its place: above the article's running text, unlike what stands around it.
//!
//! Many pages give no date beside their headline, or none that is known for one. What tells it then is that it is longer
//! than a menu's lines above it, stands near the text, is no item of a list of headlines, and is often said again.

use super::Page;
use crate::line::headline;

/// Lines without prose that may stand inside the running text.
const GAP: usize = 12;
/// Lines above the text in which a headline may stand, and what each line between costs it.
const REACH: usize = 25;
const AWAY: f64 = 0.12;
/// A headline of which the score is less is not believed.
const ENOUGH: f64 = 2.2;
/// Of lines that score so much less than the best the topmost is taken: what stands above the title goes.
const AS_GOOD: f64 = 1.8;

const DATED: f64 = 1.5; // a date beside it
const DATE_ABOVE: usize = 2;
const DATE_BELOW: usize = 3;
const SAID_AGAIN: f64 = 1.5; // a line above the text holds it, too
const SITE_BYTES: usize = 160; // beside the headline, in such a line
const MENU_LINES: usize = 6;
const MENU_SPACES: usize = 4;
const TITLE_SPACES: std::ops::Range<usize> = 5..22;
const NEIGHBOUR: f64 = -0.8; // for each line beside it that could be a headline, too
const IN_A_BOX: f64 = -3.0; // a row of headlines that a box opens
const BOX_LINES: usize = 8;

/// Find the line that looks like the headline of the text below it, the first where several do.
///
/// `may_be` tells whether a line could be a headline, `is_dated` whether a short line has a date, `is_box` whether a line
/// is the heading of a box.
pub fn find(
    page: &Page,
    may_be: impl Fn(usize) -> bool,
    is_dated: impl Fn(usize) -> bool,
    is_box: impl Fn(usize) -> bool,
) -> Option<usize> {
    let start = text_start(page)?;
    let low = start.saturating_sub(REACH);
    let likely: Vec<bool> = (low..start).map(|at| may_be(at) && !is_dated(at)).collect();
    let is_title = |at: usize| TITLE_SPACES.contains(&page.line(at).spaces) && is_below_a_menu(page, at);
    let is_likely = |at: usize| at >= low && at < start && likely[at - low];
    let scored = (low..start).filter(|&at| is_likely(at) && is_title(at)).map(|at| {
        let mut score = headline::looks(page.line(at).spaces) - AWAY * (start - at) as f64;
        let beside = at.saturating_sub(DATE_ABOVE)..(at + DATE_BELOW + 1).min(page.len());
        score += if beside.into_iter().any(|one| one != at && is_dated(one)) { DATED } else { 0.0 };
        score += if is_said_again(page, at, start) { SAID_AGAIN } else { 0.0 };
        score += if headline::is_in_capitals(page.text(at)) { headline::CAPITALS } else { 0.0 };
        let beside = [at.wrapping_sub(1), at + 1].into_iter().filter(|&one| is_likely(one)).count();
        score += NEIGHBOUR * beside as f64;
        let row = (low..at).rev().take(BOX_LINES).find(|&one| !is_likely(one));
        score += if row.is_some_and(&is_box) { IN_A_BOX } else { 0.0 };
        (score, at)
    });
    let scored: Vec<(f64, usize)> = scored.collect();
    let best = scored.iter().map(|(score, _)| *score).fold(0.0, f64::max);
    let least = if best >= ENOUGH { best - AS_GOOD } else { return None };
    scored.iter().find(|(score, _)| *score >= least).map(|(_, at)| *at)
}

/// Give where the largest stretch of running text begins.
fn text_start(page: &Page) -> Option<usize> {
    let size = |group: &[usize]| group.iter().map(|&at| page.line(at).chars).sum::<usize>();
    let groups = page.prose.chunk_by(|above, at| at - above <= GAP);
    groups.rev().max_by_key(|group| size(group)).and_then(|group| group.first().copied())
}

/// Tell whether another line above the text says the same, perhaps with the site's name or the way to the page.
fn is_said_again(page: &Page, at: usize, start: usize) -> bool {
    let said = headline::without_markup(page.key(at));
    (0..start).any(|other| {
        let key = page.key(other);
        other != at && key.len() <= said.len() + SITE_BYTES && key.contains(said)
    })
}

/// Tell whether most of several lines above are of a few words. What was cleaned has no menu, so a headline that is told
/// from its place is told once: what is left of the page is not looked at again for another one.
fn is_below_a_menu(page: &Page, at: usize) -> bool {
    let mut above: Vec<usize> = (at.saturating_sub(MENU_LINES)..at).map(|one| page.line(one).spaces).collect();
    above.sort_unstable();
    above.len() == MENU_LINES && above[MENU_LINES / 2] <= MENU_SPACES
}
