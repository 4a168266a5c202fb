"""Parquet out: batches become row groups, and the file's bytes are given as they come, for others to write.

So a Parquet file goes wherever other outputs go, and is there when it is complete, as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from cleaner.writers.columns import CLEAN, META_TYPE, added

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleaner.model import Document, Result

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
