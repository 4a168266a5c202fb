"""A stream in another encoding, read as UTF-8: records are cut and read as bytes, and these have to be of one kind."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING

from cleaner.readers.opening import trouble
from cleaner.text.decoding import BEFORE_UNICODE, known_encoding, read_as

if TYPE_CHECKING:
    from typing import BinaryIO

_CHUNK, _LONG = 1 << 16, 1 << 24
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def encoding_of(head: bytes, said: str = "") -> str:
    r"""Give the encoding that a stream has to be read in: what the caller `said`, else what its mark says; or nothing.

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
    """Give the first bytes of a stream as they will be read."""
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
        """Say why the stream ended before its end."""
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
