r"""Regular expressions in linear time, with Unicode's idea of words. Sole home of google-re2.

RE2 never backtracks, so no rule can hang a run; but its ``\w \d \s \b`` know ASCII only, which cuts every
Vietnamese word in pieces. The classes are rewritten to Unicode ones. ``\b`` cannot be: RE2 has no look-around. So a
pattern with ``\b`` runs on a copy of the text in which each word border is marked by a sign that no text has, and
every other part of the pattern is allowed to step over that sign. That is exact, and still linear.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import re2

from cleaner.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_CHARS: Final = 2_000

_WORD: Final = r"\p{L}\p{M}\p{N}_"
_SPACE: Final = r"\s\p{Z}\x{85}"
_CLASSES: Final = {"w": _WORD, "d": r"\p{Nd}", "s": _SPACE}
_SIGN: Final = "\ue000"
_SIGNS: Final = _SIGN * 3  # up to three \b may meet at one border
_STEP: Final = rf"\x{{{ord(_SIGN):X}}}"
_OPTIONS: Final = re2.Options()
_OPTIONS.log_errors = False
_GROUP: Final = re.compile(r"\\(\d)")
_REPEAT: Final = re.compile(r"\{\d+(?:,\d*)?\}")
_SET_OPTIONS: Final = re2.Options()
_SET_OPTIONS.log_errors = False
_SET_OPTIONS.max_mem = 64 << 20
_SET_SIZE: Final = 50  # patterns that share one automaton; more of them would make too many states
_WORDS: Final = re2.compile(f"[{_WORD}]+", _OPTIONS)


class PatternError(ValueError):
    """A pattern that RE2 refuses, or that asks for what linear time cannot give; the second argument is a hint."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; `borders` tells that it runs on text with word borders marked.

    `loose` is RE2's form of it without the borders: it is found wherever the pattern is, and perhaps elsewhere.
    """

    source: str
    compiled: Any
    borders: bool = False
    loose: str = ""

    def missing_group(self, replacement: str) -> str:
        r"""Give the first ``\1`` of a replacement that the pattern has no group for, or nothing.

        >>> compile_pattern(r"(\d+)h").missing_group(r"\1 giờ \2")
        '\\2'
        """
        groups = (match for match in _GROUP.finditer(replacement) if int(match[1]) > self.compiled.groups)
        return next((match[0] for match in groups), "")

    def found(self, text: str) -> bool:
        r"""Tell whether the pattern is found anywhere in the text.

        >>> compile_pattern(r"\bảnh \d+\b").found("Xem ảnh 12 tại đây"), compile_pattern(r"\bnh\b").found("ảnh")
        (True, False)
        """
        return self.compiled.search(_marked(text) if self.borders else text) is not None

    def cut(self, text: str, replacement: str = "") -> str:
        r"""Put `replacement` (with ``\1`` for groups) in place of everything the pattern finds.

        >>> compile_pattern(r"\(PLVN\) - ").cut("(PLVN) - Sáng nay")
        'Sáng nay'
        """
        pieces = _GROUP.split(replacement)

        def fill(match: Any) -> str:
            """Do by hand what re2 garbles: it reads a template with other letters than ASCII as Latin-1."""
            return "".join(match[int(one)] or "" if at % 2 else one for at, one in enumerate(pieces))

        if not self.borders:
            return str(self.compiled.sub(fill, text))
        if _SIGN in text:
            return text
        return str(self.compiled.sub(fill, _marked(text))).replace(_SIGN, "")


@lru_cache(maxsize=4096)
def compile_pattern(source: str) -> Pattern:
    """Compile an author's pattern; raises `PatternError` with what is wrong and what to do."""
    if len(source) > MAX_CHARS:
        raise PatternError(f"the pattern has {len(source)} characters; at most {MAX_CHARS} are allowed", "split it")
    borders = any(atom == r"\b" for atom in atoms(source))
    rewritten = "".join(_rewrite(atom, borders) for atom in atoms(source))
    loose = "".join(_rewrite(atom, False) for atom in atoms(source) if atom != r"\b") if borders else rewritten
    return Pattern(source, compile_raw(rewritten, source), borders, loose)


class PatternSet:
    """Many patterns, all tried in one scan of a text."""

    def __init__(self, patterns: Sequence[str], *, whole: bool = False) -> None:
        """Compile RE2 patterns; `whole`: they must fit from end to end."""
        kind = re2.Set.FullMatchSet if whole else re2.Set.SearchSet
        self._sets: list[tuple[int, Any]] = []
        for first in range(0, len(patterns), _SET_SIZE):
            one = kind(_SET_OPTIONS)
            for pattern in patterns[first : first + _SET_SIZE]:
                one.Add(pattern)
            one.Compile()
            self._sets.append((first, one))

    def found(self, text: str) -> list[int]:
        """Give the numbers of the patterns that are found.

        >>> PatternSet(["ảnh", "clip"]).found("xem ảnh")
        [0]
        """
        if len(self._sets) == 1:
            return self._sets[0][1].Match(text) or []
        return [first + number for first, one in self._sets for number in one.Match(text) or ()]


