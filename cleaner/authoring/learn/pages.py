"""Pages as learning sees them: their lines, where each stands, which have an owner, and how often each recurs.

Documents are counted by the article they show, so that copies of one count once.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from math import ceil
from typing import TYPE_CHECKING, Final, Literal

from cleaner._core import is_prose
from cleaner.authoring.learn.words import generic, masked
from cleaner.rules.cuts import Apart
from cleaner.rules.labels import Policy
from cleaner.text import key, repair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.model import Document
    from cleaner.rules.engine import Engine

#: Above the title; above the first running text of a page without a sure title; between title and running text;
#: within the article's running text; below it.
Zone = Literal["head", "top", "under", "body", "tail"]
ZONES: tuple[Zone, ...] = ("head", "top", "under", "body", "tail")

#: No page is so long; it would only fill the memory.
LONGEST: Final = 2_000_000

#: A page's number, and the number of a line on it.
Place = tuple[int, int]

LEAST: Final = 3  # documents of different articles
SHARE: Final = 25.0  # percent of them
_HALF: Final = 0.5
_MOST: Final = 0.6
_COMMON: Final = 5  # running text under so many titles …
_SHARE: Final = 0.3  # … and in this share of the pages is no article's
_HOLDERS: Final = 100  # pages with a line that each further one is compared with


class Sample:
    """Keeps the documents whose texts have the lowest digests, at most so many; of equal texts one.

    Which documents are kept depends on what there is and not on its order.

    >>> from cleaner.model import Document
    >>> one, other = Sample(2), Sample(2)
    >>> texts = ["Một", "Hai", "Ba", "Ba"]
    >>> for text, back in zip(texts, reversed(texts)):
    ...     one.add(Document(text)), other.add(Document(back))
    (True, True)
    (True, True)
    (True, True)
    (True, True)
    >>> one.documents == other.documents, len(one.documents), one.met
    (True, 2, 4)
    """

    def __init__(self, most: int) -> None:
        """Take how many documents are kept."""
        self.most = most
        self.met = 0
        self._kept: dict[int, Document] = {}
        self._highest: list[int] = []  # a heap of negative digests

    def add(self, document: Document) -> bool:
        """Look at one more document; tell whether it could be one to learn from."""
        if len(document.text) > LONGEST or not document.text.strip():
            return False
        self.met += 1
        digest = int.from_bytes(blake2b(document.text.encode("utf-8", "replace"), digest_size=12).digest(), "big")
        if digest in self._kept:
            self._kept[digest] = min(self._kept[digest], document, key=_name)
            return True
        if len(self._kept) >= self.most:
            if digest > -self._highest[0]:
                return True
            del self._kept[-heapq.heappop(self._highest)]
        self._kept[digest] = document
        heapq.heappush(self._highest, -digest)
        return True

    @property
    def documents(self) -> list[Document]:
        """What was kept, by digest."""
        return [self._kept[digest] for digest in sorted(self._kept)]


def _name(document: Document) -> tuple[str, str, str]:
    return document.url, document.id, document.title


@dataclass(frozen=True, slots=True)
class Taken:
    """A line that a rule takes: its number on the page, the rule's full name, and what is left of the line."""

    at: int
    rule: str
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, without its blank lines. `owners` has for each line the rule that takes it, or nothing.

    `title` is the key of the page's title, `given` the title that came with the document. The running text of the
    article stands from `lead_at` to `body_at`; a page without any has both behind its last line. `article` tells an
    article from a list.
    """

    name: str
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
        """Return where a line stands."""
        if at > self.body_at:
            return "tail"
        if at >= self.lead_at:
            return "body"
        if self.title_at is None or not self.sure:
            return "top"
        return "head" if at < self.title_at else "under"

    def free(self) -> Iterator[int]:
        """Return the lines that nobody owns, but the title."""
        return (at for at, owner in enumerate(self.owners) if not owner and self.keys[at] != self.title)

    def taken_by(self, engine: Engine) -> list[Taken]:
        """Return what rules take of the page, whatever they leave of it."""
        found = engine.core.clean("\n".join(self.texts), self.given, trusted=True).taken
        return [Taken(row, engine.rules[rule].name, kept) for row, rule, kept, _ in found]

    @property
    def prose(self) -> list[str]:
        """The keys of the running text of the article."""
        return [self.keys[at] for at in range(self.lead_at, self.body_at + 1) if is_prose(self.texts[at])]


def look(document: Document, engine: Engine | None) -> Page:
    """Look at one document; `engine` has the rules that there are already.

    What the selectors of a source cut out of a page is out before.
    """
    document = Apart.of(document, Policy()).rest if document.cuts or document.meta else document
    texts = [line for line in repair(document.text).lines if line and not line.isspace()]
    title, title_at, sure, lead, end = generic().places("\n".join(texts), document.title)
    body = "\n".join(texts[title_at or 0 : (end or 0) + 1])
    page = Page(
        name=document.id or document.url,
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
    """Return the number of the article of each page: pages that share half of their running text have the same.

    Running text that stands under many titles (or first lines, where no title is known) is the template's and does not
    count.
    """
    titles: dict[str, set[str]] = defaultdict(set)
    number: Counter[str] = Counter()
    prose = [page.prose for page in pages]
    for page, lines in zip(pages, prose, strict=True):
        for line in set(lines):
            titles[line].add(page.title or lines[0])
            number[line] += 1
    common = {line for line, of in titles.items() if len(of) >= _COMMON and number[line] >= _SHARE * len(pages)}
    parents = list(range(len(pages)))
    own = [sorted(set(lines) - common) for lines in prose]
    shared: Counter[tuple[int, int]] = Counter()
    holders: dict[str, list[int]] = defaultdict(list)
    for at, lines in enumerate(own):
        for line in lines:
            shared.update((other, at) for other in holders[line])
            if len(holders[line]) < _HOLDERS:
                holders[line].append(at)
    for (one, other), count in sorted(shared.items()):
        sizes = len(own[one]), len(own[other])
        if 2 * count >= min(sizes) and (count > 1 or max(sizes) == 1):  # one alone may be a template's
            _join(parents, one, other)
    return [_root(parents, at) for at in range(len(pages))]


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def _join(parents: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(parents, one), _root(parents, other)))
    parents[high] = low


@dataclass(frozen=True, slots=True)
class Needs:
    """The least number of documents, and the least share of them in percent, in which a line must stand.

    >>> needs = Needs()
    >>> needs.support(4), needs.support(40), needs.half(40), needs.most(40)
    (3, 10, 20, 24)
    """

    documents: int = LEAST
    share: float = SHARE

    def support(self, total: int) -> int:
        """Return the documents that a line outside the article needs."""
        return max(self.documents, ceil(total * self.share / 100))

    def half(self, total: int) -> int:
        """Return the documents that a line needs of which nothing but its number speaks."""
        return max(self.support(total), ceil(total * _HALF))

    def most(self, total: int) -> int:
        """Return the documents that running text needs to be no article's."""
        return max(self.support(total), ceil(total * _MOST))


