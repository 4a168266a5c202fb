r"""Regular expressions in linear time, with Unicode's idea of words. Sole home of google-re2.

RE2 never backtracks, so no rule can hang a run; but its ``\w \d \s \b`` know ASCII only, which cuts every
Vietnamese word in pieces. The classes are rewritten to Unicode ones. ``\b`` cannot be: RE2 has no look-around. So a
pattern with ``\b`` runs on a copy of the text in which each word border is marked by a sign that no text has, and
every other part of the pattern is allowed to step over that sign. That is exact, and still linear.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

import re2

from cleaner.rulebook.dialect import SIGN, WORD, PatternError, rewritten
from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Final

MAX_CHARS: Final = 2_000

_SIGNS: Final = SIGN * 3  # up to three \b may meet at one border
_OPTIONS: Final = re2.Options()
_OPTIONS.log_errors = False
_FLAGS: Final = "imsU-"
_SET_OPTIONS: Final = re2.Options()
_SET_OPTIONS.log_errors = False
_SET_OPTIONS.max_mem = 64 << 20
_FEW: Final = 4  # lines that are looked at one by one
_SET_SIZE: Final = 1000  # patterns that share one automaton: a line is looked through once, however many there are


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern; `exact` is RE2's form of it, and `borders` tells that it runs on text with word borders marked.

    `loose` is a broader form without the borders: it is found wherever the pattern is, and perhaps elsewhere.
    """

    source: str
    exact: str
    borders: bool = False
    loose: str = ""

    @property
    def compiled(self) -> Any:
        """Compile it when it is first needed: most patterns of a rulebook never are."""
        return compile_raw(self.exact, self.source)

    def found(self, text: str) -> bool:
        r"""Tell whether the pattern is found anywhere in the text.

        >>> compile_pattern(r"\bảnh \d+\b").found("Xem ảnh 12 tại đây"), compile_pattern(r"\bnh\b").found("ảnh")
        (True, False)
        """
        return finder(self.exact).Match(_marked(text) if self.borders else text) is not None

    def cut(self, text: str) -> str:
        r"""Cut everything that the pattern finds.

        >>> compile_pattern(r"\(PLVN\) - ").cut("(PLVN) - Sáng nay")
        'Sáng nay'
        """
        if not self.borders:
            return str(self.compiled.sub("", text))
        if SIGN in text:
            return text
        return str(self.compiled.sub("", _marked(text))).replace(SIGN, "")


@lru_cache(maxsize=4096)
def compile_pattern(source: str) -> Pattern:
    """Compile an author's pattern; raises `PatternError` with what is wrong and what to do."""
    if len(source) > MAX_CHARS:
        raise PatternError(f"the pattern has {len(source)} characters; at most {MAX_CHARS} are allowed", "split it")
    from cleaner.rulebook.broad import broad  # what was compiled by an earlier run is not rewritten

    exact, borders = rewritten(source)
    compile_raw(exact, source)
    loose = broad(source)
    compile_raw(loose, source)
    return Pattern(source, exact, borders, loose)


class PatternSet:
    """Many patterns, all tried in one scan of a line or of many."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Take RE2 patterns that look at one line each."""
        self._patterns = tuple(patterns)
        self._joins = not any(map(_is_of_the_text, self._patterns))

    @cached_property
    def _sets(self) -> list[tuple[int, Any]]:
        """Compile when a text is first looked at."""
        return [made for first in range(0, len(self._patterns), _SET_SIZE) for made in self._made(first, _SET_SIZE)]

    def _made(self, first: int, size: int) -> list[tuple[int, Any]]:
        """Make an automaton of some patterns; where that takes too much memory, make two."""
        one = re2.Set.SearchSet(_SET_OPTIONS)
        for pattern in self._patterns[first : first + size]:
            one.Add(f"(?m:{pattern})")
        try:
            one.Compile()
        except re2.error:
            if size == 1:
                raise
            half = (size + 1) // 2
            rest = self._made(first + half, size - half) if first + half < len(self._patterns) else []
            return self._made(first, half) + rest
        return [(first, one)]

    def found(self, text: str | bytes) -> list[int]:
        """Give the numbers of the patterns that are found.

        >>> PatternSet(["ảnh", "clip"]).found("xem ảnh")
        [0]
        """
        if len(self._sets) == 1:
            return self._sets[0][1].Match(text) or []
        return [first + number for first, one in self._sets for number in one.Match(text) or ()]

    def found_in(self, lines: Sequence[str]) -> list[tuple[int, list[int]]]:
        """Give, for each line in which any pattern is found, its place and the patterns' numbers.

        Most lines hold none, so many are looked through at once before any is by itself.

        >>> PatternSet(["^ảnh$", "clip"]).found_in(["ảnh đẹp", "xem clip"])
        [(1, [1])]
        """
        data = "\n".join(lines).encode().split(b"\n") if lines else []
        return list(self._among(data, range(len(data))))

    def _among(self, lines: list[bytes], places: range) -> Iterator[tuple[int, list[int]]]:
        """Look through the lines at some places: all of them, then halves of them, a few by themselves."""
        if self._joins and len(places) > 1 and not self.found(b"\n".join(lines[places.start : places.stop])):
            return
        if len(places) > _FEW:
            half = len(places) // 2
            yield from self._among(lines, places[:half])
            yield from self._among(lines, places[half:])
        else:
            yield from ((at, found) for at in places if (found := self.found(lines[at])))


def _is_of_the_text(pattern: str) -> bool:
    r"""Tell whether a pattern may mean another thing where lines are joined: it has ``\A``, ``\z``, ``\C`` or a flag m.

    >>> _is_of_the_text(r"\Aảnh"), _is_of_the_text("(?im)^ảnh"), _is_of_the_text("(?:ảnh|clip)")
    (True, True, False)
    """
    if r"\A" in pattern or r"\z" in pattern or r"\C" in pattern:
        return True
    return any("m" in one[: len(one) - len(one.lstrip(_FLAGS))] for one in pattern.split("(?")[1:])


@lru_cache(maxsize=4096)
def compile_raw(pattern: str, shown: str = "") -> Any:
    """Compile a pattern that is RE2's own already."""
    try:
        return re2.compile(pattern, _OPTIONS)
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise PatternError(f"RE2 refuses {shown or pattern!r}: {reason}", _advice(shown)) from None


@lru_cache(maxsize=4096)
def finder(pattern: str, *, whole: bool = False) -> Any:
    """Make what only tells whether a pattern is found, or fits a `whole` text.

    A set of one: it is compiled in a third of a pattern's time and asked in a tenth, for it keeps no places.
    """
    made = (re2.Set.FullMatchSet if whole else re2.Set.SearchSet)(_SET_OPTIONS)
    made.Add(pattern)
    made.Compile()
    return made


def escape(text: str) -> str:
    """Quote a literal for RE2."""
    return str(re2.escape(text))


def _advice(source: str) -> str:
    if any(sign in source for sign in ("(?=", "(?!", "(?<=", "(?<!")):
        return "look-around is not linear; use several words in one matcher, or `where`"
    return "RE2 syntax: no look-around, no back-references"


def _marked(text: str) -> str:
    """Put signs around every word."""
    if SIGN in text:
        text = text.replace(SIGN, "\ue001")
    return str(compile_raw(f"[{WORD}]+").sub(lambda match: f"{_SIGNS}{match.group()}{_SIGNS}", text))
