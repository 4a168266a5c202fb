"""Headings that open a box, below which the page is other articles and its foot; and names that close an article."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from cleaner._core import is_paragraph, is_prose, is_sentence
from cleaner.authoring.learn.drafts import IN_WORDS, Draft, Found, evidence, is_headline, short, stands_apart
from cleaner.authoring.learn.words import cue, is_caption, is_name, is_template, samples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.authoring.learn.pages import Counted, Needs, Place, Recurrence

#: Where readers write, text stands that no other page has.
_READERS: Final = "comments"
#: Headings whose words say that no article goes on below them.
_LISTS: Final = frozenset({"related", "most-read", "tags", _READERS})
_SPEAKING: Final = _LISTS | {"footer", "copyright"}
_HEADING_WORDS: Final = 14
_PLAIN_WORDS: Final = 6  # of a heading that does not say what it opens
_SENTENCE: Final = (25, 5)  # characters and words that a sentence of an article has at least
_INSIDE: Final = 0.1  # of its pages may show a heading inside the article, whose end is sometimes uncertain
_NEXT: Final = 0.8  # of the boxes must have no line of an article right below their heading
_WITNESSES: Final = 2
_MORE_WORDS: Final = 5  # than spaces in the example a heading's slots may hold
_UNKNOWN: Final = "the headlines below it stand on no other page, so they could be lines of the article"
_MOST_NAMES: Final = 5  # spaces in the names of those who wrote an article


def boxes(counted: Counted, needs: Needs) -> tuple[list[Draft], dict[int, int], frozenset[Place]]:
    """Propose blocks to the end of the page.

    Also gives, for each page, the line from which one of them takes all; and the headings that are in doubt, which
    should not go without their box.
    """
    found = list(_openers(counted, needs))
    sure = [one for one in found if not one.doubt]
    doubtful = [one for one in found if one.doubt]
    least = needs.support(counted.total)
    ends = _first(place for one in sure for place in one.places)
    opening = [one for one in sure if _is_topmost(one, ends, least, counted) or cue(one.literal.casefold()) in _LISTS]
    ends = _first(place for one in opening for place in one.places)
    doubtful_ends = _first(place for one in found for place in one.places)
    further = [one for one in doubtful if _is_topmost(one, doubtful_ends, least, counted)]
    headings = frozenset(place for one in doubtful for place in one.places)
    return _rules([*opening, *further], counted.total), ends, headings


def _first(places: Iterable[Place]) -> dict[int, int]:
    """Return the first of some places on each page."""
    found: dict[int, int] = {}
    for page, at in places:
        found[page] = min(at, found.get(page, at))
    return found


def _is_topmost(one: Found, ends: dict[int, int], least: int, counted: Counted) -> bool:
    """Return whether a heading is the first of all in so many documents."""
    return counted.articles(place for place in one.places if ends[place[0]] == place[1]) >= least


def _rules(found: list[Found], total: int) -> list[Draft]:
    """Make a rule of the headings of each label; what is in doubt stays apart."""
    groups: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (-one.articles, one.literal)):
        groups[one.label, one.word, one.doubt].append(one)
    why = "below this heading the page is other articles and its foot"
    drafts = []
    for (label, word, doubt), members in sorted(groups.items()):
        start: dict[str, Any] = {word: [one.literal for one in members]}
        if word == "like":
            start["words"] = f"..{max(one.text.count(' ') for one in members) + _MORE_WORDS}"
        shown = (("-", members[0].example), ("-", samples().headline))
        name, told = f"{label}-and-all-below", evidence(members, total)
        drafts.append(Draft(name, label, "tail", {"from": start, "until": "end"}, told, shown, why, doubt))
    return drafts


def _openers(counted: Counted, needs: Needs) -> Iterator[Found]:
    """Return headings with the places that each has first on a page; what speaks against one is its doubt."""
    headings = [("line", *item) for item in counted.lines.items()]
    for word, literal, tally in [*headings, *(("like", *item) for item in counted.templates.items())]:
        places = tuple(sorted(_first(tally.places.get("tail", ())).items()))
        met, inside = counted.articles(places), counted.articles(tally.places.get("body", ()))
        if met < needs.support(counted.total) or inside > _INSIDE * met or not _is_heading(literal, tally, counted):
            continue
        if word == "like" and not _varies(literal, tally, counted):
            continue
        label = cue(literal.casefold())
        doubt = next(filter(None, (_objection(counted, page, at, label) for page, at in places)), "")
        if label not in _SPEAKING:
            sure = met >= needs.half(counted.total) and tally.text.count(" ") < _PLAIN_WORDS
            if doubt or not (label or sure) or not stands_apart(counted, places, _NEXT):
                continue
            doubt = "" if _witnesses(counted, places) >= _WITNESSES or not _differs(counted, places) else _UNKNOWN
        text = literal if word == "like" else tally.text
        yield Found(word, text, tally.text, label or "related", "tail", places, met, doubt)


def _is_heading(literal: str, tally: Recurrence, counted: Counted) -> bool:
    text, key = tally.text, literal.casefold()
    if text.count(" ") >= _HEADING_WORDS or is_sentence(text) or is_caption(key) or key in counted.titles:
        return False
    return not (is_name(text) and " " in text) and not text.startswith("#") and any(map(str.isalpha, key))


def _varies(template: str, tally: Recurrence, counted: Counted) -> bool:
    """Return whether a heading is a template, such as one with the number of comments below it."""
    page, at = tally.places["tail"][0]
    fits = is_template(template, counted.pages[page].texts[at], "")
    return fits and len(tally.texts) > 1 and "{title}" not in template


def _differs(counted: Counted, places: Sequence[Place]) -> bool:
    """Return whether anything below a heading is different from page to page."""
    return any(
        counted.unique(page, below) for page, at in places for below in range(at + 1, len(counted.pages[page].texts))
    )


def _witnesses(counted: Counted, places: Sequence[Place]) -> int:
    """Count the articles on whose pages a headline below a heading is that of another page, or in its box too."""
    found = set()
    for page, at in places:
        seen = counted.pages[page]
        for text, key in zip(seen.texts[at + 1 :], seen.keys[at + 1 :], strict=True):
            elsewhere = key in counted.titles or 1 < len(counted.known[key]) <= counted.total // 2
            if elsewhere and is_headline(text) and key != seen.title:
                found.add(counted.group[page])
                break
    return len(found)


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


def bylines(counted: Counted, needs: Needs) -> Iterator[Draft]:
    """Propose rules for names between title and text, and for those below it right above a line that recurs."""
    under: dict[int, set[str]] = defaultdict(set)
    below: dict[int, set[str]] = defaultdict(set)
    closers: dict[str, set[int]] = defaultdict(set)
    owned: set[str] = set()
    for number, page in enumerate(counted.pages):
        for at in page.free():
            text, zone, article = page.texts[at], page.zone(at), counted.group[number]
            if not is_name(text) or not 1 <= text.count(" ") <= _MOST_NAMES:
                continue
            if zone == "under":
                under[article].add(text)
            elif zone == "tail" and at + 1 < len(page.texts) and not counted.unique(number, at + 1):
                closer = " ".join(page.texts[at + 1].split())
                if closer.isprintable():
                    below[article].add(text)
                    closers[closer].add(article)
                    owned |= {closer} if page.owners[at + 1] else set()
    names = {"is": "names", "words": f"2..{_MOST_NAMES + 1}"}
    if _are_authors(under, counted, needs):
        told = f"in {len(under)} of {counted.total} documents, {IN_WORDS['under']}"
        yield Draft("byline", "byline", "under", names, told, (("~", samples().name),))
    closing = sorted(line for line, articles in closers.items() if len(articles) > 1 and not is_name(line))
    if closing and _are_authors(below, counted, needs):
        gone = next((line for line in closing if line in owned), closing[0])
        value = {"from": names, "until": {"line": closing}, "max": 1}
        told = f"in {len(below)} of {counted.total} documents, {IN_WORDS['tail']} and right above {short(gone)}"
        shown = (("~", samples().name), ("-", gone))
        yield Draft("byline-below", "byline", "tail", value, told, shown, "a name, and the next line is the page's")


def _are_authors(names: dict[int, set[str]], counted: Counted, needs: Needs) -> bool:
    """Return whether names, by article, are those of authors: one alone is rather a button or a section."""
    return len(names) >= needs.support(counted.total) and len(set().union(*names.values())) > 1
