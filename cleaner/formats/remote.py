"""Files that are not on this machine: ``s3://``, ``hf://``, ``https://`` and whatever else fsspec knows.

The only module that knows fsspec; it is loaded when a path holds ``://``, and at no other time. A file that is written
is made here, packed if its name says so, and sent when it is complete.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple, cast

from cleaner.errors import InputError, MissingExtra
from cleaner.formats.files import NewFile

_BUFFER = 1 << 20
_WEB = ("http://", "https://")

#: By what file systems tell a file from its earlier self, the surest first.
_MARKS = (
    *("ETag", "etag", "blob_id", "generation", "md5Hash"),
    *("LastModified", "last_modified", "modificationTime", "mtime", "updated", "created"),
)


def open_remote(path: str) -> BinaryIO:
    """Open a remote file for reading.

    >>> import fsspec
    >>> fsspec.filesystem("memory").pipe("/doc/a.txt", "Bão".encode())
    >>> open_remote("memory://doc/a.txt").read().decode()
    'Bão'
    """
    system, inner = _at(path)
    more = {"block_size": 0} if path.startswith(_WEB) and not _in_parts(system, path) else {}
    stream = _told(path, lambda: system.open(inner, "rb", **more))
    return cast("BinaryIO", io.BufferedReader(_Raw(path, stream, seekable=not more), _BUFFER))


def _in_parts(system: Any, path: str) -> bool:
    """Whether a web server gives parts of a file; from others it has to be read from end to end."""
    return bool(_told(path, lambda: system.info(path)).get("partial"))


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
        return int(_told(self._path, lambda: self._stream.seek(offset, whence)))

    def tell(self) -> int:
        return int(self._stream.tell())

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except Exception as error:
            raise OSError(_short(error)) from None
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
    if path.endswith("/"):
        return True
    if _told(path, lambda: system.isfile(inner)):
        return False
    if _told(path, lambda: system.isdir(inner)):
        return True
    raise InputError(f"{path}: no such file")


def files(folder: str) -> Iterator[str]:
    """The names of the files below a remote folder, in sorted order; those with a dot in front are left out."""
    system, inner = _at(folder)
    base = inner.rstrip("/") + "/"
    for name in sorted(_told(folder, lambda: system.find(inner))):
        relative = name.removeprefix(base)
        if not any(part.startswith(".") for part in relative.split("/")):
            yield relative


def check_writable(path: str) -> None:
    """Refuse what can only be read."""
    if path.startswith(_WEB):
        raise InputError(f"{path}: cannot be written: the web can only be read")


def upload(local: str, path: str) -> None:
    """Put a whole file in a remote place; no reader sees it before it is whole, as far as the place can promise."""
    system, inner = _at(path)

    def put() -> None:
        parent = system._parent(inner)
        if parent and not system.isdir(parent):
            system.makedirs(parent, exist_ok=True)
        system.put_file(local, inner)

    _told(path, put, "cannot be written")


class State(NamedTuple):
    """What a place tells of a file: its size, and a mark that changes with its content; some keep no such mark."""

    size: int
    mark: str


def state(path: str) -> State:
    """The state of a remote file as it is now, whatever was listed before; one that is not there is an error.

    >>> file = __import__("fsspec").filesystem("memory")
    >>> file.pipe("/doc/c.txt", b"abc")
    >>> before = state("memory://doc/c.txt")
    >>> file.pipe("/doc/c.txt", b"abd")
    >>> before.size, before == state("memory://doc/c.txt")
    (3, False)
    """
    system, inner = _now(path)
    info = _told(path, lambda: system.info(inner))
    found = next((f"{name} {info[name]}" for name in _MARKS if info.get(name)), "")
    return State(int(info.get("size") or 0), found)


def read(path: str) -> bytes:
    """The content of a small remote file as it is now."""
    system, inner = _now(path)
    return bytes(_told(path, lambda: system.cat_file(inner)))


def remove(path: str) -> None:
    """Take a remote file away, if it is there."""
    system, inner = _now(path)
    if _told(path, lambda: system.exists(inner), "cannot be removed"):
        _told(path, lambda: system.rm_file(inner), "cannot be removed")


def _now(path: str) -> tuple[Any, str]:
    """The file system of a path without what it remembers of the folder: others write there, too."""
    system, inner = _at(path)
    system.invalidate_cache(system._parent(inner))
    return system, inner


def _at(path: str) -> tuple[Any, str]:
    """The file system of a path, and the path in it."""
    try:
        import fsspec
    except ImportError:
        raise MissingExtra("remote", f"{path}: a remote path") from None
    return cast("tuple[Any, str]", _told(path, lambda: fsspec.core.url_to_fs(path)))


def _told(path: str, work: Callable[[], Any], before: str = "") -> Any:
    """Do something, and put what goes wrong into words: each file system has errors of its own."""
    try:
        return work()
    except InputError:
        raise
    except FileNotFoundError as error:
        reason = f"no such file ({_short(error.__cause__)})" if error.__cause__ else "no such file"
    except Exception as error:
        reason = _short(error)
    raise InputError(f"{path}: {before + ': ' if before else ''}{reason}")


def _short(error: BaseException) -> str:
    """Put an error on one line."""
    return " ".join(str(error).split())[:300] or type(error).__name__


class RemoteFile(NewFile):
    """A new file for a path such as ``s3://bucket/a.jsonl.zst``; the disk of temporary files has to have room for it.

    >>> file = RemoteFile("memory://doc/b.txt")
    >>> file.write(b"text")
    >>> file.commit()

    >>> open_remote("memory://doc/b.txt").read()
    b'text'
    """

    def __init__(self, path: str) -> None:
        """Begin a file here."""
        import tempfile  # loads every compression library

        check_writable(path)
        self._path = path
        self._folder = tempfile.TemporaryDirectory(prefix="cleaner-")
        super().__init__(os.path.join(self._folder.name, os.path.basename(path)))

    def commit(self) -> None:
        """Finish: everything here, then there."""
        try:
            super().commit()
            upload(self.target, self._path)
        finally:
            self._folder.cleanup()

    def discard(self) -> None:
        """Forget the file; nothing of it was sent."""
        super().discard()
        self._folder.cleanup()
