"""Parquet: the rows of a file, batch by batch, row group by row group; and batches as the bytes of a file.

What a file holds beside the batch at hand stays on the disk. A row group that cannot be read is told of, and the next
one is read. The bytes of a new file are given as they come, for others to write: it goes wherever other outputs go.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from cleaner.errors import InputError, MissingExtra

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError:
    raise MissingExtra("parquet", "a Parquet file") from None

from cleaner.formats.arrow import CLEAN, META_TYPE, added
from cleaner.formats.record import LIMITS, Limits
from cleaner.formats.streams import read_some

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaner.model import Document, Result

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
    """Give a stream that can be read from its end; a pipe, or a packed file, has to be in memory for that."""
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

    def codecs(self) -> dict[str, str]:
        """Give the compression of each column, as the first row group has it."""
        if not self.groups:
            return {}
        first = self._file.metadata.row_group(0)
        columns = (first.column(number) for number in range(first.num_columns))
        return {column.path_in_schema: column.compression for column in columns}

    def pieces(self) -> Iterator[Piece]:
        """Give all rows in order; an empty table gives one batch without rows."""
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
    """Give how many rows make a batch of about a megabyte."""
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
    titles = [pair and (pair[1].title or pair[0].title) for pair in found]
    values["title"] = pa.array(titles, pa.string())
    columns, fields = list(batch.columns), list(batch.schema)
    for field in absent(batch.schema.names):
        columns.append(values[field.name])
        fields.append(field)
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields, batch.schema.metadata))


def absent(names: Sequence[str]) -> list[Any]:
    """Give the fields that `annotated` adds to columns of these names.

    >>> [field.name for field in absent(["text", "source"])]
    ['title', 'meta', 'clean']
    """
    return [field for field in ANNOTATED if field.name not in names]
