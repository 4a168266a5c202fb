"""Plain text: a file is one document; cleaned documents on one stream are parted by lines with a form feed."""

from __future__ import annotations

from cleaner.errors import InputError
from cleaner.formats import detect
from cleaner.model import Document, Skipped
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
    kind = detect.foreign(data[:64])
    if kind:
        return Skipped(id, f"this is {kind}, not text")
    try:
        return decode_as(data, encoding) if encoding else decode(data)
    except InputError as error:
        return Skipped(id, str(error))


FORM_FEED = b"\f\n"
"""The line between two documents on one stream, so that nothing runs together."""


def text_bytes(text: str) -> bytes:
    r"""Give the bytes of a cleaned text: UTF-8, one newline at the end; an empty text gives nothing.

    >>> text_bytes("Bão"), text_bytes("")
    (b'B\xc3\xa3o\n', b'')
    """
    return (text + "\n").encode("utf-8", "backslashreplace") if text else b""


def joined(documents: list[bytes]) -> bytes:
    r"""Put documents on one stream; empty ones leave no trace.

    >>> joined([b"a\n", b"", b"b\n"])
    b'a\n\x0c\nb\n'
    """
    return FORM_FEED.join(document for document in documents if document)


def pieces(document: bytes) -> int:
    r"""Count what a document falls into where a stream is cut at form feed lines: one, unless it holds some.

    >>> pieces(b"a\n"), pieces(b""), pieces(b"a\n\f\nb\n")
    (1, 0, 2)
    """
    return document.split(b"\n").count(b"\f") + 1 if document else 0
