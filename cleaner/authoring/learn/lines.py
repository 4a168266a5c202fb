"""Lines that recur word for word, or but for a number or a date: what may become `line` and `like`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner._core import is_prose, is_sentence
from cleaner.authoring.learn.drafts import Draft, Found, grouped, is_headline
from cleaner.authoring.learn.words import cue, is_caption, is_name, is_template, masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleaner.authoring.learn.pages import Counted, Needs, Place, Tally, Zone

    Covered = Callable[[Place], bool]
    Recurring = Iterator[tuple[Zone, tuple[Place, ...], int]]

_DEFAULT: Final = {"head": "menu", "top": "menu", "under": "debris", "body": "debris", "tail": "debris"}
_ABOVE: Final = frozenset({"share", "follow", "font-size", "player", "loading"})
_SLOT: Final = re.compile(r"\{\w+\}")
_LETTER: Final = re.compile(r"[^\W\d]")
_SHOWN_FOR_A_DAY: Final = 7  # words: so long a line without an end may be a headline in everybody's box
_MOSTLY: Final = 0.34  # of the documents with a line below the article may show it inside: their end is uncertain
_APART: Final = 0.8
_VARIANTS: Final = 2  # that a template needs where it tells neither a date nor the title
_TELLING_WORDS: Final = 4  # of a line that goes wherever it stands
#: A heading that stands inside an article may be a subheading, and what belongs to a box would stay.
_HEADINGS: Final = frozenset({"related", "most-read", "tags", "video", "multimedia", "breadcrumb", "ad"})
_UNSAID: Final = "-"


def lines(counted: Counted, needs: Needs, covered: Covered) -> list[Draft]:
    """Propose rules for what recurs; `covered` tells the lines that a box takes already."""
    templates = list(_templates(counted, needs, covered))
    held = {place for one in templates for place in one.places}
    literals = list(_literals(counted, needs, lambda place: place in held or covered(place)))
    return grouped([*literals, *templates], counted)


def _literals(counted: Counted, needs: Needs, covered: Covered) -> Iterator[Found]:
    for key, tally in counted.lines.items():
        text = tally.text
        if (
            key in counted.titles
            or "{date}" in masked(text)
            or not any(map(str.isalnum, key))
            or not text.isprintable()
        ):
            continue
        for zone, places, met in _zones(counted, needs, tally, covered):
            doubt = _doubt(counted, needs, key, text, zone, places)
            if doubt != _UNSAID:
                yield Found("line", text, text, _label(cue(key), zone, tally), zone, places, met, doubt)


def _templates(counted: Counted, needs: Needs, covered: Covered) -> Iterator[Found]:
    for template, tally in counted.templates.items():
        slots = _SLOT.findall(template)
        fixed = {"{date}", "{title}"} & set(slots)
        if not fixed and len(tally.texts) < _VARIANTS:
            continue
        for zone, places, met in _zones(counted, needs, tally, covered):
            page, at = places[0]
            seen, told = counted.pages[page], _told(template)
            sure = told or zone in ("head", "top", "under") or (zone == "tail" and fixed and not is_caption(template))
            if zone != "head" and not fixed and not _LETTER.search(_SLOT.sub("", template)):
                continue  # numbers alone are a table as well
            if zone == "body" and told != "duplicate" and (told in _HEADINGS or template.count(" ") < _TELLING_WORDS):
                continue
            if sure and is_template(template, seen.texts[at], seen.title):
                label = told if told in ("debris", "duplicate") else _label(told, zone, tally)
                yield Found("like", template, tally.text, label, zone, places, met)


def _told(template: str) -> str:
    """Return the label that a template tells by itself, or nothing."""
    if "{title}" in template:
        return "duplicate"
    if "{url}" in template or not _LETTER.search(_SLOT.sub("", template)):
        return "debris"
    return cue(template.casefold())


def _label(told: str, zone: Zone, tally: Tally) -> str:
    """Return the label: above the title the words of a menu say little about what they are."""
    if zone in ("head", "top") and told not in _ABOVE:
        return _DEFAULT[zone]
    return told or ("footer" if zone == "tail" and "head" in tally.places else _DEFAULT[zone])


def _zones(counted: Counted, needs: Needs, tally: Tally, covered: Covered) -> Recurring:
    """Return the zones in which a line recurs, with its places there and the number of their articles."""
    need = needs.support(counted.total)
    at = {zone: tuple(place for place in places if not covered(place)) for zone, places in tally.places.items()}
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


def _doubt(counted: Counted, needs: Needs, key: str, text: str, zone: Zone, places: tuple[Place, ...]) -> str:
    """Say why a line that recurs may be the article's all the same; ``-`` where it is not worth a word."""
    total, met, known = counted.total, counted.articles(places), cue(key)
    few = met < needs.half(total)
    if zone == "head":
        return ""
    if is_name(text) and " " in text:
        return _UNSAID  # whoever writes much is no boilerplate
    if is_prose(text) and met < needs.most(total) and not (known and zone == "tail"):
        return f"running text that stands in {met} of {total} documents only"
    if zone == "top":
        return ""
    if is_caption(key) or (zone == "body" and not any(map(str.isalnum, key))):
        return _UNSAID
    if zone == "body":
        sure = known and known not in _HEADINGS and key.count(" ") + 1 >= _TELLING_WORDS
        return "" if sure else _UNSAID if few else "stands inside articles, where it may be a subheading"
    if few and key.count(" ") + 1 >= _SHOWN_FOR_A_DAY and not is_sentence(text) and not known:
        return _UNSAID
    if zone == "tail" and not known and not _stands_apart(counted, places):
        return "what stands below it is different each time, so it may head a part of the article"
    return ""


def _stands_apart(counted: Counted, places: tuple[Place, ...]) -> bool:
    """Return whether next to nothing of an article follows: what recurs, a headline, or nothing at all."""
    good = 0
    for page, at in places:
        seen, below = counted.pages[page], at + 1
        plain = below >= len(seen.texts) or bool(seen.owners[below]) or not counted.unique(page, below)
        good += plain or is_headline(seen.texts[below])
    return good >= _APART * len(places)
