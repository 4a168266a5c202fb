//! Every word of the rule language, once: what may stand behind it and what it means.
//!
//! The loader checks files against these tables; the JSON Schema and `docs/rules.md` are made from them, so the three
//! cannot disagree.

use super::model::{Label, Trait};
use super::template::SLOTS;

/// One key: the kind of its value, and what editors and the documentation say of it.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    pub kind: Kind,
    pub doc: &'static str,
    pub required: bool,
    pub default: &'static str,
}

/// The keys of one kind of mapping, in the order of the documentation.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub fields: &'static [Field],
}

/// What may stand behind a key.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Text,
    /// A text or a list of texts.
    Texts,
    /// The same, and `$name` stands for a list.
    Listed,
    /// Patterns for keys.
    Patterns,
    Whole,
    Truth,
    /// A share in percent.
    Share,
    /// A number of lines or a share.
    Amount,
    /// A size or a range of sizes: `5..34`.
    Range,
    Id,
    Label,
    SameAs,
    /// Words of `is` and `not`.
    Traits,
    /// A number from 1.
    Count,
    Until,
    Anchor,
    /// A matcher, a block or a sequence, or a list of them.
    Shapes,
    /// Marked lines behind `|`.
    Lines,
    /// Names with a list of texts each.
    Lists,
    Matcher,
    /// A matcher or a list of them.
    Matchers,
    Mapping(&'static Table),
    List(&'static Table),
    /// A mapping or a list of them.
    Several(&'static Table),
}

impl Kind {
    /// Give the name that the documentation and the schema know the kind by.
    pub fn name(self) -> String {
        match self {
            Kind::Text => "str".to_owned(),
            Kind::Texts => "strs".to_owned(),
            Kind::Listed => "texts".to_owned(),
            Kind::Patterns => "patterns".to_owned(),
            Kind::Whole => "int".to_owned(),
            Kind::Truth => "bool".to_owned(),
            Kind::Share => "percent".to_owned(),
            Kind::Amount => "amount".to_owned(),
            Kind::Range => "range".to_owned(),
            Kind::Id => "id".to_owned(),
            Kind::Label => "label".to_owned(),
            Kind::SameAs => "same_as".to_owned(),
            Kind::Traits => "kinds".to_owned(),
            Kind::Count => "count".to_owned(),
            Kind::Until => "until".to_owned(),
            Kind::Anchor => "anchor".to_owned(),
            Kind::Shapes => "shapes".to_owned(),
            Kind::Lines => "lines".to_owned(),
            Kind::Lists => "lists".to_owned(),
            Kind::Matcher => "matcher".to_owned(),
            Kind::Matchers => "matchers".to_owned(),
            Kind::Mapping(table) => table.name.to_owned(),
            Kind::List(table) => format!("list:{}", table.name),
            Kind::Several(table) => format!("several:{}", table.name),
        }
    }
}

impl Table {
    /// Give the keys as messages list them.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.fields.iter().map(|field| field.key)
    }

    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

const fn field(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, doc, required: false, default: "" }
}

const fn required(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key, kind, doc, required: true, default: "" }
}

const fn defaults(key: &'static str, kind: Kind, doc: &'static str, default: &'static str) -> Field {
    Field { key, kind, doc, required: false, default }
}

pub static FILE: Table = Table {
    name: "file",
    fields: &[
        field(
            "source",
            Kind::Text,
            "The source's name, by custom its host; it is also the file's path under `rules/`.",
        ),
        field(
            "package",
            Kind::Text,
            "In place of `source`: the name of a package that sources extend, such as `vi/news`.",
        ),
        field("name", Kind::Text, "The name that people know the source by."),
        field("extends", Kind::Texts, "Packages whose rules come after this file's own, in this order."),
        field("disable", Kind::Texts, "Inherited rules that are switched off, by full name: `vi/news/head#share-bar`."),
        field("match", Kind::Mapping(&MATCH), "How a document of this source is recognised; any one is enough."),
        field(
            "limits",
            Kind::Mapping(&LIMITS),
            "Past these the document is emitted without removals, and flagged `limits`.",
        ),
        field(
            "html",
            Kind::Mapping(&HTML),
            "For HTML input only: what is cut out of the page before the text rules run.",
        ),
        field("page", Kind::Mapping(&PAGE), "What the parts of a page look like in a language; for language packages."),
        field("lists", Kind::Lists, "Lists of texts by name; `$name` stands for one wherever a matcher takes texts."),
        field("where", Kind::Several(&WHERE), "Where the rules of this file act that do not say it themselves."),
        field("rules", Kind::List(&RULE), "The rules, in the order in which they own lines."),
        field("tests", Kind::List(&TEST), "What these rules must and must not do; run by `cleaner rules test`."),
        field(
            "tests_in",
            Kind::Texts,
            "Files with more tests, below the folder of this one; each holds `tests:` alone.",
        ),
    ],
};

