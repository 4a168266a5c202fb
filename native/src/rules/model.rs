//! A rule file as values, and what the engine runs on.
//!
//! A rule is written with matchers that stand inside it (`Rule<Matcher>`); in a `Book` these are numbered, and two that
//! say the same are one (`Rule<MatcherId>`). All else about a rule is the same in both.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::language::Language;
use super::pattern::Pattern;
use super::prefilter::Prefilter;
use super::size::{Range, Size};
use super::template::Template;
use crate::line::row::Names;

/// The most lines a block has when the rule does not say.
pub const DEFAULT_MAX: usize = 40;

/// Where something stands in a rule file; both count from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub line: u32,
    pub column: u32,
}

/// A text of a rule file that knows where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub place: Place,
    /// The file, where it may be another one than that of the rule: a text of a list.
    pub file: Option<Arc<str>>,
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text { text: text.to_owned(), place: Place::default(), file: None }
    }
}

/// A list of texts with a name, by which rules use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextList {
    /// The name of the file that it stands in, and that file's path.
    pub owner: Arc<str>,
    pub file: Arc<str>,
    pub name: String,
    pub texts: Arc<[Text]>,
    pub place: Place,
}

/// Declares an enum whose values have names in the language, each once.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$inner:meta])* $value:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$inner])* $value,)*
        }

        impl $name {
            /// All of them, in the order of the documentation.
            pub const ALL: &[$name] = &[$($name::$value,)*];

            /// Give the word of the language.
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$value => $text,)*
                }
            }

            /// Give what a word of the language stands for.
            pub fn named(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.name() == word)
            }
        }
    };
}

named! {
    /// What a rule does with the lines that fit.
    Action { Drop = "drop", Keep = "keep", Meta = "meta", Trim = "trim", }
}

named! {
    /// What kind of thing a line is.
    Label {
        Menu = "menu",
        Breadcrumb = "breadcrumb",
        Follow = "follow",
        Share = "share",
        Player = "player",
        FontSize = "font-size",
        Related = "related",
        MostRead = "most-read",
        Video = "video",
        Multimedia = "multimedia",
        Comments = "comments",
        Tags = "tags",
        Ad = "ad",
        Newsletter = "newsletter",
        Footer = "footer",
        Copyright = "copyright",
        Loading = "loading",
        Debris = "debris",
        Duplicate = "duplicate",
        Published = "published",
        Byline = "byline",
        Credit = "credit",
        Origin = "origin",
        Title = "title",
        Lead = "lead",
        Caption = "caption",
    }
}

impl Label {
    /// Give what a line with this label is, in a few words.
    pub fn meaning(self) -> &'static str {
        match self {
            Label::Menu => "sections of the site, headings of pages",
            Label::Breadcrumb => "the way from the home page to this one",
            Label::Follow => "invitations to follow the outlet elsewhere",
            Label::Share => "share and copy-link bars, buttons",
            Label::Player => "what an audio or video player shows",
            Label::FontSize => "the size of letters, print and night modes",
            Label::Related => "headlines of other articles, and the titles of such lists",
            Label::MostRead => "lists of what is read most or is new",
            Label::Video => "lists of videos",
            Label::Multimedia => "lists of pictures, podcasts, graphics",
            Label::Comments => "readers' comments, and the box for one",
            Label::Tags => "keywords and topics",
            Label::Ad => "advertisements and offers of the outlet itself",
            Label::Newsletter => "invitations to subscribe",
            Label::Footer => "the imprint, addresses, all that ends a page",
            Label::Copyright => "who owns the text",
            Label::Loading => "what stands where something has not been loaded",
            Label::Debris => "markup, scripts and other remains of the page",
            Label::Duplicate => "a line that stands there twice",
            Label::Title => "the headline",
            Label::Lead => "the paragraph under the headline",
            Label::Caption => "what stands under a picture",
            Label::Published => "when it was published or changed",
            Label::Byline => "who wrote it",
            Label::Credit => "the agency or photographer it is from",
            Label::Origin => "the outlet that it was taken over from",
        }
    }

    /// Give what becomes of such lines if nothing else is said.
    pub fn fate(self) -> Fate {
        match self {
            Label::Published | Label::Byline | Label::Credit | Label::Origin => Fate::BecomesMeta,
            Label::Title | Label::Lead | Label::Caption => Fate::Stays,
            _ => Fate::Leaves,
        }
    }
}

/// What becomes of lines of a label, if nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Boilerplate: leaves the text.
    Leaves,
    /// Metadata: leaves the text, and is kept in the record.
    BecomesMeta,
    /// A part of the article.
    Stays,
}

