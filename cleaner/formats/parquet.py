"""Parquet: the rows of a file, batch by batch, row group by row group; and batches as the bytes of a file.

What a file holds beside the batch at hand stays on the disk. A row group that cannot be read is told of, and the next
one is read. The bytes of a new file are given as they come, for others to write: it goes wherever other outputs go.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from cleaner import audit
from cleaner.errors import InputError, MissingExtra

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError:
    raise MissingExtra("parquet", "a Parquet file") from None

from cleaner.formats.arrow import CLEAN, META_TYPE, added, documents, lacking, lines, with_texts
from cleaner.formats.base import LIMITS, Batch, Format, Item, Layout, Limits, Passed, Reading, Writing
from cleaner.formats.fields import FIELDS, Fields, title_of
from cleaner.formats.json_record import annotate
from cleaner.formats.streams import read_some
from cleaner.formats.text import text_bytes
from cleaner.model import Document, Result, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaner.formats.base import Done

_BATCH = 1 << 20
_MOST_ROWS = 8192
_BUFFER = 1 << 18


class Rows:
    """A batch of rows that travels between processes without what it was cut from.

    >>> import pickle, pyarrow as pa
    >>> batch = pa.RecordBatch.from_pylist([{"text": "a"}, {"text": "b"}])
    >>> pickle.loads(pickle.dumps(Rows(batch.slice(1)))).batch.to_pylist()
    [{'text': 'b'}]
    """

    __slots__ = ("batch",)

    def __init__(self, batch: Any) -> None:
        """Take a `pyarrow.RecordBatch`."""
        self.batch = batch

    def __reduce__(self) -> tuple[Any, tuple[bytes]]:
        """Travel as an Arrow stream."""
        return _arrived, (packed_rows(self.batch),)


def _arrived(data: bytes) -> Rows:
    return Rows(unpacked_rows(data))


def packed_rows(batch: Any) -> bytes:
    """Make bytes of a batch, with all its types."""
    made = io.BytesIO()
    with pa.ipc.new_stream(made, batch.schema) as stream:
        stream.write_batch(batch)
    return made.getvalue()


def unpacked_rows(data: bytes) -> Any:
    """Undo `packed_rows`."""
    return pa.ipc.open_stream(data).read_next_batch()


class Piece(NamedTuple):
    """What is read next: rows, the first of them number `first`, of a row group; or why that group has no more."""

    group: int
    first: int
    rows: Rows | None = None
    problem: str = ""


def seekable(name: str, stream: BinaryIO, limits: Limits = LIMITS) -> BinaryIO:
    """A stream that can be read from its end; a pipe, or a packed file, has to be in memory for that."""
    if stream.seekable():
        return stream
    data, _ = read_some(name, stream, limits)
    return io.BytesIO(data)


class Table:
    """An open Parquet file."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        """Read what stands at the end of the file: its schema and where its row groups are."""
        self._errors = (pa.ArrowException, OSError, ValueError)
        try:
            self._file = parquet.ParquetFile(stream, buffer_size=_BUFFER)
            self.schema = pa.ipc.read_schema(self._file.schema_arrow.serialize())  # as it is after travelling
        except self._errors as error:
            raise InputError(f"{name}: no Parquet file that can be read: {_short(error)}") from None
        self.groups = self._file.metadata.num_row_groups
        self.rows = self._file.metadata.num_rows

    def codecs(self) -> dict[str, str]:
        """The compression of each column, as the first row group has it."""
        if not self.groups:
            return {}
        first = self._file.metadata.row_group(0)
        columns = (first.column(number) for number in range(first.num_columns))
        return {column.path_in_schema: column.compression for column in columns}

    def pieces(self) -> Iterator[Piece]:
        """All rows in order; an empty table gives one batch without rows."""
        first, empty = 1, True
        for group in range(self.groups):
            known = self._file.metadata.row_group(group)
            row = first
            try:
                for batch in self._file.iter_batches(_rows_at_once(known), row_groups=[group]):
                    yield Piece(group, row, Rows(pa.RecordBatch.from_arrays(batch.columns, schema=self.schema)))
                    row += batch.num_rows
                    empty = False
            except self._errors as error:
                last = first + known.num_rows - 1
                yield Piece(group, row, problem=f"rows {row:,} to {last:,} cannot be read: {_short(error)}")
                empty = False
            first += known.num_rows
        if empty:
            yield Piece(0, 1, Rows(pa.RecordBatch.from_pylist([], schema=self.schema)))


def _rows_at_once(group: Any) -> int:
    """How many rows make a batch of about a megabyte."""
    size = max(1, group.total_byte_size // max(1, group.num_rows))
    return int(min(_MOST_ROWS, max(1, _BATCH // size)))


def _short(error: Exception) -> str:
    """Put what Arrow says on one line."""
    return " ".join(str(error).split())[:200]


LARGEST = 1 << 29
"""Bytes that a row group may have in memory before it is written, whatever its size was in the input."""

_WRITTEN = {"UNCOMPRESSED": "NONE"} | {name: name for name in ("SNAPPY", "GZIP", "BROTLI", "LZ4", "ZSTD")}
ANNOTATED = (
    pa.field("source", pa.string()),
    pa.field("title", pa.string()),
    pa.field("meta", META_TYPE),
    pa.field("clean", CLEAN),
)
"""What `--annotate` adds behind the columns of the input, unless they are there."""


class _Collected:
    """A file that holds what was written to it until somebody takes it."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._pieces.append(piece)
        self._size += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        """Have nothing to flush."""

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        data, self._pieces = b"".join(self._pieces), []
        return data