def compile_raw(pattern: str, shown: str = "") -> Any:
    """Compile a pattern that is RE2's own already."""
    try:
        return re2.compile(pattern, _OPTIONS)
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise PatternError(f"RE2 refuses {shown or pattern!r}: {reason}", _advice(shown)) from None


def pattern_problem(source: str) -> tuple[str, str] | None:
    """Give what is wrong with a pattern and a hint, or None."""
    try:
        compile_pattern(source)
    except PatternError as error:
        return str(error.args[0]), str(error.args[1])
    return None


def escape(text: str) -> str:
    """Quote a literal for RE2."""
    return str(re2.escape(text))


def _advice(source: str) -> str:
    if any(sign in source for sign in ("(?=", "(?!", "(?<=", "(?<!")):
        return "look-around is not linear; use several words in one matcher, or `where`"
    return "RE2 syntax: no look-around, no back-references"


def _marked(text: str) -> str:
    """Put signs around every word."""
    if _SIGN in text:
        text = text.replace(_SIGN, "\ue001")
    return str(_WORDS.sub(lambda match: f"{_SIGNS}{match.group()}{_SIGNS}", text))


def atoms(source: str) -> Iterator[str]:
    r"""Split a pattern into escapes, classes, group openings and single characters.

    >>> list(atoms(r"(?i)a[\d\]]+\bx"))
    ['(?i)', 'a', '[\\d\\]]', '+', '\\b', 'x']
    """
    at = 0
    while at < len(source):
        end = _atom_end(source, at)
        yield source[at:end]
        at = end


def _atom_end(source: str, at: int) -> int:
    if source[at] == "\\":
        return _escape_end(source, at)
    if source[at] == "[":
        return _class_end(source, at)
    if source.startswith("(?", at):
        stop = next((i for i in range(at + 2, len(source)) if source[i] in ":)>"), len(source) - 1)
        return stop + 1
    repeat = _REPEAT.match(source, at)
    return repeat.end() if repeat else at + 1


def _escape_end(source: str, at: int) -> int:
    head = source[at + 1 : at + 2]
    if head == "Q":
        close = source.find(r"\E", at)
        return close + 2 if close > 0 else len(source)
    if head in ("p", "P", "x") and source[at + 2 : at + 3] == "{":
        close = source.find("}", at)
        return close + 1 if close > 0 else len(source)
    return at + {"p": 3, "P": 3, "x": 4}.get(head, 2)


def _class_end(source: str, at: int) -> int:
    i = at + (2 if source.startswith("[^", at) else 1)
    i += source.startswith("]", i)
    while i < len(source) and source[i] != "]":
        if source.startswith("[:", i) and (close := source.find(":]", i)) > 0:
            i = close + 2
        else:
            i = _escape_end(source, i) if source[i] == "\\" else i + 1
    return i + 1


def _rewrite(atom: str, borders: bool) -> str:
    if atom[0] == "(" or atom in (")", "|", "*", "+", "?", "^", r"\A") or _REPEAT.match(atom):
        return atom
    if atom == r"\b":
        return _STEP
    if atom == r"\B":
        raise PatternError(r"\B is not supported", "say what may stand there")
    if atom in ("$", r"\z"):
        return f"(?:{_STEP}*{atom})" if borders else atom
    if atom.startswith(r"\Q"):
        inner = atom[2:].removesuffix(r"\E")
        return "".join(_rewrite(escape(char), borders) for char in inner)
    one = _one(atom, borders)
    return f"(?:{_STEP}*{one})" if borders else one


def _one(atom: str, borders: bool) -> str:
    """Rewrite an atom that stands for one character."""
    sign = _STEP if borders else ""
    if atom[0] == "[":
        return _class(atom, sign)
    if atom == "." and borders:
        return rf"[^\n{sign}]"
    name = atom[1:2]
    if atom[0] != "\\" or name.lower() not in ("w", "d", "s", "p"):
        return atom
    if name == "p":
        return atom
    if name == "P":
        return f"[^\\p{atom[2:]}{sign}]"
    members = _CLASSES[name.lower()]
    return f"[{members}]" if name.islower() else f"[^{members}{sign}]"


def _class(atom: str, sign: str) -> str:
    negated = atom.startswith("[^")
    inner, out = atom[2 if negated else 1 : -1], []
    for part in _class_parts(inner):
        if part in (r"\W", r"\S"):
            raise PatternError(f"{part} inside [...] is not supported", "use [^...] with the opposite class")
        out.append(r"\P{Nd}" if part == r"\D" else _CLASSES.get(part[1:], part) if part[0] == "\\" else part)
    return f"[{'^' if negated else ''}{''.join(out)}{sign if negated else ''}]"


def _class_parts(inner: str) -> Iterator[str]:
    at = 0
    while at < len(inner):
        end = _escape_end(inner, at) if inner[at] == "\\" else at + 1
        yield inner[at:end]
        at = end
