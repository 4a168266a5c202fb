//! Whether what one source's rules left is at rest under another's, told without cleaning it again.

use super::Engine;
use super::outcome::Verdict;
use crate::rules::model::Action;

impl Engine {
    /// Tell whether it is proven that the rules of another engine would take nothing of what these have left; where it
    /// is not, they may or may not.
    ///
    /// The last round of a document took nothing. If all rules of the other engine were in it, they would do the same on
    /// the same lines, but for those that an owner held back from them which is not theirs, or is not the first there.
    pub fn rests_under(&self, verdict: &Verdict, other: &Engine) -> bool {
        let is_in_order = self.book.origin.orders_as(&other.book.origin);
        let is_theirs = |rule: usize| {
            let rule = &self.rules[rule];
            (rule.action == Action::Keep || is_in_order) && other.book.origin.names.contains(&rule.owner)
        };
        verdict.doubt.is_none()
            && self.book.origin.holds(&other.book.origin)
            && verdict.labelled.iter().all(|&(_, rule)| is_theirs(rule))
    }
}
