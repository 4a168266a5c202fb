"""The hot loop: sorting each line of a page by the matchers it fits, for all rules at once.

A line costs a few look-ups however many rules there are. What a line tells by itself never changes, so short lines
(the menus and boxes that every page of a source repeats) are sorted once and remembered; the memory is bounded, and
only saves time. The lines that are met for the first time are folded and looked through all together, and those of
many words, the text of articles, are only shown to the few matchers that could fit such a line.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain, compress, filterfalse, repeat
from operator import is_

from cleaner.engine.columns import where
from cleaner.engine.edges import Edges
from cleaner.engine.headlines import STAMP_CHARS, is_stamp
from cleaner.engine.match import STATIC, is_doubled, is_names, is_slug
from cleaner.engine.searched import Searched
from cleaner.text import fold, key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Final

    from cleaner.engine.match import Static
    from cleaner.rulebook.compiled import CompiledMatcher

    Finders = tuple[Edges, Searched]
    Numbers = tuple[int, ...]
    Further = tuple[tuple[Static, Any], ...]

_SHORT_CHARS: Final = 240
_SHORT_WORDS: Final = 40
_REMEMBERED: Final = 30_000  # lines
_FEW: Final = 40  # lines
_SURE: Final = frozenset(("line", "starts", "ends", "has", "names", "stamp", "doubled", "slug"))


class Index:
    """The matchers of a rulebook, ready to sort lines by."""

    def __init__(self, matchers: Iterable[CompiledMatcher]) -> None:
        """Sort the matchers by the word that finds their lines."""
        self.matchers = {matcher.number: matcher for matcher in matchers if matcher.lookup}
        found = self.matchers.values()
        self._lines: dict[str, list[int]] = {}
        for matcher in found:
            for literal in matcher.literals if matcher.lookup == "line" else ():
                self._lines.setdefault(literal, []).append(matcher.number)
        self._longest_line = max(map(len, self._lines), default=0)
        self._names = [m.number for m in found if m.lookup == "names"]
        self._stamps = [m.number for m in found if m.lookup == "stamp"]
        self._doubled = [m.number for m in found if m.lookup == "doubled"]
        self._slugs = [m.number for m in found if m.lookup == "slug"]
        self._any = Edges(found), Searched(found)
        self._few = _FEW
        self._further = {matcher.number: _further(matcher) for matcher in found}
        self._remembered: dict[str, Numbers] = {}

    def sorted(self, texts: Sequence[str], repaired: bool = True) -> list[Numbers]:
        """Give, for each line, the matchers with a `lookup` that it fits but for what its place tells."""
        remembered = self._remembered if repaired else {}
        known: list[Any] = list(map(remembered.get, texts))
        fresh = list(dict.fromkeys(compress(texts, map(is_, known, repeat(None)))))
        made = dict(zip(fresh, self.sort(fresh, repaired), strict=True))
        short = [text for text in fresh[:_REMEMBERED] if len(text) <= _SHORT_CHARS]
        if len(remembered) + len(short) > _REMEMBERED:
            remembered.clear()
        remembered.update((text, made[text]) for text in short)
        return list(map(made.get, texts, known))

    def sort(self, texts: Sequence[str], repaired: bool = True) -> list[Numbers]:
        """Give the matchers that each of some lines fits."""
        if not repaired:
            return self._sort(texts, list(map(key, texts)), *self._any)
        found: list[Numbers] = [()] * len(texts)
        long = where(_SHORT_CHARS.__lt__, list(map(len, texts)))
        wordy = [at for at in long if texts[at].count(" ") >= _SHORT_WORDS]
        short = list(filterfalse(set(wordy).__contains__, range(len(texts))))
        for_wordy = self._finders_of_wordy(len(wordy))
        for places, finders in ((short, self._any), (self._that_may_fit(texts, wordy, *for_wordy), for_wordy)):
            some = [texts[at] for at in places]
            for at, numbers in zip(places, self._sort(some, _folded(some), *finders), strict=True):
                found[at] = numbers
        return found

    def _finders_of_wordy(self, count: int) -> Finders:
        """Give what finds matchers for lines of many words; a few are not worth patterns of their own."""
        self._few -= count
        return self._any if self._few > 0 else self._wordy

    @cached_property
    def _wordy(self) -> Finders:
        wordy = [matcher for matcher in self.matchers.values() if not _is_bounded(matcher)]
        return Edges(wordy), Searched(wordy)

    def _sort(self, texts: Sequence[str], keys: Sequence[str], edges: Edges, searched: Searched) -> list[Numbers]:
        lines, further = self._lines, self._further
        found = [[*lines[one]] if one in lines else [] for one in keys]
        for at, numbers in chain(edges.found(keys, keys), self._odd(texts, keys), searched.found(texts, keys)):
            found[at] += numbers
        return [
            tuple(sorted({one for one in numbers if _fits_further(further[one], texts[at], keys[at])}))
            if numbers
            else ()
            for at, numbers in enumerate(found)
        ]

    def _odd(self, texts: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """Give the places of lines of a kind of their own with the matchers that ask for that kind."""
        if self._names:
            yield from ((at, self._names) for at, text in enumerate(texts) if is_names(text))
        if self._stamps:
            yield from ((at, self._stamps) for at, one in enumerate(keys) if len(one) <= STAMP_CHARS and is_stamp(one))
        if self._doubled:
            yield from ((at, self._doubled) for at, one in enumerate(keys) if is_doubled(one))
        if self._slugs:
            yield from ((at, self._slugs) for at, text in enumerate(texts) if is_slug(text))

    def _that_may_fit(self, texts: Sequence[str], places: Sequence[int], edges: Edges, searched: Searched) -> list[int]:
        """Tell which lines of many words could fit anything, without making their keys; hardly any does."""
        some = [texts[at] for at in places]
        found = {at for at, text in enumerate(some) if self._may_be_odd(text)}
        found.update(
            at for at, numbers in edges.found(_folded(edges.heads(some)), _folded(edges.tails(some))) if numbers
        )
        found.update(at for at, _ in searched.found(some, _folded(some) if searched.asks_keys else ()))
        return [places[at] for at in sorted(found)]

    def _may_be_odd(self, text: str) -> bool:
        """Tell whether a line of many words could be one that is looked up whole, a file name or said twice."""
        return (
            len(text) <= self._longest_line
            or (bool(self._slugs) and text.isascii())
            or (bool(self._doubled) and text[len(text) // 2] == " ")
        )


def _folded(texts: Sequence[str]) -> list[str]:
    """Fold all at once; a line holds no newline."""
    return fold("\n".join(texts)).split("\n") if texts else []


def _further(matcher: CompiledMatcher) -> Further:
    """Give what a line must still be asked that was found by the lookup word of a matcher."""
    return tuple(
        (STATIC[word], value) for word, value in matcher.static if word != matcher.lookup or not _is_sure(word, value)
    )


def _is_sure(word: str, value: Any) -> bool:
    """Tell whether a line that is found by this word fits it; a first search may be broader than the pattern."""
    return word in _SURE or (word == "regex" and all(pattern.loose == pattern.exact for pattern in value))


def _fits_further(further: Further, text: str, folded: str) -> bool:
    for check, value in further:  # noqa: SIM110 - the innermost step: all() would cost a generator
        if not check(value, text, folded):
            return False
    return True


def _is_bounded(matcher: CompiledMatcher) -> bool:
    """Tell whether a matcher fits no line of more than `_SHORT_CHARS` characters and `_SHORT_WORDS` words."""
    checks = dict(matcher.checks)
    if (
        checks.get("max_chars", _SHORT_CHARS + 1) <= _SHORT_CHARS
        or checks.get("max_words", _SHORT_WORDS + 1) <= _SHORT_WORDS
    ):
        return True
    templates = checks.get("like", ())
    return bool(templates) and all(
        one.spaces < _SHORT_WORDS or (not one.titles and one.longest <= _SHORT_CHARS) for one in templates
    )
