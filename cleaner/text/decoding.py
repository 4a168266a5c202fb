"""Bytes to text: UTF-8 first, whatever the locale says."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.errors import InputError


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text that bytes hold, and the encoding that was found."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Read bytes as text; raise `InputError` for what is none.

    >>> decode("Việt".encode())
    Decoded(text='Việt', encoding='utf-8')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(data.decode("utf-16", "replace"), "utf-16")
    try:
        return Decoded(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8: byte {error.start}") from error
