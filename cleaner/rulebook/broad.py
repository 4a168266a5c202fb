r"""A broader form of a pattern, small enough to be tried on every line: it is found wherever the pattern is.

Unicode's classes and counts are what makes a pattern large: ``[\w.]{3,90}`` has a hundred thousand states, and a
second of start-up went into patterns that no line of the page was near to. Here every letter beyond ASCII passes for
any other, and a count above a few for no count. What this form finds is asked again by the pattern itself.
"""

from __future__ import annotations

import re

from cleaner.rulebook.dialect import atoms, class_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_COUNT: Final = re.compile(r"\{(\d+)(,?)(\d*)\}")
_FEW: Final = 8
_BEYOND: Final = r"\x{80}-\x{10FFFF}"
#: The ASCII part of each class.
_ASCII: Final = {
    "w": "0-9A-Za-z_", "d": "0-9", "s": r"\s",
    "L": "A-Za-z", "Lu": "A-Z", "Ll": "a-z", "N": "0-9", "Nd": "0-9", "M": "",
}  # fmt: skip


def broad(source: str) -> str:
    r"""Give a form in RE2's syntax that is found at least where the pattern is.

    >>> broad(r"^[\w.]{3,90}\.jpg\b"), broad(r"^[^\d:]+: \p{Lu}")
    ('^[0-9A-Za-z_\\x{80}-\\x{10FFFF}.]{3,}\\.jpg(?:)', '^[^0-9:]+: [A-Z\\x{80}-\\x{10FFFF}]')
    """
    return "".join(map(_atom, atoms(source)))


def _atom(atom: str) -> str:
    if count := _COUNT.fullmatch(atom):
        return _count(int(count[1]), count[2], count[3])
    if atom == r"\b":
        return "(?:)"
    if atom.startswith(r"\Q"):
        return re.escape(atom[2:].removesuffix(r"\E"))
    if atom[0] == "[":
        return _class(atom)
    if atom[0] == "\\" and (ascii_part := _ascii(atom)) is not None:
        return f"[{ascii_part}{_BEYOND}]"
    if atom[0] == "\\" and (ascii_part := _ascii(_opposite(atom))):
        return f"[^{ascii_part}]"
    return atom


def _class(atom: str) -> str:
    if not atom.startswith("[^"):
        return f"[{''.join(map(_included, class_parts(atom[1:-1])))}]"
    excluded = "".join(map(_excluded, class_parts(atom[2:-1])))
    return f"[^{excluded}]" if excluded else "(?s:.)"


def _count(least: int, comma: str, most: str) -> str:
    if max(least, int(most or 0)) <= _FEW:
        return f"{{{least}{comma}{most}}}"
    return f"{{{min(least, _FEW)},}}"


def _included(part: str) -> str:
    """Let all beyond ASCII into a class of which a part is there."""
    ascii_part = _ascii(part)
    if ascii_part is not None:
        return ascii_part + _BEYOND
    return r"\D" if part == r"\D" else part


def _excluded(part: str) -> str:
    """Keep only ASCII out of a class that excludes a part of what is beyond it."""
    ascii_part = _ascii(part)
    if ascii_part is not None:
        return ascii_part
    return r"\P{Nd}" if part == r"\D" else part


def _ascii(part: str) -> str | None:
    r"""Give the ASCII members of ``\w``, ``\p{Lu}`` and their like; None for what is no such class."""
    if part[0] != "\\" or len(part) < 2:
        return None
    if part[1] == "p":
        return _ASCII.get(part[2:].strip("{}"), None)
    return _ASCII[part[1]] if part[1] in "wds" and len(part) == 2 else None


def _opposite(atom: str) -> str:
    r"""Give ``\w`` for ``\W``, ``\p{L}`` for ``\P{L}``."""
    return f"\\{atom[1:2].lower()}{atom[2:]}" if atom[1:2] in ("W", "D", "S", "P") else atom
