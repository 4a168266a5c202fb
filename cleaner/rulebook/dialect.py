r"""An author's pattern, rewritten to what RE2 understands: Unicode's words and digits, and borders of words.

A pattern with ``\b`` runs on text in which a sign stands at each border (see `cleaner.rulebook.patterns`): ``\b``
becomes that sign, and everything else may step over it.
"""

from __future__ import annotations

from cleaner.errors import UsageError
from cleaner.late import late

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

SIGN: Final = "\ue000"
WORD: Final = r"\p{L}\p{M}\p{N}_"

_SPACE: Final = r"\s\p{Z}\x{85}"
_CLASSES: Final = {"w": WORD, "d": r"\p{Nd}", "s": _SPACE}
_STEP: Final = rf"\x{{{ord(SIGN):X}}}"
_REPEAT: Final = late(r"\{\d+(?:,\d*)?\}")


class PatternError(UsageError):
    """A pattern that RE2 refuses, or that asks for what linear time cannot give; the second argument is a hint."""


def rewritten(source: str) -> tuple[str, bool]:
    """Give RE2's form, and whether there are borders in it."""
    parts = list(atoms(source))
    borders = r"\b" in parts
    return "".join(_rewrite(atom, borders) for atom in parts), borders


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
        from re import escape

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
    for part in class_parts(inner):
        if part in (r"\W", r"\S"):
            raise PatternError(f"{part} inside [...] is not supported", "use [^...] with the opposite class")
        out.append(r"\P{Nd}" if part == r"\D" else _CLASSES.get(part[1:], part) if part[0] == "\\" else part)
    return f"[{'^' if negated else ''}{''.join(out)}{sign if negated else ''}]"


def class_parts(inner: str) -> Iterator[str]:
    """Split the inside of a class into escapes and single characters."""
    at = 0
    while at < len(inner):
        end = _escape_end(inner, at) if inner[at] == "\\" else at + 1
        yield inner[at:end]
        at = end
