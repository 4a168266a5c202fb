"""What two lines have in common when they say the same: their key."""

from __future__ import annotations

import html
from unicodedata import normalize


def key(line: str) -> str:
    r"""Give the form in which lines are compared: NFC, entities decoded, spaces plain, case folded.

    >>> key(" Tin\xa0 &amp; BÀI ")
    'tin & bài'
    """
    return " ".join(normalize("NFC", html.unescape(line)).casefold().split())
