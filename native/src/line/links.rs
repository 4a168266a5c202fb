//! Links to the source's own pages, as Markdown copies write them.

use std::sync::{Arc, OnceLock};

use crate::rules::finder::Finder;

/// What every line with a link to a page holds.
pub const SIGN: &str = "](http";

/// Tells lines that are links to some hosts and nothing else.
///
/// ```
/// use cleaner_core::line::links::OwnLinks;
/// let own = OwnLinks::new(["a.vn"]);
/// assert!(own.fits("### [Ab cd](https://www.a.vn/b.html)") && own.fits("[ ![Ab](https://c.vn/d.jpg) Ab](https://a.vn/b)"));
/// assert!(!own.fits("[Ab](https://b.vn/)") && !own.fits("Ab [cd](https://a.vn/b)") && !own.fits("[Ab](https://xa.vn/b)"));
/// ```
#[derive(Debug, Default)]
pub struct OwnLinks {
    hosts: Vec<String>,
    finder: OnceLock<Arc<Finder>>,
}

impl OwnLinks {
    pub fn new<'h>(hosts: impl IntoIterator<Item = &'h str>) -> OwnLinks {
        OwnLinks { hosts: hosts.into_iter().map(regex::escape).collect(), finder: OnceLock::new() }
    }

    /// Tell whether a line is one such link or several, each with a text or a picture, behind the mark of a list or a
    /// heading or none.
    pub fn fits(&self, line: &str) -> bool {
        !self.hosts.is_empty() && line.contains(SIGN) && self.finder().is_match(line)
    }

    fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| {
            let hosts = self.hosts.join("|");
            let address = r"(?:[^()]|\([^()]*\))*";
            let text = format!(r"\[ ?(?:!\[[^\[\]]*\]\({address}\))?[^\[\]]*\]");
            let link = format!(r"{text}\(https?://(?:[a-z0-9-]+\.)*(?:{hosts})/{address}\) ?");
            Finder::of(&format!(r"^(?:[*-] +)?(?:#{{2,6}} +)?(?:{link})+$"))
        })
    }
}
