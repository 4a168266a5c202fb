"""How inputs are read: how large a document may be, where a record has its text, the encoding where it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaner.sides import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cleaner.rules.html import Html


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


class Fields(NamedTuple):
    """The names of the fields that hold the text and the address; each may be a path such as ``metadata.url``."""

    text: str = "text"
    url: str = "url"


DEFAULT = Fields()


class Reading(NamedTuple):
    """What a call says of its inputs; `url` is the address of documents that name none.

    `selectors` gives the HTML selectors of the source that an address belongs to.
    """

    limits: Limits = LIMITS
    fields: Fields = DEFAULT
    encoding: str = ""
    url: str = ""
    selectors: Callable[[str], Sequence[Html]] = lambda _: ()
