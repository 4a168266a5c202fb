"""Walks folders: which files in them are read."""

from __future__ import annotations

import os

from cleaner.errors import InputError
from cleaner.readers import forms
from cleaner.readers.foreign import foreign_name
from cleaner.readers.opening import why
from cleaner.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.readers.ignoring import Ignored, Patterns


_SUFFIXES = 8
"""Suffixes that are told one by one."""


class Wanted(NamedTuple):
    """Which files of a folder are wanted.

    `every` takes them whatever their name, else one that says that it is no prose is not taken; `include` and
    `exclude` are patterns as in `.gitignore`, relative to the folder; `links` takes linked files too.
    """

    every: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    gitignore: bool = False
    links: bool = True


class Left:
    """What a walk left out: what cannot be listed or followed, and why; what is ignored; what is no document."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.unread: list[tuple[str, str]] = []
        self.ignored = 0
        self.others: dict[str, int] = {}

    def pass_over(self, name: str) -> None:
        """Count a file that is no document, going by its name."""
        suffix = forms.suffix(name) or "no suffix"
        self.others[suffix] = self.others.get(suffix, 0) + 1

    def told(self, folder: str, hint: bool) -> list[str]:
        """Give the line that tells what of a folder is not read, if anything; with the way to read it all the same."""
        found = self.passed_over("without prose, going by the name")
        return [f"{folder}: passed over {found}" + " (-f text takes them for prose)" * hint] if found else []

    def passed_over(self, what: str) -> str:
        """Say in a few words what was passed over, by suffix, the most frequent first; `what` says why.

        >>> left = Left()
        >>> for name in ("a.py", "b.md", "c.py", "Makefile"):
        ...     left.pass_over(name)
        >>> left.passed_over("without prose")
        '4 files without prose: .py 2, .md 1, no suffix 1'
        """
        total = sum(self.others.values())
        if not total:
            return ""
        ordered = sorted(self.others.items(), key=lambda item: (-item[1], item[0]))
        shown = [f"{suffix} {count:,}" for suffix, count in ordered[:_SUFFIXES]]
        more = [f"{len(ordered) - _SUFFIXES} other suffixes"] * (len(ordered) > _SUFFIXES)
        return f"{total:,} file{'s' * (total != 1)} {what}: {', '.join(shown + more)}"


def walk(folder: str, wanted: Wanted = Wanted(), left: Left | None = None) -> Iterator[str]:  # noqa: B008 - a frozen value
    """Give the files below a folder that can be read, in sorted order.

    Names that begin with a dot are left out, which leaves out `.git` and its like; so are `CVS` and
    `__pycache__`. Linked folders are not entered, since they may lead round in a circle. A folder that cannot be
    listed, or a link that cannot be followed, is noted in `left`; without it, it is an error.
    """
    yield from _Walk(folder, wanted, left).below(folder, "")


class _Walk:
    """One walk: the patterns that hold where it is."""

    def __init__(self, folder: str, wanted: Wanted, left: Left | None) -> None:
        self._wanted = wanted
        self._left = left
        self._include = _patterns(wanted.include)
        self._exclude = _patterns(wanted.exclude)
        self._ignored: Ignored | None = None
        self._real = os.path.realpath(folder)
        if wanted.gitignore:
            self._ignored = _ignored(folder)

    def below(self, folder: str, inner: str) -> Iterator[str]:
        """Give the files below a folder; `inner` is its path within the one that was named, with a slash behind."""
        found = self._listing(folder)
        entered = any(entry.name == ".gitignore" for entry in found) and self._enter(folder)
        for entry in found:
            if entry.name.startswith(".") or entry.name in ("CVS", "__pycache__"):
                continue
            is_folder = entry.is_dir(follow_symlinks=False)
            if self._out(inner + entry.name, is_folder):
                continue
            if is_folder:
                yield from self.below(entry.path, f"{inner}{entry.name}/")
            elif self._takes(entry, inner + entry.name):
                yield entry.path
        if entered and self._ignored is not None:
            self._ignored.leave()

    def _listing(self, folder: str) -> list[os.DirEntry[str]]:
        """List a folder by name."""
        try:
            with os.scandir(folder) as listing:
                return sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self._note(folder, why(error))
            return []

    def _note(self, path: str, reason: str) -> None:
        """Note what is passed over."""
        if self._left is None:
            raise InputError(f"{path}: {reason}")
        self._left.unread.append((path, reason))

    def _enter(self, folder: str) -> bool:
        """Take in the `.gitignore` of a folder."""
        if not self._wanted.gitignore:
            return False
        if self._ignored is None:
            from cleaner.readers.ignoring import Ignored

            self._ignored = Ignored(self._real)
        return self._ignored.enter(folder)

    def _out(self, name: str, is_folder: bool) -> bool:
        """Tell whether patterns leave a name out."""
        ignored = self._exclude is not None and bool(self._exclude.decide(name + "/" * is_folder))
        if not ignored and self._ignored is not None:
            ignored = self._ignored.ignores(os.path.join(self._real, *name.split("/")), is_folder)  # noqa: PTH118
        if ignored and self._left is not None:
            self._left.ignored += 1
        return ignored

    def _takes(self, entry: os.DirEntry[str], name: str) -> bool:
        """Tell whether a file is wanted; one that is asked for by a pattern may have any suffix."""
        if self._include is not None:
            if not self._include.decide(name):
                return False
            known = self._wanted.every or not foreign_name(entry.name)
        else:
            known = self._wanted.every or bool(forms.by_suffix(entry.name))
        if not self._is_file(entry):
            return False
        if not known and self._left is not None:
            self._left.pass_over(entry.name)
        return known

    def _is_file(self, entry: os.DirEntry[str]) -> bool:
        """Tell whether an entry is a file that may be read; links may lead to each other."""
        try:
            return (self._wanted.links or not entry.is_symlink()) and entry.is_file()
        except OSError as error:
            self._note(entry.path, why(error))
            return False


def _patterns(lines: tuple[str, ...]) -> Patterns | None:
    """Read patterns, if there are any."""
    if not lines:
        return None
    from cleaner.readers.ignoring import Patterns

    return Patterns(lines)


def _ignored(folder: str) -> Ignored | None:
    """Collect the `.gitignore` files above a folder; their library is loaded only where there is one."""
    here = os.path.realpath(folder)
    while True:
        parent = os.path.dirname(here)  # noqa: PTH120
        if os.path.exists(os.path.join(here, ".git")) or parent == here:  # noqa: PTH110, PTH118
            return None
        if os.path.exists(os.path.join(parent, ".gitignore")):  # noqa: PTH110, PTH118
            from cleaner.readers.ignoring import Ignored

            return Ignored(folder)
        here = parent
