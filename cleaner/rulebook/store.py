"""What was worked out from rule files, kept for the next run, as plain data in the user's own cache folder.

A run that cleans one page would spend most of its time on reading rule files. What is kept belongs to a state of the
files (names, sizes, times), of the code that read them, and of the versions of cleaner and Python: all of it is in
the name under which it is found, so a changed file is read anew. What cannot be read, is damaged, or belongs to
somebody else is as good as nothing. ``CLEANER_CACHE`` names another folder, or is ``off``.

The form is `marshal`, in which Python keeps its own modules: it makes no objects but plain ones, reads tuples and sets
as they were, and takes a fifth of the time of JSON. It trusts what it reads, so owner, mode and digest are asked first.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from functools import cached_property

try:
    from _blake2 import blake2b  # what hashlib gives, without loading OpenSSL
except ImportError:  # pragma: no cover - no such module in this Python
    from hashlib import blake2b

from cleaner.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

    from cleaner.rulebook.folders import Entry

_FRESH: Final = 2_000_000_000  # ns: a file changed so short ago may change again without its times telling
_MOST: Final = 400  # kept files
_LARGEST: Final = 64 << 20
_SUFFIX: Final = ".rulebook"  # only files of this name are ever read or taken away


class Store:
    """What is kept for one state of the rule files."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Take the files on which everything depends, in their order."""
        self._entries = entries

    def get(self, name: str) -> Any:
        """Give what was kept under a name, or None."""
        if not self._folder:
            return None
        try:
            path = self._path(name)
            with open(path, "rb", opener=_unlinked) as stream:
                if not _own(os.fstat(stream.fileno())) or not _own(os.stat(self._folder)):  # noqa: PTH116
                    return None
                digest, _, data = stream.read(_LARGEST).partition(b"\n")
        except OSError:
            return None
        return marshal.loads(data) if digest == _seal(path, data) else None  # noqa: S302

    def put(self, name: str, value: Any) -> None:
        """Keep a value for the next run, if that can be done; it is of plain data, or that is a `ValueError`."""
        if not self._folder or not self._settled():
            return
        import tempfile

        data = marshal.dumps(value)
        temporary = ""
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)  # noqa: PTH103
            if not _own(os.stat(self._folder)):  # noqa: PTH116
                return
            path = self._path(name)
            handle, temporary = tempfile.mkstemp(suffix=_SUFFIX, dir=self._folder)  # made with mode 0600
            with os.fdopen(handle, "wb") as stream:
                stream.write(_seal(path, data) + b"\n" + data)
            os.replace(temporary, path)  # noqa: PTH105
            self._prune()
        except OSError:
            if temporary and os.path.exists(temporary):  # noqa: PTH110
                os.unlink(temporary)  # noqa: PTH108

    @cached_property
    def _folder(self) -> str:
        """Give the folder, or nothing where none is to be used."""
        given = os.environ.get("CLEANER_CACHE", "")
        if given.lower() in ("off", "0", "no", "false"):
            return ""
        base = os.environ.get("XDG_CACHE_HOME", "") or os.path.expanduser("~/.cache")  # noqa: PTH111
        folder = given or os.path.join(base, "cleaner")  # noqa: PTH118
        return folder if os.path.isabs(folder) else ""  # noqa: PTH117

    @cached_property
    def _state(self) -> bytes:
        """Give a digest of all that what is kept depends on."""
        files = [(entry.shown, entry.location, entry.builtin, entry.stamp) for entry in self._entries]
        return _digest(marshal.dumps((__version__, sys.version, _code(), files), 0))  # the form without references

    def _path(self, name: str) -> str:
        key = _digest(self._state + name.encode("utf-8", "surrogatepass")).decode()
        return os.path.join(self._folder, f"{key}{_SUFFIX}")  # noqa: PTH118

    def _settled(self) -> bool:
        """Tell whether the times of all files are old enough to show the next change."""
        newest = max((max(entry.stamp[1:3]) for entry in self._entries), default=0)
        return newest + _FRESH < time.time_ns()

    def _prune(self) -> None:
        """Forget the oldest half when much was kept."""
        with os.scandir(self._folder) as listing:
            kept = [(one.stat().st_mtime_ns, one.path) for one in listing if one.name.endswith(_SUFFIX)]
        for _, path in sorted(kept)[: len(kept) // 2] if len(kept) > _MOST else ():
            os.unlink(path)  # noqa: PTH108


def _code() -> list[tuple[str, int, int]]:
    """Give the state of the modules that read rule files, so that no other code's work is taken for theirs."""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120
    found = []
    for folder in (here, os.path.join(os.path.dirname(here), "text")):  # noqa: PTH118, PTH120
        with os.scandir(folder) as listing:
            for one in listing:
                if one.name.endswith(".py"):
                    status = one.stat()
                    found.append((one.name, status.st_size, status.st_mtime_ns))
    return sorted(found)


def _unlinked(path: str, flags: int) -> int:
    """Open a file, but not what a link leads to."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def _seal(path: str, data: bytes) -> bytes:
    """Give what shows that data is whole, and stands under the name that it was kept under."""
    return _digest(os.path.basename(path).encode() + data)  # noqa: PTH119


def _own(status: os.stat_result) -> bool:
    """Tell whether a file or folder is this user's, and nobody else may write to it."""
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).hexdigest().encode()
