//! A rule file's bytes → a `RuleFile`, with every mistake in it.

mod matchers;

use std::collections::HashMap;
use std::sync::Arc;

use super::check::{Checker, Keys};
use super::codes::Code;
use super::compile::fnv;
use super::fields;
use super::language::Language;
use super::lists::{self, Lists};
use super::model::{
    Action, Fate, Html, Label, Limits, Match, Matcher, Page, Part, Place, Rule, RuleFile, Shape, TestCase, Text, Trait,
    Until, Where, Word,
};
use super::nodes::{self, Entry, Node, Value};
use super::pattern::Pattern;
use super::problem::{Problem, Problems, quoted};

/// The most rules of a file, each counted once for each of its shapes in each of its zones.
const MAX_RULES: usize = 20_000;
/// The most characters of a selector: what it costs on a page is not known beforehand.
const MAX_SELECTOR: usize = 500;

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
