"""Rows of a table as JSON lines: one object a row, with the names and the order of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from cleaner.readers.rows import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENCODER = msgspec.json.Encoder(enc_hook=str, decimal_format="string")


def lines(batch: Any) -> Iterator[bytes]:
    r"""Give each row as a line of JSON; bytes come in base64, moments as text, and what is no number as null.

    >>> from datetime import date
    >>> list(lines(pa.RecordBatch.from_pydict({"id": [7], "day": [date(2025, 1, 13)], "raw": [b"a"]})))
    [b'{"id":7,"day":"2025-01-13","raw":"YQ=="}\n']
    """
    columns = [plain(_spelled(column)) for column in batch.columns]
    names = batch.schema.names
    for row in zip(*columns, strict=True):
        yield _ENCODER.encode(dict(zip(names, row, strict=True))) + b"\n"


def _spelled(column: Any) -> Any:
    """Write nanoseconds as text, wherever they are: Python has none."""
    kind = _without_nanoseconds(column.type)
    if kind == column.type:
        return column
    try:
        return column.cast(kind)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return column.cast(_without_nanoseconds(column.type, shorter=True), safe=False)


def _without_nanoseconds(kind: Any, shorter: bool = False) -> Any:
    """Give a type with text, or with microseconds, where another one has nanoseconds."""
    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return pa.timestamp("us", kind.tz) if shorter else pa.string()
    if pa.types.is_time64(kind) and kind.unit == "ns":
        return pa.time64("us") if shorter else pa.string()
    if pa.types.is_duration(kind) and kind.unit == "ns":
        return pa.duration("us") if shorter else pa.int64()
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_without_nanoseconds(field.type, shorter)) for field in kind])
    if pa.types.is_map(kind):
        return pa.map_(kind.key_type, _without_nanoseconds(kind.item_type, shorter))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        inner = kind.value_field.with_type(_without_nanoseconds(kind.value_type, shorter))
        return pa.list_(inner) if pa.types.is_list(kind) else pa.large_list(inner)
    return kind
