//! A rule file's bytes → a `RuleFile`, with every mistake in it.

use std::collections::HashMap;
use std::sync::Arc;

use super::check::{Checker, Keys};
use super::codes::Code;
use super::compile::fnv;
use super::fields;
use super::hints::nearest;
use super::language::Language;
use super::lists::{self, Lists};
use super::model::{
    Action, Anchor, DEFAULT_MAX, Fate, Html, Label, Limits, Match, Matcher, Page, Part, Place, Rule, RuleFile, Shape,
    TestCase, Text, Trait, Until, Where, Word,
};
use super::nodes::{self, Entry, Node, Value};
use super::pattern::{self, Pattern};
use super::problem::{Problem, Problems, quoted};
use super::template;
use crate::line::{heading::bare, key};

/// The most rules of a file, each counted once for each of its shapes in each of its zones.
const MAX_RULES: usize = 20_000;
/// The most characters of a selector: what it costs on a page is not known beforehand.
const MAX_SELECTOR: usize = 500;

/// The words that name a part of a line, for `trim`.
const PART_WORDS: [&str; 4] = ["starts", "ends", "has", "regex"];

/// Keys of a `page:` section whose texts are no patterns.
const PLAIN: [&str; 2] = ["joints", "letters"];

/// Read one rule file as far as it can be read, with every mistake; `shown` is the path that errors and audits show.
///
/// `parent` gives a package that the file extends, for the lists in it, or nothing where it cannot be read.
pub fn read(data: &[u8], shown: &str, parent: &mut Parent<'_>) -> (Option<RuleFile>, Vec<Problem>) {
    let shown: Arc<str> = shown.into();
    let mut problems = Problems::new(shown.clone());
    let file = nodes::parse(data, &mut problems).and_then(|tree| {
        let mut checker = Checker::new(&mut problems);
        let top = checker.keys(&tree, &fields::FILE)?;
        let (owner, package) = name(&top, &mut checker);
        let loader = Loader::new(checker, owner, shown, package);
        let mut file = loader.file(&top, parent);
        file.digest = fnv(data.iter().copied());
        Some(file)
    });
    (file, problems.found)
}

/// Read a file of tests that a rule file names by `tests_in`, with every mistake.
pub fn read_tests(data: &[u8], shown: &str) -> (Vec<TestCase>, Vec<Problem>) {
    let shown: Arc<str> = shown.into();
    let mut problems = Problems::new(shown.clone());
    let tests = nodes::parse(data, &mut problems).and_then(|tree| {
        let mut checker = Checker::new(&mut problems);
        let top = checker.keys(&tree, &fields::FILE)?;
        for key in fields::FILE.keys().filter(|key| *key != "tests" && top.has(key)) {
            let message = format!("{} in a file of tests", quoted(key));
            checker.note(top.place_of(key), Code::C102, message, "it holds `tests:` alone");
        }
        let mut loader = Loader::new(checker, Arc::default(), shown, true);
        Some(loader.items(&top, "tests").iter().filter_map(|node| loader.test(node)).collect())
    });
    (tests.unwrap_or_default(), problems.found)
}

/// Gives a package by its name.
pub type Parent<'a> = dyn FnMut(&str) -> Option<Arc<RuleFile>> + 'a;

/// Give the file's name, and whether it is a package.
fn name(top: &Keys<'_>, checker: &mut Checker<'_>) -> (Arc<str>, bool) {
    let source = top.get("source").and_then(|entry| checker.text(entry));
    let package = top.get("package").and_then(|entry| checker.text(entry));
    if top.has("source") == top.has("package") {
        checker.note(top.place, Code::C106, "the file needs `source:` (or, for a package, `package:`)", "");
    }
    if let Some(package) = package {
        return (package.into(), true);
    }
    let source = source.unwrap_or_default();
    if source.contains('/') {
        let hint = "write `package:` in place of `source:`";
        checker.note(top.place_of("source"), Code::C104, "a name with a slash is that of a package", hint);
        return (Arc::default(), false);
    }
    (source.into(), false)
}

