"""Which lines below the article open a box that runs to the end of the page, and what speaks against it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.engine.learn.cues import cue, is_caption, is_name
from cleaner.engine.learn.found import Found, is_headline, short
from cleaner.engine.learn.masks import is_template
from cleaner.engine.sentences import is_paragraph, is_prose, is_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.engine.learn.counted import Counted, Place, Tally
    from cleaner.engine.learn.needs import Needs

#: Where readers write, text stands that no other page has.
READERS: Final = "comments"
#: Headings whose words say that no article goes on below them.
_SPEAKING: Final = frozenset({"related", "most-read", READERS, "tags", "footer", "copyright"})
_HEADING_WORDS: Final = 14
_PLAIN_WORDS: Final = 6  # of a heading that does not say what it opens
_SENTENCE: Final = (25, 5)  # characters and words that a sentence of an article has at least
_INSIDE: Final = 0.1  # of its pages may show a heading inside the article, whose end is sometimes uncertain
_NEXT: Final = 0.8  # of the boxes must have a headline right below their heading
_WITNESSES: Final = 2
_SLOT: Final = re.compile(r"\{\w+\}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_UNKNOWN: Final = "the headlines below it stand on no other page, so they could be lines of the article"


def openers(counted: Counted, needs: Needs) -> Iterator[Found]:
    """Give headings with the places that each has first on a page; what speaks against one is its doubt."""
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
    """Give the first place below the article on each page."""
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
    """Tell whether headlines stand right below a heading, or what recurs."""
    good = 0
    for page, at in places:
        seen = counted.pages[page]
        good += at + 1 == len(seen.texts) or not counted.unique(page, at + 1) or is_headline(seen.texts[at + 1])
    return good >= _NEXT * len(places)


def _differs(counted: Counted, places: tuple[Place, ...]) -> bool:
    """Tell whether anything below a heading is different from page to page."""
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
        if seen.owners[below] or not counted.unique(page, below) or label == READERS or not _is_told(text):
            continue
        if is_paragraph(text):
            return f"a paragraph stands below it: {short(text)}"
        if not label and is_prose(text):
            return f"running text stands below it: {short(text)}"
        if _is_told(above) and above != text and counted.unique(page, below - 1):
            return f"two sentences in a row stand below it: {short(text)}"
    return ""


def _is_told(text: str) -> bool:
    """Tell whether a line is a sentence of a text; headlines may ask or call out."""
    chars, words = _SENTENCE
    return is_prose(text) or (len(text) >= chars and text.count(" ") + 1 >= words and text.endswith("."))
