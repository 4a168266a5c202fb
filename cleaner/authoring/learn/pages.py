"""Pages as learning sees them: their lines, where each stands, which have an owner, and how often each recurs.

Documents are counted by the article they show, so that copies of one count once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final, Literal, NamedTuple

from cleaner.authoring.learn.words import generic, masked
from cleaner.model import Document
from cleaner.rules.cuts import Apart
from cleaner.rules.engine import Engine
from cleaner.settings import Policy
from cleaner.text import key, repair

#: Above the title; above the first running text of a page without a sure title; between title and running text;
#: within the article's running text; below it.
Zone = Literal["head", "top", "under", "body", "tail"]

#: A page's number, and the number of a line on it.
Place = tuple[int, int]

_SEVERAL: Final = re.compile(r"^\$[a-z]|\{\$|\{[^{}]*\|")  # the name of a list, or alternatives, in a text
_ABOVE: Final = 4  # lines above the title in which the date of the article stands


class Taken(NamedTuple):
    """A line that a rule takes: its number on the page, the rule's full name, and what is left of the line."""

    at: int
    rule: str
    kept: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page, without its blank lines. `owners` has for each line the rule that takes it, or nothing.

    `title` is the key of the page's title, `given` the title that came with the document. The running text of the
    article stands from `lead_at` to `body_at`; a page without any has both behind its last line. `article` tells an
    article from a list.
    """

    texts: list[str]
    keys: list[str]
    owners: list[str]
    title: str
    given: str
    title_at: int | None
    sure: bool
    lead_at: int
    body_at: int
    article: bool

    def zone(self, at: int) -> Zone:
        if at > self.body_at:
            return "tail"
        if at >= self.lead_at:
            return "body"
        if self.title_at is None or not self.sure:
            return "top"
        return "head" if at < self.title_at else "under"

    def is_near_title(self, at: int) -> bool:
        """Return whether a line stands where the date of the article does: a few lines above the title, or below it."""
        title = self.title_at if self.title_at is not None else self.lead_at
        return title - _ABOVE <= at < self.lead_at

    def free(self) -> Iterator[int]:
        """Return the lines that nobody owns, but the title."""
        return (at for at, owner in enumerate(self.owners) if not owner and self.keys[at] != self.title)

    def taken_by(self, engine: Engine) -> list[Taken]:
        """Return what rules take of the page, whatever they leave of it."""
        found = engine.clean("\n".join(self.texts), self.given, trusted=True).core.taken
        return [Taken(row, name, kept) for row, name, _, _, kept, _ in found]


def look(document: Document, engine: Engine | None) -> Page:
    """Look at one document without what selectors cut out; `engine` has the rules that there are already."""
    document = Apart.of(document, Policy()).rest
    texts = [line for line in repair(document.text).lines if line and not line.isspace()]
    title, title_at, sure, lead, end = generic().places("\n".join(texts), document.title)
    body = "\n".join(texts[title_at or 0 : (end or 0) + 1])
    page = Page(
        texts=texts,
        keys=[key(text) for text in texts],
        owners=[""] * len(texts),
        title=title,
        given=document.title,
        title_at=title_at,
        sure=sure,
        lead_at=lead if lead is not None else len(texts),
        body_at=end if end is not None else len(texts),
        article=lead is not None and end is not None and generic().is_article("\n".join(texts), body),
    )
    for taken in page.taken_by(engine) if engine is not None else ():
        if not taken.kept:
            page.owners[taken.at] = taken.rule
    return page


def same_article(pages: Sequence[Page]) -> list[int]:
    """Return for each page the number of the first that shows the same article: one of the same title.

    Where half of the pages have a title, it may be the site's: there, as without one, the first running text tells.
    """
    often = Counter(page.title for page in pages)
    leads = (page.keys[page.lead_at] for page in pages)
    told = (page.title if 2 * often[page.title] < len(pages) else "" for page in pages)
    first: dict[str, int] = {}
    return [first.setdefault(title or lead, at) for at, (title, lead) in enumerate(zip(told, leads, strict=True))]


class Needs(NamedTuple):
    """The least number of articles, and the least share of them in percent, with which a line must stand.

    >>> needs = Needs()
    >>> needs.support(4), needs.support(40), needs.support(40, 60)
    (3, 10, 24)
    """

    documents: int = 3
    share: float = 25.0

    def support(self, total: int, share: float = 0) -> int:
        """Return the articles of a total that a line needs; `share` is of one of which little but its number speaks."""
        return max(self.documents, ceil(total * max(self.share, share) / 100))


@dataclass(slots=True)
class Recurrence:
    """One line, or one template: where it stands without an owner, by zone, as (page, line)."""

    texts: Counter[str] = field(default_factory=Counter)
    places: dict[Zone, list[Place]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return min(self.texts, key=lambda text: (-self.texts[text], text))

    def add(self, zone: Zone, place: Place, text: str) -> None:
        self.texts[text] += 1
        self.places.setdefault(zone, []).append(place)


@dataclass(frozen=True, slots=True)
class Counted:
    """The pages, and what recurs on them.

    `known` has for each key the articles on whose pages it stands at all, owned or not. `titles` are those of all
    pages. `group` gives a page's article; `total` is the number of articles.
    """

    pages: Sequence[Page]
    group: Sequence[int]
    total: int
    lines: dict[str, Recurrence]
    templates: dict[str, Recurrence]
    known: dict[str, set[int]]
    titles: frozenset[str]

    def articles(self, places: Iterable[Place]) -> int:
        return len({self.group[page] for page, _ in places})

    def unique(self, page: int, at: int) -> bool:
        return len(self.known[self.pages[page].keys[at]]) < 2


def count(pages: Sequence[Page]) -> Counted:
    """Count the lines of pages."""
    group = same_article(pages)
    lines: dict[str, Recurrence] = {}
    templates: dict[str, Recurrence] = {}
    known: dict[str, set[int]] = {}
    for number, page in enumerate(pages):
        for one in set(page.keys):
            known.setdefault(one, set()).add(group[number])
        for at in page.free():
            zone, text = page.zone(at), " ".join(page.texts[at].split())
            if not text.isprintable() or _SEVERAL.search(text):
                continue  # no file could show it, or it would mean something else there
            lines.setdefault(page.keys[at], Recurrence()).add(zone, (number, at), text)
            if template := masked(text, page.title):
                templates.setdefault(template, Recurrence()).add(zone, (number, at), text)
    titles = frozenset(page.title for page in pages if page.title)
    return Counted(pages, group, len(set(group)), lines, templates, known, titles)
