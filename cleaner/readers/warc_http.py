"""The HTTP response inside an archive's record: what it says of itself, and the page that it carries."""

from __future__ import annotations

import re
from typing import Any

from fastwarc.warc import WarcRecord

from cleaner.readers.limits import Limits, too_large
from cleaner.values import NamedTuple

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
