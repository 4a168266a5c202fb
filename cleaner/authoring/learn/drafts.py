"""Drafts of rules, and those for single lines: what recurs word for word, or but for a number or a date."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Final

from cleaner._core import is_prose, is_sentence
from cleaner.authoring.learn.pages import Counted, Needs, Place, Recurrence, Zone
from cleaner.authoring.learn.words import cue, generic, is_caption, is_name, masked, samples
from cleaner.settings import META

Covered = Callable[[Place], bool]

#: Each part of a page in order: as a rule says it, and in words.
WHERE: Final[dict[Zone, tuple[dict[str, str], str]]] = {
    "head": ({"before": "title"}, "above the title"),
    "top": ({"before": "body-start"}, "above the first running text"),
    "under": ({"after": "title", "before": "body-start"}, "between title and first running text"),
    "body": ({}, "also inside the article"),
    "tail": ({"after": "body-end"}, "below the article"),
}
_NAMES: Final = {"debris": "recurring-lines", "footer": "footer-lines"}
_PLACES: Final[dict[str, str]] = {"top": "-above-the-article", "under": "-under-the-title"}
_VALUES: Final = {"date": "13/01/2025", "time": "11:26", "n": "15", "url": "https://tin.example.vn/bai-mau.html"}
_SLOT: Final = re.compile(r"\{(\w+)\}")
_LETTER: Final = re.compile(r"[^\W\d]")
_SHORT: Final = 60
_EXAMPLES: Final = 2  # lines of a rule that its test shows
_MORE_WORDS: Final = 4  # than in the example a template's slots may hold
_HEADLINE_WORDS: Final = (5, 32)
#: Labels whose words are believed above the article; there others are those of a menu.
_ABOVE: Final = frozenset({"share", "follow", "font-size", "player", "loading", "published"})
#: A heading that stands inside an article may be a subheading, and what belongs to a box would stay.
_HEADINGS: Final = frozenset({"related", "most-read", "tags", "video", "multimedia", "breadcrumb", "ad"})
_MOSTLY: Final = 0.4  # of the documents with a line below the article may show it inside: their end is uncertain
_VARIANTS: Final = 2  # that a template needs where it tells neither a date nor the title
_TELLING_WORDS: Final = 4  # of a line that goes wherever it stands
_PROSE: Final = 60  # percent of the articles must have the same running text where it is none of theirs
_FACT_WORDS: Final = 5  # beside the date that a page shows of its article


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposed rule, for one part of the page.

    `value` is what stands under its action, as plain values; `evidence` says how often its lines were met. `shown` are
    lines for its test, each with its mark in front.
    """

    id: str
    label: str
    zone: Zone
    value: Mapping[str, Any]
    evidence: str
    shown: tuple[tuple[str, str], ...]
    why: str = ""

    @property
    def action(self) -> str:
        """What becomes of its lines: facts are metadata."""
        return "meta" if self.label in META else "drop"

    @property
    def where(self) -> dict[str, str]:
        """The part of the page, as a rule says it."""
        return WHERE[self.zone][0]


def named(drafts: Iterable[Draft]) -> list[Draft]:
    """Give every rule an id of its own.

    >>> rule = Draft("menu", "menu", "head", {"line": ["A"]}, "", ())
    >>> [one.id for one in named([rule, rule])]
    ['menu', 'menu-2']
    """
    numbers: Counter[str] = Counter()
    found = []
    for draft in drafts:
        numbers[draft.id] += 1
        number = numbers[draft.id]
        found.append(replace(draft, id=f"{draft.id}-{number}") if number > 1 else draft)
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """One line, or template, that may go: its word and literal, its label and zone, and where it stands."""

    word: str
    literal: str
    text: str
    label: str
    zone: Zone
    places: tuple[Place, ...]
    articles: int

    @property
    def example(self) -> str:
        """A line for a test: that of the pages, or a template with invented values."""
        if self.word != "like":
            return self.text
        return _SLOT.sub(lambda slot: _VALUES.get(slot[1], samples()["word"]), self.literal)


def is_headline(text: str) -> bool:
    """Return whether a line could be the headline of another article.

    >>> is_headline("Cầu mới nối hai bờ sông mở cửa"), is_headline("Thịt bò"), is_headline("Nó mở cửa sáng nay.")
    (True, False, False)
    """
    low, high = _HEADLINE_WORDS
    plain = not is_sentence(text) and not text.endswith((":", ";", ",")) and text[:1] not in "-–•+*"
    return plain and low <= text.count(" ") + 1 <= high


def short(text: str) -> str:
    """Cut a text for a comment."""
    return repr(text if len(text) <= _SHORT else f"{text[:_SHORT].rpartition(' ')[0]} …")


def evidence(members: Sequence[Found], total: int) -> str:
    """Say in how many of all documents lines were met, and where."""
    low, *_, high = sorted([members[0].articles, *(one.articles for one in members)])
    often = f"{low}" if low == high else f"{low} to {high}"
    each = "" if len(members) == 1 else f"{len(members)} lines, each "
    told = f"{each}in {often} of {total} documents, {WHERE[members[0].zone][1]}"
    return told if members[0].word == "line" else f"{told}; such as {short(members[0].text)}"


