"""Cuts a stream into batches of lines: large ones from a file, from a pipe what is there.

A pipe may stall in the middle (a crawl that goes on, ``tail -f``). What came before must not wait for what comes
next, so the lines that are there make a batch, and before a read that would wait the caller is told.
"""

from __future__ import annotations

import io
import os
import stat
from typing import TYPE_CHECKING, cast

from cleaner.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO


_PIECE = 1 << 20


class Part(NamedTuple):
    """A piece of a line that is too long to be held; one that `begins` the line comes first."""

    data: bytes
    begins: bool = False


def batches(stream: BinaryIO, size: int, longest: int) -> Iterator[list[bytes] | Part]:
    r"""Give the lines of a stream in batches of about `size` bytes; an empty one means that the next read may wait.

    A line of more than `longest` bytes is given in pieces, so that it can be passed on.

    >>> list(batches(io.BytesIO(b"a\nb\nc"), 4, 9))
    [[b'a\n', b'b\n'], [b'c']]
    >>> list(batches(io.BytesIO(b"a\n" + b"b" * 12 + b"\nc"), 4, 9))
    [[b'a\n'], Part(data=b'bbbbbbbbbb', begins=True), Part(data=b'bb\n', begins=False), [b'c']]
    """
    if may_stall(stream):
        return _as_they_come(cast("io.BufferedReader", stream), size, longest)
    return _full(stream, size, longest)


def may_stall(stream: BinaryIO) -> bool:
    """Tell whether a stream is a pipe, a socket or a terminal, read as it is."""
    if not isinstance(stream, io.BufferedReader):
        return False
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return os.name == "posix" and not stat.S_ISREG(mode)


def _full(stream: BinaryIO, size: int, longest: int) -> Iterator[list[bytes] | Part]:
    """Read until a batch is full."""
    lines: list[bytes] = []
    filled = 0
    while line := stream.readline(longest + 1):
        if len(line) > longest:
            if lines:
                yield lines
            lines, filled = [], 0
            yield from _rest(line, lambda: stream.readline(_PIECE))
            continue
        lines.append(line)
        filled += len(line)
        if filled >= size:
            yield lines
            lines, filled = [], 0
    if lines:
        yield lines


def _rest(line: bytes, more: Callable[[], bytes]) -> Iterator[Part]:
    """Give a long line piece by piece, to its end."""
    yield Part(line, begins=True)
    while line and not line.endswith(b"\n"):
        line = more()
        if line:
            yield Part(line)


def _as_they_come(stream: io.BufferedReader, size: int, longest: int) -> Iterator[list[bytes] | Part]:
    """Read until a batch is full or nothing more is there; a line that is there in part waits for its rest."""
    pieces: list[bytes] = []
    filled, lines = 0, False
    while piece := stream.read1(size):
        pieces.append(piece)
        filled += len(piece)
        lines = lines or b"\n" in piece
        waits = not _ready(stream)
        if lines and (waits or filled >= size):
            data = b"".join(pieces)
            cut = data.rfind(b"\n") + 1
            yield io.BytesIO(data[:cut]).readlines()
            pieces, filled, lines = [data[cut:]], len(data) - cut, False
        if filled > longest:
            yield from _rest(b"".join(pieces), lambda: stream.readline(_PIECE))
            pieces, filled = [], 0
        if waits:
            yield []
    if rest := b"".join(pieces):
        yield io.BytesIO(rest).readlines()


def _ready(stream: io.BufferedReader) -> bool:
    """Tell whether a read gives something at once, be it the end."""
    import select

    poll = select.poll()
    poll.register(stream.fileno(), select.POLLIN)
    return bool(poll.poll(0))
