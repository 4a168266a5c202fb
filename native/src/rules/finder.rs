//! Whether a pattern is found in a text, and no more.
//!
//! A `Regex` also tells where, for which it has further automata, and it knows all characters. Most texts are in Latin
//! letters: what a pattern says of these alone is an automaton of a tenth of the states. That one is made first, since
//! a short run spends most of its time on making them; a text with another character is for the `Regex`.

use std::collections::HashMap;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError, Weak};

use regex::{Regex, RegexBuilder};
use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input, MatchKind};
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};

use super::pattern::MAX_BYTES;

/// Tells whether a pattern is found; made ready when a text is first asked for it.
#[derive(Debug)]
pub struct Finder {
    pattern: String,
    latin: OnceLock<Option<Latin>>,
    regex: OnceLock<Option<Regex>>,
}

type Made = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// An automaton for texts of Latin letters and common signs; its states are made as texts need them.
#[derive(Debug)]
struct Latin {
    automaton: DFA,
    anchored: Anchored,
    states: Pool<Cache, Made>,
}

impl Finder {
    /// Give the finder of a pattern. All who want one at the same time share it: books of many sources stand on the same
    /// packages. It goes with the last of them.
    pub fn of(pattern: &str) -> Arc<Finder> {
        static KNOWN: LazyLock<Mutex<HashMap<String, Weak<Finder>>>> = LazyLock::new(Mutex::default);
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(finder) = known.get(pattern).and_then(Weak::upgrade) {
            return finder;
        }
        if known.len() == known.capacity() {
            known.retain(|_, finder| finder.strong_count() > 0);
            let alive = known.len();
            known.reserve(alive + 1);
        }
        let made = Arc::new(Finder { pattern: pattern.to_owned(), latin: OnceLock::new(), regex: OnceLock::new() });
        known.insert(pattern.to_owned(), Arc::downgrade(&made));
        made
    }

    /// Tell whether the pattern is found anywhere in a text; one that is no pattern never is.
    pub fn is_match(&self, text: &str) -> bool {
        let latin = self.latin.get_or_init(|| Latin::new(&self.pattern));
        let found = latin.as_ref().and_then(|latin| latin.is_match(text));
        found.unwrap_or_else(|| self.regex().is_some_and(|regex| regex.is_match(text)))
    }

    /// Give what tells where the pattern is found.
    pub fn regex(&self) -> Option<&Regex> {
        let made = || RegexBuilder::new(&self.pattern).size_limit(MAX_BYTES).build().ok();
        self.regex.get_or_init(made).as_ref()
    }
}

/// The characters that the automaton knows; bytes that others begin with make it give up.
const CHARS: [(char, char); 2] = [('\0', '\u{37f}'), ('\u{1000}', '\u{2fff}')];
const OTHERS: [(u8, u8); 2] = [(0xce, 0xe0), (0xe3, 0xff)];

impl Latin {
    /// Make the automaton of a pattern; it knows no edges of words beyond ASCII.
    fn new(pattern: &str) -> Option<Latin> {
        let hir = regex_syntax::parse(pattern).ok()?;
        let looks = hir.properties();
        if looks.look_set().contains_word_unicode() {
            return None;
        }
        let is_bound = looks.look_set_prefix().contains(Look::Start);
        let known = ClassUnicode::new(CHARS.map(|(first, last)| ClassUnicodeRange::new(first, last)));
        let states = thompson::Config::new().which_captures(WhichCaptures::None).nfa_size_limit(Some(MAX_BYTES));
        let states = thompson::Compiler::new().configure(states).build_from_hir(&narrowed(&hir, &known)).ok()?;
        let mut config = Config::new().match_kind(MatchKind::LeftmostFirst).skip_cache_capacity_check(true);
        for byte in OTHERS.into_iter().flat_map(|(first, last)| first..=last) {
            config = config.quit(byte, true);
        }
        let automaton = DFA::builder().configure(config).build_from_nfa(states).ok()?;
        let (made, anchored) = (automaton.clone(), if is_bound { Anchored::Yes } else { Anchored::No });
        Some(Latin { automaton, anchored, states: Pool::new(Box::new(move || made.create_cache())) })
    }

    /// Tell whether it is found; nothing where the automaton gives up.
    fn is_match(&self, text: &str) -> Option<bool> {
        let input = Input::new(text).anchored(self.anchored).earliest(true);
        let found = self.automaton.try_search_fwd(&mut self.states.get(), &input).ok()?;
        Some(found.is_some())
    }
}

/// Leave of the classes of a pattern only the characters that are known.
fn narrowed(hir: &Hir, known: &ClassUnicode) -> Hir {
    let all = |parts: &[Hir]| parts.iter().map(|part| narrowed(part, known)).collect();
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            let mut class = class.clone();
            class.intersect(known);
            Hir::class(Class::Unicode(class))
        }
        HirKind::Repetition(Repetition { min, max, greedy, sub }) => {
            let sub = Box::new(narrowed(sub, known));
            Hir::repetition(Repetition { min: *min, max: *max, greedy: *greedy, sub })
        }
        HirKind::Capture(capture) => narrowed(&capture.sub, known),
        HirKind::Concat(parts) => Hir::concat(all(parts)),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)),
        _ => hir.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_regex_finds() {
        let patterns = [
            r"^\p{Lu}\p{L}*(?: \p{Lu}\p{L}*){1,3}$",
            r"(?i)^(?:photo|source)\b",
            r"^(?s:a.b)$",
            r"(?:^a|b)c",
            r"\d{2}$",
            r"^a|^b$",
            r"^",
            r"(?m)^b",
            r"[^a-z]b",
            r"\p{L}\p{Lu}$",
            r"(?:\u{416}|x)b",
            r"^a[\u{416}\u{417}]",
            r"x[\u{416}\u{417}]*c$",
        ];
        let texts = [
            "",
            "B\u{e1}o \u{110}\u{1ecb}a",
            "PHOTO x",
            "photos",
            "a\nb",
            "xbc",
            "ac",
            "a 12",
            "12 a",
            "b",
            "\u{416}b",
            "\u{2013}b \u{4e2d}\u{1f449}",
            "\u{1f449}b",
            "\u{416}\u{416}",
            "a\u{416}",
            "x\u{417}\u{417}c",
        ];
        for pattern in patterns {
            let regex = regex::Regex::new(pattern).unwrap();
            for text in texts {
                assert_eq!(Finder::of(pattern).is_match(text), regex.is_match(text), "{pattern} {text:?}");
            }
        }
        assert!(!Finder::of("(").is_match("("));
    }

    #[test]
    fn is_shared_and_goes_with_the_last_who_wants_it() {
        let (one, other) = (Finder::of("shared"), Finder::of("shared"));
        assert!(Arc::ptr_eq(&one, &other));
        let gone = Arc::downgrade(&one);
        drop((one, other));
        assert!(gone.upgrade().is_none() && Finder::of("shared").is_match("is shared"));
    }
}
