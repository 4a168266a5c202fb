//! Lists of texts with a name: those of a file, and those of the packages that it extends.
//!
//! `$name` stands for the texts of a list wherever a matcher takes texts, and in other lists; `{$name}` in a text for
//! each of them in turn. A file's own list comes
//! before an inherited one of the same name, and packages come in the order of `extends`, as rules do.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::alternatives;
use super::check::{Checker, is_empty, is_kebab};
use super::codes::Code;
use super::model::{RuleFile, Text, TextList};
use super::problem::quoted;

/// How deep lists may hold lists.
const MAX_DEPTH: usize = 20;
/// How many texts the names of lists may stand for in one file, all places together.
const MAX_TEXTS: usize = 300_000;
/// The most bytes of a text that stands for several; so long a one counts as several texts.
const MAX_BYTES: usize = 4_000;
const BYTES_OF_ONE: usize = 100;

/// The lists that one file's rules know.
#[derive(Debug, Default)]
pub struct Lists {
    written: Vec<(Text, Vec<Text>)>,
    /// Where each name stands among the written ones.
    places: HashMap<String, usize>,
    own: Vec<Option<Arc<TextList>>>,
    open: Vec<usize>,
    inherited: Vec<Arc<TextList>>,
    used: HashMap<String, Arc<TextList>>,
    /// How many texts names stood for so far.
    texts: usize,
    /// No package is missing, so that every list that there is is known.
    whole: bool,
    owner: Arc<str>,
    shown: Arc<str>,
}

impl Lists {
    /// Take a file's own lists and its packages; one that cannot be read is nothing, and told of elsewhere.
    pub fn new(
        owner: &Arc<str>,
        shown: &Arc<str>,
        written: Vec<(Text, Vec<Text>)>,
        parents: &[Option<Arc<RuleFile>>],
        checker: &mut Checker<'_>,
    ) -> Lists {
        let mut made = Lists {
            own: vec![None; written.len()],
            places: written.iter().enumerate().map(|(at, (name, _))| (name.text.clone(), at)).collect(),
            written,
            whole: parents.iter().all(Option::is_some),
            owner: owner.clone(),
            shown: shown.clone(),
            ..Lists::default()
        };
        let mut known = HashSet::<_, RandomState>::default();
        let lists = parents.iter().flatten().flat_map(|parent| &parent.lists);
        made.inherited = lists.filter(|list| known.insert(list.name.as_str())).cloned().collect();
        for at in 0..made.written.len() {
            made.make(at, checker);
        }
        made
    }

    /// Give all lists, the file's own first, and those that are used.
    pub fn finish(self) -> (Vec<Arc<TextList>>, Vec<Arc<TextList>>) {
        let own: Vec<Arc<TextList>> = self.own.into_iter().flatten().collect();
        let others = self.inherited.into_iter().filter(|list| !self.places.contains_key(&list.name));
        let others: Vec<Arc<TextList>> = others.collect();
        let mut used: Vec<Arc<TextList>> = self.used.into_values().collect();
        used.sort_by(|one, other| one.name.cmp(&other.name));
        (own.into_iter().chain(others).collect(), used)
    }

    /// Give the texts that others stand for, by the names of lists and by alternatives; nothing where a list is not known.
    /// Those of one list alone are shared.
    pub fn texts(&mut self, given: Vec<Text>, checker: &mut Checker<'_>) -> Option<Arc<[Text]>> {
        if let [text] = &given[..] {
            if let Some(name) = list_named(&text.text) {
                return self.named(name, text, checker).map(|list| list.texts.clone());
            }
        }
        let texts = self.expand(given, checker)?;
        self.spread(texts, checker).map(Arc::from)
    }

    /// Put the texts of lists in the place of their names; nothing where a list is not known.
    pub fn expand(&mut self, given: Vec<Text>, checker: &mut Checker<'_>) -> Option<Vec<Text>> {
        let mut found = Vec::with_capacity(given.len());
        let mut whole = true;
        for mut text in given {
            if text.text.strip_prefix('$').is_some_and(|rest| list_named(rest).is_some()) {
                text.text.remove(0); // `$$name` is a text that begins with a sign
                found.push(text);
            } else if let Some(name) = list_named(&text.text) {
                match self.named(name, &text, checker) {
                    Some(list) => found.extend_from_slice(&list.texts),
                    None => whole = false,
                }
            } else {
                found.push(text);
            }
        }
        whole.then_some(found)
    }

    /// Put texts in the place of those that stand for several; nothing where a list is not known.
    fn spread(&mut self, given: Vec<Text>, checker: &mut Checker<'_>) -> Option<Vec<Text>> {
        let (mut found, mut open) = (Vec::with_capacity(given.len()), given);
        open.reverse();
        while let Some(text) = open.pop() {
            let Some(group) = alternatives::first(&text.text) else {
                if is_empty(&text.text) {
                    checker.note_at(&text, Code::C117, "one of these alternatives is an empty text", "");
                    return None;
                }
                found.push(text);
                continue;
            };
            if text.text.len() > MAX_BYTES {
                let message = format!("a text of more than {MAX_BYTES} bytes with alternatives");
                checker.note_at(&text, Code::C120, message, "split it");
                return None;
            }
            let at = |said: &str| Text { text: said.to_owned(), place: text.place, file: text.file.clone() };
            let choices = self.expand(group.choices.iter().map(|one| at(one)).collect(), checker)?;
            if !self.has_room(choices.len() * (1 + text.text.len() / BYTES_OF_ONE), &text, checker) {
                return None;
            }
            let chosen = |choice: &Text| at(&[group.before, &choice.text, group.behind].concat());
            open.extend(choices.iter().rev().map(chosen));
        }
        Some(found)
    }

