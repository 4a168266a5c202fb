//! What is only unwise in a rule file: a pattern that a literal could be, texts and rules that never own a line.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use regex_syntax::hir::{Hir, HirKind, Look};

use crate::engine::Engine;
use crate::line::{heading::bare, key};
use crate::rules::codes::Code;
use crate::rules::compile::{Shared, compile};
use crate::rules::literal::{self, Inside};
use crate::rules::model::{
    Action, Amount, Anchor, Check, Checks, Matcher, MatcherId, Rule, RuleFile, Shape, Text, Until, Where, Word,
};
use crate::rules::problem::{Problem, quoted};
use crate::rules::template;

/// Rules that others are compared with, the first of a file: no real file has so many, and a warning less is better
/// than minutes in one that has.
const MOST_RULES: usize = 250;
/// The most texts that a hint writes out.
const MOST_TEXTS: usize = 12;

/// A rule of a file: as written, and made ready, with its number in the engine.
#[derive(Clone, Copy)]
struct Known<'f> {
    number: usize,
    rule: &'f Rule<Matcher>,
    ready: &'f Rule<MatcherId>,
}

/// Give what is unwise in a sound file, by the file alone.
pub fn lint(file: &Arc<RuleFile>) -> Vec<Problem> {
    let book = Arc::new(compile(std::slice::from_ref(file), &mut Shared::default()));
    let engine = Engine::new(book.clone(), &HashSet::new());
    let disabled: HashSet<&str> = file.disable.iter().map(|name| name.text.as_str()).collect();
    let rules = file.rules.iter().filter(|rule| !disabled.contains(&*rule.name)).zip(&book.rules).enumerate();
    let rules: Vec<Known> = rules.map(|(number, (rule, ready))| Known { number, rule, ready }).collect();
    let mut linter = Linter { file, checks: &book.matchers, engine: &engine, found: Vec::new() };
    for &known in &rules {
        for matcher in matchers(known.rule) {
            matcher.words.iter().for_each(|word| linter.repeated(known.rule, word));
            linter.needless(known.rule, matcher);
        }
        linter.impossible(known);
    }
    linter.shadowed(&rules);
    linter.found
}

/// Give the matchers of a rule: those of its shape, then those of its zone, each before the one inside it.
pub fn matchers(rule: &Rule<Matcher>) -> Vec<&Matcher> {
    let mut found: Vec<&Matcher> = Vec::new();
    match &rule.shape {
        Shape::Single(matcher) => found.push(matcher),
        Shape::Sequence { items, .. } => found.extend(items),
        Shape::Block { from, until, .. } => {
            found.extend(from);
            found.extend(if let Until::Fits(matcher) = until { Some(matcher) } else { None });
        }
    }
    for anchor in rule.zone.iter().flat_map(|zone| [&zone.after, &zone.before]).flatten() {
        found.extend(if let Anchor::Fits(matcher) = anchor { Some(matcher) } else { None });
    }
    found.into_iter().flat_map(with_inner).collect()
}

fn with_inner(matcher: &Matcher) -> Vec<&Matcher> {
    let inner =
        matcher.words.iter().filter_map(|word| if let Word::Follows(above) = word { Some(&**above) } else { None });
    std::iter::once(matcher).chain(inner).collect()
}

/// Give the matcher that finds where a rule can begin.
fn first(rule: &Rule<Matcher>) -> Option<&Matcher> {
    match &rule.shape {
        Shape::Single(matcher) => Some(matcher),
        Shape::Sequence { items, .. } => items.first(),
        Shape::Block { from, .. } => from.first(),
    }
}

/// Tell whether a line alone decides if it fits, without its neighbours and the title.
fn is_static(matcher: &Matcher) -> bool {
    matcher.words.iter().all(|word| match word {
        Word::SameAs(_) | Word::Follows(_) => false,
        Word::Like(texts) => !texts.iter().any(|text| text.text.contains("{title}")),
        _ => true,
    })
}