class Encoder:
    """Makes a Parquet file of batches; what a method gives are the bytes that it adds to the file.

    >>> import io
    >>> rows = pa.RecordBatch.from_pydict({"text": ["a", "b"]})
    >>> encoder = Encoder(rows.schema)
    >>> data = encoder.add(rows.slice(1), 0) + encoder.add(rows, 1) + encoder.finish()
    >>> [parquet.ParquetFile(io.BytesIO(data)).read_row_group(n).num_rows for n in (0, 1)]
    [1, 2]
    """

    def __init__(self, schema: Any, codecs: Mapping[str, str] | None = None) -> None:
        """Begin a file; `codecs` names the compression of columns by their paths, zstd where it says nothing."""
        self.schema = schema
        self._file = _Collected()
        compression = {path: _WRITTEN.get(codec, "ZSTD") for path, codec in (codecs or {}).items()} or "ZSTD"
        self._writer = parquet.ParquetWriter(self._file, schema, compression=compression)
        self._group: object = 0
        self._held: list[Any] = []
        self._size = 0

    def add(self, batch: Any, group: object) -> bytes:
        """Add a batch to a row group; that of another one ends those before it."""
        done = self._end() if group != self._group or self._size > LARGEST else b""
        self._group = group
        self._held.append(batch)
        self._size += batch.nbytes
        return done

    def finish(self) -> bytes:
        """End the file."""
        done = self._end()
        self._writer.close()
        return done + self._file.taken()

    def _end(self) -> bytes:
        """Write the row group at hand."""
        if self._held:
            table = pa.Table.from_batches(self._held, self.schema)
            if table.num_rows:
                self._writer.write_table(table, row_group_size=table.num_rows)
        self._held, self._size = [], 0
        return self._file.taken()


def annotated(batch: Any, found: Sequence[tuple[Document, Result] | None]) -> Any:
    """Add ``source``, ``title``, ``meta`` and ``clean``, as far as columns of these names are not there."""
    results = [pair and pair[1] for pair in found]
    values = added(results)
    titles = [pair and title_of(*pair) for pair in found]
    values["title"] = pa.array(titles, pa.string())
    columns, fields = list(batch.columns), list(batch.schema)
    for field in absent(batch.schema.names):
        columns.append(values[field.name])
        fields.append(field)
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields, batch.schema.metadata))


def absent(names: Sequence[str]) -> list[Any]:
    """The fields that `annotated` adds to columns of these names.

    >>> [field.name for field in absent(["text", "source"])]
    ['title', 'meta', 'clean']
    """
    return [field for field in ANNOTATED if field.name not in names]


class RowGroup(NamedTuple):
    """Rows of one row group; `codecs` names the compression of the columns."""

    rows: Rows
    group: int
    codecs: dict[str, str]


