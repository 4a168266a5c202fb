"""Rules whose rate has changed since it was written down: the page changed, or a rule did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaner.engine.stats import Stats

FORM: Final = 1
_CHANGE: Final = 0.5
_LEAST: Final = 3  # lines: fewer say nothing about a rate


@dataclass(frozen=True, slots=True)
class Drift:
    """One rule whose lines a document fell or rose by more than half."""

    rule: str
    before: float
    now: float


def baseline(stats: Stats) -> dict[str, Any]:
    """Give the figures to compare with later."""
    rules = {name: {"documents": tally.tried, "lines": tally.lines} for name, tally in sorted(stats.rules.items())}
    return {"form": FORM, "documents": stats.documents, "rules": rules}


def drifts(stats: Stats, before: Mapping[str, Any]) -> list[Drift]:
    """Compare with a baseline; rules that are in one of the two only are no drift.

    A rate is compared where either side has, or on equal documents would have had, three lines at least.

    >>> from cleaner.engine.stats import Stats, Tally
    >>> now = Stats(rules={"a#b": Tally(tried=10, lines=4)})
    >>> drifts(now, {"rules": {"a#b": {"documents": 20, "lines": 20}}})
    [Drift(rule='a#b', before=1.0, now=0.4)]
    """
    found = []
    for name, tally in sorted(stats.rules.items()):
        old = before["rules"].get(name)
        if old is None or not old["documents"] or not tally.tried:
            continue
        rate = old["lines"] / old["documents"]
        enough = max(tally.lines, rate * tally.tried) >= _LEAST
        if enough and abs(tally.rate - rate) > _CHANGE * rate:
            found.append(Drift(name, rate, tally.rate))
    return found
