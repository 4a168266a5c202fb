"""How wrong a line looks as Vietnamese: the measure that decides between two readings of it.

A re-decoding is believed only where it leaves fewer impossible tokens than it found. That alone keeps correct capitals
(*XÃ HỘI*, *“ĐẠI LÃ”*), which look like UTF-8 read as Windows-1252 to any test of letters.
"""

from __future__ import annotations

import re

from cleaner.text.syllable import syllables

LOWER = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
ACCENTED = "".join(letter for letter in LOWER if letter > "z")
UPPER = LOWER.upper()

WORD = re.compile(r"[^\W\d_]+")
FOREIGN = re.compile(
    f"(?![{ACCENTED}{ACCENTED.upper()}])[\x80-\x9f\xa2-\xaf\xb1\xb4-\xba\xbc-\xbf\xc0-\u02ff\ufffd‚„†‡‰‹›€™ƒˆ˜Œœ]"
    "|[\u0370-\u052f\u2500-\u259f]"
)
INSIDE = re.compile(r"[^\W\d_][¡-¿×÷‘“”•–—…‚„†‡‰‹›€™ˆ˜\u2500-\u259f][^\W\d_]")
MIXED = re.compile(f"[{LOWER}][{UPPER}]")


def impossible(text: str) -> int:
    r"""Count what no Vietnamese line holds: foreign letters, broken case, symbols inside words, no-syllables.

    >>> impossible("CỘNG HÒA XÃ\xa0HỘI"), impossible("CỘNG HÒA XàHỘI")
    (0, 2)
    >>> impossible("Viá»‡t Nam"), impossible("Việt Nam")
    (3, 0)
    """
    known = syllables()
    wrong = len(FOREIGN.findall(text)) + len(INSIDE.findall(text)) + len(MIXED.findall(text))
    for word in WORD.findall(text):
        if not word.isascii() and not word.isupper() and word.lower() not in known:
            wrong += 1
    return wrong
