"""Which documents a report shows: those that stand out, and some of all the others."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.cli.report.figures import Count
    from cleaner.rules.engine import Explanation

#: Why a document is shown, in the order in which people should look.
WHYS: Final = ("flagged", "most", "nothing", "others")


@dataclass(frozen=True)
class Shown:
    """A document that is shown: it was the `number`-th to be read; `why` says which part of the sample it is from."""

    number: int
    found: Explanation
    own: Count
    why: str


@dataclass
class Sample:
    """Keeps at most `most` documents of each kind while a corpus goes by.

    The choice depends on the documents alone: the same corpus gives the same page, with no random numbers. Of the
    others, the first of every source is there, and the rest by chance: by the digests of their texts.
    """

    most: int
    _heaps: dict[str, list[tuple[Any, int, Shown]]] = field(default_factory=lambda: {why: [] for why in WHYS})
    _sources: set[str] = field(default_factory=set)

    def add(self, number: int, found: Explanation, own: Count) -> None:
        """Look at one document."""
        source = found.result.source
        first = source not in self._sources
        self._sources.add(source)
        spread = int.from_bytes(blake2b(found.document.text.encode("utf-8", "replace"), digest_size=6).digest(), "big")
        if own.flagged:
            self._offer("flagged", (-spread,), number, found, own)
        elif not own.changed:
            self._offer("nothing", (-spread,), number, found, own)
        else:
            self._offer("most", (own.share,), number, found, own)
            self._offer("others", (first, -spread), number, found, own)

    def _offer(self, why: str, rank: tuple[float, ...], number: int, found: Explanation, own: Count) -> None:
        """Keep a document where its rank is among the highest of its kind."""
        heap = self._heaps[why]
        entry = (rank, -number, Shown(number, found, own, why))
        if len(heap) < self.most:
            heapq.heappush(heap, entry)
        elif heap:
            heapq.heappushpop(heap, entry)

    def chosen(self) -> Iterator[Shown]:
        """Give the documents, those of each kind in turns, none twice; whoever takes them stops when it has enough."""
        ranked = ([shown for _, _, shown in sorted(self._heaps[why], reverse=True)] for why in WHYS)
        given: set[int] = set()
        for turn in zip_longest(*ranked):
            for shown in turn:
                if shown is not None and shown.number not in given:
                    given.add(shown.number)
                    yield shown
