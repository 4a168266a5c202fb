"""Compressed streams: gzip, zstd, bzip2, xz. Which of them a stream is, and how it is packed and unpacked.

The libraries are loaded with the first stream that needs them. gzip goes through isal where it is installed: several
times as fast both ways. zstd is Python's own from 3.14 on, and `backports.zstd` before; the package `zstandard` would
do too, but it reads a stream that was cut off as a whole one.

Libraries raise where a stream breaks off, and what they had unpacked by then is gone. `Unpacked` gives all bytes before
the place that is broken; then it just ends, and its `problem` says why (see `cleaner.formats.streams.trouble`).
"""

from __future__ import annotations

import io
import zlib
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

from cleaner.errors import MissingExtra
from cleaner.formats.base import LIMITS, Limits


class Decompressor(Protocol):
    """Unpacks one member of a stream, as the classes of `bz2`, `lzma` and `compression.zstd` do."""

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more can be given without more input."""

    @property
    def unused_data(self) -> bytes:
        """What followed the member."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Take packed bytes, give unpacked ones."""


class Packing(NamedTuple):
    """A compressed stream: what its name ends in, and what it begins with (zstd: a frame, or one to be skipped)."""

    name: str
    suffix: str
    begins: tuple[bytes, ...]


PACKINGS = (
    Packing("gzip", ".gz", (b"\x1f\x8b",)),
    Packing("zstd", ".zst", (b"\x28\xb5\x2f\xfd", *(bytes((n,)) + b"\x2a\x4d\x18" for n in range(0x50, 0x60)))),
    Packing("bzip2", ".bz2", tuple(b"BZh%d%b" % (n, what) for n in range(1, 10) for what in (b"1AY&SY", b"\x17rE8P"))),
    Packing("xz", ".xz", (b"\xfd7zXZ\x00",)),
)
_PACKED_BEGINNINGS = tuple(begin for packing in PACKINGS for begin in packing.begins)
_PACKED = {packing.suffix: packing for packing in PACKINGS}


def split(path: str) -> tuple[str, str]:
    """Part a name from the suffix of its packing.

    >>> split("a/b.jsonl.gz"), split("a.txt"), split("b.TXT.ZST")
    (('a/b.jsonl', '.gz'), ('a.txt', ''), ('b.TXT', '.ZST'))
    """
    at = path.rfind(".")
    return (path[:at], path[at:]) if path[at:].lower() in _PACKED else (path, "")


def packing_named(path: str) -> Packing | None:
    """The packing that a name asks for.

    >>> packing_named("a.jsonl.zst").name
    'zstd'
    """
    return _PACKED.get(split(path)[1].lower())


def packing_of(head: bytes) -> Packing | None:
    r"""How a stream is packed, by its first bytes; its name may lie.

    >>> packing_of(b"BZh is a name"), packing_of(b"\x1f\x8b\x08").name
    (None, 'gzip')
    """
    if head.startswith(_PACKED_BEGINNINGS):
        return next(packing for packing in PACKINGS if head.startswith(packing.begins))
    return None


_MOST_MEMORY = 1 << 29
"""Bytes that an xz stream may ask for; its strongest usual setting needs an eighth of it."""


def decompressor(packing: Packing) -> Decompressor:
    """Begin to unpack a member."""
    if packing.name == "gzip":
        return _gunzip()
    if packing.name == "zstd":
        return cast("Decompressor", _zstd().ZstdDecompressor())
    if packing.name == "bzip2":
        import bz2

        return bz2.BZ2Decompressor()
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_XZ, _MOST_MEMORY)


def packed(packing: Packing, raw: BinaryIO) -> BinaryIO:
    """Wrap a stream so that what is written arrives packed; nothing in it tells of a time or a name."""
    if packing.name == "gzip":
        return _gzip(raw)
    if packing.name == "zstd":
        zstd = _zstd()
        options = {zstd.CompressionParameter.checksum_flag: 1}
        return cast("BinaryIO", zstd.ZstdFile(raw, "w", options=options))
    if packing.name == "bzip2":
        import bz2

        return cast("BinaryIO", bz2.BZ2File(raw, "w"))
    import lzma

    return cast("BinaryIO", lzma.LZMAFile(raw, "w"))


def _gunzip() -> Decompressor:
    try:
        from isal import igzip_lib
    except ImportError:
        return Inflate()
    return cast("Decompressor", igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP))


def _gzip(raw: BinaryIO) -> BinaryIO:
    try:
        from isal.igzip import IGzipFile
    except ImportError:
        import gzip

        return cast("BinaryIO", gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0))
    make: Any = IGzipFile  # untyped
    return cast("BinaryIO", make(filename="", fileobj=raw, mode="wb", compresslevel=3, mtime=0))


def _zstd() -> Any:
    try:
        from compression import zstd
    except ImportError:
        try:
            from backports import zstd
        except ImportError:
            raise MissingExtra("zstd", "a .zst stream") from None
    return zstd


class Inflate:
    """zlib with the face of the others.

    >>> import gzip
    >>> one = Inflate()
    >>> one.decompress(gzip.compress(b"abc") + b"next", 2), one.needs_input, one.decompress(b""), one.unused_data
    (b'ab', False, b'c', b'next')
    """

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing more can be given without more input."""
        return not self._zlib.unconsumed_tail and not self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        """What followed the member."""
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Take packed bytes, give unpacked ones."""
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max(0, max_length))


CHUNK = 1 << 17
"""Bytes that are unpacked at once, at most."""

_BITE = 1 << 13
"""Packed bytes that are taken at once: all that a library unpacks in one call is lost when it fails in it."""

_PADDED = ("gzip", "xz")
_HEAD = 12


class Unpacked(io.RawIOBase):
    r"""Unpacks while it is read.

    >>> import bz2

    >>> two = bz2.compress(b"one, ") + bz2.compress(b"two")
    >>> whole, cut = (Unpacked(io.BytesIO(data), packing_named("a.bz2")) for data in (two, two[:-3]))
    >>> whole.read(), whole.problem
    (b'one, two', '')
    >>> cut.read(), cut.problem
    (b'one, two', 'the bzip2 data is cut short after 79 bytes')
    """

    def __init__(self, stream: BinaryIO, packing: Packing, limits: Limits = LIMITS) -> None:
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
        """The next bytes, maybe none yet; None at the end."""
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
