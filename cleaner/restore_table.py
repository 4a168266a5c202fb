"""Rebuilds a table from its cleaned one and the audit of the run: its rows, order, columns, types and metadata.

Not its bytes: how values are packed is up to the library that writes them. As everywhere, what does not fit is an
error: the cleaned text of a row has to be that of the run, and the rebuilt one that of the input.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from cleaner.audit import SKIPPED, digest
from cleaner.errors import RestoreError
from cleaner.formats.arrow import column_of, place_of, texts_of, with_texts, without
from cleaner.formats.fields import Fields
from cleaner.formats.parquet import Encoder, unpacked_rows
from cleaner.restore import DAMAGE, damaged, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleaner.audit import AuditRecord
    from cleaner.formats.parquet import Table
    from cleaner.restore import Group


def rebuild_table(table: Table, found: Iterator[Group], name: str, say: Callable[[str], object]) -> Iterator[bytes]:
    """Walk a table and its records side by side, and give the bytes of the rebuilt file as they come."""
    records = _Records(found, name, say)
    encoder: Encoder | None = None
    row = 0
    for piece in table.pieces():
        if isinstance(piece, str):
            raise RestoreError(f"{name}: {piece}")
        for batch in _batches(piece.batch, records, row):
            if encoder is None:
                encoder = Encoder(batch.schema, _codecs(table, records.added or ()))
            if not batch.schema.equals(encoder.schema):
                raise RestoreError(f"{name}:{row + 1}: the inputs had not the same columns; they are not one table")
            yield encoder.add(batch, piece.group)
        row += piece.batch.num_rows
    records.end(row)
    if encoder is not None:
        yield encoder.finish()


def is_as_before_table(table: Table, found: Iterator[Group]) -> bool:
    """Whether a table is what went into the run: every row that should have changed is as it was."""
    group = next(found, None)
    position = 0
    for piece in table.pieces():
        if isinstance(piece, str):
            return False
        for at in range(piece.batch.num_rows):
            position += 1
            row = piece.batch.slice(at, 1)
            while group is not None and group.end.get("position") == position:
                if not _row_as_before(row, group.end):
                    return False
                group = next(found, None)
    return group is None


def _row_as_before(row: Any, end: AuditRecord) -> bool:
    """Whether a row is as it was, by its record."""
    if "added" in end:
        return not {*end["added"]} & {*row.schema.names}
    if "rows" in end:
        return bool(unpacked_rows(base64.b64decode(end["rows"])).equals(row))
    if end["rule"] == SKIPPED:
        return True
    field = end.get("field", "text")
    if not place_of(row.schema, field):
        return False
    (text,) = texts_of(column_of(row, field))
    return text is not None and end.get("was", "") == digest(text.encode("utf-8", "surrogatepass"))


def _codecs(table: Table, added: tuple[str, ...]) -> dict[str, str]:
    """The compression of the columns that stay."""
    return {path: codec for path, codec in table.codecs().items() if path.partition(".")[0] not in added}


def _batches(batch: Any, records: _Records, before: int) -> Iterator[Any]:
    """The rows of a batch as they were, those that went to the rejects between them."""
    texts: dict[str, list[str | None]] = {}
    begun = 0
    for at in range(batch.num_rows):
        for lost in records.until_next(before + at + 1):
            yield _rows(batch.slice(begun, at - begun), texts, begun, records)
            yield lost
            begun = at
        group = records.take()
        if group is not None and group.end["rule"] != SKIPPED:
            field = group.end.get("field", "text")
            text = _original(group, batch, at, field, f"{records.name}:{before + at + 1}")
            texts.setdefault(field, [None] * batch.num_rows)[at] = text
    lost_at_the_end = list(records.until_next(before + batch.num_rows + 1))
    yield _rows(batch.slice(begun), texts, begun, records)
    yield from lost_at_the_end


def _rows(batch: Any, texts: dict[str, list[str | None]], begun: int, records: _Records) -> Any:
    """Put the texts back, and take away the columns that the run added."""
    for field, found in texts.items():
        batch = with_texts(batch, found[begun : begun + batch.num_rows], Fields(field))
    return without(batch, records.added or ())


def _original(group: Group, batch: Any, at: int, field: str, where: str) -> str:
    """Rebuild the text of a row."""
    if not place_of(batch.schema, field):
        raise RestoreError(f"{where}: there is no column {field!r}, as the run had")
    (clean,) = texts_of(column_of(batch.slice(at, 1), field))
    if clean is None:
        raise RestoreError(f"{where}: document {group.end['doc']!r} is not as the run wrote it: it has no text")
    try:
        return merged(group, clean, where)
    except DAMAGE as error:
        raise damaged(group, error, where) from None


class _Records:
    """The records of a table, taken in the order of its rows; `added` are the columns that the run put behind."""

    def __init__(self, found: Iterator[Group], name: str, say: Callable[[str], object]) -> None:
        self._found = found
        self._group = next(found, None)
        self._position = 1
        self._say = say
        self.name = name
        self.added: tuple[str, ...] | None = None

    def take(self) -> Group | None:
        """Go past the row at hand; give its record, if it has one."""
        group = self._group
        self._position += 1
        if group is None or group.end["position"] >= self._position:
            return None
        self._group = next(self._found, None)
        return group

    def until_next(self, row: int) -> Iterator[Any]:
        """Go past what is not in the output: tell of it, or give the rows that the audit holds."""
        while self._group is not None:
            end = self._group.end
            try:
                self._fits(row)
                if end["position"] > self._position or not ("added" in end or _is_lost(self._group)):
                    return
                lost = unpacked_rows(base64.b64decode(end["rows"])) if "rows" in end else None
                self._position += 0 if "added" in end else end.get("span", 1)
            except DAMAGE as error:
                raise damaged(self._group, error, f"{self.name}:{row}") from None
            if "added" in end:
                self._note(tuple(end["added"]), row)
            elif lost is not None:
                yield lost
            elif end["text"]:
                self._say(f"{end['doc']}: was skipped by the run, so it is not in the output")
            self._group = next(self._found, None)

    def _fits(self, row: int) -> None:
        """Be sure that the next record can belong here."""
        end = self._group.end if self._group is not None else {}
        if end["to"] != "parquet":
            why = "was no row of a Parquet file; the audit holds what it lost"
            raise RestoreError(f"{self.name}: document {end['doc']!r} {why}")
        if end["position"] < self._position:
            why = "comes twice in the audit, or out of order"
            raise RestoreError(f"{self.name}:{row}: document {end['doc']!r} {why}")

    def _note(self, added: tuple[str, ...], row: int) -> None:
        """Learn which columns a run added to the rows that follow."""
        if self.added is not None and added != self.added:
            raise RestoreError(f"{self.name}:{row}: the inputs had not the same columns; they are not one table")
        self.added = added

    def end(self, rows: int) -> None:
        """Be sure that no record is left."""
        if self._group is not None:
            missing = f"row of document {self._group.end['doc']!r} is missing"
            raise RestoreError(f"{self.name}:{rows}: the output ends here, the {missing}")


def _is_lost(group: Group) -> bool:
    """Whether a document is not in the output."""
    return group.end["rule"] == SKIPPED and not group.end.get("passed")
