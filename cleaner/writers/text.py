"""A cleaned document as text, and several of them on one stream."""

from __future__ import annotations

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