/// Tell whether a rule takes lines out of the text, wherever they stand, for what they say themselves.
pub fn acts_anywhere(rule: &Rule<Matcher>) -> bool {
    let takes = matches!(rule.action, Action::Drop | Action::Meta);
    let alone = !matches!(rule.shape, Shape::Sequence { .. }) && first(rule).is_some_and(is_static);
    takes && rule.zone.is_none() && alone
}

/// Give the texts of a word that is made of literals.
pub fn literals(word: &Word) -> &[Text] {
    match word {
        Word::Line(texts) | Word::Heading(texts) | Word::Starts(texts) | Word::Ends(texts) | Word::Has(texts) => texts,
        _ => &[],
    }
}

fn lines_of(matcher: &Matcher) -> &[Text] {
    let texts =
        matcher.words.iter().find_map(|word| if let Word::Line(texts) = word { Some(&texts[..]) } else { None });
    texts.unwrap_or(&[])
}

/// Give the key of a literal; a space at an edge is kept where that edge lies inside the line.
fn literal_key(word: &Word, text: &str) -> String {
    let inside = match word {
        Word::Heading(_) => return bare(&key(text)).to_owned(),
        Word::Starts(_) => Inside { left: false, right: true },
        Word::Ends(_) => Inside { left: true, right: false },
        Word::Has(_) => Inside { left: true, right: true },
        _ => Inside::default(),
    };
    literal::keys(text, inside).pop().unwrap_or_default().into_string()
}

/// Write a line's text as the engine reads it.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Linter<'f> {
    file: &'f RuleFile,
    checks: &'f [Checks],
    engine: &'f Engine,
    found: Vec<Problem>,
}

impl<'f> Linter<'f> {
    fn note(&mut self, text: &Text, code: Code, message: String, hint: String) {
        let file = text.file.clone().unwrap_or_else(|| self.file.shown.clone());
        self.found.push(Problem { file, place: text.place, code, message, hint });
    }

    /// Tell whether a text stands in the file itself, not in a list of a package.
    fn is_own(&self, text: &Text) -> bool {
        text.file.as_ref().is_none_or(|file| *file == self.file.shown)
    }

    /// Two literals of one list that mean the same, or one that holds another. Short ones come first, which longer
    /// ones may hold; what a list of a package has need not be said again.
    fn repeated(&mut self, rule: &Rule<Matcher>, word: &Word) {
        let mut texts: Vec<(bool, String, &Text)> =
            literals(word).iter().map(|text| (self.is_own(text), literal_key(word, &text.text), text)).collect();
        texts.sort_by_key(|(own, key, _)| (*own, key.len()));
        let (mut seen, mut sizes): (HashMap<String, &Text>, BTreeSet<usize>) = Default::default();
        // a cut takes the longest: there both count
        let whole = rule.action == Action::Trim || matches!(word, Word::Line(_) | Word::Heading(_));
        for (own, key, text) in texts {
            let by = if whole { seen.get(&key).copied() } else { part(word, &key, &sizes, &seen) };
            if let Some(by) = by.filter(|_| own) {
                let (said, by) = (quoted(&text.text), quoted(&by.text));
                let message = format!("{said} in `{}` of {} adds nothing to {by}", word.key(), quoted(&rule.id));
                self.note(text, Code::C208, message, "remove it".to_owned());
            }
            sizes.insert(key.len());
            seen.entry(key).or_insert(text);
        }
    }

    /// A `regex` whose patterns all have a simpler form, and the same one: faster, and nobody has to decipher it.
    fn needless(&mut self, rule: &Rule<Matcher>, matcher: &Matcher) {
        for word in &matcher.words {
            let Word::Regex(patterns) = word else { continue };
            let simpler = patterns.iter().map(|one| simpler(&one.text.text, rule.action == Action::Trim));
            let Some(found) = simpler.collect::<Option<Vec<_>>>() else { continue };
            let Some((word, _)) = found.first().filter(|(word, _)| found.iter().all(|(other, _)| other == word)) else {
                continue;
            };
            let texts = found.iter().flat_map(|(_, texts)| texts).map(|text| format!("\"{text}\""));
            let hint = format!("write {word}: [{}]", texts.collect::<Vec<_>>().join(", "));
            self.note(&patterns[0].text, Code::C204, format!("`regex` of {} is not needed", quoted(&rule.id)), hint);
        }
    }