def lines(counted: Counted, needs: Needs, covered: Covered) -> list[Draft]:
    """Propose rules for what recurs, in the order of the page; `covered` tells the lines that a box takes already."""
    templates = list(_templates(counted, needs, covered))
    held = {place for one in templates for place in one.places}
    literals = _literals(counted, needs, lambda place: place in held or covered(place))
    groups: dict[tuple[Zone, str, str], list[Found]] = defaultdict(list)
    for one in sorted([*literals, *templates], key=lambda one: (median(at for _, at in one.places), one.literal)):
        groups[one.zone, one.label, one.word].append(one)
    zones = list(WHERE)
    ordered = sorted(groups.values(), key=lambda found: zones.index(found[0].zone))
    return [_rule(members, counted.total) for members in ordered]


def _rule(members: list[Found], total: int) -> Draft:
    first = members[0]
    value: dict[str, Any] = {first.word: [one.literal for one in members]}
    if first.word == "like" and first.zone in ("body", "tail"):
        words = max(len(text.split()) for one in members for text in (one.text, one.literal))
        value["words"] = f"..{words + _MORE_WORDS}"
    name = f"{_NAMES.get(first.label, first.label)}{_PLACES.get(first.zone, '') if first.label not in META else ''}"
    mark = "~" if first.label in META else "-"
    shown = tuple((mark, one.example) for one in members[:_EXAMPLES] if "{title}" not in one.literal)
    return Draft(name, first.label, first.zone, value, evidence(members, total), shown)


def _literals(counted: Counted, needs: Needs, covered: Covered) -> Iterator[Found]:
    for key, recurrence in counted.lines.items():
        text = recurrence.text
        if key in counted.titles or "{date}" in masked(text) or not any(map(str.isalnum, key)):
            continue
        for zone, places, met in _zones(counted, needs, recurrence, covered):
            if _is_sure(counted, needs, key, text, zone, met):
                yield Found("line", text, text, _label(cue(key), zone, recurrence), zone, places, met)


def _templates(counted: Counted, needs: Needs, covered: Covered) -> Iterator[Found]:
    for template, recurrence in counted.templates.items():
        fixed = "{date}" in template or "{title}" in template
        if not fixed and len(recurrence.texts) < _VARIANTS:
            continue
        for zone, places, met in _zones(counted, needs, recurrence, covered):
            told = "published" if _is_date(template, zone, places, counted) else _told(template)
            sure = told or zone in ("head", "top", "under") or (zone == "tail" and fixed and not is_caption(template))
            if zone != "head" and not fixed and not _LETTER.search(_SLOT.sub("", template)):
                continue  # numbers alone are a table as well
            if zone == "body" and told != "duplicate" and (told in _HEADINGS or template.count(" ") < _TELLING_WORDS):
                continue
            page, at = places[0]
            seen = counted.pages[page]
            if sure and generic().fits_template(template, seen.texts[at], seen.title):
                label = told if told in ("debris", "duplicate") else _label(told, zone, recurrence)
                yield Found("like", template, recurrence.text, label, zone, places, met)


def _is_date(template: str, zone: Zone, places: Sequence[Place], counted: Counted) -> bool:
    """Return whether a template is of the day of an article: a date beside the title, with next to no words."""
    if "{date}" not in template or "{title}" in template or len(_SLOT.sub(" ", template).split()) > _FACT_WORDS:
        return False
    near = sum(counted.pages[page].is_near_title(at) for page, at in places)
    return zone in ("head", "top", "under") and 2 * near >= len(places)


def _told(template: str) -> str:
    """Return the label that a template tells by itself, or nothing."""
    if "{title}" in template:
        return "duplicate"
    if "{url}" in template or not _LETTER.search(_SLOT.sub("", template)):
        return "debris"
    return cue(template.casefold())


def _label(told: str, zone: Zone, recurrence: Recurrence) -> str:
    """Return the label: above the title the words of a menu say little about what they are."""
    if zone in ("head", "top"):
        return told if told in _ABOVE else "menu"
    return told or ("footer" if zone == "tail" and "head" in recurrence.places else "debris")


def _zones(
    counted: Counted, needs: Needs, recurrence: Recurrence, covered: Covered
) -> Iterator[tuple[Zone, tuple[Place, ...], int]]:
    """Return the zones in which a line recurs, with its places there and the number of their articles."""
    need = needs.support(counted.total)
    at = {zone: tuple(place for place in places if not covered(place)) for zone, places in recurrence.places.items()}
    front = tuple(place for zone in ("head", "top", "under") for place in at.get(zone, ()))
    inside, tail = at.get("body", ()), at.get("tail", ())
    if (met := counted.articles(front)) >= need:
        alone: tuple[Zone, ...] = ("head", "under")
        yield next((zone for zone in alone if len(at.get(zone, ())) == len(front)), "top"), front, met
    below = counted.articles(tail)
    if below >= need and _MOSTLY * below >= counted.articles(inside):
        yield "tail", tail, below
    elif inside and (met := counted.articles((*inside, *tail))) >= need:
        yield "body", (*inside, *tail), met


def _is_sure(counted: Counted, needs: Needs, key: str, text: str, zone: Zone, met: int) -> bool:
    """Return whether a line that recurs is not the article's all the same."""
    known = cue(key)
    if zone == "head":
        return True
    if is_name(text) and " " in text:
        return False  # whoever writes much is no boilerplate
    if is_prose(text) and met < needs.support(counted.total, _PROSE) and not (known and zone == "tail"):
        return False
    if zone == "top":
        return True
    if zone == "body":  # where it may be a subheading
        return bool(known) and known not in _HEADINGS and key.count(" ") + 1 >= _TELLING_WORDS
    return not is_caption(key)
