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


def holds_form_feed(document: bytes) -> bool:
    r"""Tell whether a document has a line of its own that looks like the one between documents.

    >>> holds_form_feed(b"a\n\f\nb\n"), holds_form_feed(b"a\f\n")
    (True, False)
    """
    return document.startswith(FORM_FEED) or b"\n\f\n" in document
