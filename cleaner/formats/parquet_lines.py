"""Records as a Parquet file: a column for each field, of the type that its values have in the first records.

Lists and objects are JSON, but for ``meta`` and ``clean``, which are structs. A value of another type than its column
has stands in the column ``extra``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from cleaner.formats.arrow import CLEAN, META_TYPE, as_struct
from cleaner.formats.parquet import Encoder
from cleaner.formats.records import EXTRA, TableEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Row = Mapping[str, Any]

_META_TYPE = pa.struct([*META_TYPE, pa.field("site", pa.string()), pa.field("language", pa.string())])
_META = frozenset(field.name for field in _META_TYPE)
_CLEAN = frozenset(field.name for field in CLEAN)


class ParquetEncoder(TableEncoder):
    r"""Makes a Parquet file of JSON lines; each flush is a row group.

    >>> import io
    >>> from pyarrow import parquet
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
        """Choose the types of the columns; nothing stands on top."""
        self._kinds = _kinds(rows)
        fields = [pa.field(name, kind.type) for name, kind in self._kinds.items()]
        self._file = Encoder(pa.schema([*fields, pa.field(EXTRA, pa.string())]))
        return b""

    def encode(self, rows: Sequence[Row]) -> bytes:
        """Write a row group."""
        columns = [
            pa.array([kind.value(row.get(name)) for row in rows], kind.type) for name, kind in self._kinds.items()
        ]
        extra = pa.array([_extra(row, self._kinds) for row in rows], pa.string())
        return self._file.add(pa.RecordBatch.from_arrays([*columns, extra], schema=self._file.schema), object())

    def finish(self) -> bytes:
        """End the file."""
        return super().finish() + self._file.finish()


class Kind(NamedTuple):
    """A type of column: whether it holds a value as it is, and how the value stands in it."""

    type: Any
    fits: Callable[[Any], bool]
    make: Callable[[Any], Any] | None = None

    def value(self, value: Any) -> Any:
        """What stands in the column for a value."""
        if value is None or not self.fits(value):
            return None
        return value if self.make is None else self.make(value)


def _is_string(value: Any) -> bool:
    """Whether a value is a string that UTF-8 can hold: JSON may escape half a pair."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(1 << 63) <= value < 1 << 63


def _is_float(value: Any) -> bool:
    return isinstance(value, float) or (_is_int(value) and abs(value) <= 1 << 53)


def _is_meta(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= _META and all(map(_is_string, value.values()))


def _is_clean(value: Any) -> bool:
    """Whether a value is a summary as cleaner writes it."""
    if not isinstance(value, dict) or value.keys() != _CLEAN or not isinstance(value["by_rule"], dict):
        return False
    try:
        pa.array([as_struct(value)], CLEAN)
    except (pa.ArrowException, ValueError, TypeError):
        return False
    return True


def _json(value: Any) -> str:
    """Write a value as JSON; half a surrogate pair can only be an escape."""
    text = json.dumps(value, ensure_ascii=False)
    return text if _is_string(text) else json.dumps(value)


_STRING = Kind(pa.string(), _is_string)
_JSON = Kind(pa.string(), lambda _: True, _json)
_PLAIN = (
    Kind(pa.bool_(), lambda value: isinstance(value, bool)),
    Kind(pa.int64(), _is_int),
    Kind(pa.float64(), _is_float),
    _STRING,
)
_OWN = {"meta": Kind(_META_TYPE, _is_meta), "clean": Kind(CLEAN, _is_clean, as_struct)}


def _kinds(rows: Sequence[Row]) -> dict[str, Kind]:
    """The kind of each field, in the order in which they come up."""
    values: dict[str, list[Any]] = {}
    for row in rows:
        for name, value in row.items():
            if name not in ("", EXTRA):
                values.setdefault(name, []).append(value)
    return {name: _kind(name, [value for value in found if value is not None]) for name, found in values.items()} or {
        "text": _STRING
    }


def _kind(name: str, values: list[Any]) -> Kind:
    """The kind that holds all values of a field as they are."""
    if name == "text" or not values:
        return _STRING
    candidates = (_OWN[name], _JSON) if name in _OWN else (*_PLAIN, _JSON)
    return next(kind for kind in candidates if all(map(kind.fits, values)))


def _extra(row: Row, kinds: Mapping[str, Kind]) -> str | None:
    """As JSON what of a record stands in no column."""
    if "" in row and len(row) == 1:
        return str(row[""])
    left = {
        name: value
        for name, value in row.items()
        if name not in kinds or (value is not None and not kinds[name].fits(value))
    }
    return _json(left) if left else None
