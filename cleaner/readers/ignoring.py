"""Which files of a folder are wanted, by patterns as git has them: `.gitignore` files, and those of the caller."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathspec import GitIgnoreSpec

NAME = ".gitignore"


class Patterns:
    """Patterns in the way of `.gitignore`; the last one that fits a path decides.

    >>> found = Patterns(["*.txt", "!keep.txt", "old/"])
    >>> found.decide("a/b.txt"), found.decide("keep.txt"), found.decide("old/"), found.decide("a.jsonl")
    (True, False, True, None)
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Read the patterns."""
        from pathspec import GitIgnoreSpec

        self._spec: GitIgnoreSpec = GitIgnoreSpec.from_lines(lines)

    def decide(self, path: str) -> bool | None:
        """Tell whether a path fits; None where no pattern speaks of it. A folder's path ends in a slash."""
        return self._spec.check_file(path).include


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
            with open(os.path.join(folder, NAME), encoding="utf-8", errors="surrogateescape") as stream:  # noqa: PTH118, PTH123
                lines = stream.read().split("\n")
        except OSError:
            return False
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
