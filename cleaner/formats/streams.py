"""Opens inputs (a file, packed or not, standard input), decodes them to UTF-8, cuts them into lines.

Every failure is an `InputError`. A pipe may stall in the middle (a crawl that goes on, ``tail -f``). What came before
must not wait for what comes next, so the caller is told before a read that would wait.
"""

import codecs
import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple, cast

from cleaner.errors import InputError, MissingExtra
from cleaner.formats import compression
from cleaner.formats.base import LIMITS, Limits
from cleaner.side_files import open_regular
from cleaner.text.decoding import BEFORE_UNICODE, known_encoding, read_as

PEEK = 1 << 16  # bytes that an input is judged by

_SMALL = 1 << 20


def open_input(path: str, limits: Limits = LIMITS) -> BinaryIO:
    """Open a file for reading, ``-`` for standard input; it is unpacked by its first bytes, whatever its name.

    What is packed may end early: `trouble` says so when all is read.
    """
    if path == "-" and sys.stdin is None:
        raise InputError("-: standard input is closed")
    if is_remote(path):
        from cleaner.formats.remote import open_remote

        stream = open_remote(path)
    else:
        with _told_of(path):
            stream = sys.stdin.buffer if path == "-" else open(path, "rb", buffering=PEEK)  # noqa: SIM115
    packing = compression.packing_of(peek(path, stream))
    if packing is None:
        return stream
    with _told_of(path):
        engine = compression.decompressor(packing)
    made = _Made(stream, compression.unpacked(stream, packing, engine, limits))
    return io.BufferedReader(made, compression.CHUNK)


@contextmanager
def _told_of(path: str) -> Iterator[None]:
    """Say of an error which file it is about."""
    try:
        yield
    except (OSError, ValueError, MissingExtra) as error:
        raise InputError(f"{path}: {why(error)}") from None


def only_regular(path: str) -> str:
    """The path of a side file; what is on this machine and no regular file is an `InputError`, and soon."""
    if path != "-" and not is_remote(path):
        with _told_of(path):
            open_regular(path).close()
    return path


def is_remote(path: str) -> bool:
    """Whether a path leads to another machine.

    >>> is_remote("s3://bucket/a.jsonl"), is_remote("a:/b")
    (True, False)
    """
    return "://" in path


def peek(path: str, stream: object) -> bytes:
    """Look at the first bytes without taking them."""
    with _told_of(path):
        return bytes(stream.peek(PEEK))  # type: ignore[attr-defined]


def packing_now(path: str) -> compression.Packing | None:
    """How a file is packed, by its first bytes."""
    with _told_of(path), open(path, "rb") as file:
        return compression.packing_of(file.read(64))


def trouble(stream: object) -> str:
    """Why a stream ended before its end; nothing when it did not."""
    return str(getattr(getattr(stream, "raw", None), "problem", ""))


def read_some(path: str, stream: BinaryIO, limits: Limits = LIMITS) -> tuple[bytes, str]:
    """A whole stream, and why it is not whole, if it is not; one larger than a document may be is an error."""
    with _told_of(path):
        data = stream.read(min(_SMALL, limits.document + 1))
        if len(data) == _SMALL:  # the rest is read at once, and room for it made only now
            data += stream.read(limits.document + 1 - _SMALL)
    problem = trouble(stream)
    if len(data) > limits.document:
        problem, data = limits.too_large, b""
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
    """A piece of a line that is too long to be held; one that `begins` the line comes first."""

    data: bytes
    begins: bool = False


def lines(stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:
    r"""The lines of a stream; None means that the next read may wait.

    A line of more than `longest` bytes is given in parts, so that it can be passed on.

    >>> list(lines(io.BytesIO(b"a\n" + b"b" * 12 + b"\nc"), 9))
    [b'a\n', Part(data=b'bbbbbbbbbbbb\n', begins=True), b'c']
    """
    poll = _poll(stream)
    read = cast("io.BufferedReader", stream).read1
    pieces: list[bytes] = []  # of a line that is not all there
    filled = 0
    while piece := read(_CHUNK):
        pieces.append(piece)
        filled += len(piece)
        if b"\n" in piece:
            data = b"".join(pieces)
            cut = data.rfind(b"\n") + 1
            whole = io.BytesIO(data[:cut])
            held = (line if len(line) <= longest else Part(line, begins=True) for line in whole)
            yield from whole if cut <= longest else held
            pieces, filled = [data[cut:]], len(data) - cut
        if filled > longest:
            part = Part(b"".join(pieces), begins=True)
            pieces, filled = [], 0
            while part.data:
                yield part
                part = Part(b"" if part.data.endswith(b"\n") else stream.readline(_PIECE))
        if poll and not poll.poll(0):
            yield None
    if rest := b"".join(pieces):
        yield rest


def _poll(stream: BinaryIO) -> Any:
    """What tells whether a pipe, a socket or a terminal has more to give, or its end; None for any other stream."""
    try:
        is_file = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return None
    if is_file or os.name != "posix":
        return None
    import select

    poll = select.poll()
    poll.register(stream.fileno(), select.POLLIN)
    return poll


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
    if name in BEFORE_UNICODE:
        return read_as(head, name)
    return head.decode(name, "ignore").encode("utf-8", "surrogatepass")


def recoded(stream: BinaryIO, encoding: str) -> BinaryIO:
    """Read a stream as UTF-8; where it is not in its encoding it ends, and `trouble` says so."""
    lines = iter(lambda: stream.readline(_LONG), b"")
    old = (read_as(line, encoding) for line in lines) if encoding in BEFORE_UNICODE else None
    return io.BufferedReader(_Made(stream, old or _decoded(stream, encoding)), _CHUNK)


def _decoded(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    taken, data = 0, b"-"
    while data:
        data = stream.read(_CHUNK)
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            yield str(error.object[: error.start], encoding, "ignore").encode("utf-8", "surrogatepass")
            place = f"byte {taken + error.start:,} (0x{error.object[error.start]:02x})"
            raise compression.BrokenStreamError(f"is not {encoding} at {place}") from None
        taken += len(data)
        yield text.encode("utf-8", "surrogatepass")


class _Made(io.RawIOBase):
    """A stream of what is made of another one; where that breaks off it ends, and its `problem` says why."""

    def __init__(self, source: BinaryIO, chunks: Iterator[bytes]) -> None:
        self._source = source
        self._chunks = chunks
        self._rest = memoryview(b"")
        self._own = ""

    @property
    def problem(self) -> str:
        return self._own or trouble(self._source)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            while not self._rest:
                self._rest = memoryview(next(self._chunks))
        except StopIteration:
            return 0
        except compression.BrokenStreamError as error:
            self._own = str(error)
            return 0
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()
