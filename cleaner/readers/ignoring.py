"""Which files of a folder are wanted, by patterns as git has them: `.gitignore` files, and those of the caller."""

from __future__ import annotations

import os
import warnings

from cleaner.readers.limits import MEGABYTE
from cleaner.sides import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathspec import GitIgnoreSpec

NAME = ".gitignore"

_MOST = MEGABYTE
_AT_ONCE = 100  # patterns in one automaton

#: What POSIX names stand for; no slash, which parts names, and none begins with a sign that means something.
_CLASSES = {
    "[:alnum:]": "0-9A-Za-z",
    "[:alpha:]": "A-Za-z",
    "[:blank:]": " \t",
    "[:cntrl:]": "\x01-\x1f\x7f",
    "[:digit:]": "0-9",
    "[:graph:]": "0-~!-.",
    "[:lower:]": "a-z",
    "[:print:]": " -.0-~",
    "[:punct:]": ":-@!-.[-`{-~",
    "[:space:]": "\t-\r ",
    "[:upper:]": "A-Z",
    "[:xdigit:]": "0-9A-Fa-f",
}

#: Bytes that are not UTF-8 stand in names as half surrogates, which no automaton takes; these stand for them.
_BYTES = {0xDC00 + byte: 0xF700 + byte for byte in range(0x80, 0x100)}


class Patterns:
    """Patterns in the way of `.gitignore`; the last one that fits a path decides.

    >>> found = Patterns(["*.txt", "!keep.txt", "old/"])
    >>> found.decide("a/b.txt"), found.decide("keep.txt"), found.decide("old/"), found.decide("a.jsonl")
    (True, False, True, None)

    As for git, a pattern that is none fits nothing:

    >>> Patterns(["!", "[z-a]", "*.txt"]).decide("a.txt")
    True
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Read the patterns; they may be anybody's."""
        known = [_spelled(line) for line in lines if line.strip()]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            chunks = [_specs(known[at : at + _AT_ONCE]) for at in range(0, len(known), _AT_ONCE)]
        self._specs: list[GitIgnoreSpec] = [spec for chunk in reversed(chunks) for spec in chunk]

    def decide(self, path: str) -> bool | None:
        """Tell whether a path fits; None where no pattern speaks of it. A folder's path ends in a slash."""
        path = path.translate(_BYTES)
        found = (spec.check_file(path).include for spec in self._specs)
        return next((one for one in found if one is not None), None)


def _spelled(line: str) -> str:
    """Write a pattern so that the library knows what is in it."""
    for name, letters in _CLASSES.items():
        if name in line:
            line = line.replace(name, letters)
    return line.translate(_BYTES)


def _specs(lines: Sequence[str]) -> list[GitIgnoreSpec]:
    """Compile patterns, those that decide first in front; what cannot be compiled is found by halving, and left out."""
    from pathspec import GitIgnoreSpec

    try:
        return [GitIgnoreSpec.from_lines(lines)]
    except Exception:  # one of the library, of re, of RE2, or of Unicode
        half = len(lines) // 2
        return _specs(lines[half:]) + _specs(lines[:half]) if half else []


class Ignored:
    """What the `.gitignore` files above and below a folder say; a deeper file overrules those above it."""

    def __init__(self, folder: str) -> None:
        """Collect the files from the top of the repository down to a folder, the folder's own not yet.

        A folder that is itself ignored was named on purpose: then what stands above it has no say.
        """
        self._levels: list[tuple[str, Patterns]] = []
        here = os.path.realpath(folder)
        above = _above(here)
        for level in above:
            self.enter(level)
        way = [here, *reversed(above)]
        if any(self.ignores(step, folder=True) for step in way[:-1]):
            self._levels = []

    def enter(self, folder: str) -> bool:
        """Take in the file of a folder, if it has one; tell so."""
        try:
            data = read_regular(os.path.join(folder, NAME), _MOST)  # noqa: PTH118
        except OSError:
            return False
        lines = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
        self._levels.append((os.path.realpath(folder) + os.sep, Patterns(lines)))
        return True

    def leave(self) -> None:
        """Forget the file that was taken in last."""
        self._levels.pop()

    def ignores(self, path: str, folder: bool) -> bool:
        """Tell whether a path, with no links in it, is ignored."""
        for base, patterns in reversed(self._levels):
            if path.startswith(base):
                decided = patterns.decide(path[len(base) :].replace(os.sep, "/") + "/" * folder)
                if decided is not None:
                    return decided
        return False


def _above(folder: str) -> list[str]:
    """Give the folders from the top of the git repository down to the parent of a folder; none outside of one."""
    found: list[str] = []
    here = folder
    while not os.path.exists(os.path.join(here, ".git")):  # noqa: PTH110, PTH118
        parent = os.path.dirname(here)  # noqa: PTH120
        if parent == here:
            return []
        found.append(parent)
        here = parent
    return found[::-1]
