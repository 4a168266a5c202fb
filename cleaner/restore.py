"""Rebuilds an input from its cleaned output and the audit of the run; what does not fit is an error, never a guess.

Output and audit are walked side by side. Every record, row or file (text, HTML) had a position in what was written to
one output; a position without a record did not change, and its output is its input.

Of a table come back its rows, order, columns, types and metadata. Not its bytes: how values are packed is up to the
library that writes them.
"""

from __future__ import annotations

import sys
import zlib
from binascii import a2b_base64
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from cleaner.audit import SKIPPED, AuditRecord, Group, assemble, digest, text_digest, unpacked
from cleaner.errors import InputError, RestoreError
from cleaner.formats.base import Record
from cleaner.formats.detect import RECORDS
from cleaner.formats.fields import FIELDS, Fields
from cleaner.formats.text import FORM_FEED

if TYPE_CHECKING:
    from cleaner.formats.parquet import Rows, Table
    from cleaner.formats.records import RecordFormat


class Row(NamedTuple):
    """A row of a table: row `at` of some `rows`. Where the run changed its text, that was `text`, in column `field`."""

    rows: Rows
    at: int
    text: str | None = None
    field: str = "text"


class Piece(NamedTuple):
    """What stands at one place of an output: a record, a document between form feeds, or a row of a table."""

    data: Any
    line: int


def outputs(stream: BinaryIO, to: str, told: AuditRecord) -> Iterator[Piece]:
    """Take an output apart as its form has it; `told` is a record of the audit."""
    if to in RECORDS:
        return _records(stream, to, told)
    if to == "table":
        raise RestoreError("what became a table of records is not restored; the audit holds what it lost")
    return documents(stream)


def _records(stream: BinaryIO, to: str, told: AuditRecord) -> Iterator[Piece]:
    line = 1
    try:
        form = _form_of(to, told)
    except DAMAGE as error:
        raise RestoreError(f"the audit does not tell how records of {to} are parted ({error})") from None
    for piece in form.pieces(stream, sys.maxsize - 1):
        if isinstance(piece, bytes):  # nothing is too long here
            yield Piece(piece, line)
            line += piece.count(b"\n")


def documents(stream: Iterable[bytes]) -> Iterator[Piece]:
    """Take a text output apart at its form feed lines."""
    lines: list[bytes] = []
    start = number = 1
    for number, line in enumerate(stream, 1):
        if line == FORM_FEED:
            yield Piece(b"".join(lines), start)
            lines, start = [], number + 1
        else:
            lines.append(line)
    if lines or start > 1:
        yield Piece(b"".join(lines), start)


class Rebuilt(NamedTuple):
    """The input of one position; `data` is None where the output does not hold it (a file that was skipped)."""

    data: Any
    end: AuditRecord | None


DAMAGE = (LookupError, TypeError, ValueError, AttributeError, zlib.error)
"""What comes of a record that lacks something, or holds something else."""


def rebuild(pieces: Iterator[Piece], found: Iterator[Group], name: str) -> Iterator[Rebuilt]:
    """Walk an output and its records side by side, and give each input in order."""
    pieces = _told_of(pieces, name)
    position = line = 1
    for group in found:
        end = group.end
        where = end.get("position", sys.maxsize)
        if where < position:
            raise RestoreError(f"{name}:{line}: document {end['doc']!r} comes twice in the audit, or out of order")
        for piece in islice(pieces, where - position):
            line, position = piece.line, position + 1
            yield Rebuilt(piece.data, None)
        if position < where:
            raise _refusal(end, f"{name}:{line}: the output ends here", "is missing")
        try:
            data, line = _one(group, pieces, name, line)
            position += 0 if "added" in end else end.get("span", 1)
        except DAMAGE as error:
            about = f"the audit's record of {end['doc']!r} is damaged"
            raise RestoreError(f"{name}:{line}: {about} ({type(error).__name__}: {error})") from None
        yield Rebuilt(data, end)
    for piece in pieces:
        yield Rebuilt(piece.data, None)


def _told_of(pieces: Iterator[Piece], name: str) -> Iterator[Piece]:
    """Say of an error in taking an output apart which one it is."""
    try:
        yield from pieces
    except InputError as error:
        raise RestoreError(f"{name}: {error}") from None


def _refusal(end: AuditRecord, where: str, why: str) -> RestoreError:
    return RestoreError(f"{where}: document {end['doc']!r} {why}")


