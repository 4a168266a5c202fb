"""Opens the files that stand beside documents: settings, rules, ignore files, manifests, audits.

They may lie in a stranger's folder. So only regular files are read, never a pipe that nobody fills or a device that
never ends, and no more of them than they can sensibly hold. What is wrong is an `OSError`, as for any other file.
"""

import errno
import os
import stat
from collections.abc import Iterator
from typing import Any, BinaryIO

from cleaner.errors import InputError

MEGABYTE = 1 << 20

MOST = 16 * MEGABYTE  # bytes of a side file that is read as a whole

LONGEST = 2048 * MEGABYTE
"""Bytes of one line: the largest document as JSON, every letter an escape, and then some."""


def open_regular(path: str) -> BinaryIO:
    """Open a regular file for reading, links followed; anything else is an `OSError` that says so, and soon.

    >>> open_regular(os.devnull)
    Traceback (most recent call last):
    OSError: [Errno 22] is no regular file: '/dev/null'
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "is a folder, a file is wanted", path)
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "is no regular file", path)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_regular(path: str, most: int = MOST) -> bytes:
    """The content of a regular file of at most so many bytes; a larger one is an `OSError`."""
    with open_regular(path) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"is larger than {most / MEGABYTE:g} MB, too large for what it should be", path)
    return data


def lines_of(stream: BinaryIO, path: str) -> Iterator[bytes]:
    """The lines of a side file that may be of any length; no single line may."""
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        if len(line) == LONGEST:
            raise InputError(f"{path}:{number}: a line of more than {LONGEST // MEGABYTE:,} MB")
        yield line


def parse_json(data: bytes) -> Any:
    """Read JSON of unknown origin; whatever is wrong with it, be it nested without end, is a `ValueError`.

    >>> parse_json(b"[" * 200_000)
    Traceback (most recent call last):
    ValueError: nested too deeply
    """
    import json

    try:
        return json.loads(data)
    except RecursionError:
        raise ValueError("nested too deeply") from None
