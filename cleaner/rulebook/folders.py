"""Where rule files are: the built-in folder, in a checkout or in an installed wheel, and what the user names."""

from __future__ import annotations

import os
from functools import partial
from itertools import islice
from operator import attrgetter

from cleaner.errors import UsageError
from cleaner.sides import open_regular
from cleaner.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Final

#: What tells that a file is not what it was: size, time of the content, time of the entry, number on the disk.
Stamp = tuple[int, int, int, int]

_NO_RULES: Final = ("schema", "tests")  # folders that hold no rules
_ENOUGH = 1 << 21  # twice what a rule file may have
_MOST_NAMES = 20_000  # in a folder of rules and below it; who names a whole disk did not mean it


class Entry(NamedTuple):
    """One rule file: its name by its place in the folder, where it is, and the path as errors and audits show it."""

    name: str
    location: str
    shown: str
    builtin: bool = False
    stamp: Stamp = (0, 0, 0, 0)

    @property
    def path(self) -> Path:
        """Give where it is as a path."""
        from pathlib import Path

        return Path(self.location)

    def read(self) -> bytes:
        """Give its bytes, or enough of them to see that they are too many."""
        with open_regular(self.location) as stream:
            return stream.read(_ENOUGH)


_made: Final = partial(tuple.__new__, Entry)  # of its five fields: hundreds of files may be installed


def builtin_folder() -> Path:
    """Give the folder of the rules that come with cleaner."""
    from pathlib import Path

    return Path(builtin_path())


def builtin_path() -> str:
    """Give the same as a text."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    inside = os.path.join(package, "_rules")  # noqa: PTH118
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")  # noqa: PTH112, PTH118, PTH120


def builtin_entries() -> list[Entry]:
    """List the rule files that come with cleaner; shown as ``rules/…`` wherever they are installed."""
    return _walk(builtin_path(), "rules", "", builtin=True)


def entries(given: str) -> list[Entry]:
    """List the rule files of a path that the user named: a file, or a folder like `rules/`."""
    if os.path.isdir(given):  # noqa: PTH112
        found = _walk(given, given.rstrip("/"), "")
        if not found:
            raise UsageError(f"{given}: no rule file (*.yaml) in this folder")
        return found
    if not os.path.isfile(given):  # noqa: PTH113
        raise UsageError(f"{given}: no such rule file or folder")
    name = os.path.splitext(os.path.basename(given))[0]  # noqa: PTH119, PTH122
    return [Entry(name, given, given, stamp=_stamp(os.stat(given)))]  # noqa: PTH116


def _walk(folder: str, shown: str, inner: str, builtin: bool = False, seen: list[int] | None = None) -> list[Entry]:
    """List the files of a folder, then those of its folders, each by name; `seen` counts the names."""
    found: list[Entry] = []
    folders: list[str] = []
    with os.scandir(folder) as listing:
        inside = sorted(islice(listing, _MOST_NAMES + 1), key=attrgetter("name"))
    seen = seen or [0]
    seen[0] += len(inside)
    if seen[0] > _MOST_NAMES:
        raise UsageError(
            f"{folder}: more than {_MOST_NAMES:,} files and folders; name the folder of the rules themselves"
        )
    for one in inside:
        name = one.name
        if name[0] == ".":
            continue
        if name.endswith((".yaml", ".yml")) and one.is_file():
            stem = inner + name.rpartition(".")[0]
            found.append(_made((stem, one.path, f"{shown}/{inner}{name}", builtin, _stamp(one.stat()))))
        elif name not in _NO_RULES and one.is_dir(follow_symlinks=False):
            folders.append(name)
    for name in folders:
        found += _walk(os.path.join(folder, name), shown, f"{inner}{name}/", builtin, seen)  # noqa: PTH118
    return found


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
