"""Which lines of one page fit which matcher, found out when asked and only once."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import partial
from itertools import compress

from cleaner.engine.match import CONTEXT, STATIC, fits, fits_here
from cleaner.engine.zones import Zone, zone_of
from cleaner.rulebook.compiled import KEYED_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from cleaner.engine.index import Index, Numbers
    from cleaner.engine.page import Page
    from cleaner.rulebook.compiled import CompiledMatcher, CompiledWhere

#: The word of a matcher without `lookup` that holds of all lines by which it is looked for.
_FOUND_BY = {"previous": "same_as", "title": "same_as", "any": "same_as", "follows": "follows"}


class Scan:
    """The matches on one page. What neighbours must be asked for is asked once a line."""

    def __init__(self, page: Page, index: Index, numbers: Sequence[Numbers] | None = None) -> None:
        """Take the lines as the index sorted them."""
        self.page = page
        self._candidates: dict[int, list[int]] = defaultdict(list)
        self._known: dict[int, dict[int, bool]] = {}
        self._zones: dict[CompiledWhere, Zone | None] = {}
        lines = self._candidates
        found = index.sorted(page.texts, page.repaired) if numbers is None else numbers
        for at in compress(range(len(found)), found):
            for number in found[at]:
                lines[number].append(at)

    def zone(self, where: CompiledWhere | None) -> Zone | None:
        """Give the lines in which a rule may act; rules that say the same share one zone."""
        if where is None:
            return 0, len(self.page.texts)
        if where not in self._zones:
            self._zones[where] = zone_of(where, self)
        return self._zones[where]

    @property
    def met(self) -> Collection[int]:
        """Give the numbers of the matchers with a `lookup` that some line could fit."""
        return self._candidates.keys()

    def fits(self, matcher: CompiledMatcher, index: int) -> bool:
        """Tell whether one line fits."""
        known = self._known.get(matcher.number)
        if known is None:
            known = self._known[matcher.number] = {}
        found = known.get(index)
        if found is None:
            found = known[index] = self._look(matcher, index)
        return found

    def test(self, matcher: CompiledMatcher) -> Callable[[int], bool]:
        """Give what tells whether one line fits, to ask it of many."""
        if matcher.lookup and not matcher.context:
            return frozenset(self._candidates.get(matcher.number, ())).__contains__
        return partial(self.fits, matcher)

    def _look(self, matcher: CompiledMatcher, index: int) -> bool:
        if not matcher.lookup:
            return fits(matcher, self.page, index)
        lines = self._candidates.get(matcher.number, ())
        at = bisect_left(lines, index)
        if at == len(lines) or lines[at] != index:
            return False
        return not matcher.context or fits_here(matcher, self.page, index)

    def hits(self, matcher: CompiledMatcher, low: int = 0, high: int | None = None) -> Sequence[int]:
        """List the lines from `low` up to, not including, `high` that fit, ascending."""
        size = len(self.page.texts)
        high = size if high is None else min(high, size)
        lines = self._candidates.get(matcher.number, ()) if matcher.lookup else self._lines(matcher)
        if lines is None:
            return self._that_fit(matcher, range(low, high))
        if not lines:
            return []
        if low > lines[0] or high <= lines[-1]:
            lines = lines[bisect_left(lines, low) : bisect_left(lines, high)]
        return lines if matcher.lookup and not matcher.context else self._that_fit(matcher, lines)

    def _that_fit(self, matcher: CompiledMatcher, lines: Sequence[int]) -> Sequence[int]:
        """Take out the lines that do not fit, word by word; what found them is not asked again."""
        page, texts = self.page, self.page.texts
        for word, value in () if matcher.lookup else matcher.static:
            check = STATIC[word]
            if word in KEYED_WORDS:
                lines = [at for at in lines if check(value, texts[at], page.key(at))]
            else:
                lines = [at for at in lines if check(value, texts[at], "")]
        for word, value in matcher.context:
            if matcher.lookup or word != _FOUND_BY.get(matcher.near):
                lines = [at for at in lines if CONTEXT[word](value, page, at)]
        return lines

    def rarest(self, matchers: Sequence[CompiledMatcher]) -> int:
        """Give the place of the matcher that the fewest lines of this page could fit."""
        counts = [len(self.page) if (lines := self._lines(one)) is None else len(lines) for one in matchers]
        return counts.index(min(counts))

    def _lines(self, matcher: CompiledMatcher) -> Sequence[int] | None:
        """Give the lines that could fit, ascending, or None where every line could."""
        if matcher.lookup:
            return self._candidates.get(matcher.number, ())
        if matcher.near != "follows":
            return self.page.twins(matcher.near) if matcher.near else None
        above = self.hits(dict(matcher.context)["follows"], 0, len(self.page) - 1)
        return [at + 1 for at in above]

    def first(self, matcher: CompiledMatcher, low: int, high: int) -> int | None:
        """Give the first line from `low` up to, not including, `high` that fits, or None."""
        high = min(high, len(self.page.texts))
        if not matcher.lookup:
            return next((at for at in range(low, high) if self.fits(matcher, at)), None)
        lines = self._candidates.get(matcher.number, ())
        for place in range(bisect_left(lines, low), len(lines)):
            at = lines[place]
            if at >= high:
                return None
            if not matcher.context or self.fits(matcher, at):
                return at
        return None
