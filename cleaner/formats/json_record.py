"""One record of JSON: finds the text and the few fields that say where it came from, and writes a new text into it.

A line is taken apart by the core (`native/src/json.rs`), which says where the text stands and leaves every other value
as it is written: ten times faster than building objects, and the only way to hand back ``1e5``, a 30-digit integer or
a doubled key as they were. What strict JSON does not allow and other tools write all the same (NaN, a byte order mark,
half a surrogate pair) goes through a slower scanner. The new text is spliced into the line it came from; documents that
were no records get records of their own.
"""

import json
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

import msgspec

from cleaner._core import RecordReader, Utf8
from cleaner.formats.base import Record
from cleaner.formats.fields import FIELDS, KNOWN, Fields, added, document_of, likely, others
from cleaner.model import Document, Result, Skipped, held_text

Span = tuple[int, int]

_BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_value = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder(enc_hook=lambda text: msgspec.Raw(text.json())).encode  # of `Utf8`


def read_line(line: bytes, name: str, number: int, fields: Fields = FIELDS) -> Record | Skipped:
    r"""Read one line of `name`; what is no record with a text comes back as `Skipped`, with the reason.

    >>> found = read_line(b'{"id": 7, "text": "B\\u00e3o", "big": 1e5}\n', "a.jsonl", 1)
    >>> found.document.id, found.document.text, found.raw
    ('7', 'Bão', b'"B\\u00e3o"')
    >>> read_line(b'{"id": 7}', "a.jsonl", 2).reason
    "the record has no 'text', but 'id' (--text-field names another)"
    >>> read_line(b'{"text": null}', "a.jsonl", 3).reason
    "'text' is null, a string is wanted"
    """
    reader, names = _reader(fields)
    with suppress(msgspec.DecodeError, RecursionError):
        if found := reader.read(line):
            text, start, end, values = found
            said = {key: _value(value) for key, value in zip(names, values, strict=True) if value}
            return Record(document_of(text, said, name, number, fields), line, start, end, number)
    return _careful(line, name, number, fields)


@lru_cache(maxsize=16)
def _reader(fields: Fields) -> tuple[RecordReader, list[str]]:
    """What takes a line apart, and the names of the values that it gives beside the text."""
    wanted = dict.fromkeys((*KNOWN, "metadata", fields.url, fields.url.split(".")[0]))
    wanted.pop(fields.text, None)
    return RecordReader(fields.text, list(wanted)), list(wanted)


def _careful(line: bytes, name: str, number: int, fields: Fields) -> Record | Skipped:
    """Read a line that the core refused, with Python's own forgiving decoder."""
    where = f"{name}:{number}"
    bom = len(_BOM) if line.startswith(_BOM) else 0
    text = line[bom:].decode("utf-8", "surrogateescape")
    try:
        whole, _ = _DECODER.raw_decode(text, _skip(text, 0))
        spans = _spans(text) if isinstance(whole, dict) else {}
    except RecursionError:
        return Skipped(where, "not JSON: nested too deeply", number)
    except ValueError as error:
        place = f"{error.msg.lower()} (column {error.pos + 1})" if isinstance(error, json.JSONDecodeError) else error
        return Skipped(where, f"not JSON: {place}", number)
    value, span, problem = _followed(text, whole, spans, fields.text)
    if problem:
        return Skipped(where, problem, number)
    start, end = (bom + len(text[:place].encode("utf-8", "surrogateescape")) for place in span)
    try:
        line[start:end].decode("utf-8")
    except UnicodeDecodeError as error:
        return Skipped(where, f"{fields.text!r} is not UTF-8 (byte {start + error.start + 1} of the line)", number)
    said = {key: member for key, member in whole.items() if key != fields.text}
    return Record(document_of(value, said, name, number, fields), line, start, end, number)


def _followed(text: str, whole: Any, spans: dict[str, Span], path: str) -> tuple[str, Span, str]:
    """Follow the path of the text; give its value and where that stands, or why there is none."""
    if not isinstance(whole, dict):
        return "", (0, 0), f"not an object but {_kind(whole)}"
    steps = [path] if path in spans else path.split(".")
    here, span = whole, (0, 0)
    for number, step in enumerate(steps):
        if step not in spans:
            names = (".".join((*steps[:number], name)) for name in spans)
            return "", (0, 0), f"the record has no {path!r}{others(names, likely(whole))}"
        here, span = here[step], spans[step]
        spans = _spans(text, span[0]) if isinstance(here, dict) else {}
    if not isinstance(here, str):
        return "", (0, 0), f"{path!r} is {_kind(here)}, a string is wanted"
    return here, span, ""


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    names = {str: "a string", int: "a number", float: "a number", list: "an array", dict: "an object"}
    return names[type(value)]


