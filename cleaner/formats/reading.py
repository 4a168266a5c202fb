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
    is made to swell goes beyond. A document takes some ten times its size in memory while it is cleaned, but each of
    its lines takes some 200 bytes: so one of more `lines` than that is no document if they are shorter than `short`
    characters on average.
    """

    document: int = 256 * MEGABYTE
    ratio: int = 1000
    swollen: int = 64 * MEGABYTE
    lines: int = 1_000_000
    short: int = 30


LIMITS = Limits()


def too_large(limits: Limits) -> str:
    """Why a document is not read.

    >>> too_large(LIMITS)
    'larger than 256 MB (--max-document allows more)'
    """
    return f"larger than {limits.document / MEGABYTE:g} MB (--max-document allows more)"


def too_many_lines(text: str, limits: Limits) -> str:
    r"""Why a document of very many very short lines is not cleaned, or nothing.

    >>> too_many_lines("a\n" * 100, Limits(lines=50))
    'has 100 lines of 2 characters on average, too many so short ones'
    >>> too_many_lines("Một câu, và thêm một câu nữa, cho đủ dài.\n" * 100, Limits(lines=50))
    ''
    """
    if len(text) <= limits.lines:
        return ""
    lines = text.count("\n")
    if lines <= limits.lines or len(text) >= limits.short * lines:
        return ""
    return f"has {lines:,} lines of {len(text) // lines} characters on average, too many so short ones"


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
