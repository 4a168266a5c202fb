"""The hot loop: in which lines of a page do the literals of a rulebook stand, for all of them at once.

A line costs a few dictionary look-ups, however many rules there are; only a matcher with a literal that was really
met is looked at again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from cleaner.rulebook.patterns import compile_raw, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cleaner.engine.page import Page
    from cleaner.rulebook.compile import CompiledMatcher

_HEAD: Final = 4  # literals are found by their first or last characters, at most this many

Numbers = tuple[int, ...]


class Index:
    """The literals of many matchers, ready to be looked up."""

    def __init__(self, matchers: Iterable[CompiledMatcher]) -> None:
        """Sort the matchers' literals by the word they belong to."""
        words: dict[str, dict[str, set[int]]] = {word: defaultdict(set) for word in ("line", "starts", "ends", "has")}
        for matcher in matchers:
            for literal in matcher.literals:
                words[matcher.lookup][literal].add(matcher.number)
        self.lines: dict[str, Numbers] = {text: tuple(numbers) for text, numbers in words["line"].items()}
        self.heads = _edges(words["starts"], first=True)
        self.tails = _edges(words["ends"], first=False)
        self.inner: dict[str, Numbers] = {text: tuple(numbers) for text, numbers in words["has"].items()}
        self.any_inner = compile_raw("|".join(map(escape, self.inner))) if self.inner else None

    def candidates(self, page: Page) -> dict[int, list[int]]:
        """Give, for each matcher whose literals occur, the lines they occur in, ascending."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        lines, edges = self.lines, [(size, table, True) for size, table in self.heads.items()]
        edges += [(size, table, False) for size, table in self.tails.items()]
        for at, key in enumerate(page.keys):
            if key in lines:
                for number in lines[key]:
                    found[number].append(at)
            for size, table, first in edges:
                bucket = table.get(key[:size] if first else key[-size:])
                if bucket is not None:
                    _edge_hits(bucket, key, first, at, found)
        if self.any_inner is not None and self.any_inner.search("\n".join(page.keys)) is not None:
            self._inner_hits(page, found)
        return found

    def _inner_hits(self, page: Page, found: defaultdict[int, list[int]]) -> None:
        """Rarely needed: some literal occurs inside some line, so find out which in which."""
        for at, key in enumerate(page.keys):
            hits = {number for literal, numbers in self.inner.items() if literal in key for number in numbers}
            for number in hits:
                found[number].append(at)


def _edges(words: Mapping[str, set[int]], *, first: bool) -> dict[int, dict[str, tuple[tuple[str, int], ...]]]:
    """Group literals by the length of the piece they are found by, then by that piece."""
    tables: dict[int, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for literal, numbers in words.items():
        size = min(len(literal), _HEAD)
        piece = literal[:size] if first else literal[-size:]
        tables[size][piece] += [(literal, number) for number in numbers]
    return {size: {piece: tuple(pairs) for piece, pairs in table.items()} for size, table in tables.items()}


def _edge_hits(
    bucket: tuple[tuple[str, int], ...], key: str, first: bool, at: int, found: defaultdict[int, list[int]]
) -> None:
    for literal, number in bucket:
        if key.startswith(literal) if first else key.endswith(literal):
            lines = found[number]
            if not lines or lines[-1] != at:
                lines.append(at)
