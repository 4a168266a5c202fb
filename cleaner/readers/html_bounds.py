"""Pages that no parser should be given: too large, or nested so deep that each block costs more than the last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaner.errors import InputError

if TYPE_CHECKING:
    from typing import Final

LARGEST: Final = 1 << 26
"""Bytes of a page; the parsed page takes some ten times as much memory."""

DEEPEST: Final = 5_000
"""Blocks in blocks. Browsers stop at 512."""

MOST_ATTRIBUTES: Final = 2_000
"""Each is compared with all before it."""

MOST_COPIES: Final = 3_000_000
"""Elements made of styles that were left open: each further paragraph opens all of them again."""

_OPEN: Final = 1_500
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
    pieces = data.split(b"<")
    if len(pieces) > _OPEN:
        _check_open(data, pieces)
    if any(map(_too_long, [piece for piece in pieces if len(piece) > 2 * MOST_ATTRIBUTES])):
        raise InputError(f"the page has an element with more than {MOST_ATTRIBUTES:,} attributes")


def _check_open(data: bytes, pieces: list[bytes]) -> None:
    """Raise where too much stands open at once; only pages that open much more than they close are looked through."""
    if len(pieces) > DEEPEST and _deepest(_BLOCK, data) > DEEPEST:
        raise InputError(f"the page nests more than {DEEPEST:,} blocks deep")
    ends = [piece[:1] for piece in pieces].count(b"/")
    few = len(pieces) - 2 * ends <= _OPEN and len(pieces) <= DEEPEST
    if not few and _deepest(_STYLE, data) * (len(pieces) - ends) > MOST_COPIES:
        raise InputError("the page opens so many styles without closing them that each paragraph repeats them all")


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


def _too_long(tag: bytes) -> bool:
    """Tell whether the text behind a ``<`` is a tag with too many attributes; what they are set to does not matter."""
    head = tag.partition(b">")[0]
    if len(head) <= 2 * MOST_ATTRIBUTES and not (head.count(b'"') % 2 or head.count(b"'") % 2):
        return False
    return tag[:1].isalpha() and len(_QUOTED.sub(b"", tag).partition(b">")[0].split()) > MOST_ATTRIBUTES
