"""What a parser is given: the text of a page, whatever it says of its encoding, and no page that would never end."""

import codecs
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cleaner._core import count_tags, is_utf8
from cleaner.errors import InputError
from cleaner.formats import detect
from cleaner.text import Decoded, decode

LARGEST: Final = 1 << 26  # bytes of a page; the parsed page takes some ten times as much memory
DEEPEST: Final = 5_000  # blocks in blocks; browsers stop at 512
MOST_ATTRIBUTES: Final = 2_000  # each is compared with all before it
#: Elements made of styles that were left open: each further paragraph opens all of them again.
MOST_COPIES: Final = 3_000_000
_OPEN: Final = 2_500
_WINDOW: Final = 2 * MOST_ATTRIBUTES
_STYLE: Final = re.compile(rb"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s>/])", re.I)
_QUOTED: Final = re.compile(rb"\"[^\"]*\"|'[^']*'")
#: Blocks that end only where they are closed; an unclosed paragraph or cell ends with the next one.
_BLOCK: Final = re.compile(
    rb"<(/?)(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|figure|footer|form|header|hgroup|listing|main|menu|nav|ol|pre|search|section|summary|ul|h[1-6])(?![a-z0-9-])",
    re.I,
)

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


def check(page: str | bytes) -> None:
    """Raise `InputError`, with the reason, for a page that is past a limit.

    >>> check(b"<div>" * 5001)
    Traceback (most recent call last):
    cleaner.errors.InputError: the page nests more than 5,000 blocks deep
    """
    if len(page) > LARGEST:
        raise InputError(f"the page is larger than {LARGEST >> 20} MB")
    data = page.encode("utf-8", "replace") if isinstance(page, str) else page
    tags, closing = count_tags(data)
    if tags > DEEPEST and _deepest(_BLOCK, data) > DEEPEST:
        raise InputError(f"the page nests more than {DEEPEST:,} blocks deep")
    opened = tags - closing
    many = tags > DEEPEST or (tags > _OPEN and 2 * opened - tags > _OPEN // 2)
    if many and _deepest(_STYLE, data) * opened > MOST_COPIES:
        raise InputError("the page opens so many styles without closing them that each paragraph repeats them all")
    if any(_too_long(data, *place) for place in _long(data)):
        raise InputError(f"the page has an element with more than {MOST_ATTRIBUTES:,} attributes")


def _long(page: bytes) -> Iterator[tuple[int, int]]:
    """Where much stands between one ``<`` and the next; looks at no more of a page than it must."""
    at = 0
    while at + _WINDOW <= len(page):
        if page.find(b"<", at, at + _WINDOW) < 0:
            start, end = page.rfind(b"<", 0, at) + 1, page.find(b"<", at)
            end = len(page) if end < 0 else end
            yield start, end
            at = end
        else:
            at += _WINDOW


def _deepest(element: re.Pattern[bytes], page: bytes) -> int:
    """Count how many elements stand open at once, at most; those in scripts count too, which few pages could notice."""
    depth = deepest = 0
    for mark in element.finditer(page):
        depth = max(0, depth - 1) if mark[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _too_long(page: bytes, start: int, end: int) -> bool:
    """Whether the text behind a ``<`` is a tag with too many attributes; what they are set to does not matter."""
    close = page.find(b">", start, end)
    head = page[start : close if close >= 0 else end]
    if len(head) <= _WINDOW and not (head.count(b'"') % 2 or head.count(b"'") % 2):
        return False
    tag = page[start:end]
    return tag[:1].isalpha() and len(_QUOTED.sub(b"", tag).partition(b">")[0].split()) > MOST_ATTRIBUTES
