"""Every key of the rule language, once: its kind and what it means.

The loader checks files against this table, the JSON Schema and ``docs/rules.md`` are made from it; so the three can
never disagree.
"""

from __future__ import annotations

from typing import Final

from cleaner.rulebook.labels import LABELS
from cleaner.values import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One key: `kind` names a scalar type or another table; `doc` is what editors show."""

    kind: str
    doc: str
    required: bool = False
    default: str = ""


#: Kinds: str, strs (a string or a list of them), int, bool, percent, amount (lines, or a share with %), id, label,
#: same_as, repeat, name; ``list:T`` is a list of T; a table's name is a mapping of that table; ``a|b`` is either.
TABLES: Final[dict[str, dict[str, Field]]] = {
    "file": {
        "source": Field("str", "The source's name, by custom its host; it is also the file's path under `rules/`."),
        "package": Field("str", "In place of `source`: the name of a package that sources extend, such as `vi/news`."),
        "name": Field("str", "The name that people know the source by."),
        "extends": Field("strs", "Packages whose rules come after this file's own, in this order."),
        "disable": Field("strs", "Inherited rules that are switched off, by full name: `vi/news#share-bar`."),
        "match": Field("match", "How a document of this source is recognised; any one is enough."),
        "limits": Field("limits", "Past these the document is emitted without removals, and flagged `limits`."),
        "html": Field("html", "For HTML input only: what is cut out of the page before the text rules run."),
        "rules": Field("list:rule", "The rules, in the order in which they own lines."),
        "tests": Field("list:test", "What these rules must and must not do; run by `cleaner rules test`."),
    },
    "match": {
        "host": Field("strs", "Hosts of the record's URL, of a path part or of the page's canonical link. Subdomains "
                              "count."),
        "text": Field("strs", "Fingerprints: phrases of this source's template that no other source shows, for text "
                              "that comes without an address."),
    },
    "limits": {
        "max_removed": Field("percent", "The largest share of characters that rules may take.", default="97%"),
        "min_kept": Field("int", "The fewest sentences that must stay.", default="1"),
    },
    "html": {
        "content": Field("strs", "The elements that hold the article; where none is found, it is looked for."),
        "title": Field("strs", "The headline."),
        "remove": Field("strs", "What goes out of the content; the audit shows it with this file as its owner."),
        "published": Field("strs", "When it was published: a text, or the `content` or `datetime` of an element."),
        "byline": Field("strs", "Who wrote it."),
    },
    "rule": {
        "id": Field("id", "Its name: kebab-case, unique in the file; shown with every line that it takes.", True),
        "label": Field("label", "What kind of thing the lines are. Decides whether they go, stay or become metadata."),
        "why": Field("str", "Why the rule is right, for the next reader."),
        "drop": Field("shape", "Lines that get the label: boilerplate leaves, `title lead caption` stay."),
        "keep": Field("shape", "Lines that stay whatever other rules say."),
        "meta": Field("shape", "Lines that leave the text and become metadata under the label."),
        "trim": Field("matcher", "Cuts the part that `starts`, `ends`, `has` or `regex` names; the rest stays."),
        "replace": Field("replace", "Puts `with` in place of the part that is named."),
        "where": Field("where", "The part of the document in which the rule may act."),
    },
    "matcher": {
        "line": Field("strs", "Its key equals one of these."),
        "starts": Field("strs", "Its key begins with one of these; a space at the end asks for a further word."),
        "ends": Field("strs", "Its key ends with one of these; a space at the start asks for a word before."),
        "has": Field("strs", "Its key contains one of these."),
        "like": Field("strs", "It fits a template from end to end; slots "
                              "`{title} {date} {time} {n} {url} {host} {words}`."),
        "regex": Field("strs", "An RE2 pattern is found in the line. Last resort; `\\w \\b \\d \\s` know Unicode."),
        "min_words": Field("int", "It has at least this many words."),
        "max_words": Field("int", "It has at most this many words."),
        "max_chars": Field("int", "It has at most this many characters."),
        "sentence": Field("bool", "It does, or does not, end as a sentence does: `. ! ? …`, also before a closing "
                                  "quote or bracket."),
        "prose": Field("bool", "It is, or is not, running text: 80 characters, 15 words or more, and it ends as a "
                               "sentence does."),
        "letters": Field("bool", "It has, or has not, a letter in it."),
        "names": Field("bool", "It is, or is not, made of one to seven words that all begin with a capital: a byline, "
                               "also `Lan Anh - Minh Đức`."),
        "stamp": Field("bool", "It is, or is not, a date and a clock with at most a name in front."),
        "doubled": Field("bool", "It is one phrase of two words or more written twice: `A A`."),
        "same_as": Field("same_as", "Its key equals the line above (`previous`), the `title`, or `any` earlier line."),
        "slug": Field("bool", "Three or more unaccented lower-case words: an image's file name left as text."),
        "follows": Field("matcher", "The line right above fits this matcher."),
    },
    "block": {
        "from": Field("matcher", "The first line of the block.", True),
        "until": Field("until", "The line before which the block ends: a matcher; `end` of the document; the next "
                                "`blank` line.", True),
        "max": Field("int", "The most lines the block may have; if `until` is not found within them, the rule does "
                            "not fire.", default="40"),
        "wary": Field("bool", "Do not fire where the block may be the article's last paragraph: one line of prose "
                              "among fewer than eight lines.", default="false"),
    },
    "sequence": {
        "sequence": Field("list:matcher", "Neighbouring lines that fit one after the other.", True),
        "repeat": Field("repeat", "`true`: one or more times in a row; a number: at least that many times."),
    },
    "where": {
        "first": Field("amount", "Only in the first N lines, or N% of them."),
        "last": Field("amount", "Only in the last N lines, or N% of them."),
        "after": Field("anchor", "Only below the `title`, the first line of running text (`lead`) or the last one "
                                 "(`body`), or below the first line that fits."),
        "before": Field("anchor", "Only above the `title`, the first line of running text (`lead`) or the last one "
                                  "(`body`), or above the first line that fits."),
    },
    "replace": {
        "line": Field("strs", "The whole line, by its key."),
        "starts": Field("strs", "The beginning of the line."),
        "ends": Field("strs", "The end of the line."),
        "has": Field("strs", "A part of the line."),
        "regex": Field("strs", "What the RE2 pattern finds; `\\1` in `with` is its first group."),
        "with": Field("str", "What comes in its place.", True),
    },
    "test": {
        "name": Field("str", "What the test shows."),
        "lines": Field("lines", "Lines behind `+` must stay, behind `-` go, behind `~` become metadata."),
        "html": Field("str", "A page. Its `lines` are then all that must come out of it (`+`), and what must not."),
        "file": Field("str", "A document, from this file's folder; its accepted output is `NAME.expected.txt`."),
        "url": Field("str", "The document's address."),
        "title": Field("str", "The document's title, as its record would give it."),
    },
}  # fmt: skip

WORDS: Final = tuple(TABLES["matcher"])
ANCHORS: Final = ("title", "lead", "body")
ENUMS: Final[dict[str, tuple[str, ...]]] = {
    "label": LABELS,
    "same_as": ("previous", "title", "any"),
}