struct Loader<'p> {
    checker: Checker<'p>,
    owner: Arc<str>,
    shown: Arc<str>,
    package: bool,
    /// What the patterns of the file cost so far.
    cost: usize,
    /// Those that were read, with what each costs: lists of patterns stand in several rules.
    patterns: HashMap<String, (Pattern, usize)>,
    lists: Lists,
    /// The zones of rules that do not give their own.
    zones: Vec<Where<Matcher>>,
    /// How many rules were read, each counted once for each of its shapes in each of its zones.
    rules: usize,
}

impl<'p> Loader<'p> {
    fn new(checker: Checker<'p>, owner: Arc<str>, shown: Arc<str>, package: bool) -> Loader<'p> {
        let (patterns, lists) = (HashMap::new(), Lists::default());
        Loader { checker, owner, shown, package, cost: 0, patterns, lists, zones: Vec::new(), rules: 0 }
    }

    fn file(mut self, top: &Keys<'_>, parent: &mut Parent<'_>) -> RuleFile {
        let display = top.get("name").and_then(|entry| self.checker.text(entry)).unwrap_or_default();
        let extends = self.texts(top, "extends");
        let disable = self.texts(top, "disable");
        let matched = top.get("match").and_then(|entry| self.matched(entry)).unwrap_or_default();
        let limits = top.get("limits").and_then(|entry| self.limits(entry));
        let html = top.get("html").and_then(|entry| self.html(entry));
        let written = top.get("lists").map(|entry| self.written_lists(entry)).unwrap_or_default();
        let parents: Vec<_> = extends.iter().map(|name| parent(&name.text)).collect();
        self.lists = Lists::new(&self.owner, &self.shown, written, &parents, &mut self.checker);
        let page = top.get("page").and_then(|entry| self.page(entry));
        self.zones = top.get("where").map(|entry| self.zones(entry)).unwrap_or_default();
        let rules: Vec<Vec<_>> = self.items(top, "rules").iter().map(|node| self.rule(node)).collect();
        self.refuse_twins(rules.iter().filter_map(|ways| ways.first()));
        let rules = rules.into_iter().flatten().collect();
        let tests = self.items(top, "tests").iter().filter_map(|node| self.test(node)).collect();
        if !self.package && self.checker.problems.found.is_empty() {
            self.lists.note_unused(&mut self.checker);
        }
        let tests_in = self.texts(top, "tests_in");
        let (lists, used) = self.lists.finish();
        RuleFile {
            name: self.owner,
            shown: self.shown,
            place: top.place,
            package: self.package,
            display,
            extends,
            disable,
            matched,
            limits,
            html,
            lists,
            used,
            page,
            rules,
            tests,
            tests_in,
            digest: 0,
        }
    }

    fn note(&mut self, place: Place, code: Code, message: impl Into<String>, hint: impl Into<String>) {
        self.checker.note(place, code, message, hint);
    }

    fn texts(&mut self, keys: &Keys<'_>, key: &str) -> Vec<Text> {
        keys.get(key).and_then(|entry| self.checker.texts(entry)).unwrap_or_default()
    }

    fn text(&mut self, keys: &Keys<'_>, key: &str) -> String {
        keys.get(key).and_then(|entry| self.checker.text(entry)).unwrap_or_default()
    }

    fn items<'n>(&mut self, keys: &Keys<'n>, key: &str) -> &'n [Node] {
        keys.get(key).and_then(|entry| self.checker.items(entry)).unwrap_or_default()
    }

    fn matched(&mut self, entry: &Entry) -> Option<Match> {
        let keys = self.checker.keys(&entry.node, &fields::MATCH)?;
        if self.package {
            self.note(entry.node.place, Code::C122, "a package has no `match`: sources extend it by name", "");
        }
        let mut hosts = self.texts(&keys, "host");
        for host in &mut hosts {
            let lower = host.text.to_lowercase();
            host.text = lower.strip_prefix("www.").unwrap_or(&lower).to_owned();
        }
        Some(Match { hosts, fingerprints: self.texts(&keys, "text") })
    }

    fn limits(&mut self, entry: &Entry) -> Option<Limits> {
        let keys = self.checker.keys(&entry.node, &fields::LIMITS)?;
        let default = Limits::default();
        let max_removed = keys.get("max_removed").and_then(|entry| self.checker.share(entry));
        let min_kept = keys.get("min_kept").and_then(|entry| self.checker.whole(entry));
        Some(Limits {
            max_removed: max_removed.unwrap_or(default.max_removed),
            min_kept: min_kept.unwrap_or(default.min_kept),
        })
    }

    fn html(&mut self, entry: &Entry) -> Option<Html> {
        let keys = self.checker.keys(&entry.node, &fields::HTML)?;
        let mut selectors = Vec::new();
        for key in fields::HTML.keys().filter_map(|key| keys.get(key)) {
            let Some(texts) = self.checker.texts(key) else { continue };
            for text in &texts {
                if text.text.chars().count() > MAX_SELECTOR {
                    let message = format!("a selector has at most {MAX_SELECTOR} characters");
                    self.note(
                        text.place,
                        Code::C118,
                        message,
                        "split it: a list of selectors finds what any of them does",
                    );
                } else if !are_closed(&text.text) {
                    let message = format!("the selector {} has an open bracket", quoted(&text.text));
                    self.note(text.place, Code::C118, message, "");
                }
            }
            selectors.push((key.key.clone(), texts));
        }
        Some(Html { owner: self.owner.clone(), file: self.shown.clone(), selectors })
    }

    fn written_lists(&mut self, entry: &Entry) -> Vec<(Text, Vec<Text>)> {
        let Value::Keys(entries) = &entry.node.value else {
            let message = format!("{} needs a name for each list: `lists: {{boxes: [...]}}`", quoted(&entry.key));
            self.note(entry.node.place, Code::C104, message, "");
            return Vec::new();
        };
        let mut found = Vec::new();
        for one in entries {
            let name = Text { text: one.key.clone(), place: one.place, file: None };
            if lists::check_name(&name, &mut self.checker) {
                found.push((name, self.checker.texts(one).unwrap_or_default())); // a wrong one is known all the same
            }
        }
        found
    }

    /// Read what a language package says of the parts of a page; a line alone must tell whether it fits.
    fn page(&mut self, entry: &Entry) -> Option<Page<Matcher>> {
        let keys = self.checker.keys(&entry.node, &fields::PAGE)?;
        let mut language = Language::default();
        for (key, texts) in language.keys_mut() {
            *texts = self.texts(&keys, key);
        }
        for (_, texts) in language.keys_mut().into_iter().filter(|(key, _)| !PLAIN.contains(key)) {
            for text in texts.clone() {
                self.pattern(text);
            }
        }
        let mut page = Page { language: Arc::new(language), ..Page::default() };
        for part in Part::ALL {
            let Some(entry) = keys.get(part.name()) else { continue };
            let matchers = self.alone(entry);
            page.parts.extend((!matchers.is_empty()).then_some((*part, matchers)));
        }
        Some(page)
    }

    /// Read matchers that look at nothing but the line.
    fn alone(&mut self, entry: &Entry) -> Vec<Matcher> {
        let matchers = self.matchers(entry);
        let looks_around = |word: &Word| match word {
            Word::SameAs(_) | Word::Follows(_) => true,
            Word::Like(texts) => texts.iter().any(|text| text.text.contains("{title}")),
            _ => false,
        };
        for matcher in matchers.iter().filter(|matcher| matcher.words.iter().any(looks_around)) {
            let hint = "leave out `same_as`, `follows` and {title}";
            self.note(matcher.place, Code::C118, "a part of a page is known by the line alone", hint);
        }
        matchers
    }

    /// Read a rule, once for each of its shapes in each of its zones.
    fn rule(&mut self, node: &Node) -> Vec<Rule<Matcher>> {
        let Some(keys) = self.checker.keys(node, &fields::RULE) else { return Vec::new() };
        let id = keys.get("id").and_then(|entry| self.checker.id(entry));
        let said = keys.get("label").map(|entry| self.checker.label(entry));
        let why = self.text(&keys, "why");
        let own = keys.get("where").map(|entry| self.zones(entry));
        let zones = own.unwrap_or_else(|| self.zones.clone());
        let Some((action, shapes)) = self.action(node, &keys) else { return Vec::new() };
        let (Some(id), Some(place)) = (id, keys.get("id").map(|entry| entry.place)) else { return Vec::new() };
        let label = match action {
            Action::Drop | Action::Meta => said.or_else(|| Label::named(&id).map(Some)),
            Action::Keep | Action::Trim => said,
        };
        self.check_label(action, &id, &label, &keys);
        if !self.has_room(shapes.len() * zones.len().max(1), place) {
            return Vec::new();
        }
        let rule = |shape: &Shape<Matcher>, zone: Option<Where<Matcher>>| Rule {
            name: format!("{}#{id}", self.owner).into(),
            at: format!("{}:{}", self.shown, place.line).into(),
            owner: self.owner.clone(),
            id: id.clone(),
            place,
            action,
            label: label.flatten(),
            shape: shape.clone(),
            zone,
            why: why.clone(),
        };
        let zones: Vec<_> = if zones.is_empty() { vec![None] } else { zones.into_iter().map(Some).collect() };
        let rules: Vec<_> =
            shapes.iter().flat_map(|shape| zones.iter().map(|zone| rule(shape, zone.clone()))).collect();
        let bounded = keys.has("where") || !self.zones.is_empty();
        rules.iter().take_while(|_| !bounded).for_each(|rule| self.check_bounds(rule));
        rules
    }

    /// Count rules, and tell of one too many once.
    fn has_room(&mut self, rules: usize, place: Place) -> bool {
        let had_room = self.rules <= MAX_RULES;
        self.rules += rules;
        if had_room && self.rules > MAX_RULES {
            let message = format!("more than {MAX_RULES} rules, each counted for each shape in each zone");
            self.note(place, Code::C120, message, "list texts in one matcher; give a rule fewer zones");
        }
        self.rules <= MAX_RULES
    }

    /// Read what a rule does, and with which lines.
    fn action(&mut self, node: &Node, keys: &Keys<'_>) -> Option<(Action, Vec<Shape<Matcher>>)> {
        let actions: Vec<Action> = Action::ALL.iter().copied().filter(|action| keys.has(action.name())).collect();
        let &[action] = actions.as_slice() else {
            let names = |actions: &[Action], sep| actions.iter().map(|one| one.name()).collect::<Vec<_>>().join(sep);
            let given = if actions.is_empty() { "none".to_owned() } else { names(&actions, " and ") };
            let all = names(Action::ALL, " ");
            self.note(node.place, Code::C106, format!("a rule needs one of {all}; this has {given}"), "");
            return None;
        };
        let entry = keys.get(action.name())?;
        let shapes = self.each(entry).iter().filter_map(|node| match action {
            Action::Trim => self.part(node).map(Shape::Single),
            _ => self.shape(node, &entry.key),
        });
        Some((action, shapes.collect()))
    }

    fn check_label(&mut self, action: Action, id: &str, label: &Option<Option<Label>>, keys: &Keys<'_>) {
        if action == Action::Drop && label.is_none() {
            let message = format!("the rule {} needs a label", quoted(id));
            self.note(keys.place, Code::C106, message, "say `label:`, or name the rule after one");
        }
        let is_meta = |label: Label| label.fate() == Fate::BecomesMeta;
        // what is wrong with an unknown label was told already
        if action == Action::Meta && !matches!(label, Some(None)) && !label.flatten().is_some_and(is_meta) {
            let names: Vec<&str> = Label::ALL.iter().filter(|one| is_meta(**one)).map(|one| one.name()).collect();
            let hint = format!("one of: {}", names.join(" "));
            self.note(keys.place_of("label"), Code::C108, "`meta` needs a metadata label", hint);
        }
    }

    /// What can only be guessed at from afar must say where it acts: a package is used on pages nobody saw.
    fn check_bounds(&mut self, rule: &Rule<Matcher>) {
        let id = quoted(&rule.id);
        if let Shape::Block { until: Until::End, .. } = rule.shape {
            self.note(rule.place, Code::C112, format!("`until: end` in {id} needs a `where`"), "");
        } else if let Some(word) = self.package.then(|| guesses(&rule.shape)).flatten() {
            let message = format!("`{word}` in the package rule {id} needs a `where`");
            self.note(rule.place, Code::C112, message, "");
        }
    }

    fn refuse_twins<'r>(&mut self, rules: impl Iterator<Item = &'r Rule<Matcher>>) {
        let mut lines: HashMap<&str, u32> = HashMap::new();
        for rule in rules {
            if let Some(first) = lines.get(rule.id.as_str()) {
                let hint = format!("first used in line {first}");
                self.note(rule.place, Code::C107, format!("duplicate id {}", quoted(&rule.id)), hint);
            } else {
                lines.insert(&rule.id, rule.place.line);
            }
        }
    }

    /// Read the matcher of a `trim`, which has to say which part of the line is meant.
    fn part(&mut self, node: &Node) -> Option<Matcher> {
        let matcher = self.matcher(node)?;
        let named = matcher.words.iter().filter(|word| PART_WORDS.contains(&word.key())).count();
        if named != 1 {
            let message = format!("name the part by exactly one of: {}", PART_WORDS.join(" "));
            self.note(node.place, Code::C118, message, "");
            return None;
        }
        Some(matcher)
    }

    fn shape(&mut self, node: &Node, key: &str) -> Option<Shape<Matcher>> {
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
    fn zones(&mut self, entry: &Entry) -> Vec<Where<Matcher>> {
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
    fn matchers(&mut self, entry: &Entry) -> Vec<Matcher> {
        self.each(entry).iter().filter_map(|node| self.matcher(node)).collect()
    }

    /// Give the items of what may be one thing or a list of them.
    fn each<'n>(&mut self, entry: &'n Entry) -> &'n [Node] {
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
    fn pattern(&mut self, text: Text) -> Option<Pattern> {
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

    fn test(&mut self, node: &Node) -> Option<TestCase> {
        let keys = self.checker.keys(node, &fields::TEST)?;
        if keys.has("lines") == keys.has("file") {
            self.note(node.place, Code::C106, "a test needs `lines:` or `file:`", "");
        }
        if keys.has("html") && !keys.has("lines") {
            self.note(keys.place_of("html"), Code::C106, "a test of `html:` needs `lines:`", "");
        }
        Some(TestCase {
            place: node.place,
            name: self.text(&keys, "name"),
            lines: keys.get("lines").and_then(|entry| self.checker.lines(entry)).unwrap_or_default(),
            file: self.text(&keys, "file"),
            url: self.text(&keys, "url"),
            title: self.text(&keys, "title"),
            html: self.text(&keys, "html"),
        })
    }
}

/// Give the word by which a shape only guesses, if it has one.
fn guesses(shape: &Shape<Matcher>) -> Option<&'static str> {
    let matchers = match shape {
        Shape::Sequence { .. } => return Some("sequence"),
        Shape::Single(matcher) => std::slice::from_ref(matcher),
        Shape::Block { from, .. } => from.as_slice(),
    };
    let is_pattern = |matcher: &Matcher| matcher.words.iter().any(|word| matches!(word, Word::Regex(_)));
    if matchers.iter().all(is_pattern) {
        return Some("regex");
    }
    let is = |one: Trait| {
        let words = matchers.iter().flat_map(|matcher| &matcher.words);
        words.into_iter().any(|word| matches!(word, Word::Is(traits) if traits.contains(&one)))
    };
    if is(Trait::Doubled) {
        return Some("is: doubled");
    }
    is(Trait::Slug).then_some("is: slug")
}

/// Tell whether a selector closes its brackets.
fn are_closed(selector: &str) -> bool {
    let count = |bracket: char| selector.matches(bracket).count();
    count('[') == count(']') && count('(') == count(')')
}
