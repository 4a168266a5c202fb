"""The hot loop: sorting each line of a page by the matchers it fits, for all rules at once.

A line costs a few look-ups however many rules there are. What a line tells by itself never changes, so short lines
(the menus and boxes that every page of a source repeats) are sorted once and remembered; the memory is bounded, and
only saves time. The lines that are met for the first time are folded and looked through all together, and those of
many words, the text of articles, are only shown to the few matchers that could fit such a line.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain, compress, filterfalse, repeat
from operator import is_

from cleaner.engine.columns import where
from cleaner.engine.edges import Edges
from cleaner.engine.match import STATIC, is_doubled, is_names, is_slug
from cleaner.engine.searched import Searched
from cleaner.rulebook.language import STAMP_CHARS, Language
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
_COSTS: Final = {"max_chars": 0, "max_words": 0, "min_words": 0, "sentence": 2, "prose": 2, "like": 3, "regex": 4}
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
        worded = (dict(m.static)[m.lookup][1] for m in found if m.lookup in ("names", "stamp"))
        self._language = next(worded, Language())
        self._any = Edges(found), Searched(found)
        self._few = _FEW
        self._further = {matcher.number: _further(matcher) for matcher in found}
        self._remembered: dict[str, Numbers] = {}

    def sorted(self, texts: Sequence[str], repaired: bool = True) -> list[Numbers]:
        """Give, for each line, the matchers with a `lookup` that it fits but for what its place tells."""
        remembered = self._remembered if repaired else {}
        known: list[Any] = list(map(remembered.get, texts))
        fresh = list(dict.fromkeys(compress(texts, map(is_, known, repeat(None)))))
        if not fresh:
            return known
        made = dict(zip(fresh, self.sort(fresh, repaired), strict=True))
        short = [text for text in fresh[:_REMEMBERED] if len(text) <= _SHORT_CHARS]
        if len(remembered) + len(short) > _REMEMBERED:
            remembered.clear()
        remembered.update(zip(short, map(made.__getitem__, short), strict=True))
        return list(map(made.get, texts, known))

    def sort(self, texts: Sequence[str], repaired: bool = True) -> list[Numbers]:
        """Give the matchers that each of some lines fits."""
        found: list[Numbers] = [()] * len(texts)
        long = where(_SHORT_CHARS.__lt__, list(map(len, texts))) if repaired else ()
        wordy = [at for at in long if texts[at].count(" ") >= _SHORT_WORDS]
        short = list(filterfalse(set(wordy).__contains__, range(len(texts)))) if wordy else range(len(texts))
        if short:
            some = [texts[at] for at in short]
            for at, numbers in self._sort(some, _folded(some) if repaired else list(map(key, some))):
                found[short[at]] = numbers
        if wordy:
            for at, numbers in self._sort_wordy([texts[at] for at in wordy]):
                found[wordy[at]] = numbers
        return found

    def _sort(self, texts: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[int, Numbers]]:
        """Give the places of the lines that fit any matchers, with these."""
        edges, searched = self._any
        return self._fitting(texts, keys, chain(edges.found(keys, keys), searched.found(texts, keys)))

    def _sort_wordy(self, texts: Sequence[str]) -> Iterator[tuple[int, Numbers]]:
        """Do what `_sort` does with lines of many words; only those have keys made that could fit anything."""
        self._few -= len(texts)
        edges, searched = self._any if self._few > 0 else self._wordy  # a few are not worth patterns of their own
        keys = _folded(texts) if searched.asks_keys else ()
        hits = [hit for hit in chain(edges.found(*edges.folded(texts)), searched.found(texts, keys)) if hit[1]]
        places = sorted({at for at, _ in hits}.union(self._may_be_odd(texts)))
        if not places:
            return iter(())
        row = {at: row for row, at in enumerate(places)}
        some = [texts[at] for at in places]
        found = self._fitting(some, _folded(some), ((row[at], numbers) for at, numbers in hits))
        return ((places[at], numbers) for at, numbers in found)

    @cached_property
    def _wordy(self) -> Finders:
        wordy = [matcher for matcher in self.matchers.values() if not _is_bounded(matcher)]
        return Edges(wordy), Searched(wordy)

    def _fitting(
        self, texts: Sequence[str], keys: Sequence[str], hits: Iterable[tuple[int, list[int]]]
    ) -> Iterator[tuple[int, Numbers]]:
        """Ask the lines at which anything was found for the rest, and give those that fit."""
        found: dict[int, list[int]] = defaultdict(list)
        for at, numbers in chain(hits, self._odd(texts, keys)):
            found[at] += numbers
        further = self._further
        for at, numbers in found.items():
            yield at, tuple(sorted({one for one in numbers if _fits_further(further[one], texts[at], keys[at])}))

    def _odd(self, texts: Sequence[str], keys: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """Give the places of lines that are known whole or of a kind of their own, with the matchers that ask."""
        yield from ((at, self._lines[keys[at]]) for at in where(self._lines.__contains__, keys))
        language = self._language
        if self._names:
            joints = language.joints
            yield from (
                (at, self._names) for at, text in enumerate(texts) if text[:1].isupper() and is_names(text, joints)
            )
        if self._stamps:
            short = where(STAMP_CHARS.__ge__, list(map(len, keys)))
            yield from ((at, self._stamps) for at in short if language.is_stamp(keys[at]))
        if self._doubled:
            yield from (
                (at, self._doubled)
                for at, one in enumerate(keys)
                if one[len(one) // 2 :][:1] == " " and is_doubled(one)
            )
        if self._slugs:
            yield from ((at, self._slugs) for at in where(str.isascii, texts) if is_slug(texts[at]))

    def _may_be_odd(self, texts: Sequence[str]) -> Iterator[int]:
        """Give the places of lines of many words that could be looked up whole, be a file name or said twice."""
        longest, slugs, doubled = self._longest_line, self._slugs, self._doubled
        for at, text in enumerate(texts):
            if len(text) <= longest or (slugs and text.isascii()) or (doubled and text[len(text) // 2] == " "):
                yield at


def _folded(texts: Sequence[str]) -> list[str]:
    """Fold all at once; a line holds no newline."""
    return fold("\n".join(texts)).split("\n") if texts else []


def _further(matcher: CompiledMatcher) -> Further:
    """Give what a line must still be asked that was found by the lookup word of a matcher, what costs least first."""
    asked = [pair for pair in matcher.static if pair[0] != matcher.lookup or not _is_sure(*pair)]
    return tuple((STATIC[word], value) for word, value in sorted(asked, key=_cost))


def _cost(asked: tuple[str, Any]) -> int:
    return _COSTS.get(asked[0], 1)


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
