r"""Web archives: WARC files as crawlers write them, and WET files, which hold the text of pages already.

A response (or a resource) that is a page becomes a document; a conversion record of a WET file is one already. Other
records are only named. A record whose length is wrong is told of, what is there of it is kept, and reading goes on
where the next record begins: so records are parted here. What is in a response is left to FastWARC.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO, NamedTuple

from cleaner.errors import InputError, MissingExtra
from cleaner.formats.base import LIMITS, Batch, Format, Item, Limits, Passed, ReadOptions, WriteOptions
from cleaner.formats.streams import trouble
from cleaner.formats.text import WholeItem, read_document
from cleaner.model import Skipped

try:
    from fastwarc.warc import WarcRecord
except ImportError:
    raise MissingExtra("warc", "a WARC file") from None

BATCH = 1 << 19
"""Bytes of pages in one batch; they shrink to a tenth of it."""

_BEGIN = re.compile(rb"WARC/1\.\d\r?\n")
_HEADER_END = re.compile(rb"\r?\n(?:\r?\n|(?=WARC/1\.\d\r?\n))")
_SOLID = re.compile(rb"\S")
_FOLDED = re.compile(r"\r?\n[ \t]+")
_LENGTH = re.compile(r"[0-9]{1,18}")
_GAP = b"\r\n\r\n"
_CUT = "is cut short; what is there is kept"
_ODD = "its length is wrong; what is there is kept"


class ArchiveRecord(NamedTuple):
    """One record: a page (`form` is ``html``), a text (``text``), or another, of which `other` says what it is.

    `data` is the record's block: of a response, header and body; of another kind of record, nothing. Where it is
    `bare`, there is no header, and `data` is the page itself. `problem` says what is wrong.
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

    def name(self, path: str) -> str:
        """The record in messages."""
        where = f"record {self.number} (byte {self.offset:,})" if self.kind else f"byte {self.offset:,}"
        return f"{path}: {where}"

    def identifier(self, path: str) -> str:
        """What the document is called; one without an identifier of its own by its place."""
        return self.id or f"{path}:{self.number}"


KEPT = 1 << 22  # bytes that can be gone back, at least

_READ = 1 << 16
_OVERLAP = 64


