"""Files that are not on this machine: ``s3://``, ``hf://``, ``https://`` and whatever else fsspec knows.

The only module that knows fsspec; it is loaded when a path holds ``://``, and at no other time. A file that is written
is made here, packed if its name says so, and sent when it is complete.
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from cleaner.errors import InputError, MissingExtra, one_line
from cleaner.formats.files import NewFile

_BUFFER = 1 << 20
_WEB = ("http://", "https://")

#: By what file systems tell a file from its earlier self, the surest first.
_MARKS = (
    *("ETag", "etag", "blob_id", "generation", "md5Hash"),
    *("LastModified", "last_modified", "modificationTime", "mtime", "updated", "created"),
)


def open_remote(path: str) -> BinaryIO:
    """Open a remote file for reading."""
    system, inner = _at(path)
    with _told(path):
        # a web server that gives no parts of a file has to be read from end to end
        whole = path.startswith(_WEB) and not system.info(inner).get("partial")
        stream = system.open(inner, "rb", **({"block_size": 0} if whole else {}))
    return cast("BinaryIO", io.BufferedReader(_Raw(path, stream, seekable=not whole), _BUFFER))


class _Raw(io.RawIOBase):
    """A remote file whose failures are like those of any other file."""

    def __init__(self, path: str, stream: Any, seekable: bool) -> None:
        self._path = path
        self._stream = stream
        self._seekable = seekable

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._seekable and bool(self._stream.seekable())

    def seek(self, offset: int, whence: int = 0) -> int:
        with _told(self._path):
            return int(self._stream.seek(offset, whence))

    def tell(self) -> int:
        return int(self._stream.tell())

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except Exception as error:
            raise OSError(one_line(error)) from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def is_folder(path: str) -> bool:
    """Whether a remote path is a folder; one that is neither that nor a file is an error."""
    if path.startswith(_WEB):
        return False  # a page may link to others, which makes it no folder
    system, inner = _at(path)
    with _told(path):
        if not path.endswith("/") and system.isfile(inner):
            return False
        if path.endswith("/") or system.isdir(inner):
            return True
    raise InputError(f"{path}: no such file")


def files(folder: str) -> Iterator[str]:
    """The names of the files below a remote folder, in sorted order; those with a dot in front are left out."""
    system, inner = _at(folder)
    base = inner.rstrip("/") + "/"
    with _told(folder):
        found = sorted(system.find(inner))
    for name in found:
        relative = name.removeprefix(base)
        if not any(part.startswith(".") for part in relative.split("/")):
            yield relative


def upload(local: str, path: str) -> None:
    """Put a whole file in a remote place; no reader sees it before it is whole, as far as the place can promise."""
    system, inner = _at(path)
    with _told(path, "cannot be written: "):
        parent = system._parent(inner)
        if parent and not system.isdir(parent):
            system.makedirs(parent, exist_ok=True)
        system.put_file(local, inner)


def state(path: str) -> tuple[int, str]:
    """The size of a remote file as it is now, and a mark that changes with its content, where the place keeps one."""
    system, inner = _now(path)
    with _told(path):
        info = system.info(inner)
    found = next((f"{name} {info[name]}" for name in _MARKS if info.get(name)), "")
    return int(info.get("size") or 0), found


def read(path: str) -> bytes:
    """The content of a small remote file as it is now."""
    system, inner = _now(path)
    with _told(path):
        return bytes(system.cat_file(inner))


def remove(path: str) -> None:
    """Take a remote file away, if it is there."""
    system, inner = _now(path)
    with _told(path, "cannot be removed: "):
        if system.exists(inner):
            system.rm_file(inner)


def _now(path: str) -> tuple[Any, str]:
    """The file system of a path without what it remembers of the folder: others write there, too."""
    system, inner = _at(path)
    system.invalidate_cache(system._parent(inner))
    return system, inner


def _at(path: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError:
        raise MissingExtra("remote", f"{path}: a remote path") from None
    with _told(path):
        return cast("tuple[Any, str]", fsspec.core.url_to_fs(path))


@contextmanager
def _told(path: str, before: str = "") -> Iterator[None]:
    """Put what goes wrong into words: each file system has errors of its own."""
    try:
        yield
    except FileNotFoundError as error:
        reason = f"no such file ({one_line(error.__cause__)})" if error.__cause__ else "no such file"
        raise InputError(f"{path}: {before}{reason}") from None
    except Exception as error:
        raise InputError(f"{path}: {before}{one_line(error)}") from None


class RemoteFile(NewFile):
    """A new file for a path such as ``s3://bucket/a.jsonl.zst``; the disk of temporary files has to have room for it.

    >>> with RemoteFile("memory://doc/b.txt") as file:
    ...     file.write(b"text")
    >>> open_remote("memory://doc/b.txt").read()
    b'text'
    """

    def __init__(self, path: str) -> None:
        import tempfile  # loads every compression library

        if path.startswith(_WEB):
            raise InputError(f"{path}: cannot be written: the web can only be read")
        self._path = path
        self._folder = tempfile.TemporaryDirectory(prefix="cleaner-")
        super().__init__(os.path.join(self._folder.name, os.path.basename(path)))

    def commit(self) -> None:
        try:
            super().commit()
            upload(self.target, self._path)
        finally:
            self._folder.cleanup()

    def discard(self) -> None:
        super().discard()
        self._folder.cleanup()
