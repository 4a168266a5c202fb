"""A stream that can be set back a little: what was read last is kept, so that reading can begin again within it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from typing import BinaryIO

KEPT = 1 << 22
"""Bytes that can be gone back, at least."""

_CHUNK = 1 << 16
_OVERLAP = 64


class Rewinding:
    """Reads on, and remembers.

    >>> import io, re
    >>> tape = Rewinding(io.BytesIO(b"one two three"))
    >>> tape.read(5), tape.find(re.compile(b"t[a-z]*"), 5), tape.seek(4), tape.read(3), tape.slice(0, 3)
    (b'one t', (8, 13), 4, b'two', b'one')
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept = bytearray()
        self.start = 0
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Some bytes, as a pipe does: what is remembered from here on, else new ones."""
        size = min(size, _CHUNK) if size >= 0 else _CHUNK
        if self._at == self.end:
            self._more(size)
        inside = self._at - self.start
        data = bytes(self._kept[inside : inside + size])
        self._at += len(data)
        return data

    def tell(self) -> int:
        """The place from which is read next."""
        return self._at

    def seek(self, place: int, whence: int = 0) -> int:
        """Go to a place that is remembered; there is no other way to say it than from the beginning."""
        if whence:
            raise OSError("only from the beginning")
        self._at = place
        return place

    def skip(self, place: int) -> int:
        """Go forward to a place, reading on as needed; give where the tape stands, which the end may come before."""
        while self.end < place and self._more(min(_CHUNK, place - self.end)):
            pass
        self._at = min(place, self.end)
        return self._at

    def close(self) -> None:
        """Leave the stream to who opened it."""

    def find(self, pattern: re.Pattern[bytes], place: int) -> tuple[int, int] | None:
        """Where a pattern fits first from `place` on, reading on as needed; it may be 64 bytes long."""
        place = max(place, self.start)
        while True:
            found = pattern.search(self._kept, place - self.start)
            if found and (found.end() < len(self._kept) or not self._more(_CHUNK)):
                return self.start + found.start(), self.start + found.end()
            place = max(place, self.end - _OVERLAP) if not found else place
            if not found and not self._more(_CHUNK):
                return None

    def slice(self, start: int, end: int) -> bytes:
        """What is remembered between two places."""
        return bytes(self._kept[max(0, start - self.start) : max(0, end - self.start)])

    @property
    def end(self) -> int:
        """The place up to which was read."""
        return self.start + len(self._kept)

    def _more(self, size: int) -> bool:
        """Read on, and forget what lies too far back."""
        data = self._stream.read(size)
        if len(self._kept) > 2 * KEPT:
            far = len(self._kept) - KEPT
            del self._kept[:far]
            self.start += far
        self._kept += data
        return bool(data)
