"""Letters that only look Vietnamese, ligatures, and full-width letters.

Ð and ð are of Iceland, Ɖ and ɖ of Africa, Ƣ and ƣ come out of old PDF fonts. They are replaced only where that gives a
Vietnamese word, so that *Guðmundsson* keeps his name.
"""

from __future__ import annotations

import re

from cleaner.text.protected import outside
from cleaner.text.syllable import syllables

LOOKALIKE = re.compile("[ÐƉðɖƢƣ]")
TOKEN = re.compile(r"(?<![^\W\d_])[^\W\d_]*[ÐƉðɖƢƣ][^\W\d_]*")
RIGHT = str.maketrans("ÐƉðɖƢƣ", "ĐĐđđƯư")
VOWELS = re.compile("[AEIOUYÀ-ÅÈ-ÏÒ-ÖÙ-ÝĂĨŨƠƯẠ-Ỹ]")
LIGATURE = re.compile("[\ufb00-\ufb06]")
LIGATURES = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)
WIDE = re.compile("[\uff01-\uff5e]")
EAST = re.compile("[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff61-\uffdc\U00020000-\U0003ffff]")


def right_letters(line: str) -> str:
    """Make *Ð* a *Đ* and *ƣ* an *ư* in Vietnamese words and acronyms.

    >>> right_letters("Ðà Nẵng đƣợc, ÐHQG, Guðmundsson, EIÐ")
    'Đà Nẵng được, ĐHQG, Guðmundsson, EIÐ'
    """
    if not LOOKALIKE.search(line):
        return line
    return outside(line, lambda part: TOKEN.sub(_token, part))


def _token(match: re.Match[str]) -> str:
    token = match[0]
    right = token.translate(RIGHT)
    if right.lower() in syllables():
        return right
    acronym = token.isupper() and len(token) > 1 and (token[0] in "ÐƉ" or not VOWELS.search(token))
    return right if acronym else token


def plain_letters(line: str) -> str:
    """Take ligatures apart, and make full-width letters plain where the line is not East Asian.

    >>> plain_letters("ﬁnance ＶＮ"), plain_letters("東京ＶＮ")
    ('finance VN', '東京ＶＮ')
    """
    line = LIGATURE.sub(lambda one: LIGATURES[one[0]], line)
    if WIDE.search(line) and not EAST.search(line):
        line = WIDE.sub(lambda one: chr(ord(one[0]) - 0xFEE0), line)
    return line
