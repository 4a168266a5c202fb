"""How often a line must recur before a rule is made of it."""

from __future__ import annotations

from math import ceil
from typing import Final

from cleaner.values import dataclass

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
