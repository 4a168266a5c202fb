"""Damage that stays: how much of a text looks Vietnamese and is none.

Bytes that were deleted, or replaced by a question mark, are gone. Nothing is guessed; the document is flagged, and
whoever reads the flag decides.
"""

import re
from collections import Counter

from cleaner._core import is_syllable
from cleaner.text.codepages import ACCENTED_LOWER

TOKEN = re.compile(r"[^\s.,;:!\"'()\[\]{}“”‘’…/–—-]+")
LOST = re.compile(rf"[a-z{ACCENTED_LOWER}]\?[a-z{ACCENTED_LOWER}]|\ufffd")
SHARE = 0.1
FEWEST = 4
VIETNAMESE = 0.6


def residual_flags(text: str, suspected: str) -> list[str]:
    """The flag for a text with damage left in it, with the share of its accented tokens that are no syllables.

    Only tokens in the `suspected` lines of the text are held to be damage: elsewhere it is a slip of the writer's. A
    text that is not Vietnamese has none: most plain tokens of Vietnamese are syllables, of no other language.

    >>> clean, dirty = "Chúng tôi đi Đà Nẵng", "c?a Vi?t Nam, trong b?i c?nh cho"
    >>> residual_flags(clean, ""), residual_flags(dirty, dirty)
    ([], ['residual-damage 100%'])
    """
    fewest = max(FEWEST, SHARE / 4 * text.count(" "))  # at least a quarter of the tokens bear a mark
    words = [word for word in suspected.split() if not word.isascii() or "?" in word]
    if len(TOKEN.findall(" ".join(words))) < fewest or (wrong := _count(_odd(words))[1]) < fewest:
        return []
    accented, _, plain, plain_valid = _count(text)
    is_vietnamese = plain_valid >= max(2, VIETNAMESE * plain)
    return [f"residual-damage {wrong / accented:.0%}"] if is_vietnamese and wrong > SHARE * accented else []


def _odd(words: list[str]) -> str:
    """Leave out the words that are syllables: most, and told of all together."""
    odd = {word for word in set(words) if not is_syllable(word)}
    return " ".join(filter(odd.__contains__, words))


def _count(text: str) -> tuple[int, int, int, int]:
    """Count accented tokens, those that are no syllables, plain small tokens, and the syllables among these."""
    accented = wrong = plain = plain_valid = 0
    for token, times in Counter(TOKEN.findall(text)).items():
        if token.isascii() and "?" not in token:
            if token.islower() and token.isalpha():
                plain += times
                plain_valid += times * is_syllable(token)
        elif token.islower() or token.istitle() or LOST.search(token):
            lower = token.rstrip("?").lower()
            if not lower.isascii() or LOST.search(lower):
                accented += times
                wrong += times * (not is_syllable(lower))
    return accented, wrong, plain, plain_valid
