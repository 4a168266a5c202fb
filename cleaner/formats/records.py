"""Formats of records: JSON in its forms, and tables as text.

Pieces put together are the input, byte for byte, and a record is a piece with one literal in it, its text. So a record
is written back by replacing the literal, and what no format can know (spaces, the order of fields, how a number is
spelled) cannot get lost.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, BinaryIO, NamedTuple

from cleaner import audit
from cleaner._core import Utf8
from cleaner.errors import InputError
from cleaner.formats.base import Batch, Entry, Format, Item, Layout, Limits, Passed, ReadOptions, Record, WriteOptions
from cleaner.formats.diff import hunk
from cleaner.formats.json_record import annotate, row_of
from cleaner.formats.streams import Part, trouble, why
from cleaner.formats.text import text_bytes
from cleaner.model import Document, Result, Skipped, held_text

BATCH = 1 << 18  # bytes of records in one batch: small enough to spread, large enough not to matter


class RecordFormat(Format):
    """A format of records: it knows the fields, and what the head of the input says. Its pieces are bytes."""

    lead: int = 0
    """Pieces on top of an input that name the fields."""

    is_line: bool = False
    """Whether a piece is one line."""

    def told(self) -> dict[str, Any]:
        """What an audit has to hold so that an output of this format can be cut and read again."""
        return {}

    def pieces(self, stream: BinaryIO, longest: int) -> Iterator[bytes | Part | None]:
        """The pieces of a stream; None means that the next read may wait.

        A piece of more than `longest` bytes comes as parts, which are passed on as they are; what comes after such
        parts in the stream may be parts, too.
        """
        raise NotImplementedError

    def parse(self, piece: bytes, name: str, number: int) -> Record | Skipped | None:
        """Read a piece that begins in line `number` of `name`; None where it is layout and no record."""
        raise NotImplementedError

    def style(self, raw: bytes) -> str:
        """How a literal was written, so that `literal` can write another one the same way."""
        raise NotImplementedError

    def literal(self, text: str | Utf8, style: str) -> bytes:
        """Write a text as a literal; `ValueError` where this format cannot hold it."""
        raise NotImplementedError

    def annotate(self, piece: bytes, document: Document, result: Result) -> bytes:
        """Add ``source title meta clean`` to a record; a field that is there stays."""
        raise NotImplementedError

    def head(self, piece: bytes) -> bytes:
        """Add their names to a piece that names the fields."""
        return piece

    def as_line(self, piece: bytes) -> bytes:
        """A record as a line of JSON; nothing where a piece that is no record cannot be one."""
        raise NotImplementedError

    def splice(self, record: Record, text: str | Utf8) -> bytes:
        """Put a new text into a record; every other byte stays, and so do all where the text is the same."""
        if text == held_text(record.document):
            return record.line
        return record.line[: record.start] + self.literal(text, self.style(record.raw)) + record.line[record.end :]

    def batches(self, path: str, stream: BinaryIO, limits: Limits, close: bool = False) -> Iterator[Batch]:
        """Cut a stream into batches; one that breaks off gives what is there, and a batch that says so."""
        count, line, problem, loose = 0, 1, "", False
        try:
            for pieces in _gathered(self.pieces(stream, limits.document)):
                if not pieces:
                    yield Batch(pause=True)
                    continue
                loose = close and not _data(pieces[-1]).endswith(b"\n")
                if loose and isinstance(pieces[-1], bytes):
                    pieces[-1] += b"\n"
                    loose = False
                places = sum(piece.begins if isinstance(piece, Part) else 1 for piece in pieces)
                yield Batch(pieces, line, places, sum(len(_data(piece)) for piece in pieces))
                line += sum(map(self._ends, pieces))
                count += places
        except (InputError, OSError) as error:
            problem = why(error)
        if loose:
            yield Batch([Part(b"\n")], line)
        if problem := problem or trouble(stream):
            yield Batch(places=1, problem=f"{path}:{line}: {problem}; lines from here on are not read")
        elif not count:  # an empty shard is a shard all the same
            yield Batch()

    def _ends(self, piece: bytes | Part) -> int:
        """Count the ends of lines in a piece."""
        data = _data(piece)
        return data.endswith(b"\n") if self.is_line else data.count(b"\n")

    def read(self, batch: Batch, path: str, reading: ReadOptions, writing: WriteOptions) -> Iterator[Entry]:
        """Read the pieces of a batch; a run of empty lines is one item, for there may be millions."""
        context = _Context(self, reading, batch.encoding, writing)
        at, number = 0, batch.first
        for empty, run in groupby(batch.pieces, lambda piece: bool(piece == b"\n")):
            pieces = list(run)
            if empty and context.same and not context.encoding and at >= self.lead:
                yield Layout(b"".join(pieces), places=len(pieces))
                number += len(pieces)
            else:
                for offset, piece in enumerate(pieces, at):
                    yield self._item(piece, path, number, context, is_head=batch.first == 1 and offset < self.lead)
                    number += self._ends(piece)
            at += len(pieces)

    def _item(self, piece: bytes | Part, path: str, number: int, context: "_Context", *, is_head: bool) -> Entry:
        if isinstance(piece, Part):
            return context.part(piece, path, number)
        found = None if is_head else self.parse(piece, path, number)
        if found is None:
            return context.layout(piece, is_head)
        if isinstance(found, Skipped):
            return context.passed(piece, found)
        name = f"{path}:{found.number}"
        return RecordItem(found, name, context)

    def part(self, batch: Batch, start: int, end: int) -> Batch:
        """Some of the pieces; the first of them begins that many lines further down."""
        before = sum(map(self._ends, batch.pieces[:start]))
        return Format.part(self, batch, start, end)._replace(first=batch.first + before)

    def passed(self, batch: Batch, path: str, reason: str, reading: ReadOptions, writing: WriteOptions) -> Passed:
        context = _Context(self, reading, batch.encoding, writing)
        return context.passed(batch.pieces[0], Skipped(f"{path}:{batch.first}", reason, batch.first))


def _data(piece: bytes | Part) -> bytes:
    return piece.data if isinstance(piece, Part) else piece


def _gathered(pieces: Iterator[bytes | Part | None]) -> Iterator[list[bytes | Part]]:
    """Put pieces together to batches, an empty one for a pause; what is there is given before a failure is told."""
    held: list[bytes | Part] = []
    filled, failure = 0, None
    try:
        for piece in pieces:
            if isinstance(piece, bytes):
                held.append(piece)
                filled += len(piece)
                if filled < BATCH:
                    continue
            if held:
                yield held
                held, filled = [], 0
            if not isinstance(piece, bytes):
                yield [] if piece is None else [piece]
    except (InputError, OSError) as error:
        failure = error
    if held:
        yield held
    if failure:
        raise failure


class _Context(NamedTuple):
    """What the pieces of a batch share: their format, how they are read, their encoding, how they are written."""

    form: RecordFormat
    reading: ReadOptions
    encoding: str
    writing: WriteOptions

    @property
    def same(self) -> bool:
        """Whether records are written back as what they were, every other byte the same."""
        return self.writing.to == self.form.name

    @property
    def rejects(self) -> bool:
        """Whether what is no record goes elsewhere; an array would not be one without its brackets."""
        return self.writing.rejects and not (self.same and self.form.name == "array")

    def recoded(self, piece: bytes) -> bool:
        """Whether a piece had other bytes in the encoding that it was in."""
        return bool(self.encoding) and not (piece.isascii() and not self.encoding.startswith("utf"))

    def told(self) -> dict[str, Any]:
        """What an audit has to hold of every piece."""
        return {**self.form.told(), **({"encoding": self.encoding} if self.encoding else {})}

    def part(self, part: Part, path: str, number: int) -> Passed:
        """Let a piece of a line that is too long go where lines go that are no records."""
        entry = Skipped(f"{path}:{number}", self.reading.limits.too_large, number)
        passed = Passed(entry, entry.id, silent=not part.begins, places=int(part.begins))
        if self.rejects:
            return passed._replace(rejected=part.data, changed=True)
        return passed._replace(out=part.data, kept=True) if self.same else passed

    def layout(self, piece: bytes, is_head: bool) -> Layout:
        """Keep what stands between records; another format has no place for it, so the audit remembers it."""
        written = piece if self.same else b""
        if self.same and is_head and self.writing.annotate:
            written = self.form.head(piece)
        recoded = self.recoded(piece)
        if written == piece and not recoded:
            return Layout(written)
        return Layout(written, recoded, told={"raw": audit.packed(piece), "pieces": int(self.same), **self.told()})

    def passed(self, piece: bytes, entry: Skipped) -> Passed:
        """Keep a piece that is no record: in the rejects, else in the output."""
        told, recoded = self.told(), self.recoded(piece)
        if self.same and not self.rejects and not recoded:
            return Passed(entry, entry.id, out=piece, kept=True, told=told)
        passed = Passed(entry, entry.id, told={**told, "raw": audit.packed(piece)})
        line = piece if self.same else self.form.as_line(piece)
        if self.rejects:  # in place, the file loses the piece
            line = line or piece
            return passed._replace(rejected=line if line.endswith(b"\n") else line + b"\n", changed=True)
        if line and self.writing.to != "text":
            return passed._replace(out=line, changed=recoded, told={**passed.told, "pieces": 1})
        return passed


class RecordItem(Item):
    """The document of a record."""

    def __init__(self, record: Record, name: str, context: _Context) -> None:
        self.document, self.line = record.document, record.number
        self.name, self.form = name, context.form.name
        self.record = record
        self.context = context

    def write(self, result: Result, writing: WriteOptions) -> bytes:
        if writing.to == "text":
            return text_bytes(held_text(result))
        form = self.context.form
        line = form.splice(self.record, held_text(result))
        line, add = (line, form.annotate) if self.context.same else (form.as_line(line), annotate)
        return add(line, self.document, result) if writing.annotate else line

    def compare(self, result: Result, written: bytes) -> tuple[bool, bool]:
        recoded = self.context.recoded(self.record.line)
        differs = written != self.record.line if self.context.same else held_text(result) != held_text(self.document)
        return recoded or differs, recoded

    def origin(self, result: Result, written: bytes) -> dict[str, Any]:
        found, form = self.record, self.context.form
        more: dict[str, Any] = {**self.context.told(), "from": form.name, "was": audit.digest(found.line)}
        if (field := self.context.reading.fields.text) != "text":
            more["field"] = field
        style = form.style(found.raw)
        same_way = form.literal(self.document.text, style) == found.raw
        more |= {"style": style} if same_way else {"literal": audit.packed(found.raw)}
        if not self.context.same or written != form.splice(found, held_text(result)):
            more["around"] = [audit.packed(found.line[: found.start]), audit.packed(found.line[found.end :])]
        return more

    def diff(self, result: Result, written: bytes) -> bytes:  # noqa: ARG002
        if self.form == "array":
            path = self.name.rpartition(":")[0]
            raise InputError(f"{path}: --diff shows no array; make it JSON lines with -t jsonl first")
        return hunk(self.line, self.record.line, written)


FIRST_ROWS, FIRST_BYTES = 10_000, 1 << 26
"""Records, and bytes of them, by which the columns of a table are chosen."""

EXTRA = "extra"
"""The column that holds, as JSON, what of a record stands in no other."""


class TableEncoder:
    """Makes a table of JSON lines; what a method gives are the bytes that it adds to the file.

    The columns are the fields of the first records, in the order in which they come up. What comes up later, or has no
    place in its column, is not lost: it stands in `EXTRA`, and so does a line that is no record.
    """

    def __init__(self) -> None:
        self._rows: list[Mapping[str, Any]] = []
        self._size = 0
        self._begun = False

    def add(self, lines: Iterable[bytes]) -> bytes:
        done = b""
        for line in lines:
            if line.strip():
                self._rows.append(row_of(line))
                self._size += len(line)
                if len(self._rows) >= FIRST_ROWS or self._size >= FIRST_BYTES:
                    done += self._flush(last=False)
        return done

    def finish(self) -> bytes:
        return self._flush(last=True)

    def _flush(self, *, last: bool) -> bytes:
        rows, self._rows, self._size = self._rows, [], 0
        begun, self._begun = self._begun, True
        return (b"" if begun else self.begin(rows, last)) + self.encode(rows)

    def beside(self, row: Mapping[str, Any], left: Mapping[str, Any]) -> str:
        """What is `left` of a record beside its columns, as JSON; a line that is no record as it is."""
        return str(row[""]) if row.keys() == {""} else json_text(left)

    def begin(self, rows: Sequence[Mapping[str, Any]], last: bool) -> bytes:
        """Choose the columns by the first records, which may be all there are; give what stands on top."""
        raise NotImplementedError

    def encode(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        """Write records below each other."""
        raise NotImplementedError


def json_text(value: Any) -> str:
    """Write a value as JSON; half a surrogate pair can only be an escape."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isascii() or is_utf8(text) else json.dumps(value)


def is_utf8(text: str) -> bool:
    """Whether UTF-8 can hold a string: JSON may escape half a pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