class Tape:
    """A stream of which the bytes that were read last are kept, so that reading can begin again within them.

    >>> import io
    >>> tape = Tape(io.BytesIO(b"one two three"))
    >>> tape.find(re.compile(b"t[a-z]*"), 5), tape.take(4, 7), tape.take(8, 99)
    ((8, 13), b'two', b'three')
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept = bytearray()
        self.start = 0

    @property
    def end(self) -> int:
        """The place up to which was read."""
        return self.start + len(self._kept)

    def take(self, start: int, end: int) -> bytes:
        """The bytes between two places, as far as they are there and not forgotten."""
        parts = []
        start = max(start, self.start)
        while start < end and (start < self.end or self.more()):
            stop = min(end, self.end)
            parts.append(bytes(self._kept[start - self.start : stop - self.start]))
            start = max(start, stop)
        return b"".join(parts)

    def find(self, pattern: re.Pattern[bytes], place: int) -> tuple[int, int] | None:
        """Where a pattern fits first from `place` on, reading on as needed; it may be 64 bytes long."""
        while True:
            place = max(place, self.start)
            found = pattern.search(self._kept, place - self.start)
            if found and (found.end() < len(self._kept) or not self.more()):
                return self.start + found.start(), self.start + found.end()
            if not found:
                place = max(place, self.end - _OVERLAP)
                if not self.more():
                    return None

    def more(self) -> bool:
        """Read on, and forget what lies too far back."""
        data = self._stream.read(_READ)
        if len(self._kept) > 2 * KEPT:
            far = len(self._kept) - KEPT
            del self._kept[:far]
            self.start += far
        self._kept += data
        return bool(data)


def records(stream: BinaryIO, limits: Limits = LIMITS) -> Iterator[ArchiveRecord]:
    r"""The records of an archive in order, and what stands between them that is none.

    >>> import io
    >>> head = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://vov.vn/a\r\nContent-Length: "
    >>> [(found.form, found.url, found.data) for found in records(io.BytesIO(head + b"3\r\n\r\nabc\r\n\r\n"))]
    [('text', 'https://vov.vn/a', b'abc')]
    """
    tape = Tape(stream)
    number = place = 0
    while True:
        found = tape.find(_BEGIN, place)
        begin = found[0] if found else tape.end
        if tape.take(place, begin).strip():
            yield ArchiveRecord(number, place, problem="no record begins here; what is there is passed over")
        if found is None:
            return
        number += 1
        record, place = _record(tape, begin, number, limits)
        yield record


def _record(tape: Tape, begin: int, number: int, limits: Limits) -> tuple[ArchiveRecord, int]:
    """Read a record as far as it is wanted, and find where it ends.

    Its length is believed where another record, or nothing, follows; else it may go on up to where the next one begins.
    """
    header = tape.find(_HEADER_END, begin)
    block = header[1] if header else tape.end
    said = _fields(tape.take(begin, block))
    length = said.get("content-length", "")
    end = block + int(length) if header and _LENGTH.fullmatch(length) else -1
    unread = ArchiveRecord(
        number,
        begin,
        said.get("warc-type") or "no type",
        id=said.get("warc-record-id", ""),
        url=said.get("warc-target-uri", "").strip("<>"),
        date=said.get("warc-date", ""),
        content=said.get("content-type", ""),
    )
    record = _judged(unread, lambda size: tape.take(block, min(end, block + size)), limits)
    while tape.end < end and tape.more():
        pass
    if 0 <= end <= tape.end:
        solid = tape.find(_SOLID, end)
        if solid is None or _BEGIN.match(tape.take(solid[0], solid[0] + _OVERLAP)):
            return record, end
    following = tape.find(_BEGIN, begin + 1)
    stop = following[0] if following else tape.end
    if begin < tape.start:  # it cannot be looked into again
        return record._replace(problem=_CUT if end > tape.end else record.problem), max(end, block)
    if 0 <= end <= stop and not tape.take(end, min(end + 2, stop)).strip():  # bytes behind it are no record
        return record, end
    data = tape.take(block, stop).removesuffix(_GAP)
    return _judged(unread, lambda size: data[:size], limits)._replace(problem=_ODD if following else _CUT), stop


def _fields(head: bytes) -> dict[str, str]:
    """The fields of a record's header, of a doubled one the first; lines that begin with a space go on with a value."""
    lines = _FOLDED.sub(" ", head.decode("utf-8", "replace")).split("\n")
    parted = (line.partition(":") for line in reversed(lines))
    return {name.strip().lower(): value.strip() for name, _, value in parted}


def _judged(record: ArchiveRecord, first: Callable[[int], bytes], limits: Limits) -> ArchiveRecord:
    """Decide by its kind, and by the `first` bytes of its block, what a record is; then read all of it, or no more."""
    if record.kind == "conversion":
        record = record._replace(form="text", data=first(limits.document + 1))
    elif record.kind in ("response", "resource"):
        head = first(HEAD)
        plain = "" if record.content.startswith("application/http") else record.content
        other = passed_over(head, plain) if head else "empty"
        if other:
            return record._replace(other=f"{record.kind} ({other})")
        record = record._replace(form="html", data=first(limits.document + 1), bare=bool(plain))
    else:
        return record._replace(other=record.kind)
    if len(record.data) > limits.document:
        return record._replace(form="", data=b"", problem=limits.too_large)
    return record


HEAD = 1 << 15  # bytes in which the header of a response has to end

_PAGES = ("text/html", "application/xhtml+xml")
_LOOKS_LIKE_A_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?<(?:!doctype\s+html|html|head|body)\b", re.I)
_OK = 200


