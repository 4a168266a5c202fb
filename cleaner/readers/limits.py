"""How much one document may be, and how far a packed stream may swell: what keeps memory and disk bounded."""

from __future__ import annotations

from cleaner.values import NamedTuple

MEGABYTE = 1 << 20


class Limits(NamedTuple):
    """Bytes that one document may have, and how many times its packed size a stream may be unpacked.

    The ratio counts from `swollen` bytes on. Text packs to a fifth, and the most that gzip can do is 1,030: only what
    is made to swell goes beyond. A document takes some ten times its size in memory while it is cleaned;
    one of very short lines takes 80 bytes a line and more.
    """

    document: int = 256 * MEGABYTE
    ratio: int = 1000
    swollen: int = 64 * MEGABYTE


LIMITS = Limits()


def too_large(limits: Limits) -> str:
    """Say why a document is not read.

    >>> too_large(LIMITS)
    'larger than 256 MB (--max-document allows more)'
    """
    return f"larger than {limits.document / MEGABYTE:g} MB (--max-document allows more)"
