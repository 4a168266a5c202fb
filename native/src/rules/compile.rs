//! Rule files → a `Book`: every rule of a source in the order of ownership, literals as keys, patterns ready.

use std::collections::{HashMap, HashSet};
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

/// What the books of a catalogue share: most stand on the same packages.
#[derive(Debug, Default)]
pub struct Shared {
    languages: Vec<Arc<Language>>,
    /// By the word before the texts and their place in memory.
    made: HashMap<(&'static str, usize), Made>,
}

/// Texts made ready for books in a language.
#[derive(Debug)]
struct Made {
    language: Arc<Language>,
    check: Check,
    _texts: Arc<[Text]>, // held, so that no others take their place
}

impl Shared {
    /// Give the one value of equal languages.
    fn language(&mut self, language: Language) -> Arc<Language> {
        if let Some(known) = self.languages.iter().find(|known| ***known == language) {
            return known.clone();
        }
        let language = Arc::new(language);
        self.languages.push(language.clone());
        language
    }

    /// Make texts ready that stand behind a word, unless they were before.
    fn check(&mut self, word: &Word, texts: &Arc<[Text]>, language: &Arc<Language>) -> Check {
        let place = (word.key(), texts.as_ptr().addr());
        let known = self.made.get(&place).filter(|made| Arc::ptr_eq(&made.language, language));
        known.map(|made| made.check.clone()).unwrap_or_else(|| {
            let check = check(word, texts, language);
            let made = Made { language: language.clone(), check: check.clone(), _texts: texts.clone() };
            self.made.insert(place, made);
            check
        })
    }
}

/// Compile a source's file and the packages behind it, in order of ownership.
pub fn compile(files: &[Arc<RuleFile>], shared: &mut Shared) -> Book {
    let disabled: HashSet<&str> = files.iter().flat_map(|file| &file.disable).map(|name| name.text.as_str()).collect();
    let said = said(files, shared);
    let mut compiler = Compiler { matchers: Vec::new(), language: said.language.clone(), shared };
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
fn said(files: &[Arc<RuleFile>], shared: &mut Shared) -> Page<Matcher> {
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
    found.language = shared.language(language);
    found
}

struct Compiler<'s> {
    matchers: Vec<Checks>,
    language: Arc<Language>,
    shared: &'s mut Shared,
}

impl Compiler<'_> {
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
        let one = match word {
            Word::Line(texts)
            | Word::Heading(texts)
            | Word::Row(texts)
            | Word::Starts(texts)
            | Word::Ends(texts)
            | Word::Has(texts)
            | Word::Like(texts) => self.shared.check(word, texts, &self.language),
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

/// Make texts ready that stand behind a word.
fn check(word: &Word, texts: &[Text], language: &Arc<Language>) -> Check {
    let keys = |inside| texts.iter().flat_map(|text| literal::keys(&text.text, inside)).collect();
    match word {
        Word::Heading(_) => Check::Heading(texts.iter().map(|text| bare(&key(&text.text)).into()).collect()),
        Word::Row(_) => {
            let keys: Vec<String> = texts.iter().map(|text| key(&text.text)).collect();
            Check::Row(Arc::new(Names::new(keys.iter().map(String::as_str))))
        }
        Word::Starts(_) => Check::Starts(keys(Inside { left: false, right: true })),
        Word::Ends(_) => Check::Ends(keys(Inside { left: true, right: false })),
        Word::Has(_) => Check::Has(keys(Inside { left: true, right: true })),
        Word::Like(_) => Check::Like(texts.iter().map(|text| Template::new(&text.text, language)).collect()),
        _ => Check::Line(keys(Inside { left: false, right: false })),
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

#[cfg(test)]
mod tests {
    use super::super::load;
    use super::*;

    fn read(text: &str, parent: Option<&Arc<RuleFile>>) -> Arc<RuleFile> {
        let (file, problems) = load::read(text.as_bytes(), "a.yaml", &mut |_| parent.cloned());
        assert!(problems.is_empty(), "{problems:?}");
        Arc::new(file.unwrap())
    }

    fn lines(book: &Book) -> Vec<Arc<[Box<str>]>> {
        let checks = book.matchers.iter().flat_map(|matcher| &matcher.checks);
        checks.filter_map(|check| if let Check::Line(keys) = check { Some(keys.clone()) } else { None }).collect()
    }

    #[test]
    fn books_share_what_they_stand_on() {
        let rule =
            |id| format!("  - {{id: {id}, label: menu, drop: {{line: $names}}, where: [{{first: 9}}, {{last: 9}}]}}\n");
        let package = read(&format!("package: p\nlists: {{names: [News, Home]}}\nrules:\n{}", rule("b")), None);
        let source = read(&format!("source: s\nextends: [p]\nrules:\n{}", rule("a")), Some(&package));
        let mut shared = Shared::default();
        let both = compile(&[source, package.clone()], &mut shared);
        let alone = compile(&[package], &mut shared);
        let [keys] = &lines(&both)[..] else { panic!("the rules name one list") };
        assert_eq!(**keys, ["news".into(), "home".into()]);
        assert!(Arc::ptr_eq(keys, &lines(&alone)[0]) && Arc::ptr_eq(&both.page.language, &alone.page.language));
    }
}
