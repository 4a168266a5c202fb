"""The encodings that Vietnamese UTF-8 is read in by mistake, as tables from characters back to bytes.

Latin-1, Windows-1252 and Windows-1254 never disagree about a character, so one table serves the three, also where they
are mixed. The replacement character stands for a byte that was lost, 0x1A here.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache

LOST = 0x1A
PAGES = {
    "western": ("latin-1", "cp1252", "cp1254"),
    "windows-1258": ("latin-1", "cp1258"),
    "windows-1251": ("latin-1", "cp1251"),
    "cp850": ("cp850",),
    "cp437": ("cp437",),
    "mac-roman": ("mac_roman",),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One such encoding: `name`, its table, and what UTF-8 looks like in it, alone and with the letters around."""

    name: str
    table: dict[int, int]
    runs: re.Pattern[str]
    chunks: re.Pattern[str]

    def encode(self, text: str) -> bytes | None:
        r"""Give the bytes a text was, or None where it holds a character the encoding has not.

        >>> page("western").encode("Viá»‡t")
        b'Vi\xe1\xbb\x87t'
        """
        try:
            return codecs.charmap_encode(text, "strict", self.table)[0]
        except UnicodeEncodeError:
            return None


@cache
def page(name: str) -> Page:
    """Build one encoding's table and pattern."""
    table: dict[int, int] = {code: code for code in range(0x80)}
    for codec in PAGES[name]:
        for byte in range(0x80, 0x100):
            shown = bytes([byte]).decode(codec, "ignore")
            if shown and (codec != "latin-1" or byte < 0xA0 or len(PAGES[name]) == 3):
                table[ord(shown)] = byte
            elif not shown:
                table.setdefault(byte, byte)  # a hole in the encoding: shown as the control character of that number
    table.pop(LOST)
    table[0xFFFD] = LOST
    runs = _runs(table)
    return Page(name, table, re.compile(runs + "|[ÃĂ]$"), re.compile(rf"[^\W\d_]{{0,12}}(?:{runs}[^\W\d_]{{0,12}})+"))


def _runs(table: dict[int, int]) -> str:
    """Match what UTF-8 sequences look like, a lost byte and a space for 0xA0 allowed where one may have stood."""
    shown: dict[int, list[str]] = {}
    for code, byte in table.items():
        shown.setdefault(byte, []).append(f"\\u{code:04x}")

    def some(first: int, last: int) -> str:
        return "".join(escape for byte in range(first, last + 1) for escape in shown.get(byte, ()))

    follow = f"[{some(0x80, 0xBF)}\\ufffd]"
    return (
        f"(?:[{some(0xC2, 0xDF)}]{follow}|[{some(0xE0, 0xEF)}]{follow}{{2}}|[{some(0xF0, 0xF4)}]{follow}{{3}}"
        f"|[{some(0xC2, 0xC3)}{some(0xC6, 0xC6)}] |[{some(0xE1, 0xE1)}][{some(0xBA, 0xBB)}] )+"
    )
