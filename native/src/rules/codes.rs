//! Every code that a mistake in a rule file can have: what it is called, how grave it is, and what to do about it.
//!
//! `cleaner rules explain-code`, the pages of `docs/codes/` and the reports of `cleaner rules lint` are made from this
//! table. A code never changes its meaning; one that falls out of use is not given again. C1 is the form of a file,
//! which every run needs to be right; C2 is what only lint looks at.

/// How grave a mistake is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
}

macro_rules! codes {
    ($($code:ident $severity:ident $title:literal $text:literal)*) => {
        /// One kind of mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($code,)*
        }

        impl Code {
            /// All codes, in order.
            pub const ALL: &[Code] = &[$(Code::$code,)*];

            /// Give the code as it is shown.
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$code => stringify!($code),)*
                }
            }

            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$code => Severity::$severity,)*
                }
            }

            /// Give what the mistake is called.
            pub fn title(self) -> &'static str {
                match self {
                    $(Code::$code => $title,)*
                }
            }

            /// Give why it is a mistake, and what to do.
            pub fn text(self) -> &'static str {
                match self {
                    $(Code::$code => $text,)*
                }
            }
        }
    };
}

codes! {
    C101 Error
        "the file cannot be read as YAML"
        "The file is no UTF-8, no YAML, has no keys at its top, is nested too deeply, or uses anchors, aliases or \
        tags. Rule files are data from anywhere: what could multiply or build objects is refused. Most often a \
        value holds `: ` or ` #` and needs quotes."
    C102 Error
        "unknown key"
        "The rule language has no such key here. The nearest one that it has is suggested; for a word of the \
        language's first edition, what is written now."
    C103 Error
        "duplicate key"
        "YAML would keep the last of two equal keys and drop the first without a word."
    C104 Error
        "a value of the wrong kind"
        "The key needs another kind of value: a list, a number, `true` or `false`, a share such as `80%`, one of a \
        few words."
    C105 Error
        "a bare word that YAML reads as something else"
        "Without quotes YAML makes a truth value of `yes`, `no`, `on` and `off`, a number of `2024`, seconds or a \
        number of `11:26`, and nothing of `null` or `~`. The rule would look for something the page never shows."
    C106 Error
        "a key is missing"
        "A file needs `source` or `package`; a rule needs `id`, exactly one of `drop keep meta trim`, and with \
        `drop` a label, unless its id is one; a block needs `from` and `until`; a test needs `lines` or `file`."
    C107 Error
        "duplicate id"
        "The id names a rule in audits and in `disable`, so each is used once in a file."
    C108 Error
        "unknown label"
        "Labels are a closed list, so that `--keep` and `--drop` mean the same for every source. `meta` needs one \
        of the metadata labels."
    C109 Error
        "an id that is not kebab-case"
        "Small letters, digits and single hyphens, so that ids can be typed and searched for."
    C110 Error
        "a pattern that cannot be used"
        "Patterns are matched in linear time, so that no page can hang a run. They have no look-around and no \
        back-references, and a bound on their size. Several words in one matcher, or `where`, do their work."
    C111 Error
        "a template that cannot be used"
        "A template has fixed words and slots. Unknown slots are refused, and so is a template that would fit every \
        line, or has no slot at all."
    C112 Error
        "a rule that must say where it acts"
        "`until: end` runs to the end of the document. In a package, whose pages nobody has seen, `regex`, \
        `sequence`, `is: doubled` and `is: slug` guess. Such rules need a `where`."
    C113 Error
        "`extends` something that is no package"
        "Inheritance is explicit: the name is that of a package file. A source cannot be extended; what two sources \
        share belongs into a package."
    C114 Error
        "`extends` in a circle"
        "A package extends itself, maybe through others, so that nobody can say whose rules come first."
    C115 Error
        "`disable` of something that is not there"
        "The full name is `package#id`. A rule that was renamed or removed needs no `disable` any more; a misspelt \
        one goes on taking lines."
    C117 Error
        "an empty value"
        "An empty list or text, also among alternatives (`{|a}`), or a matcher with no word, would fit nothing or everything; \
        an empty zone bounds nothing."
    C118 Error
        "words that make no sense together"
        "`trim` names one part of a line by exactly one of `starts ends has regex`. Nothing stands in `is` and in \
        `not`. `takes_prose` is for a block to the end, `max` for one with a matcher as its end. Selectors are CSS that \
        closes its brackets, or XPath behind `xpath:`, and have at most 500 characters."
    C120 Error
        "the file is too large"
        "A rule file has at most a million bytes, and the names of lists and alternatives in it stand for at most 300,000 \
        texts together. It has at most 20,000 rules, each counted for each of its shapes in each of its zones. This one \
        is something else, or should be several."
    C122 Error
        "`match` in a package"
        "Documents belong to sources. A package is used because a source extends it by name."
    C123 Error
        "the name and the place of a file differ"
        "Rule files that come with cleaner are found by their place, so that `rules/a.vn.yaml` holds `source: a.vn` \
        and `rules/cms/a.yaml` holds `package: cms/a`. A file that `tests_in` names lies below the folder of the rule file."
    C124 Error
        "a test line without a mark"
        "Behind `lines: |` each line begins with `+ ` (stays), `- ` (goes) or `~ ` (becomes metadata). Blank lines \
        need no mark: they are blank lines of the document."
    C125 Error
        "an unknown list"
        "`$name` stands for a list of this file, or of a package that it extends. A text that begins with a dollar \
        sign and looks like a name is written with two: `$$name`."
    C126 Error
        "a list that nothing uses"
        "A list is there for rules. One that no rule of its file uses, nor, for a package, a rule of a file that \
        extends it, is most often misspelt where it was to be used."
    C127 Error
        "a list that holds itself"
        "A list may hold others, but not itself, maybe through others."
    C201 Error
        "a host claimed twice"
        "One document has one source. A user's own file may take a host over from a built-in one."
    C202 Error
        "a fingerprint claimed twice"
        "A fingerprint is a phrase that only this source shows; two sources with the same one are told apart by \
        nothing."
    C203 Error
        "a name used twice"
        "Only the first of two files with one name is used; the other lies there in vain."
    C204 Warning
        "a pattern where a literal or a template does"
        "Literals and templates are found by look-up, ignore capitals and tone-mark styles, and can be read. \
        `regex` is for what they cannot say."
    C205 Warning
        "a rule that an earlier one shadows"
        "A line has one owner, the first rule that wants it. An earlier rule of this file wants every line that \
        this one could own."
    C206 Warning
        "a rule that takes ordinary prose"
        "A sentence that some test of these files shows as part of an article fits this rule, and no `where` holds \
        it back."
    C207 Warning
        "a file without tests"
        "Tests are what keeps a rule right when the next one is added: lines that go, lines that stay, and the \
        rule's own words inside prose."
    C208 Warning
        "a literal that adds nothing"
        "Literals compare keys: capitals, tone-mark style and spaces do not count. This one says what another one \
        says, or what an earlier rule takes."
    C209 Warning
        "words that exclude each other"
        "All words of a matcher must hold at once, and here they cannot."
    C210 Warning
        "no schema in the first line"
        "With `# yaml-language-server: $schema=…` in the first line, editors complete keys, show what they mean, \
        and mark mistakes. `cleaner rules schema` gives the schema."
    C212 Warning
        "a source that is never recognised"
        "Without `match` a source is used only where a call or a record names it."
    C213 Warning
        "an `allow` that silences nothing"
        "`# allow: C204` keeps a warning quiet on its own line and the next one. This one has nothing to do; errors \
        cannot be allowed."
}