@dataclass(slots=True)
class Tally:
    """One line, or one template: where it stands without an owner, by zone, as (page, line)."""

    texts: Counter[str] = field(default_factory=Counter)
    places: dict[Zone, list[Place]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The form that is written most."""
        return min(self.texts, key=lambda text: (-self.texts[text], text))

    def add(self, zone: Zone, place: Place, text: str) -> None:
        """Count one more."""
        self.texts[text] += 1
        self.places.setdefault(zone, []).append(place)

    def at(self, *zones: Zone) -> Iterator[Place]:
        """Return the places in some zones, or in all."""
        return (place for zone in zones or ZONES for place in self.places.get(zone, ()))


@dataclass(frozen=True, slots=True)
class Counted:
    """The pages, and what recurs on them.

    `known` has for each key the articles on whose pages it stands at all, owned or not. `titles` are those of all
    pages. `group` gives a page's article; `total` is the number of articles.
    """

    pages: Sequence[Page]
    group: Sequence[int]
    total: int
    lines: dict[str, Tally]
    templates: dict[str, Tally]
    known: dict[str, set[int]]
    titles: frozenset[str]

    def articles(self, places: Iterable[Place]) -> int:
        """Count the articles that places belong to."""
        return len({self.group[page] for page, _ in places})

    def unique(self, page: int, at: int) -> bool:
        """Return whether a line stands with one article only."""
        return len(self.known[self.pages[page].keys[at]]) < 2


def count(pages: Sequence[Page]) -> Counted:
    """Count the lines of pages."""
    group = same_article(pages)
    lines: dict[str, Tally] = {}
    templates: dict[str, Tally] = {}
    known: dict[str, set[int]] = {}
    for number, page in enumerate(pages):
        for one in set(page.keys):
            known.setdefault(one, set()).add(group[number])
        for at in page.free():
            zone, text = page.zone(at), " ".join(page.texts[at].split())
            lines.setdefault(page.keys[at], Tally()).add(zone, (number, at), text)
            if template := masked(text, page.title):
                templates.setdefault(template, Tally()).add(zone, (number, at), text)
    titles = frozenset(page.title for page in pages if page.title)
    return Counted(pages, group, len(set(group)), lines, templates, known, titles)
