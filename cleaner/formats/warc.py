r"""Web archives: WARC files as crawlers write them, and WET files, which hold the text of pages already.

A response (or a resource) that is a page becomes a document; a conversion record of a WET file is one already. Other
records are only named. A record whose length is wrong is told of, what is there of it is kept, and reading goes on
where the next record begins. This module alone knows FastWARC.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from cleaner.errors import MissingExtra
from cleaner.formats.record import LIMITS, Limits, too_large
from cleaner.formats.rewinding import Rewinding

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN = re.compile(rb"WARC/1\.\d\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_SOLID = re.compile(rb"[^\r\n]")
_BARE, _BARE_BEGIN = re.compile(rb"WARC/1\.\d\n"), len("WARC/1.0\n")
_NAMES = ("WARC-Type", "WARC-Record-ID", "WARC-Target-URI", "WARC-Date", "Content-Type", "Content-Length")
_CASE = {name.lower(): name for name in _NAMES}
_LENGTH = re.compile(r"[0-9]{1,18}")
_GAP = b"\r\n\r\n"
_CUT = "is cut short; what is there is kept"
_ODD = "its length is wrong; what is there is kept"


class Record(NamedTuple):
    """One record: a page (`form` is ``html``), a text (``text``), or another, of which `other` says what it is.

    `data` is the record's block: of a response, header and body; of another kind of record, nothing or its beginning.
    Where it is `bare`, there is no header, and `data` is the page itself. `problem` says what is wrong; `length` is
    what the record says of itself, -1 where it says nothing.
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
    length: int = 0
    content: str = ""
    bare: bool = False


def records(stream: BinaryIO, limits: Limits = LIMITS) -> Iterator[Record]:
    r"""Give the records of an archive in order.

    A record is given when the next one has begun where it should: only then its length is known to be right.

    >>> import io
    >>> head = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://vov.vn/a\r\nContent-Length: "
    >>> [(found.form, found.url, found.data) for found in records(io.BytesIO(head + b"3\r\n\r\nabc\r\n\r\n"))]
    [('text', 'https://vov.vn/a', b'abc')]
    """
    tape = Rewinding(stream)
    number = start = 0
    while start >= 0:
        tape.seek(start)
        held, failed = None, False
        try:
            for found in _archive(tape):
                if held is not None:
                    yield held
                number += 1
                held = _record(found, number, limits)
        except OSError:
            failed = True
        mended, start = _mend(tape, held, start, failed, limits)
        yield from mended


def _archive(tape: Rewinding) -> Iterator[Any]:
    """Read records from where the tape stands; those whose header has bare line feeds are none to FastWARC."""
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError:
        raise MissingExtra("warc", "a WARC file") from None
    while True:
        yield from _bare_records(tape)
        for found in ArchiveIterator(tape, parse_http=False, stream_detect=False):
            if "\n" in (found.headers.get("WARC-Type") or "") and _is_bare(tape, found.stream_pos):
                tape.seek(found.stream_pos)  # it took a header for one line
                break
            yield found
        else:
            return


def _bare_records(tape: Rewinding) -> Iterator[_Bare]:
    """Read records as long as their headers have bare line feeds; then the tape stands before another one."""
    place = tape.tell()
    while _is_bare(tape, place):
        head = tape.find(_BLANK, place)
        if head is None:
            raise OSError("a header without an end")
        record = _Bare(tape, place, *head)
        yield record
        place = tape.skip(record.end)
        after = tape.find(_SOLID, place)
        if after is None:
            return
        place = after[0]
    tape.seek(place)


def _is_bare(tape: Rewinding, place: int) -> bool:
    """Tell whether a record begins at a place whose header has bare line feeds."""
    if place < tape.start:
        return False
    at = tape.tell()
    tape.skip(place + _BARE_BEGIN)
    tape.seek(at)
    return _BARE.fullmatch(tape.slice(place, place + _BARE_BEGIN)) is not None


class _Bare:
    """A record whose header has bare line feeds, as FastWARC would give it."""

    def __init__(self, tape: Rewinding, place: int, head: int, body: int) -> None:
        """Read the header, which ends at `head`; the block begins at `body`."""
        lines = tape.slice(place, head).decode("utf-8", "replace").split("\n")[1:]
        pairs = (line.partition(":") for line in lines)
        self.headers = {_CASE.get(name.strip().lower(), name.strip()): value.strip() for name, _, value in pairs}
        self.stream_pos = place
        length = self.headers.get("Content-Length", "")
        self.end = body + (int(length) if _LENGTH.fullmatch(length) else 0)
        self.reader = self
        self._tape, self._at = tape, body

    def read(self, size: int) -> bytes:
        """Give the next bytes of the block."""
        self._tape.seek(self._at)
        pieces: list[bytes] = []
        left = min(size, self.end - self._at)
        while left > 0 and (data := self._tape.read(left)):
            pieces.append(data)
            left -= len(data)
        self._at = self._tape.tell()
        return b"".join(pieces)


