"""Makes documents nobody would write, out of some that somebody did: lines moved, letters damaged and odd signs."""

from __future__ import annotations

import random
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ENCODINGS = ("latin-1", "cp1252", "cp1254", "cp437", "mac_roman", "cp1251", "cp1258")
TONES = "\u0300\u0301\u0303\u0309\u0323"
ENDS = ("\r", "\r\n", "\u2028", "\x0b", "\x0c", "\x85", "\u2029", "\n\x0c\n", " ", "\n\n\n", "\n \t\n")
BULLETS = ("  ", "\t", "\u00a0", "- ", "* ", "• ", "> ", "| ", "## ", ">> ")
ODD = (
    *"\u00a0\u200b\ufeff\u0301\u202e\u2066\u2069\x00\x0b\x0c\x85\u2028\u2029\r\ud800\udc80\udfff\ufffd\u00ad\u200d",
    *"\u200e\u3000\u2003\ue000\ue001\ufdd0\U0010ffff\x7f\x9b\u0340\u0344\u034f\u1ab0\u20dd\u0149\u1e9eßİı\ufe0f\u3164",
    *("\x1b[31m", "\x1b]0;x\x07", "&nbsp;", "&amp;lt;", "&#0;", "&#x202e;", "&#55296;", "Ã¡", "á»", "Â", "ﬁ", "Ａ"),
    *("<p>", "</div>", "<br>", "&#10;", "&NewLine;", "&Tab;", "\tx\t", "👩\u200d👩", "\u1100\u1161", "https://a.vn/"),
)
URLS = ("", "", "https://thoidai.com.vn/a.html", "https://baoquocte.vn/a.html", "https://vov.vn/a", "http://[x/")


class Made(NamedTuple):
    """A document: its text, perhaps with half surrogates in it, and an address."""

    text: str
    url: str


@cache
def originals() -> tuple[str, ...]:
    """What is in the repository: the seeds, and pages that were invented for tests."""
    paths = [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests/rules/invented").rglob("*.txt")]
    return tuple(path.read_text("utf-8") for path in sorted(paths))


def make(seed: int) -> Made:
    """Make a document of a number; the same for the same number."""
    chance = random.Random(seed)
    text = chance.choice(originals())
    if chance.random() < 0.25:
        text = _mixed(chance, text, chance.choice(originals()))
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        text = _moved(chance, text)
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        text = chance.choice(DAMAGES)(chance, text)
    return Made(text[:40_000], chance.choice(URLS))


def _mixed(chance: random.Random, one: str, other: str) -> str:
    """Put two documents one below the other, half and half, or line by line."""
    a, b = one.split("\n"), other.split("\n")
    way = chance.randrange(3)
    if way == 0:
        return "\n".join(a + b)
    if way == 1:
        return "\n".join(a[: chance.randrange(len(a) + 1)] + b[chance.randrange(len(b) + 1) :])
    return "\n".join(line for pair in zip(a, b, strict=False) for line in pair)


def _moved(chance: random.Random, text: str) -> str:
    """Move, drop, double or join lines."""
    lines = text.split("\n")
    at, to = sorted(chance.randrange(len(lines) + 1) for _ in range(2))
    way = chance.randrange(8)
    if way == 0:
        chance.shuffle(lines)
    elif way == 1:
        lines = [line for line in lines if chance.random() > 0.3]
    elif way == 2:
        lines = [line for line in lines for _ in range(1 + (chance.random() < 0.2))]
    elif way == 3:
        lines[at:to] = lines[at:to][::-1]
    elif way == 4:
        lines = lines[at:]
    elif way == 5:
        lines = lines[:to]
    elif way == 6:
        lines[at : at + 2] = [" ".join(lines[at : at + 2])]
    else:
        lines = [
            part for line in lines for part in (re.split("(?<=[.!?]) ", line) if chance.random() < 0.3 else [line])
        ]
    return "\n".join(lines)


def mojibake(text: str, encoding: str) -> str:
    """Read UTF-8 in another encoding; what that has no letter for stays as its byte."""
    return "".join(
        bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode("utf-8", "surrogatepass")
    )


def _some_lines(chance: random.Random, text: str, change) -> str:
    return "\n".join(change(line) if chance.random() < 0.3 else line for line in text.split("\n"))


def _tones_apart(text: str) -> str:
    """Write tone marks apart from their letters, as Windows did."""
    parts = (unicodedata.normalize("NFD", char) for char in text)
    return "".join(
        unicodedata.normalize("NFC", "".join(sign for sign in part if sign not in TONES))
        + "".join(sign for sign in part if sign in TONES)
        for part in parts
    )


def _with_odd(chance: random.Random, text: str) -> str:
    signs = list(text)
    for _ in range(chance.choice((1, 3, 20, 200))):
        signs.insert(chance.randrange(len(signs) + 1), chance.choice(ODD))
    return "".join(signs)


def _broken_bytes(chance: random.Random, text: str) -> str:
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(chance.choice((1, 5, 50)) if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data).decode("utf-8", chance.choice(("replace", "surrogateescape", "ignore")))


def _long_line(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    lines[chance.randrange(len(lines))] *= chance.choice((10, 100))
    return "\n".join(lines)


DAMAGES = (
    lambda _, text: unicodedata.normalize("NFD", text),
    lambda chance, text: mojibake(text, chance.choice(ENCODINGS)),
    lambda _, text: mojibake(mojibake(text, "cp1252"), "cp1252"),
    lambda _, text: mojibake(unicodedata.normalize("NFD", text), "cp1252"),
    lambda chance, text: _some_lines(chance, text, lambda line: mojibake(line, chance.choice(ENCODINGS))),
    lambda chance, text: _some_lines(chance, text, lambda line: unicodedata.normalize("NFD", line)),
    lambda chance, text: _some_lines(chance, text, lambda line: chance.choice(BULLETS) + line),
    lambda _, text: _tones_apart(text),
    lambda _, text: text.replace(" ", "\u00a0"),
    lambda chance, text: text.replace("\n", chance.choice(ENDS)),
    lambda _, text: text.replace("Đ", "Ð").replace("ư", "ƣ"),
    lambda chance, text: text.upper() if chance.random() < 0.5 else text.lower(),
    lambda chance, text: "".join(char for char in text if chance.random() > 0.01),
    lambda _, text: text.replace("à", "&agrave;").replace("á", "&aacute;").replace("&", "&amp;"),
    lambda _, text: text.encode("cp1258", "ignore").decode("cp1252", "replace"),
    lambda _, text: "\ufeff" + text,
    _with_odd,
    _broken_bytes,
    _long_line,
)
