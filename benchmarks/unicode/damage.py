"""Ways in which Vietnamese text gets damaged, each a function of a whole text.

`REPAIRABLE` can be undone; what `BEYOND` does loses more than is left, and has to be flagged.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from cleaner.text.legacy import TCVN3, VISCII, VNI

if TYPE_CHECKING:
    from collections.abc import Callable

CP1252_HOLES = "\x81\x8d\x8f\x90\x9d"
TONES = "\u0300\u0301\u0303\u0309\u0323"


def misread(codec: str, *, form: str = "NFC", errors: str = "sloppy") -> Callable[[str], str]:
    """UTF-8 read as a single-byte encoding; its holes become control characters, or U+FFFD with "replace"."""

    def damage(text: str) -> str:
        data = normalize(form, text).encode()
        if errors == "replace":
            return data.decode(codec, "replace")
        table = [bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(256)]
        return codecs.charmap_decode(data, "strict", "".join(table))[0]

    return damage


def times(count: int, codec: str) -> Callable[[str], str]:
    """The same misreading, layer upon layer."""
    once = misread(codec)

    def damage(text: str) -> str:
        for _ in range(count):
            text = once(text)
        return text

    return damage


def shown(table: dict[int, str], codec: str = "latin-1") -> Callable[[str], str]:
    """Text in a legacy encoding, its bytes shown as Latin-1 or Windows-1252."""
    back = {letter: byte for byte, letter in reversed(table.items())} | {chr(code): code for code in range(0x80)}

    def letter(character: str) -> str:
        byte = back.get(character)
        if byte is not None:
            return bytes([byte]).decode(codec, "replace")
        apart = decomposed_1258(character)  # a toned capital: letter and mark
        return "".join(map(letter, apart)) if apart != character and set(apart) <= back.keys() else character

    return lambda text: "".join(map(letter, text))


def vni(text: str) -> str:
    """VNI: a letter and its mark as two characters of Windows-1252."""
    back: dict[str, str] = {}
    for sequence, letter in VNI.items():
        if sequence.isupper() or sequence.islower() or letter not in back:
            back[letter] = sequence
    return "".join(back.get(letter, letter) for letter in text)


def windows_1258(codec: str) -> Callable[[str], str]:
    """Windows-1258 bytes: vowels with their quality are one character, the tone mark follows as another."""

    def letter(character: str) -> str:
        whole = normalize("NFD", character)
        tone = [mark for mark in whole if mark in TONES]
        base = normalize("NFC", "".join(mark for mark in whole if mark not in TONES))
        try:
            return "".join([base, *tone]).encode("cp1258").decode(codec)
        except UnicodeEncodeError:
            return character

    return lambda text: "".join(map(letter, normalize("NFC", text)))


def wrong_order(text: str) -> str:
    """The tone mark typed before the mark of the vowel's quality."""

    def letter(character: str) -> str:
        whole = normalize("NFD", character)
        quality = [mark for mark in whole[1:] if mark in "\u0302\u0306\u031b"]
        tone = [mark for mark in whole[1:] if mark in TONES]
        if not quality or not tone:
            return character
        return normalize("NFC", whole[0] + "".join(tone)) + "".join(quality)

    return "".join(map(letter, normalize("NFC", text)))


def decomposed_1258(text: str) -> str:
    """Vowel with its quality composed, tone mark apart: what Windows-1258 becomes in Unicode."""
    return "".join(
        normalize("NFC", "".join(mark for mark in normalize("NFD", letter) if mark not in TONES))
        + "".join(mark for mark in normalize("NFD", letter) if mark in TONES)
        for letter in normalize("NFC", text)
    )


def entities(text: str) -> str:
    """Letters as numbered HTML entities."""
    return re.sub("[^\x00-\x7f]", lambda one: f"&#{ord(one[0])};", text)


def zero_width(text: str) -> str:
    """A zero-width space behind every seventh letter."""
    return re.sub(r"(\w{7})", "\\1\u200b", text)


AS_1252 = misread("cp1252")

REPAIRABLE: dict[str, Callable[[str], str]] = {
    "UTF-8 read as Latin-1": misread("latin-1"),
    "UTF-8 read as Windows-1252": AS_1252,
    "UTF-8 read as Windows-1254": misread("cp1254"),
    "UTF-8 read as cp437": misread("cp437"),
    "UTF-8 read as cp850": misread("cp850"),
    "UTF-8 read as cp852": misread("cp852"),
    "UTF-8 read as Mac Roman": misread("mac_roman"),
    "UTF-8 read as Windows-1251": misread("cp1251"),
    "UTF-8 read as Windows-1258": misread("cp1258"),
    "UTF-8 read as Windows-1250": misread("cp1250"),
    "UTF-8 read as Windows-1257": misread("cp1257"),
    "UTF-8 read as Latin-2": misread("iso8859-2"),
    "the same twice (Windows-1252)": times(2, "cp1252"),
    "the same three times": times(3, "cp1252"),
    "NFD": lambda text: normalize("NFD", text),
    "NFD read as Windows-1252": misread("cp1252", form="NFD"),
    "Windows-1258, marks apart": decomposed_1258,
    "marks in the wrong order": wrong_order,
    "NBSP in mojibake made a space": lambda text: AS_1252(text).replace("\xa0", " "),
    "bytes 81 8D 8F 90 9D lost": misread("cp1252", errors="replace"),
    "TCVN3 bytes read as Latin-1": shown(TCVN3),
    "TCVN3 bytes read as Latin-1, soft hyphens lost": lambda text: shown(TCVN3)(text).replace("\xad", ""),
    "TCVN3 bytes read as Windows-1252": shown(TCVN3, "cp1252"),
    "VNI bytes read as Windows-1252": vni,
    "VISCII bytes read as Latin-1": shown(VISCII),
    "Windows-1258 bytes read as Latin-1": windows_1258("latin-1"),
    "Windows-1258 bytes read as Windows-1252": windows_1258("cp1252"),
    "Ð for Đ": lambda text: text.replace("Đ", "Ð").replace("đ", "ð"),
    "ƣ for ư": lambda text: text.replace("ư", "ƣ").replace("Ư", "Ƣ"),
    "HTML entities": entities,
    "HTML entities, escaped twice": lambda text: entities(text).replace("&", "&amp;"),
    "zero-width spaces": zero_width,
    "no-break spaces": lambda text: text.replace(" ", "\xa0"),
}

BEYOND: dict[str, Callable[[str], str]] = {
    "the same bytes deleted": lambda text: re.sub(f"[{CP1252_HOLES}\xa0]", "", AS_1252(text)),
    "letters made '?'": lambda text: text.encode("cp1252", "replace").decode("cp1252"),
    "mojibake in lower case": lambda text: AS_1252(text).lower(),
    "Latin-1 mojibake, C1 stripped": lambda text: re.sub("[\x80-\x9f]", "", misread("latin-1")(text)),
}
