"""How wrong a line looks as Vietnamese: the measure that decides between two readings of it.

A re-decoding is believed only where it leaves fewer impossible tokens than it found. That alone keeps correct capitals
(*XÃ HỘI*, *“ĐẠI LÃ”*), which look like UTF-8 read as Windows-1252 to any test of letters.
"""

from __future__ import annotations

import re
from functools import cache

from cleaner.text.letters import ACCENTED, LOWER, UPPER
from cleaner.text.marks import nfc
from cleaner.text.syllable import syllables

WORD = re.compile(r"[^\W\d_]+")
ACRONYM = re.compile(f"[{UPPER}]{{2,}}")


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


@cache
def _name() -> re.Pattern[str]:
    """Words that some language of Europe may write: Latin letters, in the case of a word."""
    upper, lower = "A-Z\xc0-\xd6\xd8-\xde\u0160\u017d", "a-z\xdf-\xf6\xf8-\xff\u0161\u017e"
    return re.compile(f"[{upper}{UPPER}]?[{lower}{LOWER}]{{2,}}|[{upper}{UPPER}]{{2,}}")


def impossible(text: str) -> int:
    r"""Count what no Vietnamese line holds: foreign letters, broken case, symbols inside words, no-syllables.

    A foreign name counts once, whatever its letters, and an acronym of Vietnamese capitals not at all; a lone *Ã* is
    no word, and all that is left of *à* where its second byte was a no-break space.

    >>> impossible("CỘNG HÒA XÃ\xa0HỘI"), impossible("CỘNG HÒA XàHỘI")
    (0, 2)
    >>> impossible("Viá»‡t Nam"), impossible("Việt Nam")
    (2, 0)
    """
    text = nfc(text)
    if text.isascii():
        return 0
    known = syllables()
    wrong = len(_foreign().findall(text)) + 2 * len(_alien().findall(text))
    for word in WORD.findall(text):
        if word.isascii() or (word.lower() in known and word != "Ã"):
            continue
        if not ACRONYM.fullmatch(word):
            wrong += 1 - len(_foreign().findall(word)) if _name().fullmatch(word) else 1
    return wrong
