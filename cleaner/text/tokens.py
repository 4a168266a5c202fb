"""How wrong a line looks as Vietnamese: the measure that decides between two readings of it.

A re-decoding is believed only where it leaves fewer impossible tokens than it found. That alone keeps correct capitals
(*XÃ HỘI*, *“ĐẠI LÃ”*), which look like UTF-8 read as Windows-1252 to any test of letters.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from cleaner.text.letters import ACCENTED, LOWER, UPPER
from cleaner.text.syllable import syllables

WORD = re.compile(r"[^\W\d_]+")


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(
        f"(?![{ACCENTED}«»])[\x80-\x9f\xa1-\u036f\ufffd‚„†‡‰‹›€™\u02c0-\u02ff]"
        "|[\u0370-\u052f\u2122\u2200-\u22ff\u2310\u2320-\u2321\u2500-\u25a0\u25ca\ue000-\uf8ff\ufb01-\ufb02]"
        f"|[{LOWER}][{UPPER}]"
        r"|(?<=[^\W\d_])[“”‘•–—…‐‑«»](?=[^\W\d_])"
    )


@cache
def _alien() -> re.Pattern[str]:
    """Letters of other scripts and signs of none: three or four characters of damage make one of them by accident."""
    return re.compile(
        "[\u0530-\u1dff\u2400-\u24ff\u2580-\u259f\u2800-\uabff\ud7b0-\ufaff\U00010000-\U0001efff\U0001fb00-\U0010ffff]"
    )


def impossible(text: str) -> int:
    r"""Count what no Vietnamese line holds: foreign letters, broken case, symbols inside words, no-syllables.

    >>> impossible("CỘNG HÒA XÃ\xa0HỘI"), impossible("CỘNG HÒA XàHỘI")
    (0, 2)
    >>> impossible("Viá»‡t Nam"), impossible("Việt Nam")
    (2, 0)
    """
    text = normalize("NFC", text)
    if text.isascii():
        return 0
    known = syllables()
    wrong = len(_foreign().findall(text)) + 2 * len(_alien().findall(text))
    for word in WORD.findall(text):
        if not word.isascii() and word.lower() not in known:
            wrong += 1
    return wrong