pub static MATCH: Table = Table {
    name: "match",
    fields: &[
        field(
            "host",
            Kind::Texts,
            "Hosts of the record's URL, of a path part or of the page's canonical link. Subdomains count.",
        ),
        field(
            "text",
            Kind::Texts,
            "Fingerprints: phrases of this source's template that no other source shows, for text that comes without an address.",
        ),
    ],
};

pub static LIMITS: Table = Table {
    name: "limits",
    fields: &[
        defaults(
            "max_removed",
            Kind::Share,
            "The largest share of characters that rules may take; addresses of Markdown links do not count.",
            "97%",
        ),
        defaults(
            "min_kept",
            Kind::Whole,
            "The fewest sentences that must stay; a long line that ends in a colon is one.",
            "1",
        ),
    ],
};

pub static HTML: Table = Table {
    name: "html",
    fields: &[
        field("content", Kind::Texts, "The elements that hold the article; where none is found, it is looked for."),
        field("title", Kind::Texts, "The headline."),
        field("remove", Kind::Texts, "What goes out of the content; the audit shows it with this file as its owner."),
        field("published", Kind::Texts, "When it was published: a text, or the `content` or `datetime` of an element."),
        field("byline", Kind::Texts, "Who wrote it."),
        field(
            "junk",
            Kind::Texts,
            "Words in the class or id of boxes that are none of the article, such as `comments`; they count where no selector finds the article.",
        ),
        field("beside", Kind::Texts, "Words in the class or id of what stands beside running text, such as `caption`."),
        field("body", Kind::Texts, "Words in the class or id of blocks that hold an article, such as `content`."),
    ],
};

pub static PAGE: Table = Table {
    name: "page",
    fields: &[
        field(
            "ends",
            Kind::Matchers,
            "No article goes on below such a line: a heading or button of what stands under it.",
        ),
        field(
            "box",
            Kind::Matchers,
            "Headings of boxes, and buttons: no article begins with one, and none is a subheading of an article.",
        ),
        field("comments", Kind::Matchers, "Headings of what readers say."),
        field(
            "imprint",
            Kind::Matchers,
            "What a paper says about itself, and to its readers: never an article's text.",
        ),
        field("credit", Kind::Matchers, "Whose a picture is: part of an article where it stands near its text."),
        field("menu", Kind::Matchers, "Lines of the menu above an article; none is a subheading."),
        field("no_headline", Kind::Matchers, "What has the length of a headline and is none."),
        field("error", Kind::Matchers, "The one line of a page that is not there."),
        field("caption", Kind::Matchers, "A line of a picture: it recurs on many pages and stays. For `rules learn`."),
        field("before_date", Kind::Patterns, "What may stand right before a date: the names of days."),
        field("date", Kind::Patterns, "Further forms of a date, beside those of numbers alone."),
        field("time", Kind::Patterns, "Further forms of a time, beside `11:26`."),
        field("beside_stamp", Kind::Patterns, "Words that stand beside a date and a clock and say nothing more."),
        field(
            "no_stamp",
            Kind::Patterns,
            "Words that no stamp has: a time from which, or up to which, something lasts.",
        ),
        field("joints", Kind::Texts, "Words between the names of two people."),
        field(
            "letters",
            Kind::Texts,
            "Letters that texts in other languages do not have: a text of which fewer than one line in ten has one is in another.",
        ),
    ],
};

