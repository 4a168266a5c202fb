"""Opens inputs: a file, packed or not, or standard input. Every failure is an `InputError`."""

from __future__ import annotations

import os
import stat
import sys

from cleaner.errors import InputError, MissingExtra
from cleaner.readers import forms
from cleaner.readers.limits import LIMITS, Limits, too_large
from cleaner.sides import open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

PEEK = 1 << 16
"""How many bytes an input is judged by."""

_SMALL = 1 << 20


def open_input(path: str, limits: Limits = LIMITS) -> BinaryIO:
    """Open a file for reading, ``-`` for standard input; it is unpacked by its first bytes, whatever its name.

    What is packed may end early: `trouble` says so when all is read.
    """
    stream = _opened(path)
    packing = forms.packing_of(peek(path, stream))
    if packing is None:
        return stream
    import io

    from cleaner.readers.unpacking import CHUNK, Unpacked

    try:
        return io.BufferedReader(Unpacked(stream, packing, limits), CHUNK)
    except MissingExtra as error:
        raise InputError(f"{path}: {error}") from None


def _opened(path: str) -> BinaryIO:
    """Open a file as it is."""
    if path == "-" and sys.stdin is None:
        raise InputError("-: standard input is closed")
    if is_remote(path):
        from cleaner.readers.remote import open_remote

        return open_remote(path)
    try:
        return sys.stdin.buffer if path == "-" else open(path, "rb", buffering=PEEK)  # noqa: PTH123
    except OSError as error:
        raise InputError(f"{path}: {why(error)}") from None


def only_regular(path: str) -> str:
    """Give the path of a side file; what is on this machine and no regular file is an `InputError`, and soon."""
    if path != "-" and not is_remote(path):
        try:
            open_regular(path).close()
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: {why(error)}") from None
    return path


def is_remote(path: str) -> bool:
    """Tell whether a path leads to another machine.

    >>> is_remote("s3://bucket/a.jsonl"), is_remote("a:/b")
    (True, False)
    """
    return "://" in path


def peek(path: str, stream: object) -> bytes:
    """Look at the first bytes without taking them."""
    try:
        return bytes(stream.peek(PEEK))  # type: ignore[attr-defined]
    except OSError as error:
        raise InputError(f"{path}: {why(error)}") from None


def packing_now(path: str) -> forms.Packing | None:
    """Tell how a file is packed, by its first bytes."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return forms.packing_of(file.read(64))
    except OSError as error:
        raise InputError(f"{path}: {why(error)}") from None


def trouble(stream: object) -> str:
    """Say why a stream ended before its end; nothing when it did not."""
    return str(getattr(getattr(stream, "raw", None), "problem", ""))


def read_some(path: str, stream: BinaryIO, limits: Limits = LIMITS) -> tuple[bytes, str]:
    """Give a whole stream, and why it is not whole, if it is not; one larger than a document may be is an error."""
    try:
        data = stream.read(min(_SMALL, limits.document + 1))
        if len(data) == _SMALL:  # the rest is read at once, and room for it made only now
            data += stream.read(limits.document + 1 - _SMALL)
    except OSError as error:
        raise InputError(f"{path}: {why(error)}") from None
    problem = trouble(stream)
    if len(data) > limits.document:
        problem, data = too_large(limits), b""
    if problem and not data:
        raise InputError(f"{path}: {problem}")
    return data, problem


def read_part(path: str, limits: Limits = LIMITS) -> tuple[bytes, str]:
    """Give the content of a file, or of standard input for ``-``, and why it is not all, if it is not."""
    if path != "-" and not is_remote(path) and (data := _at_once(path, limits)) is not None:
        return data, ""
    stream = open_input(path, limits)
    try:
        return read_some(path, stream, limits)
    finally:
        if path != "-":
            stream.close()


def _at_once(path: str, limits: Limits) -> bytes | None:
    """Give a small file that is not packed, as most are, without the buffers of a stream; None is any other."""
    try:
        status = os.stat(path)  # noqa: PTH116
        if not stat.S_ISREG(status.st_mode) or not 0 < status.st_size <= min(_SMALL, limits.document):
            return None
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            data = file.read(status.st_size + 1)
    except OSError:
        return None
    return data if len(data) == status.st_size and forms.packing_of(data) is None else None


def read_all(path: str, limits: Limits = LIMITS) -> bytes:
    """Give the whole content of a file, or of standard input for ``-``; a part of it is an error."""
    data, problem = read_part(path, limits)
    if problem:
        raise InputError(f"{path}: {problem}")
    return data


def why(error: Exception) -> str:
    """Put the reason of a failed read into words.

    >>> why(FileNotFoundError(2, "No such file or directory")), why(OSError("no route"))
    ('no such file', 'no route')
    """
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "is a folder, a file is wanted"
    strerror = getattr(error, "strerror", None)
    return str(strerror).lower() if strerror else str(error)
