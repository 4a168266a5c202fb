"""JSON as a format of records: a line each, one object over many lines, or an array of objects.

The elements of an array are cut out of the stream one after the other, each with the comma before it, so that memory
holds no more than a batch of them, and an array that is changed in place stays the array that it was.
"""

from __future__ import annotations

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

    def pieces(self, stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:
        """The lines."""
        return lines(stream, longest)

    def parse(self, piece: bytes, name: str, number: int) -> Record | Skipped | None:
        """Read a line; a blank one is layout."""
        return None if piece.isspace() else read_line(piece, name, number, self.fields)

    def style(self, raw: bytes) -> str:
        """See `style_of`."""
        return style_of(raw)

    def literal(self, text: str, style: str) -> bytes:
        """Write a JSON string."""
        return literal(text, style)

    def annotate(self, piece: bytes, document: Document, result: Result) -> bytes:
        """Add the fields at the end of the object."""
        return annotate(piece, document, result)

    def as_line(self, piece: bytes) -> bytes:
        """A line as it is."""
        return piece


@dataclass(frozen=True)
class JsonObject(JsonLines):
    """One object, over as many lines as it likes: the whole input."""

    name: str = "json"

    def batches(self, path: str, stream: BinaryIO, limits: Limits, close: bool = False) -> Iterator[Batch]:  # noqa: ARG002
        """The whole input, as far as it can be read."""
        whole, problem = read_some(path, stream, limits)
        yield Batch([whole], 1, 1, len(whole))
        if problem:
            yield Batch(count=1, problem=f"{path}: {problem}")

    def pieces(self, stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:  # noqa: ARG002
        """The whole input."""
        if whole := stream.read():
            yield whole

    def as_line(self, piece: bytes) -> bytes:
        """Put an object on one line: a line break in JSON can only stand between two tokens."""
        return _on_one_line(piece)


@dataclass(frozen=True)
class JsonArray(JsonLines):
    """An array of objects; a piece is an element with what stands before it, and the end of the array is layout."""

    name: str = "array"

    def pieces(self, stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:
        r"""The elements; an array that is not closed is an `InputError`, after all that is there.

        >>> import io
        >>> list(JsonArray().pieces(io.BytesIO(b'[{"a": "]"},\n {}]\n'), 99))
        [b'[{"a": "]"}', b',\n {}', b']\n']
        """
        cutter = _Cutter(stream)
        while (piece := cutter.next(longest)) is not None:
            if cutter.amid:
                yield from _parts(piece, stream)
                return
            yield piece if len(piece) <= longest else Part(piece, begins=True)
        if cutter.depth:
            raise InputError("the array is not closed")

    def parse(self, piece: bytes, name: str, number: int) -> Record | Skipped | None:
        """Read an element."""
        lead = _end(_LEAD.match(piece))
        body = piece[lead:]
        if not body or body.startswith(b"]"):
            return None if not body.removeprefix(b"]").strip() else _more(name, number)
        found = read_line(body, name, number + piece.count(b"\n", 0, lead), self.fields)
        if not isinstance(found, Record):
            return found
        return found._replace(line=piece, start=lead + found.start, end=lead + found.end)

    def annotate(self, piece: bytes, document: Document, result: Result) -> bytes:
        """Add the fields at the end of the object."""
        lead = _end(_LEAD.match(piece))
        return piece[:lead] + annotate(piece[lead:], document, result)

    def as_line(self, piece: bytes) -> bytes:
        """An element without what parts it from others."""
        return _on_one_line(piece[_end(_LEAD.match(piece)) :])


def _on_one_line(piece: bytes) -> bytes:
    return piece.strip().replace(b"\r", b"").replace(b"\n", b" ") + b"\n"


def _more(name: str, number: int) -> Skipped:
    return Skipped(f"{name}:{number}", "more follows after the array", number)


def _end(found: re.Match[bytes] | None) -> int:
    return found.end() if found else 0


def _parts(begun: bytes, stream: BinaryIO) -> Iterator[Part]:
    """Pass on what is too long, and all that follows."""
    yield Part(begun, begins=True)
    while data := stream.read(_CHUNK):
        yield Part(data)


class _Cutter:
    """Finds where the elements of an array end, reading on as needed; `depth` is 0 when the array is closed.

    It is `amid` an element, or what follows the array, when it gave up before the end of that.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._read = stream.read
        self._kept = bytearray()
        self._at = 0  # up to here brackets are counted
        self._tail = False
        self.depth = -1  # -1: before the opening bracket
        self.amid = False

    def next(self, longest: int) -> bytes | None:
        """The next piece, which may be longer than `longest`, or more than so many bytes of it; None at the end."""
        while not self._tail:
            cut = self._scanned()
            if cut:
                return self._taken(cut)
            if len(self._kept) > longest or not self._more():
                break
        while self._tail and len(self._kept) <= longest and self._more():
            pass
        self.amid = len(self._kept) > longest
        return self._taken(len(self._kept)) if self._kept else None

    def _scanned(self) -> int:
        """Count brackets; give the end of the piece that begins the buffer, 0 where it is not there yet."""
        for token in _TOKEN.finditer(self._kept, self._at):
            sign, begin = token[0], token.start()
            if sign == b'"':  # a string that is not all there
                self._at = begin
                return 0
            if self.depth == 1 and sign in (b",", b"]") and _solid(self._kept, begin):
                self._at = begin
                return begin
            self._at = token.end()
            if sign in (b"[", b"{"):
                self.depth = max(self.depth, 0) + 1
            elif sign in (b"]", b"}"):
                self.depth -= 1
                if not self.depth:
                    self._tail = True
                    return 0
        return 0

    def _taken(self, end: int) -> bytes:
        piece = bytes(self._kept[:end])
        del self._kept[:end]
        self._at = max(0, self._at - end)
        return piece

    def _more(self) -> bool:
        data = self._read(max(_CHUNK, len(self._kept)))
        self._kept += data
        return bool(data)


def _solid(kept: bytearray, end: int) -> bool:
    """Whether more stands before a place than what parts elements."""
    found = _LEAD.match(kept)
    return _end(found) < end
