"""The libraries that pack and unpack streams, behind one face; each is loaded with the first stream that needs it.

gzip goes through isal where it is installed: several times as fast both ways. zstd is Python's own from 3.14 on, and
`backports.zstd` before. The package `zstandard` would do too, but it reads a stream that was cut off as a whole one.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cleaner.errors import MissingExtra

if TYPE_CHECKING:
    from typing import Protocol

    from cleaner.readers.forms import Packing

    class Decompressor(Protocol):
        """Unpacks one member of a stream, as the classes of `bz2`, `lzma` and `compression.zstd` do."""

        @property
        def eof(self) -> bool:
            """Tell whether the member has ended."""

        @property
        def needs_input(self) -> bool:
            """Tell whether nothing more can be given without more input."""

        @property
        def unused_data(self) -> bytes:
            """Give what followed the member."""

        def decompress(self, data: bytes, max_length: int = -1) -> bytes:
            """Take packed bytes, give unpacked ones."""


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
        """Begin a member."""
        self._zlib = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        """Tell whether the member has ended."""
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        """Tell whether nothing more can be given without more input."""
        return not self._zlib.unconsumed_tail and not self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        """Give what followed the member."""
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Take packed bytes, give unpacked ones."""
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max(0, max_length))
