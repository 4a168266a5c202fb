"""Walks folders: which files in them are read. Patterns are as git has them, in `.gitignore` files or the caller's."""

import os
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cleaner.formats import detect
from cleaner.formats.streams import is_remote, why
from cleaner.side_files import MEGABYTE, read_regular

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

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

_SUFFIXES = 8  # suffixes that are told one by one


class Selection(NamedTuple):
    """Which files of a folder are wanted.

    `every` takes them whatever their name, else one that says that it is no prose is not taken; `include` and
    `exclude` are patterns as in `.gitignore`, relative to the folder; `links` takes linked files too.
    """

    every: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    gitignore: bool = False
    links: bool = True


class Omitted:
    """What a walk left out: what cannot be listed or followed, and why; what is ignored; what is no document.

    >>> left = Omitted()
    >>> for name in ("a.py", "b.md", "c.py", "Makefile"):
    ...     left.pass_over(name)
    >>> left.passed_over("without prose")
    '4 files without prose: .py 2, .md 1, no suffix 1'
    """

    def __init__(self) -> None:
        self.unread: list[tuple[str, str]] = []
        self.ignored = 0
        self.others: Counter[str] = Counter()

    def pass_over(self, name: str) -> None:
        """Count a file that is no document, going by its name."""
        self.others[detect.suffix(name) or "no suffix"] += 1

    def passed_over(self, what: str) -> str:
        """Say in a few words what was passed over, by suffix, the most frequent first; `what` says why."""
        total = sum(self.others.values())
        if not total:
            return ""
        ordered = sorted(self.others.items(), key=lambda item: (-item[1], item[0]))
        shown = [f"{suffix} {count:,}" for suffix, count in ordered[:_SUFFIXES]]
        more = [f"{len(ordered) - _SUFFIXES} other suffixes"] * (len(ordered) > _SUFFIXES)
        return f"{total:,} file{'s' * (total != 1)} {what}: {', '.join(shown + more)}"


def walk(folder: str, wanted: Selection = Selection(), left: Omitted | None = None) -> Iterator[str]:  # noqa: B008 - a frozen value
    """The files below a folder that can be read, in sorted order; what is left out is noted in `left`.

    Names that begin with a dot are left out, which leaves out `.git` and its like; so are `CVS` and
    `__pycache__`. Linked folders are not entered, since they may lead round in a circle. A remote folder is listed
    by its file system.
    """
    steps = _Walk(folder, wanted, left or Omitted())
    if is_remote(folder):
        yield from steps.elsewhere(folder)
    else:
        yield from steps.below(folder, "", _above(folder) if wanted.gitignore else [])


