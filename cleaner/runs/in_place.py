"""The file that a document came from is replaced, at a stroke, if it changes and is still what was read."""

from __future__ import annotations

import os

from cleaner.errors import InputError, LeftAsItIsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleaner.formats.files import NewFile
    from cleaner.runs.task import Outcome, Seen

_HOLD = 1 << 22
"""Bytes of unchanged records that are kept in memory before a new file is begun."""


def look(path: str) -> Seen:
    """Give what tells that a file is not what it was: its number on the disk, its size and its times."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


class InPlace:
    """One file; what does not change, or cannot be read to its end, stays untouched."""

    def __init__(self, path: str, seen: Seen = ()) -> None:
        """Have a file ready to be replaced, if it is as it was `seen`; nothing is opened before something changes."""
        from cleaner.formats.files import sweep

        self._path = path
        self._seen = seen
        self._held: list[bytes] = []
        self._file: NewFile | None = None
        self._changed = False
        self._failed = False
        self._problem: InputError | None = None
        sweep(os.path.dirname(os.path.realpath(path)))  # noqa: PTH120

    def take(self, outcome: Outcome) -> None:
        """Hold documents back until one changes, then write."""
        self._failed |= outcome.failed
        self._changed |= outcome.changed
        if self._failed or self._problem:
            self.drop()
            return
        if self._file is None and not self._changed and sum(map(len, self._held)) < _HOLD:
            self._held += outcome.documents
            return
        if self._file is None:
            self._file = self._open()
        if self._file is not None:
            self._file.write(b"".join([*self._held, *outcome.documents]))
        self._held = []

    def _open(self) -> NewFile | None:
        """Begin the new file; where that is not allowed, other files may still be."""
        from cleaner.formats.files import NewFile, NotAllowedError
        from cleaner.formats.streams import packing_now

        try:
            return NewFile(self._path, packing_now(self._path))
        except NotAllowedError as error:
            self._problem = error
            return None

    def close(self) -> bool:
        """Replace the file if something changed."""
        if not self._changed or self._failed:
            self.drop()
            return False
        if self._problem is None and not os.access(self._path, os.W_OK):
            self._problem = InputError(f"{self._path}: is read-only")
        if self._problem is None and self._seen and look(self._path) != self._seen:
            self._problem = InputError(f"{self._path}: was changed by others while it was cleaned")
        if self._problem is not None:
            self.drop()
            raise LeftAsItIsError(f"{self._problem}; it is left as it is")
        if self._file is not None:
            self._commit(self._file)
        return True

    def _commit(self, file: NewFile) -> None:
        from cleaner.formats.files import NotAllowedError

        try:
            file.commit()
        except NotAllowedError as error:
            self.drop()
            raise LeftAsItIsError(f"{error}; it is left as it is") from None

    def drop(self) -> None:
        """Leave the file as it was."""
        if self._file is not None:
            self._file.discard()
            self._file = None
