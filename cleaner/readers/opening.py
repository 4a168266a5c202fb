"""Opens inputs: a file, a gzip file or standard input, and walks folders. Every failure is an `InputError`."""

from __future__ import annotations

import os
import sys
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from cleaner.errors import InputError
from cleaner.readers import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

PEEK = 1 << 16
"""How many bytes an input is judged by."""

_GZIP = b"\x1f\x8b"


def open_input(path: str) -> BinaryIO:
    """Open a file for reading, ``-`` for standard input; gzip is undone by its first bytes, whatever the name."""
    if path == "-" and sys.stdin is None:
        raise InputError("-: standard input is closed")
    try:
        stream = sys.stdin.buffer if path == "-" else open(path, "rb", buffering=PEEK)  # noqa: SIM115, PTH123
    except OSError as error:
        raise InputError(f"{path}: {why(error)}") from None
    if peek(path, stream)[:2] != _GZIP:
        return cast("BinaryIO", stream)
    import gzip

    return cast("BinaryIO", gzip.GzipFile(fileobj=stream))


def peek(path: str, stream: object) -> bytes:
    """Look at the first bytes without taking them."""
    try:
        return bytes(stream.peek(PEEK))  # type: ignore[attr-defined]
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: {why(error)}") from None


def read_all(path: str) -> bytes:
    """Give the whole content of a file, or of standard input for ``-``."""
    stream = open_input(path)
    try:
        return stream.read()
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: {why(error)}") from None
    finally:
        if path != "-":
            stream.close()


def why(error: Exception) -> str:
    """Put the reason of a failed read into words.

    >>> why(FileNotFoundError(2, "No such file or directory")), why(EOFError("Compressed file ended"))
    ('no such file', 'the gzip data is cut short')
    """
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "is a folder, a file is wanted"
    if isinstance(error, EOFError):
        return "the gzip data is cut short"
    if isinstance(error, zlib.error) or type(error).__name__ == "BadGzipFile":
        return f"the gzip data is damaged ({error})"
    strerror = getattr(error, "strerror", None)
    return str(strerror).lower() if strerror else str(error)


def walk(folder: str, every: bool = False, unread: list[str] | None = None) -> Iterator[str]:
    """Give the files below a folder that can be read, in sorted order; `every` takes them whatever their name.

    Names that begin with a dot are left out, which leaves out `.git` and its like; so are `CVS` and
    `__pycache__`. Linked folders are not entered, since they may lead round in a circle. A folder that cannot be
    listed goes to `unread`, with the reason; without such a list it is an error.
    """
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        if unread is None:
            raise InputError(f"{folder}: {why(error)}") from None
        unread.append(f"{folder}: {why(error)}")
        return
    for entry in found:
        if entry.name.startswith(".") or entry.name in ("CVS", "__pycache__"):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from walk(entry.path, every, unread)
        elif entry.is_file() and (every or forms.by_suffix(entry.name)):
            yield entry.path
