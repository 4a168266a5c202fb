"""Parquet in: the rows of a file, batch by batch, row group by row group.

What a file holds beside the batch at hand stays on the disk. A row group that cannot be read is told of, and the next
one is read. This module, `rows` and the writers of tables know pyarrow.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO

from cleaner.errors import InputError, MissingExtra
from cleaner.readers.limits import LIMITS, Limits
from cleaner.readers.opening import read_some
from cleaner.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    import pyarrow as pa

    made = io.BytesIO()
    with pa.ipc.new_stream(made, batch.schema) as stream:
        stream.write_batch(batch)
    return made.getvalue()


def unpacked_rows(data: bytes) -> Any:
    """Undo `packed_rows`."""
    import pyarrow as pa

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
        try:
            import pyarrow as pa
            from pyarrow import parquet
        except ImportError:
            raise MissingExtra("parquet", "a Parquet file") from None
        self._arrow = pa
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
                    yield Piece(
                        group, row, Rows(self._arrow.RecordBatch.from_arrays(batch.columns, schema=self.schema))
                    )
                    row += batch.num_rows
                    empty = False
            except self._errors as error:
                last = first + known.num_rows - 1
                yield Piece(group, row, problem=f"rows {row:,} to {last:,} cannot be read: {_short(error)}")
                empty = False
            first += known.num_rows
        if empty:
            yield Piece(0, 1, Rows(self._arrow.RecordBatch.from_pylist([], schema=self.schema)))


def _rows_at_once(group: Any) -> int:
    """Give how many rows make a batch of about a megabyte."""
    size = max(1, group.total_byte_size // max(1, group.num_rows))
    return int(min(_MOST_ROWS, max(1, _BATCH // size)))


def _short(error: Exception) -> str:
    """Put what Arrow says on one line."""
    return " ".join(str(error).split())[:200]
