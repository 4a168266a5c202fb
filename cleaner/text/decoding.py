"""Bytes to text: UTF-8 first, whatever the locale says, then what Vietnamese files were written in before it."""

import codecs
import re
from contextlib import suppress
from typing import NamedTuple

from cleaner.errors import InputError, UsageError

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"))
WIDE = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
BINARY = b"[\x00-\x01\x03\x04\x07\x0e-\x13\x15-\x18\x1a\x1c\x1d]"
BEYOND_ASCII = b"[\x80-\xff]"
SAMPLE = 100_000
LEGACY = "legacy-encoding"  # a flag: with the name of an encoding that only the words of a text told


class Decoded(NamedTuple):
    """The text that bytes hold, the `encoding` found, and how many places in it could not be read (U+FFFD there)."""

    text: str
    encoding: str
    lost: int = 0

    @property
    def flags(self) -> tuple[str, ...]:
        """Warn of an encoding that was told by the words alone.

        >>> decode(bytes("Vieät Nam ñaát nöôùc cuûa chuùng ta", "cp1252")).flags
        ('legacy-encoding vni',)
        """
        return () if self.encoding.startswith("utf-") else (f"{LEGACY} {self.encoding}",)


def decode(data: bytes) -> Decoded:
    """Read bytes as text, without asking anybody for their encoding.

    Strict UTF-8, UTF-16 and UTF-32 by their mark, then TCVN3, VNI, VISCII and Windows-1258 where nearly all words
    become Vietnamese; UTF-8 with a few broken places; ASCII with a few letters of Windows-1252. Anything else raises
    `InputError`: a guess would be worse.

    >>> decode("Việt".encode()), decode("Việt".encode("utf-16"))
    (Decoded(text='Việt', encoding='utf-8', lost=0), Decoded(text='Việt', encoding='utf-16', lost=0))
    >>> decode(bytes("Vieät Nam ñaát nöôùc cuûa chuùng ta", "cp1252"))
    Decoded(text='Việt Nam đất nước của chúng ta', encoding='vni', lost=0)
    """
    for mark, encoding in MARKS + WIDE:
        if data.startswith(mark):
            return _marked(data, encoding)
    try:
        return Decoded(data.decode(), "utf-8")
    except UnicodeDecodeError as error:
        return _undecodable(data, error)


def _marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding.removesuffix("-sig"))
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        lost = text.count("\ufffd")
        if lost * 20 > len(text):
            raise InputError(f"begins like {encoding} and is none") from None
        return Decoded(text, encoding.removesuffix("-sig"), lost)


def _undecodable(data: bytes, error: UnicodeDecodeError) -> Decoded:
    """Find out what bytes are that are no UTF-8."""
    from cleaner.text.legacy import legacy_encoding

    where = f"byte {error.start} (0x{data[error.start]:02x})"
    if re.search(BINARY, data[:SAMPLE]):
        raise InputError(f"no text: not UTF-8 at {where}, and control bytes in it")
    shown = data.decode("latin-1")
    if encoding := legacy_encoding(shown):
        return Decoded(_by_line(shown, encoding), encoding)
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    beyond = len(re.findall(BEYOND_ASCII, data))
    if lost * 10 < beyond:
        return Decoded(text, "utf-8", lost)
    if beyond * 20 < len(data):
        return Decoded(data.decode("cp1252", "replace"), "windows-1252", 0)
    raise InputError(f"no encoding known here: not UTF-8 at {where}")


BEFORE_UNICODE = ("tcvn3", "vni", "viscii", "tcvn5712")
"""Encodings of Vietnamese that Python does not know, by the names that a caller may use."""

_SAID = {"abc": "tcvn3", "tcvn": "tcvn3", "tcvn-3": "tcvn3", "vni-windows": "vni", "viscii1.1-1": "viscii"}


def known_encoding(name: str) -> str:
    """The name by which an encoding is known here; an unknown one is a `UsageError`.

    >>> known_encoding("UTF8"), known_encoding("ABC"), known_encoding("windows-1258")
    ('utf-8', 'tcvn3', 'cp1258')
    >>> known_encoding("utf-88")
    Traceback (most recent call last):
    cleaner.errors.UsageError: unknown encoding 'utf-88'; known are Python's, and tcvn3, vni, viscii, tcvn5712
    """
    plain = name.strip().lower()
    if (found := _SAID.get(plain, plain)) in BEFORE_UNICODE:
        return found
    with suppress(LookupError, ValueError):
        if (codec := codecs.lookup(plain))._is_text_encoding:
            return codec.name
    raise UsageError(f"unknown encoding {name!r}; known are Python's, and {', '.join(BEFORE_UNICODE)}")


def decode_as(data: bytes, encoding: str) -> Decoded:
    r"""Read bytes as text in an encoding that the caller knows; bytes that are none in it are an `InputError`.

    >>> decode_as("Việt".encode("utf-16-le"), "utf-16-le").text, decode_as(b"Vi\xd6t", "tcvn3").text
    ('Việt', 'Việt')
    """
    name = known_encoding(encoding)
    if name in BEFORE_UNICODE:
        return Decoded(_by_line(data.decode("latin-1"), name), name)
    try:
        return Decoded(data.decode("utf-8-sig" if name == "utf-8" else name).removeprefix("\ufeff"), name)
    except UnicodeDecodeError as error:
        raise InputError(f"is not {encoding} at byte {error.start} (0x{data[error.start]:02x})") from None


def read_as(data: bytes, legacy: str) -> bytes:
    """Turn bytes in an encoding of `BEFORE_UNICODE` into UTF-8."""
    return _by_line(data.decode("latin-1"), legacy).encode()


def _by_line(shown: str, legacy: str) -> str:
    """Read lines, shown as Latin-1, in an encoding of the years before Unicode; the end of a line joins no letters."""
    from cleaner.text.legacy import read_legacy

    return "\n".join(read_legacy(line, legacy) for line in shown.split("\n"))