    /// A whole line that the matcher's other words refuse.
    fn impossible(&mut self, known: Known<'f>) {
        let Some(matcher) = first(known.rule).filter(|matcher| is_static(matcher)) else { return };
        let others = matcher.words.iter().filter(|word| !matches!(word, Word::Line(_))).map(Word::key);
        let others: Vec<String> = others.map(|word| format!("`{word}`")).collect();
        if others.is_empty() || others.iter().any(|word| word == "`regex`") {
            return;
        }
        for text in lines_of(matcher) {
            if self.is_own(text) && self.engine.fits(known.number, &joined(&text.text)) == Some(false) {
                let (said, id) = (quoted(&text.text), quoted(&known.rule.id));
                let message = format!("{said} in {id} can never fit: {} says no", others.join(" "));
                self.note(text, Code::C209, message, String::new());
            }
        }
    }

    /// Rules, and single whole lines, whose lines an earlier rule takes.
    fn shadowed(&mut self, rules: &[Known<'f>]) {
        let owners: Vec<Owner<'f>> = rules.iter().filter_map(|known| Owner::new(known, self.checks)).collect();
        let takers = self.takers(&owners);
        for (at, one) in owners.iter().enumerate() {
            let before = owners[..at.min(MOST_RULES)].iter();
            let earlier: Vec<&Owner> = before
                .filter(|before| is_wider(before.known.ready.zone.as_ref(), one.known.ready.zone.as_ref()))
                .collect();
            let id = quoted(&one.known.rule.id);
            if let Some(before) = earlier.iter().find(|before| before.covers(one, &takers)) {
                let (other, line) = (quoted(&before.known.rule.id), before.known.rule.place.line);
                let message = format!("{id} never owns a line: {other} (line {line}) takes them all");
                let text = Text { text: String::new(), place: one.known.rule.place, file: None };
                self.note(&text, Code::C205, message, "remove it, or put it first".to_owned());
            } else if one.matcher.words.len() == 1 {
                for text in lines_of(one.matcher) {
                    let taker = earlier.iter().find(|before| takers.contains(&(before.known.number, &*text.text)));
                    if let Some(before) = taker.filter(|_| self.is_own(text)) {
                        let message = format!(
                            "{} in {id} is taken by {} already",
                            quoted(&text.text),
                            quoted(&before.known.rule.id)
                        );
                        self.note(text, Code::C208, message, format!("see line {}", before.known.rule.place.line));
                    }
                }
            }
        }
    }

    /// Give the rules that take a whole line that rules name, whatever stands around it. Rules with a pattern are none
    /// of them: it looks at capitals, which a literal does not tell.
    fn takers(&self, owners: &[Owner<'f>]) -> Takers<'f> {
        let texts = owners.iter().flat_map(|one| lines_of(one.matcher)).map(|text| (&*text.text, joined(&text.text)));
        let named: Vec<(&str, String)> = texts.filter(|(_, line)| !line.is_empty()).collect();
        let lines: Vec<&str> = named.iter().map(|(_, line)| line.as_str()).collect();
        let hits = self.engine.takers(&lines.join("\n"));
        let mut found = HashSet::new();
        for one in owners.iter().take(MOST_RULES) {
            if is_static(one.matcher) && !one.matcher.words.iter().any(|word| matches!(word, Word::Regex(_))) {
                found.extend(hits[one.known.number].iter().map(|&hit| (one.known.number, named[hit].0)));
            }
        }
        found
    }
}

/// The rules, by number, that take a whole line.
type Takers<'f> = HashSet<(usize, &'f str)>;

/// Give the text, among those that were seen, that is a part of a key where a word wants its literals.
fn part<'t>(word: &Word, key: &str, sizes: &BTreeSet<usize>, seen: &HashMap<String, &'t Text>) -> Option<&'t Text> {
    let look = |from: usize, size: usize| key.get(from..from + size).and_then(|part| seen.get(part)).copied();
    sizes.iter().take_while(|&&size| size <= key.len()).find_map(|&size| match word {
        Word::Starts(_) => look(0, size),
        Word::Ends(_) => look(key.len() - size, size),
        _ => (0..=key.len() - size).find_map(|from| look(from, size)),
    })
}

