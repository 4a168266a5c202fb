"""How much a rule may mean: a number of lines, and what may go of a document before its rules are not believed."""

from __future__ import annotations

from cleaner.values import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of lines, or a share of all lines in percent."""

    value: float
    percent: bool = False

    def of(self, total: int) -> int:
        """Count the lines that this amount means in a document of `total` lines.

        >>> Amount(80, percent=True).of(10), Amount(5).of(10)
        (8, 5)
        """
        return round(total * self.value / 100) if self.percent else int(self.value)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may go before the rules are not believed: characters in percent, sentences that must stay."""

    max_removed: float = 97.0
    min_kept: int = 1


@dataclass(frozen=True, slots=True)
class Range:
    """So many words or characters: from `low` to `high`, both included; None where there is no bound.

    >>> print(Range(5, 34), Range(None, 14), Range(9, None), Range(6, 6))
    5..34 ..14 9.. 6
    """

    low: int | None
    high: int | None

    def __str__(self) -> str:
        """Give it as a rule file writes it."""
        low, high = ("" if bound is None else str(bound) for bound in (self.low, self.high))
        return low if low == high else f"{low}..{high}"
