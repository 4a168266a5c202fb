"""JSON as a format of records: a line each, one object over many lines, or an array of objects.

The elements of an array are cut out of the stream one after the other, each with the comma before it, so that memory
holds no more than a batch of them, and an array that is changed in place stays the array that it was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cleaner.errors import InputError
from cleaner.formats.base import Batch, Limits, Record
from cleaner.formats.fields import FIELDS, Fields
from cleaner.formats.json_record import annotate, literal, read_line, style_of
from cleaner.formats.records import RecordFormat
from cleaner.formats.streams import Part, lines, read_some
from cleaner.model import Document, Result, Skipped

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},]|"', re.S)
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[,]?\s*")
_CHUNK = 1 << 16


@dataclass(frozen=True)
class JsonLines(RecordFormat):
    """One object a line."""

    fields: Fields = FIELDS
    name: str = "jsonl"
    is_line = True

    style = staticmethod(style_of)
    literal = staticmethod(literal)
    annotate = staticmethod(annotate)

    def pieces(self, stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:
        return lines(stream, longest)

    def parse(self, piece: bytes, name: str, number: int) -> Record | Skipped | None:
        return None if piece.isspace() else read_line(piece, name, number, self.fields)

    def as_line(self, piece: bytes) -> bytes:
        return piece


@dataclass(frozen=True)
class JsonObject(JsonLines):
    """One object, over as many lines as it likes: the whole input."""

    name: str = "json"
    is_line = False

    def batches(self, path: str, stream: BinaryIO, limits: Limits, close: bool = False) -> Iterator[Batch]:  # noqa: ARG002
        whole, problem = read_some(path, stream, limits)
        yield Batch([whole], 1, 1, len(whole))
        if problem:
            yield Batch(places=1, problem=f"{path}: {problem}")

    def pieces(self, stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:  # noqa: ARG002
        if whole := stream.read():
            yield whole

    def as_line(self, piece: bytes) -> bytes:
        return _on_one_line(piece)


@dataclass(frozen=True)
class JsonArray(JsonLines):
    """An array of objects; a piece is an element with what stands before it, and the end of the array is layout."""

    name: str = "array"
    is_line = False

    def pieces(self, stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:
        r"""The elements; one that is not closed, or not cut to its end, is an `InputError`, after all that is there.

        >>> import io
        >>> list(JsonArray().pieces(io.BytesIO(b'[{"a": "]"},\n {}]\n'), 99))
        [b'[{"a": "]"}', b',\n {}', b']\n']
        """
        kept = bytearray()
        at, depth = 0, -1  # up to here brackets are counted; before the first there is no depth
        while data := stream.read(max(_CHUNK, len(kept))):
            kept += data
            cut, at, depth = _element(kept, at, depth)
            while cut:
                piece = bytes(kept[:cut])
                yield piece if cut <= longest else Part(piece, begins=True)
                del kept[:cut]
                cut, at, depth = _element(kept, at, depth)
            if len(kept) > longest:
                yield Part(bytes(kept), begins=True)
                while data := stream.read(_CHUNK):
                    yield Part(data)
                raise InputError("the array is cut no further behind so large an element")
        if kept:
            yield bytes(kept)
        if depth:
            raise InputError("the array is not closed")

    def parse(self, piece: bytes, name: str, number: int) -> Record | Skipped | None:
        lead = _lead(piece)
        body = piece[lead:]
        if not body or body.startswith(b"]"):
            more = body.removeprefix(b"]").strip()
            return Skipped(f"{name}:{number}", "more follows after the array", number) if more else None
        found = read_line(body, name, number + piece.count(b"\n", 0, lead), self.fields)
        if not isinstance(found, Record):
            return found
        return found._replace(line=piece, start=lead + found.start, end=lead + found.end)

    def annotate(self, piece: bytes, document: Document, result: Result) -> bytes:
        lead = _lead(piece)
        return piece[:lead] + annotate(piece[lead:], document, result)

    def as_line(self, piece: bytes) -> bytes:
        return _on_one_line(piece[_lead(piece) :])


def _on_one_line(piece: bytes) -> bytes:
    """Put an object on one line: a line break in JSON can only stand between two tokens."""
    return piece.strip().replace(b"\r", b"").replace(b"\n", b" ") + b"\n"


def _lead(piece: bytes | bytearray) -> int:
    """The end of what parts an element from those before it."""
    found = _LEAD.match(piece)
    return found.end() if found else 0


def _element(kept: bytearray, at: int, depth: int) -> tuple[int, int, int]:
    """Find the end of the element that begins the buffer, 0 where it is not there yet.

    Brackets were counted up to `at`, where they are nested `depth` deep; both are given for the next search. The array
    is closed at depth 0.
    """
    for token in _TOKEN.finditer(kept, at) if depth else ():
        sign, begin = token[0], token.start()
        if sign == b'"':  # a string that is not all there
            return 0, begin, depth
        if depth == 1 and sign in (b",", b"]") and _lead(kept) < begin:
            return begin, 0, depth
        at = token.end()
        if sign in (b"[", b"{"):
            depth = max(depth, 0) + 1
        elif sign in (b"]", b"}"):
            depth -= 1
            if not depth:
                break
    return 0, at, depth


def json_format(name: str, fields: Fields) -> RecordFormat:
    """The format of a name; whatever is none is read as JSON lines."""
    return {"json": JsonObject, "array": JsonArray}.get(name, JsonLines)(fields)
