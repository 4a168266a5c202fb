"""How often each line stands where: documents are counted by the article they show, so that copies count once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Final

from cleaner.authoring.learn.pages import ZONES, Page, Zone, same_article
from cleaner.authoring.learn.templates import templates_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: A page's number, and the number of a line on it.
Place = tuple[int, int]

LEAST: Final = 3  # documents of different articles
SHARE: Final = 25.0  # percent of them
_HALF: Final = 0.5
_MOST: Final = 0.6


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
        """Give the documents that a line outside the article needs."""
        return max(self.documents, ceil(total * self.share / 100))

    def half(self, total: int) -> int:
        """Give the documents that a line needs of which nothing but its number speaks."""
        return max(self.support(total), ceil(total * _HALF))

    def most(self, total: int) -> int:
        """Give the documents that running text needs to be no article's."""
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
        """Give the places in some zones, or in all."""
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
        """Tell whether a line stands with one article only."""
        return len(self.known[self.pages[page].keys[at]]) < 2


def count(pages: Sequence[Page]) -> Counted:
    """Count the lines of pages."""
    group = same_article(pages)
    lines: dict[str, Tally] = {}
    templates: dict[str, Tally] = {}
    known: dict[str, set[int]] = {}
    for number, page in enumerate(pages):
        for key in set(page.keys):
            known.setdefault(key, set()).add(group[number])
        for at in page.free():
            zone, text = page.zone(at), " ".join(page.texts[at].split())
            lines.setdefault(page.keys[at], Tally()).add(zone, (number, at), text)
            for template in templates_of(text, page.title, zone):
                templates.setdefault(template, Tally()).add(zone, (number, at), text)
    titles = frozenset(page.title for page in pages if page.title)
    return Counted(pages, group, len(set(group)), lines, templates, known, titles)
