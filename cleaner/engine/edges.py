"""The matchers that are found by the literal with which a key begins or ends."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, compress
from operator import itemgetter

from cleaner.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Final

    from cleaner.rulebook.compiled import CompiledMatcher
    from cleaner.rulebook.templates import Template

    Buckets = dict[str, tuple[tuple[str, int], ...]]

_PIECE: Final = 4  # literals are found by so many of their first or last characters


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
        for cut, table in self._heads:
            for at in compress(range(len(heads)), map(table.__contains__, map(cut, heads))):
                head = heads[at]
                yield at, [number for literal, number in table[cut(head)] if head.startswith(literal)]
        for cut, table in self._tails:
            for at in compress(range(len(tails)), map(table.__contains__, map(cut, tails))):
                tail = tails[at]
                yield at, [number for literal, number in table[cut(tail)] if tail.endswith(literal)]

    def folded(self, texts: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
        """Give as much of the beginnings and ends of keys as is enough to look at; a line holds no newline."""
        if not texts:
            return (), ()
        both = map(itemgetter(slice(self._head_chars)), texts), map(itemgetter(slice(-self._tail_chars, None)), texts)
        folded = fold("\n".join(chain(*both))).split("\n")
        return folded[: len(texts)], folded[len(texts) :]


def _literals(matcher: CompiledMatcher) -> Iterator[tuple[str, str]]:
    """Give the literals at the edges of a line by which a matcher's lines are found, with the word each belongs to."""
    if matcher.lookup in ("starts", "ends"):
        yield from ((matcher.lookup, literal) for literal in matcher.literals)
    elif matcher.lookup == "like":
        for template in dict(matcher.checks)["like"]:
            word, literals = edge_of(template)
            yield from ((word, literal) for literal in literals)


def edge_of(template: Template) -> tuple[str, tuple[str, ...]]:
    """Give the fixed text at an edge by which a template's keys are found; none where only signs stand there.

    >>> from cleaner.rulebook.templates import compile_template
    >>> edge_of(compile_template("{words} - Ảnh {n}.")), edge_of(compile_template("- {n} lượt xem"))
    (('', ()), ('ends', ('lượt xem',)))
    """
    for word, literals in (("starts", template.head), ("ends", template.tail)):
        if literals and any(map(str.isalnum, "".join(literals))):
            return word, literals
    return "", ()


def _buckets(words: Mapping[str, list[int]], *, first: bool) -> list[tuple[Callable[[str], str], Buckets]]:
    """Group literals by the length of the piece they are found by, then by that piece; give what cuts it."""
    tables: dict[int, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for literal, numbers in words.items():
        size = _PIECE if len(literal) >= _PIECE else 1  # two looks at a key; hardly any literal is short
        piece = literal[:size] if first else literal[-size:]
        tables[size][piece] += [(literal, number) for number in numbers]
    return [
        (
            itemgetter(slice(size) if first else slice(-size, None)),
            {piece: tuple(some) for piece, some in table.items()},
        )
        for size, table in tables.items()
    ]