class _Walk:
    """One walk, and the patterns that hold everywhere in it."""

    def __init__(self, folder: str, wanted: Selection, left: Omitted) -> None:
        self._wanted = wanted
        self._left = left
        self._include, self._exclude = Patterns(wanted.include), Patterns(wanted.exclude)
        self._real = os.path.realpath(folder)

    def below(self, folder: str, inner: str, levels: "Levels") -> Iterator[str]:
        """The files below a folder; `inner` is its path within the one that was named, with a slash behind."""
        try:
            with os.scandir(folder) as listing:
                found = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self._left.unread.append((folder, why(error)))
            return
        if self._wanted.gitignore:
            levels = levels + _level(folder)
        for entry in found:
            name = inner + entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name.startswith(".") or entry.name in ("CVS", "__pycache__") or self._out(name, is_folder, levels):
                continue
            if is_folder:
                yield from self.below(entry.path, f"{name}/", levels)
            elif self._asked_for(name) and self._is_file(entry) and self._known(entry.name):
                yield entry.path

    def elsewhere(self, folder: str) -> Iterator[str]:
        """The files below a remote folder."""
        from cleaner.formats import remote

        for name in remote.files(folder):
            if not self._out(name, False, []) and self._asked_for(name) and self._known(name):
                yield folder.rstrip("/") + "/" + name

    def _out(self, name: str, is_folder: bool, levels: "Levels") -> bool:
        """Whether patterns leave a name out."""
        path = os.path.join(self._real, *name.split("/"))
        ignored = bool(self._exclude.decide(name + "/" * is_folder)) or _ignored(levels, path, is_folder)
        self._left.ignored += ignored
        return ignored

    def _asked_for(self, name: str) -> bool:
        """Whether patterns take a file, if there are any that take some."""
        return not self._wanted.include or bool(self._include.decide(name))

    def _known(self, name: str) -> bool:
        """Whether a file is a document, going by its name; one that patterns ask for may have an unknown suffix."""
        known = not detect.foreign_name(name) if self._wanted.include else bool(detect.by_suffix(name))
        if not (self._wanted.every or known):
            self._left.pass_over(name)
        return self._wanted.every or known

    def _is_file(self, entry: os.DirEntry[str]) -> bool:
        """Whether an entry is a file that may be read; links may lead to each other."""
        try:
            return (self._wanted.links or not entry.is_symlink()) and entry.is_file()
        except OSError as error:
            self._left.unread.append((entry.path, why(error)))
            return False


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
        known = [_spelled(line) for line in lines if line.strip()]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            chunks = [_specs(known[at : at + _AT_ONCE]) for at in range(0, len(known), _AT_ONCE)]
        self._specs: list[GitIgnoreSpec] = [spec for chunk in reversed(chunks) for spec in chunk]

    def decide(self, path: str) -> bool | None:
        """Whether a path fits; None where no pattern speaks of it. A folder's path ends in a slash."""
        path = path.translate(_BYTES)
        found = (spec.check_file(path).include for spec in self._specs)
        return next((one for one in found if one is not None), None)


def _spelled(line: str) -> str:
    """Write a pattern so that the library knows what is in it."""
    for name, letters in _CLASSES.items():
        if name in line:
            line = line.replace(name, letters)
    return line.translate(_BYTES)


def _specs(lines: Sequence[str]) -> "list[GitIgnoreSpec]":
    """Compile patterns, those that decide first in front; what cannot be compiled is found by halving, and left out."""
    from pathspec import GitIgnoreSpec

    try:
        return [GitIgnoreSpec.from_lines(lines)]
    except Exception:  # one of the library, of re, of RE2, or of Unicode
        half = len(lines) // 2
        return _specs(lines[half:]) + _specs(lines[:half]) if half else []


Levels = list[tuple[str, Patterns]]
"""What the `.gitignore` files of some folders say, each with the path of its folder; the deepest comes last."""


def _level(folder: str) -> Levels:
    """What the `.gitignore` file of a folder says, if it has one."""
    try:
        data = read_regular(os.path.join(folder, ".gitignore"), MEGABYTE)
    except OSError:
        return []
    lines = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
    return [(os.path.realpath(folder) + os.sep, Patterns(lines))]


def _above(folder: str) -> Levels:
    """What the files say from the top of the git repository down to the parent of a folder.

    A folder that is itself ignored was named on purpose: then they have no say.
    """
    way = [os.path.realpath(folder)]
    while not os.path.exists(os.path.join(way[0], ".git")):
        parent = os.path.dirname(way[0])
        if parent == way[0]:
            return []
        way.insert(0, parent)
    levels = [level for step in way[:-1] for level in _level(step)]
    return [] if any(_ignored(levels, step, is_folder=True) for step in way[1:]) else levels


def _ignored(levels: Levels, path: str, is_folder: bool) -> bool:
    """Whether a path, with no links in it, is ignored; a deeper file overrules those above it."""
    for base, patterns in reversed(levels):
        if path.startswith(base):
            decided = patterns.decide(path[len(base) :].replace(os.sep, "/") + "/" * is_folder)
            if decided is not None:
                return decided
    return False
