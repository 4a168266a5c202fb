"""A text file is one document."""

from __future__ import annotations

from cleaner.errors import InputError
from cleaner.model import Document, Skipped
from cleaner.readers import forms
from cleaner.text import Decoded, decode
from cleaner.text.decoding import decode_as


def read_text(data: bytes, id: str = "-", url: str = "", source: str = "", encoding: str = "") -> Document | Skipped:
    """Turn the bytes of a text file into a document; what cannot be text comes back as `Skipped`, with the reason.

    An `encoding` is that of the caller, who knows it; else it is found out.

    >>> read_text("Bão số 3".encode(), "a.txt").text
    'Bão số 3'
    >>> read_text(b"%PDF-1.7", "a.txt")
    Skipped(id='a.txt', reason='this is a PDF, not text', line=0)
    >>> read_text(b"", "a.txt").text
    ''
    """
    found = decoded(data, id, encoding)
    if isinstance(found, Skipped):
        return found
    return Document(found.text, id, url, source, flags=() if encoding else found.flags)


def decoded(data: bytes, id: str, encoding: str = "") -> Decoded | Skipped:
    """Decode a whole input, or say why it is none."""
    kind = forms.foreign(data[:64])
    if kind:
        return Skipped(id, f"this is {kind}, not text")
    try:
        return decode_as(data, encoding) if encoding else decode(data)
    except InputError as error:
        return Skipped(id, str(error))
