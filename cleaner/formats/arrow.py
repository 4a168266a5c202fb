"""Rows of Arrow tables: the documents in them, their new texts, the added columns, and rows as JSON lines.

By the same rule as JSON lines, a row says of itself where it came from. The added columns (``source``, ``meta``,
``clean``) are structs and lists only: every engine and every Parquet reader knows these, but maps are unknown to some.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from cleaner._core import Utf8
from cleaner.formats.base import Limits
from cleaner.formats.fields import KNOWN, Fields, added, document_of, others
from cleaner.model import Document, Result, Skipped, held_text
from cleaner.settings import META


def lacking(schema: Any, fields: Fields, option: str = "--text-field") -> str:
    """Why a table cannot be cleaned, or nothing; `option` is what names another column."""
    if problem := lacking_names(schema.names, fields, option):
        return problem
    place = place_of(schema, fields.text)
    if not place:
        return _absent(schema.names, fields, option)
    kind = schema
    for step in place:
        kind = kind.field(step).type
    if not is_text(kind) and not pa.types.is_null(kind):
        return f"column {fields.text!r} is of type {kind}, strings are wanted"
    return ""


def lacking_names(names: Sequence[str], fields: Fields, option: str = "--text-field") -> str:
    """Why columns of these names cannot be cleaned, whatever their types, or nothing."""
    if fields.text not in names and not ("." in fields.text and fields.text.partition(".")[0] in names):
        return _absent(names, fields, option)
    if len(set(names)) < len(names):
        return f"two columns have one name: {', '.join(names)}"
    return ""


def _absent(names: Sequence[str], fields: Fields, option: str) -> str:
    return f"there is no column {fields.text!r}{others(names, help=f'{option} names another')}"


def place_of(schema: Any, path: str) -> tuple[int, ...]:
    """Find a column, or a field within structs by a path such as ``doc.text``; nothing where there is none.

    >>> schema = pa.schema([("id", pa.int64()), ("doc", pa.struct([("n", pa.int64()), ("text", pa.string())]))])
    >>> place_of(schema, "doc.text"), place_of(schema, "id"), place_of(schema, "text")
    ((1, 1), (0,), ())
    """
    place: list[int] = []
    here = schema
    for step in [path] if schema.get_field_index(path) >= 0 else path.split("."):
        at = here.get_field_index(step) if isinstance(here, pa.Schema | pa.StructType) else -1
        if at < 0:
            return ()
        place.append(at)
        here = here.field(at).type
    return tuple(place)


def column_of(batch: Any, path: str) -> Any:
    """A column, or a field within structs."""
    first, *steps = place_of(batch.schema, path)
    column = batch.column(first)
    for step in steps:
        column = column.flatten()[step]
    return column


def is_text(kind: Any) -> bool:
    """Whether a type holds strings: Arrow's own, bytes, or a dictionary of one of these."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in tests) or _is_bytes(kind)


def _is_bytes(kind: Any) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def documents(batch: Any, name: str, first: int, fields: Fields, limits: Limits) -> Iterator[Document | Skipped]:
    """The document of each row; a row without a text is none."""
    wanted = dict.fromkeys((*KNOWN, "metadata", fields.url, *fields.url.split(".")))
    wanted.pop(fields.text, None)
    names = set(batch.schema.names)
    columns = {column: values_of(batch.column(column), wanted) for column in wanted if column in names}
    for at, data in enumerate(as_bytes(column_of(batch, fields.text))):
        number, reason = first + at, limits.too_large
        if data is None:
            reason = f"{fields.text!r} is null"
        elif len(data) <= limits.document:
            said = {column: values[at] for column, values in columns.items()}
            try:
                yield document_of(Utf8(data), said, name, number, fields)
                continue
            except UnicodeDecodeError as error:
                reason = f"{fields.text!r} is not UTF-8 (byte {error.start + 1})"
        yield Skipped(f"{name}:{number}", reason, number)


def values_of(column: Any, wanted: dict[str, None]) -> list[Any]:
    """What a column says of the documents: strings and whole numbers, also inside structs, and no more."""
    kind = column.type
    if pa.types.is_struct(kind):
        inside = zip(kind, column.flatten(), strict=True)
        found = {field.name: values_of(inner, wanted) for field, inner in inside if field.name in wanted}
        return [{name: values[at] for name, values in found.items()} for at in range(len(column))]
    said = kind.value_type if pa.types.is_dictionary(kind) else kind
    useful = (is_text(said) and not _is_bytes(said)) or pa.types.is_integer(said)
    return plain(column) if useful else [None] * len(column)


def plain(column: Any) -> list[Any]:
    r"""The values of a column; strings that are not UTF-8, as some writers leave them, come as bytes.

    >>> plain(pa.array(["a".encode(), b"\xff"]).cast(pa.string(), safe=False))
    ['a', b'\xff']
    """
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_value(scalar) for scalar in column]