def _one(group: Group, pieces: Iterator[Piece], name: str, line: int) -> tuple[Any, int]:
    """The input of a position that has records, and the line of the output where it stood."""
    end = group.end
    if "raw" in end:
        for piece in islice(pieces, end.get("pieces", 0)):
            line = piece.line
        return _in_its_encoding(end, unpacked(end["raw"]), f"{name}:{line}"), line
    if "rows" in end:
        return _lost_row(end["rows"]), line
    if "added" in end or (end["rule"] == SKIPPED and not end.get("passed")):
        return None, line
    wanted = end.get("pieces", 1)
    whole = list(islice(pieces, wanted))
    if len(whole) < wanted:
        raise _refusal(end, f"{name}:{line}: the output ends here", "is missing")
    line = whole[0].line if whole else line
    if whole and isinstance(row := whole[0].data, Row):
        return (row if end["rule"] == SKIPPED else _original_row(group, row, f"{name}:{line}")), line
    data = (FORM_FEED if end.get("to") == "text" else b"").join(piece.data for piece in whole)
    return (data if end["rule"] == SKIPPED else original(group, data, f"{name}:{line}")), line


def is_as_before(stream: BinaryIO, found: Iterator[Group], to: str, told: AuditRecord) -> bool:
    """Whether a file is what went into the run: every document that should have changed is as it was.

    So it is where a run was ended before it got to a file, where it had to leave it alone, or where somebody put the
    file back. `to` is its form, and `told` is a record of the audit.
    """
    if to in RECORDS:
        return _all_as_before(_records(stream, to, told), found, _record_as_before)
    whole = next(found).end  # one document is the whole file
    return next(found, None) is None and whole.get("was", "") == digest(stream.read())


def _all_as_before(pieces: Iterator[Piece], found: Iterator[Group], same: Callable[[Any, AuditRecord], bool]) -> bool:
    numbered = enumerate(pieces, 1)
    number, piece = 0, Piece(None, 0)
    with suppress(InputError, RestoreError, *DAMAGE):  # what is wrong is told of when the output is to be rebuilt
        for group in found:
            while number < group.end.get("position", sys.maxsize):
                number, piece = next(numbered, (sys.maxsize, piece))
            if number != group.end.get("position") or not same(piece.data, group.end):
                return False
        return True
    return False


def _record_as_before(data: bytes, end: AuditRecord) -> bool:
    if "encoding" in end and end.get("from") != "text":  # what went in was in another encoding
        return False
    if "raw" in end:
        return unpacked(end["raw"]) == data
    return bool(end.get("passed")) or end.get("was") == digest(data)


def original(group: Group, data: bytes, where: str) -> bytes:
    """Rebuild the input bytes of one document from its output bytes."""
    end = group.end
    if end.get("from") == "parquet":
        raise _refusal(end, where, "was a row of a Parquet file, which only a Parquet output gives back")
    head, clean, tail = _clean_text(end, data, where)
    text = _assembled(group, clean, where)
    if end.get("from") not in RECORDS:
        return _checked(group, _encoded(end, text), where)
    if "literal" in end:
        literal = unpacked(end["literal"])
    else:
        literal = _form_of(end["from"], end).literal(text, end.get("style", ""))
    return _in_its_encoding(end, _checked(group, head + literal + tail, where), where)


def _in_its_encoding(end: AuditRecord, data: bytes, where: str) -> bytes:
    """Write a piece of records in the encoding that they were in."""
    if "encoding" not in end:
        return data
    try:
        return data.decode("utf-8", "surrogatepass").encode(end["encoding"])
    except (LookupError, UnicodeEncodeError):
        raise _refusal(end, where, f"was in {end['encoding']}, which cannot be written here") from None


def _assembled(group: Group, clean: str, where: str) -> str:
    """Put the lines that went among those that stayed; the cleaned text has to be that of the run."""
    end, text, problem = group.end, "", ""
    try:
        text = assemble(end, group.lines, clean)
    except ValueError as error:
        problem = f": {error}"
    if text_digest(clean) != end["now"]:
        problem = f" is not as the run wrote it{problem}"
    if problem:
        raise RestoreError(f"{where}: document {end['doc']!r}{problem}")
    return text


def _checked(group: Group, rebuilt: bytes, where: str) -> bytes:
    if group.end.get("was", "") != digest(rebuilt):
        raise _refusal(group.end, where, "does not come out as it went in")
    return rebuilt


def _clean_text(end: AuditRecord, data: bytes, where: str) -> tuple[bytes, str, bytes]:
    """The cleaned text that an output holds, and what stood around it in the input's record."""
    if end["to"] == "text":
        text = data.removesuffix(b"\n").decode("utf-8", "surrogateescape")
        head, tail = b"", b""
    else:
        found = _form_of(end["to"], end).parse(data, where, 0)
        if not isinstance(found, Record):
            reason = found.reason if found else "nothing is there"
            raise RestoreError(f"{where}: document {end['doc']!r}: {reason}")
        text, head, tail = found.document.text, data[: found.start], data[found.end :]
    if "around" in end:
        head, tail = (unpacked(part) for part in end["around"])
    return head, text, tail