def _record(found: Any, number: int, limits: Limits) -> Record:
    """Read a record as far as it is wanted."""
    said = found.headers
    length = said.get("Content-Length") or ""
    record = Record(
        number,
        found.stream_pos,
        said.get("WARC-Type") or "no type",
        id=said.get("WARC-Record-ID") or "",
        url=(said.get("WARC-Target-URI") or "").strip("<>"),
        date=said.get("WARC-Date") or "",
        length=int(length) if _LENGTH.fullmatch(length) else -1,
        content=said.get("Content-Type") or "",
    )
    return _judged(record, lambda size: bytes(found.reader.read(size)), limits)


def _judged(record: Record, read: Any, limits: Limits) -> Record:
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


def _mend(tape: Rewinding, held: Record | None, start: int, failed: bool, limits: Limits) -> tuple[list[Record], int]:
    """Give what is left to be given where records end, rightly or not, and the place where the next one begins."""
    if held is None:
        return _lost(tape, start, 0, start + 1) if failed else ([], -1)
    if held.offset < tape.start:  # too long ago to look into it again
        return _after(tape, held, tape.tell()) if failed else ([held], -1)
    body = tape.find(_BLANK, held.offset)
    if body is None:
        return [held._replace(other="", problem=_CUT)], -1
    end = body[1] + held.length
    if held.length >= 0 and end <= tape.end and not failed:
        return [held], -1
    begin = tape.find(_BEGIN, held.offset + 1)
    stop = begin[0] if begin else tape.end
    if held.length >= 0 and end <= stop and not tape.slice(end, min(end + 2, stop)).strip():
        return _after(tape, held, end)
    again = held._replace(form="", other="", problem="")
    block = tape.slice(body[1], stop).removesuffix(_GAP)
    mended = _judged(again, _reader(block), limits)._replace(problem=_ODD if begin else _CUT)
    return [mended], begin[0] if begin else -1


def _reader(block: bytes) -> Any:
    """Give a function that reads on in a block."""
    import io

    return io.BytesIO(block).read


def _after(tape: Rewinding, held: Record, end: int) -> tuple[list[Record], int]:
    """Give a record that is as it should be, and tell of what follows it and is none."""
    lost, begin = _lost(tape, end, held.number, end)
    return [held, *lost], begin


def _lost(tape: Rewinding, place: int, number: int, after: int) -> tuple[list[Record], int]:
    """Tell of bytes that are no record, and where the next one begins."""
    found = tape.find(_BEGIN, after)
    begin = found[0] if found else -1
    gap = tape.slice(place, begin if found else tape.end)
    if not gap.strip():
        return [], begin
    return [Record(number, place, problem="no record begins here; what is there is passed over")], begin


HEAD = 1 << 15
"""Bytes in which the header of a response has to end."""

_PAGES = ("text/html", "application/xhtml+xml")
_LOOKS_LIKE_A_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?<(?:!doctype\s+html|html|head|body)\b", re.I)
_BARE_END = re.compile(rb"(?<!\r)\n")
_OK = 200


class Response(NamedTuple):
    """What the header of a response says."""

    status: int
    type: str
    charset: str


def passed_over(head: bytes, plain_type: str = "") -> str:
    r"""Say why a response is no page, or give nothing; `plain_type` is there where no HTTP header is.

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


def page(data: bytes, limits: Limits) -> Body | str:
    r"""Give the page in a response, or why there is none.

    Crawlers store pages unpacked and leave the header that says they are packed: so it is believed where it is true.

    >>> page(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>A", Limits())
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

    head = data[:HEAD]
    if b"\r\n\r\n" not in head and b"\n\n" in head:
        end = head.index(b"\n\n") + 2
        data = _BARE_END.sub(b"\r\n", data[:end]) + data[end:]
    record = WarcRecord()
    record.set_bytes_content(data)
    record.is_http = True
    record.parse_http(auto_decode=mode)
    return record


def _said(record: Any) -> Response:
    kind = (record.http_content_type or "").partition(";")[0].strip().lower()
    return Response(record.http_headers.status_code or 0, kind, record.http_charset or "")
