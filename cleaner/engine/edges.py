"""The matchers that are found by the literal with which a key begins or ends."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter

from cleaner.engine.columns import where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Final

    from cleaner.rulebook.compiled import CompiledMatcher

    Buckets = dict[str, tuple[tuple[str, int], ...]]

_PIECE: Final = 4  # literals are found by their first or last characters, at most this many


class Edges:
    """Literals at the heads and tails of keys; a few look-ups a key, however many there are."""

    def __init__(self, matchers: Iterable[CompiledMatcher]) -> None:
        """Sort the literals by their first or last characters."""
        words: dict[str, dict[str, list[int]]] = {"starts": defaultdict(list), "ends": defaultdict(list)}
        for matcher in matchers:
            for word, literal in _literals(matcher):
                words[word][literal].append(matcher.number)
        self._heads = _buckets(words["starts"], first=True)
        self._tails = _buckets(words["ends"], first=False)
        self._head_chars = max(map(len, words["starts"]), default=1)
        self._tail_chars = max(map(len, words["ends"]), default=1)

    def found(self, heads: Sequence[str], tails: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """Give the places of keys with the matchers whose literals stand there; of a long key the edges will do."""
        for size, table in self._heads:
            pieces = list(map(itemgetter(slice(size)), heads))
            for at in where(table.__contains__, pieces):
                yield at, [number for literal, number in table[pieces[at]] if heads[at].startswith(literal)]
        for size, table in self._tails:
            pieces = list(map(itemgetter(slice(-size, None)), tails))
            for at in where(table.__contains__, pieces):
                yield at, [number for literal, number in table[pieces[at]] if tails[at].endswith(literal)]

    def heads(self, texts: Sequence[str]) -> list[str]:
        """Cut lines to the beginnings whose keys are enough to look at."""
        return [text[: self._head_chars] for text in texts]

    def tails(self, texts: Sequence[str]) -> list[str]:
        """Cut lines to the ends whose keys are enough to look at."""
        return [text[-self._tail_chars :] for text in texts]


def _literals(matcher: CompiledMatcher) -> Iterator[tuple[str, str]]:
    """Give the literals at the edges of a line by which a matcher's lines are found, with the word each belongs to."""
    if matcher.lookup in ("starts", "ends"):
        yield from ((matcher.lookup, literal) for literal in matcher.literals)
    elif matcher.lookup == "like":
        for template in dict(matcher.checks)["like"]:
            word, literals = ("starts", template.head) if template.head else ("ends", template.tail)
            yield from ((word, literal) for literal in literals)


def _buckets(words: Mapping[str, list[int]], *, first: bool) -> list[tuple[int, Buckets]]:
    """Group literals by the length of the piece they are found by, then by that piece."""
    tables: dict[int, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for literal, numbers in words.items():
        size = min(len(literal), _PIECE)
        piece = literal[:size] if first else literal[-size:]
        tables[size][piece] += [(literal, number) for number in numbers]
    return [(size, {piece: tuple(pairs) for piece, pairs in table.items()}) for size, table in tables.items()]
