"""The matchers that are found by searching a line or its key for patterns, each kind in one scan."""

from __future__ import annotations

from cleaner.engine.edges import edge_of
from cleaner.rulebook.patterns import PatternSet, escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from cleaner.rulebook.compiled import CompiledMatcher


class Searched:
    """The matchers that `has`, `like` and `regex` find."""

    def __init__(self, matchers: Iterable[CompiledMatcher]) -> None:
        """Put all patterns for keys into one set, all for lines into another."""
        keyed, plain = _Set(), _Set()
        for matcher in matchers:
            if matcher.lookup == "regex":
                plain.add(matcher.number, (pattern.loose for pattern in dict(matcher.checks)["regex"]))
            elif matcher.lookup in ("has", "like"):
                keyed.add(matcher.number, _keyed(matcher.lookup, dict(matcher.checks)[matcher.lookup]))
        self._keyed, self._plain = keyed.compiled(), plain.compiled()

    @property
    def asks_keys(self) -> bool:
        """Tell whether any pattern is one for keys."""
        return self._keyed is not None

    def found(self, texts: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """Give the places of lines with the matchers whose patterns are found in them; `keys` may be missing."""
        for searched, lines in ((self._keyed, keys), (self._plain, texts)):
            if searched is not None and lines:
                patterns, owners = searched
                for at, found in patterns.found_in(lines):
                    yield at, [owners[pattern] for pattern in found]


def _keyed(lookup: str, value: Any) -> Iterable[str]:
    """Give the patterns for keys; a template with fixed text at an edge is found by that text."""
    if lookup == "has":
        return map(escape, value)
    return (f"^(?:{one.loose})$" for one in value if not edge_of(one)[0])


class _Set:
    def __init__(self) -> None:
        self.patterns: list[str] = []
        self.owners: list[int] = []

    def add(self, number: int, patterns: Iterable[str]) -> None:
        for pattern in patterns:
            self.patterns.append(pattern)
            self.owners.append(number)

    def compiled(self) -> tuple[PatternSet, list[int]] | None:
        return (PatternSet(self.patterns), self.owners) if self.patterns else None
