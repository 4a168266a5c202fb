//! What a rule says of lines: matchers, the shapes made of them, and the zones in which they act.

use std::sync::Arc;

use super::Loader;
use crate::line::{heading::bare, key};
use crate::rules::check::Keys;
use crate::rules::codes::Code;
use crate::rules::fields;
use crate::rules::hints::nearest;
use crate::rules::model::{Anchor, DEFAULT_MAX, Matcher, Shape, Text, Until, Where, Word};
use crate::rules::nodes::{Entry, Node, Value};
use crate::rules::pattern::{self, Pattern};
use crate::rules::problem::quoted;
use crate::rules::template;

/// The words that name a part of a line, for `trim`.
const PART_WORDS: [&str; 4] = ["starts", "ends", "has", "regex"];

impl Loader<'_> {
    /// Read the matcher of a `trim`, which has to say which part of the line is meant.
    pub(super) fn part(&mut self, node: &Node) -> Option<Matcher> {
        let matcher = self.matcher(node)?;
        let named = matcher.words.iter().filter(|word| PART_WORDS.contains(&word.key())).count();
        if named != 1 {
            let message = format!("name the part by exactly one of: {}", PART_WORDS.join(" "));
            self.note(node.place, Code::C118, message, "");
            return None;
        }
        Some(matcher)
    }

    pub(super) fn shape(&mut self, node: &Node, key: &str) -> Option<Shape<Matcher>> {
        let Some(entries) = node.entries() else {
            let message = format!("{} needs a matcher, a block (from, until) or a sequence", quoted(key));
            return self.checker.fail(node.place, Code::C104, message);
        };
        let has = |key: &str| entries.iter().any(|one| one.key == key);
        if has("from") || has("until") {
            self.block(node)
        } else if has("sequence") {
            self.sequence(node)
        } else {
            let keys = self.checker.keys_or(node, &fields::MATCHER, &[&fields::BLOCK, &fields::SEQUENCE])?;
            self.matcher_of(&keys).map(Shape::Single)
        }
    }

    fn block(&mut self, node: &Node) -> Option<Shape<Matcher>> {
        let keys = self.checker.keys(node, &fields::BLOCK)?;
        let from = keys.get("from").map(|entry| self.matchers(entry));
        let until = keys.get("until").and_then(|entry| self.until(entry));
        let max = keys.get("max").and_then(|entry| self.checker.count(entry));
        let takes_prose = keys.get("takes_prose").and_then(|entry| self.checker.truth(entry)).unwrap_or(false);
        let from = from.filter(|from| !from.is_empty())?;
        let max = max.map_or(DEFAULT_MAX, |max| max as usize);
        let until = until?;
        if takes_prose && until != Until::End {
            let place = keys.place_of("takes_prose");
            self.note(place, Code::C118, "`takes_prose` is for a block to the end", "remove it");
        }
        if keys.has("max") && until == Until::End {
            let place = keys.place_of("max");
            self.note(place, Code::C118, "`max` is for a block with a matcher as its end", "remove it");
        }
        Some(Shape::Block { from, until, max, takes_prose })
    }

    fn sequence(&mut self, node: &Node) -> Option<Shape<Matcher>> {
        let keys = self.checker.keys(node, &fields::SEQUENCE)?;
        let items: Vec<Matcher> = self.items(&keys, "sequence").iter().filter_map(|item| self.matcher(item)).collect();
        let rounds = keys.get("repeat").and_then(|entry| self.checker.rounds(entry));
        if items.is_empty() {
            return self.checker.fail(node.place, Code::C117, "an empty sequence fits nothing");
        }
        Some(Shape::Sequence { items, rounds: rounds.unwrap_or(1) })
    }

    fn until(&mut self, entry: &Entry) -> Option<Until<Matcher>> {
        match entry.node.scalar() {
            None => self.matcher(&entry.node).map(Until::Fits),
            Some(word) if word.text == "end" => Some(Until::End),
            Some(word) => {
                let message = format!("unknown {} {}", entry.key, quoted(&word.text));
                let (old, now) = fields::OLD_END;
                let hint = if word.text == old { now } else { "a matcher, or `end`" };
                self.note(entry.node.place, Code::C104, message, hint);
                None
            }
        }
    }

    /// Read a zone or a list of them.
    pub(super) fn zones(&mut self, entry: &Entry) -> Vec<Where<Matcher>> {
        self.each(entry).iter().filter_map(|node| self.zone(node)).collect()
    }

    fn zone(&mut self, node: &Node) -> Option<Where<Matcher>> {
        let keys = self.checker.keys(node, &fields::WHERE)?;
        if keys.is_empty() {
            self.note(node.place, Code::C117, "an empty zone bounds nothing", "`first: 100%` is the whole page");
        }
        Some(Where {
            first: keys.get("first").and_then(|entry| self.checker.amount(entry)),
            last: keys.get("last").and_then(|entry| self.checker.amount(entry)),
            after: keys.get("after").and_then(|entry| self.anchor(entry)),
            before: keys.get("before").and_then(|entry| self.anchor(entry)),
        })
    }

    fn anchor(&mut self, entry: &Entry) -> Option<Anchor<Matcher>> {
        match entry.node.scalar().map(|scalar| scalar.text.as_str()) {
            None => self.matcher(&entry.node).map(Anchor::Fits),
            Some("title") => Some(Anchor::Title),
            Some("body-start") => Some(Anchor::BodyStart),
            Some("body-end") => Some(Anchor::BodyEnd),
            Some(word) => {
                let now = fields::OLD_ANCHORS.iter().find(|(old, _)| *old == word);
                let hint = match now {
                    Some((_, now)) => format!("write `{now}`"),
                    None => "a matcher, `title`, `body-start` or `body-end`".to_owned(),
                };
                self.note(entry.node.place, Code::C104, format!("unknown {} {}", entry.key, quoted(word)), hint);
                None
            }
        }
    }

    /// Read a matcher or a list of them.
    pub(super) fn matchers(&mut self, entry: &Entry) -> Vec<Matcher> {
        self.each(entry).iter().filter_map(|node| self.matcher(node)).collect()
    }

    /// Give the items of what may be one thing or a list of them.
    pub(super) fn each<'n>(&mut self, entry: &'n Entry) -> &'n [Node] {
        match &entry.node.value {
            Value::Items(items) => {
                if items.is_empty() {
                    self.note(entry.node.place, Code::C117, format!("{} is an empty list", quoted(&entry.key)), "");
                }
                items
            }
            _ => std::slice::from_ref(&entry.node),
        }
    }

    fn matcher(&mut self, node: &Node) -> Option<Matcher> {
        let keys = self.checker.keys(node, &fields::MATCHER)?;
        self.matcher_of(&keys)
    }

    fn matcher_of(&mut self, keys: &Keys<'_>) -> Option<Matcher> {
        if keys.is_empty() {
            return self.checker.fail(keys.place, Code::C117, "an empty matcher would fit every line");
        }
        let mut words = Vec::new();
        for field in fields::MATCHER.fields {
            if let Some(entry) = keys.get(field.key) {
                words.extend(self.word(entry));
            }
        }
        self.refuse_contradictions(&words, keys);
        (!words.is_empty()).then_some(Matcher { place: keys.place, words })
    }

    fn refuse_contradictions(&mut self, words: &[Word], keys: &Keys<'_>) {
        let is = words.iter().find_map(|word| if let Word::Is(traits) = word { Some(traits) } else { None });
        let not = words.iter().find_map(|word| if let Word::Not(traits) = word { Some(traits) } else { None });
        let (Some(is), Some(not)) = (is, not) else { return };
        let mut both: Vec<&str> = is.iter().filter(|one| not.contains(one)).map(|one| one.name()).collect();
        both.sort_unstable();
        if !both.is_empty() {
            self.note(keys.place_of("not"), Code::C118, format!("no line is and is not: {}", both.join(" ")), "");
        }
    }

    fn word(&mut self, entry: &Entry) -> Option<Word> {
        Some(match entry.key.as_str() {
            "line" => Word::Line(self.listed(entry)?),
            "heading" => Word::Heading(self.headings(entry)?),
            "row" => Word::Row(self.listed(entry)?),
            "starts" => Word::Starts(self.listed(entry)?),
            "ends" => Word::Ends(self.listed(entry)?),
            "has" => Word::Has(self.listed(entry)?),
            "like" => Word::Like(self.templates(entry)?),
            "regex" => Word::Regex(self.patterns(entry)?),
            "words" => Word::Words(self.checker.range(entry)?),
            "chars" => Word::Chars(self.checker.range(entry)?),
            "is" => Word::Is(self.checker.traits(entry)?),
            "not" => Word::Not(self.checker.traits(entry)?),
            "same_as" => Word::SameAs(self.checker.same_as(entry)?),
            "follows" => Word::Follows(Box::new(self.matcher(&entry.node)?)),
            _ => return None,
        })
    }

    /// Check texts among which, and in which, names of lists may stand.
    fn listed(&mut self, entry: &Entry) -> Option<Arc<[Text]>> {
        let texts = self.checker.texts(entry)?;
        self.lists.texts(texts, &mut self.checker)
    }

    fn headings(&mut self, entry: &Entry) -> Option<Arc<[Text]>> {
        let texts = self.listed(entry)?;
        let is_telling = |text: &str| text.starts_with(char::is_alphabetic) && !text.contains('&'); // nearly all are
        let empty = texts.iter().find(|text| !is_telling(&text.text) && bare(&key(&text.text)).is_empty());
        if let Some(text) = empty {
            let message = format!("the heading {} has nothing but marks", quoted(&text.text));
            self.checker.note_at(text, Code::C118, message, "use `line:` for marks");
        }
        empty.is_none().then_some(texts)
    }

    fn templates(&mut self, entry: &Entry) -> Option<Arc<[Text]>> {
        let texts = self.listed(entry)?;
        let mut good = true;
        for text in &*texts {
            let problem = template::problem(&text.text, |word, choices| nearest(word, choices.iter().copied()));
            if let Some((message, hint)) = problem {
                self.checker.note_at(text, Code::C111, message, hint);
                good = false;
            }
        }
        good.then_some(texts)
    }

    fn patterns(&mut self, entry: &Entry) -> Option<Arc<[Pattern]>> {
        let texts = self.checker.texts(entry)?;
        let texts = self.lists.expand(texts, &mut self.checker)?;
        let count = texts.len();
        let found: Vec<Pattern> = texts.into_iter().filter_map(|text| self.pattern(text)).collect();
        (found.len() == count).then(|| found.into())
    }

    /// Read a pattern, unless those of the file cost too much together.
    pub(super) fn pattern(&mut self, text: Text) -> Option<Pattern> {
        let read = match self.patterns.get(&text.text) {
            _ if self.cost > pattern::MAX_SIZE => {
                let message = "the patterns of this file are too large together".to_owned();
                Err((message, "shorten counts such as {1,900}".to_owned()))
            }
            Some((pattern, cost)) => Ok((pattern.said_by(text.clone()), *cost)),
            None => Pattern::read(text.clone()),
        };
        match read {
            Ok((pattern, cost)) => {
                self.cost += cost;
                self.patterns.entry(text.text).or_insert_with(|| (pattern.clone(), cost));
                Some(pattern)
            }
            Err((message, hint)) => {
                self.checker.note_at(&text, Code::C110, message, hint);
                None
            }
        }
    }
}
