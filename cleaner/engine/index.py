"""The hot loop: sorting each line of a page by the matchers it fits, for all rules at once.

A line costs a few look-ups however many rules there are. What a line tells by itself never changes, so short lines
(the menus and boxes that every page of a source repeats) are sorted once and remembered; the memory is bounded, and
only saves time.
"""

from __future__ import annotations

from collections import defaultdict

from cleaner.engine.match import STATIC, is_doubled, is_names, is_slug
from cleaner.engine.titles import is_stamp
from cleaner.rulebook.patterns import PatternSet, escape
from cleaner.text import fold, key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any, Final

    from cleaner.engine.match import Static
    from cleaner.rulebook.compile import CompiledMatcher

    Numbers = tuple[int, ...]
    Buckets = dict[str, tuple[tuple[str, int], ...]]
    Further = tuple[tuple[Static, Any], ...]

_PIECE: Final = 4  # literals are found by their first or last characters, at most this many
_SHORT_CHARS: Final = 240
_SHORT_WORDS: Final = 40
_REMEMBERED: Final = 30_000  # lines
_STAMP_CHARS: Final = 70
_SURE: Final = frozenset(("line", "starts", "ends", "has", "names", "stamp", "doubled", "slug"))


class Index:
    """The matchers of a rulebook, ready to sort lines by."""

    def __init__(self, matchers: Iterable[CompiledMatcher]) -> None:
        """Sort the matchers by the word that finds their lines."""
        self.matchers = {matcher.number: matcher for matcher in matchers if matcher.lookup}
        found = self.matchers.values()
        words: dict[str, dict[str, list[int]]] = {word: defaultdict(list) for word in ("line", "starts", "ends")}
        for matcher in found:
            for word, literal in _edge_literals(matcher):
                words[word][literal].append(matcher.number)
        self._lines: dict[str, Numbers] = {text: tuple(numbers) for text, numbers in words["line"].items()}
        self._longest_line = max(map(len, self._lines), default=0)
        self._heads = _edges(words["starts"], first=True)
        self._tails = _edges(words["ends"], first=False)
        self._names = [m.number for m in found if m.lookup == "names"]
        self._stamps = [m.number for m in found if m.lookup == "stamp"]
        self._doubled = [m.number for m in found if m.lookup == "doubled"]
        self._slugs = [m.number for m in found if m.lookup == "slug"]
        self._any = Searched(found)
        self._wordy = Searched([matcher for matcher in found if not _is_bounded(matcher)])
        self._further = {matcher.number: _further(matcher) for matcher in found}
        self._remembered: dict[str, Numbers] = {}

    def sorted(self, texts: Sequence[str], repaired: bool = True) -> list[Numbers]:
        """Give, for each line, the matchers with a `lookup` that it fits but for what its place tells."""
        remembered = self._remembered if repaired else {}
        known = remembered.get
        found: list[Numbers] = []
        for text in texts:
            numbers = known(text)
            if numbers is None:
                numbers = self.sort(text, repaired)
                if len(text) <= _SHORT_CHARS:
                    if len(remembered) >= _REMEMBERED:
                        remembered.clear()
                    remembered[text] = numbers
            found.append(numbers)
        return found

    def sort(self, text: str, repaired: bool = True) -> Numbers:
        """Give the matchers that a line fits."""
        if len(text) <= _SHORT_CHARS or text.count(" ") < _SHORT_WORDS:
            return self._sort(text, self._any, repaired)
        if self._may_fit(text, repaired) or self._wordy.any_in(text):
            return self._sort(text, self._wordy, repaired)
        return ()

    def _sort(self, text: str, searched: Searched, repaired: bool) -> Numbers:
        folded = fold(text) if repaired else key(text)
        numbers = list(self._lines.get(folded, ()))
        for size, table in self._heads:
            if bucket := table.get(folded[:size]):
                numbers += [number for literal, number in bucket if folded.startswith(literal)]
        for size, table in self._tails:
            if bucket := table.get(folded[-size:]):
                numbers += [number for literal, number in bucket if folded.endswith(literal)]
        if self._names and is_names(text):
            numbers += self._names
        if self._stamps and (len(text) <= _STAMP_CHARS or not repaired) and is_stamp(folded):
            numbers += self._stamps
        if self._doubled and is_doubled(folded):
            numbers += self._doubled
        if self._slugs and is_slug(text):
            numbers += self._slugs
        searched.add(text, folded, numbers)
        if not numbers:
            return ()
        further = self._further
        return tuple(sorted({number for number in numbers if _fits_further(further[number], text, folded)}))

    def _may_fit(self, text: str, repaired: bool) -> bool:
        """Tell, without making its key, whether a line of many words could fit anything; hardly any does."""
        if not repaired or len(text) <= self._longest_line or (self._slugs and text.isascii()):
            return True
        if self._doubled and text[len(text) // 2] == " ":
            return True
        head, tail = fold(text[:_PIECE]), fold(text[-_PIECE:])
        return any(head[:size] in table for size, table in self._heads) or any(
            tail[-size:] in table for size, table in self._tails
        )


class Searched:
    """The matchers that are found by searching a line: `has`, `like`, `regex`; each kind in one scan."""

    def __init__(self, matchers: Iterable[CompiledMatcher]) -> None:
        """Put all patterns of a kind into one set."""
        has, like, regex = _Set(), _Set(), _Set()
        for matcher in matchers:
            value = dict(matcher.checks).get(matcher.lookup, ())
            if matcher.lookup == "has":
                has.add(matcher.number, map(escape, value))
            elif matcher.lookup == "like":
                like.add(matcher.number, (one.pattern for one in value if not one.head and not one.tail))
            elif matcher.lookup == "regex":
                regex.add(matcher.number, (pattern.loose for pattern in value))
        self._has, self._like, self._regex = has.compiled(), like.compiled(whole=True), regex.compiled()

    def add(self, text: str, folded: str, numbers: list[int]) -> None:
        """Add the matchers whose patterns are found in a line or its key."""
        for searched, subject in ((self._has, folded), (self._like, folded), (self._regex, text)):
            if searched is not None:
                patterns, owners = searched
                numbers += [owners[pattern] for pattern in patterns.found(subject)]

    def any_in(self, text: str) -> bool:
        """Tell whether the key is needed to know, or a pattern is found in the line itself."""
        if self._has is not None or self._like is not None:
            return True
        return self._regex is not None and bool(self._regex[0].found(text))


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


def _edge_literals(matcher: CompiledMatcher) -> Iterator[tuple[str, str]]:
    """Give the literals at the edges of a line by which a matcher's lines are found, with the word each belongs to."""
    if matcher.lookup in ("line", "starts", "ends"):
        yield from ((matcher.lookup, literal) for literal in matcher.literals)
    elif matcher.lookup == "like":
        for template in dict(matcher.checks)["like"]:
            word, literals = ("starts", template.head) if template.head else ("ends", template.tail)
            yield from ((word, literal) for literal in literals)


class _Set:
    def __init__(self) -> None:
        self.patterns: list[str] = []
        self.owners: list[int] = []

    def add(self, number: int, patterns: Iterable[str]) -> None:
        for pattern in patterns:
            self.patterns.append(pattern)
            self.owners.append(number)

    def compiled(self, *, whole: bool = False) -> tuple[PatternSet, list[int]] | None:
        return (PatternSet(self.patterns, whole=whole), self.owners) if self.patterns else None


def _is_bounded(matcher: CompiledMatcher) -> bool:
    """Tell whether a matcher fits no line of more than `_SHORT_CHARS` characters and `_SHORT_WORDS` words."""
    checks = dict(matcher.checks)
    if (
        checks.get("max_chars", _SHORT_CHARS + 1) <= _SHORT_CHARS
        or checks.get("max_words", _SHORT_WORDS + 1) <= _SHORT_WORDS
    ):
        return True
    templates = checks.get("like", ())
    return bool(templates) and all(not one.titles and one.longest <= _SHORT_CHARS for one in templates)


def _edges(words: Mapping[str, list[int]], *, first: bool) -> list[tuple[int, Buckets]]:
    """Group literals by the length of the piece they are found by, then by that piece."""
    tables: dict[int, dict[str, list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for literal, numbers in words.items():
        size = min(len(literal), _PIECE)
        piece = literal[:size] if first else literal[-size:]
        tables[size][piece] += [(literal, number) for number in numbers]
    return [(size, {piece: tuple(pairs) for piece, pairs in table.items()}) for size, table in tables.items()]
