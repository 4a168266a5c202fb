"""The encodings that Vietnamese UTF-8 is read in by mistake, as tables from characters back to bytes.

Latin-1, Windows-1252 and Windows-1254 never disagree about a character, so one table serves the three, also where they
are mixed. The replacement character stands for a byte that was lost, 0x1A here.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from cleaner.late import late
from cleaner.text.automata import LONG, automata
from cleaner.text.letters import UPPER
from cleaner.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from typing import Any

LOST = 0x1A
SYMBOLS = {*range(0x80, 0xB0)} - {0x85, *range(0x91, 0x98)}  # those are quotes and dashes, which follow â by right
AROUND = 12  # letters
LETTERS = rf"[^\W\d_]{{0,{AROUND}}}"
UNCERTAIN = {"cp850": (0xC6,), "mac-roman": (0xCC,)}  # shown as ã and Ã, before letters
PAGES = {
    "western": ("latin-1", "cp1252", "cp1254"),
    "windows-1258": ("latin-1", "cp1258"),
    "windows-1250": ("latin-1", "cp1250"),
    "iso-8859-2": ("latin-1", "iso8859-2"),
    "windows-1257": ("latin-1", "cp1257"),
    "windows-1251": ("latin-1", "cp1251"),
    "cp850": ("cp850",),
    "cp437": ("cp437",),
    "cp852": ("cp852",),
    "mac-roman": ("mac_roman",),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One such encoding: its table, and what UTF-8 looks like in it.

    `sign` is found in a line that may hold it, `runs` are what is to be read again, `firsts` their first letters,
    `chunks` a run and the letters around.
    """

    name: str
    table: dict[int, int]
    sign: re.Pattern[str]
    firsts: re.Pattern[str]
    runs: re.Pattern[str]
    chunks: re.Pattern[str]

    def chunks_in(self, line: str) -> Iterator[re.Match[str]]:
        """Find the chunks of a line as `chunks` would, which tries every letter as the first of so many around."""
        at = 0
        for first in self.firsts.finditer(line):
            start = first.start()
            if start >= at and self.runs.match(line, start):
                chunk = self.chunks.search(line, max(at, start - AROUND))
                assert chunk is not None  # noqa: S101
                yield chunk
                at = chunk.end()

    def encode(self, text: str) -> bytes | None:
        r"""Give the bytes a text was, or None where it holds a character the encoding has not.

        >>> page("western").encode("Viá»‡t")
        b'Vi\xe1\xbb\x87t'
        """
        if "\x1a" in text:
            return None
        try:
            if self.name == "western":
                return text.encode("cp1252")  # much the fastest, and mostly all that is needed
        except UnicodeEncodeError:
            pass
        try:
            return codecs.charmap_encode(text, "strict", self.table)[0]
        except UnicodeEncodeError:
            return None


@cache
def page(name: str) -> Page:
    """Build one encoding's table and patterns, which are compiled when a line is held against them."""
    table = _table(name)
    sign, firsts, runs = _patterns(name)
    return Page(name, table, late(sign), late(firsts), late(runs), late(rf"{LETTERS}(?:{runs}{LETTERS})+"))


def _table(name: str) -> dict[int, int]:
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
    return table


def _patterns(name: str) -> tuple[str, str, str]:
    """Write what UTF-8 of Vietnamese, its punctuation and emoji looks like; before it a sign of it, and how it begins.

    A lost byte may follow a first one, and a space where 0xA0 may have stood.
    """
    shown: dict[int, list[str]] = {}
    for code, byte in _table(name).items():
        shown.setdefault(byte, []).append(f"\\u{code:04x}")

    def some(*bytes_: int) -> str:
        return "[" + "".join(escape for byte in bytes_ for escape in shown.get(byte, ())) + "]"

    follow = some(*range(0x80, 0xC0), LOST)
    three = (
        f"{some(0xE1)}{some(0xBA, 0xBB)}[{follow[1:-1]} ]|{some(0xE2)}{some(*SYMBOLS)}{follow}"
        f"|{some(0xEF)}{some(0xB8, 0xBB, 0xBC, 0xBF)}{follow}|{some(0xF0)}{some(0x9F)}{follow}{follow}"
        f"|{some(0xC2, 0xC3, 0xC6)} "
    )
    firsts = {0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xCC}
    sign = f"{some(*firsts.difference(UNCERTAIN.get(name, ())))}{follow}|{three}|(?<![{UPPER}]){some(0xC3)}$"
    return sign, some(*firsts, 0xE1, 0xE2, 0xEF, 0xF0), f"(?:{some(*firsts)}{follow}|{three})+"


def signed(line: str) -> Container[str]:
    """Name the encodings whose sign a line may hold; in a long line they are all looked for at once.

    >>> "western" in signed("Việt Nam " * 100), "western" in signed("Viá»‡t Nam " * 100)
    (False, True)
    """
    if len(line) < LONG:
        return PAGES
    try:
        found = _signs().Match(line.encode()) or ()
    except UnicodeEncodeError:  # half a letter
        return PAGES
    names = tuple(PAGES)
    return [names[at] for at in found]


@cache
def _signs() -> Any:
    """Compile the signs of all encodings, without what would look behind, and with letters for their numbers."""
    signs = (re.sub(r"\(\?<!.*?\)", "", _patterns(name)[0]) for name in PAGES)
    return automata(re.sub(r"\\u(....)", lambda code: chr(int(code[1], 16)), sign) for sign in signs)
