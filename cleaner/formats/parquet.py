"""Parquet: the rows of a file, batch by batch, row group by row group; and rows or records as the bytes of a file.

What a file holds beside the batch at hand stays on the disk. A row group that cannot be read is told of, and the next
one is read. The bytes of a new file are given as they come, for others to write: it goes wherever other outputs go.

Rows that were rows keep their types. Records get a column for each field, of the type that its values have in the first
records: lists and objects are JSON, but for ``meta`` and ``clean``, which are structs; a value of another type than its
column has stands in the column ``extra``.
"""

import base64
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, NamedTuple

from cleaner import audit
from cleaner.errors import InputError, MissingExtra, one_line

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError:
    raise MissingExtra("parquet", "a Parquet file") from None

from cleaner.formats import arrow
from cleaner.formats.base import Batch, Done, Entry, Format, Item, Layout, Limits, Passed, ReadOptions, WriteOptions
from cleaner.formats.fields import FIELDS, Fields
from cleaner.formats.json_record import annotate
from cleaner.formats.records import EXTRA, TableEncoder, is_utf8, json_text
from cleaner.formats.streams import read_some
from cleaner.formats.text import text_bytes
from cleaner.model import Document, Result, Skipped, held_text

Row = Mapping[str, Any]

_BATCH, _MOST_ROWS = 1 << 20, 8192  # bytes, and rows, that make a batch
_BUFFER = 1 << 18


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Some rows of one row group; the first of them is row `first` of the file. `codecs` is how columns are packed.

    They travel between processes as an Arrow stream, without what the batch was cut from.
    """

    batch: Any
    group: int = 0
    first: int = 1
    codecs: dict[str, str] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, tuple[object, ...]]:
        return _arrived, (packed_rows(self.batch), self.group, self.first, self.codecs)


def _arrived(data: bytes, *others: Any) -> Rows:
    return Rows(unpacked_rows(data), *others)


def packed_rows(batch: Any) -> bytes:
    """Make bytes of a batch, with all its types."""
    made = io.BytesIO()
    with pa.ipc.new_stream(made, batch.schema) as stream:
        stream.write_batch(batch)
    return made.getvalue()


def unpacked_rows(data: bytes) -> Any:
    """Undo `packed_rows`."""
    return pa.ipc.open_stream(data).read_next_batch()


class Table:
    """An open Parquet file: its schema, and where its row groups are, stand at its end."""

    def __init__(self, name: str, stream: BinaryIO, limits: Limits) -> None:
        if not stream.seekable():  # a pipe, or a packed file, has to be in memory
            stream = io.BytesIO(read_some(name, stream, limits)[0])
        self._errors = (pa.ArrowException, OSError, ValueError)
        try:
            self._file = parquet.ParquetFile(stream, buffer_size=_BUFFER)
            self.schema = pa.ipc.read_schema(self._file.schema_arrow.serialize())  # as it is after travelling
        except self._errors as error:
            raise InputError(f"{name}: no Parquet file that can be read: {one_line(error)}") from None
        self.groups = self._file.metadata.num_row_groups
        self.rows = self._file.metadata.num_rows

    def codecs(self) -> dict[str, str]:
        """The compression of each column, as the first row group has it."""
        if not self.groups:
            return {}
        first = self._file.metadata.row_group(0)
        columns = (first.column(number) for number in range(first.num_columns))
        return {column.path_in_schema: column.compression for column in columns}

    def pieces(self) -> Iterator[Rows | str]:
        """All rows in order, or why a row group has no more; an empty table gives one batch without rows."""
        codecs = self.codecs()
        first = 1
        for group in range(self.groups):
            known = self._file.metadata.row_group(group)
            row, size = first, max(1, known.total_byte_size // max(1, known.num_rows))
            rows = min(_MOST_ROWS, max(1, _BATCH // size))
            try:
                for batch in self._file.iter_batches(rows, row_groups=[group]):
                    yield Rows(pa.RecordBatch.from_arrays(batch.columns, schema=self.schema), group, row, codecs)
                    row += batch.num_rows
            except self._errors as error:
                yield f"rows {row:,} to {first + known.num_rows - 1:,} cannot be read: {one_line(error)}"
            first += known.num_rows
        if not self.rows:
            yield Rows(pa.RecordBatch.from_pylist([], schema=self.schema), codecs=codecs)


LARGEST = 1 << 29
"""Bytes that a row group may have in memory before it is written, whatever its size was in the input."""

_WRITTEN = {"UNCOMPRESSED": "NONE"} | {name: name for name in ("SNAPPY", "GZIP", "BROTLI", "LZ4", "ZSTD")}
ANNOTATED = (arrow.ADDED[0], pa.field("title", pa.string()), *arrow.ADDED[1:])
"""What `--annotate` adds behind the columns of the input, unless they are there."""


class Encoder:
    """Makes a Parquet file of batches; what a method gives are the bytes that it adds to the file."""

    def __init__(self, schema: Any, codecs: Mapping[str, str] | None = None) -> None:
        """Begin a file; `codecs` names the compression of columns by their paths, zstd where it says nothing."""
        self.schema = schema
        self._file = io.BytesIO()  # what was written, until it is given
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
        done = self._end()
        self._writer.close()
        return done + self._taken()

    def _end(self) -> bytes:
        """Write the row group at hand."""
        table = pa.Table.from_batches(self._held, self.schema)
        if table.num_rows:
            self._writer.write_table(table, row_group_size=table.num_rows)
        self._held, self._size = [], 0
        return self._taken()

    def _taken(self) -> bytes:
        data = self._file.getvalue()
        self._file.seek(0)
        self._file.truncate()
        return data


@dataclass(frozen=True)
class ParquetFile(Format):
    """A Parquet file; the piece of a batch is `Rows`. Every column but the text stays, and no row is dropped."""

    fields: Fields = FIELDS
    name = "parquet"
    is_table = True

    def batches(self, path: str, stream: BinaryIO, limits: Limits, close: bool = False) -> Iterator[Batch]:  # noqa: ARG002
        table = Table(path, stream, limits)
        if problem := arrow.lacking(table.schema, self.fields):
            yield Batch(places=table.rows, problem=f"{path}: {problem}")
            return
        for rows in table.pieces():
            if isinstance(rows, str):
                yield Batch(places=1, problem=f"{path}: {rows}")
            else:
                yield Batch([rows], rows.first, rows.batch.num_rows, rows.batch.nbytes)

    def read(self, batch: Batch, path: str, reading: ReadOptions, writing: WriteOptions) -> Iterator[Entry]:
        rows = batch.pieces[0].batch
        if writing.annotate and writing.to == self.name:
            names = [column.name for column in arrow.absent(ANNOTATED, rows.schema.names)]
            yield Layout(places=0, told={"added": names})
        for at, found in enumerate(arrow.documents(rows, path, batch.first, self.fields, reading.limits)):
            if isinstance(found, Skipped):
                yield _passed(found, rows.slice(at, 1), writing)
            else:
                number, field = batch.first + at, self.fields.text
                yield RowItem(found, f"{path}:{number}", self.name, number, field)

    def part(self, batch: Batch, start: int, end: int) -> Batch:
        rows = batch.pieces[0]
        some = replace(rows, batch=rows.batch.slice(start, end - start), first=batch.first + start)
        return batch._replace(pieces=[some], first=some.first, places=end - start)

    def passed(self, batch: Batch, path: str, reason: str, reading: ReadOptions, writing: WriteOptions) -> Passed:  # noqa: ARG002
        entry = Skipped(f"{path}:{batch.first}", reason, batch.first)
        return _passed(entry, batch.pieces[0].batch, writing)

    def together(self, batch: Batch, done: Sequence[Done], writing: WriteOptions) -> tuple[list[bytes], Rows | None]:
        """The rows as lines of JSON, or as rows; those without a text may be among the rejects instead."""
        found = batch.pieces[0]
        if writing.to == "text":
            return [], None
        pairs = [(item.document, result) if isinstance(item, Item) and result else None for item, result in done]
        texts = [arrow.new_text(*pair) if pair else None for pair in pairs]
        rows = arrow.with_texts(found.batch, texts, self.fields)
        if writing.rejects and None in pairs:
            kept = [at for at, pair in enumerate(pairs) if pair is not None]
            rows, pairs = rows.take(pa.array(kept, pa.int64())), [pairs[at] for at in kept]
        if writing.to != "jsonl":
            return [], replace(found, batch=arrow.extended(rows, pairs, ANNOTATED) if writing.annotate else rows)
        lines = zip(arrow.lines(rows), pairs, strict=True)
        return [annotate(line, *pair) if writing.annotate and pair else line for line, pair in lines], None


def _passed(entry: Skipped, row: Any, writing: WriteOptions) -> Passed:
    """Pass over a row that has no text; it stays, or goes to the rejects, and then the audit keeps it whole."""
    if not writing.rejects:
        return Passed(entry, entry.id, kept=writing.to != "text")
    told = {"rows": base64.b64encode(packed_rows(row)).decode()} if writing.to == "parquet" else {}
    return Passed(entry, entry.id, rejected=next(arrow.lines(row)), changed=True, told=told)


class RowItem(Item):
    """The document of a row; `field` is its column. As rows they are written together, see `ParquetFile.together`."""

    def __init__(self, document: Document, name: str, form: str, line: int, field: str) -> None:
        self.document, self.name, self.form, self.line = document, name, form, line
        self.field = field

    def write(self, result: Result, writing: WriteOptions) -> bytes:
        return text_bytes(held_text(result)) if writing.to == "text" else b""

    def compare(self, result: Result, written: bytes) -> tuple[bool, bool]:  # noqa: ARG002
        return held_text(result) != held_text(self.document), False

    def origin(self, result: Result, written: bytes) -> dict[str, Any]:  # noqa: ARG002
        was = audit.digest(self.document.text.encode("utf-8", "surrogatepass"))
        more = {"from": "parquet", "row": self.line, "was": was}
        return {**more, "field": self.field} if self.field != "text" else more


_META_TYPE = pa.struct([*arrow.META_TYPE, pa.field("site", pa.string()), pa.field("language", pa.string())])
_META = frozenset(field.name for field in _META_TYPE)
_CLEAN = frozenset(field.name for field in arrow.CLEAN)


class ParquetEncoder(TableEncoder):
    r"""Makes a Parquet file of JSON lines; each flush is a row group.

    >>> encoder = ParquetEncoder()
    >>> data = encoder.add([b'{"id": 1, "text": "a", "tags": ["x"]}\n']) + encoder.finish()
    >>> parquet.read_table(io.BytesIO(data)).to_pylist()
    [{'id': 1, 'text': 'a', 'tags': '["x"]', 'extra': None}]
    """

    def __init__(self) -> None:
        super().__init__()
        self._kinds: dict[str, Kind] = {}
        self._file: Encoder

    def begin(self, rows: Sequence[Row], last: bool) -> bytes:  # noqa: ARG002
        self._kinds = _kinds(rows)
        fields = [pa.field(name, kind.type) for name, kind in self._kinds.items()]
        self._file = Encoder(pa.schema([*fields, pa.field(EXTRA, pa.string())]))
        return b""

    def encode(self, rows: Sequence[Row]) -> bytes:
        kinds = self._kinds.items()
        columns = [pa.array([kind.value(row.get(name)) for row in rows], kind.type) for name, kind in kinds]
        left = [(row, self._left(row)) for row in rows]
        extra = pa.array([self.beside(row, more) if more else None for row, more in left], pa.string())
        return self._file.add(pa.RecordBatch.from_arrays([*columns, extra], schema=self._file.schema), object())

    def finish(self) -> bytes:
        return super().finish() + self._file.finish()

    def _left(self, row: Row) -> Row:
        """What of a record stands in no column."""
        kinds = self._kinds
        fits = {name for name, value in row.items() if name in kinds and (value is None or kinds[name].fits(value))}
        return {name: value for name, value in row.items() if name not in fits}


class Kind(NamedTuple):
    """A type of column: whether it holds a value as it is, and how the value stands in it."""

    type: Any
    fits: Callable[[Any], bool]
    make: Callable[[Any], Any] = lambda value: value

    def value(self, value: Any) -> Any:
        return self.make(value) if value is not None and self.fits(value) else None


def _is_string(value: Any) -> bool:
    return isinstance(value, str) and is_utf8(value)


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(1 << 63) <= value < 1 << 63


def _is_meta(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= _META and all(map(_is_string, value.values()))


def _is_clean(value: Any) -> bool:
    """Whether a value is a summary as cleaner writes it."""
    if not isinstance(value, dict) or value.keys() != _CLEAN:
        return False
    try:
        pa.array([arrow.as_struct(value)], arrow.CLEAN)
    except (pa.ArrowException, ValueError, TypeError, AttributeError):
        return False
    return True


_STRING = Kind(pa.string(), _is_string)
_JSON = Kind(pa.string(), lambda _: True, json_text)
_PLAIN = (
    Kind(pa.bool_(), lambda value: isinstance(value, bool)),
    Kind(pa.int64(), _is_int),
    Kind(pa.float64(), lambda value: isinstance(value, float) or (_is_int(value) and abs(value) <= 1 << 53)),
    _STRING,
)
_OWN = {"meta": Kind(_META_TYPE, _is_meta), "clean": Kind(arrow.CLEAN, _is_clean, arrow.as_struct)}


def _kinds(rows: Sequence[Row]) -> dict[str, Kind]:
    """The kind of each field, in the order in which they come up: that which holds all values as they are."""
    values: dict[str, list[Any]] = {}
    for row in rows:
        for name, value in row.items():
            if name not in ("", EXTRA):
                values.setdefault(name, []).extend([] if value is None else [value])
    return {name: _kind(name, found) for name, found in values.items()} or {"text": _STRING}


def _kind(name: str, values: list[Any]) -> Kind:
    if name == "text" or not values:
        return _STRING
    candidates = (_OWN[name], _JSON) if name in _OWN else (*_PLAIN, _JSON)
    return next(kind for kind in candidates if all(map(kind.fits, values)))