@dataclass(frozen=True)
class ParquetFile(Format):
    """A Parquet file; the piece of a batch is a `RowGroup`. Every column but the text stays, and no row is dropped."""

    fields: Fields = FIELDS
    name = "parquet"

    def batches(self, path: str, stream: BinaryIO, limits: Limits, close: bool = False) -> Iterator[Batch]:  # noqa: ARG002
        """The rows in batches; a row group that cannot be read gives a batch that says so."""
        table = Table(path, seekable(path, stream, limits))
        if problem := lacking(table.schema, self.fields):
            yield Batch(count=table.rows, problem=f"{path}: {problem}")
            return
        codecs = table.codecs()
        for piece in table.pieces():
            if piece.rows is None:
                yield Batch(count=1, problem=f"{path}: {piece.problem}")
            else:
                found = piece.rows.batch
                group = RowGroup(piece.rows, piece.group, codecs)
                yield Batch([group], piece.first, found.num_rows, found.nbytes)

    def read(self, batch: Batch, path: str, reading: Reading, writing: Writing) -> Iterator[Item | Passed | Layout]:
        """Read the rows; a row without a text is passed over."""
        rows = batch.pieces[0].rows.batch
        if writing.annotate and writing.to == self.name:
            yield Layout(count=0, told={"added": [column.name for column in absent(rows.schema.names)]})
        for at, found in enumerate(documents(rows, path, batch.first, self.fields, reading.limits)):
            if isinstance(found, Skipped):
                yield _passed(found, rows.slice(at, 1), writing)
            else:
                number = batch.first + at
                yield RowItem(
                    document=found,
                    name=f"{path}:{number}",
                    form=self.name,
                    line=number,
                    field=self.fields.text,
                    row=rows.slice(at, 1),
                    writing=writing,
                )

    def part(self, batch: Batch, start: int, end: int) -> Batch:
        """Some of the rows."""
        found = batch.pieces[0]
        rows = Rows(found.rows.batch.slice(start, end - start))
        return replace(batch, pieces=[found._replace(rows=rows)], first=batch.first + start, count=end - start)

    def passed(self, batch: Batch, path: str, reason: str, reading: Reading, writing: Writing) -> Passed:  # noqa: ARG002
        """Pass over a row."""
        entry = Skipped(f"{path}:{batch.first}", reason, batch.first)
        return _passed(entry, batch.pieces[0].rows.batch, writing)

    def together(self, batch: Batch, done: Sequence[Done], writing: Writing) -> tuple[list[bytes], RowGroup | None]:
        """The rows as lines of JSON, or as rows; those without a text may be among the rejects instead."""
        found = batch.pieces[0]
        if writing.to == "text":
            return [], None
        texts = [
            result.text if result is not None and isinstance(item, Item) and result.text != item.document.text else None
            for item, result in done
        ]
        rows = with_texts(found.rows.batch, texts, self.fields)
        pairs = [(item.document, result) if isinstance(item, Item) and result else None for item, result in done]
        if writing.rejects and None in pairs:
            kept = [at for at, pair in enumerate(pairs) if pair is not None]
            rows, pairs = rows.take(kept), [pairs[at] for at in kept]
        if writing.to != "jsonl":
            return [], found._replace(rows=Rows(annotated(rows, pairs) if writing.annotate else rows))
        return [
            annotate(line, *pair) if writing.annotate and pair is not None else line
            for line, pair in zip(lines(rows), pairs, strict=True)
        ], None


def _passed(entry: Skipped, row: Any, writing: Writing) -> Passed:
    """Pass over a row that has no text; it stays, or goes to the rejects, and then the audit keeps it whole."""
    if not writing.rejects:
        return Passed(entry, entry.id, kept=writing.to != "text")
    told = {"rows": base64.b64encode(packed_rows(row)).decode()} if writing.to == "parquet" else {}
    return Passed(entry, entry.id, rejected=next(lines(row)), changed=True, told=told)


@dataclass(slots=True, kw_only=True)
class RowItem(Item):
    """The document of a `row`; `field` is its column."""

    field: str
    row: Any
    writing: Writing

    def write(self, result: Result, writing: Writing) -> bytes:
        """The text; rows are written together."""
        return text_bytes(result.text) if writing.to == "text" else b""

    def compare(self, result: Result, written: bytes) -> tuple[bool, bool]:  # noqa: ARG002
        """Compare the texts."""
        return result.text != self.document.text, False

    def refused(self, reason: str) -> Passed:
        """Pass over the row."""
        return _passed(Skipped(self.name, reason, self.line), self.row, self.writing)

    def origin(self, result: Result, written: bytes) -> dict[str, Any]:  # noqa: ARG002
        """Name the row; a text is all of its cell."""
        was = audit.digest(self.document.text.encode("utf-8", "surrogatepass"))
        more = {"from": "parquet", "row": self.line, "was": was}
        return {**more, "field": self.field} if self.field != "text" else more
