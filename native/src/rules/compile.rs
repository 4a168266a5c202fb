//! Rule files → a `Book`: every rule of a source in the order of ownership, literals as keys, patterns ready.

use std::collections::HashSet;
use std::sync::Arc;

use super::language::Language;
use super::literal::{self, Inside};
use super::model::{
    Anchor, Book, Check, Checks, Limits, Matcher, MatcherId, Origin, Page, Part, Rule, RuleFile, Shape, Text, Until,
    Where, Word,
};
use super::prefilter::Prefilter;
use super::size::Size;
use super::template::Template;
use crate::line::{heading::bare, key, row::Names};

/// Compile a source's file and the packages behind it, in order of ownership.
pub fn compile(files: &[Arc<RuleFile>]) -> Book {
    let disabled: HashSet<&str> = files.iter().flat_map(|file| &file.disable).map(|name| name.text.as_str()).collect();
    let said = said(files);
    let mut compiler = Compiler { matchers: Vec::new(), language: said.language.clone() };
    let rules = files.iter().flat_map(|file| &file.rules).filter(|rule| !disabled.contains(&*rule.name));
    let rules = rules.map(|rule| compiler.rule(rule)).collect();
    let page = compiler.page(&said);
    let html = files.iter().filter_map(|file| file.html.as_ref());
    let html = html.filter(|html| !disabled.contains(&format!("{}#html", html.owner).as_str())).cloned().collect();
    Book {
        name: files.first().map(|file| file.name.clone()).unwrap_or_default(),
        rules,
        prefilter: Arc::new(Prefilter::new(&compiler.matchers)),
        matchers: compiler.matchers,
        page,
        limits: files.iter().find_map(|file| file.limits).unwrap_or_else(Limits::default),
        html,
        hosts: files.iter().flat_map(|file| &file.matched.hosts).map(|host| host.text.clone()).collect(),
        files: files.iter().map(|file| file.shown.clone()).collect(),
        digest: digest(files),
        origin: Origin {
            names: files.iter().map(|file| file.name.clone()).collect(),
            paged: files.iter().filter(|file| file.page.is_some()).map(|file| file.name.clone()).collect(),
            disabled: disabled.into_iter().map(str::to_owned).collect(),
        },
    }
}

/// Give what the `page:` sections of some files say; of each key the first that has it.
fn said(files: &[Arc<RuleFile>]) -> Page<Matcher> {
    let mut found = Page::default();
    let mut language = Language::default();
    for page in files.iter().filter_map(|file| file.page.as_ref()) {
        let known = |part: &Part| found.parts.iter().any(|(one, _)| one == part);
        let parts: Vec<_> = page.parts.iter().filter(|(part, _)| !known(part)).cloned().collect();
        found.parts.extend(parts);
        let mut other = (*page.language).clone();
        for ((_, own), (_, other)) in language.keys_mut().into_iter().zip(other.keys_mut()) {
            if own.is_empty() {
                own.append(other);
            }
        }
    }
    found.language = Arc::new(language);
    found
}

struct Compiler {
    matchers: Vec<Checks>,
    language: Arc<Language>,
}

impl Compiler {
    fn rule(&mut self, rule: &Rule<Matcher>) -> Rule<MatcherId> {
        Rule {
            owner: rule.owner.clone(),
            id: rule.id.clone(),
            name: rule.name.clone(),
            at: rule.at.clone(),
            place: rule.place,
            action: rule.action,
            label: rule.label,
            shape: self.shape(&rule.shape),
            zone: rule.zone.as_ref().map(|zone| self.zone(zone)),
            why: rule.why.clone(),
        }
    }

    fn shape(&mut self, shape: &Shape<Matcher>) -> Shape<MatcherId> {
        match shape {
            Shape::Single(matcher) => Shape::Single(self.matcher(matcher)),
            Shape::Block { from, until, max, takes_prose } => Shape::Block {
                from: self.all(from),
                until: match until {
                    Until::End => Until::End,
                    Until::Fits(matcher) => Until::Fits(self.matcher(matcher)),
                },
                max: *max,
                takes_prose: *takes_prose,
            },
            Shape::Sequence { items, rounds } => Shape::Sequence { items: self.all(items), rounds: *rounds },
        }
    }