/// A rule whose shape is a matcher, with what that asks of a line.
struct Owner<'f> {
    known: Known<'f>,
    matcher: &'f Matcher,
    checks: &'f Checks,
}

impl<'f> Owner<'f> {
    fn new(known: &Known<'f>, checks: &'f [Checks]) -> Option<Owner<'f>> {
        let (Shape::Single(matcher), Shape::Single(id)) = (&known.rule.shape, &known.ready.shape) else { return None };
        let owns = known.rule.action != Action::Trim;
        owns.then(|| Owner { known: *known, matcher, checks: &checks[id.index()] })
    }

    /// Tell whether it takes every line that another rule fits.
    fn covers(&self, one: &Owner, takers: &Takers) -> bool {
        let lines = lines_of(one.matcher);
        if !lines.is_empty() && is_static(self.matcher) {
            return lines.iter().all(|text| takers.contains(&(self.known.number, &*text.text)));
        }
        let implied = |check: &Check| one.checks.checks.iter().any(|given| implies(given, check));
        self.checks.size.includes(one.checks.size) && self.checks.checks.iter().all(implied)
    }
}

/// Tell whether a zone holds another one, whatever the document.
fn is_wider(one: Option<&Where<MatcherId>>, other: Option<&Where<MatcherId>>) -> bool {
    let Some(one) = one else { return true };
    let Some(other) = other else { return false };
    let anchors = [(&one.after, &other.after), (&one.before, &other.before)];
    is_more(one.first, other.first)
        && is_more(one.last, other.last)
        && anchors.iter().all(|(one, other)| one.is_none() || one == other)
}

fn is_more(one: Option<Amount>, other: Option<Amount>) -> bool {
    match (one, other) {
        (None, _) => true,
        (Some(Amount::Lines(one)), Some(Amount::Lines(other))) => one >= other,
        (Some(Amount::Percent(one)), Some(Amount::Percent(other))) => one >= other,
        _ => false,
    }
}

/// Tell whether what a check asks follows from what another one does.
fn implies(given: &Check, wanted: &Check) -> bool {
    match (given, wanted) {
        (Check::Line(given) | Check::Starts(given), Check::Starts(wanted)) => {
            given.iter().all(|key| wanted.iter().any(|one| key.starts_with(&**one)))
        }
        (Check::Line(given) | Check::Ends(given), Check::Ends(wanted)) => {
            given.iter().all(|key| wanted.iter().any(|one| key.ends_with(&**one)))
        }
        (
            Check::Line(given) | Check::Heading(given) | Check::Starts(given) | Check::Ends(given) | Check::Has(given),
            Check::Has(wanted),
        ) => given.iter().all(|key| wanted.iter().any(|one| key.contains(&**one))),
        (Check::Line(given), Check::Line(wanted)) | (Check::Heading(given), Check::Heading(wanted)) => {
            given.iter().all(|key| wanted.contains(key))
        }
        (Check::Like(given), Check::Like(wanted)) => given.iter().all(|one| wanted.contains(one)),
        (Check::Regex(given), Check::Regex(wanted)) => given.iter().all(|one| wanted.contains(one)),
        _ => given == wanted,
    }
}

