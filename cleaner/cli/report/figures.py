"""What a report counts, and which documents it shows.

It counts how much of each document left, by source, label, rule and time, and what nobody owns. It shows the documents
that stand out, and some of all the others.
"""

import datetime
import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from cleaner.authoring.stats import Stats
from cleaner.cli.documents import host
from cleaner.rules.engine import Explanation
from cleaner.runs.tally import Tally

#: Bins of the histogram: nothing, then tenths; all of a document is in the last.
BINS: Final = 11

_DAY = re.compile(
    r"(?<!\d)(?:((?:19|20)\d\d)[-/.]?(\d\d)[-/.]?(\d\d)|(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d))(?!\d)"
)
_MOST_PERIODS = 31
_SMALL_SOURCE, _SELDOM, _OFTEN = 10, 2, 3  # documents of a small source; how many must share a line to be told


@dataclass
class Taken:
    """What a rule took, or what went under a label; `at` is where the rule stands, `number` its name on the page."""

    documents: int = 0
    lines: int = 0
    gone: int = 0
    at: str = ""
    number: int = 0


class Recurring(NamedTuple):
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
    sources: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    labels: dict[str, Taken] = field(default_factory=lambda: defaultdict(Taken))
    rules: dict[tuple[str, str], Taken] = field(default_factory=dict)
    days: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    bins: list[int] = field(default_factory=lambda: [0] * BINS)
    unowned: Stats = field(default_factory=Stats)

    def count(self, found: Explanation, changed: bool) -> Tally:
        r"""Take in one document, and give its own figures.

        >>> from cleaner.rules.engine import Explanation, Fate
        >>> from cleaner.model import Document, Removal, Result
        >>> lines = (Fate(1, "Menu", "drop", "menu", "a.vn#m", "a:3"), Fate(2, "Một", "keep"))
        >>> result = Result("Một", "a.vn", removals=(Removal(1, "Menu", "a.vn#m", "a:3", "menu"),))
        >>> figures = Figures()
        >>> own = figures.count(Explanation(Document("", date="2025-01-13"), result, lines), True)
        >>> own.gone, own.characters, figures.labels["menu"].gone, figures.sources["a.vn"].removed, list(figures.days)
        (4, 7, 4, 1, ['2025-01-13'])
        """
        result, own = found.result, Tally()
        own.count(result, changed)
        places = {fate.rule: fate.at for fate in found.lines}
        labels: set[str] = set()
        for rule, label, lines, _, characters in result.by_rule():
            taken = self.rules.setdefault((rule, label), Taken(at=places.get(rule, ""), number=len(self.rules)))
            taken.documents += 1
            self.labels[label].documents += label not in labels
            labels.add(label)
            for row in (taken, self.labels[label]):
                row.lines += lines
                row.gone += characters
        self.bins[bin_of(own.share)] += 1
        for tally in (self.tally, self.sources[result.source], *([self.days[day]] if (day := day_of(found)) else [])):
            tally.add(own)
        name = result.source or host(found.document) or "none found"
        self.unowned.add(name, result.source, (), found.lines, result.flags)
        return own

    @property
    def flags(self) -> Counter[str]:
        return sum((group.flags for group in self.unowned.groups.values()), Counter())

    def periods(self) -> list[tuple[str, Tally]]:
        """The counts by day, month or year: the finest of which there are few enough to be looked at.

        >>> figures = Figures(days={f"2025-{month:02}-{day:02}": Tally() for month in (1, 2) for day in range(1, 29)})
        >>> [period for period, _ in figures.periods()]
        ['2025-01', '2025-02']
        """
        found: dict[str, Tally] = {}
        for length in (10, 7, 4):
            found = defaultdict(Tally)
            for day, count in sorted(self.days.items()):
                found[day[:length]].add(count)
            if len(found) <= _MOST_PERIODS:
                break
        return list(found.items())

    def recurring(self, most: int) -> list[Recurring]:
        """The lines that nobody owns and that recur within a source, the most frequent first."""
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
    """The bin of a share: 0 for nothing, else its tenth.

    >>> bin_of(0), bin_of(0.001), bin_of(0.1), bin_of(0.11), bin_of(1)
    (0, 1, 1, 2, 10)
    """
    return min(math.ceil(share * 10), BINS - 1)


def day_of(found: Explanation) -> str:
    """The day of a document: what its record says, else what a rule found; only numbers are read.

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


#: Why a document is shown, in the order in which people should look.
WHYS: Final = ("flagged", "most", "nothing", "others")


class Shown(NamedTuple):
    """A document that is shown: it was the `number`-th to be read; `why` says which part of the sample it is from."""

    number: int
    found: Explanation
    own: Tally
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

    def add(self, number: int, found: Explanation, own: Tally) -> None:
        digest = blake2b(found.document.text.encode("utf-8", "replace"), digest_size=6).digest()
        spread = int.from_bytes(digest, "big")
        if own.flagged or not own.changed:
            self._offer((-spread,), Shown(number, found, own, "flagged" if own.flagged else "nothing"))
        else:
            self._offer((own.share,), Shown(number, found, own, "most"))
            rules = {fate.rule for fate in found.lines if fate.fate != "keep"}
            shows: set[str | int] = {found.result.source, bin_of(own.share), *rules}
            self._offer((len(shows - self._seen), -spread), Shown(number, found, own, "others"))
            self._seen |= shows

    def _offer(self, rank: tuple[float, ...], shown: Shown) -> None:
        """Keep a document where its rank is among the highest of its kind."""
        heap = self._heaps[shown.why]
        entry = (rank, -shown.number, shown)
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