    /// Count texts that something stands for, and tell of one too many once.
    fn has_room(&mut self, texts: usize, text: &Text, checker: &mut Checker<'_>) -> bool {
        let had_room = self.texts <= MAX_TEXTS;
        self.texts += texts;
        if had_room && self.texts > MAX_TEXTS {
            let message = format!("the lists of this file stand for more than {MAX_TEXTS} texts together");
            checker.note_at(text, Code::C120, message, "name longer lists less often");
        }
        self.texts <= MAX_TEXTS
    }

    /// Note the file's own lists that nothing in it uses.
    pub fn note_unused(&self, checker: &mut Checker<'_>) {
        for list in self.own.iter().flatten().filter(|list| !self.used.contains_key(&list.name)) {
            let message = format!("the list ${} is used by no rule", list.name);
            checker.note(list.place, Code::C126, message, "use it, or remove it");
        }
    }

    /// Give a list that a text names, and count it as used; nothing where it is not known, or too much together.
    fn named(&mut self, name: &str, text: &Text, checker: &mut Checker<'_>) -> Option<Arc<TextList>> {
        let list = self.find(name, text, checker)?;
        if !self.has_room(list.texts.len(), text, checker) {
            return None;
        }
        self.used.entry(list.name.clone()).or_insert_with(|| list.clone());
        Some(list)
    }

    fn find(&mut self, name: &str, text: &Text, checker: &mut Checker<'_>) -> Option<Arc<TextList>> {
        if let Some(&at) = self.places.get(name) {
            return self.make(at, checker);
        }
        let found = self.inherited.iter().find(|list| list.name == name).cloned();
        if found.is_none() && self.whole {
            let own = self.written.iter().map(|(own, _)| own.text.as_str());
            let near = checker.hints.nearest(name, own.chain(self.inherited.iter().map(|list| list.name.as_str())));
            let near = near.replacen('\'', "$", 1).replace('\'', "");
            let hint = if near.is_empty() { "give it under `lists:`".to_owned() } else { near };
            checker.note_at(text, Code::C125, format!("unknown list ${name}"), hint);
        }
        found
    }

    /// Make one of the file's own lists, of texts and of other lists.
    fn make(&mut self, at: usize, checker: &mut Checker<'_>) -> Option<Arc<TextList>> {
        if self.own[at].is_some() {
            return self.own[at].clone();
        }
        let name = self.written[at].0.clone();
        if let Some(start) = self.open.iter().position(|open| *open == at) {
            let names = self.open[start..].iter().chain([&at]).map(|one| format!("${}", self.written[*one].0.text));
            let circle = names.collect::<Vec<_>>().join(" \u{2192} ");
            checker.note(name.place, Code::C127, format!("a list that holds itself: {circle}"), "");
            return None;
        }
        if self.open.len() >= MAX_DEPTH {
            checker.note(name.place, Code::C101, format!("lists nested deeper than {MAX_DEPTH} levels"), "");
            return None;
        }
        self.open.push(at);
        let given = std::mem::take(&mut self.written[at].1);
        let texts = self.expand(given, checker).and_then(|texts| self.spread(texts, checker)).unwrap_or_default();
        self.open.pop();
        let (owner, file) = (self.owner.clone(), self.shown.clone());
        let texts = texts.into_iter().map(|text| Text { file: Some(text.file.unwrap_or(file.clone())), ..text });
        let texts = texts.collect();
        let list = Arc::new(TextList { owner, file: file.clone(), name: name.text, texts, place: name.place });
        self.own[at] = Some(list.clone());
        Some(list)
    }
}

/// Give the name of the list that a text stands for.
///
/// ```
/// use cleaner_core::rules::lists::list_named;
/// assert_eq!(list_named("$box-headings"), Some("box-headings"));
/// assert_eq!(list_named("$5"), None);
/// ```
pub fn list_named(text: &str) -> Option<&str> {
    text.strip_prefix('$').filter(|name| is_list_name(name))
}

/// Tell whether a list may have this name: kebab-case, a letter first.
pub fn is_list_name(name: &str) -> bool {
    is_kebab(name) && name.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Check the name of a list.
pub fn check_name(name: &Text, checker: &mut Checker<'_>) -> bool {
    let good = is_list_name(&name.text);
    if !good {
        let message = format!("the name {} of a list is not kebab-case", quoted(&name.text));
        checker.note(name.place, Code::C109, message, "small letters, digits, hyphens; a letter first");
    }
    good
}
