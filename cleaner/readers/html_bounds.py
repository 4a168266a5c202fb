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

#: Blocks that end only where they are closed; an unclosed paragraph or cell ends with the next one.
_BLOCK = r"<(/?)(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|figure|footer|form|header|hgroup|listing|main|menu|nav|ol|pre|search|section|summary|ul|h[1-6])(?![a-z0-9-])"  # noqa: E501
_TEXT: Final = re.compile(_BLOCK, re.I)
_BYTES: Final = re.compile(_BLOCK.encode(), re.I)


def check(page: str | bytes) -> None:
    """Raise `InputError`, with the reason, for a page that is past a limit.

    >>> check(b"<div>" * 5001)
    Traceback (most recent call last):
    cleaner.errors.InputError: the page nests more than 5,000 blocks deep
    """
    if len(page) > LARGEST:
        raise InputError(f"the page is larger than {LARGEST >> 20} MB")
    few = page.count("<") if isinstance(page, str) else page.count(b"<")
    if few > DEEPEST and _too_deep(page):
        raise InputError(f"the page nests more than {DEEPEST:,} blocks deep")


def _too_deep(page: str | bytes) -> bool:
    """Count opened and closed blocks; comments and scripts are counted too, which only large pages could notice."""
    depth = 0
    marks = _TEXT.finditer(page) if isinstance(page, str) else _BYTES.finditer(page)
    for mark in marks:
        if mark[1]:
            depth = depth - 1 if depth else 0
        else:
            depth += 1
            if depth > DEEPEST:
                return True
    return False