def _form_of(name: str, told: AuditRecord) -> RecordFormat:
    """The format of an output, by a record of its audit."""
    if name in ("csv", "tsv"):
        from cleaner.formats.delimited import Delimited

        return Delimited.from_audit(name, told)
    from cleaner.formats.json_formats import json_format

    return json_format(name, Fields(str(told.get("field", FIELDS.text))))


def _encoded(end: AuditRecord, text: str) -> bytes:
    if "bytes" in end:
        return zlib.decompress(a2b_base64(end["bytes"]))
    return text.encode(end.get("encoding", "utf-8"), "surrogatepass")


def rebuild_table(table: Table, found: Iterator[Group], name: str, say: Callable[[str], object]) -> Iterator[bytes]:
    """Walk a table and its records side by side, and give the bytes of the rebuilt file as they come."""
    from cleaner.formats.parquet import Encoder

    added: list[str] = []
    encoder: Encoder | None = None
    group = 0
    walk = rebuild(_rows(table, name), _of_rows(found, name), name)
    for rows, run in groupby(walk, lambda one: one.data and one.data.rows):
        if rows is None:
            for _, end in run:
                added = end["added"] if end and "added" in end else added
                if end and end["text"]:
                    say(f"{end['doc']}: was skipped by the run, so it is not in the output")
            continue
        batch = _without(_as_they_were(rows, [one.data for one in run]), added)
        group = group if rows.group < 0 else rows.group
        encoder = encoder or Encoder(batch.schema, table.codecs())
        if not batch.schema.equals(encoder.schema):
            raise RestoreError(f"{name}: the inputs had not the same columns; they are not one table")
        yield encoder.add(batch, group)
    encoder = encoder or Encoder(_without(table.schema.empty_table(), added).schema)
    yield encoder.finish()


def is_as_before_table(table: Table, found: Iterator[Group]) -> bool:
    """Whether a table is what went into the run: every row that should have changed is as it was."""
    return _all_as_before(_rows(table, ""), found, _row_as_before)


def _rows(table: Table, name: str) -> Iterator[Piece]:
    """The rows of a table; one that cannot be read to its end is not restored."""
    number = 0
    for rows in table.pieces():
        if isinstance(rows, str):
            raise RestoreError(f"{name}: {rows}")
        for at in range(rows.batch.num_rows):
            number += 1
            yield Piece(Row(rows, at), number)


def _of_rows(found: Iterator[Group], name: str) -> Iterator[Group]:
    """The records of an output of which all are about rows."""
    for group in found:
        if group.end.get("to") != "parquet":
            raise _refusal(group.end, name, "was no row of a Parquet file; the audit holds what it lost")
        yield group


def _text_of(row: Row, field: str, where: str) -> str | None:
    """The text of a row, None where it has none; no such column is a `RestoreError`."""
    from cleaner.formats.arrow import as_bytes, column_of, place_of

    batch = row.rows.batch
    if not place_of(batch.schema, field):
        raise RestoreError(f"{where}: there is no column {field!r}, as the run had")
    (data,) = as_bytes(column_of(batch.slice(row.at, 1), field))
    return None if data is None else data.decode()


def _original_row(group: Group, row: Row, where: str) -> Row:
    field = group.end.get("field", "text")
    clean = _text_of(row, field, where)
    if clean is None:
        raise _refusal(group.end, where, "is not as the run wrote it: it has no text")
    text = _assembled(group, clean, where)
    _checked(group, _encoded(group.end, text), where)
    return row._replace(text=text, field=field)


def _lost_row(packed: str) -> Row:
    """A row that the audit holds, since the output does not; it belongs to the row group at hand."""
    from cleaner.formats.parquet import Rows, unpacked_rows

    return Row(Rows(unpacked_rows(a2b_base64(packed)), group=-1), 0)


def _row_as_before(row: Row, end: AuditRecord) -> bool:
    if "added" in end:
        return not any(name in row.rows.batch.schema.names for name in end["added"])
    if "rows" in end:
        return bool(_lost_row(end["rows"]).rows.batch.equals(row.rows.batch.slice(row.at, 1)))
    if end["rule"] == SKIPPED:
        return True
    text = _text_of(row, end.get("field", "text"), "")
    return text is not None and end.get("was", "") == digest(text.encode("utf-8", "surrogatepass"))


def _as_they_were(rows: Rows, found: list[Row]) -> Any:
    """Neighbouring rows of one batch, with the texts that they had."""
    from cleaner.formats.arrow import with_texts

    batch = rows.batch.slice(found[0].at, len(found))
    for field in {row.field for row in found if row.text is not None}:
        batch = with_texts(batch, [row.text if row.field == field else None for row in found], Fields(field))
    return batch


def _without(data: Any, added: list[str]) -> Any:
    return data.select([name for name in data.schema.names if name not in added])
