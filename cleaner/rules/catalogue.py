"""All rule files at hand, and the sources that documents are of: the core's catalogue, as the package asks it."""

import os
from collections.abc import Iterable
from typing import Final, NamedTuple

from cleaner import _core
from cleaner.errors import UsageError
from cleaner.rules.html import Html
from cleaner.side_files import open_regular

#: The package that is applied to a document whose source is not known, where it is in the package's language.
GENERIC: Final = "vi/news"

#: The package that is applied to all others of them: what pages in any language have.
ANY_LANGUAGE: Final = "web"

#: What tells that a file is not what it was: size, time of the content, time of the entry, number on the disk.
Stamp = tuple[int, int, int, int]

_ENOUGH: Final = 1 << 21  # bytes, twice what a rule file may have


class SourceFile(NamedTuple):
    """Where one rule file is: its name by its place in the folder, its path, and the path as errors show it."""

    name: str
    path: str
    shown: str
    builtin: bool = False

    def read(self) -> bytes:
        """Read its bytes, or enough of them to see that they are too many."""
        with open_regular(self.path) as stream:
            return stream.read(_ENOUGH)

    @property
    def stamp(self) -> Stamp:
        status = os.stat(self.path)
        return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


class Identity(NamedTuple):
    """A source's name and how it was found; both empty when it was not.

    `of_text` tells that the text alone decided, which cleaning may change.
    """

    source: str = ""
    evidence: str = ""
    of_text: bool = False


class Catalogue:
    """Rule files by name. The user's come before the built-in ones: the first of a name wins.

    >>> Catalogue().by_host("www.baoquocte.vn")
    'baoquocte.vn'
    """

    def __init__(self, paths: Iterable[str] = (), *, builtin: bool = True) -> None:
        """List the files; read and check those of `paths`, since a mistake there must stop a run at once.

        Raises `UsageError` for a path without rules, `RuleError` with every mistake in the user's files.
        """
        self.core = _core.Catalogue(list(paths), builtin_folder() if builtin else None)
        self.entries = {entry.name: entry for entry in map(SourceFile._make, self.core.entries)}
        self._html: dict[str, tuple[Html, ...]] = {}

    def html(self, name: str) -> tuple[Html, ...]:
        """Return the HTML sections that hold for a source, in order of ownership."""
        if name not in self._html:
            self._html[name] = tuple(map(Html.of, self.core.facts(name)["html"]))
        return self._html[name]

    def known(self, source: str) -> str:
        """Return the name of a source that a caller named: a file's name, or a host that belongs to one."""
        if source in self.entries:
            return source
        if host := self.by_host(_core.host_of(source)):
            return host
        self.core.sheet(source)
        raise UsageError(f"unknown source {source!r}")  # pragma: no cover - the line above has raised it

    def by_host(self, host: str) -> str:
        """Return the source that a host or one of its parents belongs to; the longest name wins. ``""`` if none."""
        return self.core.by_host(host)


def builtin_folder() -> str:
    """Return the folder of the rules that come with cleaner: beside the package, or in it where it was installed."""
    package = os.path.realpath(os.path.join(__file__, "..", ".."))
    inside = os.path.join(package, "_rules")
    return inside if os.path.isdir(inside) else os.path.realpath(f"{package}/../rules")


def builtin_files() -> list[SourceFile]:
    """List the rule files that come with cleaner; shown as ``rules/…`` wherever they are installed."""
    return list(map(SourceFile._make, _core.rule_files(builtin_folder(), builtin=True)))


def rule_files(path: str) -> list[SourceFile]:
    """List the rule files of a path that the user named: a file, or a folder like `rules/`."""
    return list(map(SourceFile._make, _core.rule_files(path)))
