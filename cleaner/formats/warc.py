r"""Web archives: WARC files as crawlers write them, and WET files, which hold the text of pages already.

A response (or a resource) that is a page becomes a document; a conversion record of a WET file is one already. Other
records are only named. A record whose length is wrong is told of, what is there of it is kept, and reading goes on
where the next record begins. This module alone knows FastWARC.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any, BinaryIO, NamedTuple

from cleaner.errors import InputError, MissingExtra
from cleaner.formats.base import LIMITS, Batch, Format, Item, Limits, Passed, ReadOptions, WriteOptions, too_large
from cleaner.formats.streams import trouble
from cleaner.formats.text import WholeItem, read_page, read_text
from cleaner.model import Document, Skipped

BATCH = 1 << 19
"""Bytes of pages in one batch; they shrink to a tenth of it."""

_BEGIN = re.compile(rb"WARC/1\.\d\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(r"[0-9]{1,18}")
_GAP = b"\r\n\r\n"
_CUT = "is cut short; what is there is kept"
_ODD = "its length is wrong; what is there is kept"


class ArchiveRecord(NamedTuple):
    """One record: a page (`form` is ``html``), a text (``text``), or another, of which `other` says what it is.

    `data` is the record's block: of a response, header and body; of another kind of record, nothing or its beginning.
    Where it is `bare`, there is no header, and `data` is the page itself. `problem` says what is wrong. The block
    begins at byte `block` of the archive and ends at `end`, as the record says, -1 where it does not say.
    """

    number: int
    offset: int
    kind: str = ""
    form: str = ""
    id: str = ""
    url: str = ""
    date: str = ""
    data: bytes = b""
    other: str = ""
    problem: str = ""
    content: str = ""
    bare: bool = False
    block: int = 0
    end: int = -1

    def name(self, path: str) -> str:
        """The record in messages."""
        where = f"record {self.number} (byte {self.offset:,})" if self.kind else f"byte {self.offset:,}"
        return f"{path}: {where}"

    def identifier(self, path: str) -> str:
        """What the document is called; one without an identifier of its own by its place."""
        return self.id or f"{path}:{self.number}"


KEPT = 1 << 22
"""Bytes that can be gone back, at least."""

_READ = 1 << 16
_OVERLAP = 64


class Rewinding:
    """A stream that can be set back a little: what was read last is kept, so that reading can begin again within it.

    >>> tape = Rewinding(io.BytesIO(b"one two three"))
    >>> tape.read(5), tape.find(re.compile(b"t[a-z]*"), 5), tape.seek(4), tape.read(3), tape.slice(0, 3)
    (b'one t', (8, 13), 4, b'two', b'one')
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept = bytearray()
        self.start = 0
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Some bytes, as a pipe does: what is remembered from here on, else new ones."""
        size = min(size, _READ) if size >= 0 else _READ
        if self._at == self.end:
            self._more(size)
        inside = self._at - self.start
        data = bytes(self._kept[inside : inside + size])
        self._at += len(data)
        return data

    def tell(self) -> int:
        """The place from which is read next."""
        return self._at

    def seek(self, place: int, whence: int = 0) -> int:
        """Go to a place that is remembered; there is no other way to say it than from the beginning."""
        if whence:
            raise OSError("only from the beginning")
        self._at = place
        return place

    def close(self) -> None:
        """Leave the stream to who opened it."""

    def find(self, pattern: re.Pattern[bytes], place: int) -> tuple[int, int] | None:
        """Where a pattern fits first from `place` on, reading on as needed; it may be 64 bytes long."""
        place = max(place, self.start)
        while True:
            found = pattern.search(self._kept, place - self.start)
            if found and (found.end() < len(self._kept) or not self._more(_READ)):
                return self.start + found.start(), self.start + found.end()
            place = max(place, self.end - _OVERLAP) if not found else place
            if not found and not self._more(_READ):
                return None

    def slice(self, start: int, end: int) -> bytes:
        """What is remembered between two places."""
        return bytes(self._kept[max(0, start - self.start) : max(0, end - self.start)])

    @property
    def end(self) -> int:
        """The place up to which was read."""
        return self.start + len(self._kept)

    def _more(self, size: int) -> bool:
        """Read on, and forget what lies too far back."""
        data = self._stream.read(size)
        if len(self._kept) > 2 * KEPT:
            far = len(self._kept) - KEPT
            del self._kept[:far]
            self.start += far
        self._kept += data
        return bool(data)


def records(stream: BinaryIO, limits: Limits = LIMITS) -> Iterator[ArchiveRecord]:
    r"""The records of an archive in order.

    A record is given when the next one has begun where it should: only then its length is known to be right.

    >>> import io
    >>> head = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://vov.vn/a\r\nContent-Length: "
    >>> [(found.form, found.url, found.data) for found in records(io.BytesIO(head + b"3\r\n\r\nabc\r\n\r\n"))]
    [('text', 'https://vov.vn/a', b'abc')]
    """
    tape = Rewinding(stream)
    number = place = 0
    while place >= 0:
        tape.seek(place)
        held: ArchiveRecord | None = None
        for found in _archive(tape):
            if held is None:
                yield from _lost(tape, place, found.stream_pos, number)
            elif _ends(tape, held, found.stream_pos):
                yield held
            else:
                break
            number += 1
            held = _record(tape, found, number, limits)
        told, place = _mended(tape, held, place, number, limits)
        yield from told


def _archive(tape: Rewinding) -> Iterator[Any]:
    """Read records from where the tape stands, as far as they can be made out."""
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError:
        raise MissingExtra("warc", "a WARC file") from None
    with suppress(OSError):  # whoever asks for records finds out what is left on the tape
        yield from ArchiveIterator(tape, parse_http=False, stream_detect=False, quirks_mode=True)


def _record(tape: Rewinding, found: Any, number: int, limits: Limits) -> ArchiveRecord:
    """Read a record as far as it is wanted."""
    said = found.headers
    length = said.get("Content-Length") or ""
    blank = tape.find(_BLANK, found.stream_pos)
    block = blank[1] if blank else tape.end
    record = ArchiveRecord(
        number,
        found.stream_pos,
        said.get("WARC-Type") or "no type",
        id=said.get("WARC-Record-ID") or "",
        url=(said.get("WARC-Target-URI") or "").strip("<>"),
        date=said.get("WARC-Date") or "",
        content=said.get("Content-Type") or "",
        block=block,
        end=block + int(length) if blank and _LENGTH.fullmatch(length) else -1,
    )
    return _judged(record, lambda size: bytes(found.reader.read(size)), limits)


def _judged(record: ArchiveRecord, read: Any, limits: Limits) -> ArchiveRecord:
    """Decide by its kind, and by how its block begins, what a record is; then read all of it, or no more."""
    if record.kind == "conversion":
        record = record._replace(form="text", data=read(limits.document + 1))
    elif record.kind in ("response", "resource"):
        head = read(HEAD)
        plain = "" if record.content.startswith("application/http") else record.content
        other = passed_over(head, plain) if head else "empty"
        if other:
            return record._replace(other=f"{record.kind} ({other})")
        record = record._replace(form="html", data=head + read(limits.document + 1 - len(head)), bare=bool(plain))
    else:
        return record._replace(other=record.kind)
    if len(record.data) > limits.document:
        return record._replace(form="", data=b"", problem=too_large(limits))
    return record


def _ends(tape: Rewinding, record: ArchiveRecord, stop: int) -> bool:
    """Whether a record ends where it says, and nothing but blank lines stands from there up to `stop`."""
    return 0 <= record.end <= stop and not tape.slice(record.end, stop).strip()


def _mended(
    tape: Rewinding, held: ArchiveRecord | None, place: int, number: int, limits: Limits
) -> tuple[list[ArchiveRecord], int]:
    """The last record before the tape ends or a length is wrong, and the place where the next one begins, or -1."""
    if held is None:  # no record begins at `place`
        stop, begin = _next(tape, place + 1)
        return _lost(tape, place, stop, number), begin
    if _ends(tape, held, tape.end):
        return [held], -1
    stop, begin = _next(tape, held.offset + 1)
    long_ago = held.offset < tape.start  # it cannot be looked into again
    if long_ago or (held.end <= stop and _ends(tape, held, min(held.end + 2, stop))):  # bytes behind it are no record
        stop, begin = _next(tape, held.end)
        return [held, *_lost(tape, held.end, stop, number)], begin
    again = held._replace(form="", other="", problem="")
    block = io.BytesIO(tape.slice(held.block, stop).removesuffix(_GAP))
    return [_judged(again, block.read, limits)._replace(problem=_CUT if begin < 0 else _ODD)], begin


def _next(tape: Rewinding, place: int) -> tuple[int, int]:
    """Where bytes from a place on stop to be those of one record, and where the next one begins, -1 for nowhere."""
    found = tape.find(_BEGIN, place)
    return (found[0], found[0]) if found else (tape.end, -1)


def _lost(tape: Rewinding, start: int, end: int, number: int) -> list[ArchiveRecord]:
    """Tell of bytes that are no record, if there are any; `number` is that of the record before them."""
    if not tape.slice(start, end).strip():
        return []
    return [ArchiveRecord(number, start, problem="no record begins here; what is there is passed over")]


HEAD = 1 << 15
"""Bytes in which the header of a response has to end."""

_PAGES = ("text/html", "application/xhtml+xml")
_LOOKS_LIKE_A_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?<(?:!doctype\s+html|html|head|body)\b", re.I)
_OK = 200


class Response(NamedTuple):
    """What the header of a response says."""

    status: int
    type: str
    charset: str


def passed_over(head: bytes, plain_type: str = "") -> str:
    r"""Why a response is no page, or nothing; `plain_type` is there where no HTTP header is.

    >>> passed_over(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>")
    ''
    >>> passed_over(b"HTTP/1.1 404 Not Found\r\n\r\n"), passed_over(b"", "image/png")
    ('status 404', 'image/png')
    """
    if plain_type:
        kind = plain_type.partition(";")[0].strip().lower()
        return "" if kind in _PAGES else kind
    found = _open(head, "none")
    said = _said(found)
    if said.status != _OK:
        return f"status {said.status}" if said.status else "no HTTP"
    if said.type in _PAGES:
        return ""
    looks = not said.type and _LOOKS_LIKE_A_PAGE.match(bytes(found.reader.read(1 << 10)))
    return "" if looks else said.type or "no content type"


class Body(NamedTuple):
    """The page in a response, and the encoding that the header names, which may lie."""

    data: bytes
    charset: str = ""


def body_of(data: bytes, limits: Limits) -> Body | str:
    r"""The page in a response, or why there is none.

    Crawlers store pages unpacked and leave the header that says they are packed: so it is believed where it is true.

    >>> body_of(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>A", Limits())
    Body(data=b'<p>A', charset='')
    """
    for mode in ("all", "transfer", "content", "none"):
        try:
            found = _open(data, mode)
            body = bytes(found.reader.read(limits.document + 1))
        except OSError:
            continue
        return too_large(limits) if len(body) > limits.document else Body(body, _said(found).charset)
    return "its HTTP header cannot be read"


def _open(data: bytes, mode: str) -> Any:
    """Read the header, and have the body ready."""
    from fastwarc.warc import WarcRecord

    record = WarcRecord()
    record.set_bytes_content(data)
    record.is_http = True
    record.parse_http(auto_decode=mode, quirks_mode=b"\r\n\r\n" not in data[:HEAD])
    return record


def _said(record: Any) -> Response:
    kind = (record.http_content_type or "").partition(";")[0].strip().lower()
    return Response(record.http_headers.status_code or 0, kind, record.http_charset or "")


class Warc(Format):
    """An archive; its pieces are records that hold a page or a text. What comes out is text, or records with a date."""

    name = "warc"

    def batches(self, path: str, stream: BinaryIO, limits: Limits, close: bool = False) -> Iterator[Batch]:  # noqa: ARG002
        """The documents in batches; an archive that breaks off gives what is there, and a batch that says so."""
        pages: list[ArchiveRecord] = []
        others: dict[str, int] = {}
        first, size, last, problem = 1, 0, 0, ""
        try:
            for record in records(stream, limits):
                last = record.number
                if record.other and not record.problem:
                    others[record.other] = others.get(record.other, 0) + 1
                    continue
                pages.append(record)
                size += len(record.data)
                if size >= BATCH:
                    yield Batch(pages, first, len(pages), size, others)
                    first += len(pages)
                    pages, others, size = [], {}, 0
        except OSError as error:
            problem = str(error)
        if pages and not last:  # nothing but what is no record
            raise InputError(f"{path}: no WARC file: no record is in it")
        yield Batch(pages, first, len(pages), size, others)
        if not problem and (broken := trouble(stream)):
            problem = f"record {last + 1}: {broken}"
        if problem:
            yield Batch(count=1, problem=f"{path}: {problem}")

    def read(self, batch: Batch, path: str, reading: ReadOptions, writing: WriteOptions) -> Iterator[Item | Passed]:
        """Read the pages."""
        for record in batch.pieces:
            found = _read_page(record, path, reading, facts=writing.to != "text")
            if isinstance(found, Skipped):
                yield Passed(found, record.name(path))
            else:
                yield WholeItem(
                    document=found[0],
                    name=record.name(path),
                    form=record.form,
                    problem=record.problem,
                    data=found[1],
                    origin_name=self.name,
                    dated=True,
                )

    def passed(self, batch: Batch, path: str, reason: str, reading: ReadOptions, writing: WriteOptions) -> Passed:  # noqa: ARG002
        """Pass over a page."""
        record = batch.pieces[0]
        return Passed(Skipped(record.identifier(path), reason), record.name(path))


def _read_page(
    record: ArchiveRecord, path: str, reading: ReadOptions, *, facts: bool
) -> tuple[Document, bytes] | Skipped:
    """Open the response, and read the page in it; give its bytes, too."""
    id = record.identifier(path)
    if not record.form:
        return Skipped(id, record.problem)
    data, charset = record.data, ""
    if record.form == "html" and not record.bare:
        body = body_of(data, reading.limits)
        if isinstance(body, str):
            return Skipped(id, body)
        data, charset = body
    if record.form == "html":
        found = read_page(data, id, reading, record.url, charset, facts=facts)
    else:
        found = read_text(data, id, record.url, encoding=reading.encoding)
    return found if isinstance(found, Skipped) else (replace(found, date=record.date), data)
