"""Headings that open a box, below which the page is other articles and its foot; and names that close an article."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from cleaner._core import is_paragraph, is_prose, is_sentence
from cleaner.authoring.learn.drafts import WHERE, Draft, Found, evidence, is_headline, short
from cleaner.authoring.learn.pages import Counted, Needs, Place, Recurrence
from cleaner.authoring.learn.words import cue, is_caption, is_name, samples

#: Where readers write, text stands that no other page has.
READERS: Final = "comments"
#: Headings whose words say that no article goes on below them.
_LISTS: Final = frozenset({"related", "most-read", "tags", READERS})
_SPEAKING: Final = _LISTS | {"footer", "copyright"}
_HEADING_WORDS: Final = 14
_PLAIN: Final = 50  # percent of the articles must have a heading that does not say what it opens
_PLAIN_WORDS: Final = 6  # of such a heading
_INSIDE: Final = 0.1  # of its pages may show a heading inside the article, whose end is sometimes uncertain
_SENTENCE: Final = 25  # characters of one of an article
_WITNESSES: Final = 2
_MORE_WORDS: Final = 5  # than spaces in the example a heading's slots may hold
_MOST_NAMES: Final = 5  # spaces in the names of those who wrote an article


def boxes(counted: Counted, needs: Needs) -> tuple[list[Draft], dict[int, int], frozenset[Place]]:
    """Propose blocks to the end of the page, a rule for each label.

    Headings that have no words for it open one where what is below them recurs, or is headlines of other pages. Also
    gives, for each page, the line from which one takes all; and headings that should not go, since what is below them
    could be the article's. One that does not speak of a list must be the first of all on as many pages as a line needs.
    """
    doubtful: set[Place] = set()
    found: list[Found] = []
    several = ((text, one) for text, one in counted.templates.items() if len(one.texts) > 1 and "{title}" not in text)
    headings = [("line", *one) for one in counted.lines.items()] + [("like", *one) for one in several]
    for word, literal, tally in headings:
        places = tuple(sorted(_first(tally.places.get("tail", ())).items()))
        met, inside = counted.articles(places), counted.articles(tally.places.get("body", ()))
        if met < needs.support(counted.total) or inside > _INSIDE * met or not _is_heading(literal, tally, counted):
            continue
        label = cue(literal.casefold())
        telling = label or (met >= needs.support(counted.total, _PLAIN) and tally.text.count(" ") < _PLAIN_WORDS)
        if label not in _SPEAKING and not (telling and _opens_a_list(counted, places)):
            continue
        if label != READERS and any(_is_told_below(counted, page, at) for page, at in places):
            doubtful.update(places)
            continue
        text = literal if word == "like" else tally.text
        found.append(Found(word, text, tally.text, label, "tail", places, met))
    topmost = {*_first(place for one in found for place in one.places).items()}
    least = needs.support(counted.total)
    opening = [one for one in found if one.label in _LISTS or counted.articles(topmost & {*one.places}) >= least]
    return _rules(opening, counted.total), _first(place for one in opening for place in one.places), frozenset(doubtful)


def _first(places: Iterable[Place]) -> dict[int, int]:
    found: dict[int, int] = {}
    for page, at in places:
        found[page] = min(at, found.get(page, at))
    return found


def _rules(found: list[Found], total: int) -> list[Draft]:
    groups: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (-one.articles, one.literal)):
        groups[one.label or "related", one.word].append(one)
    why = "below this heading the page is other articles and its foot"
    drafts = []
    for (label, word), members in sorted(groups.items()):
        start: dict[str, Any] = {word: [one.literal for one in members]}
        if word == "like":
            start["words"] = f"..{max(one.text.count(' ') for one in members) + _MORE_WORDS}"
        shown = (("-", members[0].example), ("-", samples()["headline"]))
        value, told = {"from": start, "until": "end"}, evidence(members, total)
        drafts.append(Draft(f"{label}-and-all-below", label, "tail", value, told, shown, why))
    return drafts


def _is_heading(literal: str, tally: Recurrence, counted: Counted) -> bool:
    text, key = tally.text, literal.casefold()
    if text.count(" ") >= _HEADING_WORDS or is_sentence(text) or is_caption(key) or key in counted.titles:
        return False
    return not (is_name(text) and " " in text) and not text.startswith("#") and any(map(str.isalpha, key))


def _opens_a_list(counted: Counted, places: Sequence[Place]) -> bool:
    """Return whether all below a heading recurs, or there are headlines that other pages show, too, in their place."""
    witnesses, differs = set(), False
    for page, at in places:
        seen = counted.pages[page]
        for text, key in zip(seen.texts[at + 1 :], seen.keys[at + 1 :], strict=True):
            met = len(counted.known[key])
            differs |= met == 1
            if (key in counted.titles or 1 < met <= counted.total // 2) and is_headline(text) and key != seen.title:
                witnesses.add(counted.group[page])
    return not differs or len(witnesses) >= _WITNESSES


def _is_told_below(counted: Counted, page: int, at: int) -> bool:
    """Return whether a paragraph, or two sentences in a row, stand below a line that could be the article's."""
    seen = counted.pages[page]
    last = ""
    for below in range(at + 1, len(seen.texts)):
        text = seen.texts[below]
        sentence = is_prose(text) or (len(text) >= _SENTENCE and text.endswith("."))
        if not sentence or seen.owners[below] or not counted.unique(page, below):
            last = ""
        elif is_paragraph(text) or last not in ("", text):
            return True
        else:
            last = text
    return False


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
        told = f"in {len(under)} of {counted.total} documents, {WHERE['under'][1]}"
        yield Draft("byline", "byline", "under", names, told, (("~", samples()["name"]),))
    closing = sorted(line for line, articles in closers.items() if len(articles) > 1 and not is_name(line))
    if closing and _are_authors(below, counted, needs):
        gone = next((line for line in closing if line in owned), closing[0])
        value = {"from": names, "until": {"line": closing}, "max": 1}
        told = f"in {len(below)} of {counted.total} documents, {WHERE['tail'][1]} and right above {short(gone)}"
        yield Draft("byline-below", "byline", "tail", value, told, (("~", samples()["name"]), ("-", gone)))


def _are_authors(names: dict[int, set[str]], counted: Counted, needs: Needs) -> bool:
    """Return whether names, by article, are those of authors: one alone is rather a button or a section."""
    return len(names) >= needs.support(counted.total) and len(set().union(*names.values())) > 1
