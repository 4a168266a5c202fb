"""What a report counts, and which documents it shows.

It counts how much of each document left, by source, label, rule and time, and what nobody owns. It shows the documents
that stand out, and some of all the others.
"""

from __future__ import annotations

import datetime
import heapq
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from cleaner.authoring.stats import Stats
from cleaner.cli.documents import host
from cleaner.runs.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.rules.engine import Explanation

#: Bins of the histogram: nothing, then tenths; all of a document is in the last.
BINS: Final = 11

_DAY = re.compile(
    r"(?<!\d)(?:((?:19|20)\d\d)[-/.]?(\d\d)[-/.]?(\d\d)|(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d))(?!\d)"
)
_MOST_PERIODS = 31
_SMALL_SOURCE, _SELDOM, _OFTEN = 10, 2, 3  # documents of a small source; how many must share a line to be told


@dataclass
class Count:
    """One row. `characters` is what there was, `gone` what left; `at` is where a rule stands."""

    documents: int = 0
    changed: int = 0
    flagged: int = 0
    lines: int = 0
    characters: int = 0
    gone: int = 0
    at: str = ""
    number: int = 0

    @property
    def share(self) -> float:
        """Return what left, from 0 to 1."""
        return self.gone / self.characters if self.characters else 0.0


@dataclass(frozen=True)
class Recurring:
    """A line that no rule owns, and in how many of the documents of its source (or host) it stands."""

    text: str
    source: str
    documents: int
    of: int


@dataclass
class Figures:
    """All that a report counts; nothing of a document is kept but short lines that nobody owned.

    `rules` counts by rule and label, since the selectors of a source are one rule with several labels.
    """

    tally: Tally = field(default_factory=Tally)
    total: Count = field(default_factory=Count)
    sources: dict[str, Count] = field(default_factory=dict)
    labels: dict[str, Count] = field(default_factory=dict)
    rules: dict[tuple[str, str], Count] = field(default_factory=dict)
    days: dict[str, Count] = field(default_factory=dict)
    bins: list[int] = field(default_factory=lambda: [0] * BINS)
    unowned: Stats = field(default_factory=Stats)

    def count(self, found: Explanation, changed: bool) -> Count:
        r"""Take in one document, and give its own figures.

        >>> from cleaner.rules.engine import Explanation, Fate
        >>> from cleaner.model import Document, Result
        >>> lines = (Fate(1, "Menu", "drop", "menu", "a.vn#m", "a:3"), Fate(2, "Một", "keep"),
        ...          Fate(3, "(A) - B", "trim", "credit", "a.vn#t", "a:9", "B"))
        >>> figures = Figures()
        >>> own = figures.count(Explanation(Document("", date="2025-01-13"), Result("Một\nB", "a.vn"), lines), True)
        >>> own.gone, own.characters, figures.labels["credit"].gone, figures.sources["a.vn"].lines, list(figures.days)
        (10, 14, 6, 1, ['2025-01-13'])
        """
        result = found.result
        own = Count(1, int(changed), int(bool(result.flags)))
        touched: dict[int, Count] = {}
        for fate in found.lines:
            own.characters += len(fate.text)
            if fate.fate == "keep":
                continue
            gone = len(fate.text) - len(fate.kept)
            own.gone += gone
            own.lines += not fate.kept
            rule = self.rules.setdefault((fate.rule, fate.label), Count(at=fate.at, number=len(self.rules)))
            label = self.labels.setdefault(fate.label, Count())
            for row in (rule, label):
                row.gone += gone
                row.lines += not fate.kept
                touched[id(row)] = row
        for row in touched.values():
            row.documents += 1
        self.tally.count(result, changed)
        self.bins[bin_of(own.share)] += 1
        source = self.sources.setdefault(result.source, Count())
        for row in (self.total, source, *([self.days.setdefault(day, Count())] if (day := day_of(found)) else [])):
            _add(row, own)
        name = result.source or host(found.document) or "none found"
        self.unowned.add(name, result.source, (), found.lines, result.flags)
        return own

    @property
    def flags(self) -> Counter[str]:
        """The documents by the kinds of their flags."""
        return sum((group.flags for group in self.unowned.groups.values()), Counter())

    def periods(self) -> list[tuple[str, Count]]:
        """Return the counts by day, month or year: the finest of which there are few enough to be looked at.

        >>> figures = Figures(days={f"2025-{month:02}-{day:02}": Count(1) for month in (1, 2) for day in range(1, 29)})
        >>> [(period, count.documents) for period, count in figures.periods()]
        [('2025-01', 28), ('2025-02', 28)]
        """
        found: dict[str, Count] = {}
        for length in (10, 7, 4):
            found = {}
            for day, count in sorted(self.days.items()):
                _add(found.setdefault(day[:length], Count()), count)
            if len(found) <= _MOST_PERIODS:
                break
        return list(found.items())

    def recurring(self, most: int) -> list[Recurring]:
        """Return the lines that nobody owns and that recur within a source, the most frequent first."""
        found = []
        for name, group in self.unowned.groups.items():
            least = _SELDOM if group.documents < _SMALL_SOURCE else _OFTEN
            found += [
                Recurring(text, name, documents, group.documents)
                for text, documents in group.recurring(most)
                if documents >= least
            ]
        return sorted(found, key=lambda line: (-line.documents, line.source, line.text))[:most]