def passed_over(head: bytes, plain_type: str = "") -> str:
    r"""Why a response is no page, or nothing; `plain_type` is there where no HTTP header is.

    >>> passed_over(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>")
    ''
    >>> passed_over(b"HTTP/1.1 404 Not Found\r\n\r\n"), passed_over(b"", "image/png")
    ('status 404', 'image/png')
    """
    found = None if plain_type else _response(head, "none")
    kind = ((found.http_content_type if found else plain_type) or "").partition(";")[0].strip().lower()
    if found and (status := found.http_headers.status_code) != _OK:
        return f"status {status}" if status else "no HTTP"
    if kind in _PAGES or (found and not kind and _LOOKS_LIKE_A_PAGE.match(bytes(found.reader.read(1 << 10)))):
        return ""
    return kind or "no content type"


def body_of(data: bytes, limits: Limits) -> tuple[bytes, str] | str:
    r"""The page in a response, and the encoding that the header names, which may lie; or why there is none.

    Crawlers store pages unpacked and leave the header that says they are packed: so it is believed where it is true.

    >>> body_of(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>A", LIMITS)
    (b'<p>A', '')
    """
    for mode in ("all", "transfer", "content", "none"):
        try:
            found = _response(data, mode)
            body = bytes(found.reader.read(limits.document + 1))
        except OSError:
            continue
        return limits.too_large if len(body) > limits.document else (body, found.http_charset or "")
    return "its HTTP header cannot be read"


def _response(data: bytes, mode: str) -> Any:
    """Read the header, and have the body ready, decoded as `mode` says."""
    record = WarcRecord()
    record.set_bytes_content(data)
    record.is_http = True
    record.parse_http(auto_decode=mode, quirks_mode=b"\r\n\r\n" not in data[:HEAD])
    return record


class Warc(Format):
    """An archive; its pieces are records that hold a page or a text. What comes out is text, or records with a date."""

    name = "warc"

    def batches(self, path: str, stream: BinaryIO, limits: Limits, close: bool = False) -> Iterator[Batch]:  # noqa: ARG002
        """The documents in batches; an archive that breaks off gives what is there, and a batch that says so."""
        pages: list[ArchiveRecord] = []
        others: Counter[str] = Counter()
        first, size, last, problem = 1, 0, 0, ""
        try:
            for record in records(stream, limits):
                last = record.number
                if record.other and not record.problem:
                    others[record.other] += 1
                    continue
                pages.append(record)
                size += len(record.data)
                if size >= BATCH:
                    yield Batch(pages, first, len(pages), size, others)
                    first, pages, others, size = first + len(pages), [], Counter(), 0
        except OSError as error:
            problem = str(error)
        if pages and not last:  # nothing but what is no record
            raise InputError(f"{path}: no WARC file: no record is in it")
        yield Batch(pages, first, len(pages), size, others)
        if not problem and (broken := trouble(stream)):
            problem = f"record {last + 1}: {broken}"
        if problem:
            yield Batch(places=1, problem=f"{path}: {problem}")

    def read(self, batch: Batch, path: str, reading: ReadOptions, writing: WriteOptions) -> Iterator[Item | Passed]:
        for record in batch.pieces:
            id, name = record.identifier(path), record.name(path)
            body: tuple[bytes, str] | str = (record.data, "") if record.form else record.problem
            if record.form == "html" and not record.bare:
                body = body_of(record.data, reading.limits)
            if isinstance(body, str):
                yield Passed(Skipped(id, body), name)
                continue
            data, charset = body
            facts = writing.to != "text"
            found = read_document(record.form, data, id, reading, record.url, charset, facts=facts)
            if isinstance(found, Skipped):
                yield Passed(found, name)
                continue
            found = replace(found, date=record.date)
            yield WholeItem(found, name, record.form, data, self.name, problem=record.problem, dated=True)

    def passed(self, batch: Batch, path: str, reason: str, reading: ReadOptions, writing: WriteOptions) -> Passed:  # noqa: ARG002
        record = batch.pieces[0]
        return Passed(Skipped(record.identifier(path), reason), record.name(path))
