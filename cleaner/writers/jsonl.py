"""JSON lines out: a new text spliced into the line it came from, or a record of its own for text and HTML."""

from __future__ import annotations

import re
from collections import Counter
from operator import not_, sub
from typing import TYPE_CHECKING, Any

import msgspec

from cleaner.readers.jsonl import members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaner.formats.record import Record
    from cleaner.model import Document, Result

ADDED = ("source", "title", "meta", "clean")
"""The fields that `annotate` adds."""

_BACKSLASH = ord("\\")
_UPPER = re.compile(rb"\\u[0-9a-f]{0,3}[A-F]")
_BARE_SLASH = re.compile(rb"(?<!\\)/")
_ESCAPE = re.compile(r"\\u[0-9a-f]{4}")
_CHOSEN = re.compile(rb"\\u(?!00[01])")  # control characters are escapes in every style


def style_of(raw: bytes) -> str:
    r"""Tell how a JSON string was written: `a` all ASCII by escapes, `A` with capital digits, `/` slashes escaped.

    >>> style_of(rb'"B\u00e3o"'), style_of(rb'"B\u00E3o"'), style_of('"Bão"'.encode()), style_of(rb'"a\/b"')
    ('a', 'A', '', '/')
    """
    style = ""
    if raw.isascii() and b"\\u" in raw:
        style = "A" if _UPPER.search(raw) else "a" if _CHOSEN.search(raw) else ""
    slash = raw.find(b"/")
    return style + "/" if slash > 0 and raw[slash - 1] == _BACKSLASH and not _BARE_SLASH.search(raw) else style


def literal(text: str, style: str = "") -> bytes:
    r"""Write a JSON string in a style of `style_of`; half a surrogate pair can only be written as an escape.

    >>> literal('B\u00e3o "3"'), literal("B\u00e3o", "a"), literal("\u00e3", "A"), literal("a/b", "/")
    (b'"B\xc3\xa3o \\"3\\""', b'"B\\u00e3o"', b'"\\u00E3"', b'"a\\/b"')
    """
    try:
        escaped = _ascii(text) if style[:1] in ("a", "A") else msgspec.json.encode(text)
    except UnicodeEncodeError:
        escaped = _ascii(text)
    if style.startswith("A"):
        escaped = _ESCAPE.sub(lambda m: "\\u" + m[0][2:].upper(), escaped.decode()).encode()
    return escaped.replace(b"/", b"\\/") if style.endswith("/") else escaped


def _ascii(text: str) -> bytes:
    """Escape everything beyond ASCII."""
    import json

    return json.dumps(text).encode()


def splice(line: Record, text: str) -> bytes:
    r"""Put a new text into a record; every other byte stays, and so does the whole line where the text is the same.

    >>> from cleaner.readers.jsonl import read_line
    >>> splice(read_line(b'{"n": 1e5, "text": "a\\/b", "x":1}\r\n', "a.jsonl", 1), "c/d")
    b'{"n": 1e5, "text": "c\\/d", "x":1}\r\n'
    """
    if text == line.document.text:
        return line.line
    return line.line[: line.start] + literal(text, style_of(line.raw)) + line.line[line.end :]


def annotate(line: bytes, document: Document, result: Result) -> bytes:
    r"""Add ``source``, ``title``, ``meta`` and ``clean`` at the end of a record; a field that it has already stays.

    >>> from cleaner.model import Document, Result
    >>> annotate(b'{"text": "a", "source": "x", "clean": 1}', Document("a"), Result("a", "b.vn", title="A"))
    b'{"text": "a", "source": "x", "clean": 1, "title": "A", "meta": {}}'
    """
    present = members(line)
    more = [
        literal(name) + b": " + _value(value) for name, value in added(document, result).items() if name not in present
    ]
    body, end = _closing(line)
    return body.rstrip() + b"".join(b", " + member for member in more) + end


def added(document: Document, result: Result) -> dict[str, object]:
    """Give the fields that are added to a record, in order."""
    values = (result.source, _title(document, result), dict(result.meta), summary(result))
    return dict(zip(ADDED, values, strict=True))


def dumped(fields: Mapping[str, object]) -> bytes:
    """Write a record as a line, newline included."""
    try:
        return msgspec.json.encode(fields) + b"\n"
    except UnicodeEncodeError:
        return b"{" + b",".join(literal(name) + b":" + _value(value) for name, value in fields.items()) + b"}\n"


def row_of(line: bytes) -> Mapping[str, Any]:
    r"""Read a record for a table; a line that is none is kept whole, under no name.

    >>> row_of(b'{"id": 1}\n'), row_of(b"bad\n")
    ({'id': 1}, {'': 'bad'})
    """
    import json

    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"": line.rstrip(b"\r\n").decode("utf-8", "backslashreplace")}


def _closing(line: bytes) -> tuple[bytes, bytes]:
    """Cut a record before its last brace."""
    at = line.rindex(b"}")
    return line[:at], line[at:]


def summary(result: Result) -> dict[str, object]:
    """Tell what cleaning did to a document, for the ``clean`` field.

    >>> from cleaner.model import Removal, Result
    >>> gone = Removal(1, "Đọc nhiều", "a.vn#boxes", "a.yaml:3", "related")
    >>> summary(Result("", "a.vn", removals=(gone,), rules="12ab"))["by_rule"]
    {'a.vn#boxes': 1}
    """
    kept, by_rule = result.column("kept"), dict(Counter(result.column("rule")))
    removed = map(sub, map(len, result.column("text")), map(len, kept))
    return {
        "source": result.source,
        "rules": result.rules,
        "removed_lines": sum(map(not_, kept)),
        "removed_chars": sum(filter((0).__lt__, removed)),
        "by_rule": by_rule,
        "flags": list(result.flags),
    }


def record(document: Document, result: Result, dated: bool = False) -> bytes:
    """Write the record of a document that was no record, newline included; `dated` tells when it was fetched."""
    fields = {
        "id": document.id,
        "url": document.url,
        "source": result.source,
        "title": _title(document, result),
        **({"date": document.date} if dated else {}),
        "text": result.text,
        "meta": dict(result.meta),
        "clean": summary(result),
    }
    return dumped(fields)


def _value(value: object) -> bytes:
    """Write a value; a string may hold half a surrogate pair, as file names do."""
    return literal(value) if isinstance(value, str) else msgspec.json.encode(value)


def _title(document: Document, result: Result) -> str:
    """Give the title that was found, else the one that came along."""
    return result.title or document.title