def _skip(text: str, at: int) -> int:
    """The first place from `at` on that is no JSON white space."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _spans(text: str, start: int = -1) -> dict[str, Span]:
    """Find where each value of an object stands; of a doubled key the last counts, as for every JSON reader.

    The object is all of the text, or it begins at `start`.
    """
    spans: dict[str, Span] = {}
    at = _skip(text, _skip(text, max(0, start)) + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        begin = _skip(text, _skip(text, at) + 1)
        _, end = _DECODER.raw_decode(text, begin)
        spans[key] = (begin, end)
        at = _skip(text, end)
        at = _skip(text, at + 1) if text[at] == "," else at
    if start < 0 and _skip(text, at + 1) != len(text):
        raise json.JSONDecodeError("more follows after the object", text, at + 1)
    return spans


_BACKSLASH = ord("\\")
_UPPER = re.compile(rb"\\u[0-9a-f]{0,3}[A-F]")
_BARE_SLASH = re.compile(rb"(?<!\\)(?:\\\\)*/")  # what stands before it are escaped backslashes, if any
_ESCAPE = re.compile(r"\\u[0-9a-f]{4}")
_CHOSEN = re.compile(rb"\\u(?!00[01])")  # control characters are escapes in every style


def style_of(raw: bytes) -> str:
    r"""How a JSON string was written: `a` all ASCII by escapes, `A` with capital digits, `/` slashes escaped.

    >>> style_of(rb'"B\u00e3o"'), style_of(rb'"B\u00E3o"'), style_of('"Bão"'.encode()), style_of(rb'"a\/b"')
    ('a', 'A', '', '/')
    """
    style = ""
    if raw.isascii() and b"\\u" in raw:
        style = "A" if _UPPER.search(raw) else "a" if _CHOSEN.search(raw) else ""
    slash = raw.find(b"/")
    return style + "/" if slash > 0 and raw[slash - 1] == _BACKSLASH and not _BARE_SLASH.search(raw) else style


def literal(text: str | Utf8, style: str = "") -> bytes:
    r"""Write a JSON string in a style of `style_of`; half a surrogate pair can only be written as an escape.

    >>> literal('B\u00e3o "3"'), literal("B\u00e3o", "a"), literal("\u00e3", "A"), literal("a/b", "/")
    (b'"B\xc3\xa3o \\"3\\""', b'"B\\u00e3o"', b'"\\u00E3"', b'"a\\/b"')
    """
    escaped = json.dumps(str(text)).encode() if style[:1] in ("a", "A") else encoded(text)
    if style.startswith("A"):
        escaped = _ESCAPE.sub(lambda m: "\\u" + m[0][2:].upper(), escaped.decode()).encode()
    return escaped.replace(b"/", b"\\/") if style.endswith("/") else escaped


def annotate(piece: bytes, document: Document, result: Result) -> bytes:
    r"""Add ``source``, ``title``, ``meta`` and ``clean`` at the end of a record; a field that it has already stays.

    >>> from cleaner.model import Document, Result
    >>> annotate(b'{"text": "a", "source": "x", "clean": 1}', Document("a"), Result("a", "b.vn", title="A"))
    b'{"text": "a", "source": "x", "clean": 1, "title": "A", "meta": {}}'
    """
    present: Collection[str]
    try:
        present = _MEMBERS.decode(piece)
    except msgspec.DecodeError:
        present = _spans(piece.decode("utf-8", "surrogateescape").removeprefix("\ufeff"))
    more = {name: value for name, value in added(document, result).items() if name not in present}
    end = piece.rindex(b"}")
    written = (b", " + encoded(name) + b": " + encoded(value) for name, value in more.items())
    return piece[:end].rstrip() + b"".join(written) + piece[end:]


def encoded(value: object) -> bytes:
    """Write a value; half a surrogate pair, which file names may hold, can only be an escape."""
    try:
        return _encode(value)
    except UnicodeEncodeError:
        return json.dumps(value, default=str).encode()


def row_of(line: bytes) -> Mapping[str, Any]:
    """Read a record for a table; a line that is none is kept whole, under no name."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"": line.rstrip(b"\r\n").decode("utf-8", "backslashreplace")}


def record(document: Document, result: Result, dated: bool = False) -> bytes:
    """Write the record of a document that was no record, newline included; `dated` tells when it was fetched."""
    more = added(document, result)
    front = {"id": document.id, "url": document.url, "source": more.pop("source"), "title": more.pop("title")}
    return encoded({**front, **({"date": document.date} if dated else {}), "text": held_text(result), **more}) + b"\n"