pub static RULE: Table = Table {
    name: "rule",
    fields: &[
        required("id", Kind::Id, "Its name: kebab-case, unique in the file; shown with every line that it takes."),
        field(
            "label",
            Kind::Label,
            "What kind of thing the lines are. Decides whether they go, stay or become metadata. A `drop` or `meta` whose `id` is a label need not say it.",
        ),
        field("why", Kind::Text, "Why the rule is right, for the next reader."),
        field("drop", Kind::Shapes, "Lines that get the label: boilerplate leaves, `title lead caption` stay."),
        field("keep", Kind::Shapes, "Lines that stay whatever other rules say."),
        field("meta", Kind::Shapes, "Lines that leave the text and become metadata under the label."),
        field("trim", Kind::Matchers, "Cuts the part that `starts`, `ends`, `has` or `regex` names; the rest stays."),
        field("where", Kind::Several(&WHERE), "The part of the document in which the rule may act, or several."),
    ],
};

pub static MATCHER: Table = Table {
    name: "matcher",
    fields: &[
        field("line", Kind::Listed, "Its key equals one of these."),
        field(
            "heading",
            Kind::Listed,
            "The same, but marks around it do not count: `## News`, `» News:`, `[News]` and `News (12)` are `News`.",
        ),
        field(
            "row",
            Kind::Listed,
            "It is a row of these and nothing else: two or more with signs between them, or three: `News | Contact`.",
        ),
        field("starts", Kind::Listed, "Its key begins with one of these; a space at the end asks for a further word."),
        field("ends", Kind::Listed, "Its key ends with one of these; a space at the start asks for a word before."),
        field("has", Kind::Listed, "Its key contains one of these."),
        field(
            "like",
            Kind::Listed,
            "It fits a template from end to end; slots `{title} {date} {time} {n} {url} {host} {words}`.",
        ),
        field("regex", Kind::Listed, "A pattern is found in the line. Last resort; `\\w \\b \\d \\s` know Unicode."),
        field("words", Kind::Range, "It has so many words: `5..34`, `..14`, `5..`, or a number."),
        field("chars", Kind::Range, "It has so many characters: `..190` and the like."),
        field("is", Kind::Traits, "It is all of these: `sentence prose headline names stamp slug doubled own-links`."),
        field("not", Kind::Traits, "It is none of these."),
        field(
            "same_as",
            Kind::SameAs,
            "Its key equals the line above (`previous`), the `title`, or `any` earlier line.",
        ),
        field("follows", Kind::Matcher, "The line right above fits this matcher."),
    ],
};

pub static BLOCK: Table = Table {
    name: "block",
    fields: &[
        required(
            "from",
            Kind::Matchers,
            "The first line of the block; several matchers fit neighbouring lines, and the block begins at the first.",
        ),
        required("until", Kind::Until, "The line before which the block ends: a matcher, or the `end` of the zone."),
        defaults(
            "max",
            Kind::Count,
            "The most lines that a block with a matcher as its end may have; if that is not found within them, the rule does not fire.",
            "40",
        ),
        defaults(
            "takes_prose",
            Kind::Truth,
            "`true`: a block to the `end` fires even where it may take the article's last paragraph. See below.",
            "false",
        ),
    ],
};

pub static SEQUENCE: Table = Table {
    name: "sequence",
    fields: &[
        required("sequence", Kind::List(&MATCHER), "Neighbouring lines that fit one after the other."),
        defaults("repeat", Kind::Count, "At least so many times in a row.", "1"),
    ],
};

pub static WHERE: Table = Table {
    name: "where",
    fields: &[
        field("first", Kind::Amount, "Only in the first N lines, or N% of them."),
        field("last", Kind::Amount, "Only in the last N lines, or N% of them."),
        field(
            "after",
            Kind::Anchor,
            "Only below the `title`, the first line of running text (`body-start`), the last one (`body-end`), or the first line that fits a matcher.",
        ),
        field(
            "before",
            Kind::Anchor,
            "Only above the `title`, the first line of running text (`body-start`), the last one (`body-end`), or the first line that fits a matcher.",
        ),
    ],
};

