"""Files that are one document each: plain text, and web pages, whose article `cleaner.html` finds.

Cleaned documents on one stream are parted by lines with a form feed.
"""

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from cleaner import audit
from cleaner._core import Utf8
from cleaner.errors import InputError
from cleaner.formats import detect
from cleaner.formats.base import Batch, Format, Item, Limits, Passed, ReadOptions, WriteOptions
from cleaner.formats.diff import unified
from cleaner.formats.streams import read_part, read_some
from cleaner.model import Document, Result, Skipped, held_text, lazy
from cleaner.text import decode
from cleaner.text.decoding import decode_as

FORM_FEED = b"\f\n"
"""The line between two documents on one stream, so that nothing runs together."""

_HALF_LETTER = rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z"


class TextFile(Format):
    """A file that is one document; of a page, the page itself is not written, but text, or a record.

    Its only piece is its bytes and why they are not all, or None: a worker reads it.
    """

    def __init__(self, name: str = "text") -> None:
        self.name = name

    def batches(self, path: str, stream: BinaryIO, limits: Limits, close: bool = False) -> Iterator[Batch]:  # noqa: ARG002
        data, problem = read_some(path, stream, limits)
        yield Batch([(data, problem)], places=1, size=len(data))

    def unread(self, path: str) -> Batch:
        """The document of a file that a worker reads."""
        try:
            size = os.path.getsize(path)
        except OSError:  # whoever reads it will tell
            size = 0
        return Batch([None], places=1, size=size)

    def read(self, batch: Batch, path: str, reading: ReadOptions, writing: WriteOptions) -> Iterator[Item | Passed]:
        """Read the file; of one that breaks off, what comes before is kept, without half a letter at its end."""
        try:
            data, problem = batch.pieces[0] or read_part(path, reading.limits)
        except InputError as error:
            yield _lost(path, str(error).removeprefix(f"{path}: "))
            return
        if problem:
            data = re.sub(_HALF_LETTER, b"", data)
            problem += "; what comes before is kept"
        found = read_document(self.name, data, path, reading, facts=writing.to != "text")
        if isinstance(found, Skipped):
            yield _lost(path, found.reason)
            return
        yield WholeItem(found, path, self.name, data, self.name, problem=problem, failed=bool(problem))

    def passed(self, batch: Batch, path: str, reason: str, reading: ReadOptions, writing: WriteOptions) -> Passed:  # noqa: ARG002
        return _lost(path, reason)


def _lost(path: str, reason: str) -> Passed:
    return Passed(Skipped(path, reason), path, failed=True)


class WholeItem(Item):
    """A document that is all of its `data`: a text or a page, from a file or an archive, which `origin_name` says."""

    def __init__(
        self,
        document: Document,
        name: str,
        form: str,
        data: bytes,
        origin_name: str,
        *,
        problem: str = "",
        failed: bool = False,
        dated: bool = False,
    ) -> None:
        self.document, self.name, self.form = document, name, form
        self.problem, self.failed = problem, failed
        self.data = data
        self.origin_name = origin_name
        self.dated = dated

    def write(self, result: Result, writing: WriteOptions) -> bytes:
        if writing.to == "text":
            return text_bytes(held_text(result))
        from cleaner.formats.json_record import record

        return record(self.document, result, self.dated)

    def compare(self, result: Result, written: bytes) -> tuple[bool, bool]:  # noqa: ARG002
        """Compare the text of a page, or the bytes of a text with those that it would be written as."""
        before, after = held_text(self.document), held_text(result)
        if self.form == "html":
            return before != after, False
        changed = text_bytes(after) != self.data
        other = isinstance(before, str) and before.encode("utf-8", "backslashreplace") != self.data
        return changed, changed and other

    def origin(self, result: Result, written: bytes) -> dict[str, Any]:  # noqa: ARG002
        more: dict[str, Any] = {"from": self.origin_name}
        if self.form == "html":
            more["was"] = audit.digest(self.document.text.encode())
        else:
            more |= {"was": audit.digest(self.data), **audit.origin(self.data, self.document.text)}
        if self.problem:  # in place, the file is left as it is
            more["broken"] = True
        return more

    def diff(self, result: Result, written: bytes) -> bytes:
        return unified(self.name, self.data, written, result.numbers)


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
    if kind := detect.foreign(data[:64]):
        return Skipped(id, f"this is {kind}, not text")
    if not encoding and not data.startswith(BOM_UTF8):
        with suppress(UnicodeDecodeError):
            return Document(lazy(Utf8(data)), id, url, source)  # as nearly all are
    try:
        found = decode_as(data, encoding) if encoding else decode(data)
    except InputError as error:
        return Skipped(id, str(error))
    return Document(found.text, id, url, source, flags=() if encoding else found.flags)


def read_document(
    form: str, data: bytes, id: str, reading: ReadOptions, url: str = "", charset: str = "", *, facts: bool = False
) -> Document | Skipped:
    """Make a document of a text, or of a page, with `facts` of what it says of itself, too.

    `charset` is what the HTTP header of a page says, which comes before what the caller says.
    """
    if form == "text":
        return read_text(data, id, url, encoding=reading.encoding)
    if reading.encoding and not charset:
        try:
            data, charset = decode_as(data, reading.encoding).text.encode("utf-8", "surrogatepass"), "utf-8"
        except InputError as error:
            return Skipped(id, str(error))
    from cleaner.html.reader import read_html  # loads the libraries of pages

    return read_html(data, id, reading.selectors, url or reading.url, charset=charset, facts=facts)


def text_bytes(text: str | Utf8) -> bytes:
    r"""A document as the bytes of a text file: UTF-8, ending in a newline; nothing stays nothing.

    >>> text_bytes("Bão"), text_bytes("")
    (b'B\xc3\xa3o\n', b'')
    """
    return text.encode() + b"\n" if text else b""


def pieces(document: bytes) -> int:
    r"""Count what a document falls into where a stream is cut at form feed lines: one, unless it holds some.

    >>> pieces(b"a\n"), pieces(b""), pieces(b"a\n\f\nb\n")
    (1, 0, 2)
    """
    return document.split(b"\n").count(b"\f") + 1 if document else 0
