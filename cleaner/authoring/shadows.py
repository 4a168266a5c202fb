"""Rules, and single literals, that never own a line because an earlier rule of the file takes all of theirs.

Among many literals or rules the few that could matter to one are looked up, so that lint grows with what is there;
what is found is a superset, in order, and each of it is compared exactly.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from cleaner.authoring.files import (
    LITERAL_WORDS,
    Amount,
    Matcher,
    Rule,
    RuleFile,
    Where,
    asked,
    literal_key,
    problem_at,
)
from cleaner.rules.html import place_of
from cleaner.text import key as key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cleaner.authoring.workspace import Sheet
    from cleaner.errors import Problem

_OWNING: Final = ("drop", "keep", "meta")
_SLOT: Final = re.compile(r"\{[^{}]*\}")

#: Rules without a fixed word, such as those of a size, that others are compared with: no real file has so many, and a
#: warning less is better than minutes in one that has.
_MOST: Final = 250

#: Literals of a word (or of a line's text) lie inside those of a matcher's words.
_INSIDE: Final = {"line": LITERAL_WORDS, "starts": ("starts", "has"), "ends": ("ends", "has"), "has": ("has",)}


def shadowed(sheet: Sheet, file: RuleFile) -> Iterator[Problem]:
    """Compare each rule with those before it that might take its lines."""
    earlier = Earlier()
    for rule in file.rules:
        shape = rule.shape
        if rule.action not in _OWNING or not isinstance(shape, Matcher) or rule not in sheet.numbers:
            continue
        alone = len(asked(shape)) == 1
        for before in earlier.may_take(shape):
            if not wider(before.where, rule.where):
                continue
            if covers(sheet, before, shape):
                message = f"{rule.id!r} never owns a line: {before.id!r} (line {before.place.line}) takes them all"
                yield problem_at(rule.place, "C205", message, "remove it, or put it first")
                break
            if alone and _is_static(before):
                yield from _single(sheet, before, rule, shape)
        earlier.add(rule)


def _single(sheet: Sheet, before: Rule, rule: Rule, shape: Matcher) -> Iterator[Problem]:
    """Report single whole lines that the earlier rule takes, but for those of lists that other files use, too."""
    for text in shape.line:
        if is_own(text, rule) and _fits_text(sheet, before, text):
            message = f"{str(text)!r} in {rule.id!r} is taken by {before.id!r} already"
            yield problem_at(place_of(text, shape.place), "C208", message, f"see line {before.place.line}")


def is_own(text: str, rule: Rule) -> bool:
    """Return whether a text stands in the rule's own file, not in a list of a package."""
    return place_of(text, rule.place).file == rule.place.file


def wider(one: Where | None, other: Where | None) -> bool:
    """Return whether a zone holds another one, whatever the document."""
    if one is None:
        return True
    if other is None:
        return False
    return (
        _more(one.first, other.first)
        and _more(one.last, other.last)
        and one.after in (None, other.after)
        and one.before in (None, other.before)
    )


def _more(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None:
        return one is None
    return one.percent == other.percent and one.value >= other.value


def covers(sheet: Sheet, before: Rule, shape: Matcher) -> bool:
    """Return whether an earlier rule takes every line that a matcher fits."""
    if not isinstance(before.shape, Matcher):
        return False
    if shape.line and before.shape.is_static:
        return all(_fits_text(sheet, before, text) for text in shape.line)
    given, wanted = asked(shape), asked(before.shape)
    return all(_implied(word, value, given, shape) for word, value in wanted.items())


def _is_static(rule: Rule) -> bool:
    return isinstance(rule.shape, Matcher) and rule.shape.is_static


def _fits_text(sheet: Sheet, rule: Rule, text: str) -> bool:
    """Try a rule on a literal as if it were a line; a pattern looks at capitals, which a literal does not tell."""
    return not (isinstance(rule.shape, Matcher) and rule.shape.regex) and sheet.fits(rule, text)


def _implied(word: str, value: object, given: Mapping[str, object], shape: Matcher) -> bool:
    """Return whether what one word asks for follows from the words of another matcher."""
    if word in ("starts", "ends", "has"):
        return any(_literals_imply(word, value, kind, shape) for kind in ("line", "starts", "ends", "has"))
    if word.startswith(("min_", "max_")):
        mine, theirs = given.get(word), value
        if not isinstance(mine, int) or not isinstance(theirs, int):
            return False
        return mine >= theirs if word.startswith("min_") else mine <= theirs
    if word in ("line", "like", "regex"):
        return bool(given.get(word)) and set(given[word]) <= set(value)  # type: ignore[call-overload]
    return given.get(word) == value


def _literals_imply(word: str, value: object, kind: str, shape: Matcher) -> bool:
    """Return whether every literal of one kind makes sure that one of the values is found."""
    if kind not in ("line", word) and word != "has":
        return False
    texts = [text for one, text in shape.literals if one == kind]
    wanted = [literal_key(word, text) for text in value]  # type: ignore[attr-defined]
    keys = [literal_key(kind, text) for text in texts]
    return bool(keys) and all(any(_inside(word, one, key) for one in wanted) for key in keys)


def _inside(word: str, wanted: str, key: str) -> bool:
    if word == "starts":
        return key.startswith(wanted)
    return key.endswith(wanted) if word == "ends" else wanted in key


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
        """Return the numbers of the literals that stand where their word wants them in a key."""
        return set(chain.from_iterable(self._numbers.get(part, ()) for part in self._parts(key)))

    def _parts(self, key: str) -> Iterator[str]:
        """Return every part of a key that a literal could be."""
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
        said = f"{rule.where} {asked(shape)}"
        if said not in self._known and len(self._any) < _MOST:
            self._known.add(said)
            self._any.append(number)

    def may_take(self, shape: Matcher) -> list[Rule]:
        """Return the rules that might take a line which a matcher fits, in their order."""
        numbers = set(self._any)
        for kind, inside in _INSIDE.items():
            for text in getattr(shape, kind) if kind == "line" else getattr(shape, kind)[:1]:
                for key in {literal_key(kind, text), key_of(text)}:
                    numbers.update(*(self._literals[word].found(key) for word in inside))
        for word in ("like", "regex"):
            for text in getattr(shape, word)[:1]:
                numbers.update(self._same.get((word, text), ()))
        return [self._rules[number] for number in sorted(numbers)]
