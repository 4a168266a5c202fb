"""Facts beside the article (when it was published, who wrote it), and phrases that tell the source itself."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from cleaner.authoring.learn.drafts import Draft, Shown, short
from cleaner.authoring.learn.words import is_name, is_template, samples
from cleaner.text.letters import unmarked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cleaner.authoring.learn.pages import Counted, Needs, Place

_ABOVE: Final = 4  # lines above the title in which the date of the article stands
_FIXED_WORDS: Final = 5
_MOST_NAMES: Final = 5
_PHRASE: Final = (12, 90)  # characters of a fingerprint
_BESIDE: Final = 12  # letters beside the name, which others name in their articles too
_MOST_PHRASES: Final = 3


def facts(counted: Counted, needs: Needs) -> list[Draft]:
    """Propose rules for the facts that nobody takes yet."""
    return [*_published(counted, needs), *_bylines(counted, needs)]


def _published(counted: Counted, needs: Needs) -> Iterator[Draft]:
    """Dates near the title that differ from article to article."""
    found: list[tuple[int, str, str]] = []
    for template, tally in counted.templates.items():
        fixed = re.sub(r"\{\w+\}", " ", template)
        if "{date}" not in template or "{title}" in template or len(fixed.split()) > _FIXED_WORDS:
            continue
        places = [place for place in tally.at("head", "top", "under") if near_the_title(counted, place)]
        met, dates = counted.articles(places), {counted.pages[page].keys[at] for page, at in places}
        page, at = places[0] if places else (0, 0)
        if (
            met >= needs.support(counted.total)
            and 2 * len(dates) >= met
            and is_template(template, counted.pages[page].texts[at], "")
        ):
            found.append((met, template, counted.pages[page].texts[at]))
    if found:
        found.sort(key=lambda one: (-one[0], one[1]))
        evidence = f"in {', '.join(str(met) for met, _, _ in found)} of {counted.total} documents, near the title"
        shown = tuple(Shown("under", (("~", text),)) for _, _, text in found[:1])
        value = {"like": [template for _, template, _ in found]}
        yield Draft("published", "published", "meta", value, evidence, {"before": "body-start"}, shown=shown)


def near_the_title(counted: Counted, place: Place) -> bool:
    """Return whether a line stands where the date of the article does."""
    seen = counted.pages[place[0]]
    title = seen.title_at if seen.title_at is not None else seen.lead_at
    return title - _ABOVE <= place[1] < seen.lead_at


def _bylines(counted: Counted, needs: Needs) -> Iterator[Draft]:
    """Names between the title and the article, and below it right above a line that recurs."""
    under: dict[int, list[str]] = defaultdict(list)
    below: dict[int, list[str]] = defaultdict(list)
    closers: dict[str, set[int]] = defaultdict(set)
    owned: set[str] = set()
    for number, page in enumerate(counted.pages):
        for at in page.free():
            if not is_name(page.texts[at]) or not 1 <= page.texts[at].count(" ") <= _MOST_NAMES:
                continue
            if page.zone(at) == "under":
                under[counted.group[number]].append(page.texts[at])
            elif page.zone(at) == "tail" and at + 1 < len(page.texts) and not counted.unique(number, at + 1):
                below[counted.group[number]].append(page.texts[at])
                closer = " ".join(page.texts[at + 1].split())
                closers[closer].add(counted.group[number])
                owned |= {closer} if page.owners[at + 1] else set()
    names = {"is": "names", "words": f"2..{_MOST_NAMES + 1}"}
    if len(under) >= needs.support(counted.total) and _differ(under):
        text = f"in {len(under)} of {counted.total} documents, between title and first running text"
        shown = (Shown("under", (("~", samples().name),)),)
        yield Draft("byline", "byline", "meta", names, text, {"after": "title", "before": "body-start"}, shown=shown)
    closing = sorted(line for line, articles in closers.items() if len(articles) > 1 and not is_name(line))
    if len(below) >= needs.support(counted.total) and _differ(below) and closing:
        value = {"from": names, "until": {"line": closing}, "max": 1}
        gone = next((line for line in closing if line in owned), closing[0])
        text = f"in {len(below)} of {counted.total} documents, below the article and right above {short(gone)}"
        shown = (Shown("tail", (("~", samples().name), ("-", gone))),)
        why = "a name, and the next line is the page's"
        yield Draft("byline-below", "byline", "meta", value, text, {"after": "body-end"}, why, shown)


def _differ(names: dict[int, list[str]]) -> bool:
    """Return whether names are several, as authors are; one alone is rather a button or a section."""
    return len({name for found in names.values() for name in found}) > 1


def plain(text: str) -> str:
    """Return the letters and digits of a text without their marks.

    >>> plain("Báo Đà Nẵng"), plain("tin.example.vn")
    ('baodanang', 'tinexamplevn')
    """
    return "".join(one for one in unmarked(text) if one.isascii() and one.isalnum())


def fingerprints(
    counted: Counted, against: Counted | None, needs: Needs, source: str, known: Collection[str]
) -> list[str]:
    """Return up to three phrases; `known` are the keys of those that other sources have."""
    host, name = source.casefold(), plain(source.partition(".")[0])
    found = []
    for key, articles in counted.known.items():
        letters = plain(key)
        telling = host in key or (len(name) > 3 and name in letters and len(letters) >= len(name) + _BESIDE)
        if (
            not telling
            or not _PHRASE[0] <= len(key) <= _PHRASE[1]
            or " " not in key
            or len(articles) < needs.half(counted.total)
        ):
            continue
        if any(one in key or key in one for one in known) or (against is not None and key in against.known):
            continue
        if key not in counted.titles and not any(map(str.isdigit, key)) and key.isprintable():
            found.append((-len(articles), -len(key), key))
    chosen: list[str] = []
    for _, _, key in sorted(found):
        if len(chosen) < _MOST_PHRASES and not any(key in one or one in key for one in chosen):
            chosen.append(key)
    return [_written(counted, key) for key in chosen]


def _written(counted: Counted, key: str) -> str:
    """Return a key as the pages write it."""
    forms = {
        " ".join(page.texts[at].split()): 0 for page in counted.pages for at, one in enumerate(page.keys) if one == key
    }
    return min(forms)
