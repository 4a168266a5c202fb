"""Headings that open a box: below them the page is other articles and its foot, down to the end."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from cleaner._core import is_paragraph, is_prose, is_sentence
from cleaner.authoring.learn.drafts import Draft, Found, Shown, evidence, is_headline, short
from cleaner.authoring.learn.words import cue, is_caption, is_name, is_template, samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.authoring.learn.pages import Counted, Needs, Place, Tally

#: Where readers write, text stands that no other page has.
_READERS: Final = "comments"
#: Headings whose words say that no article goes on below them.
_LISTS: Final = frozenset({"related", "most-read", "tags", _READERS})
_SPEAKING: Final = _LISTS | {"footer", "copyright"}
_HEADING_WORDS: Final = 14
_PLAIN_WORDS: Final = 6  # of a heading that does not say what it opens
_SENTENCE: Final = (25, 5)  # characters and words that a sentence of an article has at least
_INSIDE: Final = 0.1  # of its pages may show a heading inside the article, whose end is sometimes uncertain
_NEXT: Final = 0.8  # of the boxes must have a headline right below their heading
_WITNESSES: Final = 2
_SLOT: Final = re.compile(r"\{\w+\}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_UNKNOWN: Final = "the headlines below it stand on no other page, so they could be lines of the article"
_FURTHER: Final = 8  # headings that stand below others already, for pages on which those are missing


def boxes(counted: Counted, needs: Needs) -> tuple[list[Draft], dict[int, int], frozenset[Place]]:
    """Propose blocks to the end of the page.

    Also gives, for each page, the line from which one of them takes all; and the headings that are in doubt, which
    should not go without their box.
    """
    sure: list[Found] = []
    doubtful: list[Found] = []
    for one in _openers(counted, needs):
        (doubtful if one.doubt else sure).append(one)
    chosen = _chosen(sure, counted, needs)
    ends: dict[int, int] = {}
    for one in chosen:
        for page, at in one.places:
            ends[page] = min(at, ends.get(page, at))
    headings = frozenset(place for one in doubtful for place in one.places)
    least = 2 * needs.support(counted.total)
    further = [one for one in doubtful if _gain(one, ends, counted) >= least]
    return [*_rules(chosen, counted), *_rules(further, counted)], ends, headings


def _chosen(found: list[Found], counted: Counted, needs: Needs) -> list[Found]:
    """Choose the headings that take the most, one after the other; those whose words name a box come in any case."""
    left = sorted(found, key=lambda one: (one.word, one.literal))
    ends: dict[int, int] = {}
    chosen: list[Found] = []
    while left:
        best = max(left, key=lambda one: _gain(one, ends, counted))
        if _gain(best, ends, counted) < 2 * needs.support(counted.total):
            break
        left.remove(best)
        chosen.append(best)
        for page, at in best.places:
            ends[page] = min(at, ends.get(page, at))
    named = [one for one in left if cue(one.literal.casefold()) in _LISTS]
    return chosen + sorted(named, key=lambda one: (-one.articles, one.literal))[:_FURTHER]


def _gain(one: Found, ends: dict[int, int], counted: Counted) -> int:
    """Count the lines without an owner that a heading would take and no chosen one does."""
    total = 0
    for page, at in one.places:
        owners = counted.pages[page].owners[at : ends.get(page, len(counted.pages[page].owners))]
        total += sum(not owner for owner in owners)
    return total


def _rules(found: list[Found], counted: Counted) -> list[Draft]:
    groups: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for one in found:
        groups[one.label, one.word, one.doubt].append(one)
    return [_rule(label, word, doubt, members, counted) for (label, word, doubt), members in sorted(groups.items())]


def _rule(label: str, word: str, doubt: str, members: list[Found], counted: Counted) -> Draft:
    members.sort(key=lambda one: (-one.articles, one.literal))
    start: dict[str, object] = {word: [one.literal for one in members]}
    if word == "like":
        start["words"] = f"..{max(one.text.count(' ') for one in members) + 5}"
    shown = (Shown("tail", (("-", members[0].example), ("-", samples().headline))),)
    told = f"{evidence(members, 'tail', counted)}{_below(members[0], counted)}"
    value = {"from": start, "until": "end"}
    why = "below this heading the page is other articles and its foot"
    return Draft(f"{label}-and-all-below", label, "drop", value, told, {"after": "body-end"}, why, shown, doubt)


def _below(one: Found, counted: Counted) -> str:
    """Show a line below a heading that differs from page to page."""
    for page, at in one.places:
        seen = counted.pages[page]
        if at + 1 < len(seen.texts) and counted.unique(page, at + 1):
            return f"; below {short(one.text)} stands {short(seen.texts[at + 1])}"
    return ""


def _openers(counted: Counted, needs: Needs) -> Iterator[Found]:
    """Return headings with the places that each has first on a page; what speaks against one is its doubt."""
    for word, table in (("line", counted.lines), ("like", counted.templates)):
        for literal, tally in table.items():
            places = tuple(sorted(_firsts(tally).items()))
            if counted.articles(places) < needs.support(counted.total) or not _is_heading(
                word, literal, tally, counted
            ):
                continue
            inside = counted.articles(tally.at("body"))
            if inside > _INSIDE * counted.articles(places):
                continue
            found = _opener(counted, needs, word, literal, tally, places)
            if found is not None:
                yield found


def _firsts(tally: Tally) -> dict[int, int]:
    """Return the first place below the article on each page."""
    firsts: dict[int, int] = {}
    for page, at in tally.at("tail"):
        firsts[page] = min(at, firsts.get(page, at))
    return firsts


def _is_heading(word: str, literal: str, tally: Tally, counted: Counted) -> bool:
    text, key = tally.text, literal.casefold()
    if text.count(" ") >= _HEADING_WORDS or is_sentence(text) or is_caption(key) or key in counted.titles:
        return False
    if (
        (is_name(text) and " " in text)
        or text.startswith("#")
        or not any(map(str.isalpha, key))
        or not text.isprintable()
    ):
        return False
    if word == "line":
        return True
    page, at = next(tally.at("tail"))
    return len(tally.texts) > 1 and "{title}" not in literal and is_template(literal, counted.pages[page].texts[at], "")


def _opener(
    counted: Counted, needs: Needs, word: str, literal: str, tally: Tally, places: tuple[Place, ...]
) -> Found | None:
    label, met = cue(literal.casefold()), counted.articles(places)
    doubt = next(filter(None, (_objection(counted, page, at, label) for page, at in places)), "")
    if label not in _SPEAKING:
        sure = met >= needs.half(counted.total) and tally.text.count(" ") < _PLAIN_WORDS
        if doubt or not (label or sure) or not _opens(counted, places):
            return None
        doubt = "" if _witnesses(counted, places) >= _WITNESSES or not _differs(counted, places) else _UNKNOWN
    text = literal if word == "like" else tally.text
    return Found(word, text, tally.text, label or "related", "tail", places, met, doubt)


def _opens(counted: Counted, places: tuple[Place, ...]) -> bool:
    """Return whether headlines stand right below a heading, or what recurs."""
    good = 0
    for page, at in places:
        seen = counted.pages[page]
        good += at + 1 == len(seen.texts) or not counted.unique(page, at + 1) or is_headline(seen.texts[at + 1])
    return good >= _NEXT * len(places)


def _differs(counted: Counted, places: tuple[Place, ...]) -> bool:
    """Return whether anything below a heading is different from page to page."""
    return any(counted.unique(page, below) for page, at in places for below in range(at + 1, _end(counted, page)))


def _witnesses(counted: Counted, places: tuple[Place, ...]) -> int:
    """Count the articles on whose pages a headline below a heading is that of another page, or in its box too."""
    found = set()
    for page, at in places:
        seen = counted.pages[page]
        for below in range(at + 1, len(seen.texts)):
            key = seen.keys[below]
            elsewhere = key in counted.titles or 1 < len(counted.known[key]) <= counted.total // 2
            if elsewhere and is_headline(seen.texts[below]) and key != seen.title:
                found.add(counted.group[page])
                break
    return len(found)


def _end(counted: Counted, page: int) -> int:
    return len(counted.pages[page].texts)


def _objection(counted: Counted, page: int, at: int, label: str) -> str:
    """Say what speaks against taking everything below a line of a page: what could be the article's."""
    seen = counted.pages[page]
    for below in range(at + 1, len(seen.texts)):
        text, above = seen.texts[below], seen.texts[below - 1]
        if seen.owners[below] or not counted.unique(page, below) or label == _READERS or not _is_told(text):
            continue
        if is_paragraph(text):
            return f"a paragraph stands below it: {short(text)}"
        if not label and is_prose(text):
            return f"running text stands below it: {short(text)}"
        if _is_told(above) and above != text and counted.unique(page, below - 1):
            return f"two sentences in a row stand below it: {short(text)}"
    return ""


def _is_told(text: str) -> bool:
    """Return whether a line is a sentence of a text; headlines may ask or call out."""
    chars, words = _SENTENCE
    return is_prose(text) or (len(text) >= chars and text.count(" ") + 1 >= words and text.endswith("."))
