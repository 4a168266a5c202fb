"""How often each line stands where: documents are counted by the article they show, so that copies count once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cleaner.engine.learn.distinct import groups
from cleaner.engine.learn.masks import masks
from cleaner.engine.learn.seen import ZONES, Seen, Zone
from cleaner.values import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    #: A page, its article's number, and the lines in it.
    Place = tuple[int, int]


@dataclass(slots=True)
class Tally:
    """One line, or one template: where it stands without an owner, by zone, as (page, line)."""

    texts: Counter[str] = field(default_factory=Counter)
    places: dict[Zone, list[Place]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Give the form that is written most."""
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

    pages: Sequence[Seen]
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


def count(pages: Sequence[Seen]) -> Counted:
    """Count the lines of pages."""
    group = groups(pages)
    lines: dict[str, Tally] = {}
    templates: dict[str, Tally] = {}
    known: dict[str, set[int]] = {}
    for number, page in enumerate(pages):
        for key in set(page.keys):
            known.setdefault(key, set()).add(group[number])
        for at in page.free():
            zone, text = page.zone(at), " ".join(page.texts[at].split())
            lines.setdefault(page.keys[at], Tally()).add(zone, (number, at), text)
            for template in masks(text, page.title, zone):
                templates.setdefault(template, Tally()).add(zone, (number, at), text)
    titles = frozenset(page.title for page in pages if page.title)
    return Counted(pages, group, len(set(group)), lines, templates, known, titles)
