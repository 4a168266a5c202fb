"""A remote file in the making: it is written here, packed if its name says so, and sent when it is complete."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from cleaner.readers.remote import check_writable, upload
from cleaner.writers.files import NewFile

if TYPE_CHECKING:
    from types import TracebackType


class RemoteFile:
    """Takes the place of `cleaner.writers.files.NewFile` for a path such as ``s3://bucket/a.jsonl.zst``.

    >>> file = RemoteFile("memory://doc/b.txt")
    >>> file.write(b"text")
    >>> file.commit()
    >>> from cleaner.readers.remote import open_remote
    >>> open_remote("memory://doc/b.txt").read()
    b'text'
    """

    def __init__(self, path: str) -> None:
        """Begin a file here; the disk of temporary files has to have room for it."""
        check_writable(path)
        self._path = path
        self._folder = tempfile.TemporaryDirectory(prefix="cleaner-")
        self._local = os.path.join(self._folder.name, os.path.basename(path))  # noqa: PTH118, PTH119
        self._file = NewFile(self._local)

    def write(self, data: bytes) -> None:
        """Add to the file."""
        self._file.write(data)

    def commit(self) -> None:
        """Finish: everything here, then there."""
        try:
            self._file.commit()
            upload(self._local, self._path)
        finally:
            self._folder.cleanup()

    def __enter__(self) -> RemoteFile:
        """Give itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        """Commit when all went well, else discard."""
        if kind is None:
            self.commit()
        else:
            self.discard()

    def discard(self) -> None:
        """Forget the file; nothing of it was sent."""
        self._file.discard()
        self._folder.cleanup()
