"""Which lines of one page fit which matcher, found out when asked and only once."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from cleaner.engine.match import fits

if TYPE_CHECKING:
    from collections.abc import Collection

    from cleaner.engine.index import Index
    from cleaner.engine.page import Page
    from cleaner.rulebook.compile import CompiledMatcher


class Scan:
    """The matches on one page. Answers are kept, so that no line is asked twice for one matcher."""

    def __init__(self, page: Page, index: Index) -> None:
        """Look all literals up."""
        self.page = page
        self._candidates = index.candidates(page)
        self._known: dict[int, dict[int, bool]] = {}

    @property
    def met(self) -> Collection[int]:
        """Give the numbers of the matchers with a literal that occurs on the page."""
        return self._candidates.keys()

    def fits(self, matcher: CompiledMatcher, index: int) -> bool:
        """Tell whether one line fits."""
        if matcher.lookup and matcher.number not in self._candidates:
            return False
        known = self._known.setdefault(matcher.number, {})
        found = known.get(index)
        if found is None:
            found = known[index] = fits(matcher, self.page, index)
        return found

    def hits(self, matcher: CompiledMatcher, low: int = 0, high: int | None = None) -> list[int]:
        """List the lines from `low` up to, not including, `high` that fit, ascending."""
        high = len(self.page) if high is None else min(high, len(self.page))
        if not matcher.lookup:
            return [at for at in range(low, high) if self.fits(matcher, at)]
        lines = self._candidates.get(matcher.number, ())
        first, last = bisect_left(lines, low), bisect_left(lines, high)
        return [at for at in lines[first:last] if self.fits(matcher, at)]

    def first(self, matcher: CompiledMatcher, low: int, high: int) -> int | None:
        """Give the first line from `low` up to, not including, `high` that fits, or None."""
        if not matcher.lookup:
            return next((at for at in range(low, min(high, len(self.page))) if self.fits(matcher, at)), None)
        lines = self._candidates.get(matcher.number, ())
        for at in lines[bisect_left(lines, low) :]:
            if at >= high:
                return None
            if self.fits(matcher, at):
                return at
        return None
