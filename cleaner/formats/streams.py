"""Opens inputs (a file, packed or not, standard input), decodes them to UTF-8, cuts them into lines.

Every failure is an `InputError`. A pipe may stall in the middle (a crawl that goes on, ``tail -f``). What came before
must not wait for what comes next, so the caller is told before a read that would wait.
"""

from __future__ import annotations

import codecs
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, cast

from cleaner.errors import InputError, MissingExtra
from cleaner.formats import compression
from cleaner.formats.base import LIMITS, Limits, too_large
from cleaner.side_files import open_regular
from cleaner.text.decoding import BEFORE_UNICODE, known_encoding, read_as

PEEK = 1 << 16
"""How many bytes an input is judged by."""

_SMALL = 1 << 20


def open_input(path: str, limits: Limits = LIMITS) -> BinaryIO:
    """Open a file for reading, ``-`` for standard input; it is unpacked by its first bytes, whatever its name.

    What is packed may end early: `trouble` says so when all is read.
    """
    stream = _opened(path)
    packing = compression.packing_of(peek(path, stream))
    if packing is None:
        return stream

    try:
        return io.BufferedReader(compression.Unpacked(stream, packing, limits), compression.CHUNK)
    except MissingExtra as error:
        raise InputError(f"{path}: {error}") from None


def _opened(path: str) -> BinaryIO:
    """Open a file as it is."""
    if path == "-" and sys.stdin is None:
        raise InputError("-: standard input is closed")
    if is_remote(path):
        from cleaner.formats.remote import open_remote

        return open_remote(path)
    try:
        return sys.stdin.buffer if path == "-" else open(path, "rb", buffering=PEEK)
    except OSError as error:
        raise InputError(f"{path}: {why(error)}") from None


def only_regular(path: str) -> str:
    """The path of a side file; what is on this machine and no regular file is an `InputError`, and soon."""
    if path != "-" and not is_remote(path):
        try:
            open_regular(path).close()
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: {why(error)}") from None
    return path


