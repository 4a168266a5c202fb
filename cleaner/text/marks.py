"""Letters and their marks: composed, and in the order Vietnamese stacks them."""

from __future__ import annotations

import re
from unicodedata import normalize

# Read on the decomposed line: a tone mark that came before the mark of the vowel's quality.
WRONG_ORDER = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306])")


def compose(line: str) -> str:
    """Give the line in NFC, with a tone mark behind the circumflex or breve that it stands on.

    *ó* + circumflex is canonically no *ố*, so that NFC leaves it in two pieces; nobody writes it for anything else.

    >>> compose("Vie" + chr(0x323) + chr(0x302) + "t"), compose("ó" + chr(0x302))
    ('Việt', 'ố')
    """
    composed = normalize("NFC", line)
    if "\u0302" not in composed and "\u0306" not in composed:
        return composed
    return normalize("NFC", WRONG_ORDER.sub(r"\2\1", normalize("NFD", composed)))