/// Stands for a run of digits in the texts of a pattern.
const DIGITS: &str = "\0";
/// What runs of digits are in a template, the longest first.
const SLOTS: [(&str, &str); 7] = [
    ("\0\0", "\0"),
    ("\0:\0:\0", "{time}"),
    ("\0:\0", "{time}"),
    ("\0/\0/\0", "{date}"),
    ("\0.\0.\0", "{date}"),
    ("\0-\0-\0", "{date}"),
    ("\0", "{n}"),
];

/// Give the word and the texts that say what a pattern says, or nothing; `part` tells that a part of a line is named.
fn simpler(source: &str, part: bool) -> Option<(&'static str, Vec<String>)> {
    let source = source.strip_prefix("(?i)").unwrap_or(source);
    let hir = regex_syntax::parse(source).ok()?;
    let parts = if let HirKind::Concat(parts) = hir.kind() { &parts[..] } else { std::slice::from_ref(&hir) };
    let is = |hir: Option<&Hir>, look| matches!(hir.map(Hir::kind), Some(HirKind::Look(one)) if *one == look);
    let (starts, ends) = (is(parts.first(), Look::Start), is(parts.last(), Look::End));
    let texts = all(parts.get(usize::from(starts)..parts.len() - usize::from(ends))?)?;
    let odd = |text: &String| text.contains(['"', '{']) || text.trim().is_empty();
    if texts.iter().any(odd) {
        return None;
    }
    if !texts.iter().any(|text| text.contains(DIGITS)) {
        let word = match (starts, ends) {
            (true, true) => "line",
            (true, false) => "starts",
            (false, true) => "ends",
            (false, false) => "has",
        };
        return (!part || word != "line").then_some((word, texts));
    }
    let filled = |text: &String| SLOTS.iter().fold(text.clone(), |text, (digits, slot)| text.replace(digits, slot));
    let templates: Vec<String> = texts.iter().map(filled).collect();
    let right = templates.iter().all(|one| template::problem(one, |_, _| String::new()).is_none());
    (starts && ends && !part && right).then_some(("like", templates))
}

/// Give the texts that parts of a pattern, one behind the other, stand for; nothing where these are more than a few.
fn all(parts: &[Hir]) -> Option<Vec<String>> {
    let mut found = vec![String::new()];
    for part in parts {
        let choices = match part.kind() {
            HirKind::Empty => continue,
            HirKind::Literal(literal) => vec![String::from_utf8(literal.0.to_vec()).ok()?],
            HirKind::Class(_) if is_digit(part) => vec![DIGITS.to_owned()],
            HirKind::Repetition(run) if run.min > 0 && is_digit(&run.sub) => vec![DIGITS.to_owned()],
            HirKind::Capture(group) => all(std::slice::from_ref(&*group.sub))?,
            HirKind::Concat(parts) => all(parts)?,
            HirKind::Alternation(choices) => {
                let texts = choices.iter().map(|one| all(std::slice::from_ref(one)));
                texts.collect::<Option<Vec<_>>>()?.concat()
            }
            _ => return None,
        };
        found = found.iter().flat_map(|text| choices.iter().map(move |choice| format!("{text}{choice}"))).collect();
        if found.len() > MOST_TEXTS {
            return None;
        }
    }
    Some(found)
}

/// Tell whether a part of a pattern is any digit.
fn is_digit(part: &Hir) -> bool {
    regex_syntax::parse(r"\d").is_ok_and(|digit| *part == digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_simpler_forms() {
        let found = |source: &str| simpler(source, false).map(|(word, texts)| format!("{word} {}", texts.join("|")));
        assert_eq!(found("^Most read$").as_deref(), Some("line Most read"));
        assert_eq!(found("^(See|Hear) more").as_deref(), Some("starts See more|Hear more"));
        assert_eq!(found(r"^\d{1,2}:\d{2} \| \d+/\d+/\d{4}$").as_deref(), Some("like {time} | {date}"));
        for none in [r"^Photo \d+:", "^a|b$", "a?b", "[ab]c", "^$", "(?i)a.b", "x{2}"] {
            assert_eq!(found(none), None, "{none}");
        }
        assert_eq!(simpler("^whole$", true), None);
    }
}