named! {
    /// A yes-or-no fact about one line, a word of `is` and `not`.
    Trait {
        Sentence = "sentence",
        Prose = "prose",
        Headline = "headline",
        Names = "names",
        Stamp = "stamp",
        Doubled = "doubled",
        Slug = "slug",
        OwnLinks = "own-links",
    }
}

named! {
    /// Whose key a line's key equals.
    SameAs { Previous = "previous", Title = "title", Any = "any", }
}

/// A number of lines, or a share of all lines in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    Lines(u32),
    Percent(f64),
}

impl Amount {
    /// Count the lines that this means in a document of `total` lines; halves go to the even number.
    pub fn of(self, total: usize) -> usize {
        match self {
            Amount::Lines(lines) => lines as usize,
            Amount::Percent(share) => (total as f64 * share / 100.0).round_ties_even() as usize,
        }
    }
}

/// What a line must be like, as written. All words must hold; several values of one word are alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Matcher {
    pub place: Place,
    pub words: Vec<Word>,
}

/// One word of a matcher with its values, as written. Rules that are written with several zones share them, and so do
/// those that name the same list.
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    Line(Arc<[Text]>),
    Heading(Arc<[Text]>),
    Row(Arc<[Text]>),
    Starts(Arc<[Text]>),
    Ends(Arc<[Text]>),
    Has(Arc<[Text]>),
    Like(Arc<[Text]>),
    Regex(Arc<[Pattern]>),
    Words(Range),
    Chars(Range),
    Is(Vec<Trait>),
    Not(Vec<Trait>),
    SameAs(SameAs),
    Follows(Box<Matcher>),
}

impl Word {
    /// Give the word of the language.
    pub fn key(&self) -> &'static str {
        match self {
            Word::Line(_) => "line",
            Word::Heading(_) => "heading",
            Word::Row(_) => "row",
            Word::Starts(_) => "starts",
            Word::Ends(_) => "ends",
            Word::Has(_) => "has",
            Word::Like(_) => "like",
            Word::Regex(_) => "regex",
            Word::Words(_) => "words",
            Word::Chars(_) => "chars",
            Word::Is(_) => "is",
            Word::Not(_) => "not",
            Word::SameAs(_) => "same_as",
            Word::Follows(_) => "follows",
        }
    }
}

/// What stands behind `drop`, `keep`, `meta` and `trim`; `M` is a matcher.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape<M> {
    /// Each line that fits.
    Single(M),
    /// The lines from the first that fits `from` (further ones must fit right below) down to the line before `until`,
    /// at most `max` of them. One to the end leaves alone what may be the article's last paragraph, unless it
    /// `takes_prose`.
    Block { from: Vec<M>, until: Until<M>, max: usize, takes_prose: bool },
    /// Neighbouring lines that fit one after the other, at least `rounds` times in a row.
    Sequence { items: Vec<M>, rounds: u32 },
}

/// Where a block ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Until<M> {
    /// At the end of the zone.
    End,
    /// Above the next line that fits.
    Fits(M),
}

/// A place in a document from which a zone is measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Anchor<M> {
    Title,
    BodyStart,
    BodyEnd,
    /// The first line that fits.
    Fits(M),
}

/// The part of the document in which a rule may act; what is given narrows each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Where<M> {
    pub first: Option<Amount>,
    pub last: Option<Amount>,
    pub after: Option<Anchor<M>>,
    pub before: Option<Anchor<M>>,
}

/// One rule: one shape in one zone. A rule that is written with several of either is as many of these, of one name.
/// `owner` is the name of the file it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule<M> {
    pub owner: Arc<str>,
    pub id: String,
    /// The full name, `owner#id`, as it stands in audits and in `disable`.
    pub name: Arc<str>,
    /// Where it stands, `file:line`: with the name, what every removed line is stamped with.
    pub at: Arc<str>,
    pub place: Place,
    pub action: Action,
    pub label: Option<Label>,
    pub shape: Shape<M>,
    pub zone: Option<Where<M>>,
    pub why: String,
}

/// How much may go before the rules are not believed: characters in percent, sentences that must stay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub max_removed: f64,
    pub min_kept: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_removed: 97.0, min_kept: 1 }
    }
}

/// Selectors for HTML input, as plain data for those who read pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Html {
    /// The name of the file they stand in, and its path as it is shown.
    pub owner: Arc<str>,
    pub file: Arc<str>,
    /// Keys of the section and their selectors, in the order of the file.
    pub selectors: Vec<(String, Vec<Text>)>,
}

/// How a source is recognised.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Match {
    pub hosts: Vec<Text>,
    pub fingerprints: Vec<Text>,
}

named! {
    /// A part of a page that a language package describes in its `page:` section.
    Part {
        Ends = "ends",
        Box = "box",
        Comments = "comments",
        Imprint = "imprint",
        Credit = "credit",
        /// A line of the menu above the article.
        Menu = "menu",
        NoHeadline = "no_headline",
        Error = "error",
        Caption = "caption",
    }
}

