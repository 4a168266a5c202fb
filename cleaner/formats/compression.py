"""Compressed streams: gzip, zstd, bzip2, xz. Which of them a stream is, and how it is packed and unpacked.

The libraries are loaded with the first stream that needs them. gzip goes through isal where it is installed: several
times as fast both ways. zstd is Python's own from 3.14 on, and `backports.zstd` before; the package `zstandard` would
do too, but it reads a stream that was cut off as a whole one.

The streams of these libraries raise where the data breaks off, and what they had unpacked by then is gone. `unpacked`
gives all bytes before the place that is broken.
"""

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple, cast

from cleaner.errors import MissingExtra
from cleaner.formats.base import LIMITS, Limits


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
_PACKED = {packing.suffix: packing for packing in PACKINGS}


def split(path: str) -> tuple[str, str]:
    """Part a name from the suffix of its packing.

    >>> split("a/b.jsonl.gz"), split("a.txt"), split("b.TXT.ZST")
    (('a/b.jsonl', '.gz'), ('a.txt', ''), ('b.TXT', '.ZST'))
    """
    at = path.rfind(".")
    return (path[:at], path[at:]) if path[at:].lower() in _PACKED else (path, "")


def packing_named(path: str) -> Packing | None:
    """The packing that a name asks for."""
    return _PACKED.get(split(path)[1].lower())


def packing_of(head: bytes) -> Packing | None:
    r"""How a stream is packed, by its first bytes; its name may lie.

    >>> packing_of(b"BZh is a name"), packing_of(b"\x1f\x8b\x08").name
    (None, 'gzip')
    """
    return next((packing for packing in PACKINGS if head.startswith(packing.begins)), None)


_MOST_MEMORY = 1 << 29  # bytes that an xz stream may ask for; its strongest usual setting needs an eighth of it


def decompressor(packing: Packing) -> Any:
    """What unpacks a member of a stream: with the face of `bz2.BZ2Decompressor`, or of zlib's."""
    if packing.name == "gzip":
        try:
            from isal import igzip_lib
        except ImportError:
            return zlib.decompressobj(wbits=31)
        return igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
    if packing.name == "zstd":
        return _zstd().ZstdDecompressor()
    if packing.name == "bzip2":
        import bz2

        return bz2.BZ2Decompressor()
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_XZ, _MOST_MEMORY)


def packed(packing: Packing, raw: BinaryIO) -> BinaryIO:
    """Wrap a stream so that what is written arrives packed; nothing in it tells of a time or a name."""
    make: Any  # of several types, one of them untyped
    if packing.name == "gzip":
        try:
            from isal import igzip

            make, level = igzip.IGzipFile, 3
        except ImportError:
            import gzip

            make, level = gzip.GzipFile, 6
        return cast("BinaryIO", make(filename="", fileobj=raw, mode="wb", compresslevel=level, mtime=0))
    if packing.name == "zstd":
        zstd = _zstd()
        return cast("BinaryIO", zstd.ZstdFile(raw, "w", options={zstd.CompressionParameter.checksum_flag: 1}))
    if packing.name == "bzip2":
        import bz2

        return cast("BinaryIO", bz2.BZ2File(raw, "w"))
    import lzma

    return cast("BinaryIO", lzma.LZMAFile(raw, "w"))


def _zstd() -> Any:
    try:
        from compression import zstd
    except ImportError:
        try:
            from backports import zstd
        except ImportError:
            raise MissingExtra("zstd", "a .zst stream") from None
    return zstd


CHUNK = 1 << 17  # bytes that are unpacked at once, at most

_BITE = 1 << 13  # packed bytes that are taken at once: all that a library unpacks in one call is lost when it fails

_PADDED = ("gzip", "xz")  # zero bytes may stand between members of these, and behind the last

_HEAD = 12


class BrokenStreamError(Exception):
    """A stream cannot be read on; all before that place was given."""


def unpacked(stream: BinaryIO, packing: Packing, engine: Any, limits: Limits = LIMITS) -> Iterator[bytes]:
    r"""The content of a packed stream, member after member; `engine` is for the first of them.

    >>> import bz2, io
    >>> bzip2 = packing_named("a.bz2")
    >>> data = bz2.compress(b"one, ") + bz2.compress(b"two")
    >>> b"".join(unpacked(io.BytesIO(data), bzip2, decompressor(bzip2)))
    b'one, two'
    """
    taken = given = 0
    while True:
        rest = getattr(engine, "unconsumed_tail", b"")  # zlib hands back what it did not take yet, others keep it
        if engine.eof:
            fed, padding = _behind(stream, packing, engine.unused_data)
            taken += padding - len(engine.unused_data)
            if not fed:
                return
            if not fed.startswith(packing.begins):
                raise _broken(packing, f"is followed by other bytes from byte {taken + 1:,} on")
            engine = decompressor(packing)
        elif getattr(engine, "needs_input", not rest):
            fed = _bite(stream, packing)
            if not fed:
                raise _broken(packing, f"is cut short after {taken:,} bytes")
        else:
            fed = b""
        taken += len(fed)
        try:
            data = engine.decompress(rest + fed, CHUNK)
        except MemoryError:
            raise
        except Exception as error:  # zlib, isal, bz2, lzma and zstd share no base
            raise _broken(packing, f"is damaged before byte {taken:,} ({error})") from None
        yield data
        given += len(data)
        if given > max(limits.swollen, limits.ratio * taken):
            reason = f"unpacks to more than {limits.ratio:,} times its size (--max-ratio allows more)"
            raise _broken(packing, reason)


def _behind(stream: BinaryIO, packing: Packing, rest: bytes) -> tuple[bytes, int]:
    """The first bytes behind a member, of which `rest` was read already, and how many zero bytes stand before them."""
    zero = b"\0" if packing.name in _PADDED else b""
    read = len(rest)
    rest = rest.lstrip(zero)
    while len(rest) < _HEAD and (more := _bite(stream, packing)):
        read += len(more)
        rest = (rest + more).lstrip(zero)
    return rest, read - len(rest)


def _bite(stream: BinaryIO, packing: Packing) -> bytes:
    try:
        return stream.read(_BITE)
    except (OSError, ValueError) as error:
        raise _broken(packing, f"cannot be read on: {error}") from None


def _broken(packing: Packing, reason: str) -> BrokenStreamError:
    return BrokenStreamError(f"the {packing.name} data {reason}")
