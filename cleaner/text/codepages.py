"""The encodings that Vietnamese UTF-8 is read in by mistake, as tables from characters back to bytes.

Latin-1, Windows-1252 and Windows-1254 never disagree about a character, so one table serves the three, also where they
are mixed. The replacement character stands for a byte that was lost, 0x1A here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cleaner._core import CodePage

# the letters that Vietnamese is written with
LOWER = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
UPPER = LOWER.upper()
ACCENTED_LOWER = "".join(letter for letter in LOWER if letter > "z")
ACCENTED = ACCENTED_LOWER + ACCENTED_LOWER.upper()
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
    """One such encoding, and patterns of what UTF-8 of Vietnamese looks like in it.

    `sign` is found in every line that may hold some, `firsts` are the first letters of what is to be read again, and
    `runs` is that.
    """

    name: str
    core: CodePage
    sign: str
    firsts: str
    runs: str

    def may_show(self, line: str) -> bool:
        """Whether a line has a sign of this encoding; most have none of its first letters, which is known sooner."""
        return bool(re.search(self.firsts, line) and re.search(self.sign, line))

    def chunks_in(self, line: str) -> Iterator[re.Match[str]]:
        """Find what is to be read again, and the letters around it; a search alone would try each as the first."""
        at = 0
        chunk, runs = re.compile(rf"{LETTERS}(?:{self.runs}{LETTERS})+"), re.compile(self.runs)
        for first in re.finditer(self.firsts, line):
            start = first.start()
            if start >= at and runs.match(line, start) and (found := chunk.search(line, max(at, start - AROUND))):
                yield found
                at = found.end()

    def encode(self, text: str) -> bytes | None:
        r"""The bytes a text was, or None where it holds a character the encoding has not.

        >>> page("western").encode("Viá»‡t")
        b'Vi\xe1\xbb\x87t'
        """
        return None if "\x1a" in text else self.core.encode(text)


@cache
def page(name: str) -> Page:
    """One encoding by its name in `PAGES`."""
    return Page(name, CodePage(_table(name)), *_patterns(name))


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

    A lost byte may follow a first one, and a space where 0xA0 may have stood. Where a first byte is shown as a sign (¬,
    √, ├), a space behind it says so only amid a word.
    """
    shown: dict[int, list[str]] = {}
    for code, byte in _table(name).items():
        shown.setdefault(byte, []).append(f"\\u{code:04x}")

    def some(*bytes_: int) -> str:
        return "[" + "".join(escape for byte in bytes_ for escape in shown.get(byte, ())) + "]"

    cut = {0xC2, 0xC3, 0xC6}
    signs = {byte for code, byte in _table(name).items() if byte in cut and not chr(code).isalpha()}
    before_space = f"{some(*cut - signs)} " if cut - signs else ""
    after_letter = rf"(?<=[^\W\d_]){some(*signs)} " if signs else ""
    follow = some(*range(0x80, 0xC0), LOST)
    three = (
        f"{some(0xE1)}{some(0xBA, 0xBB)}[{follow[1:-1]} ]|{some(0xE2)}{some(*SYMBOLS)}{follow}"
        f"|{some(0xEF)}{some(0xB8, 0xBB, 0xBC, 0xBF)}{follow}|{some(0xF0)}{some(0x9F)}{follow}{follow}"
        f"|{'|'.join(filter(None, (before_space, after_letter)))}"
    )
    firsts = {0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xCC}
    sign = f"{some(*firsts.difference(UNCERTAIN.get(name, ())))}{follow}|{three}|(?<![{UPPER}]){some(0xC3)}$"
    return sign, some(*firsts, 0xE1, 0xE2, 0xEF, 0xF0), f"(?:{some(*firsts)}{follow}|{three})+"
