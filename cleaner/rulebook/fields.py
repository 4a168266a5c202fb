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


#: Kinds: str, strs (a string or a list of them), texts (the same, and ``$name`` stands for a list), int, bool, percent,
#: amount (lines, or a share with %), range (``5..34``), kinds (of `LINE_KINDS`), id, label, same_as, repeat, lists,
#: patterns, labels (matchers by label), matchers (a matcher or a list of them); ``list:T`` is a list of T; a table's
#: name is a mapping of that table.
TABLES: Final[dict[str, dict[str, Field]]] = {
    "file": {
        "source": Field("str", "The source's name, by custom its host; it is also the file's path under `rules/`."),
        "package": Field("str", "In place of `source`: the name of a package that sources extend, such as `vi/news`."),
        "name": Field("str", "The name that people know the source by."),
        "extends": Field("strs", "Packages whose rules come after this file's own, in this order."),
        "disable": Field("strs", "Inherited rules that are switched off, by full name: `vi/news/head#share-bar`."),
        "match": Field("match", "How a document of this source is recognised; any one is enough."),
        "limits": Field("limits", "Past these the document is emitted without removals, and flagged `limits`."),
        "html": Field("html", "For HTML input only: what is cut out of the page before the text rules run."),
        "page": Field("page", "What the parts of a page look like in a language; for language packages."),
        "lists": Field("lists", "Lists of texts by name; `$name` stands for one wherever a matcher takes texts."),
        "rules": Field("list:rule", "The rules, in the order in which they own lines."),
        "tests_in": Field("strs", "Files with more tests, below the folder of this one; each holds `tests:` alone."),
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
        "junk": Field("strs", "Words in the class or id of boxes that are none of the article, such as `comments`; "
                              "they count where no selector finds the article."),
        "beside": Field("strs", "Words in the class or id of what stands beside running text, such as `caption`."),
        "body": Field("strs", "Words in the class or id of blocks that hold an article, such as `content`."),
    },
    "page": {
        "ends": Field("matchers", "No article goes on below such a line: a heading or button of what stands under it."),
        "box": Field("matchers", "Headings of boxes, and buttons: no article begins with one, and none is a subheading "
                                 "of an article."),
        "comments": Field("matchers", "Headings of what readers say."),
        "imprint": Field("matchers", "What a paper says about itself, and to its readers: never an article's text."),
        "credit": Field("matchers", "Whose a picture is: part of an article where it stands near its text."),
        "no_headline": Field("matchers", "What has the length of a headline and is none."),
        "error": Field("matchers", "The one line of a page that is not there."),
        "caption": Field("matchers", "A line of a picture: it recurs on many pages and stays. For `rules learn`."),
        "labels": Field("labels", "What the words of a line say it is, by label; the first that fits. For `rules "
                                  "learn`, which names by it what it found."),
        "before_date": Field("patterns", "What may stand right before a date: the names of days."),
        "date": Field("patterns", "Further forms of a date, beside those of numbers alone."),
        "time": Field("patterns", "Further forms of a time, beside `11:26`."),
        "beside_stamp": Field("patterns", "Words that stand beside a date and a clock and say nothing more."),
        "no_stamp": Field("patterns", "Words that no stamp has: a time from which, or up to which, something lasts."),
        "joints": Field("strs", "Words between the names of two people."),
    },
    "rule": {
        "id": Field("id", "Its name: kebab-case, unique in the file; shown with every line that it takes.", True),
        "label": Field("label", "What kind of thing the lines are. Decides whether they go, stay or become metadata."),
        "why": Field("str", "Why the rule is right, for the next reader."),
        "drop": Field("shape", "Lines that get the label: boilerplate leaves, `title lead caption` stay."),
        "keep": Field("shape", "Lines that stay whatever other rules say."),
        "meta": Field("shape", "Lines that leave the text and become metadata under the label."),
        "trim": Field("matcher", "Cuts the part that `starts`, `ends`, `has` or `regex` names; the rest stays."),
        "where": Field("where", "The part of the document in which the rule may act."),
    },
    "matcher": {
        "line": Field("texts", "Its key equals one of these."),
        "starts": Field("texts", "Its key begins with one of these; a space at the end asks for a further word."),
        "ends": Field("texts", "Its key ends with one of these; a space at the start asks for a word before."),
        "has": Field("texts", "Its key contains one of these."),
        "like": Field("texts", "It fits a template from end to end; slots "
                               "`{title} {date} {time} {n} {url} {host} {words}`."),
        "regex": Field("texts", "An RE2 pattern is found in the line. Last resort; `\\w \\b \\d \\s` know Unicode."),
        "words": Field("range", "It has so many words: `5..34`, `..14`, `5..`, or a number."),
        "chars": Field("range", "It has so many characters: `..190` and the like."),
        "is": Field("kinds", "It is all of these: `sentence prose headline names stamp slug doubled`."),
        "not": Field("kinds", "It is none of these."),
        "same_as": Field("same_as", "Its key equals the line above (`previous`), the `title`, or `any` earlier line."),
        "follows": Field("matcher", "The line right above fits this matcher."),
    },
    "block": {
        "from": Field("matchers", "The first line of the block; several matchers fit neighbouring lines, and the block "
                                  "begins at the first.", True),
        "until": Field("until", "The line before which the block ends: a matcher, or the `end` of the zone.", True),
        "max": Field("int", "The most lines that a block with a matcher as its end may have; if that is not found "
                            "within them, the rule does not fire.", default="40"),
        "takes_prose": Field("bool", "`true`: a block to the `end` fires even where it may take the article's last "
                                     "paragraph. See below.", default="false"),
    },
    "sequence": {
        "sequence": Field("list:matcher", "Neighbouring lines that fit one after the other.", True),
        "repeat": Field("repeat", "`true`: one or more times in a row; a number: at least that many times."),
    },
    "where": {
        "first": Field("amount", "Only in the first N lines, or N% of them."),
        "last": Field("amount", "Only in the last N lines, or N% of them."),
        "after": Field("anchor", "Only below the `title`, the first line of running text (`body-start`), the last one "
                                 "(`body-end`), or the first line that fits a matcher."),
        "before": Field("anchor", "Only above the `title`, the first line of running text (`body-start`), the last "
                                  "one (`body-end`), or the first line that fits a matcher."),
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
#: What `is` and `not` can say of a line, each with what it means. None needs to know a language but `stamp`.
LINE_KINDS: Final[dict[str, str]] = {
    "sentence": "ends as a sentence does: `. ! ? …`, also before closing quotes or brackets",
    "prose": "running text: a sentence of 80 characters and 15 words, or more",
    "headline": "no sentence, of a headline's length: 5 to 34 words",
    "names": "one to seven words, each with a capital, as bylines are; `- – / & ,` and the `joints` of `page:` may "
             "stand between: `Lan Anh - Thu Ha`",
    "stamp": "a date with its year and a clock, with at most five other words: `Lan Anh, 13/01/2025 11:26`",
    "slug": "three or more unaccented lower-case words: an image's file name left as text",
    "doubled": "one phrase of two words or more, written twice: `A b A b`",
}  # fmt: skip
ANCHORS: Final = ("title", "body-start", "body-end")
ENUMS: Final[dict[str, tuple[str, ...]]] = {
    "label": LABELS,
    "same_as": ("previous", "title", "any"),
    "kind": tuple(LINE_KINDS),
}
#: Words of the first edition, by table, and what is written now.
OLD_KEYS: Final[dict[str, dict[str, str]]] = {
    "matcher": {
        "min_words": "write `words: 5..`",
        "max_words": "write `words: ..14`",
        "max_chars": "write `chars: ..190`",
        **{kind: f"write `is: {kind}` or `not: {kind}`"
           for kind in ("sentence", "prose", "names", "stamp", "doubled", "slug")},
        "letters": "write `regex: ['\\p{L}']`",
    },
    "block": {
        "wary": "a block to the end is wary by itself; `takes_prose: true` is for one that need not be",
    },
    "rule": {
        "replace": "rules add no text: `trim` cuts a part, `drop` takes the line",
    },
}  # fmt: skip
OLD_ANCHORS: Final = {"lead": "body-start", "body": "body-end"}
