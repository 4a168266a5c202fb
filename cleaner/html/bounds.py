"""Pages that no parser should be given: too large, or nested so deep that each block costs more than the last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaner._core import count_tags
from cleaner.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

LARGEST: Final = 1 << 26
"""Bytes of a page; the parsed page takes some ten times as much memory."""

DEEPEST: Final = 5_000
"""Blocks in blocks. Browsers stop at 512."""

MOST_ATTRIBUTES: Final = 2_000
"""Each is compared with all before it."""

MOST_COPIES: Final = 3_000_000
"""Elements made of styles that were left open: each further paragraph opens all of them again."""

_OPEN: Final = 2_500
_WINDOW: Final = 2 * MOST_ATTRIBUTES
_STYLE: Final = re.compile(rb"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s>/])", re.I)
_QUOTED: Final = re.compile(rb"\"[^\"]*\"|'[^']*'")
#: Blocks that end only where they are closed; an unclosed paragraph or cell ends with the next one.
_BLOCK: Final = re.compile(
    rb"<(/?)(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|figure|footer|form|header|hgroup|listing|main|menu|nav|ol|pre|search|section|summary|ul|h[1-6])(?![a-z0-9-])",
    re.I,
)


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
        if mark[1]:
            depth = depth - 1 if depth else 0
        else:
            depth += 1
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