def bin_of(share: float) -> int:
    """Return the bin of a share: 0 for nothing, else its tenth.

    >>> bin_of(0), bin_of(0.001), bin_of(0.1), bin_of(0.11), bin_of(1)
    (0, 1, 1, 2, 10)
    """
    return min(math.ceil(share * 10), BINS - 1)


def day_of(found: Explanation) -> str:
    """Return the day of a document: what its record says, else what a rule found; only numbers are read.

    >>> from cleaner.rules.engine import Explanation
    >>> from cleaner.model import Document, Result
    >>> day_of(Explanation(Document(""), Result("", meta={"published": "11:26 | 13/01/2025 GMT+7"}), ()))
    '2025-01-13'
    >>> day_of(Explanation(Document("", date="2024-02-30"), Result(""), ()))
    ''
    """
    for text in (found.document.date, found.result.meta.get("published", "")):
        for match in _DAY.finditer(text):
            year, month, day = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
            try:
                return datetime.date(int(year), int(month), int(day)).isoformat()
            except ValueError:
                continue
    return ""


def _add(row: Count, more: Count) -> None:
    """Add the numbers of one count to another."""
    for name in ("documents", "changed", "flagged", "lines", "characters", "gone"):
        setattr(row, name, getattr(row, name) + getattr(more, name))


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
    others, those that are the first of their source, of their bin, or to show a rule, come before the rest, which is
    chosen by chance: by the digests of the texts.
    """

    most: int
    _heaps: dict[str, list[tuple[Any, int, Shown]]] = field(default_factory=lambda: {why: [] for why in WHYS})
    _seen: set[str | int] = field(default_factory=set)

    def add(self, number: int, found: Explanation, own: Count) -> None:
        """Look at one document."""
        spread = int.from_bytes(blake2b(found.document.text.encode("utf-8", "replace"), digest_size=6).digest(), "big")
        if own.flagged:
            self._offer("flagged", (-spread,), number, found, own)
        elif not own.changed:
            self._offer("nothing", (-spread,), number, found, own)
        else:
            self._offer("most", (own.share,), number, found, own)
            rules = {fate.rule for fate in found.lines if fate.fate != "keep"}
            shows: set[str | int] = {found.result.source, bin_of(own.share), *rules}
            self._offer("others", (len(shows - self._seen), -spread), number, found, own)
            self._seen |= shows

    def _offer(self, why: str, rank: tuple[float, ...], number: int, found: Explanation, own: Count) -> None:
        """Keep a document where its rank is among the highest of its kind."""
        heap = self._heaps[why]
        entry = (rank, -number, Shown(number, found, own, why))
        if len(heap) < self.most:
            heapq.heappush(heap, entry)
        elif heap:
            heapq.heappushpop(heap, entry)

    def chosen(self) -> Iterator[Shown]:
        """Yield the documents, those of each kind in turns, none twice; whoever takes them stops when it has enough."""
        ranked = ([shown for _, _, shown in sorted(self._heaps[why], reverse=True)] for why in WHYS)
        given: set[int] = set()
        for turn in zip_longest(*ranked):
            for shown in turn:
                if shown is not None and shown.number not in given:
                    given.add(shown.number)
                    yield shown