/// What the parts of a page look like in a language: of the matchers of one part any may fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<M> {
    pub parts: Vec<(Part, Vec<M>)>,
    pub language: Arc<Language>,
}

impl<M> Default for Page<M> {
    fn default() -> Self {
        Page { parts: Vec::new(), language: Arc::default() }
    }
}

impl<M> Page<M> {
    /// Give the matchers of a part, of which any may fit.
    pub fn part(&self, part: Part) -> &[M] {
        self.parts.iter().find(|(known, _)| *known == part).map_or(&[], |(_, matchers)| matchers)
    }
}

/// One line of a test inside a rule file; a blank line has no mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestLine {
    pub place: Place,
    pub mark: Option<char>,
    pub text: String,
}

/// A test inside a rule file: marked lines, also of a page, or a document against its accepted snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestCase {
    pub place: Place,
    pub name: String,
    pub lines: Vec<TestLine>,
    pub file: String,
    pub url: String,
    pub title: String,
    pub html: String,
}

/// One YAML file: a source, or a package that sources extend.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleFile {
    pub name: Arc<str>,
    /// The path as errors and audits show it.
    pub shown: Arc<str>,
    pub place: Place,
    pub package: bool,
    /// The name that people know the source by.
    pub display: String,
    pub extends: Vec<Text>,
    pub disable: Vec<Text>,
    pub matched: Match,
    pub limits: Option<Limits>,
    pub html: Option<Html>,
    /// The lists that its rules know: its own first, then those of the packages that it extends.
    pub lists: Vec<Arc<TextList>>,
    /// Those of them that it uses.
    pub used: Vec<Arc<TextList>>,
    pub page: Option<Page<Matcher>>,
    pub rules: Vec<Rule<Matcher>>,
    pub tests: Vec<TestCase>,
    /// Files with more tests, which only those who test read.
    pub tests_in: Vec<Text>,
    /// A hash of the file's bytes.
    pub digest: u64,
}

/// The number of a matcher in its `Book`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatcherId(pub u32);

impl MatcherId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One thing that a line must be, made ready. Literals are keys in the old school's spelling, as keys of lines are; a
/// space at the edge of a literal is kept where that edge lies inside the line.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    Line(Arc<[Box<str>]>),
    /// Keys without the marks around them.
    Heading(Arc<[Box<str>]>),
    Row(Arc<Names>),
    Starts(Arc<[Box<str>]>),
    Ends(Arc<[Box<str>]>),
    Has(Arc<[Box<str>]>),
    Like(Arc<[Template]>),
    Regex(Arc<[Pattern]>),
    Is(Trait),
    Not(Trait),
    SameAs(SameAs),
    /// The line right above fits this matcher, whatever rule owns it.
    Follows(MatcherId),
}

/// What one matcher asks of a line: its size, and checks, the cheapest first; all must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks {
    pub size: Size,
    pub checks: Vec<Check>,
}

/// All rules that hold for one source, in the order in which they own lines, and what was said about the document.
#[derive(Clone, Debug, Default)]
pub struct Book {
    pub name: Arc<str>,
    pub rules: Vec<Rule<MatcherId>>,
    /// What the rules' `MatcherId`s stand for.
    pub matchers: Vec<Checks>,
    /// Tells which of them a line could fit.
    pub prefilter: Arc<Prefilter>,
    /// What language packages say of the parts of a page; of each key, the first file that has it.
    pub page: Page<MatcherId>,
    pub limits: Limits,
    pub html: Vec<Html>,
    /// The source's hosts.
    pub hosts: Vec<String>,
    /// Shown paths of the files it was made of, in order of ownership.
    pub files: Vec<Arc<str>>,
    /// A fingerprint of these files.
    pub digest: String,
    pub origin: Origin,
}

/// What a book was made of, as far as it tells whether one holds all that another does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Names of the files, in order of ownership.
    pub names: Vec<Arc<str>>,
    /// Those that say something of the parts of a page.
    pub paged: Vec<Arc<str>>,
    /// Full names of what is disabled.
    pub disabled: BTreeSet<String>,
}

impl Origin {
    /// Tell whether all that another book does is in this one, and pages have the same parts for both.
    pub fn holds(&self, other: &Origin) -> bool {
        other.names.iter().all(|name| self.names.contains(name))
            && self.paged == other.paged
            && self.disabled == other.disabled
    }

    /// Tell whether the files of another book come in the same order in this one.
    pub fn orders_as(&self, other: &Origin) -> bool {
        let mut names = self.names.iter();
        other.names.iter().all(|name| names.any(|own| own == name))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}
