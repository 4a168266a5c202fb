"""Damage that stays: how much of a text looks Vietnamese and is none.

Bytes that were deleted, or replaced by a question mark, are gone. Nothing is guessed; the document is flagged, and
whoever reads the flag decides.
"""

from __future__ import annotations

import re

from cleaner.text.letters import ACCENTED_LOWER
from cleaner.text.syllable import syllables

TOKEN = re.compile(r"[^\s.,;:!\"'()\[\]{}“”‘’…/–—-]+")
LOST = re.compile(rf"[a-z{ACCENTED_LOWER}]\?[a-z{ACCENTED_LOWER}]|\ufffd")
SHARE = 0.1
FEWEST = 4


def damage(text: str) -> float:
    """Give the share of accented lower- or title-case tokens of a Vietnamese text that are no syllables, 0 to 1.

    A text that is not Vietnamese has none: most plain tokens of Vietnamese are syllables, of no other language.

    >>> damage("Chúng tôi đi Đà Nẵng"), damage("c?a Vi?t Nam, trong b?i c?nh cho")
    (0.0, 1.0)
    """
    known = syllables()
    plain = plain_valid = accented = wrong = 0
    for token in TOKEN.findall(text):
        if token.isascii() and "?" not in token:
            if token.islower() and token.isalpha():
                plain += 1
                plain_valid += token in known
            continue
        if not (token.islower() or token.istitle() or LOST.search(token)):
            continue
        lower = token.rstrip("?").lower()
        if lower.isascii() and not LOST.search(lower):
            continue
        accented += 1
        wrong += lower not in known
    if wrong < FEWEST or plain_valid < 0.6 * plain:
        return 0.0
    return wrong / accented


def residual_flags(text: str) -> tuple[str, ...]:
    """Give the flag for a text with damage left in it, with its share, or nothing.

    >>> residual_flags("c?a Vi?t Nam, trong b?i c?nh cho"), residual_flags("Đà Nẵng")
    (('residual-damage 100%',), ())
    """
    share = damage(text)
    return (f"residual-damage {share:.0%}",) if share > SHARE else ()
