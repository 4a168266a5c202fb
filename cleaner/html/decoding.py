"""The bytes of a page as text, whatever the page says of its encoding."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from cleaner._core import is_utf8
from cleaner.errors import InputError
from cleaner.formats import detect
from cleaner.html.bounds import check
from cleaner.text import Decoded, decode

if TYPE_CHECKING:
    from typing import Final

_DECLARED: Final = re.compile(
    rb"""(?i)<meta\b[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml\b[^>]{0,80}?encoding=["']([\w.-]{2,40})"""
)
_HEAD: Final = 4096
#: What pages say that were never asked: no evidence of anything. UTF-16 cannot be read as the ASCII that says it.
_EMPTY_WORDS: Final = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "iso8859-1", "cp1252")
#: Names for what browsers read as Windows-1252.
_WESTERN: Final = ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii")
_WIDE: Final = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}


class Markup(NamedTuple):
    """A page as text, or as the bytes it is where they are UTF-8, and what somebody should know of its encoding."""

    text: str | bytes
    flags: tuple[str, ...] = ()


def page_text(data: bytes, declared: str = "") -> Markup:
    r"""A page as text, or as its bytes where they are UTF-8; `InputError` where it is neither.

    `declared` is what came with the page, as HTTP headers do. Bytes that are UTF-8 are UTF-8, whatever is declared:
    by chance no other text is. Else Vietnamese of the time before Unicode is known by its words, and only then counts
    what is declared; what the words alone told is flagged.

    >>> page_text("<p>Bão".encode()).text, page_text("<meta charset=koi8-r><p>Да".encode("koi8-r")).text
    (b'<p>B\xc3\xa3o', '<meta charset=koi8-r><p>Да')
    >>> page_text(bytes("<p>Vieät Nam ñaát nöôùc cuûa chuùng ta", "cp1252")).flags
    ('legacy-encoding vni',)
    """
    if kind := detect.foreign(data[:64]):
        raise InputError(f"this is {kind}, not a page")
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _told(decode(data))
    if data[:2] in _WIDE:
        return Markup(data.decode(_WIDE[data[:2]], "replace"))
    return Markup(data) if is_utf8(data) else _other(data, declared)


def _told(found: Decoded) -> Markup:
    return Markup(found.text, found.flags)


def _other(data: bytes, declared: str) -> Markup:
    """Read bytes that are no UTF-8."""
    from cleaner.html.page import Page
    from cleaner.text.legacy import legacy_encoding, read_legacy

    check(data)
    shown = data.decode("latin-1")
    if legacy := legacy_encoding(" ".join(Page(shown).text().split())):
        return _told(Decoded(read_legacy(shown, legacy), legacy))
    names = [name for name in (declared, _said(data)) if name]
    for codec in filter(None, map(_codec, names)):
        try:
            return Markup(data.decode(codec))
        except UnicodeDecodeError:
            continue
    try:
        return _told(decode(data))
    except InputError:
        if any(name.lower() in _WESTERN for name in names):
            return Markup(data.decode("cp1252", "replace"))
        raise


def _said(data: bytes) -> str:
    """The encoding that a page declares in its head."""
    found = _DECLARED.search(data[:_HEAD])
    return (found[1] or found[2]).decode("ascii", "ignore") if found else ""


def _codec(name: str) -> str:
    """The codec of a declared encoding that says something, or nothing.

    >>> _codec("windows-1258"), _codec("UTF-8"), _codec("x-none"), _codec("base64")
    ('cp1258', '', '', '')
    """
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return found.name if found._is_text_encoding and found.name not in _EMPTY_WORDS else ""