def is_remote(path: str) -> bool:
    """Whether a path leads to another machine.

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


def packing_now(path: str) -> compression.Packing | None:
    """How a file is packed, by its first bytes."""
    try:
        with open(path, "rb") as file:
            return compression.packing_of(file.read(64))
    except OSError as error:
        raise InputError(f"{path}: {why(error)}") from None


def trouble(stream: object) -> str:
    """Why a stream ended before its end; nothing when it did not."""
    return str(getattr(getattr(stream, "raw", None), "problem", ""))


def read_some(path: str, stream: BinaryIO, limits: Limits = LIMITS) -> tuple[bytes, str]:
    """A whole stream, and why it is not whole, if it is not; one larger than a document may be is an error."""
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
    """The content of a file, or of standard input for ``-``, and why it is not all, if it is not."""
    if path != "-" and not is_remote(path) and (data := _at_once(path, limits)) is not None:
        return data, ""
    stream = open_input(path, limits)
    try:
        return read_some(path, stream, limits)
    finally:
        if path != "-":
            stream.close()


def _at_once(path: str, limits: Limits) -> bytes | None:
    """A small file that is not packed, as most are, without the buffers of a stream; None is any other."""
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode) or not 0 < status.st_size <= min(_SMALL, limits.document):
            return None
        with open(path, "rb", buffering=0) as file:
            data = file.read(status.st_size + 1)
    except OSError:
        return None
    return data if len(data) == status.st_size and compression.packing_of(data) is None else None


def read_all(path: str, limits: Limits = LIMITS) -> bytes:
    """The whole content of a file, or of standard input for ``-``; a part of it is an error."""
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


_PIECE, _CHUNK = 1 << 20, 1 << 16


class Part(NamedTuple):
    """A piece of a line that is too long to be held, and why that is; one that `begins` the line comes first."""

    data: bytes
    begins: bool = False
    reason: str = ""


def lines(stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:
    r"""The lines of a stream; None means that the next read may wait.

    A line of more than `longest` bytes is given in pieces, so that it can be passed on.

    >>> list(lines(io.BytesIO(b"a\n" + b"b" * 12 + b"\nc"), 9))
    [b'a\n', Part(data=b'bbbbbbbbbb', begins=True, reason=''), Part(data=b'bb\n', begins=False, reason=''), b'c']
    """
    if may_stall(stream):
        return _as_they_come(cast("io.BufferedReader", stream), longest)
    return _one_by_one(stream, longest)


def may_stall(stream: BinaryIO) -> bool:
    """Whether a stream is a pipe, a socket or a terminal, read as it is."""
    if not isinstance(stream, io.BufferedReader):
        return False
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return os.name == "posix" and not stat.S_ISREG(mode)


def _one_by_one(stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:
    """Read line by line."""
    while line := stream.readline(longest + 1):
        if len(line) > longest:
            yield from _rest(line, lambda: stream.readline(_PIECE))
        else:
            yield line


def _rest(line: bytes, more: Callable[[], bytes]) -> Iterator[Part]:
    """A long line piece by piece, to its end."""
    yield Part(line, begins=True)
    while line and not line.endswith(b"\n"):
        line = more()
        if line:
            yield Part(line)


def _as_they_come(stream: io.BufferedReader, longest: int) -> Iterator[bytes | Part | None]:
    """Read what is there; a line that is there in part waits for its rest."""
    pieces: list[bytes] = []
    filled = 0
    while piece := stream.read1(_CHUNK):
        pieces.append(piece)
        filled += len(piece)
        if b"\n" in piece:
            data = b"".join(pieces)
            cut = data.rfind(b"\n") + 1
            yield from io.BytesIO(data[:cut])
            pieces, filled = [data[cut:]], len(data) - cut
        if filled > longest:
            yield from _rest(b"".join(pieces), lambda: stream.readline(_PIECE))
            pieces, filled = [], 0
        if not _ready(stream):
            yield None
    if rest := b"".join(pieces):
        yield rest


def _ready(stream: io.BufferedReader) -> bool:
    """Whether a read gives something at once, be it the end."""
    import select

    poll = select.poll()
    poll.register(stream.fileno(), select.POLLIN)
    return bool(poll.poll(0))


_LONG = 1 << 24
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def encoding_of(head: bytes, said: str = "") -> str:
    r"""The encoding that a stream has to be read in: what the caller `said`, else what its mark says; or nothing.

    The order of bytes is settled by the mark, which stays the first letter of the stream.

    >>> encoding_of(b"{}"), encoding_of("{}".encode("utf-16")), encoding_of(b"{\0}\0", "UTF16"), encoding_of(b"", "VNI")
    ('', 'utf-16-le', 'utf-16-le', 'vni')
    """
    marked = next((name for mark, name in _WIDE if head.startswith(mark)), "")
    name = known_encoding(said) if said else marked
    if name in ("utf-16", "utf-32"):
        return marked if marked.startswith(name) else f"{name}-le"
    return "" if name in ("utf-8", "utf-8-sig", "ascii") else name


def as_utf8(head: bytes, said: str = "") -> bytes:
    """The first bytes of a stream as they will be read."""
    name = encoding_of(head, said)
    if not name:
        return head
    return (
        read_as(head, name) if name in BEFORE_UNICODE else head.decode(name, "ignore").encode("utf-8", "surrogatepass")
    )


def recoded(stream: BinaryIO, encoding: str) -> BinaryIO:
    """Read a stream as UTF-8; where it is not in its encoding it ends, and `trouble` says so."""
    return io.BufferedReader(_Recoded(stream, encoding), _CHUNK)


class _Recoded(io.RawIOBase):
    """Decodes while it is read."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._decoder = None if encoding in BEFORE_UNICODE else codecs.getincrementaldecoder(encoding)()
        self._ready = b""
        self._taken = 0
        self._ended = False
        self._own = ""

    @property
    def problem(self) -> str:
        """Why the stream ended before its end."""
        return self._own or trouble(self._stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            self._ready = self._next()
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def close(self) -> None:
        """Close what is underneath, too."""
        if not self.closed:
            self._stream.close()
        super().close()

    def _next(self) -> bytes:
        data = self._stream.readline(_LONG) if self._decoder is None else self._stream.read(_CHUNK)
        self._ended = not data
        if self._decoder is None:
            return read_as(data, self._encoding)
        try:
            text = self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            self._ended = True
            place = self._taken + error.start
            self._own = f"is not {self._encoding} at byte {place:,} (0x{error.object[error.start]:02x})"
            return str(error.object[: error.start], self._encoding, "ignore").encode("utf-8", "surrogatepass")
        self._taken += len(data)
        return text.encode("utf-8", "surrogatepass")
