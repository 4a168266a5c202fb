"""Finds, among many literals or rules, the few that could matter to one: lint then grows with what is there.

What is found is a superset, in order: whoever asks compares each of them exactly.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from cleaner.lint.walk import LITERAL_WORDS, literal_key, words
from cleaner.rulebook.spec import Matcher
from cleaner.text import key as key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaner.rulebook.spec import Rule

_SLOT: Final = re.compile(r"\{[^{}]*\}")

#: Rules without a fixed word, such as those of a size, that others are compared with: no real file has so many, and a
#: warning less is better than minutes in one that has.
_MOST: Final = 250

#: Literals of a word (or of a line's text) lie inside those of a matcher's words.
_INSIDE: Final = {"line": LITERAL_WORDS, "starts": ("starts", "has"), "ends": ("ends", "has"), "has": ("has",)}


class Literals:
    """Literals of one word, by number; those that a key begins with, ends in or holds are looked up, not tried.

    >>> known = Literals("starts")
    >>> for number, key in enumerate(["đọc", "xem", "đọc nhiều"]):
    ...     known.add(key, number)
    >>> sorted(known.found("đọc nhiều nhất"))
    [0, 2]
    """

    def __init__(self, word: str) -> None:
        """Begin with none."""
        self._word = word
        self._numbers: dict[str, list[int]] = {}
        self._sizes: set[int] = set()

    def add(self, key: str, number: int) -> None:
        """Take in a literal's key."""
        self._numbers.setdefault(key, []).append(number)
        self._sizes.add(len(key))

    def found(self, key: str) -> set[int]:
        """Give the numbers of the literals that stand where their word wants them in a key."""
        return set(chain.from_iterable(self._numbers.get(part, ()) for part in self._parts(key)))

    def _parts(self, key: str) -> Iterator[str]:
        """Give every part of a key that a literal could be."""
        if self._word == "line":
            yield key
            return
        for size in self._sizes:
            if size <= len(key):
                if self._word == "starts":
                    yield key[:size]
                elif self._word == "ends":
                    yield key[len(key) - size :]
                else:
                    yield from (key[at : at + size] for at in range(len(key) - size + 1))


class Earlier:
    """The rules so far. Each is filed under one word that it asks for: one of its literals must be in what it takes."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rules: list[Rule] = []
        self._literals = {word: Literals(word) for word in LITERAL_WORDS}
        self._same: dict[tuple[str, str], list[int]] = {}
        self._any: list[int] = []
        self._known: set[str] = set()

    def add(self, rule: Rule) -> None:
        """File a rule; only one whose shape is a matcher takes all that fits it."""
        number, shape = len(self._rules), rule.shape
        if not isinstance(shape, Matcher):
            return
        self._rules.append(rule)
        for word in LITERAL_WORDS:
            if texts := getattr(shape, word):
                self._file(word, (literal_key(word, text) for text in texts), number)
                return
        for word in ("like", "regex"):
            for text in getattr(shape, word):
                self._same.setdefault((word, text), []).append(number)
        for text in shape.like:
            fixed = max((part.strip() for part in _SLOT.split(text)), key=len)
            self._file("has", [key_of(fixed)] if fixed else (), number)
            if not fixed:
                self._any_other(rule, shape, number)
        if not shape.like and not shape.regex:
            self._any_other(rule, shape, number)

    def _file(self, word: str, keys: Iterable[str], number: int) -> None:
        for key in keys:
            self._literals[word].add(key, number)

    def _any_other(self, rule: Rule, shape: Matcher, number: int) -> None:
        """File a rule without literals; of those that say the same, the first is enough."""
        said = f"{rule.where} {words(shape)}"
        if said not in self._known and len(self._any) < _MOST:
            self._known.add(said)
            self._any.append(number)

    def may_take(self, shape: Matcher) -> list[Rule]:
        """Give the rules that might take a line which a matcher fits, in their order."""
        numbers = set(self._any)
        for kind, inside in _INSIDE.items():
            for text in getattr(shape, kind) if kind == "line" else getattr(shape, kind)[:1]:
                for key in {literal_key(kind, text), key_of(text)}:
                    numbers.update(*(self._literals[word].found(key) for word in inside))
        for word in ("like", "regex"):
            for text in getattr(shape, word)[:1]:
                numbers.update(self._same.get((word, text), ()))
        return [self._rules[number] for number in sorted(numbers)]