def _value(scalar: Any) -> Any:
    """One value, whatever part of it is not UTF-8."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        if hasattr(scalar, "as_buffer"):
            return scalar.as_buffer().to_pybytes()
        if pa.types.is_dictionary(scalar.type):
            return _value(scalar.value)
        if pa.types.is_struct(scalar.type):
            return {field.name: _value(scalar[field.name]) for field in scalar.type}
        return [_value(inner) for inner in scalar.values]


def as_bytes(column: Any) -> list[bytes | None]:
    r"""The strings of a column, or what stands for them, as they are there.

    >>> as_bytes(pa.array(["ă", None])), as_bytes(pa.array(["a", "b", "a"]).dictionary_encode())
    ([b'\xc4\x83', None], [b'a', b'b', b'a'])
    """
    whole = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    return list(whole.cast(pa.large_binary()).to_pylist())


def with_texts(batch: Any, texts: Sequence[str | Utf8 | None], fields: Fields) -> Any:
    """The batch with other texts, of the type that they had; None leaves what is there."""
    if not any(text is not None for text in texts):
        return batch
    old = column_of(batch, fields.text)
    new = [was if text is None else text.encode() for text, was in zip(texts, as_bytes(old), strict=True)]
    first, *steps = place_of(batch.schema, fields.text)
    columns = list(batch.columns)
    columns[first] = _put(columns[first], steps, _column(new, old.type))
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def new_text(document: Document, result: Result) -> str | Utf8 | None:
    """What is left of a text; None where that is all of it."""
    text = held_text(result)
    return None if text == held_text(document) else text


def _put(column: Any, steps: Sequence[int], new: Any) -> Any:
    """Put a column into the structs of another one; what else they hold stays, and so does where there is none."""
    if not steps:
        return new
    inner = column.flatten()
    inner[steps[0]] = _put(inner[steps[0]], steps[1:], new)
    return pa.StructArray.from_arrays(inner, fields=list(column.type), mask=column.is_null())


def _column(values: list[bytes | None], kind: Any) -> Any:
    """Make a column of strings, or of what stands for them; what is not UTF-8 is kept as it is."""
    if pa.types.is_dictionary(kind):
        return _column(values, kind.value_type).dictionary_encode().cast(kind)
    return pa.array(values, pa.large_binary()).cast(kind, safe=False)


_ENCODER = msgspec.json.Encoder(enc_hook=str, decimal_format="string")


def lines(batch: Any) -> Iterator[bytes]:
    r"""Each row as a line of JSON; bytes come in base64, moments as text, and what is no number as null.

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
    """A type with text, or with microseconds, where another one has nanoseconds."""
    if getattr(kind, "unit", "") == "ns":
        if pa.types.is_duration(kind):
            return pa.duration("us") if shorter else pa.int64()
        short = pa.timestamp("us", kind.tz) if pa.types.is_timestamp(kind) else pa.time64("us")
        return short if shorter else pa.string()
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_without_nanoseconds(field.type, shorter)) for field in kind])
    if pa.types.is_map(kind):
        return pa.map_(kind.key_type, _without_nanoseconds(kind.item_type, shorter))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        inner = kind.value_field.with_type(_without_nanoseconds(kind.value_type, shorter))
        return pa.list_(inner) if pa.types.is_list(kind) else pa.large_list(inner)
    return kind


META_TYPE = pa.struct([(label, pa.string()) for label in META])
_BY_RULE = pa.list_(pa.struct([("rule", pa.string()), ("lines", pa.int64())]))
_COUNTS = [("removed_lines", pa.int64()), ("removed_chars", pa.int64()), ("by_rule", _BY_RULE)]
CLEAN = pa.struct([("source", pa.string()), ("rules", pa.string()), *_COUNTS, ("flags", pa.list_(pa.string()))])
ADDED = (pa.field("source", pa.string()), pa.field("meta", META_TYPE), pa.field("clean", CLEAN))
"""The fields in the order in which they follow those of the input; one that is there already stays what it is."""


def absent(fields: Sequence[Any], names: Sequence[str]) -> list[Any]:
    """The fields that columns of these names do not have yet."""
    return [field for field in fields if field.name not in names]


def extended(batch: Any, found: Sequence[tuple[Document, Result] | None], fields: Sequence[Any]) -> Any:
    """Add columns of what was found in each row, as far as they are not there; a row that is no document has nulls."""
    more = absent(fields, batch.schema.names)
    values = [added(*pair) if pair else {} for pair in found]
    for one in filter(None, values):
        one["clean"] = as_struct(one["clean"])
    columns = [pa.array([one.get(field.name) for one in values], field.type) for field in more]
    schema = pa.schema([*batch.schema, *more], batch.schema.metadata)
    return pa.RecordBatch.from_arrays([*batch.columns, *columns], schema=schema)


def as_struct(clean: Mapping[str, Any]) -> dict[str, Any]:
    """The ``clean`` of a record as a value of the column: with the counts by rule as a list."""
    return {**clean, "by_rule": [{"rule": rule, "lines": lines} for rule, lines in clean["by_rule"].items()]}
