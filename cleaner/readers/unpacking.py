"""A packed stream, read as what it holds: member after member, and to the last byte before a place that is broken.

Libraries raise where a stream breaks off, and what they had unpacked by then is gone. Here the stream just ends, and
`problem` says why; `cleaner.readers.opening.trouble` asks for it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from cleaner.readers.codecs import decompressor
from cleaner.readers.limits import LIMITS, Limits

if TYPE_CHECKING:
    from typing import BinaryIO

    from cleaner.readers.forms import Packing

CHUNK = 1 << 17
"""Bytes that are unpacked at once, at most."""

_BITE = 1 << 13
"""Packed bytes that are taken at once: all that a library unpacks in one call is lost when it fails in it."""

_PADDED = ("gzip", "xz")
_HEAD = 12


class Unpacked(io.RawIOBase):
    r"""Unpacks while it is read.

    >>> import bz2
    >>> from cleaner.readers.forms import packing_named
    >>> two = bz2.compress(b"one, ") + bz2.compress(b"two")
    >>> whole, cut = (Unpacked(io.BytesIO(data), packing_named("a.bz2")) for data in (two, two[:-3]))
    >>> whole.read(), whole.problem
    (b'one, two', '')
    >>> cut.read(), cut.problem
    (b'one, two', 'the bzip2 data is cut short after 79 bytes')
    """

    def __init__(self, stream: BinaryIO, packing: Packing, limits: Limits = LIMITS) -> None:
        """Begin at the first member."""
        self.problem = ""
        self._stream = stream
        self._packing = packing
        self._limits = limits
        self._engine = decompressor(packing)
        self._rest = b""
        self._taken = 0
        self._given = 0

    def readable(self) -> bool:
        """Tell that this can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Unpack some bytes; 0 where the stream ends, for whatever reason."""
        size = 0
        while not size and not self.problem:
            try:
                data = self._next(min(len(buffer), CHUNK))
            except (OSError, ValueError) as error:
                self._stop(f"cannot be read on: {error}")
                return 0
            if data is None:
                return 0
            size = len(data)
            buffer[:size] = data
        self._given += size
        if self._given > max(self._limits.swollen, self._limits.ratio * self._taken):
            self._stop(f"unpacks to more than {self._limits.ratio:,} times its size (--max-ratio allows more)")
        return size

    def close(self) -> None:
        """Close what is underneath, too."""
        if not self.closed:
            self._stream.close()
        super().close()

    def _next(self, size: int) -> bytes | None:
        """Give the next bytes, maybe none yet; None at the end."""
        if self._engine.eof and not self._another():
            return None
        fed = self._more() if self._engine.needs_input else b""
        if not fed and self._engine.needs_input:
            self._stop(f"is cut short after {self._taken:,} bytes")
            return None
        return self._unpack(fed, size)

    def _unpack(self, fed: bytes, size: int) -> bytes | None:
        """Let the library work; each has errors of its own kind."""
        try:
            return self._engine.decompress(fed, size)
        except MemoryError:
            raise
        except Exception as error:  # zlib, isal, bz2, lzma and zstd share no base
            self._stop(f"is damaged before byte {self._taken:,} ({error})")
            return None

    def _more(self) -> bytes:
        """Read packed bytes."""
        data, self._rest = self._rest[:_BITE] or self._stream.read(_BITE), self._rest[_BITE:]
        self._taken += len(data)
        return data

    def _another(self) -> bool:
        """Go on to the member that follows, if one does."""
        self._taken -= len(self._engine.unused_data)
        rest, self._rest = self._engine.unused_data + self._rest, b""
        if self._packing.name in _PADDED:
            rest = self._unpadded(rest)
        while len(rest) < _HEAD and (more := self._stream.read(_BITE)):
            rest += more
        if not rest:
            return False
        if not rest.startswith(self._packing.begins):
            self._stop(f"is followed by other bytes from byte {self._taken + 1:,} on")
            return False
        self._rest, self._engine = rest, decompressor(self._packing)
        return True

    def _unpadded(self, rest: bytes) -> bytes:
        """Pass over the zero bytes that may stand between members and behind the last."""
        while not rest.lstrip(b"\0"):
            self._taken += len(rest)
            rest = self._stream.read(_BITE)
            if not rest:
                return b""
        return rest.lstrip(b"\0")

    def _stop(self, reason: str) -> None:
        """End the stream here."""
        self.problem = f"the {self._packing.name} data {reason}"
