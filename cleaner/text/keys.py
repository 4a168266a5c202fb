"""What two lines have in common when they say the same: their key."""

from __future__ import annotations

from unicodedata import is_normalized

from cleaner.text.entities import decode_entities
from cleaner.text.tone import tone_style


def key(line: str) -> str:
    r"""Give the form in which lines are compared: NFC, entities decoded, the old school's tone marks, case folded.

    White space is collapsed and trimmed; diacritics stay.

    >>> key(" Tin\xa0 &amp; BÀI Hoà  Bình "), key("HÒA BÌNH")
    ('tin & bài hòa bình', 'hòa bình')
    """
    plain = " ".join(decode_entities(line).split())
    if not is_normalized("NFC", plain):
        from cleaner.text.marks import nfc

        plain = nfc(plain)
    return tone_style(fold(plain), "old")


def fold(text: str) -> str:
    r"""Fold the case of a whole repaired text at once: line by line its keys, but for tone school and spaces.

    The number of lines stays.

    >>> fold("XÃ HỘI\nHoà")
    'xã hội\nhoà'
    """
    return text.casefold()
