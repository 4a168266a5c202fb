"""Every code that a problem in a rule file can have: what it is called, how grave it is, and what to do about it.

`cleaner rules explain-code`, the pages of ``docs/codes/`` and the reports of `cleaner rules lint` all read this table.
A code never changes its meaning; one that falls out of use is not given again. C1 is the form of a file, which every
run needs to be right; C2 is what only lint looks at.
"""

from __future__ import annotations

from typing import Final, Literal

from cleaner.rulebook.codes_examples import EXAMPLES
from cleaner.values import dataclass

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem. `bad` and `good` are pieces of a rule file, without and with the cure."""

    code: str
    severity: Severity
    title: str
    text: str

    @property
    def bad(self) -> str:
        """Give a piece of a rule file that has the problem."""
        return EXAMPLES[self.code][0]

    @property
    def good(self) -> str:
        """Give the same piece put right."""
        return EXAMPLES[self.code][1]


def severity(code: str) -> Severity:
    """Tell how grave a code is; one that the table does not know is an error."""
    return CODES[code].severity if code in CODES else "error"


_ERRORS: Final = {
    "C101": (
        "the file cannot be read as YAML",
        "The file is no UTF-8, no YAML, has no keys at its top, is nested too deeply, or uses anchors, aliases or "
        "tags. Rule files are data from anywhere: what could multiply or build objects is refused. Most often a "
        "value holds `: ` or ` #` and needs quotes.",
    ),
    "C102": (
        "unknown key",
        "The rule language has no such key here. The nearest one that it has is suggested; for a word of the "
        "language's first edition, what is written now.",
    ),
    "C103": (
        "duplicate key",
        "YAML would keep the last of two equal keys and drop the first without a word.",
    ),
    "C104": (
        "a value of the wrong kind",
        "The key needs another kind of value: a list, a number, `true` or `false`, a share such as `80%`, one of a "
        "few words.",
    ),
    "C105": (
        "a bare word that YAML reads as something else",
        "Without quotes YAML makes a truth value of `yes`, `no`, `on` and `off`, a number of `2024`, seconds or a "
        "number of `11:26`, and nothing of `null` or `~`. The rule would look for something the page never shows.",
    ),
    "C106": (
        "a key is missing",
        "A file needs `source` or `package`; a rule needs `id`, exactly one of `drop keep meta trim`, and "
        "with `drop` a label; a block needs `from` and `until`; a test needs `lines` or `file`.",
    ),
    "C107": (
        "duplicate id",
        "The id names a rule in audits and in `disable`, so each is used once in a file.",
    ),
    "C108": (
        "unknown label",
        "Labels are a closed list, so that `--keep` and `--drop` mean the same for every source. `meta` needs one "
        "of the metadata labels.",
    ),
    "C109": (
        "an id that is not kebab-case",
        "Small letters, digits and single hyphens, so that ids can be typed and searched for.",
    ),
    "C110": (
        "a pattern that cannot be used",
        "Patterns run on RE2, in linear time, so that no page can hang a run. It has no look-around and no back- "
        "references. Several words in one matcher, or `where`, do their work.",
    ),
    "C111": (
        "a template that cannot be used",
        "A template has fixed words and slots. Unknown slots are refused, and so is a template that would fit every "
        "line, or has no slot at all.",
    ),
    "C112": (
        "a rule that must say where it acts",
        "`until: end` runs to the end of the document. In a package, whose pages nobody has seen, `regex`, "
        "`sequence`, `is: doubled` and `is: slug` guess. Such rules need a `where`.",
    ),
    "C113": (
        "`extends` something that is no package",
        "Inheritance is explicit: the name is that of a package file. A source cannot be extended; what two sources "
        "share belongs into a package.",
    ),
    "C114": (
        "`extends` in a circle",
        "A package extends itself, maybe through others, so that nobody can say whose rules come first.",
    ),
    "C115": (
        "`disable` of something that is not there",
        "The full name is `package#id`. A rule that was renamed or removed needs no `disable` any more; a misspelt "
        "one goes on taking lines.",
    ),
    "C117": (
        "an empty value",
        "An empty list or text, or a matcher with no word, would fit nothing or everything.",
    ),
    "C118": (
        "words that make no sense together",
        "`trim` names one part of a line by exactly one of `starts ends has regex`. Nothing stands in `is` and in "
        "`not`. `takes_prose` is for a block to the end. A CSS selector closes its brackets.",
    ),
    "C120": (
        "the file is too large",
        "A rule file has at most a million bytes. This one is something else, or should be several.",
    ),
    "C122": (
        "`match` in a package",
        "Documents belong to sources. A package is used because a source extends it by name.",
    ),
    "C123": (
        "the name and the place of a file differ",
        "Rule files that come with cleaner are found by their place, so that `rules/a.vn.yaml` holds `source: a.vn` "
        "and `rules/cms/a.yaml` holds `package: cms/a`. A file that `tests_in` names lies below the folder of the rule "
        "file.",
    ),
    "C124": (
        "a test line without a mark",
        "Behind `lines: |` each line begins with `+ ` (stays), `- ` (goes) or `~ ` (becomes metadata). Blank lines "
        "need no mark: they are blank lines of the document.",
    ),
    "C125": (
        "an unknown list",
        "`$name` stands for a list of this file, or of a package that it extends. A text that begins with a dollar "
        "sign and looks like a name is written with two: `$$name`.",
    ),
    "C126": (
        "a list that nothing uses",
        "A list is there for rules. One that no rule of its file uses, nor, for a package, a rule of a file that "
        "extends it, is most often misspelt where it was to be used.",
    ),
    "C127": (
        "a list that holds itself",
        "A list may hold others, but not itself, maybe through others.",
    ),
    "C201": (
        "a host claimed twice",
        "One document has one source. A user's own file may take a host over from a built-in one.",
    ),
    "C202": (
        "a fingerprint claimed twice",
        "A fingerprint is a phrase that only this source shows; two sources with the same one are told apart by "
        "nothing.",
    ),
    "C203": (
        "a name used twice",
        "Only the first of two files with one name is used; the other lies there in vain.",
    ),
}

_WARNINGS: Final = {
    "C204": (
        "a pattern where a literal or a template does",
        "Literals and templates are found by look-up, ignore capitals and tone-mark styles, and can be read. "
        "`regex` is for what they cannot say.",
    ),
    "C205": (
        "a rule that an earlier one shadows",
        "A line has one owner, the first rule that wants it. An earlier rule of this file wants every line that "
        "this one could own.",
    ),
    "C206": (
        "a rule that takes ordinary prose",
        "A sentence that some test of these files shows as part of an article fits this rule, and no `where` holds "
        "it back.",
    ),
    "C207": (
        "a file without tests",
        "Tests are what keeps a rule right when the next one is added: lines that go, lines that stay, and the "
        "rule's own words inside prose.",
    ),
    "C208": (
        "a literal that adds nothing",
        "Literals compare keys: capitals, tone-mark style and spaces do not count. This one says what another one "
        "says, or what an earlier rule takes.",
    ),
    "C209": (
        "words that exclude each other",
        "All words of a matcher must hold at once, and here they cannot.",
    ),
    "C210": (
        "no schema in the first line",
        "With `# yaml-language-server: $schema=…` in the first line, editors complete keys, show what they mean, "
        "and mark mistakes. `cleaner rules schema` gives the schema.",
    ),
    "C211": (
        "a test's address belongs to somebody else",
        "The `url` of a test leads to another source, or to none.",
    ),
    "C212": (
        "a source that is never recognised",
        "Without `match` a source is used only where a call or a record names it.",
    ),
    "C213": (
        "an `allow` that silences nothing",
        "`# allow: C204` keeps a warning quiet on its own line and the next one. This one has nothing to do; errors "
        "cannot be allowed.",
    ),
}

CODES: Final[dict[str, Code]] = {
    **{code: Code(code, "error", *said) for code, said in _ERRORS.items()},
    **{code: Code(code, "warning", *said) for code, said in _WARNINGS.items()},
}