    fn all(&mut self, matchers: &[Matcher]) -> Vec<MatcherId> {
        matchers.iter().map(|matcher| self.matcher(matcher)).collect()
    }

    fn page(&mut self, page: &Page<Matcher>) -> Page<MatcherId> {
        Page {
            parts: page.parts.iter().map(|(part, all)| (*part, self.all(all))).collect(),
            language: page.language.clone(),
        }
    }

    fn zone(&mut self, zone: &Where<Matcher>) -> Where<MatcherId> {
        let after = zone.after.as_ref().map(|anchor| self.anchor(anchor));
        let before = zone.before.as_ref().map(|anchor| self.anchor(anchor));
        Where { first: zone.first, last: zone.last, after, before }
    }

    fn anchor(&mut self, anchor: &Anchor<Matcher>) -> Anchor<MatcherId> {
        match anchor {
            Anchor::Title => Anchor::Title,
            Anchor::BodyStart => Anchor::BodyStart,
            Anchor::BodyEnd => Anchor::BodyEnd,
            Anchor::Fits(matcher) => Anchor::Fits(self.matcher(matcher)),
        }
    }

    /// Give the number of a matcher; two that ask the same share one.
    fn matcher(&mut self, matcher: &Matcher) -> MatcherId {
        let size = matcher.words.iter().fold(Size::default(), |size, word| match word {
            Word::Words(range) => size.with_words((*range).into()),
            Word::Chars(range) => size.with_chars((*range).into()),
            _ => size,
        });
        let mut checks: Vec<Check> = matcher.words.iter().flat_map(|word| self.checks(word)).collect();
        checks.sort_by_key(cost);
        let checks = Checks { size, checks };
        let place = self.matchers.iter().position(|known| *known == checks).unwrap_or(self.matchers.len());
        if place == self.matchers.len() {
            self.matchers.push(checks);
        }
        MatcherId(place as u32)
    }

    fn checks(&mut self, word: &Word) -> Vec<Check> {
        let keys = |texts: &[Text], inside| texts.iter().flat_map(|text| literal::keys(&text.text, inside)).collect();
        let one = match word {
            Word::Line(texts) => Check::Line(keys(texts, Inside { left: false, right: false })),
            Word::Heading(texts) => Check::Heading(texts.iter().map(|text| bare(&key(&text.text)).into()).collect()),
            Word::Row(texts) => {
                let keys: Vec<String> = texts.iter().map(|text| key(&text.text)).collect();
                Check::Row(Names::new(keys.iter().map(String::as_str)))
            }
            Word::Starts(texts) => Check::Starts(keys(texts, Inside { left: false, right: true })),
            Word::Ends(texts) => Check::Ends(keys(texts, Inside { left: true, right: false })),
            Word::Has(texts) => Check::Has(keys(texts, Inside { left: true, right: true })),
            Word::Like(texts) => {
                Check::Like(texts.iter().map(|text| Template::new(&text.text, &self.language)).collect())
            }
            Word::Regex(patterns) => Check::Regex(patterns.clone()),
            Word::Words(_) | Word::Chars(_) => return Vec::new(), // its size
            Word::SameAs(what) => Check::SameAs(*what),
            Word::Follows(matcher) => Check::Follows(self.matcher(matcher)),
            Word::Is(traits) => return traits.iter().map(|one| Check::Is(*one)).collect(),
            Word::Not(traits) => return traits.iter().map(|one| Check::Not(*one)).collect(),
        };
        vec![one]
    }
}

/// Rank a check by what it costs to ask.
fn cost(check: &Check) -> u8 {
    match check {
        Check::Line(_) | Check::Heading(_) => 0,
        Check::Starts(_) | Check::Ends(_) | Check::SameAs(_) => 1,
        Check::Is(_) | Check::Not(_) | Check::Row(_) => 2,
        Check::Has(_) => 3,
        Check::Like(_) => 4,
        Check::Regex(_) => 5,
        Check::Follows(_) => 6,
    }
}

/// Give a fingerprint of files: 48 bits of FNV-1a over what they hold.
fn digest(files: &[Arc<RuleFile>]) -> String {
    let bytes = files.iter().flat_map(|file| file.digest.to_le_bytes());
    format!("{:012x}", fnv(bytes) >> 16)
}

/// Hash bytes as FNV-1a does, the same on every machine.
pub fn fnv(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}