pub static TEST: Table = Table {
    name: "test",
    fields: &[
        field("name", Kind::Text, "What the test shows."),
        field("lines", Kind::Lines, "Lines behind `+` must stay, behind `-` go, behind `~` become metadata."),
        field(
            "html",
            Kind::Text,
            "A page. Its `lines` are then all that must come out of it (`+`), and what must not.",
        ),
        field("file", Kind::Text, "A document, from this file's folder; its accepted output is `NAME.expected.txt`."),
        field("url", Kind::Text, "The document's address."),
        field("title", Kind::Text, "The document's title, as its record would give it."),
    ],
};

const WARY: &str = "a block to the end is wary by itself; `takes_prose: true` is for one that need not be";

/// Words of the first edition, by table, and what is written now.
const OLD_KEYS: [(&str, &str, &str); 14] = [
    ("matcher", "min_words", "write `words: 5..`"),
    ("matcher", "max_words", "write `words: ..14`"),
    ("matcher", "max_chars", "write `chars: ..190`"),
    ("matcher", "sentence", "write `is: sentence` or `not: sentence`"),
    ("matcher", "prose", "write `is: prose` or `not: prose`"),
    ("matcher", "names", "write `is: names` or `not: names`"),
    ("matcher", "stamp", "write `is: stamp` or `not: stamp`"),
    ("matcher", "doubled", "write `is: doubled` or `not: doubled`"),
    ("matcher", "slug", "write `is: slug` or `not: slug`"),
    ("matcher", "letters", "write `regex: ['\\p{L}']`"),
    ("block", "wary", WARY),
    ("matcher", "wary", WARY),
    ("rule", "wary", WARY),
    ("rule", "replace", "rules add no text: `trim` cuts a part, `drop` takes the line"),
];

/// Give what is written now for a word that the language no longer has.
pub fn now_written(table: &Table, key: &str) -> Option<&'static str> {
    OLD_KEYS.iter().find(|(name, old, _)| *name == table.name && *old == key).map(|(.., now)| *now)
}

/// Anchors of the first edition, and what is written now.
pub const OLD_ANCHORS: [(&str, &str); 2] = [("lead", "body-start"), ("body", "body-end")];

/// An end of a block of the first edition, and what is written now.
pub const OLD_END: (&str, &str) = ("blank", "blank lines do not count: a matcher for the line below, or `end`");

/// All tables, in the order of the documentation.
pub static TABLES: [&Table; 11] =
    [&FILE, &MATCH, &LIMITS, &HTML, &PAGE, &RULE, &MATCHER, &BLOCK, &SEQUENCE, &WHERE, &TEST];

pub const ANCHORS: [&str; 3] = ["title", "body-start", "body-end"];
pub const SAME_AS: [&str; 3] = ["previous", "title", "any"];

/// Give what each word of `is` and `not` means.
pub fn meaning(one: Trait) -> &'static str {
    match one {
        Trait::Sentence => "ends as a sentence does: `. ! ? …`, also before closing quotes or brackets",
        Trait::Prose => "running text: a sentence of 80 characters and 15 words, or more",
        Trait::Headline => "no sentence, of a headline's length: 5 to 34 words",
        Trait::Names => {
            "one to seven words, each with a capital, as bylines are; `- – / & ,` and the `joints` of `page:` may stand between: `Lan Anh - Thu Ha`"
        }
        Trait::Stamp => "a date with its year and a clock, with at most five other words: `Lan Anh, 13/01/2025 11:26`",
        Trait::Slug => "three or more unaccented lower-case words: an image's file name left as text",
        Trait::OwnLinks => {
            "one link or more to the source's own pages and nothing else, as Markdown writes them: `### [Lan Anh](https://tin.example.vn/a.html)`; its hosts are those of `match`"
        }
        Trait::Doubled => "one phrase of two words or more, written twice: `A b A b`",
    }
}

/// Give the names of all slots of templates.
pub fn slots() -> impl Iterator<Item = &'static str> {
    SLOTS.into_iter().map(super::template::Slot::name)
}

/// Give the names of all labels.
pub fn labels() -> impl Iterator<Item = &'static str> + Clone {
    Label::ALL.iter().map(|label| label.name())
}

/// Give the words of `is` and `not`.
pub fn traits() -> impl Iterator<Item = &'static str> + Clone {
    Trait::ALL.iter().map(|one| one.name())
}
